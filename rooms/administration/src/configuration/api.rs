//! Configuration as JSON: its versions, what each changed, and what stood.

use axum::extract::{Path, Query as Ask};
use door::{Reading, args};
use kernel::{Refused, Ts};
use room::{Answer, Pages, Visit};
use schemars::JsonSchema;
use serde::Serialize;

use super::Configuration;
use super::pages::{Line, by, standing_on};

/// Rows a page.
const SIZE: i64 = 200;

/// A version.
#[derive(Serialize, JsonSchema)]
pub struct VersionRow {
    /// Its number; the first is 1.
    pub nth: i64,
    /// The mark of its content: the same content has the same mark on every machine.
    pub mark: String,
    /// When it was applied.
    pub applied: Ts,
    /// By whom.
    pub by: String,
}

/// Something that stood: an agency, a clock, a form.
#[derive(Serialize, JsonSchema)]
pub struct EntryRow {
    /// Its code.
    pub code: String,
    /// What it is, in words.
    pub words: String,
}

/// What stood of one kind.
#[derive(Serialize, JsonSchema)]
pub struct KindRow {
    /// The kind.
    pub kind: String,
    /// Everything of it.
    pub entries: Vec<EntryRow>,
}

/// One version: what it changed, and what stood on its first day.
#[derive(Serialize, JsonSchema)]
pub struct VersionOne {
    /// The version.
    #[serde(flatten)]
    pub version: VersionRow,
    /// What it changed, in words.
    pub changes: Vec<String>,
    /// What stood on its first day.
    pub stood: Vec<KindRow>,
}

async fn row(r: &Reading, (nth, mark, applied, applied_by): Line) -> Result<VersionRow, Refused> {
    Ok(VersionRow { nth, mark, applied, by: by(r, applied_by).await? })
}

/// Every version, the one in force first.
///
/// # Errors
/// When the store refuses.
pub async fn list(visit: Visit, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    const SOME: &str = "SELECT nth, mark, applied, applied_by FROM configuration ORDER BY nth DESC LIMIT $1 OFFSET $2";
    let pages = Pages::asked(&questions, SIZE);
    let r = visit.read().await?;
    let (most, from) = pages.part();
    let mut rows = Vec::new();
    for it in r.plain::<Line>(SOME, args![most, from]).await? {
        rows.push(row(&r, it).await?);
    }
    let total: Option<(i64,)> = r.plain_one("SELECT COUNT(*) FROM configuration", args![]).await?;
    visit.json(r, &pages.listing(rows, total.map_or(0, |it| it.0))).await
}

/// One version.
///
/// # Errors
/// [`Refused::NotFound`] where there is none.
pub async fn one(visit: Visit, Path(nth): Path<String>) -> Answer {
    let nth: i64 = nth.parse().map_err(|_| Refused::NotFound)?;
    let r = visit.read().await?;
    let found: Option<Configuration> = r.plain_one("SELECT * FROM configuration WHERE nth = $1", args![nth]).await?;
    let it = found.ok_or(Refused::NotFound)?;
    let entry = |(code, words)| EntryRow { code, words };
    let kind = |(kind, all): (&str, Vec<(String, String)>)| KindRow {
        kind: kind.to_owned(),
        entries: all.into_iter().map(entry).collect(),
    };
    let value = VersionOne {
        version: row(&r, (it.nth, it.mark.clone(), it.applied, it.applied_by)).await?,
        changes: it.changes.0.clone(),
        stood: standing_on(&it.catalogue()?, it.applied.day()).into_iter().map(kind).collect(),
    };
    visit.json(r, &value).await
}
