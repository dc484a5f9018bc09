//! The listener: whatever happens and has a line gets it on the chronology of each person it is about.

use door::{Following, Happened, Writing};
use kernel::{Handling, Json};

use crate::see::{SEES, See};
use crate::{Entry, EntryId};

/// Writes the line of a happening, if it has one. Registered by the hub among the door's listeners.
pub fn chronology<'a>(w: &'a mut Writing, it: &'a Happened) -> Following<'a> {
    Box::pin(async move {
        let Some(line) = &it.line else { return Ok(()) };
        if !SEES.contains(&line.see) {
            return Err(kernel::Refused::Fault(format!(
                "{} shows its line by {}, which no entry may",
                it.name, line.see
            )));
        }
        let (source, _) = it.name.split_once('.').unwrap_or((it.name, ""));
        let mut done = Vec::new();
        for person in &it.persons {
            if done.contains(person) {
                continue;
            }
            done.push(*person);
            let entry = Entry {
                id: w.new_id::<EntryId>(),
                person: *person,
                kind: it.subject.0.to_owned(),
                happened: it.at,
                recorded: it.recorded,
                recorded_by: w.acting.recorded_as(),
                author: w.acting.recorded_as(),
                agency: w.acting.agency.clone(),
                source: source.to_owned(),
                subject_kind: it.subject.0.to_owned(),
                subject: it.subject.1,
                see: See(line.see),
                title: line.text.clone(),
                text: String::new(),
                marking: line.marking,
                handling: Json(Handling::default()),
                marked: false,
                replaces: None,
                moved_from: None,
                because: String::new(),
                replaced_at: None,
                replaced_by: None,
                closed: None,
                version: 1,
            };
            w.keep(&entry).await?;
        }
        Ok(())
    })
}
