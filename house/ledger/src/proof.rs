//! Proofs: that an entry is in the tree, and that a later tree only added to an earlier one (RFC 6962 §2.1.1, §2.1.2).

use std::cell::RefCell;

use tlog_tiles::{Error, Hash, HashReader, check_record, check_tree, prove_record, prove_tree};

use crate::tree::Reader;
use crate::{Hashes, MAX_SIZE, Missing, leaf_hash};

/// Why there is no proof, or why one does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The entry or the earlier tree lies beyond the tree, or the earlier tree is empty.
    #[error("the tree does not reach that far")]
    Beyond,
    /// A stored hash is missing.
    #[error(transparent)]
    Missing(#[from] Missing),
    /// The proof does not lead to the root.
    #[error("the proof does not hold")]
    DoesNotHold,
}

/// Notes what is asked for and gives nothing: `tlog` asks once, with everything.
#[derive(Default)]
struct Asking(RefCell<Vec<u64>>);

impl HashReader for Asking {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, Error> {
        self.0.borrow_mut().extend_from_slice(indexes);
        Err(Error::IndexesNotInTree)
    }
}

/// The indexes of the stored hashes that an inclusion proof is made of, for one query.
#[must_use]
pub fn inclusion_needs(index: u64, size: u64) -> Vec<u64> {
    let asking = Asking::default();
    if size > MAX_SIZE {
        return Vec::new();
    }
    let _ = prove_record(size, index, &asking);
    asking.0.into_inner()
}

/// The indexes of the stored hashes that a consistency proof is made of, for one query.
#[must_use]
pub fn consistency_needs(old: u64, new: u64) -> Vec<u64> {
    let asking = Asking::default();
    if new > MAX_SIZE {
        return Vec::new();
    }
    let _ = prove_tree(new, old, &asking);
    asking.0.into_inner()
}

/// The proof that entry `index` is in the tree of this size.
///
/// # Errors
/// When the tree does not reach that far or a stored hash is missing.
pub fn inclusion(index: u64, size: u64, hashes: &(impl Hashes + ?Sized)) -> Result<Vec<Hash>, ProofError> {
    if index >= size || size > MAX_SIZE {
        return Err(ProofError::Beyond);
    }
    let reader = Reader::new(hashes);
    prove_record(size, index, &reader).map_err(|_| reader.missing().map_or(ProofError::Beyond, ProofError::Missing))
}

/// The proof that the tree of size `new` only added to the tree of size `old` (at least 1).
///
/// # Errors
/// When the tree does not reach that far, `old` is 0, or a stored hash is missing.
pub fn consistency(old: u64, new: u64, hashes: &(impl Hashes + ?Sized)) -> Result<Vec<Hash>, ProofError> {
    if old == 0 || old > new || new > MAX_SIZE {
        return Err(ProofError::Beyond);
    }
    let reader = Reader::new(hashes);
    prove_tree(new, old, &reader).map_err(|_| reader.missing().map_or(ProofError::Beyond, ProofError::Missing))
}

/// Checks that the text `leaf` is entry `index` of the tree with this size and root.
///
/// # Errors
/// When it is not, or cannot be.
pub fn check_inclusion(proof: &Vec<Hash>, index: u64, leaf: &str, size: u64, root: Hash) -> Result<(), ProofError> {
    if index >= size || size > MAX_SIZE {
        return Err(ProofError::Beyond);
    }
    check_record(proof, size, root, index, leaf_hash(leaf)).map_err(|_| ProofError::DoesNotHold)
}

/// Checks that the tree `new` (size, root) holds the tree `old` as its beginning.
///
/// # Errors
/// When it does not, or cannot.
pub fn check_consistency(proof: &Vec<Hash>, old: (u64, Hash), new: (u64, Hash)) -> Result<(), ProofError> {
    if old.0 == 0 || old.0 > new.0 || new.0 > MAX_SIZE {
        return Err(ProofError::Beyond);
    }
    check_tree(proof, new.0, new.1, old.0, old.1).map_err(|_| ProofError::DoesNotHold)
}
