//! Persons as JSON: the same rows that the pages show.

use axum::extract::{Path, Query as Ask};
use person::{Found, as_known, by_reference, search};
use room::{Answer, Visit};
use serde_json::{Value, json};

use crate::pages::reference;

fn shown(it: &person::Person) -> Value {
    json!({
        "id": it.id, "reference": it.reference, "forenames": it.forenames, "surname": it.surname, "known_as": it.known_as,
        "birth": it.birth(), "sex": it.sex, "ethnicity": it.ethnicity, "lead_agency": it.lead_agency, "lead_team": it.lead_team,
        "version": it.version,
    })
}

/// One person, as it is or as it was known at the end of a day (`?on=2026-03-27`).
///
/// # Errors
/// Not found, also where one may not know of them.
pub async fn one(visit: Visit, Path(typed): Path<String>, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    let r = visit.read().await?;
    let it = by_reference(&r, reference(&typed)?).await?;
    let on = questions.iter().find(|it| it.0 == "on").and_then(|it| web::parse_day(&it.1));
    let known = as_known(&r, it.id, on.map_or(r.now, kernel::Day::end)).await?;
    let statuses = known.statuses.as_ref().map(|all| {
        all.iter()
            .map(|it| json!({ "id": it.id, "status": it.status, "category": it.category, "legal_status": it.legal_status, "from": it.holds_from, "to": it.holds_to }))
            .collect::<Vec<_>>()
    });
    let addresses = known.addresses.as_ref().map(|all| {
        all.iter()
            .map(|it| json!({ "id": it.id, "kind": it.kind, "house": it.house, "street": it.street, "town": it.town, "postcode": it.postcode, "provider": it.provider, "from": it.holds_from, "to": it.holds_to }))
            .collect::<Vec<_>>()
    });
    let workers: Vec<Value> = known
        .workers
        .iter()
        .map(|it| json!({ "id": it.id, "name": it.name, "role": it.role, "agency": it.agency, "team": it.team, "from": it.holds_from, "to": it.holds_to }))
        .collect();
    let mut value = shown(&it);
    value["statuses"] = json!(statuses);
    value["addresses"] = json!(addresses);
    value["workers"] = json!(workers);
    visit.json(r, &value).await
}

/// What a saved search finds (made by the command `people.search`).
///
/// # Errors
/// Not found, also for another's search.
pub async fn found(visit: Visit, Path(id): Path<String>) -> Answer {
    let id = id.parse().map_err(|_| kernel::Refused::NotFound)?;
    let r = visit.read().await?;
    let saved = person::saved(&r, id).await?;
    let word = |it: Found| match it {
        Found::Open { person, why } => json!({ "person": shown(&person), "why": why }),
        Found::Pointer(it) => json!({ "known": { "ask": it.id, "agency": it.lead_agency, "team": it.lead_team } }),
    };
    let all: Vec<Value> = search(&r, &saved.asked.0).await?.into_iter().map(word).collect();
    visit.json(r, &json!({ "search": id, "found": all })).await
}
