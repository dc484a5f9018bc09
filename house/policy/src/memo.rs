//! What was worked out before: a bounded map that many requests share. What it holds follows from its key alone, so
//! that forgetting costs time and never changes an answer.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::{PoisonError, RwLock};

const SHARDS: usize = 16;

pub(crate) struct Memo<K, V> {
    shards: [RwLock<HashMap<K, V>>; SHARDS],
    spread: RandomState,
    most: usize,
}

impl<K: Hash + Eq, V: Clone> Memo<K, V> {
    /// At most about so many entries; a shard that is full is emptied.
    pub(crate) fn new(most: usize) -> Self {
        let shards = std::array::from_fn(|_| RwLock::new(HashMap::new()));
        Self { shards, spread: RandomState::new(), most: most.div_ceil(SHARDS) }
    }

    fn shard(&self, key: &K) -> &RwLock<HashMap<K, V>> {
        #[expect(clippy::cast_possible_truncation, reason = "any four bits will do")]
        let at = self.spread.hash_one(key) as usize % SHARDS;
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
