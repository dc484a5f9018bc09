//! Changes of one's own account. Secrets are hashed before they come here.

use door::{By, Command, Session, Writing, args};
use kernel::{Refused, Ts, UserId};
use policy::{Facts, action};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::enrol::RecoveryCode;

async fn me(w: &mut Writing) -> Result<UserId, Refused> {
    w.may(action::USE_DAY, None, Facts::NONE).await?;
    let me = w.acting.user_id().ok_or(Refused::NotFound)?;
    w.about("account", me.0, &[]);
    Ok(me)
}

/// Changes one's own password; every other session of one's own ends, tokens too (ASVS 7.4.3).
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// Argon2id; the password itself is never in a command.
    pub password_hash: String,
}

impl Command for ChangePassword {
    const NAME: &'static str = "administration.change-password";
    const WHAT: &'static str = "Changes one's own password and ends one's other sessions.";
    type Done = ();
    const REMEMBERED: bool = false;
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let me = me(w).await?;
        let sql = "UPDATE credential SET password_hash = $2, changed = $3 WHERE account = $1";
        if w.run(sql, args![me, self.password_hash.clone(), w.now]).await? != 1 {
            return Err(Refused::NotFound);
        }
        let here = w.acting.session.unwrap_or(Uuid::nil());
        let sql = "UPDATE session SET ended = $2 WHERE holder = $1 AND id <> $3 AND ended IS NULL";
        w.run(sql, args![me, w.now, here]).await.map(drop)
    }
}

/// Replaces one's recovery codes; those before are void.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRecoveryCodes {
    /// Their hashes.
    pub recovery: Vec<String>,
}

impl Command for NewRecoveryCodes {
    const NAME: &'static str = "administration.new-recovery-codes";
    const WHAT: &'static str = "Replaces one's own recovery codes.";
    type Done = ();
    const REMEMBERED: bool = false;
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let account = me(w).await?;
        w.run("DELETE FROM recovery_code WHERE account = $1", args![account]).await?;
        for hash in &self.recovery {
            let code = RecoveryCode { id: w.new_id(), account, hash: hash.clone(), used: None };
            w.keep(&code).await?;
        }
        Ok(())
    }
}

/// Makes a bearer token with the rights of its holder: one's own, or somebody's by the operator of the machine.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeToken {
    /// Whose rights it has.
    pub holder: UserId,
    /// The hash of its secret.
    pub secret_hash: String,
    /// What it is for, in the holder's words.
    pub name: String,
    /// When it ends.
    pub ends: Ts,
}

impl Command for MakeToken {
    const NAME: &'static str = "administration.make-token";
    const WHAT: &'static str = "Makes a bearer token with the rights of its holder.";
    type Done = ();
    const REMEMBERED: bool = false;
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        // An administrator, who sees no content, makes none for others: they would read through it.
        let operator = w.acting.by == By::Operator;
        if !operator && w.acting.user_id() != Some(self.holder) {
            return Err(Refused::MayNot("Everybody makes their own tokens.".to_owned()));
        }
        w.may(if operator { action::RESET_SIGN_IN } else { action::USE_DAY }, None, Facts::NONE).await?;
        let it = Session {
            id: w.new_id(),
            secret_hash: self.secret_hash.clone(),
            holder: self.holder,
            kind: "token".to_owned(),
            begun: w.now,
            last_used: w.now,
            ends: self.ends,
            proved: w.now,
            device: self.name.clone(),
            ended: None,
        };
        w.about("account", self.holder.0, &[]);
        w.keep(&it).await
    }
}
