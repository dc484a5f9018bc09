//! What a column can hold, in one spelling that both database engines understand.
//! `store` alone turns these into the engines' own types.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{Day, Ts};

/// One value on its way to or from a column. A new stored type says how in one small impl of [`Stored`].
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// SQL NULL of whatever type the column has.
    Null,
    /// BIGINT.
    Int(i64),
    /// BOOLEAN; 0 or 1 on SQLite.
    Bool(bool),
    /// DOUBLE PRECISION.
    Real(f64),
    /// TEXT.
    Text(String),
    /// BYTEA; BLOB on SQLite.
    Bytes(Vec<u8>),
    /// UUID; 16 bytes on SQLite.
    Uuid(Uuid),
    /// TIMESTAMPTZ; text of 27 characters on SQLite, so that text order is time order.
    Ts(Ts),
    /// DATE; text of 10 characters on SQLite.
    Day(Day),
    /// JSONB; text on SQLite.
    Json(String),
}

/// A column held something that its type does not allow.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("expected {expected}, the column holds {found}")]
pub struct BadValue {
    /// What the program expected.
    pub expected: &'static str,
    /// What was found, in words without content.
    pub found: String,
}

impl BadValue {
    /// For impls of [`Stored`] outside this crate.
    #[must_use]
    pub fn new(expected: &'static str, found: &Value) -> Self {
        Self { expected, found: found.kind().to_owned() }
    }
}

impl Value {
    /// The kind of the value, without its content.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Int(_) => "a whole number",
            Self::Bool(_) => "yes or no",
            Self::Real(_) => "a number",
            Self::Text(_) => "text",
            Self::Bytes(_) => "bytes",
            Self::Uuid(_) => "an id",
            Self::Ts(_) => "an instant",
            Self::Day(_) => "a day",
            Self::Json(_) => "JSON",
        }
    }
}

/// A type that a column can hold. `take` accepts every spelling that either engine gives back.
pub trait Stored: Sized + Send + 'static {
    /// The value to store.
    fn put(&self) -> Value;
    /// The value that was stored.
    ///
    /// # Errors
    /// When the column holds something else.
    fn take(it: Value) -> Result<Self, BadValue>;
}

impl<T: Stored> Stored for Option<T> {
    fn put(&self) -> Value {
        self.as_ref().map_or(Value::Null, Stored::put)
    }
    fn take(it: Value) -> Result<Self, BadValue> {
        if it == Value::Null { Ok(None) } else { T::take(it).map(Some) }
    }
}

impl Stored for Value {
    fn put(&self) -> Value {
        self.clone()
    }
    fn take(it: Value) -> Result<Self, BadValue> {
        Ok(it)
    }
}

impl Stored for i64 {
    fn put(&self) -> Value {
        Value::Int(*self)
    }
    fn take(it: Value) -> Result<Self, BadValue> {
        if let Value::Int(it) = it { Ok(it) } else { Err(BadValue::new("a whole number", &it)) }
    }
}

impl Stored for bool {
    fn put(&self) -> Value {
        Value::Bool(*self)
    }
    fn take(it: Value) -> Result<Self, BadValue> {
        match it {
            Value::Bool(it) => Ok(it),
            Value::Int(it) => Ok(it != 0),
            other => Err(BadValue::new("yes or no", &other)),
        }
    }
}

impl Stored for f64 {
    fn put(&self) -> Value {
        Value::Real(*self)
    }
    fn take(it: Value) -> Result<Self, BadValue> {
        match it {
            Value::Real(it) => Ok(it),
            #[expect(clippy::cast_precision_loss, reason = "SQLite gives whole reals back as integers")]
            Value::Int(it) => Ok(it as Self),
            other => Err(BadValue::new("a number", &other)),
        }
    }
}

impl Stored for String {
    fn put(&self) -> Value {
        Value::Text(self.clone())
    }
    fn take(it: Value) -> Result<Self, BadValue> {
        match it {
            Value::Text(it) | Value::Json(it) => Ok(it),
            other => Err(BadValue::new("text", &other)),
        }
    }
}

impl Stored for Vec<u8> {
    fn put(&self) -> Value {
        Value::Bytes(self.clone())
    }
    fn take(it: Value) -> Result<Self, BadValue> {
        if let Value::Bytes(it) = it { Ok(it) } else { Err(BadValue::new("bytes", &it)) }
    }
}

impl Stored for Uuid {
    fn put(&self) -> Value {
        Value::Uuid(*self)
    }
    fn take(it: Value) -> Result<Self, BadValue> {
        match &it {
            Value::Uuid(id) => Ok(*id),
            Value::Bytes(raw) => Self::from_slice(raw).map_err(|_| BadValue::new("an id", &it)),
            other => Err(BadValue::new("an id", other)),
        }
    }
}

impl Stored for Ts {
    fn put(&self) -> Value {
        Value::Ts(*self)
    }
    fn take(it: Value) -> Result<Self, BadValue> {
        match &it {
            Value::Ts(at) => Ok(*at),
            Value::Text(text) => text.parse().map_err(|_| BadValue::new("an instant", &it)),
            other => Err(BadValue::new("an instant", other)),
        }
    }
}

impl Stored for Day {
    fn put(&self) -> Value {
        Value::Day(*self)
    }
    fn take(it: Value) -> Result<Self, BadValue> {
        match &it {
            Value::Day(day) => Ok(*day),
            Value::Text(text) => text.parse().map_err(|_| BadValue::new("a day", &it)),
            other => Err(BadValue::new("a day", other)),
        }
    }
}

/// A value kept as JSON: `jsonb` on PostgreSQL, text on SQLite.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct Json<T>(pub T);

impl<T: Serialize + DeserializeOwned + Send + 'static> Stored for Json<T> {
    fn put(&self) -> Value {
        Value::Json(serde_json::to_string(&self.0).unwrap_or_else(|_| "null".to_owned()))
    }
    fn take(it: Value) -> Result<Self, BadValue> {
        match &it {
            Value::Json(text) | Value::Text(text) => {
                serde_json::from_str(text).map(Self).map_err(|_| BadValue::new("JSON of its shape", &it))
            }
            other => Err(BadValue::new("JSON", other)),
        }
    }
}
