//! The pages of actions.

pub mod api;
pub mod change;
pub mod list;
pub mod new;
pub mod one;

use action::{Action, Owner, Standing};
use door::{Reading, args};
use kernel::{Reference, Refused, UserId};
use room::{Posted, Visit};
use web::{Button, Choice, Colour, Html, Select, Tone, Typed};

pub(crate) fn reference(typed: &str) -> Result<Reference, Refused> {
    typed.parse().map_err(|_| Refused::NotFound)
}

/// How an action stands, as a tag: its words say it, the colour repeats it.
pub(crate) fn tag(it: &Action, visit: &Visit) -> Html {
    let standing = it.standing(visit.now().day());
    let colour = match standing {
        Standing::InTime => Colour::Grey,
        Standing::Amber => Colour::Orange,
        Standing::Red => Colour::Red,
        Standing::Done => Colour::Green,
        Standing::Cancelled => Colour::Grey,
    };
    web::tag(standing.label(), colour)
}

/// The name that people read for an account.
pub(crate) async fn shown(r: &Reading, who: UserId) -> Result<String, Refused> {
    if who == policy::Principal::HOUSE {
        return Ok("Holdfast".to_owned());
    }
    let found: Option<(String,)> = r.plain_one("SELECT shown_as FROM account WHERE id = $1", args![who]).await?;
    Ok(found.map_or_else(|| "Somebody without an account".to_owned(), |it| it.0))
}

/// Who does it, in words.
pub(crate) async fn owner_words(visit: &Visit, r: &Reading, it: &Action) -> Result<String, Refused> {
    match (&it.partner, it.owner) {
        (Some(partner), _) => Ok(format!("{partner} (outside, by mail)")),
        (None, Some(owner)) => shown(r, owner).await,
        (None, None) => Ok(it.answerable().words(&visit.catalogue)),
    }
}

/// Everybody with an account in use, to choose from.
pub(crate) async fn people(r: &Reading) -> Result<Vec<(String, String)>, Refused> {
    const ALL: &str = "SELECT id, shown_as FROM account WHERE state = 'active' ORDER BY shown_as, id";
    let all: Vec<(UserId, String)> = r.plain(ALL, vec![]).await?;
    Ok(all.into_iter().map(|(id, name)| (id.to_string(), name)).collect())
}

/// The fields that ask who is to do it: a person, a role, or a partner outside.
pub(crate) fn owner_fields(visit: &Visit, typed: &Typed, people: &[(String, String)]) -> Html {
    let today = visit.now().day();
    let roles: Vec<(&str, &str)> = visit
        .catalogue
        .roles
        .iter()
        .filter(|it| catalogue::Dated::holds_on(*it, today))
        .map(|it| (it.code.as_str(), it.label.as_str()))
        .collect();
    let people = people.iter().map(|it| (it.0.as_str(), it.1.as_str()));
    let person = web::select(&Select { suggests: true, ..Select::of(typed, "user", "Who?", Choice::all(people)) });
    let role = web::select(&Select::of(typed, "role", "Which role?", Choice::all(roles)));
    let partner = web::input(&web::Input {
        hint: "An organisation or a service",
        ..web::Input::of(typed, "partner", "What are they called?")
    })
    .html(&web::input(&web::Input {
        hint: "They get a link to a page with these words and the day, and nothing else",
        kind: "email",
        spellcheck: Some(false),
        ..web::Input::of(typed, "partner_mail", "Their email address")
    }));
    let choices = vec![
        Choice::of("person", "Somebody with an account").reveals(person),
        Choice::of("role", "Whoever holds a role").reveals(role),
        Choice::of("partner", "A partner without an account").reveals(partner),
    ];
    web::radios(&web::Radios::of(typed, "owner", "Who is to do it?", choices))
}

/// The owner as it was chosen.
///
/// # Errors
/// What is missing.
pub(crate) fn owner_of(visit: &Visit, posted: &Posted) -> Result<Owner, Refused> {
    match posted.raw("owner") {
        "person" => {
            let user = posted.raw("user").parse().map_err(|_| Refused::wrong("user", "Choose who is to do it"))?;
            Ok(Owner::Person { user })
        }
        "role" => {
            let role = visit.catalogue.role(posted.raw("role"));
            let role = role.ok_or_else(|| Refused::wrong("role", "Choose the role that is to do it"))?;
            let agency_kind = if role.kinds.len() == 1 { role.kinds.first().cloned() } else { None };
            Ok(Owner::Role { role: role.code.clone(), agency_kind, agency: None, team: None })
        }
        "partner" => {
            Ok(Owner::Partner { name: posted.raw("partner").to_owned(), mail: posted.raw("partner_mail").to_owned() })
        }
        _ => Err(Refused::wrong("owner", "Choose who is to do it")),
    }
}

/// A posted form around its fields, with token, key and a button.
pub(crate) fn form(visit: &Visit, to: &str, fields: &Html, send: &str, tone: Tone) -> Html {
    let button = web::button(&Button { text: send, tone, once: Some(true), ..Button::default() });
    Html::new()
        .raw("<form method=\"post\" novalidate")
        .attr("action", to)
        .raw(">")
        .html(&visit.form_start())
        .html(fields)
        .html(&button)
        .raw("</form>")
}
