//! Referrals as JSON: the same rows that the pages show.

use axum::extract::{Path, Query as Ask};
use room::{Answer, Visit};
use serde_json::{Value, json};

use super::queue::{self, Line, Wanted};
use super::{Referral, named, opened};

fn shown(it: &Referral) -> Value {
    json!({
        "reference": it.reference, "about": it.about, "received": it.received.rfc3339(), "urgent": it.urgent,
        "state": it.state, "owner": it.owner_shown, "decision": it.decision, "concern": it.concern,
        "decided": it.decided.map(kernel::Ts::rfc3339), "version": it.version,
    })
}

/// The queue as the page shows it, by the same filters (`state`, `owner`, `urgency`, `age`), pages of 100; those that this
/// user may read.
///
/// # Errors
/// When the store refuses.
pub async fn list(visit: Visit, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    let get = |name: &str| questions.iter().find(|it| it.0 == name).map(|it| it.1.as_str());
    let adults = get("kind") == Some("adult");
    let mut wanted = Wanted::of(&questions, adults);
    if get("state").is_none() {
        "all".clone_into(&mut wanted.state);
    }
    let number = get("page").and_then(|it| it.parse::<i64>().ok()).unwrap_or(1).clamp(1, 100_000);
    let r = visit.read().await?;
    let page = wanted.page(&r, true, (100, (number - 1) * 100)).await?;
    let rows = queue::lines(&r, page.rows).await?;
    let one = |it: &Line| {
        let mut value = shown(&it.it);
        value["decision_due"] = it.due.as_ref().map_or(Value::Null, |it| json!(it.0.rfc3339()));
        value["decision_clock"] = it.due.as_ref().map_or(Value::Null, |it| json!(it.1));
        value
    };
    let value = json!({ "total": page.total, "referrals": rows.iter().map(one).collect::<Vec<_>>() });
    visit.json(r, &value).await
}

/// One, with those whom it names.
///
/// # Errors
/// Not found, also where one may not know of it.
pub async fn one(visit: Visit, Path(reference): Path<String>) -> Answer {
    let r = visit.read().await?;
    let it = opened(&r, &reference).await?;
    let mut value = shown(&it);
    let them = named(&r, it.id).await?;
    let them = them.iter().map(
        |it| json!({ "id": it.id, "as": it.role, "name": it.name, "linked": it.person.is_some(), "reason": it.reason }),
    );
    value["named"] = them.collect();
    visit.json(r, &value).await
}
