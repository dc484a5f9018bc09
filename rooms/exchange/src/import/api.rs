//! Imports as JSON: the same that the pages show. Who applies sees places of bad rows, never what stands in them.

use axum::extract::Path;
use door::Reading;
use kernel::{Refused, Ts};
use policy::action;
use room::{Answer, Pages, Trouble, Visit};
use schemars::JsonSchema;
use serde::Serialize;

use super::commands::one as import_of;
use super::pages::{MOST, id, kept_troubles, may, name_of, past};
use super::{ImportId, ImportRun, ImportState, ImportTrouble};

/// An import: who, when, and how many.
#[derive(Serialize, JsonSchema)]
pub struct ImportRow {
    /// Its id.
    pub id: ImportId,
    /// The kind of the file.
    pub kind: String,
    /// The file's name.
    pub file: String,
    /// Where it stands.
    pub state: ImportState,
    /// When it was sent.
    pub sent: Ts,
    /// By whom.
    pub by: String,
    /// When it was applied.
    pub applied: Option<Ts>,
    /// When it ended.
    pub ended: Option<Ts>,
    /// Rows of the file.
    pub rows: i64,
    /// Rows that are in, or were looked at.
    pub done: i64,
    /// New records.
    pub added: i64,
    /// Records that the source changed.
    pub changed: i64,
    /// Rows that are as they were.
    pub unchanged: i64,
    /// Bad rows.
    pub wrong: i64,
    /// Doubtful cells, kept all the same.
    pub doubtful: i64,
}

/// One import with what checking it found.
#[derive(Serialize, JsonSchema)]
pub struct ImportOne {
    /// The import.
    #[serde(flatten)]
    pub import: ImportRow,
    /// The first bad rows; what stands there only for who proposes imports.
    pub bad: Vec<Trouble>,
    /// The first doubtful cells; what stands there only for who proposes imports.
    pub doubts: Vec<Trouble>,
}

async fn row(r: &Reading, it: &ImportRun) -> Result<ImportRow, Refused> {
    Ok(ImportRow {
        id: it.id,
        kind: it.kind.clone(),
        file: it.file.clone(),
        state: it.state,
        sent: it.asked_at,
        by: name_of(r, it.asked_by).await?,
        applied: it.applied_at,
        ended: it.ended,
        rows: it.lines,
        done: it.done_lines,
        added: it.added,
        changed: it.changed,
        unchanged: it.unchanged,
        wrong: it.wrong,
        doubtful: it.doubtful,
    })
}

/// The latest imports.
///
/// # Errors
/// When one neither proposes nor applies imports.
pub async fn list(visit: Visit) -> Answer {
    let r = visit.read().await?;
    may(&r)?;
    let mut rows = Vec::new();
    for it in past(&r).await? {
        rows.push(row(&r, &it).await?);
    }
    let total = i64::try_from(rows.len()).unwrap_or(MOST);
    visit.json(r, &Pages::asked(&[], MOST).listing(rows, total)).await
}

/// One import.
///
/// # Errors
/// When there is none, or one neither proposes nor applies imports.
pub async fn one(visit: Visit, Path(typed): Path<String>) -> Answer {
    let r = visit.read().await?;
    may(&r)?;
    let it = import_of(&r, id(&typed)?).await?;
    let content = r.could(action::PROPOSE_IMPORT);
    let shown = |it: ImportTrouble| Trouble {
        row: it.line.unsigned_abs(),
        column: it.named,
        value: if content { it.value } else { String::new() },
        problem: it.problem,
        mend: it.mend,
    };
    let (bad, doubts): (Vec<_>, Vec<_>) = kept_troubles(&r, it.id).await?.into_iter().partition(|it| it.wrong);
    let value = ImportOne {
        import: row(&r, &it).await?,
        bad: bad.into_iter().map(shown).collect(),
        doubts: doubts.into_iter().map(shown).collect(),
    };
    visit.json(r, &value).await
}
