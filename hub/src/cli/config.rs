//! `holdfast config`: checks a folder of configuration, tells two versions apart, and puts one in force.

use std::path::{Path, PathBuf};

use administration::configuration::{Applied, ApplyConfiguration};
use catalogue::{Catalogue, Files, Findings, diff};
use clap::{Subcommand, ValueEnum};
use door::{Acting, Key};
use room::House;

use super::place::Place;
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
        /// Where the store is; what is in force there is the older.
        #[command(flatten)]
        place: Place,
        /// The older folder, instead of a store. Without store and folder, the example that is compiled in.
        #[arg(long, value_name = "DIR")]
        against: Option<PathBuf>,
        /// How the changes are printed.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Puts a folder of configuration in force. Every version is kept; a running server takes it within seconds.
    #[command(after_help = "Example:\n  holdfast config apply my-district --data /var/lib/holdfast")]
    Apply {
        /// The folder that holds partnership.toml.
        dir: PathBuf,
        /// Where the store is.
        #[command(flatten)]
        place: Place,
        /// How the changes are printed.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

/// Does it.
pub async fn run(it: &Config) -> Told {
    match it {
        Config::Check { dir, format } => check(dir, *format),
        Config::Diff { dir, place, against, format } => {
            let old = match against {
                Some(folder) => Some(load(folder)?),
                None => place.house_if_there().await?.map(|it| Catalogue::clone(&it.catalogue())),
            };
            differ(dir, old.as_ref().unwrap_or_else(|| Catalogue::embedded()), *format)
        }
        Config::Apply { dir, place, format } => apply(dir, place, *format).await,
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

async fn apply(dir: &Path, place: &Place, format: Format) -> Told {
    there(dir)?;
    let house = place.house().await?;
    let applied = applied(&house, dir).await?;
    match format {
        Format::Json => println!("{}", json(&applied)?),
        Format::Text if applied.changes.is_empty() => println!("Nothing changes: version {} stays.", applied.nth),
        Format::Text => {
            applied.changes.iter().for_each(|it| println!("{it}"));
            println!("Version {} is in force.", applied.nth);
        }
    }
    Ok(())
}

/// Puts a folder in force as the operator.
///
/// # Errors
/// What is wrong with it, or why the store refused.
pub async fn applied(house: &House, dir: &Path) -> Result<Applied, NotDone> {
    let files = Files::read(dir).map_err(|e| NotDone::Input(e.to_string()))?;
    let old = house.catalogue();
    // Happenings that rooms do not tell of yet are findings of `check`, and keep nothing from being applied.
    let accepted = catalogue::accept(&files, Some(&old), &catalogue::Known::default());
    let accepted = accepted.map_err(|findings| NotDone::Input(findings.to_string().trim_end().to_owned()))?;
    let command = ApplyConfiguration { text: accepted.catalogue.to_json(), follows: old.mark() };
    let applied = house.door.act(&Acting::operator(), Key::none(), command).await?;
    house.current.set(accepted.catalogue);
    Ok(applied)
}

fn differ(dir: &Path, old: &Catalogue, format: Format) -> Told {
    there(dir)?;
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
