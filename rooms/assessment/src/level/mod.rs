//! Levels over time: what workers proposed, what managers authorised, what the daily meeting confirmed; never mixed.

pub mod pages;

use door::{Reading, Refused, args, record};
use kernel::{Day, PersonId, Ts, UserId};

use crate::assessment::AssessmentId;
use crate::episode::EpisodeId;

kernel::ids!(
    /// A level of somebody.
    LevelId,
);

kernel::words! {
    /// Who said a level: three different things, of which the chair's is the authoritative one (P2).
    pub enum Step {
        Proposed = "proposed" / "Worker proposed",
        Authorised = "authorised" / "Manager authorised",
        Confirmed = "confirmed" / "Chair confirmed",
    }
}

record! {
    /// A level that was proposed, authorised or confirmed. What is put right is another row.
    pub struct RiskLevel in "risk_level" {
        pub id: LevelId,
        pub person: PersonId,
        /// The assessment it came from; none for one that was imported or confirmed without.
        pub assessment: Option<AssessmentId>,
        /// The episode of which it was said, where that is known.
        pub episode: Option<EpisodeId>,
        /// The agency of the assessment's worker.
        pub agency: String,
        pub step: Step,
        /// The canonical level, 0 to 3.
        pub level: i64,
        /// Why.
        pub reason: String,
        /// The day from which it holds.
        pub set_on: Day,
        pub recorded: Ts,
        pub by_user: UserId,
        pub by_shown: String,
        /// The row that it puts right.
        pub replaces: Option<LevelId>,
        /// When a later row took its place.
        pub replaced_at: Option<Ts>,
    }
}

/// Who may see a row that belongs to an assessment: whoever may see the person's record, and the agency that made it.
macro_rules! of_an_assessment {
    ($name:ident, $kind:literal, $version:expr) => {
        impl door::Content for $name {
            const SEE: door::Action = policy::action::SEE_RECORD;
            const KIND: &'static str = $kind;
            const PERSON_SQL: &'static str = "t.person";
            const ROW_FACTS: &'static [policy::Fact] = &[policy::Fact::OwnAgency];
            fn id(&self) -> uuid::Uuid {
                self.id.0
            }
            fn person(&self) -> Option<kernel::PersonId> {
                Some(self.person)
            }
            fn version(&self) -> Option<i64> {
                $version(self)
            }
            fn row_facts(&self, acting: &door::Acting) -> policy::Facts {
                let own = acting.principal.in_agency(&self.agency);
                policy::Facts::NONE.with_if(policy::Fact::OwnAgency, own)
            }
            fn row_fact_sql(fact: policy::Fact) -> Option<&'static str> {
                (fact == policy::Fact::OwnAgency).then_some("t.agency IN :agencies")
            }
        }
    };
}
pub(crate) use of_an_assessment;
of_an_assessment!(RiskLevel, "risk-level", |_: &RiskLevel| None);

/// Every level of a person that the reader may see, in the order of their days, under every id that was merged.
///
/// # Errors
/// When the store refuses.
pub async fn of_person(r: &Reading, root: PersonId) -> Result<Vec<RiskLevel>, Refused> {
    const OF: &str = "SELECT t.* FROM risk_level t JOIN person p ON p.id = t.person
        WHERE p.root = $1 AND t.replaced_at IS NULL ORDER BY t.set_on, t.recorded, t.id";
    r.open_all(r.sealed::<RiskLevel>(OF, args![root]).await?).await
}

/// The last of a step, where there is one.
#[must_use]
pub fn last(all: &[RiskLevel], step: Step) -> Option<&RiskLevel> {
    all.iter().rev().find(|it| it.step == step)
}
