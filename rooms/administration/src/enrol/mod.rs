//! How an account gets its first secrets: a ticket, opened once, on a page where its holder sets a password and
//! couples an app. The first administrator, invited people and people who lost their factor all come this way, so that
//! nobody's password is ever set by somebody else (ASVS 6.4.4, 6.4.6) and no account exists by default (6.3.2).

mod by_mail;
mod commands;
pub mod pages;
mod records;
mod rules;

pub(crate) use by_mail::invite;
pub(crate) use pages::{codes_page, new_password, password_fields, shown_again};
pub(crate) use rules::sign_in_name;

pub use by_mail::OpenInvitation;
pub use commands::{Enrol, First, IssueTicket};
pub use records::{Absence, RecoveryCode, TABLES, Ticket, TicketKind};

use door::{Acting, Door, Key, args};
use identity::{Token, TotpSecret};
use kernel::Refused;

/// How long the first-run address holds, in hours.
pub const FIRST_RUN_HOURS: i64 = 24;
/// How long an invitation holds, in hours: three days, so that one sent on a Friday is found on Monday.
pub const INVITATION_HOURS: i64 = 72;

/// Randomness of the door as `identity` takes it.
pub(crate) fn random(door: &Door) -> impl FnMut(&mut [u8]) {
    let door = door.clone();
    move |to: &mut [u8]| {
        for chunk in to.chunks_mut(32) {
            let from = door.random::<32>();
            chunk.copy_from_slice(&from[..chunk.len()]);
        }
    }
}

/// A new token with the secret that its page will show.
#[must_use]
pub fn made(door: &Door) -> (Token, String) {
    let mut random = random(door);
    (Token::new(&mut random), TotpSecret::new(&mut random).to_base32())
}

/// The one-time path at which the first administrator is made: only while there is no account at all. Each call makes a
/// new one; those before it no longer open anything.
///
/// # Errors
/// When the store refuses.
pub async fn first_run_ticket(door: &Door) -> Result<Option<String>, Refused> {
    let house = Acting::house();
    let r = door.read(&house).await?;
    let accounts: Option<(i64,)> = r.plain_one("SELECT COUNT(*) FROM account", args![]).await?;
    drop(r);
    if accounts.is_some_and(|it| it.0 > 0) {
        return Ok(None);
    }
    let (token, totp_secret) = made(door);
    let issue = IssueTicket {
        kind: TicketKind::FirstRun,
        account: None,
        token_hash: token.hash(),
        totp_secret,
        hours: FIRST_RUN_HOURS,
    };
    door.act(&house, Key::none(), issue).await?;
    Ok(Some(format!("/first-run/{}", token.text())))
}
