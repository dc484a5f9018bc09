//! What somebody typed, parsed once and at the edge: all mistakes are said together, and nothing typed is lost.
//!
//! ```text
//! let asked = Asked::new(form);
//! let since = asked.day("since", "When were they last seen?").not_after(today);
//! let place = asked.one_of("from", "Where were they last seen?", codes.places());
//! let report = asked.done(|| Some(Report { since: since.it()?, from: place.it()? }))?;   // Refused::Wrong lists all
//! ```

mod dates;
mod field;
mod kinds;
mod typed;

use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::Form;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use kernel::{Refused, Wrongs};

pub use dates::parse_day;
pub use field::Field;
pub use kinds::Answer;
pub use typed::Typed;

/// A posted form, being read field by field.
#[derive(Debug, Default)]
pub struct Asked {
    typed: Typed,
    // A lock, so that a handler may hold fields while it waits for the door.
    slots: Mutex<Vec<Slot>>,
}

/// The place of one field in the order of the page, with its mistake.
#[derive(Debug, Default)]
struct Slot {
    field: String,
    mistake: Option<String>,
}

impl Asked {
    /// A form as it was posted: names and values in order, a name as often as it was sent.
    #[must_use]
    pub fn new(form: Vec<(String, String)>) -> Self {
        Self { typed: Typed::of(form), slots: Mutex::default() }
    }

    /// The value as it was typed; empty where it was not sent.
    #[must_use]
    pub fn raw(&self, name: &str) -> &str {
        self.typed.get(name)
    }

    /// A mistake that no single field can see, such as an end before its beginning.
    pub fn wrong(&self, field: &str, message: impl Into<String>) {
        self.slots().push(Slot { field: field.to_owned(), mistake: Some(message.into()) });
    }

    /// Every mistake so far, in the order in which the fields were asked for.
    #[must_use]
    pub fn wrongs(&self) -> Wrongs {
        let mut all = Wrongs::default();
        for it in self.slots().iter() {
            if let Some(mistake) = &it.mistake {
                all.add(&it.field, mistake);
            }
        }
        all
    }

    /// Makes the whole of the fields when nothing is wrong.
    ///
    /// # Errors
    /// [`Refused::Wrong`] with every mistake. [`Refused::Fault`] when nothing is wrong and `make` gives nothing.
    pub fn done<T>(&self, make: impl FnOnce() -> Option<T>) -> Result<T, Refused> {
        self.wrongs().done()?;
        make().ok_or_else(|| Refused::Fault("a form without mistakes could not be read".to_owned()))
    }

    /// What was typed with what is wrong with it, to show the form again; the mistakes may be the door's.
    #[must_use]
    pub fn again(self, wrongs: Wrongs) -> Typed {
        self.typed.with_wrongs(wrongs)
    }

    fn slots(&self) -> MutexGuard<'_, Vec<Slot>> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn slot(&self, field: &str, mistake: Option<String>) -> usize {
        let mut slots = self.slots();
        slots.push(Slot { field: field.to_owned(), mistake });
        slots.len() - 1
    }

    fn say(&self, slot: usize, mistake: Option<String>) {
        if let Some(it) = self.slots().get_mut(slot) {
            it.mistake = mistake;
        }
    }

    fn fine(&self, slot: usize) -> bool {
        self.slots().get(slot).is_some_and(|it| it.mistake.is_none())
    }
}

/// A handler may take the posted form as an argument; a body that is not one is answered 400 or 415 before the handler.
impl<S: Send + Sync> FromRequest<S> for Asked {
    type Rejection = (StatusCode, &'static str);

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        match Form::<Vec<(String, String)>>::from_request(request, state).await {
            Ok(Form(pairs)) => Ok(Self::new(pairs)),
            Err(it) if it.status() == StatusCode::UNSUPPORTED_MEDIA_TYPE => Err((it.status(), "Send a form")),
            Err(it) if it.status() == StatusCode::PAYLOAD_TOO_LARGE => Err((it.status(), "The form is too large")),
            Err(_) => Err((StatusCode::BAD_REQUEST, "The form could not be read")),
        }
    }
}

#[cfg(test)]
mod tests;
