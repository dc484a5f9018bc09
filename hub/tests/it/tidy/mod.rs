//! House rules as tests. Each tells everything that offends, with file and line, and each is shown to be able to fail.

mod docs;
mod imports;
mod licences;
mod matches;
mod pure;
mod size;
mod sources;
mod sql;
mod text;

/// Something that offends a house rule, and where.
pub struct Found {
    file: String,
    line: usize,
    what: String,
}

impl Found {
    fn new(file: &str, line: usize, what: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, what: what.into() }
    }
}

/// Fails with every offender, or says nothing.
#[track_caller]
fn none(rule: &str, found: &[Found]) {
    let told: String = found.iter().map(|it| format!("\n  {}:{}: {}", it.file, it.line, it.what)).collect();
    assert!(found.is_empty(), "{rule}: {} offend(s){told}", found.len());
}
