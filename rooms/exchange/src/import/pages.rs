//! `/imports`: files to send, what checking them found, and what became of them. Who applies sees counts and places of
//! bad rows, never what stands in them: an administrator sees no content (access.md §2).

use std::sync::Arc;

use axum::extract::Path;
use door::{Acting, Key, Reading, args};
use kernel::{Refused, Wrongs};
use policy::action;
use room::{Answer, House, Posted, Trouble, Visit};
use web::{Button, Cell, Choice, FileUpload, Html, Radios, Row, SummaryList, Table, Tone, Typed};

use super::commands::one as import_of;
use super::stopped::{interrupted, sent};
use super::{
    ApplyImport, BESIDE_OTHERS, Begun, ImportId, ImportPart, ImportRun, ImportState, ImportTrouble, Job, ProposeImport,
    Source, TellChecked, WithdrawImport, check, kind, kinds, own_agency, run,
};

/// What an import under way is called whose runner is gone.
const INTERRUPTED: &str = "Interrupted";
/// So many troubles are kept of a file that was sent, and shown.
const SHOWN: usize = 500;

/// So many past imports are listed.
pub(super) const MOST: i64 = 100;

pub(super) fn may(r: &Reading) -> Result<(), Refused> {
    if r.could(action::PROPOSE_IMPORT) || r.could(action::IMPORT) {
        return Ok(());
    }
    Err(Refused::MayNot("The hub manager proposes imports, and the administrator applies them.".to_owned()))
}

/// The page.
///
/// # Errors
/// When one neither proposes nor applies imports.
pub async fn list(visit: Visit) -> Answer {
    draw(&visit, &Typed::blank(), &Wrongs::default()).await
}

async fn draw(visit: &Visit, typed: &Typed, wrongs: &Wrongs) -> Answer {
    let r = visit.read().await?;
    may(&r)?;
    let mut main = web::heading(1, "Imports");
    if r.could(action::PROPOSE_IMPORT) {
        main = main.html(&sending(visit, &typed.clone().with_wrongs(wrongs.clone())));
    }
    let all = past(&r).await?;
    main = main.html(&web::heading(2, "Past imports"));
    if all.is_empty() {
        let who = if r.could(action::PROPOSE_IMPORT) {
            ""
        } else {
            " The hub manager sends a file; when it was checked, you keep it here."
        };
        main = main.html(&web::paragraph(&format!("Nothing was imported yet.{who}")));
    } else {
        let mut rows = Vec::new();
        for it in &all {
            rows.push(cells(&r, it).await?);
        }
        let head = ["File", "Kind", "State", "Sent", "By", "Rows", "New", "Changed", "As before", "Bad"];
        let caption = "Past imports, newest first";
        let table = Table {
            caption,
            caption_classes: "govuk-visually-hidden",
            head: head.map(Cell::from).into(),
            rows,
            classes: "govuk-table--small-text-until-tablet",
            ..Table::default()
        };
        main = main.html(&web::scrolling(caption, &web::table(&table)));
    }
    let page = visit.page("Imports").below("/imports").errors(wrongs).wide();
    visit.show(r, &page, &main).await
}

/// The latest imports, the newest first.
pub(super) async fn past(r: &Reading) -> Result<Vec<ImportRun>, Refused> {
    r.plain("SELECT * FROM import ORDER BY asked_at DESC, id DESC LIMIT $1", args![MOST]).await
}

async fn cells(r: &Reading, it: &ImportRun) -> Result<Vec<Cell>, Refused> {
    let file = web::link(&web::Link::to(&format!("/imports/{}", it.id), &it.file));
    let number = |it: i64| Cell::number(it.to_string());
    Ok(vec![
        file.into(),
        it.kind.as_str().into(),
        if interrupted(it, r.now) { INTERRUPTED } else { it.state.label() }.into(),
        it.asked_at.words().into(),
        name_of(r, it.asked_by).await?.into(),
        number(it.lines),
        number(it.added),
        number(it.changed),
        number(it.unchanged),
        number(it.wrong),
    ])
}

pub(super) async fn name_of(r: &Reading, user: kernel::UserId) -> Result<String, Refused> {
    let name: Option<(String,)> = r.plain_one("SELECT shown_as FROM account WHERE id = $1", args![user]).await?;
    Ok(name.map_or_else(|| "the operator".to_owned(), |it| it.0))
}

fn sending(visit: &Visit, typed: &Typed) -> Html {
    let kinds = kinds(visit.house.rooms);
    let hints: Vec<String> = kinds
        .iter()
        .map(|it| format!("Columns: {}", it.columns.iter().map(|it| it.name).collect::<Vec<_>>().join(", ")))
        .collect();
    let kinds = kinds.iter().zip(&hints).map(|(it, hint)| Choice::of(it.kind, it.what).hint(hint)).collect();
    let inner = web::radios(&Radios::of(typed, "kind", "What is in the file?", kinds))
        .html(&web::file_upload(&FileUpload {
            hint: "CSV in UTF-8. Send persons first. Every row is checked; nothing is kept until an administrator applies it.",
            name: "file",
            label: "The file",
            error: typed.error("file"),
            ..FileUpload::default()
        }))
        .html(&web::button(&Button { text: "Send and check", once: Some(true), ..Button::default() }));
    form(visit, "/imports", true, &inner)
}

fn form(visit: &Visit, action: &str, files: bool, inner: &Html) -> Html {
    Html::new()
        .raw("<form method=\"post\" novalidate")
        .attr("action", action)
        .when(files, |h| h.raw(" enctype=\"multipart/form-data\""))
        .raw(">")
        .html(&visit.form_start())
        .html(inner)
        .raw("</form>")
}

/// A file comes in: it is kept, and looked at beside other work.
///
/// # Errors
/// When one may not propose.
pub async fn propose(visit: Visit, posted: Posted) -> Answer {
    let mut wrongs = Wrongs::default();
    let chosen = kind(visit.house.rooms, posted.raw("kind"));
    if chosen.is_none() {
        wrongs.add("kind", "Select what is in the file");
    }
    let file = posted.files.iter().find(|it| it.field == "file" && !it.bytes.is_empty());
    if file.is_none() {
        wrongs.add("file", "Choose the file");
    }
    let (Some(kind), Some(file)) = (chosen, file) else {
        return draw(&visit, &posted.asked().again(wrongs.clone()), &wrongs).await;
    };
    let source = Source::Bytes(Arc::new(file.bytes.clone()));
    let job = Job { kind, agency: own_agency(&visit.catalogue), source };
    if let Err(Refused::Wrong(told)) = super::Rows::open(&job.source, kind) {
        told.0.iter().for_each(|it| wrongs.add("file", it.message.clone()));
        return draw(&visit, &posted.asked().again(wrongs.clone()), &wrongs).await;
    }
    let name: String = file.name.rsplit(['/', '\\']).next().unwrap_or("").chars().take(100).collect();
    let of = Begun { kind: kind.kind.to_owned(), agency: job.agency.clone(), file: name, lines: 0, doubtful: 0 };
    let import = visit.act(posted.key(), ProposeImport { of, bytes: file.bytes.clone() }).await?;
    let (house, acting) = (visit.house.clone(), visit.acting.clone());
    tokio::spawn(async move {
        if let Err(e) = look(&house, &acting, &job, import).await {
            tracing::error!(%import, problem = %e, "a file that was sent could not be checked");
        }
    });
    Ok(visit.see_other(&format!("/imports/{import}"), "The file came in. It is being checked."))
}

async fn look(house: &House, acting: &Acting, job: &Job, import: ImportId) -> Result<(), Refused> {
    let catalogue = house.catalogue();
    let told = check(&house.door, acting, &catalogue, job, &|_| {}).await;
    let count = |it: u64| i64::try_from(it).unwrap_or(i64::MAX);
    let command = match told {
        Ok(told) => TellChecked {
            import,
            lines: count(told.read),
            counts: (count(told.added), count(told.changed), count(told.unchanged)),
            troubles: (count(told.counted.0), count(told.counted.1)),
            wrong: told.errors.into_iter().take(SHOWN).collect(),
            doubtful: told.doubts.into_iter().take(SHOWN).collect(),
        },
        Err(Refused::Wrong(all)) => {
            let problem = all.0.iter().map(|it| it.message.as_str()).collect::<Vec<_>>().join("; ");
            let (column, value, mend) = (String::new(), String::new(), "mend the file and send it again".to_owned());
            let wrong = vec![Trouble { row: 0, column, value, problem, mend }];
            TellChecked { import, lines: 0, counts: (0, 0, 0), troubles: (1, 0), wrong, doubtful: vec![] }
        }
        Err(other) => return Err(other),
    };
    house.door.act(acting, Key::none(), command).await
}

pub(super) fn id(typed: &str) -> Result<ImportId, Refused> {
    typed.parse().map_err(|_| Refused::NotFound)
}

/// One import: its counts, what is bad, and what can be done with it.
///
/// # Errors
/// When there is none, or one neither proposes nor applies imports.
pub async fn one(visit: Visit, Path(typed): Path<String>) -> Answer {
    let r = visit.read().await?;
    may(&r)?;
    let it = import_of(&r, id(&typed)?).await?;
    let mut main = web::heading(1, &it.file).html(&facts(&r, &it).await?).html(&doing(&visit, &r, &it).await?);
    main = main.html(&troubles(&r, &it).await?);
    let moving = matches!(it.state, ImportState::Looking | ImportState::Running) && !interrupted(&it, r.now);
    let page = visit.page(format!("Import of {}", it.file)).back("/imports").wide();
    let mut answer = visit.show(r, &page, &main).await?;
    if moving {
        answer.headers_mut().insert("refresh", axum::http::HeaderValue::from_static("5"));
    }
    Ok(answer)
}

async fn facts(r: &Reading, it: &ImportRun) -> Result<Html, Refused> {
    let mut rows = vec![
        Row::of("Kind", it.kind.as_str()),
        Row::of("State", if interrupted(it, r.now) { INTERRUPTED } else { it.state.label() }),
        Row::of("Sent", format!("{} by {}", it.asked_at.words(), name_of(r, it.asked_by).await?)),
    ];
    if let (Some(by), Some(at)) = (it.applied_by, it.applied_at) {
        rows.push(Row::of("Applied", format!("{} by {}", at.words(), name_of(r, by).await?)));
    }
    if it.state == ImportState::Running {
        rows.push(Row::of("Progress", format!("{} of {} rows are in", it.done_lines, it.lines)));
    }
    if it.state != ImportState::Looking {
        rows.push(Row::of("Rows", it.lines.to_string()));
        rows.push(Row::of("New", it.added.to_string()));
        rows.push(Row::of("Changed", it.changed.to_string()));
        rows.push(Row::of("As before", it.unchanged.to_string()));
        rows.push(Row::of("Bad rows", it.wrong.to_string()));
        rows.push(Row::of("Doubtful, kept all the same", it.doubtful.to_string()));
    }
    Ok(web::summary_list(&SummaryList { rows, ..SummaryList::default() }))
}

async fn doing(visit: &Visit, r: &Reading, it: &ImportRun) -> Result<Html, Refused> {
    let at = |what: &str| format!("/imports/{}/{what}", it.id);
    let button =
        |text: &'static str, tone: Tone| web::button(&Button { text, tone, once: Some(true), ..Button::default() });
    let own = it.asked_by == r.acting.recorded_as();
    let stopped = interrupted(it, r.now);
    let here = stopped && sent(r, it.id).await?;
    let applies = r.could(action::IMPORT) && !own && (it.state == ImportState::Proposed || here);
    let proposes = r.could(action::PROPOSE_IMPORT);
    let waits = matches!(it.state, ImportState::Looking | ImportState::Bad | ImportState::Proposed);
    let mut all = Html::new();
    if stopped {
        all = all.html(&web::inset_text(&web::text(&stopped_words(it, here))));
    } else if matches!(it.state, ImportState::Looking | ImportState::Running) {
        all = all
            .html(&web::paragraph("This page looks again by itself every few seconds."))
            .html(&web::link_line(&web::Link::to(&format!("/imports/{}", it.id), "Look again")));
    }
    if applies {
        let text = if stopped { "Go on with it" } else { "Apply this import" };
        all = all.html(&form(visit, &at("apply"), false, &button(text, Tone::default())));
    } else if it.state == ImportState::Proposed && proposes {
        all = all.html(&web::inset_text(&web::text("An administrator applies it. Nothing of it is kept until then.")));
    }
    if proposes && waits {
        all = all.html(&form(visit, &at("withdraw"), false, &button("Withdraw it", Tone::Secondary)));
    }
    Ok(all)
}

/// What stands after an interruption, and how it is gone on with.
fn stopped_words(it: &ImportRun, here: bool) -> String {
    let how = if here { "An administrator goes on with it here" } else { "Import the same file again" };
    format!(
        "It was interrupted: {} of {} rows were kept. {how}: rows that are in are found again, and nothing is made twice.",
        it.done_lines, it.lines
    )
}

pub(super) async fn kept_troubles(r: &Reading, it: ImportId) -> Result<Vec<ImportTrouble>, Refused> {
    r.plain("SELECT * FROM import_trouble WHERE import = $1 ORDER BY nth", args![it]).await
}

async fn troubles(r: &Reading, it: &ImportRun) -> Result<Html, Refused> {
    let all = kept_troubles(r, it.id).await?;
    let content = r.could(action::PROPOSE_IMPORT);
    let mut main = Html::new();
    let parts = [
        (true, "Bad rows", "Mend these in the file and send it again: all rows are imported, or none."),
        (false, "Doubtful", "These are kept as they stand, and shown as doubtful on the person's page."),
    ];
    for (wrong, title, words) in parts {
        let rows: Vec<Vec<Cell>> = all
            .iter()
            .filter(|it| it.wrong == wrong)
            .map(|it| {
                let value = if content { it.value.as_str() } else { "not shown to you" };
                vec![
                    Cell::number(it.line.to_string()),
                    it.named.as_str().into(),
                    value.into(),
                    it.problem.as_str().into(),
                    it.mend.as_str().into(),
                ]
            })
            .collect();
        if rows.is_empty() {
            continue;
        }
        main = main.html(&web::heading(2, title)).html(&web::paragraph(words));
        if wrong && content {
            let at = format!("/imports/{}/bad-rows", it.id);
            main = main.html(&web::link_line(&web::Link::to(&at, "Download the bad rows as CSV")));
        }
        let table = Table {
            caption: title,
            caption_classes: "govuk-visually-hidden",
            head: ["Row", "Column", "What stands there", "What is wrong", "How to mend it"].map(Cell::from).into(),
            rows,
            classes: "govuk-table--small-text-until-tablet",
            ..Table::default()
        };
        main = main.html(&web::scrolling(title, &web::table(&table)));
    }
    Ok(main)
}

/// The bad rows as a file.
///
/// # Errors
/// When there is no such import.
pub async fn bad_rows(visit: Visit, Path(typed): Path<String>) -> Answer {
    let r = visit.read().await?;
    if !r.could(action::PROPOSE_IMPORT) {
        return Err(Refused::NotFound.into());
    }
    let it = import_of(&r, id(&typed)?).await?;
    let all: Vec<Trouble> = kept_troubles(&r, it.id)
        .await?
        .into_iter()
        .filter(|it| it.wrong)
        .map(|it| Trouble {
            row: it.line.unsigned_abs(),
            column: it.named,
            value: it.value,
            problem: it.problem,
            mend: it.mend,
        })
        .collect();
    visit
        .download(r, &format!("bad-rows-{}", it.file), "text/csv; charset=utf-8", super::as_csv(&all).into_bytes())
        .await
}

/// Takes a proposed import back.
///
/// # Errors
/// When it was applied already.
pub async fn withdraw(visit: Visit, Path(typed): Path<String>, posted: Posted) -> Answer {
    visit.act(posted.key(), WithdrawImport { import: id(&typed)? }).await?;
    Ok(visit.see_other("/imports", "The import is withdrawn."))
}

/// Applies a proposed import, beside other work.
///
/// # Errors
/// When it does not wait to be applied, or is one's own.
pub async fn apply(visit: Visit, Path(typed): Path<String>, posted: Posted) -> Answer {
    let import = id(&typed)?;
    visit.act(posted.key(), ApplyImport { import }).await?;
    let r = visit.read().await?;
    let it = import_of(&r, import).await?;
    let parts: Vec<ImportPart> =
        r.plain("SELECT * FROM import_part WHERE import = $1 ORDER BY nth", args![import]).await?;
    drop(r);
    let bytes: Vec<u8> = parts.into_iter().flat_map(|it| it.bytes).collect();
    let kind = kind(visit.house.rooms, &it.kind).ok_or(Refused::NotFound)?;
    let job = Job { kind, agency: it.agency, source: Source::Bytes(Arc::new(bytes)) };
    let (door, acting) = (visit.house.door.clone(), visit.acting.clone());
    tokio::spawn(async move {
        if let Err(e) = run(&door, &acting, &job, (import, BESIDE_OTHERS), &|_| {}).await {
            tracing::error!(%import, problem = %e, "an import stopped; it can be gone on with");
        }
    });
    Ok(visit.see_other(&format!("/imports/{import}"), "The import is under way."))
}
