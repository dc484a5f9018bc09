//! One request's visit: who came, by what way, and how an answer leaves.

use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{FromRequestParts, MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use catalogue::Catalogue;
use door::{Acting, Command, Door, Key, Reading, Session, Via, args};
use kernel::{Refused, Ts};
use uuid::Uuid;
use web::{Html, NavItem, Page};

use crate::arriving::{for_programs, from_elsewhere, sign_in_problem};
use crate::cookies::{Cookies, FORM, NEWS, SESSION};
use crate::{Answer, House, Open, Refusal, Route};

/// A request inside the house. Handlers take it by value.
#[derive(Clone)]
pub struct Visit {
    /// What every request has at hand.
    pub house: House,
    /// Who came.
    pub acting: Acting,
    /// Their session.
    pub session: Option<Session>,
    /// What people read for them; empty when nobody is signed in.
    pub shown_as: String,
    /// How many notices they have not read.
    pub notices: u32,
    /// Cookies.
    pub cookies: Cookies,
    /// The token that every form on the page carries.
    pub csrf: String,
    /// The route as it was matched: the page's name in the ledger.
    pub route: String,
    /// The client's address, for throttling.
    pub client: String,
    /// The configuration in force when the request came.
    pub catalogue: Arc<Catalogue>,
    nonce: String,
    /// Whether the address is the JSON interface's: then every answer is JSON, also where nothing is.
    api: bool,
    /// Whether the request came with `If-Match`.
    conditional: bool,
    /// The snapshot by which a page's reader was found out: the page goes on with it.
    held: Held,
}

type Held = Arc<Mutex<Option<Reading>>>;

impl FromRequestParts<House> for Visit {
    type Rejection = Refusal;
    async fn from_request_parts(parts: &mut Parts, _: &House) -> Result<Self, Refusal> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| Refused::Fault("a route outside the guard".to_owned()).into())
    }
}

impl Visit {
    /// The door. Whoever goes through it sees what is there now, not what was when the request came.
    #[must_use]
    pub fn door(&self) -> &Door {
        self.taken();
        &self.house.door
    }

    /// The time by the hub's clock.
    #[must_use]
    pub fn now(&self) -> Ts {
        self.house.door.now()
    }

    /// One snapshot for whoever came.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn read(&self) -> Result<Reading, Refused> {
        match self.taken() {
            Some(held) => Ok(held.handed_to(&self.acting)),
            None => self.house.door.read(&self.acting).await,
        }
    }

    fn taken(&self) -> Option<Reading> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Carries out a command, once for each key.
    ///
    /// # Errors
    /// Why it was refused.
    pub async fn act<C: Command>(&self, key: Key, command: C) -> Result<C::Done, Refused> {
        self.taken();
        self.house.door.act(&self.acting, key, command).await
    }

    /// Whether whoever came proved who they are a short while ago: at signing in, or since by [`Self::prove`].
    #[must_use]
    pub fn proved(&self) -> bool {
        self.session.as_ref().is_some_and(|it| identity::is_fresh(it.proved, self.now()))
    }

    /// Whether a code proves once more who came; then their session is fresh for some minutes. Throttled as signing in.
    ///
    /// # Errors
    /// Too many tries; when the store refuses.
    pub async fn prove(&self, code: &str) -> Result<bool, Refused> {
        match self.house.rooms.iter().find_map(|it| it.proof) {
            Some(proof) => proof(self, code).await,
            None => Ok(false),
        }
    }

    /// A page with its frame filled in: navigation as policy allows, who is signed in, when the session ends.
    #[must_use]
    pub fn page(&self, title: impl Into<String>) -> Page {
        let policy = self.house.door.policy();
        let signed_in = self.acting.user_id().is_some();
        let mut nav: Vec<_> = self.house.rooms.iter().flat_map(|it| it.nav).collect();
        nav.sort_by_key(|it| it.order);
        let nav: Vec<_> =
            nav.into_iter().filter(|it| signed_in && policy.ever(&self.acting.principal, it.action)).collect();
        let searches = nav.iter().any(|it| it.href == SEARCH) && !self.route.starts_with(SEARCH);
        let session_ends = self.session.as_ref().map(|it| {
            let times = &self.catalogue.partnership.session;
            it.ends.min(it.last_used.plus_seconds(i64::from(times.idle_minutes) * 60))
        });
        let now = self.now();
        let mut page = Page {
            service: format!("Holdfast {}", self.catalogue.partnership.name),
            nav: nav.into_iter().map(|it| NavItem::to(it.href, it.label)).collect(),
            user: self.shown_as.clone(),
            user_key: self.acting.user_id().map(|it| it.to_string()).unwrap_or_default(),
            nonce: self.nonce.clone(),
            csrf: self.csrf.clone(),
            search: searches.then(|| Uuid::from_bytes(self.house.door.random()).simple().to_string()),
            news: news(&self.cookies),
            notices: self.notices,
            notices_at: "/notices".to_owned(),
            session_ends,
            served: Some(now),
            tls: self.house.settings.tls,
            printed: if signed_in { format!("Printed by {} on {}", self.shown_as, now.words()) } else { String::new() },
            ..Page::default()
        };
        if self.house.settings.demo {
            page.phase = Some(("Demo".to_owned(), "Every person and place here is invented.".to_owned()));
        }
        page.titled(title)
    }

    /// A fresh key for a form.
    #[must_use]
    pub fn form_key(&self) -> Html {
        web::hidden("key", &Uuid::from_bytes(self.house.door.random()).simple().to_string())
    }

    /// The hidden fields that every form begins with: token and key.
    #[must_use]
    pub fn form_start(&self) -> Html {
        web::hidden("csrf", &self.csrf).html(&self.form_key())
    }

    /// Shows a page; it leaves only when what it showed is in the ledger.
    ///
    /// # Errors
    /// When the entry could not be kept: then nothing is shown.
    pub async fn show(&self, r: Reading, page: &Page, main: &Html) -> Answer {
        self.house.door.leave(r, &self.route).await?;
        Ok(self.with_cookies(page.show(main)))
    }

    /// The token that a posted form must carry.
    pub(crate) fn form_token(request: &Request) -> Result<String, Refusal> {
        let visit = request.extensions().get::<Self>();
        visit.map(|it| it.csrf.clone()).ok_or_else(|| Refused::Fault("a route outside the guard".to_owned()).into())
    }

    fn request(&self) -> String {
        self.acting.request.simple().to_string()
    }

    fn draw(&self, refused: &Refused) -> Response {
        if self.api {
            let problem = web::problem(refused, &self.request(), self.conditional);
            return for_programs(problem.into_response(), self.house.settings.tls);
        }
        let contact = &self.catalogue.partnership.contact;
        let ask = format!("Ask the front door on {} or by email to {}.", contact.phone, contact.email);
        let about = web::About { request: &self.request(), newer: "", ask: &ask };
        self.with_cookies(web::show_refused(self.page(""), refused, &about))
    }
}

fn news(cookies: &Cookies) -> String {
    web::decode(cookies.get(NEWS))
}

/// Stands before every route: finds out who came, refuses what policy never allows them, and draws refusals.
pub async fn guard(State((house, needs)): State<(House, Arc<Needs>)>, mut request: Request, next: Next) -> Response {
    let came = Came::of(&house, &request);
    let visit = match arrive(&house, &came).await {
        Ok(visit) => visit,
        Err(refused) => {
            tracing::error!(route = came.route, fault = %refused, "who came could not be found out");
            return web::problem(&refused, "", false).into_response();
        }
    };
    if let Some(answer) = stop(&visit, &needs, &came).await {
        return answer;
    }
    request.extensions_mut().insert(visit.clone());
    let mut answer = next.run(request).await;
    match answer.extensions_mut().remove::<Refusal>() {
        Some(Refusal(refused)) => {
            if matches!(refused, Refused::NotFound | Refused::MayNot(_)) {
                if let Err(e) = house.door.refused_page(&visit.acting, &visit.route).await {
                    return visit.draw(&e);
                }
            }
            if let Refused::Fault(words) | Refused::Store(words) = &refused {
                tracing::error!(request = %visit.acting.request, route = visit.route, fault = %words, "a request failed");
            }
            visit.draw(&refused)
        }
        None if visit.api => for_programs(answer, house.settings.tls),
        None => answer,
    }
}

/// A route's needs, for the guard.
pub struct Needs {
    /// What one must be allowed, or why everybody is.
    pub needs: Result<door::Action, Open>,
    /// `GET` or `POST`.
    pub method: &'static str,
}

impl From<&Route> for Needs {
    fn from(it: &Route) -> Self {
        Self { needs: it.needs, method: it.method }
    }
}

/// What stops a request before its handler: not signed in, never allowed, or sent from another site.
async fn stop(visit: &Visit, route: &Needs, came: &Came) -> Option<Response> {
    let api = visit.api;
    let by_browser = !api || !came.headers.contains_key(header::AUTHORIZATION);
    if route.method == "POST" && by_browser && from_elsewhere(&came.headers) {
        return Some(visit.draw(&Refused::rule("origin", "this form was sent from another site.")));
    }
    let signed_in = visit.acting.user_id().is_some();
    let allowed = match route.needs {
        Err(Open::ToAll(_)) => true,
        Err(Open::ToSignedIn(_)) => signed_in,
        Ok(action) => visit.house.door.policy().ever(&visit.acting.principal, action),
    };
    if allowed {
        return None;
    }
    if !signed_in {
        if api {
            return Some(sign_in_problem());
        }
        let to = web::address("/sign-in", &[("next", &came.path)]);
        return Some((StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response());
    }
    if let Err(e) = visit.house.door.refused_page(&visit.acting, &visit.route).await {
        return Some(visit.draw(&e));
    }
    Some(visit.draw(&Refused::MayNot("Your role does not open this page.".to_owned())))
}

/// What of a request tells who came.
struct Came {
    headers: HeaderMap,
    path: String,
    route: String,
    client: String,
    /// Whether it asks for a page and changes nothing.
    reads: bool,
}

impl Came {
    fn of(house: &House, request: &Request) -> Self {
        let route = request.extensions().get::<MatchedPath>().map_or_else(String::new, |it| it.as_str().to_owned());
        Self {
            headers: request.headers().clone(),
            path: request.uri().path().to_owned(),
            route,
            client: client(house, request),
            reads: request.method() == Method::GET,
        }
    }
}

async fn arrive(house: &House, came: &Came) -> Result<Visit, Refused> {
    let headers = &came.headers;
    let route = came.route.clone();
    let cookies = Cookies::of(headers, house.settings.tls);
    let bearer =
        headers.get(header::AUTHORIZATION).and_then(|it| it.to_str().ok()).and_then(|it| it.strip_prefix("Bearer "));
    let api = came.path.starts_with("/api/");
    let (secret, via) = match bearer {
        Some(it) if api => (it, Via::Api), // a token, where one is sent; else the session of the browser
        _ => (cookies.get(SESSION), if api { Via::Api } else { Via::Page }),
    };
    let kind = if bearer.is_some() && api { "token" } else { "browser" };
    let found = if secret.is_empty() { None } else { session(house, (secret, kind), via).await? };
    let request_id = Uuid::from_bytes(house.door.random());
    let (mut acting, session, shown_as, notices, held) = match found {
        Some(Found { acting, session, shown_as, notices, by }) => (acting, Some(session), shown_as, notices, Some(by)),
        None => (Acting::public(), None, String::new(), 0, None),
    };
    acting.request = request_id;
    acting.session = session.as_ref().map(|it| it.id);
    let csrf = match (&session, cookies.get(FORM)) {
        (Some(_), _) => identity::form_token(secret),
        (None, "") => Uuid::from_bytes(house.door.random()).simple().to_string(),
        (None, sent) => sent.to_owned(),
    };
    let client = came.client.clone();
    let nonce = Uuid::from_bytes(house.door.random()).simple().to_string();
    let catalogue = house.catalogue();
    let conditional = headers.contains_key(header::IF_MATCH);
    Ok(Visit {
        house: house.clone(),
        acting,
        session,
        shown_as,
        notices,
        cookies,
        csrf,
        route,
        client,
        catalogue,
        nonce,
        api,
        conditional,
        held: Arc::new(Mutex::new(held.filter(|_| came.reads))),
    })
}

fn client(house: &House, request: &Request) -> String {
    let forwarded = request.headers().get("x-forwarded-for").and_then(|it| it.to_str().ok());
    if let (true, Some(all)) = (house.settings.behind_proxy, forwarded) {
        return all.rsplit(',').next().unwrap_or("").trim().to_owned();
    }
    let peer = request.extensions().get::<axum::extract::ConnectInfo<std::net::SocketAddr>>();
    peer.map(|it| it.0.ip().to_string()).unwrap_or_default()
}

/// Somebody with a living session, and the snapshot that says so.
struct Found {
    acting: Acting,
    session: Session,
    shown_as: String,
    notices: u32,
    by: Reading,
}

/// The session of a secret, if it lives: then who it is, and what people read for them.
async fn session(house: &House, (secret, kind): (&str, &str), via: Via) -> Result<Option<Found>, Refused> {
    let r = house.door.read(&Acting::house()).await?;
    let hash = identity::hash_token(secret);
    let sql = "SELECT * FROM session WHERE secret_hash = $1 AND kind = $2";
    let Some(mut session) = r.plain_one::<Session>(sql, args![hash, kind.to_owned()]).await? else {
        return Ok(None);
    };
    let now = r.now;
    let idle = i64::from(house.catalogue().partnership.session.idle_minutes) * 60;
    let idle_over = kind == "browser" && now.seconds_since(session.last_used) > idle;
    if session.ended.is_some() || session.ends <= now || idle_over {
        return Ok(None);
    }
    let Some((acting, account)) = r.whoever(session.holder, via).await? else { return Ok(None) };
    let notices = message::unread_of(&r, session.holder).await?;
    if !acting.principal.standing() {
        return Ok(None); // suspended, left, or lapsed: out at the next request
    }
    if now.seconds_since(session.last_used) >= TOUCH {
        house.door.touch_session(session.id, now).await?;
        session.last_used = now; // the page says when the session ends counted from this very request
    }
    Ok(Some(Found { acting, session, shown_as: account.shown_as, notices, by: r }))
}

/// Where one searches: whoever may has its field in the header of every other page.
const SEARCH: &str = "/search";
/// How often the last use of a session is written down, in seconds.
const TOUCH: i64 = 60;
