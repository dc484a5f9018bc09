//! What *my day* shows of people: merges that wait for a second person, questions for one's team, warnings to be looked
//! at again.

use door::{Reading, args};
use futures_util::future::BoxFuture;
use kernel::{PersonId, Refused};
use policy::action;
use room::Visit;
use web::{Html, Link};

use crate::known::{Question, State};

/// So many of each are shown.
const SHOWN: i64 = 15;

/// Draws it.
pub fn day<'a>(_: &'a Visit, r: &'a Reading, _: Option<PersonId>) -> BoxFuture<'a, Result<Html, Refused>> {
    Box::pin(async move { Ok(merges(r).await?.html(&questions(r).await?).html(&warnings(r).await?)) })
}

async fn merges(r: &Reading) -> Result<Html, Refused> {
    let mut lines = Vec::new();
    for it in person::merges_waiting(r).await? {
        if let Ok(keep) = person::by_id(r, it.keep).await {
            let href = format!("/people/{}/history", keep.reference);
            let words = format!(": {}, {}", it.state.label().to_lowercase(), it.asked_at.words());
            lines.push(web::link(&Link::to(&href, &keep.reference.to_string())).text(&words));
        }
    }
    Ok(if lines.is_empty() { Html::new() } else { web::heading(2, "Merges that wait for you").html(&web::list(lines)) })
}

async fn questions(r: &Reading) -> Result<Html, Refused> {
    if !r.could(action::ASK_KNOWN) {
        return Ok(Html::new());
    }
    let open = |q: door::Query| q.and("t.state = {}", args![State::Open]);
    let order = "ORDER BY t.urgent DESC, t.asked_at, t.id";
    let all = r.page::<Question>(action::SEE_POINTER, "FROM known_question t", open, order, (200, 0)).await?;
    let me = r.acting.recorded_as();
    let ours = |it: &&Question| it.asked_by != me && it.is_for(&r.acting.principal);
    let (many, urgent) = all.rows.iter().filter(ours).fold((0, 0), |(n, u), it| (n + 1, u + i32::from(it.urgent)));
    if many == 0 {
        return Ok(Html::new());
    }
    let words = match (many, urgent) {
        (1, 0) => "1 question about somebody known waits for your team.".to_owned(),
        (many, 0) => format!("{many} questions about somebody known wait for your team."),
        (many, urgent) => format!("{many} questions about somebody known wait for your team, {urgent} of them urgent."),
    };
    let link = web::link(&Link::to("/people/known", "Answer them"));
    Ok(web::heading(2, "Known: ask us")
        .html(&web::paragraph(&words))
        .raw("<p class=\"govuk-body\">")
        .html(&link)
        .raw("</p>"))
}

/// Of the people whom one works with.
async fn warnings(r: &Reading) -> Result<Html, Refused> {
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
            lines.push(web::link(&Link::to(&href, &whose.name())).text(&words));
        }
    }
    Ok(if lines.is_empty() {
        Html::new()
    } else {
        web::heading(2, "Warnings to look at again").html(&web::list(lines))
    })
}
