//! Where somebody is and how to reach them.

use policy::action::SEE_WHEREABOUTS;

use super::two_times::two_times;
use crate::{AddressKind, ContactKind};

two_times! {
    /// An address or placement, with its days.
    Address in "address" as "address", seen by SEE_WHEREABOUTS => {
        kind: AddressKind,
        house: String,
        street: String,
        locality: String,
        town: String,
        /// Without its space (codes.md §14).
        postcode: String,
        /// What does not fit about the postcode, where something does not.
        doubt: Option<String>,
        uprn: String,
        /// Ward code of the set of that time, where known.
        ward: Option<String>,
        /// Who runs the placement.
        provider: String,
        /// The council that placed them there, and the one that answers for them.
        placing_authority: String,
        responsible_authority: String,
        /// Who may not learn of it, in words; shown beside it.
        keep_from: String,
    }
}

two_times! {
    /// A telephone number, e-mail address or name online.
    ContactPoint in "contact_point" as "contact", seen by SEE_WHEREABOUTS => {
        kind: ContactKind,
        value: String,
        /// The service of a name online.
        service: String,
        /// Whose it is, and when it is safe to use.
        note: String,
        doubt: Option<String>,
    }
}
