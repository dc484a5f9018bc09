//! Pathways: the states of a case, and who may move it from one to the next (processes.md Part 3).

use serde::{Deserialize, Serialize};

dated! {
    /// The states and steps of one sort of case.
    pub struct Pathway {
        /// Its stable id, such as `referral`.
        pub id: String,
        /// Its title.
        pub title: String,
        /// The state in which a case begins.
        pub begins: String,
        /// Its states, in order.
        pub states: Vec<State>,
        /// The steps between them.
        pub transitions: Vec<Transition>,
    }
}

/// A state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// Its stable id.
    pub id: String,
    /// What people read.
    pub label: String,
    /// Whether the case ends here.
    #[serde(default)]
    pub ends: bool,
    /// What people should know of it.
    pub note: Option<String>,
}

/// A step from one state to another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transition {
    /// Its stable id, unique in the pathway.
    pub id: String,
    /// What people read on the button.
    pub label: String,
    /// The states from which it leads.
    pub from: Vec<String>,
    /// The state to which it leads.
    pub to: String,
    /// The roles that may take it; `public` and `house` (the program, because of something) are known too.
    pub who: Vec<String>,
    /// Whether a reason is needed.
    #[serde(default)]
    pub reason: bool,
    /// The code list from which the reason or decision is chosen.
    pub codes: Option<String>,
    /// Whether a second person confirms it.
    #[serde(default)]
    pub second_person: bool,
}

impl Pathway {
    /// The steps that lead out of a state.
    pub fn from_state<'a>(&'a self, state: &'a str) -> impl Iterator<Item = &'a Transition> {
        self.transitions.iter().filter(move |it| it.from.iter().any(|from| from == state))
    }

    /// The state with this id.
    #[must_use]
    pub fn state(&self, id: &str) -> Option<&State> {
        self.states.iter().find(|it| it.id == id)
    }
}
