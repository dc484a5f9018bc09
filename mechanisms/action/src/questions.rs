//! Questions about actions. One's own come by being one's own; those of a person by what one may see of the person.

use door::{Listed, Query, Reading, args};
use kernel::{Day, PersonId, Reference, Refused};
use policy::action::{DO_ACTION, SEE_POINTER, SEE_RECORD, USE_DAY};
use uuid::Uuid;

use crate::record::{Action, ActionId, Own, State, Step};

const BY_DUE: &str = "ORDER BY t.due, t.set_at, t.id";
const LATEST: &str = "ORDER BY t.set_at DESC, t.id DESC";
/// Whose it is by [`DO_ACTION`]; the condition itself is the row's fact.
const OWN: &str = "FROM action t";

/// How many of one's actions stand how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct Counts {
    /// Past their last day.
    pub red: i64,
    /// Due soon.
    pub amber: i64,
    /// In time.
    pub other: i64,
}

fn open(q: Query) -> Query {
    q.and("t.state = {}", args![State::Open])
}

/// Who set an action reads it no longer once they may not know of the person: restricted since, or a conflict declared.
fn not_withheld(r: &Reading, q: Query) -> Query {
    r.none_withheld(q, SEE_POINTER, "FROM person q WHERE q.id = t.person", "q.id")
}

fn seen(it: Listed<Own>) -> Listed<Action> {
    Listed { rows: it.rows.into_iter().map(Own::seen).collect(), total: it.total }
}

/// The reader's open actions, the most urgent first: their own, and those of a role they hold. Limit and offset.
///
/// # Errors
/// When the store refuses.
pub async fn mine(r: &Reading, page: (i64, i64)) -> Result<Listed<Action>, Refused> {
    r.page::<Own>(DO_ACTION, OWN, open, BY_DUE, page).await.map(seen)
}

/// The reader's actions that have ended, the latest first.
///
/// # Errors
/// When the store refuses.
pub async fn done_by_me(r: &Reading, page: (i64, i64)) -> Result<Listed<Action>, Refused> {
    let ended = |q: Query| q.and("t.state <> {}", args![State::Open]);
    r.page::<Own>(DO_ACTION, OWN, ended, LATEST, page).await.map(seen)
}

/// Open actions that the reader set for others.
///
/// # Errors
/// When the store refuses.
pub async fn set_by_me(r: &Reading, page: (i64, i64)) -> Result<Listed<Action>, Refused> {
    let me = r.acting.recorded_as();
    let others = "t.set_by = {} AND (t.owner IS NULL OR t.owner <> {})";
    let filter = |q: Query| not_withheld(r, open(q).and(others, args![me, me]));
    r.page::<Own>(USE_DAY, OWN, filter, BY_DUE, page).await.map(seen)
}

/// How many of the reader's actions stand how.
///
/// # Errors
/// When the store refuses.
pub async fn counts(r: &Reading) -> Result<Counts, Refused> {
    let today = r.now.day();
    let red = r.how_many::<Own>(DO_ACTION, OWN, |q| open(q).and("t.due < {}", args![today])).await?;
    let amber = |q| open(q).and("t.due >= {} AND t.amber <= {}", args![today, today]);
    let amber = r.how_many::<Own>(DO_ACTION, OWN, amber).await?;
    let all = r.how_many::<Own>(DO_ACTION, OWN, open).await?;
    Ok(Counts { red, amber, other: all - red - amber })
}

/// The actions about a person, under every id that was merged into them: open ones first.
///
/// # Errors
/// When the store refuses.
pub async fn of_person(r: &Reading, root: PersonId, page: (i64, i64)) -> Result<Listed<Action>, Refused> {
    const OPEN_FIRST: &str = "ORDER BY CASE WHEN t.state = 'open' THEN 0 ELSE 1 END, t.due, t.id";
    let filter = |q: Query| q.and("t.person IN (SELECT id FROM person WHERE root = {})", args![root]);
    r.page_of::<Action>((SEE_RECORD, root), OWN, filter, OPEN_FIRST, page).await
}

/// The actions that came from a record: those of the reader, and those that may be seen.
///
/// # Errors
/// When the store refuses.
pub async fn of_subject(r: &Reading, kind: &'static str, subject: Uuid) -> Result<Vec<Action>, Refused> {
    let about = |q: Query| q.and("t.subject_kind = {} AND t.subject = {}", args![kind.to_owned(), subject]);
    let mut all = seen(r.page::<Own>(DO_ACTION, OWN, about, BY_DUE, (200, 0)).await?).rows;
    let others = r.page::<Action>(SEE_RECORD, OWN, about, BY_DUE, (200, 0)).await?.rows;
    all.extend(others.into_iter().filter(|it| !all.iter().any(|had| had.id == it.id)).collect::<Vec<_>>());
    all.sort_by_key(|it| (it.due, it.id));
    Ok(all)
}

/// One action: one's own to do, one that one set, or one of a person whose record one may see.
///
/// # Errors
/// [`Refused::NotFound`] when there is none, or none that may be known of.
pub async fn one(r: &Reading, reference: Reference) -> Result<Action, Refused> {
    const BY: &str = "SELECT * FROM action WHERE reference = $1";
    let this = |q: Query| q.and("t.reference = {}", args![reference]);
    let own = r.page::<Own>(DO_ACTION, OWN, this, BY_DUE, (1, 0)).await?.rows;
    if let Some(it) = own.into_iter().next() {
        return Ok(it.seen());
    }
    let me = r.acting.recorded_as();
    let set = |q: Query| not_withheld(r, this(q).and("t.set_by = {}", args![me]));
    if let Some(it) = r.page::<Own>(USE_DAY, OWN, set, BY_DUE, (1, 0)).await?.rows.into_iter().next() {
        return Ok(it.seen());
    }
    r.open(r.sealed_one::<Action>(BY, args![reference]).await?).await
}

/// The history of an action that was opened, in order.
///
/// # Errors
/// When the store refuses.
pub async fn steps_of(r: &Reading, it: &Action) -> Result<Vec<Step>, Refused> {
    r.plain("SELECT * FROM action_step WHERE action = $1 ORDER BY at, id", args![it.id]).await
}

/// Who set an action: they hear what became of it.
///
/// # Errors
/// When the store refuses.
pub async fn setter_of(r: &Reading, id: ActionId) -> Result<Option<kernel::UserId>, Refused> {
    let found: Option<(kernel::UserId,)> = r.plain_one("SELECT set_by FROM action WHERE id = $1", args![id]).await?;
    Ok(found.map(|it| it.0))
}

/// The open actions that came from a record and that the house set for one purpose, for reactions that end them.
///
/// # Errors
/// When the store refuses.
pub async fn open_for(r: &Reading, purpose: &str, kind: &str, subject: Uuid) -> Result<Vec<Reference>, Refused> {
    const OPEN: &str = "SELECT reference FROM action WHERE subject_kind = $1 AND subject = $2 AND purpose = $3
        AND state = 'open' ORDER BY set_at, id";
    let found: Vec<(Reference,)> = r.plain(OPEN, args![kind.to_owned(), subject, purpose.to_owned()]).await?;
    Ok(found.into_iter().map(|it| it.0).collect())
}

/// What a partner with the ticket of an action reads: its words, its last day, and where it stands. Nothing else of it.
///
/// # Errors
/// [`Refused::NotFound`] when there is none, or a partner no longer does it.
pub async fn for_partner(r: &Reading, id: ActionId) -> Result<(String, Day, State), Refused> {
    const SAID: &str = "SELECT words, due, state FROM action WHERE id = $1 AND partner_mail IS NOT NULL";
    r.plain_one(SAID, args![id]).await?.ok_or(Refused::NotFound)
}
