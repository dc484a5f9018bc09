//! The bundle: a whole ledger with its proofs in one JSON file, for somebody outside to check with a program that is
//! not ours (the Go project's `sumdb/note` and `sumdb/tlog`).

use std::io::{self, Write};

use serde::{Deserialize, Serialize};
use tlog_tiles::Hash;

use crate::{Hashes, Head, ProofError, Untrusted, consistency, inclusion, verify_checkpoint};

/// One entry with the proof that it is in the tree of the last checkpoint.
#[derive(Clone, Debug, Deserialize)]
pub struct Included {
    /// Its number, from 0.
    pub index: u64,
    /// The leaf's text.
    pub body: String,
    /// The inclusion proof.
    pub proof: Vec<Hash>,
}

/// The proof that one checkpoint only added to another.
#[derive(Clone, Debug, Deserialize)]
pub struct Between {
    /// Place of the earlier checkpoint in the bundle.
    pub old: usize,
    /// Place of the later one.
    pub new: usize,
    /// The consistency proof.
    pub proof: Vec<Hash>,
}

/// A bundle in memory.
#[derive(Clone, Debug, Deserialize)]
pub struct Bundle {
    /// The verifier key that the bundle claims for itself.
    pub vkey: String,
    /// Signed checkpoints, oldest first.
    pub checkpoints: Vec<String>,
    /// Every entry, in order.
    pub inclusion: Vec<Included>,
    /// From each checkpoint to the next.
    pub consistency: Vec<Between>,
}

/// Why a bundle was not written or read.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// It could not be written.
    #[error("the bundle could not be written: {0}")]
    Write(#[from] io::Error),
    /// It is not JSON of the bundle's shape.
    #[error("this is not a bundle of the ledger: {0}")]
    Shape(String),
    /// A checkpoint is not believed, by its place.
    #[error("checkpoint {0}: {1}")]
    Checkpoint(usize, Untrusted),
    /// There is no checkpoint, or none covers an entry.
    #[error("there is no checkpoint yet")]
    NoCheckpoint,
    /// A proof could not be made.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// The entries handed in are not as many as the last checkpoint signs.
    #[error("{found} entries were handed in, the last checkpoint signs {signed}")]
    Count {
        /// Entries handed in.
        found: u64,
        /// Entries signed.
        signed: u64,
    },
}

impl Bundle {
    /// Reads a bundle.
    ///
    /// # Errors
    /// When it is not JSON of the bundle's shape.
    pub fn read(json: &[u8]) -> Result<Self, BundleError> {
        serde_json::from_slice(json).map_err(|e| BundleError::Shape(e.to_string()))
    }
}

#[derive(Serialize)]
struct IncludedOut<'a> {
    index: u64,
    body: &'a str,
    proof: Vec<String>,
}

#[derive(Serialize)]
struct BetweenOut {
    old: usize,
    new: usize,
    proof: Vec<String>,
}

/// Writes a bundle piece by piece, so that a ledger of any size needs no more memory than its hashes.
pub struct BundleWriter<W> {
    out: W,
    heads: Vec<Head>,
    signed: u64,
    written: u64,
}

impl<W: Write> BundleWriter<W> {
    /// Begins with the verifier key and the signed checkpoints, oldest first. The last one says how many entries follow.
    ///
    /// # Errors
    /// When a checkpoint is not signed by the key, there is none, or nothing can be written.
    pub fn start<C: AsRef<str>>(mut out: W, verifier_key: &str, checkpoints: &[C]) -> Result<Self, BundleError> {
        let texts: Vec<&str> = checkpoints.iter().map(AsRef::as_ref).collect();
        let heads = texts
            .iter()
            .enumerate()
            .map(|(at, it)| verify_checkpoint(verifier_key, it).map_err(|e| BundleError::Checkpoint(at, e)))
            .collect::<Result<Vec<_>, _>>()?;
        let signed = heads.last().ok_or(BundleError::NoCheckpoint)?.size;
        write!(out, "{{\"vkey\":{},\n\"checkpoints\":", json(&verifier_key.trim())?)?;
        writeln!(out, "{},\n\"inclusion\":[", json(&texts)?)?;
        Ok(Self { out, heads, signed, written: 0 })
    }

    /// How many entries the last checkpoint signs, and so how many must follow.
    #[must_use]
    pub fn signed(&self) -> u64 {
        self.signed
    }

    /// Adds the next entry, from number 0 on, with its proof.
    ///
    /// # Errors
    /// When there are more than were signed, a stored hash is missing, or nothing can be written.
    pub fn entry(&mut self, leaf: &str, hashes: &impl Hashes) -> Result<(), BundleError> {
        let proof = texts(&inclusion(self.written, self.signed, hashes)?);
        let line = json(&IncludedOut { index: self.written, body: leaf, proof })?;
        let before = if self.written == 0 { "" } else { ",\n" };
        write!(self.out, "{before}{line}")?;
        self.written += 1;
        Ok(())
    }

    /// Ends with the proofs from each checkpoint to the next, and gives the writer back.
    ///
    /// # Errors
    /// When entries are lacking, a stored hash is missing, or nothing can be written.
    pub fn finish(mut self, hashes: &impl Hashes) -> Result<W, BundleError> {
        if self.written != self.signed {
            return Err(BundleError::Count { found: self.written, signed: self.signed });
        }
        write!(self.out, "],\n\"consistency\":[")?;
        let mut before = "";
        for (old, pair) in self.heads.windows(2).enumerate().filter(|(_, pair)| pair[0].size > 0) {
            let proof = texts(&consistency(pair[0].size, pair[1].size, hashes)?);
            write!(self.out, "{before}\n{}", json(&BetweenOut { old, new: old + 1, proof })?)?;
            before = ",";
        }
        writeln!(self.out, "]}}")?;
        self.out.flush()?;
        Ok(self.out)
    }
}

fn json(it: &impl Serialize) -> Result<String, BundleError> {
    serde_json::to_string(it).map_err(|e| BundleError::Shape(e.to_string()))
}

fn texts(proof: &[Hash]) -> Vec<String> {
    proof.iter().map(ToString::to_string).collect()
}
