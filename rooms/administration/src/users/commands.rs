//! Inviting somebody, and their seats: proposed, confirmed by somebody else, ended.

use door::{Account, AccountState, Command, Seat, Writing, args};
use kernel::{Day, Refused, UserId};
use policy::{Fact, Facts, action};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{account, seating, seats};

/// A role at an agency from day to day.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSeat {
    /// Role code.
    pub role: String,
    /// Agency code.
    pub agency: String,
    /// One of the agency's teams.
    #[serde(default)]
    pub team: Option<String>,
    /// The first day.
    pub from: Day,
    /// The last day; none: for good.
    #[serde(default)]
    pub to: Option<Day>,
}

/// Makes an account for somebody, with a first seat that waits to be confirmed.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InviteUser {
    /// Sign-in name.
    pub name: String,
    /// What colleagues read.
    pub shown_as: String,
    /// Mail.
    pub mail: String,
    /// Their training is valid to this day; none: not required yet.
    #[serde(default)]
    pub trained_to: Option<Day>,
    /// Their vetting is valid to this day; none: not required.
    #[serde(default)]
    pub vetted_to: Option<Day>,
    /// Where and as what.
    pub seat: NewSeat,
}

impl Command for InviteUser {
    const NAME: &'static str = "administration.invite-user";
    const WHAT: &'static str = "Invites somebody, with a seat that another person confirms.";
    type Done = UserId;
    async fn carry_out(&self, w: &mut Writing) -> Result<UserId, Refused> {
        w.may(action::PROPOSE_USER, None, Facts::NONE).await?;
        let name = crate::enrol::sign_in_name(self.name.clone()).map_err(|e| Refused::wrong("user", e))?;
        let taken: Option<(i64,)> =
            w.plain_one("SELECT COUNT(*) FROM account WHERE name = $1", args![name.clone()]).await?;
        if taken.is_some_and(|it| it.0 > 0) {
            return Err(Refused::wrong("user", "Somebody has this user name. Choose another"));
        }
        let id: UserId = w.new_id();
        w.keep(&Account {
            id,
            name,
            shown_as: self.shown_as.clone(),
            mail: self.mail.clone(),
            state: AccountState::Invited,
            trained_to: self.trained_to,
            vetted_to: self.vetted_to,
            created: w.now,
            version: 1,
        })
        .await?;
        put_seat(w, id, &self.seat).await?;
        w.about("account", id.0, &[]);
        Ok(id)
    }
}

async fn put_seat(w: &mut Writing, holder: UserId, it: &NewSeat) -> Result<Uuid, Refused> {
    let agency_kind = seating::seat_fits(&*w.configuration()?, it).map_err(Refused::Wrong)?;
    let seat = Seat {
        id: w.new_id(),
        holder,
        role: it.role.clone(),
        agency: it.agency.clone(),
        agency_kind,
        team: it.team.clone(),
        holds_from: it.from,
        holds_to: it.to,
        proposed_by: Some(w.acting.recorded_as()),
        confirmed_by: None,
        version: 1,
    };
    w.keep(&seat).await?;
    Ok(seat.id)
}

/// Proposes a further seat for somebody.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeSeat {
    /// Whose.
    pub user: UserId,
    /// Where and as what.
    pub seat: NewSeat,
}

impl Command for ProposeSeat {
    const NAME: &'static str = "administration.propose-seat";
    const WHAT: &'static str = "Proposes a role at an agency, which another person confirms.";
    type Done = Uuid;
    async fn carry_out(&self, w: &mut Writing) -> Result<Uuid, Refused> {
        w.may(action::PROPOSE_USER, None, Facts::NONE).await?;
        if account(w, self.user).await?.state == AccountState::Left {
            return Err(Refused::rule("leavers", "This person has left. Invite them anew if they come back."));
        }
        let same = |it: &Seat| {
            it.role == self.seat.role
                && it.agency == self.seat.agency
                && it.team == self.seat.team
                && seating::standing(it, self.seat.from) != seating::Standing::Over
        };
        if seats(w, self.user).await?.iter().any(same) {
            return Err(Refused::wrong("role", "They have this seat already, or it waits to be confirmed"));
        }
        w.about("account", self.user.0, &[]);
        put_seat(w, self.user, &self.seat).await
    }
}

/// Confirms a seat that somebody else proposed: from then on it counts.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmSeat {
    /// Which.
    pub seat: Uuid,
}

impl Command for ConfirmSeat {
    const NAME: &'static str = "administration.confirm-seat";
    const WHAT: &'static str = "Confirms a proposed role at one's own agency.";
    type Done = UserId;
    async fn carry_out(&self, w: &mut Writing) -> Result<UserId, Refused> {
        let seat = seat(w, self.seat).await?;
        let facts = confirming(w, &seat).await?;
        w.may(action::CONFIRM_USER, None, facts).await?;
        if seating::standing(&seat, w.now.day()) != seating::Standing::Proposed {
            return Err(Refused::rule("seats", "This seat does not wait to be confirmed."));
        }
        let confirmed_by = Some(w.acting.recorded_as());
        w.change(&seat, &Seat { confirmed_by, ..seat.clone() }).await?;
        let holder = account(w, seat.holder).await?;
        if holder.state == AccountState::Invited {
            crate::enrol::invite(w, &holder).await?;
        }
        w.about("account", seat.holder.0, &[]);
        Ok(seat.holder)
    }
}

/// What policy needs to know of a seat that is to be confirmed.
pub(super) async fn confirming(r: &door::Reading, seat: &Seat) -> Result<Facts, Refused> {
    let me = r.acting.recorded_as();
    let own = seat.proposed_by == Some(me) || seat.holder == me;
    let alone = seat.holder != me && !has_manager(r, &seat.agency, seat.holder).await?;
    Ok(Facts::NONE
        .with_if(Fact::OwnAgency, r.acting.principal.in_agency(&seat.agency))
        .with_if(Fact::OwnAction, own)
        .with_if(Fact::NoManager, alone))
}

/// Whether an agency has somebody, other than the one at hand, who could confirm its users today.
pub(super) async fn has_manager(r: &door::Reading, agency: &str, but: UserId) -> Result<bool, Refused> {
    let today = r.now.day();
    let there: Vec<Seat> = r
        .plain(
            "SELECT s.* FROM seat s JOIN account a ON a.id = s.holder WHERE s.agency = $1 AND s.holder <> $2
             AND a.state = 'active' AND s.confirmed_by IS NOT NULL AND s.holds_from <= $3
             AND (s.holds_to IS NULL OR s.holds_to >= $3)",
            args![agency.to_owned(), but, today],
        )
        .await?;
    Ok(there.iter().any(|it| seating::confirms(&it.role)))
}

async fn seat(w: &Writing, id: Uuid) -> Result<Seat, Refused> {
    w.plain_one("SELECT * FROM seat WHERE id = $1", args![id]).await?.ok_or(Refused::NotFound)
}

/// Ends a seat after a day, or takes a proposal back. What ends needs nobody's confirmation.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndSeat {
    /// Which.
    pub seat: Uuid,
    /// The last day on which it holds; a proposal, or a seat that ends before today, is over at once.
    pub on: Day,
}

impl Command for EndSeat {
    const NAME: &'static str = "administration.end-seat";
    const WHAT: &'static str = "Ends a role at an agency.";
    type Done = UserId;
    async fn carry_out(&self, w: &mut Writing) -> Result<UserId, Refused> {
        let seat = seat(w, self.seat).await?;
        let facts = Facts::NONE.with_if(Fact::OwnAgency, w.acting.principal.in_agency(&seat.agency));
        w.may(action::DISABLE_USER, None, facts).await?;
        let to = match seating::standing(&seat, w.now.day()) {
            seating::Standing::Over => return Err(Refused::rule("seats", "This seat has ended already.")),
            seating::Standing::Proposed => w.now.day().plus_days(-1),
            seating::Standing::Later | seating::Standing::Now => self.on,
        };
        w.change(&seat, &Seat { holds_to: Some(to), ..seat.clone() }).await?;
        w.about("account", seat.holder.0, &[]);
        Ok(seat.holder)
    }
}
