//! Statuses that law and returns know, warnings, and what keeps a person from being seen.

use door::{Action, Plain, record};
use kernel::UserId;
use policy::action::{SEE_CONFLICT, SEE_FLAG, SEE_IDENTITY, SEE_RECORD, SEE_STATUSES};
use uuid::Uuid;

use super::two_times::two_times;

two_times! {
    /// A status or flag with its days, both included: looked after, in need, protection plan with category, care leaver
    /// (codes.md §3). The exploitation flags are seen by [`SEE_FLAG`], every other by [`SEE_STATUSES`].
    PersonStatus in "person_status" as "status", seen by its own of [SEE_STATUSES, SEE_FLAG] => {
        /// A code of `statuses`.
        status: String,
        /// A code of the list that belongs to the status: `cpp-category`, `cin-need`, `care-leaver`.
        category: Option<String>,
        /// A code of `legal-status`.
        legal_status: Option<String>,
        responsible_authority: String,
        placing_authority: String,
        /// Why it ended: a code of `cin-closure`, or words.
        end_reason: String,
        note: String,
    }
}

/// By what a warning may be seen: with the identity, with statuses, or with the record only.
pub const WARNING_SEEN_BY: [Action; 3] = [SEE_IDENTITY, SEE_STATUSES, SEE_RECORD];

two_times! {
    /// A warning for those who meet them, with a day by which it is looked at again.
    WarningNote in "warning_note" as "warning", seen by its own of WARNING_SEEN_BY => {
        text: String,
        review: kernel::Day,
    }
}

two_times! {
    /// A restricted person: a relative of staff, a witness, a covert placement. Nobody sees them but those named.
    Restriction in "restriction" as "restriction", seen by SEE_IDENTITY => {
        reason: String,
    }
}

record! {
    /// Somebody on a restricted person's list.
    pub struct RestrictionNamed in "restriction_named" {
        pub id: Uuid,
        pub restriction: Uuid,
        pub named: UserId,
    }
}
impl Plain for RestrictionNamed {}

two_times! {
    /// A worker's declared conflict of interest about a person: that worker sees nothing of them. It tells of the worker,
    /// so that only who allocates the work reads it.
    Conflict in "declared_conflict" as "conflict", seen by SEE_CONFLICT => {
        declared_by: UserId,
        why: String,
    }
}
