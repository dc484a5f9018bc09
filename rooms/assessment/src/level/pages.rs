//! Levels over time on the record: a drawn line with its table, and the assessments from which they came.

use axum::extract::Path;
use door::Reading;
use futures_util::future::BoxFuture;
use kernel::{PersonId, Reference, Refused};
use person::Person;
use policy::action;
use room::{Answer, Visit};
use schemars::JsonSchema;
use serde::Serialize;
use web::{Cell, Html, Link, Row, Series, Steps, Stroke, SummaryList, Table, Tone};

use super::{RiskLevel, Step, last};
use crate::assessment::list::{Line, lines};
use crate::assessment::parts::{level_labels, level_words};
use crate::assessment::{Assessment, api::AssessmentRow};

/// A level that somebody proposed, authorised or confirmed.
#[derive(Serialize, JsonSchema)]
pub struct LevelRow {
    /// Who said it: the worker proposed, the manager authorised, the chair confirmed.
    pub step: Step,
    /// The level, 0 to 3.
    pub level: i64,
    /// From which day on.
    pub set_on: kernel::Day,
    /// When we learned it.
    pub recorded: kernel::Ts,
    /// Who said it, in words.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// The levels of a person over time, with the assessments from which they came.
#[derive(Serialize, JsonSchema)]
pub struct LevelsOne {
    /// The levels, in the order of their days.
    pub levels: Vec<LevelRow>,
    /// The assessments, the latest first.
    pub assessments: Vec<AssessmentRow>,
}

async fn whom(r: &Reading, typed: &str) -> Result<Person, Refused> {
    let reference: Reference = typed.parse().map_err(|_| Refused::NotFound)?;
    let it = person::by_reference(r, reference).await?;
    r.may_see(action::SEE_RECORD, it.id).await?;
    Ok(it)
}

/// The assessments and levels of somebody.
///
/// # Errors
/// Not found, also where one may not know of them.
pub async fn page(visit: Visit, Path(typed): Path<String>) -> Answer {
    let r = visit.read().await?;
    let it = whom(&r, &typed).await?;
    let levels = super::of_person(&r, it.id).await?;
    let all = lines(&r, crate::assessment::of_person(&r, it.id).await?).await?;
    let mut main = web::heading(1, &format!("Assessments and levels: {}", it.name()));
    if r.could_to(action::ASSESS, it.id).await? {
        main = main.html(&start(&it));
    }
    main = main
        .html(&stands(&visit, &levels))
        .html(&drawn(&visit, &r, &levels))
        .html(&told(&visit, &levels))
        .html(&assessments(&all))
        .html(&reviews(&visit, &r, &it).await?);
    let back = format!("/people/{}", it.reference);
    let page = visit.page("Assessments and levels").below("/people").back(back).marked(kernel::Marking::Sensitive);
    visit.show(r, &page, &main).await
}

/// The same as JSON.
///
/// # Errors
/// Not found, also where one may not know of them.
pub async fn api(visit: Visit, Path(typed): Path<String>) -> Answer {
    let r = visit.read().await?;
    let it = whom(&r, &typed).await?;
    let levels = super::of_person(&r, it.id).await?;
    let all = lines(&r, crate::assessment::of_person(&r, it.id).await?).await?;
    let row = |it: RiskLevel| LevelRow {
        step: it.step,
        level: it.level,
        set_on: it.set_on,
        recorded: it.recorded,
        by: it.by_shown,
        reason: it.reason,
    };
    let value = LevelsOne {
        levels: levels.into_iter().map(row).collect(),
        assessments: all.iter().map(AssessmentRow::of).collect(),
    };
    visit.json(r, &value).await
}

fn start(it: &Person) -> Html {
    let href = format!("/assessments/new?person={}", it.reference);
    web::link_button(&href, "Start an exploitation assessment", Tone::Main)
}

/// What holds now, each of the three for itself.
fn stands(visit: &Visit, levels: &[RiskLevel]) -> Html {
    let row = |step: Step| {
        let words = last(levels, step).map_or_else(
            || "None".to_owned(),
            |it| {
                format!(
                    "{}, by {} on {}",
                    level_words(&visit.catalogue, None, it.level),
                    it.by_shown,
                    it.set_on.words()
                )
            },
        );
        Row::of(step.label(), words)
    };
    let rows = [Step::Confirmed, Step::Authorised, Step::Proposed].into_iter().map(row).collect();
    web::heading(2, "The level now").html(&web::summary_list(&SummaryList { rows, ..SummaryList::default() }))
}

fn drawn(visit: &Visit, r: &Reading, levels: &[RiskLevel]) -> Html {
    if levels.is_empty() {
        return web::paragraph("No level has been proposed yet.");
    }
    let of = |step: Step, stroke: Stroke| {
        let steps = levels.iter().filter(|it| it.step == step).map(|it| (it.set_on, it.level)).collect();
        Series { label: step.label(), stroke, steps }
    };
    let all =
        [of(Step::Confirmed, Stroke::Solid), of(Step::Authorised, Stroke::Dashed), of(Step::Proposed, Stroke::Marks)];
    let words = format!("{} levels were said; the table below has each of them", levels.len());
    let it = Steps {
        title: "Levels over time",
        words: &words,
        levels: level_labels(&visit.catalogue),
        series: all.into_iter().filter(|it| !it.steps.is_empty()).collect(),
    };
    web::heading(2, "Levels over time").html(&web::steps(&it, r.now.day()))
}

/// The table that says what the line draws.
fn told(visit: &Visit, levels: &[RiskLevel]) -> Html {
    if levels.is_empty() {
        return Html::new();
    }
    let row = |it: &RiskLevel| {
        vec![
            Cell::from(it.set_on.words()),
            Cell::from(it.step.label()),
            Cell::from(level_words(&visit.catalogue, None, it.level)),
            Cell::from(it.by_shown.as_str()),
            Cell::from(it.reason.as_str()),
        ]
    };
    let head = ["From", "Who", "Level", "By", "Why"].map(Cell::from).to_vec();
    let rows = levels.iter().rev().map(row).collect();
    let caption = "Each level, the latest first";
    let table = Table {
        caption,
        caption_classes: "govuk-table__caption--s",
        head,
        rows,
        first_is_head: true,
        ..Table::default()
    };
    web::scrolling(caption, &web::table(&table))
}

fn assessments(all: &[Line]) -> Html {
    if all.is_empty() {
        return Html::new();
    }
    let one = |it: &Line| {
        let Assessment { instrument, kind, nth, begun, worker_shown, .. } = &it.it;
        let words = format!(
            " · {} {nth} · {instrument} · {} · {worker_shown} · {}",
            kind.label(),
            begun.day().words(),
            it.state_words().to_lowercase()
        );
        web::link(&Link::to(&it.it.page(), &it.it.reference.to_string())).text(&words)
    };
    web::heading(2, "Assessments").html(&web::list(all.iter().map(one)))
}

/// When the level is to be reviewed (CK-22).
async fn reviews(visit: &Visit, r: &Reading, it: &Person) -> Result<Html, Refused> {
    let all = clock::of_person(r, it.id, (100, 0)).await?.rows;
    let reviews: Vec<&str> = visit.catalogue.instruments.iter().map(|it| it.review.as_str()).collect();
    let open = all.iter().filter(|it| reviews.contains(&it.definition.as_str()) && it.outcome == clock::Outcome::Open);
    let (now, c) = (r.now, visit.catalogue.clone());
    let lines: Vec<Html> = open
        .map(|it| {
            let words = format!("{}: due {} · {}", it.name(&c), it.due_words(), it.standing(now).label());
            web::link(&Link::to(&format!("/clocks/{}", it.id), &words))
        })
        .collect();
    Ok(if lines.is_empty() { Html::new() } else { web::heading(2, "Review").html(&web::list(lines)) })
}

/// On a person's page: where the level stands, and the way to the assessments.
pub fn panel<'a>(visit: &'a Visit, r: &'a Reading, of: Option<PersonId>) -> BoxFuture<'a, Result<Html, Refused>> {
    Box::pin(async move {
        let Some(of) = of else { return Ok(Html::new()) };
        if !r.could_to(action::SEE_RECORD, of).await? {
            return Ok(Html::new());
        }
        let it = person::by_id(r, of).await?;
        let levels = super::of_person(r, of).await?;
        let open = format!("/people/{}/assessments", it.reference);
        let words = [Step::Confirmed, Step::Authorised].into_iter().find_map(|step| last(&levels, step)).map_or_else(
            || "No level has been authorised.".to_owned(),
            |it| {
                format!(
                    "{} {}, on {}.",
                    it.step.label(),
                    level_words(&visit.catalogue, None, it.level),
                    it.set_on.words()
                )
            },
        );
        let waits = last(&levels, Step::Proposed).filter(|it| levels.last().is_some_and(|last| last.id == it.id));
        let waits = waits.map(|it| {
            format!("A worker proposed {}, on {}.", level_words(&visit.catalogue, None, it.level), it.set_on.words())
        });
        Ok(web::heading(2, "Exploitation assessments")
            .html(&web::paragraph(&words))
            .each(&waits, |h, it| h.html(&web::paragraph(it)))
            .html(&web::link_line(&Link::to(&open, "Assessments and levels over time"))))
    })
}
