//! The queue, one referral, and what people do with it.

use axum::extract::{Path, Query as Ask};
use form::{Answers, SummaryRow};
use kernel::{Reference, Refused, Wrongs};
use policy::action;
use room::{Answer, Posted, Visit};
use web::{Button, Choice, Column, Html, List, Place, Radios, Row, SummaryList, Textarea, Tone, Typed};

use super::{
    DecideReferral, Referral, ReturnReferral, State, TakeReferral, WithdrawReferral, linking, opened, talking,
};

/// Rows a page.
const SIZE: u64 = 25;

fn columns(now: kernel::Ts) -> Vec<Column<Referral>> {
    vec![
        Column::of("reference", "Reference", |it: &Referral| it.reference.to_string()).drawn(|it: &Referral| {
            web::link(&web::Link::to(&format!("/referrals/{}", it.reference), &it.reference.to_string()))
        }),
        Column::of("about", "About", |it: &Referral| it.about.clone()),
        Column::of("received", "Received", |it: &Referral| it.received.words()).sorts(),
        Column::of("age", "Waiting", move |it: &Referral| waiting(it, now)),
        Column::of("urgent", "Urgent", |it: &Referral| if it.urgent { "Urgent".to_owned() } else { String::new() }),
        Column::of("owner", "Owner", |it: &Referral| {
            if it.owner_shown.is_empty() { "Nobody yet".to_owned() } else { it.owner_shown.clone() }
        }),
        Column::of("state", "State", |it: &Referral| it.state.label().to_owned()),
    ]
}

fn waiting(it: &Referral, now: kernel::Ts) -> String {
    let hours = it.decided.unwrap_or(now).seconds_since(it.received) / 3600;
    if hours < 48 { format!("{hours} h") } else { format!("{} days", hours / 24) }
}

/// On *my day*: how many referrals wait, for those who decide them; what became of one's own, for everybody else.
pub fn waiting_panel<'a>(
    _: &'a Visit,
    r: &'a door::Reading,
    _: Option<kernel::PersonId>,
) -> futures_util::future::BoxFuture<'a, Result<Html, Refused>> {
    Box::pin(async move {
        if !r.could(action::TAKE_REFERRAL) {
            return Ok(Html::new());
        }
        let open = |q: door::Query| q.and("t.state = {}", door::args![State::Received]);
        let all = r.how_many::<Referral>(action::SEE_REFERRAL, "FROM referral t", open).await?;
        let urgent = |q: door::Query| open(q).and("t.urgent", vec![]);
        let urgent = r.how_many::<Referral>(action::SEE_REFERRAL, "FROM referral t", urgent).await?;
        let words = match (all, urgent) {
            (0, _) => "No referral is waiting.".to_owned(),
            (1, 0) => "1 referral is waiting for a decision.".to_owned(),
            (all, 0) => format!("{all} referrals are waiting for a decision."),
            (all, urgent) => format!("{all} referrals are waiting for a decision, {urgent} of them urgent."),
        };
        Ok(web::heading(2, "Front door")
            .html(&web::paragraph(&words))
            .html(&web::link(&web::Link::to("/referrals", "Open the queue"))))
    })
}

/// The queue: urgent on top, then the oldest.
///
/// # Errors
/// When the store refuses.
pub async fn queue(visit: Visit, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    let all = questions.iter().any(|it| it.0 == "state" && it.1 == "all");
    let columns = columns(visit.now());
    let place = Place::asked(&questions, &columns, "received", SIZE);
    let r = visit.read().await?;
    let offset = i64::try_from(place.skip()).unwrap_or_default();
    let filter = |q: door::Query| if all { q } else { q.and("t.state = {}", door::args![State::Received]) };
    let order = "ORDER BY t.urgent DESC, t.received, t.id";
    let page = r.page::<Referral>(action::SEE_REFERRAL, "FROM referral t", filter, order, (25, offset)).await?;
    let total = u64::try_from(page.total).unwrap_or_default();
    let list = web::list_of(&List {
        of: ("referral", "referrals"),
        columns: &columns,
        rows: &page.rows,
        total,
        place: &place,
        address: if all { "/referrals?state=all" } else { "/referrals" },
        filter: None,
        empty: "No referral is waiting.",
        exports: &[],
    });
    let other = if all { ("/referrals", "Only those that wait") } else { ("/referrals?state=all", "All referrals") };
    let main = web::heading(1, "Referrals").html(&web::link(&web::Link::to(other.0, other.1))).html(&list);
    let page = visit.page("Referrals").below("/referrals").wide();
    visit.show(r, &page, &main).await
}

/// One's own referrals, with what was decided in the words meant for the referrer.
///
/// # Errors
/// When the store refuses.
pub async fn mine(visit: Visit) -> Answer {
    let r = visit.read().await?;
    let me = visit.acting.recorded_as();
    let filter = |q: door::Query| q.and("t.sent_by = {}", door::args![me]);
    let order = "ORDER BY t.received DESC, t.id DESC";
    let page = r.page::<Referral>(action::SEE_OUTCOME, "FROM referral t", filter, order, (100, 0)).await?;
    let mut main = web::heading(1, "My referrals").html(&super::drafts::list(&visit, &r).await?);
    if page.rows.is_empty() {
        main = main.html(&web::paragraph("You have not sent a referral yet."));
    }
    for it in &page.rows {
        let told = if it.outcome_words.is_empty() { "Not decided yet" } else { it.outcome_words.as_str() };
        let title = format!("{} · {}", it.reference, it.about);
        main = main.html(&web::heading(2, &title)).html(&web::summary_list(&SummaryList {
            rows: vec![
                Row::of("Sent", it.received.words()),
                Row::of("State", it.state.label()),
                Row::of("What we decided", told),
                Row::of("Read it", web::link(&web::Link::to(&format!("/referrals/{}", it.reference), "What you sent"))),
            ],
            ..SummaryList::default()
        }));
    }
    visit.show(r, &visit.page("My referrals").below("/referrals/mine"), &main).await
}

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
    let mut main = web::heading(1, &format!("{} · {}", it.reference, it.about))
        .html(&facts(&it, visit, decides));
    if decides {
        main = main.html(&clocks(visit, &r, &it).await?);
    }
    let people = linking::list(&r, &it, decides).await?;
    if decides && waits {
        main = main.html(&taking(visit, &it)).html(&people).html(&talking::beside(visit, &r, &it).await?);
        main = main.html(&talking::doing(visit, &r, &it, &typed).await?);
        main = main.html(&talking::thread(&r, &it, true).await?);
        main = main.html(&said(visit, &it)).html(&super::files::list(&r, &it).await?);
        main = main.html(&deciding(visit, &it, &typed));
    } else {
        if decides {
            main = main.html(&people).html(&talking::beside(visit, &r, &it).await?);
        }
        main = main.html(&talking::thread(&r, &it, decides).await?);
        if own && waits {
            let owes = talking::owes_answer(&r, &it).await?;
            main = main.html(&talking::adding(visit, &it, owes, &typed)).html(&withdrawing(visit, &it));
        }
        main = main.html(&said(visit, &it)).html(&super::files::list(&r, &it).await?);
    }
    let title = format!("Referral {}", it.reference);
    let page = visit
        .page(title)
        .back(if own && !decides { "/referrals/mine" } else { "/referrals" })
        .marked(kernel::Marking::Sensitive)
        .errors(wrongs);
    visit.show(r, &page, &main).await
}

fn facts(it: &Referral, visit: &Visit, front_door: bool) -> Html {
    let mut rows = vec![Row::of("Received", it.received.words()), Row::of("State", it.state.label())];
    if it.urgent {
        rows.push(Row::of("Urgent", web::tag("Somebody may be in danger", web::Colour::Red)));
    }
    if front_door {
        rows.push(Row::of("Owner", if it.owner_shown.is_empty() { "Nobody yet" } else { &it.owner_shown }));
    }
    if let (Some(decision), Some(at)) = (&it.decision, it.decided) {
        rows.push(Row::of("Decision", visit.catalogue.label("referral-decisions", decision)));
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
        .codes("referral-decisions")
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

fn withdrawing(visit: &Visit, it: &Referral) -> Html {
    let typed = Typed::blank();
    let inner = web::textarea(&Textarea { rows: 2, ..Textarea::of(&typed, "reason", "Why you withdraw it") })
        .html(&web::button(&Button { text: "Withdraw the referral", tone: Tone::Warning, ..Button::default() }));
    web::details(
        "Withdraw this referral",
        &form_to(visit, &format!("/referrals/{}/withdraw", it.reference), &inner),
        false,
    )
}

/// What was said, in the version of the form on which it was said.
fn said(visit: &Visit, it: &Referral) -> Html {
    let version = u32::try_from(it.form_version).unwrap_or_default();
    let form = visit.catalogue.form_version(&it.form, version);
    let answers = serde_json::from_value::<Answers>(it.answers.0.clone());
    let (Some(form), Ok(answers)) = (form, answers) else {
        return web::paragraph("The form on which this was answered is not in the configuration.");
    };
    let mut all = web::heading(2, "What was said");
    for group in form::summary(form, &answers, &visit.catalogue, it.received.day()) {
        let rows: Vec<Row<'_>> = group.rows.iter().filter(|it| !it.value.is_empty()).map(row).collect();
        if !rows.is_empty() {
            all = all
                .html(&web::heading(3, &group.title))
                .html(&web::summary_list(&SummaryList { rows, ..SummaryList::default() }));
        }
    }
    all
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
