//! What is kept of an action.

use clock::{Answerable, Working};
use door::{Acting, Content, Fact, Facts, Plain};
use kernel::{Day, PersonId, Reference, Ts, UserId};
use policy::action::{DO_ACTION, SEE_RECORD};
use uuid::Uuid;

use crate::rules::{self, Standing};

kernel::ids!(
    /// An action.
    ActionId,
    /// A step of its history.
    StepId,
);

kernel::words! {
    /// Where an action stands.
    pub enum State {
        Open = "open" / "To be done",
        Done = "done" / "Done",
        Cancelled = "cancelled" / "Cancelled",
    }
}

kernel::words! {
    /// What a step of the history was.
    pub enum What {
        Set = "set" / "Set",
        HandedOver = "handed-over" / "Handed over",
        /// It may be done later than was said.
        Extended = "extended" / "A later day",
        Done = "done" / "Done",
        /// By a partner without an account, through the link in a mail.
        Answered = "answered" / "Answered by the partner: done",
        Cancelled = "cancelled" / "Cancelled",
        Reopened = "reopened" / "Opened again",
    }
}

/// The same columns three times: by what one may see of the person, by its being one's own, and for this crate alone.
macro_rules! columns {
    ($($(#[$doc:meta])* pub $field:ident: $ty:ty,)+) => {
        door::record! {
            /// An action, seen by those who see the record of the person (access.md §2).
            pub struct Action in "action" { $($(#[$doc])* pub $field: $ty,)+ }
        }
        mod own {
            #[allow(clippy::wildcard_imports, reason = "the same column types")]
            use super::*;
            door::record! {
                /// The same action, seen by whoever it is to be done by.
                pub struct Own in "action" { $($(#[$doc])* pub $field: $ty,)+ }
            }
        }
        mod row {
            #[allow(clippy::wildcard_imports, reason = "the same column types")]
            use super::*;
            door::record! {
                /// The same row for deciding; never handed to a page.
                pub struct Row in "action" { $($(#[$doc])* pub $field: $ty,)+ }
            }
        }
        impl Own {
            /// The action, once its being one's own has opened it.
            #[must_use]
            pub fn seen(self) -> Action {
                Action { $($field: self.$field,)+ }
            }
        }
        impl Row {
            pub(crate) fn decided(self) -> Action {
                Action { $($field: self.$field,)+ }
            }
        }
    };
}

columns! {
    /// Its id.
    pub id: ActionId,
    /// What people call it by.
    pub reference: Reference,
    /// What is to be done.
    pub words: String,
    /// The page of the record from which it came; empty for none.
    pub link: String,
    /// That record: its kind …
    pub subject_kind: String,
    /// … and its id.
    pub subject: Uuid,
    /// What the house set it for, so that it ends when that is over; empty where somebody set it.
    pub purpose: String,
    /// Whom it is about, if anybody.
    pub person: Option<PersonId>,
    /// Who does it: a role …
    pub role: Option<String>,
    /// … at a kind of agency …
    pub agency_kind: Option<String>,
    /// … or at one agency …
    pub agency: Option<String>,
    /// … in one team …
    pub team: Option<String>,
    /// … or this person …
    pub owner: Option<UserId>,
    /// … or a partner outside, as they are called …
    pub partner: Option<String>,
    /// … at this address.
    pub partner_mail: Option<String>,
    /// Its last day.
    pub due: Day,
    /// The day from which it is due soon.
    pub amber: Day,
    /// Where it stands.
    pub state: State,
    /// What shows that it was done, or why it was cancelled.
    pub evidence: String,
    /// When it ended.
    pub ended: Option<Ts>,
    /// Who ended it.
    pub ended_by: Option<UserId>,
    /// Who set it; the house, where it follows from something.
    pub set_by: UserId,
    /// When.
    pub set_at: Ts,
    /// For stale copies.
    pub version: i64,
}

pub use own::Own;
pub(crate) use row::Row;
impl Plain for Row {}

/// Equals [`Working::answers`] for whoever reads.
const MINE: &str =
    "(t.owner = :user OR (t.owner IS NULL AND (t.role IS NOT NULL OR t.agency IS NOT NULL OR t.team IS NOT NULL)
    AND EXISTS (SELECT 1 FROM seat s WHERE s.holder = :user AND s.confirmed_by IS NOT NULL AND s.holds_from <= :today
    AND (s.holds_to IS NULL OR s.holds_to >= :today) AND (t.role IS NULL OR s.role = t.role)
    AND (t.agency_kind IS NULL OR s.agency_kind = t.agency_kind) AND (t.agency IS NULL OR s.agency = t.agency)
    AND (t.team IS NULL OR s.team IS NULL OR s.team = t.team))))";

impl Content for Action {
    const SEE: door::Action = SEE_RECORD;
    const KIND: &'static str = "action";
    const PERSON_SQL: &'static str = "t.person";
    fn id(&self) -> Uuid {
        self.id.0
    }
    fn person(&self) -> Option<PersonId> {
        self.person
    }
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}

/// Whose it is reads it, unless the person is restricted or in conflict: the same policy as doing it.
impl Content for Own {
    const SEE: door::Action = DO_ACTION;
    const KIND: &'static str = "action";
    const PERSON_SQL: &'static str = "t.person";
    const ROW_FACTS: &'static [Fact] = &[Fact::Mine];
    fn id(&self) -> Uuid {
        self.id.0
    }
    fn person(&self) -> Option<PersonId> {
        self.person
    }
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
    fn row_facts(&self, acting: &Acting) -> Facts {
        Facts::NONE.with_if(Fact::Mine, Working::of(acting).answers(&self.clone().seen().answerable()))
    }
    fn row_fact_sql(fact: Fact) -> Option<&'static str> {
        (fact == Fact::Mine).then_some(MINE)
    }
}

impl Action {
    /// Who does it, in the words of clocks.
    #[must_use]
    pub fn answerable(&self) -> Answerable {
        Answerable {
            role: self.role.clone(),
            agency_kind: self.agency_kind.clone(),
            agency: self.agency.clone(),
            team: self.team.clone(),
            owner: self.owner,
        }
    }

    /// How it stands on a day.
    #[must_use]
    pub fn standing(&self, today: Day) -> Standing {
        rules::standing(self.state, self.amber, self.due, today)
    }
}

door::record! {
    /// A step of an action's history: what it was, and who did it from then on. Read it only with the action itself.
    pub struct Step in "action_step" {
        pub id: StepId,
        pub action: ActionId,
        pub at: Ts,
        pub by_user: UserId,
        pub what: What,
        /// Evidence, reason or words, as the step asks for.
        pub words: String,
        pub role: Option<String>,
        pub agency: Option<String>,
        pub team: Option<String>,
        pub owner: Option<UserId>,
        pub partner: Option<String>,
        pub due: Day,
    }
}
impl Plain for Step {}

/// Whether an action without an owner of its own is to be done by whoever holds this seat.
#[must_use]
pub fn seated(it: &Action, seat: &policy::Seat) -> bool {
    it.owner.is_none() && clock::seated(&it.answerable(), seat)
}
