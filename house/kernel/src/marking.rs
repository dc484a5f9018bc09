//! Protective markings and handling codes (access.md §2, *Markings*).

use serde::{Deserialize, Serialize};

use crate::Day;

crate::words! {
    /// The protective marking of an entry. The highest wins; what is derived inherits; nothing lowers one.
    pub enum Marking {
        Official = "official" / "OFFICIAL",
        Sensitive = "official-sensitive" / "OFFICIAL-SENSITIVE",
    }
}

/// How something may be passed on: P, lawful sharing permitted, or C, with conditions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Handling {
    /// Codes of the agencies that may see it; empty means no restriction (code P).
    pub agencies: Vec<String>,
    /// The condition lapses after this day.
    pub until: Option<Day>,
    /// What must not be done with it, in words.
    pub do_not: String,
}

impl Handling {
    /// What two sources together allow: the stricter of both.
    #[must_use]
    pub fn joined(&self, other: &Self) -> Self {
        let agencies = match (self.agencies.is_empty(), other.agencies.is_empty()) {
            (true, _) => other.agencies.clone(),
            (_, true) => self.agencies.clone(),
            _ => self.agencies.iter().filter(|it| other.agencies.contains(it)).cloned().collect(),
        };
        let do_not = [self.do_not.as_str(), other.do_not.as_str()]
            .iter()
            .filter(|it| !it.is_empty())
            .copied()
            .collect::<Vec<_>>()
            .join("; ");
        Self { agencies, until: self.until.max(other.until), do_not }
    }
}
