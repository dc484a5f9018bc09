//! The door itself: what it is built of, and how it is opened.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use kernel::{Day, Refused, Ts};
use policy::Policy;
use store::{Migration, Store};

use crate::acting::Acting;
use crate::entries::Verdict;
use crate::facts::{FactSql, PersonFacts};
use crate::happening::{Listener, Reactions};
use crate::reading::Reading;
use crate::{MIGRATIONS, Via, refused};

/// Where the time comes from: the system's clock, or one that a test sets.
pub type Time = Box<dyn Fn() -> Ts + Send + Sync>;
/// Where randomness comes from: the system's, or the demo's seed.
pub type Randomness = Box<dyn Fn(&mut [u8]) + Send + Sync>;
/// Whether an agency has a live sharing basis on a day (the partnership's information-sharing agreement).
pub type Basis = Box<dyn Fn(&str, Day) -> bool + Send + Sync>;

/// How the ids of the policies begin that a break-glass needs.
const THROUGH: &str = "glass-shows";

/// The one way in. Cheap to clone.
#[derive(Clone)]
pub struct Door(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub store: Store,
    pub policy: Arc<Policy>,
    pub facts: PersonFacts,
    pub listeners: Vec<Listener>,
    pub reactions: Reactions,
    pub time: Time,
    pub randomness: Randomness,
    pub basis: Basis,
    pub more: Box<dyn std::any::Any + Send + Sync>,
}

/// What a door is built of. The hub hands it over at start; the door knows none of the mechanisms.
pub struct DoorBuilder {
    /// Address of the store.
    pub url: String,
    /// The policy set.
    pub policy: Arc<Policy>,
    /// Facts about persons, by the mechanisms that own the rows.
    pub facts: Vec<FactSql>,
    /// Mechanisms that hear of every happening, in order.
    pub listeners: Vec<Listener>,
    /// What the hub does because something happened.
    pub reactions: Reactions,
    /// Time.
    pub time: Time,
    /// Randomness.
    pub randomness: Randomness,
    /// Which agencies have a sharing basis.
    pub basis: Basis,
    /// Whatever listeners and commands need of the hub (its configuration), found again by type.
    pub more: Box<dyn std::any::Any + Send + Sync>,
}

impl DoorBuilder {
    /// Opens the store and brings it up to date.
    ///
    /// # Errors
    /// When the store cannot be reached, is newer than this program, or a migration fails.
    pub async fn open(self, migrations: &[(&'static str, &'static [Migration])]) -> Result<Door, store::Error> {
        let store = Store::open(&self.url).await?;
        let mut all = vec![("door", MIGRATIONS)];
        all.extend(migrations);
        store.migrate(&all, (self.time)()).await?;
        Ok(Door(Arc::new(Inner {
            store,
            policy: self.policy,
            facts: PersonFacts(self.facts),
            listeners: self.listeners,
            reactions: self.reactions,
            time: self.time,
            randomness: self.randomness,
            basis: self.basis,
            more: self.more,
        })))
    }
}

impl Door {
    /// The time, as the door knows it.
    #[must_use]
    pub fn now(&self) -> Ts {
        (self.0.time)()
    }

    /// Whether the store is the embedded database.
    #[must_use]
    pub fn is_sqlite(&self) -> bool {
        self.0.store.is_sqlite()
    }

    /// The policy set in force.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.0.policy
    }

    /// What the hub handed over at start, by its type.
    #[must_use]
    pub fn more<T: 'static>(&self) -> Option<&T> {
        self.0.more.downcast_ref()
    }

    /// Randomness for what is made outside a command (passwords, tokens), from the door's own source.
    #[must_use]
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        (self.0.randomness)(&mut bytes);
        bytes
    }

    /// One snapshot for somebody. What it shows must leave through [`Door::leave`].
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn read(&self, acting: &Acting) -> Result<Reading, Refused> {
        let rows = self.0.store.read().await.map_err(refused)?;
        Ok(Reading::new(rows, self.0.clone(), self.now(), acting.clone()))
    }

    /// Who an account is today, with the seats they hold.
    ///
    /// # Errors
    /// [`Refused::NotFound`] when there is no such account; when the store refuses.
    pub async fn user(&self, id: kernel::UserId, via: Via) -> Result<Acting, Refused> {
        let rows = self.0.store.read().await.map_err(refused)?;
        let found = Acting::user(&rows, id, self.now().day(), via).await.map_err(refused)?;
        found.map(|it| it.0).ok_or(Refused::NotFound)
    }

    /// Ends a reading; the views it noted are durable when this returns. Only then may the page leave.
    ///
    /// # Errors
    /// When the entry could not be kept: then nothing may be shown.
    pub async fn leave(&self, reading: Reading, page: &str) -> Result<(), Refused> {
        let shown = reading.taken();
        let acting = reading.acting.clone();
        let mut draft = shown.draft;
        if draft.glass.is_none() && draft.policies.iter().any(|it| it.starts_with(THROUGH)) {
            draft.glass = self.0.facts.which(reading.rows(), &acting, reading.now, &draft.persons).await?;
        }
        drop(reading); // the snapshot ends before we wait for the disk
        if draft.persons.is_empty() && draft.fields.is_empty() {
            return Ok(());
        }
        draft.action = page.to_owned();
        self.append(&acting, draft, Verdict::Allowed).await
    }

    /// Writes down that a session was used, so that its idle time begins anew. No command: nobody decides this.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn touch_session(&self, session: uuid::Uuid, at: Ts) -> Result<(), Refused> {
        let values = store::args![session, at];
        let sql = "UPDATE session SET last_used = $2 WHERE id = $1";
        self.0.store.append(vec![store::Insert { sql, values }]).await.map_err(refused)
    }

    /// Writes that somebody was refused a page or a command; durable when this returns.
    ///
    /// # Errors
    /// When the entry could not be kept.
    pub async fn refused_page(&self, acting: &Acting, name: &str) -> Result<(), Refused> {
        let draft = crate::entries::Draft { action: name.to_owned(), ..Default::default() };
        self.append(acting, draft, Verdict::Refused).await
    }

    /// A consistent copy of the embedded database, made while it serves.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn copy_to(&self, to: &std::path::Path) -> Result<bool, Refused> {
        self.0.store.copy_to(to).await.map(|it| it.sound).map_err(refused)
    }
}

/// A future that a listener gives back.
pub type Following<'a> = BoxFuture<'a, Result<(), Refused>>;

impl Reading {
    /// Who an account is today, with the seats they hold, and the account itself, all by this snapshot; none when there
    /// is no such account.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn whoever(&self, id: kernel::UserId, via: Via) -> Result<Option<(Acting, crate::Account)>, Refused> {
        Acting::user(&self.rows, id, self.now.day(), via).await.map_err(refused)
    }

    /// The configuration in force, as the hub handed it over.
    ///
    /// # Errors
    /// [`Refused::Fault`] when it handed none over.
    pub fn configuration(&self) -> Result<std::sync::Arc<catalogue::Catalogue>, Refused> {
        use catalogue::Current;
        let shared = self.more::<std::sync::Arc<Current>>().map(|it| it.get());
        shared
            .or_else(|| self.more::<Current>().map(Current::get))
            .ok_or_else(|| Refused::Fault("the hub was opened without a configuration".to_owned()))
    }

    /// What the hub handed over at start, by its type.
    #[must_use]
    pub fn more<T: 'static>(&self) -> Option<&T> {
        self.inner.more.downcast_ref()
    }
}
