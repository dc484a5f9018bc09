//! One's own notices.

use door::{Command, Facts, Reading, Writing, args};
use kernel::{Refused, UserId};
use policy::action::USE_DAY;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::record::{Notice, NoticeId};
use crate::said::{Counts, Letter, fill};

/// So many unread notices are counted; where there are more, every page says *more than 99*.
pub const MOST_COUNTED: u32 = 100;

/// How many notices somebody has not read: [`MOST_COUNTED`] at most, as every page asks this anew.
///
/// # Errors
/// When the store refuses.
pub async fn unread_of(r: &Reading, who: UserId) -> Result<u32, Refused> {
    const COUNT: &str = "SELECT COUNT(*) FROM
        (SELECT 1 AS one FROM notice WHERE recipient = $1 AND read_at IS NULL LIMIT $2) AS found";
    let found: Option<(i64,)> = r.plain_one(COUNT, args![who, i64::from(MOST_COUNTED)]).await?;
    Ok(found.and_then(|it| u32::try_from(it.0).ok()).unwrap_or_default())
}

/// How many the reader has not read, all of them counted.
///
/// # Errors
/// When the store refuses.
pub async fn many_unread(r: &Reading) -> Result<i64, Refused> {
    const COUNT: &str = "SELECT COUNT(*) FROM notice WHERE recipient = $1 AND read_at IS NULL";
    let found: Option<(i64,)> = r.plain_one(COUNT, args![r.acting.recorded_as()]).await?;
    Ok(found.map_or(0, |it| it.0))
}

/// The reader's own that they have not read, the latest first; some at most.
///
/// # Errors
/// When the store refuses.
pub async fn unread(r: &Reading, most: i64) -> Result<Vec<Notice>, Refused> {
    const UNREAD: &str =
        "SELECT * FROM notice WHERE recipient = $1 AND read_at IS NULL ORDER BY made DESC, id DESC LIMIT $2";
    r.plain(UNREAD, args![r.acting.recorded_as(), most]).await
}

/// The reader's own, the latest first.
///
/// # Errors
/// When the store refuses.
pub async fn all(r: &Reading, (limit, offset): (i64, i64)) -> Result<Vec<Notice>, Refused> {
    const ALL: &str = "SELECT * FROM notice WHERE recipient = $1 ORDER BY made DESC, id DESC LIMIT $2 OFFSET $3";
    r.plain(ALL, args![r.acting.recorded_as(), limit, offset]).await
}

/// How many the reader has.
///
/// # Errors
/// When the store refuses.
pub async fn many(r: &Reading) -> Result<i64, Refused> {
    const COUNT: &str = "SELECT COUNT(*) FROM notice WHERE recipient = $1";
    let found: Option<(i64,)> = r.plain_one(COUNT, args![r.acting.recorded_as()]).await?;
    Ok(found.map_or(0, |it| it.0))
}

impl Notice {
    /// What it says, in the words of the day it was made.
    ///
    /// # Errors
    /// [`Refused::Fault`] when the hub has no configuration.
    pub fn said(&self, r: &Reading) -> Result<Letter, Refused> {
        let c = r.configuration()?;
        Ok(fill(&c, &self.template, self.made.day(), (&self.reference.to_string(), &self.link), Counts::default()))
    }
}

/// Marks one of one's own notices as read, or all of them.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadNotices {
    /// Which; none: all.
    pub notice: Option<NoticeId>,
}

impl Command for ReadNotices {
    const NAME: &'static str = "message.read-notices";
    const WHAT: &'static str = "Marks one of one's own notices as read, or all of them.";
    type Done = u64;
    async fn carry_out(&self, w: &mut Writing) -> Result<u64, Refused> {
        const ALL: &str =
            "UPDATE notice SET read_at = $1, version = version + 1 WHERE recipient = $2 AND read_at IS NULL";
        const ONE: &str =
            "UPDATE notice SET read_at = $1, version = version + 1 WHERE recipient = $2 AND read_at IS NULL
            AND id = $3";
        w.may(USE_DAY, None, Facts::NONE).await?;
        let (now, me) = (w.now, w.acting.recorded_as());
        match self.notice {
            Some(id) => w.run(ONE, args![now, me, id]).await,
            None => w.run(ALL, args![now, me]).await,
        }
    }
}
