//! `/exports`: lists to take out, one's own requests, and those of others that wait for a second person.

use axum::extract::Path;
use door::{Reading, args};
use kernel::{Day, Reference, Refused, Wrongs};
use policy::action;
use room::{Answer, Export, Posted, Visit};
use web::{Button, Cell, Choice, DateInput, Html, Input, Radios, Table, Tone, Typed};

use super::{DecideExport, ExportRequest, Format, Given, RequestState, kind, kinds, take as take_out, write};

/// The page.
///
/// # Errors
/// When the store refuses.
pub async fn list(visit: Visit) -> Answer {
    draw(&visit, &Typed::blank(), &Wrongs::default()).await
}

async fn draw(visit: &Visit, typed: &Typed, wrongs: &Wrongs) -> Answer {
    let r = visit.read().await?;
    if !r.could(action::EXPORT) {
        return Err(Refused::MayNot("Your role takes nothing out.".to_owned()).into());
    }
    let mut main = web::heading(1, "Exports").html(&web::paragraph(
        "You take out what you would see on the screen, and the ledger keeps that you did. A list of more than 200 people \
         waits until a second person agrees.",
    ));
    main = main.html(&asking(visit, &r, &typed.clone().with_wrongs(wrongs.clone())));
    main = main.html(&mine(visit, &r).await?).html(&others(visit, &r).await?);
    let page = visit.page("Exports").below("/exports").errors(wrongs);
    visit.show(r, &page, &main).await
}

/// The lists that the reader's role may take out.
pub(super) fn lists(visit: &Visit, r: &Reading) -> Vec<&'static Export> {
    let policy = visit.house.door.policy();
    kinds(visit.house.rooms).into_iter().filter(|it| policy.ever(&r.acting.principal, it.action)).collect()
}

fn asking(visit: &Visit, r: &Reading, typed: &Typed) -> Html {
    let lists = lists(visit, r);
    if lists.is_empty() {
        return web::paragraph("There is no list that your role may take out.");
    }
    let lists = lists.iter().map(|it| Choice::of(it.kind, it.what)).collect();
    let formats = Format::ALL.iter().map(|it| Choice::of(it.as_str(), it.label())).collect();
    let inner = web::radios(&Radios::of(typed, "kind", "Which list?", lists))
        .html(&web::radios(&Radios { inline: true, ..Radios::of(typed, "format", "How is it written?", formats) }))
        .html(&web::date_input(&DateInput {
            hint: "Leave it empty for the list as it is now. For example, 27 3 2026",
            ..DateInput::of(typed, "as_of", "As it was known on a day")
        }))
        .html(&again(typed))
        .html(&web::button(&Button { text: "Take it out", ..Button::default() }));
    form(visit, "/exports", &inner)
}

/// A list of many people asks once more for a code.
fn again(typed: &Typed) -> Html {
    if typed.error("code").is_none() {
        return Html::new();
    }
    web::input(&Input {
        hint: "Six digits from your authenticator app: we ask again, because this list is of many people",
        autocomplete: "one-time-code",
        inputmode: "numeric",
        width: 10,
        ..Input::of(typed, "code", "Code")
    })
}

/// Takes a list out once a code that was sent with it is right.
pub(super) async fn taken(
    visit: &Visit,
    name: &str,
    as_of: Option<Day>,
    code: &str,
) -> Result<(&'static Export, Given), Refused> {
    if !code.is_empty() && !visit.prove(code).await? {
        let words = "This code is wrong, or it was used before. Enter the code that the app shows now";
        return Err(Refused::wrong("code", words));
    }
    let list = kind(visit.house.rooms, name).ok_or(Refused::NotFound)?;
    let most = visit.catalogue.partnership.thresholds.bulk_export as usize;
    Ok((list, take_out(visit.door(), &visit.acting, list, as_of, most).await?))
}

fn form(visit: &Visit, action: &str, inner: &Html) -> Html {
    Html::new()
        .raw("<form method=\"post\" novalidate")
        .attr("action", action)
        .raw(">")
        .html(&visit.form_start())
        .html(inner)
        .raw("</form>")
}

/// One's own requests, the latest first.
pub(super) async fn own(r: &Reading) -> Result<Vec<ExportRequest>, Refused> {
    const MINE: &str = "SELECT * FROM export_request WHERE asked_by = $1 ORDER BY asked_at DESC, id DESC LIMIT 20";
    r.plain(MINE, args![r.acting.recorded_as()]).await
}

/// Requests of others that wait for a second person, for those who may be that.
pub(super) async fn waiting(r: &Reading) -> Result<Vec<ExportRequest>, Refused> {
    const OTHERS: &str =
        "SELECT * FROM export_request WHERE asked_by <> $1 AND state = $2 ORDER BY asked_at, id LIMIT 50";
    if !r.could(action::APPROVE_EXPORT) {
        return Ok(vec![]);
    }
    r.plain(OTHERS, args![r.acting.recorded_as(), RequestState::Asked]).await
}

async fn mine(visit: &Visit, r: &Reading) -> Result<Html, Refused> {
    let all = own(r).await?;
    if all.is_empty() {
        return Ok(Html::new());
    }
    let rows = all.iter().map(|it| {
        let state: Cell = it.state.label().into();
        cells(visit, it).into_iter().chain([state]).collect()
    });
    let caption = "Your requests for large exports";
    let table = web::table(&Table {
        caption,
        caption_classes: "govuk-visually-hidden",
        head: ["Reference", "List", "People", "Asked", "State"].map(Cell::from).into(),
        rows: rows.collect(),
        ..Table::default()
    });
    Ok(web::heading(2, "What you asked for").html(&web::scrolling(caption, &table)))
}

fn cells(visit: &Visit, it: &ExportRequest) -> Vec<Cell> {
    let what = kind(visit.house.rooms, &it.kind).map_or(it.kind.as_str(), |it| it.what);
    let what = it.as_of.map_or_else(|| what.to_owned(), |day| format!("{what}, as of {}", day.words()));
    vec![it.reference.to_string().into(), what.into(), Cell::number(it.persons.to_string()), it.asked_at.words().into()]
}

async fn others(visit: &Visit, r: &Reading) -> Result<Html, Refused> {
    if !r.could(action::APPROVE_EXPORT) {
        return Ok(Html::new());
    }
    let all = waiting(r).await?;
    if all.is_empty() {
        return Ok(web::heading(2, "Waiting for a second person").html(&web::paragraph("No request is waiting.")));
    }
    let rows = all.iter().map(|it| {
        let at = format!("/exports/{}/decision", it.reference);
        let agree = web::button(&Button { text: "Agree", name: "agree", value: "yes", ..Button::default() });
        let not = Button { text: "Refuse", name: "agree", value: "no", tone: Tone::Secondary, ..Button::default() };
        let decide = form(visit, &at, &agree.html(&web::button(&not)));
        let by: Cell = it.asked_by_shown.as_str().into();
        cells(visit, it).into_iter().chain([by, decide.into()]).collect()
    });
    let caption = "Requests of others for large exports";
    let table = web::table(&Table {
        caption,
        caption_classes: "govuk-visually-hidden",
        head: ["Reference", "List", "People", "Asked", "By", "Decide"].map(Cell::from).into(),
        rows: rows.collect(),
        ..Table::default()
    });
    Ok(web::heading(2, "Waiting for a second person").html(&web::scrolling(caption, &table)))
}

/// Takes a list out: the file, or the reference of a request that waits.
///
/// # Errors
/// When policy or the store refuses.
pub async fn take(visit: Visit, posted: Posted) -> Answer {
    let asked = posted.asked();
    let format = asked.word::<Format>("format", "how it is written");
    let name = asked.text("kind", "the list");
    let day = asked.day("as_of", "the day").optional();
    let read = asked.done(|| Some((format.it()?, name.it()?, day.it()?)));
    let (format, name, as_of): (Format, String, Option<Day>) = match read {
        Ok(it) => it,
        Err(Refused::Wrong(wrongs)) => return draw(&visit, &posted.asked().again(wrongs.clone()), &wrongs).await,
        Err(other) => return Err(other.into()),
    };
    let (list, given) = match taken(&visit, &name, as_of, posted.raw("code").trim()).await {
        Ok(it) => it,
        Err(Refused::Wrong(wrongs)) => return draw(&visit, &posted.asked().again(wrongs.clone()), &wrongs).await,
        Err(other) => return Err(other.into()),
    };
    match given {
        Given::Rows(r, rows) => {
            let file = format!("{}-{}.{}", list.kind, as_of.unwrap_or_else(|| r.now.day()), format.as_str());
            let bytes = write(list, &rows, format).into_bytes();
            visit.download(*r, &file, format.media(), bytes).await
        }
        Given::Waits(reference, persons) => {
            let news = format!("{persons} people are in this list. Request {reference} waits for a second person.");
            Ok(visit.see_other("/exports", &news))
        }
    }
}

/// Agrees to somebody else's request, or does not.
///
/// # Errors
/// When policy or the store refuses, or it is one's own.
pub async fn decide(visit: Visit, Path(reference): Path<String>, posted: Posted) -> Answer {
    let request: Reference = reference.parse().map_err(|_| Refused::NotFound)?;
    let agree = posted.raw("agree") == "yes";
    visit.act(posted.key(), DecideExport { request, agree }).await?;
    let news = if agree { "It may be taken out now." } else { "It may not be taken out." };
    Ok(visit.see_other("/exports", news))
}
