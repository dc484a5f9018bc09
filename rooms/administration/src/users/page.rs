//! One user: who they are, their seats, their absences, what is open in their name, and what can be done.

use axum::extract::Path;
use door::{Account, AccountState, Reading, Seat, args};
use kernel::{Day, Refused, UserId};
use policy::{Fact, Facts, action};
use room::{Answer, Visit};
use web::{Button, Html, Link, Row, SummaryList, Table, Tone};

use super::commands::confirming;
use super::forms::form;
use super::list::{may_see, state_tag};
use super::{Standing, absences, account, owned, seats, standing};

/// The page of a user.
///
/// # Errors
/// [`Refused::NotFound`] where there is no such user, or none whom the reader may see.
pub async fn one(visit: Visit, Path(id): Path<String>) -> Answer {
    let id: UserId = id.parse().map_err(|_| Refused::NotFound)?;
    let r = visit.read().await?;
    let it = account(&r, id).await?;
    let seats = seats(&r, id).await?;
    if !may_see(&r, &seats) {
        return Err(Refused::NotFound.into());
    }
    let main = web::heading(1, &it.shown_as)
        .html(&facts(&r, &it).await?)
        .html(&next_step(&visit, &r, &it, &seats))
        .html(&seats_part(&visit, &r, &it, &seats).await?)
        .html(&away(&visit, &r, &it).await?)
        .html(&web::heading(2, "Open in their name"))
        .html(&owned::drawn(&visit, &r, id).await?)
        .html(&doing(&visit, &r, &it, &seats));
    visit.show(r, &visit.page(it.shown_as.clone()).below("/users").back("/users"), &main).await
}

fn day(it: Option<Day>) -> String {
    it.map_or_else(|| "Not required".to_owned(), Day::words)
}

async fn facts(r: &Reading, it: &Account) -> Result<Html, Refused> {
    let sql = "SELECT COUNT(*), MAX(last_used) FROM session WHERE holder = $1 AND ended IS NULL AND ends > $2";
    let found: Option<(i64, Option<kernel::Ts>)> = r.plain_one(sql, args![it.id, r.now]).await?;
    let (open, last) = found.unwrap_or((0, None));
    let places = if open == 1 { "1 place".to_owned() } else { format!("{open} places") };
    let last = last.map_or_else(|| "Nowhere".to_owned(), |at| format!("{places}, last used {}", at.words()));
    let change = r.could(action::PROPOSE_USER) && it.state != AccountState::Left;
    let mut name = Row::of("Name", it.shown_as.as_str());
    let to = format!("/users/{}/change", it.id);
    if change {
        name = name.action(Link::to(&to, "Change").about("name, mail, training and vetting"));
    }
    let rows = vec![
        name,
        Row::of("User name", it.name.as_str()),
        Row::of("E-mail", it.mail.as_str()),
        Row::of("State", state_tag(it.state)),
        Row::of("Training valid to", day(it.trained_to)),
        Row::of("Vetting valid to", day(it.vetted_to)),
        Row::of("Signed in", last),
    ];
    Ok(web::summary_list(&SummaryList { rows, ..SummaryList::default() }))
}

/// What an invited person still needs.
fn next_step(visit: &Visit, r: &Reading, it: &Account, seats: &[Seat]) -> Html {
    if it.state != AccountState::Invited {
        return Html::new();
    }
    let today = r.now.day();
    let confirmed = seats.iter().any(|s| s.confirmed_by.is_some() && standing(s, today) != Standing::Over);
    if !confirmed {
        let words = "They cannot sign in yet: first a manager of the agency confirms their seat.";
        return web::inset_text(&web::paragraph(words));
    }
    if !r.could(action::PROPOSE_USER) {
        return web::inset_text(&web::paragraph(
            "Their seat is confirmed, and an address at which they set their own password and app is on its way by mail.",
        ));
    }
    let button = Button { text: "Make their one-time address", once: Some(true), ..Button::default() };
    let words = "Their seat is confirmed, and an address at which they set their own password and app is on its way by mail. If it does not arrive, make one here: it makes the one before void.";
    web::inset_text(&web::paragraph(words).html(&form(
        visit,
        &format!("/users/{}/address", it.id),
        &Html::new(),
        &button,
    )))
}

async fn seats_part(visit: &Visit, r: &Reading, it: &Account, seats: &[Seat]) -> Result<Html, Refused> {
    let mut rows = Vec::new();
    for seat in seats {
        rows.push(seat_row(visit, r, seat).await?);
    }
    let drawn = web::table(&Table {
        caption: "Seats",
        caption_classes: "govuk-table__caption--m",
        head: ["Role", "Agency and team", "From", "To", "State", ""]
            .map(|it| {
                if it.is_empty() {
                    Html::new().raw("<span class=\"govuk-visually-hidden\">What can be done</span>").into()
                } else {
                    it.into()
                }
            })
            .into(),
        rows,
        first_is_head: true,
        classes: "govuk-table--small-text-until-tablet",
    });
    let more = if r.could(action::PROPOSE_USER) && it.state != AccountState::Left {
        web::link_line(&Link::to(&format!("/users/{}/seat", it.id), "Propose a further seat"))
    } else {
        Html::new()
    };
    Ok(Html::new()
        .raw("<div class=\"hf-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Seats\">")
        .html(&drawn)
        .raw("</div>")
        .html(&more))
}

async fn seat_row(visit: &Visit, r: &Reading, it: &Seat) -> Result<Vec<web::Cell>, Refused> {
    let catalogue = &visit.catalogue;
    let role = catalogue.role(&it.role).map_or(it.role.as_str(), |it| it.label.as_str());
    let agency = catalogue.agency(&it.agency).map_or(it.agency.as_str(), |it| it.name.as_str());
    let team = it.team.as_deref().map(|code| catalogue.team(code).map_or(code, |it| it.1.name.as_str()));
    let place = team.map_or_else(|| agency.to_owned(), |team| format!("{agency}, {team}"));
    let standing = standing(it, r.now.day());
    let colour = match standing {
        Standing::Proposed => web::Colour::Orange,
        Standing::Later => web::Colour::Yellow,
        Standing::Now => web::Colour::Green,
        Standing::Over => web::Colour::Grey,
    };
    let mut what = Html::new();
    if standing == Standing::Proposed && r.decide(action::CONFIRM_USER, confirming(r, it).await?).allowed {
        let button = Button { text: "Confirm", once: Some(true), ..Button::default() };
        what = what.html(&form(visit, &format!("/users/seats/{}/confirm", it.id), &Html::new(), &button));
    }
    let own = Facts::NONE.with_if(Fact::OwnAgency, r.acting.principal.in_agency(&it.agency));
    if standing != Standing::Over && r.decide(action::DISABLE_USER, own).allowed {
        let text = if standing == Standing::Proposed { "Take back" } else { "End today" };
        let button = Button { text, tone: Tone::Secondary, once: Some(true), ..Button::default() };
        what = what.html(&form(visit, &format!("/users/seats/{}/end", it.id), &Html::new(), &button));
    }
    let to = it.holds_to.map_or_else(String::new, Day::words);
    let tag = web::tag(standing.words(), colour);
    Ok(vec![
        role.into(),
        place.as_str().into(),
        it.holds_from.words().as_str().into(),
        to.as_str().into(),
        tag.into(),
        what.into(),
    ])
}

async fn away(visit: &Visit, r: &Reading, it: &Account) -> Result<Html, Refused> {
    let all = absences::drawn(visit, r, it.id).await?;
    let to = format!("/users/{}/cover", it.id);
    let set = if it.state == AccountState::Active {
        web::link_line(&Link::to(&to, "Say who covers while they are away"))
    } else {
        Html::new().when(all.is_empty(), |h| h.html(&web::paragraph("Nobody covers for them.")))
    };
    Ok(web::heading(2, "Away").html(&all).html(&set))
}

/// The large things: suspend, restore, leave, sign out, sign-in anew.
fn doing(visit: &Visit, r: &Reading, it: &Account, seats: &[Seat]) -> Html {
    let mine = visit.acting.user_id() == Some(it.id);
    let own = seats.iter().any(|s| r.acting.principal.in_agency(&s.agency));
    let facts = Facts::NONE.with_if(Fact::OwnAgency, own).with_if(Fact::OwnAction, mine);
    let may = |action| r.decide(action, facts).allowed;
    let open = matches!(it.state, AccountState::Active | AccountState::Invited);
    let one = |path: &str, text: &str, tone: Tone| {
        let button = Button { text, tone, once: Some(true), ..Button::default() };
        form(visit, &format!("/users/{}/{path}", it.id), &Html::new(), &button)
    };
    let mut all = Html::new();
    if it.state == AccountState::Active && may(action::RESET_SIGN_IN) {
        let words = "When their telephone is lost and no recovery code is left. Make sure that it is really they who ask. Password, app and codes are void at once.";
        all = all.html(&web::paragraph(words)).html(&one("reset", "Set their sign-in anew", Tone::Secondary));
    }
    if it.state == AccountState::Active && may(action::END_SESSIONS) {
        all = all.html(&one("sessions", "Sign them out everywhere", Tone::Secondary));
    }
    if open && may(action::DISABLE_USER) {
        all = all.html(&web::paragraph("A suspended account opens nothing from the next request on."));
        all = all.html(&one("suspend", "Suspend", Tone::Warning));
    }
    if it.state == AccountState::Suspended && (may(action::CONFIRM_USER) || r.could(action::PROPOSE_USER)) {
        all = all.html(&one("restore", "Take the suspension back", Tone::Secondary));
    }
    if it.state != AccountState::Left && may(action::DISABLE_USER) {
        all = all.html(&web::link_button(&format!("/users/{}/leave", it.id), "They have left …", Tone::Secondary));
    }
    if all.is_empty() { all } else { web::heading(2, "Account").html(&all) }
}
