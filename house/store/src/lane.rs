//! SQLite's one writer. It owns the write connection and lends it to one change at a time;
//! all changes that wait share one BEGIN IMMEDIATE … COMMIT, and are answered after it.

use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};
use tokio::sync::{mpsc, oneshot};

use crate::Insert;
use crate::sqlite::{Place, connect, run as run_one};

/// A group closes when it is this old or this large, so that the first in it does not wait for ever.
const OLDEST: Duration = Duration::from_millis(20);
const LARGEST: usize = 256;

enum Ask {
    /// Lend me the connection; `true`: in a group of my own.
    Turn(oneshot::Sender<Turn>, bool),
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
pub(crate) struct Lane(mpsc::Sender<Ask>);

impl Lane {
    pub(crate) fn open(place: Place) -> rusqlite::Result<Self> {
        let conn = connect(&place, OpenFlags::default())?;
        let (send, asks) = mpsc::channel(1024);
        tokio::spawn(run(conn, place, asks));
        Ok(Self(send))
    }

    pub(crate) async fn turn(&self, alone: bool) -> Option<Turn> {
        let (tell, told) = oneshot::channel();
        self.0.send(Ask::Turn(tell, alone)).await.ok()?;
        told.await.ok()
    }

    pub(crate) async fn rows(&self, rows: Vec<Insert>) -> Kept {
        let (tell, told) = oneshot::channel();
        if self.0.send(Ask::Rows(rows, tell)).await.is_err() {
            return Kept::No;
        }
        told.await.unwrap_or(Kept::No)
    }
}

async fn run(first: Connection, place: Place, mut asks: mpsc::Receiver<Ask>) {
    let mut open = Some(first);
    let mut held = None;
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
            None => match connect(&place, OpenFlags::default()) {
                Ok(conn) => conn,
                Err(_) => continue, // the askers see their channel close, and try again or give up
            },
        };
        let mut waiting = Vec::new();
        open = group(conn, ask, &mut asks, &mut waiting, &mut held).await;
        let kept = if open.is_some() { Kept::Yes } else { Kept::No };
        for tell in waiting {
            let _ = tell.send(kept);
        }
    }
}

/// One transaction of many changes. Gives the connection back only if the commit succeeded.
async fn group(
    mut conn: Connection,
    first: Ask,
    asks: &mut mpsc::Receiver<Ask>,
    waiting: &mut Vec<oneshot::Sender<Kept>>,
    held: &mut Option<Ask>,
) -> Option<Connection> {
    let start = Instant::now();
    say(&conn, "BEGIN IMMEDIATE")?;
    let mut next = Some(first);
    while let Some(ask) = next {
        let mut last = false;
        match ask {
            Ask::Turn(tell, true) if !waiting.is_empty() => {
                *held = Some(Ask::Turn(tell, true)); // it failed with others before: its own group comes next
                break;
            }
            Ask::Turn(tell, alone) => {
                last = alone;
                if !tell.is_closed() {
                    conn = lend(conn, tell, waiting).await?;
                }
            }
            Ask::Rows(rows, tell) => {
                for it in &rows {
                    run_one(&conn, it.sql, &it.values).ok()?;
                }
                waiting.push(tell);
            }
        }
        let full = last || waiting.len() >= LARGEST || start.elapsed() >= OLDEST;
        next = if full { None } else { asks.try_recv().ok() };
    }
    // The only step that waits for the disk.
    tokio::task::spawn_blocking(move || say(&conn, "COMMIT").map(|()| conn)).await.ok()?
}

fn say(conn: &Connection, sql: &'static str) -> Option<()> {
    conn.prepare_cached(sql).and_then(|mut s| s.raw_execute()).ok().map(drop)
}

async fn lend(
    conn: Connection,
    tell: oneshot::Sender<Turn>,
    waiting: &mut Vec<oneshot::Sender<Kept>>,
) -> Option<Connection> {
    say(&conn, "SAVEPOINT turn")?;
    let (back, returned) = oneshot::channel();
    let turn = Turn { conn: Some(conn), back: Some(back) };
    if let Err(unwanted) = tell.send(turn) {
        drop(unwanted); // comes back through `returned` as Undo
    }
    match returned.await.ok()? {
        Back::Done(conn, tell) => {
            say(&conn, "RELEASE turn")?;
            waiting.push(tell);
            Some(conn)
        }
        Back::Undo(conn) => {
            conn.execute_batch("ROLLBACK TO turn; RELEASE turn").ok()?;
            Some(conn)
        }
    }
}
