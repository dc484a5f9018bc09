//! What can be imported: the room that keeps the records registers the kind, the exchange reads the files.

use std::collections::HashMap;

use catalogue::Catalogue;
use door::{Reading, Writing};
use futures_util::future::BoxFuture;
use kernel::{Day, PersonId, Refused, Ts};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A column of a file.
#[derive(Clone, Copy, Debug)]
pub struct ImportColumn {
    /// Its name in the header.
    pub name: &'static str,
    /// Whether the file must have it, and every row a value in it.
    pub needed: bool,
    /// What stands in it.
    pub what: &'static str,
}

impl ImportColumn {
    /// A column that must be there.
    #[must_use]
    pub const fn needed(name: &'static str, what: &'static str) -> Self {
        Self { name, needed: true, what }
    }
    /// A column that may be absent or empty.
    #[must_use]
    pub const fn optional(name: &'static str, what: &'static str) -> Self {
        Self { name, needed: false, what }
    }
}

/// A row of a file: its number (the header is row 1) and its cells, trimmed, in the order of the kind's columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Line {
    /// Where it stands in the file.
    pub row: u64,
    /// One cell for each column of the kind.
    pub cells: Vec<String>,
}

impl Line {
    /// The cell of a column, by its place among the kind's columns; empty where there is none.
    #[must_use]
    pub fn get(&self, nth: usize) -> &str {
        self.cells.get(nth).map_or("", String::as_str)
    }
}

/// Something wrong or doubtful in a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Trouble {
    /// The row of the file; the header is row 1.
    pub row: u64,
    /// The column's name.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// What is wrong, in plain words.
    pub problem: String,
    /// How to mend it.
    pub mend: String,
}

/// What looking at rows found.
#[derive(Clone, Debug, Default)]
pub struct Looked {
    /// These keep the file from being imported.
    pub wrong: Vec<Trouble>,
    /// These are stored and shown as doubts.
    pub doubtful: Vec<Trouble>,
}

/// One row under examination: its cells read with their mistakes noted.
pub struct Look<'a> {
    /// The configuration in force.
    pub catalogue: &'a Catalogue,
    /// Today.
    pub today: Day,
    columns: &'static [ImportColumn],
    line: &'a Line,
    found: &'a mut Looked,
}

impl<'a> Look<'a> {
    /// A row of a kind.
    pub fn new(
        catalogue: &'a Catalogue,
        today: Day,
        columns: &'static [ImportColumn],
        line: &'a Line,
        found: &'a mut Looked,
    ) -> Self {
        Self { catalogue, today, columns, line, found }
    }

    fn trouble(&self, nth: usize, problem: &str, mend: &str) -> Trouble {
        Trouble {
            row: self.line.row,
            column: self.columns.get(nth).map_or("", |it| it.name).to_owned(),
            value: self.line.get(nth).to_owned(),
            problem: problem.to_owned(),
            mend: mend.to_owned(),
        }
    }

    /// The cell.
    #[must_use]
    pub fn text(&self, nth: usize) -> &'a str {
        self.line.get(nth)
    }

    /// Notes that a cell is wrong.
    pub fn wrong(&mut self, nth: usize, problem: &str, mend: &str) {
        let it = self.trouble(nth, problem, mend);
        self.found.wrong.push(it);
    }

    /// Notes that a cell is doubtful: it is kept all the same.
    pub fn doubtful(&mut self, nth: usize, problem: &str, mend: &str) {
        let it = self.trouble(nth, problem, mend);
        self.found.doubtful.push(it);
    }

    /// Notes every needed cell that is empty, and every cell longer than `most` characters.
    pub fn shape(&mut self, most: usize) {
        for (nth, column) in self.columns.iter().enumerate() {
            let cell = self.line.get(nth);
            if column.needed && cell.is_empty() {
                self.wrong(nth, "nothing stands here", &format!("write {}", column.what));
            } else if cell.len() > most && cell.chars().count() > most {
                self.wrong(nth, &format!("this has more than {most} characters"), "shorten it");
            }
        }
    }

    /// A day, where one stands there.
    pub fn day(&mut self, nth: usize) -> Option<Day> {
        let day = day(self.text(nth));
        if day.is_none() && !self.text(nth).is_empty() {
            self.wrong(nth, "this is no day", "write it as 2016-03-29");
        }
        day
    }

    /// A time, where one stands there: with its offset, or a day.
    pub fn time(&mut self, nth: usize) -> Option<Ts> {
        let at = time(self.text(nth));
        if at.is_none() && !self.text(nth).is_empty() {
            self.wrong(nth, "this is no time", "write it with its offset, as 2016-03-29T14:05:00+01:00");
        }
        at
    }

    /// A code of a list, where one stands there.
    pub fn code(&mut self, nth: usize, list: &str) {
        let cell = self.text(nth);
        let known = self.catalogue.codes(list).is_none_or(|it| it.get(cell).is_some());
        if !cell.is_empty() && !known {
            let codes = self.catalogue.codes(list).map_or_else(Vec::new, |it| it.on(self.today).collect());
            let some: Vec<&str> = codes.iter().map(|it| it.code.as_str()).take(30).collect();
            self.wrong(nth, "this is no code of the list", &format!("write one of {}", some.join(", ")));
        }
    }
}

/// A day as files spell it.
#[must_use]
pub fn day(cell: &str) -> Option<Day> {
    cell.parse().ok()
}

/// A time as files spell it: RFC 3339 with an offset, or a day, which means its start in London.
#[must_use]
pub fn time(cell: &str) -> Option<Ts> {
    cell.parse().ok().or_else(|| day(cell).map(Day::start))
}

/// Rows that are new, for one change.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'a> {
    /// Whose file it is.
    pub agency: &'a str,
    /// The rows, checked before.
    pub lines: &'a [Line],
}

/// Persons as a file calls them.
pub type Called = HashMap<String, PersonId>;

/// The persons whom rows name in a column, by what their source calls them.
///
/// # Errors
/// When the store refuses.
pub async fn called(r: &Reading, them: Batch<'_>, column: usize) -> Result<Called, Refused> {
    let mut names: Vec<&str> = them.lines.iter().map(|it| it.get(column)).collect();
    names.sort_unstable();
    names.dedup();
    person::by_sources(r, them.agency, &names).await
}

/// Rows whose person, named in a column, no earlier import brought.
///
/// # Errors
/// When the store refuses.
pub async fn unknown_persons(
    r: &Reading,
    them: Batch<'_>,
    (column, name): (usize, &'static str),
) -> Result<Vec<Trouble>, Refused> {
    let known = called(r, them, column).await?;
    let unknown = them.lines.iter().filter(|it| !known.contains_key(it.get(column)));
    Ok(unknown
        .map(|it| Trouble {
            row: it.row,
            column: name.to_owned(),
            value: it.get(column).to_owned(),
            problem: "nobody of this name was imported".to_owned(),
            mend: "import the file of persons first, with the same --agency".to_owned(),
        })
        .collect())
}

/// Looks at many rows beside what the store holds.
pub type Beside = for<'a> fn(&'a Reading, Batch<'a>) -> BoxFuture<'a, Result<Vec<Trouble>, Refused>>;
/// Keeps new rows, and gives the id of each one's record in their order.
pub type Keep = for<'a> fn(&'a mut Writing, Batch<'a>) -> BoxFuture<'a, Result<Vec<Uuid>, Refused>>;
/// Changes the record of a row that its source changed, and gives the id of the record that stands now.
pub type Change = for<'a> fn(&'a mut Writing, &'a str, &'a Line, Uuid) -> BoxFuture<'a, Result<Uuid, Refused>>;

/// A kind of file.
pub struct Import {
    /// Its name at the command line: `persons`.
    pub kind: &'static str,
    /// What a row is, in plain words.
    pub what: &'static str,
    /// Its columns.
    pub columns: &'static [ImportColumn],
    /// Which columns together name a row at its source: twice the same is the same record.
    pub source: &'static [usize],
    /// Looks at one row by itself.
    pub look: fn(&mut Look<'_>),
    /// Looks at rows beside what the store holds.
    pub beside: Beside,
    /// Keeps new rows.
    pub keep: Keep,
    /// Changes the record of a row.
    pub change: Change,
}

impl Import {
    /// What a row is called at its source.
    #[must_use]
    pub fn source_of(&self, line: &Line) -> String {
        let parts: Vec<&str> = self.source.iter().map(|nth| line.get(*nth)).collect();
        parts.join("|")
    }
}
