//! Things marked for certain agencies: the same answer in SQL, which narrows lists, and in Rust, which looks again.

use door::{Acting, Fact, Facts, Refused, Writing};
use kernel::{Day, Handling, UserId};
use uuid::Uuid;

/// The facts that entries and files decide row by row.
pub(crate) const ROW_FACTS: &[Fact] = &[Fact::Author, Fact::OwnAgency, Fact::Elsewhere];

/// They have the columns `id`, `author`, `agency` and `marked`; the agencies stand in `marked_for`.
pub(crate) const fn fact_sql(fact: Fact) -> Option<&'static str> {
    match fact {
        Fact::Author => Some("t.author = :user"),
        Fact::OwnAgency => Some("CASE WHEN t.agency IN :agencies THEN 1 ELSE 0 END = 1"),
        Fact::Elsewhere => Some(
            "t.marked AND CASE WHEN t.agency IN :agencies THEN 0 ELSE 1 END = 1 AND EXISTS (SELECT 1 FROM marked_for m \
             WHERE m.thing = t.id AND (m.until IS NULL OR m.until >= :today)) AND NOT EXISTS (SELECT 1 FROM marked_for m \
             WHERE m.thing = t.id AND (m.until IS NULL OR m.until >= :today) AND m.agency IN :agencies)",
        ),
        Fact::Mine
        | Fact::MyTeam
        | Fact::Restricted
        | Fact::Named
        | Fact::Conflict
        | Fact::Basis
        | Fact::Glass
        | Fact::GlassSeconded
        | Fact::Listed
        | Fact::Sampled
        | Fact::NeedsManager
        | Fact::OwnAction
        | Fact::Reason
        | Fact::Summary
        | Fact::Unnamed
        | Fact::Outstanding
        | Fact::NoManager => None,
    }
}

/// The same facts of a row, for whoever reads, on a day.
pub(crate) fn facts(acting: &Acting, today: Day, author: UserId, agency: &str, handling: &Handling) -> Facts {
    let mine = |code: &str| acting.principal.in_agency(code);
    let holds = !handling.agencies.is_empty() && handling.until.is_none_or(|until| until >= today);
    let elsewhere = holds && !mine(agency) && !handling.agencies.iter().any(|it| mine(it));
    Facts::NONE
        .with_if(Fact::Author, author == acting.recorded_as())
        .with_if(Fact::OwnAgency, mine(agency))
        .with_if(Fact::Elsewhere, elsewhere)
}

/// Keeps which agencies a thing is marked for.
///
/// # Errors
/// When the store refuses.
pub(crate) async fn mark(w: &mut Writing, thing: Uuid, handling: &Handling) -> Result<(), Refused> {
    for agency in &handling.agencies {
        let sql =
            "INSERT INTO marked_for (thing, agency, until) VALUES ($1, $2, $3) ON CONFLICT (thing, agency) DO NOTHING";
        w.run(sql, door::args![thing, agency.clone(), handling.until]).await?;
    }
    Ok(())
}
