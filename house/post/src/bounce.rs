//! Letters that come back: delivery status notifications (RFC 3464), read as far as needed and never trusted further
//! than to say that a letter did not arrive.

use uuid::Uuid;

/// What is read of a notification, in bytes.
const MOST: usize = 1024 * 1024;

kernel::words! {
    /// What a server reports to have done.
    pub enum Action {
        /// It could not be delivered and will not be tried again.
        Failed = "failed" / "Not delivered",
        /// It is still being tried.
        Delayed = "delayed" / "Not delivered yet",
        /// It is in the box.
        Delivered = "delivered" / "Delivered",
        /// It went to a server that does not report.
        Relayed = "relayed" / "Passed on to a server that does not report",
        /// It went to several addresses from there on.
        Expanded = "expanded" / "Passed on to several addresses",
    }
}

/// What a notification says of one address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    /// The address as it stands there.
    pub address: String,
    /// What happened.
    pub action: Action,
    /// The status, three numbers such as `5.1.1` (RFC 3463).
    pub status: String,
    /// What the server said, on one line; empty if nothing.
    pub reason: String,
}

impl Reported {
    /// Whether it will never arrive: a failure is final (RFC 3464 §2.3.3), whatever the first number of its status.
    #[must_use]
    pub fn is_final(&self) -> bool {
        self.action == Action::Failed
    }
}

/// A notification about one letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounce {
    /// The Message-ID of the letter, if it was sent back with the notification.
    pub message_id: Option<String>,
    /// The letter's id, where the Message-ID is one of ours.
    pub letter: Option<Uuid>,
    /// What is said of each address; at least one.
    pub reported: Vec<Reported>,
}

/// The e-mail is no delivery status notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this e-mail is not a delivery status notification")]
pub struct NotABounce;

impl Bounce {
    /// Reads a whole e-mail.
    ///
    /// # Errors
    /// When it is no notification, or names no address with an action and a status.
    pub fn read(mail: &[u8]) -> Result<Self, NotABounce> {
        let text = String::from_utf8_lossy(&mail[..mail.len().min(MOST)]).replace("\r\n", "\n");
        let (head, body) = split(&text);
        let kind = field(&head, "content-type").ok_or(NotABounce)?;
        if !kind.trim_start().to_ascii_lowercase().starts_with("multipart/report") {
            return Err(NotABounce);
        }
        let boundary = parameter(kind, "boundary").ok_or(NotABounce)?;
        let (mut reported, mut message_id) = (Vec::new(), None);
        for part in parts(body, &boundary) {
            let (head, body) = split(part);
            let kind = field(&head, "content-type").unwrap_or("text/plain").trim().to_ascii_lowercase();
            if kind.starts_with("message/delivery-status") || kind.starts_with("message/global-delivery-status") {
                reported.extend(body.split("\n\n").filter_map(|it| of_address(&fields(it))));
            } else if kind.starts_with("message/") || kind.starts_with("text/rfc822-headers") {
                message_id = field(&split(body).0, "message-id").map(|it| it.trim().to_owned());
            }
        }
        if reported.is_empty() {
            return Err(NotABounce);
        }
        let letter = message_id.as_deref().and_then(ours);
        Ok(Self { message_id, letter, reported })
    }
}

fn ours(message_id: &str) -> Option<Uuid> {
    message_id.strip_prefix('<')?.split_once('@')?.0.parse().ok()
}

type Fields = Vec<(String, String)>;

/// Header and body: the first empty line parts them.
fn split(text: &str) -> (Fields, &str) {
    let text = text.trim_start_matches('\n');
    let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
    (fields(head), body)
}

/// Fields with small names; a line that begins with white space continues the one before.
fn fields(head: &str) -> Fields {
    let mut all: Vec<(String, String)> = Vec::new();
    for line in head.lines() {
        if line.starts_with([' ', '\t']) {
            if let Some(last) = all.last_mut() {
                last.1.push(' ');
                last.1.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            all.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    all
}

fn field<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    fields.iter().find(|it| it.0 == name).map(|it| it.1.as_str())
}

/// A parameter of a header value, quoted or not.
fn parameter(value: &str, name: &str) -> Option<String> {
    value.split(';').skip(1).find_map(|it| {
        let (key, value) = it.split_once('=')?;
        let value = value.trim().trim_matches('"');
        (key.trim().eq_ignore_ascii_case(name) && !value.is_empty()).then(|| value.to_owned())
    })
}

/// The parts between the boundary's lines.
fn parts<'a>(body: &'a str, boundary: &str) -> Vec<&'a str> {
    let (mark, mut found, mut from, mut at) = (format!("--{boundary}"), Vec::new(), None, 0);
    for line in body.split_inclusive('\n') {
        let it = line.trim_end();
        if it == mark || it.strip_suffix("--") == Some(&mark) {
            found.extend(from.map(|from: usize| &body[from..at]));
            from = (it == mark).then_some(at + line.len());
        }
        at += line.len();
    }
    found.extend(from.map(|from| &body[from..])); // a notification that was cut off
    found
}

/// What one group of fields says of an address; the group about the whole message says nothing of one.
fn of_address(group: &Fields) -> Option<Reported> {
    let typed = |name: &str| field(group, name).map(|it| it.split_once(';').map_or(it, |it| it.1).trim());
    let action = field(group, "action")?.split_whitespace().next()?.to_ascii_lowercase();
    let status = field(group, "status")?.split_whitespace().next()?;
    let numbers = status.split('.').filter(|it| (1..=3).contains(&it.len()) && it.bytes().all(|b| b.is_ascii_digit()));
    if numbers.count() != 3 {
        return None;
    }
    Some(Reported {
        address: one_line(typed("original-recipient").or_else(|| typed("final-recipient"))?),
        action: action.parse().ok()?,
        status: status.to_owned(),
        reason: one_line(typed("diagnostic-code").unwrap_or_default()),
    })
}

fn one_line(text: &str) -> String {
    let clean: String = text.chars().map(|it| if it.is_control() { ' ' } else { it }).collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(300).collect()
}
