//! Referrals that somebody took and has not decided, for handing over.

use door::{Query, Reading, args};
use futures_util::future::BoxFuture;
use kernel::{Refused, UserId};
use policy::action;
use room::OwnedThing;

use super::queue::whole;
use super::{Referral, State};

/// How many there are, and those that the reader may see, the oldest first.
pub fn owned(r: &Reading, owner: UserId) -> BoxFuture<'_, Result<(i64, Vec<OwnedThing>), Refused>> {
    Box::pin(async move {
        let sql = "SELECT COUNT(*) FROM referral WHERE owner = $1 AND state = $2";
        let all: Option<(i64,)> = r.plain_one(sql, args![owner, State::Received]).await?;
        let theirs = |q: Query| whole(r, q.and("t.owner = {} AND t.state = {}", args![owner, State::Received]));
        let order = "ORDER BY t.received, t.id";
        let seen = r.page::<Referral>(action::SEE_REFERRAL, "FROM referral t", theirs, order, (100, 0)).await?;
        let thing = |it: Referral| OwnedThing {
            words: it.reference.to_string(),
            href: format!("/referrals/{}", it.reference),
            note: format!("Received {}", it.received.words()),
        };
        Ok((all.map_or(0, |it| it.0), seen.rows.into_iter().map(thing).collect()))
    })
}
