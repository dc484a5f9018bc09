//! The forms: for practitioners at `/referrals/new`, for the public at `/refer`.

use axum::extract::Query;
use axum::response::Response;
use form::{Answers, Drawing, Pressed};
use kernel::{Refused, Wrongs};
use room::{Answer, Posted, Visit};
use serde::Deserialize;
use web::{Button, Html};

use super::Refer;

/// The public's form.
///
/// # Errors
/// When the configuration has no such form.
pub async fn public_form(visit: Visit) -> Answer {
    page(&visit, "referral-public", "/refer", &Answers::default(), &Wrongs::default())
}

/// A practitioner's form.
///
/// # Errors
/// When the configuration has no such form.
pub async fn form(visit: Visit) -> Answer {
    page(&visit, "referral", "/referrals/new", &Answers::default(), &Wrongs::default())
}

/// The public sends.
///
/// # Errors
/// Why it was refused; what is wrong is shown on the form with everything that was typed.
pub async fn public_send(visit: Visit, posted: Posted) -> Answer {
    receive(&visit, &posted, "referral-public", "/refer").await
}

/// A practitioner sends.
///
/// # Errors
/// As [`public_send`].
pub async fn send(visit: Visit, posted: Posted) -> Answer {
    receive(&visit, &posted, "referral", "/referrals/new").await
}

async fn receive(visit: &Visit, posted: &Posted, form_id: &str, at: &str) -> Answer {
    let form = visit.catalogue.form(form_id, visit.now().day()).ok_or(Refused::NotFound)?;
    let mut answers = form::posted(form, &posted.fields, &Answers::default());
    let pressed = Pressed::of(&posted.fields);
    if pressed != Pressed::Continue {
        pressed.press(form, &mut answers);
        return page(visit, form_id, at, &answers, &Wrongs::default());
    }
    let value = serde_json::to_value(&answers).map_err(|e| Refused::Fault(e.to_string()))?;
    match visit.act(posted.key(), Refer { form: form_id.to_owned(), answers: value }).await {
        Ok(reference) if at == "/refer" => {
            Ok(visit.see_other(&format!("/refer/done?reference={}", reference.symbols()), ""))
        }
        Ok(reference) => {
            Ok(visit.see_other(&format!("/referrals/{reference}"), &format!("We have received {reference}.")))
        }
        Err(Refused::Wrong(wrongs)) => page(visit, form_id, at, &answers, &wrongs),
        Err(other) => Err(other.into()),
    }
}

fn page(visit: &Visit, form_id: &str, at: &str, answers: &Answers, wrongs: &Wrongs) -> Answer {
    let catalogue = visit.catalogue.clone();
    let today = visit.now().day();
    let form = catalogue.form(form_id, today).ok_or(Refused::NotFound)?;
    let questions = form::draw(form, answers, &Drawing { catalogue: &catalogue, today, wrongs });
    let warnings = form::language(form, answers, &catalogue.language);
    let danger = catalogue.words("danger-999", today);
    let mut main = web::heading(1, &form.title);
    if let Some(it) = danger {
        main = main.html(&web::warning_text(&it.text));
    }
    if let Some(it) = &form.intro {
        main = main.html(&web::paragraph(it));
    }
    for it in &warnings {
        main = main.html(&web::inset_text(&web::text(&format!(
            "“{}” can sound as if the child were to blame. {}",
            it.phrase, it.better
        ))));
    }
    let main = main
        .raw("<form method=\"post\" novalidate")
        .attr("action", at)
        .raw(">")
        .html(&visit.form_start())
        .html(&questions)
        .html(&web::button(&Button { text: "Send", once: Some(true), ..Button::default() }))
        .raw("</form>");
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
