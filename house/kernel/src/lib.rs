//! Words and traits that every part of the house shares. Pure: no database, no system clock, no randomness.
//! It names no room's thing; ids, enums and levels live in the crate whose thing they are.

extern crate self as kernel;

mod ids;
mod marking;
mod reference;
mod refused;
mod time;
mod value;
mod words;

pub use ids::{AgencyId, PersonId, UserId};
pub use marking::{Handling, Marking};
pub use reference::{BadReference, Reference};
pub use refused::{Refused, Wrong, Wrongs};
pub use time::{Day, Ts};
pub use value::{BadValue, Json, Stored, Value};
#[doc(hidden)]
pub use {schemars, serde, serde_json, uuid};
