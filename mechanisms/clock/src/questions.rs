//! Questions about clocks. One's own duties come by *my day*, whoever they are about and without a name; those of a
//! person by what one may see of the person.

use catalogue::Catalogue;
use door::{Condition, Listed, Query, Reading, args};
use kernel::{PersonId, Refused, Ts};
use policy::action::{SEE_STATUSES, USE_DAY};
use uuid::Uuid;

use crate::answer::{Answerable, UNOWNED, Working};
use crate::record::{Clock, ClockId, Extension, ExtensionState, Outcome, Recount};
use crate::rules::{self, Hands, Standing};

const BY_DUE: &str = "ORDER BY t.due_instant NULLS LAST, t.id";
const LATEST: &str = "ORDER BY t.started DESC, t.id";

/// How many of one's duties stand how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct Counts {
    /// Past their due day.
    pub red: i64,
    /// Due soon.
    pub amber: i64,
    /// In time, waiting, or without a date.
    pub other: i64,
    /// Late without a reason.
    pub reasons: i64,
}

impl Counts {
    /// How many are open, however they stand.
    #[must_use]
    pub const fn open(self) -> i64 {
        self.red + self.amber + self.other
    }
}

fn my(r: &Reading) -> Condition {
    Working::of(&r.acting).answers_sql()
}

fn open(r: &Reading, q: Query) -> Query {
    q.and_condition(&Working::of(&r.acting).clocks_sql(Outcome::Open)).and("t.measures_only = {}", args![false])
}

fn owing(r: &Reading, q: Query) -> Query {
    q.and_condition(&Working::of(&r.acting).clocks_sql(Outcome::Late))
        .and("t.late_reason IS NULL AND t.imported = {} AND t.measures_only = {}", args![false, false])
}

/// The reader's open duties: their own, and those without an owner for which a seat of theirs answers; the most urgent
/// first. Limit and offset.
///
/// # Errors
/// When the store refuses.
pub async fn mine(r: &Reading, page: (i64, i64)) -> Result<Listed<Clock>, Refused> {
    r.page(USE_DAY, "FROM clock t", |q| open(r, q), BY_DUE, page).await
}

/// The reader's duties that ended late and have no reason yet (rule 5).
///
/// # Errors
/// When the store refuses.
pub async fn reasons_owed(r: &Reading, page: (i64, i64)) -> Result<Listed<Clock>, Refused> {
    r.page(USE_DAY, "FROM clock t", |q| owing(r, q), LATEST, page).await
}

/// The most urgent of the reader's open duties, as [`mine`], where [`counts`] says how many there are.
///
/// # Errors
/// When the store refuses.
pub async fn first(r: &Reading, many: i64) -> Result<Vec<Clock>, Refused> {
    r.first(USE_DAY, "FROM clock t", |q| open(r, q), BY_DUE, many).await
}

/// How many of the reader's duties stand how.
///
/// # Errors
/// When the store refuses.
pub async fn counts(r: &Reading) -> Result<Counts, Refused> {
    const STANDING: &str =
        "SELECT CASE WHEN t.due_instant IS NULL OR t.paused_since IS NOT NULL OR t.at_least THEN 'other'
        WHEN t.due_instant < {} THEN 'red' WHEN t.amber_at <= {} THEN 'amber' ELSE 'other' END, COUNT(*) FROM clock t";
    let now = r.now;
    let standing =
        r.tally::<Clock, (String, i64)>(USE_DAY, (STANDING, args![now, now]), |q| open(r, q), "GROUP BY 1").await?;
    let of = |kind: &str| standing.iter().find(|it| it.0 == kind).map_or(0, |it| it.1);
    let reasons = r.how_many::<Clock>(USE_DAY, "FROM clock t", |q| owing(r, q)).await?;
    Ok(Counts { red: of("red"), amber: of("amber"), other: of("other"), reasons })
}

/// Open duties for which nobody answers today: no seat fits, or the owner has left. For managers and for the page of
/// leavers.
///
/// # Errors
/// When the store refuses.
pub async fn unowned(r: &Reading, page: (i64, i64)) -> Result<Listed<Clock>, Refused> {
    let today = r.now.day();
    let filter = |q: Query| {
        q.and("t.outcome = 'open' AND t.measures_only = {}", args![false]).and(UNOWNED, args![today, today, today])
    };
    r.page(SEE_STATUSES, "FROM clock t", filter, BY_DUE, page).await
}

/// The open duties of a team: for its manager.
///
/// # Errors
/// When the store refuses.
pub async fn of_team(r: &Reading, team: &str, page: (i64, i64)) -> Result<Listed<Clock>, Refused> {
    let filter =
        |q: Query| q.and("t.outcome = 'open' AND t.measures_only = {} AND t.team = {}", args![false, team.to_owned()]);
    r.page(SEE_STATUSES, "FROM clock t", filter, BY_DUE, page).await
}

/// A person's clocks under every id that was merged into them, the latest first.
///
/// # Errors
/// When the store refuses.
pub async fn of_person(r: &Reading, root: PersonId, page: (i64, i64)) -> Result<Listed<Clock>, Refused> {
    let filter = |q: Query| q.and("t.person IN (SELECT id FROM person WHERE root = {})", args![root]);
    r.page_of((SEE_STATUSES, root), "FROM clock t", filter, LATEST, page).await
}

/// The clocks that a record started; those that the reader may see or answers for.
///
/// # Errors
/// When the store refuses.
pub async fn of_subject(r: &Reading, kind: &'static str, subject: Uuid) -> Result<Vec<Clock>, Refused> {
    let my = my(r);
    let about = |q: Query| q.and("t.subject_kind = {} AND t.subject = {}", args![kind.to_owned(), subject]);
    let seen = r.page::<Clock>(SEE_STATUSES, "FROM clock t", about, LATEST, (200, 0)).await?.rows;
    let mine = |q: Query| about(q).and_condition(&my);
    let mut all = r.page::<Clock>(USE_DAY, "FROM clock t", mine, LATEST, (200, 0)).await?.rows;
    all.extend(seen.into_iter().filter(|it| !all.iter().any(|had| had.id == it.id)).collect::<Vec<_>>());
    all.sort_by_key(|it| (it.started, it.id));
    Ok(all)
}

/// One clock: one's own, or one that may be seen.
///
/// # Errors
/// [`Refused::NotFound`] when there is none, or none that may be known of.
pub async fn one(r: &Reading, id: ClockId) -> Result<Clock, Refused> {
    let my = my(r);
    let mine = |q: Query| q.and("t.id = {}", args![id]).and_condition(&my);
    let found = r.page::<Clock>(USE_DAY, "FROM clock t", mine, BY_DUE, (1, 0)).await?.rows.into_iter().next();
    match found {
        Some(it) => Ok(it),
        None => r.open(r.sealed_one::<Clock>("SELECT * FROM clock WHERE id = $1", args![id]).await?).await,
    }
}

/// What was counted anew of a clock that was opened, in order.
///
/// # Errors
/// When the store refuses.
pub async fn recounts_of(r: &Reading, it: &Clock) -> Result<Vec<Recount>, Refused> {
    r.plain("SELECT * FROM clock_recount WHERE clock = $1 ORDER BY at, id", args![it.id]).await
}

/// The requests for a later due day of a clock that was opened, in order.
///
/// # Errors
/// When the store refuses.
pub async fn extensions_of(r: &Reading, it: &Clock) -> Result<Vec<Extension>, Refused> {
    let filter = |q: Query| q.and("t.clock = {}", args![it.id]);
    let all =
        r.page::<Extension>(USE_DAY, "FROM clock_extension t", filter, "ORDER BY t.asked_at, t.id", (100, 0)).await?;
    Ok(all.rows)
}

/// Requests that wait for a manager of the reader's teams, not their own.
///
/// # Errors
/// When the store refuses.
pub async fn asked_of_me(r: &Reading) -> Result<Vec<Extension>, Refused> {
    if !r.decide(policy::action::EXTEND_CLOCK, door::Facts::of(&[door::Fact::MyTeam])).allowed {
        return Ok(Vec::new());
    }
    let me = Working::of(&r.acting);
    let team = me.of_team_sql();
    let filter = |q: Query| {
        q.and("t.state = {} AND t.asked_by <> {}", args![ExtensionState::Asked, me.user]).and_condition(&team)
    };
    let all =
        r.page::<Extension>(USE_DAY, "FROM clock_extension t", filter, "ORDER BY t.asked_at, t.id", (200, 0)).await?;
    Ok(all.rows)
}

/// *Why this date*, in words, step by step: as counted at the start, then what was counted anew or granted since.
///
/// # Errors
/// When the store refuses.
pub async fn why(r: &Reading, it: &Clock) -> Result<Vec<String>, Refused> {
    let c = r.configuration()?;
    let mut all = it.why.0.clone();
    if it.recorded.day() > it.started.day() && it.due_instant.is_none_or(|due| due >= it.started) && !it.imported {
        all.push(format!("It was recorded on {} and counts from when it was so", it.recorded.words()));
    }
    for again in recounts_of(r, it).await? {
        all.push(format!("{} ({})", again.because, again.at.day().words()));
        all.extend(again.why.0);
    }
    all.push(format!("Who answers: {}", Answerable::from(it).words(&c)));
    if it.late_reason.is_none() && rules::reason_owed(it.standing(r.now), it.imported, false) {
        all.push("It is late: a reason is owed".to_owned());
    }
    all.push(it.holidays());
    Ok(all)
}

impl Clock {
    /// Up to when bank holidays were known when it was counted: the edition's name begins `to 2028-12-31`.
    fn holidays(&self) -> String {
        let to =
            self.calendar_version.split(',').next().and_then(|it| it.strip_prefix("to ")?.parse::<kernel::Day>().ok());
        to.map_or_else(|| "Bank holidays are counted".to_owned(), |to| format!("Bank holidays known to {}", to.words()))
    }

    /// How it stands now.
    #[must_use]
    pub fn standing(&self, now: Ts) -> Standing {
        let hands = Hands {
            outcome: self.outcome,
            amber_at: self.amber_at,
            due: self.due_instant,
            at_least: self.at_least,
            paused: self.paused_since.is_some(),
        };
        rules::standing(hands, now)
    }

    /// The duty's name by the version of its definition; its id where the configuration no longer knows it.
    #[must_use]
    pub fn name<'a>(&'a self, c: &'a Catalogue) -> &'a str {
        crate::listen::definition_of(c, &self.definition, self.definition_from, self.started)
            .map_or(self.definition.as_str(), |it| it.name.as_str())
    }

    /// Whether its source lets anybody ask for a later day, and it is still open (Part 1 rule 6).
    #[must_use]
    pub fn may_be_extended(&self, c: &Catalogue) -> bool {
        let definition = crate::listen::definition_of(c, &self.definition, self.definition_from, self.started);
        let open = self.outcome == crate::Outcome::Open && !self.at_least && self.due_instant.is_some();
        open && definition.is_some_and(|it| it.extendable)
    }

    /// Where its length comes from, as the definition says; empty where the configuration no longer knows it.
    #[must_use]
    pub fn source<'a>(&self, c: &'a Catalogue) -> &'a str {
        let definition = crate::listen::definition_of(c, &self.definition, self.definition_from, self.started);
        definition.and_then(|it| it.source.as_deref()).unwrap_or("")
    }

    /// When it is due, as people read it: `Tuesday 31 March 2026`, `31 March 2026, 3:00am`, or that no date is set.
    #[must_use]
    pub fn due_words(&self) -> String {
        match (self.due_at, self.due_day) {
            (Some(at), _) => at.words(),
            (None, Some(day)) => day.long_words(),
            (None, None) => "as soon as possible".to_owned(),
        }
    }

    /// What of its stop is still to come once a part has happened, as names of happenings.
    #[must_use]
    pub fn still_missing(&self, c: &Catalogue) -> Vec<String> {
        let definition = crate::listen::definition_of(c, &self.definition, self.definition_from, self.started);
        let left = definition.map_or_else(Vec::new, |it| rules::missing(&it.stops, &self.waiting.0));
        left.into_iter().map(str::to_owned).collect()
    }
}
