//! Search before create: tolerant of spelling, order of names and slips in dates; ten at most, the likeliest first.
//! What the reader may not open says only *known: ask this team*; what they may not know of is absent.

mod index;
mod saved;

use std::collections::HashMap;

use door::{Plain, Reading, Refused, args, record};
use kernel::{Json, PersonId, Reference, Value};
use policy::action::{SEARCH, SEE_IDENTITY, SEE_POINTER};

pub(crate) use index::index_new;
pub use index::{index, index_all};
pub use saved::{ForgetSearches, SaveSearch, SavedSearch, SearchId, saved};

use crate::matcher::{Asked, Compared, Question};
use crate::{Person, Pointed};

/// At most so many are shown.
pub const SHOWN: usize = 10;
/// So many are compared with the question.
const CANDIDATES: usize = 200;
/// So many are looked at until ten are found that may be shown.
const LOOKED_AT: usize = 60;

/// Somebody whom a search found.
#[derive(Clone, Debug)]
pub enum Found {
    /// The reader may open the record.
    Open {
        /// The record.
        person: Box<Person>,
        /// Why it was found, as phrases.
        why: Vec<String>,
    },
    /// The reader may only know that somebody is known, and whom to ask.
    Pointer(Pointed),
}

record! {
    /// What is compared of a person, kept ready. It leaves this crate only as the answer of a search, after policy.
    pub struct Searched in "person_search" {
        pub person: PersonId,
        pub compared: Json<Compared>,
    }
}
impl Plain for Searched {}

/// Finds people for somebody who may search. Each one shown is noted in the ledger.
///
/// # Errors
/// [`Refused::MayNot`] for one who may not search; when the store refuses.
pub async fn search(r: &Reading, asked: &Asked) -> Result<Vec<Found>, Refused> {
    if !r.could(SEARCH) {
        return Err(Refused::MayNot(r.decide(SEARCH, door::Facts::NONE).words.clone()));
    }
    let mut out = Vec::new();
    for (person, why) in likely(r, asked).await?.into_iter().take(LOOKED_AT) {
        out.extend(as_may_be_seen(r, person, why).await?);
        if out.len() == SHOWN {
            break;
        }
    }
    Ok(out)
}

/// The likeliest records, whoever asks: for rules inside commands; never to be shown.
///
/// # Errors
/// When the store refuses.
pub async fn likely(r: &Reading, asked: &Asked) -> Result<Vec<(PersonId, Vec<String>)>, Refused> {
    if asked.is_empty() || asked.too_long() {
        return Ok(Vec::new());
    }
    if let Some(exact) = by_reference(r, &asked.line).await? {
        return Ok(vec![(exact, vec!["this reference".to_owned()])]);
    }
    let today = r.now.day();
    let question = Question::of(asked, today);
    let candidates = candidates(r, &question.keys()).await?;
    let compared = compared(r, &candidates).await?;
    Ok(question.rank(compared, today))
}

async fn by_reference(r: &Reading, line: &str) -> Result<Option<PersonId>, Refused> {
    let Ok(reference) = line.trim().parse::<Reference>() else { return Ok(None) };
    let found = r.plain_one::<(PersonId,)>("SELECT root FROM person WHERE reference = $1", args![reference]).await?;
    Ok(found.map(|it| it.0))
}

async fn as_may_be_seen(r: &Reading, id: PersonId, why: Vec<String>) -> Result<Option<Found>, Refused> {
    const PERSON: &str = "SELECT * FROM person WHERE id = $1";
    const POINTED: &str = "SELECT id, root, lead_agency, lead_team FROM person WHERE id = $1";
    if r.could_to(SEE_IDENTITY, id).await? {
        let sealed = r.sealed_one::<Person>(PERSON, args![id]).await?;
        return Ok(Some(Found::Open { person: Box::new(r.open(sealed).await?), why }));
    }
    if r.could_to(SEE_POINTER, id).await? {
        let sealed = r.sealed_one::<Pointed>(POINTED, args![id]).await?;
        return Ok(Some(Found::Pointer(r.open(sealed).await?)));
    }
    Ok(None)
}

/// Thirty-two keys at once, at most 400 people of each: a name that thousands bear says little by itself.
macro_rules! slots {
    ($first:literal $($n:literal)*) => {
        concat!(
            "SELECT key, person FROM (SELECT key, person FROM person_key WHERE key = $", $first,
            " ORDER BY person LIMIT 400) s", $first,
            $(" UNION ALL SELECT key, person FROM (SELECT key, person FROM person_key WHERE key = $", $n,
            " ORDER BY person LIMIT 400) s", $n),*
        )
    };
}
const KEYS: &str = slots!(1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32);

async fn candidates(r: &Reading, keys: &[(String, f64)]) -> Result<Vec<PersonId>, Refused> {
    let weight: HashMap<&str, f64> = keys.iter().map(|(key, weight)| (key.as_str(), *weight)).collect();
    let mut sums: HashMap<PersonId, f64> = HashMap::new();
    for some in keys.chunks(32) {
        let mut values: Vec<Value> = some.iter().map(|it| Value::Text(it.0.clone())).collect();
        values.resize(32, Value::Text(String::new()));
        let found: Vec<(String, PersonId)> = r.plain(KEYS, values).await?;
        for (key, person) in found {
            *sums.entry(person).or_default() += weight.get(key.as_str()).copied().unwrap_or_default();
        }
    }
    let mut all: Vec<(PersonId, f64)> = sums.into_iter().collect();
    all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    all.truncate(CANDIDATES);
    Ok(all.into_iter().map(|it| it.0).collect())
}

/// Fifty people at once.
const COMPARED: &str =
    "SELECT person, compared FROM person_search WHERE person IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
 $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30,
 $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50)";

async fn compared(r: &Reading, them: &[PersonId]) -> Result<Vec<(PersonId, Compared)>, Refused> {
    let mut all = HashMap::with_capacity(them.len());
    for some in them.chunks(50) {
        let mut values: Vec<Value> = some.iter().map(|it| Value::Uuid(it.0)).collect();
        values.resize(50, Value::Uuid(uuid::Uuid::nil()));
        let found: Vec<Searched> = r.plain(COMPARED, values).await?;
        all.extend(found.into_iter().map(|it| (it.person, it.compared.0)));
    }
    // In the order of the candidates, so that equals come the same way each time.
    Ok(them.iter().filter_map(|id| Some((*id, all.remove(id)?))).collect())
}
