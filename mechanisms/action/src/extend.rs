//! A later last day. Whoever set the action gives one, or who hands over cases; never whoever is to do it for somebody
//! else: nobody grants their own (access.md §3). Only later, with a reason that the history keeps (Part 1 rule 6).

use door::{Command, Facts, Writing};
use kernel::{Day, Reference, Refused, Wrongs};
use policy::action::{HAND_OVER, USE_DAY};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::change::{found, unseen};
use crate::happenings::ActionExtended;
use crate::record::{Action, What};
use crate::rules;
use crate::set::step;

/// Gives an action a later last day.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtendAction {
    /// Which action.
    pub action: Reference,
    /// Its last day from now on; later than it was.
    pub due: Day,
    /// Why it may be later, and what shows it.
    pub reason: String,
}

impl Command for ExtendAction {
    const NAME: &'static str = "action.extend-action";
    const WHAT: &'static str = "Gives an action a later last day, with the reason.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let (old, mine) = found(w, self.action).await?;
        if old.set_by == w.acting.recorded_as() {
            w.may(USE_DAY, None, Facts::NONE).await?;
        } else if mine.owner {
            return Err(Refused::rule("access.md 3", "whoever is to do it asks whoever set it, or their manager"));
        } else {
            w.may(HAND_OVER, old.person, Facts::NONE).await.map_err(unseen)?;
        }
        rules::still_open(old.state)?;
        let mut wrongs = Wrongs::default();
        let reason = rules::words(&mut wrongs, "later_reason", &self.reason, "Enter why it may be later");
        if self.due <= old.due {
            wrongs.add("later", format!("The day must be later than {}", old.due.words()));
        } else if self.due < w.now.day() {
            wrongs.add("later", "The last day must be today or later");
        }
        wrongs.done()?;
        let new = Action { due: self.due, amber: rules::amber(w.now.day(), self.due), ..old.clone() };
        w.change(&old, &new).await?;
        step(w, &new, w.acting.recorded_as(), What::Extended, &reason).await?;
        w.happened(ActionExtended::of(&new)).await
    }
}
