//! Assessments as JSON: the same rows that the pages show.

use axum::extract::{Path, Query as Ask};
use kernel::{Day, Reference, Ts};
use room::{Answer, Pages, Visit};
use schemars::JsonSchema;
use serde::Serialize;

use super::list::{Line, SIZE, Wanted, lines};
use super::one::{Whole, answered};
use super::rules::{self, Change, Flag};
use super::{Assessment, Kind, Outcome};

/// What the list may be asked.
pub const ASKS: &[(&str, &str)] = &[
    ("state", "`begun`, `proposed`, `returned`, `authorised` or `withdrawn`; else all."),
    ("instrument", "The id of an instrument: `F2-A`."),
    ("disability", "`yes`, `no` or `unknown`."),
    ("item", "The id of an item that was found: the list behind a number."),
    ("least", "With at least this rating of the item."),
    ("from", "Assessed from this day on: `2026-04-01`."),
    ("to", "Assessed up to and with this day."),
    ("page", "Which page, beginning with 1."),
];

/// An assessment.
#[derive(Serialize, JsonSchema)]
pub struct AssessmentRow {
    /// What people call it by.
    pub reference: Reference,
    /// The reference of whom it is about, where this user may see who they are.
    pub person: Option<Reference>,
    /// Which instrument.
    pub instrument: String,
    /// In which version.
    pub instrument_version: i64,
    /// First assessment or review.
    pub kind: Kind,
    /// The version number among the person's assessments.
    pub nth: i64,
    /// A state of the pathway `assessment`.
    pub state: String,
    /// The level that the worker proposed.
    pub proposed_level: Option<i64>,
    /// What the instrument's rule suggests: never the level.
    pub suggested: Option<i64>,
    /// The level that the manager authorised.
    pub authorised_level: Option<i64>,
    /// `yes`, `no` or `unknown`.
    pub disability: String,
    /// On which day it was done.
    pub assessed_on: Option<Day>,
    /// When it was begun.
    pub begun: Ts,
    /// Who wrote it.
    pub worker: String,
    /// For changes.
    pub version: i64,
}

impl AssessmentRow {
    pub(crate) fn of(it: &Line) -> Self {
        let Assessment { reference, instrument, instrument_version, kind, nth, begun, assessed_on, version, .. } =
            &it.it;
        Self {
            reference: *reference,
            person: it.person.as_ref().map(|it| it.reference),
            instrument: instrument.clone(),
            instrument_version: *instrument_version,
            kind: *kind,
            nth: *nth,
            state: it.state.clone(),
            proposed_level: it.it.proposed_level,
            suggested: it.it.suggested,
            authorised_level: it.it.authorised_level,
            disability: it.it.disabled.clone(),
            assessed_on: *assessed_on,
            begun: *begun,
            worker: it.it.worker_shown.clone(),
            version: *version,
        }
    }
}

/// An item as it was answered.
#[derive(Serialize, JsonSchema)]
pub struct ItemRow {
    /// Its id.
    pub item: String,
    /// What it is about.
    pub title: String,
    /// The answer.
    pub answer: String,
    /// The rating, where it is rated.
    pub rating: Option<i64>,
    /// A code of `recency`.
    pub recency: String,
    /// What changed since last time on the same instrument.
    pub change: Option<Change>,
    /// What shows it.
    pub evidence: String,
}

/// What a manager decided.
#[derive(Serialize, JsonSchema)]
pub struct DecisionRow {
    /// Authorised or returned.
    pub outcome: Outcome,
    /// The level that was authorised.
    pub level: Option<i64>,
    /// Why it differs, or the comment.
    pub words: String,
    /// Who.
    pub by: String,
    /// When.
    pub at: Ts,
}

/// What was said beside the items.
#[derive(Serialize, JsonSchema)]
pub struct SaidRow {
    /// The question.
    pub question: String,
    /// The answer, a line each.
    pub answer: Vec<String>,
}

/// One assessment, whole.
#[derive(Serialize, JsonSchema)]
pub struct AssessmentOne {
    /// The assessment.
    #[serde(flatten)]
    pub assessment: AssessmentRow,
    /// Why the worker proposes that level.
    pub reason: String,
    /// Why the instrument suggests what it suggests.
    pub suggested_why: String,
    /// The total, where the instrument has one.
    pub total: Option<i64>,
    /// Flags beside the level.
    pub flags: Vec<Flag>,
    /// The level that the chair confirmed.
    pub confirmed_level: Option<i64>,
    /// Every item that was answered.
    pub items: Vec<ItemRow>,
    /// What was said beside them, as far as you may see each part.
    pub said: Vec<SaidRow>,
    /// What managers decided.
    pub decisions: Vec<DecisionRow>,
}

/// The assessments, as the page lists them.
///
/// # Errors
/// When the store refuses.
pub async fn list(visit: Visit, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    let pages = Pages::asked(&questions, SIZE);
    let r = visit.read().await?;
    let found = Wanted::of(&questions).page(&r, pages.part()).await?;
    let rows = lines(&r, found.rows).await?;
    let rows = rows.iter().map(AssessmentRow::of).collect();
    visit.json(r, &pages.listing::<AssessmentRow>(rows, found.total)).await
}

/// One assessment.
///
/// # Errors
/// Not found, also where one may not know of it.
pub async fn one(visit: Visit, Path(typed): Path<String>) -> Answer {
    let r = visit.read().await?;
    let all = Whole::open(&r, &typed).await?;
    let line = lines(&r, vec![all.it.clone()]).await?;
    let assessment = line.first().map(AssessmentRow::of).ok_or(kernel::Refused::NotFound)?;
    let proposal = all.proposals.last();
    let said = match proposal {
        Some(proposal) => answered(&visit, &r, &all.it, proposal).await?,
        None => Vec::new(),
    };
    let said = said.into_iter().flat_map(|it| it.rows).map(|it| SaidRow { question: it.label, answer: it.value });
    let value = AssessmentOne {
        assessment,
        reason: proposal.map(|it| it.reason.clone()).unwrap_or_default(),
        suggested_why: proposal.map(|it| it.why.clone()).unwrap_or_default(),
        total: proposal.and_then(|it| it.total),
        flags: proposal.map(|it| it.flags.0.clone()).unwrap_or_default(),
        confirmed_level: all.confirmed.as_ref().map(|it| it.level),
        items: items(&all),
        said: said.collect(),
        decisions: all
            .decisions
            .iter()
            .map(|it| DecisionRow {
                outcome: it.outcome,
                level: it.level,
                words: it.words.clone(),
                by: it.by_shown.clone(),
                at: it.at,
            })
            .collect(),
    };
    visit.json(r, &value).await
}

fn items(all: &Whole) -> Vec<ItemRow> {
    let (Some(proposal), Some(of)) = (all.proposals.last(), &all.instrument) else { return Vec::new() };
    let answers = proposal.said();
    let before = all.last.as_ref().map(|it| it.1.said()).unwrap_or_default();
    let before = rules::items(of, &before);
    let one = |it: &rules::Said<'_>| {
        let was = before.iter().find(|was| was.item.id == it.item.id).and_then(|it| it.rating);
        let evidence = answers.get(&form::item_group(&it.item.id), 0, "rating").map(|it| it.evidence.what.clone());
        ItemRow {
            item: it.item.id.clone(),
            title: it.item.title.clone(),
            answer: it.answer.clone(),
            rating: it.rating,
            recency: it.recency.clone(),
            change: rules::change(was, it.rating),
            evidence: evidence.unwrap_or_default(),
        }
    };
    rules::items(of, &answers).iter().filter(|it| !it.answer.is_empty()).map(one).collect()
}
