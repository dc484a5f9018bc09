//! Rows as files.

use room::{Export, ExportRow};
use serde_json::{Map, Value};

kernel::words! {
    /// How a list is written.
    pub enum Format {
        /// RFC 4180.
        Csv = "csv" / "CSV, for a spreadsheet",
        /// One object a row.
        Json = "json" / "JSON, for a program",
    }
}

impl Format {
    /// The media type.
    #[must_use]
    pub const fn media(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json",
        }
    }
}

/// The whole file. A cell that a spreadsheet would take for a formula is marked as text.
#[must_use]
pub fn write(list: &Export, rows: &[ExportRow], format: Format) -> String {
    match format {
        Format::Csv => {
            let line = |cells: &mut dyn Iterator<Item = &str>| {
                let cells: Vec<String> = cells.map(web::csv_cell).collect();
                cells.join(",") + "\r\n"
            };
            let mut all = line(&mut list.columns.iter().copied());
            for row in rows {
                all.push_str(&line(&mut row.cells.iter().map(String::as_str)));
            }
            all
        }
        Format::Json => {
            let object = |row: &ExportRow| {
                let cells = list.columns.iter().zip(&row.cells);
                Value::Object(
                    cells.map(|(name, it)| ((*name).to_owned(), Value::from(it.as_str()))).collect::<Map<_, _>>(),
                )
            };
            let all: Vec<Value> = rows.iter().map(object).collect();
            format!("{:#}\n", Value::Array(all))
        }
    }
}
