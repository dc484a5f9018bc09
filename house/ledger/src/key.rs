//! Keys and signed tree heads: C2SP signed notes (Ed25519) and C2SP checkpoints.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::SigningKey as Ed25519;
use signed_note::{
    Note, StandardSigner, StandardVerifier, VerifierList, is_key_name_valid, key_id, new_ed25519_verifier_key,
};
use tlog_tiles::{Checkpoint, Hash};

use crate::MAX_SIZE;

/// The C2SP number of Ed25519.
const ED25519: u8 = 1;

/// A text is not a key, or a name cannot name one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadKey {
    /// A key's name has no spaces and no plus sign, and is not empty.
    #[error("a key's name must not be empty, nor hold spaces or plus signs")]
    Name,
    /// Not a key in the C2SP form.
    #[error("this is not a signing or verifier key in the C2SP form")]
    Form,
}

/// Why a checkpoint is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Untrusted {
    /// The verifier key cannot be read.
    #[error("the verifier key cannot be read")]
    Key,
    /// It is not a signed note, or its text is not a checkpoint.
    #[error("this is not a checkpoint")]
    Form,
    /// No signature of this key, or one that does not fit the text.
    #[error("the checkpoint is not signed by this key")]
    Signature,
}

/// A signed tree head.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    /// Which log: the first line of the checkpoint.
    pub origin: String,
    /// How many leaves.
    pub size: u64,
    /// The root hash.
    pub root: Hash,
}

/// The ledger's signing key. Its text is a secret: it belongs in the secrets folder, not into the database.
#[derive(Clone)]
pub struct SigningKey {
    name: String,
    text: String,
    verifier: String,
    signer: StandardSigner,
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.verifier)
    }
}

impl SigningKey {
    /// A new key from 32 bytes of a good source of randomness. The name is by custom the origin of the log, such as
    /// `hub.example/ledger`.
    ///
    /// # Errors
    /// When the name cannot name a key.
    pub fn generate(name: &str, random: [u8; 32]) -> Result<Self, BadKey> {
        if !is_key_name_valid(name) || name.chars().any(char::is_control) {
            return Err(BadKey::Name);
        }
        let key = Ed25519::from_bytes(&random);
        let public = [&[ED25519], key.verifying_key().to_bytes().as_slice()].concat();
        let private = [&[ED25519], random.as_slice()].concat();
        let text = format!("PRIVATE+KEY+{name}+{:08x}+{}", key_id(name, &public), STANDARD.encode(private));
        Self::from_text(&text)
    }

    /// Reads a key in the form `PRIVATE+KEY+name+hex+base64`.
    ///
    /// # Errors
    /// When it is not one.
    pub fn from_text(text: &str) -> Result<Self, BadKey> {
        let text = text.trim();
        let signer = StandardSigner::new(text).map_err(|_| BadKey::Form)?;
        let mut parts = text.splitn(5, '+').skip(2);
        let name = parts.next().ok_or(BadKey::Form)?.to_owned();
        let secret = parts.nth(1).and_then(|it| STANDARD.decode(it).ok()).ok_or(BadKey::Form)?;
        let secret: [u8; 32] = secret.get(1..).and_then(|it| it.try_into().ok()).ok_or(BadKey::Form)?;
        let verifier = new_ed25519_verifier_key(&name, &Ed25519::from_bytes(&secret).verifying_key());
        Ok(Self { name, text: text.to_owned(), verifier, signer })
    }

    /// The key as text; a secret.
    #[must_use]
    pub fn to_text(&self) -> &str {
        &self.text
    }

    /// The name of the key.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The verifier key (C2SP vkey `name+hex+base64`): public, to be printed and handed to the partners.
    #[must_use]
    pub fn verifier_key(&self) -> &str {
        &self.verifier
    }

    /// Signs a tree head. The answer is a C2SP signed note whose text is a C2SP checkpoint: origin, size, root.
    ///
    /// # Errors
    /// When the origin is empty or holds control characters.
    pub fn checkpoint(&self, origin: &str, size: u64, root: Hash) -> Result<String, Untrusted> {
        if origin.chars().any(char::is_control) {
            return Err(Untrusted::Form);
        }
        let head = Checkpoint::new(origin, size, root, "").map_err(|_| Untrusted::Form)?;
        let note = Note::new(&head.to_bytes(), &[]).map_err(|_| Untrusted::Form)?;
        self.signed(note)
    }

    /// Adds this key's signature to a checkpoint that another signed, for a witness at a partner agency.
    ///
    /// # Errors
    /// When the text is no checkpoint signed by `by`: nobody witnesses what they have not checked.
    pub fn countersign(&self, checkpoint: &str, by: &str) -> Result<String, Untrusted> {
        verify_checkpoint(by, checkpoint)?;
        self.signed(Note::from_bytes(checkpoint.as_bytes()).map_err(|_| Untrusted::Form)?)
    }

    fn signed(&self, mut note: Note) -> Result<String, Untrusted> {
        note.add_sigs(&[&self.signer]).map_err(|_| Untrusted::Form)?;
        String::from_utf8(note.to_bytes()).map_err(|_| Untrusted::Form)
    }
}

/// Reads a checkpoint that the holder of this verifier key has signed. Signatures of others are passed over.
///
/// # Errors
/// When the key cannot be read, the text is no checkpoint, or the signature does not fit.
pub fn verify_checkpoint(verifier_key: &str, checkpoint: &str) -> Result<Head, Untrusted> {
    let verifier = StandardVerifier::new(verifier_key.trim()).map_err(|_| Untrusted::Key)?;
    let note = Note::from_bytes(checkpoint.as_bytes()).map_err(|_| Untrusted::Form)?;
    note.verify(&VerifierList::new(vec![Box::new(verifier)])).map_err(|_| Untrusted::Signature)?;
    let head = Checkpoint::from_bytes(note.text()).map_err(|_| Untrusted::Form)?;
    if head.size() > MAX_SIZE {
        return Err(Untrusted::Form);
    }
    Ok(Head { origin: head.origin().to_owned(), size: head.size(), root: *head.hash() })
}
