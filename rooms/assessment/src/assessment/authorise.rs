//! A team manager authorises what a worker proposed, or returns it with a comment; never their own.

use door::{Command, Content as _, Writing};
use kernel::{Reference, Refused};
use policy::{Fact, Facts, action};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rules::{self, Authorising};
use super::{
    Assessment, AssessmentAuthorised, AssessmentReturned, Decision, LevelSet, Outcome, Proposal, own_name, proposals,
    sealed,
};
use crate::level::{RiskLevel, Step};

/// Authorises an assessment at a level.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AuthoriseAssessment {
    /// Its reference.
    pub assessment: Reference,
    /// The version that was read.
    pub version: i64,
    /// The level, 0 to 3.
    pub level: u8,
    /// Why it differs from the worker's proposal or the instrument's suggestion; needed where it does.
    pub reason: String,
}

impl Command for AuthoriseAssessment {
    const NAME: &'static str = "assessment.authorise";
    const WHAT: &'static str = "Authorises a proposed assessment at a level, with a reason where it differs.";
    type Done = ();

    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let (old, proposal) = before_me(w, self.assessment, self.version).await?;
        let level = |it: i64| u8::try_from(it).unwrap_or(u8::MAX);
        let weighed = Authorising {
            proposed: level(proposal.level),
            suggested: proposal.suggested.map(level),
            level: self.level,
            reason: &self.reason,
        };
        rules::may_authorise(weighed)?;
        case_state::step(w, old.id.0, "authorised", None, Some(&self.reason)).await?;
        let decision = decision(w, &old, &proposal, Outcome::Authorised, Some(self.level), &self.reason).await?;
        w.keep(&decision).await?;
        let new = Assessment {
            authorised_level: Some(self.level.into()),
            authorised: Some(w.now),
            authorised_by: w.acting.user_id(),
            authorised_by_shown: decision.by_shown.clone(),
            ..old.clone()
        };
        w.change(&old, &new).await?;
        let row = RiskLevel {
            id: w.new_id(),
            person: new.person,
            assessment: Some(new.id),
            episode: None,
            replaces: None,
            replaced_at: None,
            agency: new.agency.clone(),
            step: Step::Authorised,
            level: self.level.into(),
            reason: self.reason.trim().to_owned(),
            set_on: w.now.day(),
            recorded: w.now,
            by_user: decision.by_user,
            by_shown: decision.by_shown,
        };
        w.keep(&row).await?;
        w.happened(AssessmentAuthorised::of(&new, self.level.into())).await?;
        // Until the daily meeting confirms one, the authorised level is the one that holds.
        w.happened(LevelSet {
            risk_level: row.id,
            assessment: Some(new.id),
            person: new.person,
            worker: Some(new.worker),
            level: self.level.into(),
            types: types(&proposal),
            step: Step::Authorised,
        })
        .await
    }
}

/// Returns an assessment to its worker.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnAssessment {
    /// Its reference.
    pub assessment: Reference,
    /// The version that was read.
    pub version: i64,
    /// What is to be looked at again.
    pub comment: String,
}

impl Command for ReturnAssessment {
    const NAME: &'static str = "assessment.return";
    const WHAT: &'static str = "Returns a proposed assessment to its worker with a comment.";
    type Done = ();

    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let (old, proposal) = before_me(w, self.assessment, self.version).await?;
        if self.comment.trim().is_empty() {
            return Err(Refused::wrong("comment", "Say what the worker should look at again"));
        }
        case_state::step(w, old.id.0, "returned", None, Some(&self.comment)).await?;
        let decision = decision(w, &old, &proposal, Outcome::Returned, None, &self.comment).await?;
        w.keep(&decision).await?;
        w.change(&old, &old.clone()).await?;
        let it = &old;
        w.happened(AssessmentReturned {
            assessment: it.id,
            reference: it.reference,
            person: it.person,
            worker: it.worker,
        })
        .await
    }
}

/// A proposed assessment before a manager who may authorise it: never one's own.
async fn before_me(w: &mut Writing, reference: Reference, version: i64) -> Result<(Assessment, Proposal), Refused> {
    let it = sealed(w, &reference.to_string()).await?;
    // Whose it is must be known before policy is asked; nothing else of it is looked at before.
    let own = super::is_own(w, it.id()).await?;
    let facts = Facts::NONE.with_if(Fact::OwnAction, own);
    let it = w.may_on(action::AUTHORISE_ASSESSMENT, &it, facts).await?.open(it)?;
    let proposal = proposals(w, it.id).await?.pop();
    let proposal = proposal.ok_or_else(|| Refused::rule("F2", "its worker has not proposed a level yet"))?;
    if it.version() != Some(version) {
        return Err(Refused::Stale);
    }
    Ok((it, proposal))
}

async fn decision(
    w: &mut Writing,
    it: &Assessment,
    proposal: &Proposal,
    outcome: Outcome,
    level: Option<u8>,
    words: &str,
) -> Result<Decision, Refused> {
    Ok(Decision {
        id: w.new_id(),
        assessment: it.id,
        person: it.person,
        agency: it.agency.clone(),
        proposal: proposal.id,
        outcome,
        level: level.map(i64::from),
        words: words.trim().to_owned(),
        at: w.now,
        by_user: w.acting.recorded_as(),
        by_shown: own_name(w).await?,
    })
}

/// The types of exploitation that are in question.
fn types(it: &Proposal) -> Vec<String> {
    let said = it.said();
    let not_so = |one: &form::Instance| one.get("now").and_then(form::Answer::as_words) == Some("no");
    let all = said.instances("exploited").iter().filter(|it| !not_so(it)).filter_map(|it| it.get("type")?.as_words());
    all.map(str::to_owned).collect()
}
