//! Code lists: what may be chosen, how it reads, when it holds and what it maps to. Codes are never used again.

use std::collections::BTreeMap;

use kernel::Day;
use serde::{Deserialize, Serialize};

use crate::{Confidence, Dated};

dated! {
    /// A list of codes.
    pub struct CodeList {
        /// Its name, such as `ethnicity`; also its file's name.
        pub name: String,
        /// What it lists.
        pub title: String,
        /// What people should know of it.
        pub note: Option<String>,
        /// The codes, in the order in which people see them.
        pub codes: Vec<Code>,
    }
}

/// One code. What it does not say of dates and source, its list says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Code {
    /// The code as stored.
    pub code: String,
    /// What people read.
    pub label: String,
    /// The heading under which it is grouped: the published group of an ethnicity.
    pub group: Option<String>,
    /// A hint beside the choice.
    pub hint: Option<String>,
    /// The code in other schemes, by the scheme's name; several are separated by `|`.
    #[serde(default)]
    pub maps_to: BTreeMap<String, String>,
    /// Excludes every other answer (`NONE` of disability).
    #[serde(default)]
    pub alone: bool,
    /// The first day, when later than the list's.
    pub from: Option<Day>,
    /// The last day on which it may be chosen; old records keep it.
    pub to: Option<Day>,
    /// Where it comes from, when not as the list.
    pub source: Option<String>,
    /// How sure we are, when not as of the list.
    pub confidence: Option<Confidence>,
}

impl CodeList {
    /// The code with this spelling, whether it still holds or not: old records are read with it.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&Code> {
        self.codes.iter().find(|it| it.code == code)
    }

    /// What people read for a code; the code itself where the list does not know it.
    #[must_use]
    pub fn label<'a>(&'a self, code: &'a str) -> &'a str {
        self.get(code).map_or(code, |it| it.label.as_str())
    }

    /// The codes that may be chosen on a day, in order.
    pub fn on(&self, day: Day) -> impl Iterator<Item = &Code> {
        let list = self.holds_on(day);
        self.codes
            .iter()
            .filter(move |it| list && it.from.is_none_or(|from| from <= day) && it.to.is_none_or(|to| day <= to))
    }

    /// A code's spelling in another scheme; the first where there are several.
    #[must_use]
    pub fn maps(&self, code: &str, scheme: &str) -> Option<&str> {
        self.get(code)?.maps_to.get(scheme)?.split('|').next()
    }
}
