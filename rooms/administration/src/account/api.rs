//! One's own account as JSON: who one is, and where one is signed in.

use door::{Session, args};
use kernel::{Refused, Ts};
use room::{Answer, Visit};
use schemars::JsonSchema;
use serde::Serialize;

use crate::users::api::{UserRow, user};
use crate::users::{account, seats};

/// Where one is signed in, or a program with a token.
#[derive(Serialize, JsonSchema)]
pub struct SessionRow {
    /// Its id.
    pub id: uuid::Uuid,
    /// `browser` or `token`.
    pub kind: String,
    /// The browser, or what the token is for.
    pub device: String,
    /// Since when.
    pub begun: Ts,
    /// When it was last used.
    pub last_used: Ts,
    /// When it ends at the latest.
    pub ends: Ts,
}

/// One's own account.
#[derive(Serialize, JsonSchema)]
pub struct Own {
    /// Who one is.
    #[serde(flatten)]
    pub user: UserRow,
    /// Where one is signed in.
    pub sessions: Vec<SessionRow>,
}

/// One's own account.
///
/// # Errors
/// When the store refuses.
pub async fn own(visit: Visit) -> Answer {
    const LIVE: &str =
        "SELECT * FROM session WHERE holder = $1 AND ended IS NULL AND ends > $2 ORDER BY last_used DESC, id";
    let me = visit.acting.user_id().ok_or(Refused::NotFound)?;
    let r = visit.read().await?;
    let row = |it: Session| SessionRow {
        id: it.id,
        device: if it.kind == "browser" { super::rules::device(&it.device).to_owned() } else { it.device },
        kind: it.kind,
        begun: it.begun,
        last_used: it.last_used,
        ends: it.ends,
    };
    let sessions = r.plain::<Session>(LIVE, args![me, r.now]).await?.into_iter().map(row).collect();
    let value = Own { user: user(&account(&r, me).await?, &seats(&r, me).await?, r.now.day()), sessions };
    visit.json(r, &value).await
}
