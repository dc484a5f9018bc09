//! A TOML file with the place of everything in it, so that a finding can name the line.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::findings::Findings;

/// One file, parsed.
pub struct Source<'a> {
    /// Its path, relative to the folder.
    pub file: &'a str,
    text: &'a str,
    root: Spanned<DeTable<'a>>,
}

/// Where an entry stands: the file, and the way to it from the top (`["clock", "3"]`).
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// Index of the file among the sources.
    pub source: usize,
    /// Keys and indexes from the top of the file.
    pub path: Vec<String>,
}

impl<'a> Source<'a> {
    /// Parses a file; when it is no TOML, says where and returns none.
    pub fn parse(file: &'a str, text: &'a str, findings: &mut Findings) -> Option<Self> {
        let (root, errors) = DeTable::parse_recoverable(text);
        for error in errors.iter().take(5) {
            let line = error.span().map_or(0, |span| line_of(text, span.start));
            let message = error.message().lines().next().unwrap_or_default().to_owned();
            findings.wrong(
                (file.to_owned(), line),
                format!("this is no TOML: {message}"),
                "mend the spelling of this line",
            );
        }
        errors.is_empty().then_some(Self { file, text, root })
    }

    /// The line of something at a byte of the file, from 1.
    pub fn line_at(&self, byte: usize) -> usize {
        line_of(self.text, byte)
    }

    /// A copy of the content to read values from.
    pub fn content(&self) -> Spanned<DeValue<'a>> {
        Spanned::new(self.root.span(), DeValue::Table(self.root.get_ref().clone()))
    }

    /// The file and line of what stands at the end of a way, or of the nearest thing before it.
    pub fn place(&self, path: &[String], more: &[&str]) -> (String, usize) {
        let mut at = self.root.span().start;
        let mut table = Some(self.root.get_ref());
        let mut value: Option<&DeValue<'_>> = None;
        for step in path.iter().map(String::as_str).chain(more.iter().copied()) {
            let found = if let Some(table) = table {
                table.get_key_value(step).map(|(key, value)| (key.span().start, value))
            } else {
                let index = step.parse::<usize>().ok();
                let of = value.and_then(DeValue::as_array).zip(index).and_then(|(of, index)| of.get(index));
                of.map(|value| (value.span().start, value))
            };
            let Some((start, found)) = found else { break };
            at = start;
            table = found.get_ref().as_table();
            value = Some(found.get_ref());
        }
        (self.file.to_owned(), self.line_at(at))
    }
}

fn line_of(text: &str, byte: usize) -> usize {
    text.as_bytes().iter().take(byte).filter(|it| **it == b'\n').count() + 1
}
