//! What follows when something happened to a person's record.

use door::Reactions;
use people::known::{KnownAnswered, KnownAsked, KnownWithdrawn};
use person::happenings::*;

pub(super) fn reactions() -> Reactions {
    const HISTORY: &str = "the chronology shows it";
    Reactions::default()
        .nothing_follows::<PersonCreated>(HISTORY)
        .nothing_follows::<PersonChanged>(HISTORY)
        .nothing_follows::<DetailChanged>(HISTORY)
        .nothing_follows::<WhereaboutsChanged>(HISTORY)
        .nothing_follows::<StatusBegan>("clocks that a status starts are configuration")
        .nothing_follows::<StatusEnded>("clocks that a status stops are configuration")
        .nothing_follows::<FlagChanged>(HISTORY)
        .nothing_follows::<RelationChanged>(HISTORY)
        .nothing_follows::<WorkerSet>("from now on the person is theirs: the facts say so")
        .nothing_follows::<WorkerEnded>("from then on the person is no longer theirs: the facts say so")
        .nothing_follows::<WarningAdded>("the day of review stands beside it")
        .nothing_follows::<WarningReviewed>(HISTORY)
        .nothing_follows::<PersonRestricted>("the facts say so from the next question on")
        .nothing_follows::<RestrictionLifted>("the facts say so from the next question on")
        .nothing_follows::<ConflictDeclared>("the facts say so from the next question on")
        .nothing_follows::<PersonsLinked>(HISTORY)
        .nothing_follows::<PersonsMerged>("the list of merges that wait shows it; it lapses after a day")
        .nothing_follows::<MergeConfirmed>(HISTORY)
        .nothing_follows::<PersonsParted>("what was made in between waits to be assigned by a person")
        .nothing_follows::<PersonsRejoined>(HISTORY)
        .nothing_follows::<EntryAssigned>("details were moved with it")
        .nothing_follows::<DetailMoved>("both histories show it")
        .nothing_follows::<KnownAsked>("it starts CK-92 by configuration")
        .nothing_follows::<KnownAnswered>("it stops CK-92 by configuration")
        .nothing_follows::<KnownWithdrawn>("it voids CK-92 by configuration")
}
