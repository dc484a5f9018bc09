//! Loading: files in, a catalogue or every mistake out.

use std::path::Path;
use std::sync::LazyLock;

use crate::check::{self, Known};
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
        let (catalogue, findings) = examine(files, &Known::default());
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
    match Files::read(folder) {
        Ok(files) => check_files(&files, known),
        Err(findings) => findings,
    }
}

/// As [`check_with`], for files that are already in memory.
#[must_use]
pub fn check_files(files: &Files, known: &Known) -> Findings {
    examine(files, known).1
}

fn examine(files: &Files, known: &Known) -> (Option<Catalogue>, Findings) {
    let mut findings = Findings::default();
    let read = Read::all(files, &mut findings);
    if !findings.clean() {
        return (None, findings.sorted());
    }
    check::all(&read, known, &mut findings);
    (read.catalogue(), findings.sorted())
}
