//! What must hold between the entries of a catalogue.

pub(crate) mod after;
mod clocks;
mod forms;
mod instruments;
mod pathways;
mod people;
mod tables;
mod texts;

use std::collections::BTreeMap;

use kernel::Day;

use crate::findings::Findings;
use crate::read::source::Place;
use crate::read::{Placed, Read};
use crate::{Confidence, Dated, near};

/// What the program knows beside the files: the rooms that are installed and the happenings each announces.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The names of the installed rooms, as happenings begin with them. Empty: happenings are not looked up.
    pub rooms: Vec<String>,
    /// The happenings they announce: `room.thing-verb`.
    pub happenings: Vec<String>,
}

/// Runs every check.
pub fn all(read: &Read<'_>, known: &Known, findings: &mut Findings) {
    let mut check = Check { read, findings };
    check.partnership();
    check.agencies();
    check.posts();
    check.roles();
    check.sharing();
    check.ward_sets();
    check.calendars();
    check.code_lists();
    check.clocks(known);
    check.forms();
    check.instruments();
    check.pathways();
    check.texts();
}

/// When one row of a name holds, and where it stands.
type Row<'p> = (Day, Option<Day>, &'p Place);

/// A check under way.
struct Check<'a, 'f> {
    read: &'a Read<'a>,
    findings: &'f mut Findings,
}

impl Check<'_, '_> {
    fn wrong(&mut self, place: &Place, key: &[&str], problem: impl Into<String>, mend: impl Into<String>) {
        self.findings.wrong(self.read.at(place, key), problem, mend);
    }

    fn warn(&mut self, place: &Place, key: &[&str], problem: impl Into<String>, mend: impl Into<String>) {
        self.findings.warn(self.read.at(place, key), problem, mend);
    }

    /// Says that a word is not one of the known ones.
    fn unknown(&mut self, place: &Place, key: &[&str], what: &str, word: &str, known: &[&str]) {
        self.wrong(place, key, format!("there is no {what} {word:?}"), near::mend(word, known.iter().copied()));
    }

    /// Refuses a word that is not one of the known ones.
    fn one_of(&mut self, place: &Place, key: &[&str], what: &str, word: &str, known: &[&str]) {
        if !known.contains(&word) {
            self.unknown(place, key, what, word, known);
        }
    }

    /// An id of our own: letters, digits, hyphen, underscore, dot.
    fn id(&mut self, place: &Place, key: &[&str], id: &str) {
        let good =
            !id.is_empty() && id.len() <= 60 && id.chars().all(|it| it.is_ascii_alphanumeric() || "-_".contains(it));
        if !good {
            let mend = "use letters, digits, hyphens and underscores, at most 60";
            self.wrong(place, key, format!("{id:?} cannot be used as a code"), mend);
        }
    }

    /// Says what is empty but must not be.
    fn filled(&mut self, place: &Place, key: &[&str], text: &str) {
        if text.trim().is_empty() {
            self.wrong(place, key, "this is empty", "write something for people to read");
        }
    }

    /// Rows of one name must follow each other in time without overlapping, and each must end after it begins.
    fn in_time<T: Dated>(&mut self, of: &Placed<T>, what: &str, name: impl Fn(&T) -> String) {
        let mut rows: BTreeMap<String, Vec<Row<'_>>> = BTreeMap::new();
        for (place, it) in &of.0 {
            if it.to().is_some_and(|to| to < it.from()) {
                self.wrong(
                    place,
                    &["to"],
                    format!("{what} {} ends before it begins", name(it)),
                    "let `to` be `from` or later",
                );
            }
            rows.entry(name(it)).or_default().push((it.from(), it.to(), place));
        }
        for (name, mut rows) in rows {
            rows.sort_by_key(|(from, ..)| *from);
            for pair in rows.windows(2) {
                let [(_, to, _), (from, _, place)] = pair else { continue };
                if to.is_none_or(|to| to >= *from) {
                    let problem = format!("{what} {name} stands twice for {from}");
                    let mend = format!(
                        "end the earlier one with to = \"{}\", or give this one another name",
                        from.plus_days(-1)
                    );
                    self.wrong(place, &["from"], problem, mend);
                }
            }
        }
    }

    /// Facts of which we are not sure need a source, so that somebody can confirm them.
    fn sourced(&mut self, place: &Place, source: Option<&String>, confidence: Option<Confidence>) {
        if source.is_none() && confidence.is_some_and(Confidence::confirm_locally) {
            self.warn(place, &["confidence"], "this is to be confirmed but names no source", "add source = \"…\"");
        }
    }
}

/// The names of some entries, to look words up in.
fn names<'a, T>(of: &'a Placed<T>, name: impl Fn(&'a T) -> &'a str) -> Vec<&'a str> {
    of.all().map(name).collect()
}

/// The names that stand more than once, with the index of each repetition.
fn twice<'a>(names: impl Iterator<Item = &'a str>) -> Vec<(usize, &'a str)> {
    let mut seen = std::collections::BTreeSet::new();
    names.enumerate().filter(|(_, name)| !seen.insert(*name)).collect()
}
