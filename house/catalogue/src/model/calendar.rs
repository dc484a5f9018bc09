//! Which days count, by the names that clocks use (processes.md Part 1).

use kernel::Day;

kernel::words! {
    /// How a calendar counts.
    pub enum CalendarKind {
        /// Monday to Friday, without the holidays of its table.
        Working = "working" / "Working days",
        /// Every day.
        Every = "every" / "Calendar days",
        /// Elapsed hours.
        Elapsed = "elapsed" / "Elapsed time",
        /// Clear working days: neither the first nor the last counts (LGA 1972 s100B).
        Clear = "clear" / "Clear days",
    }
}

dated! {
    /// A calendar that clocks count by.
    pub struct Calendar {
        /// Its name: `EW`, `UK`, `DAY`, `HOUR` or `CLEAR`.
        pub name: String,
        /// What it is, in words.
        pub title: String,
        /// How it counts.
        pub kind: CalendarKind,
        /// Files of holidays beside this one, read into `holidays`.
        #[serde(default)]
        pub tables: Vec<String>,
        /// The days that do not count, in order.
        #[serde(default)]
        pub holidays: Vec<Holiday>,
    }
}

/// A day that does not count.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// The day.
    pub day: Day,
    /// What it is called.
    pub name: String,
}
