//! A referral is sent: checked against its form, kept with everybody whom it names, and received.

use catalogue::Catalogue;
use door::{Command, Writing};
use form::{Answers, DraftId};
use kernel::{Json, Reference, Refused};
use policy::{Facts, action};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Named, Referral, ReferralReceived, Role, State, files, naming, queue};

/// Sends a referral.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Refer {
    /// `referral`, `referral-public`, or `adult-concern` for somebody of 18 or over.
    pub form: String,
    /// The answers: group, instance, question.
    pub answers: serde_json::Value,
}

impl Command for Refer {
    const NAME: &'static str = "front_door.refer";
    const WHAT: &'static str = "Sends a referral; answers with its reference.";
    type Done = Reference;

    async fn carry_out(&self, w: &mut Writing) -> Result<Reference, Refused> {
        let answers: Answers =
            serde_json::from_value(self.answers.clone()).map_err(|e| Refused::wrong("answers", e.to_string()))?;
        Ok(receive(w, &self.form, &answers).await?.reference)
    }
}

/// Sends one's own draft, with its files.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SendDraft {
    /// The draft.
    pub draft: DraftId,
    /// The version that was checked.
    pub version: i64,
}

impl Command for SendDraft {
    const NAME: &'static str = "front_door.send-draft";
    const WHAT: &'static str = "Sends one's own draft as a referral; answers with its reference.";
    type Done = Reference;

    async fn carry_out(&self, w: &mut Writing) -> Result<Reference, Refused> {
        let draft = form::my_draft(w, self.draft).await?;
        if draft.version != self.version {
            return Err(Refused::Stale);
        }
        let it = receive(w, &draft.form, &draft.answers.0).await?;
        entry::adopt(w, draft.id.0, (files::KIND, it.id.0), None, catalogue::Part::Referral).await?;
        form::finish(w, draft.id).await?;
        Ok(it.reference)
    }
}

/// Whose queue it goes to: concerns about adults to the council's adults' services.
fn addressed(catalogue: &Catalogue, form: &str) -> String {
    let adults = catalogue.agencies.iter().find(|it| it.kind == "council-adults");
    adults.filter(|_| form == queue::ADULT).map(|it| it.code.clone()).unwrap_or_default()
}

async fn receive(w: &mut Writing, form: &str, answers: &Answers) -> Result<Referral, Refused> {
    w.may(action::REFER, None, Facts::NONE).await?;
    let catalogue = w.configuration()?;
    let today = w.now.day();
    if !["referral", "referral-public", queue::ADULT].contains(&form) {
        return Err(Refused::wrong("form", "The form is referral, referral-public or adult-concern"));
    }
    let form = catalogue.form(form, today).ok_or(Refused::NotFound)?;
    form::check(form, answers, &catalogue, today).done()?;
    let kept = form::submitted(form, answers, today);
    let it = Referral {
        id: w.new_id(),
        reference: w.new_reference(),
        form: form.id.clone(),
        form_version: i64::from(form.version),
        about: naming::about(&kept),
        person: None,
        source: kept.words("referrer", "agency").unwrap_or("public").to_owned(),
        sent_by: w.acting.recorded_as(),
        sent_by_agency: w.acting.agency.clone(),
        addressed: addressed(&catalogue, &form.id),
        joined: None,
        heard: None,
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
        answers: Json(serde_json::to_value(&kept).map_err(|e| Refused::Fault(e.to_string()))?),
        version: 1,
    };
    w.keep(&it).await?;
    super::finds::index(w, &it).await?;
    for (role, nth, name) in naming::everybody(&kept) {
        let named = whom(w, &it, role, nth, name);
        w.keep(&named).await?;
    }
    w.about("referral", it.id.0, &[]);
    w.happened(ReferralReceived::of(&it)).await?;
    Ok(it)
}

/// Somebody whom it names, not looked for yet.
fn whom(w: &mut Writing, it: &Referral, role: Role, nth: i64, name: String) -> Named {
    Named {
        id: w.new_id(),
        referral: it.id,
        sent_by: it.sent_by,
        addressed: it.addressed.clone(),
        role,
        nth,
        name,
        person: None,
        reason: String::new(),
        by_user: None,
        by_shown: String::new(),
        at: None,
        version: 1,
    }
}
