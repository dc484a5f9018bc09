//! Recovery codes: for the day the telephone is lost. Ten, shown once, each works once.

use crate::random::{Random, bytes};
use crate::token::{hash_token, same};

/// How many are made at a time. New ones replace all that are left.
pub const RECOVERY_CODES: usize = 10;

const SYMBOLS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A new recovery code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoveryCode {
    /// What is shown, once: 24 symbols of Crockford's base 32 in groups of four.
    pub shown: String,
    /// What is stored. The code has 120 random bits, so a plain hash is enough (ASVS 6.5.2 asks for 112).
    pub hash: String,
}

/// Makes a set of ten.
#[must_use]
pub fn make_recovery_codes(random: &mut (impl Random + ?Sized)) -> Vec<RecoveryCode> {
    (0..RECOVERY_CODES)
        .map(|_| {
            let symbols: String =
                bytes::<24>(random).iter().map(|it| char::from(SYMBOLS[usize::from(it & 31)])).collect();
            let groups: Vec<&str> = (0..6).map(|it| &symbols[it * 4..it * 4 + 4]).collect();
            RecoveryCode { shown: groups.join("-"), hash: hash_token(&symbols) }
        })
        .collect()
}

/// Which of the stored codes was typed, if any; the caller deletes that one in the same transaction. Case, hyphens and
/// spaces do not matter; I and L are read as 1, O as 0.
#[must_use]
pub fn use_recovery_code<H: AsRef<str>>(typed: &str, stored: &[H]) -> Option<usize> {
    let symbols: String = typed
        .chars()
        .filter(|it| !it.is_whitespace() && *it != '-')
        .take(25)
        .map(|it| match it.to_ascii_uppercase() {
            'I' | 'L' => '1',
            'O' => '0',
            other => other,
        })
        .collect();
    let hash = hash_token(&symbols);
    // every one is compared, so that time does not tell which fits
    stored.iter().enumerate().fold(None, |found, (at, it)| if same(&hash, it.as_ref()) { Some(at) } else { found })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made() -> Vec<RecoveryCode> {
        let mut n = 0_u8;
        make_recovery_codes(&mut |bytes: &mut [u8]| {
            for it in bytes {
                n = n.wrapping_mul(5).wrapping_add(77);
                *it = n ^ (n >> 3);
            }
        })
    }

    #[test]
    fn ten_different_codes_are_made_and_only_hashes_are_stored() {
        let all = made();
        assert_eq!(all.len(), 10);
        assert!(all.iter().all(|it| it.shown.len() == 29 && it.hash.len() == 64));
        let mut shown: Vec<_> = all.iter().map(|it| &it.shown).collect();
        shown.sort();
        shown.dedup();
        assert_eq!(shown.len(), 10);
    }

    #[test]
    fn a_code_is_found_however_it_is_typed_and_not_when_it_is_used() {
        let all = made();
        let mut stored: Vec<String> = all.iter().map(|it| it.hash.clone()).collect();
        let typed = all[6].shown.to_lowercase().replace('-', " ").replace('1', "l").replace('0', "o");
        assert_eq!(use_recovery_code(&typed, &stored), Some(6));
        stored.remove(6);
        assert_eq!(use_recovery_code(&typed, &stored), None);
        assert_eq!(use_recovery_code("", &stored), None);
        assert_eq!(use_recovery_code(&format!("{}0", all[1].shown), &stored), None);
    }
}
