//! An address with what one must be allowed to do to reach it. A route without one cannot be made.

use axum::handler::Handler;
use axum::routing::{MethodRouter, get, post};
use door::Action;

use crate::House;

/// Why a route asks no policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// Anybody may, signed in or not: the reason.
    ToAll(&'static str),
    /// Anybody who is signed in may: the reason.
    ToSignedIn(&'static str),
}

/// Makes the schema of a body or an answer.
pub type Answers = fn(&mut schemars::SchemaGenerator) -> schemars::Schema;

/// One address of a room.
pub struct Route {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The path, as axum writes it.
    pub path: &'static str,
    /// What one must be allowed, or why everybody is.
    pub needs: Result<Action, Open>,
    /// One plain sentence, for the interface's description (`/api/…` only).
    pub what: &'static str,
    /// What may be asked in the address, each with a sentence (`/api/…` only).
    pub asks: &'static [(&'static str, &'static str)],
    /// What its body is, as a schema (`/api/…` only).
    pub takes: Option<Answers>,
    /// What it answers with, as a schema (`/api/…` only).
    pub answers: Option<Answers>,
    pub(crate) handler: MethodRouter<House>,
}

impl Route {
    /// A page, or a reading of the JSON interface.
    pub fn get<H, T>(path: &'static str, action: Action, handler: H) -> Self
    where
        H: Handler<T, House>,
        T: 'static,
    {
        Self {
            method: "GET",
            path,
            needs: Ok(action),
            what: "",
            asks: &[],
            takes: None,
            answers: None,
            handler: get(handler),
        }
    }

    /// A form's target.
    pub fn post<H, T>(path: &'static str, action: Action, handler: H) -> Self
    where
        H: Handler<T, House>,
        T: 'static,
    {
        Self {
            method: "POST",
            path,
            needs: Ok(action),
            what: "",
            asks: &[],
            takes: None,
            answers: None,
            handler: post(handler),
        }
    }

    /// A page that asks no policy, and why.
    pub fn open<H, T>(path: &'static str, why: Open, handler: H) -> Self
    where
        H: Handler<T, House>,
        T: 'static,
    {
        Self {
            method: "GET",
            path,
            needs: Err(why),
            what: "",
            asks: &[],
            takes: None,
            answers: None,
            handler: get(handler),
        }
    }

    /// A form's target that asks no policy, and why.
    pub fn open_post<H, T>(path: &'static str, why: Open, handler: H) -> Self
    where
        H: Handler<T, House>,
        T: 'static,
    {
        Self {
            method: "POST",
            path,
            needs: Err(why),
            what: "",
            asks: &[],
            takes: None,
            answers: None,
            handler: post(handler),
        }
    }

    /// Says what it gives, for the interface's description.
    #[must_use]
    pub fn says(mut self, what: &'static str) -> Self {
        self.what = what;
        self
    }

    /// Says which type its answer is made from.
    #[must_use]
    pub fn answers<T: schemars::JsonSchema>(mut self) -> Self {
        self.answers = Some(|all| all.subschema_for::<T>());
        self
    }

    /// Says which type its body is read as.
    #[must_use]
    pub fn takes<T: schemars::JsonSchema>(mut self) -> Self {
        self.takes = Some(|all| all.subschema_for::<T>());
        self
    }

    /// Says that it answers with a page of rows of one type; the page is asked for in the address.
    #[must_use]
    pub fn lists<T: schemars::JsonSchema>(mut self) -> Self {
        self.asks = crate::Pages::ASKS;
        self.answers::<crate::Listing<T>>()
    }

    /// Says what may be asked in the address, each with a sentence.
    #[must_use]
    pub fn asks(mut self, them: &'static [(&'static str, &'static str)]) -> Self {
        self.asks = them;
        self
    }

    /// Its handler, for the hub's router.
    pub fn into_handler(self) -> MethodRouter<House> {
        self.handler
    }
}
