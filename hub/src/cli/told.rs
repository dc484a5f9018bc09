//! How a command of the command line ends: its exit code and its words (contract.md, common rules).

use std::process::ExitCode;

use kernel::Refused;

use crate::start::NotOpened;

/// Why a command did not end with 0.
#[derive(Debug)]
pub enum NotDone {
    /// The check found something, or policy refused (1). Findings that belong on stdout were printed already.
    Found(String),
    /// Bad usage or bad input (2): what, where, and how to mend it.
    Input(String),
    /// The store could not be reached, or a file could not be written (3).
    Store(String),
}

/// How a command ends.
pub type Told = Result<(), NotDone>;

impl NotDone {
    /// The exit code.
    #[must_use]
    pub fn code(&self) -> u8 {
        match self {
            Self::Found(_) => 1,
            Self::Input(_) => 2,
            Self::Store(_) => 3,
        }
    }

    /// What is said on stderr; empty when stdout has said it.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            Self::Found(it) | Self::Input(it) | Self::Store(it) => it,
        }
    }

    /// A file that could not be read: bad input.
    pub fn unread(path: &std::path::Path, error: &std::io::Error) -> Self {
        Self::Input(format!("{} cannot be read: {error}", path.display()))
    }

    /// A file that could not be written: storage.
    pub fn unwritten(path: &std::path::Path, error: &std::io::Error) -> Self {
        Self::Store(format!("{} cannot be written: {error}", path.display()))
    }
}

impl From<Refused> for NotDone {
    fn from(it: Refused) -> Self {
        let words = it.to_string();
        match it {
            Refused::Wrong(wrongs) => {
                let lines = wrongs.0.iter().map(|it| format!("{}: {}", it.field, it.message));
                Self::Input(lines.collect::<Vec<_>>().join("\n"))
            }
            Refused::Store(_) | Refused::Busy(_) => Self::Store(words),
            Refused::NotFound
            | Refused::MayNot(_)
            | Refused::Stale
            | Refused::Conflict(_)
            | Refused::Rule { .. }
            | Refused::TooMany(_)
            | Refused::Fault(_) => Self::Found(words),
        }
    }
}

impl From<NotOpened> for NotDone {
    fn from(it: NotOpened) -> Self {
        match it {
            NotOpened::Input(words) => Self::Input(words),
            NotOpened::Store(words) => Self::Store(words),
        }
    }
}

/// Ends the process as told.
pub fn ended(told: Told) -> ExitCode {
    match told {
        Ok(()) => ExitCode::SUCCESS,
        Err(it) => {
            if !it.words().is_empty() {
                eprintln!("{}", it.words());
            }
            ExitCode::from(it.code())
        }
    }
}
