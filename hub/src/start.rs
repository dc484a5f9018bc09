//! Opening a hub: policy, configuration and store come together here.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use catalogue::{Catalogue, Current};
use door::{Action, Door, DoorBuilder, FactSql, Listener, Migration, Randomness, Time};
use policy::Policy;
use room::{House, Room, Settings};

use crate::reactions;

/// What a hub is opened with.
pub struct Opening {
    /// Address of the store.
    pub url: String,
    /// The configuration to begin with, where the store holds none.
    pub catalogue: Catalogue,
    /// Settings of this process.
    pub settings: Settings,
    /// The rooms.
    pub rooms: &'static [&'static Room],
    /// Time.
    pub time: Time,
    /// Randomness.
    pub randomness: Randomness,
    /// How dear hashing a password is.
    pub hashing: identity::Cost,
}

/// Why a hub could not be opened, with the exit code of contract.md.
#[derive(Debug)]
pub enum NotOpened {
    /// Bad usage or input (2).
    Input(String),
    /// The store could not be reached or written (3).
    Store(String),
}

impl NotOpened {
    /// The exit code.
    #[must_use]
    pub fn code(&self) -> u8 {
        match self {
            Self::Input(_) => 2,
            Self::Store(_) => 3,
        }
    }
    /// What is wrong, in words.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            Self::Input(it) | Self::Store(it) => it,
        }
    }
}

/// Where the store is: `--database URL`, else the SQLite file in the data folder.
#[must_use]
pub fn address(data: &Path, database: Option<&str>) -> String {
    database.map_or_else(|| format!("sqlite:{}", file(data).display()), str::to_owned)
}

/// The SQLite file of a data folder.
#[must_use]
pub fn file(data: &Path) -> PathBuf {
    data.join("holdfast.db")
}

/// Every migration, in the order in which the owners stand in the house.
#[must_use]
pub fn migrations(rooms: &[&'static Room]) -> Vec<(&'static str, &'static [Migration])> {
    let mut all: Vec<(&'static str, &'static [Migration])> = MECHANISMS.to_vec();
    all.extend(rooms.iter().map(|it| (it.name, it.migrations)));
    all
}

/// The mechanisms' tables.
const MECHANISMS: &[(&str, &[Migration])] = &[
    ("person", person::MIGRATIONS),
    ("entry", entry::MIGRATIONS),
    ("form", form::MIGRATIONS),
    ("clock", clock::MIGRATIONS),
    ("case_state", case_state::MIGRATIONS),
    ("action", action::MIGRATIONS),
    ("message", message::MIGRATIONS),
];

/// The mechanisms' listeners, in the order in which they hear.
const LISTENERS: &[Listener] = &[entry::chronology, clock::hear];

/// The policy set of these rooms.
///
/// # Errors
/// What is wrong with the policies, in words.
pub fn policies(rooms: &[&'static Room]) -> Result<Policy, NotOpened> {
    let mut files: Vec<(&str, &str)> = policy::shared().to_vec();
    files.extend(rooms.iter().filter(|it| !it.policy.is_empty()).map(|it| (it.name, it.policy)));
    let actions: Vec<Action> = rooms.iter().flat_map(|it| it.actions).copied().collect();
    Policy::new(&files, &actions)
        .map_err(|all| NotOpened::Input(all.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")))
}

/// Opens a hub.
///
/// # Errors
/// When policies or configuration are wrong, or the store cannot be used.
pub async fn open(opening: Opening) -> Result<House, NotOpened> {
    let current = Arc::new(Current::new(opening.catalogue));
    let facts: Vec<FactSql> = opening.rooms.iter().flat_map(|it| it.facts).copied().collect();
    let listeners: Vec<Listener> =
        LISTENERS.iter().chain(opening.rooms.iter().flat_map(|it| it.listeners)).copied().collect();
    let sharing = current.clone();
    let door: Door = DoorBuilder {
        url: opening.url,
        policy: Arc::new(policies(opening.rooms)?),
        facts,
        listeners,
        reactions: reactions::all(),
        time: opening.time,
        randomness: opening.randomness,
        basis: Box::new(move |agency, on| sharing.get().shares(agency, on)),
        more: Box::new(current.clone()),
    }
    .open(&migrations(opening.rooms))
    .await
    .map_err(|e| NotOpened::Store(e.to_string()))?;
    let in_force = administration::configuration::opened(&door, &current.get()).await;
    current.set(in_force.map_err(|e| NotOpened::Store(e.to_string()))?);
    Ok(House {
        door,
        current,
        settings: Arc::new(opening.settings),
        rooms: opening.rooms,
        hashing: Arc::new(identity::Hashing::new(opening.hashing, 2)),
    })
}
