//! Drafts of a practitioner's referral: kept while they type, found again after a time-out, never overwritten unseen.

use axum::extract::Query;
use axum::response::IntoResponse as _;
use door::{Key, Reading};
use form::{Answers, DiscardDraft, Draft, DraftId, SaveDraft, Saved};
use kernel::{Refused, Wrongs};
use room::{Answer, Posted, Visit};
use serde::Deserialize;
use web::{Button, Html, Tone};

use super::refer::{Kept, page};

/// The form whose drafts these are.
pub(super) const FORM: &str = "referral";
/// Where it stands.
pub(super) const AT: &str = "/referrals/new";

/// Which draft is meant.
#[derive(Deserialize)]
pub struct Which {
    draft: Option<DraftId>,
}

/// A practitioner's form: new, or a draft to go on with.
///
/// # Errors
/// Not found, when the draft is another's or was thrown away.
pub async fn open(visit: Visit, Query(which): Query<Which>) -> Answer {
    let Some(id) = which.draft else {
        return page(&visit, FORM, AT, &Answers::default(), &Wrongs::default(), &Kept::default());
    };
    let draft = load(&visit, id).await?;
    let kept = Kept { draft: Some((draft.id, draft.version)), ..Kept::default() };
    page(&visit, FORM, AT, &draft.answers.0, &Wrongs::default(), &kept)
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
pub(super) async fn typed(visit: &Visit, posted: &Posted) -> Result<Answers, Refused> {
    let form = visit.catalogue.form(FORM, visit.now().day()).ok_or(Refused::NotFound)?;
    let before = match of(posted) {
        Some((id, _)) => load(visit, id).await?.answers.0,
        None => Answers::default(),
    };
    Ok(form::posted(form, &posted.fields, &before))
}

/// Saves what was typed.
pub(super) async fn save(visit: &Visit, posted: &Posted, answers: &Answers) -> Result<Saved, Refused> {
    let it = SaveDraft {
        draft: of(posted),
        form: FORM.to_owned(),
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
    let answers = typed(&visit, &posted).await?;
    let saved = save(&visit, &posted, &answers).await?;
    Ok(axum::Json(saved.for_page()).into_response())
}

/// Another tab saved the draft first: the page with what was typed here, and above it what the other tab says instead.
pub(super) async fn both(visit: &Visit, posted: &Posted, mine: &Answers) -> Answer {
    let Some((id, _)) = of(posted) else { return Err(Refused::Stale.into()) };
    let theirs = load(visit, id).await?;
    let form = visit.catalogue.form(FORM, visit.now().day()).ok_or(Refused::NotFound)?;
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
    page(visit, FORM, AT, mine, &Wrongs::default(), &Kept { draft: Some((theirs.id, theirs.version)), note })
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
    let drafts = form::my_drafts(r, 50).await?;
    if drafts.rows.is_empty() {
        return Ok(Html::new());
    }
    let one = |h: Html, it: &Draft| {
        let name = it.answers.0.words("children", "forename").unwrap_or("nobody named yet");
        let words = format!("Draft about {name}, saved {}", it.saved.words());
        let away = Button { text: "Throw away", tone: Tone::Secondary, once: Some(true), ..Button::default() };
        h.html(&web::heading(3, &words))
            .html(&web::paragraph(&format!("Kept until {}.", it.expires.day().words())))
            .html(&web::link(&web::Link::to(&format!("{AT}?draft={}", it.id), "Go on with this draft")))
            .raw("<form method=\"post\" action=\"/referrals/new/discard\">")
            .html(&visit.form_start())
            .html(&web::hidden("draft", &it.id.to_string()))
            .html(&web::hidden("version", &it.version.to_string()))
            .html(&web::button(&away))
            .raw("</form>")
    };
    Ok(web::heading(2, "Drafts").each(&drafts.rows, one))
}
