//! Users and their seats as JSON: the same that the pages show, for the same people.

use axum::extract::Path;
use door::{Account, AccountState, Seat};
use kernel::{Day, Refused, Ts, UserId};
use room::{Answer, Visit};
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

use super::list::may_see;
use super::{Standing, account, seats, standing};

/// What the list may be asked.
pub const ASKS: &[(&str, &str)] = &[
    ("state", "`invited`, `active`, `suspended`, `left`; else any."),
    ("agency", "The code of an agency; else any."),
    ("role", "The code of a role; else any."),
    ("waits", "`yes`: those with a seat that waits to be confirmed."),
    ("sort", "`name` (as it is), `-name`, `created`, `-created`."),
    ("page", "Which page, beginning with 1."),
];

/// A seat: a role at an agency, with dates.
#[derive(Serialize, JsonSchema)]
pub struct SeatRow {
    /// Its id.
    pub id: Uuid,
    /// The code of the role.
    pub role: String,
    /// The code of the agency.
    pub agency: String,
    /// The code of the team, if any.
    pub team: Option<String>,
    /// Its first day.
    pub from: Day,
    /// Its last day, if known.
    pub to: Option<Day>,
    /// How it stands: it waits to be confirmed, holds, begins later, or is over.
    pub standing: Standing,
}

/// A user.
#[derive(Serialize, JsonSchema)]
pub struct UserRow {
    /// Their id.
    pub id: UserId,
    /// What they type to sign in.
    pub name: String,
    /// What colleagues read.
    pub shown_as: String,
    /// Where they stand.
    pub state: AccountState,
    /// Since when there is an account.
    pub created: Ts,
    /// Training is valid to this day, where it is required.
    pub trained_to: Option<Day>,
    /// Vetting is valid to this day, where it is required.
    pub vetted_to: Option<Day>,
    /// Their seats; in a list those that are not over.
    pub seats: Vec<SeatRow>,
    /// For `If-Match`.
    pub version: i64,
}

/// A user with some of their seats.
pub(crate) fn user(it: &Account, seats: &[Seat], today: Day) -> UserRow {
    let seat = |it: &Seat| SeatRow {
        id: it.id,
        role: it.role.clone(),
        agency: it.agency.clone(),
        team: it.team.clone(),
        from: it.holds_from,
        to: it.holds_to,
        standing: standing(it, today),
    };
    UserRow {
        id: it.id,
        name: it.name.clone(),
        shown_as: it.shown_as.clone(),
        state: it.state,
        created: it.created,
        trained_to: it.trained_to,
        vetted_to: it.vetted_to,
        seats: seats.iter().map(seat).collect(),
        version: it.version,
    }
}

/// One user.
///
/// # Errors
/// Not found where there is no such user, or none whom the reader may see.
pub async fn one(visit: Visit, Path(id): Path<String>) -> Answer {
    let id: UserId = id.parse().map_err(|_| Refused::NotFound)?;
    let r = visit.read().await?;
    let it = account(&r, id).await?;
    let all = seats(&r, id).await?;
    if !may_see(&r, &all) {
        return Err(Refused::NotFound.into());
    }
    let value = user(&it, &all, r.now.day());
    visit.json(r, &value).await
}
