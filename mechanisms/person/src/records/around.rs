//! Who is around somebody: family and others, and the professionals who work with them.

use kernel::{PersonId, UserId};
use policy::action::{SEE_IDENTITY, SEE_RECORD};

use super::two_times::two_times;
use crate::YesNo;

two_times! {
    /// Family, carers, friends and others; on record as a person, or by name alone.
    Relation in "relation" as "relation", seen by SEE_RECORD => {
        other: Option<PersonId>,
        /// Their name where they have no record of their own.
        name: String,
        birth: String,
        /// What the other one is to this person: a code of `relationship-types`.
        kind: String,
        responsibility: YesNo,
        lives_with: YesNo,
        risk_to_child: YesNo,
        risk_to_staff: YesNo,
        note: String,
    }
}

two_times! {
    /// *Who works with them*: until rooms say more, this list decides whose a person is (access.md §2, mine).
    WorksWith in "works_with" as "worker", seen by SEE_IDENTITY => {
        /// Their account, where they have one; without one they see nothing here.
        worker: Option<UserId>,
        name: String,
        /// A code of `working-roles`.
        role: String,
        agency: String,
        team: Option<String>,
        contact: String,
    }
}
