//! One entry of a chronology: its versions, its files; corrected with both versions kept, moved when it stands on the
//! wrong person's record.

use axum::extract::Path;
use door::{Reading, Refused};
use entry::{Closed, CorrectEntry, Entry, EntryId, FileId, MoveEntry, files_of, may_correct, open_file, versions};
use kernel::{Marking, Wrongs};
use person::{Person, by_reference};
use policy::action;
use room::{Answer, Posted, Visit};
use web::{Html, Input, Link, Row, SummaryList, Tone, Typed};

use super::{form, note, one, reference, wrongs};

/// The person of an address and an entry on their record.
pub(crate) async fn found(r: &Reading, typed: &str, id: EntryId) -> Result<(Person, Entry), Refused> {
    let it = by_reference(r, reference(typed)?).await?;
    let entry = entry::entry(r, id).await?;
    if person::root(r, entry.person).await? != it.id {
        return Err(Refused::NotFound);
    }
    Ok((it, entry))
}

fn address(it: &Person, entry: EntryId, end: &str) -> String {
    format!("/people/{}/entries/{entry}{end}", it.reference)
}

/// The entry with what became of it.
///
/// # Errors
/// Not found, also where one may not see it.
pub async fn page(visit: Visit, Path((typed, id)): Path<(String, EntryId)>) -> Answer {
    let r = visit.read().await?;
    let (it, entry) = found(&r, &typed, id).await?;
    let title = entry.called();
    let mut main = one::bar(&visit, &it, "").html(&web::heading(1, &title)).html(&became(&r, &it, &entry).await?);
    main = main.html(&facts(&visit, &r, &entry).await?).html(&files(&r, &it, &entry).await?);
    if may_correct(&entry).is_ok() {
        let corrects = r.could_to(action::WRITE_NOTE, it.id).await?;
        let moves = r.could_to(action::MOVE_ENTRY, it.id).await?;
        let (correct, elsewhere) = (address(&it, id, "/correct"), address(&it, id, "/move"));
        let mut buttons = Vec::new();
        if corrects {
            buttons.push(web::link_button(&correct, "Correct it", Tone::Secondary));
        }
        if moves {
            buttons.push(web::link_button(&elsewhere, "It is about somebody else", Tone::Secondary));
        }
        if !buttons.is_empty() {
            main = main.html(&web::button_group(&buttons));
        }
    }
    main = main.html(&history(&visit, &r, &entry).await?);
    let back = format!("/people/{}/chronology", it.reference);
    let page = visit.page(title).below("/people").marked(entry.marking).back(back);
    visit.show(r, &page, &main).await
}

/// What became of it, where a later one took its place, and what it came from.
async fn became(r: &Reading, it: &Person, entry: &Entry) -> Result<Html, Refused> {
    let mut out = Html::new();
    if let Some(closed) = entry.closed {
        let words = match closed {
            Closed::Corrected => "This version was corrected. ",
            Closed::Moved => "This entry stood on this record by mistake and was moved to the right person’s. ",
        };
        let mut inner = web::text(words);
        if let (Closed::Corrected, Some(newer)) = (closed, entry.replaced_by) {
            inner = inner.html(&web::link_line(&Link::to(&address(it, newer, ""), "See the newer version")));
        }
        out = out.html(&web::inset_text(&inner));
    }
    if let Some(from) = entry.moved_from {
        let whose = match person::by_id(r, from).await {
            Ok(other) => format!("the record {}", other.reference),
            Err(Refused::NotFound) => "another record".to_owned(),
            Err(e) => return Err(e),
        };
        let words = format!("It stood on {whose} by mistake and was moved here: {}", entry.because);
        out = out.html(&web::inset_text(&web::text(&words)));
    }
    Ok(out)
}

async fn facts(visit: &Visit, r: &Reading, entry: &Entry) -> Result<Html, Refused> {
    let authors = entry::authors(r, std::slice::from_ref(entry)).await?;
    let cells = entry::cells(entry, &visit.catalogue, &authors);
    let by = authors.get(&entry.recorded_by).cloned().unwrap_or_else(|| "the house".to_owned());
    let mut rows = vec![
        Row::of("Kind", cells[2].as_str()),
        Row::of("When it was so", entry.happened.words()),
        Row::of("By", format!("{}, {}", cells[6], cells[5])),
        Row::of("Recorded", format!("{} by {by}", entry.recorded.words())),
    ];
    if !entry.text.is_empty() {
        rows.push(Row::of("What happened", web::paragraph(&entry.text)));
    }
    rows.push(Row::of("Marking", cells[7].as_str()));
    if !cells[8].is_empty() {
        rows.push(Row::of("Conditions", cells[8].as_str()));
    }
    Ok(web::summary_list(&SummaryList { rows, ..SummaryList::default() }))
}

async fn files(r: &Reading, it: &Person, entry: &Entry) -> Result<Html, Refused> {
    let files = files_of(r, "entry", entry.subject).await?;
    if files.is_empty() {
        return Ok(Html::new());
    }
    let one = |file: &entry::File| {
        let href = format!("/people/{}/files/{}", it.reference, file.id);
        let words = format!("{} ({}, {} KB)", file.name, file.media.label(), file.size / 1024 + 1);
        web::link(&Link::to(&href, &words))
    };
    Ok(web::heading(2, "Files").html(&web::list(files.iter().map(one))))
}

/// Every version, the newest first: what it said before, who put it right, and why.
async fn history(visit: &Visit, r: &Reading, entry: &Entry) -> Result<Html, Refused> {
    let mut all = versions(r, entry).await?;
    if all.len() < 2 {
        return Ok(Html::new());
    }
    all.reverse();
    let authors = entry::authors(r, &all).await?;
    let mut out = web::heading(2, "Every version");
    for it in &all {
        let by = authors.get(&it.recorded_by).map_or("the house", String::as_str);
        let mut rows = vec![
            Row::of("Recorded", format!("{} by {by}", it.recorded.words())),
            Row::of("When it was so", it.happened.words()),
            Row::of("Title", it.title.as_str()),
            Row::of("Text", web::paragraph(&it.text)),
        ];
        if !it.because.is_empty() {
            rows.insert(
                1,
                Row::of(
                    if it.moved_from.is_some() { "Moved here because" } else { "Corrected because" },
                    it.because.as_str(),
                ),
            );
        }
        let title = match (it.closed, it.id == entry.id) {
            (None, _) => "What holds now".to_owned(),
            (Some(closed), _) => {
                format!("{} on {}", closed.label(), it.replaced_at.map_or_else(String::new, kernel::Ts::words))
            }
        };
        let card = Some(web::Card { title: &title, actions: Vec::new() });
        out = out.html(&web::summary_list(&SummaryList { rows, card, ..SummaryList::default() }));
    }
    let _ = visit;
    Ok(out)
}

/// The form to correct or to move it.
///
/// # Errors
/// Not found, also where one may not see it.
pub async fn ask(visit: Visit, Path((typed, id, what)): Path<(String, EntryId, String)>) -> Answer {
    let r = visit.read().await?;
    let (it, entry) = found(&r, &typed, id).await?;
    may_correct(&entry).map_err(|why| Refused::rule("P24", why))?;
    let london = entry.happened.london();
    let now = Typed::blank()
        .with_day("happened", entry.happened.day())
        .with("happened-time", format!("{:02}:{:02}", london.hour(), london.minute()))
        .with("title", entry.title.clone())
        .with("text", entry.text.clone())
        .with("marking", entry.marking.as_str())
        .with("do_not", entry.handling.0.do_not.clone());
    let now = entry.handling.0.agencies.iter().fold(now, |typed, it| typed.with("agencies", it.clone()));
    let now = entry.handling.0.until.map_or(now.clone(), |day| now.with_day("until", day));
    draw(&visit, r, (&it, &entry), &what, &now).await
}

async fn draw(visit: &Visit, r: Reading, (it, entry): (&Person, &Entry), what: &str, typed: &Typed) -> Answer {
    let why = |label| web::input(&Input::of(typed, "reason", label));
    let (title, intro, fields) = match what {
        "correct" => {
            let marks = web::details("Who may see it", &note::handling(visit, typed), false);
            let fields = note::when(typed).html(&note::words(typed)).html(&marks).html(&why("Why is it corrected?"));
            ("Correct an entry", "What it said before stays readable, with your reason.", fields)
        }
        "move" => {
            let to = Input {
                hint: "Such as HF-4K7M-2QXD",
                width: 20,
                ..Input::of(typed, "to", "Reference of the person it is about")
            };
            let fields = web::input(&to).html(&why("Why is it moved? Shown on both records, so name nobody"));
            (
                "Move an entry to the right person",
                "A line stays on this record; it does not say whose the entry is.",
                fields,
            )
        }
        _ => return Err(Refused::NotFound.into()),
    };
    let at = address(it, entry.id, "");
    let main = one::bar(visit, it, "").html(&web::heading(1, title)).html(&web::paragraph(intro)).html(&form(
        visit,
        &format!("{at}/{what}"),
        &fields,
        "Save",
    ));
    let page = visit.page(title).below("/people").marked(Marking::Sensitive).back(at).errors(typed.wrongs());
    visit.show(r, &page, &main).await
}

/// Corrects or moves it.
///
/// # Errors
/// Not found, not allowed, or it was put right already.
pub async fn post(visit: Visit, Path((typed, id, what)): Path<(String, EntryId, String)>, posted: Posted) -> Answer {
    let r = visit.read().await?;
    let (it, entry) = found(&r, &typed, id).await?;
    let done = match what.as_str() {
        "correct" => corrected(&visit, id, &posted)
            .await
            .map(|new| (address(&it, new, ""), "Corrected; the earlier version is kept")),
        "move" => {
            let moved = moved(&visit, id, &posted).await;
            moved.map(|()| (format!("/people/{}/chronology", it.reference), "Moved; both histories show it"))
        }
        _ => Err(Refused::NotFound),
    };
    match done {
        Ok((to, news)) => Ok(visit.see_other(&to, news)),
        Err(e) => {
            let again = posted.asked().again(wrongs(e)?);
            draw(&visit, r, (&it, &entry), &what, &again).await
        }
    }
}

async fn corrected(visit: &Visit, entry: EntryId, posted: &Posted) -> Result<EntryId, Refused> {
    let asked = posted.asked();
    let happened = asked.at("happened", "the day and time");
    let mut all = Wrongs::default();
    if posted.raw("reason").trim().is_empty() {
        all.add("reason", "Say why it is corrected");
    }
    all.0.splice(0..0, asked.wrongs().0);
    all.done()?;
    let happened = asked.done(|| happened.it())?;
    let (marking, handling) = note::read_handling(posted)?;
    let get = |name: &str| posted.raw(name).to_owned();
    let (title, text, reason) = (get("title"), get("text"), get("reason"));
    let noted =
        visit.act(posted.key(), CorrectEntry { entry, happened, title, text, marking, handling, reason }).await?;
    Ok(noted.entry)
}

async fn moved(visit: &Visit, entry: EntryId, posted: &Posted) -> Result<(), Refused> {
    let to = super::person_at(visit, posted.raw("to"), "to").await?.id;
    visit.act(posted.key(), MoveEntry { entry, to, reason: posted.raw("reason").to_owned() }).await.map(|_| ())
}

/// A file of a note, to be saved.
///
/// # Errors
/// Not found, also where one may not see it.
pub async fn file(visit: Visit, Path((typed, id)): Path<(String, FileId)>) -> Answer {
    let r = visit.read().await?;
    by_reference(&r, reference(&typed)?).await?;
    let found = open_file(&r, id).await?;
    visit.download(r, &found.name, found.media.as_str(), found.bytes).await
}
