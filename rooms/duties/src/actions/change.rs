//! What is posted from the page of one action.

use action::{CancelAction, DoAction, ExtendAction, HandOverAction, ReopenAction};
use axum::extract::Path;
use kernel::Refused;
use room::{Answer, Posted, Visit};
use web::Typed;

use super::{one, owner_of, reference};

/// Back to the page with a sentence, or the page again with what is wrong.
async fn after(visit: &Visit, asked: &str, posted: Posted, done: Result<(), Refused>, to: &str, news: &str) -> Answer {
    match done {
        Ok(()) => Ok(visit.see_other(to, news)),
        Err(Refused::Wrong(wrongs)) => one::draw(visit, asked, Typed::of(posted.fields), &wrongs).await,
        Err(other) => Err(other.into()),
    }
}

/// It is done.
///
/// # Errors
/// Why it was refused.
pub async fn done(visit: Visit, Path(asked): Path<String>, posted: Posted) -> Answer {
    let command = DoAction { action: reference(&asked)?, evidence: posted.raw("evidence").to_owned() };
    let done = visit.act(posted.key(), command).await;
    after(&visit, &asked, posted, done, &format!("/actions/{asked}"), "The action is done.").await
}

/// Somebody else does it. Whoever handed it over may no longer see it.
///
/// # Errors
/// Why it was refused.
pub async fn hand_over(visit: Visit, Path(asked): Path<String>, posted: Posted) -> Answer {
    let action = reference(&asked)?;
    let done = match owner_of(&visit, &posted) {
        Ok(owner) => {
            let command = HandOverAction { action, owner, due: None, words: posted.raw("words").to_owned() };
            visit.act(posted.key(), command).await
        }
        Err(wrong) => Err(wrong),
    };
    after(&visit, &asked, posted, done, "/actions", "The action is handed over.").await
}

/// It may be done later.
///
/// # Errors
/// Why it was refused.
pub async fn later(visit: Visit, Path(asked): Path<String>, posted: Posted) -> Answer {
    let action = reference(&asked)?;
    let fields = posted.asked();
    let due = fields.day("later", "Day").needed("Enter the day by which it is needed now").it();
    let reason = posted.raw("later_reason").to_owned();
    let done = match fields.done(|| due) {
        Ok(due) => visit.act(posted.key(), ExtendAction { action, due, reason }).await,
        Err(wrong) => Err(wrong),
    };
    after(&visit, &asked, posted, done, &format!("/actions/{asked}"), "The action has a later day.").await
}

/// It is no longer to be done.
///
/// # Errors
/// Why it was refused.
pub async fn cancel(visit: Visit, Path(asked): Path<String>, posted: Posted) -> Answer {
    let command = CancelAction { action: reference(&asked)?, reason: posted.raw("reason").to_owned() };
    let done = visit.act(posted.key(), command).await;
    after(&visit, &asked, posted, done, &format!("/actions/{asked}"), "The action is cancelled.").await
}

/// It is to be done after all.
///
/// # Errors
/// Why it was refused.
pub async fn reopen(visit: Visit, Path(asked): Path<String>, posted: Posted) -> Answer {
    let action = reference(&asked)?;
    let fields = posted.asked();
    let due = fields.day("due", "Day").needed("Enter the day by which it is needed").it();
    let reason = posted.raw("reason").to_owned();
    let done = match fields.done(|| due) {
        Ok(due) => visit.act(posted.key(), ReopenAction { action, reason, due }).await,
        Err(wrong) => Err(wrong),
    };
    after(&visit, &asked, posted, done, &format!("/actions/{asked}"), "The action is open again.").await
}
