//! An assessment as its worker writes it: a task list, a page for each part with the rubric beside each domain and what
//! was said last time, *check your answers* with the instrument's suggestion printed, then the level is proposed.

use axum::extract::Path;
use axum::response::IntoResponse as _;
use catalogue::Instrument;
use door::{Key, Reading};
use form::draw::Status;
use form::{DraftId, Pressed, SaveDraft, Saved, Sheet};
use kernel::{Reference, Refused, Wrongs};
use room::{Answer, Posted, Visit};
use web::{Button, Colour, ErrorSummary, Html, Link, Task, Tone};

use super::desk::{Desk, Leaf};
use super::parts::{form_to, level_words};
use super::{ProposeAssessment, opened, rules};

fn of(posted: &Posted) -> Option<(DraftId, i64)> {
    Some((posted.raw("draft").parse().ok()?, posted.raw("version").parse().ok()?))
}

fn page_of(visit: &Visit, title: &str) -> web::Page {
    visit.page(title.to_owned()).below("/assessments").marked(kernel::Marking::Sensitive)
}

/// What is to be done, part by part.
///
/// # Errors
/// Not found, also where one may not know of it.
pub async fn tasks(visit: Visit, Path(reference): Path<String>) -> Answer {
    let r = visit.read().await?;
    let desk = Desk::open(&r, &reference).await?;
    let person = person::by_id(&r, desk.it.person).await?;
    let sheet = Sheet::new(&desk.form, &desk.answers, &visit.catalogue, r.now.day());
    let leaves = desk.leaves();
    let hrefs: Vec<String> = leaves.iter().map(|it| desk.at(&format!("/{}", it.id))).collect();
    let tasks: Vec<Task<'_>> = leaves
        .iter()
        .zip(&hrefs)
        .map(|(leaf, href)| Task { title: &leaf.title, href, status: status(&sheet, leaf), ..Task::default() })
        .collect();
    let away =
        web::textarea(&web::Textarea { name: "reason", label: "Why you withdraw it", rows: 2, ..Default::default() })
            .html(&web::button(&Button { text: "Withdraw it", tone: Tone::Warning, ..Button::default() }));
    let main = web::heading(1, &desk.form.title)
        .html(&web::paragraph(&format!("{} about {}, {}.", desk.it.kind.label(), person.name(), desk.it.reference)))
        .html(&desk.form.intro.as_deref().map_or_else(Html::new, web::paragraph))
        .html(&returned(&desk.comment))
        .html(&web::task_list("assessment", &tasks))
        .html(&web::link_button(&desk.at("/check"), "Check your answers and propose a level", Tone::Main))
        .html(&web::details(
            "Withdraw this assessment",
            &form_to(&visit, &format!("{}/withdraw", desk.it.page()), &away),
            false,
        ));
    let page = page_of(&visit, &desk.form.title).back(format!("/people/{}/assessments", person.reference));
    visit.show(r, &page, &main).await
}

fn returned(comment: &str) -> Html {
    if comment.is_empty() {
        return Html::new();
    }
    web::inset_text(&web::paragraph("The manager returned it:").html(&web::paragraph(comment)))
}

fn status(sheet: &Sheet<'_>, leaf: &Leaf) -> Html {
    let groups = sheet.form.groups.iter().filter(|it| leaf.groups.contains(&it.id));
    let all: Vec<Status> = groups.map(|it| sheet.status(it)).collect();
    let is = |it: Status| all.contains(&it);
    if is(Status::Begun) || (is(Status::NotBegun) && is(Status::Completed)) {
        web::tag("In progress", Colour::Teal)
    } else if is(Status::NotBegun) {
        web::tag("Not yet started", Colour::Plain)
    } else if is(Status::Completed) {
        web::text("Completed")
    } else {
        web::tag("Optional", Colour::Grey)
    }
}

/// One part of the form.
///
/// # Errors
/// Not found, also where one may not know of it or the form has no such part.
pub async fn leaf(visit: Visit, Path((reference, id)): Path<(String, String)>) -> Answer {
    let r = visit.read().await?;
    let desk = Desk::open(&r, &reference).await?;
    draw(&visit, r, &desk, &id, &Wrongs::default(), &Html::new()).await
}

async fn draw(visit: &Visit, r: Reading, desk: &Desk, id: &str, wrongs: &Wrongs, note: &Html) -> Answer {
    let leaf = desk.leaves().into_iter().find(|it| it.id == id).ok_or(Refused::NotFound)?;
    let form = desk.with_last();
    let sheet = Sheet::new(&form, &desk.answers, &visit.catalogue, r.now.day()).with_wrongs(wrongs.clone());
    let (draft, version) = desk.draft.map_or_else(Default::default, |(id, v)| (id.to_string(), v.to_string()));
    let start = visit.form_start().html(&web::hidden("draft", &draft)).html(&web::hidden("version", &version));
    let groups: Vec<&str> = leaf.groups.iter().map(String::as_str).collect();
    let autosave = format!("{}/draft", desk.it.page());
    let suggestion = if id == "outcome" { suggestion(visit, desk) } else { Html::new() };
    let scale = if id.starts_with("items-") { scale(&desk.instrument) } else { Html::new() };
    let main = sheet
        .banners()
        .html(&web::heading(1, &leaf.title))
        .html(note)
        .html(&returned(&desk.comment))
        .html(&scale)
        .html(&suggestion)
        .html(&form::draw::form_tag(
            &sheet,
            &desk.at(&format!("/{id}")),
            &autosave,
            &start,
            &sheet.questions(&groups),
            "Save and continue",
        ));
    let page = page_of(visit, &leaf.title).back(desk.at("")).errors(wrongs);
    visit.show(r, &page, &main).await
}

/// What the ratings mean in general.
fn scale(it: &Instrument) -> Html {
    if it.scale.is_empty() {
        return Html::new();
    }
    let one = |it: &catalogue::Rating| {
        web::text(&format!("{}: {}. {}", it.value, it.label, it.words.as_deref().unwrap_or_default()))
    };
    web::details("What the ratings mean", &web::list(it.scale.iter().map(one)), false)
}

/// The instrument's suggestion, printed with its rule. It is never put into the answer.
fn suggestion(visit: &Visit, desk: &Desk) -> Html {
    let it = rules::suggest(&desk.instrument, &desk.form, &desk.answers, visit.now().day());
    let words = match it.level {
        Some(level) => {
            let level = level_words(&visit.catalogue, Some(&desk.instrument), level.into());
            format!("With the answers so far the instrument's rule suggests {level}, because {}.", it.why)
        }
        None => format!("With the answers so far: {}.", it.why),
    };
    let total = it.total.map_or_else(Html::new, |it| web::paragraph(&format!("Total: {it}.")));
    let rule = web::list(rules::printed(&desk.instrument).iter().map(|it| web::text(it)));
    let rule = web::details("The rule, in the order in which it is asked", &rule, false);
    let own = web::paragraph("It is a suggestion. The level is your judgement, with your reason.");
    web::inset_text(&web::paragraph(&words).html(&total).html(&own).html(&rule))
}

/// Keeps the draft while somebody types; the script sends it after a moment of quiet.
///
/// # Errors
/// Stale, when another tab saved it first.
pub async fn autosave(visit: Visit, Path(reference): Path<String>, posted: Posted) -> Answer {
    let desk = typed(&visit, &reference, &posted).await?;
    let saved = save(&visit, &desk, of(&posted)).await?;
    Ok(axum::Json(saved.for_page()).into_response())
}

/// The desk with what was typed, upon what the draft holds of questions that were not on the page.
async fn typed(visit: &Visit, reference: &str, posted: &Posted) -> Result<Desk, Refused> {
    let r = visit.read().await?;
    let mut desk = Desk::open(&r, reference).await?;
    visit.door().leave(r, &visit.route).await?;
    desk.answers = form::posted(&desk.form, &posted.fields, &desk.answers);
    Ok(desk)
}

async fn save(visit: &Visit, desk: &Desk, draft: Option<(DraftId, i64)>) -> Result<Saved, Refused> {
    let it = SaveDraft {
        draft,
        form: desk.form.id.clone(),
        answers: desk.answers.clone(),
        page: String::new(),
        person: Some(desk.it.person),
        subject: Some(desk.it.id.0),
        part: catalogue::Part::Casework,
    };
    visit.act(Key::none(), it).await
}

/// A part comes back: kept, checked, and on to the next one.
///
/// # Errors
/// Why it was refused; what is wrong is shown with everything that was typed.
pub async fn post(visit: Visit, Path((reference, id)): Path<(String, String)>, posted: Posted) -> Answer {
    let mut desk = typed(&visit, &reference, &posted).await?;
    let pressed = Pressed::of(&posted.fields);
    pressed.press(&desk.form, &mut desk.answers);
    let saved = match save(&visit, &desk, of(&posted)).await {
        Ok(saved) => saved,
        Err(Refused::Stale) => return both(&visit, &reference, &id, &desk).await,
        Err(other) => return Err(other.into()),
    };
    desk.draft = Some((saved.draft, saved.version));
    let leaves = desk.leaves();
    let at = leaves.iter().position(|it| it.id == id).ok_or(Refused::NotFound)?;
    let groups: Vec<&str> = leaves[at].groups.iter().map(String::as_str).collect();
    let sheet = Sheet::new(&desk.form, &desk.answers, &visit.catalogue, visit.now().day());
    let stays = match &pressed {
        Pressed::Save => return Ok(visit.see_other(&desk.at(""), "Your draft is saved.")),
        Pressed::Add(_) | Pressed::Remove(..) | Pressed::Forget(..) => true,
        Pressed::Continue => sheet.brought_up(&posted.fields, &groups),
    };
    let wrongs = if stays { Wrongs::default() } else { sheet.wrongs_of(&groups) };
    if stays || !wrongs.is_empty() {
        let r = visit.read().await?;
        opened(&r, &reference).await?;
        return draw(&visit, r, &desk, &id, &wrongs, &Html::new()).await;
    }
    let next = leaves.get(at + 1).map_or_else(|| "/check".to_owned(), |it| format!("/{}", it.id));
    Ok(visit.see_other(&desk.at(&next), ""))
}

/// Another tab saved the draft first: the page with what was typed here, and above it what the other tab says instead.
async fn both(visit: &Visit, reference: &str, id: &str, mine: &Desk) -> Answer {
    let r = visit.read().await?;
    let mut theirs = Desk::open(&r, reference).await?;
    let differs = form::rules::differences(&theirs.form, &theirs.answers, &mine.answers, &visit.catalogue);
    let one = |h: Html, (what, kept, typed): &(String, String, String)| {
        h.html(&web::paragraph(&format!("{what}\nSaved elsewhere: {kept}\nTyped here: {typed}")))
    };
    let words = "This draft was saved in another tab or on another device while you typed here. Nothing is lost: below is \
        what you typed here. Change it as it should be and save it again.";
    let note = web::inset_text(&web::paragraph(words).each(&form::draw::differs(&differs), one));
    theirs.answers = mine.answers.clone();
    draw(visit, r, &theirs, id, &Wrongs::default(), &note).await
}

/// Everything that was answered, with the instrument's suggestion, before the level is proposed.
///
/// # Errors
/// Not found, also where one may not know of it.
pub async fn check(visit: Visit, Path(reference): Path<String>) -> Answer {
    let r = visit.read().await?;
    let desk = Desk::open(&r, &reference).await?;
    let leaves = desk.leaves();
    let leaf_of = |field: &str| {
        let group = field.trim_start_matches("add.").split('.').next().unwrap_or_default();
        leaves.iter().find(|it| it.groups.iter().any(|it| it == group)).map_or("", |it| it.id.as_str()).to_owned()
    };
    let wrongs = desk.wrongs(&visit);
    let to = |field: &str| desk.at(&format!("/{}#{field}", leaf_of(field)));
    let hrefs: Vec<String> = wrongs.0.iter().map(|it| to(&it.field)).collect();
    let errors = wrongs.0.iter().zip(&hrefs).map(|(it, href)| Link::to(href, &it.message)).collect();
    let left = ErrorSummary { title: "Still to be answered", errors, ..ErrorSummary::default() };
    let groups = form::summary(&desk.form, &desk.answers, &visit.catalogue, r.now.day());
    let cards = form::draw::check_answers(&groups, |_, field| Some(to(field)));
    let version = desk.draft.map_or(0, |it| it.1);
    let inner = web::hidden("version", &version.to_string()).html(&web::button(&Button {
        text: "Propose this level",
        once: Some(true),
        ..Button::default()
    }));
    let ready = wrongs.is_empty() && desk.draft.is_some();
    let main = Html::new()
        .when(!wrongs.is_empty(), |h| h.html(&web::error_summary(&left)))
        .html(&web::heading(1, "Check your answers"))
        .html(&suggestion(&visit, &desk))
        .html(&cards)
        .when(ready, |h| {
            h.html(&web::heading(2, "Now propose the level"))
                .html(&web::paragraph(
                    "A team manager reads it, and authorises it or returns it to you with a comment.",
                ))
                .html(&form_to(&visit, &format!("{}/propose", desk.it.page()), &inner))
        });
    visit.show(r, &page_of(&visit, "Check your answers").back(desk.at("")), &main).await
}

/// The level is proposed.
///
/// # Errors
/// Why it was refused.
pub async fn propose(visit: Visit, Path(reference): Path<String>, posted: Posted) -> Answer {
    let assessment: Reference = reference.parse().map_err(|_| Refused::NotFound)?;
    let command = ProposeAssessment { assessment, version: posted.raw("version").parse().unwrap_or_default() };
    match visit.act(posted.key(), command).await {
        Ok(()) => {
            Ok(visit.see_other(&format!("/assessments/{assessment}"), "The level is proposed. A manager has it now."))
        }
        Err(Refused::Wrong(_)) => Ok(visit.see_other(&format!("/assessments/{assessment}/write/check"), "")),
        Err(other) => Err(other.into()),
    }
}
