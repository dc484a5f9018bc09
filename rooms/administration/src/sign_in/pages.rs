//! The pages of signing in, and one's own account.

use axum::extract::Query;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use door::{Account, Acting, Key, args};
use identity::{PER_ACCOUNT, PER_ADDRESS, Throttle, Token, TotpSecret, use_recovery_code};
use kernel::{Refused, Ts, Wrongs};
use room::{Answer, Posted, SESSION, Visit};
use web::{Button, Html, Input, PasswordInput, Typed};

use super::{BeginHalf, BeginSession, Credential, EndSession, Half, NoteFailure, Proof};
use crate::enrol::RecoveryCode;

/// How long a code may be awaited, in seconds.
const HALF_LASTS: i64 = 600;
/// The cookie of a half sign-in.
const HALF: &str = "holdfast-half";

fn next(questions: &[(String, String)]) -> String {
    questions.iter().find(|it| it.0 == "next").map_or("/", |it| web::own_path(&it.1)).to_owned()
}

/// Name and password.
///
/// # Errors
/// None.
pub async fn password_form(visit: Visit, Query(questions): Query<Vec<(String, String)>>) -> Answer {
    let typed = Typed::blank().with("next", next(&questions));
    Ok(password_page(&visit, &typed))
}

fn password_page(visit: &Visit, typed: &Typed) -> Response {
    let main = web::heading(1, "Sign in")
        .raw("<form method=\"post\" action=\"/sign-in\" novalidate>")
        .html(&visit.form_start())
        .html(&web::hidden("next", typed.get("next")))
        .html(&web::input(&Input {
            autocomplete: "username",
            width: 20,
            spellcheck: Some(false),
            ..Input::of(typed, "user", "User name")
        }))
        .html(&web::password_input(&PasswordInput {
            name: "password",
            label: "Password",
            error: typed.error("password"),
            ..PasswordInput::default()
        }))
        .html(&web::button(&Button { text: "Continue", once: Some(true), ..Button::default() }))
        .raw("</form>");
    visit.show_plain(&visit.page("Sign in").errors(typed.wrongs()), &main)
}

pub(super) async fn house(visit: &Visit) -> Result<door::Reading, Refused> {
    visit.door().read(&Acting::house()).await
}

/// Refuses while an account or an address must wait.
pub(super) async fn throttle(visit: &Visit, name: &str) -> Result<(), Refused> {
    let r = house(visit).await?;
    let since = r.now.plus_seconds(-86_400);
    let times = &visit.catalogue.partnership.session;
    let account = Throttle { free: times.tries, most: i64::from(times.wait_minutes) * 60, ..PER_ACCOUNT };
    for (about, rule) in [(format!("account:{name}"), &account), (format!("address:{}", visit.client), &PER_ADDRESS)] {
        let sql = "SELECT at FROM sign_in_failure WHERE about = $1 AND at > $2 ORDER BY at";
        let found: Vec<(Ts,)> = r.plain(sql, args![about, since]).await?;
        let at: Vec<Ts> = found.into_iter().map(|it| it.0).collect();
        let wait = rule.wait(&at, r.now).seconds(r.now);
        if wait > 0 {
            return Err(Refused::TooMany(wait));
        }
    }
    Ok(())
}

pub(super) async fn failed(visit: &Visit, name: &str) -> Result<(), Refused> {
    let about = vec![format!("account:{name}"), format!("address:{}", visit.client)];
    visit.door().act(&Acting::house(), Key::none(), NoteFailure { about }).await
}

/// Checks the password. An unknown name takes the same time and gets the same answer.
///
/// # Errors
/// Too many tries; when the store refuses.
pub async fn password(visit: Visit, posted: Posted) -> Answer {
    let name = posted.raw("user").trim().to_lowercase();
    throttle(&visit, &name).await?;
    let found = {
        let r = house(&visit).await?;
        let sql = "SELECT c.* FROM credential c JOIN account a ON a.id = c.account WHERE a.name = $1";
        r.plain_one::<Credential>(sql, args![name.clone()]).await?
    };
    let stored = found.as_ref().map(|it| it.password_hash.clone());
    let right = verified(&visit, posted.raw("password"), stored).await?;
    let Some(credential) = found.filter(|_| right) else {
        failed(&visit, &name).await?;
        let mut wrongs = Wrongs::default();
        wrongs.add("password", "The user name or the password is wrong");
        let typed = Typed::of(posted.fields.into_iter().filter(|it| it.0 != "password").collect());
        return Ok(password_page(&visit, &typed.with_wrongs(wrongs)));
    };
    let token = random_token(&visit);
    let half = BeginHalf { account: credential.account, secret_hash: token.hash() };
    visit.door().act(&Acting::house(), Key::none(), half).await?;
    let to = web::address("/sign-in/code", &[("next", web::own_path(posted.raw("next")))]);
    let mut answer = visit.see_other(&to, "");
    set(&mut answer, visit.cookies.set(HALF, token.text()));
    Ok(answer)
}

async fn verified(visit: &Visit, typed: &str, stored: Option<String>) -> Result<bool, Refused> {
    let right = visit.house.hashing.verify(typed.to_owned(), stored).await;
    right.map_err(|e| Refused::Fault(e.to_string()))
}

/// Whether somebody who is signed in gave their own password once more; throttled like signing in (ASVS 7.5.3).
pub(crate) async fn password_right(visit: &Visit, typed: &str) -> Result<bool, Refused> {
    let Some(me) = visit.acting.user_id() else { return Err(Refused::NotFound) };
    let (name, stored) = {
        let r = house(visit).await?;
        let account = crate::users::account(&r, me).await?;
        let sql = "SELECT * FROM credential WHERE account = $1";
        (account.name, r.plain_one::<Credential>(sql, args![me]).await?.map(|it| it.password_hash))
    };
    throttle(visit, &name).await?;
    let right = verified(visit, typed, stored).await?;
    if !right {
        failed(visit, &name).await?;
    }
    Ok(right)
}

pub(crate) fn random_token(visit: &Visit) -> Token {
    let mut bytes: Vec<u8> = visit.door().random::<64>().to_vec();
    Token::new(&mut move |to: &mut [u8]| {
        for it in to.iter_mut() {
            *it = bytes.pop().unwrap_or_default();
        }
    })
}

fn set(answer: &mut Response, cookie: Option<axum::http::HeaderValue>) {
    if let Some(it) = cookie {
        answer.headers_mut().append(header::SET_COOKIE, it);
    }
}

/// The code.
///
/// # Errors
/// None.
pub async fn code_form(visit: Visit, Query(questions): Query<Vec<(String, String)>>) -> Answer {
    Ok(code_page(&visit, &Typed::blank().with("next", next(&questions))))
}

fn code_page(visit: &Visit, typed: &Typed) -> Response {
    let hint = "Six digits from your authenticator app";
    let main = web::heading(1, "Enter your code")
        .raw("<form method=\"post\" action=\"/sign-in/code\" novalidate>")
        .html(&visit.form_start())
        .html(&web::hidden("next", typed.get("next")))
        .html(&web::input(&Input {
            hint,
            autocomplete: "one-time-code",
            inputmode: "numeric",
            width: 10,
            ..Input::of(typed, "code", "Code")
        }))
        .html(&web::details("I do not have my telephone", &recovery(typed), typed.error("recovery").is_some()))
        .html(&web::button(&Button { text: "Sign in", once: Some(true), ..Button::default() }))
        .raw("</form>");
    visit.show_plain(&visit.page("Enter your code").errors(typed.wrongs()), &main)
}

fn recovery(typed: &Typed) -> Html {
    let hint = "One of the ten that you were shown when you set up your sign-in. Each works once.";
    web::input(&Input { hint, width: 30, spellcheck: Some(false), ..Input::of(typed, "recovery", "Recovery code") })
        .html(&web::paragraph(
            "No code left? Ask your administrator, in person or by telephone, to set your sign-in anew.",
        ))
}

/// What was proved by what was typed: a code of the app, or a recovery code.
async fn proved(visit: &Visit, credential: &Credential, posted: &Posted) -> Result<Option<Proof>, Refused> {
    let typed = posted.raw("recovery").trim();
    if typed.is_empty() {
        let secret = TotpSecret::from_base32(&credential.totp_secret).map_err(|e| Refused::Fault(e.to_string()))?;
        return Ok(secret.verify(posted.raw("code"), visit.now(), credential.last_step).map(Proof::Code));
    }
    let r = house(visit).await?;
    let sql = "SELECT * FROM recovery_code WHERE account = $1 AND used IS NULL ORDER BY id";
    let left: Vec<RecoveryCode> = r.plain(sql, args![credential.account]).await?;
    let hashes: Vec<&str> = left.iter().map(|it| it.hash.as_str()).collect();
    Ok(use_recovery_code(typed, &hashes).and_then(|nth| left.get(nth)).map(|it| Proof::Recovery(it.id)))
}

fn wrong_code(visit: &Visit, posted: &Posted) -> Response {
    let mut wrongs = Wrongs::default();
    if posted.raw("recovery").trim().is_empty() {
        wrongs.add("code", "This code is wrong, or it was used before. Enter the code that the app shows now");
    } else {
        wrongs.add("recovery", "This recovery code is wrong, or it was used before. Enter another");
    }
    code_page(visit, &Typed::blank().with("next", posted.raw("next")).with_wrongs(wrongs))
}

/// Checks the code; then the session begins with a secret of its own.
///
/// # Errors
/// Too many tries; when the store refuses.
pub async fn code(visit: Visit, headers: HeaderMap, posted: Posted) -> Answer {
    let Some((credential, name)) = awaited(&visit).await? else {
        return Ok(visit.see_other("/sign-in", "Please sign in again: it took too long."));
    };
    throttle(&visit, &name).await?;
    let Some(proof) = proved(&visit, &credential, &posted).await? else {
        failed(&visit, &name).await?;
        return Ok(wrong_code(&visit, &posted));
    };
    if !visit.door().user(credential.account, door::Via::Page).await?.principal.standing() {
        return Ok(not_in_force(&visit));
    }
    let token = random_token(&visit);
    let device = headers.get(header::USER_AGENT).and_then(|it| it.to_str().ok()).unwrap_or("unknown");
    let hours = i64::from(visit.catalogue.partnership.session.absolute_hours);
    let begin = BeginSession {
        account: credential.account,
        secret_hash: token.hash(),
        proof,
        device: device.chars().take(120).collect(),
        ends: visit.now().plus_hours(hours),
    };
    visit.door().act(&Acting::house(), Key::none(), begin).await?;
    let mut answer = match proof {
        Proof::Code(_) => visit.see_other(web::own_path(posted.raw("next")), ""),
        Proof::Recovery(_) => visit.see_other("/account", "You came in with a recovery code. It works no more."),
    };
    set(&mut answer, visit.cookies.set(SESSION, token.text()));
    set(&mut answer, visit.cookies.end(HALF));
    Ok(answer)
}

/// Both factors were right, but the account opens nothing: said only now, so that a stranger learns nothing.
fn not_in_force(visit: &Visit) -> Response {
    let main = web::heading(1, "Your account is not in force")
        .html(&web::paragraph(
            "It is suspended, no seat of yours is in force today, or your training or vetting has lapsed.",
        ))
        .html(&web::paragraph("Ask your manager or your administrator. What you own is not lost."));
    let mut answer = visit.show_plain(&visit.page("Your account is not in force"), &main);
    *answer.status_mut() = axum::http::StatusCode::FORBIDDEN;
    set(&mut answer, visit.cookies.end(HALF));
    answer
}

/// The account whose code is awaited by this browser.
async fn awaited(visit: &Visit) -> Result<Option<(Credential, String)>, Refused> {
    let r = house(visit).await?;
    let hash = identity::hash_token(visit.cookies.get(HALF));
    let half: Option<Half> = r.plain_one("SELECT * FROM sign_in_half WHERE secret_hash = $1", args![hash]).await?;
    let Some(half) = half.filter(|it| r.now.seconds_since(it.at) <= HALF_LASTS) else { return Ok(None) };
    let credential: Option<Credential> =
        r.plain_one("SELECT * FROM credential WHERE account = $1", args![half.account]).await?;
    let account: Option<Account> = r.plain_one("SELECT * FROM account WHERE id = $1", args![half.account]).await?;
    Ok(credential.zip(account.map(|it| it.name)))
}

/// Ends the session.
///
/// # Errors
/// When the store refuses.
pub async fn sign_out(visit: Visit, _: Posted) -> Answer {
    if let Some(it) = &visit.session {
        let end = EndSession { session: it.id, holder: it.holder };
        visit.door().act(&Acting::house(), Key::none(), end).await?;
    }
    let shown = web::signed_out(false);
    let mut page = visit.page(shown.title);
    page.nav.clear();
    page.user.clear();
    let mut answer = visit.show_plain(&page, &shown.main);
    set(&mut answer, visit.cookies.end(SESSION));
    web::set_headers(&mut answer, vec![web::sign_out_header()]);
    Ok(answer)
}

/// Says when the session ends; asking lengthens it.
///
/// # Errors
/// None.
pub async fn keep_alive(visit: Visit) -> Answer {
    let page = visit.page("");
    let value = serde_json::json!({
        "ends": page.session_ends.map(Ts::rfc3339), "now": visit.now().rfc3339(), "csrf": visit.csrf, "user": page.user_key,
    });
    Ok(([(header::CACHE_CONTROL, "no-store")], axum::Json(value)).into_response())
}
