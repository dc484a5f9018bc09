//! Exports as JSON: which lists there are, requests for large ones, and taking one out.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use kernel::{Day, Reference, Refused, Ts};
use policy::action;
use room::{Answer, Visit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::pages::{lists, own, taken, waiting};
use super::{ExportRequest, Given, RequestState};

/// A list that can be taken out.
#[derive(Serialize, JsonSchema)]
pub struct ListRow {
    /// Its name.
    pub kind: String,
    /// What it lists.
    pub what: String,
    /// Its columns.
    pub columns: Vec<String>,
}

/// A request for a list of over 200 persons.
#[derive(Serialize, JsonSchema)]
pub struct RequestRow {
    /// What people call it by.
    pub reference: Reference,
    /// Which list.
    pub kind: String,
    /// As of which day; none: as it is.
    pub as_of: Option<Day>,
    /// How many persons were in it.
    pub persons: i64,
    /// Who asked.
    pub by: String,
    /// When.
    pub asked: Ts,
    /// Where it stands.
    pub state: RequestState,
}

/// What can be taken out, and what was asked for.
#[derive(Serialize, JsonSchema)]
pub struct Exports {
    /// The lists that this user's role may take out.
    pub lists: Vec<ListRow>,
    /// This user's own requests, the latest first.
    pub own: Vec<RequestRow>,
    /// Requests of others that wait for this user or somebody like them.
    pub waiting: Vec<RequestRow>,
}

fn request(it: ExportRequest) -> RequestRow {
    RequestRow {
        reference: it.reference,
        kind: it.kind,
        as_of: it.as_of,
        persons: it.persons,
        by: it.asked_by_shown,
        asked: it.asked_at,
        state: it.state,
    }
}

/// The lists and the requests.
///
/// # Errors
/// When one's role takes nothing out.
pub async fn list(visit: Visit) -> Answer {
    let r = visit.read().await?;
    if !r.could(action::EXPORT) {
        return Err(Refused::MayNot("Your role takes nothing out.".to_owned()).into());
    }
    let columns = |it: &room::Export| it.columns.iter().map(|it| (*it).to_owned()).collect();
    let row = |it: &room::Export| ListRow { kind: it.kind.into(), what: it.what.into(), columns: columns(it) };
    let value = Exports {
        lists: lists(&visit, &r).into_iter().map(row).collect(),
        own: own(&r).await?.into_iter().map(request).collect(),
        waiting: waiting(&r).await?.into_iter().map(request).collect(),
    };
    visit.json(r, &value).await
}

/// Which list is taken out.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeOut {
    /// Its name.
    pub kind: String,
    /// As it was known at the end of that day; else as it is.
    #[serde(default)]
    pub as_of: Option<Day>,
    /// A code of one's app, where a list of over 200 persons asks for it.
    #[serde(default)]
    pub code: String,
}

/// What came of it.
#[derive(Serialize, JsonSchema)]
pub struct TakenOut {
    /// The request that waits for a second person; then there are no rows.
    pub waits: Option<Reference>,
    /// The rows, each with its columns.
    pub rows: Vec<BTreeMap<String, String>>,
}

/// Takes a list out, as the page does: of over 200 persons only with fresh proof and a second person.
///
/// # Errors
/// When policy or the store refuses, or the body is wrong.
pub async fn take(visit: Visit, body: Result<Json<TakeOut>, JsonRejection>) -> Answer {
    let Json(it) = body.map_err(|e| Refused::wrong("", e.body_text()))?;
    let (list, given) = taken(&visit, &it.kind, it.as_of, it.code.trim()).await?;
    match given {
        Given::Rows(r, rows) => {
            let row = |cells: Vec<String>| list.columns.iter().map(|it| (*it).to_owned()).zip(cells).collect();
            let rows = rows.into_iter().map(|it| row(it.cells)).collect();
            visit.json(*r, &TakenOut { waits: None, rows }).await
        }
        Given::Waits(reference, _) => {
            let r = visit.read().await?;
            visit.json(r, &TakenOut { waits: Some(reference), rows: vec![] }).await
        }
    }
}
