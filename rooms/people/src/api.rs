//! Persons as JSON: the same rows that the pages show.

use axum::extract::{Path, Query as Ask};
use kernel::{Day, PersonId, Reference, UserId};
use person::{AddressKind, Birth, DetailKind, Found, Person, SearchId, as_known, by_reference, search};
use room::{Answer, Visit};
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

use crate::pages::{lines, reference};

/// What one person may be asked.
pub const ASKS: &[(&str, &str)] = &[("on", "As it was known at the end of that day, as 2026-03-27; else as it is.")];

/// Who somebody is.
#[derive(Serialize, JsonSchema)]
pub struct PersonRow {
    /// Their id, which commands name.
    pub id: PersonId,
    /// What people call the record by.
    pub reference: Reference,
    /// Forenames.
    pub forenames: String,
    /// Surname.
    pub surname: String,
    /// What they like to be called.
    pub known_as: String,
    /// When they were born, as far as it is known.
    pub birth: Birth,
    /// A code of `sex`.
    pub sex: String,
    /// A code of `ethnicity`.
    pub ethnicity: String,
    /// The code of the agency that answers for them.
    pub lead_agency: String,
    /// The code of its team.
    pub lead_team: Option<String>,
    /// For `If-Match`.
    pub version: i64,
}

impl PersonRow {
    fn of(it: &Person) -> Self {
        Self {
            id: it.id,
            reference: it.reference,
            forenames: it.forenames.clone(),
            surname: it.surname.clone(),
            known_as: it.known_as.clone(),
            birth: it.birth(),
            sex: it.sex.clone(),
            ethnicity: it.ethnicity.clone(),
            lead_agency: it.lead_agency.clone(),
            lead_team: it.lead_team.clone(),
            version: it.version,
        }
    }
}

/// A status or flag.
#[derive(Serialize, JsonSchema)]
pub struct StatusRow {
    /// Its id.
    pub id: Uuid,
    /// A code of `statuses`.
    pub status: String,
    /// Its category, where the status has one.
    pub category: Option<String>,
    /// A code of `legal-status`, of a child looked after.
    pub legal_status: Option<String>,
    /// Its first day.
    pub from: Option<Day>,
    /// Its last day.
    pub to: Option<Day>,
}

/// An address or placement.
#[derive(Serialize, JsonSchema)]
pub struct AddressRow {
    /// Its id.
    pub id: Uuid,
    /// What sort of address it is.
    pub kind: AddressKind,
    /// House number or name.
    pub house: String,
    /// Street.
    pub street: String,
    /// Town.
    pub town: String,
    /// Postcode.
    pub postcode: String,
    /// Who provides the placement.
    pub provider: String,
    /// Who must not be told.
    pub keep_from: String,
    /// Its first day.
    pub from: Option<Day>,
    /// Its last day.
    pub to: Option<Day>,
}

/// Somebody who works with them.
#[derive(Serialize, JsonSchema)]
pub struct WorkerRow {
    /// Its id.
    pub id: Uuid,
    /// Their name.
    pub name: String,
    /// A code of `working-roles`.
    pub role: String,
    /// The code of their agency.
    pub agency: String,
    /// The code of their team.
    pub team: Option<String>,
    /// The first day.
    pub from: Option<Day>,
    /// The last day.
    pub to: Option<Day>,
}

/// A line of the person's page, in its words.
#[derive(Serialize, JsonSchema)]
pub struct LineRow {
    /// What sort of line it is.
    pub kind: DetailKind,
    /// Its id.
    pub id: Uuid,
    /// What it is.
    pub what: String,
    /// What it says.
    pub details: String,
    /// From when to when.
    pub when: String,
    /// Whether it holds no longer.
    pub over: bool,
}

/// One person.
#[derive(Serialize, JsonSchema)]
pub struct PersonOne {
    /// Who they are, as it is now.
    #[serde(flatten)]
    pub person: PersonRow,
    /// Statuses and flags; none where this user may not see them.
    pub statuses: Option<Vec<StatusRow>>,
    /// Addresses and placements; none where this user may not see them.
    pub addresses: Option<Vec<AddressRow>>,
    /// Who works with them.
    pub workers: Vec<WorkerRow>,
    /// Every line of their page that this user may see.
    pub lines: Vec<LineRow>,
    /// Conflicts of interest that somebody declared; empty for those who do not allocate the work.
    pub conflicts: Vec<ConflictRow>,
}

/// A declared conflict of interest.
#[derive(Serialize, JsonSchema)]
pub struct ConflictRow {
    /// Who declared it.
    pub declared_by: UserId,
    /// Why.
    pub why: String,
    /// Its first day.
    pub from: Option<Day>,
    /// Its last day.
    pub to: Option<Day>,
}

fn conflict(it: &person::Conflict) -> ConflictRow {
    ConflictRow { declared_by: it.declared_by, why: it.why.clone(), from: it.holds_from, to: it.holds_to }
}

/// One person, as it is or as it was known at the end of a day (`?on=2026-03-27`).
///
/// # Errors
/// Not found, also where one may not know of them.
pub async fn one(visit: Visit, Path(typed): Path<String>, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    let r = visit.read().await?;
    let it = by_reference(&r, reference(&typed)?).await?;
    let on = questions.iter().find(|it| it.0 == "on").and_then(|it| web::parse_day(&it.1));
    let known = as_known(&r, it.id, on.map_or(r.now, Day::end)).await?;
    let line = |it: lines::Line| LineRow {
        kind: it.kind,
        id: it.id,
        what: it.what,
        details: it.details,
        when: it.when,
        over: it.over,
    };
    let value = PersonOne {
        person: PersonRow::of(&it),
        statuses: known.statuses.as_ref().map(|all| all.iter().map(status).collect()),
        addresses: known.addresses.as_ref().map(|all| all.iter().map(address).collect()),
        workers: known.workers.iter().map(worker).collect(),
        lines: lines::lines(&visit, &r, &known).await?.into_iter().map(line).collect(),
        conflicts: known.conflicts.iter().map(conflict).collect(),
    };
    visit.json(r, &value).await
}

fn status(it: &person::PersonStatus) -> StatusRow {
    StatusRow {
        id: it.id,
        status: it.status.clone(),
        category: it.category.clone(),
        legal_status: it.legal_status.clone(),
        from: it.holds_from,
        to: it.holds_to,
    }
}

fn address(it: &person::Address) -> AddressRow {
    AddressRow {
        id: it.id,
        kind: it.kind,
        house: it.house.clone(),
        street: it.street.clone(),
        town: it.town.clone(),
        postcode: it.postcode.clone(),
        provider: it.provider.clone(),
        keep_from: it.keep_from.clone(),
        from: it.holds_from,
        to: it.holds_to,
    }
}

fn worker(it: &person::WorksWith) -> WorkerRow {
    WorkerRow {
        id: it.id,
        name: it.name.clone(),
        role: it.role.clone(),
        agency: it.agency.clone(),
        team: it.team.clone(),
        from: it.holds_from,
        to: it.holds_to,
    }
}

/// Somebody of whom one may only know that they are known: ask this team.
#[derive(Serialize, JsonSchema)]
pub struct Known {
    /// Their id, for `people.ask-known`.
    pub ask: PersonId,
    /// The code of the agency.
    pub agency: String,
    /// The code of its team.
    pub team: Option<String>,
}

/// Somebody whom a search found: a record to open, or a team to ask.
#[derive(Serialize, JsonSchema)]
pub struct FoundRow {
    /// Who they are, where this user may see that.
    pub person: Option<PersonRow>,
    /// Why they were found.
    pub why: Vec<String>,
    /// Whom to ask, where this user may only know that they are known.
    pub known: Option<Known>,
}

/// What a saved search finds.
#[derive(Serialize, JsonSchema)]
pub struct FoundPeople {
    /// The search.
    pub search: SearchId,
    /// Those who may be meant, the likeliest first.
    pub found: Vec<FoundRow>,
}

/// What a saved search finds (made by the command `people.search`).
///
/// # Errors
/// Not found, also for another's search.
pub async fn found(visit: Visit, Path(id): Path<String>) -> Answer {
    let id: SearchId = id.parse().map_err(|_| kernel::Refused::NotFound)?;
    let r = visit.read().await?;
    let saved = person::saved(&r, id).await?;
    let row = |it: Found| match it {
        Found::Open { person, why } => FoundRow { person: Some(PersonRow::of(&person)), why, known: None },
        Found::Pointer(it) => {
            let known = Known { ask: it.id, agency: it.lead_agency, team: it.lead_team };
            FoundRow { person: None, why: vec![], known: Some(known) }
        }
    };
    let found = search(&r, &saved.asked.0).await?.into_iter().map(row).collect();
    visit.json(r, &FoundPeople { search: id, found }).await
}
