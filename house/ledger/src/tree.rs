//! The tree that grows (RFC 6962 §2.1). Hashes are stored in the dense order of `tlog`: each once, never changed.

use std::cell::RefCell;
use std::collections::HashMap;

use tlog_tiles::{EMPTY_HASH, Error, Hash, HashReader, record_hash, stored_hash_count, stored_hash_index};

/// The largest tree that is handled; a size beyond it in a file is a forgery, not a ledger.
pub const MAX_SIZE: u64 = 1 << 48;

/// A stored hash that was asked for is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the ledger's stored hash {0} is missing")]
pub struct Missing(pub u64);

/// Where stored hashes are read. A closure `|indexes| Ok(hashes)` will do, as will [`Known`], or a `Vec` of all of them.
pub trait Hashes {
    /// The hashes at these indexes, in this order.
    ///
    /// # Errors
    /// When one is not stored.
    fn read(&self, indexes: &[u64]) -> Result<Vec<Hash>, Missing>;
}

impl<F: Fn(&[u64]) -> Result<Vec<Hash>, Missing>> Hashes for F {
    fn read(&self, indexes: &[u64]) -> Result<Vec<Hash>, Missing> {
        self(indexes)
    }
}

impl Hashes for Vec<Hash> {
    fn read(&self, indexes: &[u64]) -> Result<Vec<Hash>, Missing> {
        indexes
            .iter()
            .map(|at| usize::try_from(*at).ok().and_then(|it| self.get(it)).copied().ok_or(Missing(*at)))
            .collect()
    }
}

/// Stored hashes by their index, such as one query brought.
#[derive(Clone, Debug, Default)]
pub struct Known(HashMap<u64, Hash>);

impl FromIterator<(u64, Hash)> for Known {
    fn from_iter<I: IntoIterator<Item = (u64, Hash)>>(all: I) -> Self {
        Self(all.into_iter().collect())
    }
}

impl Hashes for Known {
    fn read(&self, indexes: &[u64]) -> Result<Vec<Hash>, Missing> {
        indexes.iter().map(|at| self.0.get(at).copied().ok_or(Missing(*at))).collect()
    }
}

/// Hands our reader to `tlog`, whose own error has no room for ours.
pub(crate) struct Reader<'a, H: ?Sized> {
    hashes: &'a H,
    missing: RefCell<Option<Missing>>,
}

impl<'a, H: Hashes + ?Sized> Reader<'a, H> {
    pub(crate) fn new(hashes: &'a H) -> Self {
        Self { hashes, missing: RefCell::new(None) }
    }
    pub(crate) fn missing(&self) -> Option<Missing> {
        *self.missing.borrow()
    }
}

impl<H: Hashes + ?Sized> HashReader for Reader<'_, H> {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, Error> {
        let found = self.hashes.read(indexes).and_then(|all| {
            if all.len() == indexes.len() {
                Ok(all)
            } else {
                Err(Missing(indexes.get(all.len()).copied().unwrap_or(0)))
            }
        });
        found.map_err(|gap| {
            *self.missing.borrow_mut() = Some(gap);
            Error::IndexesNotInTree
        })
    }
}

/// The hash of a leaf's text.
#[must_use]
pub fn leaf_hash(leaf: &str) -> Hash {
    record_hash(leaf.as_bytes())
}

/// A stored hash from its 32 bytes as they stand in a column; nothing for any other length. The bytes to store are
/// `hash.0`.
#[must_use]
pub fn hash_from(bytes: &[u8]) -> Option<Hash> {
    bytes.try_into().ok().map(Hash)
}

/// How many hashes are stored for a tree of this size (at most [`MAX_SIZE`]): the next index.
#[must_use]
pub fn stored_count(size: u64) -> u64 {
    stored_hash_count(size.min(MAX_SIZE))
}

/// A tree that leaves are appended to. It holds only its right edge (at most 64 hashes), so a copy is cheap:
/// append to a copy, commit, then keep the copy.
#[derive(Clone, Debug)]
pub struct Tree {
    size: u64,
    /// Roots of the complete subtrees, largest first, with how many leaves each covers.
    edge: Vec<(u64, Hash)>,
}

impl Default for Tree {
    fn default() -> Self {
        Self::empty()
    }
}

impl Tree {
    /// The tree without leaves.
    #[must_use]
    pub fn empty() -> Self {
        Self { size: 0, edge: Vec::new() }
    }

    /// The indexes of the stored hashes that opening a tree of this size reads, at most 48, ascending, for one query.
    /// None for a size beyond [`MAX_SIZE`].
    #[must_use]
    pub fn needs(size: u64) -> Vec<u64> {
        let size = if size > MAX_SIZE { 0 } else { size };
        spans(size).map(|(from, span)| stored_hash_index(level(span), from / span)).collect()
    }

    /// Opens a stored tree.
    ///
    /// # Errors
    /// When a hash of [`Tree::needs`] is missing, or the size is beyond [`MAX_SIZE`].
    pub fn open(size: u64, hashes: &impl Hashes) -> Result<Self, Missing> {
        if size > MAX_SIZE {
            return Err(Missing(size));
        }
        let needs = Self::needs(size);
        let found = hashes.read(&needs)?;
        if found.len() != needs.len() {
            return Err(Missing(needs.get(found.len()).copied().unwrap_or(0)));
        }
        Ok(Self { size, edge: spans(size).map(|(_, span)| span).zip(found).collect() })
    }

    /// How many leaves there are; the number of the next one.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root hash; of the empty tree, SHA-256 of nothing.
    #[must_use]
    pub fn root(&self) -> Hash {
        let mut edge = self.edge.iter().rev().map(|it| it.1);
        edge.next().map_or(EMPTY_HASH, |last| edge.fold(last, |right, left| tlog_tiles::node_hash(left, right)))
    }

    /// Appends leaves in order. Returns every new stored hash with its index, ascending and without a gap, to be saved
    /// in the same transaction as the leaves.
    pub fn append<L: AsRef<str>>(&mut self, leaves: &[L]) -> Vec<(u64, Hash)> {
        let mut new = Vec::with_capacity(leaves.len() * 2 + 1);
        let mut next = stored_count(self.size);
        for leaf in leaves {
            let (mut span, mut hash) = (1, leaf_hash(leaf.as_ref()));
            new.push((next, hash));
            next += 1;
            while let Some((_, left)) = self.edge.pop_if(|it| it.0 == span) {
                span *= 2;
                hash = tlog_tiles::node_hash(left, hash);
                new.push((next, hash));
                next += 1;
            }
            self.edge.push((span, hash));
            self.size += 1;
        }
        new
    }
}

/// The complete subtrees of a tree, largest first: first leaf and number of leaves.
fn spans(size: u64) -> impl Iterator<Item = (u64, u64)> {
    let mut from = 0;
    (0..u64::BITS).rev().filter_map(move |bit| {
        let span = 1 << bit;
        (size & span != 0).then(|| {
            let at = from;
            from += span;
            (at, span)
        })
    })
}

fn level(span: u64) -> u8 {
    u8::try_from(span.trailing_zeros()).unwrap_or(63)
}

/// The root of the tree at an earlier or present size, from stored hashes.
///
/// # Errors
/// When a stored hash is missing, or the size is beyond [`MAX_SIZE`].
pub fn root_of(size: u64, hashes: &impl Hashes) -> Result<Hash, Missing> {
    Tree::open(size, hashes).map(|it| it.root())
}
