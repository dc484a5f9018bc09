//! Keys: what the store keeps beside each person so that likely records can be found with one query.
//!
//! `SELECT person, SUM(weight) FROM asked JOIN match_key USING (key) GROUP BY person ORDER BY 2 DESC LIMIT 200`.
//! A key is a letter for its kind, a colon and the content; it holds parts of names and birth dates and is to be
//! guarded like them.

use std::collections::BTreeMap;

use crate::text::{compact, digits, fold, sound, words};
use crate::{Birth, Record};

/// At most this many keys are kept for a record.
pub const KEYS_A_RECORD: usize = 14;

/// Weights of a key kind in a question: how much sharing one says, before anything is compared.
mod weight {
    /// Sharing the key kind `number`, in points.
    pub const NUMBER: f64 = 12.0;
    /// Sharing the key kind `email`, in points.
    pub const EMAIL: f64 = 6.0;
    /// Sharing the key kind `phone`, in points.
    pub const PHONE: f64 = 5.0;
    /// Sharing the key kind `birth`, in points.
    pub const BIRTH: f64 = 5.0;
    /// Sharing the key kind `birth_slip`, in points.
    pub const BIRTH_SLIP: f64 = 2.0;
    /// Sharing the key kind `two_names`, in points.
    pub const TWO_NAMES: f64 = 4.5;
    /// Sharing the key kind `name_and_year`, in points.
    pub const NAME_AND_YEAR: f64 = 3.0;
    /// Sharing the key kind `name_and_district`, in points.
    pub const NAME_AND_DISTRICT: f64 = 2.5;
    /// Sharing the key kind `postcode`, in points.
    pub const POSTCODE: f64 = 3.5;
    /// Sharing the key kind `home`, in points.
    pub const HOME: f64 = 3.5;
    /// Sharing the key kind `name_and_initial`, in points.
    pub const NAME_AND_INITIAL: f64 = 2.0;
    /// Sharing the key kind `name`, in points.
    pub const NAME: f64 = 1.0;
}

/// The parts of a record that keys are made of.
struct Parts {
    given: Vec<String>,
    family: Vec<String>,
    other: Vec<String>,
    district: Option<String>,
    postcode: Option<String>,
    home: Option<String>,
    phones: Vec<String>,
}

impl Parts {
    fn of(it: &Record) -> Self {
        let heard = |text: &str| words(text).iter().map(|it| sound(it)).filter(|it| !it.is_empty()).collect::<Vec<_>>();
        let (mut given, mut family) = (heard(&it.forenames), heard(&it.surname));
        let mut whole = heard(&it.full);
        if given.is_empty() && family.is_empty() && !whole.is_empty() {
            family.extend(whole.pop());
            given = std::mem::take(&mut whole);
        }
        let other = whole.into_iter().chain(it.other_names.iter().flat_map(|it| heard(it))).collect();
        let postcode = compact(&it.postcode);
        let full_code = (5..=7).contains(&postcode.len()) && postcode.as_bytes()[postcode.len() - 3].is_ascii_digit();
        let district = if full_code { postcode[..postcode.len() - 3].to_owned() } else { postcode.clone() };
        let home = words(&it.street).iter().find(|it| it.chars().any(char::is_alphabetic)).map(|it| sound(it));
        let number = digits(it.house.rsplit(',').next().unwrap_or(""));
        let house = if number.is_empty() { words(&it.house).join("") } else { number };
        Self {
            given,
            family,
            other,
            district: (2..=4).contains(&district.len()).then_some(district),
            postcode: full_code.then_some(postcode),
            home: home.filter(|_| !house.is_empty()).map(|street| format!("a:{house}:{street}")),
            phones: it.phones.iter().filter_map(|it| phone_tail(it)).collect(),
        }
    }
}

impl Parts {
    /// Names in order of what they tell: first forename, last surname, then the others.
    fn names(&self) -> Vec<&String> {
        let rest = self.given.iter().skip(1).chain(self.family.iter().rev().skip(1)).chain(&self.other);
        self.given.first().into_iter().chain(self.family.last()).chain(rest).collect()
    }
}

/// The keys to keep beside a record: at most [`KEYS_A_RECORD`], the most telling first.
#[must_use]
pub fn keys(record: &Record) -> Vec<String> {
    let parts = Parts::of(record);
    let mut out = numbers(record, &parts);
    out.extend(record.birth.digits().map(|it| format!("d:{it}")));
    let (first, last) = (parts.given.first(), parts.family.last());
    out.extend(pair_key(first, last));
    let main: Vec<&String> = first.into_iter().chain(last).collect();
    out.extend(main.iter().filter_map(|it| year_key(it, record.birth)));
    out.extend(parts.postcode.iter().map(|it| format!("p:{it}")));
    out.extend(parts.home.clone());
    out.extend(main.iter().filter_map(|it| district_key(it, parts.district.as_ref())));
    out.extend(initial_key(first, last));
    out.extend(main.iter().map(|it| format!("t:{it}")));
    for it in parts.names().into_iter().skip(main.len()).take(2) {
        out.extend(year_key(it, record.birth));
        out.extend(pair_key(Some(it), last));
        out.push(format!("t:{it}"));
    }
    let mut seen = std::collections::HashSet::new();
    out.retain(|it| seen.insert(it.clone()));
    out.truncate(KEYS_A_RECORD);
    out
}

/// The keys of a question, each once, with its weight. Names are taken in any order; a birth date also asks for what
/// one slip would make of it where no number settles who is meant.
#[must_use]
pub fn query_keys(record: &Record) -> Vec<(String, f64)> {
    let parts = Parts::of(record);
    let mut out: BTreeMap<String, f64> = BTreeMap::new();
    let mut ask = |key: String, weight: f64| {
        let kept = out.entry(key).or_insert(weight);
        *kept = kept.max(weight);
    };
    for key in numbers(record, &parts) {
        let weight = match key.as_bytes().first() {
            Some(b'h') => weight::PHONE,
            Some(b'e') => weight::EMAIL,
            Some(_) | None => weight::NUMBER,
        };
        ask(key, weight);
    }
    if let Some(own) = record.birth.digits() {
        ask(format!("d:{own}"), weight::BIRTH);
    }
    if digits(&record.nhs).is_empty() && record.upn.is_empty() {
        for slip in record.birth.slips() {
            ask(format!("d:{slip}"), weight::BIRTH_SLIP);
        }
    }
    if let Some(key) = &parts.postcode {
        ask(format!("p:{key}"), weight::POSTCODE);
    }
    if let Some(key) = &parts.home {
        ask(key.clone(), weight::HOME);
    }
    let mut names = parts.names();
    names.truncate(6);
    for (nth, one) in names.iter().enumerate() {
        for other in &names[nth + 1..] {
            if let Some(key) = pair_key(Some(one), Some(other)) {
                ask(key, weight::TWO_NAMES);
            }
            for key in [initial_key(Some(one), Some(other)), initial_key(Some(other), Some(one))].into_iter().flatten()
            {
                ask(key, weight::NAME_AND_INITIAL);
            }
        }
        if let Some(key) = year_key(one, record.birth) {
            ask(key, weight::NAME_AND_YEAR);
        }
        if let Some(key) = district_key(one, parts.district.as_ref()) {
            ask(key, weight::NAME_AND_DISTRICT);
        }
    }
    if let [only] = names.as_slice() {
        ask(format!("t:{only}"), weight::NAME);
    }
    out.into_iter().collect()
}

/// Further keys, each name by itself, for a question whose [`query_keys`] found too few. Thousands can share one:
/// the query takes at most [`crate::PEOPLE_A_KEY`] people of each.
#[must_use]
pub fn wider_keys(record: &Record) -> Vec<(String, f64)> {
    let parts = Parts::of(record);
    let names: std::collections::BTreeSet<&String> = parts.names().into_iter().take(6).collect();
    names.into_iter().map(|it| (format!("t:{it}"), weight::NAME)).collect()
}

/// Numbers that belong to one person or home.
fn numbers(record: &Record, parts: &Parts) -> Vec<String> {
    let (nhs, upn) = (digits(&record.nhs), compact(&record.upn));
    let mut out = Vec::new();
    if nhs.len() == 10 {
        out.push(format!("n:{nhs}"));
    }
    if upn.len() == 13 {
        out.push(format!("u:{upn}"));
    }
    out.extend(parts.phones.iter().take(2).map(|it| format!("h:{it}")));
    if record.email.contains('@') {
        out.push(format!("e:{}", fold(record.email.trim())));
    }
    out
}

fn pair_key(one: Option<&String>, other: Option<&String>) -> Option<String> {
    let (one, other) = (one?, other?);
    (one != other || one.len() > 1)
        .then(|| if one <= other { format!("s:{one}:{other}") } else { format!("s:{other}:{one}") })
}

/// A surname with the forename's first sound: for pet forms and initials.
fn initial_key(given: Option<&String>, family: Option<&String>) -> Option<String> {
    let initial = given?.chars().next()?;
    family.map(|it| format!("i:{it}:{initial}"))
}

fn year_key(name: &str, birth: Birth) -> Option<String> {
    birth.year().map(|year| format!("y:{name}:{year}"))
}

fn district_key(name: &str, district: Option<&String>) -> Option<String> {
    district.map(|it| format!("z:{name}:{it}"))
}

/// The last nine digits: what is left of a number when country code and leading zero are taken off.
pub(crate) fn phone_tail(text: &str) -> Option<String> {
    let all = digits(text);
    (all.len() >= 9).then(|| all[all.len() - 9..].to_owned())
}
