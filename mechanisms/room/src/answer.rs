//! What a handler gives back: an answer, or a refusal that the frame draws.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::Refused;

/// What a handler gives back.
pub type Answer = Result<Response, Refusal>;

/// A refusal on its way to the frame, which draws it as a page or as problem+json.
#[derive(Clone, Debug)]
pub struct Refusal(pub Refused);

impl From<Refused> for Refusal {
    fn from(it: Refused) -> Self {
        Self(it)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        // The guard replaces this by the drawn page; the status stands for the case that it does not.
        let mut answer = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        answer.extensions_mut().insert(self);
        answer
    }
}
