//! What may not be seen cannot be held: records with content come out sealed.

use kernel::PersonId;
use policy::{Action, Fact, Facts};
use store::{Read, Record};
use uuid::Uuid;

use crate::Acting;

/// A side table that names everybody whom a row is about, where it is about several.
#[derive(Clone, Copy, Debug)]
pub struct Also {
    /// Its FROM clause, which ties it to the row: `FROM named n WHERE n.referral = :row`.
    pub from: &'static str,
    /// The SQL of a person in it: `n.person`.
    pub person: &'static str,
    /// The SQL of what stands for `:row` in a list: `t.id`.
    pub row: &'static str,
}

/// What, of one of several persons whom a row is about, opens it to those who have it of any of them. What closes it
/// stays with the first person here; rooms ask of every other whether the reader may know of them.
pub(crate) const OPENS: [Fact; 3] = [Fact::Mine, Fact::MyTeam, Fact::Glass];

/// A record about somebody: opening it asks policy and notes the view.
pub trait Content: Read {
    /// What one must be allowed to do to see it.
    const SEE: Action;
    /// The kind of the record, for the ledger: `referral`.
    const KIND: &'static str;
    /// The table's alias in lists and the SQL of the person whom a row is about, such as `t.person`.
    const PERSON_SQL: &'static str;

    /// The record's own id.
    fn id(&self) -> Uuid;
    /// Whom it is about; none when nobody is known yet.
    fn person(&self) -> Option<PersonId>;
    /// Its version, where it has one.
    fn version(&self) -> Option<i64> {
        None
    }
    /// What is so of this row for this reader, beside what is so of the person.
    fn row_facts(&self, _acting: &Acting) -> Facts {
        Facts::default()
    }
    /// The same on a day, where what is so of a row depends on it (a mark that lapses).
    fn row_facts_on(&self, acting: &Acting, _today: kernel::Day) -> Facts {
        self.row_facts(acting)
    }
    /// The same in SQL, for narrowing: with `:user`, `:agencies` and `:today` for the reader's own. None: never so.
    fn row_fact_sql(_fact: Fact) -> Option<&'static str> {
        None
    }
    /// Which of the facts a row decides by itself; every other is the person's.
    const ROW_FACTS: &'static [Fact] = &[];
    /// Who else the row is about: those who work with any of them have it.
    const ALSO: Option<Also> = None;
    /// What stands for `:row` in [`Content::ALSO`].
    fn also_of(&self) -> Uuid {
        self.id()
    }
    /// What one must be allowed to see this very row: where rows of one table differ (a health note on a chronology).
    fn see(&self) -> Action {
        Self::SEE
    }
    /// Where rows differ: the SQL of the column that holds the action's name, and every action it may hold.
    const SEES: Option<(&'static str, &'static [Action])> = None;
}

/// A record that holds nothing about anybody: settings, sessions, deliveries, technical rows.
pub trait Plain: Read {}
impl<A: kernel::Stored> Plain for (A,) {}
impl<A: kernel::Stored, B: kernel::Stored> Plain for (A, B) {}
impl<A: kernel::Stored, B: kernel::Stored, C: kernel::Stored> Plain for (A, B, C) {}
impl<A: kernel::Stored, B: kernel::Stored, C: kernel::Stored, D: kernel::Stored> Plain for (A, B, C, D) {}

/// A record that may not be looked at until a permit opens it.
#[derive(Clone)]
pub struct Sealed<T>(pub(crate) T);

impl<T: Content> Sealed<T> {
    /// Its id, which is no content.
    #[must_use]
    pub fn id(&self) -> Uuid {
        self.0.id()
    }
    /// Whom it is about, which policy needs.
    #[must_use]
    pub fn person(&self) -> Option<PersonId> {
        self.0.person()
    }
}

/// Leave to do one thing to one record, with the policies that decided. Only the door makes one.
#[derive(Clone, Debug)]
pub struct Permit {
    pub(crate) about: Option<Uuid>,
    pub(crate) because: Vec<String>,
}

impl Permit {
    /// Opens the record it was given for.
    ///
    /// # Errors
    /// [`kernel::Refused::Fault`] when it was given for another.
    pub fn open<T: Content>(&self, it: Sealed<T>) -> Result<T, kernel::Refused> {
        if self.about == Some(it.0.id()) {
            Ok(it.0)
        } else {
            Err(kernel::Refused::Fault("a permit was used on another record".to_owned()))
        }
    }
    /// Which policies decided.
    #[must_use]
    pub fn because(&self) -> &[String] {
        &self.because
    }
}

/// Records that are both written and sealed: most rooms' own.
pub trait SealedRecord: Record + Content {}
impl<T: Record + Content> SealedRecord for T {}
