//! Break-glass (access.md §3, CK-91): a reason from a list and in words, a few hours, reading only. A restricted person
//! needs a second person who manages another line. Each use is reviewed; one that is not blocks the next.

mod happenings;
pub mod pages;
pub mod panels;
mod records;
pub mod rules;

pub use happenings::{GlassAsked, GlassBroken, GlassReviewed};
pub use records::{FACTS, Glass, GlassId, GlassTeam};
pub use rules::Standing;

use door::{Command, Fact, Facts, Reading, Refused, Sealed, Writing, args};
use kernel::{Json, PersonId, Reference};
use policy::action::{BREAK_GLASS, REVIEW_GLASS, SECOND_GLASS, SEE_RECORD, USE_DAY};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The codes of a list that may be chosen today.
fn codes(r: &Reading, list: &str) -> Result<Vec<String>, Refused> {
    let catalogue = r.configuration()?;
    let today = r.now.day();
    Ok(catalogue.codes(list).into_iter().flat_map(|it| it.on(today)).map(|it| it.code.clone()).collect())
}

async fn own_name(r: &Reading) -> Result<String, Refused> {
    let me = r.acting.recorded_as();
    let name: Option<(String,)> = r.plain_one("SELECT shown_as FROM account WHERE id = $1", args![me]).await?;
    Ok(name.map(|it| it.0).unwrap_or_default())
}

async fn sealed(r: &Reading, id: GlassId) -> Result<Sealed<Glass>, Refused> {
    r.sealed_one("SELECT * FROM glass WHERE id = $1", args![id]).await
}

/// How many uses of one's own wait for their review: one blocks the next.
async fn unreviewed(r: &Reading) -> Result<i64, Refused> {
    const OPEN: &str = "SELECT COUNT(*) FROM glass WHERE by_user = $1 AND opened IS NOT NULL AND reviewed_at IS NULL";
    let me = r.acting.recorded_as();
    Ok(r.plain_one::<(i64,)>(OPEN, args![me]).await?.map_or(0, |it| it.0))
}

/// Breaks the glass about somebody.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BreakGlass {
    /// About whom.
    pub person: PersonId,
    /// A code of `break-glass-reasons`.
    pub reason: String,
    /// What has happened, and what one needs to know.
    pub words: String,
}

/// What came of it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Broken {
    /// The use.
    pub glass: GlassId,
    /// Its reference.
    pub reference: Reference,
    /// Whether it waits for a second person.
    pub waits: bool,
}

impl Command for BreakGlass {
    const NAME: &'static str = "trust.break-glass";
    const WHAT: &'static str = "Break the glass: see somebody's record for some hours, reading only (starts CK-91)";
    type Done = Broken;

    async fn carry_out(&self, w: &mut Writing) -> Result<Broken, Refused> {
        let person = person::root(w, self.person).await?;
        let outstanding = unreviewed(w).await? > 0;
        let facts = w.facts_of(person).await?;
        w.may(BREAK_GLASS, Some(person), Facts::NONE.with_if(Fact::Outstanding, outstanding)).await?;
        rules::reason(&self.reason, &codes(w, "break-glass-reasons")?, &self.words)?;
        room::fresh(w).await?;
        if w.could_to(SEE_RECORD, person).await? {
            return Err(Refused::rule("break-glass", "you may open this record already."));
        }
        let hours = i64::from(w.configuration()?.partnership.thresholds.break_glass_hours);
        let waits = facts.has(Fact::Restricted) && !facts.has(Fact::Named);
        let teams = w.acting.principal.seats().iter().filter_map(|it| it.team.clone()).collect::<Vec<_>>();
        let it = Glass {
            id: w.new_id(),
            reference: w.new_reference(),
            person,
            by_user: w.acting.recorded_as(),
            by_shown: own_name(w).await?,
            by_teams: Json(teams),
            reason: self.reason.clone(),
            words: self.words.trim().to_owned(),
            asked: w.now,
            waits_for_second: waits,
            seconded_by: None,
            seconded_shown: String::new(),
            seconded_at: None,
            opened: (!waits).then_some(w.now),
            ends: w.now.plus_hours(hours),
            ended: None,
            reviewed_by: None,
            reviewed_shown: String::new(),
            reviewed_at: None,
            outcome: String::new(),
            review_words: String::new(),
            version: 1,
        };
        keep(w, &it).await?;
        Ok(Broken { glass: it.id, reference: it.reference, waits })
    }
}

async fn keep(w: &mut Writing, it: &Glass) -> Result<(), Refused> {
    w.keep(it).await?;
    for team in &it.by_teams.0 {
        w.keep(&GlassTeam { glass: it.id, team: team.clone() }).await?;
    }
    w.about("glass", it.id.0, &[it.person]);
    w.facts_changed();
    if it.waits_for_second { w.happened(GlassAsked::of(it)).await } else { w.happened(GlassBroken::of(it)).await }
}

/// Says yes or no to another's break-glass about a restricted person.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SecondGlass {
    /// Which.
    pub glass: GlassId,
    /// Yes or no.
    pub yes: bool,
}

impl Command for SecondGlass {
    const NAME: &'static str = "trust.second-glass";
    const WHAT: &'static str = "Say yes or no to another's break-glass about a restricted person (yes starts CK-91)";
    type Done = ();

    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let sealed = sealed(w, self.glass).await?;
        let old = w.may_on(SECOND_GLASS, &sealed, Facts::NONE).await?.open(sealed)?;
        rules::may_second(&old, w.now)?;
        let hours = i64::from(w.configuration()?.partnership.thresholds.break_glass_hours);
        let mut new = Glass { seconded_shown: own_name(w).await?, seconded_at: Some(w.now), ..old.clone() };
        if !self.yes {
            new.ended = Some(w.now);
            return w.change(&old, &new).await;
        }
        new.seconded_by = Some(w.acting.recorded_as());
        (new.opened, new.ends) = (Some(w.now), w.now.plus_hours(hours));
        w.change(&old, &new).await?;
        w.facts_changed();
        w.happened(GlassBroken::of(&new)).await
    }
}

/// Ends one's own break-glass before it runs out.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndGlass {
    /// Which.
    pub glass: GlassId,
}

impl Command for EndGlass {
    const NAME: &'static str = "trust.end-glass";
    const WHAT: &'static str = "End one's own break-glass before it runs out";
    type Done = ();

    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        const MINE: &str = "SELECT id, version FROM glass WHERE id = $1 AND by_user = $2 AND ended IS NULL";
        let me = w.acting.recorded_as();
        let mine: Option<(GlassId, i64)> = w.plain_one(MINE, args![self.glass, me]).await?;
        let (id, _) = mine.ok_or(Refused::NotFound)?;
        w.may(USE_DAY, None, Facts::NONE).await?;
        w.about("glass", id.0, &[]);
        let now = w.now;
        w.run("UPDATE glass SET ended = $2, version = version + 1 WHERE id = $1", args![id, now]).await?;
        w.facts_changed();
        Ok(())
    }
}

/// Reviews a use of break-glass.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewGlass {
    /// Which.
    pub glass: GlassId,
    /// A code of `break-glass-reviews`.
    pub outcome: String,
    /// What was found, and what follows from it.
    #[serde(default)]
    pub words: String,
}

impl Command for ReviewGlass {
    const NAME: &'static str = "trust.review-glass";
    const WHAT: &'static str = "Review a use of break-glass (stops CK-91)";
    type Done = ();

    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let sealed = sealed(w, self.glass).await?;
        let old = w.may_on(REVIEW_GLASS, &sealed, Facts::NONE).await?.open(sealed)?;
        rules::may_review(&old, &self.outcome, &codes(w, "break-glass-reviews")?, &self.words)?;
        let new = Glass {
            reviewed_by: Some(w.acting.recorded_as()),
            reviewed_shown: own_name(w).await?,
            reviewed_at: Some(w.now),
            outcome: self.outcome.clone(),
            review_words: self.words.trim().to_owned(),
            // What was not justified opens nothing from now on.
            ended: if self.outcome.starts_with("justified") { old.ended } else { old.ended.or(Some(w.now)) },
            ..old.clone()
        };
        w.change(&old, &new).await?;
        w.facts_changed();
        w.happened(GlassReviewed::of(&new)).await
    }
}
