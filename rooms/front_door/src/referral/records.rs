//! What is kept of a referral.

use door::{Acting, Action, Content, Reading, Refused, Sealed, args, record};
use kernel::{Json, PersonId, Reference, Ts, UserId};
use policy::{Fact, Facts, action};
use uuid::Uuid;

kernel::ids!(
    /// A referral.
    ReferralId,
);

kernel::words! {
    /// Where a referral stands (P1; pathway `referral`).
    pub enum State {
        Received = "received" / "Waiting for a decision",
        Decided = "decided" / "Decided",
        Withdrawn = "withdrawn" / "Withdrawn",
    }
}

record! {
    /// A referral as it came in, with what the front door made of it.
    pub struct Referral in "referral" {
        pub id: ReferralId,
        pub reference: Reference,
        /// Which form, in which version, it was answered on.
        pub form: String,
        pub form_version: i64,
        pub answers: Json<serde_json::Value>,
        /// Whom it is about, as the referrer wrote it, in a few words.
        pub about: String,
        /// The person of the record, once found or created.
        pub person: Option<PersonId>,
        /// Source by DfE code (codes.md §5); `public` where nobody said.
        pub source: String,
        pub sent_by: UserId,
        pub sent_by_agency: String,
        /// When the council had it.
        pub received: Ts,
        pub recorded: Ts,
        /// Somebody may be in danger now.
        pub urgent: bool,
        pub state: State,
        pub owner: Option<UserId>,
        pub owner_shown: String,
        /// A code of `referral-decisions`.
        pub decision: Option<String>,
        /// Exploitation concern, asked beside the decision.
        pub concern: Option<bool>,
        pub rationale: String,
        /// The words meant for the referrer.
        pub outcome_words: String,
        pub decided_by: Option<UserId>,
        pub decided_by_shown: String,
        pub decided: Option<Ts>,
        /// A code of `contact-kinds`: what added to an open referral is none of its own (P1).
        pub contact_kind: String,
        pub version: i64,
    }
}

impl Content for Referral {
    const SEE: Action = action::SEE_REFERRAL;
    const KIND: &'static str = "referral";
    const PERSON_SQL: &'static str = "t.person";
    const ROW_FACTS: &'static [Fact] = &[Fact::Author];
    fn id(&self) -> Uuid {
        self.id.0
    }
    fn person(&self) -> Option<PersonId> {
        self.person
    }
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
    fn row_facts(&self, acting: &Acting) -> Facts {
        Facts::NONE.with_if(Fact::Author, acting.user_id() == Some(self.sent_by))
    }
    fn row_fact_sql(fact: Fact) -> Option<&'static str> {
        (fact == Fact::Author).then_some("t.sent_by = :user")
    }
}

/// The referral of a reference, sealed.
///
/// # Errors
/// [`Refused::NotFound`] when there is none.
pub async fn by_reference(r: &Reading, typed: &str) -> Result<Sealed<Referral>, Refused> {
    let reference: Reference = typed.parse().map_err(|_| Refused::NotFound)?;
    r.sealed_one("SELECT * FROM referral WHERE reference = $1", args![reference]).await
}
