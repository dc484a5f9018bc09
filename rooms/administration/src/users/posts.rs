//! What the forms about users do.

use axum::extract::Path;
use kernel::{Refused, UserId};
use room::{Answer, Posted, Visit};
use uuid::Uuid;
use web::Asked;

use super::forms::{address_page, change_page, cover_page, invite_page, seat_page};
use super::{
    ChangeUser, ConfirmSeat, EndAbsence, EndSeat, EndSessions, InvitationAddress, InviteUser, LeaveUser, NewSeat,
    ProposeSeat, ResetSignIn, RestoreUser, SetAbsence, SuspendUser,
};
use crate::enrol::{made, shown_again, sign_in_name};

fn user(id: &str) -> Result<UserId, Refused> {
    id.parse().map_err(|_| Refused::NotFound)
}

fn seat_typed(asked: &Asked, visit: &Visit) -> Option<NewSeat> {
    let today = visit.now().day();
    let role = asked.text("role", "Role").needed("Select a role").it();
    let agency = asked.text("agency", "Agency").needed("Select an agency").it();
    let team = asked.text("team", "Team").optional().it();
    let from = asked.day("from", "The first day").or(today).it();
    let to = asked.day("to", "The last day").optional().it();
    Some(NewSeat { role: role?, agency: agency?, team: team?, from: from?, to: to? })
}

/// Invites somebody; their page says what comes next.
///
/// # Errors
/// When policy or the store refuses; what is wrong is shown with the form.
pub async fn invite(visit: Visit, posted: Posted) -> Answer {
    let asked = posted.asked();
    let name = asked.text("user", "User name").max(60).into(sign_in_name).it();
    let shown_as = asked.text("shown-as", "Name").max(100).it();
    let mail = asked.email("mail", "E-mail address").it();
    let trained_to = asked.day("trained-to", "Training").optional().it();
    let vetted_to = asked.day("vetted-to", "Vetting").optional().it();
    let seat = seat_typed(&asked, &visit);
    let made = asked.done(|| {
        Some(InviteUser {
            name: name?,
            shown_as: shown_as?,
            mail: mail?,
            trained_to: trained_to?,
            vetted_to: vetted_to?,
            seat: seat?,
        })
    });
    let done = match made {
        Ok(command) => visit.act(posted.key(), command).await,
        Err(e) => Err(e),
    };
    match done {
        Ok(id) => {
            Ok(visit.see_other(&format!("/users/{id}"), "They are written down. Their seat waits to be confirmed."))
        }
        Err(Refused::Wrong(wrongs)) => invite_page(&visit, &shown_again(&posted, wrongs)).await,
        Err(other) => Err(other.into()),
    }
}

/// Proposes a further seat.
///
/// # Errors
/// As [`invite`].
pub async fn propose_seat(visit: Visit, Path(id): Path<String>, posted: Posted) -> Answer {
    let id = user(&id)?;
    let asked = posted.asked();
    let seat = seat_typed(&asked, &visit);
    let done = match asked.done(|| seat) {
        Ok(seat) => visit.act(posted.key(), ProposeSeat { user: id, seat }).await,
        Err(e) => Err(e),
    };
    match done {
        Ok(_) => Ok(visit.see_other(&format!("/users/{id}"), "The seat waits to be confirmed.")),
        Err(Refused::Wrong(wrongs)) => seat_page(&visit, id, &shown_again(&posted, wrongs)).await,
        Err(other) => Err(other.into()),
    }
}

/// Confirms a seat.
///
/// # Errors
/// When policy or the store refuses.
pub async fn confirm_seat(visit: Visit, Path(seat): Path<Uuid>, posted: Posted) -> Answer {
    let id = visit.act(posted.key(), ConfirmSeat { seat }).await?;
    Ok(visit.see_other(&format!("/users/{id}"), "The seat is confirmed."))
}

/// Ends a seat today, or takes a proposal back.
///
/// # Errors
/// When policy or the store refuses.
pub async fn end_seat(visit: Visit, Path(seat): Path<Uuid>, posted: Posted) -> Answer {
    let on = visit.now().day();
    let id = visit.act(posted.key(), EndSeat { seat, on }).await?;
    Ok(visit.see_other(&format!("/users/{id}"), "The seat is ended."))
}

/// Makes the one-time address of an invitation, and shows it once.
///
/// # Errors
/// When policy or the store refuses.
pub async fn new_address(visit: Visit, Path(id): Path<String>, posted: Posted) -> Answer {
    let user = user(&id)?;
    let (token, totp_secret) = made(visit.door());
    visit.act(posted.key(), InvitationAddress { user, token_hash: token.hash(), totp_secret }).await?;
    address_page(&visit, user, token.text()).await
}

/// Sets the sign-in anew, and shows the one-time address once.
///
/// # Errors
/// When policy or the store refuses.
pub async fn reset(visit: Visit, Path(id): Path<String>, posted: Posted) -> Answer {
    let user = user(&id)?;
    let (token, totp_secret) = made(visit.door());
    visit.act(posted.key(), ResetSignIn { user, token_hash: token.hash(), totp_secret }).await?;
    address_page(&visit, user, token.text()).await
}

/// Suspends at once.
///
/// # Errors
/// When policy or the store refuses.
pub async fn suspend(visit: Visit, Path(id): Path<String>, posted: Posted) -> Answer {
    let user = user(&id)?;
    visit.act(posted.key(), SuspendUser { user }).await?;
    Ok(visit.see_other(&format!("/users/{user}"), "The account is suspended."))
}

/// Takes a suspension back.
///
/// # Errors
/// When policy or the store refuses.
pub async fn restore(visit: Visit, Path(id): Path<String>, posted: Posted) -> Answer {
    let user = user(&id)?;
    visit.act(posted.key(), RestoreUser { user }).await?;
    Ok(visit.see_other(&format!("/users/{user}"), "The suspension is taken back."))
}

/// Writes down that somebody has left.
///
/// # Errors
/// When policy or the store refuses.
pub async fn leave(visit: Visit, Path(id): Path<String>, posted: Posted) -> Answer {
    let user = user(&id)?;
    visit.act(posted.key(), LeaveUser { user }).await?;
    Ok(visit.see_other(&format!("/users/{user}"), "They have left, and are out. See what is to be handed over."))
}

/// Ends every session and token.
///
/// # Errors
/// When policy or the store refuses.
pub async fn end_sessions(visit: Visit, Path(id): Path<String>, posted: Posted) -> Answer {
    let user = user(&id)?;
    visit.act(posted.key(), EndSessions { user }).await?;
    Ok(visit.see_other(&format!("/users/{user}"), "They are signed out everywhere."))
}

/// Changes what is written of somebody.
///
/// # Errors
/// As [`invite`].
pub async fn change(visit: Visit, Path(id): Path<String>, posted: Posted) -> Answer {
    let user = user(&id)?;
    let asked = posted.asked();
    let version = asked.int("version", "Version").it();
    let shown_as = asked.text("shown-as", "Name").max(100).it();
    let mail = asked.email("mail", "E-mail address").it();
    let trained_to = asked.day("trained-to", "Training").optional().it();
    let vetted_to = asked.day("vetted-to", "Vetting").optional().it();
    let command = asked.done(|| {
        Some(ChangeUser {
            user,
            version: version?,
            shown_as: shown_as?,
            mail: mail?,
            trained_to: trained_to?,
            vetted_to: vetted_to?,
        })
    });
    match command {
        Ok(command) => visit.act(posted.key(), command).await?,
        Err(Refused::Wrong(wrongs)) => {
            return change_page(&visit, user, Some(shown_again(&posted, wrongs))).await;
        }
        Err(other) => return Err(other.into()),
    }
    Ok(visit.see_other(&format!("/users/{user}"), "It is changed."))
}

/// Says who covers.
///
/// # Errors
/// As [`invite`].
pub async fn cover(visit: Visit, Path(id): Path<String>, posted: Posted) -> Answer {
    let user = user(&id)?;
    let asked = posted.asked();
    let cover = asked.text("cover", "Who covers").needed("Enter the user name of whoever covers").it();
    let from = asked.day("from", "The first day").it();
    let to = asked.day("to", "The last day").it();
    let done = match asked.done(|| Some(SetAbsence { user, cover: cover?, from: from?, to: to? })) {
        Ok(command) => visit.act(posted.key(), command).await,
        Err(e) => Err(e),
    };
    match done {
        Ok(_) => Ok(visit.see_other(&back(&visit, user), "The cover is set.")),
        Err(Refused::Wrong(wrongs)) => cover_page(&visit, user, &shown_again(&posted, wrongs)).await,
        Err(other) => Err(other.into()),
    }
}

/// Ends an absence.
///
/// # Errors
/// When policy or the store refuses.
pub async fn cancel_cover(visit: Visit, Path(absence): Path<Uuid>, posted: Posted) -> Answer {
    let user = visit.act(posted.key(), EndAbsence { absence }).await?;
    Ok(visit.see_other(&back(&visit, user), "The cover is ended."))
}

/// Where a change of cover leads back to: one's own account, or the user's page.
fn back(visit: &Visit, user: UserId) -> String {
    if visit.acting.user_id() == Some(user) { "/account".to_owned() } else { format!("/users/{user}") }
}
