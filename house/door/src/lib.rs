//! The one way in: [`Door::read`] gives a [`Reading`], [`Door::act`] carries out a [`Command`].
//!
//! A reading is one snapshot; what it shows is noted, and the page leaves only when its ledger entry is durable.
//! A command runs in one transaction with policy, stale check, what follows from it, outbox and ledger.
//! Records that hold content come out [`Sealed`]; opening one asks policy and notes the view.

mod act;
mod acting;
mod command;
mod entries;
mod facts;
mod happening;
mod list;
mod migrations;
mod open;
mod reading;
mod seal;
mod sealed;
mod writing;

pub use act::Key;
pub use acting::{Account, AccountState, Acting, By, Seat, Session, Via};
pub use command::{Command, CommandEntry};
pub use entries::{LedgerEntry, LedgerEntryId, LedgerPerson, LedgerReason, Verdict};
pub use facts::{FactSql, PersonFacts};
pub use happening::{Follows, Happened, Happening, Line, Listener, Reaction, Reactions};
pub use list::{Listed, Narrowed};
pub use migrations::MIGRATIONS;
pub use open::{Basis, Door, DoorBuilder, Following, Randomness, Time};
pub use reading::{Reading, Shown};
pub use seal::{LedgerCheckpoint, LedgerHash, Sealing};
pub use sealed::{Also, Content, Permit, Plain, Sealed, SealedRecord};
pub use writing::Writing;

pub use kernel::Refused;
pub use policy::{Action, Fact, Facts, Principal};
pub use store::{Condition, Migration, Query, Record, args, record};

/// A store's refusal, in the house's words. A stale copy stays a stale copy; the rest is the machine's trouble.
pub(crate) fn refused(it: store::Error) -> Refused {
    match it {
        store::Error::Stale => Refused::Stale,
        store::Error::Nothing => Refused::NotFound,
        it if it.is_duplicate() => Refused::Conflict("there is one like this already".to_owned()),
        it if it.again() => Refused::Busy(it.to_string()),
        other => Refused::Store(other.to_string()),
    }
}
