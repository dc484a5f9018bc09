//! Advice at the front door: what was asked, by whom, and what was answered. Nobody is referred by it (P1).

pub mod api;
pub mod pages;

use door::{Acting, Action, Command, Content, Happening, Reading, Writing, args, record};
use form::Answers;
use kernel::{Day, Json, PersonId, Reference, Refused, Ts, UserId};
use policy::{Fact, Facts, action};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The form on which it is logged.
pub const FORM: &str = "advice";

kernel::ids!(
    /// Advice that was given.
    AdviceId,
);

record! {
    /// A question to the front door and its answer.
    pub struct Advice in "advice" {
        pub id: AdviceId,
        pub reference: Reference,
        /// Which form, in which version, it was logged on.
        pub form: String,
        pub form_version: i64,
        pub answers: Json<serde_json::Value>,
        /// A code of `advice-topics`.
        pub topic: String,
        pub question: String,
        pub answer: String,
        /// A code of `advice-outcomes`.
        pub outcome: String,
        /// Whom it was about, where somebody on record was named.
        pub person: Option<PersonId>,
        pub asked_at: Ts,
        /// When somebody looks again.
        pub follow_up: Option<Day>,
        pub logged_by: UserId,
        pub logged_by_shown: String,
        pub recorded: Ts,
        pub version: i64,
    }
}

impl Content for Advice {
    const SEE: Action = action::SEE_REFERRAL;
    const KIND: &'static str = "advice";
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
        Facts::NONE.with_if(Fact::Author, acting.user_id() == Some(self.logged_by))
    }
    fn row_fact_sql(fact: Fact) -> Option<&'static str> {
        (fact == Fact::Author).then_some("t.logged_by = :user")
    }
}

/// Advice was given.
#[derive(Serialize)]
pub struct AdviceLogged {
    /// Which.
    pub advice: AdviceId,
    /// Whom it was about, if anybody on record.
    pub person: Option<PersonId>,
    /// A code of `advice-outcomes`.
    pub outcome: String,
}

impl Happening for AdviceLogged {
    const NAME: &'static str = "front_door.advice-logged";
    fn persons(&self) -> Vec<PersonId> {
        self.person.into_iter().collect()
    }
    fn subject(&self) -> (&'static str, Uuid) {
        ("advice", self.advice.0)
    }
}

/// Logs a question with its answer.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LogAdvice {
    /// The answers to the form `advice`: group, instance, question.
    pub answers: serde_json::Value,
}

impl Command for LogAdvice {
    const NAME: &'static str = "front_door.log-advice";
    const WHAT: &'static str =
        "Logs what somebody asked the front door and what was answered; answers with its reference.";
    type Done = Reference;
    async fn carry_out(&self, w: &mut Writing) -> Result<Reference, Refused> {
        w.may(action::LOG_ADVICE, None, Facts::NONE).await?;
        let catalogue = w.configuration()?;
        let today = w.now.day();
        let form = catalogue.form(FORM, today).ok_or(Refused::NotFound)?;
        let answers: Answers =
            serde_json::from_value(self.answers.clone()).map_err(|e| Refused::wrong("answers", e.to_string()))?;
        form::check(form, &answers, &catalogue, today).done()?;
        let kept = form::submitted(form, &answers, today);
        let words = |group: &str, id: &str| kept.words(group, id).unwrap_or_default().to_owned();
        let person = whom(w, kept.words("asked", "person").unwrap_or_default().trim()).await?;
        let at = kept.get("asked", 0, "at").and_then(form::rules::instant);
        let it = Advice {
            id: w.new_id(),
            reference: w.new_reference(),
            form: form.id.clone(),
            form_version: i64::from(form.version),
            topic: words("asked", "topic"),
            question: words("asked", "question"),
            answer: words("given", "advice"),
            outcome: words("given", "outcome"),
            person,
            asked_at: at.unwrap_or(w.now),
            follow_up: words("given", "follow_up_on").parse().ok(),
            logged_by: w.acting.recorded_as(),
            logged_by_shown: crate::referral::own_name(w).await?,
            recorded: w.now,
            answers: Json(serde_json::to_value(&kept).map_err(|e| Refused::Fault(e.to_string()))?),
            version: 1,
        };
        w.keep(&it).await?;
        w.happened(AdviceLogged { advice: it.id, person: it.person, outcome: it.outcome.clone() }).await?;
        Ok(it.reference)
    }
}

/// Somebody on record whom one may open, by the reference that people read, or by id as programs do. One who may not be
/// known of is answered like one who is not there.
async fn whom(w: &Writing, typed: &str) -> Result<Option<PersonId>, Refused> {
    if typed.is_empty() {
        return Ok(None);
    }
    let found = match (typed.parse::<PersonId>(), typed.to_uppercase().parse::<Reference>()) {
        (Ok(id), _) => person::by_id(w, id).await,
        (_, Ok(reference)) => person::by_reference(w, reference).await,
        (Err(_), Err(_)) => Err(Refused::NotFound),
    };
    match found {
        Ok(it) => {
            w.may_see(action::SEE_IDENTITY, it.id).await?;
            Ok(Some(it.id))
        }
        Err(Refused::NotFound | Refused::MayNot(_)) => {
            Err(Refused::wrong("asked.person", "Enter the reference of a record that you may open; search finds it"))
        }
        Err(other) => Err(other),
    }
}

/// One, by its reference.
///
/// # Errors
/// [`Refused::NotFound`] when there is none, or one may not know of it.
pub async fn by_reference(r: &Reading, typed: &str) -> Result<Advice, Refused> {
    let reference: Reference = typed.parse().map_err(|_| Refused::NotFound)?;
    r.open(r.sealed_one("SELECT * FROM advice WHERE reference = $1", args![reference]).await?).await
}
