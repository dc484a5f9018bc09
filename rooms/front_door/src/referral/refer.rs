//! The forms: for practitioners at `/referrals/new`, for the public at `/refer`.

use axum::extract::Query;
use axum::response::Response;
use form::{Answers, DiscardDraft, DraftId, Pressed, Sheet};
use kernel::{Refused, Wrongs};
use room::{Answer, Posted, Visit};
use serde::Deserialize;
use web::Html;

use super::{Refer, drafts, files};

/// What a page keeps of its draft.
#[derive(Default)]
pub(super) struct Kept {
    /// The draft and the version that the page shows; none where there is no draft yet.
    pub draft: Option<(DraftId, i64)>,
    /// What stands above the questions.
    pub note: Html,
}

/// The public's form.
///
/// # Errors
/// When the configuration has no such form.
pub async fn public_form(visit: Visit) -> Answer {
    page(&visit, "referral-public", "/refer", &Answers::default(), &Wrongs::default(), &Kept::default())
}

/// The public sends.
///
/// # Errors
/// Why it was refused; what is wrong is shown on the form with everything that was typed.
pub async fn public_send(visit: Visit, posted: Posted) -> Answer {
    let form = visit.catalogue.form("referral-public", visit.now().day()).ok_or(Refused::NotFound)?;
    let mut answers = form::posted(form, &posted.fields, &Answers::default());
    let pressed = Pressed::of(&posted.fields);
    if pressed != Pressed::Continue {
        pressed.press(form, &mut answers);
        return page(&visit, "referral-public", "/refer", &answers, &Wrongs::default(), &Kept::default());
    }
    receive(&visit, posted, "referral-public", "/refer", &answers).await
}

/// A practitioner sends.
///
/// # Errors
/// As [`public_send`].
pub async fn send(visit: Visit, posted: Posted) -> Answer {
    let form = visit.catalogue.form(drafts::FORM, visit.now().day()).ok_or(Refused::NotFound)?;
    let mut answers = drafts::typed(&visit, &posted).await?;
    let pressed = Pressed::of(&posted.fields);
    if pressed == Pressed::Continue {
        return receive(&visit, posted, drafts::FORM, drafts::AT, &answers).await;
    }
    pressed.press(form, &mut answers);
    match drafts::save(&visit, &posted, &answers).await {
        Ok(_) if pressed == Pressed::Save => Ok(visit.see_other("/referrals/mine", "Your draft is saved.")),
        Ok(saved) => {
            let kept = Kept { draft: Some((saved.draft, saved.version)), ..Kept::default() };
            page(&visit, drafts::FORM, drafts::AT, &answers, &Wrongs::default(), &kept)
        }
        Err(Refused::Stale) => drafts::both(&visit, &posted, &answers).await,
        Err(other) => Err(other.into()),
    }
}

async fn receive(visit: &Visit, posted: Posted, form_id: &str, at: &str, answers: &Answers) -> Answer {
    let draft = drafts::of(&posted);
    let wrong = files::wrong(visit, &posted);
    if !wrong.is_empty() {
        return page(visit, form_id, at, answers, &wrong, &Kept { draft, ..Kept::default() });
    }
    let value = serde_json::to_value(answers).map_err(|e| Refused::Fault(e.to_string()))?;
    match visit.act(posted.key(), Refer { form: form_id.to_owned(), answers: value }).await {
        Ok(reference) if at == "/refer" => {
            Ok(visit.see_other(&format!("/refer/done?reference={}", reference.symbols()), ""))
        }
        Ok(reference) => {
            if let Some((draft, _)) = draft {
                // It was sent: a draft that is gone already is no reason to say otherwise.
                let _ = visit.act(door::Key::none(), DiscardDraft { draft }).await;
            }
            let news = match files::keep(visit, posted, reference).await {
                Ok(()) => format!("We have received {reference}."),
                Err(_) => format!(
                    "We have received {reference}, but not every file. Please send the missing ones by themselves."
                ),
            };
            Ok(visit.see_other(&format!("/referrals/{reference}"), &news))
        }
        Err(Refused::Wrong(wrongs)) => page(visit, form_id, at, answers, &wrongs, &Kept { draft, ..Kept::default() }),
        Err(other) => Err(other.into()),
    }
}

pub(super) fn page(visit: &Visit, form_id: &str, at: &str, answers: &Answers, wrongs: &Wrongs, kept: &Kept) -> Answer {
    let catalogue = visit.catalogue.clone();
    let today = visit.now().day();
    let form = catalogue.form(form_id, today).ok_or(Refused::NotFound)?;
    let sheet = Sheet::new(form, answers, &catalogue, today).with_wrongs(wrongs.clone());
    let banners = sheet.banners();
    let mut main = banners.html(&web::heading(1, &form.title));
    if let Some(it) = catalogue.words("danger-999", today).filter(|_| form::banners(form, answers, today).is_empty()) {
        main = main.html(&web::warning_text(&it.text));
    }
    if let Some(it) = &form.intro {
        main = main.html(&web::paragraph(it));
    }
    let mut start = visit.form_start();
    let staff = at == drafts::AT;
    if staff {
        let (id, version) =
            kept.draft.map_or_else(Default::default, |(id, version)| (id.to_string(), version.to_string()));
        start = start.html(&web::hidden("draft", &id)).html(&web::hidden("version", &version));
    }
    let autosave = if staff { "/referrals/new/draft" } else { "" };
    let main =
        main.html(&kept.note).html(&form::draw::form_tag(&sheet, at, autosave, &start, &sheet.questions(&[]), "Send"));
    let page = visit.page(form.title.clone()).errors(wrongs);
    Ok(visit.show_plain(&page, &main))
}

/// What the acknowledgement's address carries.
#[derive(Deserialize)]
pub struct Sent {
    reference: Option<String>,
}

/// The acknowledgement of a public referral.
///
/// # Errors
/// None.
pub async fn public_done(visit: Visit, Query(sent): Query<Sent>) -> Answer {
    Ok(done(&visit, &sent))
}

fn done(visit: &Visit, sent: &Sent) -> Response {
    let reference = sent.reference.as_deref().and_then(|it| it.parse::<kernel::Reference>().ok());
    let words = reference.map_or_else(Html::new, |it| {
        web::text("Your reference is ").raw("<br><strong>").text(&it.to_string()).raw("</strong>")
    });
    let contact = &visit.catalogue.partnership.contact;
    let main = web::panel("We have received it", &words)
        .html(&web::heading(2, "What happens next"))
        .html(&web::paragraph("Somebody reads it within one working day and decides what to do. We may not be able to tell you what we do."))
        .html(&web::paragraph(&format!("To add something, call {} and give the reference. If somebody is in danger, call 999.", contact.phone)));
    visit.show_plain(&visit.page("We have received it"), &main)
}
