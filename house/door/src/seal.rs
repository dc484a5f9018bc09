//! The sealer: puts the ledger's plain rows into the tree, in their order, and signs what it stands at.
//!
//! A command never reads or extends the tree. One sealer at a time does, a batch in a transaction of its own.

use kernel::{Refused, Ts, Value};
use ledger::{Hash, Hashes as _, Known, SigningKey, Tree};
use store::{Query, Rows, Turns, args, record};

use crate::open::Door;
use crate::refused;

record! {
    /// One stored hash of the tree, by its index.
    pub struct LedgerHash in "ledger_hash" {
        pub at_index: i64,
        pub hash: Vec<u8>,
    }
}

record! {
    /// A signed statement of how large the tree was and what its root was.
    pub struct LedgerCheckpoint in "ledger_checkpoint" {
        pub size: i64,
        pub note: String,
        pub at: Ts,
    }
}

/// What one round of sealing did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sealing {
    /// How many entries got their place.
    pub sealed: usize,
    /// How large the tree is now.
    pub size: u64,
}

/// Entries a round, so that it holds the writer some milliseconds only.
const BATCH: i64 = 500;

impl Door {
    /// Seals what waits, one batch. Call it until it seals nothing.
    ///
    /// # Errors
    /// When the store refuses, or stored hashes are missing (the ledger was tampered with).
    pub async fn seal_batch(&self) -> Result<Sealing, Refused> {
        let work = self.0.store.begin(Turns::Once).await.map_err(refused)?;
        if !self.is_sqlite() {
            let (mine,): (bool,) =
                work.one("SELECT pg_try_advisory_xact_lock(4842747)", vec![]).await.map_err(refused)?;
            if !mine {
                return Ok(Sealing::default());
            }
        }
        let waiting: Vec<(uuid::Uuid, String)> = work
            .list("SELECT id, text FROM ledger_entry WHERE seq IS NULL ORDER BY id LIMIT $1", args![BATCH])
            .await
            .map_err(refused)?;
        let size = tree_size(&work).await?;
        if waiting.is_empty() {
            return Ok(Sealing { sealed: 0, size });
        }
        let mut tree = Tree::open(size, &hashes(&work, &Tree::needs(size)).await?).map_err(|e| broken(&e))?;
        let leaves: Vec<String> = waiting.iter().zip(size..).map(|((_, text), seq)| ledger::seal(text, seq)).collect();
        for (index, hash) in tree.append(&leaves) {
            let row = LedgerHash { at_index: number(index), hash: hash.0.to_vec() };
            work.keep(&row).await.map_err(refused)?;
        }
        for ((id, _), seq) in waiting.iter().zip(size..) {
            work.run("UPDATE ledger_entry SET seq = $2 WHERE id = $1", args![*id, number(seq)])
                .await
                .map_err(refused)?;
        }
        work.commit().await.map_err(refused)?;
        Ok(Sealing { sealed: waiting.len(), size: tree.size() })
    }

    /// Seals everything that waits.
    ///
    /// # Errors
    /// As [`Door::seal_batch`].
    pub async fn seal_all(&self) -> Result<Sealing, Refused> {
        let mut sealed = 0;
        loop {
            let round = match self.seal_batch().await {
                Err(Refused::Busy(_)) => continue,
                other => other?,
            };
            sealed += round.sealed;
            if round.sealed == 0 {
                return Ok(Sealing { sealed, size: round.size });
            }
        }
    }

    /// Signs the tree as it stands, once for each size.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn checkpoint(&self, key: &SigningKey, origin: &str) -> Result<LedgerCheckpoint, Refused> {
        let work = self.0.store.begin(Turns::Once).await.map_err(refused)?;
        let size = tree_size(&work).await?;
        let found = work.maybe("SELECT * FROM ledger_checkpoint WHERE size = $1", args![number(size)]).await;
        if let Some(found) = found.map_err(refused)? {
            return Ok(found);
        }
        let tree = Tree::open(size, &hashes(&work, &Tree::needs(size)).await?).map_err(|e| broken(&e))?;
        let note = key.checkpoint(origin, size, tree.root()).map_err(|e| Refused::Fault(e.to_string()))?;
        let it = LedgerCheckpoint { size: number(size), note, at: self.now() };
        work.keep(&it).await.map_err(refused)?;
        work.commit().await.map_err(refused)?;
        Ok(it)
    }

    /// The leaf texts of a stretch of the tree, in order.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn leaves(&self, from: u64, many: u32) -> Result<Vec<String>, Refused> {
        let rows = self.0.store.read().await.map_err(refused)?;
        let found: Vec<(i64, String)> = rows
            .list(
                "SELECT seq, text FROM ledger_entry WHERE seq >= $1 AND seq < $2 ORDER BY seq",
                args![number(from), number(from + u64::from(many))],
            )
            .await
            .map_err(refused)?;
        Ok(found.into_iter().map(|(seq, text)| ledger::seal(&text, seq.unsigned_abs())).collect())
    }

    /// Stored hashes, for proofs.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn ledger_hashes(&self, needs: &[u64]) -> Result<Known, Refused> {
        let rows = self.0.store.read().await.map_err(refused)?;
        hashes(&rows, needs).await
    }

    /// Every signed checkpoint, oldest first.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn checkpoints(&self) -> Result<Vec<LedgerCheckpoint>, Refused> {
        let rows = self.0.store.read().await.map_err(refused)?;
        rows.list("SELECT * FROM ledger_checkpoint ORDER BY size", vec![]).await.map_err(refused)
    }
}

fn number(it: u64) -> i64 {
    i64::try_from(it).unwrap_or(i64::MAX)
}

fn broken(it: &ledger::Missing) -> Refused {
    Refused::Fault(format!("the ledger is damaged: {it}"))
}

async fn tree_size(rows: &Rows) -> Result<u64, Refused> {
    let (last,): (Option<i64>,) =
        rows.one("SELECT MAX(seq) FROM ledger_entry WHERE seq IS NOT NULL", vec![]).await.map_err(refused)?;
    Ok(last.map_or(0, |it| it.unsigned_abs() + 1))
}

async fn hashes(rows: &Rows, needs: &[u64]) -> Result<Known, Refused> {
    let mut all = Vec::with_capacity(needs.len());
    for some in needs.chunks(64) {
        let marks = vec!["{}"; some.len()].join(", ");
        let values = some.iter().map(|it| Value::Int(number(*it))).collect();
        let query = Query::new("SELECT at_index, hash FROM ledger_hash", vec![]);
        let found: Vec<(i64, Vec<u8>)> =
            rows.find(query.and_made(&format!("at_index IN ({marks})"), values)).await.map_err(refused)?;
        for (index, hash) in found {
            let hash =
                <[u8; 32]>::try_from(hash).map_err(|_| Refused::Fault("a stored hash is cut short".to_owned()))?;
            all.push((index.unsigned_abs(), Hash(hash)));
        }
    }
    let known: Known = all.into_iter().collect();
    known.read(needs).map_err(|e| broken(&e))?;
    Ok(known)
}

impl crate::Plain for LedgerCheckpoint {}
