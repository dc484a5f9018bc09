//! What the hub does because something happened: one file a source room. Together, the procedure.

mod actions;
mod assessment;
mod clocks;
mod front_door;
mod mails;
mod people;
mod referrals;
mod trust;

use door::Reactions;

/// Every reaction, and every decision that nothing follows.
#[must_use]
pub fn all() -> Reactions {
    Reactions::default()
        .and(front_door::reactions())
        .and(assessment::reactions())
        .and(people::reactions())
        .and(clocks::reactions())
        .and(actions::reactions())
        .and(mails::reactions())
        .and(trust::reactions())
}
