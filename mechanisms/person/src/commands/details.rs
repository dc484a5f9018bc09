//! Names, numbers and what somebody says of themselves; what was recorded by mistake, or of the wrong person.

use door::{Command, Refused, Writing, args};
use kernel::{Day, PersonId, Wrongs};
use policy::action::{CHANGE_PERSON, MOVE_ENTRY};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{code_in, needed, person_for, text};
use crate::happenings::{DetailChanged, DetailMoved};
use crate::identifiers::Scheme;
use crate::records::two_times::{close, one};
use crate::search::index;
use crate::{
    Address, Base, ContactPoint, MovedDetail, PersonIdentifier, PersonName, PersonStatus, Relation, StruckDetail,
    TraitAnswer, TraitKind, TwoTimes, WarningNote, WorksWith,
};

/// Another name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewName {
    /// A code of `name-types`: legal, known-as, former, alias, street, online.
    pub kind: String,
    /// Forenames, or the whole of a name in one word.
    #[serde(default)]
    pub forenames: String,
    /// Surname.
    #[serde(default)]
    pub surname: String,
    /// The first and last day on which they used it, where known.
    #[serde(default)]
    pub from: Option<Day>,
    /// The last day.
    #[serde(default)]
    pub to: Option<Day>,
}

/// Adds another name. Asks no policy.
///
/// # Errors
/// [`Refused::Wrong`] with every mistake.
pub async fn add_name(w: &mut Writing, person: PersonId, new: &NewName) -> Result<Uuid, Refused> {
    let mut wrongs = Wrongs::default();
    code_in(w, "name-types", &new.kind, "kind", &mut wrongs);
    let forenames = text(&new.forenames, 100, "forenames", &mut wrongs);
    let surname = text(&new.surname, 100, "surname", &mut wrongs);
    if forenames.is_empty() && surname.is_empty() {
        wrongs.add("surname", "Give a name");
    }
    wrongs.done()?;
    let base = Base::first(w, person, new.from, new.to);
    w.keep(&PersonName::new(base, new.kind.clone(), forenames, surname)).await?;
    Ok(base.id)
}

/// A number by which a system knows somebody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewIdentifier {
    /// `nhs`, `upn`, `uln`, `nino`, `pnc`, … , a code of `identifiers`, or `import:SOURCE`.
    pub scheme: String,
    /// As it was given.
    pub value: String,
}

/// Adds a number. Asks no policy. Gives what does not fit as a sentence; it is kept all the same (codes.md §13).
///
/// # Errors
/// [`Refused::Wrong`] when it is empty or too long.
pub async fn add_identifier(w: &mut Writing, person: PersonId, new: &NewIdentifier) -> Result<Option<String>, Refused> {
    let mut wrongs = Wrongs::default();
    let typed = needed(&new.value, 60, "value", "Give the number", &mut wrongs);
    let scheme = needed(&new.scheme, 40, "scheme", "Say whose number it is", &mut wrongs);
    wrongs.done()?;
    let (value, doubt) = match scheme.parse::<Scheme>() {
        Ok(known) => {
            let check = known.check(&typed);
            (check.stored().to_owned(), check.why().map(|why| format!("{}: {why}", known.label())))
        }
        Err(_) => (typed, None),
    };
    let base = Base::first(w, person, None, None);
    w.keep(&PersonIdentifier::new(base, scheme, value, doubt.clone())).await?;
    Ok(doubt)
}

/// An answer about somebody, with who said it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTrait {
    /// What it tells.
    pub kind: TraitKind,
    /// A code of the kind's list, or words.
    pub value: String,
    /// Their own words beside the code.
    #[serde(default)]
    pub words: String,
    /// A code of `ethnicity-said-by`: self, parent, other.
    #[serde(default)]
    pub said_by: String,
    /// The code as it was given in another scheme, such as DfE's.
    #[serde(default)]
    pub as_given: String,
    /// From which day it is so, where known.
    #[serde(default)]
    pub from: Option<Day>,
}

/// Adds an answer; takes the place of an earlier one where only one can hold. Asks no policy.
///
/// # Errors
/// [`Refused::Wrong`] with every mistake; a rule where the police's observation comes from somebody else.
pub async fn set_trait(w: &mut Writing, person: PersonId, new: &NewTrait) -> Result<Uuid, Refused> {
    put_trait(w, person, new, false).await
}

/// The same; `fresh` where the record was made just now with this answer, so that no other can stand.
pub(crate) async fn put_trait(w: &mut Writing, person: PersonId, new: &NewTrait, fresh: bool) -> Result<Uuid, Refused> {
    const STANDS: &str =
        "SELECT id FROM trait_answer WHERE person = $1 AND kind = $2 AND replaced_at IS NULL ORDER BY id";
    let mut wrongs = Wrongs::default();
    let value = needed(&new.value, 200, "value", "Choose or write an answer", &mut wrongs);
    if let Some(list) = new.kind.list() {
        code_in(w, list, &value, "value", &mut wrongs);
    }
    let words = text(&new.words, 200, "words", &mut wrongs);
    wrongs.done()?;
    let police = w.acting.principal.seats().iter().any(|it| it.agency_kind == "police");
    if new.kind == TraitKind::EthnicityObserved && !police {
        return Err(Refused::rule("codes §1", "only the police record what an officer observed"));
    }
    let mut base = Base::first(w, person, new.from, None);
    if !fresh && !new.kind.several() {
        let stands: Vec<(Uuid,)> = w.plain(STANDS, args![person, new.kind]).await?;
        for (id,) in stands {
            close::<TraitAnswer>(w, id).await?;
            base.replaces = Some(id);
        }
    }
    if !fresh && new.kind == TraitKind::Ethnicity {
        w.run("UPDATE person SET ethnicity = $2 WHERE id = $1", args![person, value]).await?;
    }
    let row = TraitAnswer::new(base, new.kind, value, words, new.said_by.clone(), new.as_given.trim().to_owned());
    w.keep(&row).await?;
    Ok(base.id)
}

macro_rules! detail_command {
    ($(#[$doc:meta])* $name:ident = $text:literal, $what:literal, $new:ty, $add:ident, $done:ty, $kind:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// Whom.
            pub person: PersonId,
            /// What.
            pub new: $new,
        }
        impl Command for $name {
            const NAME: &'static str = $text;
            const WHAT: &'static str = $what;
            type Done = $done;
            async fn carry_out(&self, w: &mut Writing) -> Result<$done, Refused> {
                let person = person_for(w, CHANGE_PERSON, self.person).await?.id;
                let done = $add(w, person, &self.new).await?;
                index(w, person).await?;
                let words = concat!("Added: ", $kind).to_owned();
                w.happened(DetailChanged { person, subject: person.0, kind: $kind, words }).await?;
                Ok(done)
            }
        }
    };
}

detail_command! {
    /// Adds another name.
    AddName = "people.add-name", "Add another name of a person", NewName, add_name, Uuid, "name"
}
detail_command! {
    /// Adds a number; answers what does not fit about it.
    AddIdentifier = "people.add-identifier", "Add a number by which a system knows a person", NewIdentifier, add_identifier,
    Option<String>, "identifier"
}
detail_command! {
    /// Records what somebody says of themselves.
    SetTrait = "people.set-trait", "Record ethnicity, language, disability or another trait", NewTrait, set_trait, Uuid, "trait"
}

kernel::words! {
    /// The kinds of rows about a person that can be struck out, moved or assigned.
    pub enum DetailKind {
        Name = "name" / "Name",
        Identifier = "identifier" / "Number",
        Trait = "trait" / "Trait",
        Address = "address" / "Address",
        Contact = "contact" / "Contact",
        Relation = "relation" / "Relation",
        Worker = "worker" / "Worker",
        Status = "status" / "Status",
        Warning = "warning" / "Warning",
    }
}

/// Does one thing whatever the kind of row.
macro_rules! by_kind {
    ($kind:expr, $call:ident ( $($arg:expr),* )) => {
        match $kind {
            DetailKind::Name => $call::<PersonName>($($arg),*).await,
            DetailKind::Identifier => $call::<PersonIdentifier>($($arg),*).await,
            DetailKind::Trait => $call::<TraitAnswer>($($arg),*).await,
            DetailKind::Address => $call::<Address>($($arg),*).await,
            DetailKind::Contact => $call::<ContactPoint>($($arg),*).await,
            DetailKind::Relation => $call::<Relation>($($arg),*).await,
            DetailKind::Worker => $call::<WorksWith>($($arg),*).await,
            DetailKind::Status => $call::<PersonStatus>($($arg),*).await,
            DetailKind::Warning => $call::<WarningNote>($($arg),*).await,
        }
    };
}

/// Strikes out a row that should never have been recorded. The history keeps it, with the reason.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StrikeDetail {
    /// Its kind.
    pub kind: DetailKind,
    /// The row.
    pub row: Uuid,
    /// Why.
    pub reason: String,
}

impl Command for StrikeDetail {
    const NAME: &'static str = "people.strike-detail";
    const WHAT: &'static str = "Strike out a detail that was recorded by mistake; history keeps it";
    type Done = ();

    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let mut wrongs = Wrongs::default();
        let reason = needed(&self.reason, 500, "reason", "Say why it was a mistake", &mut wrongs);
        wrongs.done()?;
        let person = by_kind!(self.kind, row_person(w, self.row))?;
        let root = person_for(w, CHANGE_PERSON, person).await?.id;
        by_kind!(self.kind, struck(w, self.row))?;
        let (kind, row_id, struck_by) = (self.kind.as_str().to_owned(), self.row, w.acting.recorded_as());
        let row = StruckDetail { id: w.new_id(), kind, row_id, person, reason, struck_by, at: w.now };
        w.keep(&row).await?;
        index(w, root).await?;
        if self.kind == DetailKind::Worker {
            w.facts_changed();
        }
        let words = format!("Struck out: {}", self.kind.label().to_lowercase());
        w.happened(DetailChanged { person: root, subject: self.row, kind: self.kind.as_str(), words }).await
    }
}

async fn row_person<T: TwoTimes>(w: &mut Writing, row: Uuid) -> Result<PersonId, Refused> {
    one::<T>(w, row).await?.person().ok_or(Refused::NotFound)
}

async fn struck<T: TwoTimes>(w: &mut Writing, row: Uuid) -> Result<(), Refused> {
    let sealed = one::<T>(w, row).await?;
    w.open(sealed).await?;
    close::<T>(w, row).await
}

/// Moves a row from the wrong person to the right one; both histories show it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveDetail {
    /// Its kind.
    pub kind: DetailKind,
    /// The row.
    pub row: Uuid,
    /// Whose it is.
    pub to: PersonId,
    /// Why.
    pub reason: String,
}

impl Command for MoveDetail {
    const NAME: &'static str = "people.move-detail";
    const WHAT: &'static str = "Move a detail from the wrong person to the right one";
    type Done = Uuid;

    async fn carry_out(&self, w: &mut Writing) -> Result<Uuid, Refused> {
        let mut wrongs = Wrongs::default();
        let reason = needed(&self.reason, 500, "reason", "Say how you know whose it is", &mut wrongs);
        wrongs.done()?;
        let person = by_kind!(self.kind, row_person(w, self.row))?;
        let from = person_for(w, MOVE_ENTRY, person).await?.id;
        let to = person_for(w, MOVE_ENTRY, self.to).await?.id;
        if from == to {
            return Err(Refused::wrong("to", "It is with this person already"));
        }
        move_row(w, self.kind, self.row, to, reason).await
    }
}

/// Moves a row. Asks no policy.
pub(super) async fn move_row(
    w: &mut Writing,
    kind: DetailKind,
    row: Uuid,
    to: PersonId,
    reason: String,
) -> Result<Uuid, Refused> {
    let from = by_kind!(kind, row_person(w, row))?;
    let is_now = by_kind!(kind, moved(w, row, to))?;
    let (id, moved_by, at) = (w.new_id(), w.acting.recorded_as(), w.now);
    let it = MovedDetail {
        id,
        kind: kind.as_str().to_owned(),
        was: row,
        is_now,
        from_person: from,
        to_person: to,
        reason,
        moved_by,
        at,
    };
    w.keep(&it).await?;
    w.facts_changed();
    for person in [super::root_of(w, from).await?, to] {
        index(w, person).await?;
    }
    let words = format!("Moved to the right person: {}", kind.label().to_lowercase());
    w.happened(DetailMoved { person: from, subject: is_now, kind: kind.as_str().to_owned(), other: to, words }).await?;
    Ok(is_now)
}

async fn moved<T: TwoTimes>(w: &mut Writing, row: Uuid, to: PersonId) -> Result<Uuid, Refused> {
    let sealed = one::<T>(w, row).await?;
    let old = w.open(sealed).await?;
    let base = Base { person: to, ..old.base().next(w) };
    crate::records::two_times::replace(w, row, &old.with(base)).await?;
    Ok(base.id)
}
