//! One's own account: password, recovery codes, where one is signed in, tokens for programs, and who covers.

pub mod api;
mod commands;
pub mod pages;
mod rules;

pub use commands::{ChangePassword, MakeToken, NewRecoveryCodes};
