//! An assessment is begun from a child's record: which instrument?

use axum::extract::Query as Ask;
use kernel::{Reference, Refused, Wrongs};
use person::Person;
use policy::action;
use room::{Answer, Posted, Visit};
use web::{Button, Choice, Radios, Typed};

use super::BeginAssessment;
use super::parts::form_to;

/// Which instrument, for whom (`?person=HF-4K7M-2QXD`).
///
/// # Errors
/// Not found, also where one may not know of them.
pub async fn ask(visit: Visit, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    let typed = questions.iter().find(|it| it.0 == "person").map_or("", |it| it.1.as_str());
    draw(&visit, typed, Typed::blank(), &Wrongs::default()).await
}

async fn whom(visit: &Visit, r: &door::Reading, typed: &str) -> Result<Person, Refused> {
    let reference: Reference = typed.parse().map_err(|_| Refused::NotFound)?;
    let it = person::by_reference(r, reference).await?;
    if r.could_to(action::ASSESS, it.id).await? {
        Ok(it)
    } else {
        let words = format!("{} is not open to you for an assessment.", it.reference);
        let contact = &visit.catalogue.partnership.contact.phone;
        Err(Refused::MayNot(format!("{words} Those who work with somebody assess them; ask on {contact}.")))
    }
}

async fn draw(visit: &Visit, typed_person: &str, typed: Typed, wrongs: &Wrongs) -> Answer {
    let r = visit.read().await?;
    let it = whom(visit, &r, typed_person).await?;
    let typed = typed.with_wrongs(wrongs.clone());
    let c = visit.catalogue.clone();
    let today = r.now.day();
    let mut ids: Vec<&str> = c.instruments.iter().map(|it| it.id.as_str()).collect();
    ids.dedup();
    let held = ids.into_iter().filter_map(|id| c.instrument(id, today));
    let choices = held.map(|it| Choice::of(&it.id, &it.title).hint(it.intro.as_deref().unwrap_or_default())).collect();
    let inner = web::hidden("person", &it.reference.to_string())
        .html(&web::radios(&Radios::of(&typed, "instrument", "Which instrument do you use?", choices)))
        .html(&web::button(&Button { text: "Start", once: Some(true), ..Button::default() }));
    let main = web::heading(1, "Start an exploitation assessment")
        .html(&web::paragraph(&format!("About {} ({}).", it.name(), it.reference)))
        .html(&web::paragraph(
            "You propose a level with your reason; a team manager authorises it. The instrument only suggests.",
        ))
        .html(&form_to(visit, "/assessments/new", &inner));
    let page = visit
        .page("Start an exploitation assessment")
        .back(format!("/people/{}/assessments", it.reference))
        .marked(kernel::Marking::Sensitive)
        .errors(wrongs);
    visit.show(r, &page, &main).await
}

/// It is begun.
///
/// # Errors
/// Why it was refused.
pub async fn post(visit: Visit, posted: Posted) -> Answer {
    let person = {
        let r = visit.read().await?;
        let it = whom(&visit, &r, posted.raw("person")).await?.id;
        visit.door().leave(r, &visit.route).await?;
        it
    };
    let command = BeginAssessment { person, instrument: posted.raw("instrument").to_owned() };
    match visit.act(posted.key(), command).await {
        Ok(reference) => Ok(visit.see_other(&format!("/assessments/{reference}/write"), "")),
        Err(Refused::Wrong(wrongs)) => {
            let typed = posted.raw("person").to_owned();
            draw(&visit, &typed, Typed::of(posted.fields), &wrongs).await
        }
        Err(other) => Err(other.into()),
    }
}
