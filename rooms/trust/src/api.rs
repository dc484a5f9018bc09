//! The ledger, who looked, and break-glass as JSON: the same rows that the pages show.

use axum::extract::{Path, Query as Ask};
use door::{LedgerEntryId, Listed, Query, Reading, args};
use kernel::{PersonId, Reference, Refused, Ts};
use policy::action::{READ_LEDGER, REVIEW_GLASS, SECOND_GLASS, USE_DAY, VERIFY_LEDGER};
use room::{Answer, Pages, Visit};
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

use crate::glass::Glass;
use crate::glass::pages::{unreviewed, waits};
use crate::ledger_room::pages as ledger;
use crate::ledger_room::tree::verified;
use crate::ledger_room::{MOST, verifier};
use crate::looked;

/// What the ledger may be asked.
pub const LEDGER_ASKS: &[(&str, &str)] = &[
    ("from", "The first day, as 2026-03-27."),
    ("to", "The last day."),
    ("user", "A user name."),
    ("deed", "A page or deed, such as people.merge-persons."),
    ("how", "`allowed` or `refused`; else both."),
    ("page", "Which page, beginning with 1."),
];

/// A line of the ledger: no name of anybody on record and no content.
#[derive(Serialize, JsonSchema)]
pub struct LedgerRow {
    /// Its id.
    pub id: LedgerEntryId,
    /// Its number in the tree, once sealed.
    pub number: Option<i64>,
    /// When.
    pub at: Ts,
    /// Who; none for the house or the public.
    pub who: Option<String>,
    /// The page, command or happening.
    pub what: String,
    /// `allowed` or `refused`.
    pub verdict: String,
}

/// The ledger, the latest first.
///
/// # Errors
/// Not allowed for those who do not read the ledger.
pub async fn entries(visit: Visit, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    let pages = Pages::asked(&questions, ledger::SIZE);
    let r = visit.read().await?;
    r.may(READ_LEDGER)?;
    let (rows, total) = ledger::lines(&r, &ledger::Asked(questions), pages.part()).await?;
    let row = |it: ledger::Line| LedgerRow {
        id: it.id,
        number: it.seq,
        at: it.at,
        who: it.shown_as,
        what: it.action,
        verdict: it.verdict,
    };
    visit.json(r, &pages.listing(rows.into_iter().map(row).collect(), total)).await
}

/// One entry of the ledger. Records stand in it by id: who they are, other readings tell to those who may know.
#[derive(Serialize, JsonSchema)]
pub struct EntryOne {
    /// Its id.
    pub id: LedgerEntryId,
    /// Its number in the tree, once sealed.
    pub number: Option<i64>,
    /// When.
    pub at: Ts,
    /// The page, command or happening.
    pub what: String,
    /// `allowed` or `refused`.
    pub verdict: String,
    /// The entry because of which the house did this.
    pub cause: Option<LedgerEntryId>,
    /// The entry as it is hashed into the tree.
    pub text: String,
}

/// One entry.
///
/// # Errors
/// Not found; not allowed for those who do not read the ledger.
pub async fn entry(visit: Visit, Path(id): Path<String>) -> Answer {
    let id: LedgerEntryId = id.parse().map_err(|_| Refused::NotFound)?;
    let r = visit.read().await?;
    r.may(READ_LEDGER)?;
    let it = ledger::entry(&r, id).await?;
    let value = EntryOne {
        id: it.id,
        number: it.seq,
        at: it.at,
        what: it.action,
        verdict: it.verdict.as_str().to_owned(),
        cause: it.cause,
        text: it.text,
    };
    visit.json(r, &value).await
}

/// Whether the ledger is whole.
#[derive(Serialize, JsonSchema)]
pub struct Whole {
    /// Entries in the tree.
    pub entries: u64,
    /// Entries that wait to be sealed.
    pub waiting: i64,
    /// Whether every entry gives its stored hash and every checkpoint; none where the ledger is too large to be verified
    /// while somebody waits: the command line does it.
    pub whole: Option<bool>,
    /// What does not fit, in words.
    pub wrong: Option<String>,
    /// The key that verifies checkpoints; none before the first was signed.
    pub key: Option<String>,
    /// The last checkpoint, as it was signed.
    pub checkpoint: Option<String>,
}

/// Whether the ledger is whole.
///
/// # Errors
/// Not allowed for those who do not verify the ledger.
pub async fn verify(visit: Visit) -> Answer {
    let r = visit.read().await?;
    r.may(VERIFY_LEDGER)?;
    let (entries, waiting) = ledger::counted(&r).await?;
    let found = if entries > MOST { None } else { Some(verified(visit.door()).await?) };
    let value = Whole {
        entries,
        waiting,
        whole: found.as_ref().map(Result::is_ok),
        wrong: found.and_then(Result::err),
        key: verifier(&r).await?,
        checkpoint: visit.door().checkpoints().await?.pop().map(|it| it.note),
    };
    visit.json(r, &value).await
}

/// Something that one did or was refused.
#[derive(Serialize, JsonSchema)]
pub struct OwnRow {
    /// When.
    pub at: Ts,
    /// The page, command or happening.
    pub what: String,
    /// `allowed` or `refused`.
    pub verdict: String,
    /// How many persons' records it was about.
    pub persons: usize,
}

/// What the ledger holds of oneself.
///
/// # Errors
/// Not allowed for those whose role reads no log.
pub async fn own_access(visit: Visit, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    let pages = Pages::asked(&questions, looked::SIZE);
    let r = visit.read().await?;
    let (all, total) = looked::own_lines(&r, pages.part()).await?;
    let row = |it: looked::Own| OwnRow { at: it.at, what: it.action, verdict: it.verdict, persons: it.persons };
    visit.json(r, &pages.listing(all.into_iter().map(row).collect(), total)).await
}

/// Somebody looked at, changed or was refused a record.
#[derive(Serialize, JsonSchema)]
pub struct LookedRow {
    /// The entry of the ledger.
    pub id: Uuid,
    /// When.
    pub at: Ts,
    /// Who; none for the house or the public.
    pub who: Option<String>,
    /// The page, command or happening.
    pub what: String,
    /// `allowed` or `refused`.
    pub verdict: String,
    /// Whether a break-glass opened the record.
    pub glass: bool,
}

/// Who looked at a record.
///
/// # Errors
/// Not found where there is no such record, or one may see no line of it.
pub async fn looked(visit: Visit, Path(typed): Path<String>, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    let reference: Reference = typed.parse().map_err(|_| Refused::NotFound)?;
    let pages = Pages::asked(&questions, looked::SIZE);
    let r = visit.read().await?;
    let found: Option<(PersonId,)> =
        r.plain_one("SELECT root FROM person WHERE reference = $1", args![reference]).await?;
    let listed = looked::lines(&r, found.ok_or(Refused::NotFound)?.0, pages.part()).await?;
    if listed.total == 0 {
        return Err(Refused::NotFound.into());
    }
    let value = pages.listed(listed, |it| LookedRow {
        id: it.id,
        at: it.at,
        who: it.shown_as.clone(),
        what: it.action.clone(),
        verdict: it.verdict.clone(),
        glass: it.glass != 0,
    });
    visit.json(r, &value).await
}

/// A use of break-glass.
#[derive(Serialize, JsonSchema)]
pub struct GlassRow {
    /// Its id.
    pub id: Uuid,
    /// The reference of the record.
    pub reference: Option<Reference>,
    /// Who asked for it.
    pub by: String,
    /// A code of `break-glass-reasons`.
    pub reason: String,
    /// Why, in words.
    pub words: String,
    /// When it was asked for.
    pub asked: Ts,
    /// From when it opens the record; none while it waits for a second person.
    pub opened: Option<Ts>,
    /// When it runs out.
    pub ends: Ts,
    /// When it was ended before that.
    pub ended: Option<Ts>,
    /// When it was reviewed.
    pub reviewed: Option<Ts>,
    /// A code of `break-glass-reviews`.
    pub outcome: String,
    /// What the review found.
    pub review: String,
}

async fn glass(visit: Visit, r: Reading, all: Listed<Glass>) -> Answer {
    let mut rows = Vec::with_capacity(all.rows.len());
    for it in all.rows {
        let reference: Option<(Reference,)> =
            r.plain_one("SELECT reference FROM person WHERE id = $1", args![it.person]).await?;
        rows.push(GlassRow {
            id: it.id.0,
            reference: reference.map(|it| it.0),
            by: it.by_shown,
            reason: it.reason,
            words: it.words,
            asked: it.asked,
            opened: it.opened,
            ends: it.ends,
            ended: it.ended,
            reviewed: it.reviewed_at,
            outcome: it.outcome,
            review: it.review_words,
        });
    }
    visit.json(r, &Pages::asked(&[], 50).listing(rows, all.total)).await
}

/// One's own uses, the latest first.
///
/// # Errors
/// When the store refuses.
pub async fn own_glass(visit: Visit) -> Answer {
    let r = visit.read().await?;
    let me = visit.acting.recorded_as();
    let own = |q: Query| q.and("t.by_user = {}", args![me]);
    let all = r.page(USE_DAY, "FROM glass t", own, "ORDER BY t.asked DESC, t.id", (50, 0)).await?;
    glass(visit, r, all).await
}

/// Those that wait for a second person.
///
/// # Errors
/// When the store refuses.
pub async fn second_glass(visit: Visit) -> Answer {
    let r = visit.read().await?;
    let now = r.now;
    let all = r.page(SECOND_GLASS, "FROM glass t", |q| waits(q, now), "ORDER BY t.asked, t.id", (50, 0)).await?;
    glass(visit, r, all).await
}

/// Those that wait for their review.
///
/// # Errors
/// When the store refuses.
pub async fn unreviewed_glass(visit: Visit) -> Answer {
    let r = visit.read().await?;
    let all = r.page(REVIEW_GLASS, "FROM glass t", unreviewed, "ORDER BY t.opened, t.id", (50, 0)).await?;
    glass(visit, r, all).await
}
