//! What can be exported: the lists of the screens, narrowed by the same question.

use door::{Action, Reading};
use futures_util::future::BoxFuture;
use kernel::{Day, PersonId, Refused};

/// A row of an export, and whom it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportRow {
    /// Whom it is about, where that is known.
    pub person: Option<PersonId>,
    /// One cell for each column.
    pub cells: Vec<String>,
}

/// A stretch of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// Its rows.
    pub rows: Vec<ExportRow>,
    /// How many there are in all.
    pub total: i64,
}

/// Gives so many rows from there on, as they were on a day or as they are.
pub type Stretch = for<'a> fn(&'a Reading, Option<Day>, (i64, i64)) -> BoxFuture<'a, Result<Exported, Refused>>;

/// A list that can be taken out.
pub struct Export {
    /// Its name at the command line: `referrals`.
    pub kind: &'static str,
    /// What it lists, in plain words.
    pub what: &'static str,
    /// Who may ever see it.
    pub action: Action,
    /// Its columns.
    pub columns: &'static [&'static str],
    /// Its rows.
    pub rows: Stretch,
}
