//! Pages of what is said about a referral after it came, and of other referrals about the same children.

use axum::extract::Path;
use door::Reading;
use kernel::{Reference, Refused};
use room::{Answer, Posted, Visit};
use web::{Button, Choice, Happened, Html, Link, Select, Textarea, Tone, Typed};

use super::pages::{form_to, redraw, reference_of};
use super::{
    AddInformation, AskReferrer, ChaseReferral, HandOverReferral, JoinReferral, RecordProtection, Referral, State,
    WordKind, children, others, rules, takers, words,
};

/// What was said since that this reader may read, and by whom: the referrer by name only where they may see who referred.
pub(super) async fn since(
    r: &Reading,
    it: &Referral,
    front_door: bool,
    referrer: bool,
) -> Result<Vec<(super::Word, String)>, Refused> {
    let by = |it: &super::Word| match it.kind {
        WordKind::Asked if !front_door => "The front door".to_owned(),
        WordKind::Added | WordKind::Answered | WordKind::Chased if !referrer => "The referrer".to_owned(),
        WordKind::Added
        | WordKind::Asked
        | WordKind::Answered
        | WordKind::Joined
        | WordKind::Chased
        | WordKind::Protected => it.by_shown.clone(),
    };
    let all = words(r, it.id).await?.into_iter();
    let shown = all.filter(|it| front_door || !matches!(it.kind, WordKind::Joined | WordKind::Protected));
    Ok(shown.map(|it| (by(&it), it)).map(|(by, it)| (it, by)).collect())
}

/// The same as a timeline.
pub(super) async fn thread(r: &Reading, it: &Referral, front_door: bool, referrer: bool) -> Result<Html, Refused> {
    let all = since(r, it, front_door, referrer).await?;
    if all.is_empty() {
        return Ok(Html::new());
    }
    let times: Vec<String> = all.iter().map(|it| it.0.at.words()).collect();
    let happened: Vec<Happened<'_>> = all
        .iter()
        .zip(&times)
        .map(|((it, by), at)| Happened {
            title: web::text(it.kind.label()),
            by,
            at: Some(it.at),
            when: at,
            description: web::paragraph(&it.words),
            ..Happened::default()
        })
        .collect();
    Ok(web::heading(2, "Since it came").html(&web::timeline(&happened)))
}

/// Whether a question waits for the referrer.
pub(super) async fn owes_answer(r: &Reading, it: &Referral) -> Result<bool, Refused> {
    let all: Vec<WordKind> = words(r, it.id).await?.iter().map(|it| it.kind).collect();
    Ok(it.state == State::Received && rules::awaits_answer(&all))
}

/// Other referrals about the same children: what is open and can take this one, and what makes it a re-referral.
pub(super) async fn beside(visit: &Visit, r: &Reading, it: &Referral) -> Result<Html, Refused> {
    let all = others(r, it).await?;
    if all.is_empty() {
        let known = !children(r, it.id).await?.is_empty();
        return Ok(Html::new().when(known, |h| h.html(&web::paragraph("This is the first referral about them here."))));
    }
    let mut h = web::heading(2, "Other referrals about them");
    let previous = all.iter().find(|other| rules::is_previous(other.state, other.received.day(), it.received.day()));
    if let Some(previous) = previous.filter(|_| it.state != State::Added) {
        let words =
            format!("Re-referral: the one before came on {}, within 12 months.", previous.received.day().words());
        h = h.html(&web::inset_text(&web::paragraph(&words)));
    }
    for other in &all {
        let words = other_words(visit, other);
        h = h
            .raw("<p class=\"govuk-body\">")
            .html(&web::link(&Link::to(&other.page(), &other.reference.to_string())))
            .text(&words)
            .raw("</p>");
        let joins = it.state == State::Received && other.state == State::Received && other.received <= it.received;
        if joins {
            let text = format!("Add this to {}", other.reference);
            let button = Button { text: &text, tone: Tone::Secondary, once: Some(true), ..Button::default() };
            let inner = web::hidden("to", &other.reference.to_string()).html(&web::button(&button));
            h = h.html(&form_to(visit, &format!("{}/join", it.page()), &inner));
        }
    }
    Ok(h)
}

fn other_words(visit: &Visit, it: &Referral) -> String {
    let what = it.decision.as_deref().map_or_else(
        || it.state.label().to_owned(),
        |decision| visit.catalogue.label(it.decisions(), decision).to_owned(),
    );
    format!(" · came {} · {what}", it.received.day().words())
}

/// What the front door may do besides deciding: ask, record protection, hand over.
pub(super) async fn doing(visit: &Visit, r: &Reading, it: &Referral, typed: &Typed) -> Result<Html, Refused> {
    let button = |text: &'static str| {
        web::button(&Button { text, tone: Tone::Secondary, once: Some(true), ..Button::default() })
    };
    let area = |name: &'static str, label: &'static str| {
        web::textarea(&Textarea { rows: 3, ..Textarea::of(typed, name, label) })
    };
    let to = |verb: &str| format!("{}/{verb}", it.page());
    let mut h = Html::new();
    if it.urgent {
        let inner = area("protection", "What was done at once, and by whom").html(&button("Record protection"));
        let open = typed.error("protection").is_some();
        h = h.html(&web::details("Record protection at once", &form_to(visit, &to("protection"), &inner), open));
    }
    if it.sent_by != policy::Principal::PUBLIC {
        let inner = area("ask", "What do you need to know?").html(&button("Ask the referrer"));
        let open = typed.error("ask").is_some();
        h = h.html(&web::details("Ask the referrer", &form_to(visit, &to("ask"), &inner), open));
    }
    let them = takers(r, &it.addressed).await?;
    let them: Vec<(String, String)> =
        them.into_iter().filter(|one| Some(one.0) != it.owner).map(|(id, name)| (id.to_string(), name)).collect();
    if !them.is_empty() {
        let choices = Choice::all(them.iter().map(|(id, name)| (id.as_str(), name.as_str())));
        let inner = web::select(&Select::of(typed, "to", "To whom?", choices)).html(&button("Hand over"));
        h = h.html(&web::details("Hand over", &form_to(visit, &to("hand-over"), &inner), false));
    }
    Ok(h)
}

/// What the referrer may do: answer, add, ask what became of it.
pub(super) fn adding(visit: &Visit, it: &Referral, owes: bool, typed: &Typed) -> Html {
    let label = if owes { "Your answer" } else { "Add information" };
    let inner =
        web::textarea(&Textarea { rows: 4, ..Textarea::of(typed, "words", label) }).html(&web::button(&Button {
            text: if owes { "Send the answer" } else { "Add" },
            once: Some(true),
            ..Button::default()
        }));
    let add = form_to(visit, &format!("{}/add", it.page()), &inner);
    let waited = visit.now().seconds_since(it.received) >= 86_400;
    let chase =
        Button { text: "Ask what has become of it", tone: Tone::Secondary, once: Some(true), ..Button::default() };
    let chase = form_to(visit, &format!("{}/chase", it.page()), &web::button(&chase));
    web::heading(2, if owes { "The front door asks you" } else { "Is there more to tell?" })
        .html(&add)
        .when(waited, |h| h.html(&chase))
}

async fn done(visit: &Visit, reference: Reference, posted: Posted, result: Result<(), Refused>, news: &str) -> Answer {
    match result {
        Ok(()) => Ok(visit.see_other(&format!("/referrals/{reference}"), news)),
        Err(Refused::Wrong(wrongs)) => redraw(visit, &reference.to_string(), Typed::of(posted.fields), &wrongs).await,
        Err(other) => Err(other.into()),
    }
}

/// The front door asks.
///
/// # Errors
/// Why it was refused.
pub async fn ask(visit: Visit, Path(reference): Path<String>, posted: Posted) -> Answer {
    let referral = reference_of(&reference)?;
    let result = visit.act(posted.key(), AskReferrer { referral, words: posted.raw("ask").to_owned() }).await;
    done(&visit, referral, posted, result, "The referrer finds your question on their referrals.").await
}

/// The referrer adds or answers.
///
/// # Errors
/// Why it was refused.
pub async fn add(visit: Visit, Path(reference): Path<String>, posted: Posted) -> Answer {
    let referral = reference_of(&reference)?;
    let result = visit.act(posted.key(), AddInformation { referral, words: posted.raw("words").to_owned() }).await;
    done(&visit, referral, posted, result, "Thank you: it is part of your referral now.").await
}

/// The referrer asks what became of it.
///
/// # Errors
/// Why it was refused.
pub async fn chase(visit: Visit, Path(reference): Path<String>, posted: Posted) -> Answer {
    let referral = reference_of(&reference)?;
    let result = visit.act(posted.key(), ChaseReferral { referral }).await;
    done(&visit, referral, posted, result, "The front door sees that you asked.").await
}

/// Protection at once.
///
/// # Errors
/// Why it was refused.
pub async fn protect(visit: Visit, Path(reference): Path<String>, posted: Posted) -> Answer {
    let referral = reference_of(&reference)?;
    let words = posted.raw("protection").to_owned();
    let result = visit.act(posted.key(), RecordProtection { referral, words }).await;
    done(&visit, referral, posted, result, "What was done at once is recorded.").await
}

/// Another owner.
///
/// # Errors
/// Why it was refused.
pub async fn hand_over(visit: Visit, Path(reference): Path<String>, posted: Posted) -> Answer {
    let referral = reference_of(&reference)?;
    let result = match posted.raw("to").parse() {
        Ok(to) => visit.act(posted.key(), HandOverReferral { referral, to }).await,
        Err(_) => Err(Refused::wrong("to", "Choose to whom it goes")),
    };
    done(&visit, referral, posted, result, "It is handed over.").await
}

/// Added to another.
///
/// # Errors
/// Why it was refused.
pub async fn join(visit: Visit, Path(reference): Path<String>, posted: Posted) -> Answer {
    let referral = reference_of(&reference)?;
    let to = reference_of(posted.raw("to"))?;
    let result = visit.act(posted.key(), JoinReferral { referral, to }).await;
    done(&visit, to, posted, result, "It was added to this referral, and the referrer can read so.").await
}
