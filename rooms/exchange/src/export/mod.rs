//! Exports: what a user would see on the screen, written down; of over 200 persons only with a second person.

pub mod api;
pub mod pages;
mod write;

pub use write::{Format, write};

use door::{Acting, Command, Door, Facts, Key, Plain, Reading, Writing, args, record};
use kernel::{Day, Reference, Refused, Ts, UserId};
use policy::{Fact, action};
use room::{Export, ExportRow, Room};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

kernel::words! {
    /// Where a request for a large export stands.
    pub enum RequestState {
        Asked = "asked" / "Waits for a second person",
        Approved = "approved" / "Approved",
        Refused = "refused" / "Refused",
    }
}

record! {
    /// A request to take out over 200 persons.
    pub struct ExportRequest in "export_request" {
        pub id: Uuid,
        pub reference: Reference,
        /// Which list.
        pub kind: String,
        /// As of which day; none: as it is.
        pub as_of: Option<Day>,
        /// How many persons were in it when it was asked for.
        pub persons: i64,
        pub asked_by: UserId,
        pub asked_by_shown: String,
        pub asked_at: Ts,
        pub state: RequestState,
        pub decided_by: Option<UserId>,
        pub decided_at: Option<Ts>,
        pub version: i64,
    }
}

impl Plain for ExportRequest {}

/// Every list that can be taken out.
pub fn kinds(rooms: &'static [&'static Room]) -> Vec<&'static Export> {
    rooms.iter().flat_map(|it| it.exports).collect()
}

/// The list of a name.
#[must_use]
pub fn kind(rooms: &'static [&'static Room], name: &str) -> Option<&'static Export> {
    kinds(rooms).into_iter().find(|it| it.kind == name)
}

/// What came of asking for an export.
pub enum Given {
    /// The rows; they may leave once [`Door::leave`] was called with the reading.
    Rows(Box<Reading>, Vec<ExportRow>),
    /// It waits for a second person, under this reference.
    Waits(Reference, usize),
}

/// Rows read at a time.
const STRETCH: i64 = 1_000;
/// For how many days an approval holds.
const HOLDS_DAYS: i64 = 7;

/// Takes a list out for somebody; over `most` persons only where a second person agreed.
///
/// # Errors
/// When policy or the store refuses.
pub async fn take(
    door: &Door,
    acting: &Acting,
    list: &'static Export,
    as_of: Option<Day>,
    most: usize,
) -> Result<Given, Refused> {
    let r = door.read(acting).await?;
    let mut rows: Vec<ExportRow> = Vec::new();
    loop {
        let from = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let some = (list.rows)(&r, as_of, (STRETCH, from)).await?;
        let none = some.rows.is_empty();
        rows.extend(some.rows);
        if none || i64::try_from(rows.len()).unwrap_or(i64::MAX) >= some.total {
            break;
        }
    }
    let mut known: Vec<_> = rows.iter().filter_map(|it| it.person).collect();
    known.sort_unstable();
    known.dedup();
    let persons = known.len() + rows.iter().filter(|it| it.person.is_none()).count();
    let count = |it: usize| i64::try_from(it).unwrap_or(i64::MAX);
    let bulk = persons > most;
    let command =
        TakeExport { kind: list.kind.to_owned(), as_of, rows: count(rows.len()), persons: count(persons), bulk };
    match door.act(acting, Key::none(), command).await? {
        None => Ok(Given::Rows(Box::new(r), rows)),
        Some(reference) => Ok(Given::Waits(reference, persons)),
    }
}

/// Takes a list out, or asks for a second person.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeExport {
    /// Which list.
    pub kind: String,
    /// As of which day.
    pub as_of: Option<Day>,
    /// How many rows.
    pub rows: i64,
    /// How many persons.
    pub persons: i64,
    /// Whether these are so many that a second person must agree.
    pub bulk: bool,
}

impl Command for TakeExport {
    const NAME: &'static str = "exchange.take-export";
    const WHAT: &'static str = "Takes a list out; one of over 200 persons waits for a second person.";
    type Done = Option<Reference>;
    const REMEMBERED: bool = false;

    async fn carry_out(&self, w: &mut Writing) -> Result<Option<Reference>, Refused> {
        const MINE: &str = "SELECT * FROM export_request WHERE asked_by = $1 AND kind = $2 AND state <> 'refused'
            ORDER BY asked_at DESC, id DESC";
        w.may(action::EXPORT, None, Facts::NONE).await?;
        if !self.bulk {
            return Ok(None);
        }
        // Whoever sits down at another's desk takes no list of hundreds away.
        room::fresh(w).await?;
        let me = w.acting.recorded_as();
        let mine: Vec<ExportRequest> = w.plain(MINE, args![me, self.kind.clone()]).await?;
        let live = |it: &&ExportRequest| {
            let since = it.decided_at.unwrap_or(it.asked_at);
            it.as_of == self.as_of && w.now.seconds_since(since) <= HOLDS_DAYS * 86_400
        };
        let found = mine.iter().find(live);
        if let Some(it) = found {
            w.about("export-request", it.id, &[]);
            let outstanding = it.state != RequestState::Approved;
            let asked = Facts::NONE.with_if(Fact::Outstanding, outstanding);
            return match w.may(action::EXPORT, None, asked).await {
                Ok(_) => Ok(None),
                Err(Refused::MayNot(_)) => Ok(Some(it.reference)),
                Err(other) => Err(other),
            };
        }
        let shown: Option<(String,)> = w.plain_one("SELECT shown_as FROM account WHERE id = $1", args![me]).await?;
        let it = ExportRequest {
            id: w.new_id(),
            reference: w.new_reference(),
            kind: self.kind.clone(),
            as_of: self.as_of,
            persons: self.persons,
            asked_by: me,
            asked_by_shown: shown.map(|it| it.0).unwrap_or_default(),
            asked_at: w.now,
            state: RequestState::Asked,
            decided_by: None,
            decided_at: None,
            version: 1,
        };
        w.keep(&it).await?;
        w.about("export-request", it.id, &[]);
        Ok(Some(it.reference))
    }
}

/// Agrees to somebody else's large export, or does not.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideExport {
    /// The request's reference.
    pub request: Reference,
    /// Whether it may be taken out.
    pub agree: bool,
}

impl Command for DecideExport {
    const NAME: &'static str = "exchange.decide-export";
    const WHAT: &'static str = "Agrees to somebody else's export of over 200 persons, or does not.";
    type Done = ();

    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        const ONE: &str = "SELECT * FROM export_request WHERE reference = $1";
        w.may(action::APPROVE_EXPORT, None, Facts::NONE).await?;
        let old: ExportRequest = w.plain_one(ONE, args![self.request]).await?.ok_or(Refused::NotFound)?;
        if old.asked_by == w.acting.recorded_as() {
            return Err(Refused::rule("access.md 3", "nobody approves their own"));
        }
        if old.state != RequestState::Asked {
            return Err(Refused::Conflict("it was decided already".to_owned()));
        }
        let state = if self.agree { RequestState::Approved } else { RequestState::Refused };
        let new = ExportRequest { state, decided_by: w.acting.user_id(), decided_at: Some(w.now), ..old.clone() };
        w.change(&old, &new).await?;
        w.about("export-request", old.id, &[]);
        Ok(())
    }
}
