//! A later due day: asked for with evidence, granted by somebody else, only where the source allows it (rule 6).

use calendar::{Kind, When};
use door::{Command, Fact, Facts, Happening, Writing, args};
use kernel::{Day, PersonId, Refused, Ts, UserId, Wrongs};
use policy::action::{ASK_EXTENSION, EXTEND_CLOCK};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::answer::{Answerable, Working};
use crate::commands::{facts, row};
use crate::count::due;
use crate::listen::{definition_of, recount};
use crate::record::{Asked, ClockId, ExtensionId, ExtensionState, Row};
use crate::rules;

/// Somebody asked for a later due day.
#[derive(Clone, Debug, Serialize)]
pub struct ExtensionAsked {
    /// The request.
    pub extension: ExtensionId,
    /// The clock.
    pub clock: ClockId,
    /// Its definition.
    pub definition: String,
    /// Whom it is about.
    pub person: Option<PersonId>,
    /// The team whose manager decides.
    pub team: Option<String>,
    /// The agency, where no team answers.
    pub agency: Option<String>,
}

impl Happening for ExtensionAsked {
    const NAME: &'static str = "clock.extension-asked";
    fn persons(&self) -> Vec<PersonId> {
        self.person.into_iter().collect()
    }
    fn subject(&self) -> (&'static str, Uuid) {
        ("clock", self.clock.0)
    }
}

/// A request for a later due day was decided.
#[derive(Clone, Debug, Serialize)]
pub struct ExtensionDecided {
    /// The request.
    pub extension: ExtensionId,
    /// The clock.
    pub clock: ClockId,
    /// Its definition.
    pub definition: String,
    /// Whom it is about.
    pub person: Option<PersonId>,
    /// Who asked, so that they can be told.
    pub asked_by: UserId,
    /// Whether the later day was granted.
    pub granted: bool,
}

impl Happening for ExtensionDecided {
    const NAME: &'static str = "clock.extension-decided";
    fn persons(&self) -> Vec<PersonId> {
        self.person.into_iter().collect()
    }
    fn subject(&self) -> (&'static str, Uuid) {
        ("clock", self.clock.0)
    }
}

/// Asks for a later due day.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskExtension {
    /// Which clock.
    pub clock: ClockId,
    /// The due day asked for.
    pub due: Day,
    /// Why, and what shows it.
    pub evidence: String,
}

fn allowed(w: &Writing, it: &Row, wanted: Day) -> Result<(), Refused> {
    let c = w.configuration()?;
    let definition = definition_of(&c, &it.definition, it.definition_from, it.started)
        .ok_or_else(|| Refused::rule("Part 1 rule 6", "The configuration no longer knows this clock"))?;
    let last = it.first_due.map(Ts::day);
    let longest = definition.extension.as_ref().zip(last);
    let longest = longest.map(|(length, last)| due(&crate::calendar_of(&c), length, last.into()).0.day());
    rules::may_extend(definition, it.outcome, it.due_instant.map(Ts::day), longest, wanted)
        .map_err(|why| Refused::rule("Part 1 rule 6", why))
}

impl Command for AskExtension {
    const NAME: &'static str = "clock.ask-extension";
    const WHAT: &'static str = "Asks for a later due day of a clock that allows it, with evidence.";
    type Done = ExtensionId;
    async fn carry_out(&self, w: &mut Writing) -> Result<ExtensionId, Refused> {
        let clock = row(w, self.clock).await?;
        let facts = facts(w, &clock);
        w.about("clock", clock.id.0, clock.person.as_slice());
        w.may(ASK_EXTENSION, clock.person, facts).await?;
        allowed(w, &clock, self.due)?;
        let mut wrong = Wrongs::default();
        if self.evidence.trim().is_empty() {
            wrong.add("evidence", "Say why more time is needed, and what shows it");
        }
        if self.due <= w.now.day() {
            wrong.add("due", "The new due day must lie in the future");
        }
        wrong.done()?;
        let waits: Vec<(i64,)> = w
            .plain("SELECT COUNT(*) FROM clock_extension WHERE clock = $1 AND state = 'asked'", args![clock.id])
            .await?;
        if waits.first().is_some_and(|it| it.0 > 0) {
            return Err(Refused::Conflict("a request for this duty already waits for an answer".to_owned()));
        }
        // A duty of one person names neither agency nor team: the managers of their own agency decide.
        let own = clock.agency.is_none() && clock.team.is_none();
        let it = Asked {
            id: w.new_id(),
            clock: clock.id,
            person: clock.person,
            agency: if own { Some(w.acting.agency.clone()) } else { clock.agency.clone() },
            team: clock.team.clone(),
            asked_by: w.acting.recorded_as(),
            asked_at: w.now,
            wanted: self.due,
            evidence: self.evidence.trim().to_owned(),
            was_due: clock.due_instant,
            state: ExtensionState::Asked,
            decided_by: None,
            decided_at: None,
            decided_words: None,
            version: 1,
        };
        w.keep(&it).await?;
        let Asked { id: extension, person, team, agency, .. } = it;
        w.happened(ExtensionAsked { extension, clock: clock.id, definition: clock.definition, person, team, agency })
            .await?;
        Ok(extension)
    }
}

/// Grants a later due day. Never to oneself.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GrantExtension {
    /// Which request.
    pub extension: ExtensionId,
    /// What the manager says to it.
    pub words: String,
}

/// Does not grant a later due day, with the reason.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RefuseExtension {
    /// Which request.
    pub extension: ExtensionId,
    /// Why not.
    pub words: String,
}

impl Command for GrantExtension {
    const NAME: &'static str = "clock.grant-extension";
    const WHAT: &'static str = "Grants a later due day that somebody else asked for.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        decide(w, self.extension, true, &self.words).await
    }
}

impl Command for RefuseExtension {
    const NAME: &'static str = "clock.refuse-extension";
    const WHAT: &'static str = "Does not grant a later due day, with the reason.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        decide(w, self.extension, false, &self.words).await
    }
}

async fn decide(w: &mut Writing, id: ExtensionId, grant: bool, words: &str) -> Result<(), Refused> {
    let old: Asked =
        w.plain_one("SELECT * FROM clock_extension WHERE id = $1", args![id]).await?.ok_or(Refused::NotFound)?;
    let clock = row(w, old.clock).await?;
    let me = Working::of(&w.acting);
    let answers = Answerable { agency: old.agency.clone(), team: old.team.clone(), ..Answerable::from(&clock) };
    let facts =
        Facts::NONE.with_if(Fact::MyTeam, me.of_team(&answers)).with_if(Fact::OwnAction, old.asked_by == me.user);
    w.about("clock", clock.id.0, clock.person.as_slice());
    w.may(EXTEND_CLOCK, clock.person, facts).await?;
    if old.state != ExtensionState::Asked {
        return Err(Refused::Conflict("this request was decided already".to_owned()));
    }
    if words.trim().is_empty() && !grant {
        return Err(Refused::wrong("words", "Say why not"));
    }
    let new = Asked {
        state: if grant { ExtensionState::Granted } else { ExtensionState::Refused },
        decided_by: Some(w.acting.recorded_as()),
        decided_at: Some(w.now),
        decided_words: Some(words.trim().to_owned()),
        ..old.clone()
    };
    if grant {
        allowed(w, &clock, old.wanted)?;
        move_to(w, &clock, old.wanted).await?;
    }
    w.change(&old, &new).await?;
    let told = ExtensionDecided {
        extension: id,
        clock: clock.id,
        definition: clock.definition,
        person: clock.person,
        asked_by: old.asked_by,
        granted: grant,
    };
    w.happened(told).await
}

/// The clock's new due day, with a row that tells what it was.
async fn move_to(w: &mut Writing, old: &Row, wanted: Day) -> Result<(), Refused> {
    let c = w.configuration()?;
    let amber = definition_of(&c, &old.definition, old.definition_from, old.started).map_or(80, |it| it.amber);
    let mut counted = crate::Counted {
        length: None,
        due_day: None,
        due_at: None,
        due: None,
        amber_at: None,
        calendar_version: String::new(),
        why: Vec::new(),
    };
    counted.put(When::Day(wanted));
    let amber_at = counted.due.map(|due| crate::calendar_of(&c).amber_after(amber, old.started, due, Kind::Day));
    let new = Row {
        due_day: counted.due_day,
        due_at: None,
        due_instant: counted.due,
        amber_at,
        extended: true,
        ..old.clone()
    };
    let why = vec![format!("It is due by the end of {}", wanted.long_words())];
    recount(w, &new, old.due_instant, "A later day was asked for and granted", why).await?;
    w.change(old, &new).await
}
