//! The limit: bare axum and rusqlite on a copy of Holdfast's own store. `bare STORE PLAN` prints its address.
//!
//! It reads and writes the same rows as Holdfast does for the same page, the ledger's included, with the same pragmas,
//! prepared statements, eight readers and one writer that commits a group with one sync, and answers as many bytes.
//! It knows nobody: no session, no policy, no templates, no rules. PLAN says which rows a request wrote and how many bytes
//! its answer had; `run` beside this makes it by watching Holdfast.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, mpsc};

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};
use tokio::sync::{Semaphore, oneshot};

type Rows = Vec<(Arc<str>, Vec<Value>)>;

/// A row that an operation writes, with the columns that must be new each time.
struct Template {
    sql: Arc<str>,
    values: Vec<Value>,
    unique: Vec<usize>,
}

#[derive(Default)]
struct Operation {
    bytes: usize,
    rows: Vec<Template>,
    /// Ids that were made by the operation: each stands for a fresh one.
    made: Vec<Vec<u8>>,
}

struct Bare {
    readers: Mutex<Vec<Connection>>,
    many: Semaphore,
    writer: mpsc::SyncSender<(Rows, oneshot::Sender<bool>)>,
    operations: HashMap<String, Operation>,
    counter: AtomicU64,
}

fn connect(path: &str, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let it = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    it.execute_batch(
        "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL;
         PRAGMA mmap_size = 268435456; PRAGMA cache_size = -8000; PRAGMA temp_store = MEMORY;",
    )?;
    it.set_prepared_statement_cache_capacity(512);
    Ok(it)
}

fn write(path: &str, asks: &mpsc::Receiver<(Rows, oneshot::Sender<bool>)>) -> rusqlite::Result<()> {
    let it = connect(path, OpenFlags::default())?;
    it.execute_batch("PRAGMA cache_size = -32000; PRAGMA wal_autocheckpoint = 4000;")?; // as Holdfast's writer
    while let Ok(first) = asks.recv() {
        let mut waiting = Vec::new();
        it.prepare_cached("BEGIN IMMEDIATE")?.raw_execute()?;
        let mut next = Some(first);
        while let Some((rows, tell)) = next {
            for (sql, values) in &rows {
                it.prepare_cached(sql)?.execute(rusqlite::params_from_iter(values))?;
            }
            waiting.push(tell);
            next = if waiting.len() < 256 { asks.try_recv().ok() } else { None };
        }
        it.prepare_cached("COMMIT")?.raw_execute()?;
        for it in waiting {
            let _ = it.send(true);
        }
    }
    Ok(())
}

impl Bare {
    /// A snapshot, and what it reads. The number it gives keeps the reading from being left out.
    async fn read(&self, of: impl FnOnce(&Connection) -> rusqlite::Result<usize>) -> Result<usize, StatusCode> {
        let _permit = self.many.acquire().await.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
        let it = self.readers.lock().ok().and_then(|mut it| it.pop()).ok_or(StatusCode::SERVICE_UNAVAILABLE)?;
        let snapshot = |it: &Connection, sql: &str| it.prepare_cached(sql).and_then(|mut s| s.raw_execute());
        let got = snapshot(&it, "BEGIN").and_then(|_| of(&it));
        let _ = snapshot(&it, "ROLLBACK");
        if let Ok(mut all) = self.readers.lock() {
            all.push(it);
        }
        got.map_err(|e| {
            eprintln!("{e}");
            StatusCode::INTERNAL_SERVER_ERROR
        })
    }

    /// Writes what Holdfast wrote for this operation, durably, and answers as many bytes.
    async fn leave(&self, name: &str, read: usize) -> Result<String, StatusCode> {
        let operation = self.operations.get(name).ok_or(StatusCode::NOT_FOUND)?;
        let rows = self.fresh(operation);
        if !rows.is_empty() {
            let (tell, told) = oneshot::channel();
            self.writer.send((rows, tell)).map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
            told.await.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
        }
        let mut body = "x".repeat(operation.bytes);
        if read == usize::MAX {
            body.clear();
        }
        Ok(body)
    }

    fn fresh(&self, of: &Operation) -> Rows {
        let nth = self.counter.fetch_add(1, Ordering::Relaxed);
        let id = |made: usize, old: &[u8]| {
            let mut it = old.to_vec();
            it[..6].copy_from_slice(&[0xff; 6]); // behind all others, as ids that begin with the time are
            it[6..14].copy_from_slice(&nth.to_be_bytes());
            it[15] = made as u8;
            it
        };
        of.rows
            .iter()
            .map(|row| {
                let value = |(at, it): (usize, &Value)| match it {
                    Value::Blob(old) => match of.made.iter().position(|it| it == old) {
                        Some(made) => Value::Blob(id(made, old)),
                        None => it.clone(),
                    },
                    Value::Text(_) if row.unique.contains(&at) => Value::Text(format!("b{nth}")),
                    other => other.clone(),
                };
                (row.sql.clone(), row.values.iter().enumerate().map(value).collect())
            })
            .collect()
    }
}

/// Runs a question and reads every cell of every row.
fn all(it: &Connection, sql: &str, values: &[Value]) -> rusqlite::Result<Vec<Vec<Value>>> {
    let mut s = it.prepare_cached(sql)?;
    let columns = s.column_count();
    let mut rows = s.query(rusqlite::params_from_iter(values))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push((0..columns).map(|nth| row.get::<_, Value>(nth)).collect::<Result<Vec<_>, _>>()?);
    }
    Ok(found)
}

fn person(it: &Connection, reference: &str) -> rusqlite::Result<Value> {
    let found = all(it, "SELECT * FROM person WHERE reference = ?1", &[Value::Text(reference.to_owned())])?;
    found.into_iter().next().and_then(|it| it.into_iter().next()).ok_or(rusqlite::Error::QueryReturnedNoRows)
}

type Answer = Result<String, StatusCode>;

async fn day(State(bare): State<Arc<Bare>>) -> Answer {
    let read = bare.read(|it| {
        let mut read = 0;
        for sql in [
            "SELECT COUNT(*) FROM referral WHERE state = 'received'",
            "SELECT COUNT(*) FROM referral WHERE state = 'received' AND urgent",
            "SELECT * FROM clock WHERE outcome = 'open' AND owner IS NULL AND role = 'screener' ORDER BY due_instant LIMIT 15",
            "SELECT COUNT(*) FROM clock WHERE outcome = 'open' AND owner IS NULL AND role = 'screener'",
            "SELECT * FROM action WHERE state = 'open' AND role = 'screener' ORDER BY due LIMIT 8",
            "SELECT n.* FROM notice n JOIN account a ON a.id = n.recipient WHERE a.name = 'screener' AND n.read_at IS NULL LIMIT 5",
        ] {
            read += all(it, sql, &[])?.len();
        }
        Ok(read)
    });
    let read = read.await?;
    bare.leave("day", read).await
}

async fn overview(State(bare): State<Arc<Bare>>, Path(reference): Path<String>) -> Answer {
    let read = bare.read(|it| {
        let id = person(it, &reference)?;
        let mut read = 0;
        for sql in [
            "SELECT id FROM person WHERE root = ?1",
            "SELECT * FROM identity WHERE person = ?1",
            "SELECT * FROM person_name WHERE person = ?1",
            "SELECT * FROM person_identifier WHERE person = ?1",
            "SELECT * FROM trait_answer WHERE person = ?1",
            "SELECT * FROM address WHERE person = ?1",
            "SELECT * FROM contact_point WHERE person = ?1",
            "SELECT * FROM person_status WHERE person = ?1",
            "SELECT * FROM relation WHERE person = ?1",
            "SELECT * FROM works_with WHERE person = ?1",
            "SELECT * FROM warning_note WHERE person = ?1",
            "SELECT * FROM restriction WHERE person = ?1",
            "SELECT * FROM clock WHERE person = ?1 ORDER BY started DESC LIMIT 100",
            "SELECT * FROM action WHERE person = ?1 ORDER BY due LIMIT 20",
            "SELECT r.* FROM referral_named n JOIN referral r ON r.id = n.referral WHERE n.person = ?1",
            "SELECT * FROM entry WHERE person = ?1 AND replaced_at IS NULL ORDER BY happened DESC LIMIT 5",
            "SELECT COUNT(*) FROM entry WHERE person = ?1 AND replaced_at IS NULL",
            "SELECT e.at, e.action, a.shown_as FROM ledger_person p JOIN ledger_entry e ON e.id = p.entry
             LEFT JOIN account a ON a.id = e.by_user WHERE p.person = ?1 ORDER BY p.at DESC LIMIT 3",
        ] {
            read += all(it, sql, std::slice::from_ref(&id))?.len();
        }
        Ok(read)
    });
    let read = read.await?;
    bare.leave("person", read).await
}

async fn chronology(State(bare): State<Arc<Bare>>, Path(reference): Path<String>) -> Answer {
    let read = bare.read(|it| {
        let id = person(it, &reference)?;
        let of = "FROM entry t WHERE t.person IN (SELECT id FROM person WHERE root = ?1) AND t.replaced_at IS NULL";
        let total = all(it, &format!("SELECT COUNT(*) {of}"), std::slice::from_ref(&id))?;
        let rows = format!("SELECT t.* {of} ORDER BY t.happened DESC, t.id DESC LIMIT 50");
        let rows = all(it, &rows, std::slice::from_ref(&id))?;
        let author = rows.first().and_then(|it| it.get(6)).cloned().unwrap_or(Value::Null);
        Ok(total.len() + rows.len() + all(it, "SELECT id, shown_as FROM account WHERE id = ?1", &[author])?.len())
    });
    let read = read.await?;
    bare.leave("chronology", read).await
}

/// The rows of a search for somebody: their keys, those who share one, what is compared of 200 of them, ten persons.
async fn search(State(bare): State<Arc<Bare>>, Path(reference): Path<String>) -> Answer {
    let read = bare.read(|it| {
        let id = person(it, &reference)?;
        let mut found = Vec::new();
        for key in all(it, "SELECT key FROM person_key WHERE person = ?1", &[id])? {
            found.extend(all(it, "SELECT key, person FROM person_key WHERE key = ?1 ORDER BY person LIMIT 400", &key)?);
        }
        let mut seen = std::collections::HashSet::new();
        let mut some: Vec<Value> = Vec::new();
        for row in found {
            if let Some(Value::Blob(person)) = row.into_iter().nth(1) {
                if some.len() < 200 && seen.insert(person.clone()) {
                    some.push(Value::Blob(person));
                }
            }
        }
        let mut read = 0;
        for fifty in some.chunks(50) {
            let mut fifty = fifty.to_vec();
            fifty.resize(50, Value::Null);
            let marks = vec!["?"; 50].join(", ");
            let sql = format!("SELECT person, compared FROM person_search WHERE person IN ({marks})");
            read += all(it, &sql, &fifty)?.len();
        }
        for id in some.iter().take(10) {
            read += all(it, "SELECT * FROM person WHERE id = ?1", std::slice::from_ref(id))?.len();
        }
        Ok(read)
    });
    let read = read.await?;
    bare.leave("search", read).await
}

async fn refer(State(bare): State<Arc<Bare>>, body: String) -> Answer {
    let read = serde_json::from_str::<serde_json::Value>(&body).map_err(|_| StatusCode::BAD_REQUEST)?;
    bare.leave("refer", usize::from(read.is_object())).await
}

/// The rows that an operation wrote, as templates: `{"table": [first rowid, last rowid]}`, or of a table that is all
/// key, where only made ids vary, `{"table": "condition"}`.
fn operation(it: &Connection, plan: &serde_json::Value) -> rusqlite::Result<Operation> {
    let mut made = Operation { bytes: plan["bytes"].as_u64().unwrap_or(0) as usize, ..Operation::default() };
    for (table, rows) in plan["rows"].as_object().into_iter().flatten() {
        let columns = all(it, "SELECT name, pk FROM pragma_table_info(?1)", &[Value::Text(table.clone())])?;
        let unique = all(
            it,
            "SELECT c.name FROM pragma_index_list(?1) i JOIN pragma_index_info(i.name) c WHERE i.\"unique\" = 1",
            &[Value::Text(table.clone())],
        )?;
        let names: Vec<String> = columns.iter().map(|it| text(&it[0])).collect();
        let all_key = columns.iter().all(|it| it[1] != Value::Integer(0));
        let keys: Vec<usize> =
            (0..names.len()).filter(|nth| !all_key && unique.iter().any(|it| text(&it[0]) == names[*nth])).collect();
        let marks = vec!["?"; names.len()].join(", ");
        let sql: Arc<str> = format!("INSERT INTO {table} ({}) VALUES ({marks})", names.join(", ")).into();
        let (first, last) = (rows[0].as_i64().unwrap_or(1), rows[1].as_i64().unwrap_or(0));
        let range = format!("rowid BETWEEN {first} AND {last}");
        let rows = format!("SELECT {} FROM {table} WHERE {}", names.join(", "), rows.as_str().unwrap_or(&range));
        for values in all(it, &rows, &[])? {
            for nth in &keys {
                if let (Value::Blob(id), "id" | "entry") = (&values[*nth], names[*nth].as_str()) {
                    made.made.push(id.clone());
                }
            }
            made.rows.push(Template { sql: sql.clone(), values, unique: keys.clone() });
        }
    }
    Ok(made)
}

fn text(it: &Value) -> String {
    if let Value::Text(it) = it { it.clone() } else { String::new() }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().collect();
    let [_, path, plan] = words.as_slice() else { return Err("bare STORE PLAN".into()) };
    let plan: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(plan)?)?;
    let first = connect(path, OpenFlags::default())?;
    let mut operations = HashMap::new();
    for (name, it) in plan.as_object().into_iter().flatten() {
        operations.insert(name.clone(), operation(&first, it)?);
    }
    drop(first);
    let (writer, asks) = mpsc::sync_channel(1024);
    let at = path.clone();
    std::thread::spawn(move || {
        if let Err(e) = write(&at, &asks) {
            eprintln!("the writer ended: {e}");
        }
    });
    let readers = (0..8).map(|_| connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)).collect::<Result<_, _>>()?;
    let bare = Bare {
        readers: Mutex::new(readers),
        many: Semaphore::new(8),
        writer,
        operations,
        counter: AtomicU64::new(0),
    };
    let routes = Router::new()
        .route("/day", get(day))
        .route("/person/{reference}", get(overview))
        .route("/chronology/{reference}", get(chronology))
        .route("/search/{reference}", get(search))
        .route("/refer", post(refer))
        .with_state(Arc::new(bare));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("bare is at {}", listener.local_addr()?);
    axum::serve(listener, routes).await?;
    Ok(())
}
