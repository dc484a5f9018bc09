//! What was worked out before: a bounded map that many requests share. What it holds follows from its key alone, so
//! that forgetting costs time and never changes an answer.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hash, Hasher};
use std::sync::{PoisonError, RwLock};

const SHARDS: usize = 16;

/// A fast hash. Keys begin with part of a SHA-256, and a shard is small: nobody can make one slow by choosing keys.
#[derive(Clone, Copy, Default)]
pub(crate) struct Mixed(u64);

impl Mixed {
    const fn mix(&mut self, it: u64) {
        let wide = ((self.0 ^ it) as u128).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835);
        self.0 = (wide ^ (wide >> 64)) as u64;
    }
}

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            self.mix(chunk.iter().fold(chunk.len() as u64, |word, byte| word << 8 | u64::from(*byte)));
        }
    }
    fn write_u8(&mut self, it: u8) {
        self.mix(u64::from(it));
    }
    fn write_u32(&mut self, it: u32) {
        self.mix(u64::from(it));
    }
    fn write_u128(&mut self, it: u128) {
        self.mix((it ^ (it >> 64)) as u64);
    }
}

type Spread = BuildHasherDefault<Mixed>;

pub(crate) struct Memo<K, V> {
    shards: [RwLock<HashMap<K, V, Spread>>; SHARDS],
    most: usize,
}

impl<K: Hash + Eq, V: Clone> Memo<K, V> {
    /// At most about so many entries; a shard that is full is emptied.
    pub(crate) fn new(most: usize) -> Self {
        let shards = std::array::from_fn(|_| RwLock::new(HashMap::default()));
        Self { shards, most: most.div_ceil(SHARDS) }
    }

    fn shard(&self, key: &K) -> &RwLock<HashMap<K, V, Spread>> {
        // Bits that the map itself does not sort by.
        let at = (Spread::default().hash_one(key) >> 40) as usize % SHARDS;
        &self.shards[at]
    }

    pub(crate) fn get(&self, key: &K) -> Option<V> {
        self.shard(key).read().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    pub(crate) fn put(&self, key: K, value: V) -> V {
        let mut shard = self.shard(&key).write().unwrap_or_else(PoisonError::into_inner);
        if shard.len() >= self.most {
            shard.clear();
        }
        shard.insert(key, value.clone());
        value
    }

    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.shards.iter().map(|it| it.read().unwrap_or_else(PoisonError::into_inner).len()).sum()
    }
}
