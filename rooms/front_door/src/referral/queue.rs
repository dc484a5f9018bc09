//! The queue: who owns what, how long it waits, when it is due; filters that stand in the address, kept searches, CSV.

use std::collections::HashMap;

use axum::extract::Query as Ask;
use door::{Listed, Query, Reading, args};
use kernel::{Refused, Ts};
use policy::action;
use room::{Answer, Posted, Visit};
use uuid::Uuid;
use web::{Button, Choice, Colour, Column, Filter, FilterTag, Html, Link, List, Place, Select, Tone, Typed};

use super::kept::{self, KeepQueue, ThrowQueue};
use super::{Referral, State};

/// Rows a page.
pub(super) const SIZE: i64 = 25;
/// The most rows that leave at once: a list of more persons needs a second person.
const MOST: i64 = 200;
/// The form whose referrals have a queue of their own.
pub(super) const ADULT: &str = "adult-concern";

/// Which referrals are asked for. Everything in it may stand in an address: no name, no free text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// A state, or `all`; else those that wait.
    pub state: String,
    /// `me`, `nobody`, `others`; else any.
    pub owner: String,
    /// `urgent`; else any.
    pub urgency: String,
    /// `day`, `week`: waiting for longer than that; else any.
    pub age: String,
    /// Concerns about adults instead of referrals of children.
    pub adults: bool,
}

const STATES: [(&str, &str); 5] = [
    ("received", "Waiting for a decision"),
    ("decided", "Decided"),
    ("added", "Added to an open referral"),
    ("withdrawn", "Withdrawn"),
    ("all", "All"),
];
const OWNERS: [(&str, &str); 4] =
    [("any", "Anybody"), ("me", "Me"), ("nobody", "Nobody yet"), ("others", "Somebody else")];
const URGENCY: [(&str, &str); 2] = [("any", "Any"), ("urgent", "Urgent only")];
const AGES: [(&str, &str); 3] = [("any", "Any"), ("day", "Longer than a day"), ("week", "Longer than a week")];

fn known(all: &[(&str, &str)], typed: &str, usual: &str) -> String {
    all.iter().find(|it| it.0 == typed).map_or(usual, |it| it.0).to_owned()
}

fn label<'a>(all: &[(&'a str, &'a str)], code: &str) -> &'a str {
    all.iter().find(|it| it.0 == code).map_or("", |it| it.1)
}

impl Wanted {
    /// Reads an address; what is not known is not followed.
    #[must_use]
    pub fn of(questions: &[(String, String)], adults: bool) -> Self {
        let get = |name: &str| questions.iter().find(|it| it.0 == name).map_or("", |it| it.1.as_str());
        Self {
            state: known(&STATES, get("state"), "received"),
            owner: known(&OWNERS, get("owner"), "any"),
            urgency: known(&URGENCY, get("urgency"), "any"),
            age: known(&AGES, get("age"), "any"),
            adults,
        }
    }

    /// What is asked for beside the usual.
    fn set(&self) -> Vec<(&'static str, &'static str, &str, &'static str)> {
        let all = [
            ("state", "State", self.state.as_str(), label(&STATES, &self.state)),
            ("owner", "Owner", self.owner.as_str(), label(&OWNERS, &self.owner)),
            ("urgency", "Urgency", self.urgency.as_str(), label(&URGENCY, &self.urgency)),
            ("age", "Waiting", self.age.as_str(), label(&AGES, &self.age)),
        ];
        all.into_iter().filter(|it| !matches!(it.2, "any" | "received")).collect()
    }

    /// The address of the list, without one of its filters or with all.
    #[must_use]
    pub fn address(&self, without: &str) -> String {
        let pairs: Vec<(&str, &str)> =
            self.set().into_iter().filter(|it| it.0 != without).map(|it| (it.0, it.2)).collect();
        web::address(self.base(), &pairs)
    }

    const fn base(&self) -> &'static str {
        if self.adults { "/concerns/adults" } else { "/referrals" }
    }

    fn narrow(&self, q: Query, me: kernel::UserId, now: Ts) -> Query {
        let q = if self.adults {
            q.and("t.form = {}", args![ADULT.to_owned()])
        } else {
            q.and("t.form <> {}", args![ADULT.to_owned()])
        };
        let q = q.and_if("t.state = {}", self.state.parse::<State>().ok());
        let q = match self.owner.as_str() {
            "me" => q.and("t.owner = {}", args![me]),
            "nobody" => q.and("t.owner IS NULL", vec![]),
            "others" => q.and("t.owner IS NOT NULL AND t.owner <> {}", args![me]),
            _ => q,
        };
        let q = if self.urgency == "urgent" { q.and("t.urgent = {}", args![true]) } else { q };
        match self.age.as_str() {
            "day" => q.and("t.received < {}", args![now.plus_hours(-24)]),
            "week" => q.and("t.received < {}", args![now.plus_hours(-24 * 7)]),
            _ => q,
        }
    }

    /// A part of the list: urgent on top, then the oldest, or the newest. What one may not know of is not there, nor is a
    /// referral about several of whom one is kept from this reader.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn page(&self, r: &Reading, newest: bool, part: (i64, i64)) -> Result<Listed<Referral>, Refused> {
        let me = r.acting.recorded_as();
        let filter = |q: Query| whole(r, self.narrow(q, me, r.now));
        let order = if newest {
            "ORDER BY t.urgent DESC, t.received DESC, t.id DESC"
        } else {
            "ORDER BY t.urgent DESC, t.received, t.id"
        };
        r.page::<Referral>(action::SEE_REFERRAL, "FROM referral t", filter, order, part).await
    }
}

/// Only referrals of which nobody is kept from this reader.
pub(super) fn whole(r: &Reading, q: Query) -> Query {
    r.none_withheld(q, action::SEE_POINTER, "FROM referral_named n WHERE n.referral = t.id", "n.person")
}

/// The same for those who may search everybody; a referrer finds only their own, which are whole to them.
pub(super) fn whole_or_own(r: &Reading, q: Query) -> Query {
    if r.could(action::SEE_POINTER) { whole(r, q) } else { q.and("t.sent_by = {}", args![r.acting.recorded_as()]) }
}

/// A row of the queue.
pub struct Line {
    /// The referral.
    pub it: Referral,
    /// When CK-01 is due, and whether it is met, late or still runs.
    pub due: Option<(Ts, String)>,
}

/// The rows with their clocks.
///
/// # Errors
/// When the store refuses.
pub async fn lines(r: &Reading, rows: Vec<Referral>) -> Result<Vec<Line>, Refused> {
    let mut due: HashMap<Uuid, (Ts, String)> = HashMap::new();
    for some in rows.chunks(100) {
        let ids = some.iter().map(|it| kernel::Value::Uuid(it.id.0)).collect();
        let query = Query::new("SELECT c.subject, c.due_instant, c.outcome FROM clock c", vec![])
            .and("c.definition = {} AND c.due_instant IS NOT NULL", args!["CK-01".to_owned()])
            .among("c.subject", ids);
        let found: Vec<(Uuid, Ts, String)> = r.plain_find(query).await?;
        due.extend(found.into_iter().map(|(id, at, outcome)| (id, (at, outcome))));
    }
    Ok(rows.into_iter().map(|it| Line { due: due.remove(&it.id.0), it }).collect())
}

fn waiting(it: &Referral, now: Ts) -> String {
    let hours = it.decided.unwrap_or(now).seconds_since(it.received) / 3600;
    if hours < 48 { format!("{hours} h") } else { format!("{} days", hours / 24) }
}

/// When the decision is due, in words.
#[must_use]
pub fn due_words(line: &Line, now: Ts) -> (String, Colour) {
    match &line.due {
        None => (String::new(), Colour::Plain),
        Some((_, outcome)) if outcome == "met" => ("In time".to_owned(), Colour::Green),
        Some((_, outcome)) if outcome == "late" => ("Late".to_owned(), Colour::Red),
        Some((_, outcome)) if outcome == "void" => (String::new(), Colour::Plain),
        Some((at, _)) if *at < now => (format!("Overdue: {}", at.day().words()), Colour::Red),
        Some((at, _)) => (at.day().words(), Colour::Plain),
    }
}

fn columns(now: Ts) -> Vec<Column<Line>> {
    vec![
        Column::of("reference", "Reference", |it: &Line| it.it.reference.to_string())
            .drawn(|it: &Line| web::reference_link(&it.it.page(), it.it.reference)),
        Column::of("about", "About", |it: &Line| it.it.about.clone()),
        Column::of("urgent", "Urgent", |it: &Line| if it.it.urgent { "Urgent".to_owned() } else { String::new() })
            .drawn(|it: &Line| if it.it.urgent { web::tag("Urgent", Colour::Red) } else { Html::new() }),
        Column::of("received", "Received", |it: &Line| it.it.received.words()).sorts(),
        Column::of("waiting", "Waiting", move |it: &Line| waiting(&it.it, now)),
        Column::of("due", "Decision due", move |it: &Line| due_words(it, now).0).drawn(move |it: &Line| {
            let (words, colour) = due_words(it, now);
            if colour == Colour::Plain { web::text(&words) } else { web::tag(&words, colour) }
        }),
        Column::of("owner", "Owner", |it: &Line| {
            if it.it.owner_shown.is_empty() { "Nobody yet".to_owned() } else { it.it.owner_shown.clone() }
        }),
        Column::of("state", "State", |it: &Line| it.it.state.label().to_owned()),
    ]
}

/// The queue of the front door.
///
/// # Errors
/// When the store refuses.
pub async fn queue(visit: Visit, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    if !visit.read().await?.could(action::TAKE_REFERRAL) {
        return Ok(visit.see_other("/concerns/adults", ""));
    }
    draw(visit, questions, false).await
}

/// The queue of concerns about adults.
///
/// # Errors
/// When the store refuses.
pub async fn adults(visit: Visit, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    draw(visit, questions, true).await
}

async fn draw(visit: Visit, questions: Vec<(String, String)>, adults: bool) -> Answer {
    let wanted = Wanted::of(&questions, adults);
    let columns = columns(visit.now());
    let place = Place::asked(&questions, &columns, "received", SIZE.unsigned_abs());
    let r = visit.read().await?;
    if questions.iter().any(|it| it.0 == "as" && it.1 == "csv") {
        return export(&visit, r, &wanted, &columns, place.down).await;
    }
    let offset = i64::try_from(place.skip()).unwrap_or_default();
    let page = wanted.page(&r, place.down, (SIZE, offset)).await?;
    let rows = lines(&r, page.rows).await?;
    let address = wanted.address("");
    let join = if address.contains('?') { '&' } else { '?' };
    let csv = format!("{address}{join}sort={}received&as=csv", if place.down { "-" } else { "" });
    let exports = if r.could(action::EXPORT) { vec![Link::to(&csv, "CSV")] } else { vec![] };
    let taken: Vec<(String, &str, &str)> =
        wanted.set().into_iter().map(|it| (wanted.address(it.0), it.1, it.3)).collect();
    let title = if adults { "Concerns about adults" } else { "Referrals" };
    let list = web::list_of(&List {
        of: if adults { ("concern", "concerns") } else { ("referral", "referrals") },
        columns: &columns,
        rows: &rows,
        total: u64::try_from(page.total).unwrap_or_default(),
        place: &place,
        address: &address,
        filter: Some(filter(&wanted, &taken)),
        empty: if adults { "No concern about an adult is waiting." } else { "No referral is waiting." },
        exports: &exports,
    });
    let main = web::heading(1, title).html(&searches(&visit, &r, &wanted).await?).html(&list);
    visit.show(r, &visit.page(title).below(wanted.base()).wide(), &main).await
}

fn filter<'a>(wanted: &'a Wanted, taken: &'a [(String, &'a str, &'a str)]) -> Filter<'a> {
    let typed = Typed::blank()
        .with("state", wanted.state.as_str())
        .with("owner", wanted.owner.as_str())
        .with("urgency", wanted.urgency.as_str())
        .with("age", wanted.age.as_str());
    let select = |name: &'static str, label: &'static str, all: &[(&'static str, &'static str)]| {
        web::select(&Select::of(&typed, name, label, Choice::all(all.iter().copied())))
    };
    let fields = select("state", "State", &STATES)
        .html(&select("owner", "Owner", &OWNERS))
        .html(&select("urgency", "Urgency", &URGENCY))
        .html(&select("age", "Waiting", &AGES));
    let tag = |it: &'a (String, &'a str, &'a str)| FilterTag { what: it.1, text: it.2, remove: &it.0 };
    Filter {
        action: wanted.base(),
        fields,
        set: taken.iter().map(tag).collect(),
        clear: wanted.base(),
        ..Filter::default()
    }
}

/// One's kept searches, and the way to keep this one.
async fn searches(visit: &Visit, r: &Reading, wanted: &Wanted) -> Result<Html, Refused> {
    let kept = kept::mine(r, wanted.adults).await?;
    let button = |text: &'static str| web::button(&Button { text, tone: Tone::Secondary, ..Button::default() });
    let mut h = Html::new();
    for it in &kept {
        let here = web::link(&Link::to(&it.asked, &it.name));
        let away = web::hidden("search", &it.id.to_string()).html(&button("Throw away"));
        h = h
            .raw("<div class=\"hf-kept\">")
            .html(&here)
            .html(&super::pages::form_to(visit, "/referrals/searches/away", &away))
            .raw("</div>");
    }
    if !kept.is_empty() {
        let title = format!("Your kept searches ({})", kept.len());
        h = web::details(&title, &h, false);
    }
    if wanted.set().is_empty() || kept.iter().any(|it| it.asked == wanted.address("")) {
        return Ok(h);
    }
    let fields = web::hidden("asked", &wanted.address(""))
        .html(&web::input(&web::Input {
            name: "name",
            label: "Name of this search",
            width: 20,
            ..web::Input::default()
        }))
        .html(&button("Keep"));
    let form = super::pages::form_to(visit, "/referrals/searches", &fields);
    Ok(h.html(&web::details("Keep this search", &form, false)))
}

async fn export(visit: &Visit, r: Reading, wanted: &Wanted, columns: &[Column<Line>], newest: bool) -> Answer {
    if !r.could(action::EXPORT) {
        return Err(Refused::MayNot("Your role does not export.".to_owned()).into());
    }
    let page = wanted.page(&r, newest, (MOST, 0)).await?;
    if page.total > MOST {
        let words =
            "this list has more than 200 rows. Narrow it with the filters: a larger export needs a second person";
        return Err(Refused::rule("export", words).into());
    }
    let rows = lines(&r, page.rows).await?;
    let name = if wanted.adults { "adult-concerns.csv" } else { "referrals.csv" };
    visit.download(r, name, "text/csv; charset=utf-8", web::csv(columns, &rows).into_bytes()).await
}

/// Keeps a search.
///
/// # Errors
/// Why it was refused.
pub async fn keep(visit: Visit, posted: Posted) -> Answer {
    let asked = posted.raw("asked").to_owned();
    let to = kept::own(&asked)?;
    visit.act(posted.key(), KeepQueue { name: posted.raw("name").to_owned(), asked }).await?;
    Ok(visit.see_other(&to, "The search is kept."))
}

/// Throws a kept search away.
///
/// # Errors
/// Not found, when it is another's.
pub async fn away(visit: Visit, posted: Posted) -> Answer {
    let search = posted.raw("search").parse().map_err(|_| Refused::NotFound)?;
    visit.act(posted.key(), ThrowQueue { search }).await?;
    Ok(visit.see_other("/referrals", "The search was thrown away."))
}
