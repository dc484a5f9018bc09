//! What happens to a chronology itself. A note is its own entry, so that none of these leaves a line.

use door::Happening;
use kernel::{PersonId, Ts};
use serde::Serialize;
use uuid::Uuid;

use crate::EntryId;

/// Somebody wrote a note; clocks may count visits by its kind.
#[derive(Clone, Debug, Serialize)]
pub struct NoteWritten {
    /// Whom it is about.
    pub person: PersonId,
    /// The entry.
    pub entry: EntryId,
    /// Its kind: a code of the list `note-kinds`.
    pub kind: String,
    /// The author's agency.
    pub agency: String,
    /// When it was so.
    #[serde(skip)]
    pub happened: Ts,
}

/// An entry was corrected.
#[derive(Clone, Debug, Serialize)]
pub struct EntryCorrected {
    /// Whom it is about.
    pub person: PersonId,
    /// The new row.
    pub entry: EntryId,
    /// The row whose place it took.
    pub replaces: EntryId,
}

/// An entry was moved from the wrong person.
#[derive(Clone, Debug, Serialize)]
pub struct EntryMoved {
    /// On whose record it stood by mistake.
    pub from: PersonId,
    /// Whose it is.
    pub to: PersonId,
    /// The new row.
    pub entry: EntryId,
    /// The row whose place it took.
    pub replaces: EntryId,
}

impl Happening for NoteWritten {
    const NAME: &'static str = "people.note-written";
    fn persons(&self) -> Vec<PersonId> {
        vec![self.person]
    }
    fn subject(&self) -> (&'static str, Uuid) {
        ("entry", self.entry.0)
    }
    fn happened(&self) -> Option<Ts> {
        Some(self.happened)
    }
}

impl Happening for EntryCorrected {
    const NAME: &'static str = "people.entry-corrected";
    fn persons(&self) -> Vec<PersonId> {
        vec![self.person]
    }
    fn subject(&self) -> (&'static str, Uuid) {
        ("entry", self.entry.0)
    }
}

impl Happening for EntryMoved {
    const NAME: &'static str = "people.entry-moved";
    fn persons(&self) -> Vec<PersonId> {
        vec![self.from, self.to]
    }
    fn subject(&self) -> (&'static str, Uuid) {
        ("entry", self.entry.0)
    }
}
