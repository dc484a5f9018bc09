//! A browser without scripts, in the same process: cookies, forms with their hidden fields, redirects.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use http_body_util::BodyExt as _;
use scraper::{Html, Selector};
use tower::ServiceExt as _;

use super::Hub;

/// A browser of one person.
pub struct Browser {
    router: axum::Router,
    cookies: BTreeMap<String, String>,
}

/// What came back.
pub struct Seen {
    pub status: StatusCode,
    pub at: String,
    pub body: String,
}

impl Seen {
    /// What a person reads in the main part of the page, with single spaces.
    pub fn text(&self) -> String {
        let page = Html::parse_document(&self.body);
        let main = Selector::parse("main").unwrap();
        let words: Vec<&str> = page.select(&main).flat_map(|it| it.text()).flat_map(str::split_whitespace).collect();
        words.join(" ")
    }

    /// The hidden fields of the form that leads to an address.
    fn hidden(&self, action: &str) -> Vec<(String, String)> {
        let page = Html::parse_document(&self.body);
        let fields = Selector::parse(&format!("form[action=\"{action}\"] input[type=\"hidden\"]")).unwrap();
        let value = |it: scraper::ElementRef<'_>, name: &str| it.value().attr(name).unwrap_or("").to_owned();
        page.select(&fields).map(|it| (value(it, "name"), value(it, "value"))).collect()
    }
}

impl Browser {
    /// A fresh one.
    pub fn of(hub: &Hub) -> Self {
        Self { router: hub::router::router(hub.house.clone()), cookies: BTreeMap::new() }
    }

    /// One that is signed in already, by the secret of a session.
    pub fn signed_in(hub: &Hub, secret: &str) -> Self {
        let mut it = Self::of(hub);
        it.cookies.insert("holdfast".to_owned(), secret.to_owned());
        it
    }

    async fn send(&mut self, request: Request<Body>) -> Response<Body> {
        let answer = self.router.clone().oneshot(request).await.unwrap();
        for line in answer.headers().get_all(header::SET_COOKIE) {
            let line = line.to_str().unwrap();
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            if line.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }

    fn cookie(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    /// Opens a page, following redirects.
    pub async fn get(&mut self, address: &str) -> Seen {
        let mut at = address.to_owned();
        for _ in 0..5 {
            let request = Request::get(&at).header(header::COOKIE, self.cookie()).body(Body::empty()).unwrap();
            let answer = self.send(request).await;
            match answer.headers().get(header::LOCATION) {
                Some(to) => at = to.to_str().unwrap().to_owned(),
                None => return seen(answer, at).await,
            }
        }
        panic!("{address} leads in a circle");
    }

    /// Fills in the form of a page that leads to `action` and sends it, with its hidden fields.
    pub async fn submit(&mut self, page: &Seen, action: &str, fields: &[(&str, &str)]) -> Seen {
        let mut all = page.hidden(action);
        assert!(!all.is_empty(), "no form leads to {action} on {}: {}", page.at, page.text());
        all.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        self.post(action, &all).await
    }

    /// Posts fields as they are.
    pub async fn post(&mut self, action: &str, fields: &[(String, String)]) -> Seen {
        let body: Vec<_> =
            fields.iter().map(|(name, value)| format!("{}={}", web::encode(name), web::encode(value))).collect();
        let request = Request::post(action)
            .header(header::COOKIE, self.cookie())
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.join("&")))
            .unwrap();
        self.posted(request, action).await
    }

    async fn posted(&mut self, request: Request<Body>, action: &str) -> Seen {
        let answer = self.send(request).await;
        match answer.headers().get(header::LOCATION) {
            Some(to) => {
                let to = to.to_str().unwrap().to_owned();
                self.get(&to).await
            }
            None => seen(answer, action.to_owned()).await,
        }
    }

    /// Fills in a form with a file: field, name and content.
    pub async fn submit_file(
        &mut self,
        page: &Seen,
        action: &str,
        fields: &[(&str, &str)],
        (field, name, content): (&str, &str, &[u8]),
    ) -> Seen {
        let mut all = page.hidden(action);
        all.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let mut body = Vec::new();
        for (name, value) in all {
            let part = format!("--PART\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let head = format!("--PART\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n--PART--\r\n");
        let request = Request::post(action)
            .header(header::COOKIE, self.cookie())
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=PART")
            .body(Body::from(body))
            .unwrap();
        self.posted(request, action).await
    }

    /// Sends a request as it is, with the cookies there are.
    pub async fn call(&mut self, request: axum::http::request::Builder, body: impl Into<Body>) -> Response<Body> {
        self.send(request.header(header::COOKIE, self.cookie()).body(body.into()).unwrap()).await
    }

    /// Asks the JSON interface with a bearer token, as a program does.
    pub async fn asks(&mut self, address: &str, token: &str) -> Seen {
        let bearer = format!("Bearer {token}");
        let request = Request::get(address).header(header::AUTHORIZATION, bearer).body(Body::empty()).unwrap();
        let answer = self.send(request).await;
        seen(answer, address.to_owned()).await
    }

    /// The value of a cookie.
    pub fn cookie_of(&self, name: &str) -> String {
        self.cookies.get(name).cloned().unwrap_or_default()
    }

    /// Signs in as a person of the demonstration, or one whom the kit made.
    pub async fn sign_in(&mut self, hub: &Hub, name: &str) -> Seen {
        let people = hub::demo::shown(&hub.house).await.unwrap();
        let who = people.into_iter().find(|it| it.name == name).unwrap();
        let page = self.get("/sign-in").await;
        let page = self.submit(&page, "/sign-in", &[("user", name), ("password", &who.password)]).await;
        let code = identity::TotpSecret::from_base32(&who.totp_secret).unwrap().code(hub.house.door.now());
        self.submit(&page, "/sign-in/code", &[("code", &code)]).await
    }
}

async fn seen(answer: Response<Body>, at: String) -> Seen {
    let status = answer.status();
    let bytes = answer.into_body().collect().await.unwrap().to_bytes();
    Seen { status, at, body: String::from_utf8_lossy(&bytes).into_owned() }
}
