//! What is kept of messages: no content about anybody, only texts' ids, references, paths and addresses of recipients.

use door::{Plain, record};
use kernel::{Reference, Ts, UserId};
use uuid::Uuid;

kernel::ids!(
    /// A mail; also its Message-ID, so that a bounce is known again.
    MailId,
    /// A notice.
    NoticeId,
);

kernel::words! {
    /// Where a mail stands.
    pub enum MailState {
        Waiting = "waiting" / "Waits to be sent",
        /// The next server has taken it. It may still bounce.
        Sent = "sent" / "Sent",
        /// It came back.
        Bounced = "bounced" / "Came back",
        /// It was refused, or tried in vain for three days.
        Failed = "failed" / "Could not be sent",
        /// Somebody told the recipient in another way.
        Dismissed = "dismissed" / "Dealt with",
    }
}

record! {
    /// A mail of the outbox.
    pub struct Mail in "mail" {
        pub id: MailId,
        /// The account it goes to; its address is looked up when it leaves.
        pub to_account: Option<UserId>,
        /// Or an address outside.
        pub to_address: Option<String>,
        pub template: String,
        pub reference: Reference,
        /// The path below the hub's address; empty for none.
        pub link: String,
        pub ticket_purpose: Option<String>,
        pub ticket_subject: Option<Uuid>,
        pub ticket_days: i64,
        /// Of a text that says how many things are late …
        pub late: i64,
        /// … and how many are due soon.
        pub soon: i64,
        /// The record that caused it.
        pub subject_kind: String,
        pub subject: Uuid,
        pub queued: Ts,
        /// When it is tried next.
        pub due: Ts,
        /// How often it was tried in vain.
        pub attempts: i64,
        pub state: MailState,
        /// What the server said last.
        pub reason: String,
        pub ended: Option<Ts>,
        /// Until when a process has taken it to send.
        pub leased: Option<Ts>,
        pub version: i64,
    }
}
impl Plain for Mail {}

record! {
    /// A notice to one account.
    pub struct Notice in "notice" {
        pub id: NoticeId,
        pub recipient: UserId,
        pub template: String,
        pub reference: Reference,
        pub link: String,
        pub subject_kind: String,
        pub subject: Uuid,
        pub made: Ts,
        pub read_at: Option<Ts>,
        pub version: i64,
    }
}
impl Plain for Notice {}
