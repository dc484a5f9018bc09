//! Hashes of texts and numbers: the same on every machine and in every run.

use std::hash::{BuildHasherDefault, Hasher};

/// Two numbers stirred into one.
pub(crate) const fn mix(a: u64, b: u64) -> u64 {
    let wide = ((a ^ 0x9E37_79B9_7F4A_7C15) as u128) * ((b ^ 0xD1B5_4A32_D192_ED03) as u128);
    (wide as u64) ^ ((wide >> 64) as u64)
}

/// The hash of a text.
pub(crate) fn of(text: &str) -> u64 {
    let mut out = mix(text.len() as u64, 0x5851_F42D_4C95_7F2D);
    for part in text.as_bytes().chunks(8) {
        let mut word = [0_u8; 8];
        word[..part.len()].copy_from_slice(part);
        out = mix(out, u64::from_le_bytes(word));
    }
    out
}

/// Hands a number on as its own hash: the keys are hashes already.
#[derive(Default, Clone)]
pub(crate) struct Already(u64);

impl Hasher for Already {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for it in bytes {
            self.0 = mix(self.0, u64::from(*it));
        }
    }
    fn write_u64(&mut self, it: u64) {
        self.0 = it;
    }
    fn write_u32(&mut self, it: u32) {
        self.0 = mix(u64::from(it), 7);
    }
}

/// A map from hashes.
pub(crate) type ByHash<V> = std::collections::HashMap<u64, V, BuildHasherDefault<Already>>;
