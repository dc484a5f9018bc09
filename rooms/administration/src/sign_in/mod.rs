//! Signing in: a password, then a code; sessions that end. The council's own provider comes beside it later: what it
//! would do is [`BeginSession`] after its own proof.

pub(crate) mod again;
mod commands;
pub mod day;
pub mod pages;
mod records;

pub(crate) use pages::{password_right, random_token};

pub use commands::{BeginHalf, BeginSession, DemoEnrol, EndSession, NoteFailure, Proof};
pub use records::{Credential, DemoPerson, Failure, Half};
