//! What can be done to a person's record. Each command asks policy, keeps rows with two times, tells what happened.
//! The plain functions beside them ask no policy: imports and other mechanisms use them inside commands of their own.

mod around;
mod create;
mod details;
mod guard;
mod lapse;
mod merge;
mod place;
mod status;

pub use around::{AddRelation, EndRelation, EndWorker, NewWorker, SetWorker, set_worker};
pub use create::{ChangePerson, CreatePerson, Created, Lead, NewPerson, Particulars, correct, create};
pub use details::{
    AddIdentifier, AddName, DetailKind, MoveDetail, NewIdentifier, NewName, NewTrait, SetTrait, StrikeDetail,
    add_identifier, add_name, set_trait,
};
pub use guard::{AddWarning, DeclareConflict, LiftRestriction, RestrictPerson, ReviewWarning};
pub use lapse::LapseMerges;
pub use merge::{
    AssignAfterUnmerge, ConfirmMerge, LinkPersons, MergePersons, Merged, UndoMerge, UnmergePersons, await_assignment,
};
pub use place::{
    AddAddress, AddContactPoint, EndAddress, EndContactPoint, NewAddress, NewContact, add_address, add_contact,
};
pub use status::{AddStatus, EndStatus, NewStatus, add_status, category_list, correct_status, end_status, keep_status};

use door::{Action, Facts, Reading, Refused, Writing, args};
use kernel::{Day, PersonId, Wrongs};
use uuid::Uuid;

use crate::records::two_times::{one, replace};
use crate::{Base, Person, TwoTimes};

/// The person to whom something is done: the survivor where two were merged.
///
/// # Errors
/// [`Refused::NotFound`] when there is none, or one may not know of them; [`Refused::MayNot`] when this is not allowed.
pub(crate) async fn person_for(w: &mut Writing, action: Action, id: PersonId) -> Result<Person, Refused> {
    let found = w.sealed_one::<Person>(ROOT_OF, args![id]).await?;
    let permit = w.may_on(action, &found, Facts::NONE).await?;
    permit.open(found)
}

const ROOT_OF: &str = "SELECT r.* FROM person p JOIN person r ON r.id = p.root WHERE p.id = $1";

/// The survivor of a person, without a look at who they are.
pub(crate) async fn root_of(r: &Reading, id: PersonId) -> Result<PersonId, Refused> {
    let found: Option<(PersonId,)> = r.plain_one("SELECT root FROM person WHERE id = $1", args![id]).await?;
    found.map(|it| it.0).ok_or(Refused::NotFound)
}

/// Ends a row on a day; a row in its place says so.
pub(crate) async fn end<T: TwoTimes>(
    w: &mut Writing,
    action: Action,
    id: Uuid,
    to: Day,
) -> Result<(Person, T), Refused> {
    let sealed = one::<T>(w, id).await?;
    let person = person_for(w, action, sealed.person().ok_or(Refused::NotFound)?).await?;
    let old = w.open(sealed).await?;
    let new = ended(w, &old, to)?;
    replace(w, id, &new).await?;
    Ok((person, new))
}

/// The row that says that another one ended.
pub(crate) fn ended<T: TwoTimes>(w: &mut Writing, old: &T, to: Day) -> Result<T, Refused> {
    let base = old.base();
    if base.replaced_at.is_some() {
        return Err(Refused::Stale);
    }
    if base.holds_from.is_some_and(|from| to < from) {
        return Err(Refused::wrong("to", "The last day is not before the first"));
    }
    let base = base.next(w);
    Ok(old.with(Base { holds_to: Some(to), ..base }))
}

/// What people read for a code; the code itself where no catalogue knows it.
#[must_use]
pub fn label(r: &Reading, list: &str, code: &str) -> String {
    r.configuration().ok().map_or_else(|| code.to_owned(), |it| it.label(list, code).to_owned())
}

/// Adds a mistake where a code is not in its list. Without a catalogue, or without that list, every code passes.
pub(crate) fn code_in(r: &Reading, list: &str, code: &str, field: &str, wrongs: &mut Wrongs) {
    let known = r.configuration().ok().is_none_or(|it| it.codes(list).is_none_or(|it| it.get(code).is_some()));
    if !known {
        wrongs.add(field, format!("Choose one of the list: {code} is none of them"));
    }
}

/// A text without space around it, at most so long.
pub(crate) fn text(typed: &str, longest: usize, field: &str, wrongs: &mut Wrongs) -> String {
    let it = typed.trim();
    if it.chars().count() > longest {
        wrongs.add(field, format!("This has more than {longest} characters"));
    }
    it.to_owned()
}

/// A text that must be there.
pub(crate) fn needed(typed: &str, longest: usize, field: &str, what: &str, wrongs: &mut Wrongs) -> String {
    let it = text(typed, longest, field, wrongs);
    if it.is_empty() {
        wrongs.add(field, what);
    }
    it
}
