//! Drafts of a practitioner's referral: kept while they type, found again after a time-out, never overwritten unseen.

use axum::response::IntoResponse as _;
use door::{Key, Reading};
use form::{Answers, DiscardDraft, Draft, DraftId, SaveDraft, Saved};
use kernel::{Refused, Wrongs};
use room::{Answer, Posted, Visit};
use web::{Button, Html, Tone};

use super::sections::{ADULTS, CHILDREN, Place, section};

/// What a page keeps of its draft.
#[derive(Default)]
pub(super) struct Kept {
    /// The draft and the version that the page shows; none where there is no draft yet.
    pub draft: Option<(DraftId, i64)>,
    /// What stands above the questions.
    pub note: Html,
}

/// One's own draft as it was last saved.
pub(super) async fn load(visit: &Visit, id: DraftId) -> Result<Draft, Refused> {
    let r = visit.read().await?;
    let draft = form::my_draft(&r, id).await?;
    visit.door().leave(r, &visit.route).await?;
    Ok(draft)
}

/// The draft that a posted page belongs to, with the version that it showed.
pub(super) fn of(posted: &Posted) -> Option<(DraftId, i64)> {
    let get = |name: &str| posted.fields.iter().find(|it| it.0 == name).map(|it| it.1.as_str());
    Some((get("draft")?.parse().ok()?, get("version")?.parse().ok()?))
}

/// What was typed, upon what the draft holds of questions that were not on the page.
pub(super) async fn typed(visit: &Visit, place: Place, posted: &Posted) -> Result<Answers, Refused> {
    let form = visit.catalogue.form(place.form, visit.now().day()).ok_or(Refused::NotFound)?;
    let before = match of(posted) {
        Some((id, _)) => load(visit, id).await?.answers.0,
        None => Answers::default(),
    };
    Ok(form::posted(form, &posted.fields, &before))
}

/// Saves what was typed.
pub(super) async fn save(visit: &Visit, place: Place, posted: &Posted, answers: &Answers) -> Result<Saved, Refused> {
    keep(visit, place, of(posted), answers).await
}

/// Saves once more, after files came.
pub(super) async fn again(
    visit: &Visit,
    place: Place,
    draft: DraftId,
    version: i64,
    answers: &Answers,
) -> Result<Saved, Refused> {
    keep(visit, place, Some((draft, version)), answers).await
}

async fn keep(visit: &Visit, place: Place, draft: Option<(DraftId, i64)>, answers: &Answers) -> Result<Saved, Refused> {
    let it = SaveDraft {
        draft,
        form: place.form.to_owned(),
        answers: answers.clone(),
        page: String::new(),
        person: None,
        subject: None,
        part: catalogue::Part::Referral,
    };
    visit.act(Key::none(), it).await
}

/// Keeps the draft while somebody types; the script sends it after a moment of quiet.
///
/// # Errors
/// Stale, when another tab saved it first.
pub async fn autosave(visit: Visit, posted: Posted) -> Answer {
    let place = if visit.route.starts_with(ADULTS.at) { ADULTS } else { CHILDREN };
    let answers = typed(&visit, place, &posted).await?;
    let saved = save(&visit, place, &posted, &answers).await?;
    Ok(axum::Json(saved.for_page()).into_response())
}

/// Another tab saved the draft first: the page with what was typed here, and above it what the other tab says instead.
pub(super) async fn both(visit: &Visit, place: Place, group: &str, posted: &Posted, mine: &Answers) -> Answer {
    let Some((id, _)) = of(posted) else { return Err(Refused::Stale.into()) };
    let theirs = load(visit, id).await?;
    let form = visit.catalogue.form(place.form, visit.now().day()).ok_or(Refused::NotFound)?;
    let differs = form::rules::differences(form, &theirs.answers.0, mine, &visit.catalogue);
    let rows = form::draw::differs(&differs);
    let one = |h: Html, (what, kept, typed): &(String, String, String)| {
        let words = format!("{what}\nSaved elsewhere: {kept}\nTyped here: {typed}");
        h.html(&web::paragraph(&words))
    };
    let note = web::paragraph(
        "This draft was saved in another tab or on another device while you typed here. Nothing is lost: below is \
        what you typed here. Change it as it should be and send or save it again.",
    );
    let note = web::inset_text(&Html::new().html(&note).each(&rows, one));
    let kept = Kept { draft: Some((theirs.id, theirs.version)), note };
    section(visit, place, group, mine, &Wrongs::default(), &kept).await
}

/// Throws a draft away.
///
/// # Errors
/// Not found, when it is another's.
pub async fn discard(visit: Visit, posted: Posted) -> Answer {
    let (draft, _) = of(&posted).ok_or(Refused::NotFound)?;
    visit.act(posted.key(), DiscardDraft { draft }).await?;
    Ok(visit.see_other("/referrals/mine", "The draft was thrown away."))
}

/// One's own drafts, each to go on with or throw away.
///
/// # Errors
/// When the store refuses.
pub(super) async fn list(visit: &Visit, r: &Reading) -> Result<Html, Refused> {
    let mut drafts = form::my_drafts(r, 50).await?;
    drafts.rows.retain(|it| [CHILDREN.form, ADULTS.form].contains(&it.form.as_str())); // other rooms list their own
    if drafts.rows.is_empty() {
        return Ok(Html::new());
    }
    let one = |h: Html, it: &Draft| {
        let place = Place::of_form(&it.form);
        let name = super::naming::about(&it.answers.0);
        let words = format!("Draft about {name}, saved {}", it.saved.words());
        let away = Button { text: "Throw away", tone: Tone::Secondary, once: Some(true), ..Button::default() };
        h.html(&web::heading(3, &words))
            .html(&web::paragraph(&format!("Kept until {}.", it.expires.day().words())))
            .raw("<p class=\"govuk-body\">")
            .html(&web::link_line(&web::Link::to(&place.page("", it.id), "Go on with this draft")))
            .raw("</p>")
            .html(&super::pages::form_to(
                visit,
                &format!("{}/discard", place.at),
                &web::hidden("draft", &it.id.to_string())
                    .html(&web::hidden("version", &it.version.to_string()))
                    .html(&web::button(&away)),
            ))
    };
    Ok(web::heading(2, "Drafts").each(&drafts.rows, one))
}
