//! Two people changed one record: the second sees both versions, field by field, and loses nothing.

use axum::http::StatusCode;
use door::{Reading, args};
use kernel::{Ts, UserId};
use person::{Birth, BirthKind, Person, label};
use room::{Answer, Posted, Visit};
use web::{Differs, Html, Tone};

use super::one;

/// What was typed of who somebody is, in the words of the record.
fn yours(r: &Reading, posted: &Posted) -> [(&'static str, String); 5] {
    let get = |name: &str| posted.raw(name).trim().to_owned();
    let day = posted.asked().day("birth.day", "").optional().it().flatten();
    let year = get("birth.year").parse().ok();
    let kind = get("birth.kind").parse().unwrap_or(BirthKind::Unknown);
    [
        ("Forenames", get("forenames")),
        ("Surname", get("surname")),
        ("What they like to be called", get("known_as")),
        ("Birth date", Birth { kind, day, year }.words()),
        ("Sex", label(r, "sex", &get("sex"))),
    ]
}

fn theirs(r: &Reading, it: &Person) -> [String; 5] {
    [it.forenames.clone(), it.surname.clone(), it.known_as.clone(), it.birth().words(), label(r, "sex", &it.sex)]
}

/// Who changed it last, and when.
async fn who(r: &Reading, it: &Person) -> Result<String, kernel::Refused> {
    const LAST: &str = "SELECT i.recorded_by, i.recorded FROM identity i WHERE i.person = $1 AND i.replaced_at IS NULL
        ORDER BY i.recorded DESC, i.id DESC LIMIT 1";
    const NAME: &str = "SELECT shown_as FROM account WHERE id = $1";
    let Some((by, at)) = r.plain_one::<(UserId, Ts)>(LAST, args![it.id]).await? else { return Ok(String::new()) };
    let name: Option<(String,)> = r.plain_one(NAME, args![by]).await?;
    let name = name.map_or_else(|| "Somebody".to_owned(), |it| it.0);
    Ok(format!("{name} changed this record on {}, after you opened it.", at.words()))
}

/// Both versions, with a button that saves one's own after all.
///
/// # Errors
/// When the store refuses.
pub(super) async fn both(visit: &Visit, r: Reading, it: &Person, posted: &Posted) -> Answer {
    let (yours, theirs) = (yours(&r, posted), theirs(&r, it));
    let rows: Vec<Differs<'_>> =
        yours.iter().zip(&theirs).map(|((label, yours), theirs)| Differs { label, yours, theirs }).collect();
    let at = format!("/people/{}/change", it.reference);
    let kept = posted.fields.iter().filter(|it| !matches!(it.0.as_str(), "csrf" | "key" | "version"));
    let again = Html::new()
        .raw("<form method=\"post\"")
        .attr("action", &at)
        .raw(">")
        .html(&visit.form_start())
        .each(kept, |h, (name, value)| h.html(&web::hidden(name, value)))
        .html(&web::hidden("version", &it.version.to_string()))
        .html(&web::button(&web::Button {
            text: "Save what I wrote after all",
            tone: Tone::Secondary,
            once: Some(true),
            ..web::Button::default()
        }))
        .raw("</form>");
    let shown = web::something_changed(&rows, &who(&r, it).await?, &at, &again);
    let main = one::bar(visit, it, "").html(&shown.main);
    let page = visit.page(shown.title.clone()).below("/people").marked(kernel::Marking::Sensitive);
    visit.show_as(r, StatusCode::CONFLICT, &page, &main).await
}
