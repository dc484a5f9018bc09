//! Referrals to take out: the rows and the order of the queue that shows all.

use door::{Query, Reading, args};
use futures_util::future::FutureExt as _;
use kernel::{Day, Refused, Ts};
use policy::action;
use room::{Export, ExportRow, Exported};

use super::queue::{ADULT, whole};
use super::{Referral, State};

/// The lists of this room.
pub const EXPORTS: &[Export] = &[Export {
    kind: "referrals",
    what: "Referrals",
    action: action::TAKE_REFERRAL,
    columns: &["reference", "about", "received", "source", "urgent", "owner", "state", "decision", "decided"],
    rows: |r, as_of, stretch| rows(r, as_of, stretch).boxed(),
}];

async fn rows(r: &Reading, as_of: Option<Day>, stretch: (i64, i64)) -> Result<Exported, Refused> {
    let at = as_of.map_or(r.now, Day::end);
    // As in the queue: a referral about several of whom one is kept from this reader is not there.
    let known = |q: Query| whole(r, q.and("t.form <> {} AND t.recorded <= {}", args![ADULT.to_owned(), at]));
    let order = "ORDER BY t.urgent DESC, t.received, t.id";
    let page = r.page::<Referral>(action::SEE_REFERRAL, "FROM referral t", known, order, stretch).await?;
    let rows = page.rows.into_iter().map(|it| {
        // As of a day before the decision nobody knew of it.
        let decided = it.decided.filter(|decided| *decided <= at);
        let state = if it.decided.is_some() && decided.is_none() { State::Received } else { it.state };
        let decision = it.decision.filter(|_| decided.is_some()).unwrap_or_default();
        ExportRow {
            person: it.person,
            cells: vec![
                it.reference.to_string(),
                it.about,
                it.received.rfc3339(),
                it.source,
                if it.urgent { "yes" } else { "no" }.to_owned(),
                it.owner_shown,
                state.as_str().to_owned(),
                decision,
                decided.map(Ts::rfc3339).unwrap_or_default(),
            ],
        }
    });
    Ok(Exported { rows: rows.collect(), total: page.total })
}
