//! One entry: who did what to which thing, when, and by which rule it was allowed or refused.

use kernel::{AgencyId, PersonId, Ts, UserId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::Code;

kernel::ids!(
    /// An entry of the ledger, known before it has its number in the tree.
    EntryId,
);

kernel::words! {
    /// What policy answered.
    pub enum Decision {
        /// It was done, or shown.
        Allow = "allow" / "Allowed",
        /// It was refused; the try is recorded all the same (ASVS 16.3.2).
        Deny = "deny" / "Refused",
    }
}

/// The thing an entry is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// What sort of thing, such as `referral`.
    pub kind: Code,
    /// Which one; none for a list or a page of many.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub id: Option<Uuid>,
    /// Its version at the time.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub version: Option<i64>,
}

/// The rows that an import or export carried, without their content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rows {
    /// How many.
    pub count: u64,
    /// SHA-256 over them, hex: see [`rows_hash`].
    pub hash: String,
}

/// What is recorded of one reading, command or refusal (trust.md §2.3; DPA 2018 s.62 for law-enforcement use).
/// It holds random ids, codes, hashes and times: no names and no content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The entry's own id.
    pub id: EntryId,
    /// When.
    pub at: Ts,
    /// Who; none for somebody who has not signed in, and for the house.
    pub user: Option<UserId>,
    /// For which agency.
    pub agency: Option<AgencyId>,
    /// What was done or tried, such as `front_door.decide-referral`.
    pub action: Code,
    /// To what.
    pub resource: Option<Resource>,
    /// Every person whom it showed or changed. Order and repeats do not matter.
    pub persons: Vec<PersonId>,
    /// The groups of fields shown or changed. Order and repeats do not matter.
    pub fields: Vec<Code>,
    /// Whether policy allowed it.
    pub decision: Decision,
    /// The policies that decided. Order and repeats do not matter.
    pub policies: Vec<Code>,
    /// Hash of the policy set in force, hex.
    pub policy_set: Option<Code>,
    /// Why, as a word from a list; never what somebody typed.
    pub purpose: Option<Code>,
    /// What somebody typed as the reason, as a salted commitment: see [`commit_reason`].
    pub reason: Option<Code>,
    /// The break-glass access under which it was done.
    pub break_glass: Option<Uuid>,
    /// The session.
    pub session: Option<Uuid>,
    /// The request.
    pub request: Option<Uuid>,
    /// What caused it, where the house acted *because of entry N*.
    pub cause: Option<EntryId>,
    /// The rows of an import or export.
    pub rows: Option<Rows>,
}

/// Why a text is not a leaf of the ledger in its one spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadLeaf {
    /// Not JSON with the fields of an entry.
    #[error("not an entry of the ledger")]
    Shape,
    /// An entry, but not in the one spelling that the ledger writes.
    #[error("an entry in another spelling than the ledger's")]
    Spelling,
}

/// The order of the fields here is the order in the leaf.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    #[serde(skip_serializing_if = "Option::is_none", default)]
    seq: Option<u64>,
    id: EntryId,
    at: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    user: Option<UserId>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    agency: Option<AgencyId>,
    action: Code,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    resource: Option<Resource>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    persons: Vec<PersonId>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    fields: Vec<Code>,
    decision: Decision,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    policies: Vec<Code>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    policy_set: Option<Code>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    purpose: Option<Code>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    reason: Option<Code>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    break_glass: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    session: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    request: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    cause: Option<EntryId>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    rows: Option<Rows>,
}

impl Entry {
    /// An entry with what every entry has; the rest is added field by field.
    #[must_use]
    pub fn new(id: EntryId, at: Ts, action: impl Into<Code>, decision: Decision) -> Self {
        Self {
            id,
            at,
            user: None,
            agency: None,
            action: action.into(),
            resource: None,
            persons: Vec::new(),
            fields: Vec::new(),
            decision,
            policies: Vec::new(),
            policy_set: None,
            purpose: None,
            reason: None,
            break_glass: None,
            session: None,
            request: None,
            cause: None,
            rows: None,
        }
    }

    /// The text of a row that waits for its number: canonical JSON, fixed key order, no white space, absent fields
    /// left out, lists sorted. [`seal`] turns it into the leaf.
    #[must_use]
    pub fn text(&self) -> String {
        self.spelled(None)
    }

    /// The leaf as it is hashed into the tree, with its number there (from 0).
    #[must_use]
    pub fn leaf(&self, seq: u64) -> String {
        self.spelled(Some(seq))
    }

    fn spelled(&self, seq: Option<u64>) -> String {
        let text = Text {
            seq,
            id: self.id,
            at: self.at.to_string(),
            user: self.user,
            agency: self.agency,
            action: self.action.clone(),
            resource: self.resource.clone(),
            persons: sorted(&self.persons),
            fields: sorted(&self.fields),
            decision: self.decision,
            policies: sorted(&self.policies),
            policy_set: self.policy_set.clone(),
            purpose: self.purpose.clone(),
            reason: self.reason.clone(),
            break_glass: self.break_glass,
            session: self.session,
            request: self.request,
            cause: self.cause,
            rows: self.rows.clone(),
        };
        serde_json::to_string(&text).unwrap_or_default() // cannot fail: no maps, no floats, all keys are text
    }

    /// Reads a leaf, or a text without number, back.
    ///
    /// # Errors
    /// When it is no entry, or one in another spelling.
    pub fn read(leaf: &str) -> Result<(Option<u64>, Self), BadLeaf> {
        let it: Text = serde_json::from_str(leaf).map_err(|_| BadLeaf::Shape)?;
        let entry = Self {
            id: it.id,
            at: it.at.parse().map_err(|_| BadLeaf::Shape)?,
            user: it.user,
            agency: it.agency,
            action: it.action,
            resource: it.resource,
            persons: it.persons,
            fields: it.fields,
            decision: it.decision,
            policies: it.policies,
            policy_set: it.policy_set,
            purpose: it.purpose,
            reason: it.reason,
            break_glass: it.break_glass,
            session: it.session,
            request: it.request,
            cause: it.cause,
            rows: it.rows,
        };
        if entry.spelled(it.seq) == leaf { Ok((it.seq, entry)) } else { Err(BadLeaf::Spelling) }
    }
}

fn sorted<T: Clone + Ord>(all: &[T]) -> Vec<T> {
    let mut all = all.to_vec();
    all.sort_unstable();
    all.dedup();
    all
}

/// Puts the number into a waiting text without reading it: `Entry::text` sealed is `Entry::leaf`.
#[must_use]
pub fn seal(text: &str, seq: u64) -> String {
    let rest = text.strip_prefix('{').unwrap_or(text);
    format!("{{\"seq\":{seq},{rest}")
}

/// What the ledger keeps of a typed reason: SHA-256 over salt and text, hex. The text and the salt (16 random bytes
/// of its own, or more) stand in a side table; erased there (UK GDPR article 17, retention), nobody can guess the
/// text from the tree, and the tree stays whole.
#[must_use]
pub fn commit_reason(text: &str, salt: &[u8]) -> Code {
    let mut hasher = Sha256::new();
    hasher.update((salt.len() as u64).to_be_bytes());
    hasher.update(salt);
    hasher.update(text.as_bytes());
    Code::from(hex(&hasher.finalize()))
}

/// Counts and hashes the rows of an import or export: SHA-256 over each row's length (8 bytes, big-endian) and bytes.
#[must_use]
pub fn rows_hash<R: AsRef<[u8]>>(rows: impl IntoIterator<Item = R>) -> Rows {
    let mut hasher = Sha256::new();
    let mut count = 0;
    for row in rows {
        let row = row.as_ref();
        hasher.update((row.len() as u64).to_be_bytes());
        hasher.update(row);
        count += 1;
    }
    Rows { count, hash: hex(&hasher.finalize()) }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        text.push(char::from_digit(u32::from(byte >> 4), 16).unwrap_or('0'));
        text.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0'));
        text
    })
}
