//! Break-glass decisions: pure.

use kernel::{Refused, Ts, Wrongs};

use super::Glass;

/// The fewest characters that say why: fewer say nothing.
pub const LEAST_WORDS: usize = 20;
/// The most.
const MOST_WORDS: usize = 1_000;

/// Whether a reason is one: a code of the list, and words.
///
/// # Errors
/// Every mistake, with how to mend it.
pub fn reason(code: &str, codes: &[String], words: &str) -> Result<(), Refused> {
    let mut wrongs = Wrongs::default();
    if !codes.iter().any(|it| it == code) {
        wrongs.add("reason", "Choose why you need to see the record now");
    }
    let many = words.trim().chars().count();
    if many < LEAST_WORDS {
        wrongs.add("words", "Say in a sentence what has happened and what you need to know: 20 characters or more");
    } else if many > MOST_WORDS {
        wrongs.add("words", "This has more than 1,000 characters");
    }
    wrongs.done()
}

/// Whether it may be confirmed by a second person: it waits, and has not run out.
///
/// # Errors
/// In words, why not.
pub fn may_second(it: &Glass, now: Ts) -> Result<(), Refused> {
    match it.standing(now) {
        Standing::Waits => Ok(()),
        Standing::Live | Standing::Over => Err(Refused::Conflict("this request no longer waits".to_owned())),
    }
}

/// Whether a review is whole: what was found, with words unless it was simply justified.
///
/// # Errors
/// Every mistake; a conflict where it was reviewed already.
pub fn may_review(it: &Glass, outcome: &str, codes: &[String], words: &str) -> Result<(), Refused> {
    if it.opened.is_none() {
        return Err(Refused::Conflict("this break-glass was never opened".to_owned()));
    }
    if it.reviewed_at.is_some() {
        return Err(Refused::Conflict("this break-glass was reviewed already".to_owned()));
    }
    let mut wrongs = Wrongs::default();
    if !codes.iter().any(|it| it == outcome) {
        wrongs.add("outcome", "Choose what the review found");
    }
    let words = words.trim().chars().count();
    if words == 0 && outcome != "justified" {
        wrongs.add("review_words", "Say what you found and what follows from it");
    } else if words > MOST_WORDS {
        wrongs.add("review_words", "This has more than 1,000 characters");
    }
    wrongs.done()
}

/// Where a break-glass stands at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// For a second person's yes.
    Waits,
    /// It opens the record.
    Live,
    /// It has run out, or was ended.
    Over,
}

impl Glass {
    /// Where it stands.
    #[must_use]
    pub fn standing(&self, now: Ts) -> Standing {
        match (self.ended, self.opened) {
            (Some(_), _) => Standing::Over,
            _ if self.ends <= now => Standing::Over,
            (None, None) => Standing::Waits,
            (None, Some(_)) => Standing::Live,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes() -> Vec<String> {
        vec!["immediate-risk".to_owned()]
    }

    #[test]
    fn a_reason_needs_a_code_of_the_list_and_a_sentence() {
        assert!(reason("immediate-risk", &codes(), "In front of me and hurt; who is the worker?").is_ok());
        let Err(Refused::Wrong(all)) = reason("because", &codes(), "urgent") else { panic!("it was taken") };
        assert_eq!(all.0.iter().map(|it| it.field.as_str()).collect::<Vec<_>>(), ["reason", "words"]);
    }
}
