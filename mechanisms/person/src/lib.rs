//! A person: names, numbers, addresses, relations, workers, statuses, warnings; search before create; merge and unmerge.
//!
//! Rows keep the id of the person they were made with. A merge changes only [`Person::root`], so that an unmerge gives
//! everything back; "all of this person" is every row of a person with that root. Details have two times: a change is a
//! new row that says what it replaces ([`TwoTimes`]), and [`as_known`] reads a record as it was known at a time.

mod commands;
mod facts;
pub mod happenings;
pub mod identifiers;
mod known;
mod matcher;
mod migrations;
mod owned;
mod records;
pub mod rules;
mod search;
mod words;

pub use commands::*;
pub use facts::FACTS;
pub use known::{
    AsKnown, Who, as_known, assignments, by_id, by_identifier, by_reference, by_sources, history, links, members,
    merges, merges_waiting, names_of, root, rows_at, source_scheme,
};
pub use matcher::{Asked, Compared};
pub use migrations::MIGRATIONS;
pub use owned::worked_with_by;
pub use records::*;
pub use rules::{Age, Birth};
pub use search::{
    ForgetSearches, Found, SHOWN, SaveSearch, SavedSearch, SearchId, index, index_all, likely, saved, search,
};
pub use words::{AddressKind, BirthKind, ContactKind, LinkKind, MergeDeed, MergeState, TraitKind, YesNo};

impl Person {
    /// When they were born, as far as it is known.
    #[must_use]
    pub const fn birth(&self) -> Birth {
        Birth { kind: self.birth_kind, day: self.birth_day, year: self.birth_year }
    }

    /// Forenames and surname; what they are called, where there is neither.
    #[must_use]
    pub fn name(&self) -> String {
        let whole = format!("{} {}", self.forenames, self.surname).trim().to_owned();
        if whole.is_empty() { self.known_as.clone() } else { whole }
    }
}
