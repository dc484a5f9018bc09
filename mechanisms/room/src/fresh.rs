//! Proof of who acts that is a few minutes old at most, inside a command.

use door::{Refused, Writing, args};
use kernel::Ts;

/// Whoever is signed in has proved who they are within the last minutes (ASVS 7.5.3); a token of a program does not stay
/// fresh and cannot be made so. Where nobody is signed in, at the machine itself, there is nothing to prove.
///
/// # Errors
/// Wrong in `code`, when the proof is older: [`crate::Visit::prove`] makes the session fresh.
pub async fn fresh(w: &Writing) -> Result<(), Refused> {
    let Some(session) = w.acting.session else { return Ok(()) };
    let proved: Option<(Ts,)> = w.plain_one("SELECT proved FROM session WHERE id = $1", args![session]).await?;
    if proved.is_some_and(|it| identity::is_fresh(it.0, w.now)) {
        return Ok(());
    }
    Err(Refused::wrong("code", "Enter the code that your app shows now, so that we know that it is still you"))
}
