//! The pages of break-glass: breaking it, one's own uses, the second yes, and the review.

use axum::extract::Query as Ask;
use door::{Listed, Query, Reading, args};
use kernel::{PersonId, Reference, Refused, Ts, Wrongs};
use policy::action::{REVIEW_GLASS, SECOND_GLASS, USE_DAY};
use room::{Answer, Posted, Visit};
use web::{Button, Choice, Html, Input, Link, Radios, Row, SummaryList, Textarea, Tone, Typed};

use super::rules::Standing;
use super::{BreakGlass, EndGlass, Glass, ReviewGlass, SecondGlass};

/// Those that wait for a second person and have not run out.
pub(crate) fn waits(q: Query, now: Ts) -> Query {
    q.and("t.opened IS NULL AND t.ended IS NULL AND t.ends > {}", args![now])
}

/// Those that opened a record and were not reviewed yet.
pub(crate) fn unreviewed(q: Query) -> Query {
    q.and("t.opened IS NOT NULL AND t.reviewed_at IS NULL", vec![])
}

/// A form around its fields, with token, key and a button.
fn around(visit: &Visit, action: &str, fields: &Html, text: &str, tone: Tone) -> Html {
    Html::new()
        .raw("<form method=\"post\" novalidate")
        .attr("action", action)
        .raw(">")
        .html(&visit.form_start())
        .html(fields)
        .html(&web::button(&Button { text, tone, once: Some(true), ..Button::default() }))
        .raw("</form>")
}

fn code(visit: &Visit, list: &str, code: &str) -> String {
    let found = visit.catalogue.codes(list).and_then(|it| it.codes.iter().find(|it| it.code == code));
    found.map_or_else(|| code.to_owned(), |it| it.label.clone())
}

/// References of persons, whoever reads: a reference is no name.
async fn reference_of(r: &Reading, person: PersonId) -> Result<String, Refused> {
    let found: Option<(Reference,)> = r.plain_one("SELECT reference FROM person WHERE id = $1", args![person]).await?;
    Ok(found.map(|it| it.0.to_string()).unwrap_or_default())
}

/// The form.
///
/// # Errors
/// When the store refuses.
pub async fn form(visit: Visit, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    let person = questions.iter().find(|it| it.0 == "person").map_or("", |it| it.1.as_str()).to_owned();
    Ok(draw(&visit, &Typed::blank().with("person", person)))
}

fn draw(visit: &Visit, typed: &Typed) -> axum::response::Response {
    let hours = visit.catalogue.partnership.thresholds.break_glass_hours;
    let words = format!(
        "You will see the record for {hours} hours, to read only. Information governance is told at once, reviews each \
        use, and you cannot break the glass again before that."
    );
    let today = visit.now().day();
    let list = visit.catalogue.codes("break-glass-reasons");
    let reasons: Vec<_> = list.into_iter().flat_map(|it| it.on(today)).collect();
    let choices = Choice::all(reasons.iter().map(|it| (it.code.as_str(), it.label.as_str())));
    let whom = if typed.get("person").is_empty() {
        web::input(&Input {
            hint: "Such as HF-4K7M-2QXD",
            width: 20,
            ..Input::of(typed, "reference", "Reference of the record")
        })
    } else {
        web::hidden("person", typed.get("person"))
    };
    let text = Textarea::of(typed, "words", "What has happened, and what do you need to know?");
    let fields = whom
        .html(&web::radios(&Radios::of(typed, "reason", "Why can it not wait?", choices)))
        .html(&web::textarea(&Textarea { rows: 4, ..text }))
        .html(&again(visit, typed));
    let main = web::heading(1, "Break the glass").html(&web::warning_text(&words)).html(&around(
        visit,
        "/glass/new",
        &fields,
        "Break the glass",
        Tone::Warning,
    ));
    let mut page = visit.page("Break the glass").below("/glass").errors(typed.wrongs());
    if !typed.wrongs().is_empty() {
        page.title = format!("Error: {}", page.title.trim_start_matches("Error: "));
    }
    visit.show_plain(&page, &main)
}

/// Asks once more for a code, unless whoever came proved a moment ago who they are.
fn again(visit: &Visit, typed: &Typed) -> Html {
    let proved = visit.proved() || !typed.get("code").is_empty();
    if proved && typed.error("code").is_none() {
        return Html::new();
    }
    web::input(&Input {
        hint: "Six digits from your authenticator app: we ask again, so that nobody else at your desk can do this",
        autocomplete: "one-time-code",
        inputmode: "numeric",
        width: 10,
        ..Input::of(typed, "code", "Code")
    })
}

/// Breaks the glass.
///
/// # Errors
/// Why it may not be done; what is wrong is shown with everything that was typed.
pub async fn send(visit: Visit, posted: Posted) -> Answer {
    match broken(&visit, &posted).await {
        Ok(it) if it.waits => {
            let news = format!("{}: a manager of another line must say yes first.", it.reference);
            Ok(visit.see_other("/glass", &news))
        }
        Ok(_) => Ok(visit.see_other("/glass", "The record is open to you. Information governance was told.")),
        Err(Refused::Wrong(wrongs)) => Ok(draw(&visit, &posted.asked().again(wrongs))),
        Err(other) => Err(other.into()),
    }
}

async fn broken(visit: &Visit, posted: &Posted) -> Result<super::Broken, Refused> {
    let code = posted.raw("code").trim();
    if !code.is_empty() && !visit.prove(code).await? {
        let words = "This code is wrong, or it was used before. Enter the code that the app shows now";
        return Err(Refused::wrong("code", words));
    }
    let person = if posted.raw("person").is_empty() {
        let mut wrongs = Wrongs::default();
        let Ok(reference) = posted.raw("reference").trim().parse::<Reference>() else {
            wrongs.add("reference", "Type the reference of the record, such as HF-4K7M-2QXD");
            return Err(Refused::Wrong(wrongs));
        };
        let r = visit.read().await?;
        let found: Option<(PersonId,)> =
            r.plain_one("SELECT root FROM person WHERE reference = $1", args![reference]).await?;
        found.ok_or(Refused::NotFound)?.0
    } else {
        posted.raw("person").parse().map_err(|_| Refused::NotFound)?
    };
    let (reason, words) = (posted.raw("reason").to_owned(), posted.raw("words").to_owned());
    visit.act(posted.key(), BreakGlass { person, reason, words }).await
}

/// One's own uses, the latest first.
///
/// # Errors
/// When the store refuses.
pub async fn mine(visit: Visit) -> Answer {
    let r = visit.read().await?;
    let me = visit.acting.recorded_as();
    let own = |q: Query| q.and("t.by_user = {}", args![me]);
    let all: Listed<Glass> = r.page(USE_DAY, "FROM glass t", own, "ORDER BY t.asked DESC, t.id", (50, 0)).await?;
    let mut main = web::heading(1, "Break-glass");
    let waits = all.rows.iter().any(|it| it.opened.is_some() && it.reviewed_at.is_none());
    main = if waits {
        main.html(&web::inset_text(&web::text(
            "Your last use waits for its review. Until then you cannot break the glass again.",
        )))
    } else {
        main.html(&web::link_button("/glass/new", "Break the glass", Tone::Warning))
    };
    if all.rows.is_empty() {
        main = main.html(&web::paragraph("You have never broken the glass."));
    }
    for it in &all.rows {
        let reference = reference_of(&r, it.person).await?;
        main = main.html(&use_of(&visit, it, &reference, r.now));
        if it.standing(r.now) == Standing::Live {
            let to = format!("/people/{reference}");
            main = main.html(&web::link_line(&Link::to(&to, "Open the record")));
        }
        if it.standing(r.now) != Standing::Over {
            let id = web::hidden("glass", &it.id.to_string());
            main = main.html(&around(&visit, "/glass/end", &id, "End it now", Tone::Secondary));
        }
    }
    visit.show(r, &visit.page("Break-glass").below("/glass"), &main).await
}

fn use_of(visit: &Visit, it: &Glass, reference: &str, now: Ts) -> Html {
    let standing = match it.standing(now) {
        Standing::Waits => "Waits for a second person".to_owned(),
        Standing::Live => format!("Open until {}", it.ends.words()),
        Standing::Over if it.opened.is_none() => "Never opened".to_owned(),
        Standing::Over => format!("Over since {}", it.ended.unwrap_or(it.ends).words()),
    };
    let reviewed = match it.reviewed_at {
        None if it.opened.is_none() => "None is needed".to_owned(),
        None => "Not yet".to_owned(),
        Some(at) => {
            let words = [code(visit, "break-glass-reviews", &it.outcome), it.review_words.clone()];
            let words: Vec<_> = words.into_iter().filter(|it| !it.is_empty()).collect();
            format!("{}, by {} on {}", words.join(": "), it.reviewed_shown, at.words())
        }
    };
    let mut rows = vec![
        Row::of("Record", reference.to_owned()),
        Row::of("Who", it.by_shown.as_str()),
        Row::of("When", it.asked.words()),
        Row::of("Why", code(visit, "break-glass-reasons", &it.reason)),
        Row::of("In words", it.words.as_str()),
        Row::of("State", standing),
        Row::of("Review", reviewed),
    ];
    if it.waits_for_second && it.seconded_at.is_some() {
        let words = if it.seconded_by.is_some() { "Yes" } else { "No" };
        rows.push(Row::of("Second person", format!("{words}, {}", it.seconded_shown)));
    }
    web::heading(2, &it.reference.to_string()).html(&web::summary_list(&SummaryList { rows, ..SummaryList::default() }))
}

/// Ends one of one's own.
///
/// # Errors
/// Not found, when it is another's or over.
pub async fn end(visit: Visit, posted: Posted) -> Answer {
    let glass = posted.raw("glass").parse().map_err(|_| Refused::NotFound)?;
    visit.act(posted.key(), EndGlass { glass }).await?;
    Ok(visit.see_other("/glass", "It is over."))
}

/// Those that wait for a second person of another line.
///
/// # Errors
/// When the store refuses.
pub async fn to_second(visit: Visit) -> Answer {
    let r = visit.read().await?;
    let now = r.now;
    let all: Listed<Glass> =
        r.page(SECOND_GLASS, "FROM glass t", |q| waits(q, now), "ORDER BY t.asked, t.id", (50, 0)).await?;
    let mut main = web::heading(1, "Break-glass: a second yes").html(&web::paragraph(
        "These are about restricted records. Say yes only if you are sure that it cannot wait and that whoever asks must see it.",
    ));
    if all.rows.is_empty() {
        main = main.html(&web::paragraph("Nobody waits for your yes."));
    }
    for it in &all.rows {
        let id = web::hidden("glass", &it.id.to_string());
        let yes = id.clone().html(&web::hidden("yes", "yes"));
        main = main
            .html(&use_of(&visit, it, &reference_of(&r, it.person).await?, now))
            .html(&around(&visit, "/glass/second", &yes, "Yes, open the record", Tone::Warning))
            .html(&around(&visit, "/glass/second", &id, "No", Tone::Secondary));
    }
    visit.show(r, &visit.page("Break-glass: a second yes").below("/"), &main).await
}

/// Says yes or no.
///
/// # Errors
/// Not found where it is one's own or of one's own line; a conflict when it no longer waits.
pub async fn second(visit: Visit, posted: Posted) -> Answer {
    let glass = posted.raw("glass").parse().map_err(|_| Refused::NotFound)?;
    let yes = posted.raw("yes") == "yes";
    visit.act(posted.key(), SecondGlass { glass, yes }).await?;
    Ok(visit.see_other("/glass/second", if yes { "The record is open to them." } else { "You said no." }))
}

/// Uses that wait for their review, the oldest first; then those reviewed lately.
///
/// # Errors
/// When the store refuses.
pub async fn to_review(visit: Visit) -> Answer {
    let r = visit.read().await?;
    draw_review(&visit, r, &Typed::blank()).await
}

async fn draw_review(visit: &Visit, r: Reading, typed: &Typed) -> Answer {
    let now = r.now;
    let open: Listed<Glass> =
        r.page(REVIEW_GLASS, "FROM glass t", unreviewed, "ORDER BY t.opened, t.id", (50, 0)).await?;
    let reviewed = |q: Query| q.and("t.reviewed_at IS NOT NULL", vec![]);
    let done: Listed<Glass> =
        r.page(REVIEW_GLASS, "FROM glass t", reviewed, "ORDER BY t.reviewed_at DESC, t.id", (20, 0)).await?;
    let mut main = web::heading(1, "Break-glass to review");
    if open.rows.is_empty() {
        main = main.html(&web::paragraph("No use waits for a review."));
    }
    for it in &open.rows {
        let reference = reference_of(&r, it.person).await?;
        main = main
            .html(&use_of(visit, it, &reference, now))
            .html(&due(&r, it).await?)
            .html(&web::link_line(&Link::to(&format!("/looked/{reference}"), "Who looked at this record, and when")))
            .html(&review_form(visit, it, typed));
    }
    if !done.rows.is_empty() {
        main = main.html(&web::heading(2, "Reviewed"));
    }
    for it in &done.rows {
        main = main.html(&use_of(visit, it, &reference_of(&r, it.person).await?, now));
    }
    let page = visit.page("Break-glass to review").below("/glass/review").errors(typed.wrongs());
    visit.show(r, &page, &main).await
}

/// When the review is due, and why then (CK-91).
async fn due(r: &Reading, it: &Glass) -> Result<Html, Refused> {
    const CLOCK: &str = "SELECT definition, due_instant FROM clock WHERE subject = $1 ORDER BY started LIMIT 1";
    let found: Option<(String, Option<Ts>)> = r.plain_one(CLOCK, args![it.id.0]).await?;
    Ok(match found {
        Some((clock, Some(at))) if at < r.now => web::warning_text(&format!("{clock}: was due {}", at.words())),
        Some((clock, Some(at))) => web::paragraph(&format!("{clock}: due {}", at.words())),
        Some((_, None)) | None => Html::new(),
    })
}

fn review_form(visit: &Visit, it: &Glass, typed: &Typed) -> Html {
    let today = visit.now().day();
    let list = visit.catalogue.codes("break-glass-reviews");
    let found: Vec<_> = list.into_iter().flat_map(|it| it.on(today)).collect();
    let choices = Choice::all(found.iter().map(|it| (it.code.as_str(), it.label.as_str())));
    let blank = Typed::blank();
    let id = it.id.to_string();
    let typed = if typed.get("glass") == id { typed } else { &blank };
    let text = Textarea::of(typed, "review_words", "What did you find, and what follows from it?");
    let fields = web::hidden("glass", &id)
        .html(&web::radios(&Radios::of(typed, "outcome", "Was it justified?", choices)))
        .html(&web::textarea(&Textarea { rows: 3, ..text }));
    let open = !typed.wrongs().is_empty();
    web::details("Review this use", &around(visit, "/glass/review", &fields, "Save the review", Tone::Main), open)
}

/// Reviews one.
///
/// # Errors
/// Not found where it is one's own; what is wrong is shown with everything that was typed.
pub async fn review(visit: Visit, posted: Posted) -> Answer {
    let glass = posted.raw("glass").parse().map_err(|_| Refused::NotFound)?;
    let (outcome, words) = (posted.raw("outcome").to_owned(), posted.raw("review_words").to_owned());
    match visit.act(posted.key(), ReviewGlass { glass, outcome, words }).await {
        Ok(()) => Ok(visit.see_other("/glass/review", "The review is saved.")),
        Err(Refused::Wrong(wrongs)) => {
            let r = visit.read().await?;
            draw_review(&visit, r, &posted.asked().again(wrongs)).await
        }
        Err(other) => Err(other.into()),
    }
}
