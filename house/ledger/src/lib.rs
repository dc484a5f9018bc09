//! The ledger: what was seen, done and refused, as leaves of a Merkle tree whose heads are signed, so that a change
//! made afterwards shows. Formats are public: RFC 6962 hashing, C2SP signed notes and checkpoints. No database: the
//! caller keeps leaf texts, stored hashes and checkpoints as rows, and hands stored hashes back through [`Hashes`].
//!
//! The sealer: read unsealed rows in order, [`seal`] each text with the next number, [`Tree::append`] them,
//! save texts and hashes, sign a [`SigningKey::checkpoint`], commit. On failure, open the tree again.

mod bundle;
mod code;
mod entry;
mod key;
mod proof;
mod tree;
mod verify;

#[cfg(test)]
mod tests;

pub use bundle::{Between, Bundle, BundleError, BundleWriter, Included};
pub use code::Code;
pub use entry::{BadLeaf, Decision, Entry, EntryId, Resource, Rows, commit_reason, rows_hash, seal};
pub use key::{BadKey, Head, SigningKey, Untrusted, verify_checkpoint};
pub use proof::{
    ProofError, check_consistency, check_inclusion, consistency, consistency_needs, inclusion, inclusion_needs,
};
pub use tlog_tiles::Hash;
pub use tree::{Hashes, Known, MAX_SIZE, Missing, Tree, hash_from, leaf_hash, root_of, stored_count};
pub use verify::{Fault, Finding, Findings, Trusted};
