//! Values on SQLite: one fixed spelling each.

use kernel::Value;
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, Statement};

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

const NAMES: [&str; 33] = [
    "", "$1", "$2", "$3", "$4", "$5", "$6", "$7", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$16", "$17",
    "$18", "$19", "$20", "$21", "$22", "$23", "$24", "$25", "$26", "$27", "$28", "$29", "$30", "$31", "$32",
];

/// SQLite numbers `$2` by where it first stands, not by its name: bind by name where they differ.
pub(crate) fn bind(s: &mut Statement<'_>, values: &[Value]) -> rusqlite::Result<()> {
    for (nth, value) in values.iter().enumerate() {
        let nth = nth + 1;
        let long;
        let name = match NAMES.get(nth) {
            Some(name) => *name,
            None => {
                long = format!("${nth}");
                long.as_str()
            }
        };
        let at = if s.parameter_name(nth) == Some(name) { Some(nth) } else { s.parameter_index(name)? };
        s.raw_bind_parameter(at.ok_or_else(|| rusqlite::Error::InvalidParameterName(name.to_owned()))?, Bound(value))?;
    }
    Ok(())
}

/// Runs one statement; says how many rows it touched.
pub(crate) fn run(c: &Connection, sql: &str, values: &[Value]) -> rusqlite::Result<u64> {
    let mut s = c.prepare_cached(sql)?;
    bind(&mut s, values)?;
    Ok(s.raw_execute()? as u64)
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
    conn.execute_batch("PRAGMA mmap_size = 268435456; PRAGMA cache_size = -8000; PRAGMA temp_store = MEMORY;")?;
    conn.set_prepared_statement_cache_capacity(512);
    Ok(conn)
}
