//! Looks at a whole file before anything of it is kept: each row by itself, beside the others, and beside the store.

use std::collections::HashMap;

use catalogue::Catalogue;
use door::{Acting, Door, Reading, args};
use kernel::{Refused, Value};
use room::import::Batch;
use room::{Import, Line, Look, Looked, Trouble};
use serde::{Deserialize, Serialize};

use super::read::{Found, Rows, Source, hash};

/// Rows looked at beside the store in one question.
const TOGETHER: usize = 500;
/// So many troubles of a sort are kept; the others are counted.
const KEPT: usize = 10_000;

/// What became, or would become, of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Rows read, bad ones among them.
    pub read: u64,
    /// New records.
    pub added: u64,
    /// Records that the source changed.
    pub changed: u64,
    /// Rows that were imported before, as they are.
    pub unchanged: u64,
    /// What keeps the file from being imported.
    pub errors: Vec<Trouble>,
    /// What is stored and shown as doubtful.
    #[serde(skip)]
    pub doubts: Vec<Trouble>,
    /// How many rows are bad, and how many cells doubtful: also those of which no trouble is kept.
    #[serde(skip)]
    pub counted: (u64, u64),
}

/// What is looked at, and for whom.
#[derive(Clone)]
pub struct Job {
    /// The kind.
    pub kind: &'static Import,
    /// Whose file it is.
    pub agency: String,
    /// The rows.
    pub source: Source,
}

/// What was imported of these rows before: by source, the hash and the record.
pub(super) type Before = HashMap<String, (Vec<u8>, uuid::Uuid)>;

pub(super) async fn before(r: &Reading, kind: &str, agency: &str, sources: &[String]) -> Result<Before, Refused> {
    let mut all = Before::with_capacity(sources.len());
    for some in sources.chunks(TOGETHER) {
        let values = some.iter().map(|it| Value::Text(it.clone())).collect();
        let query = door::Query::new("SELECT source, hash, record FROM imported_row", vec![])
            .and("kind = {} AND agency = {}", args![kind.to_owned(), agency.to_owned()])
            .among("source", values);
        let found: Vec<(String, Vec<u8>, uuid::Uuid)> = r.plain_find(query).await?;
        all.extend(found.into_iter().map(|(source, hash, record)| (source, (hash, record))));
    }
    Ok(all)
}

/// Looks at every row. Nothing is kept. `tell` hears how many rows were looked at.
///
/// # Errors
/// [`Refused::Wrong`] when the file as a whole cannot be read; when the store refuses.
pub async fn check(
    door: &Door,
    acting: &Acting,
    catalogue: &Catalogue,
    job: &Job,
    tell: &(dyn Fn(u64) + Send + Sync),
) -> Result<Told, Refused> {
    let mut rows = Rows::open(&job.source, job.kind)?;
    let mut told = Told::default();
    let mut seen: HashMap<[u8; 16], u64> = HashMap::new();
    let mut ended = false;
    while !ended {
        let (mut lines, mut found) = (Vec::with_capacity(TOGETHER), Looked::default());
        while lines.len() < TOGETHER {
            match rows.read()? {
                Some(Found::Line(line)) => lines.push(line),
                Some(Found::Bad(trouble)) => found.wrong.push(trouble),
                None => {
                    ended = true;
                    break;
                }
            }
        }
        told.read += (lines.len() + found.wrong.len()) as u64;
        for line in &lines {
            let mut look = Look::new(catalogue, door.now().day(), job.kind.columns, line, &mut found);
            (job.kind.look)(&mut look);
            if let Some(first) = seen.insert(source_hash(job.kind, line), line.row) {
                found.wrong.push(twice(job.kind, line, first));
            }
        }
        let r = door.read(acting).await?;
        found.wrong.extend((job.kind.beside)(&r, Batch { agency: &job.agency, lines: &lines }).await?);
        let sources: Vec<String> = lines.iter().map(|it| job.kind.source_of(it)).collect();
        let before = before(&r, job.kind.kind, &job.agency, &sources).await?;
        count(&mut told, &lines, &sources, &before, &found);
        keep_some(&mut told, found);
        tell(told.read);
    }
    told.errors.sort_by(|a, b| (a.row, &a.column).cmp(&(b.row, &b.column)));
    Ok(told)
}

fn source_hash(kind: &Import, line: &Line) -> [u8; 16] {
    hash(&Line { row: 0, cells: kind.source.iter().map(|nth| line.get(*nth).to_owned()).collect() })
}

fn twice(kind: &Import, line: &Line, first: u64) -> Trouble {
    let name = kind.source.first().and_then(|nth| kind.columns.get(*nth)).map_or("", |it| it.name);
    Trouble {
        row: line.row,
        column: name.to_owned(),
        value: kind.source_of(line),
        problem: format!("row {first} is of the same name"),
        mend: "take one of the two rows out".to_owned(),
    }
}

fn count(told: &mut Told, lines: &[Line], sources: &[String], before: &Before, found: &Looked) {
    let bad: std::collections::HashSet<u64> = found.wrong.iter().map(|it| it.row).collect();
    for (line, source) in lines.iter().zip(sources).filter(|(it, _)| !bad.contains(&it.row)) {
        match before.get(source) {
            None => told.added += 1,
            Some((was, _)) if was.as_slice() == hash(line).as_slice() => told.unchanged += 1,
            Some(_) => told.changed += 1,
        }
    }
    told.counted.0 += bad.len() as u64;
    told.counted.1 += found.doubtful.len() as u64;
}

fn keep_some(told: &mut Told, found: Looked) {
    let left = |kept: &Vec<Trouble>| KEPT.saturating_sub(kept.len());
    let (errors, doubts) = (left(&told.errors), left(&told.doubts));
    told.errors.extend(found.wrong.into_iter().take(errors));
    told.doubts.extend(found.doubtful.into_iter().take(doubts));
}
