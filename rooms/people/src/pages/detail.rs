//! One line about somebody: it ended, it was a mistake, it belongs to somebody else; of a warning, it was looked at again.

use axum::extract::Path;
use door::Reading;
use kernel::{Day, Refused, Wrongs};
use person::{
    DetailKind as Kind, EndAddress, EndContactPoint, EndRelation, EndStatus, EndWorker, MoveDetail, Person,
    ReviewWarning, StrikeDetail, as_known, by_reference,
};
use policy::action;
use room::{Answer, Posted, Visit};
use uuid::Uuid;
use web::{DateInput, Html, Input, Row, SummaryList, Textarea, Typed};

use super::lines::{Line, lines};
use super::{form, one, reference, wrongs};

/// The person and the line of an address.
async fn found(visit: &Visit, r: &Reading, typed: &str, kind: Kind, id: Uuid) -> Result<(Person, Line), Refused> {
    let it = by_reference(r, reference(typed)?).await?;
    let known = as_known(r, it.id, r.now).await?;
    let line = lines(visit, r, &known).await?.into_iter().find(|it| it.kind == kind && it.id == id);
    line.map(|line| (it, line)).ok_or(Refused::NotFound)
}

/// The page of one line.
///
/// # Errors
/// Not found, also where one may not see it.
pub async fn page(visit: Visit, Path((typed, kind, id)): Path<(String, String, Uuid)>) -> Answer {
    let kind: Kind = kind.parse().map_err(|_| Refused::NotFound)?;
    let r = visit.read().await?;
    let (it, line) = found(&visit, &r, &typed, kind, id).await?;
    draw(&visit, r, &it, &line, &Typed::blank()).await
}

async fn draw(visit: &Visit, r: Reading, it: &Person, line: &Line, typed: &Typed) -> Answer {
    let at = format!("/people/{}/details/{}/{}", it.reference, line.kind.as_str(), line.id);
    let worker = line.kind == Kind::Worker;
    let may = r.could_to(if worker { action::ALLOCATE } else { action::CHANGE_PERSON }, it.id).await?;
    let moves = r.could_to(action::MOVE_ENTRY, it.id).await?;
    let rows = vec![
        Row::of("What", line.what.as_str()),
        Row::of("Details", line.details.as_str()),
        Row::of("When", line.when.as_str()),
    ];
    let title = format!("{}: change or end", line.kind.label());
    let mut main = one::bar(visit, it, "")
        .html(&web::heading(1, &title))
        .html(&web::summary_list(&SummaryList { rows, ..SummaryList::default() }));
    if may && line.kind == Kind::Warning {
        main = main.html(&review(visit, &at, line, typed));
    }
    if may && ends(line.kind) && !line.over {
        main = main.html(&end(visit, &at, line.kind, typed));
    }
    if r.could_to(action::CHANGE_PERSON, it.id).await? {
        main = main.html(&strike(visit, &at, typed));
    }
    if moves {
        main = main.html(&elsewhere(visit, &at, typed));
    }
    let home = format!("/people/{}", it.reference);
    let page = visit.page(title).below("/people").marked(kernel::Marking::Sensitive).back(home).errors(typed.wrongs());
    visit.show(r, &page, &main).await
}

/// Whether a line of this kind can end on a day.
const fn ends(kind: Kind) -> bool {
    match kind {
        Kind::Address | Kind::Contact | Kind::Relation | Kind::Worker | Kind::Status => true,
        Kind::Name | Kind::Identifier | Kind::Trait | Kind::Warning => false,
    }
}

fn section(visit: &Visit, at: &str, title: &str, what: &str, fields: &Html, send: &str) -> Html {
    web::heading(2, title).html(&form(visit, at, &web::hidden("do", what).html(fields), send))
}

fn end(visit: &Visit, at: &str, kind: Kind, typed: &Typed) -> Html {
    let mut fields = web::date_input(&DateInput {
        hint: "That day is included. For example, 27 3 2026",
        ..DateInput::of(typed, "to", "Last day on which it was so")
    });
    if kind == Kind::Status {
        let today = visit.now().day();
        let codes = super::choices(&visit.catalogue, "cin-closure", today);
        let why = web::Select::of(typed, "reason", "Why it ended, of a child in need", codes);
        fields = fields.html(&web::select(&why));
    }
    section(visit, at, "It ended", "end", &fields, "Save the last day")
}

fn review(visit: &Visit, at: &str, line: &Line, typed: &Typed) -> Html {
    let text = Textarea::of(typed, "text", "Its words from now on, where they change");
    let fields = web::textarea(&Textarea { rows: 3, hint: &line.details, ..text }).html(&web::date_input(&DateInput {
        hint: "Leave empty where it no longer stands. For example, 27 3 2027",
        ..DateInput::of(typed, "review", "It still stands: when is it looked at again?")
    }));
    let stands =
        web::Button { text: "It stands", name: "stands", value: "yes", once: Some(true), ..web::Button::default() };
    let over = web::Button { text: "It no longer stands", value: "no", tone: web::Tone::Secondary, ..stands };
    let both = web::button_group(&[web::button(&stands), web::button(&over)]);
    web::heading(2, "It was looked at again")
        .raw("<form method=\"post\" novalidate")
        .attr("action", at)
        .raw(">")
        .html(&visit.form_start())
        .html(&web::hidden("do", "review"))
        .html(&fields)
        .html(&both)
        .raw("</form>")
}

fn strike(visit: &Visit, at: &str, typed: &Typed) -> Html {
    let why = web::input(&Input {
        hint: "The history keeps it, with this reason",
        ..Input::of(typed, "mistake", "Why should it never have been recorded?")
    });
    let inner = form(visit, at, &web::hidden("do", "strike").html(&why), "Strike it out");
    web::details("It was recorded by mistake", &inner, typed.get("do") == "strike")
}

fn elsewhere(visit: &Visit, at: &str, typed: &Typed) -> Html {
    let fields = web::input(&Input {
        hint: "Such as HF-4K7M-2QXD. Both histories show the move",
        width: 20,
        ..Input::of(typed, "to_reference", "Reference of the right person")
    })
    .html(&web::input(&Input::of(typed, "why", "How do you know whose it is?")));
    let inner = form(visit, at, &web::hidden("do", "move").html(&fields), "Move it");
    web::details("It belongs to somebody else", &inner, typed.get("do") == "move")
}

/// Carries out what was chosen for a line.
///
/// # Errors
/// Not found, not allowed, or somebody changed it first.
pub async fn post(visit: Visit, Path((typed, kind, id)): Path<(String, String, Uuid)>, posted: Posted) -> Answer {
    let kind: Kind = kind.parse().map_err(|_| Refused::NotFound)?;
    let r = visit.read().await?;
    let (it, line) = found(&visit, &r, &typed, kind, id).await?;
    match done(&visit, kind, id, &posted).await {
        Ok(news) => Ok(visit.see_other(&format!("/people/{}", it.reference), news)),
        Err(e) => {
            let again = posted.asked().again(wrongs(e)?);
            draw(&visit, r, &it, &line, &again).await
        }
    }
}

/// The wrongs of a command under the names that the page uses.
fn under(it: Refused, names: &[(&str, &str)]) -> Refused {
    let Refused::Wrong(all) = it else { return it };
    let mut out = Wrongs::default();
    for one in all.0 {
        let name = names.iter().find(|it| it.0 == one.field).map_or(one.field.as_str(), |it| it.1);
        out.add(name, one.message);
    }
    Refused::Wrong(out)
}

async fn done(visit: &Visit, kind: Kind, row: Uuid, posted: &Posted) -> Result<&'static str, Refused> {
    match posted.raw("do") {
        "end" => {
            let asked = posted.asked();
            let to = asked.day("to", "the last day on which it was so");
            let to = asked.done(|| to.it())?;
            ended(visit, kind, row, to, posted).await?;
            Ok("The last day was saved")
        }
        "review" => {
            let asked = posted.asked();
            let review = asked.day("review", "when it is looked at again").optional();
            let review = asked.done(|| review.it())?;
            let text = Some(posted.raw("text").trim().to_owned()).filter(|it| !it.is_empty());
            let stands = posted.raw("stands") == "yes";
            visit.act(posted.key(), ReviewWarning { warning: row, stands, text, review }).await?;
            Ok("The warning was looked at again")
        }
        "strike" => {
            let reason = posted.raw("mistake").to_owned();
            let names = [("reason", "mistake")];
            visit.act(posted.key(), StrikeDetail { kind, row, reason }).await.map_err(|e| under(e, &names))?;
            Ok("Struck out; the history keeps it")
        }
        "move" => {
            let to = super::person_at(visit, posted.raw("to_reference"), "to_reference").await?;
            let names = [("reason", "why"), ("to", "to_reference")];
            let command = MoveDetail { kind, row, to: to.id, reason: posted.raw("why").to_owned() };
            visit.act(posted.key(), command).await.map_err(|e| under(e, &names))?;
            Ok("Moved to the right person; both histories show it")
        }
        _ => Err(Refused::NotFound),
    }
}

async fn ended(visit: &Visit, kind: Kind, row: Uuid, to: Day, posted: &Posted) -> Result<(), Refused> {
    let key = posted.key();
    match kind {
        Kind::Address => visit.act(key, EndAddress { address: row, to }).await.map(|_| ()),
        Kind::Contact => visit.act(key, EndContactPoint { contact: row, to }).await.map(|_| ()),
        Kind::Relation => visit.act(key, EndRelation { relation: row, to }).await.map(|_| ()),
        Kind::Worker => visit.act(key, EndWorker { works_with: row, to }).await.map(|_| ()),
        Kind::Status => {
            let reason = posted.raw("reason").to_owned();
            visit.act(key, EndStatus { status: row, to, reason }).await.map(|_| ())
        }
        Kind::Name | Kind::Identifier | Kind::Trait | Kind::Warning => Err(Refused::NotFound),
    }
}
