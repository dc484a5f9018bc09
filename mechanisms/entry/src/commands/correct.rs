//! Correcting a note: a new row takes the place of the old one, which is kept.

use door::{Command, Refused, Writing};
use kernel::{Handling, Json, Marking, Ts};
use policy::action::WRITE_NOTE;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::commands::write::{put, sensitive};
use crate::commands::{Noted, configured, entry_for};
use crate::files::carry;
use crate::rules::{self, Closed, kept_marking, may_correct};
use crate::{Entry, EntryCorrected, EntryId};

/// Corrects a note. What it said before stays readable, as it was known until now.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectEntry {
    /// The row to correct.
    pub entry: EntryId,
    /// When it was so.
    pub happened: Ts,
    /// A few words.
    #[serde(default)]
    pub title: String,
    /// What happened, or what was said.
    pub text: String,
    /// Its protective marking; a lower one than before has no effect.
    #[serde(default = "sensitive")]
    pub marking: Marking,
    /// Which agencies may see it; never more than before.
    #[serde(default)]
    pub handling: Handling,
    /// Why it is corrected.
    pub reason: String,
}

impl Command for CorrectEntry {
    const NAME: &'static str = "people.correct-entry";
    const WHAT: &'static str = "Corrects a note; what it said before stays readable.";
    type Done = Noted;

    async fn carry_out(&self, w: &mut Writing) -> Result<Noted, Refused> {
        let old = entry_for(w, WRITE_NOTE, self.entry).await?;
        may_correct(&old).map_err(|why| Refused::rule("P24", why))?;
        let mut wrongs = rules::note(self.happened, &self.title, &self.text, &self.handling, w.now);
        rules::reason(&mut wrongs, &self.reason);
        configured(w, None, &self.handling, &mut wrongs);
        wrongs.done()?;
        let (marking, handling) = kept_marking((old.marking, &old.handling.0), (self.marking, &self.handling));
        let new = Entry {
            happened: self.happened,
            title: self.title.trim().to_owned(),
            text: self.text.trim().to_owned(),
            marking,
            marked: !handling.agencies.is_empty(),
            handling: Json(handling),
            because: self.reason.trim().to_owned(),
            ..following(w, &old)
        };
        replace(w, &old, &new, Closed::Corrected).await?;
        w.about("entry", new.id.0, &[old.person]);
        w.happened(EntryCorrected { person: old.person, entry: new.id, replaces: old.id }).await?;
        Ok(Noted { entry: new.id })
    }
}

/// The row that takes the place of another, so far alike.
pub(super) fn following(w: &mut Writing, old: &Entry) -> Entry {
    Entry {
        id: w.new_id(),
        recorded: w.now,
        recorded_by: w.acting.recorded_as(),
        replaces: Some(old.id),
        moved_from: None,
        because: String::new(),
        replaced_at: None,
        replaced_by: None,
        closed: None,
        version: 1,
        ..old.clone()
    }
}

/// Puts the new row in the place of the old one; files go with it.
pub(super) async fn replace(w: &mut Writing, old: &Entry, new: &Entry, how: Closed) -> Result<(), Refused> {
    let closed = Entry { replaced_at: Some(w.now), replaced_by: Some(new.id), closed: Some(how), ..old.clone() };
    w.change(old, &closed).await?;
    put(w, new).await?;
    carry(w, new).await
}
