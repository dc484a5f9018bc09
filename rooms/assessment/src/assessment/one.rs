//! One assessment as people read it, and what a manager does with it.

use axum::extract::Path;
use catalogue::{Catalogue, Instrument, Part};
use door::{Content as _, Reading};
use kernel::{Reference, Refused, Wrongs};
use policy::{Fact, action};
use room::{Answer, Posted, Visit};
use web::{Button, Cell, Choice, Html, Link, Radios, Row, SummaryList, Textarea, Tone, Typed};

use super::parts::{answer_words, disability, flags, form_to, level_words, persons, section_table};
use super::rules::{self, Change};
use super::{
    Assessment, AuthoriseAssessment, Decision, Outcome, Proposal, ReturnAssessment, WithdrawAssessment, before,
    decisions, instrument_of, is_own, opened, proposals, stands,
};
use crate::level::{self, RiskLevel, Step};

/// Everything that a page or a reading shows of one assessment.
pub(super) struct Whole {
    pub it: Assessment,
    pub instrument: Option<Instrument>,
    pub state: (String, String),
    pub proposals: Vec<Proposal>,
    pub decisions: Vec<Decision>,
    pub last: Option<(Assessment, Proposal)>,
    pub confirmed: Option<RiskLevel>,
}

impl Whole {
    /// Opens it.
    pub(super) async fn open(r: &Reading, typed: &str) -> Result<Self, Refused> {
        let it = opened(r, typed).await?;
        let c = r.configuration()?;
        let root = person::root(r, it.person).await?;
        let levels = level::of_person(r, root).await?;
        let confirmed =
            levels.into_iter().rev().find(|row| row.step == Step::Confirmed && row.assessment == Some(it.id));
        Ok(Self {
            instrument: instrument_of(&c, &it).cloned(),
            state: stands(r, it.id.0).await?,
            proposals: proposals(r, it.id).await?,
            decisions: decisions(r, it.id).await?,
            last: before(r, &it).await?,
            confirmed,
            it,
        })
    }
}

/// One assessment.
///
/// # Errors
/// Not found, also where one may not know of it.
pub async fn one(visit: Visit, Path(reference): Path<String>) -> Answer {
    draw(&visit, &reference, Typed::blank(), &Wrongs::default()).await
}

async fn draw(visit: &Visit, reference: &str, typed: Typed, wrongs: &Wrongs) -> Answer {
    let r = visit.read().await?;
    let all = Whole::open(&r, reference).await?;
    let typed = typed.with_wrongs(wrongs.clone());
    let of = persons(&r, vec![all.it.person]).await?.remove(&all.it.person);
    let title = format!("Exploitation assessment {}", all.it.reference);
    let name = of.as_ref().map_or_else(String::new, |it| format!(" · {}", it.name()));
    let mut main = web::heading(1, &format!("{title}{name}")).html(&facts(visit, &all, of.as_ref()));
    main = main.html(&doing(visit, &r, &all, &typed).await?);
    if let (Some(proposal), Some(instrument)) = (all.proposals.last(), &all.instrument) {
        main = main.html(&items(&visit.catalogue, instrument, proposal, all.last.as_ref()));
        main = main.html(&said(visit, &r, &all.it, proposal).await?);
    }
    main = main.html(&history(&all));
    let back = of.map_or_else(|| "/assessments".to_owned(), |it| format!("/people/{}/assessments", it.reference));
    let page = visit.page(title).below("/assessments").back(back).marked(kernel::Marking::Sensitive).errors(wrongs);
    visit.show(r, &page, &main).await
}

fn facts(visit: &Visit, all: &Whole, of: Option<&person::Person>) -> Html {
    let (it, c) = (&all.it, &visit.catalogue);
    let words = |level: i64| level_words(c, all.instrument.as_ref(), level);
    let title = all.instrument.as_ref().map_or(it.instrument.as_str(), |it| it.title.as_str());
    let mut rows = Vec::new();
    if let Some(of) = of {
        let href = format!("/people/{}", of.reference);
        rows.push(Row::of("About", web::link(&Link::to(&href, &format!("{} ({})", of.name(), of.reference)))));
    }
    rows.push(Row::of("Instrument", format!("{title} ({}, version {})", it.instrument, it.instrument_version)));
    rows.push(Row::of("Sort", format!("{}, number {} about this person", it.kind.label(), it.nth)));
    rows.push(Row::of("State", all.state.1.as_str()));
    rows.push(Row::of("Worker", it.worker_shown.as_str()));
    rows.push(Row::of("Disability and learning need", disability(c, it)));
    if let Some(day) = it.assessed_on {
        rows.push(Row::of("Assessed on", day.words()));
    }
    if let Some(proposal) = all.proposals.last() {
        let by = format!(
            "{}, by {} on {}\n{}",
            words(proposal.level),
            proposal.by_shown,
            proposal.at.words(),
            proposal.reason
        );
        let suggests = proposal.suggested.map_or_else(|| "No level".to_owned(), words);
        let total = proposal.total.map_or_else(String::new, |it| format!("\nTotal: {it}."));
        let rule = format!("{suggests}, because {}.{total}\nIt is not the level.", proposal.why);
        rows.push(Row::of("Instrument's rule suggests", rule));
        rows.push(Row::of("Worker proposed", by));
        rows.push(Row::of("Flags beside the level", flags(&proposal.flags.0)));
    }
    rows.push(Row::of("Manager authorised", authorised(all, words)));
    let confirmed = all
        .confirmed
        .as_ref()
        .map(|row| format!("{}, by {} on {}\n{}", words(row.level), row.by_shown, row.set_on.words(), row.reason));
    rows.push(Row::of(
        "Chair confirmed",
        confirmed.unwrap_or_else(|| "Not yet: the daily meeting confirms it".to_owned()),
    ));
    if let Some(day) = it.review_on {
        rows.push(Row::of("Review agreed for", day.words()));
    }
    web::summary_list(&SummaryList { rows, ..SummaryList::default() })
}

fn authorised(all: &Whole, words: impl Fn(i64) -> String) -> String {
    let last = all.decisions.iter().rev().find(|it| it.outcome == Outcome::Authorised);
    match last.and_then(|it| Some((it, it.level?))) {
        Some((it, level)) => {
            let why = if it.words.is_empty() { String::new() } else { format!("\nWhy it differs: {}", it.words) };
            format!("{}, by {} on {}{why}", words(level), it.by_shown, it.at.words())
        }
        None => "Not yet".to_owned(),
    }
}

/// Every item with its rubric, what was found, and what changed since last time.
fn items(c: &Catalogue, instrument: &Instrument, proposal: &Proposal, last: Option<&(Assessment, Proposal)>) -> Html {
    let answers = proposal.said();
    let before = last.map(|it| it.1.said());
    let before = before.as_ref().map(|it| rules::items(instrument, it)).unwrap_or_default();
    let all = rules::items(instrument, &answers);
    let mut out = match last {
        Some((it, _)) => {
            let day = it.assessed_on.unwrap_or_else(|| it.begun.day());
            web::heading(2, "What was found").html(&web::paragraph(&format!(
                "Compared with {} of {}.",
                it.reference,
                day.words()
            )))
        }
        None => web::heading(2, "What was found").html(&web::paragraph("There is nothing earlier to compare it with.")),
    };
    for section in &instrument.sections {
        let rows: Vec<Vec<Cell>> = all
            .iter()
            .filter(|it| it.section.id == section.id && !it.answer.is_empty())
            .map(|it| row(c, it, before.iter().find(|was| was.item.id == it.item.id), &answers))
            .collect();
        if rows.is_empty() {
            continue;
        }
        let head = ["What", "Answer", "Since last time", "What shows it"].map(Cell::from).to_vec();
        out = out.html(&section_table(section, head, rows));
    }
    out
}

fn row(c: &Catalogue, it: &rules::Said<'_>, was: Option<&rules::Said<'_>>, answers: &form::Answers) -> Vec<Cell> {
    let group = form::item_group(&it.item.id);
    let answer = answer_words(c, it);
    let changed = match (rules::change(was.and_then(|it| it.rating), it.rating), was) {
        (Some(Change::Same), _) => "Same".to_owned(),
        (Some(change), Some(was)) => format!("{} from {}", change.label(), was.answer),
        (None, Some(was)) if was.answer == it.answer => "Same".to_owned(),
        (None, Some(was)) if !was.answer.is_empty() => format!("Was {}", answer_words(c, was)),
        (Some(_) | None, _) => String::new(),
    };
    let shown = answers.get(&group, 0, "rating").map(|it| it.evidence.clone()).unwrap_or_default();
    let analysis = answers.words(&group, "analysis").unwrap_or_default();
    let recency =
        if it.recency.is_empty() { String::new() } else { format!("Recency: {}", c.label("recency", &it.recency)) };
    let lines = [shown.what, shown.who, shown.when, recency, analysis.to_owned()];
    let lines: Vec<&String> = lines.iter().filter(|it| !it.is_empty()).collect();
    let what = Html::new().each(lines.iter().enumerate(), |h, (nth, it)| h.when(nth > 0, |h| h.raw("<br>")).text(it));
    vec![Cell::from(it.item.title.as_str()), Cell::from(answer), Cell::from(changed), Cell::from(what)]
}

/// What was answered beside the items, as far as the reader may see each part of the record.
pub(super) async fn answered(
    visit: &Visit,
    r: &Reading,
    it: &Assessment,
    proposal: &Proposal,
) -> Result<Vec<form::SummaryGroup>, Refused> {
    let version = u32::try_from(proposal.form_version).unwrap_or_default();
    let form = match form::definition(r, &proposal.form, version).await {
        Ok(form) => form,
        Err(Refused::NotFound) => return Ok(Vec::new()),
        Err(other) => return Err(other),
    };
    let facts = r.facts_of(it.person).await?.and(it.row_facts(&r.acting));
    let sees = |part: Part| part == Part::Casework || r.decide(entry_part(part), facts).allowed;
    let own = |group: &str| group.starts_with("item-") || group.starts_with("section-");
    let mut groups = form::summary(&form, &proposal.said(), &visit.catalogue, proposal.at.day());
    groups.retain(|it| !own(&it.group));
    for group in &mut groups {
        group.rows.retain(|it| sees(it.part) && !it.value.is_empty());
    }
    groups.retain(|it| !it.rows.is_empty());
    Ok(groups)
}

/// What one must be allowed to see for a part of the record (access.md §2).
const fn entry_part(part: Part) -> door::Action {
    match part {
        Part::Identity => action::SEE_IDENTITY,
        Part::Whereabouts => action::SEE_WHEREABOUTS,
        Part::Status => action::SEE_STATUSES,
        Part::Referral => action::SEE_REFERRAL,
        Part::Referrer => action::SEE_REFERRER,
        Part::Casework => action::SEE_RECORD,
        Part::Health => action::SEE_HEALTH,
        Part::Education | Part::YouthJustice => action::SEE_EDUCATION,
        Part::Investigation => action::SEE_INVESTIGATION,
        Part::Intelligence => action::SEE_INTELLIGENCE,
        Part::Legal => action::SEE_LEGAL,
    }
}

async fn said(visit: &Visit, r: &Reading, it: &Assessment, proposal: &Proposal) -> Result<Html, Refused> {
    let groups = answered(visit, r, it, proposal).await?;
    Ok(web::heading(2, "What was said").html(&form::draw::check_answers(&groups, |_, _| None)))
}

/// Earlier proposals and what managers said of them.
fn history(all: &Whole) -> Html {
    let told = all.decisions.iter().map(|it| {
        let words = if it.words.is_empty() { String::new() } else { format!(": {}", it.words) };
        (it.at, format!("{} by {} on {}{words}", it.outcome.label(), it.by_shown, it.at.words()))
    });
    let proposed = all.proposals.iter().map(|it| {
        let words = format!("Level {} proposed by {} on {}: {}", it.level, it.by_shown, it.at.words(), it.reason);
        (it.at, words)
    });
    let mut lines: Vec<(kernel::Ts, String)> = proposed.chain(told).collect();
    lines.sort_by_key(|it| it.0);
    if lines.is_empty() {
        return Html::new();
    }
    web::heading(2, "What happened to it").html(&web::list(lines.iter().map(|it| web::text(&it.1))))
}

async fn doing(visit: &Visit, r: &Reading, all: &Whole, typed: &Typed) -> Result<Html, Refused> {
    let it = &all.it;
    let mine = it.worker == r.acting.recorded_as();
    match all.state.0.as_str() {
        "begun" | "returned" if mine => {
            Ok(web::link_button(&format!("{}/write", it.page()), "Go on with this assessment", Tone::Main))
        }
        "proposed" => {
            let own = is_own(r, it.id.0).await?;
            let facts = r.facts_of(it.person).await?.and(it.row_facts(&r.acting)).with_if(Fact::OwnAction, own);
            let may = r.decide(action::AUTHORISE_ASSESSMENT, facts).allowed;
            Ok(if may { deciding(visit, all, typed) } else { Html::new() })
        }
        _ => Ok(Html::new()),
    }
}

fn deciding(visit: &Visit, all: &Whole, typed: &Typed) -> Html {
    let it = &all.it;
    let labels: Vec<(String, String)> =
        (0..4).map(|nth| (nth.to_string(), level_words(&visit.catalogue, all.instrument.as_ref(), nth))).collect();
    let choices = Choice::all(labels.iter().map(|it| (it.0.as_str(), it.1.as_str())));
    let version = web::hidden("version", &it.version.to_string());
    let authorise = version
        .clone()
        .html(&web::radios(&Radios::of(typed, "level", "Which level do you authorise?", choices)))
        .html(&web::textarea(&Textarea {
            rows: 3,
            hint: "Needed where it differs from the worker's proposal or from what the instrument's rule suggests.",
            ..Textarea::of(typed, "reason", "Why the level differs")
        }))
        .html(&web::button(&Button { text: "Authorise", once: Some(true), ..Button::default() }));
    let back = version
        .html(&web::textarea(&Textarea {
            rows: 3,
            ..Textarea::of(typed, "comment", "What the worker should look at again")
        }))
        .html(&web::button(&Button { text: "Return to the worker", tone: Tone::Secondary, ..Button::default() }));
    web::heading(2, "Authorise").html(&form_to(visit, &format!("{}/authorise", it.page()), &authorise)).html(
        &web::details(
            "Return it to the worker",
            &form_to(visit, &format!("{}/return", it.page()), &back),
            typed.error("comment").is_some(),
        ),
    )
}

fn reference_of(typed: &str) -> Result<Reference, Refused> {
    typed.parse().map_err(|_| Refused::NotFound)
}

/// It is authorised at a level.
///
/// # Errors
/// Why it was refused.
pub async fn authorise(visit: Visit, Path(reference): Path<String>, posted: Posted) -> Answer {
    let command = AuthoriseAssessment {
        assessment: reference_of(&reference)?,
        version: posted.raw("version").parse().unwrap_or_default(),
        level: posted.raw("level").parse().unwrap_or(u8::MAX),
        reason: posted.raw("reason").to_owned(),
    };
    match visit.act(posted.key(), command).await {
        Ok(()) => Ok(visit.see_other(&format!("/assessments/{reference}"), "The assessment is authorised.")),
        Err(Refused::Wrong(wrongs)) => draw(&visit, &reference, Typed::of(posted.fields), &wrongs).await,
        Err(other) => Err(other.into()),
    }
}

/// It goes back to its worker.
///
/// # Errors
/// Why it was refused.
pub async fn give_back(visit: Visit, Path(reference): Path<String>, posted: Posted) -> Answer {
    let command = ReturnAssessment {
        assessment: reference_of(&reference)?,
        version: posted.raw("version").parse().unwrap_or_default(),
        comment: posted.raw("comment").to_owned(),
    };
    match visit.act(posted.key(), command).await {
        Ok(()) => {
            Ok(visit.see_other(&format!("/assessments/{reference}"), "The worker has it again, with your comment."))
        }
        Err(Refused::Wrong(wrongs)) => draw(&visit, &reference, Typed::of(posted.fields), &wrongs).await,
        Err(other) => Err(other.into()),
    }
}

/// Its worker withdraws it.
///
/// # Errors
/// Why it was refused.
pub async fn withdraw(visit: Visit, Path(reference): Path<String>, posted: Posted) -> Answer {
    let command = WithdrawAssessment { assessment: reference_of(&reference)?, reason: posted.raw("reason").to_owned() };
    visit.act(posted.key(), command).await?;
    Ok(visit.see_other("/assessments", "The assessment is withdrawn."))
}
