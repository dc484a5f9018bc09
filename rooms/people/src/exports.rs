//! Persons and statuses to take out: narrowed as on their pages, as they are or as they were known on a day.

use std::collections::HashMap;

use door::{Query, Reading, args};
use futures_util::future::FutureExt as _;
use kernel::{Day, PersonId, Refused, Value};
use person::{Identity, PersonStatus};
use policy::action::{SEE_IDENTITY, SEE_STATUSES};
use room::{Export, ExportRow, Exported};

/// The lists of this room.
pub const EXPORTS: &[Export] = &[
    Export {
        kind: "persons",
        what: "People",
        action: SEE_IDENTITY,
        columns: &["reference", "forenames", "surname", "known_as", "birth_day", "birth_kind", "sex"],
        rows: |r, as_of, stretch| persons(r, as_of, stretch).boxed(),
    },
    Export {
        kind: "statuses",
        what: "Statuses of people",
        action: SEE_STATUSES,
        columns: &["reference", "status", "label", "category", "from", "to"],
        rows: |r, as_of, stretch| statuses(r, as_of, stretch).boxed(),
    },
];

/// References of persons; of one who was merged, the survivor's.
async fn references(r: &Reading, them: Vec<PersonId>) -> Result<HashMap<PersonId, String>, Refused> {
    let values = them.into_iter().map(|it| Value::Uuid(it.0)).collect();
    let query = Query::new("SELECT p.id, s.reference FROM person p JOIN person s ON s.id = p.root", vec![])
        .among("p.id", values);
    Ok(r.plain_find::<(PersonId, String)>(query).await?.into_iter().collect())
}

fn days(day: Option<Day>) -> String {
    day.map_or_else(String::new, |it| it.to_string())
}

async fn persons(r: &Reading, as_of: Option<Day>, stretch: (i64, i64)) -> Result<Exported, Refused> {
    let at = as_of.map_or(r.now, Day::end);
    let known = |q: Query| {
        q.and("t.recorded <= {} AND (t.replaced_at IS NULL OR t.replaced_at > {})", args![at, at])
            .and("EXISTS (SELECT 1 FROM person p WHERE p.id = t.person AND p.root = p.id)", vec![])
    };
    let order = "ORDER BY t.surname, t.forenames, t.id";
    let page = r.page::<Identity>(SEE_IDENTITY, "FROM identity t", known, order, stretch).await?;
    let called = references(r, page.rows.iter().map(|it| it.person).collect()).await?;
    let rows = page.rows.into_iter().map(|it| ExportRow {
        cells: vec![
            called.get(&it.person).cloned().unwrap_or_default(),
            it.forenames,
            it.surname,
            it.known_as,
            days(it.birth_day),
            it.birth_kind.as_str().to_owned(),
            it.sex,
        ],
        person: Some(it.person),
    });
    Ok(Exported { rows: rows.collect(), total: page.total })
}

async fn statuses(r: &Reading, as_of: Option<Day>, stretch: (i64, i64)) -> Result<Exported, Refused> {
    let at = as_of.map_or(r.now, Day::end);
    let known = |q: Query| {
        let q = q.and("t.recorded <= {} AND (t.replaced_at IS NULL OR t.replaced_at > {})", args![at, at]);
        match as_of {
            Some(day) => q.and("t.holds_from <= {} AND (t.holds_to IS NULL OR t.holds_to >= {})", args![day, day]),
            None => q,
        }
    };
    let order = "ORDER BY t.holds_from, t.status, t.id";
    let page = r.page::<PersonStatus>(SEE_STATUSES, "FROM person_status t", known, order, stretch).await?;
    let called = references(r, page.rows.iter().map(|it| it.person).collect()).await?;
    let rows = page.rows.into_iter().map(|it| ExportRow {
        cells: vec![
            called.get(&it.person).cloned().unwrap_or_default(),
            it.status.clone(),
            person::label(r, "statuses", &it.status),
            it.category.unwrap_or_default(),
            days(it.holds_from),
            days(it.holds_to),
        ],
        person: Some(it.person),
    });
    Ok(Exported { rows: rows.collect(), total: page.total })
}
