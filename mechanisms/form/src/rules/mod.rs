//! Decisions about a form and its answers: values in, a decision out.

mod asked;
mod check;
mod kinds;
mod language;
mod parts;
mod read;
mod summary;

pub use asked::{Asked, asked, condition_holds, submitted};
pub use check::check;
pub(crate) use kinds::{RECENCY, RECENCY_LIST};
pub(crate) use kinds::{not_among_choices, yes_no};
pub use language::{Doubt, Warning, doubts, language, phrases_in};
pub use parts::{Difference, banners, differences, parts, parts_of};
pub use read::{agency, amount, instant, person, rating, years};
pub use summary::{SummaryGroup, SummaryRow, summary};

#[cfg(test)]
mod tests;

use catalogue::Group;

/// Which instance is meant, where there are several: `Child 2: `; else nothing.
fn which(group: &Group, nth: usize, of: usize) -> String {
    match &group.repeat {
        Some(it) if of > 1 => format!("{} {}: ", capital(&it.one), nth + 1),
        Some(_) | None => String::new(),
    }
}

fn capital(it: &str) -> String {
    let mut letters = it.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
