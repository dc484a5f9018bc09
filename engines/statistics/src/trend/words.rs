//! Months and sentences.

use std::fmt;

use super::Verdict;
use super::shapes::{Family, Shape};
use crate::numbers::mean;

/// A month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Month {
    year: usize,
    /// From 0.
    month: usize,
}

const NAMES: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Month {
    /// Reads `2021-04` (a day after it is left unread).
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let mut parts = text.trim().split('-');
        let mut next = || parts.next().and_then(|it| it.parse::<usize>().ok());
        match (next(), next()) {
            (Some(year), Some(month @ 1..=12)) if year < 10_000 => Ok(Self { year, month: month - 1 }),
            _ => Err(format!("{text:?} is no month: write it as 2021-04")),
        }
    }

    pub(super) const fn plus(self, months: usize) -> Self {
        let all = self.year * 12 + self.month + months;
        Self { year: all / 12, month: all % 12 }
    }

    fn words(self) -> String {
        format!("{} {}", NAMES[self.month], self.year)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month + 1)
    }
}

/// The first month (from 0) of the present state; none where it has always been so.
pub(super) fn since(best: Option<&Shape>) -> Option<usize> {
    let best = best?;
    match best.family {
        Family::Flat => None,
        Family::Ramp => Some(0),
        Family::Step | Family::RampThenFlat => Some(best.bend),
        Family::FlatThenRamp => Some(best.bend + 1),
    }
}

pub(super) fn statement(
    verdict: Verdict,
    best: Option<&Shape>,
    needed: Option<usize>,
    start: Option<Month>,
    values: &[f64],
    sure: bool,
) -> String {
    let when = |i: usize| start.map_or_else(|| format!("month {}", i + 1), |it| it.plus(i).words());
    let at = since(best);
    let level = |from: usize, to: usize| mean(&values[from.min(to)..to]).unwrap_or(0.0);
    let n = values.len();
    let from = at.unwrap_or(0);
    let means = best.map(|it| it.means.as_slice()).unwrap_or_default();
    let (first, last) = (means.first().copied().unwrap_or(0.0), means.last().copied().unwrap_or(0.0));
    let mut said = match verdict {
        Verdict::Stable if !sure => format!(
            "Stable as far as can be seen: about {:.1} a month in {n} months; a small change could not show yet.",
            level(0, n)
        ),
        Verdict::Stable => format!("Stable: about {:.1} a month, with no lasting change in {n} months.", level(0, n)),
        Verdict::Rising if from == 0 => format!("Rising throughout: from about {first:.0} to about {last:.0} a month."),
        Verdict::Falling if from == 0 => {
            format!("Falling throughout: from about {first:.0} to about {last:.0} a month.")
        }
        Verdict::Rising => {
            format!("Rising since {}: from about {first:.0} to about {last:.0} a month, and not yet level.", when(from))
        }
        Verdict::Falling => {
            format!(
                "Falling since {}: from about {first:.0} to about {last:.0} a month, and not yet level.",
                when(from)
            )
        }
        Verdict::PlateauedAfterRise => {
            format!("It rose and has plateaued: level since {} at about {:.1} a month.", when(from), level(from, n))
        }
        Verdict::LevelledAfterFall => {
            format!("It fell and has levelled: level since {} at about {:.1} a month.", when(from), level(from, n))
        }
        Verdict::CannotTell => {
            format!("Cannot tell yet: about {} more months are needed.", needed.unwrap_or(1))
        }
    };
    if let Some(i) = best.and_then(|it| it.exceptional) {
        said.push_str(&format!(" {} stands out and was set aside.", when(i)));
    }
    if best.is_some_and(|it| it.season) {
        said.push_str(" A yearly season was allowed for.");
    }
    said
}
