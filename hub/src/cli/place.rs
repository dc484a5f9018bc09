//! Where a hub keeps its things: the store, the lock, the ledger's signing key.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use catalogue::Catalogue;
use ledger::SigningKey;
use room::{House, Settings};

use super::told::NotDone;
use crate::start::{Opening, address, open};
use crate::{machine, rooms};

/// The name of the ledger's signing key in the data folder.
pub const KEY: &str = "ledger.key";
/// The lock that a running server holds.
pub const LOCK: &str = "holdfast.lock";

/// Where the store is.
#[derive(Clone, Debug, clap::Args)]
pub struct Place {
    /// The data folder: the embedded store, the ledger's signing key and the lock are in it.
    #[arg(long, value_name = "DIR", default_value = "./data")]
    pub data: PathBuf,
    /// Another store: `sqlite:PATH`, or `postgres://USER@HOST/DATABASE?schema=NAME`.
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
}

/// The right to write to a store; given back when dropped.
#[derive(Debug)]
pub struct Held {
    _file: Option<File>,
}

impl Place {
    /// A data folder with its embedded store.
    #[must_use]
    pub fn of(data: &Path) -> Self {
        Self { data: data.to_owned(), database: None }
    }

    /// The address of the store.
    #[must_use]
    pub fn url(&self) -> String {
        address(&self.data, self.database.as_deref())
    }

    /// The embedded store's file, unless the store is PostgreSQL.
    #[must_use]
    pub fn sqlite(&self) -> Option<PathBuf> {
        let url = self.url();
        let path = url.strip_prefix("sqlite:")?;
        let path = path.split_once('?').map_or(path, |it| it.0);
        Some(PathBuf::from(path.trim_start_matches("//")))
    }

    /// Makes the data folder, readable by its owner only.
    pub fn make(&self) -> Result<(), NotDone> {
        folder(&self.data)
    }

    /// A command that reads what is there must not make a new store by a slip of the finger.
    pub fn must_be_there(&self) -> Result<(), NotDone> {
        match self.sqlite() {
            Some(file) if !file.is_file() => Err(NotDone::Store(format!(
                "There is no store at {}: name its folder with --data DIR, or start one with `holdfast serve`",
                file.display()
            ))),
            Some(_) | None => Ok(()),
        }
    }

    /// Takes the lock of an embedded store. PostgreSQL has locks of its own.
    pub fn hold(&self) -> Result<Held, NotDone> {
        let Some(file) = self.sqlite() else { return Ok(Held { _file: None }) };
        let beside = file.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let path = beside.join(LOCK);
        let lock = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(&path);
        let lock = lock.map_err(|e| NotDone::unwritten(&path, &e))?;
        match lock.try_lock() {
            Ok(()) => Ok(Held { _file: Some(lock) }),
            Err(TryLockError::WouldBlock) => Err(NotDone::Store(format!(
                "The store at {} is held by a running server: stop it first, or use its pages (files are imported at \
                 /imports)",
                beside.display()
            ))),
            Err(TryLockError::Error(e)) => Err(NotDone::unwritten(&path, &e)),
        }
    }

    /// Opens the hub at the command line.
    pub async fn open(&self, catalogue: Catalogue, settings: Settings) -> Result<House, NotDone> {
        let opening = Opening {
            url: self.url(),
            catalogue,
            settings,
            rooms: rooms::ROOMS,
            time: machine::clock(),
            randomness: machine::randomness(),
            hashing: identity::COST,
        };
        Ok(open(opening).await?)
    }

    /// Opens an existing store with the example's configuration, for commands that need none of their own.
    pub async fn house(&self) -> Result<House, NotDone> {
        self.must_be_there()?;
        self.house_or_new().await
    }

    /// The same, or a new store where there is none: for what may be the first that comes in.
    pub async fn house_or_new(&self) -> Result<House, NotDone> {
        let settings =
            Settings { base_url: String::new(), tls: false, demo: false, hosts: vec![], behind_proxy: false };
        self.open(Catalogue::embedded().clone(), settings).await
    }

    /// The existing store, if one is there: for commands that answer without one too.
    pub async fn house_if_there(&self) -> Result<Option<House>, NotDone> {
        match self.sqlite() {
            Some(file) if !file.is_file() => Ok(None),
            Some(_) | None => self.house().await.map(Some),
        }
    }

    /// The ledger's signing key, made at the first use. `host` names the new key.
    pub fn key(&self, host: &str) -> Result<SigningKey, NotDone> {
        self.make()?;
        let path = self.data.join(KEY);
        if !path.exists() {
            let mut random = [0; 32];
            machine::randomness()(&mut random);
            let name = format!("{}/ledger", if host.is_empty() { "holdfast" } else { host });
            let key = SigningKey::generate(&name, random).map_err(|e| NotDone::Input(format!("{name}: {e}")))?;
            secret(&path, key.to_text())?;
        }
        read_key(&path)
    }
}

/// Reads a signing key.
pub fn read_key(path: &Path) -> Result<SigningKey, NotDone> {
    let mut text = String::new();
    File::open(path).and_then(|mut it| it.read_to_string(&mut text)).map_err(|e| NotDone::unread(path, &e))?;
    SigningKey::from_text(&text).map_err(|e| NotDone::Input(format!("{}: {e}", path.display())))
}

/// Makes a folder that only its owner may read.
pub fn folder(path: &Path) -> Result<(), NotDone> {
    use std::os::unix::fs::DirBuilderExt as _;
    let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path);
    made.map_err(|e| NotDone::unwritten(path, &e))
}

/// Writes a secret that only its owner may read, whole or not at all.
pub fn secret(path: &Path, text: &str) -> Result<(), NotDone> {
    let part = beside(path);
    let write = || {
        let mut file = OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(&part)?;
        writeln!(file, "{text}")?;
        file.sync_all()?;
        std::fs::rename(&part, path)
    };
    write().map_err(|e| NotDone::unwritten(path, &e))
}

/// The name under which a file grows until it is whole.
#[must_use]
pub fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}
