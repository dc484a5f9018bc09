//! The readings of the JSON interface beside the pages: the same rows for the same people, as their schemas tell.

use scraper::{Html, Selector};
use serde_json::Value;

use super::schema;
use crate::canary::people::{Who, everybody};
use crate::canary::planted::plant;
use crate::canary::walk::{Back, Walker};
use crate::kit::{Engine, Hub};

/// How a row of a reading stands on its page.
#[derive(Clone, Copy)]
enum Stands {
    /// As a link below an address, with this field of the row.
    Link(&'static str, &'static str),
    /// By its words in this field, one after the other.
    Words(&'static str),
}

use Stands::{Link, Words};

/// Each list with its page.
const LISTS: &[(&str, Stands)] = &[
    ("/referrals", Link("/referrals/", "reference")),
    ("/referrals?state=all&sort=-received", Link("/referrals/", "reference")),
    ("/concerns/adults", Link("/referrals/", "reference")),
    ("/referrals/mine", Link("/referrals/", "reference")),
    ("/concerns/waiting", Link("/referrals/", "reference")),
    ("/advice", Link("/advice/", "reference")),
    ("/assessments", Link("/assessments/", "reference")),
    ("/assessments?state=authorised&item=1&least=2", Link("/assessments/", "reference")),
    ("/actions", Link("/actions/", "reference")),
    ("/actions?show=set", Link("/actions/", "reference")),
    ("/actions?show=ended", Link("/actions/", "reference")),
    ("/clocks", Link("/clocks/", "id")),
    ("/users", Link("/users/", "id")),
    ("/users?state=active&role=screener", Link("/users/", "id")),
    ("/imports", Link("/imports/", "id")),
    ("/ledger?how=refused", Link("/ledger/entries/", "id")),
    ("/notices", Words("words")),
    ("/people/known", Words("words")),
];

/// Addresses below these are no rows.
const NO_ROWS: &[&str] = &["new", "mine", "failed", "access", "indicators"];

const READERS: &[&str] = &[
    "screener",
    "chair",
    "teacher",
    "nurse",
    "youthworker",
    "hubmanager",
    "admin",
    "governance",
    "near-0-social-worker",
    "near-10-adult-lead",
];

/// The links of a page's own part below an address, in order, each once.
fn links(body: &str, below: &str) -> Vec<String> {
    let page = Html::parse_document(body);
    let anchors = Selector::parse("main a[href]").unwrap();
    let mut all: Vec<String> = Vec::new();
    for it in page.select(&anchors).filter_map(|it| it.value().attr("href")) {
        let Some(rest) = it.strip_prefix(below) else { continue };
        let row = !rest.is_empty() && !rest.contains(['/', '?', '#']) && !NO_ROWS.contains(&rest);
        if row && !all.iter().any(|had| had == rest) {
            all.push(rest.to_owned());
        }
    }
    all
}

fn text(body: &str) -> String {
    let page = Html::parse_document(body);
    let main = Selector::parse("main").unwrap();
    page.select(&main).flat_map(|it| it.text()).collect::<Vec<_>>().join(" ")
}

fn beside(said: &str, stands: Stands, page: &str, rows: &[Value]) {
    match stands {
        Link(below, field) => {
            let told: Vec<&str> = rows.iter().map(|it| it[field].as_str().unwrap()).collect();
            assert_eq!(links(page, below), told, "{said}");
        }
        Words(field) => {
            let page = text(page);
            let mut from = 0;
            for it in rows {
                let words = it[field].as_str().unwrap();
                let at = page[from..].find(words);
                from += at.unwrap_or_else(|| panic!("{said}: {words} is not next on the page")) + words.len();
            }
        }
    }
}

fn json(said: &str, back: &Back) -> Value {
    serde_json::from_str(&back.body).unwrap_or_else(|e| panic!("{said}: {e}: {}", back.body))
}

/// The schema of what a reading answers.
fn schema_of<'a>(document: &'a Value, route: &str) -> &'a Value {
    let it = &document["paths"][route]["get"]["responses"]["200"]["content"]["application/json"]["schema"];
    assert!(it.is_object() && it != &serde_json::json!({}), "{route} has no schema");
    it
}

async fn list(walker: &mut Walker<'_>, document: &Value, who: &Who, (address, stands): (&str, Stands)) -> usize {
    let (mut page, mut many) = (1, 0);
    let path = address.split('?').next().unwrap();
    loop {
        let join = if address.contains('?') { '&' } else { '?' };
        let at = format!("{address}{join}page={page}");
        let said = format!("{} at {at}", who.name);
        let seen = walker.get(who, &at).await;
        let told = walker.get(who, &format!("/api/v1{at}")).await;
        if seen.status == 303 {
            return many; // the page of the queue sends adults' services on to theirs
        }
        assert_eq!(told.status, seen.status, "{said}: {}", told.body);
        if told.status != 200 {
            return many;
        }
        let value = json(&said, &told);
        let wrong = schema::wrong(document, schema_of(document, &format!("/api/v1{path}")), &value, "answer");
        assert_eq!(wrong, None, "{said}");
        let rows = value["rows"].as_array().unwrap();
        beside(&said, stands, &seen.body, rows);
        many += rows.len();
        match value["next"].as_i64() {
            Some(next) => page = next,
            None => {
                assert_eq!(value["total"], many, "{said}: all pages hold all rows");
                return many;
            }
        }
    }
}

/// Each reading of one thing, with how it is reached from a list.
const ONES: &[(&str, &str, &str)] = &[
    ("/referrals?state=all", "reference", "/referrals/{reference}"),
    ("/referrals/mine", "reference", "/referrals/{reference}"),
    ("/concerns/adults", "reference", "/referrals/{reference}"),
    ("/advice", "reference", "/advice/{reference}"),
    ("/actions?show=ended", "reference", "/actions/{reference}"),
    ("/assessments", "reference", "/assessments/{reference}"),
    ("/clocks", "id", "/clocks/{clock}"),
    ("/users", "id", "/users/{id}"),
    ("/imports", "id", "/imports/{import}"),
];

fn put(route: &str, id: &str) -> String {
    let (from, to) = (route.find('{').unwrap(), route.find('}').unwrap());
    format!("{}{id}{}", &route[..from], &route[to + 1..])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_list_of_the_interface_holds_the_rows_of_its_page_for_the_same_user_and_answers_as_its_schema_tells() {
    let hub = Hub::on(Engine::Quick).await;
    let all = everybody(&hub).await;
    let world = plant(&hub, &all).await;
    let document = hub::openapi::document(hub.house.rooms);
    let document: Value = serde_json::from_str(&document.to_string()).unwrap();
    let mut walker = Walker::of(&hub);
    let mut counted = vec![0; LISTS.len()];
    let mut opened = vec![0; ONES.len() + 2];
    for who in all.iter().filter(|it| READERS.contains(&it.name.as_str())) {
        for (nth, it) in LISTS.iter().enumerate() {
            counted[nth] += list(&mut walker, &document, who, *it).await;
        }
        for (nth, (from, field, route)) in ONES.iter().enumerate() {
            let found = walker.get(who, &format!("/api/v1{from}")).await;
            if found.status != 200 {
                continue;
            }
            for it in json(from, &found)["rows"].as_array().unwrap().iter().take(3) {
                let at = format!("/api/v1{}", put(route, it[*field].as_str().unwrap()));
                let back = walker.get(who, &at).await;
                assert_eq!(back.status, 200, "{} at {at}: {}", who.name, back.body);
                let schema = schema_of(&document, &format!("/api/v1{route}"));
                assert_eq!(schema::wrong(&document, schema, &json(&at, &back), "answer"), None, "{at}");
                opened[nth] += 1;
            }
        }
        for person in &world.persons {
            for (nth, end) in ["", "/chronology"].into_iter().enumerate() {
                let at = format!("/people/{}{end}", person.reference);
                let (seen, told) = (walker.get(who, &at).await, walker.get(who, &format!("/api/v1{at}")).await);
                assert_eq!(told.status, seen.status, "{} at {at}: {}", who.name, told.body);
                if told.status != 200 {
                    continue;
                }
                let (value, schema) =
                    (json(&at, &told), schema_of(&document, &format!("/api/v1/people/{{reference}}{end}")));
                assert_eq!(schema::wrong(&document, schema, &value, "answer"), None, "{at}");
                if let Some(rows) = value["rows"].as_array() {
                    let below = format!("/people/{}/entries/", person.reference);
                    let told: Vec<&str> = rows.iter().map(|it| it["id"].as_str().unwrap()).collect();
                    assert_eq!(links(&seen.body, &below), told, "{} at {at}", who.name);
                }
                opened[ONES.len() + nth] += 1;
            }
        }
    }
    let empty: Vec<_> = LISTS.iter().zip(&counted).filter(|it| *it.1 == 0).map(|it| it.0.0).collect();
    assert!(empty.is_empty(), "nobody had a row in {empty:?}");
    assert!(opened.iter().all(|it| *it > 0), "nobody opened one of {ONES:?}: {opened:?}");
}

#[test]
fn every_reading_of_the_interface_tells_what_it_answers() {
    let document = hub::openapi::document(hub::rooms::ROOMS);
    let untold: Vec<_> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .filter(|it| it.0.starts_with("/api/v1/"))
        .flat_map(|(path, them)| them.as_object().unwrap().iter().map(move |it| (path, it.0, it.1)))
        .filter(|it| {
            let schema = &it.2["responses"]["200"]["content"]["application/json"]["schema"];
            !schema.is_object() && !schema.is_boolean() || schema == &serde_json::json!({})
        })
        .map(|it| format!("{} {}", it.1, it.0))
        .collect();
    assert!(untold.is_empty(), "{untold:?}");
}
