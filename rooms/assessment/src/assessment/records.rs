//! What is kept of an assessment: the assessment itself, each proposal of its worker, each answer, each decision.

use door::{Reading, Refused, Sealed, Writing, args, record};
use kernel::{Day, Json, PersonId, Reference, Ts, UserId};
use policy::{Facts, action};

use super::rules::Flag;
use crate::level::of_an_assessment;

kernel::ids!(
    /// An assessment.
    AssessmentId,
    /// What a worker proposed.
    ProposalId,
    /// An answer to an item.
    AnswerId,
    /// What a manager decided.
    DecisionId,
);

kernel::words! {
    /// Whether somebody is assessed for the first time (codes `assessment-kinds`).
    pub enum Kind {
        Initial = "initial" / "First assessment",
        Review = "review" / "Review",
    }
}

kernel::words! {
    /// What a manager decided about a proposal.
    pub enum Outcome {
        Authorised = "authorised" / "Authorised",
        Returned = "returned" / "Returned with a comment",
    }
}

record! {
    /// An assessment of somebody: one version of what is known of their risk. Where it stands says its case
    /// (pathway `assessment`).
    pub struct Assessment in "assessment" {
        pub id: AssessmentId,
        pub reference: Reference,
        pub person: PersonId,
        /// Which instrument, in which version.
        pub instrument: String,
        pub instrument_version: i64,
        pub kind: Kind,
        /// The version number among the person's assessments, beginning with 1.
        pub nth: i64,
        pub worker: UserId,
        pub worker_shown: String,
        /// The agency for which the worker writes.
        pub agency: String,
        pub begun: Ts,
        pub assessed_on: Option<Day>,
        /// Codes of `disability`, with commas; empty until it was asked.
        pub disability: String,
        /// `yes`, `no`, or `unknown`.
        pub disabled: String,
        /// The proposal that stands.
        pub proposal: Option<ProposalId>,
        pub proposed_level: Option<i64>,
        /// What the instrument's rule suggests: never the level.
        pub suggested: Option<i64>,
        pub proposed: Option<Ts>,
        pub authorised_level: Option<i64>,
        pub authorised: Option<Ts>,
        pub authorised_by: Option<UserId>,
        pub authorised_by_shown: String,
        pub review_on: Option<Day>,
        pub version: i64,
    }
}

record! {
    /// What a worker proposed, whole, as it stood then.
    pub struct Proposal in "assessment_proposal" {
        pub id: ProposalId,
        pub assessment: AssessmentId,
        pub person: PersonId,
        pub agency: String,
        /// The first time, the second after it was returned, …
        pub nth: i64,
        /// The form on which it was answered, in its version.
        pub form: String,
        pub form_version: i64,
        pub answers: Json<serde_json::Value>,
        pub level: i64,
        pub reason: String,
        pub suggested: Option<i64>,
        /// Why the instrument suggests that.
        pub why: String,
        pub total: Option<i64>,
        pub flags: Json<Vec<Flag>>,
        pub at: Ts,
        pub by_user: UserId,
        pub by_shown: String,
    }
}

record! {
    /// One answer of a proposal, for counting how often an indicator is found.
    pub struct ItemAnswer in "assessment_answer" {
        pub id: AnswerId,
        pub proposal: ProposalId,
        pub person: PersonId,
        pub agency: String,
        pub section: String,
        pub item: String,
        pub answer: String,
        pub rating: Option<i64>,
        pub recency: String,
        pub present: bool,
    }
}

record! {
    /// What a manager decided about a proposal.
    pub struct Decision in "assessment_decision" {
        pub id: DecisionId,
        pub assessment: AssessmentId,
        pub person: PersonId,
        pub agency: String,
        pub proposal: ProposalId,
        pub outcome: Outcome,
        pub level: Option<i64>,
        /// Why the level differs, or the comment with which it was returned.
        pub words: String,
        pub at: Ts,
        pub by_user: UserId,
        pub by_shown: String,
    }
}

of_an_assessment!(Assessment, "assessment", |it: &Assessment| Some(it.version));
of_an_assessment!(Proposal, "assessment-proposal", |_: &Proposal| None);
of_an_assessment!(ItemAnswer, "assessment-answer", |_: &ItemAnswer| None);
of_an_assessment!(Decision, "assessment-decision", |_: &Decision| None);

impl Assessment {
    /// Its page.
    #[must_use]
    pub fn page(&self) -> String {
        format!("/assessments/{}", self.reference)
    }
}

impl Proposal {
    /// What was answered.
    #[must_use]
    pub fn said(&self) -> form::Answers {
        serde_json::from_value(self.answers.0.clone()).unwrap_or_default()
    }
}

/// The assessment of a reference, sealed.
///
/// # Errors
/// [`Refused::NotFound`] when there is none.
pub async fn sealed(r: &Reading, typed: &str) -> Result<Sealed<Assessment>, Refused> {
    let reference: Reference = typed.parse().map_err(|_| Refused::NotFound)?;
    r.sealed_one("SELECT * FROM assessment WHERE reference = $1", args![reference]).await
}

/// The assessment of a reference, opened.
///
/// # Errors
/// [`Refused::NotFound`] when there is none, or one may not know of it.
pub async fn opened(r: &Reading, typed: &str) -> Result<Assessment, Refused> {
    r.open(sealed(r, typed).await?).await
}

/// The assessment of a reference for its own worker, who writes it.
///
/// # Errors
/// [`Refused::NotFound`] when there is none, or one may not know of it; [`Refused::MayNot`] for everybody but its worker.
pub async fn own(w: &mut Writing, reference: Reference) -> Result<Assessment, Refused> {
    let sealed = sealed(w, &reference.to_string()).await?;
    let it = w.may_on(action::ASSESS, &sealed, Facts::NONE).await?.open(sealed)?;
    if it.worker == w.acting.recorded_as() {
        Ok(it)
    } else {
        Err(Refused::MayNot("It is another worker's assessment.".to_owned()))
    }
}

/// Every proposal of an assessment, the first one first.
///
/// # Errors
/// When the store refuses.
pub async fn proposals(r: &Reading, of: AssessmentId) -> Result<Vec<Proposal>, Refused> {
    const OF: &str = "SELECT * FROM assessment_proposal WHERE assessment = $1 ORDER BY nth, id";
    r.open_all(r.sealed::<Proposal>(OF, args![of]).await?).await
}

/// Every decision about an assessment, the first one first.
///
/// # Errors
/// When the store refuses.
pub async fn decisions(r: &Reading, of: AssessmentId) -> Result<Vec<Decision>, Refused> {
    const OF: &str = "SELECT * FROM assessment_decision WHERE assessment = $1 ORDER BY at, id";
    r.open_all(r.sealed::<Decision>(OF, args![of]).await?).await
}

/// The assessments of a person that the reader may see, the latest first, under every id that was merged.
///
/// # Errors
/// When the store refuses.
pub async fn of_person(r: &Reading, root: PersonId) -> Result<Vec<Assessment>, Refused> {
    const OF: &str = "SELECT t.* FROM assessment t JOIN person p ON p.id = t.person
        WHERE p.root = $1 ORDER BY t.begun DESC, t.id DESC";
    r.open_all(r.sealed::<Assessment>(OF, args![root]).await?).await
}

/// What was proposed last time on the same instrument and then authorised, before an assessment was begun.
///
/// # Errors
/// When the store refuses.
pub async fn before(r: &Reading, it: &Assessment) -> Result<Option<(Assessment, Proposal)>, Refused> {
    const LAST: &str = "SELECT t.* FROM assessment t JOIN person p ON p.id = t.person
        WHERE p.root = (SELECT root FROM person WHERE id = $1) AND t.instrument = $2 AND t.authorised IS NOT NULL
        AND t.begun < $3 ORDER BY t.begun DESC, t.id DESC LIMIT 1";
    let values = args![it.person, it.instrument.clone(), it.begun];
    let found = r.open_all(r.sealed::<Assessment>(LAST, values).await?).await?;
    let Some(last) = found.into_iter().next() else { return Ok(None) };
    Ok(proposals(r, last.id).await?.pop().map(|proposal| (last, proposal)))
}
