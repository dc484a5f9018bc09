//! What follows from clocks themselves.

use clock::{ExtensionAsked, ExtensionDecided};
use door::Reactions;

pub(super) fn reactions() -> Reactions {
    Reactions::default()
        .nothing_follows::<ExtensionAsked>("it waits on the day of the managers of the team that answers")
        .nothing_follows::<ExtensionDecided>("whoever asked sees the new day, or why not, at the clock")
}
