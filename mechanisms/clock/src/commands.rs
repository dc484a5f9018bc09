//! What people do with a clock: take it, hand it over, say why it was late; and counting anew after a new calendar.

use calendar::Start;
use door::{Account, AccountState, Command, Fact, Facts, Permit, Writing, args};
use kernel::{Refused, UserId};
use policy::action::{APPLY_CONFIG, GIVE_LATE_REASON, HAND_OVER, USE_DAY};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::answer::{Answerable, Working};
use crate::count::count;
use crate::listen::{definition_of, recount};
use crate::record::{ClockId, Outcome, Row};
use crate::rules::{self, Fields, Hands};

/// How many clocks one turn of counting anew looks at, so that the writer is not held long.
const AT_ONCE: i64 = 200;

pub(crate) async fn row(w: &Writing, id: ClockId) -> Result<Row, Refused> {
    w.plain_one("SELECT * FROM clock WHERE id = $1", args![id]).await?.ok_or(Refused::NotFound)
}

/// What is so of a clock for whoever acts: theirs, or their team's.
pub(crate) fn facts(w: &Writing, it: &Row) -> Facts {
    let (me, who) = (Working::of(&w.acting), Answerable::from(it));
    Facts::NONE.with_if(Fact::Mine, me.answers(&who)).with_if(Fact::MyTeam, me.of_team(&who))
}

/// Whoever answers may, as their daily work; anybody else needs leave to hand over cases.
async fn may_move(w: &mut Writing, it: &Row) -> Result<Permit, Refused> {
    let facts = facts(w, it);
    w.about("clock", it.id.0, it.person.as_slice());
    if facts.has(Fact::Mine) {
        w.may(USE_DAY, None, Facts::NONE).await
    } else {
        w.may(HAND_OVER, it.person, facts).await
    }
}

fn still_open(it: &Row) -> Result<(), Refused> {
    match it.outcome {
        Outcome::Open => Ok(()),
        Outcome::Met | Outcome::Late | Outcome::Void => Err(Refused::Conflict("this duty has ended".to_owned())),
    }
}

/// Takes a duty for which one's seat answers, so that others know who does it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeClock {
    /// Which clock.
    pub clock: ClockId,
}

impl Command for TakeClock {
    const NAME: &'static str = "clock.take";
    const WHAT: &'static str = "Takes a duty for which one's seat answers.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let old = row(w, self.clock).await?;
        if !facts(w, &old).has(Fact::Mine) {
            return Err(Refused::NotFound);
        }
        may_move(w, &old).await?;
        still_open(&old)?;
        let new = Row { owner: Some(w.acting.recorded_as()), ..old.clone() };
        w.change(&old, &new).await
    }
}

/// Gives a duty to somebody else: they become its owner.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOverClock {
    /// Which clock.
    pub clock: ClockId,
    /// Who answers from now on; none: back to the role that answers.
    pub to: Option<UserId>,
}

impl Command for HandOverClock {
    const NAME: &'static str = "clock.hand-over";
    const WHAT: &'static str = "Gives a duty to somebody else, or back to the role that answers.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let old = row(w, self.clock).await?;
        may_move(w, &old).await?;
        still_open(&old)?;
        if let Some(to) = self.to {
            let found: Option<Account> = w.plain_one("SELECT * FROM account WHERE id = $1", args![to]).await?;
            if found.is_none_or(|it| it.state != AccountState::Active) {
                return Err(Refused::wrong("to", "Choose somebody who works here now"));
            }
        } else if old.role.is_none() && old.agency.is_none() && old.team.is_none() {
            return Err(Refused::wrong("to", "Choose somebody: no role answers for this duty"));
        }
        let new = Row { owner: self.to, ..old.clone() };
        w.change(&old, &new).await
    }
}

/// Says why a duty was or is late. A reason never turns late into met (Part 1 rule 5).
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveLateReason {
    /// Which clock.
    pub clock: ClockId,
    /// A code of the list `late-reasons`.
    pub reason: String,
    /// In words.
    pub words: String,
}

impl Command for GiveLateReason {
    const NAME: &'static str = "clock.give-late-reason";
    const WHAT: &'static str = "Says why a duty was late, by a code and in words.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let old = row(w, self.clock).await?;
        let facts = facts(w, &old);
        w.about("clock", old.id.0, old.person.as_slice());
        w.may(GIVE_LATE_REASON, old.person, facts).await?;
        let hands = Hands {
            outcome: old.outcome,
            amber_at: old.amber_at,
            due: old.due_instant,
            at_least: old.at_least,
            paused: old.paused_since.is_some(),
        };
        if !rules::reason_owed(rules::standing(hands, w.now), false, false) {
            return Err(Refused::rule("Part 1 rule 5", "A reason is given for a duty that is late; this one is not"));
        }
        let mut wrong = kernel::Wrongs::default();
        let c = w.configuration()?;
        let today = w.now.day();
        if !c.codes("late-reasons").is_some_and(|list| list.on(today).any(|it| it.code == self.reason)) {
            wrong.add("reason", "Choose why it was late");
        }
        if self.words.trim().is_empty() {
            wrong.add("words", "Say in a sentence why it was late");
        }
        wrong.done()?;
        let new = Row {
            late_reason: Some(self.reason.clone()),
            late_words: Some(self.words.trim().to_owned()),
            late_by: Some(w.acting.recorded_as()),
            ..old.clone()
        };
        w.change(&old, &new).await
    }
}

/// Counts open clocks anew by the calendar in force, after bank holidays changed. Each keeps a row of what it was
/// (Part 1 rule 3). Asked again until nothing is left.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecountClocks {}

/// What counting anew did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Recounted {
    /// Clocks looked at in this turn.
    pub looked_at: i64,
    /// Those whose due day changed.
    pub changed: i64,
}

impl Command for RecountClocks {
    const NAME: &'static str = "clock.recount";
    const WHAT: &'static str = "Counts open clocks anew by the calendar in force; ask again until none is looked at.";
    type Done = Recounted;
    const REMEMBERED: bool = false;
    async fn carry_out(&self, w: &mut Writing) -> Result<Recounted, Refused> {
        w.may(APPLY_CONFIG, None, Facts::NONE).await?;
        let c = w.configuration()?;
        let version = crate::calendar_of(&c).version().to_owned();
        let old: Vec<Row> = w
            .plain(
                "SELECT * FROM clock WHERE outcome = 'open' AND calendar_version <> $1 ORDER BY id LIMIT $2",
                args![version, AT_ONCE],
            )
            .await?;
        let mut done = Recounted { looked_at: 0, changed: 0 };
        for old in old {
            done.looked_at += 1;
            done.changed += i64::from(again(w, &c, &old, &version).await?);
        }
        Ok(done)
    }
}

/// A due day that somebody granted, that a field told, or that a pause moved stays as it is.
async fn again(w: &mut Writing, c: &catalogue::Catalogue, old: &Row, version: &str) -> Result<bool, Refused> {
    let mut new = Row { calendar_version: version.to_owned(), ..old.clone() };
    let as_first = old.first_due == old.due_instant && !old.extended;
    let length = old.length.as_ref().and_then(|it| it.parse::<catalogue::Length>().ok());
    let definition = definition_of(c, &old.definition, old.definition_from, old.started);
    if let (true, Some(length), Some(definition)) = (as_first, length, definition) {
        let by_length = catalogue::Clock { length: Some(length), by: None, due_field: None, ..definition.clone() };
        let from = if old.due_at.is_some() { Start::At(old.started) } else { Start::On(old.started.day()) };
        let counted = count(c, &by_length, from, &Fields::new(), old.recorded);
        if counted.due != old.due_instant {
            (new.due_day, new.due_at, new.due_instant) = (counted.due_day, counted.due_at, counted.due);
            (new.first_due, new.amber_at) = (counted.due, counted.amber_at);
            recount(w, &new, old.due_instant, "Bank holidays changed: it was counted anew", counted.why).await?;
        }
    }
    w.change(old, &new).await?;
    Ok(new.due_instant != old.due_instant)
}
