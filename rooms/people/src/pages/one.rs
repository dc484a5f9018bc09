//! A person's page: who they are, statuses, whereabouts, people around, workers, warnings; as it is, or as we knew it on a
//! day; and the chronology across agencies.

use axum::extract::{Path, Query as Ask};
use door::Reading;
use kernel::{Day, Refused, Ts};
use person::{AsKnown, Person, TwoTimes, as_known, by_reference, label};
use policy::action;
use room::{Answer, Place, Visit};
use web::{Cell, Html, Link, Row, SummaryList, Table, Tone};

use super::find::{one_button, whom};
use super::reference;

/// The bar with the name, and the pages of the record.
pub(super) fn bar(visit: &Visit, it: &Person, current: &str) -> Html {
    let today = visit.now().day();
    let words = format!("{} · born {} ({}) · {}", it.name(), it.birth().words(), it.birth().age(today), it.reference);
    let at = |end: &str| format!("/people/{}{end}", it.reference);
    let all = [
        (at(""), "Overview"),
        (at("/chronology"), "Chronology"),
        (at("/history"), "Merges and history"),
        (at("/log"), "Who looked"),
    ];
    let links: Vec<Link<'_>> = all.iter().map(|it| Link::to(&it.0, it.1)).collect();
    web::identity_bar(&web::text(&words), &[]).html(&web::sub_navigation("Record", &at(current), &links))
}

fn days(it: &impl TwoTimes) -> String {
    let base = it.base();
    match (base.holds_from, base.holds_to) {
        (None, None) => String::new(),
        (Some(from), None) => format!("from {}", from.words()),
        (None, Some(to)) => format!("until {}", to.words()),
        (Some(from), Some(to)) => format!("{} to {}", from.words(), to.words()),
    }
}

/// The record, as it is or as it was known at the end of a day (`?on=2026-03-27`).
///
/// # Errors
/// Not found, also where one may not know of them.
pub async fn overview(visit: Visit, Path(typed): Path<String>, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    let r = visit.read().await?;
    let it = by_reference(&r, reference(&typed)?).await?;
    let on: Option<Day> = questions.iter().find(|it| it.0 == "on").and_then(|it| web::parse_day(&it.1));
    let at = on.map_or(r.now, Day::end);
    let known = as_known(&r, it.id, at).await?;
    let mut main = bar(&visit, &it, "");
    if let Some(day) = on {
        main = main.html(&web::inset_text(&web::text(&format!("As we knew it at the end of {}.", day.words()))));
    }
    main = main.html(&warnings(&known)).html(&who(&r, &known)).html(&parts(&visit, &r, &known));
    if on.is_none() {
        main = main.html(&panels(&visit, &r, it.id).await?).html(&doings(&visit, &r, &it).await?);
    }
    let page = visit.page(it.name()).below("/people").marked(kernel::Marking::Sensitive).wide();
    visit.show(r, &page, &main).await
}

async fn panels(visit: &Visit, r: &Reading, person: kernel::PersonId) -> Result<Html, Refused> {
    let mut all: Vec<_> =
        visit.house.rooms.iter().flat_map(|it| it.panels).filter(|it| it.place == Place::Person).collect();
    all.sort_by_key(|it| it.order);
    let mut out = Html::new();
    for it in all {
        out = out.html(&(it.draw)(visit, r, Some(person)).await?);
    }
    Ok(out)
}

fn warnings(it: &AsKnown) -> Html {
    let words = |it: &person::WarningNote| format!("{} (to be reviewed by {})", it.text, it.review.words());
    it.warnings.iter().filter(|it| it.holds_to.is_none()).map(|it| web::warning_text(&words(it))).collect()
}

fn who(r: &Reading, it: &AsKnown) -> Html {
    let Some(who) = &it.who else { return web::paragraph("Nothing was known of them then.") };
    let mut rows = Vec::new();
    for it in &who.identities {
        let birth = person::Birth { kind: it.birth_kind, day: it.birth_day, year: it.birth_year };
        let words = format!("{} {}, born {}, {}", it.forenames, it.surname, birth.words(), label(r, "sex", &it.sex));
        rows.push(Row::of("Name, birth date, sex", words));
    }
    for it in &who.names {
        rows.push(Row::of(
            "Other name",
            format!("{} {} ({}) {}", it.forenames, it.surname, label(r, "name-types", &it.kind), days(it)),
        ));
    }
    for it in &who.identifiers {
        let doubt = it.doubt.as_deref().map_or(String::new(), |it| format!(" – doubtful: {it}"));
        rows.push(Row::of("Number", format!("{} {}{doubt}", it.scheme, it.value)));
    }
    for it in &who.traits {
        let value = it.kind.list().map_or_else(|| it.value.clone(), |list| label(r, list, &it.value));
        rows.push(Row::of(it.kind.label(), format!("{value} {}", it.words)));
    }
    web::heading(2, "Who they are").html(&web::summary_list(&SummaryList { rows, ..SummaryList::default() }))
}

fn section(title: &str, rows: Option<Vec<[String; 3]>>) -> Html {
    let Some(rows) = rows else { return Html::new() };
    let out = web::heading(2, title);
    if rows.is_empty() {
        return out.html(&web::paragraph("Nothing is recorded."));
    }
    let rows = rows.into_iter().map(|it| it.into_iter().map(Cell::from).collect()).collect();
    let head = vec!["What".into(), "Details".into(), "When".into()];
    let caption_classes = "govuk-visually-hidden";
    out.html(&web::table(&Table { caption: title, caption_classes, head, rows, first_is_head: true, classes: "" }))
}

fn parts(visit: &Visit, r: &Reading, it: &AsKnown) -> Html {
    let statuses = it.statuses.as_ref().map(|all| {
        let of = |it: &person::PersonStatus| {
            let category = person::category_list(&it.status).zip(it.category.as_deref());
            let category = category.map_or(String::new(), |(list, code)| label(r, list, code));
            let legal = it.legal_status.as_deref().map_or(String::new(), |code| label(r, "legal-status", code));
            let all = [category, legal, it.responsible_authority.clone(), it.note.clone()];
            let details: Vec<_> = all.into_iter().filter(|it| !it.is_empty()).collect();
            [label(r, "statuses", &it.status), details.join("; "), days(it)]
        };
        all.iter().map(of).collect()
    });
    let addresses = it.addresses.as_ref().map(|all| {
        let of = |it: &person::Address| {
            let postcode = person::identifiers::postcode_display(&it.postcode);
            let all = [&it.provider, &it.house, &it.street, &it.locality, &it.town, &postcode, &it.placing_authority];
            let words: Vec<_> = all.into_iter().filter(|it| !it.is_empty()).cloned().collect();
            [it.kind.label().to_owned(), words.join(", "), days(it)]
        };
        all.iter().map(of).collect()
    });
    let contacts = it.contacts.as_ref().map(|all| {
        all.iter()
            .map(|it| [it.kind.label().to_owned(), format!("{} {} {}", it.value, it.service, it.note), days(it)])
            .collect()
    });
    let relations = it.relations.as_ref().map(|all| {
        let of = |it: &person::Relation| {
            let name = if it.name.is_empty() { "Has a record of their own" } else { &it.name };
            let words = format!(
                "{name}; parental responsibility: {}; lives with them: {}",
                it.responsibility.label(),
                it.lives_with.label()
            );
            [label(r, "relationship-types", &it.kind), words, days(it)]
        };
        all.iter().map(of).collect()
    });
    let worker = |it: &person::WorksWith| {
        [
            it.name.clone(),
            format!("{}, {}", label(r, "working-roles", &it.role), whom(visit, &it.agency, it.team.as_deref())),
            days(it),
        ]
    };
    section("Statuses and flags", statuses)
        .html(&section("Who works with them", Some(it.workers.iter().map(worker).collect())))
        .html(&section("Addresses and placements", addresses))
        .html(&section("How to reach them", contacts))
        .html(&section("People around them", relations))
}

async fn doings(visit: &Visit, r: &Reading, it: &Person) -> Result<Html, Refused> {
    let may = r.could_to(action::CHANGE_PERSON, it.id).await?;
    let allocates = r.could_to(action::ALLOCATE, it.id).await?;
    let at = |end: &str| format!("/people/{}/{end}", it.reference);
    let mut links = Vec::new();
    let mut add = |on: bool, end: &str, words: &str| {
        if on {
            links.push(web::link(&Link::to(&at(end), words)));
        }
    };
    add(may, "change", "Change name, birth date or sex");
    add(may, "status", "Add a status");
    add(may, "address", "Add an address or placement");
    add(may, "relation", "Add somebody around them");
    add(may, "warning", "Add a warning");
    add(allocates, "worker", "Say who works with them");
    let day = web::input(&web::Input {
        name: "on",
        label: "As we knew it on a day",
        hint: "Such as 2026-03-27",
        ..web::Input::default()
    });
    let then = Html::new()
        .raw("<form method=\"get\">")
        .html(&day)
        .html(&web::button(&web::Button { text: "Show", tone: Tone::Secondary, ..web::Button::default() }))
        .raw("</form>");
    let _ = visit;
    Ok(web::list(links).html(&then))
}

/// The chronology across agencies: filters by kind, agency and words, pages, print, CSV.
///
/// # Errors
/// Not found, also where one may not know of them.
pub async fn chronology(visit: Visit, Path(typed): Path<String>, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    const SIZE: i64 = 50;
    let get = |name: &str| questions.iter().find(|it| it.0 == name).map(|it| it.1.clone()).unwrap_or_default();
    let many = |name: &str| {
        questions.iter().filter(|it| it.0 == name && !it.1.is_empty()).map(|it| it.1.clone()).collect::<Vec<_>>()
    };
    let day = |name: &str| web::parse_day(&get(name));
    let r = visit.read().await?;
    let it = by_reference(&r, reference(&typed)?).await?;
    let known_at: Option<Ts> = day("on").map(Day::end);
    let (from, to) = (day("from").map(Day::start), day("to").map(Day::end));
    let what =
        entry::Asked { kinds: many("kind"), agencies: many("agency"), from, to, known_at, ..entry::Asked::default() };
    let number = get("page").parse::<i64>().unwrap_or(1).clamp(1, 100_000);
    let as_csv = get("as") == "csv";
    let order = if get("order") == "oldest" || as_csv { entry::Order::Oldest } else { entry::Order::Newest };
    let cut = if as_csv { (10_000, 0) } else { (SIZE, (number - 1) * SIZE) };
    let listed = entry::history(&r, it.id, &what, order, cut).await?;
    let authors = entry::authors(&r, &listed.rows).await?;
    let cells: Vec<[String; 9]> = listed.rows.iter().map(|it| entry::cells(it, &visit.catalogue, &authors)).collect();
    if as_csv {
        if !r.could(action::EXPORT) {
            return Err(Refused::MayNot("Your role does not export.".to_owned()).into());
        }
        let bytes = as_text(&cells);
        return visit.download(r, &format!("{}-chronology.csv", it.reference), "text/csv; charset=utf-8", bytes).await;
    }
    let rows = cells.into_iter().map(|it| it.into_iter().map(Cell::from).collect()).collect();
    let head = entry::COLUMNS.iter().map(|it| Cell::from(*it)).collect();
    let table = web::table(&Table { caption: "Chronology", head, rows, ..Table::default() });
    let last = u64::try_from((listed.total + SIZE - 1) / SIZE).unwrap_or(1).max(1);
    let base = format!("/people/{}/chronology", it.reference);
    let kept: Vec<(&str, &str)> =
        questions.iter().filter(|it| it.0 != "page").map(|it| (it.0.as_str(), it.1.as_str())).collect();
    let here = web::address(&base, &kept);
    let join = if here.contains('?') { '&' } else { '?' };
    let pages = web::pages(u64::try_from(number).unwrap_or(1), last, |n| format!("{here}{join}page={n}"));
    let csv = web::link(&Link::to(&format!("{here}{join}as=csv"), "Take out as CSV"));
    let main = bar(&visit, &it, "/chronology").html(&filters(&get)).html(&table).html(&pages).html(&csv);
    visit
        .show(
            r,
            &visit
                .page(format!("Chronology of {}", it.name()))
                .below("/people")
                .marked(kernel::Marking::Sensitive)
                .wide(),
            &main,
        )
        .await
}

fn filters(get: &impl Fn(&str) -> String) -> Html {
    let field = |name: &'static str, label: &'static str| {
        web::input(&web::Input { name, label, value: &get(name), width: 10, ..web::Input::default() })
    };
    let fields = field("from", "From").html(&field("to", "To")).html(&field("on", "As we knew it on"));
    let show = web::button(&web::Button { text: "Show", tone: Tone::Secondary, ..web::Button::default() });
    web::details("Filter", &Html::new().raw("<form method=\"get\">").html(&fields).html(&show).raw("</form>"), false)
}

fn as_text(cells: &[[String; 9]]) -> Vec<u8> {
    let line = |it: &mut dyn Iterator<Item = &str>| it.map(web::csv_cell).collect::<Vec<_>>().join(",");
    let mut out = line(&mut entry::COLUMNS.iter().copied());
    for it in cells {
        out.push_str("\r\n");
        out.push_str(&line(&mut it.iter().map(String::as_str)));
    }
    out.into_bytes()
}

/// Merges of this record, with what one may do about each, and the form for a new one.
///
/// # Errors
/// Not found, also where one may not know of them.
pub async fn history(visit: Visit, Path(typed): Path<String>) -> Answer {
    let r = visit.read().await?;
    let it = by_reference(&r, reference(&typed)?).await?;
    let members = person::members(&r, it.id, r.now).await?;
    let merges = person::merges(&r, &members).await?;
    let mut main = bar(&visit, &it, "/history").html(&web::heading(2, "Merges"));
    if merges.is_empty() {
        main = main.html(&web::paragraph("This record was never merged with another."));
    }
    for merge in &merges {
        let words = format!("{}: {} ({})", merge.asked_at.words(), merge.state.label(), merge.reason);
        let hidden = web::hidden("merge", &merge.id.to_string());
        let act = |to: &str, text: &str| one_button(&visit, to, &hidden, text, Tone::Secondary);
        main = main.html(&web::paragraph(&words));
        if merge.state.waits() {
            main = main.html(&act("/people/merges/confirm", "Confirm")).html(&act("/people/merges/undo", "Undo"));
        }
        if merge.state == person::MergeState::Confirmed {
            main = main.html(&act("/people/merges/apart", "Unmerge"));
        }
    }
    let names: Vec<person::Identity> = person::history(&r, &members).await?;
    let rows = names
        .iter()
        .map(|it| [format!("{} {}", it.forenames, it.surname), it.sex.clone(), it.recorded.words()])
        .collect();
    main = main.html(&section("Names and birth dates as recorded", Some(rows)));
    if r.could_to(action::MERGE_PERSONS, it.id).await? {
        let fields = web::input(&web::Input {
            name: "other",
            label: "Reference of the record that is the same person",
            ..web::Input::default()
        })
        .html(&web::input(&web::Input { name: "reason", label: "How do you know?", ..web::Input::default() }));
        let to = format!("/people/{}/merge", it.reference);
        main = main.html(&web::heading(2, "Merge")).html(&super::form(&visit, &to, &fields, "Merge into this record"));
    }
    visit.show(r, &visit.page("Merges and history").below("/people").marked(kernel::Marking::Sensitive), &main).await
}

/// Who looked at this record: for those who may see it.
///
/// # Errors
/// Not found, also where one may not see it.
pub async fn log(visit: Visit, Path(typed): Path<String>) -> Answer {
    const LOOKED: &str = "SELECT e.at, a.shown_as, e.action FROM ledger_person p JOIN ledger_entry e ON e.id = p.entry
        LEFT JOIN account a ON a.id = e.by_user WHERE p.person = $1 ORDER BY e.at DESC, e.id DESC LIMIT 200";
    let r = visit.read().await?;
    let it = by_reference(&r, reference(&typed)?).await?;
    r.may_see(action::SEE_LOOKED, it.id).await?;
    let rows: Vec<(Ts, Option<String>, String)> = r.plain(LOOKED, door::args![it.id]).await?;
    let rows = rows
        .into_iter()
        .map(|(at, who, what)| [who.unwrap_or_else(|| "The house".to_owned()), what, at.words()])
        .collect();
    let main = bar(&visit, &it, "/log").html(&section("Who looked, newest first", Some(rows)));
    visit.show(r, &visit.page("Who looked").below("/people"), &main).await
}
