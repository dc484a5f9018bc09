//! With whom somebody works, for handing over when they leave or are away.

use door::{Query, Reading, args};
use kernel::{Refused, UserId};
use policy::action::SEE_IDENTITY;

use crate::{Person, WorksWith, by_id};

/// How many persons somebody works with today, and those of them whom the reader may see, with the role in which they
/// work together (a code of `working-roles`); at most 100.
///
/// # Errors
/// When the store refuses.
pub async fn worked_with_by(r: &Reading, worker: UserId) -> Result<(i64, Vec<(Person, String)>), Refused> {
    const ALL: &str = "SELECT COUNT(*) FROM works_with WHERE worker = $1 AND replaced_at IS NULL
        AND (holds_from IS NULL OR holds_from <= $2) AND (holds_to IS NULL OR holds_to >= $2)";
    let today = r.now.day();
    let all: Option<(i64,)> = r.plain_one(ALL, args![worker, today]).await?;
    let theirs = |q: Query| {
        q.and(
            "t.worker = {} AND t.replaced_at IS NULL AND (t.holds_from IS NULL OR t.holds_from <= {})
             AND (t.holds_to IS NULL OR t.holds_to >= {})",
            args![worker, today, today],
        )
    };
    let seen =
        r.page::<WorksWith>(SEE_IDENTITY, "FROM works_with t", theirs, "ORDER BY t.recorded, t.id", (100, 0)).await?;
    let mut persons = Vec::with_capacity(seen.rows.len());
    for it in seen.rows {
        match by_id(r, it.person).await {
            Ok(person) => persons.push((person, it.role)),
            Err(Refused::NotFound) => {}
            Err(other) => return Err(other),
        }
    }
    Ok((all.map_or(0, |it| it.0), persons))
}
