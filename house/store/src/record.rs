//! Records, declared once: struct, columns, in and out.

use std::sync::OnceLock;

use kernel::{BadValue, Stored, Value};

/// Something that a question can give back: by column name for `record!`, by place for tuples.
pub trait Read: Sized + Send + 'static {
    /// Column names, in the order in which [`Read::read`] takes them; empty: by place.
    const NAMES: &'static [&'static str];
    /// Takes the cells in order.
    ///
    /// # Errors
    /// When a cell holds something else than the type says.
    fn read(cells: &mut dyn Iterator<Item = Value>) -> Result<Self, BadValue>;
}

/// The next cell, as the type asks for.
///
/// # Errors
/// When there is none, or it holds something else.
pub fn next<T: Stored>(cells: &mut dyn Iterator<Item = Value>) -> Result<T, BadValue> {
    T::take(cells.next().ok_or_else(|| BadValue::new("one more column", &Value::Null))?)
}

macro_rules! reads {
    ($($($name:ident)*;)+) => { $(
        impl<$($name: Stored),*> Read for ($($name,)*) {
            const NAMES: &'static [&'static str] = &[];
            fn read(cells: &mut dyn Iterator<Item = Value>) -> Result<Self, BadValue> {
                Ok(($(next::<$name>(cells)?,)*))
            }
        }
    )+ };
}
reads! { A; A B; A B C; A B C D; A B C D E; A B C D E F; A B C D E F G; A B C D E F G H; A B C D E F G H I; A B C D E F G H I J; }

/// A whole row as it is, for tools that copy tables.
impl Read for Vec<Value> {
    const NAMES: &'static [&'static str] = &[];
    fn read(cells: &mut dyn Iterator<Item = Value>) -> Result<Self, BadValue> {
        Ok(cells.collect())
    }
}

/// A record that knows its table: declared by [`record!`](crate::record). Its first column is its key.
pub trait Record: Read + Clone + Sync {
    /// The table.
    const TABLE: &'static str;
    /// Where its statements are kept.
    fn sql() -> &'static Statements;
    /// Its values, in the order of its columns.
    fn values(&self) -> Vec<Value>;

    /// Puts a new row in.
    fn insert(&self) -> Insert {
        Insert { sql: Self::sql().insert::<Self>(), values: self.values() }
    }
}

/// One statement that waits for its transaction, with its values.
#[derive(Clone, Debug)]
pub struct Insert {
    /// Its text.
    pub sql: &'static str,
    /// Its values.
    pub values: Vec<Value>,
}

/// A record's statements, made once.
#[derive(Default)]
pub struct Statements {
    insert: OnceLock<&'static str>,
    update: OnceLock<&'static str>,
}

impl Statements {
    /// Empty, for statics.
    #[must_use]
    pub const fn new() -> Self {
        Self { insert: OnceLock::new(), update: OnceLock::new() }
    }

    fn insert<R: Record>(&self) -> &'static str {
        self.insert.get_or_init(|| {
            let marks: Vec<_> = (1..=R::NAMES.len()).map(|n| format!("${n}")).collect();
            format!("INSERT INTO {} ({}) VALUES ({})", R::TABLE, R::NAMES.join(", "), marks.join(", ")).leak()
        })
    }

    /// `UPDATE` of every column but the key; of the row as it was, by `version` where the record has one.
    pub(crate) fn update<R: Record>(&self) -> &'static str {
        self.update.get_or_init(|| {
            let key = R::NAMES.first().copied().unwrap_or("id");
            let sets: Vec<_> =
                R::NAMES.iter().enumerate().skip(1).map(|(n, it)| format!("{it} = ${}", n + 1)).collect();
            let only = if version_at::<R>().is_some() {
                format!(" AND version = ${}", R::NAMES.len() + 1)
            } else {
                String::new()
            };
            format!("UPDATE {} SET {} WHERE {key} = $1{only}", R::TABLE, sets.join(", ")).leak()
        })
    }
}

pub(crate) fn version_at<R: Record>() -> Option<usize> {
    R::NAMES.iter().position(|it| *it == "version")
}

/// The values of an update from `old` to `new`: the version goes up by one, and the old one is what must still be there.
pub(crate) fn update_values<R: Record>(old: &R, new: &R) -> Vec<Value> {
    let mut values = new.values();
    if let Some(at) = version_at::<R>() {
        let was = old.values().swap_remove(at);
        if let Value::Int(n) = was {
            values[at] = Value::Int(n + 1);
        }
        values.push(was);
    }
    values
}

/// Declares a record: `record! { /// doc pub struct Note in "note" { pub id: NoteId, … } }`. The first field is the key;
/// a field `version: i64` makes changes refuse a stale copy.
#[macro_export]
macro_rules! record {
    ($(#[$doc:meta])* pub struct $name:ident in $table:literal { $($(#[$fdoc:meta])* pub $field:ident: $ty:ty,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name { $($(#[$fdoc])* pub $field: $ty,)+ }

        impl $crate::Read for $name {
            const NAMES: &'static [&'static str] = &[$(stringify!($field)),+];
            fn read(cells: &mut dyn Iterator<Item = $crate::Value>) -> Result<Self, $crate::BadValue> {
                Ok(Self { $($field: $crate::next(cells)?),+ })
            }
        }

        impl $crate::Record for $name {
            const TABLE: &'static str = $table;
            fn sql() -> &'static $crate::Statements {
                static SQL: $crate::Statements = $crate::Statements::new();
                &SQL
            }
            fn values(&self) -> Vec<$crate::Value> {
                vec![$($crate::Stored::put(&self.$field)),+]
            }
        }
    };
}
