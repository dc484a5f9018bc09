//! What becomes of an account: changed, suspended, restored, left; its sessions ended, its sign-in set anew.

use door::{Account, AccountState, Command, Writing, args};
use kernel::{Day, Refused, UserId};
use policy::{Fact, Facts, action};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::commands::has_manager;
use super::{account, seating, seats};
use crate::enrol::{INVITATION_HOURS, IssueTicket, TicketKind};

/// What policy needs to know of a user whom one would disable or restore.
async fn facts_of(w: &Writing, user: UserId) -> Result<Facts, Refused> {
    let today = w.now.day();
    let live: Vec<_> = seats(w, user)
        .await?
        .into_iter()
        .filter(|it| seating::standing(it, today) != seating::Standing::Over)
        .collect();
    let mut managed = false;
    for it in &live {
        managed = managed || has_manager(w, &it.agency, user).await?;
    }
    Ok(Facts::NONE
        .with_if(Fact::OwnAgency, live.iter().any(|it| w.acting.principal.in_agency(&it.agency)))
        .with_if(Fact::OwnAction, w.acting.user_id() == Some(user))
        .with_if(Fact::NoManager, !managed && w.acting.user_id() != Some(user)))
}

async fn end_all(w: &mut Writing, user: UserId) -> Result<(), Refused> {
    w.about("account", user.0, &[]);
    w.run("UPDATE session SET ended = $2 WHERE holder = $1 AND ended IS NULL", args![user, w.now]).await.map(drop)
}

macro_rules! about_user {
    ($(#[$doc:meta])* $name:ident, $command:literal, $what:literal, $carry:expr) => {
        $(#[$doc])*
        #[derive(Clone, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// Whose account.
            pub user: UserId,
        }

        impl Command for $name {
            const NAME: &'static str = $command;
            const WHAT: &'static str = $what;
            type Done = ();
            async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
                $carry(w, self.user).await
            }
        }
    };
}

about_user!(
    /// Suspends an account: nothing from the next request, sessions and tokens end.
    SuspendUser, "administration.suspend-user", "Suspends an account at once.", suspend
);
about_user!(
    /// Takes a suspension back; who manages the agency confirms it.
    RestoreUser, "administration.restore-user", "Takes a suspension back.", restore
);
about_user!(
    /// Somebody has left: out at the next request, their seats end, what they owned is listed for handing over.
    LeaveUser, "administration.leave-user", "Writes down that somebody has left.", leave
);
about_user!(
    /// Ends every session and token of somebody.
    EndSessions, "administration.end-sessions", "Ends a user's sessions and tokens.", end_sessions
);

async fn suspend(w: &mut Writing, user: UserId) -> Result<(), Refused> {
    let facts = facts_of(w, user).await?;
    w.may(action::DISABLE_USER, None, facts).await?;
    let old = account(w, user).await?;
    match old.state {
        AccountState::Active | AccountState::Invited => {}
        AccountState::Suspended | AccountState::Left => {
            return Err(Refused::rule("accounts", "This account is not in use already."));
        }
    }
    w.change(&old, &Account { state: AccountState::Suspended, ..old.clone() }).await?;
    end_all(w, user).await
}

async fn restore(w: &mut Writing, user: UserId) -> Result<(), Refused> {
    let facts = facts_of(w, user).await?;
    w.may(action::CONFIRM_USER, None, facts).await?;
    let old = account(w, user).await?;
    if old.state != AccountState::Suspended {
        return Err(Refused::rule("accounts", "This account is not suspended."));
    }
    let enrolled: Option<(i64,)> =
        w.plain_one("SELECT COUNT(*) FROM credential WHERE account = $1", args![user]).await?;
    let state = if enrolled.is_some_and(|it| it.0 > 0) { AccountState::Active } else { AccountState::Invited };
    w.about("account", user.0, &[]);
    w.change(&old, &Account { state, ..old.clone() }).await
}

async fn leave(w: &mut Writing, user: UserId) -> Result<(), Refused> {
    let facts = facts_of(w, user).await?;
    w.may(action::DISABLE_USER, None, facts).await?;
    let old = account(w, user).await?;
    if old.state == AccountState::Left {
        return Err(Refused::rule("leavers", "This person has left already."));
    }
    w.change(&old, &Account { state: AccountState::Left, ..old.clone() }).await?;
    let today = w.now.day();
    let sql = "UPDATE seat SET holds_to = $2, version = version + 1
               WHERE holder = $1 AND (holds_to IS NULL OR holds_to > $2)";
    w.run(sql, args![user, today]).await?;
    w.run("UPDATE ticket SET used = $2 WHERE account = $1 AND used IS NULL", args![user, w.now]).await?;
    w.run("DELETE FROM credential WHERE account = $1", args![user]).await?;
    w.run("DELETE FROM recovery_code WHERE account = $1", args![user]).await?;
    end_all(w, user).await
}

async fn end_sessions(w: &mut Writing, user: UserId) -> Result<(), Refused> {
    let facts = facts_of(w, user).await?.without(Fact::OwnAction);
    w.may(action::END_SESSIONS, None, facts).await?;
    account(w, user).await?;
    end_all(w, user).await
}

/// Changes what is written of somebody.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeUser {
    /// Whose account.
    pub user: UserId,
    /// The version that was read.
    pub version: i64,
    /// What colleagues read.
    pub shown_as: String,
    /// Mail.
    pub mail: String,
    /// Training is valid to this day; none: not required yet.
    #[serde(default)]
    pub trained_to: Option<Day>,
    /// Vetting is valid to this day; none: not required.
    #[serde(default)]
    pub vetted_to: Option<Day>,
}

impl Command for ChangeUser {
    const NAME: &'static str = "administration.change-user";
    const WHAT: &'static str = "Changes a user's name, mail, and the days to which training and vetting are valid.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        w.may(action::PROPOSE_USER, None, Facts::NONE).await?;
        let old = account(w, self.user).await?;
        if old.version != self.version {
            return Err(Refused::Stale);
        }
        let new = Account {
            shown_as: self.shown_as.clone(),
            mail: self.mail.clone(),
            trained_to: self.trained_to,
            vetted_to: self.vetted_to,
            ..old.clone()
        };
        w.about("account", self.user.0, &[]);
        w.change(&old, &new).await
    }
}

/// Makes the one-time address of an invitation, once a seat is confirmed. Only the hash of its token comes here.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InvitationAddress {
    /// Whose account.
    pub user: UserId,
    /// The hash of the address's token.
    pub token_hash: String,
    /// The secret for the app, base 32.
    pub totp_secret: String,
}

impl Command for InvitationAddress {
    const NAME: &'static str = "administration.make-invitation";
    const WHAT: &'static str = "Makes the one-time address at which an invited person sets their own password.";
    type Done = ();
    const REMEMBERED: bool = false;
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        w.may(action::PROPOSE_USER, None, Facts::NONE).await?;
        if account(w, self.user).await?.state != AccountState::Invited {
            return Err(Refused::rule(
                "invitations",
                "This person has set a password already, or the account is closed.",
            ));
        }
        let today = w.now.day();
        let confirmed =
            |it: &door::Seat| it.confirmed_by.is_some() && seating::standing(it, today) != seating::Standing::Over;
        if !seats(w, self.user).await?.iter().any(confirmed) {
            return Err(Refused::rule(
                "invitations",
                "No seat of theirs is confirmed yet: the agency's manager does that.",
            ));
        }
        issue(w, TicketKind::Invitation, self.user, &self.token_hash, &self.totp_secret).await
    }
}

async fn issue(w: &mut Writing, kind: TicketKind, user: UserId, hash: &str, secret: &str) -> Result<(), Refused> {
    w.about("account", user.0, &[]);
    let ticket = IssueTicket {
        kind,
        account: Some(user),
        token_hash: hash.to_owned(),
        totp_secret: secret.to_owned(),
        hours: INVITATION_HOURS,
    };
    ticket.put(w).await
}

/// Sets somebody's sign-in anew: password, app and recovery codes are void at once, and a one-time address lets them
/// set their own (ASVS 6.4.4, 6.4.6: nobody sets another's password).
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetSignIn {
    /// Whose account.
    pub user: UserId,
    /// The hash of the address's token.
    pub token_hash: String,
    /// The secret for the app, base 32.
    pub totp_secret: String,
}

impl Command for ResetSignIn {
    const NAME: &'static str = "administration.reset-sign-in";
    const WHAT: &'static str = "Makes password, app and recovery codes void, and a one-time address for new ones.";
    type Done = ();
    const REMEMBERED: bool = false;
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let own = Facts::NONE.with_if(Fact::OwnAction, w.acting.user_id() == Some(self.user));
        w.may(action::RESET_SIGN_IN, None, own).await?;
        if account(w, self.user).await?.state != AccountState::Active {
            return Err(Refused::rule("sign-in", "Only an account in use can be set anew."));
        }
        w.run("DELETE FROM credential WHERE account = $1", args![self.user]).await?;
        w.run("DELETE FROM recovery_code WHERE account = $1", args![self.user]).await?;
        end_all(w, self.user).await?;
        issue(w, TicketKind::Reset, self.user, &self.token_hash, &self.totp_secret).await
    }
}
