//! Each text or number of a field once, with its frequency; records hold its number. Nought is *not recorded*.

use super::hash::{self, ByHash};

/// Texts.
pub(crate) struct Dict {
    ids: ByHash<u32>,
    /// Those of a question: kept apart, so that the big map is never touched by asking.
    fresh: Option<ByHash<u32>>,
    arena: String,
    ends: Vec<u32>,
    counts: Vec<u32>,
}

impl Default for Dict {
    fn default() -> Self {
        Self { ids: ByHash::default(), fresh: None, arena: String::new(), ends: vec![0], counts: vec![0] }
    }
}

impl Dict {
    /// The number of a text, which counts once more.
    pub(crate) fn add(&mut self, text: &str) -> u32 {
        if text.is_empty() {
            return 0;
        }
        let next = self.ends.len() as u32;
        let id = entered(&mut self.ids, self.fresh.as_mut(), hash::of(text), next);
        if id == next {
            self.arena.push_str(text);
            self.ends.push(self.arena.len() as u32);
            self.counts.push(0);
        }
        self.counts[id as usize] += 1;
        id
    }

    /// From now on new texts are those of a question, until [`Dict::shorten`].
    pub(crate) fn asking(&mut self) {
        self.fresh = Some(ByHash::default());
    }

    /// Takes back all texts after the first `len`: those of a question.
    pub(crate) fn shorten(&mut self, len: usize) {
        self.fresh = None;
        self.ends.truncate(len);
        self.counts.truncate(len);
        self.arena.truncate(self.ends.last().map_or(0, |it| *it as usize));
    }

    /// Counts a text once more by its number.
    pub(crate) fn again(&mut self, id: u32) {
        if id != 0 {
            self.counts[id as usize] += 1;
        }
    }

    pub(crate) fn text(&self, id: u32) -> &str {
        let at = id as usize;
        if at == 0 { "" } else { &self.arena[self.ends[at - 1] as usize..self.ends[at] as usize] }
    }

    pub(crate) fn count(&self, id: u32) -> u32 {
        self.counts[id as usize]
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Memory in bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.ids.capacity() * 13 + self.arena.capacity() + self.ends.capacity() * 4 + self.counts.capacity() * 4
    }
}

/// The number of a key: its own, or the next one.
fn entered(ids: &mut ByHash<u32>, fresh: Option<&mut ByHash<u32>>, key: u64, next: u32) -> u32 {
    match fresh {
        None => *ids.entry(key).or_insert(next),
        Some(fresh) => match ids.get(&key) {
            Some(id) => *id,
            None => *fresh.entry(key).or_insert(next),
        },
    }
}

/// Identifiers, telephone numbers and other combinations, as numbers of 64 bits.
pub(crate) struct Numbers {
    ids: ByHash<u32>,
    fresh: Option<ByHash<u32>>,
    values: Vec<u64>,
    counts: Vec<u32>,
}

impl Default for Numbers {
    fn default() -> Self {
        Self { ids: ByHash::default(), fresh: None, values: vec![0], counts: vec![0] }
    }
}

impl Numbers {
    /// The number of a value, which counts once more.
    pub(crate) fn add(&mut self, value: u64) -> u32 {
        if value == 0 {
            return 0;
        }
        let next = self.values.len() as u32;
        let id = entered(&mut self.ids, self.fresh.as_mut(), hash::mix(value, 3), next);
        if id == next {
            self.values.push(value);
            self.counts.push(0);
        }
        self.counts[id as usize] += 1;
        id
    }

    /// From now on new values are those of a question, until [`Numbers::shorten`].
    pub(crate) fn asking(&mut self) {
        self.fresh = Some(ByHash::default());
    }

    /// Takes back all values after the first `len`.
    pub(crate) fn shorten(&mut self, len: usize) {
        self.values.truncate(len);
        self.fresh = None;
        self.counts.truncate(len);
    }

    /// How often a value came.
    pub(crate) fn count_of(&self, value: u64) -> u32 {
        self.ids.get(&hash::mix(value, 3)).map_or(0, |id| self.counts[*id as usize])
    }

    pub(crate) fn len(&self) -> usize {
        self.values.len()
    }

    pub(crate) fn value(&self, id: u32) -> u64 {
        self.values[id as usize]
    }

    pub(crate) fn count(&self, id: u32) -> u32 {
        self.counts[id as usize]
    }

    pub(crate) fn bytes(&self) -> usize {
        self.ids.capacity() * 13 + self.values.capacity() * 8 + self.counts.capacity() * 4
    }
}
