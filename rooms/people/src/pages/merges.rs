//! Two records of one person: compared side by side, merged, confirmed by a second person, undone, taken apart again; and
//! what was made in between, until a person says to whom it belongs.

use axum::extract::{Path, Query as Ask};
use door::{Reading, args};
use kernel::{Marking, PersonId, Refused, UserId};
use person::{
    AssignAfterUnmerge, Assignment, ConfirmMerge, Identity, LinkKind, LinkPersons, Merge, MergePersons, MergeState,
    Person, UndoMerge, UnmergePersons, as_known, by_reference,
};
use policy::action;
use room::{Answer, Posted, Visit};
use web::{Cell, Choice, Html, Input, Link, Select, Table, Tone, Typed};

use super::find::one_button;
use super::lines::lines;
use super::{choices, form, one, person_at, reference, wrongs};

pub(crate) async fn name(r: &Reading, who: UserId) -> Result<String, Refused> {
    let found: Option<(String,)> = r.plain_one("SELECT shown_as FROM account WHERE id = $1", args![who]).await?;
    Ok(found.map_or_else(|| "The house".to_owned(), |it| it.0))
}

/// Merges of this record with what one may do about each, what waits to be assigned, names as they were recorded.
///
/// # Errors
/// Not found, also where one may not know of them.
pub async fn page(visit: Visit, Path(typed): Path<String>) -> Answer {
    let r = visit.read().await?;
    let it = by_reference(&r, reference(&typed)?).await?;
    let members = person::members(&r, it.id, r.now).await?;
    let merges = person::merges(&r, &members).await?;
    let mut main = one::bar(&visit, &it, "/history").html(&web::heading(1, "Merges and history"));
    if merges.is_empty() {
        main = main.html(&web::paragraph("This record was never merged with another."));
    }
    for merge in &merges {
        main = main.html(&merged(&visit, &r, &it, merge).await?);
    }
    main = main.html(&linked(&r, &it, &members).await?);
    let names: Vec<Identity> = person::history(&r, &members).await?;
    let mut rows = Vec::new();
    for it in &names {
        let birth = person::Birth { kind: it.birth_kind, day: it.birth_day, year: it.birth_year };
        let whole = format!("{} {}", it.forenames, it.surname);
        let by = format!("{}, {}", name(&r, it.recorded_by).await?, it.recorded.words());
        let until = it.replaced_at.map_or_else(|| "Holds".to_owned(), |at| format!("Until {}", at.words()));
        rows.push([whole, birth.words(), by, until].into_iter().map(Cell::from).collect());
    }
    let head = ["Name", "Born", "Recorded", "Known"].map(Cell::from).to_vec();
    let caption = "Names and birth dates as they were recorded";
    let table = web::table(&Table { caption, head, rows, first_is_head: true, ..Table::default() });
    main = main.html(&web::scrolling(caption, &table));
    if r.could_to(action::MERGE_PERSONS, it.id).await? {
        let to = format!("/people/{}/merge", it.reference);
        main = main.html(&web::link_button(&to, "Merge with another record", Tone::Secondary));
    }
    let page = visit.page("Merges and history").below("/people").marked(Marking::Sensitive);
    visit.show(r, &page, &main).await
}

async fn merged(visit: &Visit, r: &Reading, it: &Person, merge: &Merge) -> Result<Html, Refused> {
    let me = visit.acting.recorded_as();
    let parting = merge.state == MergeState::UnmergeWaiting;
    let (by, at) = match (parting, merge.apart_by, merge.apart_at) {
        (true, Some(by), Some(at)) => (by, at),
        _ => (merge.asked_by, merge.asked_at),
    };
    let why = visit.catalogue.label("merge-reasons", &merge.reason).to_owned();
    let mut words = format!("{} by {}: {why}", merge.asked_at.words(), name(r, merge.asked_by).await?);
    if let (Some(by), Some(at)) = (merge.apart_by, merge.apart_at) {
        let why = visit.catalogue.label("unmerge-reasons", &merge.apart_reason);
        words.push_str(&format!(". Taken apart {} by {}: {why}", at.words(), name(r, by).await?));
    }
    let mut out = web::heading(2, merge.state.label()).html(&web::paragraph(&words));
    let hidden = web::hidden("merge", &merge.id.to_string()).html(&web::hidden("person", &it.reference.to_string()));
    let deed =
        |to: &str, text: &str, tone: Tone| one_button(visit, &format!("/people/merges/{to}"), &hidden, text, tone);
    let may = r.could_to(action::MERGE_PERSONS, it.id).await?;
    if merge.state.waits() && may {
        let until = at.plus_hours(24).words();
        if by == me {
            let words = format!("Somebody else confirms it by {until}, or it is undone.");
            out = out.html(&web::paragraph(&words));
        } else {
            out = out.html(&web::paragraph(&format!("It waits for you or another second person until {until}.")));
            out = out.html(&deed(
                "confirm",
                if parting { "Confirm the unmerge" } else { "Confirm the merge" },
                Tone::Main,
            ));
        }
        out = out.html(&deed("undo", "Undo", Tone::Secondary));
    }
    if merge.state == MergeState::Confirmed && r.could_to(action::UNMERGE_PERSONS, it.id).await? {
        let codes = choices(&visit.catalogue, "unmerge-reasons", visit.now().day());
        let id = format!("reason-{}", merge.id);
        let why = web::select(&Select {
            name: "reason",
            id: &id,
            label: "Why was it wrong?",
            choices: codes,
            ..Select::default()
        });
        let inner = form(visit, "/people/merges/apart", &hidden.html(&why), "Take the records apart");
        out = out.html(&web::details("They are not the same person", &inner, false));
    }
    Ok(out.html(&to_assign(visit, r, it, merge).await?))
}

/// What was made while two were one.
async fn to_assign(visit: &Visit, r: &Reading, it: &Person, merge: &Merge) -> Result<Html, Refused> {
    let waiting = person::assignments(r, merge).await?;
    if waiting.is_empty() || !r.could_to(action::UNMERGE_PERSONS, it.id).await? {
        return Ok(Html::new());
    }
    let (keep, other) = (person::by_id(r, merge.keep).await?, person::by_id(r, merge.other).await?);
    let mut out = web::heading(2, "To whom does this belong?").html(&web::paragraph(
        "It was recorded while the two records were one. Say of each whose it is; nothing is lost meanwhile.",
    ));
    for row in &waiting {
        let words = described(visit, r, row).await?;
        let button = |to: &Person| {
            let hidden = web::hidden("assignment", &row.id.to_string())
                .html(&web::hidden("to", &to.id.to_string()))
                .html(&web::hidden("person", &it.reference.to_string()));
            let text = format!("{} ({})", to.name(), to.reference);
            one_button(visit, "/people/merges/assign", &hidden, &text, Tone::Secondary)
        };
        out = out.html(&web::heading(3, &words)).html(&web::button_group(&[button(&keep), button(&other)]));
    }
    Ok(out)
}

/// What a record to be assigned says.
pub(crate) async fn described(visit: &Visit, r: &Reading, it: &Assignment) -> Result<String, Refused> {
    if it.kind == "entry" {
        return match entry::entry(r, entry::EntryId(it.row_id)).await {
            Ok(found) => Ok(format!("{} ({})", found.title, found.happened.words())),
            Err(Refused::NotFound) => Ok("An entry that you may not read".to_owned()),
            Err(e) => Err(e),
        };
    }
    let known = as_known(r, person::root(r, it.person).await?, r.now).await?;
    let line = lines(visit, r, &known).await?.into_iter().find(|line| line.id == it.row_id);
    Ok(line.map_or_else(|| it.kind.clone(), |it| format!("{}: {} {}", it.what, it.details, it.when)))
}

async fn linked(r: &Reading, it: &Person, members: &[PersonId]) -> Result<Html, Refused> {
    let mut said = Vec::new();
    for link in person::links(r, members).await? {
        let other = if members.contains(&link.person) { link.other } else { link.person };
        if let Ok(other) = person::by_id(r, other).await {
            let href = format!("/people/{}", other.reference);
            let words = format!(" {}: {} ({})", link.kind.label(), link.reason, link.recorded.day().words());
            said.push(web::link(&Link::to(&href, &other.name())).text(&words));
        }
    }
    let _ = it;
    Ok(if said.is_empty() { Html::new() } else { web::heading(2, "Said of other records").html(&web::list(said)) })
}

/// The form to merge: first the other record's reference, then both side by side.
///
/// # Errors
/// Not found, also where one may not know of either.
pub async fn ask(visit: Visit, Path(typed): Path<String>, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    let other = questions.iter().find(|it| it.0 == "other").map_or("", |it| it.1.as_str()).trim();
    draw(&visit, &typed, &Typed::blank().with("other", other)).await
}

async fn draw(visit: &Visit, at: &str, typed: &Typed) -> Answer {
    let r = visit.read().await?;
    let it = by_reference(&r, reference(at)?).await?;
    r.may_see(action::MERGE_PERSONS, it.id).await?;
    let asked = typed.get("other").to_owned();
    let other = if asked.is_empty() { None } else { Some(person_at(visit, &asked, "other").await) };
    let mut main = one::bar(visit, &it, "").html(&web::heading(1, "Merge with another record"));
    let mut wrong = typed.wrongs().clone();
    let here = format!("/people/{}/merge", it.reference);
    if let Some(Ok(other)) = &other {
        let codes = choices(&visit.catalogue, "merge-reasons", visit.now().day());
        let fields = web::hidden("other", &other.reference.to_string()).html(&web::select(&Select::of(
            typed,
            "reason",
            "How do you know that they are one person?",
            codes,
        )));
        main = main
            .html(&beside(visit, &r, &it, other).await?)
            .html(&web::paragraph("The record on the left stays on top. Nothing is lost: the merge can be taken apart again. A second person confirms it within a day."))
            .html(&form(visit, &here, &fields, "Merge these two records"));
    } else {
        if let Some(Err(e)) = other {
            wrong.0.extend(wrongs(e)?.0);
        }
        let error = wrong.of("other").map(str::to_owned);
        let field = Input {
            name: "other",
            label: "Reference of the other record",
            hint: "Such as HF-4K7M-2QXD",
            value: &asked,
            error: error.as_deref(),
            width: 20,
            ..Input::default()
        };
        let show = web::button(&web::Button { text: "Compare", ..web::Button::default() });
        main = main
            .raw("<form method=\"get\" novalidate")
            .attr("action", &here)
            .raw(">")
            .html(&web::input(&field))
            .html(&show)
            .raw("</form>");
    }
    let back = format!("/people/{}", it.reference);
    let page =
        visit.page("Merge with another record").below("/people").marked(Marking::Sensitive).back(back).errors(&wrong);
    visit.show(r, &page, &main).await
}

/// Both records in one table.
async fn beside(visit: &Visit, r: &Reading, it: &Person, other: &Person) -> Result<Html, Refused> {
    let sex = |it: &Person| visit.catalogue.label("sex", &it.sex).to_owned();
    let mut rows: Vec<[String; 3]> = vec![
        ["Reference".into(), it.reference.to_string(), other.reference.to_string()],
        ["Name".into(), it.name(), other.name()],
        ["Called".into(), it.known_as.clone(), other.known_as.clone()],
        ["Born".into(), it.birth().words(), other.birth().words()],
        ["Sex".into(), sex(it), sex(other)],
    ];
    let (known, others) = (as_known(r, it.id, r.now).await?, as_known(r, other.id, r.now).await?);
    let both = [lines(visit, r, &known).await?, lines(visit, r, &others).await?];
    for kind in person::DetailKind::ALL {
        let of = |nth: usize| {
            let some = both[nth].iter().filter(|it| it.kind == *kind);
            some.map(|it| format!("{}: {} {}", it.what, it.details, it.when)).collect::<Vec<_>>().join("\n")
        };
        rows.push([kind.label().to_owned(), of(0), of(1)]);
    }
    rows.retain(|it| !it[1].is_empty() || !it[2].is_empty());
    let row = |[what, one, other]: [String; 3]| {
        let differs = if one == other { "" } else { "hf-differs__cell" };
        let cell = |words: &str| Cell { html: web::paragraph(words), classes: differs.to_owned(), ..Cell::default() };
        vec![Cell::from(what), cell(&one), cell(&other)]
    };
    let head = ["What", "Stays on top", "Becomes part of it"].map(Cell::from).to_vec();
    let rows = rows.into_iter().map(row).collect();
    let table = web::table(&Table { caption: "Both records", head, rows, first_is_head: true, ..Table::default() });
    Ok(web::scrolling("Both records", &table))
}

/// Merges another record into this one.
///
/// # Errors
/// Not found, not allowed.
pub async fn merge(visit: Visit, Path(typed): Path<String>, posted: Posted) -> Answer {
    let r = visit.read().await?;
    let keep = by_reference(&r, reference(&typed)?).await?;
    drop(r);
    let done = match person_at(&visit, posted.raw("other"), "other").await {
        Ok(other) => {
            let command = MergePersons { keep: keep.id, other: other.id, reason: posted.raw("reason").to_owned() };
            visit.act(posted.key(), command).await
        }
        Err(e) => Err(e),
    };
    match done {
        Ok(_) => {
            let to = format!("/people/{}/history", keep.reference);
            Ok(visit.see_other(&to, "Merged. A second person confirms it within a day"))
        }
        Err(e) => draw(&visit, &typed, &posted.asked().again(wrongs(e)?)).await,
    }
}

/// Confirms, undoes or takes apart a merge; says to whom something belongs.
///
/// # Errors
/// Not found, not allowed, or its state does not let it.
pub async fn deed(visit: Visit, Path(deed): Path<String>, posted: Posted) -> Answer {
    let merge = || posted.raw("merge").parse().map_err(|_| Refused::NotFound);
    let key = posted.key();
    let news = match deed.as_str() {
        "confirm" => {
            visit.act(key, ConfirmMerge { merge: merge()? }).await?;
            "Confirmed"
        }
        "undo" => {
            visit.act(key, UndoMerge { merge: merge()? }).await?;
            "Undone"
        }
        "apart" => {
            let reason = posted.raw("reason").to_owned();
            visit.act(key, UnmergePersons { merge: merge()?, reason }).await?;
            "Taken apart. A second person confirms it within a day"
        }
        "assign" => {
            let assignment = posted.raw("assignment").parse().map_err(|_| Refused::NotFound)?;
            let to = posted.raw("to").parse().map_err(|_| Refused::NotFound)?;
            visit.act(key, AssignAfterUnmerge { assignment, to }).await?;
            "Assigned"
        }
        _ => return Err(Refused::NotFound.into()),
    };
    let to =
        reference(posted.raw("person")).map_or_else(|_| "/people".to_owned(), |it| format!("/people/{it}/history"));
    Ok(visit.see_other(&to, news))
}

fn link_fields(typed: &Typed) -> Html {
    let kinds = Choice::all(LinkKind::ALL.iter().map(|it| (it.as_str(), it.label())));
    let other =
        Input { hint: "Such as HF-4K7M-2QXD", width: 20, ..Input::of(typed, "other", "Reference of the other record") };
    web::input(&other)
        .html(&web::select(&Select::of(typed, "kind", "What is said of them?", kinds)))
        .html(&web::input(&Input::of(typed, "reason", "How do you know?")))
}

async fn draw_link(visit: &Visit, it: &Person, typed: &Typed) -> Answer {
    let r = visit.read().await?;
    r.may_see(action::LINK_PERSONS, it.id).await?;
    let (home, title) = (format!("/people/{}", it.reference), "Say something of two records");
    let main = one::bar(visit, it, "").html(&web::heading(1, title)).html(&form(
        visit,
        &format!("{home}/link"),
        &link_fields(typed),
        "Save",
    ));
    let page = visit.page(title).below("/people").marked(Marking::Sensitive).back(home).errors(typed.wrongs());
    visit.show(r, &page, &main).await
}

/// The form to say that another record may be the same person, or is not.
///
/// # Errors
/// Not found, also where one may not know of them.
pub async fn link(visit: Visit, Path(typed): Path<String>) -> Answer {
    let r = visit.read().await?;
    let it = by_reference(&r, reference(&typed)?).await?;
    drop(r);
    draw_link(&visit, &it, &Typed::blank()).await
}

/// Says it.
///
/// # Errors
/// Not found, not allowed.
pub async fn linked_to(visit: Visit, Path(typed): Path<String>, posted: Posted) -> Answer {
    let r = visit.read().await?;
    let it = by_reference(&r, reference(&typed)?).await?;
    drop(r);
    let asked = posted.asked();
    let kind = asked.word::<LinkKind>("kind", "what is said of them");
    let done = match (asked.done(|| kind.it()), person_at(&visit, posted.raw("other"), "other").await) {
        (Ok(kind), Ok(other)) => {
            let reason = posted.raw("reason").to_owned();
            visit.act(posted.key(), LinkPersons { person: it.id, other: other.id, kind, reason }).await.map(|_| ())
        }
        (Err(e), _) | (_, Err(e)) => Err(e),
    };
    match done {
        Ok(()) => Ok(visit.see_other(&format!("/people/{}/history", it.reference), "Saved")),
        Err(e) => draw_link(&visit, &it, &posted.asked().again(wrongs(e)?)).await,
    }
}
