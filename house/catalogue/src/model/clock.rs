//! Clocks: what starts a duty, how long it may take, who answers for it and what ends it (processes.md Part 2).

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::clock_words::RawStops;

dated! {
    /// The definition of a clock between two dates. A running clock keeps the version it was started with.
    pub struct Clock {
        /// Its id, such as `CK-35`.
        pub id: String,
        /// The duty, in a few words.
        pub name: String,
        /// How long; none where the source sets no number, or where a field of the happening says when.
        pub length: Option<Length>,
        /// Other lengths by a field of the starting happening.
        pub by: Option<ByField>,
        /// The field of the starting happening that holds the due day or instant itself (orders, notices).
        pub due_field: Option<String>,
        /// Who answers for it.
        pub accountable: Accountable,
        /// What starts it; any of them does.
        #[serde(deserialize_with = "super::clock_words::triggers")]
        pub starts: Vec<Trigger>,
        /// What stops it. Stops are looked at before starts, so one happening may end a clock and begin its next turn.
        pub stops: Stops,
        /// What makes it void: the duty is no longer owed.
        #[serde(default, deserialize_with = "super::clock_words::triggers")]
        pub voids: Vec<Trigger>,
        /// The field of the happenings that ties a stop to its start: `referral`, `person`, `episode`, …
        pub about: String,
        /// Whether the source lets it pause (never for statutory clocks of child protection).
        #[serde(default)]
        pub pausable: bool,
        /// What pauses it.
        #[serde(default, deserialize_with = "super::clock_words::triggers")]
        pub pauses: Vec<Trigger>,
        /// What lets it run again.
        #[serde(default, deserialize_with = "super::clock_words::triggers")]
        pub resumes: Vec<Trigger>,
        /// Whether a later due day may be granted (rule 6: never for statutory clocks).
        #[serde(default)]
        pub extendable: bool,
        /// The longest extension that may be granted in all, where the source sets one.
        pub extension: Option<Length>,
        /// Amber after this share of the time, in per cent.
        #[serde(default = "eighty")]
        pub amber: u8,
        /// Whether the length is a shortest time rather than a longest (a recovery period).
        #[serde(default)]
        pub at_least: bool,
        /// Whether it measures only and asks nobody to act (the statutory return's own count).
        #[serde(default)]
        pub measures_only: bool,
        /// What people should know about it.
        pub note: Option<String>,
    }
}

fn eighty() -> u8 {
    80
}

kernel::words! {
    /// What a length counts.
    pub enum Unit {
        /// Working days.
        WorkingDays = "wd" / "working days",
        /// Calendar days.
        Days = "d" / "days",
        /// Calendar months.
        Months = "mo" / "months",
        /// Elapsed hours.
        Hours = "h" / "hours",
        /// Clear days; backwards when negative.
        ClearDays = "clear" / "clear days",
    }
}

/// A length such as `45 wd`, `20 wd UK`, `72 h` or `-5 clear`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Length {
    /// How many; negative counts backwards from the start.
    pub n: i64,
    /// Of what.
    pub unit: Unit,
    /// The calendar's name; by default the unit's own: `EW`, `DAY`, `HOUR`, `CLEAR`.
    pub calendar: String,
}

impl Unit {
    /// The calendar that a length counts by when it names none.
    #[must_use]
    pub const fn calendar(self) -> &'static str {
        match self {
            Self::WorkingDays => "EW",
            Self::Days | Self::Months => "DAY",
            Self::Hours => "HOUR",
            Self::ClearDays => "CLEAR",
        }
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.n, self.unit)?;
        if self.calendar == self.unit.calendar() { Ok(()) } else { write!(f, " {}", self.calendar) }
    }
}

impl Length {
    /// As people read it: `1 working day`, `72 hours`.
    #[must_use]
    pub fn words(&self) -> String {
        let label = self.unit.label();
        let label = if self.n.abs() == 1 { label.trim_end_matches('s') } else { label };
        let before = if self.n < 0 { " before" } else { "" };
        format!("{} {label}{before}", self.n.abs())
    }
}

impl FromStr for Length {
    type Err = String;
    fn from_str(it: &str) -> Result<Self, String> {
        let bad = || format!("{it:?} is no length: write a number and one of wd, d, mo, h, clear, such as \"45 wd\"");
        let parts: Vec<&str> = it.split_whitespace().collect();
        let (n, unit, calendar) = match parts.as_slice() {
            [n, unit] => (n, unit, None),
            [n, unit, calendar] => (n, unit, Some((*calendar).to_owned())),
            _ => return Err(bad()),
        };
        let unit: Unit = unit.parse().map_err(|_| bad())?;
        let n: i64 = n.parse().map_err(|_| bad())?;
        if n.abs() > 100_000 {
            return Err(format!("{it:?} is too long: at most 100000"));
        }
        Ok(Self { n, unit, calendar: calendar.unwrap_or_else(|| unit.calendar().to_owned()) })
    }
}

impl TryFrom<String> for Length {
    type Error = String;
    fn try_from(it: String) -> Result<Self, String> {
        it.parse()
    }
}

impl From<Length> for String {
    fn from(it: Length) -> Self {
        it.to_string()
    }
}

/// Lengths by a field of the starting happening: `{ field = "level", lengths = { 3 = "42 d" } }`.
/// A value that is not listed takes the clock's own length.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByField {
    /// The field of the happening.
    pub field: String,
    /// Length by the field's value, as text.
    pub lengths: BTreeMap<String, Length>,
}

/// Who answers for a clock: a role at a kind of agency, resolved to a person by date.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accountable {
    /// The role; none where an outside body answers.
    pub role: Option<String>,
    /// The kind of agency; none: whichever agency the happening names.
    pub kind: Option<String>,
    /// The post, where one seat answers.
    pub post: Option<String>,
    /// The field of the happening that names the agency, team or person who answers.
    pub field: Option<String>,
    /// Who it is in the source's own words.
    pub words: String,
}

/// A happening, and what its fields must be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trigger {
    /// The happening's name: `room.thing-verb`.
    pub on: String,
    /// Field by field, the values of which one must hold (as text: `"3"`, `"true"`). Empty: always.
    #[serde(default, deserialize_with = "super::clock_words::whens")]
    pub when: BTreeMap<String, Vec<String>>,
    /// The field that holds the time to count from; by default the time at which it happened.
    pub at: Option<String>,
}

/// What stops a clock: any of these groups, each of which needs all its happenings (in any order, each after the start).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "RawStops")]
pub struct Stops {
    /// Groups of which one suffices.
    pub any: Vec<Vec<Trigger>>,
}

impl TryFrom<RawStops> for Stops {
    type Error = String;
    fn try_from(it: RawStops) -> Result<Self, String> {
        it.groups().map(|any| Self { any })
    }
}

impl Clock {
    /// Every happening that this definition names, with the part that names it.
    pub fn happenings(&self) -> impl Iterator<Item = (&'static str, &Trigger)> {
        let lone =
            [("starts", &self.starts), ("voids", &self.voids), ("pauses", &self.pauses), ("resumes", &self.resumes)];
        lone.into_iter()
            .flat_map(|(part, all)| all.iter().map(move |it| (part, it)))
            .chain(self.stops.any.iter().flatten().map(|it| ("stops", it)))
    }

    /// The length for a happening whose field has this value.
    #[must_use]
    pub fn length_for(&self, value: Option<&str>) -> Option<&Length> {
        let by = self.by.as_ref().and_then(|by| by.lengths.get(value?));
        by.or(self.length.as_ref())
    }
}
