//! What the guard looks at before anything else.

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use web::Problem;

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

/// An answer for programs. What the framework itself refused (an address that cannot be read) is told as a problem too.
pub(crate) fn for_programs(mut answer: Response, tls: bool) -> Response {
    let told = answer.headers().get(header::CONTENT_TYPE).is_some_and(|it| it == "application/problem+json");
    if answer.status().as_u16() >= 400 && !told {
        answer = Problem::plain(answer.status(), "").into_response();
    }
    web::set_headers(&mut answer, web::common_headers(tls));
    answer
}

/// Neither a valid bearer token nor a session: the one refusal that is none of policy's.
pub(crate) fn sign_in_problem() -> Response {
    let body =
        serde_json::json!({ "type": "urn:holdfast:sign-in", "title": "A bearer token is needed", "status": 401 });
    let kind = [(header::CONTENT_TYPE, "application/problem+json"), (header::WWW_AUTHENTICATE, "Bearer")];
    (StatusCode::UNAUTHORIZED, kind, body.to_string()).into_response()
}
