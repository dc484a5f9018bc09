//! The outbox's steps: taking what is due, noting what became of it, trying again. Each is a command, so that several
//! processes beside one store send every mail once.

use door::{Account, AccountState, Command, Facts, Writing, args};
use identity::Token;
use kernel::{Refused, Ts};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::RUN_MAIL;
use crate::happenings::{MailFailed, MailSent};
use crate::record::{Mail, MailId, MailState};
use crate::said::Counts;
use crate::ticket::Ticket;

/// How many mails are taken at once.
const AT_ONCE: i64 = 20;
/// Seconds for which they are taken; a process that dies gives them back by then.
const LEASE: i64 = 300;

/// A mail that was taken to be sent. Never kept: it may hold a token.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Sending {
    /// Which.
    pub mail: MailId,
    /// The address.
    pub to: String,
    /// The text's id.
    pub template: String,
    /// The reference.
    pub reference: kernel::Reference,
    /// The path, with its token where it has one.
    pub link: String,
    /// What the text counts, where it does.
    pub counts: Counts,
}

/// Takes mails that are due. For the house alone.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeDue {}

impl Command for TakeDue {
    const NAME: &'static str = "message.take-due";
    const WHAT: &'static str = "Takes mails that are due to be sent.";
    type Done = Vec<Sending>;
    const REMEMBERED: bool = false;

    async fn carry_out(&self, w: &mut Writing) -> Result<Vec<Sending>, Refused> {
        const DUE: &str = "SELECT * FROM mail WHERE state = 'waiting' AND due <= $1 AND (leased IS NULL OR leased < $2)
            ORDER BY due, id LIMIT $3";
        w.may(RUN_MAIL, None, Facts::NONE).await?;
        let now = w.now;
        let rows: Vec<Mail> = w.plain(DUE, args![now, now, AT_ONCE]).await?;
        let mut all = Vec::with_capacity(rows.len());
        for old in rows {
            let Some(to) = address(w, &old).await? else {
                fail(w, &old, "the account is not in use", false).await?;
                continue;
            };
            let mut link = old.link.clone();
            if let (Some(purpose), Some(subject)) = (&old.ticket_purpose, old.ticket_subject) {
                let token = token(w);
                let expires = now.plus_hours(24 * old.ticket_days);
                let it = Ticket {
                    hash: token.hash(),
                    mail: old.id,
                    purpose: purpose.clone(),
                    subject,
                    made: now,
                    expires,
                    used: None,
                };
                w.keep(&it).await?;
                link = format!("{link}/{}", token.text());
            }
            let counts = Counts { late: old.late, soon: old.soon };
            w.change(&old, &Mail { leased: Some(now.plus_seconds(LEASE)), ..old.clone() }).await?;
            all.push(Sending { mail: old.id, to, template: old.template, reference: old.reference, link, counts });
        }
        Ok(all)
    }
}

fn token(w: &mut Writing) -> Token {
    let mut bytes: Vec<u8> = w.random::<64>().to_vec();
    Token::new(&mut move |to: &mut [u8]| {
        for it in to.iter_mut() {
            *it = bytes.pop().unwrap_or_default();
        }
    })
}

async fn address(w: &Writing, it: &Mail) -> Result<Option<String>, Refused> {
    let Some(id) = it.to_account else { return Ok(it.to_address.clone()) };
    let account: Option<Account> = w.plain_one("SELECT * FROM account WHERE id = $1", args![id]).await?;
    Ok(account.filter(|it| it.state == AccountState::Active).map(|it| it.mail))
}

async fn one(w: &Writing, id: MailId) -> Result<Mail, Refused> {
    w.plain_one("SELECT * FROM mail WHERE id = $1", args![id]).await?.ok_or(Refused::NotFound)
}

async fn fail(w: &mut Writing, old: &Mail, reason: &str, bounced: bool) -> Result<(), Refused> {
    let state = if bounced { MailState::Bounced } else { MailState::Failed };
    let new = Mail { state, reason: reason.to_owned(), ended: Some(w.now), leased: None, ..old.clone() };
    w.change(old, &new).await?;
    w.happened(MailFailed {
        mail: new.id,
        subject_kind: new.subject_kind,
        of: new.subject,
        template: new.template,
        reference: new.reference,
        bounced,
    })
    .await
}

/// What became of a try.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Tried {
    /// A server has taken it.
    Sent,
    /// Not now.
    Later(String),
    /// Not ever.
    Never(String),
}

/// What became of one mail's try.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// Which mail.
    pub mail: MailId,
    /// What became of it.
    pub tried: Tried,
}

/// Notes what became of some tries, several in one change. For the house alone.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteOutcomes {
    /// In the order in which they were tried.
    pub of: Vec<Told>,
}

impl Command for NoteOutcomes {
    const NAME: &'static str = "message.note-outcomes";
    const WHAT: &'static str = "Notes what became of sending mails.";
    type Done = ();

    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        w.may(RUN_MAIL, None, Facts::NONE).await?;
        for it in &self.of {
            it.note(w).await?;
        }
        Ok(())
    }
}

impl Told {
    async fn note(&self, w: &mut Writing) -> Result<(), Refused> {
        let old = one(w, self.mail).await?;
        if old.state != MailState::Waiting {
            return Ok(()); // another process was quicker
        }
        let attempts = old.attempts + 1;
        match &self.tried {
            Tried::Sent => {
                let new = Mail {
                    state: MailState::Sent,
                    reason: String::new(),
                    attempts,
                    ended: Some(w.now),
                    leased: None,
                    ..old.clone()
                };
                w.change(&old, &new).await?;
                let (mail, of) = (new.id, new.subject);
                w.happened(MailSent { mail, subject_kind: new.subject_kind, of, template: new.template }).await
            }
            Tried::Never(reason) => fail(w, &old, reason, false).await,
            Tried::Later(reason) => {
                let tries = u32::try_from(attempts).unwrap_or(u32::MAX);
                match again(tries, old.queued, w.now) {
                    Some(due) => {
                        let new = Mail { attempts, due, reason: reason.clone(), leased: None, ..old.clone() };
                        w.change(&old, &new).await
                    }
                    None => fail(w, &old, &format!("given up after {attempts} tries: {reason}"), false).await,
                }
            }
        }
    }
}

/// When it is tried next; none once it was tried long enough.
fn again(tries: u32, queued: Ts, now: Ts) -> Option<Ts> {
    post::retry(tries, now).filter(|_| now.seconds_since(queued) <= post::GIVE_UP_AFTER * 2)
}

/// Notes that a mail came back. For the house alone.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteBounce {
    /// Which mail.
    pub mail: MailId,
    /// What the notification says.
    pub reason: String,
}

impl Command for NoteBounce {
    const NAME: &'static str = "message.note-bounce";
    const WHAT: &'static str = "Notes that a mail came back.";
    type Done = ();

    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        w.may(RUN_MAIL, None, Facts::NONE).await?;
        let old = one(w, self.mail).await?;
        match old.state {
            MailState::Sent | MailState::Waiting => fail(w, &old, &self.reason, true).await,
            MailState::Bounced | MailState::Failed | MailState::Dismissed => Ok(()),
        }
    }
}

/// Sends a mail again that came back or could not be sent.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SendAgain {
    /// Which.
    pub mail: MailId,
}

impl Command for SendAgain {
    const NAME: &'static str = "message.send-again";
    const WHAT: &'static str = "Sends a mail again that came back or could not be sent.";
    type Done = ();

    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        w.may(RUN_MAIL, None, Facts::NONE).await?;
        let old = one(w, self.mail).await?;
        match old.state {
            MailState::Sent | MailState::Dismissed => {
                return Err(Refused::Conflict("this mail has been sent or dealt with meanwhile".to_owned()));
            }
            MailState::Waiting | MailState::Bounced | MailState::Failed => {}
        }
        let (state, now) = (MailState::Waiting, w.now);
        let new = Mail { state, queued: now, due: now, attempts: 0, ended: None, leased: None, ..old.clone() };
        w.change(&old, &new).await
    }
}

/// Says that the recipient was told in another way, or need not be.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DismissMail {
    /// Which.
    pub mail: MailId,
}

impl Command for DismissMail {
    const NAME: &'static str = "message.dismiss-mail";
    const WHAT: &'static str = "Takes a mail that did not arrive off the list: the recipient was told in another way.";
    type Done = ();

    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        w.may(RUN_MAIL, None, Facts::NONE).await?;
        let old = one(w, self.mail).await?;
        if old.state == MailState::Sent {
            return Err(Refused::Conflict("this mail has been sent meanwhile".to_owned()));
        }
        w.change(&old, &Mail { state: MailState::Dismissed, ended: Some(w.now), leased: None, ..old.clone() }).await
    }
}

/// Notices of filled-in history that are younger than this stay unread, in days.
const RECENT_DAYS: i64 = 14;

/// Counts every waiting mail as sent, at the time it was queued, and old notices as read: for history that is filled in,
/// whose mails nobody gets.
/// For the house alone.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SettleMails {}

impl Command for SettleMails {
    const NAME: &'static str = "message.settle-mails";
    const WHAT: &'static str = "Counts waiting mails of filled-in history as sent.";
    type Done = u64;

    async fn carry_out(&self, w: &mut Writing) -> Result<u64, Refused> {
        const ALL: &str =
            "UPDATE mail SET state = 'sent', ended = queued, version = version + 1 WHERE state = 'waiting'";
        const OLD: &str = "UPDATE notice SET read_at = made, version = version + 1 WHERE read_at IS NULL AND made < $1";
        w.may(RUN_MAIL, None, Facts::NONE).await?;
        let recent = w.now.plus_hours(-24 * RECENT_DAYS);
        w.run(OLD, args![recent]).await?;
        w.run(ALL, vec![]).await
    }
}
