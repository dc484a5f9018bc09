//! Referrals as JSON: the same rows that the pages show.

use axum::extract::Path;
use policy::action;
use room::{Answer, Visit};
use serde_json::{Value, json};

use super::{Referral, opened};

fn shown(it: &Referral) -> Value {
    json!({
        "reference": it.reference, "about": it.about, "received": it.received.rfc3339(), "urgent": it.urgent,
        "state": it.state, "owner": it.owner_shown, "decision": it.decision, "concern": it.concern,
        "decided": it.decided.map(kernel::Ts::rfc3339), "version": it.version,
    })
}

/// Those that this user may read, newest first.
///
/// # Errors
/// When the store refuses.
pub async fn list(visit: Visit) -> Answer {
    let r = visit.read().await?;
    let page = r
        .page::<Referral>(
            action::SEE_REFERRAL,
            "FROM referral t",
            |q| q,
            "ORDER BY t.received DESC, t.id DESC",
            (100, 0),
        )
        .await?;
    let value = json!({ "total": page.total, "referrals": page.rows.iter().map(shown).collect::<Vec<_>>() });
    visit.json(r, &value).await
}

/// One.
///
/// # Errors
/// Not found, also where one may not know of it.
pub async fn one(visit: Visit, Path(reference): Path<String>) -> Answer {
    let r = visit.read().await?;
    let it = opened(&r, &reference).await?;
    visit.json(r, &shown(&it)).await
}
