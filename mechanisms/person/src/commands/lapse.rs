//! Merges that nobody confirmed are undone.

use door::{Command, Facts, Refused, Writing, args};
use policy::action::{CONFIRM_MERGE, MERGE_PERSONS};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::merge::{merge_for, undo};
use crate::rules::WAITS_HOURS;

/// Undoes what nobody confirmed within a day. The house runs this every hour; it decides nothing, it only gives back.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LapseMerges {}

impl Command for LapseMerges {
    const NAME: &'static str = "people.lapse-merges";
    const WHAT: &'static str =
        "Undo merges and unmerges that no second person confirmed within a day (the house runs this)";
    type Done = i64;

    async fn carry_out(&self, w: &mut Writing) -> Result<i64, Refused> {
        const LATE: &str = "SELECT id FROM person_merge WHERE (state = 'waiting' AND asked_at < $1)
            OR (state = 'unmerge-waiting' AND apart_at < $1) ORDER BY asked_at, id LIMIT 50";
        if w.acting.by != door::By::House {
            w.may(CONFIRM_MERGE, None, Facts::NONE).await?;
        }
        let late: Vec<(Uuid,)> = w.plain(LATE, args![w.now.plus_hours(-WAITS_HOURS)]).await?;
        let mut undone = 0;
        for (id,) in late {
            let old = merge_for(w, MERGE_PERSONS, id, Facts::NONE).await?;
            undo(w, old).await?;
            undone += 1;
        }
        Ok(undone)
    }
}
