//! Checks of pathways: every state is reached, every step leads somewhere, and somebody may take it.

use super::{Check, names, twice};
use crate::Pathway;
use crate::read::source::Place;

impl Check<'_, '_> {
    pub(super) fn pathways(&mut self) {
        let read = self.read;
        self.in_time(&read.pathways, "pathway", |it| it.id.clone());
        for (place, it) in &read.pathways.0 {
            self.id(place, &["id"], &it.id);
            self.filled(place, &["title"], &it.title);
            self.states(place, it);
            self.transitions(place, it);
        }
    }

    fn states(&mut self, place: &Place, it: &Pathway) {
        let states: Vec<&str> = it.states.iter().map(|it| it.id.as_str()).collect();
        self.one_of(place, &["begins"], "state", &it.begins, &states);
        for (n, id) in twice(states.iter().copied()) {
            self.wrong(
                place,
                &["states", &n.to_string(), "id"],
                format!("state {id:?} stands twice"),
                "give each an id of its own",
            );
        }
        for (n, state) in it.states.iter().enumerate() {
            let key = ["states", &n.to_string(), "id"];
            self.id(place, &key, &state.id);
            if state.id != it.begins && !it.transitions.iter().any(|step| step.to == state.id) {
                self.wrong(
                    place,
                    &key,
                    format!("no step leads to the state {:?}", state.id),
                    "add a transition, or take it away",
                );
            }
            let leads_on = it.from_state(&state.id).next().is_some();
            if !leads_on && !state.ends {
                let mend = "add a transition from it, or write ends = true";
                self.wrong(place, &key, format!("a case would stay in {:?} for ever", state.id), mend);
            }
        }
    }

    fn transitions(&mut self, place: &Place, it: &Pathway) {
        let states: Vec<&str> = it.states.iter().map(|it| it.id.as_str()).collect();
        let mut roles = names(&self.read.roles, |it| &it.code);
        roles.extend(["public", "house"]);
        let lists = names(&self.read.code_lists, |it| &it.name);
        for (n, id) in twice(it.transitions.iter().map(|it| it.id.as_str())) {
            let key = ["transitions", &n.to_string(), "id"];
            self.wrong(place, &key, format!("transition {id:?} stands twice"), "give each an id of its own");
        }
        for (n, step) in it.transitions.iter().enumerate() {
            let n = n.to_string();
            let key = |last| ["transitions", &n, last];
            self.filled(place, &key("label"), &step.label);
            self.one_of(place, &key("to"), "state", &step.to, &states);
            step.from.iter().for_each(|from| self.one_of(place, &key("from"), "state", from, &states));
            step.who.iter().for_each(|who| self.one_of(place, &key("who"), "role", who, &roles));
            if step.who.is_empty() || step.from.is_empty() {
                self.wrong(
                    place,
                    &key("id"),
                    format!("nobody can take the step {:?}", step.id),
                    "fill `from` and `who`",
                );
            }
            if let Some(list) = &step.codes {
                self.one_of(place, &key("codes"), "code list", list, &lists);
            }
        }
    }
}
