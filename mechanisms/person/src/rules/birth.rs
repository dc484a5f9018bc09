//! Birth dates as forms give them, and the age that follows. Age is always computed, never kept (capability A01).

use kernel::{Day, Wrongs};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::BirthKind;

/// When somebody was born, as far as it is known: exactly one of day, expected day, or year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Birth {
    /// How sure it is.
    pub kind: BirthKind,
    /// The day, where known or expected.
    #[serde(default)]
    pub day: Option<Day>,
    /// The year, where only that is known.
    #[serde(default)]
    pub year: Option<i64>,
}

/// An age on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// Completed years.
    Years(i64),
    /// About so many years: only the year is known.
    About(i64),
    /// Not born yet.
    Unborn,
    /// Nobody knows.
    Unknown,
}

impl Birth {
    /// A known day.
    #[must_use]
    pub const fn known(day: Day) -> Self {
        Self { kind: BirthKind::Known, day: Some(day), year: None }
    }
    /// A year worked out from an estimated age.
    #[must_use]
    pub const fn estimated(year: i64) -> Self {
        Self { kind: BirthKind::Estimated, day: None, year: Some(year) }
    }
    /// Nobody knows.
    #[must_use]
    pub const fn unknown() -> Self {
        Self { kind: BirthKind::Unknown, day: None, year: None }
    }

    /// Looks for what cannot be so on a day; adds each mistake under its field.
    pub fn look(&self, today: Day, wrongs: &mut Wrongs) {
        let year_now = i64::from(today.0.year());
        match (self.kind, self.day, self.year) {
            (BirthKind::Known, Some(day), None) if day > today => {
                wrongs
                    .add("birth.day", "A birth date is not in the future. For a child not born yet, choose *Expected*");
            }
            (BirthKind::Known, Some(day), None) if i64::from(day.0.year()) < year_now - 130 => {
                wrongs.add("birth.day", "This birth date is more than 130 years ago. Check the year");
            }
            (BirthKind::Expected, Some(day), None) if day > today.plus_months(10) => {
                wrongs.add("birth.day", "A birth is expected within ten months. Check the date");
            }
            (BirthKind::Known | BirthKind::Expected, Some(_), None) => {}
            (BirthKind::Known | BirthKind::Expected, ..) => {
                wrongs.add("birth.day", "Give the day, such as 27 3 2011, or choose *Estimated* or *Not known*");
            }
            (BirthKind::Estimated, None, Some(year)) if !(year_now - 130..=year_now).contains(&year) => {
                wrongs.add("birth.year", "The estimated year of birth lies within the last 130 years");
            }
            (BirthKind::Estimated, None, Some(_)) | (BirthKind::Unknown, None, None) => {}
            (BirthKind::Estimated, ..) => wrongs.add("birth.year", "Give the estimated year of birth only"),
            (BirthKind::Unknown, ..) => wrongs.add("birth.kind", "Either a date or *Not known*, not both"),
        }
    }

    /// The age on a day.
    #[must_use]
    pub fn age(&self, on: Day) -> Age {
        match (self.kind, self.day, self.year) {
            (BirthKind::Known, Some(day), _) if day <= on => Age::Years(i64::from(day.age_on(on))),
            (BirthKind::Known, Some(_), _) | (BirthKind::Expected, ..) => Age::Unborn,
            (BirthKind::Estimated, _, Some(year)) => Age::About((i64::from(on.0.year()) - year).max(0)),
            (BirthKind::Known | BirthKind::Estimated | BirthKind::Unknown, ..) => Age::Unknown,
        }
    }

    /// Whether they are under 18 on a day; none where nobody can tell (Children Act 1989 s105).
    #[must_use]
    pub fn is_child(&self, on: Day) -> Option<bool> {
        match self.age(on) {
            Age::Years(it) => Some(it < 18),
            Age::About(it) if it < 17 => Some(true),
            Age::About(it) if it > 18 => Some(false),
            Age::Unborn => Some(true),
            Age::About(_) | Age::Unknown => None,
        }
    }

    /// As people read it: `27 March 2011`, `about 2011`, `expected 3 May 2026`.
    #[must_use]
    pub fn words(&self) -> String {
        match (self.kind, self.day, self.year) {
            (BirthKind::Known, Some(day), _) => day.words(),
            (BirthKind::Expected, Some(day), _) => format!("expected {}", day.words()),
            (BirthKind::Estimated, _, Some(year)) => format!("about {year}"),
            (BirthKind::Known | BirthKind::Expected | BirthKind::Estimated | BirthKind::Unknown, ..) => {
                "not known".to_owned()
            }
        }
    }
}

impl std::fmt::Display for Age {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Years(1) => f.write_str("1 year"),
            Self::Years(it) => write!(f, "{it} years"),
            Self::About(it) => write!(f, "about {it} years"),
            Self::Unborn => f.write_str("not born yet"),
            Self::Unknown => f.write_str("age not known"),
        }
    }
}
