//! Family and others around somebody, and who works with them.

use door::{Command, Refused, Writing, args};
use kernel::{Day, PersonId, UserId, Wrongs};
use policy::action::{ALLOCATE, CHANGE_PERSON, SEE_IDENTITY};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{code_in, end, label, needed, person_for, root_of, text};
use crate::happenings::{RelationChanged, WorkerEnded, WorkerSet};
use crate::{Base, Relation, WorksWith, YesNo};

const fn unknown() -> YesNo {
    YesNo::Unknown
}

/// Adds somebody around a person: with a record of their own, or by name.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddRelation {
    /// Whom.
    pub person: PersonId,
    /// The other one, where they have a record.
    #[serde(default)]
    pub other: Option<PersonId>,
    /// Their name, where they have none.
    #[serde(default)]
    pub name: String,
    /// Birth date or age of one without a record, in words.
    #[serde(default)]
    pub birth: String,
    /// What the other one is to this person: a code of `relationship-types`.
    pub kind: String,
    /// Whether they hold parental responsibility.
    #[serde(default = "unknown")]
    pub responsibility: YesNo,
    /// Whether they live together.
    #[serde(default = "unknown")]
    pub lives_with: YesNo,
    /// Whether they are a risk to the child.
    #[serde(default = "unknown")]
    pub risk_to_child: YesNo,
    /// Whether they are a risk to visiting staff.
    #[serde(default = "unknown")]
    pub risk_to_staff: YesNo,
    /// What else is to be known.
    #[serde(default)]
    pub note: String,
    /// From which day, where known.
    #[serde(default)]
    pub from: Option<Day>,
}

impl Command for AddRelation {
    const NAME: &'static str = "people.add-relation";
    const WHAT: &'static str = "Add a relative, carer, friend or other person around somebody";
    type Done = Uuid;

    async fn carry_out(&self, w: &mut Writing) -> Result<Uuid, Refused> {
        let person = person_for(w, CHANGE_PERSON, self.person).await?.id;
        let mut wrongs = Wrongs::default();
        code_in(w, "relationship-types", &self.kind, "kind", &mut wrongs);
        let name = text(&self.name, 120, "name", &mut wrongs);
        let (birth, note) = (text(&self.birth, 60, "birth", &mut wrongs), text(&self.note, 1000, "note", &mut wrongs));
        let other = match self.other {
            Some(other) => Some(root_of(w, other).await?),
            None => None,
        };
        match other {
            Some(other) if other == person => wrongs.add("other", "Nobody is related to themselves"),
            Some(other) if !w.could_to(SEE_IDENTITY, other).await? => return Err(Refused::NotFound),
            None if name.is_empty() => wrongs.add("name", "Give their name, or choose their record"),
            Some(_) | None => {}
        }
        wrongs.done()?;
        let base = Base::first(w, person, self.from, None);
        let (kind, responsibility, lives_with) = (self.kind.clone(), self.responsibility, self.lives_with);
        let (to_child, to_staff) = (self.risk_to_child, self.risk_to_staff);
        w.keep(&Relation::new(base, other, name, birth, kind, responsibility, lives_with, to_child, to_staff, note))
            .await?;
        let words =
            format!("Added to the people around them: {}", label(w, "relationship-types", &self.kind).to_lowercase());
        w.happened(RelationChanged { person, subject: base.id, kind: self.kind.clone(), words }).await?;
        Ok(base.id)
    }
}

/// Ends a relation on a day, that day included.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndRelation {
    /// The relation.
    pub relation: Uuid,
    /// Its last day.
    pub to: Day,
}

impl Command for EndRelation {
    const NAME: &'static str = "people.end-relation";
    const WHAT: &'static str = "End a relation";
    type Done = Uuid;

    async fn carry_out(&self, w: &mut Writing) -> Result<Uuid, Refused> {
        let (person, row) = end::<Relation>(w, CHANGE_PERSON, self.relation, self.to).await?;
        let words = format!("No longer around them: {}", label(w, "relationship-types", &row.kind).to_lowercase());
        w.happened(RelationChanged { person: person.id, subject: row.id, kind: row.kind, words }).await?;
        Ok(row.id)
    }
}

/// Somebody who works with a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWorker {
    /// Their account; none for somebody outside the hub.
    #[serde(default)]
    pub worker: Option<UserId>,
    /// Their name, where they have no account.
    #[serde(default)]
    pub name: String,
    /// A code of `working-roles`.
    pub role: String,
    /// Their agency's code; else that of their account's first seat.
    #[serde(default)]
    pub agency: String,
    /// Their team's code; else that of their account's first seat.
    #[serde(default)]
    pub team: Option<String>,
    /// How to reach them.
    #[serde(default)]
    pub contact: String,
    /// The first day.
    pub from: Day,
    /// The last day, where it is known already.
    #[serde(default)]
    pub to: Option<Day>,
    /// Whether their team answers *known: ask this team* from now on.
    #[serde(default)]
    pub leads: bool,
}

/// Adds a worker. Asks no policy.
///
/// # Errors
/// [`Refused::Wrong`] with every mistake.
pub async fn set_worker(w: &mut Writing, person: PersonId, new: &NewWorker) -> Result<Uuid, Refused> {
    const ACCOUNT: &str = "SELECT shown_as FROM account WHERE id = $1";
    const SEAT: &str = "SELECT agency, team FROM seat WHERE holder = $1 AND confirmed_by IS NOT NULL
        AND (holds_to IS NULL OR holds_to >= $2) ORDER BY holds_from, id LIMIT 1";
    let mut wrongs = Wrongs::default();
    code_in(w, "working-roles", &new.role, "role", &mut wrongs);
    let contact = text(&new.contact, 200, "contact", &mut wrongs);
    let (mut name, mut agency, mut team) = (new.name.trim().to_owned(), new.agency.clone(), new.team.clone());
    if let Some(user) = new.worker {
        match w.plain_one::<(String,)>(ACCOUNT, args![user]).await? {
            Some((shown_as,)) => name = shown_as,
            None => wrongs.add("worker", "There is no such account"),
        }
        if let Some((of, in_team)) = w.plain_one::<(String, Option<String>)>(SEAT, args![user, new.from]).await? {
            if agency.is_empty() || (agency == of && team.is_none()) {
                (agency, team) = (of, in_team);
            }
        }
    }
    needed(&name, 120, "name", "Give their name, or choose their account", &mut wrongs);
    needed(&agency, 60, "agency", "Choose their agency", &mut wrongs);
    if new.to.is_some_and(|to| to < new.from) {
        wrongs.add("to", "The last day is not before the first");
    }
    wrongs.done()?;
    let base = Base::first(w, person, Some(new.from), new.to);
    let row = WorksWith::new(base, new.worker, name, new.role.clone(), agency.clone(), team.clone(), contact);
    w.keep(&row).await?;
    if new.leads {
        w.run("UPDATE person SET lead_agency = $2, lead_team = $3 WHERE id = $1", args![person, agency, team]).await?;
    }
    w.facts_changed();
    let words = format!("{} works with them: {}", row.name, label(w, "working-roles", &row.role).to_lowercase());
    let (role, from) = (row.role.clone(), new.from);
    w.happened(WorkerSet { person, subject: base.id, role, agency, team, from, words }).await?;
    Ok(base.id)
}

/// Says that somebody works with a person: from then on the person is theirs.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetWorker {
    /// Whom.
    pub person: PersonId,
    /// Who works with them.
    pub new: NewWorker,
}

impl Command for SetWorker {
    const NAME: &'static str = "people.set-worker";
    const WHAT: &'static str = "Say that a practitioner works with a person";
    type Done = Uuid;

    async fn carry_out(&self, w: &mut Writing) -> Result<Uuid, Refused> {
        let person = person_for(w, ALLOCATE, self.person).await?.id;
        set_worker(w, person, &self.new).await
    }
}

/// Says that somebody no longer works with a person.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndWorker {
    /// The row.
    pub works_with: Uuid,
    /// The last day.
    pub to: Day,
}

impl Command for EndWorker {
    const NAME: &'static str = "people.end-worker";
    const WHAT: &'static str = "Say that a practitioner no longer works with a person";
    type Done = Uuid;

    async fn carry_out(&self, w: &mut Writing) -> Result<Uuid, Refused> {
        let (person, row) = end::<WorksWith>(w, ALLOCATE, self.works_with, self.to).await?;
        w.facts_changed();
        let words = format!("{} works with them until {}", row.name, self.to.words());
        let (id, role, agency, team) = (row.id, row.role, row.agency, row.team);
        w.happened(WorkerEnded { person: person.id, subject: id, role, agency, team, to: self.to, words }).await?;
        Ok(id)
    }
}
