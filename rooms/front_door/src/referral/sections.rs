//! A practitioner's form as a task list: each group has a page of its own, then *check your answers*, then it is sent.

use axum::extract::{Path, Query};
use form::{Answers, DraftId, Pressed, Sheet};
use kernel::{Refused, Wrongs};
use room::{Answer, Posted, Visit};
use serde::Deserialize;
use web::{Button, ErrorSummary, Html, Link, Page};

use super::drafts::{self, Kept};
use super::{SendDraft, files, queue};

/// A form and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub form: &'static str,
    pub at: &'static str,
}

/// Referrals of children.
pub(super) const CHILDREN: Place = Place { form: "referral", at: "/referrals/new" };
/// Concerns about adults (F14a).
pub(super) const ADULTS: Place = Place { form: queue::ADULT, at: "/concerns/adult/new" };

impl Place {
    /// By an address below it.
    fn of(route: &str) -> Self {
        if route.starts_with(ADULTS.at) { ADULTS } else { CHILDREN }
    }
    /// By the form of a draft.
    pub(super) fn of_form(form: &str) -> Self {
        if form == ADULTS.form { ADULTS } else { CHILDREN }
    }
    /// The address of a page, for a draft.
    pub(super) fn page(self, page: &str, draft: DraftId) -> String {
        if page.is_empty() { format!("{}?draft={draft}", self.at) } else { format!("{}/{page}?draft={draft}", self.at) }
    }
}

/// Which draft is meant.
#[derive(Deserialize)]
pub struct Which {
    draft: Option<DraftId>,
}

/// The form: its first page where nothing is begun, the task list of a draft.
///
/// # Errors
/// Not found, when the draft is another's or was thrown away.
pub async fn open(visit: Visit, Query(which): Query<Which>) -> Answer {
    let place = Place::of(&visit.route);
    let today = visit.now().day();
    let form = visit.catalogue.form(place.form, today).ok_or(Refused::NotFound)?;
    let Some(id) = which.draft else {
        let first = form.groups.first().ok_or(Refused::NotFound)?.id.clone();
        return section(&visit, place, &first, &Answers::default(), &Wrongs::default(), &Kept::default()).await;
    };
    let draft = drafts::load(&visit, id).await?;
    let sheet = Sheet::new(form, &draft.answers.0, &visit.catalogue, today);
    let tasks = form::draw::task_list(&sheet, |group| place.page(group, id));
    let left = form::check(form, &draft.answers.0, &visit.catalogue, today);
    let words = if left.is_empty() {
        "Everything that must be answered is."
    } else {
        "What is not known may be left as not known."
    };
    let away = Button { text: "Throw this draft away", tone: web::Tone::Secondary, ..Button::default() };
    let away = web::hidden("draft", &id.to_string())
        .html(&web::hidden("version", &draft.version.to_string()))
        .html(&web::button(&away));
    let main = sheet
        .banners()
        .html(&web::heading(1, &form.title))
        .html(&form.intro.as_deref().map_or_else(Html::new, web::paragraph))
        .html(&adult_words(&visit, place, &draft.answers.0))
        .html(&tasks)
        .html(&web::paragraph(words))
        .html(&web::link_button(&place.page("check", id), "Check your answers", web::Tone::Main))
        .html(&super::pages::form_to(&visit, &format!("{}/discard", place.at), &away));
    Ok(visit.show_plain(&page_of(&visit, place, &form.title), &main))
}

fn page_of(visit: &Visit, place: Place, title: &str) -> Page {
    visit.page(title.to_owned()).below(place.at)
}

/// Somebody of 18 or over has the safeguards of the Care Act: their concern has a form and a queue of its own.
fn adult_words(visit: &Visit, place: Place, answers: &Answers) -> Html {
    let today = visit.now().day();
    let of_age =
        |it: &form::Instance| it.get("born").and_then(|it| form::rules::years(it, today)).is_some_and(|it| it >= 18);
    if place == ADULTS || !answers.instances("children").iter().any(of_age) {
        return Html::new();
    }
    let words = "One of those whom you refer is 18 or over. Raise a concern about an adult for them: it goes to adults' services.";
    web::inset_text(&web::paragraph(words).html(&web::link(&Link::to(ADULTS.at, "Raise a concern about an adult"))))
}

/// One group of a draft.
///
/// # Errors
/// Not found, when the draft is another's or the form has no such group.
pub async fn one(visit: Visit, Path(group): Path<String>, Query(which): Query<Which>) -> Answer {
    let place = Place::of(&visit.route);
    let draft = drafts::load(&visit, which.draft.ok_or(Refused::NotFound)?).await?;
    let kept = Kept { draft: Some((draft.id, draft.version)), ..Kept::default() };
    section(&visit, place, &group, &draft.answers.0, &Wrongs::default(), &kept).await
}

/// The page of a group, with what is wrong with it.
pub(super) async fn section(
    visit: &Visit,
    place: Place,
    id: &str,
    answers: &Answers,
    wrongs: &Wrongs,
    kept: &Kept,
) -> Answer {
    let today = visit.now().day();
    let form = visit.catalogue.form(place.form, today).ok_or(Refused::NotFound)?;
    let group = form.groups.iter().find(|it| it.id == id).ok_or(Refused::NotFound)?;
    let sent = match kept.draft {
        Some((draft, _)) => files::of_draft(visit, draft).await?,
        None => Vec::new(),
    };
    let sheet = Sheet::new(form, answers, &visit.catalogue, today).with_wrongs(wrongs.clone()).with_files(sent);
    let danger = visit.catalogue.words("danger-999", today);
    let raised = !form::banners(form, answers, today).is_empty();
    let first = form.groups.first().is_some_and(|it| it.id == id);
    let mut main = sheet.banners();
    if let Some(it) = danger.filter(|_| first && !raised) {
        main = main.html(&web::warning_text(&it.text));
    }
    let begin = Html::new()
        .when(first, |h| h.html(&web::heading(1, &form.title)).html(&web::heading(2, &group.title)))
        .when(!first, |h| h.html(&web::heading(1, &group.title)));
    let (draft, version) = kept.draft.map_or_else(Default::default, |(id, v)| (id.to_string(), v.to_string()));
    let start = visit.form_start().html(&web::hidden("draft", &draft)).html(&web::hidden("version", &version));
    let autosave = format!("{}/draft", place.at);
    let action = format!("{}/{id}", place.at);
    main = main.html(&begin).html(&kept.note).html(&adult_words(visit, place, answers)).html(&form::draw::form_tag(
        &sheet,
        &action,
        &autosave,
        &start,
        &sheet.questions(&[id]),
        "Save and continue",
    ));
    let back = kept.draft.map_or_else(|| "/referrals/mine".to_owned(), |(id, _)| place.page("", id));
    Ok(visit.show_plain(&page_of(visit, place, &group.title).back(back).errors(wrongs), &main))
}

/// A page of the form comes back: kept, checked, and on to the next one.
///
/// # Errors
/// Why it was refused; what is wrong is shown with everything that was typed.
pub async fn post(visit: Visit, Path(group): Path<String>, posted: Posted) -> Answer {
    let place = Place::of(&visit.route);
    let today = visit.now().day();
    let form = visit.catalogue.form(place.form, today).ok_or(Refused::NotFound)?.clone();
    let mut answers = drafts::typed(&visit, place, &posted).await?;
    let pressed = Pressed::of(&posted.fields);
    pressed.press(&form, &mut answers);
    let saved = match drafts::save(&visit, place, &posted, &answers).await {
        Ok(saved) => saved,
        Err(Refused::Stale) => return drafts::both(&visit, place, &group, &posted, &answers).await,
        Err(other) => return Err(other.into()),
    };
    let mut kept = Kept { draft: Some((saved.draft, saved.version)), ..Kept::default() };
    let fields = posted.fields.clone();
    let wrong = files::wrong(&visit, &posted);
    if !posted.files.is_empty() && wrong.is_empty() {
        files::keep(&visit, posted, saved.draft, &mut answers).await?;
        let again = drafts::again(&visit, place, saved.draft, saved.version, &answers).await?;
        kept.draft = Some((again.draft, again.version));
    }
    let sheet = Sheet::new(&form, &answers, &visit.catalogue, today);
    let next = match &pressed {
        Pressed::Save => return Ok(visit.see_other("/referrals/mine", "Your draft is saved.")),
        Pressed::Add(_) | Pressed::Remove(..) | Pressed::Forget(..) => None,
        Pressed::Continue if sheet.brought_up(&fields, &[&group]) => None,
        Pressed::Continue => Some(sheet.after(&group).map_or("check", |it| it.id.as_str()).to_owned()),
    };
    let Some(next) = next else {
        return section(&visit, place, &group, &answers, &wrong, &kept).await;
    };
    let mut wrongs = sheet.wrongs_of(&[&group]);
    wrongs.0.extend(wrong.0);
    if !wrongs.is_empty() {
        return section(&visit, place, &group, &answers, &wrongs, &kept).await;
    }
    let first = form.groups.first().is_some_and(|it| it.id == group);
    let next = if first { String::new() } else { next };
    Ok(visit.see_other(&place.page(&next, saved.draft), ""))
}

/// Everything that was answered, before it is sent.
///
/// # Errors
/// Not found, when the draft is another's.
pub async fn check(visit: Visit, Query(which): Query<Which>) -> Answer {
    let id = which.draft.ok_or(Refused::NotFound)?;
    draw_check(&visit, Place::of(&visit.route), id).await
}

async fn draw_check(visit: &Visit, place: Place, id: DraftId) -> Answer {
    let draft = drafts::load(visit, id).await?;
    let today = visit.now().day();
    let form = visit.catalogue.form(place.form, today).ok_or(Refused::NotFound)?;
    let answers = &draft.answers.0;
    let wrongs = form::check(form, answers, &visit.catalogue, today);
    let group_of = |field: &str| field.trim_start_matches("add.").split('.').next().unwrap_or_default().to_owned();
    let hrefs: Vec<String> =
        wrongs.0.iter().map(|it| format!("{}#{}", place.page(&group_of(&it.field), id), it.field)).collect();
    let errors = wrongs.0.iter().zip(&hrefs).map(|(it, href)| Link::to(href, &it.message)).collect();
    let left = ErrorSummary { title: "Still to be answered", errors, ..ErrorSummary::default() };
    let mut groups = form::summary(form, answers, &visit.catalogue, today);
    files::name_them(&mut groups, answers, &files::of_draft(visit, id).await?);
    let cards = form::draw::check_answers(&groups, |group, field| Some(format!("{}#{field}", place.page(group, id))));
    let sheet = Sheet::new(form, answers, &visit.catalogue, today);
    let inner = web::hidden("draft", &id.to_string())
        .html(&web::hidden("version", &draft.version.to_string()))
        .html(&web::button(&Button { text: "Send", once: Some(true), ..Button::default() }));
    let ready = wrongs.is_empty();
    let main = Html::new()
        .when(!ready, |h| h.html(&web::error_summary(&left)))
        .html(&sheet.banners())
        .html(&web::heading(1, "Check your answers"))
        .html(&adult_words(visit, place, answers))
        .html(&language(visit, form, answers))
        .html(&cards)
        .when(ready, |h| {
            h.html(&web::heading(2, "Now send it"))
                .html(&web::paragraph(
                    "What you send is read by the front door. You find what was decided under My referrals.",
                ))
                .html(&super::pages::form_to(visit, &format!("{}/send", place.at), &inner))
        });
    let page = page_of(visit, place, "Check your answers").back(place.page("", id)).marked(kernel::Marking::Sensitive);
    Ok(visit.show_plain(&page, &main))
}

/// Words that blame the child, each once, with better ones: a warning, never a refusal (forms.md, language check).
fn language(visit: &Visit, form: &catalogue::Form, answers: &Answers) -> Html {
    let mut all = form::language(form, answers, &visit.catalogue.language);
    all.dedup_by(|a, b| a.phrase == b.phrase);
    if all.is_empty() {
        return Html::new();
    }
    let one = |it: &form::rules::Warning| web::text(&format!("“{}”: {} Better: {}", it.phrase, it.why, it.better));
    web::inset_text(
        &web::paragraph("Some words may read as if the child were to blame:").html(&web::list(all.iter().map(one))),
    )
}

/// It is sent.
///
/// # Errors
/// Why it was refused.
pub async fn send(visit: Visit, posted: Posted) -> Answer {
    let place = Place::of(&visit.route);
    let (draft, version) = drafts::of(&posted).ok_or(Refused::NotFound)?;
    match visit.act(posted.key(), SendDraft { draft, version }).await {
        Ok(reference) => {
            Ok(visit.see_other(&format!("/referrals/{reference}"), &format!("We have received {reference}.")))
        }
        Err(Refused::Wrong(_)) => draw_check(&visit, place, draft).await,
        Err(other) => Err(other.into()),
    }
}
