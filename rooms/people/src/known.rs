//! *Known: ask this team* (CK-92): who may only know that somebody is known asks the team; it answers, or refuses with
//! reason, within a working day, urgently within an hour. The one who asks never learns more than the answer.

use door::{Command, Content, Happening, Refused, Writing, args, record};
use kernel::{PersonId, Ts, UserId, Wrongs};
use policy::action::{ANSWER_KNOWN, ASK_KNOWN, SEE_IDENTITY, SEE_POINTER};
use policy::{Action, Fact, Facts};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

kernel::words! {
    /// Where a question stands.
    pub enum State {
        Open = "open" / "Waits for an answer",
        Answered = "answered" / "Answered",
        Withdrawn = "withdrawn" / "Withdrawn",
    }
}

kernel::words! {
    /// What the team said (code list `ask-us-answers`).
    pub enum Outcome {
        Answered = "answered" / "Answered",
        Partly = "partly" / "Answered in part",
        Refused = "refused" / "Refused, with reason",
        NotOurs = "not-ours" / "Not known to us after all",
    }
}

record! {
    /// A question to the team that knows somebody.
    pub struct Question in "known_question" {
        pub id: Uuid,
        pub person: PersonId,
        pub agency: String,
        pub team: Option<String>,
        pub words: String,
        pub urgent: bool,
        pub asked_by: UserId,
        pub asked_shown: String,
        pub asked_at: Ts,
        pub state: State,
        pub outcome: String,
        pub answer: String,
        pub answered_by: Option<UserId>,
        pub answered_at: Option<Ts>,
        pub version: i64,
    }
}

impl Content for Question {
    const SEE: Action = SEE_POINTER;
    const KIND: &'static str = "known-question";
    const PERSON_SQL: &'static str = "t.person";
    fn id(&self) -> Uuid {
        self.id
    }
    fn person(&self) -> Option<PersonId> {
        Some(self.person)
    }
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}

impl Question {
    /// Whether it is addressed to one of these seats: the team, or the agency where no team is known.
    #[must_use]
    pub fn is_for(&self, who: &policy::Principal) -> bool {
        self.team.as_deref().map_or_else(|| who.in_agency(&self.agency), |team| who.in_team(team))
    }
}

macro_rules! told {
    ($(#[$doc:meta])* $name:ident = $text:literal { $($field:ident: $ty:ty,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Serialize)]
        pub struct $name {
            /// Whom it is about.
            pub person: PersonId,
            /// The question.
            pub question: Uuid,
            /// The team asked, which is accountable for CK-92.
            pub team: Option<String>,
            $(#[allow(missing_docs)] pub $field: $ty,)*
        }
        impl Happening for $name {
            const NAME: &'static str = $text;
            fn persons(&self) -> Vec<PersonId> {
                vec![self.person]
            }
            fn subject(&self) -> (&'static str, Uuid) {
                ("question", self.question)
            }
        }
    };
}
told! {
    /// A team was asked: CK-92 starts.
    KnownAsked = "people.known-asked" { agency: String, urgent: bool, }
}
told! {
    /// The team answered, or refused with reason: CK-92 stops.
    KnownAnswered = "people.known-answered" { outcome: Outcome, }
}
told! {
    /// Whoever asked no longer needs it: CK-92 is void.
    KnownWithdrawn = "people.known-withdrawn" {}
}

fn words(typed: &str, field: &str, what: &str) -> Result<String, Refused> {
    let it = typed.trim();
    let mut wrongs = Wrongs::default();
    if it.is_empty() {
        wrongs.add(field, what);
    } else if it.chars().count() > 2000 {
        wrongs.add(field, "This has more than 2000 characters");
    }
    wrongs.done().map(|()| it.to_owned())
}

/// Asks the team that knows somebody.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskKnown {
    /// The person whom a search pointed to.
    pub person: PersonId,
    /// What one needs to know, and why.
    pub words: String,
    /// Whether an hour is all there is.
    #[serde(default)]
    pub urgent: bool,
}

impl Command for AskKnown {
    const NAME: &'static str = "people.ask-known";
    const WHAT: &'static str = "Ask the team that knows somebody (starts CK-92)";
    type Done = Uuid;

    async fn carry_out(&self, w: &mut Writing) -> Result<Uuid, Refused> {
        const POINTED: &str = "SELECT r.id, r.root, r.lead_agency, r.lead_team FROM person p JOIN person r ON r.id = p.root WHERE p.id = $1";
        let sealed = w.sealed_one::<person::Pointed>(POINTED, args![self.person]).await?;
        // Nobody asks about somebody whom they may not know of: that there is a team to ask would tell of them.
        if !w.could_to(SEE_POINTER, self.person).await? && !w.could_to(SEE_IDENTITY, self.person).await? {
            return Err(Refused::NotFound);
        }
        let permit = w.may_on(ASK_KNOWN, &sealed, Facts::NONE).await?;
        let whom = permit.open(sealed)?;
        let words = words(&self.words, "words", "Say what you need to know, and why")?;
        let by = w.acting.recorded_as();
        let shown: Option<(String,)> = w.plain_one("SELECT shown_as FROM account WHERE id = $1", args![by]).await?;
        let it = Question {
            id: w.new_id(),
            person: whom.id,
            agency: whom.lead_agency,
            team: whom.lead_team,
            words,
            urgent: self.urgent,
            asked_by: by,
            asked_shown: shown.map(|it| it.0).unwrap_or_default(),
            asked_at: w.now,
            state: State::Open,
            outcome: String::new(),
            answer: String::new(),
            answered_by: None,
            answered_at: None,
            version: 1,
        };
        w.keep(&it).await?;
        let (agency, team, urgent) = (it.agency, it.team, it.urgent);
        w.happened(KnownAsked { person: it.person, question: it.id, team, agency, urgent }).await?;
        Ok(it.id)
    }
}

async fn question(w: &Writing, id: Uuid) -> Result<door::Sealed<Question>, Refused> {
    w.sealed_one("SELECT * FROM known_question WHERE id = $1", args![id]).await
}

/// Answers a question about somebody known, or refuses with reason.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerKnown {
    /// The question.
    pub question: Uuid,
    /// Answered, in part, refused, or not ours.
    pub outcome: Outcome,
    /// The answer, or the reason of the refusal.
    pub words: String,
}

impl Command for AnswerKnown {
    const NAME: &'static str = "people.answer-known";
    const WHAT: &'static str = "Answer a question about somebody known, or refuse with reason (stops CK-92)";
    type Done = ();

    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        const WHOSE: &str = "SELECT agency, team FROM known_question WHERE id = $1";
        let whose: Option<(String, Option<String>)> = w.plain_one(WHOSE, args![self.question]).await?;
        let (agency, team) = whose.ok_or(Refused::NotFound)?;
        let who = &w.acting.principal;
        let ours = team.as_deref().map_or_else(|| who.in_agency(&agency), |team| who.in_team(team));
        let sealed = question(w, self.question).await?;
        let permit = w.may_on(ANSWER_KNOWN, &sealed, Facts::NONE.with_if(Fact::MyTeam, ours)).await?;
        let old = permit.open(sealed)?;
        if old.state != State::Open {
            return Err(Refused::Conflict(format!("this question now is: {}", old.state.label())));
        }
        let answer = words(&self.words, "words", "Write the answer; a refusal needs its reason")?;
        let new = Question {
            state: State::Answered,
            outcome: self.outcome.as_str().to_owned(),
            answer,
            answered_by: Some(w.acting.recorded_as()),
            answered_at: Some(w.now),
            ..old.clone()
        };
        w.change(&old, &new).await?;
        w.happened(KnownAnswered { person: old.person, question: old.id, team: old.team, outcome: self.outcome }).await
    }
}

/// Takes back a question that is no longer needed.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawKnown {
    /// The question.
    pub question: Uuid,
}

impl Command for WithdrawKnown {
    const NAME: &'static str = "people.withdraw-known";
    const WHAT: &'static str = "Take back a question about somebody known (CK-92 is void)";
    type Done = ();

    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let sealed = question(w, self.question).await?;
        let permit = w.may_on(ASK_KNOWN, &sealed, Facts::NONE).await?;
        let old = permit.open(sealed)?;
        if old.asked_by != w.acting.recorded_as() || old.state != State::Open {
            return Err(Refused::NotFound);
        }
        let new = Question { state: State::Withdrawn, ..old.clone() };
        w.change(&old, &new).await?;
        w.happened(KnownWithdrawn { person: old.person, question: old.id, team: old.team }).await
    }
}
