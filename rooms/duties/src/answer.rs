//! A partner without an account answers: the page shows an action's words and day, and nothing about anybody.

use action::{ActionId, State};
use axum::extract::Path;
use door::{Acting, Command, Reading, Writing};
use kernel::{Day, Refused, Wrongs};
use room::{Answer, Posted, Visit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Row, SummaryList, Textarea, Tone, Typed};

use crate::actions::form;

/// What the tickets of this page are good for.
pub const PURPOSE: &str = "answer-action";

/// A partner says that their action is done, with the token of the mail.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerByLink {
    /// The hash of the token.
    pub token_hash: String,
    /// What was done.
    pub words: String,
}

impl Command for AnswerByLink {
    const NAME: &'static str = "duties.answer-by-link";
    const WHAT: &'static str = "A partner without an account says that their action is done.";
    type Done = ();
    const REMEMBERED: bool = false;
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let ticket = message::spend(w, PURPOSE, &self.token_hash).await?;
        action::answer(w, ActionId(ticket.subject), &self.words).await
    }
}

/// The token is the proof: nobody is signed in, and what it opens names nobody.
async fn house(visit: &Visit) -> Result<Reading, Refused> {
    visit.door().read(&Acting::house()).await
}

async fn opened(visit: &Visit, token: &str) -> Result<(String, Day, State), Refused> {
    let r = house(visit).await?;
    let ticket = message::ticket(&r, PURPOSE, &identity::hash_token(token)).await?;
    action::for_partner(&r, ActionId(ticket.subject)).await
}

/// What is asked of the partner.
///
/// # Errors
/// Not found, where the link has run out, was used, or never was one.
pub async fn page(visit: Visit, Path(token): Path<String>) -> Answer {
    draw(&visit, &token, Typed::blank(), &Wrongs::default()).await
}

async fn draw(visit: &Visit, token: &str, typed: Typed, wrongs: &Wrongs) -> Answer {
    let (words, due, state) = opened(visit, token).await?;
    let typed = typed.with_wrongs(wrongs.clone());
    let contact = &visit.catalogue.partnership.contact;
    let rows = vec![Row::of("What we ask you to do", words), Row::of("By", due.long_words())];
    let mut main = web::heading(1, "We ask you to do something")
        .html(&web::summary_list(&SummaryList { rows, ..SummaryList::default() }));
    let call = format!("If you cannot do it, or it came to the wrong place, call {}.", contact.phone);
    match state {
        State::Open => {
            let fields = web::textarea(&Textarea {
                rows: 4,
                hint: "A sentence or two. Please do not write anybody's name.",
                ..Textarea::of(&typed, "evidence", "What did you do?")
            });
            main = main
                .html(&form(visit, &format!("/answer/{token}"), &fields, "It is done", Tone::Main))
                .html(&web::paragraph(&call));
        }
        State::Done | State::Cancelled => {
            main = main.html(&web::paragraph("It no longer needs an answer. Thank you."));
        }
    }
    Ok(visit.show_plain(&visit.page("We ask you to do something").errors(wrongs), &main))
}

/// The partner's answer.
///
/// # Errors
/// As [`page`].
pub async fn send(visit: Visit, Path(token): Path<String>, posted: Posted) -> Answer {
    let command = AnswerByLink { token_hash: identity::hash_token(&token), words: posted.raw("evidence").to_owned() };
    match visit.door().act(&Acting::house(), posted.key(), command).await {
        Ok(()) => Ok(visit.see_other("/answered", "")),
        Err(Refused::Wrong(wrongs)) => draw(&visit, &token, Typed::of(posted.fields), &wrongs).await,
        Err(other) => Err(other.into()),
    }
}

/// Thanks.
///
/// # Errors
/// None.
pub async fn thanks(visit: Visit) -> Answer {
    let main = web::panel("Thank you", &web::text("Whoever asked you can read your answer."));
    Ok(visit.show_plain(&visit.page("Thank you"), &main))
}
