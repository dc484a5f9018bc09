//! Tokens that a browser or a program holds: the store keeps their hash alone.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::random::{Random, bytes};

/// A session's, invitation's or program's token: 256 random bits as 43 characters of base64url (ASVS 7.2.3 asks for 128).
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}

impl Token {
    /// A new one.
    #[must_use]
    pub fn new(random: &mut (impl Random + ?Sized)) -> Self {
        Self(URL_SAFE_NO_PAD.encode(bytes::<32>(random)))
    }

    /// What the holder gets.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// What is stored.
    #[must_use]
    pub fn hash(&self) -> String {
        hash_token(&self.0)
    }
}

/// SHA-256 of a token as 64 hex digits: what is stored, and what is looked for when the holder comes back.
#[must_use]
pub fn hash_token(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// The token that a form of this session carries against forged requests (ASVS 3.5.1). It is derived from the
/// session's token, so nothing is stored, and tells nothing about it.
#[must_use]
pub fn form_token(session_token: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(b"form\0");
    hasher.update(session_token.as_bytes());
    URL_SAFE_NO_PAD.encode(hasher.finalize())
}

/// Whether two secrets are the same, in a time that does not tell how far they agree.
#[must_use]
pub fn same(a: &str, b: &str) -> bool {
    a.as_bytes().ct_eq(b.as_bytes()).into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|it| format!("{it:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_stored_as_a_hash_and_does_not_print() {
        let it = Token::new(&mut |bytes: &mut [u8]| bytes.fill(7));
        assert_eq!(it.text().len(), 43);
        assert_eq!(it.hash(), hash_token(it.text()));
        assert!(!format!("{it:?}").contains(it.text()));
        assert_eq!(hash_token("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn a_form_token_belongs_to_its_session() {
        assert_eq!(form_token("a"), form_token("a"));
        assert!(!same(&form_token("a"), &form_token("b")));
        assert!(!same(&form_token("a"), ""));
    }
}
