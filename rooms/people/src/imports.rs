//! Persons and statuses as files: what a row must be, and what becomes of it (contract.md, `import`).

use catalogue::Catalogue;
use door::Writing;
use futures_util::future::FutureExt as _;
use kernel::{PersonId, Refused};
use person::identifiers::{Scheme, postcode};
use person::{
    AddressKind, Birth, BirthKind, Lead, NewAddress, NewIdentifier, NewPerson, NewStatus, NewTrait, Particulars,
    TraitKind, by_sources, source_scheme,
};
use room::import::{Batch, called, day, unknown_persons};
use room::{Import, ImportColumn, Line, Look};
use uuid::Uuid;

/// The kinds of this room.
pub const IMPORTS: &[Import] = &[
    Import {
        kind: "persons",
        what: "One person a row",
        columns: PERSONS,
        source: &[0],
        look: look_person,
        beside: |_, _| async { Ok(Vec::new()) }.boxed(),
        keep: |w, them| keep_persons(w, them).boxed(),
        change: |w, agency, line, id| change_person(w, agency, line, id).boxed(),
    },
    Import {
        kind: "statuses",
        what: "One status of a person with its days a row",
        columns: STATUSES,
        source: &[0, 1, 2],
        look: look_status,
        beside: |r, them| unknown_persons(r, them, (0, "person_ref")).boxed(),
        keep: |w, them| keep_statuses(w, them).boxed(),
        change: |w, agency, line, id| change_status(w, agency, line, id).boxed(),
    },
];

const PERSONS: &[ImportColumn] = &[
    ImportColumn::needed("person_ref", "what your system calls the person; never given to another"),
    ImportColumn::optional("forename", "forenames"),
    ImportColumn::optional("surname", "surname"),
    ImportColumn::optional("dob", "birth date, as 2011-03-27; empty where nobody knows it"),
    ImportColumn::needed("sex", "M, F or U"),
    ImportColumn::optional("ethnicity_dfe", "ethnicity by the DfE's code"),
    ImportColumn::optional("nhs_number", "NHS number"),
    ImportColumn::optional("postcode", "postcode of the address"),
    ImportColumn::optional("ward_code", "ward of the address"),
];

const STATUSES: &[ImportColumn] = &[
    ImportColumn::needed("person_ref", "what your system calls the person"),
    ImportColumn::needed("status", "a code of the list of statuses, such as CLA"),
    ImportColumn::needed("from_date", "the first day, as 2018-01-25"),
    ImportColumn::optional("to_date", "the last day, that day included; empty while it goes on"),
];

/// The oldest birth date that a row may tell.
const OLDEST: i16 = 1900;

fn look_person(it: &mut Look<'_>) {
    it.shape(120);
    if it.text(1).is_empty() && it.text(2).is_empty() {
        it.wrong(2, "the person has no name", "write a forename or a surname");
    }
    if let Some(born) = it.day(3) {
        if born > it.today {
            it.wrong(3, "this day has not come yet", "write the birth date, or leave it empty");
        } else if born.0.year() < OLDEST {
            it.wrong(3, "nobody who is alive was born then", "write the birth date, or leave it empty");
        }
    }
    it.code(4, "sex");
    if !it.text(5).is_empty() && ethnicity(it.catalogue, it.text(5)).is_none() {
        it.wrong(5, "this is no ethnicity code of the DfE", "write one such as WBRI, or NOBT where nobody asked");
    }
    if let Some(why) = (!it.text(6).is_empty()).then(|| Scheme::Nhs.check(it.text(6))).and_then(|it| it.why()) {
        it.doubtful(6, why, "ask for the number again; it is kept as it stands");
    }
    if let Some(why) = (!it.text(7).is_empty()).then(|| postcode(it.text(7))).and_then(|it| it.why()) {
        it.doubtful(7, why, "look the postcode up; it is kept as it stands");
    }
}

/// Our code for the DfE's. One that stands for several is kept as given beside ours (codes.md §1).
fn ethnicity<'a>(catalogue: &'a Catalogue, dfe: &str) -> Option<&'a str> {
    let list = catalogue.codes("ethnicity")?;
    let all = |code: &catalogue::Code| code.maps_to.get("dfe").map_or("", String::as_str).to_owned();
    let own = list.codes.iter().rfind(|it| all(it) == dfe);
    let shared = || list.codes.iter().find(|it| all(it).split('|').any(|one| one == dfe));
    own.or_else(shared).map(|it| it.code.as_str())
}

fn particulars(line: &Line) -> Particulars {
    let born = day(line.get(3));
    let kind = if born.is_some() { BirthKind::Known } else { BirthKind::Unknown };
    Particulars {
        forenames: line.get(1).to_owned(),
        surname: line.get(2).to_owned(),
        known_as: String::new(),
        birth: Birth { kind, day: born, year: None },
        sex: line.get(4).to_owned(),
        died: None,
    }
}

fn new_person(catalogue: &Catalogue, agency: &str, line: &Line) -> NewPerson {
    let mut identifiers = vec![NewIdentifier { scheme: source_scheme(agency), value: line.get(0).to_owned() }];
    if !line.get(6).is_empty() {
        identifiers.push(NewIdentifier { scheme: Scheme::Nhs.as_str().to_owned(), value: line.get(6).to_owned() });
    }
    let said = |code: &str| NewTrait {
        kind: TraitKind::Ethnicity,
        value: code.to_owned(),
        words: String::new(),
        said_by: String::new(),
        as_given: line.get(5).to_owned(),
        from: None,
    };
    NewPerson {
        particulars: particulars(line),
        names: vec![],
        identifiers,
        address: address(line),
        contacts: vec![],
        traits: ethnicity(catalogue, line.get(5)).map(said).into_iter().collect(),
        lead: Some(Lead { agency: agency.to_owned(), team: None }),
    }
}

fn address(line: &Line) -> Option<NewAddress> {
    let (postcode, ward) = (line.get(7).to_owned(), line.get(8));
    (!postcode.is_empty()).then(|| NewAddress {
        kind: AddressKind::Home,
        house: String::new(),
        street: String::new(),
        locality: String::new(),
        town: String::new(),
        postcode,
        uprn: String::new(),
        ward: (!ward.is_empty()).then(|| ward.to_owned()),
        provider: String::new(),
        placing_authority: String::new(),
        responsible_authority: String::new(),
        keep_from: String::new(),
        from: None,
        to: None,
    })
}

async fn keep_persons(w: &mut Writing, them: Batch<'_>) -> Result<Vec<Uuid>, Refused> {
    let catalogue = w.configuration()?;
    let mut ids = Vec::with_capacity(them.lines.len());
    for line in them.lines {
        let made = person::create(w, &new_person(&catalogue, them.agency, line)).await?;
        ids.push(made.person.0);
    }
    Ok(ids)
}

/// Who they are as the source says it now, and an address or ethnicity that it changed.
async fn change_person(w: &mut Writing, agency: &str, line: &Line, id: Uuid) -> Result<Uuid, Refused> {
    const STANDS: &str =
        "SELECT postcode, ward FROM address WHERE person = $1 AND replaced_at IS NULL AND kind = 'home'
        ORDER BY recorded DESC, id DESC LIMIT 1";
    const ETHNICITY: &str = "SELECT ethnicity FROM person WHERE id = $1";
    let person = PersonId(id);
    let root = person::root(w, person).await?;
    let new = new_person(&*w.configuration()?, agency, line);
    let was: Option<(String,)> = w.plain_one(ETHNICITY, door::args![root]).await?;
    for it in new.traits.iter().filter(|it| was.as_ref().is_none_or(|was| was.0 != it.value)) {
        person::set_trait(w, root, it).await?;
    }
    if let Some(it) = &new.address {
        let stands: Option<(String, Option<String>)> = w.plain_one(STANDS, door::args![root]).await?;
        if stands.is_none_or(|was| was.0 != postcode(&it.postcode).stored() || was.1 != it.ward) {
            person::add_address(w, root, it).await?;
        }
    }
    number(w, root, line).await?;
    person::correct(w, root, &new.particulars).await?;
    Ok(id)
}

/// An NHS number that is not among those known is one more: which is right, a person decides.
async fn number(w: &mut Writing, root: PersonId, line: &Line) -> Result<(), Refused> {
    const KNOWN: &str =
        "SELECT value FROM person_identifier WHERE person = $1 AND scheme = 'nhs' AND replaced_at IS NULL";
    if line.get(6).is_empty() {
        return Ok(());
    }
    let known: Vec<(String,)> = w.plain(KNOWN, door::args![root]).await?;
    let told = Scheme::Nhs.check(line.get(6)).stored().to_owned();
    if !known.iter().any(|it| it.0 == told) {
        let new = NewIdentifier { scheme: Scheme::Nhs.as_str().to_owned(), value: line.get(6).to_owned() };
        person::add_identifier(w, root, &new).await?;
    }
    Ok(())
}

fn look_status(it: &mut Look<'_>) {
    it.shape(120);
    it.code(1, "statuses");
    let (from, to) = (it.day(2), it.day(3));
    if let (Some(from), Some(to)) = (from, to) {
        if to < from {
            it.wrong(3, "the last day is before the first", "write the last day on which it held, or leave it empty");
        }
    }
}

fn new_status(line: &Line) -> Result<NewStatus, Refused> {
    let from = day(line.get(2)).ok_or_else(|| Refused::wrong("from_date", "This is no day"))?;
    Ok(NewStatus {
        status: line.get(1).to_owned(),
        category: None,
        legal_status: None,
        responsible_authority: String::new(),
        placing_authority: String::new(),
        from,
        to: day(line.get(3)),
        note: String::new(),
    })
}

async fn keep_statuses(w: &mut Writing, them: Batch<'_>) -> Result<Vec<Uuid>, Refused> {
    let known = called(w, them, 0).await?;
    let mut ids = Vec::with_capacity(them.lines.len());
    for line in them.lines {
        let person = *known.get(line.get(0)).ok_or(Refused::NotFound)?;
        let new = new_status(line)?;
        w.as_history(new.from.start());
        ids.push(person::keep_status(w, person, &new).await?);
    }
    Ok(ids)
}

async fn change_status(w: &mut Writing, agency: &str, line: &Line, id: Uuid) -> Result<Uuid, Refused> {
    let known = by_sources(w, agency, &[line.get(0)]).await?;
    let person = *known.get(line.get(0)).ok_or(Refused::NotFound)?;
    person::correct_status(w, id, person, &new_status(line)?).await
}
