//! Randomness is handed in: the operating system's in the hub, a seeded one in tests and in the demo.

/// A source of random bytes. A closure `|bytes: &mut [u8]| …` will do.
pub trait Random {
    /// Fills the bytes; every bit must be hard to guess (ASVS 11.5.1).
    fn fill(&mut self, bytes: &mut [u8]);
}

impl<F: FnMut(&mut [u8])> Random for F {
    fn fill(&mut self, bytes: &mut [u8]) {
        self(bytes);
    }
}

/// As many random bytes as the type asks for.
pub(crate) fn bytes<const N: usize>(random: &mut (impl Random + ?Sized)) -> [u8; N] {
    let mut it = [0; N];
    random.fill(&mut it);
    it
}
