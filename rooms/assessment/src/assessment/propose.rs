//! The worker proposes a level, with the whole of what was answered. The instrument's suggestion is kept beside it and
//! is never the level.

use door::{Command, Writing, args};
use form::Answers;
use kernel::{Json, Reference, Refused};
use person::{PersonStatus, TraitKind};
use policy::action;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::begin::drafts_away;
use super::rules::{self, Known, Suggested};
use super::{Assessment, AssessmentSubmitted, ItemAnswer, Proposal, form_of, instrument_of, own, own_name, proposals};
use crate::level::{self, RiskLevel, Step};

/// Proposes the level of one's own draft.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeAssessment {
    /// The assessment's reference.
    pub assessment: Reference,
    /// The version of the draft that was checked.
    pub version: i64,
}

impl Command for ProposeAssessment {
    const NAME: &'static str = "assessment.propose";
    const WHAT: &'static str = "Proposes the level of one's own drafted assessment to a manager.";
    type Done = ();

    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let old = own(w, self.assessment).await?;
        let draft = form::my_draft_of(w, old.id.0).await?;
        let draft = draft.ok_or_else(|| Refused::rule("F2", "there is no draft: open the assessment and write it"))?;
        if draft.version != self.version {
            return Err(Refused::Stale);
        }
        let (c, today) = (w.configuration()?, w.now.day());
        let form = form_of(w, &old, Some(&draft)).await?;
        let mut wrongs = form::check(&form, &draft.answers.0, &c, today);
        wrongs.0.extend(rules::unconsulted(&draft.answers.0).0);
        wrongs.done()?;
        let kept = form::submitted(&form, &draft.answers.0, today);
        let of = instrument_of(&c, &old).ok_or(Refused::NotFound)?;
        let suggested = rules::suggest(of, &form, &kept, today);
        let proposal = proposal(w, &old, (&form, &kept), &suggested).await?;
        case_state::step(w, old.id.0, "proposed", None, None).await?;
        w.keep(&proposal).await?;
        answered(w, &old, &proposal, &rules::items(of, &kept)).await?;
        let new = proposed(&old, &proposal, &kept);
        w.change(&old, &new).await?;
        level_row(w, &new, &proposal).await?;
        drafts_away(w, old.id).await?;
        w.happened(AssessmentSubmitted {
            assessment: new.id,
            reference: new.reference,
            person: new.person,
            worker: new.worker,
            instrument: new.instrument.clone(),
            level: proposal.level,
        })
        .await
    }
}

async fn proposal(
    w: &mut Writing,
    it: &Assessment,
    (form, kept): (&catalogue::Form, &Answers),
    suggested: &Suggested,
) -> Result<Proposal, Refused> {
    let c = w.configuration()?;
    let of = instrument_of(&c, it).ok_or(Refused::NotFound)?;
    let known = known(w, it, kept).await?;
    let nth = i64::try_from(proposals(w, it.id).await?.len()).unwrap_or_default() + 1;
    let level = kept.words("outcome", "level").and_then(|it| it.parse().ok());
    Ok(Proposal {
        id: w.new_id(),
        assessment: it.id,
        person: it.person,
        agency: it.agency.clone(),
        nth,
        form: form.id.clone(),
        form_version: i64::from(form.version),
        answers: Json(serde_json::to_value(kept).map_err(|e| Refused::Fault(e.to_string()))?),
        level: level.ok_or_else(|| Refused::wrong("outcome.level", "Select the level that you propose"))?,
        reason: kept.words("outcome", "level_reason").unwrap_or_default().to_owned(),
        suggested: suggested.level.map(i64::from),
        why: suggested.why.clone(),
        total: suggested.total,
        flags: Json(rules::flags(of, known)),
        at: w.now,
        by_user: w.acting.recorded_as(),
        by_shown: own_name(w).await?,
    })
}

/// What the record says that flags are raised by. Missing episodes are not on record yet: no answer, not *no*.
pub(super) async fn known(w: &door::Reading, it: &Assessment, answers: &Answers) -> Result<Known, Refused> {
    const STATUSES: &str = "SELECT t.* FROM person_status t JOIN person p ON p.id = t.person
        WHERE p.root = $1 AND t.status = 'CLA' AND t.replaced_at IS NULL";
    const TRAITS: &str = "SELECT COUNT(*) FROM trait_answer t JOIN person p ON p.id = t.person
        WHERE p.root = $1 AND t.kind = $2 AND t.value = 'LD' AND t.replaced_at IS NULL";
    const BORN: &str = "SELECT birth_day FROM person WHERE id = $1 AND birth_day IS NOT NULL";
    let (today, root) = (w.now.day(), person::root(w, it.person).await?);
    let born: Option<(kernel::Day,)> = w.plain_one(BORN, args![root]).await?;
    let statuses = w.open_all(w.sealed::<PersonStatus>(STATUSES, args![root]).await?).await?;
    let (sees_statuses, sees_record) =
        (w.could_to(action::SEE_STATUSES, root).await?, w.could_to(action::SEE_RECORD, root).await?);
    let traits: Option<(i64,)> = w.plain_one(TRAITS, args![root, TraitKind::Disability]).await?;
    let levels = level::of_person(w, root).await?;
    let set = levels.iter().filter(|level| level.step != Step::Proposed && level.assessment != Some(it.id));
    let said = |group: &str, question: &str| answers.words(group, question) == Some("yes");
    let codes = answers.get("header", 0, "disability").is_some_and(|it| it.codes().contains(&"LD"));
    Ok(Known {
        age: born.map(|it| i64::from(it.0.age_on(today))),
        learning: codes || said("section-vulnerabilities", "v-learning") || traits.is_some_and(|it| it.0 > 0),
        looked_after: sees_statuses.then(|| statuses.iter().any(|it| person::TwoTimes::base(it).holds_on(today))),
        highest: sees_record.then(|| set.map(|it| it.level).max().unwrap_or_default()),
        missing: None,
    })
}

async fn answered(
    w: &mut Writing,
    it: &Assessment,
    proposal: &Proposal,
    all: &[rules::Said<'_>],
) -> Result<(), Refused> {
    for said in all.iter().filter(|said| !said.answer.is_empty()) {
        let row = ItemAnswer {
            id: w.new_id(),
            proposal: proposal.id,
            person: it.person,
            agency: it.agency.clone(),
            section: said.section.id.clone(),
            item: said.item.id.clone(),
            answer: said.answer.clone(),
            rating: said.rating,
            recency: said.recency.clone(),
            present: said.present(),
        };
        w.keep(&row).await?;
    }
    Ok(())
}

/// The assessment with what its worker proposes.
fn proposed(old: &Assessment, proposal: &Proposal, kept: &Answers) -> Assessment {
    let codes = kept.get("header", 0, "disability").map(form::Answer::codes).unwrap_or_default();
    let disabled = match codes.as_slice() {
        [] => "unknown",
        ["NONE"] => "no",
        [_, ..] => "yes",
    };
    let day = |group: &str, question: &str| kept.words(group, question).and_then(|it| it.parse().ok());
    Assessment {
        assessed_on: day("header", "assessed_on").or(Some(proposal.at.day())),
        disability: codes.join(","),
        disabled: disabled.to_owned(),
        proposal: Some(proposal.id),
        proposed_level: Some(proposal.level),
        suggested: proposal.suggested,
        proposed: Some(proposal.at),
        review_on: day("outcome", "review_on"),
        ..old.clone()
    }
}

async fn level_row(w: &mut Writing, it: &Assessment, proposal: &Proposal) -> Result<(), Refused> {
    let row = RiskLevel {
        id: w.new_id(),
        person: it.person,
        assessment: Some(it.id),
        episode: None,
        replaces: None,
        replaced_at: None,
        agency: it.agency.clone(),
        step: Step::Proposed,
        level: proposal.level,
        reason: proposal.reason.clone(),
        set_on: proposal.at.day(),
        recorded: w.now,
        by_user: proposal.by_user,
        by_shown: proposal.by_shown.clone(),
    };
    w.keep(&row).await
}
