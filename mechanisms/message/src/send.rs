//! Sending what is due, and reading what came back.

use std::time::{Duration, Instant};

use door::{Acting, Door, Key, args};
use kernel::Refused;
use post::{Bounce, Mailer, Outcome};

use crate::outbox::{NoteBounce, NoteOutcomes, Sending, TakeDue, Told, Tried};
use crate::record::MailId;
use crate::said::{Letter, fill};

/// What a mail that was taken says, under the hub's own address (`https://hub.example`).
///
/// # Errors
/// [`Refused::Fault`] when the hub has no configuration.
pub async fn compose(door: &Door, it: &Sending, base_url: &str) -> Result<Letter, Refused> {
    let r = door.read(&Acting::house()).await?;
    let c = r.configuration()?;
    let link = if it.link.is_empty() { String::new() } else { format!("{base_url}{}", it.link) };
    Ok(fill(&c, &it.template, r.now.day(), (&it.reference.to_string(), &link), it.counts))
}

/// So long a mail may have left without its outcome being noted: what a stop in between sends twice.
const UNNOTED: Duration = Duration::from_millis(100);

async fn note(door: &Door, of: Vec<Told>) -> Result<(), Refused> {
    if of.is_empty() {
        return Ok(());
    }
    door.act(&Acting::house(), Key::none(), NoteOutcomes { of }).await
}

/// Sends what is due, once around, and notes what became of each; says how many were tried. Safe to run in several
/// processes: each mail is taken by one of them.
///
/// # Errors
/// When the store refuses.
pub async fn send_due(door: &Door, mailer: &Mailer, base_url: &str) -> Result<usize, Refused> {
    const DUE: &str = "SELECT 1 AS one FROM mail WHERE state = 'waiting' AND due <= $1
        AND (leased IS NULL OR leased < $2) LIMIT 1";
    {
        let r = door.read(&Acting::house()).await?;
        let due: Option<(i64,)> = r.plain_one(DUE, args![r.now, r.now]).await?;
        if due.is_none() {
            return Ok(0);
        }
    }
    let taken = door.act(&Acting::house(), Key::none(), TakeDue {}).await?;
    let mut of = Vec::new();
    let mut noted = Instant::now();
    for it in &taken {
        let letter = compose(door, it, base_url).await?;
        let letter = post::Letter {
            to: it.to.clone(),
            subject: letter.subject,
            text: letter.text,
            id: it.mail.0,
            reply_to: None,
        };
        let tried = match mailer.send(&letter, door.now()).await {
            Outcome::Sent => Tried::Sent,
            Outcome::Later(reason) => Tried::Later(reason),
            Outcome::Never(reason) => Tried::Never(reason),
        };
        if tried != Tried::Sent {
            // The reason may name the address: it stands on the page of those who run the mail, not in a log.
            tracing::warn!(mail = %it.mail, "a mail was not sent");
        }
        of.push(Told { mail: it.mail, tried });
        if noted.elapsed() >= UNNOTED {
            note(door, std::mem::take(&mut of)).await?;
            noted = Instant::now();
        }
    }
    note(door, of).await?;
    Ok(taken.len())
}

/// Reads a letter that came back. Says whether it was a final notification about one of our mails.
///
/// # Errors
/// When the store refuses.
pub async fn bounced(door: &Door, letter: &[u8]) -> Result<bool, Refused> {
    let Ok(bounce) = Bounce::read(letter) else { return Ok(false) };
    let Some(id) = bounce.letter else { return Ok(false) };
    let Some(said) = bounce.reported.iter().find(|it| it.is_final()) else { return Ok(false) };
    let reason = format!("came back: {} {}", said.status, said.reason).trim().to_owned();
    match door.act(&Acting::house(), Key::none(), NoteBounce { mail: MailId(id), reason }).await {
        Ok(()) => Ok(true),
        Err(Refused::NotFound) => Ok(false),
        Err(other) => Err(other),
    }
}
