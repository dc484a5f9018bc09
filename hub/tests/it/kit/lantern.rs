//! The lantern with everything that a room may lean on: a person, an entry, a form, a clock, a case, an action, a
//! message.

use std::sync::Arc;

use action::{NewAction, Owner};
use catalogue::{Catalogue, Current};
use door::{Command, Happening, Writing};
use kernel::{Handling, Marking, PersonId, Reference, Refused};
use message::{Link, Said, Template, To};
use person::{CreatePerson, NewPerson, SearchId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What the lantern's file holds.
#[derive(Deserialize)]
struct Brought {
    clock: catalogue::Clock,
    pathway: catalogue::Pathway,
    form: catalogue::Form,
    words: catalogue::Words,
}

/// The example's configuration with the lantern's own.
pub fn with_lantern() -> Catalogue {
    let mut all = Catalogue::embedded().clone();
    let it: Brought = toml::from_str(include_str!("lantern.toml")).unwrap();
    all.clocks.push(it.clock);
    all.pathways.push(it.pathway);
    all.forms.push(it.form);
    all.words.push(it.words);
    all
}

/// Lights a lantern for somebody new.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub struct Light {
    pub searched: SearchId,
    pub new: NewPerson,
    pub answers: serde_json::Value,
}

/// What came of it.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub struct Lit {
    pub lantern: Uuid,
    pub person: PersonId,
    pub reference: Reference,
}

/// A lantern was lit.
#[derive(Serialize)]
pub struct LanternLit {
    pub of: Uuid,
    pub person: PersonId,
}

impl Happening for LanternLit {
    const NAME: &'static str = "lantern.lit";
    fn persons(&self) -> Vec<PersonId> {
        vec![self.person]
    }
    fn subject(&self) -> (&'static str, Uuid) {
        ("lantern", self.of)
    }
}

impl Command for Light {
    const NAME: &'static str = "lantern.light";
    const WHAT: &'static str = "Lights a lantern for somebody new.";
    type Done = Lit;

    async fn carry_out(&self, w: &mut Writing) -> Result<Lit, Refused> {
        let (searched, new) = (self.searched, self.new.clone());
        let made = CreatePerson { searched, none_of_these: true, new }.carry_out(w).await?;
        let catalogue = w.more::<Arc<Current>>().unwrap().get();
        let today = w.now.day();
        let form = catalogue.form("lantern", today).ok_or(Refused::NotFound)?;
        let answers: form::Answers = serde_json::from_value(self.answers.clone()).unwrap();
        form::check(form, &answers, &catalogue, today).done()?;
        let kept = form::submitted(form, &answers, today);
        let lantern: Uuid = w.new_id();
        let entry = entry::NewEntry {
            person: made.person,
            kind: "note".to_owned(),
            happened: w.now,
            author: None,
            agency: None,
            source: "lantern".to_owned(),
            subject: Some(("lantern".to_owned(), lantern)),
            part: catalogue::Part::Casework,
            title: "A lantern was lit".to_owned(),
            text: kept.words("light", "where").unwrap_or("").to_owned(),
            marking: Marking::Sensitive,
            handling: Handling::default(),
        };
        entry::keep(w, entry).await?;
        case_state::enter(w, "lantern", ("lantern", lantern)).await?;
        let action = NewAction {
            words: "Look at the lantern".to_owned(),
            subject_kind: "lantern".to_owned(),
            subject: lantern,
            link: String::new(),
            person: Some(made.person),
            owner: Owner::Role {
                role: "screener".to_owned(),
                agency_kind: Some("council-children".to_owned()),
                agency: None,
                team: None,
            },
            due: today.plus_days(2),
        };
        action::raise(w, "", &action).await?;
        let reference = w.new_reference();
        let said = Said { template: Template::of("notice-lantern"), reference, link: Link::Page("/lanterns") };
        let me = w.acting.recorded_as();
        message::tell(w, me, said, ("lantern", lantern)).await?;
        message::mail(w, To::Account(me), said, ("lantern", lantern)).await?;
        w.happened(LanternLit { of: lantern, person: made.person }).await?;
        Ok(Lit { lantern, person: made.person, reference })
    }
}
