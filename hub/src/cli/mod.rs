//! The command line. Results on stdout, progress on stderr; exit 0 done, 1 found something or refused, 2 bad input,
//! 3 storage (contract.md, commands).

pub mod backup;
pub mod clock;
pub mod config;
pub mod demonstrating;
pub mod exporting;
pub mod figures;
pub mod importing;
pub mod ledgering;
pub mod mailing;
pub mod matching;
pub mod operated;
pub mod papers;
pub mod place;
pub mod policing;
pub mod serving;
pub mod told;
pub mod users;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use told::{NotDone, Told};

/// Holdfast: a hub for partnerships that protect children and adults from exploitation.
#[derive(Debug, Parser)]
#[command(
    name = "holdfast",
    version,
    after_help = "Example:\n  holdfast serve --data ./data\n\nExit codes: 0 done, \
    1 the check found something or policy refused, 2 bad usage or input, 3 storage out of reach."
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Runs the hub.
    Serve(serving::Serve),
    /// Fills an empty store with an invented district.
    Demo(demonstrating::Demo),
    /// Imports a file: persons, statuses, referrals.
    Import(importing::Importing),
    /// Takes a list out, as a user would see it.
    Export(exporting::Exporting),
    /// Checks configuration and tells versions apart.
    #[command(subcommand)]
    Config(config::Config),
    /// Answers when something is due.
    #[command(subcommand)]
    Clock(clock::Clock),
    /// Invites and disables people, and makes tokens.
    #[command(subcommand)]
    User(users::Users),
    /// Explains what policy decides.
    #[command(subcommand)]
    Policy(policing::Explaining),
    /// Signs, proves, bundles and verifies the ledger.
    #[command(subcommand)]
    Ledger(ledgering::Ledger),
    /// Draws control charts: Making Data Count's, and those for counts and rare events.
    Spc(figures::Spc),
    /// Says what monthly series do: stable, rising, falling, plateaued, levelled, or cannot tell yet.
    Trend(figures::Trend),
    /// Protects a publication set, so that its tables give nobody away.
    Protect(figures::Protect),
    /// Reads and checks council papers.
    #[command(subcommand)]
    Paper(papers::Paper),
    /// Finds the records that are one person, in lists.
    #[command(subcommand, name = "match")]
    Match(matching::Matching),
    /// Copies the embedded store, while it serves too.
    Backup(backup::Backup),
    /// Puts a backup into an empty place and verifies its ledger.
    Restore(backup::Restore),
}

/// Runs the program on the process's own arguments.
pub fn main() -> ExitCode {
    match Cli::try_parse() {
        Ok(cli) => told::ended(run(&cli.command)),
        Err(e) => {
            // Clap's own codes are those of the contract: 0 for help and version, 2 for usage.
            let code = u8::try_from(e.exit_code()).unwrap_or(2);
            let _ = e.print();
            ExitCode::from(code)
        }
    }
}

/// Does it.
///
/// # Errors
/// Why it was not done, with its exit code.
pub fn run(command: &Command) -> Told {
    match command {
        Command::Serve(it) => waited(it.run()),
        Command::Demo(it) => waited(it.run()),
        Command::Import(it) => waited(it.run()),
        Command::Export(it) => waited(it.run()),
        Command::Config(it) => waited(config::run(it)),
        Command::Clock(it) => waited(clock::run(it)),
        Command::User(it) => waited(users::run(it)),
        Command::Policy(it) => waited(policing::run(it)),
        Command::Ledger(it) => waited(ledgering::run(it)),
        Command::Spc(it) => it.run(),
        Command::Trend(it) => it.run(),
        Command::Protect(it) => it.run(),
        Command::Paper(it) => papers::run(it),
        Command::Match(it) => matching::run(it),
        Command::Backup(it) => waited(it.run()),
        Command::Restore(it) => waited(it.run()),
    }
}

fn waited(it: impl Future<Output = Told>) -> Told {
    let threads = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    threads.map_err(|e| NotDone::Store(format!("the machine gives no threads: {e}")))?.block_on(it)
}
