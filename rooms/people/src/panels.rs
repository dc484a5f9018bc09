//! What *my day* shows of people: merges that wait for a second person, questions for one's team, warnings to be looked
//! at again.

use door::{Reading, args};
use futures_util::future::BoxFuture;
use kernel::{PersonId, Refused};
use policy::action;
use room::{DayPart, Hit, Visit};
use web::Html;

use crate::known::{Question, State};

/// So many of each are shown.
const SHOWN: i64 = 15;

/// Draws it.
pub fn day<'a>(visit: &'a Visit, r: &'a Reading, _: Option<PersonId>) -> BoxFuture<'a, Result<Html, Refused>> {
    Box::pin(async move { Ok(tell(visit, r).await?.iter().map(|it| it.drawn("Answer them")).collect()) })
}

/// Tells it.
pub fn tell<'a>(_: &'a Visit, r: &'a Reading) -> BoxFuture<'a, Result<Vec<DayPart>, Refused>> {
    Box::pin(async move {
        let all = [merges(r).await?, questions(r).await?, warnings(r).await?];
        Ok(all.into_iter().filter(|it| it.total > 0).collect())
    })
}

fn part(title: &str, first: Vec<Hit>, total: i64) -> DayPart {
    DayPart { title: title.to_owned(), first, total, ..DayPart::default() }
}

fn many(lines: &[Hit]) -> i64 {
    i64::try_from(lines.len()).unwrap_or_default()
}

async fn merges(r: &Reading) -> Result<DayPart, Refused> {
    let mut lines = Vec::new();
    for it in person::merges_waiting(r).await? {
        if let Ok(keep) = person::by_id(r, it.keep).await {
            let href = format!("/people/{}/history", keep.reference);
            let words = format!(": {}, {}", it.state.label().to_lowercase(), it.asked_at.words());
            lines.push(Hit { href, title: keep.reference.to_string(), words });
        }
    }
    let total = many(&lines);
    Ok(part("Merges that wait for you", lines, total))
}

async fn questions(r: &Reading) -> Result<DayPart, Refused> {
    if !r.could(action::ASK_KNOWN) {
        return Ok(DayPart::default());
    }
    let open = |q: door::Query| q.and("t.state = {}", args![State::Open]);
    let order = "ORDER BY t.urgent DESC, t.asked_at, t.id";
    let all = r.page::<Question>(action::SEE_POINTER, "FROM known_question t", open, order, (200, 0)).await?;
    let me = r.acting.recorded_as();
    let ours = |it: &&Question| it.asked_by != me && it.is_for(&r.acting.principal);
    let (many, urgent) = all.rows.iter().filter(ours).fold((0, 0), |(n, u), it| (n + 1, u + i32::from(it.urgent)));
    let words = match (many, urgent) {
        (1, 0) => "1 question about somebody known waits for your team.".to_owned(),
        (many, 0) => format!("{many} questions about somebody known wait for your team."),
        (many, urgent) => format!("{many} questions about somebody known wait for your team, {urgent} of them urgent."),
    };
    Ok(DayPart { words, href: "/people/known".to_owned(), ..part("Known: ask us", vec![], many) })
}

/// Of the people whom one works with.
async fn warnings(r: &Reading) -> Result<DayPart, Refused> {
    const MINE: &str = "EXISTS (SELECT 1 FROM works_with w JOIN person a ON a.id = w.person JOIN person b ON b.root = a.root
        WHERE b.id = t.person AND w.worker = {} AND w.replaced_at IS NULL AND (w.holds_to IS NULL OR w.holds_to >= {}))";
    let (today, me) = (r.now.day(), r.acting.recorded_as());
    let due = |q: door::Query| {
        q.and("t.replaced_at IS NULL AND t.holds_to IS NULL AND t.review <= {}", args![today])
            .and(MINE, args![me, today])
    };
    let order = "ORDER BY t.review, t.id";
    let all =
        r.page::<person::WarningNote>(action::SEE_IDENTITY, "FROM warning_note t", due, order, (SHOWN, 0)).await?;
    let mut lines = Vec::new();
    for it in &all.rows {
        if let Ok(whose) = person::by_id(r, it.person).await {
            let href = format!("/people/{}/details/warning/{}", whose.reference, it.id);
            let words = format!(": the warning was to be looked at again by {}", it.review.words());
            lines.push(Hit { href, title: whose.name(), words });
        }
    }
    let total = many(&lines);
    Ok(part("Warnings to look at again", lines, total))
}
