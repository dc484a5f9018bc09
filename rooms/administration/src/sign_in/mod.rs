//! Signing in: a password, then a code; sessions that end. The council's own provider comes beside it later: what it
//! would do is [`begin_session`] after its own proof.

mod commands;
pub mod pages;
mod records;

pub use commands::{BeginHalf, BeginSession, DemoEnrol, EndSession, NoteFailure};
pub use records::{Credential, DemoPerson, Failure, Half};
