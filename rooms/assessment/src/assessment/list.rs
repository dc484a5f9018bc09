//! Assessments as a list: by state and instrument, and as the list behind a number of the indicators.

use std::collections::HashMap;

use axum::extract::Query as Ask;
use door::{Action, Listed, Query, Reading, args};
use kernel::{Day, Refused};
use person::Person;
use policy::action;
use room::{Answer, Visit};
use web::{Choice, Column, Filter, FilterTag, Link, List, Place, Select, Typed};

use super::Assessment;
use super::parts::{disability, persons};

/// Rows a page.
pub(super) const SIZE: i64 = 25;

const STATES: [(&str, &str); 6] = [
    ("all", "All"),
    ("begun", "Being written"),
    ("proposed", "Waiting for a manager"),
    ("returned", "Returned to the worker"),
    ("authorised", "Authorised"),
    ("withdrawn", "Withdrawn"),
];
const DISABLED: [(&str, &str); 4] =
    [("any", "Any"), ("yes", "With a disability or learning need"), ("no", "Without"), ("unknown", "Not known")];

/// Assessments in which an item was found, or rated so at least.
const FOUND: &str = "EXISTS (SELECT 1 FROM assessment_answer a
    WHERE a.proposal = t.proposal AND a.item = {} AND a.present = {})";
const RATED: &str = "EXISTS (SELECT 1 FROM assessment_answer a
    WHERE a.proposal = t.proposal AND a.item = {} AND a.rating >= {})";

/// What a list is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// A state, or `all`.
    pub state: String,
    /// An instrument; empty for any.
    pub instrument: String,
    /// `yes`, `no`, `unknown`, or `any`.
    pub disabled: String,
    /// An item in which something was found; empty for any.
    pub item: String,
    /// With at least this rating.
    pub least: Option<i64>,
    /// Assessed from this day on.
    pub from: Option<Day>,
    /// Assessed up to and with this day.
    pub to: Option<Day>,
}

impl Wanted {
    /// Reads an address; what is not known is not followed.
    #[must_use]
    pub fn of(questions: &[(String, String)]) -> Self {
        let get = |name: &str| questions.iter().find(|it| it.0 == name).map_or("", |it| it.1.trim());
        let known = |all: &[(&str, &str)], typed: &str, usual: &str| {
            all.iter().find(|it| it.0 == typed).map_or(usual, |it| it.0).to_owned()
        };
        Self {
            state: known(&STATES, get("state"), "all"),
            instrument: get("instrument").to_owned(),
            disabled: known(&DISABLED, get("disability"), "any"),
            item: get("item").to_owned(),
            least: get("least").parse().ok(),
            from: web::parse_day(get("from")),
            to: web::parse_day(get("to")),
        }
    }

    /// Its address, without one of its filters.
    #[must_use]
    pub fn address(&self, without: &str) -> String {
        let least = self.least.map(|it| it.to_string()).unwrap_or_default();
        let [from, to] = [self.from, self.to].map(|it| it.map(|it| it.to_string()).unwrap_or_default());
        let all = [
            ("state", if self.state == "all" { "" } else { self.state.as_str() }),
            ("instrument", self.instrument.as_str()),
            ("disability", if self.disabled == "any" { "" } else { self.disabled.as_str() }),
            ("item", self.item.as_str()),
            ("least", least.as_str()),
            ("from", from.as_str()),
            ("to", to.as_str()),
        ];
        let pairs: Vec<(&str, &str)> = all.into_iter().filter(|it| !it.1.is_empty() && it.0 != without).collect();
        web::address("/assessments", &pairs)
    }

    /// What one must be allowed: the list behind a number is its own question.
    fn action(&self) -> Action {
        if self.item.is_empty() { action::SEE_RECORD } else { action::SEE_LISTS_BEHIND }
    }

    /// Narrows the assessments of a list or a count.
    pub(crate) fn narrow(&self, q: Query) -> Query {
        let text = |it: &String, usual: &str| (!it.is_empty() && it != usual).then(|| it.clone());
        let q = q
            .and_if("c.state = {}", text(&self.state, "all"))
            .and_if("t.instrument = {}", text(&self.instrument, ""))
            .and_if("t.disabled = {}", text(&self.disabled, "any"))
            .and_if("t.assessed_on >= {}", self.from)
            .and_if("t.assessed_on <= {}", self.to);
        match (text(&self.item, ""), self.least) {
            (Some(item), Some(least)) => q.and(RATED, args![item, least]),
            (Some(item), None) => q.and(FOUND, args![item, true]),
            (None, _) => q,
        }
    }

    /// A part of the list, the latest first.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn page(&self, r: &Reading, part: (i64, i64)) -> Result<Listed<Assessment>, Refused> {
        const FROM: &str = "FROM assessment t JOIN case_state c ON c.subject = t.id";
        let order = "ORDER BY t.begun DESC, t.id DESC";
        r.page::<Assessment>(self.action(), FROM, |q| self.narrow(q), order, part).await
    }
}

/// A row of the list.
pub(crate) struct Line {
    pub it: Assessment,
    pub person: Option<Person>,
    pub state: String,
}

impl Line {
    /// Where it stands, in words.
    pub(crate) fn state_words(&self) -> &'static str {
        STATES.iter().find(|one| one.0 == self.state).map_or("", |one| one.1)
    }
}

/// The rows with whom they are about and where they stand.
pub(crate) async fn lines(r: &Reading, rows: Vec<Assessment>) -> Result<Vec<Line>, Refused> {
    let people = persons(r, rows.iter().map(|it| it.person).collect()).await?;
    let ids = rows.iter().map(|it| kernel::Value::Uuid(it.id.0)).collect();
    let states = Query::new("SELECT subject, state FROM case_state", vec![]).among("subject", ids);
    let states: HashMap<uuid::Uuid, String> = match rows.is_empty() {
        true => HashMap::new(),
        false => r.plain_find::<(uuid::Uuid, String)>(states).await?.into_iter().collect(),
    };
    Ok(rows
        .into_iter()
        .map(|it| Line {
            person: people.get(&it.person).cloned(),
            state: states.get(&it.id.0).cloned().unwrap_or_default(),
            it,
        })
        .collect())
}

fn level(it: Option<i64>) -> String {
    it.map_or_else(String::new, |it| it.to_string())
}

fn columns(visit: &Visit) -> Vec<Column<Line>> {
    let c = visit.catalogue.clone();
    let state = |it: &Line| it.state_words().to_owned();
    vec![
        Column::of("reference", "Reference", |it: &Line| it.it.reference.to_string())
            .drawn(|it: &Line| web::link(&Link::to(&it.it.page(), &it.it.reference.to_string()))),
        Column::of("about", "About", |it: &Line| it.person.as_ref().map(Person::name).unwrap_or_default()),
        Column::of("instrument", "Instrument", |it: &Line| it.it.instrument.clone()),
        Column::of("state", "State", state),
        Column::of("proposed", "Proposed", |it: &Line| level(it.it.proposed_level)),
        Column::of("authorised", "Authorised", |it: &Line| level(it.it.authorised_level)),
        Column::of("disability", "Disability and learning need", move |it: &Line| disability(&c, &it.it)),
        Column::of("worker", "Worker", |it: &Line| it.it.worker_shown.clone()),
        Column::of("begun", "Begun", |it: &Line| it.it.begun.day().words()),
    ]
}

/// The assessments that the reader may see.
///
/// # Errors
/// When the store refuses.
pub async fn list(visit: Visit, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    let wanted = Wanted::of(&questions);
    let columns = columns(&visit);
    let place = Place::asked(&questions, &columns, "-begun", SIZE.unsigned_abs());
    let r = visit.read().await?;
    let offset = i64::try_from(place.skip()).unwrap_or_default();
    let page = wanted.page(&r, (SIZE, offset)).await?;
    let rows = lines(&r, page.rows).await?;
    let set = set(&visit, &wanted);
    let typed = Typed::blank()
        .with("state", wanted.state.as_str())
        .with("instrument", wanted.instrument.as_str())
        .with("disability", wanted.disabled.as_str());
    let mut instruments: Vec<(&str, &str)> = vec![("", "Any")];
    instruments.extend(visit.catalogue.instruments.iter().map(|it| (it.id.as_str(), it.title.as_str())));
    instruments.dedup_by_key(|it| it.0);
    let select = |name, label, all: Vec<Choice<'static>>| web::select(&Select::of(&typed, name, label, all));
    let fields = select("state", "State", Choice::all(STATES))
        .html(&web::select(&Select::of(&typed, "instrument", "Instrument", Choice::all(instruments))))
        .html(&select("disability", "Disability and learning need", Choice::all(DISABLED)));
    let tag = |it: &'_ (String, &'static str, String)| (it.0.clone(), it.1, it.2.clone());
    let set: Vec<(String, &'static str, String)> = set.iter().map(tag).collect();
    let filter = Filter {
        action: "/assessments",
        fields,
        set: set.iter().map(|it| FilterTag { what: it.1, text: &it.2, remove: &it.0 }).collect(),
        clear: "/assessments",
        ..Filter::default()
    };
    let list = web::list_of(&List {
        of: ("assessment", "assessments"),
        columns: &columns,
        rows: &rows,
        total: u64::try_from(page.total).unwrap_or_default(),
        place: &place,
        address: &wanted.address(""),
        filter: Some(filter),
        empty: "There is no such assessment that you may see.",
        exports: &[],
    });
    let mut main = web::heading(1, "Exploitation assessments");
    if visit.door().policy().ever(&visit.acting.principal, action::SEE_LISTS_BEHIND) {
        main = main.html(&web::link_line(&Link::to("/assessments/indicators", "How often each indicator is found")));
    }
    visit.show(r, &visit.page("Exploitation assessments").below("/assessments").wide(), &main.html(&list)).await
}

/// The filters that are set, each with the address that takes it away.
fn set(visit: &Visit, wanted: &Wanted) -> Vec<(String, &'static str, String)> {
    let label = |all: &[(&str, &str)], code: &str| all.iter().find(|it| it.0 == code).map_or("", |it| it.1).to_owned();
    let item = visit.catalogue.instruments.iter().flat_map(|it| &it.sections).flat_map(|it| &it.items);
    let item = item.into_iter().find(|it| it.id == wanted.item).map_or(wanted.item.clone(), |it| it.title.clone());
    let least = wanted.least.map(|it| format!("rated {it} or more")).unwrap_or_default();
    let days = [wanted.from, wanted.to].map(|it| it.map(Day::words).unwrap_or_default());
    let [from, to] = days;
    let all = [
        ("state", "State", if wanted.state == "all" { String::new() } else { label(&STATES, &wanted.state) }),
        ("instrument", "Instrument", wanted.instrument.clone()),
        (
            "disability",
            "Disability",
            if wanted.disabled == "any" { String::new() } else { label(&DISABLED, &wanted.disabled) },
        ),
        ("item", "Found", item),
        ("least", "Rating", least),
        ("from", "From", from),
        ("to", "To", to),
    ];
    let one = |it: (&str, &'static str, String)| (wanted.address(it.0), it.1, it.2);
    all.into_iter().filter(|it| !it.2.is_empty()).map(one).collect()
}
