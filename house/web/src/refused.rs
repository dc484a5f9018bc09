//! A refusal as people and as programs read it. Nothing else in the hub turns `Refused` into an answer.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::{Refused, Wrong};
use serde::Serialize;

use crate::html::Html;
use crate::standard::{
    Shown, busy, conflict, fault, may_not, not_found, rule_says_no, stale_without_versions, too_many,
    wrong_without_form,
};

/// What a page about a refusal may need to say.
#[derive(Clone, Copy, Debug, Default)]
pub struct About<'a> {
    /// The request's id, which the log has too.
    pub request: &'a str,
    /// Where the newer version is, when something has changed meanwhile.
    pub newer: &'a str,
    /// Whom to ask, in words with a telephone number or address; from the partnership's configuration.
    pub ask: &'a str,
}

/// The page for a refusal: its status, title and content. For [`Refused::Wrong`] a room shows its form again instead; for
/// [`Refused::Stale`] it shows [`crate::something_changed`] where it has both versions.
#[must_use]
pub fn refused(why: &Refused, about: &About<'_>) -> Shown {
    match why {
        Refused::NotFound => not_found(),
        Refused::MayNot(words) => may_not(words, about.ask),
        Refused::Wrong(wrongs) => wrong_without_form(wrongs),
        Refused::Stale => stale_without_versions(about.newer),
        Refused::Conflict(with) => conflict(with),
        Refused::Rule { rule, reason } => rule_says_no(rule, reason),
        Refused::TooMany(seconds) => too_many(*seconds),
        Refused::Busy(_) | Refused::Store(_) => busy(),
        Refused::Fault(_) => fault(about.request),
    }
}

/// The status of a refusal. `conditional` is whether an API request came with `If-Match`.
#[must_use]
pub fn status_of(why: &Refused, conditional: bool) -> StatusCode {
    match why {
        Refused::NotFound => StatusCode::NOT_FOUND,
        Refused::MayNot(_) => StatusCode::FORBIDDEN,
        Refused::Wrong(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Refused::Stale if conditional => StatusCode::PRECONDITION_FAILED,
        Refused::Stale | Refused::Conflict(_) | Refused::Rule { .. } => StatusCode::CONFLICT,
        Refused::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
        Refused::Busy(_) | Refused::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
        Refused::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// A refusal for programs: `application/problem+json` (RFC 9457).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Which sort of refusal; stable, to be told apart by programs.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The same in words.
    pub title: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// What happened this time.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// The request's id.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub instance: String,
    /// The rule that forbids it, such as `CK-01`.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub rule: &'static str,
    /// Every wrong field with its message.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Wrong>,
    /// Seconds to wait; also said by `Retry-After`.
    #[serde(skip)]
    pub wait: Option<i64>,
}

impl Problem {
    /// What HTTP itself refuses, before anything of the work was asked: a body that is no JSON, one that is too large.
    #[must_use]
    pub fn plain(status: StatusCode, detail: &str) -> Self {
        Self {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Refused"),
            status: status.as_u16(),
            detail: detail.to_owned(),
            instance: String::new(),
            rule: "",
            errors: vec![],
            wait: None,
        }
    }
}

/// A refusal as problem+json. What the store or the program said of its own trouble goes to the log, not to the caller.
#[must_use]
pub fn problem(why: &Refused, request: &str, conditional: bool) -> Problem {
    let (kind, title, detail) = match why {
        Refused::NotFound => {
            ("urn:holdfast:not-found", "There is nothing here, or nothing you may know of", String::new())
        }
        Refused::MayNot(words) => ("urn:holdfast:may-not", "You may not do this", words.clone()),
        Refused::Wrong(_) => ("urn:holdfast:wrong", "Some fields are wrong", String::new()),
        Refused::Stale => {
            ("urn:holdfast:stale", "Somebody changed it first", "Read it again, then decide again".to_owned())
        }
        Refused::Conflict(with) => ("urn:holdfast:conflict", "It collides with something that exists", with.clone()),
        Refused::Rule { reason, .. } => ("urn:holdfast:rule", "A rule of the work forbids it", reason.clone()),
        Refused::TooMany(_) => ("urn:holdfast:too-many", "Too many tries", String::new()),
        Refused::Busy(_) | Refused::Store(_) => {
            ("urn:holdfast:busy", "The record cannot be reached; nothing was changed", String::new())
        }
        Refused::Fault(_) => ("urn:holdfast:fault", "Something went wrong here; nothing was changed", String::new()),
    };
    Problem {
        kind,
        title,
        status: status_of(why, conditional).as_u16(),
        detail,
        instance: if request.is_empty() { String::new() } else { format!("urn:holdfast:request:{request}") },
        rule: if let Refused::Rule { rule, .. } = why { rule } else { "" },
        errors: if let Refused::Wrong(wrongs) = why { wrongs.0.clone() } else { vec![] },
        wait: wait(why),
    }
}

/// How long to wait before trying again, in seconds.
fn wait(why: &Refused) -> Option<i64> {
    match why {
        Refused::TooMany(seconds) => Some((*seconds).max(1)),
        Refused::Busy(_) | Refused::Store(_) => Some(5),
        Refused::NotFound
        | Refused::MayNot(_)
        | Refused::Wrong(_)
        | Refused::Stale
        | Refused::Conflict(_)
        | Refused::Rule { .. }
        | Refused::Fault(_) => None,
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_string(&self).unwrap_or_else(|_| "{}".to_owned());
        let kind = [("content-type", "application/problem+json"), ("cache-control", "no-store")];
        let mut it = (status, kind, body).into_response();
        if let Some(wait) = self.wait {
            crate::set_headers(&mut it, vec![("retry-after", wait.to_string())]);
        }
        it
    }
}

/// The page about a refusal as an answer, in the frame of the page that was asked for.
#[must_use]
pub fn show_refused(page: crate::Page, why: &Refused, about: &About<'_>) -> Response {
    let it = refused(why, about);
    let mut answer = page.titled(it.title).show_as(it.status, &it.main);
    if let Some(wait) = wait(why) {
        crate::set_headers(&mut answer, vec![("retry-after", wait.to_string())]);
    }
    answer
}

/// Goes to another page after a post (303).
#[must_use]
pub fn see(address: &str) -> Response {
    let mut it = (StatusCode::SEE_OTHER, Html::new().as_str().to_owned()).into_response();
    crate::set_headers(&mut it, vec![("location", address.to_owned()), ("cache-control", "no-store".to_owned())]);
    it
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every() -> Vec<(Refused, u16)> {
        vec![
            (Refused::NotFound, 404),
            (Refused::MayNot("Only the front door decides".into()), 403),
            (Refused::wrong("since", "Enter a date"), 422),
            (Refused::Stale, 409),
            (Refused::Conflict("a referral about the same child from today".into()), 409),
            (Refused::rule("CK-01", "A referral is decided before it is closed"), 409),
            (Refused::TooMany(30), 429),
            (Refused::Store("secret host refused".into()), 503),
            (Refused::Fault("index 7 in secret".into()), 500),
        ]
    }

    #[test]
    fn every_refusal_is_a_page_and_a_problem_of_one_status() {
        for (why, status) in every() {
            let page = refused(&why, &About { request: "r-1", ..About::default() });
            assert_eq!(page.status.as_u16(), status, "{why:?}");
            assert!(!page.title.is_empty() && page.main.as_str().contains(&page.title), "{why:?}");
            assert_eq!(problem(&why, "r-1", false).status, status, "{why:?}");
        }
        assert_eq!(problem(&Refused::Stale, "", true).status, 412);
    }

    #[test]
    fn the_inner_words_of_a_fault_stay_inside() {
        for (why, _) in every() {
            let page = refused(&why, &About::default()).main;
            let json = serde_json::to_string(&problem(&why, "r", false)).expect("json");
            assert!(!page.as_str().contains("secret") && !json.contains("secret"), "{why:?}");
        }
    }

    #[test]
    fn a_problem_lists_every_wrong_field() {
        let it = problem(&Refused::wrong("since", "Enter a date"), "r-1", false);
        let json = serde_json::to_value(&it).expect("json");
        assert_eq!(json["type"], "urn:holdfast:wrong");
        assert_eq!(json["errors"][0]["field"], "since");
        assert_eq!(it.into_response().headers()["content-type"], "application/problem+json");
        let busy = problem(&Refused::TooMany(30), "", false).into_response();
        assert_eq!(busy.headers()["retry-after"], "30");
    }
}
