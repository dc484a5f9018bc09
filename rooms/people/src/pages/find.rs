//! Search before create: what is typed is posted and kept; the address names only the search.

use axum::extract::{Path, Query as Ask};
use kernel::{Refused, Wrongs};
use person::{
    Asked, Birth, BirthKind, CreatePerson, Found, NewIdentifier, NewPerson, Particulars, SaveSearch, SearchId, search,
};
use policy::action;
use room::{Answer, Posted, Visit};
use web::{Button, DateInput, Html, Input, Link, Row, Select, SummaryList, Tone, Typed};

use super::{choices, form, wrongs};

/// The search form.
///
/// # Errors
/// When the store refuses.
pub async fn ask(visit: Visit) -> Answer {
    Ok(draw_ask(&visit, &Typed::blank()))
}

fn draw_ask(visit: &Visit, typed: &Typed) -> axum::response::Response {
    let hint = "Names in any order, birth date, postcode, NHS number or reference. Spelling need not be right.";
    let line =
        web::input(&Input { hint, spellcheck: Some(false), ..Input::of(typed, "line", "Who are you looking for?") });
    let more = web::input(&Input::of(typed, "forenames", "Forenames"))
        .html(&web::input(&Input::of(typed, "surname", "Surname")))
        .html(&web::input(&Input {
            hint: "Such as 27/3/2011, or 2011",
            ..Input::of(typed, "birth", "Birth date or year")
        }))
        .html(&web::input(&Input::of(typed, "postcode", "Postcode")))
        .html(&web::input(&Input::of(typed, "phone", "Telephone number")))
        .html(&web::input(&Input::of(typed, "nhs", "NHS number")))
        .html(&web::input(&Input::of(typed, "upn", "Unique pupil number")));
    let fields = line.html(&web::details("Search by parts", &more, false));
    let main = web::heading(1, "People").html(&form(visit, "/people", &fields, "Search"));
    visit.show_plain(&visit.page("People").below("/people").errors(typed.wrongs()), &main)
}

/// Keeps the search and shows what it finds.
///
/// # Errors
/// When the store refuses, or one may not search.
pub async fn post(visit: Visit, posted: Posted) -> Answer {
    let get = |name: &str| posted.raw(name).to_owned();
    let asked = Asked {
        line: get("line"),
        forenames: get("forenames"),
        surname: get("surname"),
        birth: get("birth"),
        postcode: get("postcode"),
        phone: get("phone"),
        nhs: get("nhs"),
        upn: get("upn"),
        ..Asked::default()
    };
    match visit.act(posted.key(), SaveSearch { asked }).await {
        Ok(id) => Ok(visit.see_other(&format!("/people/found/{id}"), "")),
        Err(e) => {
            let all = wrongs(e)?;
            Ok(draw_ask(&visit, &posted.asked().again(all)))
        }
    }
}

/// What a search finds: records to open, and *known: ask this team*.
///
/// # Errors
/// Not found, also for another's search.
pub async fn found(visit: Visit, Path(id): Path<String>) -> Answer {
    let id: SearchId = id.parse().map_err(|_| Refused::NotFound)?;
    let r = visit.read().await?;
    let saved = person::saved(&r, id).await?;
    let all = search(&r, &saved.asked.0).await?;
    let today = r.now.day();
    let mut main = web::heading(1, if all.is_empty() { "Nobody was found" } else { "People who may be meant" });
    for it in &all {
        main = main.html(&match it {
            Found::Open { person, why } => opened(person, why, today),
            Found::Pointer(it) => pointed(&visit, it).html(&beside(&visit, &r, it.id).await?),
        });
    }
    let create = format!("/people/new?searched={id}");
    let none = if all.is_empty() { "Make a new record" } else { "It is none of these: make a new record" };
    let new = r.could(action::CREATE_PERSON);
    main = main
        .when(new, |h| h.html(&web::link_button(&create, none, Tone::Secondary)))
        .html(&web::link_line(&Link::to("/people", "Search again")));
    visit.show(r, &visit.page("People found").below("/people"), &main).await
}

/// What other rooms say beside somebody of whom one may only know that they are known.
async fn beside(visit: &Visit, r: &door::Reading, person: kernel::PersonId) -> Result<Html, Refused> {
    let mut out = Html::new();
    for it in visit.house.rooms.iter().flat_map(|it| it.panels).filter(|it| it.place == room::Place::Pointer) {
        out = out.html(&(it.draw)(visit, r, Some(person)).await?);
    }
    Ok(out)
}

fn opened(it: &person::Person, why: &[String], today: kernel::Day) -> Html {
    let address = format!("/people/{}", it.reference);
    let born = format!("{} ({})", it.birth().words(), it.birth().age(today));
    let rows =
        vec![Row::of("Reference", it.reference.to_string()), Row::of("Born", born), Row::of("Why", why.join("; "))];
    Html::new()
        .raw("<h2 class=\"govuk-heading-m\">")
        .html(&web::link(&Link::to(&address, &it.name())))
        .raw("</h2>")
        .html(&web::summary_list(&SummaryList { rows, ..SummaryList::default() }))
}

fn pointed(visit: &Visit, it: &person::Pointed) -> Html {
    let who = whom(visit, &it.lead_agency, it.lead_team.as_deref());
    let person = web::hidden("person", &it.id.to_string());
    let (words_id, urgent_id) = (format!("words-{}", it.id), format!("urgent-{}", it.id));
    let words = web::input(&Input {
        name: "words",
        id: &words_id,
        label: "What do you need to know, and why?",
        ..Input::default()
    });
    let urgent = web::checkboxes(&web::Checkboxes {
        name: "urgent",
        id: &urgent_id,
        legend: "How soon?",
        choices: vec![web::Choice::of("yes", "It is urgent: within an hour")],
        ..web::Checkboxes::default()
    });
    let ask = form(visit, "/people/known", &person.html(&words).html(&urgent), "Ask them");
    web::heading(2, &format!("Known: ask {who}")).html(&web::details("Ask this team", &ask, false))
}

/// Who answers, in words.
pub(super) fn whom(visit: &Visit, agency: &str, team: Option<&str>) -> String {
    if let Some((_, team)) = team.and_then(|it| visit.catalogue.team(it)) {
        return team.name.clone();
    }
    visit.catalogue.agency(agency).map_or_else(|| "the front door".to_owned(), |it| it.name.clone())
}

/// The form of a new record, after a search.
///
/// # Errors
/// Not found without a search of one's own.
pub async fn new(visit: Visit, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    let searched = questions.iter().find(|it| it.0 == "searched").map_or("", |it| it.1.as_str()).to_owned();
    let id: SearchId = searched.parse().map_err(|_| Refused::NotFound)?;
    let r = visit.read().await?;
    let asked = person::saved(&r, id).await?.asked.0;
    drop(r);
    let typed = Typed::blank()
        .with("searched", searched)
        .with("forenames", asked.forenames)
        .with("surname", asked.surname)
        .with("nhs", asked.nhs);
    Ok(draw_new(&visit, &typed))
}

/// The fields of who somebody is: for a new record and for a change.
pub(super) fn particulars(visit: &Visit, typed: &Typed) -> Html {
    let sexes = choices(&visit.catalogue, "sex", visit.now().day());
    let kinds = BirthKind::ALL.iter().map(|it| web::Choice::of(it.as_str(), it.label())).collect();
    web::input(&Input::of(typed, "forenames", "Forenames"))
        .html(&web::input(&Input::of(typed, "surname", "Surname")))
        .html(&web::input(&Input::of(typed, "known_as", "What they like to be called")))
        .html(&web::select(&Select::of(typed, "birth.kind", "How sure is the birth date?", kinds)))
        .html(&web::date_input(&DateInput {
            hint: "For example, 27 3 2011",
            ..DateInput::of(typed, "birth.day", "Birth date")
        }))
        .html(&web::input(&Input {
            width: 4,
            ..Input::of(typed, "birth.year", "Year of birth, where only that is known")
        }))
        .html(&web::select(&Select::of(typed, "sex", "Sex", sexes)))
}

/// Reads the fields of [`particulars`].
pub(super) fn read_particulars(posted: &Posted) -> Result<Particulars, Refused> {
    let asked = posted.asked();
    let kind = asked.word::<BirthKind>("birth.kind", "how sure the birth date is");
    let day = asked.day("birth.day", "the birth date").optional();
    let year = asked.int("birth.year", "the year of birth").optional();
    let sex = asked.text("sex", "the sex");
    let text = |name: &str| posted.raw(name).to_owned();
    asked.done(|| {
        Some(Particulars {
            forenames: text("forenames"),
            surname: text("surname"),
            known_as: text("known_as"),
            birth: Birth { kind: kind.it()?, day: day.it()?, year: year.it()? },
            sex: sex.it()?,
            died: None,
        })
    })
}

fn draw_new(visit: &Visit, typed: &Typed) -> axum::response::Response {
    let fields = web::hidden("searched", typed.get("searched"))
        .html(&particulars(visit, typed))
        .html(&web::input(&Input::of(typed, "nhs", "NHS number")))
        .html(&web::checkboxes(&web::Checkboxes::of(
            typed,
            "none_of_these",
            "You searched first",
            vec![web::Choice::of("yes", "I looked at the people found: it is none of these")],
        )));
    let main = web::heading(1, "A new record").html(&form(visit, "/people/new", &fields, "Make the record"));
    visit.show_plain(&visit.page("A new record").below("/people").errors(typed.wrongs()), &main)
}

/// Makes the record.
///
/// # Errors
/// When one may not.
pub async fn make(visit: Visit, posted: Posted) -> Answer {
    match made(&visit, &posted).await {
        Ok(it) => {
            let news = if it.doubts.is_empty() {
                "The record was made".to_owned()
            } else {
                "The record was made; a number looks doubtful".to_owned()
            };
            Ok(visit.see_other(&format!("/people/{}", it.reference), &news))
        }
        Err(e) => {
            let all: Wrongs = wrongs(e)?;
            Ok(draw_new(&visit, &posted.asked().again(all)))
        }
    }
}

async fn made(visit: &Visit, posted: &Posted) -> Result<person::Created, Refused> {
    let searched = posted.raw("searched").parse().map_err(|_| Refused::NotFound)?;
    let particulars = read_particulars(posted)?;
    let nhs = posted.raw("nhs").trim().to_owned();
    let identifiers =
        if nhs.is_empty() { vec![] } else { vec![NewIdentifier { scheme: "nhs".to_owned(), value: nhs }] };
    let new = NewPerson {
        particulars,
        names: vec![],
        identifiers,
        address: None,
        contacts: vec![],
        traits: vec![],
        lead: None,
    };
    let none_of_these = !posted.raw("none_of_these").is_empty();
    visit.act(posted.key(), CreatePerson { searched, none_of_these, new }).await
}

/// A button that sends nothing but its form.
pub(super) fn one_button(visit: &Visit, action: &str, hidden: &Html, text: &str, tone: Tone) -> Html {
    let button = web::button(&Button { text, tone, once: Some(true), ..Button::default() });
    Html::new()
        .raw("<form method=\"post\"")
        .attr("action", action)
        .raw(">")
        .html(&visit.form_start())
        .html(hidden)
        .html(&button)
        .raw("</form>")
}
