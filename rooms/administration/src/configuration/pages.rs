//! What stands, which versions there were, and what each changed.

use axum::extract::Path;
use catalogue::{Catalogue, Dated};
use door::{Reading, args};
use kernel::{Day, Refused, Ts, UserId};
use policy::Principal;
use room::{Answer, Visit};
use web::{Html, Link, Row, SummaryList, Table};

use super::Configuration;

/// A version without its text.
pub(super) type Line = (i64, String, Ts, UserId);

pub(super) async fn by(r: &Reading, id: UserId) -> Result<String, Refused> {
    if id == Principal::HOUSE {
        return Ok("the first start".to_owned());
    }
    if id == Principal::OPERATOR {
        return Ok("the operator at the command line".to_owned());
    }
    crate::users::account(r, id).await.map(|it| it.shown_as)
}

/// What stands today, and every version.
///
/// # Errors
/// When the store refuses.
pub async fn standing(visit: Visit) -> Answer {
    let r = visit.read().await?;
    let versions: Vec<Line> = r
        .plain("SELECT nth, mark, applied, applied_by FROM configuration ORDER BY nth DESC LIMIT 200", args![])
        .await?;
    let mut rows = Vec::new();
    for (nth, mark, applied, applied_by) in &versions {
        let to = format!("/configuration/{nth}");
        rows.push(vec![
            web::link(&Link::to(&to, &format!("Version {nth}"))).into(),
            applied.words().as_str().into(),
            by(&r, *applied_by).await?.as_str().into(),
            mark.chars().take(12).collect::<String>().as_str().into(),
        ]);
    }
    let table = web::table(&Table {
        caption: "Versions, the one in force first",
        caption_classes: "govuk-table__caption--m",
        head: vec!["Version".into(), "Applied".into(), "By".into(), "Mark".into()],
        rows,
        first_is_head: true,
        classes: "govuk-table--small-text-until-tablet",
    });
    let main = web::heading(1, "Configuration")
        .html(&web::paragraph("Agencies, roles, clocks, codes, forms and words are files, checked and applied by the operator with “holdfast config”. What was made with an earlier version is read with that version."))
        .html(&web::heading(2, "What stands today"))
        .html(&stands(&visit.catalogue, r.now.day()))
        .html(&table);
    visit.show(r, &visit.page("Configuration").below("/configuration").wide(), &main).await
}

/// What a version changed.
///
/// # Errors
/// [`Refused::NotFound`] where there is no such version.
pub async fn version(visit: Visit, Path(nth): Path<i64>) -> Answer {
    let r = visit.read().await?;
    let found: Option<Configuration> = r.plain_one("SELECT * FROM configuration WHERE nth = $1", args![nth]).await?;
    let it = found.ok_or(Refused::NotFound)?;
    let title = format!("Configuration, version {nth}");
    let who = by(&r, it.applied_by).await?;
    let rows =
        vec![Row::of("Applied", it.applied.words()), Row::of("By", who.as_str()), Row::of("Mark", it.mark.as_str())];
    let main = web::heading(1, &title)
        .html(&web::summary_list(&SummaryList { rows, ..SummaryList::default() }))
        .html(&web::heading(2, "What it changed"))
        .html(&web::list(it.changes.0.iter().map(|it| web::text(it))))
        .html(&web::heading(2, "What stood on its first day"))
        .html(&stands(&it.catalogue()?, it.applied.day()));
    visit.show(r, &visit.page(title).below("/configuration").back("/configuration"), &main).await
}

/// One line for each entry that holds on a day, folded by kind.
fn stands(c: &Catalogue, on: Day) -> Html {
    standing_on(c, on).iter().map(|(what, lines)| folded(what, lines)).collect()
}

/// Code and words of each entry that holds on a day, by kind.
pub(super) fn standing_on(c: &Catalogue, on: Day) -> [(&'static str, Vec<(String, String)>); 8] {
    fn held<T: Dated>(all: &[T], on: Day) -> impl Iterator<Item = &T> {
        all.iter().filter(move |it| it.holds_on(on))
    }
    let agencies = held(&c.agencies, on).map(|it| (it.code.clone(), it.name.clone())).collect();
    let roles = held(&c.roles, on).map(|it| (it.code.clone(), it.label.clone())).collect();
    let posts = held(&c.posts, on).map(|it| (it.code.clone(), it.title.clone())).collect();
    let clocks = held(&c.clocks, on).map(|it| (it.id.clone(), clock_words(it))).collect();
    let codes = c.code_lists.iter().map(|it| (it.name.clone(), format!("{} codes", it.on(on).count()))).collect();
    let forms = held(&c.forms, on).map(|it| (it.id.clone(), format!("{}, version {}", it.title, it.version))).collect();
    let instruments =
        held(&c.instruments, on).map(|it| (it.id.clone(), format!("{}, version {}", it.title, it.version))).collect();
    let sharing = held(&c.sharing, on).map(|it| (it.agency.clone(), it.purpose.clone())).collect();
    [
        ("Agencies", agencies),
        ("Roles", roles),
        ("Posts", posts),
        ("Clocks", clocks),
        ("Code lists", codes),
        ("Forms", forms),
        ("Instruments", instruments),
        ("Sharing agreements", sharing),
    ]
}

fn clock_words(it: &catalogue::Clock) -> String {
    let length = it.length.as_ref().map_or_else(|| "no fixed length".to_owned(), catalogue::Length::words);
    let confirm = if it.confirm_locally() { "; confirm locally" } else { "" };
    format!("{}: {length}{confirm}", it.name)
}

fn folded(what: &str, lines: &[(String, String)]) -> Html {
    let rows = lines.iter().map(|(code, words)| vec![code.as_str().into(), words.as_str().into()]).collect();
    let table = web::table(&Table {
        caption: what,
        caption_classes: "govuk-visually-hidden",
        head: vec!["Code".into(), "Words".into()],
        rows,
        first_is_head: true,
        classes: "govuk-table--small-text-until-tablet",
    });
    web::details(&format!("{what}: {}", lines.len()), &table, false)
}
