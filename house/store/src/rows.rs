//! Questions and changes on one transaction. SQLite runs in the calling task (a query is some microseconds);
//! a query that takes longer than its allowance is stopped and run again on a blocking thread.

use std::borrow::Cow;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use kernel::Value;
use rusqlite::Connection;
use tokio::sync::Mutex;

use crate::lane::Turn;
use crate::pool::Reader;
use crate::postgres::{Pg, cells};
use crate::record::update_values;
use crate::sqlite;
use crate::{Error, Insert, Read, Record};

pub(crate) enum Conn {
    Reader(Reader),
    Turn(Turn),
    Postgres(Pg),
    /// Away on a blocking thread.
    Away,
}

/// How long a query may hold the calling task.
const ALLOWANCE: Duration = Duration::from_millis(2);

/// How many queries were moved to a blocking thread: a figure for the metrics page.
pub static MOVED: AtomicU64 = AtomicU64::new(0);

impl Conn {
    fn sqlite(&mut self) -> Option<&mut Connection> {
        match self {
            Self::Reader(it) => it.get(),
            Self::Turn(it) => it.get(),
            Self::Postgres(_) | Self::Away => None,
        }
    }

    /// Runs a query here, or on a blocking thread if it turns out long.
    async fn here_or_there<T: Send + 'static>(
        &mut self,
        job: impl Fn(&Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let c = self.sqlite().ok_or(Error::Busy)?;
        let start = Instant::now();
        c.progress_handler(4_000, Some(move || start.elapsed() > ALLOWANCE))?;
        let here = job(c);
        c.progress_handler(0, None::<fn() -> bool>)?;
        match here {
            Err(Error::Sqlite(it)) if it.sqlite_error_code() == Some(rusqlite::ErrorCode::OperationInterrupted) => {
                MOVED.fetch_add(1, Ordering::Relaxed);
                let mut away = std::mem::replace(self, Self::Away);
                let (back, result) = tokio::task::spawn_blocking(move || {
                    let result = away.sqlite().ok_or(Error::Busy).and_then(|c| job(c));
                    (away, result)
                })
                .await
                .map_err(|_| Error::Busy)?;
                *self = back;
                result
            }
            done => done,
        }
    }
}

/// Where a column stands: mostly where the record has it, as both were written in one order.
fn place(s: &rusqlite::Statement<'_>, nth: usize, name: &str) -> rusqlite::Result<usize> {
    match s.column_name(nth) {
        Ok(it) if it == name => Ok(nth),
        Ok(_) | Err(_) => s.column_index(name),
    }
}

fn ask<T: Read>(c: &Connection, sql: &sqlite::Text, values: &[Value]) -> Result<Vec<T>, Error> {
    let mut s = sqlite::bound(c, sql, values)?;
    let by_place = 0..s.column_count();
    let at = match T::NAMES {
        [] => by_place.collect(),
        names => names.iter().enumerate().map(|(nth, it)| place(&s, nth, it)).collect::<Result<Vec<_>, _>>()?,
    };
    let mut rows = s.raw_query();
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let mut bad = None;
        let mut take = at.iter().map_while(|at| match row.get_ref(*at) {
            Ok(it) => Some(sqlite::cell(it)),
            Err(e) => {
                bad = Some(e);
                None
            }
        });
        let read = T::read(&mut take);
        if let Some(e) = bad {
            return Err(e.into());
        }
        all.push(read?);
    }
    Ok(all)
}

fn from_postgres<T: Read>(rows: &[tokio_postgres::Row]) -> Result<Vec<T>, Error> {
    let Some(first) = rows.first() else { return Ok(Vec::new()) };
    let at: Option<Vec<usize>> = (!T::NAMES.is_empty()).then(|| {
        let names: Vec<_> = first.columns().iter().map(tokio_postgres::Column::name).collect();
        T::NAMES.iter().filter_map(|it| names.iter().position(|name| name == it)).collect()
    });
    rows.iter()
        .map(|row| {
            let mut all = cells(row)?;
            let taken = match &at {
                None => T::read(&mut all.into_iter()),
                Some(at) => T::read(&mut at.iter().map(|at| std::mem::replace(&mut all[*at], Value::Null))),
            };
            Ok(taken?)
        })
        .collect()
}

/// A transaction to ask and, where it was lent for a change, to write in.
pub struct Rows(pub(crate) Mutex<Conn>);

impl Rows {
    pub(crate) fn new(conn: Conn) -> Self {
        Self(Mutex::new(conn))
    }

    /// Every record that a question finds. The question is a static text or a [`Query`](crate::Query).
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn list<T: Read>(&self, sql: &'static str, values: Vec<Value>) -> Result<Vec<T>, Error> {
        self.ask(sql.into(), values).await
    }

    /// Every record that a composed question finds.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn find<T: Read>(&self, query: crate::Query) -> Result<Vec<T>, Error> {
        let (sql, values) = query.done();
        self.ask(sql.into(), values).await
    }

    async fn ask<T: Read>(&self, sql: Cow<'static, str>, values: Vec<Value>) -> Result<Vec<T>, Error> {
        let conn = &mut *self.0.lock().await;
        if let Conn::Postgres(pg) = conn {
            let rows = pg.query(&sql, &values).await?;
            return from_postgres(&rows);
        }
        let sql = sqlite::Text(sql);
        conn.here_or_there(move |c| ask(c, &sql, &values)).await
    }

    /// The one record that a question may find.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn maybe<T: Read>(&self, sql: &'static str, values: Vec<Value>) -> Result<Option<T>, Error> {
        Ok(self.list(sql, values).await?.into_iter().next())
    }

    /// The one record that a question finds.
    ///
    /// # Errors
    /// [`Error::Nothing`] when it finds none.
    pub async fn one<T: Read>(&self, sql: &'static str, values: Vec<Value>) -> Result<T, Error> {
        self.maybe(sql, values).await?.ok_or(Error::Nothing)
    }

    /// How many rows a composed question counts: its head is `SELECT COUNT(*) …`.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn count(&self, query: crate::Query) -> Result<i64, Error> {
        Ok(self.find::<(i64,)>(query).await?.first().map_or(0, |it| it.0))
    }

    /// Changes rows, and says how many.
    ///
    /// # Errors
    /// When the store refuses, or this is a snapshot.
    pub async fn run(&self, sql: &'static str, values: Vec<Value>) -> Result<u64, Error> {
        self.run_text(sql, values).await
    }

    async fn run_text(&self, sql: &'static str, values: Vec<Value>) -> Result<u64, Error> {
        let conn = &mut *self.0.lock().await;
        if let Conn::Postgres(pg) = conn {
            return pg.execute(sql, &values).await;
        }
        Ok(sqlite::run(conn.sqlite().ok_or(Error::Busy)?, sql, &values)?)
    }

    /// Puts a new record in.
    ///
    /// # Errors
    /// When the store refuses; on PostgreSQL possibly only at the next question or at commit.
    pub async fn keep<R: Record>(&self, it: &R) -> Result<(), Error> {
        self.put(it.insert()).await
    }

    /// Carries out one insert.
    ///
    /// # Errors
    /// As [`Rows::keep`].
    pub async fn put(&self, it: Insert) -> Result<(), Error> {
        let conn = &mut *self.0.lock().await;
        if let Conn::Postgres(pg) = conn {
            pg.later(it);
            return Ok(());
        }
        sqlite::run(conn.sqlite().ok_or(Error::Busy)?, it.sql, &it.values)?;
        Ok(())
    }

    /// Changes one record, and refuses when `old` is no longer what the store holds.
    ///
    /// # Errors
    /// [`Error::Stale`] when somebody was quicker.
    pub async fn change<R: Record>(&self, old: &R, new: &R) -> Result<(), Error> {
        match self.run_text(R::sql().update::<R>(), update_values(old, new)).await? {
            1 => Ok(()),
            _ => Err(Error::Stale),
        }
    }

    pub(crate) async fn raw(&self, sql: &str) -> Result<(), Error> {
        let conn = &mut *self.0.lock().await;
        if let Conn::Postgres(pg) = conn {
            return pg.raw(sql).await;
        }
        Ok(conn.sqlite().ok_or(Error::Busy)?.execute_batch(sql)?)
    }
}
