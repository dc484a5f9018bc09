//! Setting an action.

use door::{Account, AccountState, Command, Fact, Facts, Writing, args};
use kernel::{Day, PersonId, Reference, Refused, UserId, Wrongs};
use policy::Principal;
use policy::action::{ADD_ACTION, SEE_IDENTITY, SEE_POINTER};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::happenings::ActionSet;
use crate::names;
use crate::record::{Action, ActionId, State, Step, What};
use crate::rules;

/// Who is to do it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "to", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Owner {
    /// Somebody with an account.
    Person {
        /// Who.
        user: UserId,
    },
    /// Whoever holds a role.
    Role {
        /// The role's code.
        role: String,
        /// At this kind of agency; none: at any.
        agency_kind: Option<String>,
        /// At this agency; none: at any.
        agency: Option<String>,
        /// In this team; none: in any.
        team: Option<String>,
    },
    /// A partner without an account, who answers by the link in a mail.
    Partner {
        /// What they are called: an organisation or a service.
        name: String,
        /// Their address.
        mail: String,
    },
}

/// What an action begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAction {
    /// What is to be done.
    pub words: String,
    /// The kind of the record from which it comes, such as `referral` or `person`.
    pub subject_kind: String,
    /// That record.
    pub subject: Uuid,
    /// The page of that record; empty for none.
    #[serde(default)]
    pub link: String,
    /// Whom it is about, if anybody.
    pub person: Option<PersonId>,
    /// Who is to do it.
    pub owner: Owner,
    /// Its last day.
    pub due: Day,
}

/// Sets an action.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetAction {
    /// The action.
    pub action: NewAction,
}

impl Command for SetAction {
    const NAME: &'static str = "action.set-action";
    const WHAT: &'static str = "Sets an action: what, by whom, by when; answers with its reference.";
    type Done = Reference;

    async fn carry_out(&self, w: &mut Writing) -> Result<Reference, Refused> {
        let by = w.acting.recorded_as();
        if let Some(person) = self.action.person {
            let found: Option<(PersonId,)> =
                w.plain_one("SELECT root FROM person WHERE id = $1", args![person]).await?;
            let (root,) = found.ok_or(Refused::NotFound)?;
            // Nobody sets one about somebody whom they may not know of: the answer would tell of them.
            if !w.could_to(SEE_POINTER, root).await? && !w.could_to(SEE_IDENTITY, root).await? {
                return Err(Refused::NotFound);
            }
        }
        // About nobody: it is one's own work.
        let facts = Facts::NONE.with_if(Fact::Mine, self.action.person.is_none());
        w.may(ADD_ACTION, self.action.person, facts).await?;
        keep(w, &self.action, by, "").await.map(|it| it.reference)
    }
}

/// Sets an action because something happened: the house sets it, whoever caused it, for a purpose that may be over
/// before it is done.
///
/// # Errors
/// When something of it is wrong, or the store refuses.
pub async fn raise(w: &mut Writing, purpose: &'static str, it: &NewAction) -> Result<ActionId, Refused> {
    keep(w, it, Principal::HOUSE, purpose).await.map(|it| it.id)
}

async fn keep(w: &mut Writing, new: &NewAction, by: UserId, purpose: &str) -> Result<Action, Refused> {
    let today = w.now.day();
    let mut wrongs = Wrongs::default();
    let words = rules::words(&mut wrongs, "words", &new.words, "Enter what is to be done");
    if new.due < today {
        wrongs.add("due", "The last day must be today or later");
    }
    if !rules::is_own_page(&new.link) {
        wrongs.add("link", "The page must be one of the hub's own");
    }
    let mut it = Action {
        id: w.new_id(),
        reference: w.new_reference(),
        words,
        link: new.link.clone(),
        subject_kind: new.subject_kind.clone(),
        subject: new.subject,
        purpose: purpose.to_owned(),
        person: new.person,
        role: None,
        agency_kind: None,
        agency: None,
        team: None,
        owner: None,
        partner: None,
        partner_mail: None,
        due: new.due,
        amber: rules::amber(today, new.due),
        state: State::Open,
        evidence: String::new(),
        ended: None,
        ended_by: None,
        set_by: by,
        set_at: w.now,
        version: 1,
    };
    owned(w, &mut it, &new.owner, &mut wrongs).await?;
    wrongs.done()?;
    w.keep(&it).await?;
    step(w, &it, by, What::Set, "").await?;
    w.happened(ActionSet::of(&it)).await?;
    Ok(it)
}

/// Puts an owner in, and says what is wrong with it.
pub(crate) async fn owned(w: &Writing, it: &mut Action, owner: &Owner, wrongs: &mut Wrongs) -> Result<(), Refused> {
    (it.role, it.agency_kind, it.agency, it.team) = (None, None, None, None);
    (it.owner, it.partner, it.partner_mail) = (None, None, None);
    match owner {
        Owner::Person { user } => {
            let found: Option<Account> = w.plain_one("SELECT * FROM account WHERE id = $1", args![*user]).await?;
            if found.is_none_or(|it| it.state != AccountState::Active) {
                wrongs.add("owner", "Choose somebody who works here now");
            }
            it.owner = Some(*user);
        }
        Owner::Role { role, agency_kind, agency, team } => {
            if role.trim().is_empty() {
                wrongs.add("owner", "Choose the role that does it");
            }
            it.role = Some(role.clone());
            (it.agency_kind, it.agency, it.team) = (agency_kind.clone(), agency.clone(), team.clone());
        }
        Owner::Partner { name, mail } => {
            let (name, mail) = (name.trim(), mail.trim());
            if name.is_empty() || name.chars().count() > 200 {
                wrongs.add("partner", "Enter what the partner is called, in 200 characters at most");
            }
            let shaped = mail.split_once('@').is_some_and(|(a, b)| !a.is_empty() && b.contains('.'));
            if !shaped || mail.len() > 320 || mail.chars().any(|it| it.is_control() || it.is_whitespace()) {
                wrongs.add("partner_mail", "Enter an email address in the correct format, like name@example.com");
            }
            if let Some(person) = it.person {
                if names_one_of(w, &it.words, &[person]).await? {
                    wrongs.add("words", "The partner reads these words by a link: leave out the name");
                }
            }
            (it.partner, it.partner_mail) = (Some(name.to_owned()), Some(mail.to_owned()));
        }
    }
    Ok(())
}

/// Whether words name one of these persons.
pub(crate) async fn names_one_of(w: &Writing, words: &str, persons: &[PersonId]) -> Result<bool, Refused> {
    for person in persons {
        if names::named(words, &names_of(w, *person).await?).is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Every name that a person is known by, under every id that was merged into one.
async fn names_of(w: &Writing, person: PersonId) -> Result<Vec<String>, Refused> {
    const OWN: &str = "SELECT forenames, surname, known_as FROM person
        WHERE root = (SELECT root FROM person WHERE id = $1)";
    const OTHERS: &str = "SELECT n.forenames, n.surname, n.kind FROM person_name n JOIN person p ON p.id = n.person
        WHERE p.root = (SELECT root FROM person WHERE id = $1) AND n.replaced_at IS NULL";
    let own: Vec<(String, String, String)> = w.plain(OWN, args![person]).await?;
    let others: Vec<(String, String, String)> = w.plain(OTHERS, args![person]).await?;
    let own = own.into_iter().flat_map(|(forenames, surname, known_as)| [forenames, surname, known_as]);
    Ok(own.chain(others.into_iter().flat_map(|(forenames, surname, _)| [forenames, surname])).collect())
}

/// Keeps a step of the history.
pub(crate) async fn step(w: &mut Writing, it: &Action, by: UserId, what: What, words: &str) -> Result<(), Refused> {
    let step = Step {
        id: w.new_id(),
        action: it.id,
        at: w.now,
        by_user: by,
        what,
        words: words.to_owned(),
        role: it.role.clone(),
        agency: it.agency.clone(),
        team: it.team.clone(),
        owner: it.owner,
        partner: it.partner.clone(),
        due: it.due,
    };
    w.keep(&step).await
}
