//! Values on SQLite: one fixed spelling each.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use kernel::Value;
use rusqlite::config::DbConfig;
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, OpenFlags};

struct Bound<'a>(&'a Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            Value::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Value::Int(it) => ToSqlOutput::Borrowed(ValueRef::Integer(*it)),
            Value::Bool(it) => ToSqlOutput::Borrowed(ValueRef::Integer(i64::from(*it))),
            Value::Real(it) => ToSqlOutput::Borrowed(ValueRef::Real(*it)),
            Value::Text(it) | Value::Json(it) => ToSqlOutput::Borrowed(ValueRef::Text(it.as_bytes())),
            Value::Bytes(it) => ToSqlOutput::Borrowed(ValueRef::Blob(it)),
            Value::Uuid(it) => ToSqlOutput::Borrowed(ValueRef::Blob(it.as_bytes())),
            Value::Ts(it) => ToSqlOutput::Owned(it.to_string().into()),
            Value::Day(it) => ToSqlOutput::Owned(it.to_string().into()),
        })
    }
}

/// The value of one cell. What it means, the reader's type says.
pub(crate) fn cell(it: ValueRef<'_>) -> Value {
    match it {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(it) => Value::Int(it),
        ValueRef::Real(it) => Value::Real(it),
        ValueRef::Text(it) => Value::Text(String::from_utf8_lossy(it).into_owned()),
        ValueRef::Blob(it) => Value::Bytes(it.to_vec()),
    }
}

/// SQLite numbers `$2` by where it first stands; `?2` by its number.
fn by_number(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(at) = rest.find('$') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let number = from.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
        out.push(if number { '?' } else { '$' });
        rest = &from[1..];
    }
    out.push_str(rest);
    out
}

/// A statement's text: static, or composed of static parts.
pub(crate) struct Text(pub(crate) Cow<'static, str>);

thread_local! {
    /// Static texts by where they stand, as SQLite wants them.
    static KNOWN: RefCell<HashMap<(usize, usize), Rc<str>>> = RefCell::new(HashMap::new());
}

fn prepared<'a>(c: &'a Connection, sql: &Text) -> rusqlite::Result<CachedStatement<'a>> {
    match &sql.0 {
        Cow::Owned(text) => c.prepare_cached(&by_number(text)),
        Cow::Borrowed(text) => {
            let at = (text.as_ptr().addr(), text.len());
            let known = KNOWN.with_borrow_mut(|all| Rc::clone(all.entry(at).or_insert_with(|| by_number(text).into())));
            c.prepare_cached(&known)
        }
    }
}

/// A statement, kept for its next use, with its values.
pub(crate) fn bound<'a>(c: &'a Connection, sql: &Text, values: &[Value]) -> rusqlite::Result<CachedStatement<'a>> {
    let mut s = prepared(c, sql)?;
    for (nth, value) in values.iter().enumerate() {
        s.raw_bind_parameter(nth + 1, Bound(value))?;
    }
    Ok(s)
}

/// Runs one statement; says how many rows it touched.
pub(crate) fn run(c: &Connection, sql: &'static str, values: &[Value]) -> rusqlite::Result<u64> {
    Ok(bound(c, &Text(sql.into()), values)?.raw_execute()? as u64)
}

/// Where the embedded database is and how durable it is.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub path: String,
    /// FULL, but for the control run of the power-cut test, which must lose something.
    pub synchronous: &'static str,
}

pub(crate) fn connect(place: &Place, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let conn = Connection::open_with_flags(&place.path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    conn.execute_batch("PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON;")?;
    conn.execute_batch(place.synchronous)?;
    // No mapping: each write takes the readers' mapping away, and making it anew costs more than reading (docs/decisions/0002).
    conn.execute_batch("PRAGMA mmap_size = 0; PRAGMA cache_size = -8000; PRAGMA temp_store = MEMORY;")?;
    // A plan depends on the question alone: otherwise each new value has the statement planned again.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.set_prepared_statement_cache_capacity(512);
    Ok(conn)
}
