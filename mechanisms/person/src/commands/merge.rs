//! Link, merge, unmerge, and saying to whom belongs what was made in between.

use door::{Command, Fact, Facts, Refused, Writing, args};
use kernel::{Json, PersonId, Ts, Wrongs};
use policy::Action;
use policy::action::{CONFIRM_MERGE, LINK_PERSONS, MERGE_PERSONS, UNMERGE_PERSONS};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::details::{DetailKind, move_row};
use super::{needed, person_for, root_of};
use crate::happenings::{EntryAssigned, MergeConfirmed, PersonsLinked, PersonsMerged, PersonsParted, PersonsRejoined};
use crate::rules::{Roots, WAITS_HOURS, next};
use crate::search::index;
use crate::{
    Address, Assignment, ContactPoint, LinkKind, Merge, MergeDeed, MergeState, PersonIdentifier, PersonLink,
    PersonName, PersonStatus, Relation, TraitAnswer, TwoTimes, WarningNote, WorksWith,
};

/// Says of two persons that they may be the same, or are not, without making them one.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkPersons {
    /// The one.
    pub person: PersonId,
    /// The other.
    pub other: PersonId,
    /// What is said of them.
    pub kind: LinkKind,
    /// Why.
    pub reason: String,
}

impl Command for LinkPersons {
    const NAME: &'static str = "people.link-persons";
    const WHAT: &'static str = "Say that two persons may be the same, or are not";
    type Done = Uuid;

    async fn carry_out(&self, w: &mut Writing) -> Result<Uuid, Refused> {
        let (person, other) = both(w, LINK_PERSONS, self.person, self.other).await?;
        let reason = reason(&self.reason)?;
        let (id, recorded, recorded_by) = (w.new_id(), w.now, w.acting.recorded_as());
        w.keep(&PersonLink { id, person, other, kind: self.kind, reason, recorded, recorded_by }).await?;
        let words = self.kind.label().to_owned();
        w.happened(PersonsLinked { person, subject: id, kind: self.kind.as_str(), other, words }).await?;
        Ok(id)
    }
}

async fn both(
    w: &mut Writing,
    action: Action,
    one: PersonId,
    other: PersonId,
) -> Result<(PersonId, PersonId), Refused> {
    let one = person_for(w, action, one).await?.id;
    let other = person_for(w, action, other).await?.id;
    if one == other {
        return Err(crate::rules::MergeNo::Same.into());
    }
    Ok((one, other))
}

fn reason(typed: &str) -> Result<String, Refused> {
    let mut wrongs = Wrongs::default();
    let it = needed(typed, 500, "reason", "Say how you know", &mut wrongs);
    wrongs.done().map(|()| it)
}

/// The roots that a merge is about, as they are now.
async fn roots(w: &Writing, them: &[PersonId]) -> Result<Roots, Refused> {
    const GROUP: &str = "SELECT a.id, a.root FROM person p JOIN person a ON a.root = p.root WHERE p.id = $1";
    let mut all = Roots::default();
    for it in them {
        let found: Vec<(PersonId, PersonId)> = w.plain(GROUP, args![*it]).await?;
        all.0.extend(found);
    }
    Ok(all)
}

async fn put_roots(w: &mut Writing, them: &[PersonId], root: PersonId) -> Result<(), Refused> {
    for it in them {
        w.run("UPDATE person SET root = $2 WHERE id = $1", args![*it, root]).await?;
    }
    w.facts_changed();
    Ok(())
}

/// What a merge or its end answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Merged {
    /// The merge.
    pub merge: Uuid,
    /// Where it stands.
    pub state: MergeState,
    /// By when a second person must confirm.
    pub confirm_by: Option<Ts>,
    /// How many records wait to be assigned by a person.
    pub to_assign: i64,
}

/// Makes two records one. In effect at once; a second person confirms it within a day, until then it is undone with
/// one click (access.md §3).
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MergePersons {
    /// The record that stays on top.
    pub keep: PersonId,
    /// The record that becomes part of it.
    pub other: PersonId,
    /// How one knows: a code of `merge-reasons`, or words.
    pub reason: String,
}

impl Command for MergePersons {
    const NAME: &'static str = "people.merge-persons";
    const WHAT: &'static str = "Make two records of one person one; a second person confirms within a day";
    type Done = Merged;

    async fn carry_out(&self, w: &mut Writing) -> Result<Merged, Refused> {
        both(w, MERGE_PERSONS, self.keep, self.other).await?;
        let reason = reason(&self.reason)?;
        let mut all = roots(w, &[self.keep, self.other]).await?;
        let (keep, other, moved) = all.merge(self.keep, self.other)?;
        put_roots(w, &moved, keep).await?;
        let it = Merge {
            id: w.new_id(),
            keep,
            other,
            moved: Json(moved),
            state: MergeState::Waiting,
            reason,
            asked_by: w.acting.recorded_as(),
            asked_at: w.now,
            confirmed_by: None,
            confirmed_at: None,
            apart_reason: String::new(),
            apart_by: None,
            apart_at: None,
            version: 1,
        };
        w.keep(&it).await?;
        index(w, other).await?;
        index(w, keep).await?;
        let words = "Another record was merged into this one".to_owned();
        w.happened(PersonsMerged { person: keep, subject: it.id, other, words }).await?;
        Ok(Merged { merge: it.id, state: it.state, confirm_by: Some(w.now.plus_hours(WAITS_HOURS)), to_assign: 0 })
    }
}

pub(super) async fn merge_for(w: &mut Writing, action: Action, id: Uuid, more: Facts) -> Result<Merge, Refused> {
    let found = w.sealed_one::<Merge>("SELECT * FROM person_merge WHERE id = $1", args![id]).await?;
    let permit = w.may_on(action, &found, more).await?;
    permit.open(found)
}

fn asked(it: &Merge) -> (kernel::UserId, Ts) {
    match (it.state, it.apart_by, it.apart_at) {
        (MergeState::UnmergeWaiting, Some(by), Some(at)) => (by, at),
        (
            MergeState::Waiting
            | MergeState::Confirmed
            | MergeState::Undone
            | MergeState::UnmergeWaiting
            | MergeState::Unmerged,
            ..,
        ) => (it.asked_by, it.asked_at),
    }
}

fn after(w: &Writing, it: &Merge, deed: MergeDeed) -> Result<MergeState, Refused> {
    Ok(next(it.state, deed, asked(it), w.acting.recorded_as(), w.now)?)
}

/// A second person confirms a merge or an unmerge.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmMerge {
    /// The merge.
    pub merge: Uuid,
}

impl Command for ConfirmMerge {
    const NAME: &'static str = "people.confirm-merge";
    const WHAT: &'static str = "Confirm, as a second person, a merge or unmerge";
    type Done = Merged;

    async fn carry_out(&self, w: &mut Writing) -> Result<Merged, Refused> {
        let by: Option<(kernel::UserId, Option<kernel::UserId>, MergeState)> =
            w.plain_one("SELECT asked_by, apart_by, state FROM person_merge WHERE id = $1", args![self.merge]).await?;
        let (asked_by, apart_by, state) = by.ok_or(Refused::NotFound)?;
        let by = if state == MergeState::UnmergeWaiting { apart_by } else { Some(asked_by) };
        let own = by == Some(w.acting.recorded_as());
        let old = merge_for(w, CONFIRM_MERGE, self.merge, Facts::NONE.with_if(Fact::OwnAction, own)).await?;
        let state = after(w, &old, MergeDeed::Confirm)?;
        let mut new = Merge { state, ..old.clone() };
        (new.confirmed_by, new.confirmed_at) = (Some(w.acting.recorded_as()), Some(w.now));
        w.change(&old, &new).await?;
        let (person, joined) = (root_of(w, old.keep).await?, state.joined());
        let words = if joined { "The merge was confirmed" } else { "The unmerge was confirmed" }.to_owned();
        w.happened(MergeConfirmed { person, subject: old.id, joined, other: old.other, words }).await?;
        Ok(Merged { merge: old.id, state, confirm_by: None, to_assign: to_assign(w, old.id).await? })
    }
}

/// Undoes, with one click, what no second person has confirmed yet: a merge comes apart, an unmerge joins again.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoMerge {
    /// The merge.
    pub merge: Uuid,
}

impl Command for UndoMerge {
    const NAME: &'static str = "people.undo-merge";
    const WHAT: &'static str = "Undo a merge or unmerge that no second person has confirmed yet";
    type Done = Merged;

    async fn carry_out(&self, w: &mut Writing) -> Result<Merged, Refused> {
        let old = merge_for(w, MERGE_PERSONS, self.merge, Facts::NONE).await?;
        undo(w, old).await
    }
}

pub(super) async fn undo(w: &mut Writing, old: Merge) -> Result<Merged, Refused> {
    let state = after(w, &old, MergeDeed::Undo)?;
    let mut new = Merge { state, ..old.clone() };
    if state.joined() {
        (new.apart_reason, new.apart_by, new.apart_at) = (String::new(), None, None);
        w.change(&old, &new).await?;
        rejoin(w, &old).await?;
    } else {
        (new.apart_by, new.apart_at) = (Some(w.acting.recorded_as()), Some(w.now));
        w.change(&old, &new).await?;
        part(w, &old).await?;
    }
    Ok(Merged { merge: old.id, state, confirm_by: None, to_assign: to_assign(w, old.id).await? })
}

/// Takes a merge apart. In effect at once; a second person confirms it within a day.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnmergePersons {
    /// The merge.
    pub merge: Uuid,
    /// Why: a code of `unmerge-reasons`, or words.
    pub reason: String,
}

impl Command for UnmergePersons {
    const NAME: &'static str = "people.unmerge-persons";
    const WHAT: &'static str = "Take a merge apart; what was made in between is assigned by a person";
    type Done = Merged;

    async fn carry_out(&self, w: &mut Writing) -> Result<Merged, Refused> {
        let old = merge_for(w, UNMERGE_PERSONS, self.merge, Facts::NONE).await?;
        let reason = reason(&self.reason)?;
        let state = after(w, &old, MergeDeed::Unmerge)?;
        let mut new = Merge { state, apart_reason: reason, ..old.clone() };
        (new.apart_by, new.apart_at) = (Some(w.acting.recorded_as()), Some(w.now));
        w.change(&old, &new).await?;
        part(w, &old).await?;
        let confirm_by = Some(w.now.plus_hours(WAITS_HOURS));
        Ok(Merged { merge: old.id, state, confirm_by, to_assign: to_assign(w, old.id).await? })
    }
}

/// Gives the persons their own records back, and lists what was made in between.
async fn part(w: &mut Writing, it: &Merge) -> Result<(), Refused> {
    let mut all = roots(w, &[it.keep]).await?;
    let root = all.of(it.keep);
    let back = all.apart(it.keep, it.other, &it.moved.0);
    put_roots(w, &back, it.other).await?;
    for person in all.members(root) {
        list::<PersonName>(w, it, person).await?;
        list::<PersonIdentifier>(w, it, person).await?;
        list::<TraitAnswer>(w, it, person).await?;
        list::<Address>(w, it, person).await?;
        list::<ContactPoint>(w, it, person).await?;
        list::<Relation>(w, it, person).await?;
        list::<WorksWith>(w, it, person).await?;
        list::<PersonStatus>(w, it, person).await?;
        list::<WarningNote>(w, it, person).await?;
    }
    index(w, root).await?;
    index(w, it.other).await?;
    let words = "Two records that were merged are two again".to_owned();
    let (other, joined_at) = (it.other, it.asked_at);
    w.happened(PersonsParted { person: root, subject: it.id, other, joined_at, words }).await
}

async fn list<T: TwoTimes>(w: &mut Writing, it: &Merge, person: PersonId) -> Result<(), Refused> {
    let rows: Vec<(Uuid,)> = w.plain(T::SINCE, args![person, it.asked_at]).await?;
    for (row,) in rows {
        await_assignment(w, it.id, T::KIND, row, person).await?;
    }
    Ok(())
}

/// Lists a record that was made while two were one: a person says to whom it belongs. Mechanisms that keep records
/// about persons call this when they hear of [`PersonsParted`], and move the record on [`EntryAssigned`].
///
/// # Errors
/// When the store refuses.
pub async fn await_assignment(
    w: &mut Writing,
    merge: Uuid,
    kind: &str,
    row_id: Uuid,
    person: PersonId,
) -> Result<(), Refused> {
    let (id, recorded, kind) = (w.new_id(), w.now, kind.to_owned());
    let (assigned_to, assigned_by, assigned_at) = (None, None, None);
    w.keep(&Assignment { id, merge, kind, row_id, person, recorded, assigned_to, assigned_by, assigned_at, version: 1 })
        .await
}

async fn rejoin(w: &mut Writing, it: &Merge) -> Result<(), Refused> {
    let mut all = roots(w, &[it.keep, it.other]).await?;
    let root = all.of(it.keep);
    let back = all.again(it.keep, it.other, &it.moved.0);
    put_roots(w, &back, root).await?;
    w.run("DELETE FROM person_assignment WHERE merge = $1 AND assigned_at IS NULL", args![it.id]).await?;
    index(w, it.other).await?;
    index(w, root).await?;
    let words = "The unmerge was undone".to_owned();
    w.happened(PersonsRejoined { person: root, subject: it.id, other: it.other, words }).await
}

async fn to_assign(w: &Writing, merge: Uuid) -> Result<i64, Refused> {
    const OPEN: &str = "SELECT COUNT(*) FROM person_assignment WHERE merge = $1 AND assigned_at IS NULL";
    Ok(w.plain_one::<(i64,)>(OPEN, args![merge]).await?.map_or(0, |it| it.0))
}

/// Says to whom belongs what was made while two were one.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignAfterUnmerge {
    /// The line of the list.
    pub assignment: Uuid,
    /// One of the two.
    pub to: PersonId,
}

impl Command for AssignAfterUnmerge {
    const NAME: &'static str = "people.assign-after-unmerge";
    const WHAT: &'static str = "Say to whom belongs what was made while two records were one";
    type Done = ();

    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        const ONE: &str = "SELECT * FROM person_assignment WHERE id = $1";
        let old: Assignment = w.plain_one(ONE, args![self.assignment]).await?.ok_or(Refused::NotFound)?;
        let merge = merge_for(w, UNMERGE_PERSONS, old.merge, Facts::NONE).await?;
        if old.assigned_at.is_some() {
            return Err(Refused::Conflict("somebody has assigned this already".to_owned()));
        }
        let (to, here) = (root_of(w, self.to).await?, root_of(w, old.person).await?);
        if to != here && to != root_of(w, merge.other).await? {
            return Err(Refused::wrong("to", "Choose one of the two"));
        }
        let (by, at) = (w.acting.recorded_as(), w.now);
        let new = Assignment { assigned_to: Some(to), assigned_by: Some(by), assigned_at: Some(at), ..old.clone() };
        w.change(&old, &new).await?;
        match old.kind.parse::<DetailKind>() {
            Ok(kind) if to != here => {
                move_row(w, kind, old.row_id, to, "made while two records were one".to_owned()).await?;
            }
            Ok(_) | Err(_) => {}
        }
        let words = format!("Assigned after an unmerge: {}", old.kind);
        w.happened(EntryAssigned {
            person: here,
            subject: old.id,
            kind: old.kind,
            row_id: old.row_id,
            other: to,
            words,
        })
        .await
    }
}
