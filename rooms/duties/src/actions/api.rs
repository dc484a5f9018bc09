//! Actions as JSON: the same rows that the pages show.

use action::{Action, State, Step};
use axum::extract::{Path, Query as Ask};
use door::Reading;
use kernel::{Day, Reference, Refused, Ts};
use room::{Answer, Pages, Visit};
use schemars::JsonSchema;
use serde::Serialize;

use super::list::{SIZE, Which};
use super::{owner_words, reference, shown};

/// What the list may be asked.
pub const ASKS: &[(&str, &str)] = &[
    ("show", "`set`: what you set for others; `ended`: what is done or cancelled; else what is yours to do."),
    ("page", "Which page, beginning with 1."),
];

/// An action.
#[derive(Serialize, JsonSchema)]
pub struct ActionRow {
    /// What people call it by.
    pub reference: Reference,
    /// What is to be done.
    pub words: String,
    /// Its last day.
    pub due: Day,
    /// How it stands, in words.
    pub standing: String,
    /// Where it stands.
    pub state: State,
    /// Who does it, in words.
    pub who: String,
    /// The page of the record from which it came; empty for none.
    pub link: String,
    /// For `If-Match`.
    pub version: i64,
}

async fn row(visit: &Visit, r: &Reading, it: &Action) -> Result<ActionRow, Refused> {
    Ok(ActionRow {
        reference: it.reference,
        words: it.words.clone(),
        due: it.due,
        standing: it.standing(r.now.day()).label().to_owned(),
        state: it.state,
        who: owner_words(visit, r, it).await?,
        link: it.link.clone(),
        version: it.version,
    })
}

/// A step of an action's history.
#[derive(Serialize, JsonSchema)]
pub struct StepRow {
    /// When.
    pub at: Ts,
    /// What it was.
    pub what: action::What,
    /// Who did it.
    pub by: String,
    /// Evidence, reason or words.
    pub words: String,
}

/// One action with its history.
#[derive(Serialize, JsonSchema)]
pub struct ActionOne {
    /// The action.
    #[serde(flatten)]
    pub action: ActionRow,
    /// What shows that it was done, or why it was cancelled.
    pub evidence: String,
    /// What happened.
    pub steps: Vec<StepRow>,
}

/// One's own actions, as the page lists them.
///
/// # Errors
/// When the store refuses.
pub async fn list(visit: Visit, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    let pages = Pages::asked(&questions, SIZE);
    let r = visit.read().await?;
    let found = Which::asked(&questions).found(&r, pages.part()).await?;
    let mut rows = Vec::with_capacity(found.rows.len());
    for it in &found.rows {
        rows.push(row(&visit, &r, it).await?);
    }
    visit.json(r, &pages.listing(rows, found.total)).await
}

/// One action.
///
/// # Errors
/// Not found, also where one may not know of it.
pub async fn one(visit: Visit, Path(typed): Path<String>) -> Answer {
    let r = visit.read().await?;
    let it = action::one(&r, reference(&typed)?).await?;
    let mut steps = Vec::new();
    for Step { at, by_user, what, words, .. } in action::steps_of(&r, &it).await? {
        steps.push(StepRow { at, what, by: shown(&r, by_user).await?, words });
    }
    let value = ActionOne { action: row(&visit, &r, &it).await?, evidence: it.evidence.clone(), steps };
    visit.json(r, &value).await
}
