//! SQLite readers: a connection each, with its snapshot open while it is lent.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, OpenFlags};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::Error;
use crate::sqlite::{Place, connect};

#[derive(Clone)]
pub(crate) struct Readers {
    free: Arc<Mutex<Vec<Connection>>>,
    many: Arc<Semaphore>,
    place: Place,
}

pub(crate) struct Reader {
    conn: Option<Connection>,
    home: Readers,
    _permit: OwnedSemaphorePermit,
}

impl Readers {
    pub(crate) fn open(place: Place, many: usize) -> rusqlite::Result<Self> {
        let free = (0..many).map(|_| connect(&place, OpenFlags::SQLITE_OPEN_READ_ONLY)).collect::<Result<_, _>>()?;
        Ok(Self { free: Arc::new(Mutex::new(free)), many: Arc::new(Semaphore::new(many)), place })
    }

    pub(crate) async fn get(&self) -> Result<Reader, Error> {
        let permit = self.many.clone().acquire_owned().await.map_err(|_| Error::Busy)?;
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner).pop();
        // One that was lost on a thread that died is replaced.
        let conn = match free {
            Some(conn) => conn,
            None => connect(&self.place, OpenFlags::SQLITE_OPEN_READ_ONLY)?,
        };
        conn.prepare_cached("BEGIN")?.raw_execute()?;
        Ok(Reader { conn: Some(conn), home: self.clone(), _permit: permit })
    }
}

impl Reader {
    pub(crate) fn get(&mut self) -> Option<&mut Connection> {
        self.conn.as_mut()
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        if let Some(conn) = self.conn.take() {
            let ended = conn.prepare_cached("ROLLBACK").and_then(|mut s| s.raw_execute()).is_ok();
            if ended {
                self.home.free.lock().unwrap_or_else(PoisonError::into_inner).push(conn);
            }
        }
    }
}
