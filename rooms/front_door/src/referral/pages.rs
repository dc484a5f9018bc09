//! One referral, and what people do with it.

use axum::extract::Path;
use catalogue::Part;
use form::SummaryRow;
use kernel::{Reference, Refused, Wrongs};
use policy::{Fact, Facts, action};
use room::{Answer, Posted, Visit};
use web::{Button, Choice, Html, Radios, Row, SummaryList, Textarea, Tone, Typed};

use super::{
    DecideReferral, Referral, ReturnReferral, State, TakeReferral, WithdrawReferral, linking, opened, talking,
};

/// One referral: what was said, and the decision.
///
/// # Errors
/// Not found, also where one may not know of it.
pub async fn one(visit: Visit, Path(reference): Path<String>) -> Answer {
    draw(&visit, &reference, Typed::blank(), &Wrongs::default()).await
}

/// The page once more, with what was typed and what is wrong with it.
pub(super) async fn redraw(visit: &Visit, reference: &str, typed: Typed, wrongs: &Wrongs) -> Answer {
    draw(visit, reference, typed, wrongs).await
}

async fn draw(visit: &Visit, reference: &str, typed: Typed, wrongs: &Wrongs) -> Answer {
    let r = visit.read().await?;
    let it = opened(&r, reference).await?;
    let decides = r.decide(action::DECIDE_REFERRAL, door::Content::row_facts(&it, &r.acting)).allowed;
    let own = visit.acting.user_id() == Some(it.sent_by);
    let typed = typed.with_wrongs(wrongs.clone());
    let waits = it.state == State::Received;
    let mut main = web::heading(1, &format!("{} · {}", it.reference, it.about)).html(&facts(&it, visit, decides));
    if decides {
        main = main.html(&clocks(visit, &r, &it).await?);
    }
    let people = linking::list(&r, &it, decides).await?;
    let referrer = may_see_referrer(&r, &it).await?;
    if decides && waits {
        main = main.html(&taking(visit, &it)).html(&people).html(&talking::beside(visit, &r, &it).await?);
        main = main.html(&talking::doing(visit, &r, &it, &typed).await?);
        main = main.html(&talking::thread(&r, &it, true, true).await?);
        main = main.html(&said(visit, &r, &it, referrer).await?).html(&super::files::list(&r, &it).await?);
        main = main.html(&deciding(visit, &it, &typed));
    } else {
        if decides {
            main = main.html(&people).html(&talking::beside(visit, &r, &it).await?);
        }
        main = main.html(&talking::thread(&r, &it, decides, referrer).await?);
        if own && waits {
            let owes = talking::owes_answer(&r, &it).await?;
            main = main.html(&talking::adding(visit, &it, owes, &typed)).html(&withdrawing(visit, &it, &typed));
        }
        main = main.html(&said(visit, &r, &it, referrer).await?).html(&super::files::list(&r, &it).await?);
    }
    let title = format!("Referral {}", it.reference);
    let page = visit
        .page(title)
        .back(if own && !decides { "/referrals/mine" } else { "/referrals" })
        .marked(kernel::Marking::Sensitive)
        .errors(wrongs);
    visit.show(r, &page, &main).await
}

pub(super) fn facts(it: &Referral, visit: &Visit, front_door: bool) -> Html {
    let mut rows = vec![Row::of("Received", it.received.words()), Row::of("State", it.state.label())];
    if it.urgent {
        rows.push(Row::of("Urgent", web::tag("Somebody may be in danger", web::Colour::Red)));
    }
    if front_door {
        rows.push(Row::of("Owner", if it.owner_shown.is_empty() { "Nobody yet" } else { &it.owner_shown }));
    }
    if let (Some(decision), Some(at)) = (&it.decision, it.decided) {
        rows.push(Row::of("Decision", visit.catalogue.label(it.decisions(), decision)));
        if front_door {
            rows.push(Row::of("Reason", it.rationale.as_str()));
            rows.push(Row::of(
                "Exploitation concern",
                if it.concern == Some(true) { "Yes: listed for the next daily meeting" } else { "No" },
            ));
            rows.push(Row::of("Decided", format!("{} by {}", at.words(), it.decided_by_shown)));
        }
        rows.push(Row::of("What the referrer is told", it.outcome_words.as_str()));
    }
    web::summary_list(&SummaryList { rows, ..SummaryList::default() })
}

/// The duties that this referral started, each with its day and how it stands.
async fn clocks(visit: &Visit, r: &door::Reading, it: &Referral) -> Result<Html, Refused> {
    let all = clock::of_subject(r, "referral", it.id.0).await?;
    if all.is_empty() {
        return Ok(Html::new());
    }
    let (now, catalogue) = (r.now, visit.catalogue.clone());
    let rows = all.iter().map(|it| {
        let stands = format!("Due {} · {}", it.due_words(), it.standing(now).label());
        Row::of(it.name(&catalogue), stands)
    });
    let list = web::summary_list(&SummaryList { rows: rows.collect(), ..SummaryList::default() });
    Ok(web::heading(2, "What is due").html(&list))
}

pub(super) fn form_to(visit: &Visit, action: &str, inner: &Html) -> Html {
    Html::new()
        .raw("<form method=\"post\" novalidate")
        .attr("action", action)
        .raw(">")
        .html(&visit.form_start())
        .html(inner)
        .raw("</form>")
}

fn taking(visit: &Visit, it: &Referral) -> Html {
    let mine = it.owner.is_some() && it.owner == visit.acting.user_id();
    let (to, words) = if mine { ("return", "Give it back to the queue") } else { ("take", "Take this referral") };
    let button = web::button(&Button { text: words, tone: Tone::Secondary, ..Button::default() });
    form_to(visit, &format!("/referrals/{}/{to}", it.reference), &button)
}

fn deciding(visit: &Visit, it: &Referral, typed: &Typed) -> Html {
    let today = visit.now().day();
    let catalogue = visit.catalogue.clone();
    let codes: Vec<(&str, &str)> = catalogue
        .codes(it.decisions())
        .into_iter()
        .flat_map(|it| it.on(today))
        .map(|it| (it.code.as_str(), it.label.as_str()))
        .collect();
    let yes_no = Choice::all([("yes", "Yes"), ("no", "No")]);
    let named = typed.error("named").map_or_else(Html::new, |it| web::error_message("named", it));
    let inner = web::heading(2, "Decide")
        .html(&named)
        .html(&web::hidden("version", &it.version.to_string()))
        .html(&web::radios(&Radios::of(typed, "decision", "What happens next?", Choice::all(codes))))
        .html(&web::textarea(&Textarea { rows: 4, ..Textarea::of(typed, "rationale", "Reason for the decision") }))
        .html(&web::radios(&Radios {
            hint: "Yes lists the child for the next daily meeting, whatever the decision.",
            inline: true,
            ..Radios::of(typed, "concern", "Is there a concern about exploitation?", yes_no)
        }))
        .html(&web::textarea(&Textarea {
            rows: 3,
            hint: "The referrer reads these words and nothing else about the decision.",
            ..Textarea::of(typed, "outcome_words", "What the referrer is told")
        }))
        .html(&web::button(&Button { text: "Decide", once: Some(true), ..Button::default() }));
    form_to(visit, &format!("/referrals/{}/decision", it.reference), &inner)
}

fn withdrawing(visit: &Visit, it: &Referral, typed: &Typed) -> Html {
    let inner = web::textarea(&Textarea { rows: 2, ..Textarea::of(typed, "reason", "Why you withdraw it") })
        .html(&web::button(&Button { text: "Withdraw the referral", tone: Tone::Warning, ..Button::default() }));
    web::details(
        "Withdraw this referral",
        &form_to(visit, &format!("/referrals/{}/withdraw", it.reference), &inner),
        typed.error("reason").is_some(),
    )
}

/// Whether the reader may see who referred: where the referrer asked not to be named, the front door, its managers and
/// the referrer alone (access.md §2); else those too who decide it.
pub(super) async fn may_see_referrer(r: &door::Reading, it: &Referral) -> Result<bool, Refused> {
    let of = match it.person {
        Some(person) => r.facts_of(person).await?,
        None => Facts::NONE,
    };
    let unnamed = it.said().words("referrer", "not_named") == Some("yes");
    let own = r.acting.user_id() == Some(it.sent_by);
    let facts = of.with_if(Fact::Author, own).with_if(Fact::Unnamed, unnamed);
    let decides = || r.decide(action::DECIDE_REFERRAL, door::Content::row_facts(it, &r.acting)).allowed;
    Ok(r.decide(action::SEE_REFERRER, facts).allowed || (!unnamed && decides()))
}

/// What was answered, group by group, in the version of the form on which it was said; who referred only where the
/// reader may see that. None where that version was never in force here.
pub(super) async fn answers(
    visit: &Visit,
    r: &door::Reading,
    it: &Referral,
    referrer: bool,
) -> Result<Option<Vec<(String, Vec<SummaryRow>)>>, Refused> {
    let version = u32::try_from(it.form_version).unwrap_or_default();
    let form = match form::definition(r, &it.form, version).await {
        Ok(form) => form,
        Err(Refused::NotFound) => return Ok(None),
        Err(other) => return Err(other),
    };
    let groups = form::summary(&form, &it.said(), &visit.catalogue, it.received.day());
    let shown = |it: &SummaryRow| !it.value.is_empty() && (referrer || it.part != Part::Referrer);
    let groups = groups.into_iter().map(|it| (it.title, it.rows.into_iter().filter(shown).collect::<Vec<_>>()));
    Ok(Some(groups.filter(|it| !it.1.is_empty()).collect()))
}

/// The same for the page.
pub(super) async fn said(visit: &Visit, r: &door::Reading, it: &Referral, referrer: bool) -> Result<Html, Refused> {
    let Some(groups) = answers(visit, r, it, referrer).await? else {
        return Ok(web::paragraph("The form on which this was answered was never in force here."));
    };
    Ok(groups.iter().fold(web::heading(2, "What was said"), |all, (title, rows)| {
        let rows = rows.iter().map(row).collect();
        all.html(&web::heading(3, title)).html(&web::summary_list(&SummaryList { rows, ..SummaryList::default() }))
    }))
}

fn row(it: &SummaryRow) -> Row<'_> {
    Row::of(&it.label, it.value.join("\n"))
}

pub(super) fn reference_of(typed: &str) -> Result<Reference, Refused> {
    typed.parse().map_err(|_| Refused::NotFound)
}

/// Takes it.
///
/// # Errors
/// Why it was refused.
pub async fn take(visit: Visit, Path(reference): Path<String>, posted: Posted) -> Answer {
    let referral = reference_of(&reference)?;
    visit.act(posted.key(), TakeReferral { referral }).await?;
    Ok(visit.see_other(&format!("/referrals/{referral}"), "The referral is yours."))
}

/// Gives it back to the queue.
///
/// # Errors
/// Why it was refused.
pub async fn give_back(visit: Visit, Path(reference): Path<String>, posted: Posted) -> Answer {
    let referral = reference_of(&reference)?;
    visit.act(posted.key(), ReturnReferral { referral }).await?;
    Ok(visit.see_other("/referrals", "The referral is back in the queue."))
}

/// Decides it; what is wrong is shown with everything that was typed.
///
/// # Errors
/// Why it was refused.
pub async fn decide(visit: Visit, Path(reference): Path<String>, posted: Posted) -> Answer {
    let concern = match posted.raw("concern") {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    let command = DecideReferral {
        referral: reference_of(&reference)?,
        version: posted.raw("version").parse().unwrap_or_default(),
        decision: posted.raw("decision").to_owned(),
        concern,
        rationale: posted.raw("rationale").to_owned(),
        outcome_words: posted.raw("outcome_words").to_owned(),
    };
    match visit.act(posted.key(), command).await {
        Ok(()) => Ok(visit.see_other(
            &format!("/referrals/{reference}"),
            "The referral is decided, and the referrer can read what you wrote for them.",
        )),
        Err(Refused::Wrong(wrongs)) => draw(&visit, &reference, Typed::of(posted.fields), &wrongs).await,
        Err(other) => Err(other.into()),
    }
}

/// Withdraws it.
///
/// # Errors
/// Why it was refused.
pub async fn withdraw(visit: Visit, Path(reference): Path<String>, posted: Posted) -> Answer {
    let referral = reference_of(&reference)?;
    match visit.act(posted.key(), WithdrawReferral { referral, reason: posted.raw("reason").to_owned() }).await {
        Ok(()) => Ok(visit.see_other("/referrals/mine", "The referral is withdrawn.")),
        Err(Refused::Wrong(wrongs)) => draw(&visit, &reference, Typed::of(posted.fields), &wrongs).await,
        Err(other) => Err(other.into()),
    }
}
