//! My day as JSON says what the page says; and the readings of one thing that is in no list.

use scraper::{Html, Selector};
use serde_json::Value;

use super::schema;
use crate::canary::people::{everybody, one};
use crate::canary::planted::plant;
use crate::canary::walk::Walker;
use crate::kit::{Engine, Hub};

/// The headings of the parts of a page.
fn headings(body: &str) -> Vec<String> {
    let page = Html::parse_document(body);
    let parts = Selector::parse("main h2").unwrap();
    page.select(&parts).map(|it| it.text().collect::<String>().trim().to_owned()).collect()
}

/// Readings that are of no list, each with somebody who may.
const READ: &[(&str, &str, &str)] = &[
    ("/api/v1/account", "/api/v1/account", "teacher"),
    ("/api/v1/account/access", "/api/v1/account/access", "screener"),
    ("/api/v1/configuration", "/api/v1/configuration", "admin"),
    ("/api/v1/configuration/{nth}", "/api/v1/configuration/1", "hubmanager"),
    ("/api/v1/exports", "/api/v1/exports", "chair"),
    ("/api/v1/ledger/verify", "/api/v1/ledger/verify", "governance"),
    ("/api/v1/messages/failed", "/api/v1/messages/failed", "admin"),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn my_day_tells_a_program_the_parts_that_the_page_shows_and_every_single_reading_answers_as_its_schema_tells() {
    let hub = Hub::on(Engine::Quick).await;
    let all = everybody(&hub).await;
    let world = plant(&hub, &all).await;
    let document = hub::openapi::document(hub.house.rooms);
    let document: Value = serde_json::from_str(&document.to_string()).unwrap();
    let fits = |route: &str, body: &str| {
        let value: Value = serde_json::from_str(body).unwrap();
        let of = &document["paths"][route]["get"]["responses"]["200"]["content"]["application/json"]["schema"];
        assert_eq!(schema::wrong(&document, of, &value, "answer"), None, "{route}: {body}");
        value
    };
    let mut walker = Walker::of(&hub);
    let mut parts = 0;
    for who in all.iter().filter(|it| !it.secret.is_empty()) {
        let (page, told) = (walker.get(who, "/").await, walker.get(who, "/api/v1/day").await);
        assert_eq!(told.status, page.status, "{}: {}", who.name, told.body);
        if told.status != 200 {
            continue;
        }
        let value = fits("/api/v1/day", &told.body);
        let (mut said, mut shown) = (Vec::new(), headings(&page.body));
        for part in value["parts"].as_array().unwrap() {
            said.push(part["title"].as_str().unwrap().to_owned());
            for it in part["first"].as_array().unwrap() {
                let title = web::text(it["title"].as_str().unwrap());
                assert!(page.body.contains(title.as_str()), "{} reads no {} on the page", who.name, title.as_str());
            }
            parts += 1;
        }
        said.sort();
        shown.sort();
        assert_eq!(said, shown, "{}", who.name);
    }
    assert!(parts > 20, "the days were dull: {parts} parts");
    for (route, at, who) in READ {
        let back = walker.get(one(&all, who), at).await;
        assert_eq!(back.status, 200, "{who} at {at}: {}", back.body);
        fits(route, &back.body);
    }
    let entries = walker.get(one(&all, "governance"), "/api/v1/ledger").await;
    let entries: Value = serde_json::from_str(&entries.body).unwrap();
    let at = format!("/api/v1/ledger/entries/{}", entries["rows"][0]["id"].as_str().unwrap());
    fits("/api/v1/ledger/entries/{id}", &walker.get(one(&all, "governance"), &at).await.body);
    let (screener, record) = (one(&all, "screener"), format!("/api/v1/people/{}", world.persons[0].reference));
    let history = walker.get(screener, &format!("{record}/history")).await;
    let history = fits("/api/v1/people/{reference}/history", &history.body);
    assert!(!history["merges"].as_array().unwrap().is_empty(), "{history}");
    let chronology = walker.get(screener, &format!("{record}/chronology")).await;
    let chronology: Value = serde_json::from_str(&chronology.body).unwrap();
    let entry = format!("{record}/entries/{}", chronology["rows"][0]["id"].as_str().unwrap());
    fits("/api/v1/people/{reference}/entries/{entry}", &walker.get(screener, &entry).await.body);
}
