//! Council papers: what they recommend and resolve, and whether their arithmetic holds. Pure: text in, findings out.

mod check;
pub mod claims;
mod days;
mod document;
mod read;
mod sentences;
mod slips;
mod tokens;

pub use check::{Finding, check};
pub use claims::{Claim, Kind, Verdict, claims};
pub use document::lines;
pub use read::{Figure, Item, Paper, read};
