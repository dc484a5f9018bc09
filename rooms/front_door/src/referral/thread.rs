//! What is said about a referral after it came: questions to the referrer and their answers, what they add, what was
//! done at once.

use door::{Command, Writing};
use kernel::{Reference, Refused, Wrongs};
use policy::{Action, Facts, action};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rules::{self, awaits_answer};
use super::{
    InformationAdded, ProtectionRecorded, Referral, ReferralChased, ReferrerAnswered, ReferrerAsked, Word, WordKind,
    held, own_name, words,
};

/// Words that must be there, at most 5,000 characters.
pub(super) fn said(typed: &str, field: &str, what: &str) -> Result<String, Refused> {
    let it = typed.trim();
    let mut wrongs = Wrongs::default();
    if it.is_empty() {
        wrongs.add(field, what);
    } else if it.chars().count() > 5000 {
        wrongs.add(field, "Use 5,000 characters or fewer");
    }
    wrongs.done().map(|()| it.to_owned())
}

/// Keeps what was said, in whoever's name acts.
pub(super) async fn keep(
    w: &mut Writing,
    it: &Referral,
    kind: WordKind,
    words: String,
    source: Option<super::ReferralId>,
) -> Result<(), Refused> {
    let row = Word {
        id: w.new_id(),
        referral: it.id,
        person: it.person,
        sent_by: it.sent_by,
        addressed: it.addressed.clone(),
        kind,
        words,
        by_user: w.acting.recorded_as(),
        by_shown: own_name(w).await?,
        at: w.now,
        source,
    };
    w.keep(&row).await
}

async fn for_one(w: &mut Writing, action: Action, referral: Reference) -> Result<Referral, Refused> {
    held(w, action, referral, Facts::NONE).await
}

/// The front door asks the referrer for more.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskReferrer {
    /// The referral.
    pub referral: Reference,
    /// What is to be known.
    pub words: String,
}

impl Command for AskReferrer {
    const NAME: &'static str = "front_door.ask-referrer";
    const WHAT: &'static str = "Asks the referrer for more; they find the question on their referrals.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let it = for_one(w, action::ASK_REFERRER, self.referral).await?;
        rules::still_waits(it.state)?;
        if it.sent_by == policy::Principal::PUBLIC {
            return Err(Refused::rule("P1", "it came from the public: there is nobody here to ask"));
        }
        let words = said(&self.words, "ask", "Enter your question")?;
        keep(w, &it, WordKind::Asked, words, None).await?;
        w.happened(ReferrerAsked { referral: it.id, person: it.person }).await
    }
}

/// The referrer adds something, or answers what was asked.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddInformation {
    /// The referral.
    pub referral: Reference,
    /// What is added.
    pub words: String,
}

impl Command for AddInformation {
    const NAME: &'static str = "front_door.add-information";
    const WHAT: &'static str = "Adds to one's own referral, or answers the front door's question.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let it = for_one(w, action::ADD_TO_REFERRAL, self.referral).await?;
        rules::still_waits(it.state)?;
        let typed = said(&self.words, "words", "Enter what you want to add")?;
        let before: Vec<WordKind> = words(w, it.id).await?.iter().map(|it| it.kind).collect();
        if awaits_answer(&before) {
            keep(w, &it, WordKind::Answered, typed, None).await?;
            return w.happened(ReferrerAnswered { referral: it.id, person: it.person }).await;
        }
        keep(w, &it, WordKind::Added, typed, None).await?;
        w.happened(InformationAdded { referral: it.id, person: it.person }).await
    }
}

/// The referrer has heard nothing and asks what became of it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChaseReferral {
    /// The referral.
    pub referral: Reference,
}

impl Command for ChaseReferral {
    const NAME: &'static str = "front_door.chase-referral";
    const WHAT: &'static str = "Asks what became of one's own referral.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let it = for_one(w, action::ADD_TO_REFERRAL, self.referral).await?;
        rules::still_waits(it.state)?;
        keep(w, &it, WordKind::Chased, "What has become of this?".to_owned(), None).await?;
        w.happened(ReferralChased { referral: it.id, person: it.person }).await
    }
}

/// Records what was done to protect somebody at once.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordProtection {
    /// The referral.
    pub referral: Reference,
    /// What was done, by whom.
    pub words: String,
}

impl Command for RecordProtection {
    const NAME: &'static str = "front_door.record-protection";
    const WHAT: &'static str = "Records what was done to protect somebody at once (CK-02).";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let it = for_one(w, action::DECIDE_REFERRAL, self.referral).await?;
        let words = said(&self.words, "protection", "Enter what was done, and by whom")?;
        keep(w, &it, WordKind::Protected, words, None).await?;
        w.happened(ProtectionRecorded { referral: it.id, person: it.person }).await
    }
}
