//! Keeping a version.

use catalogue::{Catalogue, diff};
use door::{By, Command, Writing};
use kernel::{Json, Refused};
use policy::{Facts, action};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Configuration, newest};

/// Keeps the first version of a new store. Done by the house.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginConfiguration {
    /// The catalogue as JSON.
    pub text: String,
}

impl Command for BeginConfiguration {
    const NAME: &'static str = "administration.begin-configuration";
    const WHAT: &'static str = "Keeps the configuration that a new store begins with.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        if w.acting.by != By::House {
            return Err(Refused::MayNot("Only the house begins a store.".to_owned()));
        }
        if newest(w).await?.is_some() {
            return Ok(()); // another process of this store was quicker
        }
        keep(w, &self.text, 1, vec!["The first configuration".to_owned()]).await
    }
}

async fn keep(w: &mut Writing, text: &str, nth: i64, changes: Vec<String>) -> Result<(), Refused> {
    let catalogue = Catalogue::from_json(text).map_err(|e| Refused::wrong("", e))?;
    form::keep_versions(w, &catalogue).await?;
    let it = Configuration {
        id: w.new_id(),
        nth,
        mark: catalogue.mark(),
        text: text.to_owned(),
        changes: Json(changes),
        applied: w.now,
        applied_by: w.acting.recorded_as(),
    };
    w.about("configuration", it.id, &[]);
    w.keep(&it).await
}

/// Puts a checked configuration in force. The version it was checked against must still be the one in force.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApplyConfiguration {
    /// The catalogue as JSON.
    pub text: String,
    /// The mark of the version it follows.
    pub follows: String,
}

/// What applying did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Applied {
    /// The number of the version now in force.
    pub nth: i64,
    /// What it changed, in words; empty: nothing, and no version was added.
    pub changes: Vec<String>,
}

impl Command for ApplyConfiguration {
    const NAME: &'static str = "administration.apply-configuration";
    const WHAT: &'static str = "Puts a new configuration in force; the old versions stay.";
    type Done = Applied;
    async fn carry_out(&self, w: &mut Writing) -> Result<Applied, Refused> {
        w.may(action::APPLY_CONFIG, None, Facts::NONE).await?;
        let old = newest(w).await?.ok_or(Refused::NotFound)?;
        if old.mark != self.follows {
            return Err(Refused::Conflict(
                "another configuration was applied meanwhile: look at the changes anew".to_owned(),
            ));
        }
        let new = Catalogue::from_json(&self.text).map_err(|e| Refused::wrong("", e))?;
        let changes: Vec<String> = diff(&old.catalogue()?, &new).iter().map(ToString::to_string).collect();
        if changes.is_empty() {
            return Ok(Applied { nth: old.nth, changes });
        }
        keep(w, &self.text, old.nth + 1, changes.clone()).await?;
        Ok(Applied { nth: old.nth + 1, changes })
    }
}
