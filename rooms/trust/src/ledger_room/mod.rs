//! The ledger as people read it: entries with filters, whether it is whole, the signed checkpoint, and the bundle for
//! somebody outside (trust.md 2).

mod bundle;
pub mod pages;
mod records;
pub mod tree;

pub use bundle::{MOST, bundled};
pub use records::{NoteVerifier, verifier};
