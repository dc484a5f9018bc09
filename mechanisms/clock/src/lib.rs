//! Clocks: every duty with its due day, who answers for it, why it is due then, and whether it was met.
//!
//! Which happenings start, pause and stop a clock is configuration (processes.md Part 2); the rules are those of its
//! Part 1. A clock keeps the definition and the calendar it was started with; nothing is ever counted anew in silence.

mod answer;
mod commands;
mod count;
mod extend;
mod listen;
mod migrations;
mod owned;
mod questions;
mod record;
mod replay;
pub mod rules;
mod whom;

pub use answer::{Answerable, UNOWNED, Working, seated};
pub use commands::{GiveLateReason, HandOverClock, RecountClocks, Recounted, TakeClock};
pub use count::{Counted, calendar_of, count, due_by_definition};
pub use extend::{AskExtension, ExtensionAsked, ExtensionDecided, GrantExtension, RefuseExtension};
pub use listen::{hear, run};
pub use migrations::MIGRATIONS;
pub use owned::owned_by;
pub use questions::{
    Counts, asked_of_me, counts, extensions_of, first, mine, of_person, of_subject, of_team, one, reasons_owed,
    recounts_of, unowned, why,
};
pub use record::{Clock, ClockId, Extension, ExtensionId, ExtensionState, Heard, Outcome, Recount, RecountId};
pub use replay::{Past, Recorded, Replay, start_as_recorded};
pub use rules::Standing;
pub use whom::now_about;

#[cfg(test)]
mod tests;
