//! Disclosure control: what a publication gives away, and how to protect it.

mod audit;
mod bounds;
mod problem;
mod set;

pub use audit::{AllIn, Audit, Insider, audit};
pub use set::{Codes, Fact, Range, Rule, Set, Table};
