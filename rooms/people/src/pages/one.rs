//! A person's page: who they are, statuses, whereabouts, people around, workers, warnings; as it is, or as we knew it on a
//! day; what is due, and what happened last.

use axum::extract::{Path, Query as Ask};
use door::Reading;
use kernel::{Day, Refused};
use person::DetailKind as Kind;
use person::{AsKnown, Person, as_known, by_reference, label};
use policy::action;
use room::{Answer, Place, Visit};
use web::{Colour, Html, Link, Row, Says, SummaryList, Tone};

use super::lines::{Line, lines, section};
use super::reference;

/// The bar with the name, and the pages of the record.
pub(super) fn bar(visit: &Visit, it: &Person, current: &str) -> Html {
    let today = visit.now().day();
    let words = format!("{} · born {} ({}) · {}", it.name(), it.birth().words(), it.birth().age(today), it.reference);
    let at = |end: &str| format!("/people/{}{end}", it.reference);
    let mut all = vec![(at(""), "Overview"), (at("/chronology"), "Chronology"), (at("/history"), "Merges and history")];
    if visit.door().policy().ever(&visit.acting.principal, action::SEE_LOOKED) {
        all.push((format!("/looked/{}", it.reference), "Who looked"));
    }
    let links: Vec<Link<'_>> = all.iter().map(|it| Link::to(&it.0, it.1)).collect();
    web::identity_bar(&web::text(&words), &[]).html(&web::sub_navigation("Record", &at(current), &links))
}

/// The record, as it is or as it was known at the end of a day (`?on=2026-03-27`).
///
/// # Errors
/// Not found, also where one may not know of them.
pub async fn overview(visit: Visit, Path(typed): Path<String>, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    let r = visit.read().await?;
    let it = by_reference(&r, reference(&typed)?).await?;
    let asked = questions.iter().find(|it| it.0 == "on" && !it.1.trim().is_empty());
    let on: Option<Day> = asked.and_then(|it| web::parse_day(&it.1));
    let at = on.map_or(r.now, Day::end);
    let known = as_known(&r, it.id, at).await?;
    let mut main = bar(&visit, &it, "").html(&web::heading(1, &it.name()));
    if asked.is_some() && on.is_none() {
        main = main.html(&web::warning_text("That is not a day. The record is shown as it is."));
    }
    if let Some(day) = on {
        let words = format!("As we knew it at the end of {}. ", day.words());
        let back = web::link(&Link::to(&format!("/people/{}", it.reference), "Show it as it is now"));
        main = main.html(&web::inset_text(&web::text(&words).html(&back)));
    }
    let all = lines(&visit, &r, &known).await?;
    let may = on.is_none() && r.could_to(action::CHANGE_PERSON, it.id).await?;
    let mut left = warnings(&r, &it, &known, may).html(&who(&r, &it, &known, &all, may));
    if on.is_none() {
        left = left.html(&panels(&visit, &r, it.id, ..LAST).await?);
    }
    left = left.html(&parts(&r, &it, &known, &all, on.is_none()).await?);
    if on.is_none() {
        left = left.html(&panels(&visit, &r, it.id, LAST..).await?);
    }
    let right = super::aside::aside(&visit, &r, &it, on).await?;
    main = main
        .raw("<div class=\"govuk-grid-row\"><div class=\"govuk-grid-column-two-thirds\">")
        .html(&left)
        .raw("</div><div class=\"govuk-grid-column-one-third\">")
        .html(&right)
        .raw("</div></div>");
    let page = visit.page(it.name()).below("/people").marked(kernel::Marking::Sensitive).wide();
    visit.show(r, &page, &main).await
}

/// Panels from here on stand below the record itself: who looked at it.
const LAST: u8 = 90;

async fn panels(
    visit: &Visit,
    r: &Reading,
    person: kernel::PersonId,
    orders: impl std::ops::RangeBounds<u8>,
) -> Result<Html, Refused> {
    let of_person = |it: &&room::Panel| it.place == Place::Person && orders.contains(&it.order);
    let mut all: Vec<_> = visit.house.rooms.iter().flat_map(|it| it.panels).filter(of_person).collect();
    all.sort_by_key(|it| it.order);
    let mut out = Html::new();
    for it in all {
        out = out.html(&(it.draw)(visit, r, Some(person)).await?);
    }
    Ok(out)
}

fn warnings(r: &Reading, whom: &Person, known: &AsKnown, may: bool) -> Html {
    let today = r.now.day();
    let one = |h: Html, it: &person::WarningNote| {
        let due = if it.review < today { "should have been looked at again by" } else { "to be looked at again by" };
        let words = web::text(&it.text).raw("<br>").text(&format!("({due} {})", it.review.words()));
        let href = format!("/people/{}/details/warning/{}", whom.reference, it.id);
        let link = web::link(&Link { href: &href, text: "Look at it again", hidden: &it.text });
        h.html(&web::banner(Says::Warning, &it.text, &words.when(may, |h| h.raw("<br>").html(&link))))
    };
    Html::new().each(known.warnings.iter().filter(|it| it.holds_to.is_none_or(|to| to >= today)), one)
}

/// Codes of statuses that stand as badges beside the name.
fn badges(r: &Reading, known: &AsKnown) -> Html {
    let today = r.now.day();
    let hold = known.statuses.iter().flatten().filter(|it| it.base_holds(today));
    let one = |h: Html, it: &person::PersonStatus| {
        h.html(&web::tag(&label(r, "statuses", &it.status), Colour::Plain)).raw(" ")
    };
    let restricted = known.restrictions.iter().any(|it| person::TwoTimes::base(it).holds_on(today));
    let out = Html::new().each(hold, one).when(restricted, |h| h.html(&web::tag("Restricted", Colour::Red)));
    if out.is_empty() { out } else { Html::new().raw("<p class=\"govuk-body\">").html(&out).raw("</p>") }
}

trait Holds {
    fn base_holds(&self, day: Day) -> bool;
}
impl Holds for person::PersonStatus {
    fn base_holds(&self, day: Day) -> bool {
        person::TwoTimes::base(self).holds_on(day)
    }
}

fn who(r: &Reading, whom: &Person, known: &AsKnown, all: &[Line], may: bool) -> Html {
    let Some(who) = &known.who else { return web::paragraph("Nothing was known of them then.") };
    let today = known.at.day();
    let mut rows = Vec::new();
    let change = format!("/people/{}/change", whom.reference);
    for (nth, it) in who.identities.iter().enumerate() {
        let birth = person::Birth { kind: it.birth_kind, day: it.birth_day, year: it.birth_year };
        let name = format!("{} {}", it.forenames, it.surname);
        let mut name = Row::of(if nth == 0 { "Name" } else { "Name on the record merged in" }, name.trim());
        if may && nth == 0 {
            name = name.action(Link { href: &change, text: "Change", hidden: "name, birth date or sex" });
        }
        rows.push(name);
        if !it.known_as.is_empty() {
            rows.push(Row::of("Called", it.known_as.as_str()));
        }
        rows.push(Row::of("Born", format!("{} ({})", birth.words(), birth.age(today))));
        rows.push(Row::of("Sex", label(r, "sex", &it.sex)));
        if let Some(died) = it.died {
            rows.push(Row::of("Died", died.words()));
        }
    }
    let at = format!("/people/{}", whom.reference);
    let list = web::summary_list(&SummaryList { rows, ..SummaryList::default() });
    let kinds = [Kind::Name, Kind::Identifier, Kind::Trait];
    let add = [
        (format!("{at}/name"), "Add a name"),
        (format!("{at}/number"), "Add a number"),
        (format!("{at}/trait"), "Add ethnicity, language or another trait"),
    ];
    let more = all.iter().any(|it| kinds.contains(&it.kind)) || may;
    let more = if more {
        section(
            "Other names, numbers and traits",
            all,
            &kinds,
            may.then_some(at.as_str()),
            if may { &add } else { &[] },
        )
    } else {
        Html::new()
    };
    badges(r, known).html(&web::heading(2, "Who they are")).html(&list).html(&more)
}

/// The parts of the record that the reader may see.
async fn parts(r: &Reading, whom: &Person, known: &AsKnown, all: &[Line], now: bool) -> Result<Html, Refused> {
    let may = now && r.could_to(action::CHANGE_PERSON, whom.id).await?;
    let allocates = now && r.could_to(action::ALLOCATE, whom.id).await?;
    let at = format!("/people/{}", whom.reference);
    let draw = |title: &str, kind: Kind, may: bool, end: &str, words: &str| {
        let add = [(format!("{at}/{end}"), words)];
        section(title, all, &[kind], may.then_some(at.as_str()), if may { &add } else { &[] })
    };
    let mut out = Html::new();
    if known.statuses.is_some() {
        out = out.html(&draw("Statuses and flags", Kind::Status, may, "status", "Add a status or flag"));
    }
    out = out.html(&draw("Who works with them", Kind::Worker, allocates, "worker", "Say who works with them"));
    out = out.html(&conflicts(r, known).await?);
    if known.addresses.is_some() {
        out = out
            .html(&draw("Addresses and placements", Kind::Address, may, "address", "Add an address or placement"))
            .html(&draw("How to reach them", Kind::Contact, may, "contact", "Add a telephone number or online name"));
    }
    if known.relations.is_some() {
        out = out.html(&draw("People around them", Kind::Relation, may, "relation", "Add somebody around them"));
    }
    Ok(out)
}

/// Who declared a conflict of interest and why, for those who allocate the work; nothing for anybody else.
async fn conflicts(r: &Reading, known: &AsKnown) -> Result<Html, Refused> {
    if known.conflicts.is_empty() {
        return Ok(Html::new());
    }
    let mut said = Vec::new();
    for it in &known.conflicts {
        said.push((super::merges::name(r, it.declared_by).await?, [it.why.clone(), super::lines::days(it)].join("; ")));
    }
    let rows = said.iter().map(|(who, why)| Row::of(who, why.as_str())).collect();
    let list = web::summary_list(&SummaryList { rows, ..SummaryList::default() });
    let words = "They see nothing of this person while it holds: give them no work about them.";
    Ok(web::heading(2, "Declared conflicts of interest").html(&web::paragraph(words)).html(&list))
}

/// A button that leads on, for the side of the page.
pub(super) fn side_link(href: &str, words: &str) -> Html {
    web::link_button(href, words, Tone::Secondary)
}
