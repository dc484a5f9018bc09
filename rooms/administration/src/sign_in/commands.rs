//! Changes of signing in. Hashing comes before them: a command waits for nothing but the database.

use door::{Account, AccountState, Command, Seat, Session, Writing, args};
use kernel::{Day, Refused, Ts, UserId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Credential, DemoPerson, Failure, Half};

/// Notes a failed try, for throttling. Done by the house.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub struct NoteFailure {
    /// Whom and where from.
    pub about: Vec<String>,
}

impl Command for NoteFailure {
    const NAME: &'static str = "administration.note-failure";
    const WHAT: &'static str = "Notes a failed sign-in.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        for about in &self.about {
            let it = Failure { id: w.new_id(), about: about.clone(), at: w.now };
            w.keep(&it).await?;
        }
        Ok(())
    }
}

/// The password was right: the code is awaited. Done by the house.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub struct BeginHalf {
    /// Whose.
    pub account: UserId,
    /// The hash of the half session's secret.
    pub secret_hash: String,
}

impl Command for BeginHalf {
    const NAME: &'static str = "administration.begin-sign-in";
    const WHAT: &'static str = "Awaits the second factor.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let it = Half { id: w.new_id(), secret_hash: self.secret_hash.clone(), account: self.account, at: w.now };
        w.keep(&it).await
    }
}

/// What proved the second factor; each works once.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// A code of the app: its step.
    Code(i64),
    /// A recovery code: its row.
    Recovery(Uuid),
}

/// The code was right: a session begins, and the account's failures so far are forgotten. Done by the house.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub struct BeginSession {
    /// Whose.
    pub account: UserId,
    /// The hash of the session's secret.
    pub secret_hash: String,
    /// What proved the second factor.
    pub proof: Proof,
    /// The browser's own words, cut short.
    pub device: String,
    /// When it ends whatever happens.
    pub ends: Ts,
}

impl Command for BeginSession {
    const NAME: &'static str = "administration.sign-in";
    const WHAT: &'static str = "Begins a session.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        self.spend(w).await?;
        w.run("DELETE FROM sign_in_half WHERE account = $1", args![self.account]).await?;
        let sql = "DELETE FROM sign_in_failure WHERE about = (SELECT 'account:' || name FROM account WHERE id = $1)";
        w.run(sql, args![self.account]).await?;
        w.run("DELETE FROM sign_in_failure WHERE at < $1", args![w.now.plus_hours(-48)]).await?;
        let it = Session {
            id: w.new_id(),
            secret_hash: self.secret_hash.clone(),
            holder: self.account,
            kind: "browser".to_owned(),
            begun: w.now,
            last_used: w.now,
            ends: self.ends,
            proved: w.now,
            device: self.device.clone(),
            ended: None,
        };
        w.keep(&it).await
    }
}

impl BeginSession {
    async fn spend(&self, w: &mut Writing) -> Result<(), Refused> {
        const RECOVERY: &str = "UPDATE recovery_code SET used = $3 WHERE account = $1 AND id = $2 AND used IS NULL";
        let spent = match self.proof {
            Proof::Code(step) => return spend_code(w, self.account, step).await,
            Proof::Recovery(code) => w.run(RECOVERY, args![self.account, code, w.now]).await?,
        };
        if spent == 1 { Ok(()) } else { Err(used()) }
    }
}

fn used() -> Refused {
    Refused::wrong("code", "This code has been used. Enter another")
}

/// Uses a code of the app by its step: it, and those before it, work no more.
pub(super) async fn spend_code(w: &mut Writing, account: UserId, step: i64) -> Result<(), Refused> {
    const CODE: &str =
        "UPDATE credential SET last_step = $2 WHERE account = $1 AND (last_step IS NULL OR last_step < $2)";
    if w.run(CODE, args![account, step]).await? == 1 { Ok(()) } else { Err(used()) }
}

/// Ends one of one's own sessions. Done by the house, for the session's holder alone.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub struct EndSession {
    /// Which.
    pub session: Uuid,
    /// Whose it must be.
    pub holder: UserId,
}

impl Command for EndSession {
    const NAME: &'static str = "administration.end-session";
    const WHAT: &'static str = "Ends a session.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let sql = "UPDATE session SET ended = $3 WHERE id = $1 AND holder = $2 AND ended IS NULL";
        w.run(sql, args![self.session, self.holder, w.now]).await.map(drop)
    }
}

/// Makes an account with one seat for the demonstration. Only the house does it, into an empty store.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub struct DemoEnrol {
    /// Sign-in name.
    pub name: String,
    /// What colleagues read.
    pub shown_as: String,
    /// Role code.
    pub role: String,
    /// Agency code and kind.
    pub agency: (String, String),
    /// Argon2id.
    pub password_hash: String,
    /// The password in clear: a demonstration shows it at each start.
    pub password_shown: String,
    /// Base 32.
    pub totp_secret: String,
    /// Since when the seat is held.
    pub from: Day,
}

impl Command for DemoEnrol {
    const NAME: &'static str = "administration.demo-enrol";
    const WHAT: &'static str = "Makes an account for the demonstration.";
    type Done = UserId;
    async fn carry_out(&self, w: &mut Writing) -> Result<UserId, Refused> {
        if w.acting.by != door::By::House {
            return Err(Refused::MayNot("Only the demonstration makes accounts like this.".to_owned()));
        }
        let id: UserId = w.new_id();
        let account = Account {
            id,
            name: self.name.clone(),
            shown_as: self.shown_as.clone(),
            mail: format!("{}@wrenmoor.example", self.name),
            state: AccountState::Active,
            trained_to: None,
            vetted_to: None,
            created: w.now,
            version: 1,
        };
        w.keep(&account).await?;
        let seat = Seat {
            id: w.new_id(),
            holder: id,
            role: self.role.clone(),
            agency: self.agency.0.clone(),
            agency_kind: self.agency.1.clone(),
            team: None,
            holds_from: self.from,
            holds_to: None,
            proposed_by: None,
            confirmed_by: Some(w.acting.recorded_as()),
            version: 1,
        };
        w.keep(&seat).await?;
        let secrets = Credential {
            account: id,
            password_hash: self.password_hash.clone(),
            totp_secret: self.totp_secret.clone(),
            last_step: None,
            changed: w.now,
        };
        w.keep(&secrets).await?;
        let shown = DemoPerson {
            name: self.name.clone(),
            shown_as: self.shown_as.clone(),
            password: self.password_shown.clone(),
            totp_secret: self.totp_secret.clone(),
        };
        w.keep(&shown).await?;
        Ok(id)
    }
}
