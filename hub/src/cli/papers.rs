//! `holdfast paper`: reads council papers and checks their figures. No store is needed.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde::Deserialize;
use serde_json::{Value, json};

use super::figures::{print, read};
use super::told::{NotDone, Told};

/// What can be done with a paper.
#[derive(Debug, Subcommand)]
pub enum Paper {
    /// Prints title, committee, recommendations, resolutions, actions, questions, exempt parts and figures with lines.
    #[command(after_help = "Example: holdfast paper read minutes.docx")]
    Read {
        /// A committee paper or minutes: txt, md, docx or html.
        file: PathBuf,
    },
    /// Checks the figures of a paper against each other; exit 1 where something is wrong or cannot be checked.
    #[command(after_help = "Examples:\n  holdfast paper check report.docx\n  holdfast paper check cases.json")]
    Check {
        /// A paper (txt, md, docx, html), or an array of texts (id, text) as JSON.
        #[arg(value_name = "FILE|CASES.json")]
        file: PathBuf,
    },
}

/// A text to be checked.
#[derive(Debug, Deserialize)]
struct Text {
    id: String,
    text: String,
}

/// Does it.
///
/// # Errors
/// Where the file cannot be read (2), or the check found something (1).
pub fn run(it: &Paper) -> Told {
    match it {
        Paper::Read { file } => {
            print(&json!(papers::read(&lines(file)?)));
            Ok(())
        }
        Paper::Check { file } if file.extension().is_some_and(|e| e.eq_ignore_ascii_case("json")) => {
            let texts: Vec<Text> = read(file)?;
            let all: Vec<Value> =
                texts.iter().map(|it| json!({"id": it.id, "claims": papers::claims(&it.text)})).collect();
            print(&json!(all));
            Ok(())
        }
        Paper::Check { file } => {
            let found = papers::check(&lines(file)?);
            print(&json!(found));
            if found.is_empty() { Ok(()) } else { Err(NotDone::Found(String::new())) }
        }
    }
}

fn lines(file: &Path) -> Result<Vec<String>, NotDone> {
    let bytes = std::fs::read(file).map_err(|e| NotDone::unread(file, &e))?;
    papers::lines(&file.to_string_lossy(), &bytes).map_err(NotDone::Input)
}
