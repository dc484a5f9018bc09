//! An entry of a chronology.

use door::{Acting, Action, Content, Fact, Facts};
use kernel::{Day, Handling, Json, Marking, PersonId, Ts, UserId};
use policy::action::SEE_RECORD;
use uuid::Uuid;

use crate::marked;
use crate::rules::Closed;
use crate::see::{SEES, See};

kernel::ids!(
    /// An entry of a chronology. A correction has an id of its own.
    EntryId,
);

door::record! {
    /// One entry of a person's chronology: a note somebody wrote, or a line that a happening left.
    pub struct Entry in "entry" {
        pub id: EntryId,
        pub person: PersonId,
        /// A code of the list `note-kinds`, or the kind of the record to which something happened: `referral`.
        pub kind: String,
        /// When it was so.
        pub happened: Ts,
        /// When we learned it.
        pub recorded: Ts,
        /// Who put this row in; of a moved or corrected entry not its author.
        pub recorded_by: UserId,
        /// Who wrote it, or did what it tells of.
        pub author: UserId,
        /// The author's agency, by its code.
        pub agency: String,
        /// The room from which it comes; `note` for what was written here.
        pub source: String,
        /// The record that it tells of: kind and id; of a note its first row.
        pub subject_kind: String,
        pub subject: Uuid,
        /// What one must be allowed to see.
        pub see: See,
        pub title: String,
        pub text: String,
        pub marking: Marking,
        pub handling: Json<Handling>,
        /// Whether it is marked for certain agencies.
        pub marked: bool,
        /// The row whose place this one took.
        pub replaces: Option<EntryId>,
        /// The person on whose record it stood by mistake.
        pub moved_from: Option<PersonId>,
        /// Why it was corrected or moved.
        pub because: String,
        /// When a later row took its place.
        pub replaced_at: Option<Ts>,
        /// Which row took its place.
        pub replaced_by: Option<EntryId>,
        /// How it ended, if it did.
        pub closed: Option<Closed>,
        pub version: i64,
    }
}

impl Entry {
    /// What it is called: its title; without one, the first words of its text.
    #[must_use]
    pub fn called(&self) -> String {
        const LONGEST: usize = 60;
        if !self.title.is_empty() {
            return self.title.clone();
        }
        let words: String = self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        if words.is_empty() {
            return "An entry without words".to_owned();
        }
        if words.chars().count() <= LONGEST {
            return words;
        }
        let cut: String = words.chars().take(LONGEST).collect();
        let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |it| it.0); // no word is cut in two
        format!("{whole}…")
    }
}

impl Content for Entry {
    const SEE: Action = SEE_RECORD;
    const KIND: &'static str = "entry";
    const PERSON_SQL: &'static str = "t.person";
    const ROW_FACTS: &'static [Fact] = marked::ROW_FACTS;
    const SEES: Option<(&'static str, &'static [Action])> = Some(("t.see", SEES));

    fn id(&self) -> Uuid {
        self.id.0
    }
    fn person(&self) -> Option<PersonId> {
        Some(self.person)
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
