//! The log of advice: its list, one call, and the form.

use axum::extract::{Path, Query as Ask};
use form::{Answers, Pressed, Sheet};
use kernel::{Refused, Wrongs};
use policy::action;
use room::{Answer, Posted, Visit};
use web::{Column, Link, List, Place, Tone};

use super::{Advice, FORM, LogAdvice, by_reference};

/// Rows a page.
pub(super) const SIZE: i64 = 25;

fn columns(visit: &Visit) -> Vec<Column<Advice>> {
    let (topics, outcomes) = (visit.catalogue.clone(), visit.catalogue.clone());
    vec![
        Column::of("reference", "Reference", |it: &Advice| it.reference.to_string())
            .drawn(|it: &Advice| web::link(&Link::to(&format!("/advice/{}", it.reference), &it.reference.to_string()))),
        Column::of("asked", "Asked", |it: &Advice| it.asked_at.words()).sorts(),
        Column::of("topic", "About", move |it: &Advice| topics.label("advice-topics", &it.topic).to_owned()),
        Column::of("outcome", "What came of it", move |it: &Advice| {
            outcomes.label("advice-outcomes", &it.outcome).to_owned()
        }),
        Column::of("follow_up", "Look again", |it: &Advice| it.follow_up.map(kernel::Day::words).unwrap_or_default()),
        Column::of("by", "Logged by", |it: &Advice| it.logged_by_shown.clone()),
    ]
}

pub(super) const NEWEST: &str = "ORDER BY t.asked_at DESC, t.id DESC";
const OLDEST: &str = "ORDER BY t.asked_at, t.id";

/// What was asked and answered.
///
/// # Errors
/// When the store refuses.
pub async fn list(visit: Visit, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    let columns = columns(&visit);
    let place = Place::asked(&questions, &columns, "-asked", SIZE.unsigned_abs());
    let r = visit.read().await?;
    let offset = i64::try_from(place.skip()).unwrap_or_default();
    let order = if place.down { NEWEST } else { OLDEST };
    let page = r.page::<Advice>(action::SEE_REFERRAL, "FROM advice t", |q| q, order, (SIZE, offset)).await?;
    let list = web::list_of(&List {
        of: ("call", "calls"),
        columns: &columns,
        rows: &page.rows,
        total: u64::try_from(page.total).unwrap_or_default(),
        place: &place,
        address: "/advice",
        filter: None,
        empty: "No advice has been logged yet.",
        exports: &[],
    });
    let main = web::heading(1, "Advice").html(&web::link_button("/advice/new", "Log a call", Tone::Main)).html(&list);
    visit.show(r, &visit.page("Advice").below("/advice").wide(), &main).await
}

/// The form, empty.
///
/// # Errors
/// When the configuration has no such form.
pub async fn new(visit: Visit) -> Answer {
    draw(&visit, &Answers::default(), &Wrongs::default())
}

fn draw(visit: &Visit, answers: &Answers, wrongs: &Wrongs) -> Answer {
    let today = visit.now().day();
    let form = visit.catalogue.form(FORM, today).ok_or(Refused::NotFound)?;
    let sheet = Sheet::new(form, answers, &visit.catalogue, today).with_wrongs(wrongs.clone());
    let questions = sheet.questions(&[]);
    let main = web::heading(1, "Log advice")
        .html(&web::paragraph("When a child or family is named, take it as a referral instead."))
        .html(&form::draw::form_tag(&sheet, "/advice/new", "", &visit.form_start(), &questions, "Log it"));
    Ok(visit.show_plain(&visit.page("Log advice").below("/advice").back("/advice").errors(wrongs), &main))
}

/// It is logged.
///
/// # Errors
/// Why it was refused; what is wrong is shown with everything that was typed.
pub async fn post(visit: Visit, posted: Posted) -> Answer {
    let form = visit.catalogue.form(FORM, visit.now().day()).ok_or(Refused::NotFound)?.clone();
    let mut answers = form::posted(&form, &posted.fields, &Answers::default());
    let pressed = Pressed::of(&posted.fields);
    if pressed != Pressed::Continue {
        pressed.press(&form, &mut answers);
        return draw(&visit, &answers, &Wrongs::default());
    }
    let value = serde_json::to_value(&answers).map_err(|e| Refused::Fault(e.to_string()))?;
    match visit.act(posted.key(), LogAdvice { answers: value }).await {
        Ok(reference) => Ok(visit.see_other(&format!("/advice/{reference}"), "The advice is logged.")),
        Err(Refused::Wrong(wrongs)) => draw(&visit, &answers, &wrongs),
        Err(other) => Err(other.into()),
    }
}

/// One call.
///
/// # Errors
/// Not found, also where one may not know of it.
pub async fn one(visit: Visit, Path(reference): Path<String>) -> Answer {
    let r = visit.read().await?;
    let it = by_reference(&r, &reference).await?;
    let version = u32::try_from(it.form_version).unwrap_or_default();
    let form = form::definition(&r, &it.form, version).await?;
    let answers: Answers = serde_json::from_value(it.answers.0.clone()).unwrap_or_default();
    let groups = form::summary(&form, &answers, &visit.catalogue, it.recorded.day());
    let main = web::heading(1, &format!("Advice {}", it.reference))
        .html(&web::paragraph(&format!("Logged by {} on {}.", it.logged_by_shown, it.recorded.words())))
        .html(&form::draw::check_answers(&groups, |_, _| None));
    let page = visit.page(format!("Advice {}", it.reference)).below("/advice").back("/advice");
    visit.show(r, &page.marked(kernel::Marking::Sensitive), &main).await
}
