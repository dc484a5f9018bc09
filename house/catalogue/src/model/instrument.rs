//! Assessment instruments as data: what is looked at, how it is rated or scored, and what level that suggests.
//! A suggestion is never the level: a person sets it, with a reason where the two differ (forms.md F2).

use serde::{Deserialize, Serialize};

use super::form::Condition;

dated! {
    /// An instrument in one version.
    pub struct Instrument {
        /// Its stable id, such as `F2-A`.
        pub id: String,
        /// Its title.
        pub title: String,
        /// Which version; a changed item needs a new one.
        pub version: u32,
        /// What it is for and how to use it.
        pub intro: Option<String>,
        /// What the ratings mean in general, in order.
        #[serde(default)]
        pub scale: Vec<Rating>,
        /// Its sections, in order.
        pub sections: Vec<Section>,
        /// Bands of a total; empty where no total is banded.
        #[serde(default)]
        pub bands: Vec<Band>,
        /// Rules that suggest a level: the first that applies. Printed on the form.
        #[serde(default)]
        pub suggest: Vec<Suggestion>,
        /// Its own words for the levels, each mapped to the canonical 0-3.
        pub levels: Vec<Level>,
        /// Flags that are raised beside the level.
        #[serde(default)]
        pub flags: Vec<Flag>,
        /// The clock by which it is done again.
        pub review: String,
        /// The form of its header and closing questions.
        pub form: String,
        /// The group of that form after which its own items stand; absent: they stand first.
        pub after: Option<String>,
    }
}

/// A rating and what it means.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rating {
    /// The number.
    pub value: i64,
    /// Its short name.
    pub label: String,
    /// What it means in general.
    pub words: Option<String>,
}

kernel::words! {
    /// How the items of a section are answered.
    pub enum Answering {
        /// A rating from 0 to 3, with recency and evidence from 1 up.
        Rating = "rating" / "Rated 0 to 3",
        /// Present or not, ever.
        Ever = "ever" / "Ever present",
        /// Present now or in the last six months, or not.
        SixMonths = "six_months" / "Present in the last 6 months",
        /// Two ticks: in the last six months, and six to twelve months ago.
        TwoPeriods = "two_periods" / "In the last 6 months; 6 to 12 months ago",
        /// Ticked as context: it never counts.
        Context = "context" / "Context",
    }
}

/// Items that are answered the same way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its id, unique in the instrument.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What people read above it.
    pub intro: Option<String>,
    /// How its items are answered.
    pub answering: Answering,
    /// Points by answer; empty where nothing is added up.
    #[serde(default)]
    pub points: Vec<Points>,
    /// Whether a total of ratings is shown.
    #[serde(default)]
    pub total: bool,
    /// From which rating evidence is required; absent: never.
    pub evidence_from: Option<i64>,
    /// From which rating an analysis is required; absent: never.
    pub analysis_from: Option<i64>,
    /// Its items, in order.
    pub items: Vec<Item>,
}

kernel::words! {
    /// An answer that earns points.
    pub enum When {
        /// Present at any time, for `ever`.
        Ever = "ever" / "Ever present",
        /// Present in the last six months only.
        SixMonths = "six_months" / "In the last 6 months",
        /// Present only six to twelve months ago.
        Earlier = "earlier" / "6 to 12 months ago",
        /// Present in both periods.
        Both = "both" / "In both periods",
    }
}

/// Points that an answer earns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Points {
    /// Which answer.
    pub answer: When,
    /// How many points.
    pub points: i64,
}

/// One item: a domain or an indicator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its id, unique in the instrument.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// What raises concern, in plain words.
    pub looks_for: Option<String>,
    /// What each rating means for this item, from 0 up.
    #[serde(default)]
    pub rubric: Vec<String>,
    /// The exploitation types it speaks of most; empty: all.
    #[serde(default)]
    pub types: Vec<String>,
    /// The factor of the children-in-need return that a rating of 2 or more suggests.
    #[serde(default)]
    pub cin_factors: Vec<String>,
    /// Whether it must be answered although it is context.
    #[serde(default)]
    pub required: bool,
}

/// A band of the total.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// The least total.
    pub least: i64,
    /// The greatest total; none: no limit.
    pub most: Option<i64>,
    /// The instrument's own word for it.
    pub label: String,
    /// The canonical level.
    pub level: u8,
}

/// A rule that suggests a level.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suggestion {
    /// The level it suggests.
    pub level: u8,
    /// Why, as printed on the form.
    pub why: String,
    /// Groups of tests of which one must hold in full; empty: it always applies.
    #[serde(default)]
    pub any: Vec<Vec<Test>>,
}

/// A test of ratings, or of an answer of the instrument's form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Test {
    /// The items looked at; empty: all rated items.
    #[serde(default)]
    pub items: Vec<String>,
    /// The least rating that counts.
    pub at_least: Option<i64>,
    /// How many of them must reach it.
    #[serde(default = "one")]
    pub count: u32,
    /// Instead of ratings: a condition on the instrument's form.
    pub answer: Option<Condition>,
}

fn one() -> u32 {
    1
}

/// The instrument's own word for a canonical level.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// The canonical level, 0 to 3.
    pub level: u8,
    /// The instrument's word.
    pub label: String,
    /// What it means and what follows.
    pub words: Option<String>,
}

/// The flags that the assessment room can see in the record: no other is raised.
pub const FLAGS: &[&str] = &["under-13", "learning-disability", "looked-after", "previous-high", "missing-often"];

/// A flag raised beside the level, by the record or by an answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flag {
    /// Its stable id; the assessment room knows how to see it in the record.
    pub id: String,
    /// What people read.
    pub label: String,
    /// Why it matters.
    pub why: Option<String>,
    /// The number that it needs, such as 13 years or 3 incidents.
    pub threshold: Option<i64>,
    /// The days that are looked back.
    pub within_days: Option<i64>,
}
