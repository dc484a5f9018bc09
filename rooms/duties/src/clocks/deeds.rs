//! What is done about a duty from its page.

use axum::extract::Path;
use clock::{AskExtension, ClockId, ExtensionId, GiveLateReason, GrantExtension, RefuseExtension, TakeClock};
use kernel::{Refused, Wrongs};
use room::{Answer, Posted, Visit};

use super::pages;

/// Shows the page of the duty again with what was wrong.
async fn again(visit: &Visit, clock: ClockId, posted: &Posted, why: Refused) -> Answer {
    let Refused::Wrong(all) = why else { return Err(why.into()) };
    let r = visit.read().await?;
    let it = clock::one(&r, clock).await?;
    pages::draw(visit, r, &it, &posted.asked().again(all)).await
}

/// Takes it, gives the reason for being late, or asks for a later day.
///
/// # Errors
/// Not found, not allowed, or a rule says no.
pub async fn post(visit: Visit, Path((clock, deed)): Path<(ClockId, String)>, posted: Posted) -> Answer {
    match done(&visit, clock, &deed, &posted).await {
        Ok(news) => Ok(visit.see_other(&format!("/clocks/{clock}"), news)),
        Err(e) => again(&visit, clock, &posted, e).await,
    }
}

async fn done(visit: &Visit, clock: ClockId, deed: &str, posted: &Posted) -> Result<&'static str, Refused> {
    let get = |name: &str| posted.raw(name).to_owned();
    match deed {
        "take" => visit.act(posted.key(), TakeClock { clock }).await.map(|()| "It is yours now"),
        "reason" => {
            let command = GiveLateReason { clock, reason: get("reason"), words: get("words") };
            visit.act(posted.key(), command).await.map(|()| "The reason was saved")
        }
        "extension" => {
            let asked = posted.asked();
            let due = asked.day("due", "the day you ask for");
            let due = asked.done(|| due.it())?;
            let evidence = get("evidence");
            visit.act(posted.key(), AskExtension { clock, due, evidence }).await.map(|_| "Asked. A manager decides it.")
        }
        _ => Err(Refused::NotFound),
    }
}

/// Grants a later day, or does not.
///
/// # Errors
/// Not found, not allowed, one's own, or decided already.
pub async fn decide(visit: Visit, Path(extension): Path<ExtensionId>, posted: Posted) -> Answer {
    let clock: ClockId = posted.raw("clock").parse().map_err(|_| Refused::NotFound)?;
    let words = posted.raw("decision_words").to_owned();
    let done = if posted.raw("grant") == "yes" {
        visit.act(posted.key(), GrantExtension { extension, words }).await.map(|()| "The later day was granted")
    } else {
        visit.act(posted.key(), RefuseExtension { extension, words }).await.map(|()| "It was not granted")
    };
    match done {
        Ok(news) => Ok(visit.see_other(&format!("/clocks/{clock}"), news)),
        Err(Refused::Wrong(all)) => {
            let mut renamed = Wrongs::default();
            all.0.into_iter().for_each(|it| renamed.add("decision_words", it.message));
            again(&visit, clock, &posted, Refused::Wrong(renamed)).await
        }
        Err(e) => Err(e.into()),
    }
}
