//! One's own account: password, recovery codes, where one is signed in, tokens for programs, and who covers.

mod commands;
pub mod pages;
mod rules;

pub use commands::{ChangePassword, MakeToken, NewRecoveryCodes};
