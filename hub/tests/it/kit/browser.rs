//! A browser without a screen: keeps cookies, fills in forms with the token and key of the page, follows redirects.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt as _;
use scraper::{Html, Selector};
use tower::ServiceExt as _;

use super::Hub;

/// One browser at a hub.
pub struct Browser {
    router: Router,
    cookies: BTreeMap<String, String>,
    /// The page last shown.
    pub page: String,
    /// Its address.
    pub at: String,
    /// Its status.
    pub status: StatusCode,
    /// Headers of the last answer that was no redirect.
    pub headers: axum::http::HeaderMap,
}

impl Hub {
    /// A browser that has never been here.
    pub fn browser(&self) -> Browser {
        Browser {
            router: hub::router::router(self.house.clone()),
            cookies: BTreeMap::new(),
            page: String::new(),
            at: String::new(),
            status: StatusCode::OK,
            headers: axum::http::HeaderMap::new(),
        }
    }
}

impl Browser {
    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> &mut Self {
        self.goes("GET", path.to_owned(), None).await;
        self
    }

    /// Sends the form of the page last shown whose action is this (or ends with it), with these fields filled in and
    /// every hidden field kept.
    pub async fn send(&mut self, action: &str, fields: &[(&str, &str)]) -> &mut Self {
        let mut all = self.hidden(action);
        all.retain(|it| !fields.iter().any(|(name, _)| *name == it.0));
        all.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        self.post(action, &all).await
    }

    /// Posts fields as they are: nothing is added.
    pub async fn post(&mut self, path: &str, fields: &[(String, String)]) -> &mut Self {
        let pairs: Vec<String> = fields.iter().map(|(k, v)| format!("{}={}", web::encode(k), web::encode(v))).collect();
        self.goes("POST", path.to_owned(), Some(pairs.join("&"))).await;
        self
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// The words of the main part, with single blanks.
    pub fn text(&self) -> String {
        let page = Html::parse_document(&self.page);
        let main = Selector::parse("main").unwrap();
        let words: Vec<String> = page.select(&main).flat_map(|it| it.text()).map(str::to_owned).collect();
        words.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The text of everything that a selector finds.
    pub fn all(&self, selector: &str) -> Vec<String> {
        let page = Html::parse_document(&self.page);
        let found = Selector::parse(selector).unwrap();
        page.select(&found).map(|it| it.text().collect::<String>().trim().to_owned()).collect()
    }

    /// Hidden fields of the form with this action.
    fn hidden(&self, action: &str) -> Vec<(String, String)> {
        let page = Html::parse_document(&self.page);
        let (form, field) = (Selector::parse("form").unwrap(), Selector::parse("input[type=hidden]").unwrap());
        let found = page.select(&form).find(|it| it.attr("action").is_some_and(|it| it == action));
        let found = found.unwrap_or_else(|| panic!("no form for {action} on {}: {}", self.at, self.text()));
        let value = |it: scraper::ElementRef<'_>, name: &str| it.attr(name).unwrap_or_default().to_owned();
        found.select(&field).map(|it| (value(it, "name"), value(it, "value"))).collect()
    }

    async fn goes(&mut self, method: &str, path: String, body: Option<String>) {
        let (mut method, mut path, mut body) = (method.to_owned(), path, body);
        for _ in 0..8 {
            let cookies: Vec<String> = self.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
            let mut request = Request::builder().method(method.as_str()).uri(&path).header(header::HOST, "hub.example");
            if !cookies.is_empty() {
                request = request.header(header::COOKIE, cookies.join("; "));
            }
            if body.is_some() {
                request = request
                    .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                    .header(header::ORIGIN, "http://hub.example");
            }
            let request = request.body(body.take().map_or_else(Body::empty, Body::from)).unwrap();
            let answer = self.router.clone().oneshot(request).await.unwrap();
            self.keep_cookies(answer.headers());
            let to = answer.headers().get(header::LOCATION).and_then(|it| it.to_str().ok()).map(str::to_owned);
            if let (StatusCode::SEE_OTHER, Some(to)) = (answer.status(), to) {
                (method, path) = ("GET".to_owned(), to);
                continue;
            }
            self.status = answer.status();
            self.headers = answer.headers().clone();
            self.at = path;
            let bytes = answer.into_body().collect().await.unwrap().to_bytes();
            self.page = String::from_utf8_lossy(&bytes).into_owned();
            return;
        }
        panic!("{path} leads round in a circle");
    }

    fn keep_cookies(&mut self, headers: &axum::http::HeaderMap) {
        for it in headers.get_all(header::SET_COOKIE) {
            let line = it.to_str().unwrap();
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            if line.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}
