//! The side of a person's page: what one can do, the latest entries, and the record as we knew it on a day.

use door::Reading;
use kernel::{Day, Refused};
use person::Person;
use policy::action;
use room::Visit;
use web::{Html, Input, Link, Tone};

use super::one::side_link;

/// How many entries stand beside the record.
const LATEST: i64 = 5;

/// Draws it.
pub(super) async fn aside(visit: &Visit, r: &Reading, it: &Person, on: Option<Day>) -> Result<Html, Refused> {
    let mut out = Html::new();
    if on.is_none() {
        out = out.html(&doings(r, it).await?);
    }
    let latest = latest(visit, r, it, on).await?;
    Ok(out.html(&latest).html(&then(it, on)))
}

async fn doings(r: &Reading, it: &Person) -> Result<Html, Refused> {
    let at = |end: &str| format!("/people/{}/{end}", it.reference);
    let mut out = Html::new();
    if r.could_to(action::WRITE_NOTE, it.id).await? {
        out = out.html(&web::link_button(&at("note"), "Write a note", Tone::Main));
    }
    if r.could_to(action::CHANGE_PERSON, it.id).await? {
        out = out.html(&side_link(&at("warning"), "Add a warning"));
    }
    let mut links = Vec::new();
    if r.could_to(action::MERGE_PERSONS, it.id).await? {
        links.push(web::link(&Link::to(&at("merge"), "Merge with another record")));
        links.push(web::link(&Link::to(&at("link"), "Say that another record may be the same person, or is not")));
    }
    if r.could_to(action::RESTRICT_PERSON, it.id).await? {
        links.push(web::link(&Link::to(&at("restrict"), "Restrict who sees this record")));
    }
    if r.could(action::DECLARE_CONFLICT) {
        links.push(web::link(&Link::to(&at("conflict"), "Declare a conflict of interest")));
    }
    Ok(if links.is_empty() { out } else { out.html(&web::list(links)) })
}

async fn latest(visit: &Visit, r: &Reading, it: &Person, on: Option<Day>) -> Result<Html, Refused> {
    let asked = entry::Asked { known_at: on.map(Day::end), ..entry::Asked::default() };
    let listed = entry::history(r, it.id, &asked, entry::Order::Newest, (LATEST, 0)).await?;
    if listed.rows.is_empty() {
        return Ok(Html::new());
    }
    let one = |entry: &entry::Entry| {
        let href = format!("/people/{}/entries/{}", it.reference, entry.id);
        let agency = visit.catalogue.agency(&entry.agency).map_or(entry.agency.as_str(), |it| it.name.as_str());
        let words = format!("{} · {agency}", entry.happened.day().words());
        web::link(&Link::to(&href, &entry.called())).raw("<br>").text(&words)
    };
    let all = format!("/people/{}/chronology", it.reference);
    let words = match listed.total {
        1 => "The chronology".to_owned(),
        many => format!("All {many} entries of the chronology"),
    };
    Ok(web::heading(2, "Latest")
        .html(&web::list(listed.rows.iter().map(one)))
        .html(&web::link_line(&Link::to(&all, &words))))
}

fn then(it: &Person, on: Option<Day>) -> Html {
    let value = on.map(|it| it.to_string()).unwrap_or_default();
    let day = web::input(&Input {
        name: "on",
        label: "As we knew it on a day",
        hint: "For example, 27/3/2026",
        value: &value,
        width: 10,
        ..Input::default()
    });
    let show = web::button(&web::Button { text: "Show", tone: Tone::Secondary, ..web::Button::default() });
    Html::new()
        .raw("<form method=\"get\"")
        .attr("action", &format!("/people/{}", it.reference))
        .raw(">")
        .html(&day)
        .html(&show)
        .raw("</form>")
}
