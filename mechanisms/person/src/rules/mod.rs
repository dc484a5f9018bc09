//! Decisions about persons that need neither clock nor database.

mod birth;
mod merge;
mod status;

pub use birth::{Age, Birth};
pub use merge::{MergeNo, Roots, members_at, next, Joined};
pub use status::{Period, may_hold};

#[cfg(test)]
mod tests;
