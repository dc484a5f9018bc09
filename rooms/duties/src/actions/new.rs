//! Setting an action, about a person of the record or about nobody.

use action::{NewAction, SetAction};
use axum::extract::Query as Ask;
use door::Reading;
use kernel::{Reference, Refused, Wrongs};
use room::{Answer, Posted, Visit};
use uuid::Uuid;
use web::{DateInput, Textarea, Tone, Typed};

use super::{form, owner_fields, owner_of, people, reference};

/// The form.
///
/// # Errors
/// Not found, where the person may not be known of.
pub async fn ask(visit: Visit, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    let person = questions.iter().find(|it| it.0 == "person").map(|it| it.1.clone()).unwrap_or_default();
    draw(&visit, Typed::blank().with("person", person), &Wrongs::default()).await
}

async fn draw(visit: &Visit, typed: Typed, wrongs: &Wrongs) -> Answer {
    let r = visit.read().await?;
    let typed = typed.with_wrongs(wrongs.clone());
    let about = typed.get("person").to_owned();
    let mut main = web::heading(1, "Set an action");
    if !about.is_empty() {
        let person = person::by_reference(&r, reference(&about)?).await?;
        main = main.html(&web::paragraph(&format!("About {}", person.reference)));
    }
    let people = people(&r).await?;
    let fields = web::hidden("person", &about)
        .html(&web::textarea(&Textarea {
            rows: 3,
            hint: "One thing that somebody can do and show. For a partner outside leave out every name.",
            ..Textarea::of(&typed, "words", "What is to be done?")
        }))
        .html(&owner_fields(visit, &typed, &people))
        .html(&web::date_input(&DateInput::of(&typed, "due", "By which day?")));
    main = main.html(&form(visit, "/actions/new", &fields, "Set the action", Tone::Main));
    let page = visit.page("Set an action").back("/actions").errors(wrongs);
    visit.show(r, &page, &main).await
}

/// Sets it; what is wrong is shown with everything that was typed.
///
/// # Errors
/// Why it was refused.
pub async fn set(visit: Visit, posted: Posted) -> Answer {
    let person = match posted.raw("person") {
        "" => None,
        typed => {
            let r = visit.read().await?;
            let it = person::by_reference(&r, reference(typed)?).await?;
            Some((it.id, it.reference))
        }
    };
    match command(&visit, &posted, person) {
        Ok(command) => match visit.act(posted.key(), command).await {
            Ok(reference) => Ok(visit.see_other(&format!("/actions/{reference}"), "The action is set.")),
            Err(Refused::Wrong(wrongs)) => draw(&visit, Typed::of(posted.fields), &wrongs).await,
            Err(other) => Err(other.into()),
        },
        Err(Refused::Wrong(wrongs)) => draw(&visit, Typed::of(posted.fields), &wrongs).await,
        Err(other) => Err(other.into()),
    }
}

fn command(
    visit: &Visit,
    posted: &Posted,
    person: Option<(kernel::PersonId, Reference)>,
) -> Result<SetAction, Refused> {
    let fields = posted.asked();
    let words = fields.long("words", "What is to be done").needed("Enter what is to be done").it();
    let owner = match owner_of(visit, posted) {
        Ok(owner) => Some(owner),
        Err(Refused::Wrong(wrongs)) => {
            wrongs.0.iter().for_each(|it| fields.wrong(&it.field, it.message.clone()));
            None
        }
        Err(other) => return Err(other),
    };
    let due = fields.day("due", "Day").needed("Enter the day by which it is needed").it();
    fields.done(|| {
        let (subject_kind, subject, link) = match &person {
            Some((id, reference)) => ("person", id.0, format!("/people/{reference}")),
            None => ("own-work", Uuid::nil(), String::new()),
        };
        let action = NewAction {
            words: words?,
            subject_kind: subject_kind.to_owned(),
            subject,
            link,
            person: person.map(|it| it.0),
            owner: owner?,
            due: due?,
        };
        Some(SetAction { action })
    })
}

/// Where an action about a person is set.
#[must_use]
pub fn address(person: Reference) -> String {
    web::address("/actions/new", &[("person", &person.to_string())])
}

/// The reference of a person, for those who may see who they are.
///
/// # Errors
/// When the store refuses.
pub async fn reference_of(r: &Reading, person: kernel::PersonId) -> Result<Option<Reference>, Refused> {
    match person::by_id(r, person).await {
        Ok(it) => Ok(Some(it.reference)),
        Err(Refused::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}
