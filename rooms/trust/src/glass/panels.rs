//! Break-glass on other rooms' pages: what waits on *my day*, and the way to it beside *known: ask this team*.

use door::{Reading, Refused};
use futures_util::future::BoxFuture;
use kernel::PersonId;
use policy::action::{BREAK_GLASS, REVIEW_GLASS, SECOND_GLASS};
use room::Visit;
use web::{Html, Link};

use super::{Glass, pages};

/// On *my day*: what one is to review or to second, and one's own that is live or waits.
pub fn day<'a>(_: &'a Visit, r: &'a Reading, _: Option<PersonId>) -> BoxFuture<'a, Result<Html, Refused>> {
    Box::pin(async move {
        let mut out = Html::new();
        if r.could(REVIEW_GLASS) {
            out = out.html(&to_review(r).await?);
        }
        if r.could(SECOND_GLASS) {
            let many = r.how_many::<Glass>(SECOND_GLASS, "FROM glass t", |q| pages::waits(q, r.now)).await?;
            if many > 0 {
                let words = format!("{many} break-glass {} for a second person's yes.", waits(many));
                out = out.html(&web::paragraph(&words)).html(&web::link_line(&Link::to("/glass/second", "Answer")));
            }
        }
        if r.could(BREAK_GLASS) {
            out = out.html(&own(r).await?);
        }
        Ok(if out.is_empty() { out } else { web::heading(2, "Break-glass").html(&out) })
    })
}

fn waits(many: i64) -> &'static str {
    if many == 1 { "request waits" } else { "requests wait" }
}

async fn to_review(r: &Reading) -> Result<Html, Refused> {
    let all = r.how_many::<Glass>(REVIEW_GLASS, "FROM glass t", pages::unreviewed).await?;
    if all == 0 {
        return Ok(Html::new());
    }
    let uses = if all == 1 { "1 use waits" } else { &format!("{all} uses wait") };
    let words = format!("{uses} for your review, each within two working days (CK-91).");
    Ok(web::warning_text(&words).html(&web::link_line(&Link::to("/glass/review", "Review"))))
}

async fn own(r: &Reading) -> Result<Html, Refused> {
    let (me, now) = (r.acting.recorded_as(), r.now);
    let live = |q: door::Query| {
        q.and("t.by_user = {} AND t.opened IS NOT NULL AND t.ended IS NULL AND t.ends > {}", door::args![me, now])
    };
    let many = r.how_many::<Glass>(policy::action::USE_DAY, "FROM glass t", live).await?;
    if many == 0 {
        return Ok(Html::new());
    }
    Ok(web::paragraph("A record is open to you by break-glass.")
        .html(&web::link_line(&Link::to("/glass", "Open or end it"))))
}

/// Beside somebody of whom one may only know that they are known.
pub fn pointer<'a>(_: &'a Visit, r: &'a Reading, person: Option<PersonId>) -> BoxFuture<'a, Result<Html, Refused>> {
    Box::pin(async move {
        let Some(person) = person.filter(|_| r.could(BREAK_GLASS)) else { return Ok(Html::new()) };
        let to = web::address("/glass/new", &[("person", &person.to_string())]);
        Ok(web::link(&Link::to(&to, "It cannot wait: break the glass")))
    })
}
