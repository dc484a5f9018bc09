//! SQLite's one writer. It owns the write connection and lends it to one change at a time;
//! all changes that wait share one BEGIN IMMEDIATE … COMMIT, and are answered after it.
//!
//! It lives on a thread of its own, and so do the changes while they are carried out: going from one to the next wakes
//! no other thread, and the wait for the disk keeps no page from being drawn.

use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};
use tokio::runtime::{Builder, Handle};
use tokio::sync::{mpsc, oneshot};

use crate::sqlite::{Place, connect, run as run_one};
use crate::{Error, Insert};

/// A group closes when it is this old or this large, so that the first in it does not wait for ever.
const OLDEST: Duration = Duration::from_millis(20);
const LARGEST: usize = 256;

/// The writer's own: more of the file at hand, and a log that is brought into the file every 16 MB instead of every 4.
const OWN: &str = "PRAGMA cache_size = -32000; PRAGMA wal_autocheckpoint = 4000;";

/// After a group was lost to one of its changes, so many changes are kept apart by savepoints again.
const CAREFUL: u32 = 1_000;

/// What a change asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turns {
    /// It is carried out again from its beginning if its group is lost. As long as a group holds only such changes, no
    /// savepoint is set between them: what one that failed had written is undone by undoing the whole group.
    Again,
    /// Its group is not lost for the fault of another.
    Once,
    /// In a group of its own, after it failed with others.
    Alone,
}

enum Ask {
    /// Lend me the connection.
    Turn(oneshot::Sender<Turn>, Turns),
    /// Write these rows (views, refusals) with the next group.
    Rows(Vec<Insert>, oneshot::Sender<Kept>),
}

/// What became of a change after its group was committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kept {
    Yes,
    /// The group as a whole failed (disk full, connection lost): run it again or give up.
    No,
}

enum Back {
    Done(Connection, oneshot::Sender<Kept>),
    Undo(Connection),
}

/// The write connection, lent. Dropped without `done` (error, panic, client gone): undone.
pub(crate) struct Turn {
    conn: Option<Connection>,
    back: Option<oneshot::Sender<Back>>,
}

impl Turn {
    pub(crate) fn get(&mut self) -> Option<&mut Connection> {
        self.conn.as_mut()
    }

    /// Gives the connection back and waits until the group is on disk.
    pub(crate) async fn done(mut self) -> Kept {
        let (tell, told) = oneshot::channel();
        if let (Some(conn), Some(back)) = (self.conn.take(), self.back.take()) {
            let _ = back.send(Back::Done(conn, tell));
        }
        told.await.unwrap_or(Kept::No)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let (Some(conn), Some(back)) = (self.conn.take(), self.back.take()) {
            let _ = back.send(Back::Undo(conn));
        }
    }
}

#[derive(Clone)]
pub(crate) struct Lane {
    asks: mpsc::Sender<Ask>,
    there: Handle,
}

impl Lane {
    pub(crate) fn open(place: Place) -> Result<Self, Error> {
        let conn = writer(&place)?;
        let (send, asks) = mpsc::channel(1024);
        let thread = Builder::new_current_thread().enable_all().build().map_err(|_| Error::Busy)?;
        let there = thread.handle().clone();
        std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || thread.block_on(run(conn, place, asks)))
            .map_err(|_| Error::Busy)?;
        Ok(Self { asks: send, there })
    }

    /// Runs a change on the writer's own thread.
    pub(crate) async fn there<T: Send + 'static>(
        &self,
        change: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, Error> {
        match self.there.spawn(change).await {
            Ok(it) => Ok(it),
            Err(e) if e.is_panic() => std::panic::resume_unwind(e.into_panic()),
            Err(_) => Err(Error::Busy), // the store is being closed
        }
    }

    pub(crate) async fn turn(&self, turns: Turns) -> Option<Turn> {
        let (tell, told) = oneshot::channel();
        self.asks.send(Ask::Turn(tell, turns)).await.ok()?;
        told.await.ok()
    }

    pub(crate) async fn rows(&self, rows: Vec<Insert>) -> Kept {
        let (tell, told) = oneshot::channel();
        if self.asks.send(Ask::Rows(rows, tell)).await.is_err() {
            return Kept::No;
        }
        told.await.unwrap_or(Kept::No)
    }
}

fn writer(place: &Place) -> rusqlite::Result<Connection> {
    let conn = connect(place, OpenFlags::default())?;
    conn.execute_batch(OWN)?;
    Ok(conn)
}

async fn run(first: Connection, place: Place, mut asks: mpsc::Receiver<Ask>) {
    let mut open = Some(first);
    let mut held = None;
    let mut careful = 0_u32;
    loop {
        let Some(ask) = (match held.take() {
            Some(ask) => Some(ask),
            None => asks.recv().await,
        }) else {
            return;
        };
        // A connection that failed as a whole is never trusted again: its transaction may be half done.
        let conn = match open.take() {
            Some(conn) => conn,
            None => match writer(&place) {
                Ok(conn) => conn,
                Err(_) => continue, // the askers see their channel close, and try again or give up
            },
        };
        let mut it = Group { light: careful == 0, waiting: Vec::new() };
        let end = it.run(conn, ask, &mut asks, &mut held).await;
        careful = careful.saturating_sub(u32::try_from(it.waiting.len()).unwrap_or(CAREFUL));
        let kept = if matches!(end, Some(End::Kept(_))) { Kept::Yes } else { Kept::No };
        for tell in it.waiting {
            let _ = tell.send(kept);
        }
        open = match end {
            Some(End::Kept(conn)) => Some(conn),
            Some(End::Lost(conn)) => {
                careful = CAREFUL;
                Some(conn)
            }
            None => None,
        };
    }
}

/// How a group, or a turn in it, ended; none: the connection failed.
enum End {
    /// It is on disk; of a turn: it goes on.
    Kept(Connection),
    /// Everything in it is undone, and is carried out again.
    Lost(Connection),
}

/// One transaction of many changes.
struct Group {
    /// Everything in it can be carried out again: no savepoints.
    light: bool,
    waiting: Vec<oneshot::Sender<Kept>>,
}

impl Group {
    async fn run(
        &mut self,
        mut conn: Connection,
        first: Ask,
        asks: &mut mpsc::Receiver<Ask>,
        held: &mut Option<Ask>,
    ) -> Option<End> {
        let start = Instant::now();
        say(&conn, "BEGIN IMMEDIATE")?;
        let mut next = Some(first);
        while let Some(ask) = next {
            let mut last = false;
            match ask {
                Ask::Turn(tell, Turns::Alone) if !self.waiting.is_empty() => {
                    *held = Some(Ask::Turn(tell, Turns::Alone)); // its own group comes next
                    break;
                }
                Ask::Turn(tell, turns) => {
                    last = turns == Turns::Alone;
                    self.light &= turns == Turns::Again;
                    if !tell.is_closed() {
                        match self.lend(conn, tell).await? {
                            End::Kept(back) => conn = back,
                            lost @ End::Lost(_) => return Some(lost),
                        }
                    }
                }
                Ask::Rows(rows, tell) => {
                    self.light = false;
                    for it in &rows {
                        run_one(&conn, it.sql, &it.values).ok()?;
                    }
                    self.waiting.push(tell);
                }
            }
            let full = last || self.waiting.len() >= LARGEST || start.elapsed() >= OLDEST;
            next = if full { None } else { another(asks).await };
        }
        // The only step that waits for the disk.
        say(&conn, "COMMIT")?;
        Some(End::Kept(conn))
    }

    /// Lends the connection to one change and undoes what it wrote if it does not want it kept.
    async fn lend(&mut self, conn: Connection, tell: oneshot::Sender<Turn>) -> Option<End> {
        let (light, before) = (self.light, conn.total_changes());
        if !light {
            say(&conn, "SAVEPOINT turn")?;
        }
        let (back, returned) = oneshot::channel();
        let turn = Turn { conn: Some(conn), back: Some(back) };
        if let Err(unwanted) = tell.send(turn) {
            drop(unwanted); // comes back through `returned` as Undo
        }
        match returned.await.ok()? {
            Back::Done(conn, tell) => {
                if !light {
                    say(&conn, "RELEASE turn")?;
                }
                self.waiting.push(tell);
                Some(End::Kept(conn))
            }
            Back::Undo(conn) if !light => {
                conn.execute_batch("ROLLBACK TO turn; RELEASE turn").ok()?;
                Some(End::Kept(conn))
            }
            Back::Undo(conn) if conn.total_changes() == before => Some(End::Kept(conn)),
            Back::Undo(conn) => {
                conn.execute_batch("ROLLBACK").ok()?;
                Some(End::Lost(conn))
            }
        }
    }
}

/// Whoever waits; those who are just coming are let in.
async fn another(asks: &mut mpsc::Receiver<Ask>) -> Option<Ask> {
    match asks.try_recv() {
        Ok(it) => Some(it),
        Err(_) => {
            tokio::task::yield_now().await;
            asks.try_recv().ok()
        }
    }
}

fn say(conn: &Connection, sql: &'static str) -> Option<()> {
    conn.prepare_cached(sql).and_then(|mut s| s.raw_execute()).ok().map(drop)
}
