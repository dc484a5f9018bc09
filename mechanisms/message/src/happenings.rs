//! What happens to mails.

use door::Happening;
use kernel::{PersonId, Reference};
use serde::Serialize;
use uuid::Uuid;

use crate::MailId;

/// A server has taken a mail.
#[derive(Clone, Debug, Serialize)]
pub struct MailSent {
    /// Which.
    pub mail: MailId,
    /// The kind of the record that caused it.
    pub subject_kind: String,
    /// That record.
    pub of: Uuid,
    /// Which text it said.
    pub template: String,
}

impl Happening for MailSent {
    const NAME: &'static str = "message.mail-sent";
    fn persons(&self) -> Vec<PersonId> {
        Vec::new()
    }
    fn subject(&self) -> (&'static str, Uuid) {
        ("mail", self.mail.0)
    }
}

/// A mail came back, was refused, or was tried in vain until it was given up: somebody must be told.
#[derive(Clone, Debug, Serialize)]
pub struct MailFailed {
    /// Which.
    pub mail: MailId,
    /// The kind of the record that caused it.
    pub subject_kind: String,
    /// That record.
    pub of: Uuid,
    /// Which text it said.
    pub template: String,
    /// The reference that it carried.
    pub reference: Reference,
    /// It came back after a server had taken it.
    pub bounced: bool,
}

impl Happening for MailFailed {
    const NAME: &'static str = "message.mail-failed";
    fn persons(&self) -> Vec<PersonId> {
        Vec::new()
    }
    fn subject(&self) -> (&'static str, Uuid) {
        ("mail", self.mail.0)
    }
}
