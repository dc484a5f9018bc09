//! A letter and how it is written down (RFC 5322). Plain text only; nothing typed can become a header (ASVS 1.3.11).

use std::time::{Duration, UNIX_EPOCH};

use kernel::Ts;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, SinglePart};
use lettre::{Address, address::Envelope};
use uuid::Uuid;

/// The longest subject, in characters.
const LONGEST_SUBJECT: usize = 200;

/// A letter to one person or box. Several readers get a letter each, so that none sees the others' addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The address, without a name.
    pub to: String,
    /// What it is about: nothing personal, since subjects are shown on locked screens.
    pub subject: String,
    /// The text. Line ends are made right.
    pub text: String,
    /// The id by which a bounce is known again; one for all tries of a letter.
    pub id: Uuid,
    /// Where an answer goes, if not to the sender.
    pub reply_to: Option<String>,
}

/// Why a letter can never be sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadLetter {
    /// Not an address.
    #[error("{0:?} is not an e-mail address")]
    To(String),
    /// Not an address to answer to.
    #[error("{0:?} is not an e-mail address to answer to")]
    ReplyTo(String),
    /// It could not be written down.
    #[error("the letter could not be written: {0}")]
    Form(String),
}

/// The Message-ID of a letter sent from this domain.
#[must_use]
pub fn message_id(id: Uuid, domain: &str) -> String {
    format!("<{id}@{domain}>")
}

/// Reads an address with or without a name before it.
pub(crate) fn mailbox(text: &str) -> Option<Mailbox> {
    if text.chars().any(char::is_control) || text.chars().count() > 320 { None } else { text.trim().parse().ok() }
}

fn address(text: &str) -> Option<Address> {
    if text.chars().any(char::is_control) || text.chars().count() > 320 { None } else { text.trim().parse().ok() }
}

impl Letter {
    /// The message as it travels. The same letter at the same time gives the same bytes.
    ///
    /// # Errors
    /// When an address is none.
    pub(crate) fn message(&self, from: &Mailbox, bounces_to: &Address, now: Ts) -> Result<Message, BadLetter> {
        let to = address(&self.to).ok_or_else(|| BadLetter::To(self.to.clone()))?;
        let form = |e: &dyn std::fmt::Display| BadLetter::Form(e.to_string());
        let envelope = Envelope::new(Some(bounces_to.clone()), vec![to.clone()]).map_err(|e| form(&e))?;
        let at = UNIX_EPOCH + Duration::from_secs(u64::try_from(now.micros() / 1_000_000).unwrap_or(0));
        let mut message = Message::builder()
            .from(from.clone())
            .to(Mailbox::new(None, to))
            .date(at)
            .message_id(Some(message_id(self.id, from.email.domain())))
            .subject(one_line(&self.subject))
            // so that holiday notices do not answer (RFC 3834)
            .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".into()))
            .envelope(envelope);
        if let Some(reply_to) = &self.reply_to {
            message = message.reply_to(mailbox(reply_to).ok_or_else(|| BadLetter::ReplyTo(reply_to.clone()))?);
        }
        let text = SinglePart::builder().header(ContentType::TEXT_PLAIN).body(lines(&self.text));
        message.singlepart(text).map_err(|e| form(&e))
    }
}

/// Control characters, line ends among them, become spaces; what is too long is cut.
fn one_line(subject: &str) -> String {
    let clean: String =
        subject.chars().map(|it| if it.is_control() { ' ' } else { it }).take(LONGEST_SUBJECT).collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Line ends as mail has them; other control characters but the tabulator are left out.
fn lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let out: String = text.chars().filter(|it| !it.is_control() || matches!(it, '\n' | '\t')).collect();
    out.trim_end_matches('\n').replace('\n', "\r\n")
}
