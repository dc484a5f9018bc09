//! Whom a referral is about: for each one named, who may be meant, and the choice between them (search before create).

use axum::extract::Path;
use door::Reading;
use kernel::{PersonId, Refused, Wrongs};
use person::{Found, Pointed, search};
use policy::action;
use room::{Answer, Posted, Visit};
use web::{Button, Card, Colour, Html, Link, Row, SummaryList, Task, Textarea, Tone, Typed};

use super::pages::{form_to, reference_of};
use super::{CreateNamed, LeaveUnlinked, LinkNamed, Named, NamedId, Referral, Role, State, named, naming, opened};

/// Everybody whom the referral names, each with how it stands.
pub(super) async fn list(r: &Reading, it: &Referral, decides: bool) -> Result<Html, Refused> {
    let them = named(r, it.id).await?;
    if them.is_empty() {
        return Ok(Html::new());
    }
    let hrefs: Vec<String> = them.iter().map(|one| format!("{}/people/{}", it.page(), one.id)).collect();
    let mut tasks = Vec::new();
    for (one, href) in them.iter().zip(&hrefs) {
        let status = match (one.person, one.reason.is_empty()) {
            (Some(person), _) => whose(r, person).await?,
            (None, false) => web::tag("No record, with reason", Colour::Grey),
            (None, true) if one.role == Role::Around => web::tag("Not looked for", Colour::Grey),
            (None, true) => web::tag("To be linked", Colour::Yellow),
        };
        let href = if decides && it.state == State::Received { href.as_str() } else { "" };
        tasks.push(Task { title: &one.name, href, hint: one.role.label(), status, ..Task::default() });
    }
    Ok(web::heading(2, "Who it is about").html(&web::task_list("named", &tasks)))
}

/// The record of one who is linked, for those who may open it.
async fn whose(r: &Reading, person: PersonId) -> Result<Html, Refused> {
    match person::by_id(r, person).await {
        Ok(it) => Ok(web::link(&Link::to(&format!("/people/{}", it.reference), &format!("Record {}", it.reference)))),
        Err(Refused::NotFound) => Ok(web::tag("Linked", Colour::Green)),
        Err(other) => Err(other),
    }
}

/// One of them: what was said, who may be meant, and what to do.
///
/// # Errors
/// Not found, also where one may not know of it.
pub async fn one(visit: Visit, Path((reference, id)): Path<(String, NamedId)>) -> Answer {
    draw(&visit, &reference, id, &Typed::blank()).await
}

async fn draw(visit: &Visit, reference: &str, id: NamedId, typed: &Typed) -> Answer {
    let r = visit.read().await?;
    let it = opened(&r, reference).await?;
    if !r.decide(action::DECIDE_REFERRAL, door::Content::row_facts(&it, &r.acting)).allowed {
        return Err(Refused::NotFound.into());
    }
    let all = named(&r, it.id).await?;
    let one = all.iter().find(|it| it.id == id).ok_or(Refused::NotFound)?;
    let at = format!("{}/people/{}", it.page(), one.id);
    let today = it.received.day();
    let said = naming::instance(&it.said(), one.role, one.nth);
    let found = search(&r, &naming::asked(&said, one.role, today)).await?;
    let mut main = web::heading(1, &format!("Whose record is {}?", one.name)).html(&told(&said, one, today));
    main = main.html(&web::heading(
        2,
        if found.is_empty() { "Nobody on record looks like this" } else { "People who may be meant" },
    ));
    for (nth, other) in found.iter().enumerate() {
        main = main.html(&match other {
            Found::Open { person, why } => candidate(visit, &at, one, (nth, person, why)),
            Found::Pointer(it) => pointed(visit, it),
        });
    }
    main = main.html(&none_of_these(visit, &at, one, found.is_empty(), typed));
    let page = visit
        .page(format!("Whose record is {}?", one.name))
        .back(it.page())
        .marked(kernel::Marking::Sensitive)
        .errors(typed.wrongs());
    visit.show(r, &page, &main).await
}

fn told(said: &form::Instance, one: &Named, today: kernel::Day) -> Html {
    let part = |id: &str| said.get(id).and_then(form::Answer::as_words).unwrap_or("").to_owned();
    let birth = naming::birth_words(said, today);
    let rows = [
        ("Name", one.name.clone()),
        ("Also called", part("other_names")),
        ("Born", birth),
        ("Address", format!("{} {}", part("address"), part("postcode")).trim().to_owned()),
        ("Described as", part("description")),
        ("NHS number", part("nhs_number")),
        ("Unique pupil number", part("upn")),
    ];
    let rows = rows.into_iter().filter(|it| !it.1.is_empty()).map(|(key, value)| Row::of(key, value)).collect();
    let card = Some(Card { title: "What the referrer wrote", ..Card::default() });
    web::summary_list(&SummaryList { rows, card, ..SummaryList::default() })
}

fn candidate(visit: &Visit, at: &str, one: &Named, (nth, it, why): (usize, &person::Person, &[String])) -> Html {
    let born = format!("{} ({})", it.birth().words(), it.birth().age(visit.now().day()));
    let open = web::link(&Link::to(&format!("/people/{}", it.reference), &it.reference.to_string()));
    let rows = vec![Row::of("Record", open), Row::of("Born", born), Row::of("Why", why.join("; "))];
    let name = it.name();
    let card = Some(Card { title: &name, ..Card::default() });
    let text = if one.person == Some(it.id) { "Linked to this record" } else { "This is them" };
    let id = format!("link-{nth}");
    let button = Button { text, tone: Tone::Secondary, id: &id, once: Some(true), ..Button::default() };
    let inner = web::hidden("person", &it.reference.to_string()).html(&web::button(&button));
    web::summary_list(&SummaryList { rows, card, ..SummaryList::default() }).html(&form_to(
        visit,
        &format!("{at}/link"),
        &inner,
    ))
}

/// Known to a team that one may ask; no more than that.
fn pointed(visit: &Visit, it: &Pointed) -> Html {
    let team = it.lead_team.as_deref().and_then(|it| visit.catalogue.team(it)).map(|it| it.1.name.clone());
    let agency = visit.catalogue.agency(&it.lead_agency).map(|it| it.name.clone());
    let who = team.or(agency).unwrap_or_else(|| "the front door".to_owned());
    let words =
        web::input(&web::Input { name: "words", label: "What do you need to know, and why?", ..web::Input::default() });
    let ask = web::button(&Button { text: "Ask them", tone: Tone::Secondary, ..Button::default() });
    let inner = web::hidden("person", &it.id.to_string()).html(&words).html(&ask);
    web::heading(3, &format!("Known: ask {who}")).html(&web::details(
        "Ask this team",
        &form_to(visit, "/people/known", &inner),
        false,
    ))
}

fn none_of_these(visit: &Visit, at: &str, one: &Named, nobody: bool, typed: &Typed) -> Html {
    let text = if nobody { "Make a new record" } else { "It is none of these: make a new record" };
    let tone = if nobody { Tone::Main } else { Tone::Secondary };
    let make = web::hidden("none_of_these", "yes").html(&web::button(&Button {
        text,
        tone,
        once: Some(true),
        ..Button::default()
    }));
    let reason = Textarea {
        rows: 2,
        hint: "For example: too little is known to tell who it is.",
        ..Textarea::of(typed, "reason", "Why is there no record to link?")
    };
    let leave = web::textarea(&reason).html(&web::button(&Button {
        text: "Leave without a record",
        tone: Tone::Secondary,
        ..Button::default()
    }));
    let open = typed.error("reason").is_some() || !one.reason.is_empty();
    let last =
        if one.reason.is_empty() { Html::new() } else { web::paragraph(&format!("Left so far: {}", one.reason)) };
    form_to(visit, &format!("{at}/create"), &make)
        .html(&web::link_line(&Link::to("/people", "Search in other words")))
        .html(&web::paragraph(""))
        .html(&web::details(
            "There is no record to link",
            &last.html(&form_to(visit, &format!("{at}/leave"), &leave)),
            open,
        ))
}

/// It is this person.
///
/// # Errors
/// Why it was refused.
pub async fn link(visit: Visit, Path((reference, id)): Path<(String, NamedId)>, posted: Posted) -> Answer {
    let referral = reference_of(&reference)?;
    let person = reference_of(posted.raw("person"))?;
    visit.act(posted.key(), LinkNamed { referral, named: id, person }).await?;
    Ok(visit.see_other(&format!("/referrals/{referral}"), "The referral is linked to this record."))
}

/// It is nobody on record: a new one.
///
/// # Errors
/// Why it was refused.
pub async fn create(visit: Visit, Path((reference, id)): Path<(String, NamedId)>, posted: Posted) -> Answer {
    let referral = reference_of(&reference)?;
    let none_of_these = posted.raw("none_of_these") == "yes";
    match visit.act(posted.key(), CreateNamed { referral, named: id, none_of_these }).await {
        Ok(made) => {
            Ok(visit.see_other(&format!("/referrals/{referral}"), &format!("Record {made} was made and linked.")))
        }
        Err(Refused::Wrong(wrongs)) => {
            // What the referrer typed does not make a record as it stands: said beside the ways to go on.
            let all =
                Wrongs(wrongs.0.into_iter().map(|it| kernel::Wrong { field: "reason".to_owned(), ..it }).collect());
            draw(&visit, &reference, id, &Typed::of(posted.fields).with_wrongs(all)).await
        }
        Err(other) => Err(other.into()),
    }
}

/// There is no record to link, and why.
///
/// # Errors
/// Why it was refused.
pub async fn leave(visit: Visit, Path((reference, id)): Path<(String, NamedId)>, posted: Posted) -> Answer {
    let referral = reference_of(&reference)?;
    match visit.act(posted.key(), LeaveUnlinked { referral, named: id, reason: posted.raw("reason").to_owned() }).await
    {
        Ok(()) => Ok(visit.see_other(&format!("/referrals/{referral}"), "The reason is kept.")),
        Err(Refused::Wrong(wrongs)) => {
            draw(&visit, &reference, id, &Typed::of(posted.fields).with_wrongs(wrongs)).await
        }
        Err(other) => Err(other.into()),
    }
}
