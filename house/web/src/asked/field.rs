//! One field of a form, and what may be asked of any.

use super::Asked;

/// One field while it is being read. Its mistake, if any, is already in the list of its form.
#[derive(Debug)]
#[must_use]
pub struct Field<'a, T> {
    pub(super) asked: &'a Asked,
    pub(super) slot: usize,
    pub(super) value: Option<T>,
    pub(super) state: State,
}

/// How far a field has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Fine,
    /// Nothing was typed.
    Blank,
    /// The only mistake is its length, which a later `max` may allow.
    Length,
    Wrong,
}

impl<'a, T> Field<'a, T> {
    pub(super) fn fine(asked: &'a Asked, name: &str, value: T) -> Self {
        Self { asked, slot: asked.slot(name, None), value: Some(value), state: State::Fine }
    }

    pub(super) fn blank(asked: &'a Asked, name: &str, message: String) -> Self {
        Self { asked, slot: asked.slot(name, Some(message)), value: None, state: State::Blank }
    }

    pub(super) fn bad(asked: &'a Asked, name: &str, message: impl Into<String>) -> Self {
        Self { asked, slot: asked.slot(name, Some(message.into())), value: None, state: State::Wrong }
    }

    pub(super) fn mistake(&mut self, state: State, message: impl Into<String>) {
        self.state = state;
        self.asked.say(self.slot, Some(message.into()));
    }

    /// The message when nothing is typed, in place of the general one.
    pub fn needed(self, message: impl Into<String>) -> Self {
        if self.state == State::Blank {
            self.asked.say(self.slot, Some(message.into()));
        }
        self
    }

    /// It may be left empty; then it is `None`. Comes last: limits and rules are said before it.
    pub fn optional(self) -> Field<'a, Option<T>> {
        let (value, state) = match self.state {
            State::Blank => {
                self.asked.say(self.slot, None);
                (Some(None), State::Fine)
            }
            State::Fine | State::Length => (self.value.map(Some), self.state),
            State::Wrong => (None, State::Wrong),
        };
        Field { asked: self.asked, slot: self.slot, value, state }
    }

    /// What it is when nothing is typed.
    pub fn or(mut self, usual: T) -> Self {
        if self.state == State::Blank {
            self.asked.say(self.slot, None);
            self.value = Some(usual);
            self.state = State::Fine;
        }
        self
    }

    /// A further rule: `Err` says in plain words what is wrong and how to mend it.
    pub fn check<M: Into<String>>(mut self, rule: impl FnOnce(&T) -> Result<(), M>) -> Self {
        if self.state == State::Fine
            && let Some(value) = &self.value
            && let Err(message) = rule(value)
        {
            self.mistake(State::Wrong, message);
        }
        self
    }

    /// Something else made of the value; `Err` says in plain words what is wrong and how to mend it.
    pub fn into<U, M: Into<String>>(self, make: impl FnOnce(T) -> Result<U, M>) -> Field<'a, U> {
        let (value, state) = match (self.state, self.value) {
            (State::Fine, Some(value)) => match make(value) {
                Ok(it) => (Some(it), State::Fine),
                Err(message) => {
                    self.asked.say(self.slot, Some(message.into()));
                    (None, State::Wrong)
                }
            },
            (state, _) => (None, state),
        };
        Field { asked: self.asked, slot: self.slot, value, state }
    }

    /// The value, where nothing is wrong with it: to decide whether another field is needed.
    #[must_use]
    pub fn peek(&self) -> Option<&T> {
        self.value.as_ref().filter(|_| self.asked.fine(self.slot))
    }

    /// The value, where nothing is wrong with it. Inside [`Asked::done`] it is always there.
    #[must_use]
    pub fn it(self) -> Option<T> {
        if self.asked.fine(self.slot) { self.value } else { None }
    }
}

impl Field<'_, String> {
    /// The most characters allowed.
    pub fn max(mut self, most: usize) -> Self {
        let Some(length) = self.value.as_ref().map(|it| it.chars().count()) else { return self };
        if matches!(self.state, State::Fine | State::Length) {
            if length > most {
                self.mistake(
                    State::Length,
                    format!("Use {most} characters or fewer; this is {} too many", length - most),
                );
            } else {
                self.asked.say(self.slot, None);
                self.state = State::Fine;
            }
        }
        self
    }

    /// The fewest characters allowed.
    pub fn min(self, fewest: usize) -> Self {
        self.check(
            |it| {
                if it.chars().count() < fewest { Err(format!("Use {fewest} characters or more")) } else { Ok(()) }
            },
        )
    }
}

impl<T: PartialOrd + std::fmt::Display> Field<'_, T> {
    /// The smallest and the largest value allowed, both included.
    pub fn between(self, least: T, most: T) -> Self {
        self.check(|it| {
            if *it < least || *it > most { Err(format!("Enter a value between {least} and {most}")) } else { Ok(()) }
        })
    }
}
