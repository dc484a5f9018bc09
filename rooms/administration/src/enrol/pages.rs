//! The page at a one-time address: password, app, and, shown once, the recovery codes.

use axum::extract::Path;
use catalogue::{Catalogue, Dated as _};
use door::{Acting, Key, args};
use identity::{TotpSecret, check_new_password, hash_token, make_recovery_codes, qr_svg};
use kernel::{Day, Refused, Wrongs};
use room::{Answer, Posted, Visit};
use web::{Asked, Button, Choice, Html, Input, PasswordInput, Select, Typed};

use super::{Enrol, First, OpenInvitation, Ticket, TicketKind, random};

/// The ticket of an address, if it still opens anything.
async fn ticket(visit: &Visit, token: &str) -> Result<Ticket, Refused> {
    if let Some(it) = kept(visit, token).await? {
        return Ok(it);
    }
    {
        let r = visit.door().read(&Acting::house()).await?;
        message::ticket(&r, super::by_mail::PURPOSE, &hash_token(token)).await?;
    }
    let open = OpenInvitation { token_hash: hash_token(token), totp_secret: super::made(visit.door()).1 };
    visit.door().act(&Acting::house(), Key::none(), open).await?;
    kept(visit, token).await?.ok_or(Refused::NotFound)
}

/// The ticket that the store keeps for an address; none where it knows none.
async fn kept(visit: &Visit, token: &str) -> Result<Option<Ticket>, Refused> {
    let r = visit.door().read(&Acting::house()).await?;
    let found: Option<Ticket> =
        r.plain_one("SELECT * FROM ticket WHERE token_hash = $1", args![hash_token(token)]).await?;
    match found {
        Some(it) if it.used.is_none() && it.expires > r.now => Ok(Some(it)),
        Some(_) => Err(Refused::NotFound),
        None => Ok(None),
    }
}

/// The sign-in name and what colleagues read, of a ticket with an account.
async fn holder(visit: &Visit, ticket: &Ticket) -> Result<Option<(String, String)>, Refused> {
    let Some(account) = ticket.account else { return Ok(None) };
    let r = visit.door().read(&Acting::house()).await?;
    r.plain_one("SELECT name, shown_as FROM account WHERE id = $1", args![account]).await
}

/// Agencies at which a role may be held on a day, as code, name and kind.
pub(crate) fn agencies(catalogue: &Catalogue, role: &str, on: Day) -> Vec<(String, String, String)> {
    let kinds = catalogue.role(role).map(|it| it.kinds.clone()).unwrap_or_default();
    let fits = |kind: &String| kinds.is_empty() || kinds.contains(kind);
    let all = catalogue.agencies.iter().filter(|it| it.holds_on(on) && fits(&it.kind));
    all.map(|it| (it.code.clone(), it.name.clone(), it.kind.clone())).collect()
}

/// The form.
///
/// # Errors
/// [`Refused::NotFound`] for an address that was used, has run out, or never was.
pub async fn form(visit: Visit, Path(token): Path<String>) -> Answer {
    let ticket = ticket(&visit, &token).await?;
    let holder = holder(&visit, &ticket).await?;
    page(&visit, &token, &ticket, holder, &Typed::blank())
}

fn page(visit: &Visit, token: &str, ticket: &Ticket, holder: Option<(String, String)>, typed: &Typed) -> Answer {
    let title = match ticket.kind {
        TicketKind::FirstRun => "Make the first administrator",
        TicketKind::Invitation => "Choose your password",
        TicketKind::Reset => "Set your sign-in anew",
    };
    let (path, name) = match (&ticket.kind, &holder) {
        (TicketKind::FirstRun, _) => (format!("/first-run/{token}"), typed.get("user").to_owned()),
        (TicketKind::Invitation | TicketKind::Reset, it) => {
            (format!("/invitation/{token}"), it.as_ref().map(|it| it.0.clone()).unwrap_or_default())
        }
    };
    let who = match holder {
        Some((name, _)) => web::paragraph(&format!("Your user name is {name}.")),
        None => first_fields(visit, typed),
    };
    let main = web::heading(1, title)
        .raw("<form method=\"post\" novalidate autocomplete=\"off\"")
        .attr("action", &path)
        .raw(">")
        .html(&visit.form_start())
        .html(&who)
        .html(&password_fields(typed))
        .html(&app(visit, ticket, &name, typed)?)
        .html(&web::button(&Button { text: "Finish", once: Some(true), ..Button::default() }))
        .raw("</form>");
    Ok(visit.show_plain(&visit.page(title).errors(typed.wrongs()), &main))
}

fn first_fields(visit: &Visit, typed: &Typed) -> Html {
    let agencies = agencies(&visit.catalogue, "admin", visit.now().day());
    let choices = Choice::all(agencies.iter().map(|it| (it.0.as_str(), it.1.as_str())));
    let field = |name, label| Input { width: 20, ..Input::of(typed, name, label) };
    Html::new()
        .html(&web::input(&Input { autocomplete: "username", spellcheck: Some(false), ..field("user", "User name") }))
        .html(&web::input(&field("shown-as", "Your name, as colleagues read it")))
        .html(&web::input(&Input { kind: "email", autocomplete: "email", ..field("mail", "Your e-mail address") }))
        .html(&web::select(&Select::of(typed, "agency", "Your agency", choices)))
}

pub(crate) fn password_fields(typed: &Typed) -> Html {
    let field = |name, label, hint| PasswordInput {
        name,
        label,
        hint,
        error: typed.error(name),
        autocomplete: "new-password",
        ..PasswordInput::default()
    };
    web::password_input(&field(
        "password",
        "New password",
        "At least 12 characters. Three or four words that have nothing to do with each other are easy to remember.",
    ))
    .html(&web::password_input(&field("again", "The same password once more", "")))
}

fn app(visit: &Visit, ticket: &Ticket, name: &str, typed: &Typed) -> Result<Html, Refused> {
    let secret = secret(ticket)?;
    let address = secret.otpauth_url(&format!("Holdfast {}", visit.catalogue.partnership.name), name);
    let hint = "Six digits, new every half minute";
    Ok(web::heading(2, "Your authenticator app")
        .html(&web::paragraph("Take an authenticator app on your telephone and scan this picture, or type the key."))
        .html(&picture(&address))
        .html(&web::paragraph(&format!("Key: {}", secret.words())))
        .html(&web::input(&Input {
            hint,
            autocomplete: "one-time-code",
            inputmode: "numeric",
            width: 10,
            ..Input::of(typed, "code", "The code that the app shows now")
        })))
}

/// The picture that the app scans; the page's policy allows pictures from data.
fn picture(address: &str) -> Html {
    let Some(svg) = qr_svg(address, "Key for your authenticator app") else { return Html::new() };
    let source = format!("data:image/svg+xml,{}", web::encode(&svg));
    Html::new()
        .raw("<p><img alt=\"Key for your authenticator app; the same as the key below\"")
        .attr("src", &source)
        .raw("></p>")
}

fn secret(ticket: &Ticket) -> Result<TotpSecret, Refused> {
    TotpSecret::from_base32(&ticket.totp_secret).map_err(|e| Refused::Fault(e.to_string()))
}

/// A new password, typed twice and checked against what is known and personal; empty when something is wrong.
pub(crate) fn new_password(asked: &Asked, personal: &[&str]) -> String {
    let password = asked.raw("password").to_owned();
    if let Err(it) = check_new_password(&password, personal) {
        asked.wrong(&it.field, it.message);
    } else if asked.raw("again") != password {
        asked.wrong("again", "The two passwords are not the same");
    }
    password
}

fn first(visit: &Visit, asked: &Asked) -> Option<First> {
    let agencies = agencies(&visit.catalogue, "admin", visit.now().day());
    let name = asked.text("user", "User name").max(60).into(super::rules::sign_in_name).it();
    let shown_as = asked.text("shown-as", "Your name").max(100).it();
    let mail = asked.email("mail", "Your e-mail address").it();
    let agency = asked.one_of("agency", "Your agency", agencies.iter().map(|it| it.0.as_str())).it()?;
    let agency_kind = agencies.into_iter().find(|it| it.0 == agency)?.2;
    Some(First { name: name?, shown_as: shown_as?, mail: mail?, agency, agency_kind })
}

/// Uses the ticket, and shows the recovery codes once.
///
/// # Errors
/// [`Refused::NotFound`] for an address that opens nothing; when the store refuses.
pub async fn finish(visit: Visit, Path(token): Path<String>, posted: Posted) -> Answer {
    let ticket = ticket(&visit, &token).await?;
    let holder = holder(&visit, &ticket).await?;
    let asked = posted.asked();
    let first = if holder.is_none() { first(&visit, &asked) } else { None };
    let mut personal: Vec<&str> = vec![asked.raw("user"), asked.raw("shown-as")];
    personal.extend(holder.iter().flat_map(|it| [it.0.as_str(), it.1.as_str()]));
    let password = new_password(&asked, &personal);
    let step = secret(&ticket)?.verify(asked.raw("code"), visit.now(), None);
    if step.is_none() {
        asked.wrong("code", "This code is wrong. Enter the code that the app shows now");
    }
    let wrongs = asked.wrongs();
    let (Some(step), true) = (step, wrongs.is_empty()) else {
        return page(&visit, &token, &ticket, holder, &shown_again(&posted, wrongs));
    };
    let mut random = random(visit.door());
    let hashed = visit.house.hashing.hash(password, &mut random).await;
    let codes = make_recovery_codes(&mut random);
    let enrol = Enrol {
        token_hash: hash_token(&token),
        first,
        password_hash: hashed.map_err(|e| Refused::Fault(e.to_string()))?,
        step,
        recovery: codes.iter().map(|it| it.hash.clone()).collect(),
    };
    visit.door().act(&Acting::house(), Key::none(), enrol).await?;
    let shown: Vec<String> = codes.into_iter().map(|it| it.shown).collect();
    Ok(codes_page(&visit, &shown, ("/sign-in", "Go to sign-in")))
}

/// What was typed, without what must never be shown again.
pub(crate) fn shown_again(posted: &Posted, wrongs: Wrongs) -> Typed {
    let secret = ["password", "again", "current", "code", "csrf", "key"];
    let kept = posted.fields.iter().filter(|it| !secret.contains(&it.0.as_str())).cloned().collect();
    Typed::of(kept).with_wrongs(wrongs)
}

/// Recovery codes, shown once.
pub(crate) fn codes_page(visit: &Visit, codes: &[String], (to, words): (&str, &str)) -> axum::response::Response {
    let main = web::heading(1, "Your recovery codes")
        .html(&web::paragraph("Each lets you in once when your telephone is lost. They are shown now and never again: print them, or write them down, and keep them away from your computer."))
        .html(&web::list(codes.iter().map(|it| web::text(it))))
        .html(&web::link_button(to, words, web::Tone::Main));
    visit.show_plain(&visit.page("Your recovery codes"), &main)
}
