//! Which person is this about? Puts the records that a worker should look at first on top, before a new one is made.
//!
//! The engine knows nothing of the hub and nothing of a database. The store keeps [`keys`] beside each person;
//! a question becomes [`query_keys`] (and [`wider_keys`] where those find fewer than [`ENOUGH`]); the people whose keys
//! weigh most are read and put in order by [`rank`].
//!
//! **What it is not.** [`Match::points`] order likely records of one question. They are no probability, no level of
//! risk and nothing about a child; they are not to be stored, shown or compared between questions. What a worker
//! sees is the order and [`Match::why`]; whether two records are one person is the worker's decision.
//!
//! Rules come from how names, dates and numbers go wrong in writing, not from lists of names: a list fits one place
//! and fails its neighbours.

mod birth;
pub mod command;
mod compare;
mod keys;
mod linkage;
mod memory;
mod names;
mod text;
mod typed;

pub use birth::Birth;
pub use compare::{Match, compare, rank};
pub use keys::{KEYS_A_RECORD, keys, query_keys, wider_keys};
pub use linkage::explain::{Evidence, Explained};
pub use linkage::index::{Answer, Index};
pub use linkage::read::{COLUMNS, Unread};
pub use memory::{ENOUGH, Memory, PEOPLE_A_KEY};
pub use text::{fold, sound};
pub use typed::typed;

/// What is known of somebody, as it was written down: empty means not known. Spelling, case, spaces and the order of
/// names need no care from the caller.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Given names, in order, middle names too.
    pub forenames: String,
    /// Family name or names.
    pub surname: String,
    /// Other whole names: earlier ones, aliases, what they are called.
    pub other_names: Vec<String>,
    /// A whole name of which nobody knows which part is which.
    pub full: String,
    /// Birth date, or the year alone.
    pub birth: Birth,
    /// Sex, where known.
    pub sex: Option<Sex>,
    /// Postcode, whole or its first half.
    pub postcode: String,
    /// House number or name.
    pub house: String,
    /// Street.
    pub street: String,
    /// Telephone numbers.
    pub phones: Vec<String>,
    /// NHS number.
    pub nhs: String,
    /// Unique pupil number.
    pub upn: String,
    /// E-mail address.
    pub email: String,
}

/// Sex as recorded; anything else is not compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
}

impl Sex {
    /// From the spellings that systems use: `f`, `female`, `2`; `m`, `male`, `1`.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        match text.trim().to_ascii_lowercase().as_str() {
            "f" | "female" | "2" => Some(Self::Female),
            "m" | "male" | "1" => Some(Self::Male),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
