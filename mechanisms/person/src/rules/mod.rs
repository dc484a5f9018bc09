//! Decisions about persons that need neither clock nor database.

mod birth;
mod merge;
mod status;

pub use birth::{Age, Birth};
pub use merge::{Joined, MergeNo, Roots, WAITS_HOURS, members_at, next};
pub use status::{Period, may_hold};

#[cfg(test)]
mod tests;
