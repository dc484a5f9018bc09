//! Moving an entry from the wrong person: both histories show it.

use door::{Command, Refused, Writing};
use kernel::{PersonId, Wrongs};
use policy::action::MOVE_ENTRY;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::commands::correct::{following, replace};
use crate::commands::write::put;
use crate::commands::{Noted, about, entry_for};
use crate::rules::{self, Closed, may_correct, moved_away};
use crate::{Entry, EntryId, EntryMoved};

/// The kind of the line that a move leaves behind.
const MOVED: &str = "moved";

/// Moves an entry that stands on the wrong person's record. A line stays where it stood; it does not say whose it was.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveEntry {
    /// The entry.
    pub entry: EntryId,
    /// Whose it is.
    pub to: PersonId,
    /// Why it is moved. It is shown on both records, so it names nobody.
    pub reason: String,
}

impl Command for MoveEntry {
    const NAME: &'static str = "people.move-entry";
    const WHAT: &'static str =
        "Moves an entry from the wrong person's record to the right one's; both histories show it.";
    type Done = Noted;

    async fn carry_out(&self, w: &mut Writing) -> Result<Noted, Refused> {
        let old = entry_for(w, MOVE_ENTRY, self.entry).await?;
        let to = about(w, MOVE_ENTRY, self.to).await?;
        let from: Option<(PersonId,)> =
            w.plain_one("SELECT root FROM person WHERE id = $1", door::args![old.person]).await?;
        may_correct(&old).map_err(|why| Refused::rule("P24", why))?;
        let mut wrongs = Wrongs::default();
        if from.is_some_and(|(root,)| root == to) {
            wrongs.add("to", "Choose another person: the entry stands on this one's record");
        }
        rules::reason(&mut wrongs, &self.reason);
        wrongs.done()?;
        let because = self.reason.trim().to_owned();
        let new = Entry { person: to, moved_from: Some(old.person), because: because.clone(), ..following(w, &old) };
        replace(w, &old, &new, Closed::Moved).await?;
        let (title, text) = moved_away(old.happened.day(), &because);
        let id = w.new_id::<EntryId>();
        let trace = Entry {
            replaces: None,
            id,
            kind: MOVED.to_owned(),
            happened: w.now,
            author: w.acting.recorded_as(),
            agency: w.acting.agency.clone(),
            source: MOVED.to_owned(),
            subject_kind: MOVED.to_owned(),
            subject: id.0,
            title,
            text,
            ..following(w, &old)
        };
        put(w, &trace).await?;
        w.about("entry", new.id.0, &[old.person, to]);
        w.happened(EntryMoved { from: old.person, to, entry: new.id, replaces: old.id }).await?;
        Ok(Noted { entry: new.id })
    }
}
