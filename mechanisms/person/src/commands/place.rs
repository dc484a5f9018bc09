//! Addresses, placements, and ways to reach somebody.

use door::{Command, Refused, Writing};
use kernel::{Day, PersonId, Wrongs};
use policy::action::CHANGE_PERSON;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{end, person_for, text};
use crate::happenings::WhereaboutsChanged;
use crate::identifiers::{email, phone, postcode};
use crate::search::index;
use crate::{Address, AddressKind, Base, ContactKind, ContactPoint};

/// The postcode of somebody without a fixed abode (codes.md §14).
const NO_FIXED_ABODE: &str = "ZZ993VZ";

/// An address or placement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAddress {
    /// What sort.
    pub kind: AddressKind,
    /// House number or name, with a flat's.
    #[serde(default)]
    pub house: String,
    /// Street.
    #[serde(default)]
    pub street: String,
    /// Village or part of town.
    #[serde(default)]
    pub locality: String,
    /// Town.
    #[serde(default)]
    pub town: String,
    /// As given; a doubt warns.
    #[serde(default)]
    pub postcode: String,
    /// Unique property reference number, 1 to 12 digits.
    #[serde(default)]
    pub uprn: String,
    /// Ward code, where known.
    #[serde(default)]
    pub ward: Option<String>,
    /// Who runs a placement.
    #[serde(default)]
    pub provider: String,
    /// The council that placed them.
    #[serde(default)]
    pub placing_authority: String,
    /// The council that answers for them.
    #[serde(default)]
    pub responsible_authority: String,
    /// Who may not learn of it, in words.
    #[serde(default)]
    pub keep_from: String,
    /// The first day there; none: not known.
    #[serde(default)]
    pub from: Option<Day>,
    /// The last day there.
    #[serde(default)]
    pub to: Option<Day>,
}

/// Adds an address. Asks no policy. Gives its id and what does not fit about the postcode.
///
/// # Errors
/// [`Refused::Wrong`] with every mistake.
pub async fn add_address(
    w: &mut Writing,
    person: PersonId,
    new: &NewAddress,
) -> Result<(Uuid, Option<String>), Refused> {
    let mut wrongs = Wrongs::default();
    let mut take = |typed: &str, field: &str| text(typed, 120, field, &mut wrongs);
    let (house, street) = (take(&new.house, "house"), take(&new.street, "street"));
    let (locality, town) = (take(&new.locality, "locality"), take(&new.town, "town"));
    let (uprn, provider) = (take(&new.uprn, "uprn"), take(&new.provider, "provider"));
    let placing = take(&new.placing_authority, "placing_authority");
    let responsible = take(&new.responsible_authority, "responsible_authority");
    let keep_from = take(&new.keep_from, "keep_from");
    let typed = take(&new.postcode, "postcode");
    if new.to.is_some_and(|to| new.from.is_some_and(|from| to < from)) {
        wrongs.add("to", "The last day is not before the first");
    }
    let none = new.kind == AddressKind::NoFixedAbode;
    if !none && house.is_empty() && street.is_empty() && town.is_empty() && typed.is_empty() && provider.is_empty() {
        wrongs.add("street", "Give at least a street, a town, a postcode or a provider");
    }
    wrongs.done()?;
    let (code, doubt) = match (none, typed.is_empty()) {
        (true, _) => (NO_FIXED_ABODE.to_owned(), None),
        (false, true) => (String::new(), None),
        (false, false) => {
            let check = postcode(&typed);
            (check.stored().to_owned(), check.why().map(|why| format!("Postcode: {why}")))
        }
    };
    let base = Base::first(w, person, new.from, new.to);
    let row = Address::new(
        base,
        new.kind,
        house,
        street,
        locality,
        town,
        code,
        doubt.clone(),
        uprn,
        new.ward.clone(),
        provider,
        placing,
        responsible,
        keep_from,
    );
    w.keep(&row).await?;
    Ok((base.id, doubt))
}

/// A way to reach somebody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewContact {
    /// What sort.
    pub kind: ContactKind,
    /// Number, address or name.
    pub value: String,
    /// The service of a name online.
    #[serde(default)]
    pub service: String,
    /// Whose it is, when it is safe to use.
    #[serde(default)]
    pub note: String,
}

/// Adds a way to reach somebody. Asks no policy. Gives what does not fit.
///
/// # Errors
/// [`Refused::Wrong`] with every mistake.
pub async fn add_contact(w: &mut Writing, person: PersonId, new: &NewContact) -> Result<Option<String>, Refused> {
    let mut wrongs = Wrongs::default();
    let typed = super::needed(&new.value, 200, "value", "Give the number, address or name", &mut wrongs);
    let (service, note) = (text(&new.service, 60, "service", &mut wrongs), text(&new.note, 300, "note", &mut wrongs));
    wrongs.done()?;
    let (value, doubt) = match new.kind {
        ContactKind::Mobile | ContactKind::Phone => {
            let check = phone(&typed);
            (check.stored().to_owned(), check.why().map(str::to_owned))
        }
        ContactKind::Email => {
            let check = email(&typed);
            (check.stored().to_owned(), check.why().map(str::to_owned))
        }
        ContactKind::Online => (typed, None),
    };
    let base = Base::first(w, person, None, None);
    w.keep(&ContactPoint::new(base, new.kind, value, service, note, doubt.clone())).await?;
    Ok(doubt)
}

/// Adds an address or placement; answers what does not fit about it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddAddress {
    /// Whom.
    pub person: PersonId,
    /// Where.
    pub new: NewAddress,
    /// An address that ends the day before this one begins.
    #[serde(default)]
    pub ends: Option<Uuid>,
}

impl Command for AddAddress {
    const NAME: &'static str = "people.add-address";
    const WHAT: &'static str = "Add an address or placement, and end the one before";
    type Done = Option<String>;

    async fn carry_out(&self, w: &mut Writing) -> Result<Option<String>, Refused> {
        let person = person_for(w, CHANGE_PERSON, self.person).await?.id;
        if let Some(before) = self.ends {
            let from = self.new.from.ok_or_else(|| {
                Refused::wrong(
                    "from",
                    "Give the first day at the new address, so that the old one can end the day before",
                )
            })?;
            end::<Address>(w, CHANGE_PERSON, before, from.plus_days(-1)).await?;
        }
        let (subject, doubt) = add_address(w, person, &self.new).await?;
        index(w, person).await?;
        let words = match self.new.kind {
            AddressKind::Placement => format!("Placed with {}", self.new.provider.trim()),
            AddressKind::Home
            | AddressKind::Staying
            | AddressKind::Family
            | AddressKind::Letters
            | AddressKind::NoFixedAbode => format!("New address: {}", self.new.kind.label().to_lowercase()),
        };
        w.happened(WhereaboutsChanged { person, subject, kind: self.new.kind.as_str(), words }).await?;
        Ok(doubt)
    }
}

/// Ends an address on a day, that day included.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndAddress {
    /// The address.
    pub address: Uuid,
    /// Its last day.
    pub to: Day,
}

impl Command for EndAddress {
    const NAME: &'static str = "people.end-address";
    const WHAT: &'static str = "End an address or placement";
    type Done = Uuid;

    async fn carry_out(&self, w: &mut Writing) -> Result<Uuid, Refused> {
        let (person, row) = end::<Address>(w, CHANGE_PERSON, self.address, self.to).await?;
        index(w, person.id).await?;
        let (words, kind) = (format!("Left: {}", row.kind.label().to_lowercase()), row.kind.as_str());
        w.happened(WhereaboutsChanged { person: person.id, subject: row.id, kind, words }).await?;
        Ok(row.id)
    }
}

/// Adds a way to reach somebody; answers what does not fit about it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddContactPoint {
    /// Whom.
    pub person: PersonId,
    /// How.
    pub new: NewContact,
}

impl Command for AddContactPoint {
    const NAME: &'static str = "people.add-contact";
    const WHAT: &'static str = "Add a telephone number, e-mail address or online name";
    type Done = Option<String>;

    async fn carry_out(&self, w: &mut Writing) -> Result<Option<String>, Refused> {
        let person = person_for(w, CHANGE_PERSON, self.person).await?.id;
        let doubt = add_contact(w, person, &self.new).await?;
        index(w, person).await?;
        let (words, kind) = ("New way to reach them".to_owned(), self.new.kind.as_str());
        w.happened(WhereaboutsChanged { person, subject: person.0, kind, words }).await?;
        Ok(doubt)
    }
}

/// Says that a number or name is no longer theirs.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndContactPoint {
    /// The row.
    pub contact: Uuid,
    /// Its last day.
    pub to: Day,
}

impl Command for EndContactPoint {
    const NAME: &'static str = "people.end-contact";
    const WHAT: &'static str = "Say that a number or online name is no longer theirs";
    type Done = Uuid;

    async fn carry_out(&self, w: &mut Writing) -> Result<Uuid, Refused> {
        let (person, row) = end::<ContactPoint>(w, CHANGE_PERSON, self.contact, self.to).await?;
        index(w, person.id).await?;
        let (words, kind) = ("No longer a way to reach them".to_owned(), row.kind.as_str());
        w.happened(WhereaboutsChanged { person: person.id, subject: row.id, kind, words }).await?;
        Ok(row.id)
    }
}
