//! Rules of P1. Values in, a decision with its reason out.

use kernel::Wrongs;

use super::State;

/// Decisions that any screener may take for a child of the rule; any other is the front-door manager's.
const SAFE: [&str; 2] = ["s17_assessment", "strategy_discussion"];

/// What a person typed when deciding.
#[derive(Clone, Debug)]
pub struct Deciding<'a> {
    /// A code of `referral-decisions`.
    pub decision: &'a str,
    /// The codes that may be chosen today.
    pub codes: &'a [String],
    /// Why, in the decider's own words.
    pub rationale: &'a str,
    /// The words meant for the referrer.
    pub outcome_words: &'a str,
    /// Exploitation concern: yes or no.
    pub concern: Option<bool>,
}

/// Whether a referral may be decided, and what is missing.
///
/// # Errors
/// Every mistake of what was typed, or that it is not waiting any more.
pub fn may_decide(state: State, d: &Deciding<'_>) -> Result<(), kernel::Refused> {
    match state {
        State::Received => {}
        State::Decided => return Err(kernel::Refused::Conflict("this referral has been decided meanwhile".to_owned())),
        State::Withdrawn => return Err(kernel::Refused::Conflict("this referral was withdrawn".to_owned())),
    }
    let mut wrongs = Wrongs::default();
    if !d.codes.iter().any(|it| it == d.decision) {
        wrongs.add("decision", "Select what happens next");
    }
    if d.rationale.trim().is_empty() {
        wrongs.add("rationale", "Enter the reason for the decision");
    }
    if d.concern.is_none() {
        wrongs.add("concern", "Select yes if there is a concern about exploitation");
    }
    if d.outcome_words.trim().is_empty() {
        wrongs.add("outcome_words", "Enter what the referrer is told");
    }
    wrongs.done()
}

/// Whether the rule of P1 asks for the front-door manager: a child under 13 with a sexual concern, a child with a
/// learning disability, or a proposed level 3, and a decision that is neither of the two safe ones.
#[must_use]
pub fn needs_manager(under_13_sexual: bool, learning_disability: bool, level_3: bool, decision: &str) -> bool {
    (under_13_sexual || learning_disability || level_3) && !SAFE.contains(&decision)
}

/// Whether a referral may be withdrawn by its referrer: before it is decided.
///
/// # Errors
/// In words, when it is too late.
pub fn may_withdraw(state: State, reason: &str) -> Result<(), kernel::Refused> {
    match state {
        State::Received if reason.trim().is_empty() => {
            Err(kernel::Refused::wrong("reason", "Enter why you withdraw the referral"))
        }
        State::Received => Ok(()),
        State::Decided => {
            Err(kernel::Refused::rule("P1", "the referral has been decided; it can no longer be withdrawn"))
        }
        State::Withdrawn => Err(kernel::Refused::Conflict("it was withdrawn already".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deciding<'a>(codes: &'a [String], decision: &'a str) -> Deciding<'a> {
        Deciding {
            decision,
            codes,
            rationale: "Seen with adults at night.",
            outcome_words: "We will visit.",
            concern: Some(true),
        }
    }

    #[test]
    fn a_decision_says_everything_that_is_missing_at_once() {
        let codes = ["advice".to_owned()];
        let empty = Deciding { decision: "", codes: &codes, rationale: " ", outcome_words: "", concern: None };
        let Err(kernel::Refused::Wrong(wrongs)) = may_decide(State::Received, &empty) else {
            panic!("it was let through")
        };
        assert_eq!(wrongs.0.len(), 4);
        assert_eq!(may_decide(State::Received, &deciding(&codes, "advice")), Ok(()));
        assert!(may_decide(State::Decided, &deciding(&codes, "advice")).is_err());
    }

    #[test]
    fn a_child_of_the_rule_goes_to_social_care_or_to_the_manager() {
        assert!(needs_manager(true, false, false, "no_further_action"));
        assert!(needs_manager(false, true, false, "early_help"));
        assert!(needs_manager(false, false, true, "advice"));
        assert!(!needs_manager(true, true, true, "s17_assessment"));
        assert!(!needs_manager(true, true, true, "strategy_discussion"));
        assert!(!needs_manager(false, false, false, "no_further_action"));
    }

    #[test]
    fn a_referral_is_withdrawn_before_it_is_decided_and_not_after() {
        assert!(may_withdraw(State::Received, "").is_err());
        assert_eq!(may_withdraw(State::Received, "wrong child"), Ok(()));
        assert!(may_withdraw(State::Decided, "late").is_err());
    }
}
