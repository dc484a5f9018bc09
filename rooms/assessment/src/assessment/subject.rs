//! Assessments as others refer to them, and what waits on *my day*.

use door::{Query, Reading, args};
use futures_util::future::BoxFuture;
use kernel::{PersonId, Refused};
use policy::action;
use room::{Hit, Visit};
use uuid::Uuid;
use web::Html;

use super::Assessment;

/// What an assessment is called and where it is, for those who may read it.
pub fn find(r: &Reading, id: Uuid) -> BoxFuture<'_, Result<Option<Hit>, Refused>> {
    Box::pin(async move {
        let found = r.sealed::<Assessment>("SELECT * FROM assessment WHERE id = $1", args![id]).await?;
        let hit = |it: Assessment| Hit {
            href: it.page(),
            title: format!("Exploitation assessment {}", it.reference),
            words: format!("{} by {}", it.kind.label(), it.worker_shown),
        };
        Ok(r.open_all(found).await?.into_iter().next().map(hit))
    })
}

/// On *my day*: what waits to be authorised, and one's own that are being written or came back.
pub fn day<'a>(_: &'a Visit, r: &'a Reading, _: Option<PersonId>) -> BoxFuture<'a, Result<Html, Refused>> {
    Box::pin(async move {
        let me = r.acting.recorded_as();
        let mut lines = Vec::new();
        if r.could(action::AUTHORISE_ASSESSMENT) {
            let waits = |q: Query| q.and("c.state = 'proposed' AND t.worker <> {}", args![me]);
            lines.push((
                many(r, waits).await?,
                "waits for you or another manager",
                "wait for you or another manager",
                "proposed",
            ));
        }
        let begun = |q: Query| q.and("c.state = 'begun' AND t.worker = {}", args![me]);
        lines.push((many(r, begun).await?, "of yours is being written", "of yours are being written", "begun"));
        let back = |q: Query| q.and("c.state = 'returned' AND t.worker = {}", args![me]);
        lines.push((
            many(r, back).await?,
            "came back to you with a comment",
            "came back to you with a comment",
            "returned",
        ));
        let one = |(many, one, several, state): &(i64, &str, &str, &str)| {
            let words =
                if *many == 1 { format!("1 assessment {one}") } else { format!("{many} assessments {several}") };
            web::link(&web::Link::to(&format!("/assessments?state={state}"), &words))
        };
        let lines: Vec<_> = lines.into_iter().filter(|it| it.0 > 0).collect();
        if lines.is_empty() {
            return Ok(Html::new());
        }
        Ok(web::heading(2, "Exploitation assessments").html(&web::list(lines.iter().map(one))))
    })
}

async fn many(r: &Reading, filter: impl Fn(Query) -> Query) -> Result<i64, Refused> {
    const FROM: &str = "FROM assessment t JOIN case_state c ON c.subject = t.id";
    r.how_many::<Assessment>(action::SEE_RECORD, FROM, filter).await
}
