//! `holdfast ledger`: signs, proves, bundles and verifies, in public formats (RFC 6962, C2SP).

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use door::{Acting, Door, LedgerCheckpoint, LedgerEntry, LedgerEntryId, args};
use ledger::{Bundle, BundleError, BundleWriter, SigningKey, Trusted};

use super::operated::{UseLedger, noted};
use super::place::{Held, Place, beside};
use super::told::{NotDone, Told};
use trust::ledger_room::tree::{recomputed, unlike};

/// What can be done with the ledger.
#[derive(Debug, Subcommand)]
pub enum Ledger {
    /// Seals what waits and prints the signed checkpoint (C2SP signed note).
    #[command(after_help = "Example:\n  holdfast ledger checkpoint --data ./data > checkpoint.txt")]
    Checkpoint {
        /// Where the store is.
        #[command(flatten)]
        place: Place,
    },
    /// Prints as JSON the proof that an entry is in the signed tree, and that it only added to the checkpoint before.
    #[command(after_help = "Example:\n  holdfast ledger prove 12 --data ./data")]
    Prove {
        /// Where the store is.
        #[command(flatten)]
        place: Place,
        /// The entry: its number in the tree, from 0, or its id.
        entry: String,
    },
    /// Writes the whole ledger with its proofs into one file for somebody outside.
    #[command(after_help = "Example:\n  holdfast ledger bundle --data ./data --out ledger.json")]
    Bundle {
        /// Where the store is.
        #[command(flatten)]
        place: Place,
        /// The file; it must not exist yet.
        #[arg(long, value_name = "F")]
        out: PathBuf,
    },
    /// Verifies a bundle; exits 1 and names what does not hold.
    #[command(after_help = "Example:\n  holdfast ledger verify ledger.json --checkpoint received-in-march.txt")]
    Verify(Verify),
}

/// What a bundle is verified against.
#[derive(Debug, Args)]
pub struct Verify {
    /// The bundle.
    pub file: PathBuf,
    /// A checkpoint received earlier: the bundle must still hold everything it signed.
    #[arg(long, value_name = "C")]
    pub checkpoint: Option<PathBuf>,
    /// The verifier key as it was handed over, such as hub.example/ledger+1b2c3d4e+AX… Without it a bundle can only be at one with itself.
    #[arg(long, value_name = "VKEY")]
    pub key: Option<String>,
}

/// Does it.
pub async fn run(it: &Ledger) -> Told {
    match it {
        Ledger::Checkpoint { place } => {
            let (signed, _held) = Signed::of(place).await?;
            eprintln!("Verifier key: {}", signed.key.verifier_key());
            print!("{}", signed.last.note);
            Ok(())
        }
        Ledger::Prove { place, entry } => {
            let (signed, _held) = Signed::of(place).await?;
            println!("{}", prove(&signed, entry).await?);
            Ok(())
        }
        Ledger::Bundle { place, out } => {
            let (signed, _held) = Signed::of(place).await?;
            let many = bundle(&signed, out).await?;
            eprintln!("{} entries written to {}", many, out.display());
            println!("{}", signed.key.verifier_key());
            Ok(())
        }
        Ledger::Verify(it) => verify(it),
    }
}

/// A ledger that was sealed and signed just now.
pub struct Signed {
    /// The door.
    pub door: Door,
    /// The key that signed.
    pub key: SigningKey,
    /// The newest checkpoint.
    pub last: LedgerCheckpoint,
}

impl Signed {
    /// Seals and signs; nobody else may write meanwhile.
    ///
    /// # Errors
    /// When the store is held or out of reach, or stored hashes are missing.
    pub async fn of(place: &Place) -> Result<(Self, Held), NotDone> {
        place.must_be_there()?;
        let held = place.hold()?;
        let key = place.key("")?;
        let door = place.house().await?.door;
        noted(&door, UseLedger {}).await?;
        door.seal_all().await?;
        let last = door.checkpoint(&key, key.name()).await?;
        Ok((Self { door, key, last }, held))
    }
}

async fn prove(it: &Signed, entry: &str) -> Result<String, NotDone> {
    let size = it.last.size.unsigned_abs();
    let index = place_of(&it.door, entry).await?.filter(|at| *at < size);
    let index = index.ok_or_else(|| {
        NotDone::Input(format!("there is no entry {entry:?}: say its number, below {size}, or its id"))
    })?;
    let damaged = |e: ledger::ProofError| NotDone::Found(format!("the ledger is damaged: {e}"));
    let hashes = it.door.ledger_hashes(&ledger::inclusion_needs(index, size)).await?;
    let proof = ledger::inclusion(index, size, &hashes).map_err(damaged)?;
    let body = it.door.leaves(index, 1).await?.pop();
    let body = body.ok_or_else(|| NotDone::Found(format!("the ledger is damaged: entry {index} is gone")))?;
    let root = ledger::verify_checkpoint(it.key.verifier_key(), &it.last.note)
        .map_err(|e| NotDone::Found(format!("the stored checkpoint: {e}")))?
        .root;
    if ledger::check_inclusion(&proof, index, &body, size, root).is_err() {
        return Err(NotDone::Found(format!("the ledger is damaged: entry {index} is not what was signed")));
    }
    let texts = |all: &[ledger::Hash]| all.iter().map(ToString::to_string).collect::<Vec<_>>();
    let mut answer = serde_json::json!({
        "vkey": it.key.verifier_key(), "checkpoint": it.last.note,
        "index": index, "body": body, "proof": texts(&proof),
    });
    let before =
        it.door.checkpoints().await?.into_iter().rev().find(|earlier| earlier.size < it.last.size && earlier.size > 0);
    if let Some(before) = before {
        let old = before.size.unsigned_abs();
        let hashes = it.door.ledger_hashes(&ledger::consistency_needs(old, size)).await?;
        let proof = ledger::consistency(old, size, &hashes).map_err(damaged)?;
        answer["since"] = serde_json::json!({ "checkpoint": before.note, "proof": texts(&proof) });
    }
    serde_json::to_string_pretty(&answer).map_err(|e| NotDone::Found(e.to_string()))
}

/// The number of an entry, by its number or id.
async fn place_of(door: &Door, entry: &str) -> Result<Option<u64>, NotDone> {
    if let Ok(number) = entry.trim().parse() {
        return Ok(Some(number));
    }
    let id: LedgerEntryId =
        entry.trim().parse().map_err(|_| NotDone::Input(format!("{entry:?} is neither a number nor an id")))?;
    let reading = door.read(&Acting::operator()).await?;
    let found = reading.plain_one::<LedgerEntry>("SELECT * FROM ledger_entry WHERE id = $1", args![id]).await?;
    Ok(found.and_then(|it| it.seq).map(i64::unsigned_abs))
}

/// Writes a bundle, whole or not at all; the number of its entries.
///
/// # Errors
/// When the file exists or cannot be written, or the entries are not what was signed.
pub async fn bundle(it: &Signed, out: &Path) -> Result<u64, NotDone> {
    if out.exists() {
        return Err(NotDone::Input(format!("--out {}: there is a file already; name a new one", out.display())));
    }
    let (tree, hashes) = recomputed(&it.door).await?;
    let checkpoints: Vec<LedgerCheckpoint> = it.door.checkpoints().await?;
    if let Some(words) = unlike(&tree, &hashes, &checkpoints) {
        return Err(NotDone::Found(words));
    }
    let part = beside(out);
    let unwritten = |e: BundleError| match e {
        BundleError::Write(e) => NotDone::unwritten(out, &e),
        other => NotDone::Found(other.to_string()),
    };
    let file = File::create(&part).map_err(|e| NotDone::unwritten(&part, &e))?;
    let notes: Vec<&str> = checkpoints.iter().map(|it| it.note.as_str()).collect();
    let written = async {
        let mut writer = BundleWriter::start(BufWriter::new(file), it.key.verifier_key(), &notes).map_err(unwritten)?;
        let (signed, mut at) = (writer.signed(), 0);
        while at < signed {
            let leaves = it.door.leaves(at, u32::try_from((signed - at).min(1_000)).unwrap_or(1_000)).await?;
            if leaves.is_empty() {
                break; // finish() then says that entries are lacking
            }
            for leaf in &leaves {
                writer.entry(leaf, &hashes).map_err(unwritten)?;
            }
            at += leaves.len() as u64;
        }
        let file = writer.finish(&hashes).map_err(unwritten)?;
        let file = file.into_inner().map_err(|e| NotDone::unwritten(out, e.error()))?;
        file.sync_all().and_then(|()| std::fs::rename(&part, out)).map_err(|e| NotDone::unwritten(out, &e))?;
        Ok(signed)
    };
    let written: Result<u64, NotDone> = written.await;
    if written.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    written
}

fn verify(it: &Verify) -> Told {
    let text = std::fs::read(&it.file).map_err(|e| NotDone::unread(&it.file, &e))?;
    let bundle = Bundle::read(&text).map_err(|e| NotDone::Input(format!("{}: {e}", it.file.display())))?;
    let earlier = match &it.checkpoint {
        Some(path) => Some(std::fs::read_to_string(path).map_err(|e| NotDone::unread(path, &e))?),
        None => None,
    };
    let found = bundle.verify(&Trusted { verifier_key: it.key.as_deref(), checkpoint: earlier.as_deref() });
    println!("{found}");
    for finding in &found.listed {
        println!("{finding}");
    }
    if found.sound() { Ok(()) } else { Err(NotDone::Found(String::new())) }
}
