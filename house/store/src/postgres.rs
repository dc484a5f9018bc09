//! One PostgreSQL transaction. BEGIN travels with the first statement; inserts wait and travel
//! together with the next question or with COMMIT: two round trips for a change that only writes.

use std::error::Error as StdError;

use deadpool_postgres::Object;
use futures_util::future::try_join_all;
use kernel::{Day, Stored, Ts, Value};
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, private::BytesMut, to_sql_checked};
use uuid::Uuid;

use crate::{Error, Insert};

type Fault = Box<dyn StdError + Sync + Send>;

/// What PostgreSQL said, with its own message and without the row's content.
pub(crate) fn words(it: &tokio_postgres::Error) -> String {
    it.as_db_error().map_or_else(|| it.to_string(), |db| format!("{} ({})", db.message(), db.code().code()))
}

#[derive(Debug)]
struct Bound<'a>(&'a Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Fault> {
        match (self.0, ty) {
            (Value::Null, _) => Ok(IsNull::Yes),
            (Value::Int(it), &Type::INT4) => i32::try_from(*it)?.to_sql(ty, out),
            (Value::Int(it), &Type::FLOAT8) => Value::Int(*it).as_real().to_sql(ty, out),
            (Value::Int(it), _) => it.to_sql(ty, out),
            (Value::Bool(it), _) => it.to_sql(ty, out),
            (Value::Real(it), _) => it.to_sql(ty, out),
            (Value::Text(it) | Value::Json(it), &Type::JSONB) => {
                out.extend_from_slice(&[1]);
                out.extend_from_slice(it.as_bytes());
                Ok(IsNull::No)
            }
            (Value::Text(it) | Value::Json(it), _) => it.to_sql(ty, out),
            (Value::Bytes(it), _) => it.to_sql(ty, out),
            (Value::Uuid(it), _) => it.to_sql(ty, out),
            (Value::Ts(it), _) => it.jiff().to_sql(ty, out),
            (Value::Day(it), _) => it.0.to_sql(ty, out),
        }
    }
    fn accepts(_: &Type) -> bool {
        true
    }
    to_sql_checked!();
}

trait AsReal {
    fn as_real(&self) -> f64;
}
impl AsReal for Value {
    fn as_real(&self) -> f64 {
        f64::take(self.clone()).unwrap_or_default()
    }
}

/// One cell, by the column's own type.
struct Cell(Value);

impl<'a> FromSql<'a> for Cell {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Fault> {
        Ok(Self(match *ty {
            Type::INT8 => Value::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => Value::Int(i32::from_sql(ty, raw)?.into()),
            Type::INT2 => Value::Int(i16::from_sql(ty, raw)?.into()),
            Type::BOOL => Value::Bool(bool::from_sql(ty, raw)?),
            Type::FLOAT8 => Value::Real(f64::from_sql(ty, raw)?),
            Type::FLOAT4 => Value::Real(f32::from_sql(ty, raw)?.into()),
            Type::UUID => Value::Uuid(Uuid::from_sql(ty, raw)?),
            Type::TIMESTAMPTZ => Value::Ts(Ts::from(jiff::Timestamp::from_sql(ty, raw)?)),
            Type::DATE => Value::Day(Day(jiff::civil::Date::from_sql(ty, raw)?)),
            Type::BYTEA => Value::Bytes(raw.to_vec()),
            Type::JSONB => Value::Json(std::str::from_utf8(raw.get(1..).unwrap_or_default())?.to_owned()),
            Type::JSON => Value::Json(std::str::from_utf8(raw)?.to_owned()),
            Type::TEXT | Type::VARCHAR | Type::NAME | Type::BPCHAR | Type::UNKNOWN => {
                Value::Text(std::str::from_utf8(raw)?.to_owned())
            }
            _ => return Err(format!("columns of type {ty} are not used here").into()),
        }))
    }
    fn from_sql_null(_: &Type) -> Result<Self, Fault> {
        Ok(Self(Value::Null))
    }
    fn accepts(_: &Type) -> bool {
        true
    }
}

/// The cells of a row.
pub(crate) fn cells(row: &tokio_postgres::Row) -> Result<Vec<Value>, Error> {
    (0..row.len()).map(|at| Ok(row.try_get::<_, Cell>(at)?.0)).collect()
}

pub(crate) struct Pg {
    client: Option<Object>,
    begin: Option<&'static str>,
    later: Vec<Insert>,
}

fn bound(values: &[Value]) -> Vec<Bound<'_>> {
    values.iter().map(Bound).collect()
}

fn refs<'a>(bound: &'a [Bound<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    bound.iter().map(|it| it as &(dyn ToSql + Sync)).collect()
}

async fn say(client: &Object, sql: Option<&str>) -> Result<(), tokio_postgres::Error> {
    match sql {
        Some(sql) => client.batch_execute(sql).await,
        None => Ok(()),
    }
}

impl Pg {
    pub(crate) fn new(client: Object, begin: &'static str) -> Self {
        Self { client: Some(client), begin: Some(begin), later: Vec::new() }
    }

    fn client(&self) -> Result<&Object, Error> {
        self.client.as_ref().ok_or(Error::Busy)
    }

    pub(crate) fn later(&mut self, it: Insert) {
        self.later.push(it);
    }

    /// Sends what waits, then `last`, all in one go.
    async fn flush(&mut self, last: Option<&str>) -> Result<(), Error> {
        let (begin, later) = (self.begin.take(), std::mem::take(&mut self.later));
        let client = self.client()?;
        let mut statements = Vec::with_capacity(later.len());
        for it in &later {
            statements.push(client.prepare_cached(it.sql).await?);
        }
        let all: Vec<_> = later.iter().map(|it| bound(&it.values)).collect();
        let all: Vec<_> = all.iter().map(|it| refs(it)).collect();
        let middle = try_join_all(statements.iter().zip(&all).map(|(s, values)| client.execute(s, values)));
        // Polled in this order, so they travel in this order.
        let (began, kept, ended) = tokio::join!(biased; say(client, begin), middle, say(client, last));
        began?;
        kept?;
        Ok(ended?)
    }

    pub(crate) async fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<tokio_postgres::Row>, Error> {
        if !self.later.is_empty() {
            self.flush(None).await?;
        }
        let begin = self.begin.take();
        let client = self.client()?;
        let statement = client.prepare_cached(sql).await?;
        let bound = bound(values);
        let values = refs(&bound);
        let (began, rows) = tokio::join!(biased; say(client, begin), client.query(&statement, &values));
        began?;
        Ok(rows?)
    }

    pub(crate) async fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, Error> {
        self.flush(None).await?;
        let client = self.client()?;
        let statement = client.prepare_cached(sql).await?;
        let bound = bound(values);
        Ok(client.execute(&statement, &refs(&bound)).await?)
    }

    pub(crate) async fn raw(&mut self, sql: &str) -> Result<(), Error> {
        self.flush(Some(sql)).await
    }

    pub(crate) async fn commit(mut self) -> Result<(), Error> {
        self.flush(Some("COMMIT")).await?;
        self.client.take();
        Ok(())
    }
}

impl Drop for Pg {
    fn drop(&mut self) {
        // Never begun: nothing to undo. Else the connection goes home only after ROLLBACK.
        if let (Some(client), None) = (self.client.take(), self.begin) {
            if let Ok(runtime) = tokio::runtime::Handle::try_current() {
                runtime.spawn(async move { client.batch_execute("ROLLBACK").await });
            }
        }
    }
}
