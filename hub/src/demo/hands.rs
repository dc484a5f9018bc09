//! What the filling holds in its hands: a clock that it moves, and randomness from the seed.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use door::Randomness;
use kernel::Ts;

/// A clock that the filling moves, and randomness from the seed.
#[derive(Clone)]
pub struct Hands {
    clock: Arc<AtomicI64>,
    state: Arc<AtomicU64>,
}

impl Hands {
    /// Begins at a time, with a seed.
    #[must_use]
    pub fn new(at: Ts, seed: u64) -> Self {
        Self { clock: Arc::new(AtomicI64::new(at.micros())), state: Arc::new(AtomicU64::new(seed)) }
    }
    /// On a clock that something else reads too.
    #[must_use]
    pub fn on(clock: Arc<AtomicI64>, seed: u64) -> Self {
        Self { clock, state: Arc::new(AtomicU64::new(seed)) }
    }
    /// The door's clock.
    #[must_use]
    pub fn time(&self) -> door::Time {
        let clock = self.clock.clone();
        Box::new(move || Ts::from_micros(clock.fetch_add(1, Ordering::Relaxed)))
    }
    /// The door's randomness.
    #[must_use]
    pub fn randomness(&self) -> Randomness {
        let hands = self.clone();
        Box::new(move |bytes| hands.fill(bytes))
    }
    pub(super) fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.next().to_le_bytes()[..chunk.len()]);
        }
    }
    /// Moves the clock forward; never back.
    pub(super) fn set(&self, at: Ts) {
        self.clock.fetch_max(at.micros(), Ordering::Relaxed);
    }
    /// Puts the clock back to where the story begins.
    pub(super) fn begin(&self, at: Ts) {
        self.clock.store(at.micros(), Ordering::Relaxed);
    }
    fn next(&self) -> u64 {
        let n = self.state.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::Relaxed);
        let n = (n ^ (n >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let n = (n ^ (n >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        n ^ (n >> 31)
    }
    /// A number below `n`.
    pub(super) fn below(&self, n: u64) -> u64 {
        self.next() % n.max(1)
    }
    /// A number of that range, for times.
    pub(super) fn between(&self, least: i64, most: i64) -> i64 {
        least + i64::try_from(self.below(u64::try_from(most - least + 1).unwrap_or(1))).unwrap_or_default()
    }
    pub(super) fn one<'a, T>(&self, of: &'a [T]) -> Option<&'a T> {
        let n = u64::try_from(of.len()).unwrap_or(1);
        of.get(usize::try_from(self.below(n)).unwrap_or_default())
    }
    /// One of several words.
    pub(super) fn word(&self, of: &[&'static str]) -> &'static str {
        self.one(of).copied().unwrap_or("")
    }
}
