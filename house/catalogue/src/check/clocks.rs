//! Checks of clocks: lengths, calendars, roles, and the happenings they name.

use super::{Check, Known, names};
use crate::near;
use crate::read::source::Place;
use crate::{Clock, Length, Trigger};

/// Whether a happening's name is `room.thing-verb`: lower-case words, one dot.
fn well_formed(name: &str) -> bool {
    let word = |it: &str| {
        it.starts_with(|c: char| c.is_ascii_lowercase())
            && it.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_')
    };
    name.split_once('.').is_some_and(|(room, what)| word(room) && word(what) && !what.ends_with('-'))
}

impl Check<'_, '_> {
    pub(super) fn clocks(&mut self, known: &Known) {
        let read = self.read;
        self.in_time(&read.clocks, "clock", |it| it.id.clone());
        let roles = names(&read.roles, |it| &it.code);
        let posts = names(&read.posts, |it| &it.code);
        let kinds = self.codes_of("agency-kinds");
        for (place, it) in &read.clocks.0 {
            self.id(place, &["id"], &it.id);
            self.filled(place, &["name"], &it.name);
            self.filled(place, &["about"], &it.about);
            self.sourced(place, it.source.as_ref(), it.confidence);
            self.lengths(place, it);
            self.clock_rules(place, it);
            let who = &it.accountable;
            for (key, word, what, words) in [
                ("role", &who.role, "role", &roles),
                ("post", &who.post, "post", &posts),
                ("kind", &who.kind, "kind of agency", &kinds),
            ] {
                if let Some(word) = word {
                    self.one_of(place, &["accountable", key], what, word, words);
                }
            }
            for (part, trigger) in it.happenings() {
                self.happening(place, part, trigger, known);
            }
        }
    }

    fn lengths(&mut self, place: &Place, it: &Clock) {
        let read = self.read;
        let calendars = names(&read.calendars, |it| &it.name);
        let by = it.by.iter().flat_map(|by| &by.lengths).map(|(value, length)| (vec!["by", "lengths", value], length));
        let lone = [("length", &it.length), ("extension", &it.extension)];
        let lone = lone.into_iter().filter_map(|(key, it)| Some((vec![key], it.as_ref()?)));
        let all: Vec<(Vec<&str>, &Length)> = lone.chain(by).collect();
        for (key, length) in all {
            self.one_of(place, &key, "calendar", &length.calendar, &calendars);
        }
    }

    fn clock_rules(&mut self, place: &Place, it: &Clock) {
        if it.starts.is_empty() {
            self.wrong(place, &["starts"], "nothing starts this clock", "name a happening");
        }
        if it.pausable == it.pauses.is_empty() {
            let mend = "write pausable = true together with pauses and resumes, or none of them";
            self.wrong(place, &["pausable"], "pausable and pauses do not agree", mend);
        }
        if !it.pauses.is_empty() && it.resumes.is_empty() {
            self.wrong(place, &["pauses"], "what is paused never runs again", "add resumes = …");
        }
        if !(1..=100).contains(&it.amber) {
            self.wrong(
                place,
                &["amber"],
                format!("{} is no share of the time", it.amber),
                "write a number from 1 to 100",
            );
        }
        if it.accountable.words.trim().is_empty() {
            self.wrong(place, &["accountable"], "nobody answers for this clock", "say who, in words = \"…\"");
        }
        let no_length = it.length.is_none() && it.by.is_none() && it.due_field.is_none();
        if no_length && it.extendable {
            let mend = "give it a length, or take extendable away";
            self.wrong(place, &["extendable"], "a clock without a length cannot be extended", mend);
        }
    }

    fn happening(&mut self, place: &Place, part: &str, it: &Trigger, known: &Known) {
        let on = it.on.as_str();
        if !well_formed(on) {
            let mend = "write room.thing-verb in lower case, such as missing.returned";
            return self.wrong(place, &[part], format!("{on:?} is no happening's name"), mend);
        }
        for (field, values) in &it.when {
            if values.is_empty() {
                self.wrong(place, &[part], format!("the condition on {field} allows no value"), "name at least one");
            }
        }
        if known.rooms.is_empty() || known.happenings.iter().any(|it| it == on) {
            return;
        }
        let room = on.split('.').next().unwrap_or_default();
        if known.rooms.iter().any(|it| it == room) {
            let of_room: Vec<&str> =
                known.happenings.iter().map(String::as_str).filter(|it| it.split('.').next() == Some(room)).collect();
            let problem = format!("nothing called {on:?} ever happens in the room {room}");
            self.wrong(place, &[part], problem, near::mend(on, of_room));
        } else {
            let mend = near::nearest(room, known.rooms.iter().map(String::as_str))
                .map_or("the clock will not run until it is".into(), |near| format!("did you mean {near:?}?"));
            self.warn(place, &[part], format!("the room {room:?} is not installed yet ({on})"), mend);
        }
    }
}
