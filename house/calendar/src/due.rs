//! When something is due, and why, in plain words.

use kernel::{Day, Ts};

use crate::{Calendar, Kind, is_weekend};

kernel::words! {
    /// The unit of a clock's length (processes.md Part 2).
    pub enum Unit {
        /// Working days.
        WorkingDays = "wd" / "working days",
        /// Calendar days.
        Days = "d" / "days",
        /// Calendar months.
        Months = "mo" / "months",
        /// Hours.
        Hours = "h" / "hours",
        /// Clear days.
        ClearDays = "clear" / "clear days",
    }
}

/// How long a clock runs; negative counts backwards from its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Length {
    /// How many.
    pub n: i64,
    /// Of what.
    pub unit: Unit,
}

impl Length {
    /// `n` of `unit`.
    #[must_use]
    pub const fn new(n: i64, unit: Unit) -> Self {
        Self { n, unit }
    }

    /// `5 working days`, `1 month`; without a sign.
    #[must_use]
    pub fn words(self) -> String {
        let n = self.n.unsigned_abs();
        let label = self.unit.label();
        if n == 1 { format!("1 {}", label.trim_end_matches('s')) } else { format!("{n} {label}") }
    }

    /// How a clock of this length counts where nothing else is said.
    #[must_use]
    pub const fn own_kind(self) -> Kind {
        match self.unit {
            Unit::WorkingDays => Kind::Ew,
            Unit::Days | Unit::Months => Kind::Day,
            Unit::Hours => Kind::Hour,
            Unit::ClearDays => Kind::Clear,
        }
    }
}

/// What starts a clock: an instant, or a day of which no time is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// At an instant; its day in London is day 0.
    At(Ts),
    /// On a day; a clock of hours then starts at its first instant, which is the earliest it can have been.
    On(Day),
}

impl Start {
    /// Day 0 (processes.md Part 1, rule 1).
    #[must_use]
    pub fn day(self) -> Day {
        match self {
            Self::At(at) => at.day(),
            Self::On(day) => day,
        }
    }

    /// The instant from which time is counted.
    #[must_use]
    pub fn instant(self) -> Ts {
        match self {
            Self::At(at) => at,
            Self::On(day) => day.start(),
        }
    }
}

impl From<Ts> for Start {
    fn from(it: Ts) -> Self {
        Self::At(it)
    }
}

impl From<Day> for Start {
    fn from(it: Day) -> Self {
        Self::On(it)
    }
}

/// The last moment: by the end of a day, or at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// By the end of this day, 23:59:59 in London.
    Day(Day),
    /// By this instant.
    At(Ts),
}

/// When something is due, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The last day, or the instant for clocks of hours.
    pub when: When,
    /// The steps in plain words, in order, each a sentence without a full stop.
    pub why: Vec<String>,
    /// The count ran into years for which the table has no bank holidays: it may be too early.
    pub beyond_table: bool,
}

impl Due {
    /// The last instant: 23:59:59 in London of the last day, or the instant itself. Late is what comes after.
    #[must_use]
    pub fn deadline(&self) -> Ts {
        match self.when {
            When::Day(day) => day.end().plus_seconds(-1),
            When::At(at) => at,
        }
    }

    /// The day of the deadline in London.
    #[must_use]
    pub fn day(&self) -> Day {
        match self.when {
            When::Day(day) => day,
            When::At(at) => at.day(),
        }
    }
}

/// More than any clock needs (about 380 years of working days); longer lengths are cut to it.
const LONGEST: i64 = 100_000;

impl Calendar {
    /// When something of this length, started then, is due (processes.md Part 1, rules 1 and 2). `kind` says which
    /// bank holidays count for working days and clear days; days, months and hours are counted alike in every kind.
    #[must_use]
    pub fn due(&self, start: impl Into<Start>, length: Length, kind: Kind) -> Due {
        let start = start.into();
        let length = Length { n: length.n.clamp(-LONGEST, LONGEST * 24), ..length };
        match length.unit {
            Unit::Hours => hours(start, length),
            Unit::Days => by_date(start.day(), start.day().plus_days(length.n), length),
            Unit::Months => by_date(start.day(), start.day().plus_months(length.n.min(LONGEST)), length),
            Unit::WorkingDays => self.working_days(start.day(), length.n.min(LONGEST), kind),
            Unit::ClearDays => self.clear_days(start.day(), length.n.min(LONGEST), kind),
        }
    }

    fn working_days(&self, zero: Day, n: i64, kind: Kind) -> Due {
        let last = self.step(zero, n, kind);
        let mut why = vec![format!("Day 0 is {}{}", zero.long_words(), self.not_working(zero, kind))];
        if n == 0 {
            why.push("The length is 0 working days: it is due the same day".to_owned());
        } else {
            let one = self.step(zero, n.signum(), kind);
            let back = if n < 0 { ", counted backwards," } else { "" };
            if n.abs() > 1 {
                why.push(format!("Working day 1{back} is {}", one.long_words()));
            }
            self.left_out(zero, last, kind, &mut why);
            why.push(format!("Working day {}{back} is {}", n.abs(), last.long_words()));
        }
        self.done(zero, last, kind, why)
    }

    /// Neither the start nor the last day counts, so the last day is one working day beyond the clear days.
    fn clear_days(&self, zero: Day, n: i64, kind: Kind) -> Due {
        let last = self.step(zero, n + if n < 0 { -1 } else { 1 }, kind);
        let mut why = vec![format!("The day itself, {}, does not count", zero.long_words())];
        self.left_out(zero, last, kind, &mut why);
        if n != 0 {
            let (near, far) = (self.step(zero, n.signum(), kind), self.step(zero, n, kind));
            let days = Length::new(n, Unit::ClearDays).words();
            let is = if n.abs() == 1 { "is" } else { "run from" };
            let (first, final_) = if n < 0 { (far, near) } else { (near, far) };
            let to = if n.abs() == 1 { String::new() } else { format!(" to {}", final_.long_words()) };
            why.push(format!("The {days} {is} {}{to}", first.long_words()));
        }
        let side = if n < 0 { "latest working day before them" } else { "first working day after them" };
        why.push(format!("The {side} is {}", last.long_words()));
        self.done(zero, last, kind, why)
    }

    fn done(&self, zero: Day, last: Day, kind: Kind, mut why: Vec<String>) -> Due {
        let beyond_table = self.beyond_table(zero, kind) || self.beyond_table(last, kind);
        if beyond_table {
            why.push("The table of bank holidays does not reach these years: check the date when it does".to_owned());
        }
        why.push(format!("It is due by the end of {}", last.long_words()));
        Due { when: When::Day(last), why, beyond_table }
    }

    /// The day that many working days on (or back); the start itself never counts.
    fn step(&self, from: Day, n: i64, kind: Kind) -> Day {
        let (mut at, mut left) = (from, n.abs());
        while left > 0 {
            let next = at.plus_days(n.signum());
            if next == at {
                break;
            }
            at = next;
            left -= i64::from(self.is_working_day(at, kind));
        }
        at
    }

    fn not_working(&self, day: Day, kind: Kind) -> String {
        match self.holiday(day, kind) {
            Some(name) => format!(" (a bank holiday, {name}; it is not moved)"),
            None if is_weekend(day) => " (a weekend; it is not moved)".to_owned(),
            None => String::new(),
        }
    }

    /// Says which days between two (neither of them) were not counted.
    fn left_out(&self, one: Day, other: Day, kind: Kind, why: &mut Vec<String>) {
        let (first, last) = (one.min(other).plus_days(1), one.max(other).plus_days(-1));
        if first > last {
            return;
        }
        let holidays: Vec<Day> = match self.table(kind) {
            Some(table) => table.range(first..=last).map(|(day, _)| *day).filter(|it| !is_weekend(*it)).collect(),
            None => Vec::new(),
        };
        if (0..=last.days_since(first).min(6)).any(|n| is_weekend(first.plus_days(n))) {
            why.push("Saturdays and Sundays do not count".to_owned());
        }
        for month in holidays.chunk_by(|a, b| (a.0.year(), a.0.month()) == (b.0.year(), b.0.month())) {
            let numbers: Vec<String> = month.iter().map(|it| it.0.day().to_string()).collect();
            let month_words = month.first().map(|it| it.0.strftime("%B %Y").to_string()).unwrap_or_default();
            why.push(match numbers.as_slice() {
                [one] => format!("{one} {month_words} is a bank holiday"),
                [most @ .., last] => format!("{} and {last} {month_words} are bank holidays", most.join(", ")),
                [] => continue,
            });
        }
    }
}

fn by_date(zero: Day, last: Day, length: Length) -> Due {
    let mut why = vec![format!("Day 0 is {}", zero.long_words())];
    let back = if length.n < 0 { "earlier" } else { "later" };
    if length.unit == Unit::Months && last.0.day() != zero.0.day() {
        why.push(format!("The month {} {back} has no day {}, so its last day counts", length.words(), zero.0.day()));
    }
    why.push(format!("{} {back} is {}", length.words(), last.long_words()));
    why.push(format!("It is due by the end of {}", last.long_words()));
    Due { when: When::Day(last), why, beyond_table: false }
}

fn hours(start: Start, length: Length) -> Due {
    let from = start.instant();
    let at = from.plus_hours(length.n);
    let mut why = vec![match start {
        Start::At(_) => format!("It starts on {}", from.words()),
        Start::On(day) => format!("Only the day is known, {}: hours are counted from its first moment", day.words()),
    }];
    let shift = |it: Ts| it.london().duration_since(jiff::tz::TimeZone::UTC.to_datetime(it.jiff())).as_secs();
    if shift(at) != shift(from) {
        why.push("The clocks change in between; the hours are those that really pass".to_owned());
    }
    why.push(format!("{} {} is {}", length.words(), if length.n < 0 { "earlier" } else { "later" }, at.words()));
    Due { when: When::At(at), why, beyond_table: false }
}
