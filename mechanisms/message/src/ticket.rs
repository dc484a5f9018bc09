//! Tickets: what lets somebody without an account do one thing. Only the hash of a ticket's token is kept.

use door::{Plain, Reading, Writing, args, record};
use kernel::{Refused, Ts};
use uuid::Uuid;

use crate::MailId;

record! {
    /// Leave to do one thing to one record, given to whoever holds the token.
    pub struct Ticket in "mail_ticket" {
        /// The hash of its token.
        pub hash: String,
        pub mail: MailId,
        /// The one thing that it is good for.
        pub purpose: String,
        pub subject: Uuid,
        pub made: Ts,
        pub expires: Ts,
        pub used: Option<Ts>,
    }
}
impl Plain for Ticket {}

/// The ticket of a token, if it holds for this purpose now.
///
/// # Errors
/// [`Refused::NotFound`] when there is none, or it has run out or was used.
pub async fn ticket(r: &Reading, purpose: &str, token_hash: &str) -> Result<Ticket, Refused> {
    const BY: &str = "SELECT * FROM mail_ticket WHERE hash = $1 AND purpose = $2";
    let found: Option<Ticket> = r.plain_one(BY, args![token_hash.to_owned(), purpose.to_owned()]).await?;
    found.filter(|it| it.used.is_none() && it.expires > r.now).ok_or(Refused::NotFound)
}

/// Uses a ticket up: every one of the same purpose about the same record.
///
/// # Errors
/// As [`ticket`].
pub async fn spend(w: &mut Writing, purpose: &str, token_hash: &str) -> Result<Ticket, Refused> {
    const ALL: &str = "UPDATE mail_ticket SET used = $1 WHERE purpose = $2 AND subject = $3 AND used IS NULL";
    let it = ticket(w, purpose, token_hash).await?;
    let now = w.now;
    w.run(ALL, args![now, it.purpose.clone(), it.subject]).await?;
    Ok(it)
}
