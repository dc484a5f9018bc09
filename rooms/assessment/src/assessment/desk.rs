//! An assessment open on its worker's desk: its form in parts, its draft, and what was said last time.

use catalogue::{Form, Instrument};
use door::Reading;
use form::{Answers, DraftId};
use kernel::{Refused, Wrongs};
use room::Visit;

use super::{
    Assessment, Outcome, Proposal, before, decisions, form_of, instrument_of, opened, proposals, rules, stands,
};

/// So many rated items stand on one page at most.
const MOST: usize = 5;

/// An assessment open on its worker's desk.
pub(super) struct Desk {
    pub it: Assessment,
    pub form: Form,
    pub instrument: Instrument,
    pub draft: Option<(DraftId, i64)>,
    pub answers: Answers,
    /// What was authorised last time on the same instrument.
    pub last: Option<(Assessment, Proposal)>,
    /// The comment with which it came back.
    pub comment: String,
}

/// A part of the form that has a page of its own.
pub(super) struct Leaf {
    pub id: String,
    pub title: String,
    pub groups: Vec<String>,
}

impl Desk {
    /// Opens one's own assessment that is being written.
    pub(super) async fn open(r: &Reading, typed: &str) -> Result<Self, Refused> {
        let it = opened(r, typed).await?;
        if it.worker != r.acting.recorded_as() {
            return Err(Refused::MayNot("It is another worker's assessment.".to_owned()));
        }
        let (state, words) = stands(r, it.id.0).await?;
        if state != "begun" && state != "returned" {
            return Err(Refused::rule("F2", format!("this assessment is not being written: {}", words.to_lowercase())));
        }
        let draft = form::my_draft_of(r, it.id.0).await?;
        let form = form_of(r, &it, draft.as_ref()).await?;
        let c = r.configuration()?;
        let instrument = instrument_of(&c, &it).ok_or(Refused::NotFound)?.clone();
        let told = decisions(r, it.id).await?.pop();
        let answers = match &draft {
            Some(draft) => draft.answers.0.clone(),
            None => proposals(r, it.id).await?.pop().map(|it| it.said()).unwrap_or_default(),
        };
        let last = before(r, &it).await?;
        let comment = told.filter(|it| it.outcome == Outcome::Returned).map(|it| it.words).unwrap_or_default();
        Ok(Self { form, instrument, draft: draft.map(|it| (it.id, it.version)), answers, last, comment, it })
    }

    pub(super) fn at(&self, end: &str) -> String {
        format!("{}/write{end}", self.it.page())
    }

    /// The parts of the form, a page each: rated items stand a few together.
    pub(super) fn leaves(&self) -> Vec<Leaf> {
        let rated = |id: &str| {
            self.instrument.sections.iter().find(|it| it.items.iter().any(|it| form::item_group(&it.id) == id))
        };
        let mut all: Vec<Leaf> = Vec::new();
        for group in &self.form.groups {
            let section = rated(&group.id);
            let fits = all.last_mut().filter(|leaf| {
                let same = |it: &String| rated(it).map(|it| &it.id) == section.map(|it| &it.id);
                section.is_some() && leaf.groups.len() < MOST && leaf.groups.iter().all(same)
            });
            match (fits, section) {
                (Some(leaf), _) => leaf.groups.push(group.id.clone()),
                (None, Some(section)) => {
                    let nth = all.iter().filter(|it| it.id.starts_with("items-")).count() + 1;
                    all.push(Leaf {
                        id: format!("items-{nth}"),
                        title: section.title.clone(),
                        groups: vec![group.id.clone()],
                    });
                }
                (None, None) => {
                    all.push(Leaf { id: group.id.clone(), title: group.title.clone(), groups: vec![group.id.clone()] });
                }
            }
        }
        for leaf in all.iter_mut().filter(|it| it.id.starts_with("items-")) {
            let title = |id: &str| self.form.groups.iter().find(|it| it.id == id).map_or("", |it| it.title.as_str());
            let (first, last) =
                (leaf.groups.first().map_or("", |it| title(it)), leaf.groups.last().map_or("", |it| title(it)));
            leaf.title = format!("{}: {first} to {last}", leaf.title);
        }
        all
    }

    /// The form with what was said last time beside each item.
    pub(super) fn with_last(&self) -> Form {
        let mut form = self.form.clone();
        let Some((last, proposal)) = &self.last else { return form };
        let answers = proposal.said();
        let when = last.assessed_on.unwrap_or_else(|| last.begun.day()).words();
        for said in rules::items(&self.instrument, &answers).iter().filter(|it| !it.answer.is_empty()) {
            let rated = form::item_group(&said.item.id);
            let ticked = form::section_group(&said.section.id);
            let mine = |group: &catalogue::Group, question: &catalogue::Question| {
                (group.id == rated && question.id == "rating") || (group.id == ticked && question.id == said.item.id)
            };
            for group in &mut form.groups {
                let of = group.clone();
                for question in group.questions.iter_mut().filter(|it| mine(&of, it)) {
                    let hint = question.hint.take().unwrap_or_default();
                    question.hint = Some(
                        format!("{hint} Last time, on {when}: {}.", said.answer.replace('_', " ")).trim().to_owned(),
                    );
                }
            }
        }
        form
    }

    /// Everything that is wrong with it so far.
    pub(super) fn wrongs(&self, visit: &Visit) -> Wrongs {
        let mut all = form::check(&self.form, &self.answers, &visit.catalogue, visit.now().day());
        all.0.extend(rules::unconsulted(&self.answers).0);
        all
    }
}
