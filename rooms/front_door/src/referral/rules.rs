//! Rules of P1. Values in, a decision with its reason out.

use kernel::{Day, Reference, Wrongs};

use super::{State, WordKind};

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
    /// Children without a record and without a reason why.
    pub unlinked: &'a [String],
    /// An older open referral about the same children, to which this belongs.
    pub belongs_to: Option<Reference>,
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
        State::Added => return Err(kernel::Refused::Conflict("it was added to an open referral meanwhile".to_owned())),
    }
    let mut wrongs = Wrongs::default();
    for name in d.unlinked {
        wrongs.add("named", format!("Link {name} to a record, or say why there is none"));
    }
    if let Some(other) = d.belongs_to {
        wrongs.add("named", format!("{other} about the same child is open: add this to it instead of deciding it"));
    }
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
        State::Added => Err(kernel::Refused::rule("P1", "it is part of another referral now; call the front door")),
    }
}

/// Whether a referral still waits for its decision.
///
/// # Errors
/// In words, when it does not.
pub fn still_waits(state: State) -> Result<(), kernel::Refused> {
    match state {
        State::Received => Ok(()),
        State::Decided => Err(kernel::Refused::rule(
            "P1",
            "it has been decided. Is there something new? Send it as a new referral: it is put beside this one",
        )),
        State::Withdrawn => Err(kernel::Refused::rule("P1", "it was withdrawn")),
        State::Added => Err(kernel::Refused::rule("P1", "it is part of another referral now; call the front door")),
    }
}

/// Whether the referrer still owes an answer: the last question has none after it.
#[must_use]
pub fn awaits_answer(said: &[WordKind]) -> bool {
    let last = said.iter().rev().find(|it| matches!(it, WordKind::Asked | WordKind::Answered));
    last == Some(&WordKind::Asked)
}

/// Whether a contact becomes added information on another referral (P1, duplicate rule): the other one is open, came
/// first, and is about one of the same children.
///
/// # Errors
/// In words, why not.
pub fn may_join(state: State, other: State, came_later: bool, same_child: bool) -> Result<(), kernel::Refused> {
    still_waits(state)?;
    if other != State::Received {
        return Err(kernel::Refused::rule("P1", "the other referral is not open any more"));
    }
    if !same_child {
        return Err(kernel::Refused::rule("P1", "the other referral is about no child of this one"));
    }
    if came_later { Ok(()) } else { Err(kernel::Refused::rule("P1", "the later one is added to the earlier one")) }
}

/// Whether a referral is a re-referral: an earlier referral about the same child came within the 12 months before it
/// (DfE's definition counts from referral to referral). Contacts that were added or withdrawn are none.
#[must_use]
pub fn is_previous(state: State, came: Day, this_came: Day) -> bool {
    let counts = match state {
        State::Received | State::Decided => true,
        State::Withdrawn | State::Added => false,
    };
    counts && came <= this_came && came > this_came.plus_months(-12)
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
            unlinked: &[],
            belongs_to: None,
        }
    }

    #[test]
    fn a_decision_says_everything_that_is_missing_at_once() {
        let codes = ["advice".to_owned()];
        let empty = Deciding {
            decision: "",
            codes: &codes,
            rationale: " ",
            outcome_words: "",
            concern: None,
            unlinked: &["Ada".to_owned()],
            belongs_to: None,
        };
        let Err(kernel::Refused::Wrong(wrongs)) = may_decide(State::Received, &empty) else {
            panic!("it was let through")
        };
        assert_eq!(wrongs.0.len(), 5);
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

    #[test]
    fn a_contact_is_added_to_an_earlier_open_referral_about_the_same_child_only() {
        assert_eq!(may_join(State::Received, State::Received, true, true), Ok(()));
        assert!(may_join(State::Received, State::Decided, true, true).is_err());
        assert!(may_join(State::Received, State::Received, false, true).is_err());
        assert!(may_join(State::Received, State::Received, true, false).is_err());
    }

    #[test]
    fn twelve_months_are_counted_from_referral_to_referral() {
        let day = |it: &str| it.parse::<Day>().expect("day");
        assert!(is_previous(State::Decided, day("2025-11-05"), day("2026-11-04")));
        assert!(!is_previous(State::Decided, day("2025-11-04"), day("2026-11-04")));
        assert!(!is_previous(State::Withdrawn, day("2026-11-01"), day("2026-11-04")));
    }

    #[test]
    fn a_question_waits_until_it_is_answered() {
        assert!(awaits_answer(&[WordKind::Added, WordKind::Asked]));
        assert!(!awaits_answer(&[WordKind::Asked, WordKind::Answered, WordKind::Added]));
        assert!(awaits_answer(&[WordKind::Asked, WordKind::Answered, WordKind::Asked, WordKind::Chased]));
    }
}
