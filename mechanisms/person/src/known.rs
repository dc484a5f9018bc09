//! A person's record as it is, or as we knew it at a time.

use std::collections::HashMap;

use door::{Reading, Refused, args};
use kernel::{Json, PersonId, Reference, Ts};
use policy::action::{SEE_IDENTITY, SEE_RECORD, SEE_STATUSES, SEE_WHEREABOUTS};

use crate::rules::{Joined, members_at};
use crate::{
    Address, Conflict, ContactPoint, Identity, Merge, MergeState, Person, PersonIdentifier, PersonLink, PersonName,
    PersonStatus, Relation, Restriction, TraitAnswer, TwoTimes, WarningNote, WorksWith,
};

/// A person by reference; of one who was merged, the survivor.
///
/// # Errors
/// [`Refused::NotFound`] when there is none, or one may not see who they are.
pub async fn by_reference(r: &Reading, reference: Reference) -> Result<Person, Refused> {
    const BY: &str = "SELECT r.* FROM person p JOIN person r ON r.id = p.root WHERE p.reference = $1";
    let sealed = r.sealed_one::<Person>(BY, args![reference]).await?;
    r.open(sealed).await
}

/// A person by id; of one who was merged, the survivor.
///
/// # Errors
/// As [`by_reference`].
pub async fn by_id(r: &Reading, id: PersonId) -> Result<Person, Refused> {
    const BY: &str = "SELECT r.* FROM person p JOIN person r ON r.id = p.root WHERE p.id = $1";
    let sealed = r.sealed_one::<Person>(BY, args![id]).await?;
    r.open(sealed).await
}

/// The person whom a number belongs to, whoever asks: for imports that come again. The survivor of a merge.
///
/// # Errors
/// When the store refuses.
pub async fn by_identifier(r: &Reading, scheme: &str, value: &str) -> Result<Option<PersonId>, Refused> {
    const BY: &str = "SELECT p.root FROM person_identifier i JOIN person p ON p.id = i.person
        WHERE i.scheme = $1 AND i.value = $2 AND i.replaced_at IS NULL ORDER BY i.recorded, i.id LIMIT 1";
    Ok(r.plain_one::<(PersonId,)>(BY, args![scheme.to_owned(), value.to_owned()]).await?.map(|it| it.0))
}

/// Persons by what a source calls them (scheme `import:AGENCY`), the survivor where some were merged. At most some
/// hundreds a question.
///
/// # Errors
/// When the store refuses.
pub async fn by_sources(r: &Reading, agency: &str, called: &[&str]) -> Result<HashMap<String, PersonId>, Refused> {
    let values = called.iter().map(|it| kernel::Value::Text((*it).to_owned())).collect();
    let query =
        door::Query::new("SELECT i.value, p.root FROM person_identifier i JOIN person p ON p.id = i.person", vec![])
            .and("i.scheme = {} AND i.replaced_at IS NULL", args![source_scheme(agency)])
            .among("i.value", values);
    Ok(r.plain_find::<(String, PersonId)>(query).await?.into_iter().collect())
}

/// Names of persons, for records that carry a name of their own. Asks no policy: never shown from here.
///
/// # Errors
/// When the store refuses.
pub async fn names_of(r: &Reading, them: &[PersonId]) -> Result<HashMap<PersonId, String>, Refused> {
    let values = them.iter().map(|it| kernel::Value::Uuid(it.0)).collect();
    let query = door::Query::new("SELECT id, forenames, surname FROM person", vec![]).among("id", values);
    let all = r.plain_find::<(PersonId, String, String)>(query).await?;
    Ok(all
        .into_iter()
        .map(|(id, forenames, surname)| (id, format!("{forenames} {surname}").trim().to_owned()))
        .collect())
}

/// The scheme of the names that an agency's own system gives to persons.
#[must_use]
pub fn source_scheme(agency: &str) -> String {
    format!("import:{agency}")
}

/// The survivor of a person, whoever asks; the person itself where nothing was merged.
///
/// # Errors
/// [`Refused::NotFound`] when there is no such person.
pub async fn root(r: &Reading, id: PersonId) -> Result<PersonId, Refused> {
    crate::commands::root_of(r, id).await
}

/// Who was moved, from when, how it stands, and since when they are apart again.
type Merging = (Json<Vec<PersonId>>, Ts, MergeState, Option<Ts>);

/// Who was part of a record at a time: the person and those merged into it by then.
///
/// # Errors
/// When the store refuses.
pub async fn members(r: &Reading, root: PersonId, at: Ts) -> Result<Vec<PersonId>, Refused> {
    const NOW: &str = "SELECT id FROM person WHERE root = $1 ORDER BY id";
    const MERGES: &str =
        "SELECT moved, asked_at, state, apart_at FROM person_merge WHERE keep = $1 ORDER BY asked_at, id";
    let now: Vec<(PersonId,)> = r.plain(NOW, args![root]).await?;
    let mut all: Vec<PersonId> = now.into_iter().map(|it| it.0).collect();
    let mut merges = Vec::new();
    let mut nth = 0;
    while let Some(keep) = all.get(nth).copied() {
        nth += 1;
        for (moved, from, state, apart) in r.plain::<Merging>(MERGES, args![keep]).await? {
            let to = if state.joined() { None } else { apart };
            all.extend(moved.0.iter().filter(|it| !all.contains(it)).copied().collect::<Vec<_>>());
            merges.push(Joined { moved: moved.0, from, to });
        }
    }
    Ok(members_at(root, &all, &merges, at))
}

/// The rows of one kind that were known at a time, opened; those that the reader may not see are left out.
///
/// # Errors
/// When the store refuses.
pub async fn rows_at<T: TwoTimes>(r: &Reading, members: &[PersonId], at: Ts) -> Result<Vec<T>, Refused> {
    let mut all = Vec::new();
    for it in members {
        let rows = r.sealed::<T>(T::AS_KNOWN, args![*it, at]).await?;
        all.extend(r.open_all(rows).await?);
    }
    Ok(all)
}

/// Every row of one kind, also those that others replaced: the history.
///
/// # Errors
/// When the store refuses.
pub async fn history<T: TwoTimes>(r: &Reading, members: &[PersonId]) -> Result<Vec<T>, Refused> {
    let mut all = Vec::new();
    for it in members {
        let rows = r.sealed::<T>(T::ALL, args![*it]).await?;
        all.extend(r.open_all(rows).await?);
    }
    Ok(all)
}

/// Who somebody is, with all their names and numbers.
#[derive(Clone, Debug)]
pub struct Who {
    /// Of each record that was part of this one, the survivor's first.
    pub identities: Vec<Identity>,
    /// Other names.
    pub names: Vec<PersonName>,
    /// Numbers.
    pub identifiers: Vec<PersonIdentifier>,
    /// What they say of themselves.
    pub traits: Vec<TraitAnswer>,
}

/// A record as it was known at a time. A part that the reader may not see is none; an empty one is empty.
#[derive(Clone, Debug)]
pub struct AsKnown {
    /// When it was so known.
    pub at: Ts,
    /// Whose record.
    pub person: PersonId,
    /// The persons who were part of it.
    pub members: Vec<PersonId>,
    /// Who they are; none: not on record yet.
    pub who: Option<Who>,
    /// Addresses and placements.
    pub addresses: Option<Vec<Address>>,
    /// How to reach them.
    pub contacts: Option<Vec<ContactPoint>>,
    /// Statuses and flags.
    pub statuses: Option<Vec<PersonStatus>>,
    /// Who is around them.
    pub relations: Option<Vec<Relation>>,
    /// Who works with them.
    pub workers: Vec<WorksWith>,
    /// Warnings that the reader may see.
    pub warnings: Vec<WarningNote>,
    /// The restriction, for those named.
    pub restrictions: Vec<Restriction>,
    /// Conflicts of interest that somebody declared, for those who allocate the work.
    pub conflicts: Vec<Conflict>,
}

/// Reads a record as it was known at a time; with the time of the reading, as it is.
///
/// # Errors
/// [`Refused::NotFound`] when the reader may not see who it is.
pub async fn as_known(r: &Reading, person: PersonId, at: Ts) -> Result<AsKnown, Refused> {
    r.may_see(SEE_IDENTITY, person).await?;
    let members = members(r, person, at).await?;
    let mut identities = rows_at::<Identity>(r, &members, at).await?;
    identities.sort_by_key(|it| it.person != person);
    let who = if identities.is_empty() {
        None
    } else {
        let names = rows_at(r, &members, at).await?;
        let (identifiers, traits) = (rows_at(r, &members, at).await?, rows_at(r, &members, at).await?);
        Some(Who { identities, names, identifiers, traits })
    };
    let whereabouts = r.could_to(SEE_WHEREABOUTS, person).await?;
    let addresses = if whereabouts { Some(rows_at(r, &members, at).await?) } else { None };
    let contacts = if whereabouts { Some(rows_at(r, &members, at).await?) } else { None };
    let statuses = if r.could_to(SEE_STATUSES, person).await? { Some(rows_at(r, &members, at).await?) } else { None };
    let relations = if r.could_to(SEE_RECORD, person).await? { Some(rows_at(r, &members, at).await?) } else { None };
    let workers = rows_at(r, &members, at).await?;
    let (warnings, restrictions) = (rows_at(r, &members, at).await?, rows_at(r, &members, at).await?);
    let conflicts = rows_at(r, &members, at).await?;
    Ok(AsKnown {
        at,
        person,
        members,
        who,
        addresses,
        contacts,
        statuses,
        relations,
        workers,
        warnings,
        restrictions,
        conflicts,
    })
}

/// Merges of a record, newest first.
///
/// # Errors
/// When the store refuses.
pub async fn merges(r: &Reading, members: &[PersonId]) -> Result<Vec<Merge>, Refused> {
    const OF: &str = "SELECT * FROM person_merge WHERE keep = $1 OR other = $1 ORDER BY asked_at DESC, id";
    let mut all: Vec<Merge> = Vec::new();
    for it in members {
        let rows = r.sealed::<Merge>(OF, args![*it]).await?;
        for row in r.open_all(rows).await? {
            if !all.iter().any(|it| it.id == row.id) {
                all.push(row);
            }
        }
    }
    Ok(all)
}

/// Merges and unmerges that wait for a second person, other than the reader, the oldest first.
///
/// # Errors
/// When the store refuses.
pub async fn merges_waiting(r: &Reading) -> Result<Vec<Merge>, Refused> {
    if !r.could(policy::action::CONFIRM_MERGE) {
        return Ok(Vec::new());
    }
    let me = r.acting.recorded_as();
    let of = |q: door::Query| {
        q.and(
            "t.state = {} AND t.asked_by <> {} OR t.state = {} AND t.apart_by <> {}",
            args![MergeState::Waiting, me, MergeState::UnmergeWaiting, me],
        )
    };
    let all = r.page::<Merge>(SEE_IDENTITY, "FROM person_merge t", of, "ORDER BY t.asked_at, t.id", (50, 0)).await?;
    Ok(all.rows)
}

/// What was made while two were one and waits until a person says to whom it belongs: of a merge that was opened.
///
/// # Errors
/// When the store refuses.
pub async fn assignments(r: &Reading, merge: &Merge) -> Result<Vec<crate::Assignment>, Refused> {
    const OPEN: &str = "SELECT * FROM person_assignment WHERE merge = $1 AND assigned_at IS NULL ORDER BY recorded, id";
    r.plain(OPEN, args![merge.id]).await
}

/// What was said of this person and another without making them one.
///
/// # Errors
/// When the store refuses.
pub async fn links(r: &Reading, members: &[PersonId]) -> Result<Vec<PersonLink>, Refused> {
    const OF: &str = "SELECT * FROM person_link WHERE person = $1 OR other = $1 ORDER BY recorded DESC, id";
    let mut all = Vec::new();
    for it in members {
        let rows = r.sealed::<PersonLink>(OF, args![*it]).await?;
        all.extend(r.open_all(rows).await?);
    }
    Ok(all)
}
