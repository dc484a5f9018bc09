//! What is kept of a person. The person's own row says who they are now; everything else has two times.

mod around;
mod guard;
mod merge;
mod place;
pub(crate) mod two_times;
mod who;

pub use around::{Relation, WorksWith};
pub use guard::{Conflict, PersonStatus, Restriction, RestrictionNamed, WARNING_SEEN_BY, WarningNote};
pub use merge::{Assignment, Merge, MovedDetail, PersonLink, StruckDetail};
pub use place::{Address, ContactPoint};
pub use two_times::{Base, TwoTimes};
pub use who::{Identity, Person, PersonIdentifier, PersonName, Pointed, TraitAnswer};
