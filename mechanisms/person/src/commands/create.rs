//! A new person, only after a search; and changes of who somebody is.

use door::{Command, Reading, Refused, Writing};
use kernel::{Day, PersonId, Reference, Wrongs};
use policy::action::{CHANGE_PERSON, CREATE_PERSON};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::details::{NewIdentifier, NewName, NewTrait, add_identifier, add_name, put_trait};
use super::place::{NewAddress, NewContact, add_address, add_contact};
use super::{code_in, needed, person_for, text};
use crate::happenings::{PersonChanged, PersonCreated};
use crate::identifiers::{Scheme, postcode};
use crate::records::two_times::close;
use crate::search::{SearchId, index, index_new};
use crate::{Base, Birth, Compared, Identity, Person, TraitKind};

/// Who somebody is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Particulars {
    /// Forenames, in order.
    #[serde(default)]
    pub forenames: String,
    /// Surname.
    #[serde(default)]
    pub surname: String,
    /// What they like to be called.
    #[serde(default)]
    pub known_as: String,
    /// When they were born.
    pub birth: Birth,
    /// A code of the list `sex`: M, F, or U for unborn or not known.
    pub sex: String,
    /// The day of death.
    #[serde(default)]
    pub died: Option<Day>,
}

impl Particulars {
    /// Trimmed, with every mistake added under its field.
    fn looked(&self, r: &Reading, wrongs: &mut Wrongs) -> Self {
        let forenames = text(&self.forenames, 100, "forenames", wrongs);
        let surname = text(&self.surname, 100, "surname", wrongs);
        let known_as = text(&self.known_as, 100, "known_as", wrongs);
        if forenames.is_empty() && surname.is_empty() && known_as.is_empty() {
            wrongs.add("surname", "Give at least one name; what they are called will do");
        }
        self.birth.look(r.now.day(), wrongs);
        code_in(r, "sex", &self.sex, "sex", wrongs);
        if self.died.is_some_and(|it| it > r.now.day() || self.birth.day.is_some_and(|born| it < born)) {
            wrongs.add("died", "The day of death lies between the birth and today");
        }
        Self { forenames, surname, known_as, ..self.clone() }
    }

    fn identity(&self, base: Base) -> Identity {
        Identity::new(
            base,
            self.forenames.clone(),
            self.surname.clone(),
            self.known_as.clone(),
            self.birth.day,
            self.birth.kind,
            self.birth.year,
            self.sex.clone(),
            self.died,
        )
    }

    fn put_into(&self, it: &mut Person) {
        self.forenames.clone_into(&mut it.forenames);
        self.surname.clone_into(&mut it.surname);
        self.known_as.clone_into(&mut it.known_as);
        (it.birth_day, it.birth_kind, it.birth_year) = (self.birth.day, self.birth.kind, self.birth.year);
        self.sex.clone_into(&mut it.sex);
        it.died = self.died;
    }
}

/// Who answers *known: ask this team*.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lead {
    /// The agency's code.
    pub agency: String,
    /// Its team's code.
    #[serde(default)]
    pub team: Option<String>,
}

impl Lead {
    /// The first seat of whoever acts.
    #[must_use]
    pub fn of_acting(r: &Reading) -> Self {
        let seat = r.acting.principal.seats().first();
        seat.map_or_else(Self::default, |it| Self { agency: it.agency.clone(), team: it.team.clone() })
    }
}

/// A new person with what is known from the start.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPerson {
    /// Who they are.
    pub particulars: Particulars,
    /// Other names.
    #[serde(default)]
    pub names: Vec<NewName>,
    /// Numbers.
    #[serde(default)]
    pub identifiers: Vec<NewIdentifier>,
    /// Where they live or stay.
    #[serde(default)]
    pub address: Option<NewAddress>,
    /// How to reach them.
    #[serde(default)]
    pub contacts: Vec<NewContact>,
    /// What they say of themselves.
    #[serde(default)]
    pub traits: Vec<NewTrait>,
    /// Who answers for them; else the first seat of whoever makes the record.
    #[serde(default)]
    pub lead: Option<Lead>,
}

/// What came of making a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Created {
    /// The new person.
    pub person: PersonId,
    /// Their reference.
    pub reference: Reference,
    /// What does not fit, as sentences: kept all the same.
    pub doubts: Vec<String>,
}

/// Makes a record without asking policy or for a search: for imports and referrals inside commands of their own.
///
/// # Errors
/// [`Refused::Wrong`] with every mistake.
pub async fn create(w: &mut Writing, new: &NewPerson) -> Result<Created, Refused> {
    let mut wrongs = Wrongs::default();
    let who = new.particulars.looked(w, &mut wrongs);
    wrongs.done()?;
    let lead = new.lead.clone().unwrap_or_else(|| Lead::of_acting(w));
    let (id, reference) = (w.new_id::<PersonId>(), w.new_reference());
    let mut person = Person {
        id,
        reference,
        root: id,
        forenames: String::new(),
        surname: String::new(),
        known_as: String::new(),
        birth_day: None,
        birth_kind: who.birth.kind,
        birth_year: None,
        sex: String::new(),
        died: None,
        ethnicity: said(new).unwrap_or_else(|| "NOBT".to_owned()),
        lead_agency: lead.agency,
        lead_team: lead.team,
        recorded: w.learned(),
        recorded_by: w.acting.recorded_as(),
        version: 1,
    };
    who.put_into(&mut person);
    w.keep(&person).await?;
    let base = Base::first(w, id, None, None);
    w.keep(&who.identity(base)).await?;
    let doubts = details(w, id, new).await?;
    match at_hand(&who, new) {
        Some(compared) => index_new(w, id, compared).await?,
        None => index(w, id).await?,
    }
    let words = "A record was made".to_owned();
    w.happened(PersonCreated { person: id, subject: id.0, words }).await?;
    Ok(Created { person: id, reference, doubts })
}

/// What they say of their ethnicity.
fn said(new: &NewPerson) -> Option<String> {
    let said = new.traits.iter().rfind(|it| it.kind == TraitKind::Ethnicity);
    said.map(|it| it.value.trim().to_owned())
}

/// What is compared of a new person, where that needs no look at what was stored; none where it does.
fn at_hand(who: &Particulars, new: &NewPerson) -> Option<Compared> {
    if !new.names.is_empty() || !new.contacts.is_empty() || !who.known_as.is_empty() {
        return None;
    }
    let number = |scheme: Scheme| {
        let mut found = new.identifiers.iter().filter(|it| it.scheme == scheme.as_str());
        let one = found.next().map(|it| scheme.check(it.value.trim()).stored().to_owned()).unwrap_or_default();
        found.next().is_none().then_some(one)
    };
    let (nhs, upn) = (number(Scheme::Nhs)?, number(Scheme::Upn)?);
    let mut it = Compared { nhs, upn, ..Compared::default() };
    it.forenames.clone_from(&who.forenames);
    it.surname.clone_from(&who.surname);
    it.birth = match (who.birth.day, who.birth.year) {
        (Some(day), _) => day.to_string(),
        (None, Some(year)) => year.to_string(),
        (None, None) => String::new(),
    };
    if !who.sex.eq_ignore_ascii_case("U") {
        it.sex.clone_from(&who.sex);
    }
    if let Some(place) = &new.address {
        if place.kind == crate::AddressKind::NoFixedAbode {
            return None;
        }
        it.postcode = postcode(&place.postcode).stored().to_owned();
        (it.house, it.street) = (place.house.trim().to_owned(), place.street.trim().to_owned());
    }
    Some(it)
}

async fn details(w: &mut Writing, id: PersonId, new: &NewPerson) -> Result<Vec<String>, Refused> {
    let mut doubts = Vec::new();
    for it in &new.names {
        add_name(w, id, it).await?;
    }
    for it in &new.identifiers {
        doubts.extend(add_identifier(w, id, it).await?);
    }
    if let Some(it) = &new.address {
        doubts.extend(add_address(w, id, it).await?.1);
    }
    for it in &new.contacts {
        doubts.extend(add_contact(w, id, it).await?);
    }
    let fresh = new.traits.len() == 1;
    for it in &new.traits {
        put_trait(w, id, it, fresh).await?;
    }
    Ok(doubts)
}

/// Makes a record of somebody who was searched for and not found.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreatePerson {
    /// The search that was made before.
    pub searched: SearchId,
    /// That whoever searched looked at what was found and says: none of these.
    pub none_of_these: bool,
    /// The new person.
    pub new: NewPerson,
}

/// How long a search counts, in hours: as long as a working day with its evening.
const SEARCH_COUNTS_HOURS: i64 = 12;

impl Command for CreatePerson {
    const NAME: &'static str = "people.create-person";
    const WHAT: &'static str = "Make a record of somebody who was searched for and not found";
    type Done = Created;

    async fn carry_out(&self, w: &mut Writing) -> Result<Created, Refused> {
        w.may(CREATE_PERSON, None, door::Facts::NONE).await?;
        let search = crate::search::saved(w, self.searched).await?;
        if search.at.plus_hours(SEARCH_COUNTS_HOURS) < w.now {
            return Err(Refused::wrong(
                "searched",
                "The search is from another day. Search again before you make a record",
            ));
        }
        if !self.none_of_these {
            return Err(Refused::wrong(
                "none_of_these",
                "Look at the people found, and confirm that it is none of these",
            ));
        }
        create(w, &self.new).await
    }
}

/// Changes who somebody is. What was known before stays in the history.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePerson {
    /// Whom.
    pub person: PersonId,
    /// The version that was read: somebody else's newer one refuses this.
    pub version: i64,
    /// Who they are.
    pub particulars: Particulars,
    /// Who answers for them; else as before.
    #[serde(default)]
    pub lead: Option<Lead>,
    /// Why, where it is not plain.
    #[serde(default)]
    pub reason: String,
}

impl Command for ChangePerson {
    const NAME: &'static str = "people.change-person";
    const WHAT: &'static str = "Change a person's name, birth date, sex or answering team";
    type Done = i64;

    async fn carry_out(&self, w: &mut Writing) -> Result<i64, Refused> {
        let old = person_for(w, CHANGE_PERSON, self.person).await?;
        if old.version != self.version {
            return Err(Refused::Stale);
        }
        let mut wrongs = Wrongs::default();
        let who = self.particulars.looked(w, &mut wrongs);
        text(&self.reason, 500, "reason", &mut wrongs);
        if let Some(lead) = &self.lead {
            needed(&lead.agency, 60, "lead.agency", "Choose the agency that answers", &mut wrongs);
        }
        wrongs.done()?;
        let mut new = old.clone();
        who.put_into(&mut new);
        if let Some(lead) = &self.lead {
            lead.agency.clone_into(&mut new.lead_agency);
            new.lead_team.clone_from(&lead.team);
        }
        w.change(&old, &new).await?;
        Self::keep_identity(w, old.id, &who).await?;
        index(w, old.id).await?;
        w.facts_changed();
        let words = changed_words(&old, &new);
        w.happened(PersonChanged { person: old.id, subject: old.id.0, words }).await?;
        Ok(old.version + 1)
    }
}

/// Changes who somebody is as the source of an import says it now. Asks no policy.
///
/// # Errors
/// [`Refused::Wrong`] with every mistake; [`Refused::NotFound`] when there is no such person.
pub async fn correct(w: &mut Writing, person: PersonId, new: &Particulars) -> Result<(), Refused> {
    const CHANGE: &str = "UPDATE person SET forenames = $2, surname = $3, birth_day = $4, birth_kind = $5, sex = $6,
        version = version + 1 WHERE id = $1";
    let mut wrongs = Wrongs::default();
    let who = new.looked(w, &mut wrongs);
    wrongs.done()?;
    let values = door::args![person, who.forenames, who.surname, who.birth.day, who.birth.kind, who.sex];
    if w.run(CHANGE, values).await? != 1 {
        return Err(Refused::NotFound);
    }
    ChangePerson::keep_identity(w, person, &who).await?;
    index(w, person).await?;
    let words = "Changed by an import".to_owned();
    w.happened(PersonChanged { person, subject: person.0, words }).await
}

impl ChangePerson {
    async fn keep_identity(w: &mut Writing, person: PersonId, who: &Particulars) -> Result<(), Refused> {
        const STANDS: &str = "SELECT id FROM identity WHERE person = $1 AND replaced_at IS NULL";
        let stands: Vec<(uuid::Uuid,)> = w.plain(STANDS, door::args![person]).await?;
        let mut base = Base::first(w, person, None, None);
        for (id,) in stands {
            close::<Identity>(w, id).await?;
            base.replaces = Some(id);
        }
        w.keep(&who.identity(base)).await
    }
}

/// Which parts changed, without the old content: the history shows that.
fn changed_words(old: &Person, new: &Person) -> String {
    let parts = [
        (old.forenames != new.forenames || old.surname != new.surname || old.known_as != new.known_as, "name"),
        (
            (old.birth_day, old.birth_kind, old.birth_year) != (new.birth_day, new.birth_kind, new.birth_year),
            "birth date",
        ),
        (old.sex != new.sex, "sex"),
        (old.died != new.died, "day of death"),
        (old.lead_agency != new.lead_agency || old.lead_team != new.lead_team, "answering team"),
    ];
    let all: Vec<_> = parts.iter().filter(|it| it.0).map(|it| it.1).collect();
    if all.is_empty() { String::new() } else { format!("Changed: {}", all.join(", ")) }
}
