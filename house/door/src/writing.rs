//! One change, everything or nothing.

use std::ops::Deref;

use kernel::{PersonId, Reference, Refused, Ts};
use policy::{Action, Facts};
use serde::de::DeserializeOwned;
use store::{Record, args};
use uuid::Uuid;

use crate::entries::{Draft, LedgerEntryId, id_at};
use crate::happening::{Happened, Happening};
use crate::reading::Reading;
use crate::sealed::{Content, Permit, Sealed};
use crate::{By, refused};

/// How deep what follows from a happening may go.
const DEEPEST: u8 = 32;

/// A change under way. It is also a [`Reading`].
pub struct Writing {
    pub(crate) reading: Reading,
    pub(crate) depth: u8,
    pub(crate) entry: LedgerEntryId,
    pub(crate) changed: Draft,
    /// Entries of the house, because of this one.
    pub(crate) caused: Vec<Draft>,
    pub(crate) permitted: bool,
    /// Imported history: when what is written counts as learned.
    history: Option<Ts>,
    counter: u64,
    /// Randomness that was asked for and not used yet: asking the machine once for many ids is quicker.
    unused: Vec<u8>,
}

/// So much randomness is asked for at once, in bytes.
const AT_ONCE: usize = 256;

impl Deref for Writing {
    type Target = Reading;
    fn deref(&self) -> &Reading {
        &self.reading
    }
}

impl Writing {
    pub(crate) fn new(reading: Reading, name: &str) -> Self {
        let entry = LedgerEntryId(Uuid::nil());
        let changed = Draft { action: name.to_owned(), ..Draft::default() };
        let mut w = Self {
            reading,
            depth: 0,
            entry,
            changed,
            caused: Vec::new(),
            permitted: false,
            history: None,
            counter: 0,
            unused: Vec::new(),
        };
        w.entry = w.new_id();
        w
    }

    /// Randomness from the door's own source: the demo's comes from its seed.
    pub fn random<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        if N > AT_ONCE {
            (self.reading.inner.randomness)(&mut bytes);
            return bytes;
        }
        if self.unused.len() < N {
            self.unused.resize(AT_ONCE, 0);
            (self.reading.inner.randomness)(&mut self.unused);
        }
        let rest = self.unused.len() - N;
        bytes.copy_from_slice(&self.unused[rest..]);
        self.unused.truncate(rest);
        bytes
    }

    /// A fresh id, in the order of this change, with a random part.
    pub fn new_id<I: From<Uuid>>(&mut self) -> I {
        self.counter += 1;
        let mut random: [u8; 10] = self.random();
        // The first twelve random bits count within this change, so that ids keep its order.
        random[0] = (self.counter >> 8) as u8;
        random[1] = self.counter as u8;
        id_at(self.reading.now, &random).into()
    }

    /// A fresh reference that people read.
    pub fn new_reference(&mut self) -> Reference {
        Reference::from_random(u64::from_le_bytes(self.random()))
    }

    /// Asks policy whether this may be done to a person, given what else is so of the record at hand.
    ///
    /// # Errors
    /// [`Refused::MayNot`] with the policy's words.
    pub async fn may(&mut self, action: Action, person: Option<PersonId>, more: Facts) -> Result<Permit, Refused> {
        let of_person = match person {
            Some(person) => self.facts_of(person).await?,
            None => Facts::default(),
        };
        self.permit(action, of_person.and(more), None)
    }

    /// Asks policy whether this may be done to a record, whatever it takes to see it.
    ///
    /// # Errors
    /// [`Refused::NotFound`] when the record may not even be seen; [`Refused::MayNot`] when it may, but not this.
    pub async fn may_on<T: Content>(&mut self, action: Action, it: &Sealed<T>, more: Facts) -> Result<Permit, Refused> {
        let facts = self.facts_for(&it.0).await?;
        let seen = self.decide(it.0.see(), facts).allowed;
        let about = Some(it.0.id());
        self.changed.resource = Some((T::KIND, it.0.id(), it.0.version()));
        self.changed.persons.extend(it.0.person());
        self.permit(action, facts.and(more), about).map_err(|e| if seen { e } else { Refused::NotFound })
    }

    fn permit(&mut self, action: Action, facts: Facts, about: Option<Uuid>) -> Result<Permit, Refused> {
        if self.depth > 0 || self.reading.acting.by == By::House {
            return Ok(Permit { about, because: vec!["the-house".to_owned()] }); // a duty of the hub, because of an entry
        }
        let decision = self.decide(action, facts);
        if !decision.allowed {
            return Err(Refused::MayNot(decision.words.clone()));
        }
        self.permitted = true;
        self.changed.policies.extend(decision.because.iter().cloned());
        Ok(Permit { about, because: decision.because.clone() })
    }

    /// Puts a new record in.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn keep<R: Record>(&mut self, it: &R) -> Result<(), Refused> {
        self.note_change(R::TABLE);
        self.reading.rows().keep(it).await.map_err(refused)
    }

    /// Changes a record, and refuses when `old` is no longer what the store holds.
    ///
    /// # Errors
    /// [`Refused::Stale`] when somebody was quicker.
    pub async fn change<R: Record>(&mut self, old: &R, new: &R) -> Result<(), Refused> {
        self.note_change(R::TABLE);
        self.reading.rows().change(old, new).await.map_err(refused)
    }

    /// Changes rows that are no record of their own (positions, search words), and says how many.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn run(&mut self, sql: &'static str, values: Vec<kernel::Value>) -> Result<u64, Refused> {
        self.reading.rows().run(sql, values).await.map_err(refused)
    }

    fn note_change(&mut self, table: &'static str) {
        let into = if self.depth == 0 { Some(&mut self.changed) } else { self.caused.last_mut() };
        if let Some(draft) = into {
            if !draft.fields.iter().any(|it| it == table) {
                draft.fields.push(table.to_owned());
            }
        }
    }

    /// From here on this change writes imported history, learned at that time: it is on chronologies and in the ledger
    /// as ever, and nothing else follows from it (contract.md, `import`: no task, no mail, no duty of today).
    pub fn as_history(&mut self, learned: Ts) {
        self.history = Some(learned);
    }

    /// When what is written counts as learned: now, but for imported history.
    #[must_use]
    pub fn learned(&self) -> Ts {
        self.history.unwrap_or(self.reading.now)
    }

    /// Names the record and the persons this change is about, for the ledger.
    pub fn about(&mut self, kind: &'static str, id: Uuid, persons: &[PersonId]) {
        self.changed.resource = Some((kind, id, None));
        self.changed.persons.extend(persons);
    }

    /// A hash over the rows of an import, for the ledger.
    pub fn rows_hash(&mut self, count: u64, hash: String) {
        self.changed.rows_hash = Some((count, hash));
    }

    /// After an allocation, a merge or a break-glass: what was known of persons is asked anew.
    pub fn facts_changed(&mut self) {
        self.reading.forget_facts();
    }

    /// The ledger entry of this change, so that records can point to it.
    #[must_use]
    pub fn entry(&self) -> LedgerEntryId {
        self.entry
    }

    /// Tells that something happened: chronology, clocks, search, then the hub's reactions; all in this change.
    ///
    /// # Errors
    /// When one of them fails; then nothing of the whole change is kept.
    pub async fn happened<H: Happening>(&mut self, it: H) -> Result<(), Refused> {
        if self.depth >= DEEPEST {
            return Err(Refused::Fault(format!("{} follows from itself", H::NAME)));
        }
        let happened = Happened::of(&it, self.learned(), self.history.is_some());
        self.changed.persons.extend(&happened.persons);
        if self.changed.resource.is_none() {
            self.changed.resource = Some((happened.subject.0, happened.subject.1, None));
        }
        self.caused.push(Draft {
            action: H::NAME.to_owned(),
            resource: Some((happened.subject.0, happened.subject.1, None)),
            persons: happened.persons.clone(),
            ..Draft::default()
        });
        self.depth += 1;
        let inner = self.reading.inner.clone();
        for listener in &inner.listeners {
            listener(self, &happened).await?;
        }
        if self.history.is_none() {
            inner.reactions.run(self, &it).await?;
        }
        self.depth -= 1;
        Ok(())
    }

    /// A remembered answer for a key of this user, if the same command was done before.
    pub(crate) async fn remembered<D: DeserializeOwned>(&self, key: &str, name: &str) -> Result<Option<D>, Refused> {
        let found: Option<(String, String)> = self
            .reading
            .rows()
            .maybe(
                "SELECT name, answer FROM done WHERE key = $1 AND by_user = $2",
                args![key.to_owned(), self.reading.acting.recorded_as()],
            )
            .await
            .map_err(refused)?;
        match found {
            None => Ok(None),
            Some((was, _)) if was != name => Err(Refused::Conflict("this key was used for something else".to_owned())),
            Some((_, answer)) => serde_json::from_str(&answer).map(Some).map_err(|e| Refused::Fault(e.to_string())),
        }
    }
}
