//! Imports: a file is looked at whole, then kept in small changes; twice the same file makes nothing twice.

pub mod api;
mod check;
mod commands;
pub mod pages;
mod read;
mod records;
mod run;
mod stopped;

pub use check::{Job, Told, check};
pub use commands::{
    ApplyImport, BeginImport, Begun, CheckImport, Counts, EndImport, How, ImportRows, ProposeImport, TellChecked,
    WithdrawImport,
};
pub use read::{Found, Rows, Source, hash};
pub use records::{ImportId, ImportPart, ImportRun, ImportState, ImportTrouble, ImportedRow};
pub use run::{ALONE, BESIDE_OTHERS, run};

use room::{Import, Room};

/// Every kind of file that these rooms take in, in the order in which files are given: persons first.
pub fn kinds(rooms: &'static [&'static Room]) -> Vec<&'static Import> {
    let mut all: Vec<&'static Import> = rooms.iter().flat_map(|it| it.imports).collect();
    all.sort_by_key(|it| it.kind != "persons");
    all
}

/// The kind of a name.
#[must_use]
pub fn kind(rooms: &'static [&'static Room], name: &str) -> Option<&'static Import> {
    kinds(rooms).into_iter().find(|it| it.kind == name)
}

/// Whose a file is where nobody says: the council's children's services.
#[must_use]
pub fn own_agency(catalogue: &catalogue::Catalogue) -> String {
    let mut all = catalogue.agencies.iter();
    all.find(|it| it.kind == "council-children").map_or_else(String::new, |it| it.code.clone())
}

/// Troubles as a file: where, what stands there, what is wrong, how to mend it.
#[must_use]
pub fn as_csv(all: &[room::Trouble]) -> String {
    let mut text = "row,column,value,problem,mend\r\n".to_owned();
    for it in all {
        let cells = [it.row.to_string(), it.column.clone(), it.value.clone(), it.problem.clone(), it.mend.clone()];
        text.push_str(&cells.map(|it| web::csv_cell(&it)).join(","));
        text.push_str("\r\n");
    }
    text
}
