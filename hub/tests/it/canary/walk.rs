//! Walking: every registered route, with every id that a page named and every id that there is, as everybody.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{Request, header};
use http_body_util::BodyExt as _;
use kernel::{PersonId, Ts, UserId};
use scraper::{Html, Selector};
use tower::ServiceExt as _;

use super::people::Who;
use crate::kit::Hub;

/// A form as a page offered it: where it leads, and its hidden fields.
pub type Form = (String, Vec<(String, String)>);

/// What came back.
pub struct Back {
    pub status: u16,
    pub location: Option<String>,
    pub kind: String,
    pub body: String,
    /// When the request was sent, by the hub's clock.
    pub sent: Ts,
}

/// Sends requests and counts them.
pub struct Walker<'a> {
    pub hub: &'a Hub,
    router: axum::Router,
    pub sent: u64,
}

impl<'a> Walker<'a> {
    pub fn of(hub: &'a Hub) -> Self {
        Self { hub, router: hub::router::router(hub.house.clone()), sent: 0 }
    }

    pub async fn get(&mut self, who: &Who, address: &str) -> Back {
        self.send(who, Request::get(address).body(Body::empty())).await
    }

    pub async fn post(&mut self, who: &Who, address: &str, fields: &[(String, String)]) -> Back {
        let csrf = if who.secret.is_empty() { "public".to_owned() } else { identity::form_token(&who.secret) };
        let fresh = format!("walk-{}", self.sent);
        let own = [("csrf".to_owned(), csrf), ("key".to_owned(), fresh)];
        let others = fields.iter().filter(|it| it.0 != "csrf" && it.0 != "key");
        let body: Vec<_> =
            own.iter().chain(others).map(|(k, v)| format!("{}={}", web::encode(k), web::encode(v))).collect();
        let kind = "application/x-www-form-urlencoded";
        let request = Request::post(address).header(header::CONTENT_TYPE, kind).body(Body::from(body.join("&")));
        self.send(who, request).await
    }

    /// Posts a command of the JSON interface.
    pub async fn command(&mut self, who: &Who, address: &str, body: &str) -> Back {
        let request = Request::post(address).header(header::CONTENT_TYPE, "application/json");
        self.send(who, request.body(Body::from(body.to_owned()))).await
    }

    async fn send(&mut self, who: &Who, request: Result<Request<Body>, axum::http::Error>) -> Back {
        let mut request = request.unwrap();
        let cookie = if who.secret.is_empty() {
            "holdfast-form=public".to_owned()
        } else {
            let bearer = format!("Bearer {}-token", who.secret);
            request.headers_mut().insert(header::AUTHORIZATION, bearer.parse().unwrap());
            format!("holdfast={}", who.secret)
        };
        request.headers_mut().insert(header::COOKIE, cookie.parse().unwrap());
        self.sent += 1;
        let sent = self.hub.house.door.now();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let text = |name| answer.headers().get(name).and_then(|it| it.to_str().ok()).map(str::to_owned);
        let (status, location) = (answer.status().as_u16(), text(header::LOCATION));
        let kind = text(header::CONTENT_TYPE).unwrap_or_default();
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        Back { status, location, kind, body: String::from_utf8_lossy(&bytes).into_owned(), sent }
    }

    /// What the ledger says that somebody was shown or refused since a request: verdict and persons of each entry.
    pub async fn entries(&self, by: UserId, since: Ts) -> Vec<(String, Vec<PersonId>)> {
        const SINCE: &str = "SELECT verdict, text FROM ledger_entry WHERE by_user = $1 AND at >= $2";
        let r = self.hub.house.door.read(&door::Acting::house()).await.unwrap();
        let rows: Vec<(String, String)> = r.plain(SINCE, door::args![by, since]).await.unwrap();
        rows.into_iter()
            .map(|(verdict, text)| (verdict, ledger::Entry::read(&text).map(|it| it.1.persons).unwrap_or_default()))
            .collect()
    }
}

/// The addresses and forms of a page that stay in the hub.
pub fn leads_to(at: &str, body: &str) -> (Vec<String>, Vec<Form>) {
    let page = Html::parse_document(body);
    let select = |it: &str| Selector::parse(it).unwrap();
    let path = at.split('?').next().unwrap_or(at);
    let whole = |to: &str| match to {
        "" => path.to_owned(),
        to if to.starts_with('?') => format!("{path}{to}"),
        to => to.to_owned(),
    };
    let anchors = select("a[href]");
    let links = page.select(&anchors).filter_map(|it| it.value().attr("href")).map(whole);
    let links = links.filter(|it| it.starts_with('/') && !it.starts_with("//") && !it.starts_with("/assets"));
    let links = links.filter(|it| !it.contains("sort=")).map(|it| it.split('#').next().unwrap_or("").to_owned());
    let (hidden, form) = (select("input[type=hidden]"), select("form"));
    let forms = page
        .select(&form)
        .filter(|it| it.value().attr("method").is_some_and(|it| it.eq_ignore_ascii_case("post")))
        .map(|form| {
            let value = |it: scraper::ElementRef<'_>, name: &str| it.value().attr(name).unwrap_or("").to_owned();
            let fields = form.select(&hidden).map(|it| (value(it, "name"), value(it, "value")));
            let fields = fields.filter(|it| it.0 != "csrf" && it.0 != "key").collect();
            (whole(form.value().attr("action").unwrap_or("")), fields)
        })
        .collect();
    (links.collect(), forms)
}

/// Whether an address is one of a route's.
pub fn matches(route: &str, address: &str) -> bool {
    let path = address.split('?').next().unwrap_or(address);
    let (route, path): (Vec<_>, Vec<_>) = (route.split('/').collect(), path.split('/').collect());
    route.len() == path.len() && route.iter().zip(&path).all(|(r, p)| r == p || (r.starts_with('{') && !p.is_empty()))
}

/// A route's addresses: its references with those of its own kind and one of another kind, a gap that is named for a
/// kind of thing with the ids of that kind, `{id}` with one id of every kind, and any other gap with one wrong word.
/// What pages name is walked besides.
pub fn filled(route: &str, references: &[String], ids: &BTreeMap<&'static str, Vec<String>>) -> Vec<String> {
    let mut all = vec![route.to_owned()];
    while let Some((from, to)) = all[0].find('{').zip(all[0].find('}')) {
        let fits: Vec<&String> = match &all[0][from + 1..to] {
            "reference" => references.iter().collect(),
            "id" => ids.values().filter_map(|it| it.first()).collect(),
            gap => ids.get(gap).unwrap_or(&ids["entry"]).iter().take(2).collect(),
        };
        let put = |it: &String| -> Vec<String> {
            let (from, to) = (it.find('{').unwrap(), it.find('}').unwrap());
            fits.iter().map(|one| format!("{}{one}{}", &it[..from], &it[to + 1..])).collect()
        };
        all = all.iter().flat_map(put).collect();
    }
    all
}

/// Ids of everything that there is, by the table.
pub async fn ids(hub: &Hub) -> BTreeMap<&'static str, Vec<String>> {
    const TABLES: &[(&str, &str)] = &[
        ("person", "SELECT id, 1 FROM person ORDER BY id"),
        ("referral", "SELECT id, 1 FROM referral ORDER BY id"),
        ("file", "SELECT id, 1 FROM file ORDER BY id"),
        ("import", "SELECT id, 1 FROM import ORDER BY id"),
        ("question", "SELECT id, 1 FROM known_question ORDER BY id"),
        ("search", "SELECT id, 1 FROM saved_search ORDER BY id"),
        ("draft", "SELECT id, 1 FROM draft ORDER BY id"),
        ("account", "SELECT id, 1 FROM account ORDER BY id LIMIT 1"),
        ("clock", "SELECT id, 1 FROM clock ORDER BY id LIMIT 3"),
        ("entry", "SELECT id, 1 FROM entry ORDER BY id LIMIT 3"),
    ];
    let r = hub.house.door.read(&door::Acting::house()).await.unwrap();
    let mut all = BTreeMap::new();
    for (table, sql) in TABLES {
        let rows: Vec<(uuid::Uuid, i64)> = r.plain(sql, vec![]).await.unwrap_or_else(|e| panic!("{table}: {e:?}"));
        all.insert(*table, rows.into_iter().map(|it| it.0.to_string()).collect());
    }
    all
}
