//! Statuses do not overlap with themselves: somebody is looked after once at a time.

use kernel::{Day, Refused};

/// The days of a status, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: Day,
    /// The last day; none: it goes on.
    pub to: Option<Day>,
}

impl Period {
    /// Whether it holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
    /// Whether the two share a day.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        self.to.is_none_or(|to| other.from <= to) && other.to.is_none_or(|to| self.from <= to)
    }
}

/// Whether a status may hold in these days beside the same status in others.
///
/// # Errors
/// When it ends before it begins, or meets another of its kind: the days are named.
pub fn may_hold(new: Period, others: &[Period]) -> Result<(), Refused> {
    if new.to.is_some_and(|to| to < new.from) {
        return Err(Refused::wrong("to", "The last day is not before the first"));
    }
    match others.iter().find(|it| it.meets(&new)) {
        None => Ok(()),
        Some(it) => {
            let to = it.to.map_or("now".to_owned(), Day::words);
            let words = format!(
                "The same status already holds from {} to {to}. End or correct that one first",
                it.from.words()
            );
            Err(Refused::wrong("from", words))
        }
    }
}
