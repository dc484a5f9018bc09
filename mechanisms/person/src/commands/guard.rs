//! Warnings for those who meet somebody, restricted persons, and declared conflicts of interest.

use door::{Action, Command, Facts, Refused, Writing, args};
use kernel::{Day, PersonId, UserId, Wrongs};
use policy::action::{CHANGE_PERSON, DECLARE_CONFLICT, RESTRICT_PERSON, SEE_IDENTITY, SEE_POINTER, WRITE_NOTE};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{needed, person_for, root_of};
use crate::happenings::{ConflictDeclared, PersonRestricted, RestrictionLifted, WarningAdded, WarningReviewed};
use crate::records::two_times::{close, one, replace};
use crate::{Base, Conflict, Person, Restriction, RestrictionNamed, TwoTimes, WARNING_SEEN_BY, WarningNote};

/// Who may change a person, or write about one they work with.
async fn may_write(w: &mut Writing, person: PersonId) -> Result<Person, Refused> {
    match person_for(w, CHANGE_PERSON, person).await {
        Err(Refused::MayNot(_)) => person_for(w, WRITE_NOTE, person).await,
        other => other,
    }
}

fn seen_by(name: &str) -> Option<Action> {
    WARNING_SEEN_BY.into_iter().find(|it| it.0 == name)
}

fn review_day(review: Day, today: Day, wrongs: &mut Wrongs) {
    if review <= today || review > today.plus_months(12) {
        wrongs.add("review", "Choose a day within the next twelve months on which this is looked at again");
    }
}

/// Adds a warning with the day on which it is looked at again.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddWarning {
    /// Whom.
    pub person: PersonId,
    /// What those who meet them must know.
    pub text: String,
    /// When it is looked at again.
    pub review: Day,
    /// Who sees it: `see-identity` whoever sees the person, `see-statuses`, or `see-record`.
    pub seen_by: String,
}

impl Command for AddWarning {
    const NAME: &'static str = "people.add-warning";
    const WHAT: &'static str = "Add a warning for those who meet a person, with a day of review";
    type Done = Uuid;

    async fn carry_out(&self, w: &mut Writing) -> Result<Uuid, Refused> {
        let person = may_write(w, self.person).await?.id;
        let mut wrongs = Wrongs::default();
        let text = needed(&self.text, 1000, "text", "Say what those who meet them must know", &mut wrongs);
        review_day(self.review, w.now.day(), &mut wrongs);
        if seen_by(&self.seen_by).is_none() {
            wrongs.add("seen_by", "Choose who sees this warning");
        }
        wrongs.done()?;
        let base = Base::first(w, person, Some(w.now.day()), None);
        w.keep(&WarningNote::new(base, text, self.review, self.seen_by.clone())).await?;
        let words = "A warning was added".to_owned();
        w.happened(WarningAdded { person, subject: base.id, review: self.review, words }).await?;
        Ok(base.id)
    }
}

/// Looks at a warning again: it stands until another day, or ends today.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewWarning {
    /// The warning.
    pub warning: Uuid,
    /// Whether it stands.
    pub stands: bool,
    /// Its words from now on, where they change.
    #[serde(default)]
    pub text: Option<String>,
    /// When it is looked at again, where it stands.
    #[serde(default)]
    pub review: Option<Day>,
}

impl Command for ReviewWarning {
    const NAME: &'static str = "people.review-warning";
    const WHAT: &'static str = "Look at a warning again: it stands until another day, or ends";
    type Done = Uuid;

    async fn carry_out(&self, w: &mut Writing) -> Result<Uuid, Refused> {
        let sealed = one::<WarningNote>(w, self.warning).await?;
        let person = may_write(w, sealed.person().ok_or(Refused::NotFound)?).await?.id;
        let old = w.open(sealed).await?;
        let today = w.now.day();
        let mut wrongs = Wrongs::default();
        let text = self.text.as_deref().map(|it| needed(it, 1000, "text", "Say what must be known", &mut wrongs));
        match (self.stands, self.review) {
            (true, Some(review)) => review_day(review, today, &mut wrongs),
            (true, None) => wrongs.add("review", "Choose the day on which it is looked at again"),
            (false, _) => {}
        }
        wrongs.done()?;
        let mut new = if self.stands { old.with(old.base().next(w)) } else { super::ended(w, &old, today)? };
        new.review = self.review.filter(|_| self.stands).unwrap_or(old.review);
        new.text = text.unwrap_or(new.text);
        replace(w, old.id, &new).await?;
        let words = if self.stands { "A warning was reviewed and stands" } else { "A warning was reviewed and ended" }
            .to_owned();
        w.happened(WarningReviewed { person, subject: new.id, stands: self.stands, words }).await?;
        Ok(new.id)
    }
}

/// Restricts a person: nobody but those named sees them. On a restricted person it changes the list and the reason.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RestrictPerson {
    /// Whom.
    pub person: PersonId,
    /// Why: relative of staff, witness, covert placement.
    pub reason: String,
    /// Who may still see them.
    pub named: Vec<UserId>,
    /// The last day; none: until it is lifted.
    #[serde(default)]
    pub to: Option<Day>,
}

impl Command for RestrictPerson {
    const NAME: &'static str = "people.restrict-person";
    const WHAT: &'static str = "Restrict a person to those named, or change who is named";
    type Done = Uuid;

    async fn carry_out(&self, w: &mut Writing) -> Result<Uuid, Refused> {
        let person = root_of(w, self.person).await?;
        w.may(RESTRICT_PERSON, Some(person), Facts::NONE).await.map_err(hidden)?;
        let mut wrongs = Wrongs::default();
        let reason = needed(&self.reason, 500, "reason", "Say why", &mut wrongs);
        if self.named.is_empty() {
            wrongs.add("named", "Name at least one person who may still see the record");
        }
        for it in &self.named {
            let known: Option<(String,)> = w.plain_one("SELECT name FROM account WHERE id = $1", args![*it]).await?;
            if known.is_none() {
                wrongs.add("named", "One of those named has no account");
            }
        }
        wrongs.done()?;
        let mut base = Base::first(w, person, Some(w.now.day()), self.to);
        base.replaces = lift(w, person).await?.last().copied();
        w.keep(&Restriction::new(base, reason)).await?;
        let mut named = self.named.clone();
        named.sort_unstable();
        named.dedup();
        for it in named {
            let row = RestrictionNamed { id: w.new_id(), restriction: base.id, named: it };
            w.keep(&row).await?;
        }
        w.facts_changed();
        w.happened(PersonRestricted { person, subject: base.id, words: "Restricted to those named".to_owned() })
            .await?;
        Ok(base.id)
    }
}

/// One who may not restrict is not told whether there is such a person.
fn hidden(it: Refused) -> Refused {
    if matches!(it, Refused::MayNot(_)) { Refused::NotFound } else { it }
}

async fn lift(w: &mut Writing, person: PersonId) -> Result<Vec<Uuid>, Refused> {
    const STANDS: &str = "SELECT r.id FROM restriction r JOIN person p ON p.id = r.person
        WHERE p.root = $1 AND r.replaced_at IS NULL ORDER BY r.id";
    let stands: Vec<(Uuid,)> = w.plain(STANDS, args![person]).await?;
    for (id,) in &stands {
        close::<Restriction>(w, *id).await?;
    }
    Ok(stands.into_iter().map(|it| it.0).collect())
}

/// Lifts a restriction.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LiftRestriction {
    /// Whom.
    pub person: PersonId,
    /// Why.
    pub reason: String,
}

impl Command for LiftRestriction {
    const NAME: &'static str = "people.lift-restriction";
    const WHAT: &'static str = "Lift a person's restriction";
    type Done = ();

    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let person = root_of(w, self.person).await?;
        w.may(RESTRICT_PERSON, Some(person), Facts::NONE).await.map_err(hidden)?;
        let mut wrongs = Wrongs::default();
        let reason = needed(&self.reason, 500, "reason", "Say why", &mut wrongs);
        wrongs.done()?;
        let Some(subject) = lift(w, person).await?.last().copied() else {
            return Err(Refused::Conflict("this person is not restricted".to_owned()));
        };
        w.facts_changed();
        w.happened(RestrictionLifted { person, subject, words: format!("Restriction lifted: {reason}") }).await
    }
}

/// Declares one's own conflict of interest about a person: from then on one sees nothing of them.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclareConflict {
    /// Whom.
    pub person: PersonId,
    /// Why.
    pub why: String,
    /// The last day; none: for good.
    #[serde(default)]
    pub to: Option<Day>,
}

impl Command for DeclareConflict {
    const NAME: &'static str = "people.declare-conflict";
    const WHAT: &'static str = "Declare a conflict of interest about a person, and see nothing of them from then on";
    type Done = Uuid;

    async fn carry_out(&self, w: &mut Writing) -> Result<Uuid, Refused> {
        w.may(DECLARE_CONFLICT, None, Facts::NONE).await?;
        let person = root_of(w, self.person).await?;
        if !w.could_to(SEE_POINTER, person).await? && !w.could_to(SEE_IDENTITY, person).await? {
            return Err(Refused::NotFound);
        }
        let mut wrongs = Wrongs::default();
        let why = needed(&self.why, 500, "why", "Say in a few words why", &mut wrongs);
        wrongs.done()?;
        let base = Base::first(w, person, Some(w.now.day()), self.to);
        let by = w.acting.recorded_as();
        w.keep(&Conflict::new(base, by, why)).await?;
        w.facts_changed();
        w.happened(ConflictDeclared {
            person,
            subject: base.id,
            words: "A conflict of interest was declared".to_owned(),
        })
        .await?;
        Ok(base.id)
    }
}
