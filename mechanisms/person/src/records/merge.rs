//! Two records of one person, one record of two, and details that were with the wrong person.

use door::{Action, Content, Plain, record};
use kernel::{Json, PersonId, Ts, UserId};
use policy::action::SEE_IDENTITY;
use uuid::Uuid;

use crate::{LinkKind, MergeState};

record! {
    /// A merge: `other`, and whoever was merged into it before, became one record with `keep`.
    pub struct Merge in "person_merge" {
        pub id: Uuid,
        pub keep: PersonId,
        pub other: PersonId,
        /// The persons whose root it changed.
        pub moved: Json<Vec<PersonId>>,
        pub state: MergeState,
        pub reason: String,
        pub asked_by: UserId,
        pub asked_at: Ts,
        pub confirmed_by: Option<UserId>,
        pub confirmed_at: Option<Ts>,
        /// The unmerge: why, by whom, when.
        pub apart_reason: String,
        pub apart_by: Option<UserId>,
        pub apart_at: Option<Ts>,
        pub version: i64,
    }
}

impl Content for Merge {
    const SEE: Action = SEE_IDENTITY;
    const KIND: &'static str = "merge";
    const PERSON_SQL: &'static str = "t.keep";
    fn id(&self) -> Uuid {
        self.id
    }
    fn person(&self) -> Option<PersonId> {
        Some(self.keep)
    }
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}

record! {
    /// What was recorded while two were one: a person says to whom it belongs.
    pub struct Assignment in "person_assignment" {
        pub id: Uuid,
        pub merge: Uuid,
        /// The kind of the record, and its id.
        pub kind: String,
        pub row_id: Uuid,
        /// With whom it is.
        pub person: PersonId,
        pub recorded: Ts,
        pub assigned_to: Option<PersonId>,
        pub assigned_by: Option<UserId>,
        pub assigned_at: Option<Ts>,
        pub version: i64,
    }
}
impl Plain for Assignment {}

record! {
    /// A detail that was with the wrong person: both histories show it.
    pub struct MovedDetail in "moved_detail" {
        pub id: Uuid,
        pub kind: String,
        pub was: Uuid,
        pub is_now: Uuid,
        pub from_person: PersonId,
        pub to_person: PersonId,
        pub reason: String,
        pub moved_by: UserId,
        pub at: Ts,
    }
}
impl Plain for MovedDetail {}

record! {
    /// What was said of two persons without making them one.
    pub struct PersonLink in "person_link" {
        pub id: Uuid,
        pub person: PersonId,
        pub other: PersonId,
        pub kind: LinkKind,
        pub reason: String,
        pub recorded: Ts,
        pub recorded_by: UserId,
    }
}

impl Content for PersonLink {
    const SEE: Action = SEE_IDENTITY;
    const KIND: &'static str = "link";
    const PERSON_SQL: &'static str = "t.person";
    fn id(&self) -> Uuid {
        self.id
    }
    fn person(&self) -> Option<PersonId> {
        Some(self.person)
    }
}

record! {
    /// A detail that should never have been recorded, with the reason. History keeps it.
    pub struct StruckDetail in "struck_detail" {
        pub id: Uuid,
        pub kind: String,
        pub row_id: Uuid,
        pub person: PersonId,
        pub reason: String,
        pub struck_by: UserId,
        pub at: Ts,
    }
}
impl Plain for StruckDetail {}
