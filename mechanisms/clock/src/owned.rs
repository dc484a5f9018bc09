//! What somebody owns, for handing over when they leave or are away.

use door::{Query, Reading, args};
use kernel::{Refused, UserId};
use policy::action::SEE_STATUSES;

use crate::record::Clock;

/// How many open duties somebody owns, and those of them that the reader may see, the most urgent first; at most 100.
///
/// # Errors
/// When the store refuses.
pub async fn owned_by(r: &Reading, owner: UserId) -> Result<(i64, Vec<Clock>), Refused> {
    const ALL: &str = "SELECT COUNT(*) FROM clock WHERE owner = $1 AND outcome = 'open' AND measures_only = $2";
    let all: Option<(i64,)> = r.plain_one(ALL, args![owner, false]).await?;
    let theirs = |q: Query| q.and("t.owner = {} AND t.outcome = 'open' AND t.measures_only = {}", args![owner, false]);
    let order = "ORDER BY CASE WHEN t.due_instant IS NULL THEN 1 ELSE 0 END, t.due_instant, t.id";
    let seen = r.page::<Clock>(SEE_STATUSES, "FROM clock t", theirs, order, (100, 0)).await?;
    Ok((all.map_or(0, |it| it.0), seen.rows))
}
