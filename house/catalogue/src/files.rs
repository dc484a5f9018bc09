//! The files of a partnership, from a folder or compiled in.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::embedded::EXAMPLE;
use crate::findings::Findings;

/// Larger files are no configuration.
const LARGEST: u64 = 4 * 1024 * 1024;

/// The files of one partnership: relative path with `/`, and text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files(pub BTreeMap<String, String>);

impl Files {
    /// The example district, as compiled in.
    #[must_use]
    pub fn embedded() -> Self {
        Self(EXAMPLE.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect())
    }

    /// Reads a folder and the folders in it. Hidden files and `*.md` are left out.
    ///
    /// # Errors
    /// What could not be read: a folder or file that is not there, not text, or too large.
    pub fn read(folder: &Path) -> Result<Self, Findings> {
        let mut findings = Findings::default();
        let mut files = Self::default();
        files.read_into(folder, "", 0, &mut findings);
        if files.0.is_empty() && findings.is_empty() {
            let at = (folder.display().to_string(), 0);
            findings.wrong(at, "the folder holds no configuration", "name a folder that holds partnership.toml");
        }
        if findings.is_empty() { Ok(files) } else { Err(findings.sorted()) }
    }

    fn read_into(&mut self, folder: &Path, before: &str, depth: u8, findings: &mut Findings) {
        let at = |name: &str| (if name.is_empty() { folder.display().to_string() } else { name.to_owned() }, 0);
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => {
                return findings.wrong(at(before), format!("the folder cannot be read: {error}"), "check the path");
            }
        };
        for entry in entries.filter_map(Result::ok) {
            let Ok(name) = entry.file_name().into_string() else { continue };
            let lower = name.to_lowercase();
            if name.starts_with('.') || name.ends_with('~') || lower.ends_with(".md") {
                continue;
            }
            let path = if before.is_empty() { name } else { format!("{before}/{name}") };
            if entry.path().is_dir() {
                if depth < 2 {
                    self.read_into(&entry.path(), &path, depth + 1, findings);
                }
                continue;
            }
            if entry.metadata().is_ok_and(|it| it.len() > LARGEST) {
                findings.wrong((path, 0), "the file is larger than 4 MiB", "split it, or keep it elsewhere");
                continue;
            }
            match fs::read_to_string(entry.path()) {
                Ok(text) => drop(self.0.insert(path, text.trim_start_matches('\u{feff}').to_owned())),
                Err(error) => {
                    findings.wrong((path, 0), format!("the file cannot be read: {error}"), "save it as UTF-8 text")
                }
            }
        }
    }
}
