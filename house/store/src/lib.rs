//! Both database engines behind one thin layer: SQL written once in the words both share, bound and read natively.
//!
//! A [`Store`] lends a [`Rows`] for a snapshot and a [`Work`] for a change. SQLite has one writer that commits many
//! changes with one sync; PostgreSQL runs each change serialisable and asks to run it again on conflict.

mod lane;
mod migrate;
mod open;
mod pool;
mod postgres;
mod record;
mod rows;
mod select;
mod sqlite;

pub use lane::Turns;
pub use migrate::{Migration, dialect};
pub use open::{Backup, Commit, Store, Work};
pub use record::{Insert, Read, Record, Statements, next};
pub use rows::{MOVED, Rows};
pub use select::{Condition, Query};

#[doc(hidden)]
pub use kernel::{BadValue, Stored, Value};

/// Why the store refused.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The embedded database said no.
    #[error("SQLite refused: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// PostgreSQL said no.
    #[error("PostgreSQL refused: {}", postgres::words(.0))]
    Postgres(#[from] tokio_postgres::Error),
    /// No connection to PostgreSQL could be had.
    #[error("no connection: {0}")]
    Pool(#[from] deadpool_postgres::PoolError),
    /// The address of the store is not understood.
    #[error("the address of the store is wrong: {0}")]
    Address(String),
    /// A column held something unexpected.
    #[error("{0}")]
    Value(#[from] BadValue),
    /// No row where one was expected.
    #[error("no such row")]
    Nothing,
    /// Somebody changed the row first.
    #[error("somebody changed this first")]
    Stale,
    /// The store is busy or was lost; nothing was changed.
    #[error("the store is busy; nothing was changed")]
    Busy,
    /// A change held the writer for too long and was undone.
    #[error("the change took too long and was undone")]
    TooLong,
    /// The store was made by a newer program.
    #[error("the store holds {0}, which this program does not know: it was used by a newer program")]
    Newer(String),
    /// A migration failed; nothing of it was kept.
    #[error("bringing the store up to date failed at {0}: {1}")]
    Migration(String, String),
}

impl Error {
    /// Whether running the whole change again may help (PostgreSQL: could not serialise, deadlock, connection lost).
    #[must_use]
    pub fn again(&self) -> bool {
        match self {
            Self::Postgres(it) => {
                it.is_closed()
                    || matches!(it.code().map(tokio_postgres::error::SqlState::code), Some("40001" | "40P01"))
            }
            Self::Busy | Self::Pool(_) => true,
            Self::Sqlite(_)
            | Self::Address(_)
            | Self::Value(_)
            | Self::Nothing
            | Self::Stale
            | Self::TooLong
            | Self::Newer(_)
            | Self::Migration(..) => false,
        }
    }

    /// Whether a unique index or primary key was hit.
    #[must_use]
    pub fn is_duplicate(&self) -> bool {
        match self {
            Self::Sqlite(it) => it.sqlite_error().is_some_and(|it| matches!(it.extended_code, 1555 | 2067)),
            Self::Postgres(it) => it.code() == Some(&tokio_postgres::error::SqlState::UNIQUE_VIOLATION),
            Self::Pool(_)
            | Self::Address(_)
            | Self::Value(_)
            | Self::Nothing
            | Self::Stale
            | Self::Busy
            | Self::TooLong
            | Self::Newer(_)
            | Self::Migration(..) => false,
        }
    }
}

/// The values of a statement, in the order of `$1`, `$2`, …: `args![id, day]`.
#[macro_export]
macro_rules! args {
    ($($it:expr),* $(,)?) => { vec![$($crate::Stored::put(&$it)),*] };
}
