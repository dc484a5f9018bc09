//! What *my day* and a person's page show of duties.

use clock::{Counts, Standing};
use door::Reading;
use futures_util::future::BoxFuture;
use kernel::{PersonId, Refused};
use policy::{Fact, Facts, action};
use room::Visit;
use web::{Html, Link};

use super::pages::{called, standing, table};

/// So many duties stand on *my day*; the list has all.
pub(crate) const SHOWN: i64 = 15;
/// So many clocks stand on a person's page.
const OF_PERSON: i64 = 12;

/// On *my day*: what is due, reasons owed, later days to be decided, and duties of nobody.
pub fn day<'a>(visit: &'a Visit, r: &'a Reading, _: Option<PersonId>) -> BoxFuture<'a, Result<Html, Refused>> {
    Box::pin(async move {
        let counts = clock::counts(r).await?;
        let mut out = due(visit, r, counts).await?;
        if counts.reasons > 0 {
            out = out.html(&owed(visit, r).await?);
        }
        out = out.html(&asked(visit, r).await?);
        if r.decide(action::EXTEND_CLOCK, Facts::of(&[Fact::MyTeam])).allowed {
            out = out.html(&nobodys(visit, r).await?);
        }
        Ok(out)
    })
}

/// How many stand how, in a sentence: "2 overdue, 1 due soon, 4 in time".
pub(crate) fn sentence(it: Counts) -> String {
    let parts = [(it.red, "overdue"), (it.amber, "due soon"), (it.other, "in time or without a date")];
    let some: Vec<_> = parts.iter().filter(|it| it.0 > 0).map(|(many, what)| format!("{many} {what}")).collect();
    format!("{}.", some.join(", "))
}

async fn due(visit: &Visit, r: &Reading, counts: Counts) -> Result<Html, Refused> {
    let total = counts.open();
    if total == 0 {
        return Ok(Html::new());
    }
    let all = format!("All {total} duties");
    let more = web::link(&Link::to("/clocks", &all));
    let table = table(visit, r, "The most urgent first", &clock::first(r, SHOWN).await?).await?;
    Ok(web::heading(2, "What is due")
        .html(&web::paragraph(&sentence(counts)))
        .html(&table)
        .when(total > SHOWN, |h| h.raw("<p class=\"govuk-body\">").html(&more).raw("</p>")))
}

async fn owed(visit: &Visit, r: &Reading) -> Result<Html, Refused> {
    let found = clock::reasons_owed(r, (SHOWN, 0)).await?;
    if found.total == 0 {
        return Ok(Html::new());
    }
    let caption = format!("{} ended late and have no reason yet", found.total);
    Ok(web::heading(2, "Reasons owed").html(&table(visit, r, &caption, &found.rows).await?))
}

async fn asked(visit: &Visit, r: &Reading) -> Result<Html, Refused> {
    let all = clock::asked_of_me(r).await?;
    if all.is_empty() {
        return Ok(Html::new());
    }
    let mut lines = Vec::new();
    for it in &all {
        let clock = clock::one(r, it.clock).await.ok();
        let name = clock.as_ref().map_or("A duty", |it| it.name(&visit.catalogue)).to_owned();
        let href = format!("/clocks/{}", it.clock);
        let words = format!(": {} asks for {}", called(r, it.asked_by).await?, it.wanted.words());
        lines.push(web::link(&Link::to(&href, &name)).text(&words));
    }
    Ok(web::heading(2, "Later days that wait for you").html(&web::list(lines)))
}

async fn nobodys(visit: &Visit, r: &Reading) -> Result<Html, Refused> {
    let found = clock::unowned(r, (SHOWN, 0)).await?;
    if found.total == 0 {
        return Ok(Html::new());
    }
    let words = "No seat in force answers for these, or their owner has left. Give each to somebody.";
    let caption = format!("{} open", found.total);
    Ok(web::heading(2, "Duties of nobody")
        .html(&web::paragraph(words))
        .html(&table(visit, r, &caption, &found.rows).await?))
}

/// On a person's page: their clocks, those that run first.
pub fn person<'a>(visit: &'a Visit, r: &'a Reading, whom: Option<PersonId>) -> BoxFuture<'a, Result<Html, Refused>> {
    Box::pin(async move {
        let Some(whom) = whom else { return Ok(Html::new()) };
        if !r.could_to(action::SEE_STATUSES, whom).await? {
            return Ok(Html::new());
        }
        let found = clock::of_person(r, whom, (100, 0)).await?;
        let mut all = found.rows;
        let rank = |it: &clock::Clock| match it.standing(r.now) {
            Standing::Red => 0,
            Standing::Amber => 1,
            Standing::OnTime | Standing::Paused | Standing::NoDate => 2,
            Standing::Late => 3,
            Standing::Met | Standing::Void => 4,
        };
        all.sort_by_key(|it| (rank(it), it.due_instant));
        all.truncate(usize::try_from(OF_PERSON).unwrap_or(12));
        let heading = web::heading(2, "What is due");
        if all.is_empty() {
            return Ok(heading.html(&web::paragraph("No clock runs about them.")));
        }
        let one = |it: &clock::Clock| {
            let href = format!("/clocks/{}", it.id);
            let link = web::link(&Link { href: &href, text: it.name(&visit.catalogue), hidden: "why this date" });
            link.raw(" ").html(&standing(it.standing(r.now))).raw("<br>").text(&format!("due {}", it.due_words()))
        };
        Ok(heading.html(&web::list(all.iter().map(one))))
    })
}
