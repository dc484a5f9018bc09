//! Messages: notices in the hub and mails, put into the outbox by the very change that causes them.
//!
//! A message says one of the partnership's own texts with a reference and a link; one text counts what is due. Its type
//! has no room for anything else, so that no name and no fact about anybody can travel by mail or stand on a locked screen.

mod happenings;
mod migrations;
mod notices;
mod outbox;
mod queue;
mod record;
mod said;
mod send;
mod ticket;

pub use happenings::{MailFailed, MailSent};
pub use migrations::MIGRATIONS;
pub use notices::{MOST_COUNTED, ReadNotices, all, many, many_unread, unread, unread_of};
pub use outbox::{DismissMail, NoteBounce, NoteOutcomes, SendAgain, Sending, SettleMails, TakeDue, Told, Tried};
pub use queue::{To, mail, mail_counts, over, tell, tell_seats};
pub use record::{Mail, MailId, MailState, Notice, NoticeId};
pub use said::{Counts, Letter, Link, Said, Template};
pub use send::{bounced, compose, send_due};
pub use ticket::{Ticket, spend, ticket};

use door::{Action, CommandEntry, Reading};
use kernel::Refused;

/// To see mails that did not arrive, send them again, or say that they were dealt with.
pub const RUN_MAIL: Action = Action("run-mail");

/// What can be done with messages by those who may; the outbox's own steps are the house's and not among them.
pub const COMMANDS: &[CommandEntry] =
    &[CommandEntry::of::<ReadNotices>(), CommandEntry::of::<SendAgain>(), CommandEntry::of::<DismissMail>()];

/// Names of the happenings that this mechanism tells of.
pub const HAPPENINGS: &[&str] = &["message.mail-sent", "message.mail-failed"];

/// Mails that wait, that failed or that came back: for the page of those who run the hub.
///
/// # Errors
/// When the store refuses.
pub async fn troubled(r: &Reading) -> Result<Vec<Mail>, Refused> {
    const ALL: &str = "SELECT * FROM mail WHERE state IN ('failed', 'bounced') OR (state = 'waiting' AND attempts > 0)
        ORDER BY queued DESC, id LIMIT 200";
    r.plain(ALL, vec![]).await
}

/// How many mails wait, and since when the oldest does.
///
/// # Errors
/// When the store refuses.
pub async fn waiting(r: &Reading) -> Result<(i64, Option<kernel::Ts>), Refused> {
    const WAIT: &str = "SELECT COUNT(*), MIN(queued) FROM mail WHERE state = 'waiting'";
    Ok(r.plain_one(WAIT, vec![]).await?.unwrap_or((0, None)))
}
