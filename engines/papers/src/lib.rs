//! Council papers: what they recommend and resolve, and whether their arithmetic holds. Pure: text in, findings out.

pub mod claims;
mod sentences;
mod tokens;

pub use claims::{Claim, Kind, Verdict, claims};
