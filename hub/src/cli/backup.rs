//! `holdfast backup` and `holdfast restore`: a copy made while serving, and a store that is verified before it is used.

use std::path::{Path, PathBuf};

use clap::Args;

use super::operated::{BackUp, noted};
use super::place::{KEY, Place, beside, folder, read_key, secret};
use super::told::{NotDone, Told};
use crate::start::file;
use trust::ledger_room::tree::verified;

/// What is copied, and where to.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  holdfast backup --data ./data --out backups/monday.db\n\nThe ledger's signing key \
    (ledger.key) is a secret and not in the copy: keep it apart. A PostgreSQL store is backed up with its own tools."
)]
pub struct Backup {
    /// Where the store is.
    #[command(flatten)]
    pub place: Place,
    /// The file; it must not exist yet.
    #[arg(long, value_name = "F")]
    pub out: PathBuf,
}

impl Backup {
    /// Copies the store, whole or not at all.
    ///
    /// # Errors
    /// When the file exists, cannot be written, or the copy is not sound.
    pub async fn run(&self) -> Told {
        if self.place.sqlite().is_none() {
            return Err(NotDone::Input("a PostgreSQL store is backed up with pg_dump or pg_basebackup".into()));
        }
        if self.out.exists() {
            return Err(NotDone::Input(format!(
                "--out {}: there is a file already; name a new one",
                self.out.display()
            )));
        }
        let house = self.place.house().await?;
        noted(&house.door, BackUp {}).await?;
        let part = beside(&self.out);
        let _ = std::fs::remove_file(&part);
        let copied = self.copy(&house.door, &part).await;
        if copied.is_err() {
            let _ = std::fs::remove_file(&part);
        }
        copied?;
        println!("{}", self.out.display());
        Ok(())
    }

    async fn copy(&self, door: &door::Door, part: &Path) -> Told {
        secret(part, "").and_then(|()| std::fs::write(part, "").map_err(|e| NotDone::unwritten(part, &e)))?;
        eprintln!("copying");
        if !door.copy_to(part).await? {
            return Err(NotDone::Found("the copy is not sound: look at the disk before anything else".into()));
        }
        let synced = std::fs::File::open(part).and_then(|it| it.sync_all());
        synced.and_then(|()| std::fs::rename(part, &self.out)).map_err(|e| NotDone::unwritten(&self.out, &e))
    }
}

/// What is restored, and where to.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  holdfast restore backups/monday.db --data ./restored --ledger-key keys/ledger.key")]
pub struct Restore {
    /// The backup.
    pub file: PathBuf,
    /// The folder to restore into: absent or empty.
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// The ledger's signing key, kept apart from the backup: signatures are verified with it, and it is put into place.
    #[arg(long, value_name = "F")]
    pub ledger_key: Option<PathBuf>,
}

impl Restore {
    /// Restores, whole or not at all.
    ///
    /// # Errors
    /// When the place is not empty, the file is no backup, or its ledger does not verify.
    pub async fn run(&self) -> Told {
        let full = |at: &Path| std::fs::read_dir(at).is_ok_and(|mut it| it.next().is_some());
        if full(&self.data) || self.data.is_file() {
            return Err(NotDone::Input(format!("--data {} is not empty: name a new folder", self.data.display())));
        }
        if !self.file.is_file() {
            return Err(NotDone::Input(format!("{} is no file", self.file.display())));
        }
        let growing = beside(&self.data);
        if full(&growing) {
            return Err(NotDone::Input(format!(
                "{} is left of an earlier restore: look at it and remove it",
                growing.display()
            )));
        }
        let restored = self.fill(&growing).await;
        match restored {
            Ok(entries) => {
                std::fs::rename(&growing, &self.data).map_err(|e| NotDone::unwritten(&self.data, &e))?;
                println!("Restored to {}; the ledger verifies: {entries} entries", self.data.display());
                Ok(())
            }
            Err(e) => {
                let _ = std::fs::remove_dir_all(&growing);
                Err(e)
            }
        }
    }

    async fn fill(&self, growing: &Path) -> Result<u64, NotDone> {
        folder(growing)?;
        let store = file(growing);
        secret(&store, "")?; // its owner's alone, before anything is in it
        let bytes = std::fs::copy(&self.file, beside(&store)).map_err(|e| NotDone::unwritten(&store, &e))?;
        eprintln!("{bytes} bytes copied; verifying the ledger");
        std::fs::rename(beside(&store), &store).map_err(|e| NotDone::unwritten(&store, &e))?;
        let place = Place::of(growing);
        let house = place
            .house()
            .await
            .map_err(|e| NotDone::Input(format!("{} cannot be used as a store: {}", self.file.display(), e.words())))?;
        let entries = verified(&house.door).await?.map_err(NotDone::Found)?;
        self.signatures(&house.door, growing).await?;
        noted(&house.door, BackUp {}).await?;
        Ok(entries)
    }

    async fn signatures(&self, door: &door::Door, growing: &Path) -> Told {
        let Some(path) = &self.ledger_key else {
            eprintln!("signatures were not verified: no --ledger-key; a new key is made at the first start");
            return Ok(());
        };
        let key = read_key(path)?;
        for it in door.checkpoints().await? {
            ledger::verify_checkpoint(key.verifier_key(), &it.note)
                .map_err(|e| NotDone::Found(format!("the checkpoint of {} entries: {e}", it.size)))?;
        }
        secret(&growing.join(KEY), key.to_text())
    }
}
