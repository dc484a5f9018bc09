//! What happens to an assessment; the names are those that the clocks' configuration uses.

use door::{Happening, Line};
use kernel::{Marking, PersonId, Reference, UserId};
use policy::action;
use serde::Serialize;
use uuid::Uuid;

use super::{Assessment, AssessmentId};
use crate::level::{LevelId, Step};

fn line(text: String) -> Option<Line> {
    Some(Line { see: action::SEE_RECORD, text, marking: Marking::Sensitive })
}

macro_rules! about_an_assessment {
    ($name:ident = $text:literal) => {
        impl Happening for $name {
            const NAME: &'static str = $text;
            fn persons(&self) -> Vec<PersonId> {
                vec![self.person]
            }
            fn subject(&self) -> (&'static str, Uuid) {
                ("assessment", self.assessment.0)
            }
            fn line(&self) -> Option<Line> {
                line(self.words())
            }
        }
    };
}

/// A worker proposed a level: CK-04 starts.
#[derive(Serialize)]
pub struct AssessmentSubmitted {
    /// Which.
    pub assessment: AssessmentId,
    /// What people call it by.
    pub reference: Reference,
    /// Whom it is about.
    pub person: PersonId,
    /// Who wrote it.
    pub worker: UserId,
    /// Which instrument.
    pub instrument: String,
    /// The level that was proposed.
    pub level: i64,
}
impl AssessmentSubmitted {
    fn words(&self) -> String {
        format!("Exploitation assessment {} ({}) proposes level {}.", self.reference, self.instrument, self.level)
    }
}
about_an_assessment!(AssessmentSubmitted = "assessment.submitted");

/// A manager returned an assessment with a comment.
#[derive(Serialize)]
pub struct AssessmentReturned {
    /// Which.
    pub assessment: AssessmentId,
    /// What people call it by.
    pub reference: Reference,
    /// Whom it is about.
    pub person: PersonId,
    /// Who wrote it.
    pub worker: UserId,
}
impl AssessmentReturned {
    fn words(&self) -> String {
        format!("Exploitation assessment {} went back to its worker with a comment.", self.reference)
    }
}
about_an_assessment!(AssessmentReturned = "assessment.returned");

/// Its worker withdrew an assessment.
#[derive(Serialize)]
pub struct AssessmentWithdrawn {
    /// Which.
    pub assessment: AssessmentId,
    /// What people call it by.
    pub reference: Reference,
    /// Whom it is about.
    pub person: PersonId,
}
impl AssessmentWithdrawn {
    fn words(&self) -> String {
        format!("Exploitation assessment {} was withdrawn.", self.reference)
    }
}
about_an_assessment!(AssessmentWithdrawn = "assessment.withdrawn");

/// A manager authorised an assessment: the review that was due is done (CK-22).
#[derive(Serialize)]
pub struct AssessmentAuthorised {
    /// Which.
    pub assessment: AssessmentId,
    /// What people call it by.
    pub reference: Reference,
    /// Whom it is about.
    pub person: PersonId,
    /// Who wrote it.
    pub worker: UserId,
    /// The level that was authorised.
    pub level: i64,
}
impl AssessmentAuthorised {
    pub(super) fn of(it: &Assessment, level: i64) -> Self {
        Self { assessment: it.id, reference: it.reference, person: it.person, worker: it.worker, level }
    }
    fn words(&self) -> String {
        format!("Exploitation assessment {} was authorised at level {}.", self.reference, self.level)
    }
}
about_an_assessment!(AssessmentAuthorised = "assessment.authorised");

/// A level holds from now on: its review (CK-22), its safety plan (CK-28) and its joint team (CK-27) are due.
#[derive(Serialize)]
pub struct LevelSet {
    /// Which.
    pub risk_level: LevelId,
    /// The assessment from which it came.
    pub assessment: Option<AssessmentId>,
    /// Whom it is about.
    pub person: PersonId,
    /// Who is to review it.
    pub worker: Option<UserId>,
    /// The level, 0 to 3.
    pub level: i64,
    /// The types of exploitation in question: codes of `exploitation-types`.
    pub types: Vec<String>,
    /// Who set it: a manager, or the chair of the daily meeting.
    pub step: Step,
}

impl Happening for LevelSet {
    const NAME: &'static str = "assessment.level-set";
    fn persons(&self) -> Vec<PersonId> {
        vec![self.person]
    }
    fn subject(&self) -> (&'static str, Uuid) {
        self.assessment.map_or(("risk-level", self.risk_level.0), |it| ("assessment", it.0))
    }
    fn line(&self) -> Option<Line> {
        match self.step {
            Step::Confirmed => line(format!("The level was confirmed at {}.", self.level)),
            Step::Proposed | Step::Authorised => None, // the assessment's own line says so
        }
    }
}
