//! The public form at `/refer`: short, on one page, without an account.

use axum::extract::Query;
use axum::response::Response;
use form::{Answers, Pressed, Sheet};
use kernel::{Refused, Wrongs};
use room::{Answer, Posted, Visit};
use serde::Deserialize;
use web::Html;

use super::Refer;

/// The form.
const FORM: &str = "referral-public";

/// The public's form.
///
/// # Errors
/// When the configuration has no such form.
pub async fn public_form(visit: Visit) -> Answer {
    page(&visit, &Answers::default(), &Wrongs::default())
}

/// The public sends.
///
/// # Errors
/// Why it was refused; what is wrong is shown on the form with everything that was typed.
pub async fn public_send(visit: Visit, posted: Posted) -> Answer {
    let form = visit.catalogue.form(FORM, visit.now().day()).ok_or(Refused::NotFound)?;
    let mut answers = form::posted(form, &posted.fields, &Answers::default());
    let pressed = Pressed::of(&posted.fields);
    if pressed != Pressed::Continue {
        pressed.press(form, &mut answers);
        return page(&visit, &answers, &Wrongs::default());
    }
    receive(&visit, posted, &answers).await
}

async fn receive(visit: &Visit, posted: Posted, answers: &Answers) -> Answer {
    let value = serde_json::to_value(answers).map_err(|e| Refused::Fault(e.to_string()))?;
    match visit.act(posted.key(), Refer { form: FORM.to_owned(), answers: value }).await {
        Ok(reference) => Ok(visit.see_other(&format!("/refer/done?reference={}", reference.symbols()), "")),
        Err(Refused::Wrong(wrongs)) => page(visit, answers, &wrongs),
        Err(other) => Err(other.into()),
    }
}

fn page(visit: &Visit, answers: &Answers, wrongs: &Wrongs) -> Answer {
    let catalogue = visit.catalogue.clone();
    let today = visit.now().day();
    let form = catalogue.form(FORM, today).ok_or(Refused::NotFound)?;
    let sheet = Sheet::new(form, answers, &catalogue, today).with_wrongs(wrongs.clone());
    let mut main = sheet.banners().html(&web::heading(1, &form.title));
    if let Some(it) = catalogue.words("danger-999", today).filter(|_| form::banners(form, answers, today).is_empty()) {
        main = main.html(&web::warning_text(&it.text));
    }
    if let Some(it) = &form.intro {
        main = main.html(&web::paragraph(it));
    }
    let questions = sheet.questions(&[]);
    let main = main.html(&form::draw::form_tag(&sheet, "/refer", "", &visit.form_start(), &questions, "Send"));
    Ok(visit.show_plain(&visit.page(form.title.clone()).errors(wrongs), &main))
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
