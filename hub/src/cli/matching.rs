//! `holdfast match`: which records are one person. It touches no store.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use matching::command::{Failed, How, Task};

use super::told::{NotDone, Told};

/// What can be matched.
#[derive(Debug, Subcommand)]
pub enum Matching {
    /// Finds the records of one list that are one person.
    #[command(
        after_help = "Example:\n  holdfast match dedupe people.csv --out clusters.csv --pairs pairs.csv --report report.html"
    )]
    Dedupe(Dedupe),
    /// Finds the person of each record of a list in another list.
    #[command(after_help = "Example:\n  holdfast match link notifications.csv people.csv --out answers.csv")]
    Link(Link),
    /// Tells why two records of a list are one person or not.
    #[command(after_help = "Example:\n  holdfast match explain people.csv r0000017 r0000121 --out why.html")]
    Explain(Explain),
    /// Loads an index once, answers a list one record at a time and prints the times as JSON.
    #[command(after_help = "Example:\n  holdfast match serve-bench people.csv notifications.csv")]
    ServeBench(ServeBench),
}

/// How it is done.
#[derive(Debug, Args)]
pub struct Settings {
    /// From which probability on two records are one person.
    #[arg(long, value_name = "P", default_value_t = 0.5)]
    pub threshold: f64,
    /// How many threads work; the answer does not depend on it. Left out: one for each core.
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
    /// Writes what was learned as one HTML file.
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
}

/// One list.
#[derive(Debug, Args)]
pub struct Dedupe {
    /// The list, CSV with the columns record_id, forename, surname, dob and others of the contract.
    pub file: PathBuf,
    /// Where the clusters go.
    #[arg(long, value_name = "CLUSTERS")]
    pub out: PathBuf,
    /// Where the pairs go, with their evidence.
    #[arg(long, value_name = "PAIRS")]
    pub pairs: Option<PathBuf>,
    /// How it is done.
    #[command(flatten)]
    pub how: Settings,
}

/// A list against another.
#[derive(Debug, Args)]
pub struct Link {
    /// The records asked about.
    pub query: PathBuf,
    /// The records known.
    pub index: PathBuf,
    /// Where the best candidates of each query go.
    #[arg(long, value_name = "PAIRS")]
    pub out: PathBuf,
    /// How it is done.
    #[command(flatten)]
    pub how: Settings,
}

/// Two records of a list.
#[derive(Debug, Args)]
pub struct Explain {
    /// The list; what is learned is learned from it.
    pub file: PathBuf,
    /// The record_id of the one.
    pub left: String,
    /// The record_id of the other.
    pub right: String,
    /// Where the picture goes: .svg, or .html with the table below it.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// How it is done.
    #[command(flatten)]
    pub how: Settings,
}

/// Look-ups one at a time.
#[derive(Debug, Args)]
pub struct ServeBench {
    /// The records known.
    pub index: PathBuf,
    /// The records asked about.
    pub query: PathBuf,
    /// Where the answers go, if they are wanted.
    #[arg(long, value_name = "PAIRS")]
    pub out: Option<PathBuf>,
}

impl Settings {
    fn how(&self) -> Result<How, NotDone> {
        if !(self.threshold > 0.0 && self.threshold < 1.0) {
            return Err(NotDone::Input(format!("--threshold {}: give a probability between 0 and 1", self.threshold)));
        }
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        let threads = self.threads.unwrap_or_else(cores).clamp(1, 64);
        Ok(How { threshold: self.threshold, threads, report: self.report.clone() })
    }
}

/// Does it.
///
/// # Errors
/// What cannot be read (exit 2) or written (exit 3).
pub fn run(it: &Matching) -> Told {
    let task = match it {
        Matching::Dedupe(it) => {
            Task::Dedupe { file: it.file.clone(), out: it.out.clone(), pairs: it.pairs.clone(), how: it.how.how()? }
        }
        Matching::Link(it) => {
            Task::Link { query: it.query.clone(), index: it.index.clone(), out: it.out.clone(), how: it.how.how()? }
        }
        Matching::Explain(it) => Task::Explain {
            file: it.file.clone(),
            left: it.left.clone(),
            right: it.right.clone(),
            out: it.out.clone(),
            how: it.how.how()?,
        },
        Matching::ServeBench(it) => {
            Task::ServeBench { index: it.index.clone(), query: it.query.clone(), out: it.out.clone() }
        }
    };
    matching::command::run(&task, &mut std::io::stdout().lock(), &mut std::io::stderr().lock()).map_err(|e| match e {
        Failed::Input(why) => NotDone::Input(why),
        Failed::Output(why) => NotDone::Store(why),
    })
}
