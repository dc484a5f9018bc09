//! Ledger entries as plain rows: durable with what they tell of. The sealer puts them into the tree.

use catalogue::Agency;
use kernel::{PersonId, Ts, UserId};
use store::{Insert, Record, record};
use uuid::Uuid;

use crate::Acting;

kernel::ids!(
    /// An entry of the ledger.
    LedgerEntryId,
);

kernel::words! {
    /// What policy said.
    pub enum Verdict {
        Allowed = "allowed" / "Allowed",
        Refused = "refused" / "Refused",
    }
}

record! {
    /// One line of the ledger: a page of views, a change, or a refusal (trust.md 2.3). No names, no content.
    pub struct LedgerEntry in "ledger_entry" {
        pub id: LedgerEntryId,
        /// Its place in the tree, once sealed.
        pub seq: Option<i64>,
        pub at: Ts,
        pub by_user: UserId,
        /// The command's, happening's or page's name.
        pub action: String,
        pub resource_kind: String,
        pub resource: Option<Uuid>,
        pub verdict: Verdict,
        /// The entry because of which the house did this.
        pub cause: Option<LedgerEntryId>,
        /// The canonical text of the whole entry; with its number it is the leaf.
        pub text: String,
    }
}

record! {
    /// The index of the ledger by person: *who looked at me*.
    pub struct LedgerPerson in "ledger_person" {
        pub entry: LedgerEntryId,
        pub person: PersonId,
        pub at: Ts,
    }
}

record! {
    /// A stated reason in words. It may be erased without breaking the tree, which holds only the commitment.
    pub struct LedgerReason in "ledger_reason" {
        pub entry: LedgerEntryId,
        pub salt: Vec<u8>,
        pub words: String,
    }
}

/// An entry under way, before it has an id.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    pub action: String,
    pub resource: Option<(&'static str, Uuid, Option<i64>)>,
    pub persons: Vec<PersonId>,
    pub fields: Vec<String>,
    pub policies: Vec<String>,
    pub glass: Option<Uuid>,
    pub rows_hash: Option<(u64, String)>,
}

impl Draft {
    pub(crate) fn tidy(&mut self) {
        for them in [&mut self.fields, &mut self.policies] {
            them.sort();
            them.dedup();
        }
        let mut seen = std::collections::HashSet::new();
        self.persons.retain(|it| seen.insert(*it));
    }
}

/// What every entry of one request shares.
pub(crate) struct Stamp<'a> {
    pub acting: &'a Acting,
    pub at: Ts,
    pub policy_hash: &'a str,
    pub salt: [u8; 16],
}

impl Stamp<'_> {
    /// The rows of one entry: the entry, its persons, and its reason if one was stated.
    pub(crate) fn rows(
        &self,
        id: LedgerEntryId,
        mut it: Draft,
        verdict: Verdict,
        cause: Option<LedgerEntryId>,
    ) -> Vec<Insert> {
        it.tidy();
        let reason = self.acting.purpose.clone();
        let decision = match verdict {
            Verdict::Allowed => ledger::Decision::Allow,
            Verdict::Refused => ledger::Decision::Deny,
        };
        let mut leaf = ledger::Entry::new(ledger::EntryId(id.0), self.at, it.action.clone(), decision);
        leaf.user = Some(self.acting.recorded_as());
        leaf.agency = (!self.acting.agency.is_empty()).then(|| Agency::id_of(&self.acting.agency));
        leaf.resource =
            it.resource.map(|(kind, id, version)| ledger::Resource { kind: kind.into(), id: Some(id), version });
        leaf.persons.clone_from(&it.persons);
        leaf.fields = it.fields.iter().map(|it| it.clone().into()).collect();
        leaf.policies = it.policies.iter().map(|it| it.clone().into()).collect();
        leaf.policy_set = Some(self.policy_hash.to_owned().into());
        leaf.reason = reason.as_ref().map(|words| ledger::commit_reason(words, &self.salt));
        leaf.break_glass = it.glass;
        leaf.session = self.acting.session;
        leaf.request = Some(self.acting.request);
        leaf.cause = cause.map(|it| ledger::EntryId(it.0));
        leaf.rows = it.rows_hash.map(|(count, hash)| ledger::Rows { count, hash });
        let entry = LedgerEntry {
            id,
            seq: None,
            at: self.at,
            by_user: self.acting.recorded_as(),
            action: it.action,
            resource_kind: it.resource.map_or_else(String::new, |r| r.0.to_owned()),
            resource: it.resource.map(|r| r.1),
            verdict,
            cause,
            text: leaf.text(),
        };
        let mut rows = vec![entry.insert()];
        rows.extend(it.persons.into_iter().map(|person| LedgerPerson { entry: id, person, at: self.at }.insert()));
        rows.extend(reason.map(|words| LedgerReason { entry: id, salt: self.salt.to_vec(), words }.insert()));
        rows
    }
}

/// A UUID v7 of an instant, with randomness handed in.
pub(crate) fn id_at(at: Ts, random: &[u8; 10]) -> Uuid {
    let millis = u64::try_from(at.micros() / 1000).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(millis, random).into_uuid()
}

impl crate::Plain for LedgerEntry {}
impl crate::Plain for LedgerReason {}
