//! Clocks of imported history: their outcome comes from the rows' own dates, and nobody is asked for a reason
//! (contract.md, `import`).

use std::sync::Arc;

use calendar::{Calendar, Start};
use catalogue::{Catalogue, Clock as Definition};
use door::{Reading, Refused, Writing};
use kernel::{Json, PersonId, Ts};
use uuid::Uuid;

use crate::answer::Answerable;
use crate::count::start_instant;
use crate::count::{calendar_of, count, count_by};
use crate::listen::{begun, from_when};
use crate::record::{ClockId, Outcome, Row};
use crate::rules::{self, Fields, fires, texts};

/// A duty of imported history: its outcome comes from the row's own dates, and nobody is asked for a reason.
#[derive(Clone, Debug)]
pub struct Recorded<'a> {
    /// The definition's id.
    pub definition: &'a str,
    /// Whom it is about.
    pub person: Option<PersonId>,
    /// The record it belongs to: kind and id.
    pub subject: (&'a str, Uuid),
    /// What ties a later stop to it: the value of the definition's `about`; none: the record's id.
    pub key: Option<String>,
    /// What the definition's conditions and lengths may look at.
    pub fields: Fields,
    /// When it began.
    pub started: Ts,
    /// When it ended; none: it is still open.
    pub stopped: Option<Ts>,
    /// The happening that ended it, by name.
    pub stopped_by: &'a str,
}

/// Keeps a clock of imported history (contract.md, `import`). None where no definition held on that day.
///
/// # Errors
/// When the store refuses.
pub async fn start_as_recorded(w: &mut Writing, it: Recorded<'_>) -> Result<Option<ClockId>, Refused> {
    let c = w.configuration()?;
    let Some(definition) = c.clock(it.definition, it.started.day()) else { return Ok(None) };
    let counted = count(&c, definition, Start::At(it.started), &it.fields, it.started);
    let who = Answerable::by(&c, &definition.accountable, &it.fields, w.now.day());
    let key = it.key.or_else(|| if definition.about == "person" { it.person.map(|it| it.to_string()) } else { None });
    let mut row = begun(w, definition, &counted, it.started, it.started, who);
    row.about_key = key.unwrap_or_else(|| it.subject.1.to_string());
    (row.subject_kind, row.subject) = (it.subject.0.to_owned(), it.subject.1);
    row.started_by = definition.starts.first().map_or_else(String::new, |it| it.on.clone());
    (row.person, row.imported) = (it.person, true);
    if let Some(stopped) = it.stopped {
        row.outcome = rules::outcome(row.due_day, row.due_at, row.at_least, stopped);
        (row.stopped, row.stopped_by) = (Some(stopped), Some(it.stopped_by.to_owned()));
    }
    w.keep(&row).await?;
    Ok(Some(row.id))
}

/// Something that happened to a matter of imported history.
#[derive(Clone, Debug)]
pub struct Past {
    /// The happening's name.
    pub name: &'static str,
    /// When it was so.
    pub at: Ts,
    /// What conditions and lengths may look at.
    pub fields: Fields,
}

/// Replays what happened to matters of the past, many of them in one change.
pub struct Replay {
    configuration: Arc<Catalogue>,
    calendar: Arc<Calendar>,
}

impl Replay {
    /// With the configuration in force.
    ///
    /// # Errors
    /// When the door was built without one.
    pub fn new(r: &Reading) -> Result<Self, Refused> {
        let configuration = r.configuration()?;
        let calendar = calendar_of(&configuration);
        Ok(Self { configuration, calendar })
    }

    /// Keeps the clocks that these happenings, oldest first, started: with the outcome that the later ones give. A
    /// clock that none of them ended is kept only where the matter still waits; whether others ever did their part,
    /// the rows do not tell. Says how many were kept.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn keep(
        &self,
        w: &mut Writing,
        person: Option<PersonId>,
        subject: (&'static str, Uuid),
        past: &[Past],
        waits: bool,
    ) -> Result<usize, Refused> {
        let mut kept = 0;
        for (nth, first) in past.iter().enumerate() {
            for definition in self.configuration.clocks_on(first.at.day()) {
                let Some(by) = definition.starts.iter().find(|by| fires(by, first.name, &first.fields)) else {
                    continue;
                };
                let from = from_when(by, &first.fields, first.at);
                let mut row = self.started(w, definition, from, first);
                let ended = end_by(&mut row, definition, &past[nth + 1..]);
                if ended || waits {
                    let key = texts(&first.fields, &definition.about).into_iter().next();
                    let person_key = || (definition.about == "person").then(|| person.map(|it| it.to_string()));
                    row.about_key = key.or_else(|| person_key().flatten()).unwrap_or_else(|| subject.1.to_string());
                    (row.subject_kind, row.subject, row.person) = (subject.0.to_owned(), subject.1, person);
                    w.keep(&row).await?;
                    kept += 1;
                }
            }
        }
        Ok(kept)
    }

    /// The clocks that an earlier import told of a record are no longer what its source says.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn undo(w: &mut Writing, subject: Uuid) -> Result<u64, Refused> {
        const UNDO: &str = "UPDATE clock SET outcome = 'void', version = version + 1
            WHERE subject = $1 AND imported AND outcome <> 'void'";
        w.run(UNDO, door::args![subject]).await
    }

    fn started(&self, w: &mut Writing, definition: &Definition, from: Start, first: &Past) -> Row {
        let counted = count_by(&self.calendar, definition, from, &first.fields, first.at);
        let today = w.now.day();
        let mut who = Answerable::by(&self.configuration, &definition.accountable, &first.fields, today);
        who.owner = None; // who it was is not in the rows
        let mut row = begun(w, definition, &counted, start_instant(from), first.at, who);
        first.name.clone_into(&mut row.started_by);
        row.imported = true;
        row
    }
}

/// Ends a clock by what came after it began; whether it did.
fn end_by(row: &mut Row, definition: &Definition, later: &[Past]) -> bool {
    for it in later {
        let after = rules::after_start(row.started, row.due_at.is_some(), it.at);
        row.waiting = Json(rules::heard(&definition.stops, &row.waiting.0, it.name, &it.fields, it.at, after));
        if let Some((at, by)) = rules::complete(&definition.stops, &row.waiting.0) {
            row.outcome = rules::outcome(row.due_day, row.due_at, row.at_least, at);
            (row.stopped, row.stopped_by) = (Some(at), Some(by));
            return true;
        }
        if definition.voids.iter().any(|by| fires(by, it.name, &it.fields)) {
            row.outcome = Outcome::Void;
            (row.stopped, row.stopped_by) = (Some(it.at), Some(it.name.to_owned()));
            return true;
        }
    }
    false
}
