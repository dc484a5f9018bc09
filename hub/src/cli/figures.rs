//! `holdfast spc`, `trend` and `protect`: charts, verdicts on trends, tables that give nobody away. No store is needed.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use statistics::{disclosure, spc, trend};

use super::told::{NotDone, Told};

/// Which series to draw.
#[derive(Debug, Args)]
#[command(after_help = "Example: holdfast spc cases.json")]
pub struct Spc {
    /// An array of series: id, values, chart (XmR where none is said), denominators, options.
    #[arg(value_name = "CASES.json")]
    pub cases: PathBuf,
    /// Also say which chart suits each series and why, and whether there is a change.
    #[arg(long)]
    pub headline: bool,
}

/// Which series to judge.
#[derive(Debug, Args)]
#[command(after_help = "Example: holdfast trend series.json")]
pub struct Trend {
    /// An array of monthly series: id, values, start (2021-04).
    #[arg(value_name = "CASES.json")]
    pub cases: PathBuf,
}

/// What to protect.
#[derive(Debug, Args)]
#[command(after_help = "Example: holdfast protect tables.json --insider > public.json")]
pub struct Protect {
    /// A publication set with true counts: rule, codes, tables, facts (or an array of sets).
    #[arg(value_name = "SET.json")]
    pub set: PathBuf,
    /// Also protect against those who know the one person in a cell of one.
    #[arg(long)]
    pub insider: bool,
}

impl Spc {
    /// Prints each series' chart.
    ///
    /// # Errors
    /// Where the file or a series cannot be read.
    pub fn run(&self) -> Told {
        let cases: Vec<spc::Case> = read(&self.cases)?;
        let mut out = Vec::new();
        for case in &cases {
            let mut answer = spc::answer(case).map_err(NotDone::Input)?;
            if let (true, Some(fields)) = (self.headline, answer.as_object_mut()) {
                let share = matches!(case.chart, Some(spc::Chart::P | spc::Chart::PPrime));
                let choice = spc::choose(&case.values, case.denominators.as_deref(), share);
                fields.insert("choice".to_owned(), json!(choice));
                fields.insert("headline".to_owned(), json!(spc::headline(&case.values)));
            }
            out.push(answer);
        }
        print(&json!(out));
        Ok(())
    }
}

impl Trend {
    /// Prints each series' verdict.
    ///
    /// # Errors
    /// Where the file or a series cannot be read.
    pub fn run(&self) -> Told {
        let cases: Vec<trend::Case> = read(&self.cases)?;
        let all: Result<Vec<trend::Trend>, String> = cases.iter().map(trend::trend).collect();
        print(&json!(all.map_err(NotDone::Input)?));
        Ok(())
    }
}

impl Protect {
    /// Prints the set as it may be published.
    ///
    /// # Errors
    /// Where the file or a count cannot be read; where some cell cannot be protected by hiding (1).
    pub fn run(&self) -> Told {
        let given: Value = read(&self.set)?;
        let mut open = Vec::new();
        let out = match &given {
            Value::Array(sets) => {
                let all: Result<Vec<Value>, NotDone> = sets.iter().map(|set| self.one(set, &mut open)).collect();
                Value::Array(all?)
            }
            set => self.one(set, &mut open)?,
        };
        print(&out);
        if open.is_empty() {
            return Ok(());
        }
        Err(NotDone::Found(format!("Hiding cells cannot protect: {}", open.join(", "))))
    }

    fn one(&self, given: &Value, open: &mut Vec<String>) -> Result<Value, NotDone> {
        let unread = |e: serde_json::Error| NotDone::Input(format!("{}: {e}", self.set.display()));
        let mut set: disclosure::Set = serde_json::from_value(given.clone()).map_err(unread)?;
        set.rule.insider |= self.insider;
        let protection = disclosure::protect(&set).map_err(NotDone::Input)?;
        let public = disclosure::published(&set, &protection);
        open.extend(protection.unprotected.iter().map(|cell| format!("{} {cell}", set.id)));
        // Only what may leave the building: no truth, no base, no notes that came with the true counts.
        let mut out = serde_json::Map::new();
        for field in ["id", "rule", "codes", "tables", "facts", "joint"] {
            if let Some(it) = given.get(field) {
                out.insert(field.to_owned(), it.clone());
            }
        }
        let tables = out.get_mut("tables").and_then(Value::as_array_mut);
        for (table, shown) in tables.into_iter().flatten().zip(&public.tables) {
            table["cells"] = json!(shown.cells);
        }
        if protection.zeros_too {
            let rule = out.entry("rule").or_insert_with(|| json!({}));
            rule["zero_published"] = json!(false);
        }
        let hidden = protection.hidden;
        out.insert("protection".to_owned(), json!({"hidden": hidden, "cost": protection.cost, "at_least": protection.at_least, "insider": set.rule.insider, "zeros_too": protection.zeros_too}));
        Ok(Value::Object(out))
    }
}

/// Reads a file of JSON.
pub(super) fn read<T: DeserializeOwned>(path: &Path) -> Result<T, NotDone> {
    let text = std::fs::read_to_string(path).map_err(|e| NotDone::unread(path, &e))?;
    serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|e| NotDone::Input(format!("{} is not what this command reads: {e}", path.display())))
}

/// Prints JSON, one document.
pub(super) fn print(it: &Value) {
    println!("{it}");
}
