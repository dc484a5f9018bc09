//! Proving once more who one is, while signed in: a code of the app before something that another at the desk must not
//! do (ASVS 7.5.3). A recovery code does not do: it is for coming in without a telephone.

use door::{Acting, Command, Key, Writing, args};
use identity::TotpSecret;
use kernel::{Refused, UserId};
use room::{Told, Visit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Credential;
use super::commands::spend_code;
use super::pages::{failed, house, throttle};

/// Whether a code is right for whoever is signed in; then their session counts as fresh.
pub(crate) fn prove<'a>(visit: &'a Visit, typed: &'a str) -> Told<'a, bool> {
    Box::pin(proved(visit, typed))
}

async fn proved(visit: &Visit, typed: &str) -> Result<bool, Refused> {
    let Some(session) = visit.session.as_ref().filter(|it| it.kind == "browser") else { return Ok(false) };
    let (name, credential) = {
        let r = house(visit).await?;
        let account = crate::users::account(&r, session.holder).await?;
        let sql = "SELECT * FROM credential WHERE account = $1";
        (account.name, r.plain_one::<Credential>(sql, args![session.holder]).await?)
    };
    throttle(visit, &name).await?;
    let step = match credential {
        Some(it) => {
            let secret = TotpSecret::from_base32(&it.totp_secret).map_err(|e| Refused::Fault(e.to_string()))?;
            secret.verify(typed.trim(), visit.now(), it.last_step)
        }
        None => None,
    };
    let Some(step) = step else {
        failed(visit, &name).await?;
        return Ok(false);
    };
    let it = ProveAgain { session: session.id, holder: session.holder, step };
    match visit.door().act(&Acting::house(), Key::none(), it).await {
        Ok(()) => Ok(true),
        Err(Refused::Wrong(_)) => Ok(false),
        Err(other) => Err(other),
    }
}

/// The code was right: the session is fresh. Done by the house.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
struct ProveAgain {
    /// Which.
    session: Uuid,
    /// Whose it must be.
    holder: UserId,
    /// The step of the code; it works no second time.
    step: i64,
}

impl Command for ProveAgain {
    const NAME: &'static str = "administration.prove-again";
    const WHAT: &'static str = "Proves once more who is signed in.";
    type Done = ();
    const REMEMBERED: bool = false;
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        const FRESH: &str = "UPDATE session SET proved = $3 WHERE id = $1 AND holder = $2 AND ended IS NULL";
        w.about("account", self.holder.0, &[]);
        spend_code(w, self.holder, self.step).await?;
        let now = w.now;
        match w.run(FRESH, args![self.session, self.holder, now]).await? {
            1 => Ok(()),
            _ => Err(Refused::NotFound),
        }
    }
}
