//! The pages of one's own account.

use axum::response::Response;
use door::{Acting, Reading, Session, args};
use identity::make_recovery_codes;
use kernel::{Refused, UserId};
use policy::action;
use room::{Answer, Posted, Visit};
use web::{Button, Choice, Html, Input, Link, PasswordInput, Row, Select, SummaryList, Tone, Typed};

use super::{ChangePassword, MakeToken, NewRecoveryCodes};
use crate::enrol::{new_password, password_fields, random, shown_again};
use crate::sign_in::{EndSession, password_right, random_token};
use crate::users;

/// How long a token may be made for, in days.
const TOKEN_DAYS: [(&str, &str); 3] = [("30", "30 days"), ("90", "90 days"), ("365", "A year")];

fn me(visit: &Visit) -> Result<UserId, Refused> {
    visit.acting.user_id().ok_or(Refused::NotFound)
}

/// One's own account: who one is, how one signs in, where one is signed in, and one's tokens.
///
/// # Errors
/// When the store refuses.
pub async fn account(visit: Visit) -> Answer {
    let me = me(&visit)?;
    let r = visit.read().await?;
    let sql = "SELECT * FROM session WHERE holder = $1 AND ended IS NULL AND ends > $2 ORDER BY last_used DESC";
    let (tokens, sessions): (Vec<Session>, Vec<Session>) =
        r.plain::<Session>(sql, args![me, r.now]).await?.into_iter().partition(|it| it.kind == "token");
    let mut main = web::heading(1, "Your account").html(&who(&visit, &r, me).await?);
    if r.could(action::USE_DAY) {
        let cover = format!("/users/{me}/cover");
        main = main
            .html(&web::heading(2, "While you are away"))
            .html(&users::absences_of(&visit, &r, me).await?)
            .html(&link_line(&Link::to(&cover, "Say who covers while you are away")));
    }
    main = main.html(&web::heading(2, "Where you are signed in"));
    let here = visit.session.as_ref().map(|it| it.id);
    for it in &sessions {
        let words = format!(
            "{}: since {}, last used {}",
            super::rules::device(&it.device),
            it.begun.words(),
            it.last_used.words()
        );
        main = main.html(&web::paragraph(&words));
        if Some(it.id) == here {
            main = main.html(&web::inset_text(&web::text("This is where you are now.")));
        } else {
            main = main.html(&ending(&visit, it, "End this session"));
        }
    }
    main = main.html(&web::heading(2, "Tokens for programs")).html(&web::paragraph(
        "A program that has a token reads and changes what you may, in your name. Everything it does is in the ledger.",
    ));
    for it in &tokens {
        let words = format!("{}: until {}, last used {}", it.device, it.ends.words(), it.last_used.words());
        main = main.html(&web::paragraph(&words)).html(&ending(&visit, it, "Revoke this token"));
    }
    main = main.html(&link_line(&Link::to("/account/token", "Make a token")));
    for it in visit.house.rooms.iter().flat_map(|it| it.panels).filter(|it| it.place == room::Place::Account) {
        main = main.html(&(it.draw)(&visit, &r, None).await?);
    }
    visit.show(r, &visit.page("Your account").below("/account"), &main).await
}

async fn who(visit: &Visit, r: &Reading, me: UserId) -> Result<Html, Refused> {
    let it = users::account(r, me).await?;
    let seats: Vec<String> = users::seats(r, me)
        .await?
        .iter()
        .filter(|seat| users::standing(seat, r.now.day()) == users::Standing::Now)
        .map(|seat| users::seat_words(&visit.catalogue, seat))
        .collect();
    let sql = "SELECT COUNT(*) FROM recovery_code WHERE account = $1 AND used IS NULL";
    let left: Option<(i64,)> = r.plain_one(sql, args![me]).await?;
    let left = left.map_or(0, |it| it.0);
    let left = if left == 1 { "1 left".to_owned() } else { format!("{left} left") };
    let rows = vec![
        Row::of("Name", it.shown_as.as_str()),
        Row::of("User name", it.name.as_str()),
        Row::of("E-mail", it.mail.as_str()),
        Row::of("Seats", web::list(seats.iter().map(|it| web::text(it)))),
        Row::of("Password", "Known to nobody but you")
            .action(Link::to("/account/password", "Change").about("password")),
        Row::of("Recovery codes", left.as_str())
            .action(Link::to("/account/codes", "Make new ones").about("recovery codes")),
    ];
    Ok(web::summary_list(&SummaryList { rows, ..SummaryList::default() }))
}

fn ending(visit: &Visit, it: &Session, text: &str) -> Html {
    let button = web::button(&Button { text, tone: Tone::Secondary, ..Button::default() });
    Html::new()
        .raw("<form method=\"post\" action=\"/account/end\">")
        .html(&visit.form_start())
        .html(&web::hidden("session", &it.id.to_string()))
        .html(&button)
        .raw("</form>")
}

/// Ends another of one's own sessions, or revokes a token.
///
/// # Errors
/// When the store refuses.
pub async fn end_session(visit: Visit, posted: Posted) -> Answer {
    let (Some(holder), Ok(session)) = (visit.acting.user_id(), posted.raw("session").parse()) else {
        return Err(Refused::NotFound.into());
    };
    visit.door().act(&Acting::house(), posted.key(), EndSession { session, holder }).await?;
    Ok(visit.see_other("/account", "It is ended."))
}

/// One's password, asked once more before something that another at this desk must not do.
fn current(typed: &Typed) -> Html {
    web::password_input(&PasswordInput {
        name: "current",
        label: "Your password now",
        error: typed.error("current"),
        autocomplete: "current-password",
        ..PasswordInput::default()
    })
}

fn shown(visit: &Visit, title: &str, to: &str, inner: &Html, typed: &Typed, text: &str) -> Response {
    let button = web::button(&Button { text, once: Some(true), ..Button::default() });
    let main = web::heading(1, title)
        .raw("<form method=\"post\" novalidate")
        .attr("action", to)
        .raw(">")
        .html(&visit.form_start())
        .html(inner)
        .html(&button)
        .raw("</form>");
    visit.show_plain(&visit.page(title).back("/account").errors(typed.wrongs()), &main)
}

async fn ask_current(visit: &Visit, posted: &Posted, asked: &web::Asked) -> Result<(), Refused> {
    if !password_right(visit, posted.raw("current")).await? {
        asked.wrong("current", "This is not your password");
    }
    Ok(())
}

fn again(posted: &Posted, asked: &web::Asked) -> Typed {
    let typed = shown_again(posted, asked.wrongs());
    let kept = ["name", "days"].map(|it| (it.to_owned(), typed.get(it).to_owned()));
    Typed::of(kept.into()).with_wrongs(asked.wrongs())
}

/// The form for a new password.
///
/// # Errors
/// None.
pub async fn password_form(visit: Visit) -> Answer {
    Ok(password_page(&visit, &Typed::blank()))
}

fn password_page(visit: &Visit, typed: &Typed) -> Response {
    let inner = current(typed).html(&password_fields(typed));
    shown(visit, "Change your password", "/account/password", &inner, typed, "Change it")
}

/// Changes one's password.
///
/// # Errors
/// Too many tries; when the store refuses.
pub async fn password(visit: Visit, posted: Posted) -> Answer {
    let asked = posted.asked();
    ask_current(&visit, &posted, &asked).await?;
    let name = {
        let r = visit.read().await?;
        users::account(&r, me(&visit)?).await?.name
    };
    let new = new_password(&asked, &[&name, &visit.shown_as]);
    if !asked.wrongs().is_empty() {
        return Ok(password_page(&visit, &again(&posted, &asked)));
    }
    let hashed = visit.house.hashing.hash(new, &mut random(visit.door())).await;
    let password_hash = hashed.map_err(|e| Refused::Fault(e.to_string()))?;
    visit.act(posted.key(), ChangePassword { password_hash }).await?;
    Ok(visit.see_other("/account", "Your password is changed. Everywhere else you are signed out."))
}

/// Before new recovery codes are made.
///
/// # Errors
/// None.
pub async fn codes_form(visit: Visit) -> Answer {
    Ok(codes_form_page(&visit, &Typed::blank()))
}

fn codes_form_page(visit: &Visit, typed: &Typed) -> Response {
    let words = "Those that you have work no more once new ones are made.";
    let inner = web::paragraph(words).html(&current(typed));
    shown(visit, "Make new recovery codes", "/account/codes", &inner, typed, "Make them")
}

/// Makes new recovery codes and shows them once.
///
/// # Errors
/// Too many tries; when the store refuses.
pub async fn codes(visit: Visit, posted: Posted) -> Answer {
    let asked = posted.asked();
    ask_current(&visit, &posted, &asked).await?;
    if !asked.wrongs().is_empty() {
        return Ok(codes_form_page(&visit, &again(&posted, &asked)));
    }
    let made = make_recovery_codes(&mut random(visit.door()));
    let recovery = made.iter().map(|it| it.hash.clone()).collect();
    visit.act(posted.key(), NewRecoveryCodes { recovery }).await?;
    let shown: Vec<String> = made.into_iter().map(|it| it.shown).collect();
    Ok(crate::enrol::codes_page(&visit, &shown, ("/account", "Back to your account")))
}

/// The form for a token.
///
/// # Errors
/// None.
pub async fn token_form(visit: Visit) -> Answer {
    Ok(token_page(&visit, &Typed::blank().with("days", "90")))
}

fn token_page(visit: &Visit, typed: &Typed) -> Response {
    let name = Input {
        width: 30,
        hint: "So that you know it again, such as: school system.",
        ..Input::of(typed, "name", "What it is for")
    };
    let days = Select { blank: false, ..Select::of(typed, "days", "How long it works", Choice::all(TOKEN_DAYS)) };
    let inner = web::input(&name).html(&web::select(&days)).html(&current(typed));
    shown(visit, "Make a token", "/account/token", &inner, typed, "Make it")
}

/// Makes a token and shows it once.
///
/// # Errors
/// Too many tries; when the store refuses.
pub async fn token(visit: Visit, posted: Posted) -> Answer {
    let asked = posted.asked();
    let name = asked.text("name", "What it is for").max(80).it();
    let days = asked.one_of("days", "How long it works", TOKEN_DAYS.iter().map(|it| it.0)).it();
    ask_current(&visit, &posted, &asked).await?;
    let (Some(name), Some(days), true) = (name, days, asked.wrongs().is_empty()) else {
        return Ok(token_page(&visit, &again(&posted, &asked)));
    };
    let secret = random_token(&visit);
    let hours = days.parse::<i64>().unwrap_or(30) * 24;
    let ends = visit.now().plus_hours(hours);
    visit.act(posted.key(), MakeToken { holder: me(&visit)?, secret_hash: secret.hash(), name, ends }).await?;
    let main = web::heading(1, "Your token")
        .html(&web::warning_text("It is shown now and never again. Whoever has it can do what you can."))
        .html(&web::inset_text(&Html::new().raw("<code>").text(secret.text()).raw("</code>")))
        .html(&web::paragraph("The program sends it with each request, in the header: Authorization: Bearer TOKEN"))
        .html(&link_line(&Link::to("/account", "Back to your account")));
    Ok(visit.show_plain(&visit.page("Your token"), &main))
}

/// A link on a line of its own.
fn link_line(to: &Link<'_>) -> Html {
    Html::new().raw("<p class=\"govuk-body\">").html(&web::link(to)).raw("</p>")
}
