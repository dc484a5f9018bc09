//! What the guard looks at before anything else.

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

/// Whether a form was sent from another site.
pub(crate) fn from_elsewhere(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|it| it.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return !matches!(site, "same-origin" | "none");
    }
    match (text("origin"), text("host")) {
        (Some(origin), Some(host)) => origin.split_once("://").is_none_or(|(_, it)| it != host),
        _ => false,
    }
}

/// No valid bearer token: the one refusal that is none of policy's.
pub(crate) fn sign_in_problem() -> Response {
    let body =
        serde_json::json!({ "type": "urn:holdfast:sign-in", "title": "A bearer token is needed", "status": 401 });
    let kind = [(header::CONTENT_TYPE, "application/problem+json"), (header::WWW_AUTHENTICATE, "Bearer")];
    (StatusCode::UNAUTHORIZED, kind, body.to_string()).into_response()
}
