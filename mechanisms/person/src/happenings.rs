//! What happens to a person's record. Names begin with `people.`: the room of that name shows it.

use kernel::{Day, PersonId, Ts};
use policy::action::{SEE_FLAG, SEE_IDENTITY, SEE_RECORD, SEE_STATUSES, SEE_WHEREABOUTS};
use serde::Serialize;
use uuid::Uuid;

/// Each happening is about a person and a row; `words` is its line on the chronology.
macro_rules! happenings {
    ($($(#[$doc:meta])* $name:ident = $text:literal on $kind:literal, seen by $see:expr => {
        $($(#[$fdoc:meta])* $field:ident: $ty:ty,)*
    })+) => { $(
        $(#[$doc])*
        #[derive(Clone, Debug, Serialize)]
        pub struct $name {
            /// Whom it is about.
            pub person: PersonId,
            /// The row it happened to.
            pub subject: Uuid,
            $($(#[$fdoc])* pub $field: $ty,)*
            /// Its line on the chronology.
            #[serde(skip)]
            pub words: String,
        }
        impl door::Happening for $name {
            const NAME: &'static str = $text;
            fn persons(&self) -> Vec<PersonId> {
                let mut all = vec![self.person];
                all.extend(self.others());
                all
            }
            fn subject(&self) -> (&'static str, Uuid) {
                ($kind, self.subject)
            }
            fn happened(&self) -> Option<Ts> {
                self.when()
            }
            fn line(&self) -> Option<door::Line> {
                let marking = kernel::Marking::Sensitive;
                (!self.words.is_empty()).then(|| door::Line { see: $see, text: self.words.clone(), marking })
            }
        }
        impl More for $name {
            $(more!($field);)*
        }
    )+ };
}

/// Fields that say when it was so, or who else is concerned.
trait More {
    fn when(&self) -> Option<Ts> {
        None
    }
    fn others(&self) -> Vec<PersonId> {
        Vec::new()
    }
}

macro_rules! more {
    (from) => {
        fn when(&self) -> Option<Ts> {
            Some(self.from.start())
        }
    };
    (to) => {
        fn when(&self) -> Option<Ts> {
            Some(self.to.start())
        }
    };
    (other) => {
        fn others(&self) -> Vec<PersonId> {
            vec![self.other]
        }
    };
    ($other:ident) => {};
}

happenings! {
    /// A record was made.
    PersonCreated = "people.person-created" on "person", seen by SEE_IDENTITY => {}
    /// Name, birth date, sex or team changed.
    PersonChanged = "people.person-changed" on "person", seen by SEE_IDENTITY => {}
    /// A name, number or trait was added, corrected or struck out.
    DetailChanged = "people.detail-changed" on "person", seen by SEE_IDENTITY => {
        /// The kind of the row.
        kind: &'static str,
    }
    /// An address, placement or way to reach them was added or ended.
    WhereaboutsChanged = "people.whereabouts-changed" on "address", seen by SEE_WHEREABOUTS => {
        /// `home`, `placement`, …
        kind: &'static str,
    }
    /// A status began.
    StatusBegan = "people.status-began" on "status", seen by SEE_STATUSES => {
        status: String,
        category: Option<String>,
        legal_status: Option<String>,
        from: Day,
    }
    /// A status ended.
    StatusEnded = "people.status-ended" on "status", seen by SEE_STATUSES => {
        status: String,
        category: Option<String>,
        end_reason: String,
        to: Day,
    }
    /// The exploitation flag was set or taken away (`status` says which one).
    FlagChanged = "people.flag-changed" on "status", seen by SEE_FLAG => {
        status: String,
        /// Whether it was set.
        set: bool,
    }
    /// A relation was added or ended.
    RelationChanged = "people.relation-changed" on "relation", seen by SEE_RECORD => {
        kind: String,
    }
    /// Somebody begins to work with them.
    WorkerSet = "people.worker-set" on "worker", seen by SEE_IDENTITY => {
        role: String,
        agency: String,
        team: Option<String>,
        from: Day,
    }
    /// Somebody no longer works with them.
    WorkerEnded = "people.worker-ended" on "worker", seen by SEE_IDENTITY => {
        role: String,
        agency: String,
        team: Option<String>,
        to: Day,
    }
    /// A warning was added.
    WarningAdded = "people.warning-added" on "warning", seen by SEE_RECORD => {
        review: Day,
    }
    /// A warning was looked at again.
    WarningReviewed = "people.warning-reviewed" on "warning", seen by SEE_RECORD => {
        /// Whether it stands; with a new day of review.
        stands: bool,
    }
    /// A person was restricted, or the list of those named changed.
    PersonRestricted = "people.person-restricted" on "restriction", seen by SEE_IDENTITY => {}
    /// A restriction was lifted.
    RestrictionLifted = "people.restriction-lifted" on "restriction", seen by SEE_IDENTITY => {}
    /// A worker declared a conflict of interest.
    ConflictDeclared = "people.conflict-declared" on "conflict", seen by SEE_IDENTITY => {}
    /// Two persons were linked without making them one.
    PersonsLinked = "people.persons-linked" on "link", seen by SEE_IDENTITY => {
        kind: &'static str,
        other: PersonId,
    }
    /// Two records became one; waits for a second person.
    PersonsMerged = "people.persons-merged" on "merge", seen by SEE_IDENTITY => {
        other: PersonId,
    }
    /// A second person confirmed a merge or an unmerge.
    MergeConfirmed = "people.merge-confirmed" on "merge", seen by SEE_IDENTITY => {
        /// Whether the two are one record from now on.
        joined: bool,
        other: PersonId,
    }
    /// A merge was undone or taken apart: whoever keeps records about persons lists what was made in between
    /// ([`crate::await_assignment`]).
    PersonsParted = "people.persons-parted" on "merge", seen by SEE_IDENTITY => {
        other: PersonId,
        /// From when the two were one.
        joined_at: Ts,
    }
    /// An unmerge was undone: the two are one again.
    PersonsRejoined = "people.persons-rejoined" on "merge", seen by SEE_IDENTITY => {
        other: PersonId,
    }
    /// Somebody said to whom a record belongs that was made while two were one. Whose kind it is moves it, where
    /// `other` is not `person`.
    EntryAssigned = "people.entry-assigned" on "assignment", seen by SEE_IDENTITY => {
        /// The kind of the record, and its id.
        kind: String,
        row_id: Uuid,
        /// To whom it goes.
        other: PersonId,
    }
    /// A detail that was with the wrong person was moved; it shows in both histories.
    DetailMoved = "people.detail-moved" on "person", seen by SEE_IDENTITY => {
        kind: String,
        other: PersonId,
    }
}
