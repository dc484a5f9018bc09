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

/// Stands where two sources are marked for agencies of which none is on both lists.
const NOBODY: &str = "-";

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
            _ => {
                let both: Vec<_> = self.agencies.iter().filter(|it| other.agencies.contains(it)).cloned().collect();
                // Empty would mean everybody. No agency has this code, so it is marked for nobody but its makers.
                if both.is_empty() { vec![NOBODY.to_owned()] } else { both }
            }
        };
        let do_not = [self.do_not.as_str(), other.do_not.as_str()]
            .iter()
            .filter(|it| !it.is_empty())
            .copied()
            .collect::<Vec<_>>()
            .join("; ");
        let until = match (self.agencies.is_empty(), other.agencies.is_empty()) {
            (true, _) => other.until,
            (_, true) => self.until,
            // A condition without a last day does not lapse.
            _ => self.until.zip(other.until).map(|(one, two)| one.max(two)),
        };
        Self { agencies, until, do_not }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(agencies: &[&str], until: Option<&str>) -> Handling {
        let agencies = agencies.iter().map(|it| (*it).to_owned()).collect();
        Handling { agencies, until: until.and_then(|it| it.parse().ok()), do_not: String::new() }
    }

    #[test]
    fn what_two_sources_allow_together_is_never_more_than_each_allows() {
        let (none, police) = (Handling::default(), marked(&["police"], Some("2026-05-01")));
        assert_eq!(none.joined(&police), police);
        assert_eq!(police.joined(&marked(&["police", "health"], None)), marked(&["police"], None));
        assert_eq!(police.joined(&marked(&["health"], None)).agencies, ["-"], "marked for nobody, not for everybody");
    }
}
