//! Months, quarters and years in London: from the first instant to the first instant of the next.

use kernel::{Day, Ts};

kernel::words! {
    /// A kind of period that figures are counted by.
    pub enum Step {
        /// Key `2026-03`.
        Month = "month" / "month",
        /// Quarter of the financial year, April to June first. Key `2014/15-Q1`.
        Quarter = "quarter" / "quarter",
        /// Calendar year. Key `2026`.
        Year = "year" / "calendar year",
        /// 1 April to 31 March. Key `2014/15`.
        FinancialYear = "financial-year" / "financial year",
        /// 1 September to 31 August. Key `2025/26`, as for a financial year: say which is meant.
        AcademicYear = "academic-year" / "academic year",
    }
}

/// A stretch of time in London. SQL compares with `start` (included) and `end` (not included).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// First instant.
    pub start: Ts,
    /// First instant after it.
    pub end: Ts,
    /// Spelling in addresses, files and tables.
    pub key: String,
    /// First day.
    pub first: Day,
    /// Last day.
    pub last: Day,
}

impl Period {
    /// Whether an instant lies in it.
    #[must_use]
    pub fn holds(&self, at: Ts) -> bool {
        self.start <= at && at < self.end
    }

    /// From one day to another, both included; the key is `2026-01-05..2026-01-11`.
    #[must_use]
    pub fn between(first: Day, last: Day) -> Self {
        Self::new(first, last.plus_days(1), format!("{first}..{last}"))
    }

    fn new(first: Day, next: Day, key: String) -> Self {
        Self { start: first.start(), end: next.start(), key, first, last: next.plus_days(-1) }
    }
}

impl Step {
    /// The period in which a day lies.
    #[must_use]
    pub fn containing(self, day: Day) -> Period {
        let (year, month) = (i64::from(day.0.year()), i64::from(day.0.month()));
        let first_of_month = Day(day.0.first_of_month());
        let back = match self {
            Self::Month => 0,
            Self::Quarter => (month - 1) % 3,
            Self::Year => month - 1,
            Self::FinancialYear => (month + 8) % 12,
            Self::AcademicYear => (month + 3) % 12,
        };
        let first = first_of_month.plus_months(-back);
        let since = year - i64::from(month < 4);
        let key = match self {
            Self::Month => first.0.strftime("%Y-%m").to_string(),
            Self::Quarter => format!("{}-Q{}", years(since), (month + 8) % 12 / 3 + 1),
            Self::Year => format!("{year:04}"),
            Self::FinancialYear => years(since),
            Self::AcademicYear => years(year - i64::from(month < 9)),
        };
        Period::new(first, first.plus_months(self.months()), key)
    }

    /// Whole periods, in order, from the one that holds `from` to the one that holds `to`; none where `to` is earlier.
    pub fn over(self, from: Day, to: Day) -> impl Iterator<Item = Period> {
        let first = (from <= to).then(|| self.containing(from));
        std::iter::successors(first, move |it| {
            let next = it.last.plus_days(1);
            (next <= to && next > it.last).then(|| self.containing(next))
        })
    }

    /// The period with this key; `None` where it is no key of this kind.
    #[must_use]
    pub fn by_key(self, key: &str) -> Option<Period> {
        let year: i16 = key.get(..4)?.parse().ok()?;
        let month: i8 = match self {
            Self::Month => key.get(5..)?.parse().ok()?,
            Self::Quarter => key
                .strip_suffix(|it: char| it.is_ascii_digit())
                .and(key.get(9..))?
                .parse::<i8>()
                .ok()?
                .checked_mul(3)?
                .checked_add(1)?,
            Self::Year => 1,
            Self::FinancialYear => 4,
            Self::AcademicYear => 9,
        };
        let (year, month) = if month > 12 { (year.checked_add(1)?, month - 12) } else { (year, month) };
        let day = Day(jiff::civil::Date::new(year, month, 1).ok()?);
        let period = self.containing(day);
        (period.key == key).then_some(period)
    }

    const fn months(self) -> i64 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year | Self::FinancialYear | Self::AcademicYear => 12,
        }
    }
}

/// `2014/15`, for the year that begins in 2014.
fn years(first: i64) -> String {
    format!("{first:04}/{:02}", (first + 1).rem_euclid(100))
}
