//! Actions: something that somebody is to do by a day, who that is, and what shows that it was done.
//!
//! The owner is a person, whoever holds a role, or a partner outside who answers by a link in a mail. Every step is
//! kept. A room or a reaction sets one; the page of the person, *my day* and `/actions` show it.

mod change;
mod extend;
mod happenings;
mod migrations;
mod names;
mod questions;
mod record;
pub mod rules;
mod set;
mod whom;

pub use change::{CancelAction, DoAction, HandOverAction, ReopenAction, answer};
pub use extend::ExtendAction;
pub use happenings::{ActionCancelled, ActionDone, ActionExtended, ActionHandedOver, ActionReopened, ActionSet};
pub use migrations::MIGRATIONS;
pub use questions::{
    Counts, counts, done_by_me, for_partner, mine, of_person, of_subject, one, open_for, set_by_me, setter_of, steps_of,
};
pub use record::{Action, ActionId, Own, State, Step, StepId, What, seated};
pub use rules::Standing;
pub use set::{NewAction, Owner, SetAction, raise};
pub use whom::now_about;

use door::CommandEntry;

/// Everything that can be done with an action.
pub const COMMANDS: &[CommandEntry] = &[
    CommandEntry::of::<SetAction>(),
    CommandEntry::of::<HandOverAction>(),
    CommandEntry::of::<ExtendAction>(),
    CommandEntry::of::<DoAction>(),
    CommandEntry::of::<CancelAction>(),
    CommandEntry::of::<ReopenAction>(),
];

/// Names of the happenings that this mechanism tells of.
pub const HAPPENINGS: &[&str] =
    &["action.set", "action.handed-over", "action.extended", "action.done", "action.cancelled", "action.reopened"];
