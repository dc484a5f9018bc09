//! The ledger's tree computed again from its entries, to be held against what is stored and signed.

use door::{Acting, Door, LedgerCheckpoint};
use kernel::Refused;
use ledger::{Hash, Tree};

/// Entries read at a time.
const BATCH: u32 = 1_000;

/// The tree of the stored entries, and all its hashes in their order.
///
/// # Errors
/// When the store refuses.
pub async fn recomputed(door: &Door) -> Result<(Tree, Vec<Hash>), Refused> {
    let (mut tree, mut hashes) = (Tree::empty(), Vec::new());
    loop {
        let leaves = door.leaves(tree.size(), BATCH).await?;
        if leaves.is_empty() {
            return Ok((tree, hashes));
        }
        hashes.extend(tree.append(&leaves).into_iter().map(|it| it.1));
    }
}

/// In words, where the entries do not give what a checkpoint signed; none when they do.
#[must_use]
pub fn unlike(tree: &Tree, hashes: &Vec<Hash>, checkpoints: &[LedgerCheckpoint]) -> Option<String> {
    checkpoints.iter().find_map(|it| {
        let size = it.size.unsigned_abs();
        if size > tree.size() {
            return Some(format!("the ledger was altered: {} entries are there, {size} were signed", tree.size()));
        }
        let root = ledger::root_of(size, hashes).ok()?.to_string();
        let mut lines = it.note.lines().skip(1);
        let told = (lines.next().unwrap_or(""), lines.next().unwrap_or(""));
        (told != (size.to_string().as_str(), root.as_str()))
            .then(|| format!("the ledger was altered: its first {size} entries are not those that were signed"))
    })
}

/// Holds the whole ledger of a store against its stored hashes and its checkpoints; how many entries it has.
///
/// # Errors
/// In words, what does not fit; or the store's refusal.
pub async fn verified(door: &Door) -> Result<Result<u64, String>, Refused> {
    let (tree, hashes) = recomputed(door).await?;
    let reading = door.read(&Acting::operator()).await?;
    let sealed = reading.plain::<(i64,)>("SELECT COUNT(*) FROM ledger_entry WHERE seq IS NOT NULL", vec![]).await?;
    let stored = reading.plain::<(i64,)>("SELECT COUNT(*) FROM ledger_hash WHERE at_index >= 0", vec![]).await?;
    drop(reading);
    let is = |counted: &[(i64,)], number: u64| counted.first().is_some_and(|it| it.0.unsigned_abs() == number);
    if !is(&sealed, tree.size()) {
        return Ok(Err("the ledger was altered: its numbers do not follow each other".to_owned()));
    }
    if !is(&stored, hashes.len() as u64) {
        return Ok(Err("the ledger was altered: it does not have as many hashes as its entries need".to_owned()));
    }
    let needs: Vec<u64> = (0..hashes.len() as u64).collect();
    for some in needs.chunks(4_096) {
        let known = door.ledger_hashes(some).await?;
        let read = ledger::Hashes::read(&known, some).map_err(|e| Refused::Fault(e.to_string()))?;
        if some
            .iter()
            .zip(read)
            .any(|(at, hash)| usize::try_from(*at).ok().and_then(|at| hashes.get(at)) != Some(&hash))
        {
            return Ok(Err("the ledger was altered: an entry does not give its stored hash".to_owned()));
        }
    }
    let checkpoints = door.checkpoints().await?;
    Ok(match unlike(&tree, &hashes, &checkpoints) {
        Some(words) => Err(words),
        None => Ok(tree.size()),
    })
}
