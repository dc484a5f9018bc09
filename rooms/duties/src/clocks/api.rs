//! Duties as JSON: the same rows that the pages show.

use axum::extract::{Path, Query as Ask};
use clock::{Clock, ClockId, Outcome};
use door::Reading;
use kernel::{Day, Refused, Ts};
use room::{Answer, Pages, Visit};
use schemars::JsonSchema;
use serde::Serialize;

use super::pages::{SIZE, whom};

/// A duty.
#[derive(Serialize, JsonSchema)]
pub struct ClockRow {
    /// Its id.
    pub id: ClockId,
    /// The id of its definition: `CK-01`.
    pub definition: String,
    /// What is to be done.
    pub name: String,
    /// How it stands, in words.
    pub standing: String,
    /// When it is due, where it has an instant.
    pub due: Option<Ts>,
    /// The day on which it is due.
    pub due_day: Option<Day>,
    /// When it began.
    pub started: Ts,
    /// How it ended, or `open`.
    pub outcome: Outcome,
    /// When it ended.
    pub stopped: Option<Ts>,
    /// Why it was late: a code of `late-reasons`.
    pub late_reason: Option<String>,
    /// The reference of whom it is about, where this user may see who they are.
    pub person: Option<kernel::Reference>,
}

/// One duty, with why it is due then.
#[derive(Serialize, JsonSchema)]
pub struct ClockOne {
    /// The duty.
    #[serde(flatten)]
    pub clock: ClockRow,
    /// Why it was late, in words.
    pub late_words: Option<String>,
    /// Why it is due then, step by step.
    pub why: Vec<String>,
}

async fn row(visit: &Visit, r: &Reading, it: &Clock) -> Result<ClockRow, Refused> {
    Ok(ClockRow {
        id: it.id,
        definition: it.definition.clone(),
        name: it.name(&visit.catalogue).to_owned(),
        standing: it.standing(r.now).label().to_owned(),
        due: it.due_instant,
        due_day: it.due_day,
        started: it.started,
        outcome: it.outcome,
        stopped: it.stopped,
        late_reason: it.late_reason.clone(),
        person: whom(r, it).await?.map(|it| it.reference),
    })
}

/// One's own open duties.
///
/// # Errors
/// When the store refuses.
pub async fn mine(visit: Visit, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    let pages = Pages::asked(&questions, SIZE);
    let r = visit.read().await?;
    let found = clock::mine(&r, pages.part()).await?;
    let mut rows = Vec::with_capacity(found.rows.len());
    for it in &found.rows {
        rows.push(row(&visit, &r, it).await?);
    }
    visit.json(r, &pages.listing(rows, found.total)).await
}

/// One duty.
///
/// # Errors
/// Not found, also where one may not know of it.
pub async fn one(visit: Visit, Path(id): Path<ClockId>) -> Answer {
    let r = visit.read().await?;
    let it = clock::one(&r, id).await?;
    let why = clock::why(&r, &it).await?;
    let value = ClockOne { clock: row(&visit, &r, &it).await?, late_words: it.late_words.clone(), why };
    visit.json(r, &value).await
}
