//! What is known of a file, without its bytes.

use door::{Acting, Action, Content, Fact, Facts, Plain};
use kernel::{Day, Handling, Json, Marking, PersonId, Ts, UserId};
use policy::action::SEE_RECORD;
use uuid::Uuid;

use crate::files::Media;
use crate::marked;
use crate::see::{SEES, See};

kernel::ids!(
    /// A file.
    FileId,
);

/// The record to which a file belongs: kind and id, and the field of its form. The files of a note belong to
/// (`entry`, [`crate::Entry::subject`]), which stays when the note is corrected or moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileOf {
    /// `entry`, `draft`, `referral` …
    pub kind: &'static str,
    /// Its id.
    pub id: Uuid,
    /// The field of its form; empty where there is one for all.
    pub field: String,
}

door::record! {
    /// A file that somebody attached.
    pub struct File in "file" {
        pub id: FileId,
        /// Under which its chunks are kept.
        pub body: Uuid,
        /// Its name, made safe.
        pub name: String,
        /// What it is, by its content.
        pub media: Media,
        /// Bytes.
        pub size: i64,
        pub sha256: Vec<u8>,
        pub subject_kind: String,
        pub subject: Uuid,
        pub field: String,
        /// Whom it is about; none while nobody is known yet.
        pub person: Option<PersonId>,
        pub see: See,
        pub author: UserId,
        pub agency: String,
        pub marking: Marking,
        pub handling: Json<Handling>,
        pub marked: bool,
        pub recorded: Ts,
        /// Whether every chunk is in; before that nobody sees it.
        pub complete: bool,
        pub replaced_at: Option<Ts>,
        pub version: i64,
    }
}

impl Content for File {
    const SEE: Action = SEE_RECORD;
    const KIND: &'static str = "file";
    const PERSON_SQL: &'static str = "t.person";
    const ROW_FACTS: &'static [Fact] = marked::ROW_FACTS;
    const SEES: Option<(&'static str, &'static [Action])> = Some(("t.see", SEES));

    fn id(&self) -> Uuid {
        self.id.0
    }
    fn person(&self) -> Option<PersonId> {
        self.person
    }
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
    fn row_facts_on(&self, acting: &Acting, today: Day) -> Facts {
        marked::facts(acting, today, self.author, &self.agency, &self.handling.0)
    }
    fn row_fact_sql(fact: Fact) -> Option<&'static str> {
        marked::fact_sql(fact)
    }
    fn see(&self) -> Action {
        self.see.0
    }
}

door::record! {
    /// A stretch of a file's bytes. They leave only together with their [`File`], which policy opens.
    pub struct FileChunk in "file_chunk" {
        pub body: Uuid,
        pub nth: i64,
        pub size: i64,
        pub bytes: Vec<u8>,
    }
}

impl Plain for FileChunk {}
