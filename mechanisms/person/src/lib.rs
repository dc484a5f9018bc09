//! A person: names, identifiers, relations, statuses; merge and unmerge.

pub mod identifiers;
