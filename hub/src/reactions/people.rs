//! What follows when something happened to a person's record.

use door::{Command as _, Reactions, Writing, args};
use entry::{EntryCorrected, EntryId, EntryMoved, MoveEntry, NoteWritten};
use kernel::{PersonId, Refused};
use people::known::{KnownAnswered, KnownAsked, KnownWithdrawn};
use person::happenings::*;
use uuid::Uuid;

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
        .on::<PersonsParted>(list_notes)
        .nothing_follows::<PersonsRejoined>(HISTORY)
        .on::<EntryAssigned>(move_note)
        .nothing_follows::<DetailMoved>("both histories show it")
        .nothing_follows::<NoteWritten>(HISTORY)
        .nothing_follows::<EntryCorrected>(HISTORY)
        .nothing_follows::<EntryMoved>("both histories show it")
        .nothing_follows::<KnownAsked>("it starts CK-92 by configuration")
        .nothing_follows::<KnownAnswered>("it stops CK-92 by configuration")
        .nothing_follows::<KnownWithdrawn>("it voids CK-92 by configuration")
}

/// Notes written while two records were one wait, like details, until a person says to whom they belong.
async fn list_notes(w: &mut Writing, it: &PersonsParted) -> Result<(), Refused> {
    const BETWEEN: &str = "SELECT e.id, e.person FROM entry e JOIN person p ON p.id = e.person
        WHERE p.root = $1 AND e.source = 'note' AND e.recorded >= $2 AND e.replaced_at IS NULL ORDER BY e.recorded, e.id";
    let notes: Vec<(Uuid, PersonId)> = w.plain(BETWEEN, args![it.person, it.joined_at]).await?;
    for (id, person) in notes {
        person::await_assignment(w, it.subject, "entry", id, person).await?;
    }
    Ok(())
}

/// A note goes to whom a person assigned it; both histories show it.
async fn move_note(w: &mut Writing, it: &EntryAssigned) -> Result<(), Refused> {
    if it.kind != "entry" || it.other == it.person {
        return Ok(());
    }
    let (entry, reason) = (EntryId(it.row_id), "Written while two records were one".to_owned());
    MoveEntry { entry, to: it.other, reason }.carry_out(w).await.map(|_| ())
}
