//! Whole lists: which of their records are one person.

pub(crate) mod answers;
pub(crate) mod block_keys;
pub(crate) mod blocks;
pub(crate) mod clean;
pub(crate) mod clusters;
pub(crate) mod compare;
pub(crate) mod dict;
pub(crate) mod explain;
pub(crate) mod frequency;
pub(crate) mod hash;
pub(crate) mod index;
pub(crate) mod levels;
pub(crate) mod likeness;
pub(crate) mod model;
pub(crate) mod picture;
pub(crate) mod read;
pub(crate) mod report;
pub(crate) mod run;
pub(crate) mod table;
pub(crate) mod train;
pub(crate) mod values;

#[cfg(test)]
mod tests;
