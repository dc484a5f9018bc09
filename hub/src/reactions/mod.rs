//! What the hub does because something happened: one file a source room. Together, the procedure.

mod clocks;
mod front_door;
mod people;
mod trust;

use door::Reactions;

/// Every reaction, and every decision that nothing follows.
#[must_use]
pub fn all() -> Reactions {
    Reactions::default()
        .and(front_door::reactions())
        .and(people::reactions())
        .and(clocks::reactions())
        .and(trust::reactions())
}
