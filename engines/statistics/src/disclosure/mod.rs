//! Disclosure control: what a publication gives away, and how to protect it.

mod audit;
mod bounds;
mod master;
mod moves;
mod problem;
mod protect;
mod set;

pub use audit::{AllIn, Audit, Insider, audit};
pub use protect::{Protection, protect};
pub use set::{Codes, Fact, Range, Rule, Set, Table};

use serde_json::Value;

/// The set as it may be published: the named cells replaced by a marker, the truth left out.
#[must_use]
pub fn hide(set: &Set, hidden: &dyn Fn(&str) -> bool) -> Set {
    let mut out = set.clone();
    out.truth = None;
    let mark = marker(set);
    for (table, of) in out.tables.iter_mut().zip(&set.tables) {
        for (cell, known) in table.cells.iter_mut().zip(&of.cells) {
            if hidden(&set.key(of, known)) {
                cell.insert("v".to_owned(), Value::String(mark.to_owned()));
            }
        }
    }
    out
}

/// The set as a protection lets it be published.
#[must_use]
pub fn published(set: &Set, by: &Protection) -> Set {
    let set = if by.zeros_too { &protect::zeros_too(set) } else { set };
    hide(set, &|key| by.hidden.iter().any(|k| k == key))
}

/// The marker that tells least: `c`, or another where the rule says too much about it.
#[must_use]
pub fn marker(set: &Set) -> &'static str {
    let silent = |it: &&str| set.rule.markers.get(*it).is_none_or(|m| m.hi.is_none() && m.lo.is_none_or(|l| l <= 1.0));
    ["c", "x", "*", "hidden"].into_iter().find(silent).unwrap_or("not shown")
}
