//! Rules of actions. Values in, a decision with its reason out.

use kernel::{Day, Refused, Wrongs};

use crate::record::State;

kernel::words! {
    /// How an action stands on a day.
    pub enum Standing {
        InTime = "in-time" / "In time",
        Amber = "amber" / "Due soon",
        Red = "red" / "Late",
        Done = "done" / "Done",
        Cancelled = "cancelled" / "Cancelled",
    }
}

/// The most characters that words, evidence or a reason may have.
pub const LONGEST: usize = 2000;

/// The day from which an action is due soon: four fifths of its days are over (processes.md Part 1 rule 8), and always
/// the last day itself.
#[must_use]
pub fn amber(set: Day, due: Day) -> Day {
    let days = due.days_since(set).max(0);
    let from = set.plus_days(days * 4 / 5);
    if from > due { due } else { from }
}

/// How an action stands. The whole of its last day is in time.
#[must_use]
pub fn standing(state: State, amber: Day, due: Day, today: Day) -> Standing {
    match state {
        State::Done => Standing::Done,
        State::Cancelled => Standing::Cancelled,
        State::Open if today > due => Standing::Red,
        State::Open if today >= amber => Standing::Amber,
        State::Open => Standing::InTime,
    }
}

/// Words that somebody typed, without space around them.
pub(crate) fn words(wrongs: &mut Wrongs, field: &str, typed: &str, missing: &str) -> String {
    let it = typed.trim();
    if it.is_empty() {
        wrongs.add(field, missing);
    } else if it.chars().count() > LONGEST {
        wrongs.add(field, format!("This has more than {LONGEST} characters"));
    }
    it.to_owned()
}

/// Whether an action may still be done, handed over or cancelled.
///
/// # Errors
/// In words, when it has ended.
pub fn still_open(state: State) -> Result<(), Refused> {
    match state {
        State::Open => Ok(()),
        State::Done => Err(Refused::Conflict("this action has been done".to_owned())),
        State::Cancelled => Err(Refused::Conflict("this action was cancelled".to_owned())),
    }
}

/// A page of the hub to which an action may lead: a path below the hub's own address and nothing else.
#[must_use]
pub fn is_own_page(link: &str) -> bool {
    let plain = |it: char| it.is_ascii_alphanumeric() || "/-_.".contains(it);
    link.is_empty()
        || (link.starts_with('/') && !link.starts_with("//") && link.len() <= 200 && link.chars().all(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(it: &str) -> Day {
        it.parse().unwrap_or_else(|_| panic!("{it}"))
    }

    #[test]
    fn an_action_is_in_time_then_due_soon_then_late_and_the_last_day_is_not_late() {
        let (set, due) = (day("2026-11-02"), day("2026-11-12"));
        let amber = amber(set, due);
        assert_eq!(amber, day("2026-11-10"));
        let on = |it: &str| standing(State::Open, amber, due, day(it));
        assert_eq!(on("2026-11-09"), Standing::InTime);
        assert_eq!(on("2026-11-10"), Standing::Amber);
        assert_eq!(on("2026-11-12"), Standing::Amber);
        assert_eq!(on("2026-11-13"), Standing::Red);
        assert_eq!(standing(State::Done, amber, due, day("2027-01-01")), Standing::Done);
    }

    #[test]
    fn an_action_due_on_the_day_it_is_set_is_due_soon_at_once() {
        let today = day("2026-11-02");
        assert_eq!(standing(State::Open, amber(today, today), today, today), Standing::Amber);
    }

    #[test]
    fn an_action_leads_to_a_page_of_the_hub_and_nowhere_else() {
        assert!(is_own_page("") && is_own_page("/referrals/HF-4K7M-2QXD"));
        for it in ["https://elsewhere.example", "//elsewhere.example", "/a b", "/a?b=<script>", "javascript:alert(1)"] {
            assert!(!is_own_page(it), "{it}");
        }
    }
}
