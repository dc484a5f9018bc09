//! One snapshot, for one request. What it shows is noted, and written to the ledger before the page leaves.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kernel::{PersonId, Refused, Ts, Value};
use policy::{Action, Decision, Facts};
use store::{Query, Rows};
use uuid::Uuid;

use crate::entries::Draft;
use crate::open::Inner;
use crate::sealed::{Content, OPENS, Permit, Plain, Sealed};
use crate::{Acting, refused};

/// What a page showed so far: the persons, the field groups, and the policies that allowed it.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    pub(crate) draft: Draft,
    /// Rows that were in a narrowed list and that policy refused all the same: an alarm.
    pub(crate) withheld: u32,
}

/// A snapshot. Questions take `&Reading`; a [`crate::Writing`] is also one.
pub struct Reading {
    pub(crate) rows: Rows,
    pub(crate) inner: Arc<Inner>,
    /// The time of this reading.
    pub now: Ts,
    /// Who reads.
    pub acting: Acting,
    pub(crate) shown: Mutex<Shown>,
    known: Mutex<HashMap<PersonId, Facts>>,
}

fn locked<T>(it: &Mutex<T>) -> MutexGuard<'_, T> {
    it.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Reading {
    pub(crate) fn new(rows: Rows, inner: Arc<Inner>, now: Ts, acting: Acting) -> Self {
        Self { rows, inner, now, acting, shown: Mutex::default(), known: Mutex::default() }
    }

    /// The same snapshot for somebody else, as if it had just begun: nothing that was asked or shown goes with it.
    #[must_use]
    pub fn handed_to(self, acting: &Acting) -> Self {
        Self::new(self.rows, self.inner, self.now, acting.clone())
    }

    /// The transaction itself, for the door's own crate.
    pub(crate) fn rows(&self) -> &Rows {
        &self.rows
    }

    /// Technical rows without content about anybody.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn plain<T: Plain>(&self, sql: &'static str, values: Vec<kernel::Value>) -> Result<Vec<T>, Refused> {
        self.rows.list(sql, values).await.map_err(refused)
    }

    /// The one technical row that a question may find.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn plain_one<T: Plain>(
        &self,
        sql: &'static str,
        values: Vec<kernel::Value>,
    ) -> Result<Option<T>, Refused> {
        Ok(self.plain(sql, values).await?.into_iter().next())
    }

    /// Technical rows of a composed question.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn plain_find<T: Plain>(&self, query: Query) -> Result<Vec<T>, Refused> {
        self.rows.find(query).await.map_err(refused)
    }

    /// Records about somebody, sealed.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn sealed<T: Content>(
        &self,
        sql: &'static str,
        values: Vec<kernel::Value>,
    ) -> Result<Vec<Sealed<T>>, Refused> {
        Ok(self.rows.list::<T>(sql, values).await.map_err(refused)?.into_iter().map(Sealed).collect())
    }

    /// The one sealed record that a question may find.
    ///
    /// # Errors
    /// [`Refused::NotFound`] when it finds none; when the store refuses.
    pub async fn sealed_one<T: Content>(
        &self,
        sql: &'static str,
        values: Vec<kernel::Value>,
    ) -> Result<Sealed<T>, Refused> {
        self.sealed(sql, values).await?.into_iter().next().ok_or(Refused::NotFound)
    }

    /// Sealed records of a composed question.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn sealed_find<T: Content>(&self, query: Query) -> Result<Vec<Sealed<T>>, Refused> {
        Ok(self.rows.find::<T>(query).await.map_err(refused)?.into_iter().map(Sealed).collect())
    }

    /// What is so of a person for this reader, asked once a request.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn facts_of(&self, person: PersonId) -> Result<Facts, Refused> {
        if let Some(known) = locked(&self.known).get(&person) {
            return Ok(*known);
        }
        let facts = self.inner.facts.ask(&self.rows, &self.acting, self.now, person).await?.and(self.own_facts());
        locked(&self.known).insert(person, facts);
        Ok(facts)
    }

    /// Forgets what was known of persons: after an allocation or a break-glass in the same transaction.
    pub(crate) fn forget_facts(&self) {
        locked(&self.known).clear();
    }

    /// What is so of the reader whatever is read: a stated reason, and the partnership's sharing agreement.
    pub(crate) fn own_facts(&self) -> Facts {
        let mut all = Facts::default();
        if self.acting.purpose.is_some() {
            all = all.with(policy::Fact::Reason);
        }
        if self.acting.principal.seats().iter().any(|it| (self.inner.basis)(&it.agency, self.now.day())) {
            all = all.with(policy::Fact::Basis);
        }
        all
    }

    /// What policy says, without a trace: for navigation, buttons, and rules that only ask.
    #[must_use]
    pub fn decide(&self, action: Action, facts: Facts) -> Arc<Decision> {
        self.inner.policy.decide(&self.acting.principal, action, facts.and(self.own_facts()))
    }

    /// Whether this reader may do something that is about nobody.
    #[must_use]
    pub fn could(&self, action: Action) -> bool {
        self.decide(action, Facts::default()).allowed
    }

    /// Whether this reader may do something to a person.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn could_to(&self, action: Action, person: PersonId) -> Result<bool, Refused> {
        Ok(self.decide(action, self.facts_of(person).await?).allowed)
    }

    /// Whether this reader may do something to a person; noted as seen when they may.
    ///
    /// # Errors
    /// [`Refused::NotFound`] when they may not: a refused view is not told from an absent one.
    pub async fn may_see(&self, action: Action, person: PersonId) -> Result<Permit, Refused> {
        let facts = self.facts_of(person).await?;
        self.permit(action, facts, Some(person), None)
    }

    /// Whether this reader may see something that is about nobody, such as the ledger; noted as seen when they may.
    ///
    /// # Errors
    /// [`Refused::MayNot`] with the policy's words.
    pub fn may(&self, action: Action) -> Result<Permit, Refused> {
        let decision = self.decide(action, Facts::default());
        if !decision.allowed {
            return Err(Refused::MayNot(decision.words.clone()));
        }
        self.note(action.0, None, &decision.because);
        Ok(Permit { about: None, because: decision.because.clone() })
    }

    fn permit(
        &self,
        action: Action,
        facts: Facts,
        person: Option<PersonId>,
        about: Option<Uuid>,
    ) -> Result<Permit, Refused> {
        let decision = self.decide(action, facts);
        if !decision.allowed {
            return Err(Refused::NotFound);
        }
        self.note(action.0, person, &decision.because);
        Ok(Permit { about, because: decision.because.clone() })
    }

    pub(crate) async fn facts_for<T: Content>(&self, it: &T) -> Result<Facts, Refused> {
        let row = it.row_facts_on(&self.acting, self.now.day());
        match it.person() {
            // What a row decides by itself is not the person's to decide, as in a list.
            Some(person) => {
                let own = Facts::of(T::ROW_FACTS);
                let theirs = self.facts_of(person).await?.and(self.opened_by_others(it, person).await?);
                Ok(theirs.iter().filter(|it| !own.has(*it)).collect::<Facts>().and(row))
            }
            None => Ok(row.and(self.own_facts())),
        }
    }

    /// What opens a row that is about several by those beside the first.
    async fn opened_by_others<T: Content>(&self, it: &T, first: PersonId) -> Result<Facts, Refused> {
        let mut all = Facts::default();
        let Some(also) = T::ALSO else { return Ok(all) };
        let query = store::Query::made(
            format!("SELECT DISTINCT {} {}", also.person, also.from.replace(":row", "{}")),
            vec![Value::Uuid(it.also_of())],
        );
        for (person,) in self.rows().find::<(PersonId,)>(query).await.map_err(refused)? {
            if person != first {
                let theirs = self.facts_of(person).await?;
                all = OPENS.iter().filter(|it| theirs.has(**it)).fold(all, |all, it| all.with(*it));
            }
        }
        Ok(all)
    }

    /// Opens a record if this reader may see it, and notes the view.
    ///
    /// # Errors
    /// [`Refused::NotFound`] when they may not.
    pub async fn open<T: Content>(&self, it: Sealed<T>) -> Result<T, Refused> {
        let action = it.0.see();
        let facts = self.facts_for(&it.0).await?;
        self.permit(action, facts, it.0.person(), Some(it.0.id()))?;
        let mut shown = locked(&self.shown);
        if shown.draft.resource.is_none() {
            shown.draft.resource = Some((T::KIND, it.0.id(), it.0.version()));
        }
        Ok(it.0)
    }

    /// Opens those that this reader may see; the others are left out.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn open_all<T: Content>(&self, them: Vec<Sealed<T>>) -> Result<Vec<T>, Refused> {
        let mut all = Vec::with_capacity(them.len());
        for it in them {
            match self.open(it).await {
                Ok(it) => all.push(it),
                Err(Refused::NotFound) => {}
                Err(other) => return Err(other),
            }
        }
        Ok(all)
    }

    /// Notes that a person's field group was shown.
    pub(crate) fn note(&self, fields: &str, person: Option<PersonId>, because: &[String]) {
        let mut shown = locked(&self.shown);
        shown.draft.persons.extend(person);
        if !shown.draft.fields.iter().any(|it| it == fields) {
            shown.draft.fields.push(fields.to_owned());
        }
        for it in because {
            if !shown.draft.policies.contains(it) {
                shown.draft.policies.push(it.clone());
            }
        }
    }

    /// Which break-glass use let this page be seen.
    pub fn through_glass(&self, glass: Uuid) {
        locked(&self.shown).draft.glass = Some(glass);
    }

    pub(crate) fn taken(&self) -> Shown {
        std::mem::take(&mut *locked(&self.shown))
    }
}
