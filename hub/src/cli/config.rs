//! `holdfast config`: checks a folder of configuration, and tells two versions apart.

use std::path::{Path, PathBuf};

use catalogue::{Catalogue, Files, Findings, diff};
use clap::{Subcommand, ValueEnum};

use super::told::{NotDone, Told};
use crate::rooms;

/// How a machine or a person reads the answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Lines for people.
    #[default]
    Text,
    /// One JSON document.
    Json,
}

/// What can be done with configuration.
#[derive(Debug, Subcommand)]
pub enum Config {
    /// Prints everything that is wrong, with file, line, problem and mend; exits 1 if something is.
    #[command(after_help = "Example:\n  holdfast config check partnerships/example")]
    Check {
        /// The folder that holds partnership.toml.
        dir: PathBuf,
        /// How the findings are printed.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Prints what a folder would change against the configuration that new stores begin with, or another folder.
    #[command(after_help = "Example:\n  holdfast config diff my-district --against last-year")]
    Diff {
        /// The newer folder.
        dir: PathBuf,
        /// The older folder; without it, the example that is compiled in.
        #[arg(long, value_name = "DIR")]
        against: Option<PathBuf>,
        /// How the changes are printed.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

/// Does it.
pub fn run(it: &Config) -> Told {
    match it {
        Config::Check { dir, format } => check(dir, *format),
        Config::Diff { dir, against, format } => differ(dir, against.as_deref(), *format),
    }
}

/// The rooms and happenings that clocks may name.
#[must_use]
pub fn known() -> catalogue::Known {
    catalogue::Known {
        rooms: rooms::ROOMS.iter().map(|it| it.name.to_owned()).collect(),
        happenings: rooms::ROOMS.iter().flat_map(|it| it.happenings).map(|it| (*it).to_owned()).collect(),
    }
}

/// Reads a folder that must be right.
pub fn load(dir: &Path) -> Result<Catalogue, NotDone> {
    there(dir)?;
    Catalogue::load(dir).map_err(|findings| NotDone::Input(findings.to_string().trim_end().to_owned()))
}

fn there(dir: &Path) -> Result<(), NotDone> {
    if dir.is_dir() { Ok(()) } else { Err(NotDone::Input(format!("{} is no folder", dir.display()))) }
}

fn check(dir: &Path, format: Format) -> Told {
    there(dir)?;
    let findings = catalogue::check_with(dir, &known());
    match format {
        Format::Json => println!("{}", json(&findings)?),
        Format::Text => print!("{findings}"),
    }
    if findings.clean() { Ok(()) } else { Err(NotDone::Found(count(&findings))) }
}

fn count(findings: &Findings) -> String {
    format!("{}: {} finding(s); it cannot be applied as it is", "configuration", findings.0.len())
}

fn differ(dir: &Path, against: Option<&Path>, format: Format) -> Told {
    there(dir)?;
    let old = against.map(load).transpose()?;
    let old = old.as_ref().unwrap_or_else(|| Catalogue::embedded());
    let files = Files::read(dir).map_err(|e| NotDone::Found(e.to_string()))?;
    // Whatever forbids that the one follows the other is a finding; what it would change is the answer.
    let accepted = catalogue::accept(&files, Some(old), &known());
    let changes = match &accepted {
        Ok(accepted) => accepted.changes.clone(),
        Err(_) => Catalogue::from_files(&files).map(|new| diff(old, &new)).unwrap_or_default(),
    };
    match format {
        Format::Json => println!("{}", json(&changes)?),
        Format::Text => changes.iter().for_each(|it| println!("{it}")),
    }
    accepted.map(drop).map_err(|findings| NotDone::Found(findings.to_string().trim_end().to_owned()))
}

fn json(it: &impl serde::Serialize) -> Result<String, NotDone> {
    serde_json::to_string_pretty(it).map_err(|e| NotDone::Found(e.to_string()))
}
