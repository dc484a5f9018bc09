//! Advice as JSON: the same rows that the pages show.

use axum::extract::{Path, Query as Ask};
use kernel::{Day, Reference, Ts};
use policy::action;
use room::{Answer, Pages, Visit};
use schemars::JsonSchema;
use serde::Serialize;

use super::pages::{NEWEST, SIZE};
use super::{Advice, by_reference};

/// A question to the front door and its answer.
#[derive(Serialize, JsonSchema)]
pub struct AdviceRow {
    /// What people call it by.
    pub reference: Reference,
    /// When it was asked.
    pub asked: Ts,
    /// A code of `advice-topics`.
    pub topic: String,
    /// What was asked.
    pub question: String,
    /// What was answered.
    pub answer: String,
    /// A code of `advice-outcomes`.
    pub outcome: String,
    /// When somebody looks again.
    pub follow_up: Option<Day>,
    /// Who logged it.
    pub by: String,
}

fn row(it: &Advice) -> AdviceRow {
    AdviceRow {
        reference: it.reference,
        asked: it.asked_at,
        topic: it.topic.clone(),
        question: it.question.clone(),
        answer: it.answer.clone(),
        outcome: it.outcome.clone(),
        follow_up: it.follow_up,
        by: it.logged_by_shown.clone(),
    }
}

/// The log, the latest first.
///
/// # Errors
/// When the store refuses.
pub async fn list(visit: Visit, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    let pages = Pages::asked(&questions, SIZE);
    let r = visit.read().await?;
    let all = r.page::<Advice>(action::SEE_REFERRAL, "FROM advice t", |q| q, NEWEST, pages.part()).await?;
    visit.json(r, &pages.listed(all, row)).await
}

/// One call.
///
/// # Errors
/// Not found, also where one may not know of it.
pub async fn one(visit: Visit, Path(reference): Path<String>) -> Answer {
    let r = visit.read().await?;
    let it = by_reference(&r, &reference).await?;
    visit.json(r, &row(&it)).await
}
