//! The catalogue as a whole, and looking things up in it by day.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use kernel::Day;
use serde::{Deserialize, Serialize};

use crate::{
    Agency, Calendar, Clock, CodeList, Dated, Form, Instrument, Partnership, Pathway, Phrase, Post, Role, Sharing,
    Team, WardSet, Words,
};

/// One version of a partnership's configuration, whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// The partnership itself.
    pub partnership: Partnership,
    /// Its agencies.
    pub agencies: Vec<Agency>,
    /// Posts that carry duties.
    pub posts: Vec<Post>,
    /// Roles that people hold.
    pub roles: Vec<Role>,
    /// Sharing agreements.
    pub sharing: Vec<Sharing>,
    /// Wards, a set for each time between two changes of boundary.
    pub ward_sets: Vec<WardSet>,
    /// Calendars by which clocks count.
    pub calendars: Vec<Calendar>,
    /// Clocks; several rows of one id follow each other in time.
    pub clocks: Vec<Clock>,
    /// Code lists, by name.
    pub code_lists: Vec<CodeList>,
    /// Forms; several rows of one id are versions.
    pub forms: Vec<Form>,
    /// Instruments; several rows of one id are versions.
    pub instruments: Vec<Instrument>,
    /// Pathways.
    pub pathways: Vec<Pathway>,
    /// Words of pages, messages and mails.
    pub words: Vec<Words>,
    /// Phrases to avoid.
    pub language: Vec<Phrase>,
    /// What mechanisms work out of this version once.
    #[serde(skip)]
    pub derived: Derived,
}

/// What is worked out of one version of the configuration, each kind of thing once: it never changes the version.
#[derive(Default)]
pub struct Derived(Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>);

impl Derived {
    /// The thing of this kind; made at the first asking.
    pub fn of<T: Send + Sync + 'static>(&self, make: impl FnOnce() -> T) -> Arc<T> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = all.get(&TypeId::of::<T>()).and_then(|it| it.clone().downcast().ok()) {
            return known;
        }
        let made = Arc::new(make());
        all.insert(TypeId::of::<T>(), made.clone());
        made
    }
}

impl Clone for Derived {
    /// A copy may be changed into another version, so it begins with nothing.
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for Derived {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl std::fmt::Debug for Derived {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Derived")
    }
}

/// The configuration in force, shared by the whole hub; applying a new version replaces it at once.
#[derive(Debug)]
pub struct Current(std::sync::RwLock<std::sync::Arc<Catalogue>>);

impl Current {
    /// Begins with a version.
    #[must_use]
    pub fn new(it: Catalogue) -> Self {
        Self(std::sync::RwLock::new(std::sync::Arc::new(it)))
    }
    /// The version in force.
    #[must_use]
    pub fn get(&self) -> std::sync::Arc<Catalogue> {
        self.0.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }
    /// Puts a new version in force.
    pub fn set(&self, it: Catalogue) {
        *self.0.write().unwrap_or_else(std::sync::PoisonError::into_inner) = std::sync::Arc::new(it);
    }
}

fn latest<'a, T: Dated>(all: impl Iterator<Item = &'a T>, on: Day) -> Option<&'a T> {
    all.filter(|it| it.holds_on(on)).max_by_key(|it| it.from())
}

impl Catalogue {
    /// The definition of a clock that holds on a day.
    #[must_use]
    pub fn clock(&self, id: &str, on: Day) -> Option<&Clock> {
        latest(self.clocks.iter().filter(|it| it.id == id), on)
    }

    /// Every clock definition that holds on a day.
    pub fn clocks_on(&self, on: Day) -> impl Iterator<Item = &Clock> {
        self.clocks.iter().filter(move |it| it.holds_on(on))
    }

    /// A form as it is asked on a day.
    #[must_use]
    pub fn form(&self, id: &str, on: Day) -> Option<&Form> {
        latest(self.forms.iter().filter(|it| it.id == id), on)
    }

    /// A form in the version in which it was once answered, if this catalogue still has it.
    #[must_use]
    pub fn form_version(&self, id: &str, version: u32) -> Option<&Form> {
        self.forms.iter().find(|it| it.id == id && it.version == version)
    }

    /// An instrument as it is used on a day.
    #[must_use]
    pub fn instrument(&self, id: &str, on: Day) -> Option<&Instrument> {
        latest(self.instruments.iter().filter(|it| it.id == id), on)
    }

    /// A pathway as it holds on a day.
    #[must_use]
    pub fn pathway(&self, id: &str, on: Day) -> Option<&Pathway> {
        latest(self.pathways.iter().filter(|it| it.id == id), on)
    }

    /// A code list.
    #[must_use]
    pub fn codes(&self, name: &str) -> Option<&CodeList> {
        self.code_lists.iter().find(|it| it.name == name)
    }

    /// What people read for a code; the code itself where nothing is known of it.
    #[must_use]
    pub fn label<'a>(&'a self, list: &str, code: &'a str) -> &'a str {
        self.codes(list).map_or(code, |it| it.label(code))
    }

    /// An agency by its code, whether it still holds or not.
    #[must_use]
    pub fn agency(&self, code: &str) -> Option<&Agency> {
        self.agencies.iter().find(|it| it.code == code)
    }

    /// A team by its code, with its agency.
    #[must_use]
    pub fn team(&self, code: &str) -> Option<(&Agency, &Team)> {
        self.agencies.iter().find_map(|it| Some((it, it.teams.iter().find(|team| team.code == code)?)))
    }

    /// A role by its code.
    #[must_use]
    pub fn role(&self, code: &str) -> Option<&Role> {
        self.roles.iter().find(|it| it.code == code)
    }

    /// A post by its code, as it holds on a day.
    #[must_use]
    pub fn post(&self, code: &str, on: Day) -> Option<&Post> {
        latest(self.posts.iter().filter(|it| it.code == code), on)
    }

    /// Whether an agency has a sharing agreement that holds on a day.
    #[must_use]
    pub fn shares(&self, agency: &str, on: Day) -> bool {
        self.sharing.iter().any(|it| it.agency == agency && it.holds_on(on))
    }

    /// A calendar by its name.
    #[must_use]
    pub fn calendar(&self, name: &str) -> Option<&Calendar> {
        self.calendars.iter().find(|it| it.name == name)
    }

    /// The wards of a day.
    #[must_use]
    pub fn wards(&self, on: Day) -> Option<&WardSet> {
        latest(self.ward_sets.iter(), on)
    }

    /// Words by their id, as said on a day.
    #[must_use]
    pub fn words(&self, id: &str, on: Day) -> Option<&Words> {
        latest(self.words.iter().filter(|it| it.id == id), on)
    }
}
