//! What is wrong with a folder of configuration: where, what, and how to mend it.

use std::fmt;

use serde::Serialize;

kernel::words! {
    /// How bad a finding is.
    pub enum Gravity {
        /// The configuration cannot be applied.
        Wrong = "wrong" / "Wrong",
        /// It can be applied, but somebody should look.
        Warning = "warning" / "Warning",
    }
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// The file, relative to the folder.
    pub file: String,
    /// The line, from 1; 0 for the file as a whole.
    pub line: usize,
    /// How bad it is.
    pub gravity: Gravity,
    /// What is wrong.
    pub problem: String,
    /// How to mend it.
    pub mend: String,
}

/// Everything that is wrong, in the order of files and lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, thiserror::Error)]
pub struct Findings(pub Vec<Finding>);

impl Findings {
    /// Adds something that forbids to apply the configuration.
    pub fn wrong(&mut self, at: (String, usize), problem: impl Into<String>, mend: impl Into<String>) {
        self.add(at, Gravity::Wrong, problem.into(), mend.into());
    }

    /// Adds something that somebody should look at.
    pub fn warn(&mut self, at: (String, usize), problem: impl Into<String>, mend: impl Into<String>) {
        self.add(at, Gravity::Warning, problem.into(), mend.into());
    }

    fn add(&mut self, (file, line): (String, usize), gravity: Gravity, problem: String, mend: String) {
        self.0.push(Finding { file, line, gravity, problem, mend });
    }

    /// Whether nothing forbids to apply the configuration; warnings may remain.
    #[must_use]
    pub fn clean(&self) -> bool {
        self.0.iter().all(|it| it.gravity == Gravity::Warning)
    }

    /// Whether there is nothing at all, not even a warning.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn sorted(mut self) -> Self {
        self.0.sort();
        self.0.dedup();
        self
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, gravity, problem, mend } = self;
        let place = if *line == 0 { file.clone() } else { format!("{file}:{line}") };
        write!(f, "{place}: {gravity}: {problem}; {mend}")
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|it| writeln!(f, "{it}"))
    }
}
