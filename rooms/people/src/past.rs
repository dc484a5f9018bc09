//! What became of a record and of its entries, as JSON: the same that the pages show.

use axum::extract::Path;
use door::Reading;
use entry::{Entry, EntryId, FileId};
use kernel::{PersonId, Refused, Ts, UserId};
use person::{LinkKind, Merge, MergeState, by_reference};
use policy::action;
use room::{Answer, Visit};
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

use crate::pages::chronology::EntryRow;
use crate::pages::{entries, merges, reference};

/// Something made while two records were one, that waits until a person says whose it is.
#[derive(Serialize, JsonSchema)]
pub struct WaitingRow {
    /// Its id, for `people/assign-after-unmerge`.
    pub id: Uuid,
    /// What it says, as far as this user may read it.
    pub what: String,
}

/// A merge.
#[derive(Serialize, JsonSchema)]
pub struct MergeRow {
    /// Its id.
    pub id: Uuid,
    /// Where it stands.
    pub state: MergeState,
    /// The records of it that this user may see, the one that was kept first.
    pub between: Vec<PersonId>,
    /// A code of `merge-reasons`.
    pub reason: String,
    /// Who asked for it.
    pub asked_by: UserId,
    /// When.
    pub asked: Ts,
    /// When a second person confirmed it.
    pub confirmed: Option<Ts>,
    /// A code of `unmerge-reasons`, where the records were taken apart.
    pub apart_reason: String,
    /// When they were taken apart.
    pub apart: Option<Ts>,
    /// What waits to be assigned, for those who may do that.
    pub waiting: Vec<WaitingRow>,
}

/// What was said of this record and another without making them one.
#[derive(Serialize, JsonSchema)]
pub struct LinkRow {
    /// The other record.
    pub other: PersonId,
    /// What was said.
    pub kind: LinkKind,
    /// Why.
    pub reason: String,
    /// When.
    pub recorded: Ts,
}

/// A name and birth date as they were recorded.
#[derive(Serialize, JsonSchema)]
pub struct NameRow {
    /// Forenames.
    pub forenames: String,
    /// Surname.
    pub surname: String,
    /// When they were born, as far as it was known.
    pub birth: person::Birth,
    /// When it was recorded.
    pub recorded: Ts,
    /// By whom.
    pub recorded_by: UserId,
    /// Until when it held.
    pub until: Option<Ts>,
}

/// Merges and history of a record.
#[derive(Serialize, JsonSchema)]
pub struct History {
    /// Merges, newest first.
    pub merges: Vec<MergeRow>,
    /// What was said of other records that this user may see.
    pub links: Vec<LinkRow>,
    /// Names and birth dates as they were recorded.
    pub names: Vec<NameRow>,
}

async fn merge(visit: &Visit, r: &Reading, person: PersonId, it: &Merge) -> Result<MergeRow, Refused> {
    let mut between = Vec::new();
    for one in [it.keep, it.other] {
        if r.could_to(action::SEE_IDENTITY, one).await? {
            between.push(one);
        }
    }
    let mut waiting = Vec::new();
    if r.could_to(action::UNMERGE_PERSONS, person).await? {
        for row in person::assignments(r, it).await? {
            waiting.push(WaitingRow { id: row.id, what: merges::described(visit, r, &row).await? });
        }
    }
    Ok(MergeRow {
        id: it.id,
        state: it.state,
        between,
        reason: it.reason.clone(),
        asked_by: it.asked_by,
        asked: it.asked_at,
        confirmed: it.confirmed_at,
        apart_reason: it.apart_reason.clone(),
        apart: it.apart_at,
        waiting,
    })
}

/// Merges of a record, what was said of others, and names as they were recorded.
///
/// # Errors
/// Not found, also where one may not know of them.
pub async fn history(visit: Visit, Path(typed): Path<String>) -> Answer {
    let r = visit.read().await?;
    let it = by_reference(&r, reference(&typed)?).await?;
    let members = person::members(&r, it.id, r.now).await?;
    let mut merges = Vec::new();
    for one in person::merges(&r, &members).await? {
        merges.push(merge(&visit, &r, it.id, &one).await?);
    }
    let mut links = Vec::new();
    for link in person::links(&r, &members).await? {
        let other = if members.contains(&link.person) { link.other } else { link.person };
        match person::by_id(&r, other).await {
            Ok(it) => {
                links.push(LinkRow { other: it.id, kind: link.kind, reason: link.reason, recorded: link.recorded })
            }
            Err(Refused::NotFound) => {}
            Err(e) => return Err(e.into()),
        }
    }
    let name = |it: person::Identity| NameRow {
        birth: person::Birth { kind: it.birth_kind, day: it.birth_day, year: it.birth_year },
        forenames: it.forenames,
        surname: it.surname,
        recorded: it.recorded,
        recorded_by: it.recorded_by,
        until: it.replaced_at,
    };
    let names = person::history(&r, &members).await?.into_iter().map(name).collect();
    visit.json(r, &History { merges, links, names }).await
}

/// A file of an entry.
#[derive(Serialize, JsonSchema)]
pub struct FileRow {
    /// Its id.
    pub id: FileId,
    /// Its name.
    pub name: String,
}

/// One entry with its versions and files.
#[derive(Serialize, JsonSchema)]
pub struct EntryOne {
    /// The entry.
    #[serde(flatten)]
    pub entry: EntryRow,
    /// Its files.
    pub files: Vec<FileRow>,
    /// Every version that this user may see, itself among them, the oldest first.
    pub versions: Vec<EntryRow>,
}

/// One entry of a chronology.
///
/// # Errors
/// Not found, also where one may not see it.
pub async fn one(visit: Visit, Path((typed, id)): Path<(String, String)>) -> Answer {
    let id: EntryId = id.parse().map_err(|_| Refused::NotFound)?;
    let r = visit.read().await?;
    let (_, it) = entries::found(&r, &typed, id).await?;
    let all: Vec<Entry> = entry::versions(&r, &it).await?;
    let authors = entry::authors(&r, &all).await?;
    let file = |it: entry::File| FileRow { id: it.id, name: it.name };
    let value = EntryOne {
        entry: EntryRow::of(&it, &visit.catalogue, &entry::authors(&r, std::slice::from_ref(&it)).await?),
        files: entry::files_of(&r, "entry", it.subject).await?.into_iter().map(file).collect(),
        versions: all.iter().map(|it| EntryRow::of(it, &visit.catalogue, &authors)).collect(),
    };
    visit.json(r, &value).await
}
