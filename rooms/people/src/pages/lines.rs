//! What is recorded about somebody, line by line, in the words of the page: tables of the person's page, the page of one
//! line, and what waits after an unmerge all read the same.

use std::collections::HashMap;

use door::Reading;
use kernel::{PersonId, Refused};
use person::{AsKnown, DetailKind, Person, TwoTimes, label};
use room::Visit;
use uuid::Uuid;
use web::{Cell, Html, Link, Table};

use super::find::whom;

/// One line about somebody.
pub(crate) struct Line {
    pub kind: DetailKind,
    pub id: Uuid,
    pub what: String,
    pub details: String,
    /// The record of whom it is about, for those who may open it.
    pub record: Option<String>,
    pub when: String,
    /// Whether it holds no longer.
    pub over: bool,
}

/// From when to when, in words.
pub(super) fn days(it: &impl TwoTimes) -> String {
    let base = it.base();
    match (base.holds_from, base.holds_to) {
        (None, None) => String::new(),
        (Some(from), None) => format!("from {}", from.words()),
        (None, Some(to)) => format!("until {}", to.words()),
        (Some(from), Some(to)) => format!("{} to {}", from.words(), to.words()),
    }
}

/// The words that are there, one after the other.
fn joined(all: impl IntoIterator<Item = String>) -> String {
    all.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("; ")
}

fn named(what: &str, value: &str) -> String {
    if value.is_empty() { String::new() } else { format!("{what}: {value}") }
}

struct Reader<'a> {
    visit: &'a Visit,
    r: &'a Reading,
    today: kernel::Day,
    around: HashMap<PersonId, Person>,
}

impl Reader<'_> {
    fn line<T: TwoTimes>(&self, kind: DetailKind, it: &T, what: String, details: String) -> Line {
        let over = it.base().holds_to.is_some_and(|to| to < self.today);
        Line { kind, id: it.base().id, what, details, record: None, when: days(it), over }
    }

    fn status(&self, it: &person::PersonStatus) -> Line {
        let category = person::category_list(&it.status).zip(it.category.as_deref());
        let category = category.map_or(String::new(), |(list, code)| label(self.r, list, code));
        let legal = it.legal_status.as_deref().map_or(String::new(), |code| label(self.r, "legal-status", code));
        let details = joined([
            category,
            legal,
            named("responsible", &it.responsible_authority),
            named("placed by", &it.placing_authority),
            it.note.clone(),
            named("ended", &label(self.r, "cin-closure", &it.end_reason)),
        ]);
        self.line(DetailKind::Status, it, label(self.r, "statuses", &it.status), details)
    }

    fn address(&self, it: &person::Address) -> Line {
        let postcode = person::identifiers::postcode_display(&it.postcode);
        let place = [&it.provider, &it.house, &it.street, &it.locality, &it.town, &postcode];
        let place = place.into_iter().filter(|it| !it.is_empty()).cloned().collect::<Vec<_>>().join(", ");
        let details = joined([
            place,
            named("placed by", &it.placing_authority),
            named("responsible", &it.responsible_authority),
            named("not to be told to", &it.keep_from),
            named("doubtful", it.doubt.as_deref().unwrap_or("")),
        ]);
        self.line(DetailKind::Address, it, it.kind.label().to_owned(), details)
    }

    fn contact(&self, it: &person::ContactPoint) -> Line {
        let doubt = named("doubtful", it.doubt.as_deref().unwrap_or(""));
        let details = joined([format!("{} {}", it.value, it.service).trim().to_owned(), it.note.clone(), doubt]);
        self.line(DetailKind::Contact, it, it.kind.label().to_owned(), details)
    }

    fn relation(&self, it: &person::Relation) -> Line {
        let other = it.other.and_then(|other| self.around.get(&other));
        let name = match other {
            Some(other) => other.name(),
            None if it.name.is_empty() => "Has a record of their own".to_owned(),
            None => it.name.clone(),
        };
        let risk =
            |what: &str, it: person::YesNo| if it == person::YesNo::Yes { what.to_owned() } else { String::new() };
        let details = joined([
            name,
            it.birth.clone(),
            format!("parental responsibility: {}", it.responsibility.label().to_lowercase()),
            format!("lives with them: {}", it.lives_with.label().to_lowercase()),
            risk("a risk to the child", it.risk_to_child),
            risk("a risk to visiting staff", it.risk_to_staff),
            it.note.clone(),
        ]);
        let line = self.line(DetailKind::Relation, it, label(self.r, "relationship-types", &it.kind), details);
        Line { record: other.map(|other| format!("/people/{}", other.reference)), ..line }
    }

    fn worker(&self, it: &person::WorksWith) -> Line {
        let team = whom(self.visit, &it.agency, it.team.as_deref());
        let details = joined([label(self.r, "working-roles", &it.role), team, it.contact.clone()]);
        self.line(DetailKind::Worker, it, it.name.clone(), details)
    }

    fn number(&self, it: &person::PersonIdentifier) -> Line {
        let value = if it.scheme == "nhs" && it.value.len() == 10 {
            format!("{} {} {}", &it.value[..3], &it.value[3..6], &it.value[6..])
        } else {
            it.value.clone()
        };
        let details = joined([value, named("doubtful", it.doubt.as_deref().unwrap_or(""))]);
        self.line(DetailKind::Identifier, it, label(self.r, "identifiers", &it.scheme), details)
    }
}

/// The people around them who have a record that one may open: of anybody else the page says only that there is one.
async fn around(r: &Reading, known: &AsKnown) -> Result<HashMap<PersonId, Person>, Refused> {
    let mut all = HashMap::new();
    for other in known.relations.iter().flatten().filter_map(|it| it.other) {
        match person::by_id(r, other).await {
            Ok(found) => drop(all.insert(other, found)),
            Err(Refused::NotFound) => {}
            Err(e) => return Err(e),
        }
    }
    Ok(all)
}

/// Everything that is known, in the order of the page.
pub(crate) async fn lines(visit: &Visit, r: &Reading, known: &AsKnown) -> Result<Vec<Line>, Refused> {
    let of = Reader { visit, r, today: r.now.day(), around: around(r, known).await? };
    let mut all = Vec::new();
    if let Some(who) = &known.who {
        for it in &who.names {
            let name = format!("{} {}", it.forenames, it.surname).trim().to_owned();
            all.push(of.line(DetailKind::Name, it, label(r, "name-types", &it.kind), name));
        }
        all.extend(who.identifiers.iter().map(|it| of.number(it)));
        for it in &who.traits {
            let value = it.kind.list().map_or_else(|| it.value.clone(), |list| label(r, list, &it.value));
            let said = named("said by", &label(r, "ethnicity-said-by", &it.said_by).to_lowercase());
            all.push(of.line(
                DetailKind::Trait,
                it,
                it.kind.label().to_owned(),
                joined([value, it.words.clone(), said]),
            ));
        }
    }
    all.extend(known.statuses.iter().flatten().map(|it| of.status(it)));
    all.extend(known.workers.iter().map(|it| of.worker(it)));
    all.extend(known.addresses.iter().flatten().map(|it| of.address(it)));
    all.extend(known.contacts.iter().flatten().map(|it| of.contact(it)));
    all.extend(known.relations.iter().flatten().map(|it| of.relation(it)));
    for it in &known.warnings {
        let review = format!("to be looked at again by {}", it.review.words());
        all.push(of.line(DetailKind::Warning, it, "Warning".to_owned(), joined([it.text.clone(), review])));
    }
    Ok(all)
}

/// A table of some kinds of lines: what holds first, what is over after it. `at` leads to the page of one line for those
/// who may change it; `add` stands below.
pub(super) fn section(
    title: &str,
    lines: &[Line],
    kinds: &[DetailKind],
    at: Option<&str>,
    add: &[(String, &str)],
) -> Html {
    let mut some: Vec<&Line> = lines.iter().filter(|it| kinds.contains(&it.kind)).collect();
    some.sort_by_key(|it| it.over);
    let mut out = web::heading(2, title);
    if some.is_empty() {
        out = out.html(&web::paragraph("Nothing is recorded."));
    } else {
        out = out.html(&table(title, &some, at));
    }
    let links = add.iter().map(|(href, words)| web::link(&Link::to(href, words)));
    if add.is_empty() {
        out
    } else {
        out.raw("<p class=\"govuk-body\">").each(links, |h, it| h.html(&it).raw(" &ensp; ")).raw("</p>")
    }
}

/// The details of somebody around them: the name, which stands first, leads to their own record.
fn opens(href: &str, details: &str) -> Html {
    let (name, rest) = details.split_at(details.find(';').unwrap_or(details.len()));
    web::link(&Link::to(href, name)).text(rest)
}

fn table(title: &str, some: &[&Line], at: Option<&str>) -> Html {
    let row = |it: &&Line| {
        let over = it.over.then(|| web::tag("Ended", web::Colour::Grey));
        let when = web::text(&it.when).html(&over.map_or_else(Html::new, |it| Html::new().raw(" ").html(&it)));
        let details = it.record.as_ref().map_or_else(|| web::text(&it.details), |href| opens(href, &it.details));
        let mut cells = vec![Cell::from(it.what.as_str()), Cell::from(details), Cell::from(when)];
        if let Some(at) = at {
            let href = format!("{at}/details/{}/{}", it.kind.as_str(), it.id);
            let hidden = format!("{}, {}", it.what.to_lowercase(), it.details);
            cells.push(Cell::from(web::link(&Link { href: &href, text: "Change", hidden: &hidden })));
        }
        cells
    };
    let mut head: Vec<Cell> = vec!["What".into(), "Details".into(), "When".into()];
    if at.is_some() {
        head.push(Cell::from(Html::new().raw("<span class=\"govuk-visually-hidden\">Change</span>")));
    }
    let rows = some.iter().map(row).collect();
    let classes = "govuk-table--small-text-until-tablet";
    let drawn = web::table(&Table {
        caption: title,
        caption_classes: "govuk-visually-hidden",
        head,
        rows,
        first_is_head: true,
        classes,
    });
    web::scrolling(title, &drawn)
}
