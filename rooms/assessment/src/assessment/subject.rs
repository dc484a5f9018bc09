//! Assessments as others refer to them, and what waits on *my day*.

use door::{Query, Reading, args};
use futures_util::future::BoxFuture;
use kernel::{PersonId, Refused};
use policy::action;
use room::{DayPart, Hit, Told, Visit};
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
pub fn day<'a>(visit: &'a Visit, r: &'a Reading, _: Option<PersonId>) -> BoxFuture<'a, Result<Html, Refused>> {
    Box::pin(async move { Ok(waiting(visit, r).await?.iter().map(|it| it.drawn("Open the assessments")).collect()) })
}

/// The same, told.
pub fn waiting<'a>(_: &'a Visit, r: &'a Reading) -> Told<'a, Vec<DayPart>> {
    Box::pin(async move {
        let me = r.acting.recorded_as();
        let mut first = Vec::new();
        let mut total = 0;
        let mut add = |many: i64, (one, several): (&str, &str), state: &str| {
            if many > 0 {
                total += many;
                let title =
                    if many == 1 { format!("1 assessment {one}") } else { format!("{many} assessments {several}") };
                first.push(Hit { href: format!("/assessments?state={state}"), title, words: String::new() });
            }
        };
        if r.could(action::AUTHORISE_ASSESSMENT) {
            let waits = |q: Query| q.and("c.state = 'proposed' AND t.worker <> {}", args![me]);
            let words = ("waits for you or another manager", "wait for you or another manager");
            add(many(r, waits).await?, words, "proposed");
        }
        let begun = |q: Query| q.and("c.state = 'begun' AND t.worker = {}", args![me]);
        add(many(r, begun).await?, ("of yours is being written", "of yours are being written"), "begun");
        let back = |q: Query| q.and("c.state = 'returned' AND t.worker = {}", args![me]);
        let words = ("came back to you with a comment", "came back to you with a comment");
        add(many(r, back).await?, words, "returned");
        if first.is_empty() {
            return Ok(vec![]);
        }
        let (title, href) = ("Exploitation assessments".to_owned(), "/assessments".to_owned());
        Ok(vec![DayPart { title, words: String::new(), total, href, first }])
    })
}

async fn many(r: &Reading, filter: impl Fn(Query) -> Query) -> Result<i64, Refused> {
    const FROM: &str = "FROM assessment t JOIN case_state c ON c.subject = t.id";
    r.how_many::<Assessment>(action::SEE_RECORD, FROM, filter).await
}
