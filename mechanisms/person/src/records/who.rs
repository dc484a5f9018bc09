//! Who somebody is: the person, their names and numbers, what they say of themselves.

use door::{Action, Content, record};
use kernel::{Day, PersonId, Reference, Ts, UserId};
use policy::action::{SEE_IDENTITY, SEE_POINTER};
use uuid::Uuid;

use super::two_times::two_times;
use crate::{BirthKind, TraitKind};

record! {
    /// A person whom the hub has a record of: child, adult, parent alike. Whether a child is computed from the birth
    /// date on a day. Names and birth date are those of today; the history is in [`Identity`].
    pub struct Person in "person" {
        pub id: PersonId,
        pub reference: Reference,
        /// The surviving person after a merge; else the person itself.
        pub root: PersonId,
        pub forenames: String,
        pub surname: String,
        /// What they like to be called.
        pub known_as: String,
        pub birth_day: Option<Day>,
        pub birth_kind: BirthKind,
        pub birth_year: Option<i64>,
        /// Code of the list `sex`.
        pub sex: String,
        pub died: Option<Day>,
        /// Code of the list `ethnicity`, as they say themselves; `NOBT` when not yet asked.
        pub ethnicity: String,
        /// The agency, and its team, that answers *known: ask this team*.
        pub lead_agency: String,
        pub lead_team: Option<String>,
        pub recorded: Ts,
        pub recorded_by: UserId,
        pub version: i64,
    }
}

impl Content for Person {
    const SEE: Action = SEE_IDENTITY;
    const KIND: &'static str = "person";
    const PERSON_SQL: &'static str = "t.id";
    fn id(&self) -> Uuid {
        self.id.0
    }
    fn person(&self) -> Option<PersonId> {
        Some(self.id)
    }
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}

record! {
    /// All that a reader learns who may only be told *known: ask this team* (access.md §2, pointer). Read, never kept.
    pub struct Pointed in "person" {
        pub id: PersonId,
        pub root: PersonId,
        pub lead_agency: String,
        pub lead_team: Option<String>,
    }
}

impl Content for Pointed {
    const SEE: Action = SEE_POINTER;
    const KIND: &'static str = "person";
    const PERSON_SQL: &'static str = "t.id";
    fn id(&self) -> Uuid {
        self.id.0
    }
    fn person(&self) -> Option<PersonId> {
        Some(self.id)
    }
}

two_times! {
    /// Who somebody is, as it was known: each change adds one.
    Identity in "identity" as "person", seen by SEE_IDENTITY => {
        forenames: String,
        surname: String,
        known_as: String,
        birth_day: Option<Day>,
        birth_kind: BirthKind,
        birth_year: Option<i64>,
        sex: String,
        died: Option<Day>,
    }
}

two_times! {
    /// Another name: legal, former, alias, street, online (list `name-types`).
    PersonName in "person_name" as "name", seen by SEE_IDENTITY => {
        kind: String,
        forenames: String,
        surname: String,
    }
}

two_times! {
    /// A number by which some system knows them. A failed check warns, never refuses (codes.md §13).
    PersonIdentifier in "person_identifier" as "identifier", seen by SEE_IDENTITY => {
        /// One of [`crate::identifiers::Scheme`], a code of the list `identifiers`, or `import:SOURCE`.
        scheme: String,
        value: String,
        /// What does not fit, where something does not.
        doubt: Option<String>,
    }
}

two_times! {
    /// Something a person, or somebody for them, says of themselves, with who said it.
    TraitAnswer in "trait_answer" as "trait", seen by SEE_IDENTITY => {
        kind: TraitKind,
        /// A code of the kind's list, or words.
        value: String,
        /// Their own words beside the code.
        words: String,
        /// A code of `ethnicity-said-by`: self, parent, other.
        said_by: String,
        /// The code in the scheme in which it was given, kept as given (codes.md §1: one-to-many).
        as_given: String,
    }
}
