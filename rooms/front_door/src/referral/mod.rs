//! A referral: sent, taken, decided, withdrawn.

pub mod api;
pub mod drafts;
pub mod files;
mod happenings;
pub mod export;
pub mod import;
pub mod pages;
mod records;
pub mod refer;
pub mod rules;

pub use happenings::{InformationImported, ReferralDecided, ReferralReceived, ReferralWithdrawn, ReferrerTold};
pub use records::{Referral, ReferralId, State, by_reference};

use catalogue::Current;
use door::{Command, Writing, args};
use form::Answers;
use kernel::{Json, Reference, Refused};
use policy::{Fact, Facts, action};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Sends a referral.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Refer {
    /// `referral` or `referral-public`.
    pub form: String,
    /// The answers: group, instance, question.
    pub answers: serde_json::Value,
}

impl Command for Refer {
    const NAME: &'static str = "front_door.refer";
    const WHAT: &'static str = "Sends a referral; answers with its reference.";
    type Done = Reference;

    async fn carry_out(&self, w: &mut Writing) -> Result<Reference, Refused> {
        w.may(action::REFER, None, Facts::NONE).await?;
        let catalogue = w.more::<Arc<Current>>().ok_or_else(|| Refused::Fault("no configuration".to_owned()))?.get();
        let today = w.now.day();
        if !["referral", "referral-public"].contains(&self.form.as_str()) {
            return Err(Refused::wrong("form", "The form is referral or referral-public"));
        }
        let form = catalogue.form(&self.form, today).ok_or(Refused::NotFound)?;
        let answers: Answers =
            serde_json::from_value(self.answers.clone()).map_err(|e| Refused::wrong("answers", e.to_string()))?;
        form::check(form, &answers, &catalogue, today).done()?;
        let kept = form::submitted(form, &answers, today);
        let it = Referral {
            id: w.new_id(),
            reference: w.new_reference(),
            form: form.id.clone(),
            form_version: i64::from(form.version),
            about: about(&kept),
            person: None,
            source: kept.words("referrer", "agency").unwrap_or("public").to_owned(),
            sent_by: w.acting.recorded_as(),
            sent_by_agency: w.acting.agency.clone(),
            received: w.now,
            recorded: w.now,
            urgent: ["immediate_danger", "same_day"].iter().any(|it| kept.words("urgent", it) == Some("yes")),
            state: State::Received,
            owner: None,
            owner_shown: String::new(),
            decision: None,
            concern: None,
            rationale: String::new(),
            outcome_words: String::new(),
            decided_by: None,
            decided_by_shown: String::new(),
            decided: None,
            contact_kind: "referral".to_owned(),
            answers: Json(serde_json::to_value(&kept).map_err(|e| Refused::Fault(e.to_string()))?),
            version: 1,
        };
        w.keep(&it).await?;
        w.about("referral", it.id.0, &[]);
        w.happened(ReferralReceived::of(&it)).await?;
        Ok(it.reference)
    }
}

/// Whom a referral is about, in a few words.
fn about(answers: &Answers) -> String {
    let names: Vec<String> = answers
        .instances("children")
        .iter()
        .map(|one| {
            let part = |id: &str| one.get(id).and_then(form::Answer::as_words).unwrap_or("");
            format!("{} {}", part("forename"), part("surname")).trim().to_owned()
        })
        .filter(|it| !it.is_empty())
        .collect();
    if names.is_empty() { "Somebody whose name is not known".to_owned() } else { names.join(", ") }
}

async fn own_name(w: &Writing) -> Result<String, Refused> {
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
        let sealed = by_reference(w, &self.referral.to_string()).await?;
        let old = w.may_on(action::TAKE_REFERRAL, &sealed, Facts::NONE).await?.open(sealed)?;
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
        let sealed = by_reference(w, &self.referral.to_string()).await?;
        let old = w.may_on(action::RETURN_REFERRAL, &sealed, Facts::NONE).await?.open(sealed)?;
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
        let sealed = by_reference(w, &self.referral.to_string()).await?;
        let first = w.may_on(action::DECIDE_REFERRAL, &sealed, Facts::NONE).await;
        let catalogue = w.more::<Arc<Current>>().ok_or_else(|| Refused::Fault("no configuration".to_owned()))?.get();
        let today = w.now.day();
        let old = first?.open(sealed.clone())?;
        let asked = self.of_the_rule(&old, today);
        w.may_on(action::DECIDE_REFERRAL, &sealed, Facts::NONE.with_if(Fact::NeedsManager, asked)).await?;
        let list = catalogue.codes("referral-decisions");
        let codes: Vec<String> = list.into_iter().flat_map(|it| it.on(today)).map(|it| it.code.clone()).collect();
        let deciding = rules::Deciding {
            decision: &self.decision,
            codes: &codes,
            rationale: &self.rationale,
            outcome_words: &self.outcome_words,
            concern: self.concern,
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
        w.happened(ReferralDecided::of(&new)).await?;
        // The words stand on *my referrals* from this moment: the referrer counts as told (P1).
        w.happened(ReferrerTold { referral: new.id, person: new.person }).await
    }
}

impl DecideReferral {
    fn of_the_rule(&self, it: &Referral, today: kernel::Day) -> bool {
        let Ok(answers) = serde_json::from_value::<Answers>(it.answers.0.clone()) else { return false };
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
        let sealed = by_reference(w, &self.referral.to_string()).await?;
        let old = w.may_on(action::WITHDRAW_REFERRAL, &sealed, Facts::NONE).await?.open(sealed)?;
        rules::may_withdraw(old.state, &self.reason)?;
        let new = Referral { state: State::Withdrawn, rationale: self.reason.trim().to_owned(), ..old.clone() };
        w.change(&old, &new).await?;
        w.happened(ReferralWithdrawn { referral: new.id, person: new.person }).await
    }
}
