//! What is kept of imports.

use door::{Plain, record};
use kernel::{Ts, UserId};
use uuid::Uuid;

kernel::ids!(
    /// An import.
    ImportId,
);

kernel::words! {
    /// Where an import stands.
    pub enum ImportState {
        /// A file was sent; it is being looked at.
        Looking = "looking" / "Being checked",
        /// Rows are bad: nothing was kept.
        Bad = "bad" / "Has bad rows",
        /// Looked at and sound; waits for the administrator.
        Proposed = "proposed" / "Waits to be applied",
        /// Its rows are being kept.
        Running = "running" / "Under way",
        /// It stopped in the middle; a later run of the same file brought the rest.
        Continued = "continued" / "Interrupted; a later run brought the rest",
        /// All is in.
        Done = "done" / "Done",
        /// Taken back before it was applied.
        Withdrawn = "withdrawn" / "Withdrawn",
    }
}

record! {
    /// An import: who, when, and how many. It holds nothing about anybody.
    pub struct ImportRun in "import" {
        pub id: ImportId,
        /// Kind of the file.
        pub kind: String,
        /// Whose file it is.
        pub agency: String,
        /// The file's name, without its folder.
        pub file: String,
        pub state: ImportState,
        pub asked_by: UserId,
        pub asked_at: Ts,
        /// Who applied it: at the command line the same.
        pub applied_by: Option<UserId>,
        pub applied_at: Option<Ts>,
        /// When it ended; while it is under way, when it last moved.
        pub ended: Option<Ts>,
        /// Rows of the file.
        pub lines: i64,
        /// Rows that are in, or were looked at.
        pub done_lines: i64,
        pub added: i64,
        pub changed: i64,
        pub unchanged: i64,
        pub wrong: i64,
        pub doubtful: i64,
        pub version: i64,
    }
}

record! {
    /// Something wrong or doubtful in a row of a file that was sent: shown to who proposes, never to who applies.
    pub struct ImportTrouble in "import_trouble" {
        pub import: ImportId,
        pub nth: i64,
        pub line: i64,
        pub named: String,
        pub value: String,
        pub problem: String,
        pub mend: String,
        pub wrong: bool,
    }
}

record! {
    /// A stretch of a file that waits to be applied; taken away when it is.
    pub struct ImportPart in "import_part" {
        pub import: ImportId,
        pub nth: i64,
        pub bytes: Vec<u8>,
    }
}

record! {
    /// What a row of a source became: twice the same makes nothing twice.
    pub struct ImportedRow in "imported_row" {
        pub kind: String,
        pub agency: String,
        pub source: String,
        /// What it said, hashed.
        pub hash: Vec<u8>,
        pub record: Uuid,
    }
}

impl Plain for ImportRun {}
impl Plain for ImportTrouble {}
impl Plain for ImportPart {}
