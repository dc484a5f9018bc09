//! Issuing a ticket, and using it.

use door::{Account, AccountState, By, Command, Seat, Writing, args};
use kernel::{Refused, UserId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{RecoveryCode, Ticket, TicketKind};
use crate::sign_in::Credential;

/// Puts a ticket in; those before it for the same account and kind are void. Done by the house.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueTicket {
    /// What for.
    pub kind: TicketKind,
    /// Whose; none for the first run.
    pub account: Option<UserId>,
    /// The hash of its token.
    pub token_hash: String,
    /// The secret for the app, base 32.
    pub totp_secret: String,
    /// How long it holds.
    pub hours: i64,
}

impl IssueTicket {
    pub(crate) async fn put(&self, w: &mut Writing) -> Result<(), Refused> {
        match self.account {
            Some(account) => {
                w.run("UPDATE ticket SET used = $2 WHERE account = $1 AND used IS NULL", args![account, w.now]).await?
            }
            None => w.run("UPDATE ticket SET used = $1 WHERE account IS NULL AND used IS NULL", args![w.now]).await?,
        };
        let ticket = Ticket {
            id: w.new_id(),
            kind: self.kind,
            account: self.account,
            token_hash: self.token_hash.clone(),
            totp_secret: self.totp_secret.clone(),
            made: w.now,
            expires: w.now.plus_hours(self.hours),
            used: None,
        };
        w.keep(&ticket).await
    }
}

impl Command for IssueTicket {
    const NAME: &'static str = "administration.issue-ticket";
    const WHAT: &'static str = "Issues a one-time address at which somebody sets their own password.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        only_house(w)?;
        self.put(w).await
    }
}

pub(super) fn only_house(w: &Writing) -> Result<(), Refused> {
    if w.acting.by == By::House { Ok(()) } else { Err(Refused::MayNot("Only the house does this.".to_owned())) }
}

/// Who the first administrator is.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct First {
    /// Sign-in name, small letters.
    pub name: String,
    /// What colleagues read.
    pub shown_as: String,
    /// Mail.
    pub mail: String,
    /// Agency code.
    pub agency: String,
    /// Its kind.
    pub agency_kind: String,
}

/// Uses a ticket: the holder's own password, an app that proved itself, recovery codes. Done by the house for whoever
/// holds the ticket; every session of the account ends.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Enrol {
    /// The hash of the ticket's token.
    pub token_hash: String,
    /// Who it is, at the first run.
    pub first: Option<First>,
    /// Argon2id; the password itself is never in a command.
    pub password_hash: String,
    /// The step of the code that proved the app: it does not work a second time.
    pub step: i64,
    /// Hashes of the recovery codes.
    pub recovery: Vec<String>,
}

impl Command for Enrol {
    const NAME: &'static str = "administration.enrol";
    const WHAT: &'static str = "Sets one's own password and factor with a one-time address.";
    type Done = UserId;
    async fn carry_out(&self, w: &mut Writing) -> Result<UserId, Refused> {
        only_house(w)?;
        let sql = "SELECT * FROM ticket WHERE token_hash = $1";
        let ticket: Option<Ticket> = w.plain_one(sql, args![self.token_hash.clone()]).await?;
        let now = w.now;
        let ticket = ticket.filter(|it| it.used.is_none() && it.expires > now).ok_or(Refused::NotFound)?;
        w.change(&ticket, &Ticket { used: Some(now), ..ticket.clone() }).await?;
        let id = match (ticket.account, &self.first) {
            (Some(account), _) => activate(w, account).await?,
            (None, Some(first)) => make_first(w, first).await?,
            (None, None) => return Err(Refused::NotFound),
        };
        self.secrets(w, id, ticket.totp_secret).await?;
        Ok(id)
    }
}

impl Enrol {
    async fn secrets(&self, w: &mut Writing, account: UserId, totp_secret: String) -> Result<(), Refused> {
        w.run("DELETE FROM credential WHERE account = $1", args![account]).await?;
        w.run("DELETE FROM recovery_code WHERE account = $1", args![account]).await?;
        w.run("UPDATE session SET ended = $2 WHERE holder = $1 AND ended IS NULL", args![account, w.now]).await?;
        let password_hash = self.password_hash.clone();
        w.keep(&Credential { account, password_hash, totp_secret, last_step: Some(self.step), changed: w.now }).await?;
        for hash in &self.recovery {
            let code = RecoveryCode { id: w.new_id(), account, hash: hash.clone(), used: None };
            w.keep(&code).await?;
        }
        Ok(())
    }
}

async fn activate(w: &mut Writing, account: UserId) -> Result<UserId, Refused> {
    let old: Option<Account> = w.plain_one("SELECT * FROM account WHERE id = $1", args![account]).await?;
    let old = old.ok_or(Refused::NotFound)?;
    match old.state {
        AccountState::Invited => {
            w.change(&old, &Account { state: AccountState::Active, ..old.clone() }).await?;
            Ok(account)
        }
        AccountState::Active => Ok(account),
        AccountState::Suspended | AccountState::Left => Err(Refused::NotFound),
    }
}

async fn make_first(w: &mut Writing, first: &First) -> Result<UserId, Refused> {
    let accounts: Option<(i64,)> = w.plain_one("SELECT COUNT(*) FROM account", args![]).await?;
    if accounts.is_some_and(|it| it.0 > 0) {
        return Err(Refused::NotFound);
    }
    let id: UserId = w.new_id();
    let account = Account {
        id,
        name: first.name.clone(),
        shown_as: first.shown_as.clone(),
        mail: first.mail.clone(),
        state: AccountState::Active,
        trained_to: None,
        vetted_to: None,
        created: w.now,
        version: 1,
    };
    w.keep(&account).await?;
    let house = w.acting.recorded_as();
    let seat = Seat {
        id: w.new_id(),
        holder: id,
        role: "admin".to_owned(),
        agency: first.agency.clone(),
        agency_kind: first.agency_kind.clone(),
        team: None,
        holds_from: w.now.day(),
        holds_to: None,
        proposed_by: None,
        confirmed_by: Some(house),
        version: 1,
    };
    w.keep(&seat).await?;
    Ok(id)
}
