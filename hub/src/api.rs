//! The JSON interface: every command of every room at `/api/v1/ROOM/VERB`, and its description.
//!
//! Same door, same policy, same ledger as the pages. What rooms read out as JSON are routes of their own.

use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::Body;
use axum::handler::Handler as _;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use door::{CommandEntry, Key};
use kernel::Refused;
use room::{Answer, House, Needs, Open, Visit, guard};
use serde_json::Value;
use web::Problem;

use crate::openapi;

/// Where the description is.
pub const DESCRIPTION: &str = "/api/openapi.json";
/// The most that a body may hold, in bytes: a note with its files.
const LARGEST: usize = 40_000_000;
/// The longest idempotency key.
const LONGEST_KEY: usize = 100;

/// The routes of every command, and of the description.
pub fn routes(house: &House) -> Router<House> {
    let mut all = Router::new();
    for room in house.rooms {
        for it in room.commands {
            let versioned = openapi::versioned(it);
            let run =
                move |visit: Visit, headers: HeaderMap, body: Body| carry_out(it, versioned, visit, headers, body);
            let needs = Needs { needs: Err(Open::ToSignedIn("the command asks policy itself")), method: "POST" };
            let state = (house.clone(), Arc::new(needs));
            all = all.route(&openapi::address(room.name, it.name), post(run).layer(from_fn_with_state(state, guard)));
        }
    }
    let rooms = house.rooms;
    let text: Arc<OnceLock<String>> = Arc::default();
    let described = move || async move {
        let text = text.get_or_init(|| openapi::document(rooms).to_string()).clone();
        ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")], text)
    };
    let needs = Needs { needs: Err(Open::ToAll("the description holds nothing about anybody")), method: "GET" };
    let state = (house.clone(), Arc::new(needs));
    all.route(DESCRIPTION, get(described.layer(from_fn_with_state(state, guard))))
}

/// A method that an address does not have.
pub async fn no_such_method() -> Response {
    Problem::plain(StatusCode::METHOD_NOT_ALLOWED, "").into_response()
}

async fn carry_out(it: &'static CommandEntry, versioned: bool, visit: Visit, headers: HeaderMap, body: Body) -> Answer {
    let key = match key(&headers) {
        Ok(key) => key,
        Err(words) => return Ok(Problem::plain(StatusCode::BAD_REQUEST, words).into_response()),
    };
    let mut body = match read(&headers, body).await {
        Ok(body) => body,
        Err(problem) => return Ok(problem.into_response()),
    };
    if let Some(field) = unkeepable(&body, "") {
        return Err(Refused::wrong(field, "This holds the character U+0000, which no store keeps: leave it out").into());
    }
    if let (true, Some(version)) = (versioned, version(&headers)?) {
        if let Some(fields) = body.as_object_mut() {
            fields.insert("version".to_owned(), version.into());
        }
    }
    let done = (it.run)(visit.door(), &visit.acting, key, body).await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], axum::Json(done)).into_response())
}

/// The idempotency key; one that is sent twice is done once.
fn key(headers: &HeaderMap) -> Result<Key, &'static str> {
    const WRONG: &str = "Idempotency-Key: at most 100 printable characters of ASCII, without spaces";
    let Some(sent) = headers.get("idempotency-key") else { return Ok(Key::none()) };
    let sent = sent.to_str().map_err(|_| WRONG)?;
    let fits = (1..=LONGEST_KEY).contains(&sent.len()) && sent.bytes().all(|it| it.is_ascii_graphic());
    if fits { Ok(Key(sent.to_owned())) } else { Err(WRONG) }
}

/// The version that `If-Match` names; it stands for the body's own.
fn version(headers: &HeaderMap) -> Result<Option<i64>, Refused> {
    let Some(sent) = headers.get(header::IF_MATCH) else { return Ok(None) };
    let sent = sent.to_str().map_err(|_| Refused::Stale)?.trim();
    if sent == "*" {
        return Ok(None);
    }
    // No version is spelled otherwise, so none of ours can match.
    sent.trim_matches('"').parse().map(Some).map_err(|_| Refused::Stale)
}

/// The first field that holds what PostgreSQL cannot keep in a text.
fn unkeepable(it: &Value, at: &str) -> Option<String> {
    let under = |name: &str| if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") };
    match it {
        Value::String(text) => text.contains('\0').then(|| at.to_owned()),
        Value::Array(all) => all.iter().enumerate().find_map(|(nth, it)| unkeepable(it, &under(&nth.to_string()))),
        Value::Object(all) => {
            all.iter().find_map(
                |(name, it)| {
                    if name.contains('\0') { Some(at.to_owned()) } else { unkeepable(it, &under(name)) }
                },
            )
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

async fn read(headers: &HeaderMap, body: Body) -> Result<Value, Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or("");
    let kind = kind.split(';').next().unwrap_or("").trim();
    if !kind.eq_ignore_ascii_case("application/json") {
        return Err(Problem::plain(StatusCode::UNSUPPORTED_MEDIA_TYPE, "send application/json"));
    }
    let bytes = axum::body::to_bytes(body, LARGEST).await;
    let bytes = bytes.map_err(|_| Problem::plain(StatusCode::PAYLOAD_TOO_LARGE, "send at most 40 MB"))?;
    serde_json::from_slice(&bytes).map_err(|e| Problem::plain(StatusCode::BAD_REQUEST, &format!("no JSON: {e}")))
}
