//! A referral: sent, taken, decided, withdrawn.

pub mod api;
pub mod drafts;
pub mod export;
pub mod files;
pub(crate) mod finds;
mod hand;
mod happenings;
pub mod import;
mod kept;
mod link;
pub mod linking;
pub mod mine;
mod naming;
pub mod owned;
pub mod pages;
pub mod queue;
mod records;
pub mod refer;
pub mod rules;
pub mod sections;
mod send;
pub mod talking;
mod thread;
pub mod waiting;

pub use hand::{HandOverReferral, JoinReferral, children, others, takers};
pub use happenings::*;
pub use kept::{KeepQueue, ThrowQueue};
pub use link::{CreateNamed, LeaveUnlinked, LinkNamed};
pub use records::*;
pub use send::{Refer, SendDraft};
pub use thread::{AddInformation, AskReferrer, ChaseReferral, RecordProtection};
pub use waiting::HearConcern;

use door::{Command, Writing, args};
use kernel::{Reference, Refused};
use policy::{Fact, Facts, action};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(crate) async fn own_name(w: &Writing) -> Result<String, Refused> {
    let Some(id) = w.acting.user_id() else { return Ok("The operator".to_owned()) };
    let name: Option<(String,)> = w.plain_one("SELECT shown_as FROM account WHERE id = $1", args![id]).await?;
    Ok(name.map(|it| it.0).unwrap_or_default())
}

/// Takes a referral: from now on it has an owner.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeReferral {
    /// Its reference.
    pub referral: Reference,
}

impl Command for TakeReferral {
    const NAME: &'static str = "front_door.take-referral";
    const WHAT: &'static str = "Takes a waiting referral.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let old = held(w, action::TAKE_REFERRAL, self.referral, Facts::NONE).await?;
        if old.state != State::Received {
            return Err(Refused::Conflict("this referral is no longer waiting".to_owned()));
        }
        let owner_shown = own_name(w).await?;
        w.change(&old, &Referral { owner: w.acting.user_id(), owner_shown, ..old.clone() }).await
    }
}

/// Gives a referral back to the queue.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnReferral {
    /// Its reference.
    pub referral: Reference,
}

impl Command for ReturnReferral {
    const NAME: &'static str = "front_door.return-referral";
    const WHAT: &'static str = "Gives a referral back to the queue.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let old = held(w, action::RETURN_REFERRAL, self.referral, Facts::NONE).await?;
        w.change(&old, &Referral { owner: None, owner_shown: String::new(), ..old.clone() }).await
    }
}

/// Decides a referral (P1), with the exploitation concern beside it.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideReferral {
    /// Its reference.
    pub referral: Reference,
    /// The version that was read.
    pub version: i64,
    /// A code of `referral-decisions`.
    pub decision: String,
    /// Whether there is a concern about exploitation; yes lists the child for the next daily meeting.
    pub concern: Option<bool>,
    /// Why.
    pub rationale: String,
    /// What the referrer is told.
    pub outcome_words: String,
}

impl Command for DecideReferral {
    const NAME: &'static str = "front_door.decide-referral";
    const WHAT: &'static str = "Decides a referral with its reason, and says what the referrer is told.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let first = held(w, action::DECIDE_REFERRAL, self.referral, Facts::NONE).await?;
        let catalogue = w.configuration()?;
        let today = w.now.day();
        let asked = Facts::NONE.with_if(Fact::NeedsManager, self.of_the_rule(&first, today));
        let old = held(w, action::DECIDE_REFERRAL, self.referral, asked).await?;
        let list = catalogue.codes(old.decisions());
        let codes: Vec<String> = list.into_iter().flat_map(|it| it.on(today)).map(|it| it.code.clone()).collect();
        let deciding = rules::Deciding {
            decision: &self.decision,
            codes: &codes,
            rationale: &self.rationale,
            outcome_words: &self.outcome_words,
            concern: self.concern,
            unlinked: &unlinked(w, old.id).await?,
            belongs_to: belongs_to(w, &old).await?,
        };
        rules::may_decide(old.state, &deciding)?;
        let old = Referral { version: self.version, ..old };
        let new = Referral {
            state: State::Decided,
            decision: Some(self.decision.clone()),
            concern: self.concern,
            rationale: self.rationale.trim().to_owned(),
            outcome_words: self.outcome_words.trim().to_owned(),
            decided_by: w.acting.user_id(),
            decided_by_shown: own_name(w).await?,
            decided: Some(w.now),
            ..old.clone()
        };
        w.change(&old, &new).await?;
        let children = children(w, new.id).await?;
        w.happened(ReferralDecided::of(&new, children)).await?;
        // The words stand on *my referrals* from this moment: the referrer counts as told (P1).
        w.happened(ReferrerTold { referral: new.id, person: new.person }).await
    }
}

/// Children without a record and without a reason why.
async fn unlinked(w: &Writing, it: ReferralId) -> Result<Vec<String>, Refused> {
    let open = |it: &Named| it.role != Role::Around && it.person.is_none() && it.reason.is_empty();
    Ok(named(w, it).await?.into_iter().filter(open).map(|it| it.name).collect())
}

/// The older open referral about all the same children, if there is one.
async fn belongs_to(w: &Writing, it: &Referral) -> Result<Option<Reference>, Refused> {
    let many = i64::try_from(children(w, it.id).await?.len()).unwrap_or_default();
    let whole: Vec<ReferralId> =
        hand::shared(w, it).await?.into_iter().filter(|it| it.1 == many).map(|it| it.0).collect();
    let open = others(w, it)
        .await?
        .into_iter()
        .find(|other| other.state == State::Received && other.received < it.received && whole.contains(&other.id));
    Ok(open.map(|it| it.reference))
}

impl DecideReferral {
    fn of_the_rule(&self, it: &Referral, today: kernel::Day) -> bool {
        let answers = it.said();
        let said = |group: &str, question: &str| {
            answers
                .instances(group)
                .iter()
                .filter_map(|one| one.get(question))
                .flat_map(form::Answer::codes)
                .any(|it| it == "LD")
        };
        let sexual = answers
            .get("concern", 0, "types")
            .map(|it| it.codes().iter().any(|it| it.starts_with("EX-CSE")))
            .unwrap_or(false);
        let under_13 = answers
            .instances("children")
            .iter()
            .filter_map(|one| one.get("born"))
            .any(|it| form::rules::years(it, today).is_some_and(|age| age < 13));
        let level_3 = answers.words("history", "assessment_level") == Some("3");
        rules::needs_manager(under_13 && sexual, said("children", "disability"), level_3, &self.decision)
    }
}

/// Withdraws one's own referral before it is decided.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawReferral {
    /// Its reference.
    pub referral: Reference,
    /// Why.
    pub reason: String,
}

impl Command for WithdrawReferral {
    const NAME: &'static str = "front_door.withdraw-referral";
    const WHAT: &'static str = "Withdraws one's own referral before it is decided.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let old = held(w, action::WITHDRAW_REFERRAL, self.referral, Facts::NONE).await?;
        rules::may_withdraw(old.state, &self.reason)?;
        let new = Referral { state: State::Withdrawn, rationale: self.reason.trim().to_owned(), ..old.clone() };
        w.change(&old, &new).await?;
        w.happened(ReferralWithdrawn { referral: new.id, person: new.person }).await
    }
}
