//! What is kept ready for searches: made anew whenever something about a person changes.

use door::{Refused, Writing, args};
use kernel::{Day, Json, PersonId};

use super::Searched;
use crate::matcher::Compared;
use crate::{BirthKind, ContactKind};

/// Makes keys and comparison of a person anew; of one who was merged into another, takes them away.
///
/// # Errors
/// When the store refuses.
pub async fn index(w: &mut Writing, id: PersonId) -> Result<(), Refused> {
    w.run("DELETE FROM person_key WHERE person = $1", args![id]).await?;
    w.run("DELETE FROM person_search WHERE person = $1", args![id]).await?;
    let Some(compared) = gathered(w, id).await? else { return Ok(()) };
    for key in compared.keys(w.now.day()) {
        w.run(
            "INSERT INTO person_key (key, person) VALUES ($1, $2) ON CONFLICT (key, person) DO NOTHING",
            args![key, id],
        )
        .await?;
    }
    w.keep(&Searched { person: id, compared: Json(compared) }).await
}

/// Keeps keys and comparison of somebody whose record was just made, with all that is known of them at hand.
///
/// # Errors
/// When the store refuses.
pub(crate) async fn index_new(w: &mut Writing, id: PersonId, compared: Compared) -> Result<(), Refused> {
    for key in compared.keys(w.now.day()) {
        w.keep(&SearchKey { key, person: id }).await?;
    }
    w.keep(&Searched { person: id, compared: Json(compared) }).await
}

/// Makes the search of everybody anew, some at a time: after a stronger engine took the place of this one. Gives the
/// last person done; none when all are.
///
/// # Errors
/// When the store refuses.
pub async fn index_all(w: &mut Writing, after: PersonId, many: i64) -> Result<Option<PersonId>, Refused> {
    const SOME: &str = "SELECT id FROM person WHERE id > $1 ORDER BY id LIMIT $2";
    let some: Vec<(PersonId,)> = w.plain(SOME, args![after, many]).await?;
    for (id,) in &some {
        index(w, *id).await?;
    }
    Ok(some.last().map(|it| it.0))
}

door::record! {
    /// A key beside a person.
    pub struct SearchKey in "person_key" {
        pub key: String,
        pub person: PersonId,
    }
}

impl door::Plain for WhoForSearch {}
door::record! {
    /// The columns of a person that are compared.
    pub struct WhoForSearch in "person" {
        pub id: PersonId,
        pub root: PersonId,
        pub forenames: String,
        pub surname: String,
        pub known_as: String,
        pub birth_day: Option<Day>,
        pub birth_kind: BirthKind,
        pub birth_year: Option<i64>,
        pub sex: String,
    }
}

async fn gathered(w: &Writing, id: PersonId) -> Result<Option<Compared>, Refused> {
    const WHO: &str =
        "SELECT id, root, forenames, surname, known_as, birth_day, birth_kind, birth_year, sex FROM person
        WHERE id = $1 AND root = $1";
    const PLACE: &str = "SELECT a.postcode, a.house, a.street FROM address a JOIN person p ON p.id = a.person
        WHERE p.root = $1 AND a.replaced_at IS NULL ORDER BY CASE WHEN a.holds_to IS NULL THEN 0 ELSE 1 END, a.recorded DESC LIMIT 1";
    let Some(who) = w.plain_one::<WhoForSearch>(WHO, args![id]).await? else { return Ok(None) };
    let place = w.plain_one::<(String, String, String)>(PLACE, args![id]).await?;
    let (postcode, house, street) = place.unwrap_or_default();
    let mut it = Compared { birth: birth(&who), postcode, house, street, ..Compared::default() };
    if !who.sex.eq_ignore_ascii_case("U") {
        it.sex.clone_from(&who.sex);
    }
    it.other_names = other_names(w, &who).await?;
    (it.forenames, it.surname) = (who.forenames, who.surname);
    numbers(w, id, &mut it).await?;
    Ok(Some(it))
}

fn birth(who: &WhoForSearch) -> String {
    match (who.birth_day, who.birth_year) {
        (Some(day), _) => day.to_string(),
        (None, Some(year)) => year.to_string(),
        (None, None) => String::new(),
    }
}

/// Names of those merged, earlier names and aliases, each once.
async fn other_names(w: &Writing, who: &WhoForSearch) -> Result<Vec<String>, Refused> {
    const IDENTITIES: &str =
        "SELECT i.forenames, i.surname, i.known_as FROM identity i JOIN person p ON p.id = i.person
        WHERE p.root = $1 ORDER BY i.recorded DESC, i.id LIMIT 20";
    const NAMES: &str = "SELECT n.forenames, n.surname FROM person_name n JOIN person p ON p.id = n.person
        WHERE p.root = $1 AND n.replaced_at IS NULL ORDER BY n.recorded DESC, n.id LIMIT 20";
    let mut all: Vec<String> = Vec::new();
    let whole = |forenames: &str, surname: &str| format!("{forenames} {surname}").trim().to_owned();
    let shown = whole(&who.forenames, &who.surname);
    let mut add = |name: String| {
        if !name.is_empty() && name != shown && !all.contains(&name) {
            all.push(name);
        }
    };
    add(if who.known_as.is_empty() { String::new() } else { whole(&who.known_as, &who.surname) });
    for (forenames, surname) in w.plain::<(String, String)>(NAMES, args![who.id]).await? {
        add(whole(&forenames, &surname));
    }
    for (forenames, surname, _) in w.plain::<(String, String, String)>(IDENTITIES, args![who.id]).await? {
        add(whole(&forenames, &surname));
    }
    Ok(all)
}

async fn numbers(w: &Writing, id: PersonId, it: &mut Compared) -> Result<(), Refused> {
    const NUMBERS: &str = "SELECT i.scheme, i.value FROM person_identifier i JOIN person p ON p.id = i.person
        WHERE p.root = $1 AND i.replaced_at IS NULL AND i.scheme IN ('nhs', 'upn')
        ORDER BY CASE WHEN i.doubt IS NULL THEN 0 ELSE 1 END, i.recorded DESC, i.id";
    const CONTACTS: &str = "SELECT c.kind, c.value FROM contact_point c JOIN person p ON p.id = c.person
        WHERE p.root = $1 AND c.replaced_at IS NULL ORDER BY CASE WHEN c.holds_to IS NULL THEN 0 ELSE 1 END, c.recorded DESC, c.id";
    for (scheme, value) in w.plain::<(String, String)>(NUMBERS, args![id]).await? {
        let into = if scheme == "nhs" { &mut it.nhs } else { &mut it.upn };
        if into.is_empty() {
            *into = value;
        }
    }
    for (kind, value) in w.plain::<(ContactKind, String)>(CONTACTS, args![id]).await? {
        match kind {
            ContactKind::Mobile | ContactKind::Phone => it.phones.push(value),
            ContactKind::Email if it.email.is_empty() => it.email = value,
            ContactKind::Email | ContactKind::Online => {}
        }
    }
    Ok(())
}
