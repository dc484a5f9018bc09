//! Carrying out a command: policy, the command itself, what follows, ledger, commit, in one transaction.

use std::sync::Arc;
use std::time::Duration;

use kernel::{Json, Refused, Ts};
use store::{Insert, Record, Turns, record};

use crate::acting::principal;
use crate::command::Command;
use crate::entries::{Draft, LedgerEntryId, Stamp, Verdict, id_at};
use crate::open::Door;
use crate::reading::Reading;
use crate::writing::Writing;
use crate::{Acting, By, refused};

/// The idempotency key: the same key gives the same answer, once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key(pub String);

impl Key {
    /// A key for a command that nobody sends twice.
    #[must_use]
    pub fn none() -> Self {
        Self(String::new())
    }
}

record! {
    /// An answer remembered for its key.
    pub struct Done in "done" {
        pub key: String,
        pub by_user: kernel::UserId,
        pub name: String,
        pub answer: Json<serde_json::Value>,
        pub at: Ts,
    }
}

/// How long one change may hold the writer.
const LONGEST: Duration = Duration::from_secs(5);
const MOST_TRIES: u32 = 20;

enum Outcome<D> {
    Done(D),
    /// Run it again: `true` in a group of its own.
    Again(bool),
}

impl Door {
    /// Carries out a command for somebody. The same key gives the same answer.
    ///
    /// # Errors
    /// Why it was refused; then nothing was changed, and a refusal by policy is in the ledger.
    pub async fn act<C: Command>(&self, acting: &Acting, key: Key, command: C) -> Result<C::Done, Refused> {
        let mut alone = false;
        let whole = Arc::new((acting.clone(), key, command));
        for tried in 0..MOST_TRIES {
            if tried > 0 {
                tokio::time::sleep(self.pause(tried)).await;
            }
            let (door, it) = (self.clone(), Arc::clone(&whole));
            let change = async move { door.once(&it.0, &it.1, &it.2, alone).await };
            match self.0.store.carry_out(change).await.map_err(refused)? {
                Ok(Outcome::Done(it)) => return Ok(it),
                Ok(Outcome::Again(own)) => alone = alone || (own && tried > 0),
                Err(no @ (Refused::MayNot(_) | Refused::NotFound)) => {
                    self.refused_page(acting, C::NAME).await?;
                    return Err(no);
                }
                Err(other) => return Err(other),
            }
        }
        Err(Refused::Busy("the store is busy; nothing was changed".to_owned()))
    }

    async fn once<C: Command>(
        &self,
        acting: &Acting,
        key: &Key,
        command: &C,
        alone: bool,
    ) -> Result<Outcome<C::Done>, Refused> {
        let work = match self.0.store.begin(if alone { Turns::Alone } else { Turns::Again }).await {
            Ok(work) => work,
            Err(e) if e.again() => return Ok(Outcome::Again(false)),
            Err(e) => return Err(refused(e)),
        };
        let now = self.now();
        let mut acting = acting.clone();
        if let By::User(id) = acting.by {
            // Who they are is read in this very transaction: a leaver is out at once.
            acting.principal = principal(&work, id, now.day()).await.map_err(refused)?.ok_or(Refused::NotFound)?;
        }
        let (rows, commit) = work.parted();
        let mut w = Writing::new(Reading::new(rows, self.0.clone(), now, acting), C::NAME);
        if !key.0.is_empty() {
            if let Some(done) = w.remembered(&key.0, C::NAME).await? {
                return Ok(Outcome::Done(done));
            }
        }
        let result = tokio::time::timeout(LONGEST, command.carry_out(&mut w)).await;
        let done = match result {
            Ok(Ok(done)) if w.permitted || w.reading.acting.by == By::House => done,
            Ok(Ok(_)) => return Err(Refused::Fault(format!("{} asked no policy", C::NAME))),
            Ok(Err(Refused::Busy(_))) => return Ok(Outcome::Again(false)),
            Ok(Err(no)) => return Err(no),
            Err(_) => return Err(Refused::Store("the change took too long and was undone".to_owned())),
        };
        self.last_rows::<C>(&mut w, key, &done).await?;
        match commit.commit(w.reading.rows).await {
            Ok(()) => Ok(Outcome::Done(done)),
            Err(e) if e.again() => Ok(Outcome::Again(true)),
            Err(e) => Err(refused(e)),
        }
    }

    /// The remembered answer and the ledger's rows, last in the transaction.
    async fn last_rows<C: Command>(&self, w: &mut Writing, key: &Key, done: &C::Done) -> Result<(), Refused> {
        let mut rows: Vec<Insert> = Vec::new();
        if !key.0.is_empty() && C::REMEMBERED {
            let answer = serde_json::to_value(done).map_err(|e| Refused::Fault(e.to_string()))?;
            let by_user = w.acting.recorded_as();
            rows.push(
                Done { key: key.0.clone(), by_user, name: C::NAME.to_owned(), answer: Json(answer), at: w.now }
                    .insert(),
            );
        }
        let (entry, changed, caused) = (w.entry, std::mem::take(&mut w.changed), std::mem::take(&mut w.caused));
        let salt = w.random();
        let acting = w.acting.clone();
        let stamp = Stamp { acting: &acting, at: w.now, policy_hash: self.0.policy.hash(), salt };
        rows.extend(stamp.rows(entry, changed, Verdict::Allowed, None));
        let mut house = Acting::house();
        house.request = acting.request;
        for it in caused {
            let id: LedgerEntryId = w.new_id();
            let stamp = Stamp { acting: &house, at: w.now, policy_hash: self.0.policy.hash(), salt };
            rows.extend(stamp.rows(id, it, Verdict::Allowed, Some(entry)));
        }
        for it in rows {
            w.rows().put(it).await.map_err(refused)?;
        }
        Ok(())
    }

    pub(crate) async fn append(&self, acting: &Acting, draft: Draft, verdict: Verdict) -> Result<(), Refused> {
        let salt = self.random();
        let now = self.now();
        let stamp = Stamp { acting, at: now, policy_hash: self.0.policy.hash(), salt };
        let id = LedgerEntryId(id_at(now, &self.random()));
        self.0.store.append(stamp.rows(id, draft, verdict, None)).await.map_err(refused)
    }

    /// 1, 2, 4 … 64 ms, times something between a half and one and a half.
    fn pause(&self, tried: u32) -> Duration {
        let byte: [u8; 1] = self.random();
        Duration::from_micros(1000 << tried.min(7) >> 1).mul_f64(0.5 + f64::from(byte[0]) / 256.0)
    }
}
