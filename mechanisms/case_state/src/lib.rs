//! Case states: where a case stands on its pathway, and every step it took (processes.md Part 3). The states and who
//! may take which step are configuration; a running case keeps the version it began with.

pub mod rules;

use catalogue::{Catalogue, Dated as _, Pathway};
use door::{Migration, Plain, Reading, Writing, args};
use kernel::{Day, Refused, Ts, UserId};
use uuid::Uuid;

/// In order; each is applied once.
pub const MIGRATIONS: &[Migration] = &[Migration {
    name: "0001_case_state",
    sql: "
CREATE TABLE case_state (
    subject UUID PRIMARY KEY,
    subject_kind TEXT NOT NULL,
    pathway TEXT NOT NULL,
    pathway_from DATE NOT NULL,
    state TEXT NOT NULL,
    since TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX case_state_pathway ON case_state (pathway, state);
CREATE TABLE case_step (
    id UUID PRIMARY KEY,
    subject UUID NOT NULL,
    step TEXT NOT NULL,
    was TEXT,
    state TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    by_user UUID NOT NULL,
    code TEXT,
    reason TEXT
);
CREATE INDEX case_step_subject ON case_step (subject, at);",
}];

kernel::ids!(
    /// A step of a case.
    StepId,
);

door::record! {
    /// Where a case stands. It holds nothing about anybody: the record it belongs to does.
    pub struct CaseState in "case_state" {
        /// The record whose case it is.
        pub subject: Uuid,
        /// Its kind.
        pub subject_kind: String,
        /// The pathway's id.
        pub pathway: String,
        /// From when the pathway's version held that the case began with.
        pub pathway_from: Day,
        /// The state.
        pub state: String,
        /// Since when.
        pub since: Ts,
        /// For stale copies.
        pub version: i64,
    }
}
impl Plain for CaseState {}

door::record! {
    /// One step: from which state to which, when, by whom and why. The reason may speak of a person: the room that owns
    /// the record shows it to those who may see the record.
    pub struct Step in "case_step" {
        pub id: StepId,
        pub subject: Uuid,
        pub step: String,
        pub was: Option<String>,
        pub state: String,
        pub at: Ts,
        pub by_user: UserId,
        pub code: Option<String>,
        pub reason: Option<String>,
    }
}
impl Plain for Step {}

fn pathway<'a>(c: &'a Catalogue, it: &CaseState) -> Option<&'a Pathway> {
    let own = c.pathways.iter().find(|way| way.id == it.pathway && way.from() == it.pathway_from);
    own.or_else(|| c.pathway(&it.pathway, it.since.day()))
}

/// Begins a case in the first state of its pathway. The caller has asked policy.
///
/// # Errors
/// [`Refused::Fault`] when the configuration has no such pathway; when the store refuses.
pub async fn enter(w: &mut Writing, id: &str, (kind, subject): (&str, Uuid)) -> Result<CaseState, Refused> {
    let c = w.configuration()?;
    let way = c.pathway(id, w.now.day()).ok_or_else(|| Refused::Fault(format!("there is no pathway {id}")))?;
    let it = CaseState {
        subject,
        subject_kind: kind.to_owned(),
        pathway: id.to_owned(),
        pathway_from: way.from(),
        state: way.begins.clone(),
        since: w.now,
        version: 1,
    };
    w.keep(&it).await?;
    let begun = kept(w, subject, "begin", None, &it.state, (None, None));
    w.keep(&begun).await?;
    Ok(it)
}

fn kept(
    w: &mut Writing,
    subject: Uuid,
    step: &str,
    was: Option<&str>,
    state: &str,
    (code, reason): (Option<&str>, Option<&str>),
) -> Step {
    Step {
        id: w.new_id(),
        subject,
        step: step.to_owned(),
        was: was.map(str::to_owned),
        state: state.to_owned(),
        at: w.now,
        by_user: w.acting.recorded_as(),
        code: code.map(str::to_owned),
        reason: reason.map(str::to_owned),
    }
}

/// Takes a step to another state, with a code and words where the step needs them. The caller has asked policy; the
/// pathway's own list of roles is asked here.
///
/// # Errors
/// [`Refused::NotFound`] without such a case; [`Refused::MayNot`] for another role; [`Refused::Wrong`] for a missing
/// reason; [`Refused::Rule`] when no step leads there.
pub async fn step(
    w: &mut Writing,
    subject: Uuid,
    to: &str,
    code: Option<&str>,
    reason: Option<&str>,
) -> Result<CaseState, Refused> {
    let old = state(w, subject).await?.ok_or(Refused::NotFound)?;
    let c = w.configuration()?;
    let way = pathway(&c, &old).ok_or_else(|| Refused::Fault(format!("there is no pathway {}", old.pathway)))?;
    let roles: Vec<String> = match w.acting.by {
        door::By::User(_) => w.acting.principal.roles().map(str::to_owned).collect(),
        door::By::Public => vec!["public".to_owned()],
        door::By::House => vec!["house".to_owned()],
        door::By::Operator => Vec::new(),
    };
    let taken = rules::step(way, &old.state, to, &roles, reason)?;
    if let Some(list) = taken.codes.as_ref().and_then(|list| c.codes(list)) {
        if !code.is_some_and(|code| list.on(w.now.day()).any(|it| it.code == code)) {
            return Err(Refused::wrong("code", "Choose one of the list"));
        }
    }
    let new = CaseState { state: taken.to.clone(), since: w.now, ..old.clone() };
    w.change(&old, &new).await?;
    let step = kept(w, subject, &taken.id, Some(&old.state), &new.state, (code, reason));
    w.keep(&step).await?;
    Ok(new)
}

/// Where a case stands.
///
/// # Errors
/// When the store refuses.
pub async fn state(r: &Reading, subject: Uuid) -> Result<Option<CaseState>, Refused> {
    r.plain_one("SELECT * FROM case_state WHERE subject = $1", args![subject]).await
}

/// Every step of a case, in order. Ask only once the record itself was opened.
///
/// # Errors
/// When the store refuses.
pub async fn steps(r: &Reading, subject: Uuid) -> Result<Vec<Step>, Refused> {
    r.plain("SELECT * FROM case_step WHERE subject = $1 ORDER BY at, id", args![subject]).await
}
