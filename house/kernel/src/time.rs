//! An instant and a day. What "now" is comes from the door; what a working day is, from the calendar.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use jiff::{Timestamp, civil, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// An instant, to the microsecond (what PostgreSQL keeps). Printed in UTC with exactly six decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ts(Timestamp);

/// A calendar day, without a place or a time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(pub civil::Date);

/// The zone in which the hub's days are counted.
const LONDON: &str = "Europe/London";

fn london() -> TimeZone {
    static ZONE: LazyLock<TimeZone> = LazyLock::new(|| TimeZone::get(LONDON).unwrap_or(TimeZone::UTC));
    ZONE.clone()
}

impl Ts {
    /// From microseconds since 1970; out-of-range values are cut to the range of [`Timestamp`].
    #[must_use]
    pub fn from_micros(micros: i64) -> Self {
        Self(Timestamp::from_microsecond(micros).unwrap_or(if micros < 0 { Timestamp::MIN } else { Timestamp::MAX }))
    }

    /// Microseconds since 1970.
    #[must_use]
    pub fn micros(self) -> i64 {
        self.0.as_microsecond()
    }

    /// For arithmetic in other crates.
    #[must_use]
    pub fn jiff(self) -> Timestamp {
        self.0
    }

    /// The day on which this instant falls in London.
    #[must_use]
    pub fn day(self) -> Day {
        Day(self.0.to_zoned(london()).date())
    }

    /// Date and time in London.
    #[must_use]
    pub fn london(self) -> civil::DateTime {
        self.0.to_zoned(london()).datetime()
    }

    /// As people read it: `28 March 2026, 2:05pm` (London).
    #[must_use]
    pub fn words(self) -> String {
        let it = self.london();
        let (hour, half) = match it.hour() {
            0 => (12, "am"),
            h @ 1..=11 => (h, "am"),
            12 => (12, "pm"),
            h => (h - 12, "pm"),
        };
        format!("{}, {hour}:{:02}{half}", self.day().words(), it.minute())
    }

    /// RFC 3339 with London's offset, to the second.
    #[must_use]
    pub fn rfc3339(self) -> String {
        self.0.to_zoned(london()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }

    /// This much later (or earlier, when negative).
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self::from_micros(self.micros().saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// This many hours later.
    #[must_use]
    pub fn plus_hours(self, hours: i64) -> Self {
        self.plus_seconds(hours.saturating_mul(3600))
    }

    /// Seconds from the other instant to this one.
    #[must_use]
    pub fn seconds_since(self, other: Self) -> i64 {
        (self.micros() - other.micros()) / 1_000_000
    }
}

impl Day {
    /// The first instant of the day in London.
    #[must_use]
    pub fn start(self) -> Ts {
        self.at(0, 0)
    }

    /// The first instant of the following day in London.
    #[must_use]
    pub fn end(self) -> Ts {
        self.plus_days(1).start()
    }

    /// An instant of this day by London's clock; a time that the clocks skip is moved later, one that occurs twice is the first.
    #[must_use]
    pub fn at(self, hour: i8, minute: i8) -> Ts {
        self.0
            .at(hour.clamp(0, 23), minute.clamp(0, 59), 0, 0)
            .to_zoned(london())
            .map_or(Ts(Timestamp::UNIX_EPOCH), |it| Ts::from(it.timestamp()))
    }

    /// Days later (or earlier); stays within the calendar's range.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(jiff::Span::new().try_days(days).unwrap_or_default()))
    }

    /// The corresponding date months later, or the last day of that month where there is none.
    #[must_use]
    pub fn plus_months(self, months: i64) -> Self {
        Self(self.0.saturating_add(jiff::Span::new().try_months(months).unwrap_or_default()))
    }

    /// Whole days from the other day to this one.
    #[must_use]
    pub fn days_since(self, other: Self) -> i64 {
        (self.start_utc_days()) - other.start_utc_days()
    }

    fn start_utc_days(self) -> i64 {
        i64::from(self.0.to_zoned(TimeZone::UTC).map_or(0, |it| it.timestamp().as_second().div_euclid(86_400) as i32))
    }

    /// As people read it: `28 March 2026`.
    #[must_use]
    pub fn words(self) -> String {
        self.0.strftime("%-d %B %Y").to_string()
    }

    /// With the day of the week: `Saturday 28 March 2026`.
    #[must_use]
    pub fn long_words(self) -> String {
        self.0.strftime("%A %-d %B %Y").to_string()
    }

    /// Completed years on a day for somebody born on this one. A child born on 29 February becomes a year older on
    /// 1 March in other years (Family Law Reform Act 1969 s9).
    #[must_use]
    pub fn age_on(self, on: Self) -> i16 {
        let (born, on) = (self.0, on.0);
        let not_yet = (on.month(), on.day()) < (born.month(), born.day());
        on.year() - born.year() - i16::from(not_yet)
    }
}

impl From<Timestamp> for Ts {
    fn from(it: Timestamp) -> Self {
        Self::from_micros(it.as_microsecond())
    }
}

impl fmt::Display for Ts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.6}", self.0)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Ts {
    type Err = jiff::Error;
    fn from_str(it: &str) -> Result<Self, jiff::Error> {
        it.parse::<Timestamp>().map(Self::from)
    }
}

impl FromStr for Day {
    type Err = jiff::Error;
    fn from_str(it: &str) -> Result<Self, jiff::Error> {
        it.parse().map(Self)
    }
}

macro_rules! schema {
    ($name:ident, $format:literal) => {
        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "format": $format })
            }
        }
    };
}
schema!(Ts, "date-time");
schema!(Day, "date");

#[cfg(test)]
mod tests {
    use super::*;

    fn day(it: &str) -> Day {
        it.parse().expect("a day")
    }

    #[test]
    fn a_child_born_on_29_february_becomes_a_year_older_on_1_march() {
        let born = day("2008-02-29");
        assert_eq!(born.age_on(day("2026-02-28")), 17);
        assert_eq!(born.age_on(day("2026-03-01")), 18);
        assert_eq!(born.age_on(day("2024-02-29")), 16);
    }

    #[test]
    fn text_order_is_time_order_and_spelling_is_one() {
        let a: Ts = "2026-03-28T10:00:00+00:00".parse().expect("an instant");
        assert_eq!(a.to_string(), "2026-03-28T10:00:00.000000Z");
        assert!(a.to_string() < a.plus_seconds(1).to_string());
        assert_eq!(a.rfc3339(), "2026-03-28T10:00:00+00:00");
        assert_eq!(a.plus_hours(24).rfc3339(), "2026-03-29T11:00:00+01:00");
    }

    #[test]
    fn july_begins_in_the_last_hour_of_june_by_utc() {
        let t: Ts = "2026-06-30T23:30:00Z".parse().expect("an instant");
        assert_eq!(t.day(), day("2026-07-01"));
        assert_eq!(day("2026-07-01").start().to_string(), "2026-06-30T23:00:00.000000Z");
        assert_eq!(day("2026-07-01").days_since(day("2026-06-01")), 30);
        assert_eq!(t.words(), "1 July 2026, 12:30am");
    }
}
