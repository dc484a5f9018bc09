//! Searches are posted and kept: nothing personal stands in an address, and a new record says which search went before.

use door::{Command, Plain, Reading, Refused, Writing, args, record};
use kernel::{Json, Ts, UserId};
use policy::action::SEARCH;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::matcher::Asked;

kernel::ids!(
    /// A search that somebody made.
    SearchId,
);

record! {
    /// A search, for whoever made it. Forgotten after two weeks.
    pub struct SavedSearch in "saved_search" {
        pub id: SearchId,
        pub by_user: UserId,
        pub at: Ts,
        pub asked: Json<Asked>,
    }
}
impl Plain for SavedSearch {}

/// One's own search.
///
/// # Errors
/// [`Refused::NotFound`] when there is none, or it is another's.
pub async fn saved(r: &Reading, id: SearchId) -> Result<SavedSearch, Refused> {
    const MINE: &str = "SELECT * FROM saved_search WHERE id = $1 AND by_user = $2";
    r.plain_one(MINE, args![id, r.acting.recorded_as()]).await?.ok_or(Refused::NotFound)
}

/// Keeps what was searched for.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveSearch {
    /// What.
    pub asked: Asked,
}

impl Command for SaveSearch {
    const NAME: &'static str = "people.search";
    const WHAT: &'static str = "Search for a person; the answer names the search, which a new record refers to";
    type Done = SearchId;

    async fn carry_out(&self, w: &mut Writing) -> Result<SearchId, Refused> {
        w.may(SEARCH, None, door::Facts::NONE).await?;
        if self.asked.is_empty() {
            return Err(Refused::wrong("line", "Type a name, a birth date, a postcode or a number"));
        }
        if self.asked.too_long() {
            return Err(Refused::wrong("line", "This is too long to search for"));
        }
        let (id, by_user, at) = (w.new_id(), w.acting.recorded_as(), w.now);
        w.keep(&SavedSearch { id, by_user, at, asked: Json(self.asked.clone()) }).await?;
        Ok(id)
    }
}

/// Forgets searches older than two weeks. The house runs this every day.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ForgetSearches {}

impl Command for ForgetSearches {
    const NAME: &'static str = "people.forget-searches";
    const WHAT: &'static str = "Forget searches older than two weeks (the house runs this)";
    type Done = i64;

    async fn carry_out(&self, w: &mut Writing) -> Result<i64, Refused> {
        if w.acting.by != door::By::House {
            w.may(policy::action::SET_RETENTION, None, door::Facts::NONE).await?;
        }
        let before = w.now.plus_hours(-24 * 14);
        let gone = w.run("DELETE FROM saved_search WHERE at < $1", args![before]).await?;
        Ok(i64::try_from(gone).unwrap_or(i64::MAX))
    }
}
