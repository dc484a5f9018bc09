//! Writing a note, and keeping an entry that another mechanism or an import brings.

use catalogue::Part;
use door::{Command, Refused, Writing};
use kernel::{Handling, Json, Marking, PersonId, Ts, UserId};
use policy::action::WRITE_NOTE;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::commands::{about, configured};
use crate::rules::{self, NOTE};
use crate::see::{See, see_of};
use crate::{Entry, EntryId, NoteWritten, index, marked};

/// Writes a case note, call, visit or document on a person's chronology.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WriteNote {
    /// Whom it is about.
    pub person: PersonId,
    /// A code of the list `note-kinds`.
    pub kind: String,
    /// When it was so.
    pub happened: Ts,
    /// A few words; the kind's where empty.
    #[serde(default)]
    pub title: String,
    /// What happened, or what was said.
    pub text: String,
    /// Which part of the record it belongs to: that decides who sees it.
    #[serde(default = "casework")]
    pub part: Part,
    /// Its protective marking.
    #[serde(default = "sensitive")]
    pub marking: Marking,
    /// Which agencies may see it, until when, and what must not be done with it.
    #[serde(default)]
    pub handling: Handling,
}

pub(crate) const fn casework() -> Part {
    Part::Casework
}

pub(crate) const fn sensitive() -> Marking {
    Marking::Sensitive
}

/// The entry that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Noted {
    /// Its id.
    pub entry: EntryId,
}

/// An entry to keep, from a mechanism or an import.
#[derive(Clone, Debug)]
pub struct NewEntry {
    /// Whom it is about.
    pub person: PersonId,
    /// Its kind.
    pub kind: String,
    /// When it was so.
    pub happened: Ts,
    /// Who wrote it; whoever acts when none.
    pub author: Option<UserId>,
    /// The author's agency; of whoever acts when none.
    pub agency: Option<String>,
    /// The room from which it comes.
    pub source: String,
    /// The record that it tells of; itself when none.
    pub subject: Option<(String, Uuid)>,
    /// Which part of the record it belongs to.
    pub part: Part,
    /// A few words.
    pub title: String,
    /// The rest.
    pub text: String,
    /// Its protective marking.
    pub marking: Marking,
    /// Who may see it.
    pub handling: Handling,
}

/// Keeps an entry with its marks and search words. Asks no policy.
///
/// # Errors
/// When the store refuses.
pub async fn keep(w: &mut Writing, it: NewEntry) -> Result<Entry, Refused> {
    let id = w.new_id::<EntryId>();
    let (subject_kind, subject) = it.subject.unwrap_or_else(|| (NOTE.to_owned(), id.0));
    let entry = Entry {
        id,
        person: it.person,
        kind: it.kind,
        happened: it.happened,
        recorded: w.now,
        recorded_by: w.acting.recorded_as(),
        author: it.author.unwrap_or(w.acting.recorded_as()),
        agency: it.agency.unwrap_or_else(|| w.acting.agency.clone()),
        source: it.source,
        subject_kind,
        subject,
        see: See(see_of(it.part)),
        title: it.title.trim().to_owned(),
        text: it.text.trim().to_owned(),
        marking: it.marking,
        marked: !it.handling.agencies.is_empty(),
        handling: Json(it.handling),
        replaces: None,
        moved_from: None,
        because: String::new(),
        replaced_at: None,
        replaced_by: None,
        closed: None,
        version: 1,
    };
    put(w, &entry).await?;
    Ok(entry)
}

/// A row of the chronology with its marks and search words.
pub(super) async fn put(w: &mut Writing, entry: &Entry) -> Result<(), Refused> {
    w.keep(entry).await?;
    marked::mark(w, entry.id.0, &entry.handling.0).await?;
    index(w, "entry", entry.id.0, &[&entry.title, &entry.text]).await
}

impl Command for WriteNote {
    const NAME: &'static str = "people.write-note";
    const WHAT: &'static str = "Writes a case note, call, visit or document on a person's chronology.";
    type Done = Noted;

    async fn carry_out(&self, w: &mut Writing) -> Result<Noted, Refused> {
        let person = about(w, WRITE_NOTE, self.person).await?;
        let mut wrongs = rules::note(self.happened, &self.title, &self.text, &self.handling, w.now);
        configured(w, Some(&self.kind), &self.handling, &mut wrongs);
        wrongs.done()?;
        let new = NewEntry {
            person,
            kind: self.kind.clone(),
            happened: self.happened,
            author: None,
            agency: None,
            source: NOTE.to_owned(),
            subject: None,
            part: self.part,
            title: self.title.clone(),
            text: self.text.clone(),
            marking: self.marking,
            handling: self.handling.clone(),
        };
        let entry = keep(w, new).await?;
        w.about("entry", entry.id.0, &[person]);
        let (kind, agency) = (entry.kind, entry.agency);
        w.happened(NoteWritten { person, entry: entry.id, kind, agency, happened: entry.happened }).await?;
        Ok(Noted { entry: entry.id })
    }
}
