//! Writing a case note, call, visit or document on somebody's chronology.

use axum::extract::Path;
use catalogue::Part;
use door::{Reading, Refused};
use entry::{FileOf, Upload, WriteNote, file_limit, keep_file, sniff};
use kernel::{Handling, Marking, Wrongs};
use person::{Person, by_reference};
use policy::{Fact, action};
use room::{Answer, Posted, Visit};
use web::{Checkboxes, Choice, DateInput, FileUpload, Html, Input, Select, Textarea, Typed};

use super::{choices, form_with_files, one, reference, wrongs};

/// The parts of the record to which a note may belong.
const PARTS: [(Part, &str, &str); 3] = [
    (Part::Casework, "casework", "The record: everybody who works with them"),
    (Part::Health, "health", "Health: only those who may read health notes"),
    (Part::Education, "education", "Education: only those who may read it"),
];

/// What the writer could read again afterwards: nobody writes what they may not read.
async fn parts(r: &Reading, it: &Person) -> Result<Vec<(&'static str, &'static str)>, Refused> {
    let facts = r.facts_of(it.id).await?.with(Fact::Author).with(Fact::OwnAgency);
    let may = |part: Part| r.decide(entry::see_of(part), facts).allowed;
    Ok(PARTS.iter().filter(|it| may(it.0)).map(|it| (it.1, it.2)).collect())
}

/// The form.
///
/// # Errors
/// Not found, also where one may not know of them; not allowed.
pub async fn ask(visit: Visit, Path(typed): Path<String>) -> Answer {
    let r = visit.read().await?;
    let it = by_reference(&r, reference(&typed)?).await?;
    if !r.could_to(action::WRITE_NOTE, it.id).await? {
        return Err(Refused::MayNot("Notes are written by those who work with this person.".to_owned()).into());
    }
    let now = visit.now();
    let (hour, minute) = (now.london().hour(), now.london().minute());
    let blank = Typed::blank()
        .with_day("happened", now.day())
        .with("happened-time", format!("{hour:02}:{minute:02}"))
        .with("part", "casework");
    draw(&visit, r, &it, &blank).await
}

async fn draw(visit: &Visit, r: Reading, it: &Person, typed: &Typed) -> Answer {
    let parts = parts(&r, it).await?;
    let fields = kind_and_time(visit, typed)
        .html(&words(typed))
        .html(&web::file_upload(&FileUpload {
            name: "file",
            label: "A file",
            hint: "A document, picture or message; kept with this note and never shown inside the page",
            error: typed.error("file"),
            ..FileUpload::default()
        }))
        .html(&marks(visit, typed, &parts));
    let home = format!("/people/{}", it.reference);
    let main = one::bar(visit, it, "").html(&web::heading(1, "Write a note")).html(&form_with_files(
        visit,
        &format!("{home}/note"),
        &fields,
        "Save the note",
    ));
    let page = visit.page("Write a note").below("/people").marked(Marking::Sensitive).back(home).errors(typed.wrongs());
    visit.show(r, &page, &main).await
}

fn kind_and_time(visit: &Visit, typed: &Typed) -> Html {
    let kinds = choices(&visit.catalogue, "note-kinds", visit.now().day());
    web::select(&Select::of(typed, "kind", "What sort of note is it?", kinds)).html(&when(typed))
}

/// Day and time at which it was so.
pub(super) fn when(typed: &Typed) -> Html {
    web::date_input(&DateInput { hint: "For example, 27 3 2026", ..DateInput::of(typed, "happened", "When was it?") })
        .html(&web::input(&Input {
            hint: "About is enough. For example, 14:05 or 2:05pm",
            width: 5,
            ..Input::of(typed, "happened-time", "At what time?")
        }))
}

/// Title and text.
pub(super) fn words(typed: &Typed) -> Html {
    let text = Textarea::of(typed, "text", "What happened, or what was said?");
    web::input(&Input::of(typed, "title", "In a few words")).html(&web::textarea(&Textarea {
        hint: "Keep what you saw and were told apart from what you think",
        rows: 10,
        max: 20_000,
        threshold: 90,
        ..text
    }))
}

fn marks(visit: &Visit, typed: &Typed, parts: &[(&str, &str)]) -> Html {
    let part = Select {
        blank: false,
        ..Select::of(typed, "part", "Which part of the record is it?", Choice::all(parts.iter().copied()))
    };
    let inner = web::select(&part).html(&handling(visit, typed));
    let open = typed.has("agencies") || typed.error("agencies").is_some() || typed.error("until").is_some();
    web::details("Who may see it", &inner, open)
}

/// Marking, agencies and conditions.
pub(super) fn handling(visit: &Visit, typed: &Typed) -> Html {
    let marking = Choice::all(Marking::ALL.iter().rev().map(|it| (it.as_str(), it.label())));
    let agencies = visit.catalogue.agencies.iter().map(|it| Choice::of(&it.code, &it.name)).collect();
    web::select(&Select { blank: false, ..Select::of(typed, "marking", "Protective marking", marking) })
        .html(&web::checkboxes(&Checkboxes {
            hint: "Choose none for everybody who may see this part of the record",
            small: true,
            ..Checkboxes::of(typed, "agencies", "Only for these agencies", agencies)
        }))
        .html(&web::date_input(&DateInput::of(typed, "until", "Until which day, of agencies chosen above")))
        .html(&web::input(&Input::of(typed, "do_not", "What must not be done with it")))
}

/// Reads marking and handling.
pub(super) fn read_handling(posted: &Posted) -> Result<(Marking, Handling), Refused> {
    let asked = posted.asked();
    let until = asked.day("until", "the last day of the condition").optional();
    let marking = posted.raw("marking").parse().unwrap_or(Marking::Sensitive);
    let agencies: Vec<String> = posted.fields.iter().filter(|it| it.0 == "agencies").map(|it| it.1.clone()).collect();
    let do_not = posted.raw("do_not").trim().to_owned();
    asked.done(|| Some((marking, Handling { agencies, until: until.it()?, do_not })))
}

/// Writes it.
///
/// # Errors
/// Not found, not allowed.
pub async fn post(visit: Visit, Path(typed): Path<String>, posted: Posted) -> Answer {
    let r = visit.read().await?;
    let it = by_reference(&r, reference(&typed)?).await?;
    let allowed = parts(&r, &it).await?;
    match written(&visit, &it, &allowed, &posted).await {
        Ok(entry) => Ok(visit.see_other(&format!("/people/{}/entries/{entry}", it.reference), "The note was saved")),
        Err(e) => {
            let again = posted.asked().again(wrongs(e)?);
            draw(&visit, r, &it, &again).await
        }
    }
}

/// What is wrong with the files, told before anything is written.
fn files(visit: &Visit, posted: &Posted) -> Wrongs {
    let limit = file_limit(&visit.catalogue);
    let mut all = Wrongs::default();
    for it in &posted.files {
        if u64::try_from(it.bytes.len()).unwrap_or(u64::MAX) > limit {
            all.add("file", format!("The file must be {} MB or smaller", limit / (1024 * 1024)));
        } else if let Err(why) = sniff(&it.bytes) {
            all.add("file", why);
        }
    }
    if posted.raw("kind") == "document" && posted.files.is_empty() {
        all.add("file", "Choose the document");
    }
    all
}

async fn written(
    visit: &Visit,
    it: &Person,
    allowed: &[(&str, &str)],
    posted: &Posted,
) -> Result<entry::EntryId, Refused> {
    let mut all = files(visit, posted);
    let asked = posted.asked();
    let happened = asked.at("happened", "the day and time");
    if posted.raw("kind").is_empty() {
        all.add("kind", "Choose what sort of note it is");
    }
    if posted.raw("text").trim().is_empty() {
        all.add("text", "Write what happened, or what was said");
    }
    all.0.extend(asked.wrongs().0);
    all.done()?;
    let happened = asked.done(|| happened.it())?;
    let (marking, handling) = read_handling(posted)?;
    let part = PARTS.iter().find(|it| it.1 == posted.raw("part") && allowed.iter().any(|may| may.0 == it.1));
    let part = part.map_or(Part::Casework, |it| it.0);
    let kind = posted.raw("kind").to_owned();
    let title = match posted.raw("title").trim() {
        "" => visit.catalogue.label("note-kinds", &kind).to_owned(),
        title => title.to_owned(),
    };
    let text = posted.raw("text").to_owned();
    let command = WriteNote { person: it.id, kind, happened, title, text, part, marking, handling: handling.clone() };
    let noted = visit.act(posted.key(), command).await?;
    for file in &posted.files {
        let upload = Upload {
            of: FileOf { kind: "entry", id: noted.entry.0, field: "file".to_owned() },
            person: Some(it.id),
            part,
            marking,
            handling: handling.clone(),
            name: file.name.clone(),
            bytes: file.bytes.clone(),
        };
        keep_file(visit.door(), &visit.acting, upload, file_limit(&visit.catalogue)).await?;
    }
    Ok(noted.entry)
}
