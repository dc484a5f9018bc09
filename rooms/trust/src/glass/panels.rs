//! Break-glass on other rooms' pages: what waits on *my day*, and the way to it beside *known: ask this team*.

use door::{Reading, Refused};
use futures_util::future::BoxFuture;
use kernel::PersonId;
use policy::action::{BREAK_GLASS, REVIEW_GLASS, SECOND_GLASS};
use room::{DayPart, Hit, Told, Visit};
use web::{Html, Link};

use super::{Glass, pages};

/// On *my day*: what one is to review or to second, and one's own that is live or waits.
pub fn day<'a>(_: &'a Visit, r: &'a Reading, _: Option<PersonId>) -> BoxFuture<'a, Result<Html, Refused>> {
    Box::pin(async move {
        let mut out = Html::new();
        for (_, it) in waiting(r).await? {
            let words = match it.href.as_str() {
                TO_REVIEW => web::warning_text(&it.title),
                _ => web::paragraph(&it.title),
            };
            out = out.html(&words).html(&web::link_line(&Link::to(&it.href, &it.words)));
        }
        Ok(if out.is_empty() { out } else { web::heading(2, TITLE).html(&out) })
    })
}

/// The same, told.
pub fn tell<'a>(_: &'a Visit, r: &'a Reading) -> Told<'a, Vec<DayPart>> {
    Box::pin(async move {
        let all = waiting(r).await?;
        let total = all.iter().map(|it| it.0).sum();
        let first: Vec<Hit> = all.into_iter().map(|it| it.1).collect();
        let part = DayPart { title: TITLE.to_owned(), total, first, ..DayPart::default() };
        Ok(if total > 0 { vec![part] } else { vec![] })
    })
}

const TITLE: &str = "Break-glass";
const TO_REVIEW: &str = "/glass/review";

/// What waits: how many, what it is, where it is, and what one does there.
async fn waiting(r: &Reading) -> Result<Vec<(i64, Hit)>, Refused> {
    let hit = |many: i64, title: String, href: &str, words: &str| {
        (many, Hit { href: href.to_owned(), title, words: words.to_owned() })
    };
    let mut all = Vec::new();
    if r.could(REVIEW_GLASS) {
        let many = r.how_many::<Glass>(REVIEW_GLASS, "FROM glass t", pages::unreviewed).await?;
        let uses = if many == 1 { "1 use waits".to_owned() } else { format!("{many} uses wait") };
        let words = format!("{uses} for your review, each within two working days (CK-91).");
        all.push(hit(many, words, TO_REVIEW, "Review"));
    }
    if r.could(SECOND_GLASS) {
        let many = r.how_many::<Glass>(SECOND_GLASS, "FROM glass t", |q| pages::waits(q, r.now)).await?;
        let words = format!("{many} break-glass {} for a second person's yes.", waits(many));
        all.push(hit(many, words, "/glass/second", "Answer"));
    }
    if r.could(BREAK_GLASS) {
        let words = "A record is open to you by break-glass.".to_owned();
        all.push(hit(own(r).await?, words, "/glass", "Open or end it"));
    }
    all.retain(|it| it.0 > 0);
    Ok(all)
}

fn waits(many: i64) -> &'static str {
    if many == 1 { "request waits" } else { "requests wait" }
}

async fn own(r: &Reading) -> Result<i64, Refused> {
    let (me, now) = (r.acting.recorded_as(), r.now);
    let live = |q: door::Query| {
        q.and("t.by_user = {} AND t.opened IS NOT NULL AND t.ended IS NULL AND t.ends > {}", door::args![me, now])
    };
    r.how_many::<Glass>(policy::action::USE_DAY, "FROM glass t", live).await
}

/// Beside somebody of whom one may only know that they are known.
pub fn pointer<'a>(_: &'a Visit, r: &'a Reading, person: Option<PersonId>) -> BoxFuture<'a, Result<Html, Refused>> {
    Box::pin(async move {
        let Some(person) = person.filter(|_| r.could(BREAK_GLASS)) else { return Ok(Html::new()) };
        let to = web::address("/glass/new", &[("person", &person.to_string())]);
        Ok(web::link(&Link::to(&to, "It cannot wait: break the glass")))
    })
}
