//! One's own notices.

use axum::extract::Query as Ask;
use door::Reading;
use kernel::Refused;
use message::{Notice, ReadNotices};
use room::{Answer, Pages, Posted, Visit};
use schemars::JsonSchema;
use serde::Serialize;
use web::{Button, Colour, Html, Link, Tone};

/// Rows a page.
const SIZE: i64 = 50;

/// One's own notices, the latest first.
///
/// # Errors
/// When the store refuses.
pub async fn page(visit: Visit, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    let number: i64 = questions.iter().find(|it| it.0 == "page").and_then(|it| it.1.parse().ok()).unwrap_or(1);
    let number = number.clamp(1, 10_000);
    let r = visit.read().await?;
    let all = message::all(&r, (SIZE + 1, SIZE * (number - 1))).await?;
    let mut main = web::heading(1, "Notices");
    if all.is_empty() {
        main = main.html(&web::paragraph("There is no notice for you."));
    }
    if all.iter().any(|it| it.read_at.is_none()) {
        main = main.html(&mark(&visit, None, "Mark all as read"));
    }
    let shown = all.iter().take(usize::try_from(SIZE).unwrap_or(50));
    let items: Result<Vec<Html>, Refused> = shown.map(|it| one(&visit, &r, it)).collect();
    main = main.html(&web::list(items?));
    let last = if all.len() > usize::try_from(SIZE).unwrap_or(50) { number + 1 } else { number };
    if last > 1 {
        let (number, last) = (u64::try_from(number).unwrap_or(1), u64::try_from(last).unwrap_or(1));
        main = main.html(&web::pages(number, last, |nth| format!("/notices?page={nth}")));
    }
    visit.show(r, &visit.page("Notices"), &main).await
}

/// A notice in a line: what it says leads to what it is about.
pub(crate) fn line(r: &Reading, it: &Notice) -> Result<Html, Refused> {
    let said = it.said(r)?.subject;
    let words = if it.link.is_empty() { web::text(&said) } else { web::link(&Link::to(&it.link, &said)) };
    Ok(words.text(&format!(", {}", it.made.words())))
}

fn one(visit: &Visit, r: &Reading, it: &Notice) -> Result<Html, Refused> {
    let line = line(r, it)?;
    Ok(match it.read_at {
        Some(_) => line,
        None => line.text(" ").html(&web::tag("New", Colour::Plain)).html(&mark(visit, Some(it), "Mark as read")),
    })
}

fn mark(visit: &Visit, it: Option<&Notice>, words: &str) -> Html {
    let id = it.map(|it| it.id.to_string()).unwrap_or_default();
    let button = web::button(&Button { text: words, tone: Tone::Secondary, ..Button::default() });
    Html::new()
        .raw("<form method=\"post\" action=\"/notices\">")
        .html(&visit.form_start())
        .html(&web::hidden("notice", &id))
        .html(&button)
        .raw("</form>")
}

/// Marks one, or all, as read.
///
/// # Errors
/// Why it was refused.
pub async fn read(visit: Visit, posted: Posted) -> Answer {
    let notice = match posted.raw("notice") {
        "" => None,
        typed => Some(typed.parse().map_err(|_| Refused::NotFound)?),
    };
    visit.act(posted.key(), ReadNotices { notice }).await?;
    Ok(visit.see_other("/notices", ""))
}

/// A notice.
#[derive(Serialize, JsonSchema)]
pub struct NoticeRow {
    /// Its id.
    pub id: message::NoticeId,
    /// What it says.
    pub words: String,
    /// What it is about.
    pub reference: kernel::Reference,
    /// The page to which it leads; empty for none.
    pub link: String,
    /// When it was made.
    pub made: kernel::Ts,
    /// When it was read.
    pub read: Option<kernel::Ts>,
}

/// One's own notices as JSON.
///
/// # Errors
/// When the store refuses.
pub async fn api(visit: Visit, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    let pages = Pages::asked(&questions, SIZE);
    let r = visit.read().await?;
    let total = message::many(&r).await?;
    let mut rows = Vec::new();
    for it in message::all(&r, pages.part()).await? {
        let words = it.said(&r)?.subject;
        rows.push(NoticeRow {
            id: it.id,
            words,
            reference: it.reference,
            link: it.link,
            made: it.made,
            read: it.read_at,
        });
    }
    visit.json(r, &pages.listing(rows, total)).await
}
