//! The store itself: opened by address, lending snapshots and changes.

use std::ops::Deref;
use std::path::Path;
use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod};

use crate::lane::{Kept, Lane, Turns};
use crate::pool::Readers;
use crate::postgres::Pg;
use crate::rows::{Conn, Rows};
use crate::sqlite::Place;
use crate::{Error, Insert};

/// A partnership's store: one SQLite file, or one schema of a PostgreSQL database.
pub struct Store {
    engine: Engine,
}

enum Engine {
    Sqlite { readers: Readers, lane: Lane, place: Place },
    Postgres(Pool),
}

/// A change under way. Dropped without [`Work::commit`], it never was.
pub struct Work {
    rows: Rows,
}

/// Keeps the rows of a change that were parted from it.
pub struct Commit(());

impl Deref for Work {
    type Target = Rows;
    fn deref(&self) -> &Rows {
        &self.rows
    }
}

/// SQLite readers side by side.
const READERS: usize = 8;
/// PostgreSQL connections.
const CONNECTIONS: usize = 32;

/// Makes the file of a new store, for its owner alone; what SQLite puts beside it (`-wal`, `-shm`) gets the same mode.
fn owners_only(path: &str) -> Result<(), Error> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let made = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    match made {
        Ok(_) => Ok(()),
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(e) => Err(Error::Address(format!("{path} cannot be made: {e}"))),
    }
}

impl Store {
    /// Opens `sqlite:PATH` or `postgres://…?schema=NAME`. `sqlite:PATH?test-synchronous=off` is for the control run of
    /// the power-cut test alone.
    ///
    /// # Errors
    /// When the address is wrong or the store cannot be reached.
    pub async fn open(url: &str) -> Result<Self, Error> {
        let engine = match url.split_once(':') {
            Some(("sqlite", path)) => {
                let (path, synchronous) = match path.split_once('?') {
                    None => (path, "PRAGMA synchronous = FULL;"),
                    Some((path, "test-synchronous=off")) => (path, "PRAGMA synchronous = OFF;"),
                    Some((_, other)) => return Err(Error::Address(format!("{other:?} is not known"))),
                };
                let place = Place { path: path.trim_start_matches("//").to_owned(), synchronous };
                owners_only(&place.path)?;
                let lane = Lane::open(place.clone())?; // first: it makes the file and sets WAL
                Engine::Sqlite { readers: Readers::open(place.clone(), READERS)?, lane, place }
            }
            Some(("postgres" | "postgresql", _)) => Engine::Postgres(pool(url)?),
            _ => return Err(Error::Address("it begins with sqlite: or postgres:".to_owned())),
        };
        Ok(Self { engine })
    }

    /// Whether this is the embedded database.
    #[must_use]
    pub fn is_sqlite(&self) -> bool {
        matches!(self.engine, Engine::Sqlite { .. })
    }

    /// One snapshot; several in parallel.
    ///
    /// # Errors
    /// When no connection can be had.
    pub async fn read(&self) -> Result<Rows, Error> {
        Ok(Rows::new(match &self.engine {
            Engine::Sqlite { readers, .. } => Conn::Reader(readers.get().await?),
            Engine::Postgres(pool) => {
                Conn::Postgres(Pg::new(pool.get().await?, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"))
            }
        }))
    }

    /// Carries out a whole change, from its beginning to its commit, where it is carried out soonest: on SQLite beside
    /// the writer.
    ///
    /// # Errors
    /// [`Error::Busy`] when the store is being closed.
    pub async fn carry_out<T: Send + 'static>(
        &self,
        change: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, Error> {
        match &self.engine {
            Engine::Sqlite { lane, .. } => lane.there(change).await,
            Engine::Postgres(_) => Ok(change.await),
        }
    }

    /// Begins a change.
    ///
    /// # Errors
    /// When no connection can be had.
    pub async fn begin(&self, turns: Turns) -> Result<Work, Error> {
        let conn = match &self.engine {
            Engine::Sqlite { lane, .. } => Conn::Turn(lane.turn(turns).await.ok_or(Error::Busy)?),
            Engine::Postgres(pool) => Conn::Postgres(Pg::new(pool.get().await?, "BEGIN ISOLATION LEVEL SERIALIZABLE")),
        };
        Ok(Work { rows: Rows::new(conn) })
    }

    /// Writes rows that depend on nothing, with the next group; durable when this returns.
    ///
    /// # Errors
    /// [`Error::Busy`] when they could not be kept.
    pub async fn append(&self, rows: Vec<Insert>) -> Result<(), Error> {
        match &self.engine {
            Engine::Sqlite { lane, .. } => match lane.rows(rows).await {
                Kept::Yes => Ok(()),
                Kept::No => Err(Error::Busy),
            },
            Engine::Postgres(pool) => {
                let mut pg = Pg::new(pool.get().await?, "BEGIN");
                for it in rows {
                    pg.later(it);
                }
                pg.commit().await
            }
        }
    }

    /// A consistent copy of the embedded database, made while it serves.
    ///
    /// # Errors
    /// When the copy cannot be written, or on PostgreSQL, which has its own tools.
    pub async fn copy_to(&self, to: &Path) -> Result<Backup, Error> {
        let Engine::Sqlite { place, .. } = &self.engine else {
            return Err(Error::Address("a PostgreSQL store is backed up with pg_dump or pg_basebackup".to_owned()));
        };
        let (from, to) = (place.path.clone(), to.to_owned());
        tokio::task::spawn_blocking(move || {
            let source = rusqlite::Connection::open(from)?;
            let mut copy = rusqlite::Connection::open(&to)?;
            let backup = rusqlite::backup::Backup::new(&source, &mut copy)?;
            backup.run_to_completion(2_000, Duration::from_millis(1), None)?;
            drop(backup);
            copy.execute_batch("PRAGMA journal_mode = DELETE;")?;
            let sound: String = copy.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
            Ok(Backup { sound: sound == "ok" })
        })
        .await
        .map_err(|_| Error::Busy)?
    }
}

/// What became of a copy.
#[derive(Clone, Copy, Debug)]
pub struct Backup {
    /// Whether the copy passed the engine's own integrity check.
    pub sound: bool,
}

impl Work {
    /// The rows, to be handed to whoever carries out the change, and what keeps them afterwards.
    #[must_use]
    pub fn parted(self) -> (Rows, Commit) {
        (self.rows, Commit(()))
    }

    /// Keeps the change; on SQLite after the group's shared sync.
    ///
    /// # Errors
    /// [`Error::Busy`] or a conflict: nothing was kept, run it again.
    pub async fn commit(self) -> Result<(), Error> {
        Commit(()).commit(self.rows).await
    }
}

impl Commit {
    /// Keeps the change.
    ///
    /// # Errors
    /// As [`Work::commit`].
    pub async fn commit(self, rows: Rows) -> Result<(), Error> {
        match rows.0.into_inner() {
            Conn::Turn(turn) => match turn.done().await {
                Kept::Yes => Ok(()),
                Kept::No => Err(Error::Busy),
            },
            Conn::Postgres(pg) => pg.commit().await,
            Conn::Reader(_) | Conn::Away => Err(Error::Busy),
        }
    }
}

fn pool(url: &str) -> Result<Pool, Error> {
    let (url, schema) = without_schema(url)?;
    let mut config: tokio_postgres::Config = url.parse()?;
    if let Some(schema) = schema {
        config.options(format!("-c search_path={schema}"));
    }
    let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let tls = rustls::ClientConfig::builder_with_provider(rustls::crypto::ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .map_err(|e| Error::Address(e.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let tls = tokio_postgres_rustls::MakeRustlsConnect::new(tls);
    let manager = Manager::from_config(config, tls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
    Pool::builder(manager).max_size(CONNECTIONS).build().map_err(|e| Error::Address(e.to_string()))
}

/// Takes `schema=NAME` out of the address: PostgreSQL itself knows it as the search path.
fn without_schema(url: &str) -> Result<(String, Option<String>), Error> {
    let Some((head, query)) = url.split_once('?') else { return Ok((url.to_owned(), None)) };
    let (mut schema, mut rest) = (None, Vec::new());
    for part in query.split('&') {
        match part.split_once('=') {
            Some(("schema", name)) => schema = Some(name.to_owned()),
            _ => rest.push(part),
        }
    }
    if let Some(name) = &schema {
        if name.is_empty() || !name.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_') {
            return Err(Error::Address(format!("schema {name:?}: small letters, digits and _ only")));
        }
    }
    Ok((if rest.is_empty() { head.to_owned() } else { format!("{head}?{}", rest.join("&")) }, schema))
}
