//! The JSON interface, as its own description tells it.

mod counterparts;
mod day;
pub mod made;
mod readings;
mod schema;

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Request, Response, header};
use http_body_util::BodyExt as _;
use hub::demo::{Hands, Size, fill};
use kernel::Ts;
use serde_json::{Value, json};

use crate::kit::{Browser, Hub, on_both};
use made::Maker;

async fn with_people(hub: &Hub) {
    let as_of: Ts = crate::kit::START.parse().unwrap();
    fill(&hub.house, &Hands::on(hub.clock.clone(), 1), Size::Few, as_of).await.unwrap();
}

/// Status, kind of content, and what it says.
async fn told(answer: Response<Body>) -> (u16, String, Value) {
    let status = answer.status().as_u16();
    let kind = answer.headers().get(header::CONTENT_TYPE).map_or("", |it| it.to_str().unwrap()).to_owned();
    let bytes = answer.into_body().collect().await.unwrap().to_bytes();
    (status, kind, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
}

async fn post(who: &mut Browser, at: &str, body: &Value) -> (u16, String, Value) {
    let request = Request::post(at).header(header::CONTENT_TYPE, "application/json");
    told(who.call(request, body.to_string()).await).await
}

async fn get(who: &mut Browser, at: &str) -> (u16, String, Value) {
    told(who.call(Request::get(at), Body::empty()).await).await
}

async fn description(who: &mut Browser) -> Value {
    let (status, kind, document) = get(who, "/api/openapi.json").await;
    assert_eq!((status, kind.as_str()), (200, "application/json"));
    document
}

/// Holds an answer against what the description says of its operation.
#[track_caller]
fn documented(document: &Value, operation: &Value, said: &str, (status, kind, body): &(u16, String, Value)) {
    assert!(*status < 500, "{said}: {status} {body}");
    let mut answer = &operation["responses"][status.to_string()];
    assert!(!answer.is_null(), "{said}: {status} is not described: {body}");
    if let Some(at) = answer["$ref"].as_str() {
        answer = document.pointer(at.trim_start_matches('#')).unwrap();
    }
    let kinds = answer["content"].as_object().unwrap();
    assert!(kinds.contains_key(kind), "{said}: {status} comes as {kind:?}, described are {:?}", kinds.keys());
    if *status >= 400 {
        assert_eq!(body["status"], *status, "{said}: {body}");
    } else {
        let schema = &answer["content"]["application/json"]["schema"];
        assert_eq!(schema::wrong(document, schema, body, "answer"), None, "{said}: {body}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_of_the_interface_is_one_that_its_description_tells_and_none_is_a_fault() {
    on_both(async |hub| {
        with_people(&hub).await;
        let document = description(&mut Browser::of(&hub)).await;
        let mut maker = Maker::new(20_261_123, document.clone());
        let mut statuses = BTreeSet::new();
        for persona in ["screener", "admin", "socialworker", "governance"] {
            let mut who = Browser::of(&hub);
            who.sign_in(&hub, persona).await;
            for (path, methods) in document["paths"].as_object().unwrap() {
                for (method, operation) in methods.as_object().unwrap() {
                    for round in 0..if method == "post" { 8 } else { 6 } {
                        let (said, answer) = match method.as_str() {
                            "post" => {
                                let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
                                let mut body = maker.make(schema, 0);
                                if round % 4 == 3 {
                                    maker.break_a_little(&mut body);
                                }
                                (format!("{persona} POST {path} {body}"), post(&mut who, path, &body).await)
                            }
                            _ => {
                                let mut at = path.replace("{reference}", &maker.reference());
                                while let Some((from, to)) = at.find('{').zip(at.find('}')) {
                                    at = format!("{}{}{}", &at[..from], maker.id(), &at[to + 1..]);
                                }
                                (format!("{persona} GET {at}"), get(&mut who, &at).await)
                            }
                        };
                        documented(&document, operation, &said, &answer);
                        statuses.insert(answer.0);
                        if answer.0 == 200 && path != "/api/openapi.json" {
                            maker.learn(&answer.2);
                        }
                    }
                }
            }
        }
        for expected in [200, 403, 404, 422] {
            assert!(statuses.contains(&expected), "the bodies were too dull: only {statuses:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_read_is_told_as_a_problem_of_its_own_status() {
    let hub = Hub::on(crate::kit::Engine::Sqlite).await;
    with_people(&hub).await;
    let mut who = Browser::of(&hub);
    let document = description(&mut who).await;
    let (at, operation) = document["paths"].as_object().unwrap().iter().find(|it| it.1.get("post").is_some()).unwrap();
    let operation = &operation["post"];
    let stranger = post(&mut who, at, &json!({})).await;
    assert_eq!(stranger.0, 401);
    documented(&document, operation, "a stranger", &stranger);
    who.sign_in(&hub, "screener").await;
    let json = |name: &'static str, value: &'static str| {
        Request::post(at).header(header::CONTENT_TYPE, "application/json").header(name, value)
    };
    let plain = Request::post(at).header(header::CONTENT_TYPE, "text/plain");
    let wrong = [
        (json("x-none", ""), "{", 400),
        (json("idempotency-key", "two words"), "{}", 400),
        (plain, "{}", 415),
        (json("x-none", ""), "[]", 422),
        (json("sec-fetch-site", "cross-site"), "{}", 409),
    ];
    for (request, body, status) in wrong {
        let answer = told(who.call(request, body).await).await;
        assert_eq!(answer.0, status, "{body}: {answer:?}");
        documented(&document, operation, body, &answer);
    }
    for nowhere in ["/api/v1/no/such-thing", "/api/", "/api/v1/referrals/%FF"] {
        let (status, kind, body) = get(&mut who, nowhere).await;
        assert!(
            (status == 404 || status == 400) && kind == "application/problem+json",
            "{nowhere}: {status} {kind} {body}"
        );
        assert_eq!(body["status"], status);
    }
    let other = who.call(Request::delete(at), Body::empty()).await;
    assert_eq!(other.status(), 405);
    assert_eq!(other.headers()[header::ALLOW], "POST");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_key_makes_one_person_and_an_old_version_is_refused() {
    on_both(async |hub| {
        with_people(&hub).await;
        let mut who = Browser::of(&hub);
        who.sign_in(&hub, "screener").await;
        let search = post(&mut who, "/api/v1/people/search", &json!({ "asked": { "line": "Wren Tansley" } })).await;
        assert_eq!(search.0, 200, "{search:?}");
        let particulars = json!({ "forenames": "Wren", "surname": "Tansley", "birth": { "kind": "known", "day": "2012-02-29" }, "sex": "F" });
        let body = json!({ "searched": search.2, "none_of_these": true, "new": { "particulars": particulars } });
        let make = |key: &'static str| {
            Request::post("/api/v1/people/create-person")
                .header(header::CONTENT_TYPE, "application/json")
                .header("idempotency-key", key)
        };
        let first = told(who.call(make("row-3"), body.to_string()).await).await;
        let again = told(who.call(make("row-3"), body.to_string()).await).await;
        assert_eq!(first.0, 200, "{first:?}");
        assert_eq!(first, again);
        let body = json!({ "person": first.2["person"], "particulars": particulars });
        let change = |version: &'static str| {
            Request::post("/api/v1/people/change-person")
                .header(header::CONTENT_TYPE, "application/json")
                .header(header::IF_MATCH, version)
        };
        let done = told(who.call(change("\"1\""), body.to_string()).await).await;
        assert_eq!(done.0, 200, "{done:?}");
        let late = told(who.call(change("\"1\""), body.to_string()).await).await;
        assert_eq!((late.0, &late.2["type"]), (412, &json!("urn:holdfast:stale")), "{late:?}");
    })
    .await;
}
