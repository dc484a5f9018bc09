//! The forms about users: inviting, a further seat, a change, an absence, leaving; and the address that is shown once.

use axum::extract::Path;
use axum::response::Response;
use catalogue::Dated as _;
use kernel::{Day, Refused, UserId};
use policy::action;
use room::{Answer, Visit};
use web::{Button, Choice, DateInput, Html, Input, Select, Tone, Typed};

use super::{account, owned, seats};

fn user(id: &str) -> Result<UserId, Refused> {
    id.parse().map_err(|_| Refused::NotFound)
}

/// A form that is posted to an address.
pub(super) fn form(visit: &Visit, to: &str, inner: &Html, button: &Button<'_>) -> Html {
    Html::new()
        .raw("<form method=\"post\" novalidate autocomplete=\"off\"")
        .attr("action", to)
        .raw(">")
        .html(&visit.form_start())
        .html(inner)
        .html(&web::button(button))
        .raw("</form>")
}

fn send(text: &str) -> Button<'_> {
    Button { text, once: Some(true), ..Button::default() }
}

fn narrow<'a>(typed: &'a Typed, name: &'a str, label: &'a str) -> Input<'a> {
    Input { width: 20, ..Input::of(typed, name, label) }
}

fn dated<'a>(typed: &'a Typed, name: &'a str, legend: &'a str, hint: &'a str) -> Html {
    web::date_input(&DateInput { hint, ..DateInput::of(typed, name, legend) })
}

fn who(typed: &Typed) -> Html {
    let mail = Input {
        kind: "email",
        hint: "At work: mails carry a reference, never a name.",
        ..narrow(typed, "mail", "E-mail address")
    };
    web::input(&narrow(typed, "shown-as", "Name, as colleagues read it"))
        .html(&web::input(&mail))
        .html(&dated(
            typed,
            "trained-to",
            "Information-governance training is valid to",
            "Leave it empty where it is not required yet. After this day the account opens nothing.",
        ))
        .html(&dated(typed, "vetted-to", "Vetting is valid to", "Leave it empty where no vetting is required."))
}

/// Role, agency, team and days of a seat.
fn seat_fields(visit: &Visit, typed: &Typed, today: Day) -> Html {
    let catalogue = &visit.catalogue;
    let roles = catalogue.roles.iter().filter(|it| it.holds_on(today));
    let roles: Vec<_> = roles.map(|it| Choice::of(&it.code, &it.label)).collect();
    let agencies = catalogue.agencies.iter().filter(|it| it.holds_on(today));
    let agencies: Vec<_> = agencies.map(|it| Choice::of(&it.code, &it.name)).collect();
    let teams: Vec<(String, String)> = catalogue
        .agencies
        .iter()
        .filter(|it| it.holds_on(today))
        .flat_map(|agency| agency.teams.iter().map(|it| (it.code.clone(), format!("{} ({})", it.name, agency.name))))
        .collect();
    let teams = teams.iter().map(|it| Choice::of(&it.0, &it.1)).collect();
    let role = Select { suggests: true, ..Select::of(typed, "role", "Role", roles) };
    let agency = Select { suggests: true, ..Select::of(typed, "agency", "Agency", agencies) };
    let team =
        Select { suggests: true, hint: "Only where they belong to one.", ..Select::of(typed, "team", "Team", teams) };
    web::select(&role)
        .html(&web::select(&agency))
        .html(&web::select(&team))
        .html(&dated(typed, "from", "The first day", "Leave it empty for today."))
        .html(&dated(typed, "to", "The last day", "Leave it empty where no end is known."))
}

/// Inviting somebody.
///
/// # Errors
/// [`Refused::MayNot`] for those who propose no users.
pub async fn invite_form(visit: Visit) -> Answer {
    invite_page(&visit, &Typed::blank()).await
}

pub(super) async fn invite_page(visit: &Visit, typed: &Typed) -> Answer {
    let title = "Invite somebody";
    let today = visit.now().day();
    let name = Input {
        spellcheck: Some(false),
        hint: "Small letters, digits, dots and hyphens.",
        ..narrow(typed, "user", "User name")
    };
    let inner = web::input(&name)
        .html(&who(typed))
        .html(&web::heading(2, "Their first seat"))
        .html(&web::paragraph(
            "A manager of the agency confirms it; where there is none yet, you do, and information governance is told.",
        ))
        .html(&seat_fields(visit, typed, today));
    let main = web::heading(1, title).html(&form(visit, "/users/new", &inner, &send("Invite")));
    Ok(visit.show_plain(&visit.page(title).back("/users").errors(typed.wrongs()), &main))
}

/// A further seat for somebody.
///
/// # Errors
/// [`Refused::NotFound`] where there is no such user.
pub async fn seat_form(visit: Visit, Path(id): Path<String>) -> Answer {
    seat_page(&visit, user(&id)?, &Typed::blank()).await
}

pub(super) async fn seat_page(visit: &Visit, id: UserId, typed: &Typed) -> Answer {
    let r = visit.read().await?;
    let it = account(&r, id).await?;
    let title = format!("A further seat for {}", it.shown_as);
    let inner = seat_fields(visit, typed, r.now.day());
    let main = web::heading(1, &title).html(&form(visit, &format!("/users/{id}/seat"), &inner, &send("Propose")));
    visit.show(r, &visit.page(title).back(format!("/users/{id}")).errors(typed.wrongs()), &main).await
}

/// Changing what is written of somebody.
///
/// # Errors
/// [`Refused::NotFound`] where there is no such user.
pub async fn change_form(visit: Visit, Path(id): Path<String>) -> Answer {
    change_page(&visit, user(&id)?, None).await
}

pub(super) async fn change_page(visit: &Visit, id: UserId, typed: Option<Typed>) -> Answer {
    let r = visit.read().await?;
    let it = account(&r, id).await?;
    let typed = typed.unwrap_or_else(|| {
        let mut all = Typed::blank().with("shown-as", it.shown_as.clone()).with("mail", it.mail.clone());
        for (name, day) in [("trained-to", it.trained_to), ("vetted-to", it.vetted_to)] {
            if let Some(day) = day {
                all = all.with_day(name, day);
            }
        }
        all.with("version", it.version.to_string())
    });
    let title = format!("Change {}", it.shown_as);
    let inner = web::hidden("version", typed.get("version")).html(&who(&typed));
    let main = web::heading(1, &title).html(&form(visit, &format!("/users/{id}/change"), &inner, &send("Save")));
    visit.show(r, &visit.page(title).back(format!("/users/{id}")).errors(typed.wrongs()), &main).await
}

/// Who covers, and from when to when: for oneself, or for somebody of one's agency.
///
/// # Errors
/// [`Refused::NotFound`] where there is no such user, or none whom the reader may see.
pub async fn cover_form(visit: Visit, Path(id): Path<String>) -> Answer {
    cover_page(&visit, user(&id)?, &Typed::blank()).await
}

pub(super) async fn cover_page(visit: &Visit, id: UserId, typed: &Typed) -> Answer {
    let r = visit.read().await?;
    let it = account(&r, id).await?;
    let own = visit.acting.user_id() == Some(id);
    if !own && !super::list::may_see(&r, &seats(&r, id).await?) {
        return Err(Refused::NotFound.into());
    }
    let title = if own { "While you are away".to_owned() } else { format!("While {} is away", it.shown_as) };
    let cover = Input {
        spellcheck: Some(false),
        hint: "The user name of a colleague at the same agency. What they may see does not change; they see on their day what is open.",
        ..narrow(typed, "cover", "Who covers")
    };
    let inner = web::input(&cover).html(&dated(typed, "from", "The first day", "")).html(&dated(
        typed,
        "to",
        "The last day",
        "",
    ));
    let main = web::heading(1, &title).html(&form(visit, &format!("/users/{id}/cover"), &inner, &send("Save")));
    let back = if own { "/account".to_owned() } else { format!("/users/{id}") };
    visit.show(r, &visit.page(title).back(back).errors(typed.wrongs()), &main).await
}

/// Before somebody is written down as having left: what they own.
///
/// # Errors
/// [`Refused::NotFound`] where there is no such user, or none whom the reader may see.
pub async fn leave_form(visit: Visit, Path(id): Path<String>) -> Answer {
    let id = user(&id)?;
    let r = visit.read().await?;
    let it = account(&r, id).await?;
    if !super::list::may_see(&r, &seats(&r, id).await?) {
        return Err(Refused::NotFound.into());
    }
    let title = format!("Has {} left?", it.shown_as);
    let words = "They are signed out at once, every seat ends today, and their password and app are void. This cannot be taken back.";
    let yes = Button { text: "They have left", tone: Tone::Warning, once: Some(true), ..Button::default() };
    let main = web::heading(1, &title)
        .html(&web::paragraph(words))
        .html(&web::heading(2, "To be handed over"))
        .html(&owned::drawn(&visit, &r, id).await?)
        .html(&form(&visit, &format!("/users/{id}/leave"), &Html::new(), &yes));
    visit.show(r, &visit.page(title).back(format!("/users/{id}")), &main).await
}

/// The one-time address, shown once to whoever made it.
pub(super) async fn address_page(visit: &Visit, id: UserId, token: &str) -> Result<Response, room::Refusal> {
    let r = visit.read().await?;
    let it = account(&r, id).await?;
    if !r.could(action::PROPOSE_USER) && !r.could(action::RESET_SIGN_IN) {
        return Err(Refused::NotFound.into());
    }
    let title = format!("An address for {}", it.shown_as);
    let address = format!("{}/invitation/{token}", visit.house.settings.base_url);
    let main = web::heading(1, &title)
        .html(&web::warning_text(
            "This address is shown now and never again. Whoever opens it first sets the password.",
        ))
        .html(&web::inset_text(&Html::new().raw("<code class=\"govuk-body\">").text(&address).raw("</code>")))
        .html(&web::paragraph(&format!(
            "Give it to {} yourself, so that you know who gets it. It works once, for three days.",
            it.shown_as
        )))
        .html(&web::link(&web::Link::to(&format!("/users/{id}"), "Back to their page")));
    visit.show(r, &visit.page(title), &main).await
}
