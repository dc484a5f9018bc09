//! What can be done to a chronology. Each command asks policy; [`keep`] beside them asks none, for imports and for
//! mechanisms inside commands of their own.

mod correct;
mod moved;
mod write;

pub use correct::CorrectEntry;
pub use moved::MoveEntry;
pub use write::{NewEntry, Noted, WriteNote, keep};

use door::{Action, CommandEntry, Facts, Refused, Writing, args};
use kernel::{Handling, PersonId, Wrongs};
use policy::action::{SEE_IDENTITY, SEE_POINTER};

use crate::{Entry, EntryId, ForgetUnfinishedFiles};

/// Every command of this mechanism, for the interface, its description and the command line.
pub const COMMANDS: &[CommandEntry] = &[
    CommandEntry::of::<WriteNote>(),
    CommandEntry::of::<CorrectEntry>(),
    CommandEntry::of::<MoveEntry>(),
    CommandEntry::of::<ForgetUnfinishedFiles>(),
];

/// Asks policy about a person, and gives the one to whom they were merged. Of somebody whom one may not know of
/// nothing is said.
pub(crate) async fn about(w: &mut Writing, action: Action, person: PersonId) -> Result<PersonId, Refused> {
    let found: Option<(PersonId,)> = w.plain_one("SELECT root FROM person WHERE id = $1", args![person]).await?;
    let (root,) = found.ok_or(Refused::NotFound)?;
    match w.may(action, Some(root), Facts::NONE).await {
        Err(Refused::MayNot(_)) if !w.could_to(SEE_POINTER, root).await? && !w.could_to(SEE_IDENTITY, root).await? => {
            Err(Refused::NotFound)
        }
        Err(no) => Err(no),
        Ok(_) => Ok(root),
    }
}

/// An entry that the one who acts may see and do this to.
pub(crate) async fn entry_for(w: &mut Writing, action: Action, id: EntryId) -> Result<Entry, Refused> {
    let sealed = w.sealed_one::<Entry>("SELECT * FROM entry WHERE id = $1", args![id]).await?;
    w.open(sealed.clone()).await?; // whoever may not see it is not told that it is there
    let permit = w.may_on(action, &sealed, Facts::NONE).await?;
    permit.open(sealed)
}

/// What the configuration in force says is wrong with a kind and with agencies; nothing where there is none.
pub(crate) fn configured(w: &Writing, kind: Option<&str>, handling: &Handling, all: &mut Wrongs) {
    let Some(catalogue) = w.configuration().ok() else { return };
    let today = w.now.day();
    if let (Some(kind), Some(list)) = (kind, catalogue.codes("note-kinds")) {
        if !list.on(today).any(|it| it.code == kind) {
            all.add("kind", "Select what sort of note it is");
        }
    }
    if handling.agencies.iter().any(|it| catalogue.agency(it).is_none()) {
        all.add("agencies", "Select agencies of the partnership");
    }
}
