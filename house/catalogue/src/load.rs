//! Loading: files in, a catalogue or every mistake out.

use std::path::Path;
use std::sync::LazyLock;

use sha2::{Digest, Sha256};

use crate::check::{self, Known};
use crate::diff::{Change, diff};
use crate::read::Read;
use crate::{Catalogue, Files, Findings};

static EXAMPLE: LazyLock<Catalogue> = LazyLock::new(|| {
    Catalogue::from_files(&Files::embedded())
        .unwrap_or_else(|findings| panic!("the example district is broken:\n{findings}"))
});

impl Catalogue {
    /// Reads a folder of configuration whole.
    ///
    /// # Errors
    /// Everything that is wrong with it, each with file, line, problem and mend.
    pub fn load(folder: &Path) -> Result<Self, Findings> {
        Self::from_files(&Files::read(folder)?)
    }

    /// Reads files that are already in memory.
    ///
    /// # Errors
    /// Everything that is wrong with them.
    pub fn from_files(files: &Files) -> Result<Self, Findings> {
        let (catalogue, findings) = examine(files, &Known::default(), None);
        match catalogue {
            Some(catalogue) if findings.clean() => Ok(catalogue),
            Some(_) | None => Err(findings),
        }
    }

    /// The example district, compiled in: for `clock due` without a store, for new stores and for tests.
    #[must_use]
    pub fn embedded() -> &'static Self {
        &EXAMPLE
    }

    /// As a store keeps it: JSON that [`Catalogue::from_json`] reads back to the same.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Which version this is: the same content has the same mark, on every machine. 64 hexadecimal digits.
    #[must_use]
    pub fn mark(&self) -> String {
        Sha256::digest(self.to_json().as_bytes()).iter().map(|it| format!("{it:02x}")).collect()
    }

    /// Reads what a store kept.
    ///
    /// # Errors
    /// In words, when the text is no catalogue.
    pub fn from_json(text: &str) -> Result<Self, String> {
        serde_json::from_str(text).map_err(|error| format!("the stored configuration cannot be read: {error}"))
    }
}

/// What is wrong with a folder of configuration; nothing when it may be applied as it is.
#[must_use]
pub fn check(folder: &Path) -> Findings {
    check_with(folder, &Known::default())
}

/// As [`check`], and whether the happenings that clocks name are those of the rooms that are installed.
#[must_use]
pub fn check_with(folder: &Path, known: &Known) -> Findings {
    Files::read(folder).map_or_else(|findings| findings, |files| check_files(&files, known))
}

/// As [`check_with`], for files that are already in memory.
#[must_use]
pub fn check_files(files: &Files, known: &Known) -> Findings {
    examine(files, known, None).1
}

/// A configuration that may be applied: what a store keeps, and what it changes.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// The new version, to be kept whole.
    pub catalogue: Catalogue,
    /// What it changes, for the record of who applied what; empty when it is the same.
    pub changes: Vec<Change>,
    /// Warnings that remain.
    pub warnings: Findings,
}

/// Decides whether files may follow the version in force (none: the first). The caller stores what is accepted.
///
/// # Errors
/// Everything that forbids it: mistakes in the files, codes that are gone, questions changed without a new version.
pub fn accept(files: &Files, in_force: Option<&Catalogue>, known: &Known) -> Result<Accepted, Findings> {
    let (catalogue, findings) = examine(files, known, in_force);
    match catalogue {
        Some(catalogue) if findings.clean() => {
            let changes = in_force.map(|old| diff(old, &catalogue)).unwrap_or_default();
            Ok(Accepted { catalogue, changes, warnings: findings })
        }
        Some(_) | None => Err(findings),
    }
}

fn examine(files: &Files, known: &Known, in_force: Option<&Catalogue>) -> (Option<Catalogue>, Findings) {
    let mut findings = Findings::default();
    let read = Read::all(files, &mut findings);
    if !findings.clean() {
        return (None, findings.sorted());
    }
    check::all(&read, known, &mut findings);
    if let Some(old) = in_force {
        check::after::after(&read, old, &mut findings);
    }
    (read.catalogue(), findings.sorted())
}
