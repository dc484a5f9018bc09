//! The whole ledger with its proofs as one file.

use door::Door;
use kernel::Refused;
use ledger::BundleWriter;

use super::tree::{recomputed, unlike};

/// The most entries that a page gives out at once; the command line gives any number.
pub const MOST: u64 = 100_000;

/// The bundle up to the last signed checkpoint.
///
/// # Errors
/// [`Refused::Conflict`] before the ledger was signed, when it is too large for a page, or when its entries are not those
/// that were signed; when the store refuses.
pub async fn bundled(door: &Door, verifier_key: &str) -> Result<Vec<u8>, Refused> {
    let no = |words: String| Refused::Conflict(words);
    let checkpoints = door.checkpoints().await?;
    let notes: Vec<&str> = checkpoints.iter().map(|it| it.note.as_str()).collect();
    let mut writer = BundleWriter::start(Vec::new(), verifier_key, &notes).map_err(|e| no(e.to_string()))?;
    let signed = writer.signed();
    if signed > MOST {
        return Err(no(format!(
            "the ledger holds {signed} entries: take it out at the command line (holdfast ledger bundle)"
        )));
    }
    let (tree, hashes) = recomputed(door).await?;
    if let Some(words) = unlike(&tree, &hashes, &checkpoints) {
        return Err(no(words));
    }
    let mut at = 0;
    while at < signed {
        let leaves = door.leaves(at, u32::try_from((signed - at).min(1_000)).unwrap_or(1_000)).await?;
        if leaves.is_empty() {
            break; // finish() then says that entries are lacking
        }
        for leaf in &leaves {
            writer.entry(leaf, &hashes).map_err(|e| no(e.to_string()))?;
        }
        at += leaves.len() as u64;
    }
    writer.finish(&hashes).map_err(|e| no(e.to_string()))
}
