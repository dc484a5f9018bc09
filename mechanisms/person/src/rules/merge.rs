//! Merging: persons keep their ids and rows, only the root changes; so that an unmerge loses nothing.

use std::collections::BTreeMap;

use kernel::{PersonId, Refused, Ts, UserId};

use crate::{MergeDeed, MergeState};

/// Who is one with whom: each person's root.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roots(pub BTreeMap<PersonId, PersonId>);

impl Roots {
    /// The root of a person; their own where nothing is known.
    #[must_use]
    pub fn of(&self, person: PersonId) -> PersonId {
        self.0.get(&person).copied().unwrap_or(person)
    }

    /// All of one root, the root first.
    #[must_use]
    pub fn members(&self, root: PersonId) -> Vec<PersonId> {
        let rest = self.0.iter().filter(|(it, to)| **to == root && **it != root).map(|it| *it.0);
        std::iter::once(root).chain(rest).collect()
    }

    /// Makes two records one; gives the two roots and the persons whose root changed.
    ///
    /// # Errors
    /// [`MergeNo::Same`] when they are one already.
    pub fn merge(&mut self, keep: PersonId, other: PersonId) -> Result<(PersonId, PersonId, Vec<PersonId>), MergeNo> {
        let (keep, other) = (self.of(keep), self.of(other));
        if keep == other {
            return Err(MergeNo::Same);
        }
        let moved = self.members(other);
        self.put(&moved, keep);
        Ok((keep, other, moved))
    }

    /// Takes a merge apart: of those it moved, whoever is still with the kept one goes back. Gives them.
    pub fn apart(&mut self, keep: PersonId, other: PersonId, moved: &[PersonId]) -> Vec<PersonId> {
        let root = self.of(keep);
        let back: Vec<PersonId> = moved.iter().copied().filter(|it| self.of(*it) == root).collect();
        self.put(&back, other);
        back
    }

    /// Puts a merge that was taken apart together again. Gives the persons whose root changed.
    pub fn again(&mut self, keep: PersonId, other: PersonId, moved: &[PersonId]) -> Vec<PersonId> {
        let root = self.of(keep);
        let back: Vec<PersonId> = moved.iter().copied().filter(|it| self.of(*it) == other).collect();
        self.put(&back, root);
        back
    }

    fn put(&mut self, them: &[PersonId], root: PersonId) {
        for it in them {
            self.0.insert(*it, root);
        }
    }
}

/// Why a merge is not to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MergeNo {
    /// They are one already.
    Same,
    /// The state it is in does not allow this.
    State(MergeState),
    /// Nobody confirms their own.
    Own,
    /// More than a day went by: ask anew.
    Lapsed,
}

impl From<MergeNo> for Refused {
    fn from(it: MergeNo) -> Self {
        match it {
            MergeNo::Same => Self::Conflict("these two are one record already".to_owned()),
            MergeNo::State(state) => Self::Conflict(format!("this merge now is: {}", state.label())),
            MergeNo::Own => Self::rule("merge", "a second person confirms a merge, never the one who asked for it"),
            MergeNo::Lapsed => {
                Self::rule("merge", "it was not confirmed within a day; undo it and ask again if it still holds")
            }
        }
    }
}

/// How long a merge or unmerge may wait for the second person, in hours (access.md §3).
pub const WAITS_HOURS: i64 = 24;

/// The state after a deed. `asked` is who asked for what waits, and when; `by` is who acts, at `now`.
///
/// # Errors
/// Why not.
pub fn next(
    state: MergeState,
    deed: MergeDeed,
    asked: (UserId, Ts),
    by: UserId,
    now: Ts,
) -> Result<MergeState, MergeNo> {
    match (state, deed) {
        (MergeState::Waiting | MergeState::UnmergeWaiting, MergeDeed::Confirm) if asked.0 == by => Err(MergeNo::Own),
        (MergeState::Waiting | MergeState::UnmergeWaiting, MergeDeed::Confirm)
            if now > asked.1.plus_hours(WAITS_HOURS) =>
        {
            Err(MergeNo::Lapsed)
        }
        (MergeState::Waiting, MergeDeed::Confirm) => Ok(MergeState::Confirmed),
        (MergeState::UnmergeWaiting, MergeDeed::Confirm) => Ok(MergeState::Unmerged),
        (MergeState::Waiting, MergeDeed::Undo) => Ok(MergeState::Undone),
        (MergeState::UnmergeWaiting, MergeDeed::Undo) => Ok(MergeState::Confirmed),
        (MergeState::Confirmed, MergeDeed::Unmerge) => Ok(MergeState::UnmergeWaiting),
        (MergeState::Confirmed | MergeState::Undone | MergeState::Unmerged, MergeDeed::Confirm | MergeDeed::Undo)
        | (
            MergeState::Waiting | MergeState::Undone | MergeState::UnmergeWaiting | MergeState::Unmerged,
            MergeDeed::Unmerge,
        ) => Err(MergeNo::State(state)),
    }
}

/// When a merge joined two records, and when it was taken apart again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// Whom it moved.
    pub moved: Vec<PersonId>,
    /// From when they were one.
    pub from: Ts,
    /// Until when; none: they still are.
    pub to: Option<Ts>,
}

/// Who was part of a record at a time: `all` are those who ever were, `root` the record's own person.
#[must_use]
pub fn members_at(root: PersonId, all: &[PersonId], merges: &[Joined], at: Ts) -> Vec<PersonId> {
    let was = |it: &PersonId| {
        *it == root || merges.iter().any(|m| m.moved.contains(it) && m.from <= at && m.to.is_none_or(|to| to > at))
    };
    all.iter().copied().filter(was).collect()
}
