//! Duties as JSON: the same rows that the pages show.

use axum::extract::{Path, Query as Ask};
use clock::{Clock, ClockId};
use kernel::Ts;
use room::{Answer, Visit};
use serde_json::{Value, json};

fn shown(visit: &Visit, it: &Clock, now: Ts) -> Value {
    json!({
        "id": it.id, "definition": it.definition, "name": it.name(&visit.catalogue), "standing": it.standing(now),
        "due": it.due_instant, "due_day": it.due_day, "started": it.started, "outcome": it.outcome,
        "stopped": it.stopped, "late_reason": it.late_reason, "person": it.person,
    })
}

/// One's own open duties (`?page=2`; a hundred a page).
///
/// # Errors
/// When the store refuses.
pub async fn mine(visit: Visit, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    let page = questions.iter().find(|it| it.0 == "page").and_then(|it| it.1.parse::<i64>().ok()).unwrap_or(1);
    let r = visit.read().await?;
    let found = clock::mine(&r, (100, (page.clamp(1, 10_000) - 1) * 100)).await?;
    let all: Vec<Value> = found.rows.iter().map(|it| shown(&visit, it, r.now)).collect();
    visit.json(r, &json!({ "duties": all, "total": found.total })).await
}

/// One duty.
///
/// # Errors
/// Not found, also where one may not know of it.
pub async fn one(visit: Visit, Path(id): Path<ClockId>) -> Answer {
    let r = visit.read().await?;
    let it = clock::one(&r, id).await?;
    let mut value = shown(&visit, &it, r.now);
    value["why"] = json!(clock::why(&r, &it).await?);
    visit.json(r, &value).await
}
