//! An assessment is begun on a child's record, with a draft of its own; or withdrawn again.

use door::{Command, Writing, args};
use form::{Answer, Answers, SaveDraft};
use kernel::{PersonId, Reference, Refused};
use policy::{Facts, action};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Assessment, AssessmentId, AssessmentWithdrawn, Kind, PATHWAY, own, own_name};

/// Begins an assessment of somebody, with a draft.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginAssessment {
    /// Whom it is about.
    pub person: PersonId,
    /// Which instrument.
    pub instrument: String,
}

impl Command for BeginAssessment {
    const NAME: &'static str = "assessment.begin";
    const WHAT: &'static str = "Begins an exploitation assessment with a draft; answers with its reference.";
    type Done = Reference;

    async fn carry_out(&self, w: &mut Writing) -> Result<Reference, Refused> {
        let person = person::root(w, self.person).await?;
        // Of somebody whom they may not know of, the answer must not tell.
        if !w.could_to(action::SEE_POINTER, person).await? && !w.could_to(action::SEE_IDENTITY, person).await? {
            return Err(Refused::NotFound);
        }
        w.may(action::ASSESS, Some(person), Facts::NONE).await?;
        if !w.could_to(action::SEE_RECORD, person).await? {
            let words = "Your agency has no sharing basis by which you read this record: an assessment is part of it.";
            return Err(Refused::MayNot(words.to_owned()));
        }
        let c = w.configuration()?;
        let of = c.instrument(&self.instrument, w.now.day());
        let of = of.ok_or_else(|| Refused::wrong("instrument", "Select the instrument that you use"))?;
        not_yet(w, person, &of.id).await?;
        let (nth, reviews) = counted(w, person).await?;
        let it = Assessment {
            id: w.new_id(),
            reference: w.new_reference(),
            person,
            instrument: of.id.clone(),
            instrument_version: i64::from(of.version),
            kind: if reviews { Kind::Review } else { Kind::Initial },
            nth: nth + 1,
            worker: w.acting.recorded_as(),
            worker_shown: own_name(w).await?,
            agency: w.acting.agency.clone(),
            begun: w.now,
            assessed_on: None,
            disability: String::new(),
            disabled: "unknown".to_owned(),
            proposal: None,
            proposed_level: None,
            suggested: None,
            proposed: None,
            authorised_level: None,
            authorised: None,
            authorised_by: None,
            authorised_by_shown: String::new(),
            review_on: None,
            version: 1,
        };
        w.keep(&it).await?;
        case_state::enter(w, PATHWAY, ("assessment", it.id.0)).await?;
        let draft = SaveDraft {
            draft: None,
            form: form::instrument_form(&it.instrument),
            answers: beginning(&it),
            page: String::new(),
            person: Some(person),
            subject: Some(it.id.0),
            part: catalogue::Part::Casework,
        };
        draft.carry_out(w).await?;
        w.about("assessment", it.id.0, &[person]);
        Ok(it.reference)
    }
}

/// One worker has one assessment of somebody under way on an instrument.
async fn not_yet(w: &Writing, person: PersonId, instrument: &str) -> Result<(), Refused> {
    const OPEN: &str = "SELECT t.reference FROM assessment t JOIN case_state c ON c.subject = t.id
        JOIN person p ON p.id = t.person
        WHERE p.root = $1 AND t.instrument = $2 AND t.worker = $3 AND c.state IN ('begun', 'returned')";
    let values = args![person, instrument.to_owned(), w.acting.recorded_as()];
    match w.plain_one::<(Reference,)>(OPEN, values).await? {
        Some((reference,)) => Err(Refused::Conflict(format!("you have begun {reference} already: go on with it"))),
        None => Ok(()),
    }
}

/// How many assessments somebody has that were not withdrawn, and whether one was authorised.
async fn counted(w: &Writing, person: PersonId) -> Result<(i64, bool), Refused> {
    const ALL: &str = "SELECT COUNT(*), COUNT(t.authorised) FROM assessment t JOIN case_state c ON c.subject = t.id
        JOIN person p ON p.id = t.person WHERE p.root = $1 AND c.state <> 'withdrawn'";
    let found: Option<(i64, i64)> = w.plain_one(ALL, args![person]).await?;
    Ok(found.map_or((0, false), |it| (it.0, it.1 > 0)))
}

/// What is known before anybody types: the rest is asked.
fn beginning(it: &Assessment) -> Answers {
    let mut all = Answers::default();
    for (question, said) in [
        ("kind", it.kind.as_str().to_owned()),
        ("worker", it.worker_shown.clone()),
        ("assessed_on", it.begun.day().to_string()),
    ] {
        all.put("header", 0, question, Answer::words(said));
    }
    all
}

/// Withdraws an assessment of one's own that no manager has before them.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawAssessment {
    /// Its reference.
    pub assessment: Reference,
    /// Why.
    pub reason: String,
}

impl Command for WithdrawAssessment {
    const NAME: &'static str = "assessment.withdraw";
    const WHAT: &'static str = "Withdraws an assessment of one's own that is being written or was returned.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let it = own(w, self.assessment).await?;
        case_state::step(w, it.id.0, "withdrawn", None, Some(&self.reason)).await?;
        drafts_away(w, it.id).await?;
        w.happened(AssessmentWithdrawn { assessment: it.id, reference: it.reference, person: it.person }).await
    }
}

/// Takes one's own drafts of an assessment away.
pub(super) async fn drafts_away(w: &mut Writing, of: AssessmentId) -> Result<(), Refused> {
    while let Some(draft) = form::my_draft_of(w, of.0).await? {
        form::finish(w, draft.id).await?;
    }
    Ok(())
}
