//! Why something was not done. One enum for the whole house; `web` alone turns it into a page or problem+json.

use serde::{Deserialize, Serialize};

/// One mistake in what was typed, tied to its field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wrong {
    /// The field's name in the form or in the JSON body; empty for the whole.
    pub field: String,
    /// What is wrong and how to mend it, in plain words.
    pub message: String,
}

/// Every mistake of one submission, in the order of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wrongs(pub Vec<Wrong>);

impl Wrongs {
    /// Adds a mistake.
    pub fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.0.push(Wrong { field: field.into(), message: message.into() });
    }
    /// The message for a field, if there is one.
    #[must_use]
    pub fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|it| it.field == field).map(|it| it.message.as_str())
    }
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// `Ok` when nothing is wrong, else a refusal that lists everything.
    ///
    /// # Errors
    /// [`Refused::Wrong`] with all mistakes.
    pub fn done(self) -> Result<(), Refused> {
        if self.0.is_empty() { Ok(()) } else { Err(Refused::Wrong(self)) }
    }
}

/// Why a reading or a command was refused.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refused {
    /// There is no such thing, or one may not know of it: the two are not told apart.
    #[error("not found")]
    NotFound,
    /// Known to exist, but policy forbids this; the words are the policy's own.
    #[error("not allowed: {0}")]
    MayNot(String),
    /// What was typed is wrong; every mistake at once.
    #[error("{} field(s) are wrong", .0.0.len())]
    Wrong(Wrongs),
    /// Somebody changed it first. The newer version is at the address given, if any.
    #[error("somebody changed this first")]
    Stale,
    /// It would collide with something that exists, named in words.
    #[error("conflict: {0}")]
    Conflict(String),
    /// A rule of the work forbids it: the rule (clock, process, statute) and the reason in words.
    #[error("{rule}: {reason}")]
    Rule {
        /// Which rule, such as `P1` or `CK-01`.
        rule: &'static str,
        /// Why, in words for the person who tried.
        reason: String,
    },
    /// Too many tries from here; seconds until the next may succeed.
    #[error("too many tries; try again in {0} seconds")]
    TooMany(i64),
    /// The store could not carry it out beside others just now; nothing was changed, and running it again may help.
    #[error("busy: {0}")]
    Busy(String),
    /// The store is out of reach or refused; nothing was changed.
    #[error("store: {0}")]
    Store(String),
    /// A fault of the program; nothing was changed.
    #[error("fault: {0}")]
    Fault(String),
}

impl Refused {
    /// One wrong field.
    #[must_use]
    pub fn wrong(field: impl Into<String>, message: impl Into<String>) -> Self {
        let mut all = Wrongs::default();
        all.add(field, message);
        Self::Wrong(all)
    }
    /// A rule of the work, with its reason.
    #[must_use]
    pub fn rule(rule: &'static str, reason: impl Into<String>) -> Self {
        Self::Rule { rule, reason: reason.into() }
    }
}
