//! Working days, bank holidays, London time, periods; pure.
//!
//! Bank holidays are data of the partnership (codes.md §15), handed in with a version; nothing here computes Easter.
//! The rules are those of processes.md Part 1.

mod due;
mod period;
mod plus;

pub use due::{Due, Length, Start, Unit, When};
pub use period::{Period, Step};
pub use plus::{parse_start, plus};

use std::collections::BTreeMap;

use kernel::{Day, Ts};

kernel::words! {
    /// How a clock counts (processes.md Part 1).
    pub enum Kind {
        /// Monday to Friday, no bank holiday in England and Wales: almost every safeguarding clock.
        Ew = "EW" / "working days, England and Wales",
        /// Monday to Friday, no bank holiday in any part of the United Kingdom (Freedom of Information Act 2000 s10(6)).
        Uk = "UK" / "working days, whole United Kingdom",
        /// Every calendar day; months by the corresponding date.
        Day = "DAY" / "calendar days",
        /// Hours that really pass, across a change of the clocks too.
        Hour = "HOUR" / "hours",
        /// Clear days before a meeting: neither end, no weekend, no bank holiday (Local Government Act 1972 s100B).
        Clear = "CLEAR" / "clear days",
    }
}

/// A table of bank holidays that cannot be used, in words with its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadTable(pub String);

impl std::fmt::Display for BadTable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadTable {}

/// The bank holidays that deadlines are counted by, and the name of that version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    ew: BTreeMap<Day, String>,
    uk: BTreeMap<Day, String>,
    version: String,
}

impl Calendar {
    /// From the bank holidays of England and Wales, those that only other parts of the United Kingdom have, and the
    /// version's name, which every clock keeps (processes.md Part 1, rule 3).
    #[must_use]
    pub fn new(
        ew: impl IntoIterator<Item = (Day, String)>,
        uk_extra: impl IntoIterator<Item = (Day, String)>,
        version: &str,
    ) -> Self {
        let ew: BTreeMap<_, _> = ew.into_iter().collect();
        let mut uk: BTreeMap<_, _> = uk_extra.into_iter().collect();
        uk.extend(ew.iter().map(|(day, name)| (*day, name.clone())));
        Self { ew, uk, version: version.to_owned() }
    }

    /// From two comma-separated texts with a header line: `date,…,name` (the last column is the name).
    ///
    /// # Errors
    /// [`BadTable`] names the line whose date cannot be read.
    pub fn from_csv(ew: &str, uk_extra: &str, version: &str) -> Result<Self, BadTable> {
        Ok(Self::new(rows(ew)?, rows(uk_extra)?, version))
    }

    /// The version's name.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The name of the bank holiday on this day, for this way of counting; `None` where days and hours simply pass.
    #[must_use]
    pub fn holiday(&self, day: Day, kind: Kind) -> Option<&str> {
        self.table(kind)?.get(&day).map(String::as_str)
    }

    /// Whether the day counts: every day does for calendar days and hours.
    #[must_use]
    pub fn is_working_day(&self, day: Day, kind: Kind) -> bool {
        match self.table(kind) {
            Some(table) => !is_weekend(day) && !table.contains_key(&day),
            None => true,
        }
    }

    /// The working days after `from` up to and including `to`, so that a deadline of n working days is n of them
    /// away from its day 0; negative, and counted from `to`, where `to` is the earlier.
    #[must_use]
    pub fn working_days_between(&self, from: Day, to: Day, kind: Kind) -> i64 {
        let counted = |first: Day, last: Day| {
            let (mut at, mut count) = (first, 0);
            while at <= last {
                count += i64::from(self.is_working_day(at, kind));
                let next = at.plus_days(1);
                if next == at {
                    break;
                }
                at = next;
            }
            count
        };
        if to >= from { counted(from.plus_days(1), to) } else { -counted(to, from.plus_days(-1)) }
    }

    /// When four fifths of the time from `from` to `deadline` have passed, counting only time on days that count:
    /// the clock turns amber (processes.md Part 1, rule 8). Red follows when `deadline` has passed.
    #[must_use]
    pub fn amber(&self, from: Ts, deadline: Ts, kind: Kind) -> Ts {
        self.amber_after(80, from, deadline, kind)
    }

    /// As [`Calendar::amber`], after another share of the time, in per cent.
    #[must_use]
    pub fn amber_after(&self, percent: u8, from: Ts, deadline: Ts, kind: Kind) -> Ts {
        let whole = self.counted_seconds(from, deadline, kind);
        let mut left = whole.saturating_mul(i64::from(percent.min(100))) / 100;
        let mut at = from;
        while at < deadline {
            let end = at.day().end().min(deadline);
            if self.is_working_day(at.day(), kind) {
                let here = end.seconds_since(at);
                if here >= left {
                    return at.plus_seconds(left);
                }
                left -= here;
            }
            if end <= at {
                break;
            }
            at = end;
        }
        deadline
    }

    /// Seconds between two instants that fall on days that count; 0 where `to` is not later.
    #[must_use]
    pub fn counted_seconds(&self, from: Ts, to: Ts, kind: Kind) -> i64 {
        if self.table(kind).is_none() {
            return to.seconds_since(from).max(0);
        }
        let (mut at, mut sum) = (from, 0);
        while at < to {
            let end = at.day().end().min(to);
            if self.is_working_day(at.day(), kind) {
                sum += end.seconds_since(at);
            }
            if end <= at {
                break;
            }
            at = end;
        }
        sum
    }

    /// Whether the table says nothing about this day's year, so that bank holidays could be missed there.
    #[must_use]
    pub fn beyond_table(&self, day: Day, kind: Kind) -> bool {
        let Some(table) = self.table(kind) else { return false };
        match (self.ew.keys().next(), self.ew.keys().next_back()) {
            (Some(first), Some(last)) => day.0.year() < first.0.year() || day.0.year() > last.0.year(),
            _ => table.is_empty(),
        }
    }

    /// The bank holidays that this way of counting leaves out; `None` where it leaves out none.
    fn table(&self, kind: Kind) -> Option<&BTreeMap<Day, String>> {
        match kind {
            Kind::Ew | Kind::Clear => Some(&self.ew),
            Kind::Uk => Some(&self.uk),
            Kind::Day | Kind::Hour => None,
        }
    }
}

/// Saturday or Sunday.
pub(crate) fn is_weekend(day: Day) -> bool {
    use jiff::civil::Weekday::{Saturday, Sunday};
    matches!(day.0.weekday(), Saturday | Sunday)
}

fn rows(text: &str) -> Result<Vec<(Day, String)>, BadTable> {
    let lines = text.lines().enumerate().skip(1).filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(nth, line)| {
            let (date, rest) = line.split_once(',').unwrap_or((line, ""));
            let name = rest.rsplit(',').next().unwrap_or("").trim().trim_matches('"');
            let day = date.trim().parse().map_err(|_| {
                BadTable(format!("line {} of the bank holidays: {date:?} is not a date such as 2026-12-25", nth + 1))
            })?;
            Ok((day, name.to_owned()))
        })
        .collect()
}

#[cfg(test)]
mod tests;
