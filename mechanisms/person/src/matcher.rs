//! The one place that knows the matching engine: a stronger one replaces it here.
//!
//! What the store keeps for it: keys beside each person, and what is compared ([`Compared`]).

use kernel::{Day, PersonId};
use matching::{Birth, Record, Sex};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is compared of a person. Of those merged into one, the survivor's; the others' names are other names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// Forenames.
    pub forenames: String,
    /// Surname.
    pub surname: String,
    /// Other whole names, earlier ones too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_names: Vec<String>,
    /// `2011-03-27`, or the year alone.
    pub birth: String,
    /// M or F; else empty.
    pub sex: String,
    /// Of the address that holds.
    pub postcode: String,
    /// House.
    pub house: String,
    /// Street.
    pub street: String,
    /// Telephone numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<String>,
    /// NHS number.
    pub nhs: String,
    /// Pupil number.
    pub upn: String,
    /// E-mail address.
    pub email: String,
}

/// What somebody asks for. Everything is optional; spelling, order of names and slips in dates are forgiven.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Asked {
    /// One line with anything in it: `smyth jon 12/3/09 BD3`, a reference, an NHS number.
    pub line: String,
    /// Forenames.
    pub forenames: String,
    /// Surname.
    pub surname: String,
    /// Other names, an alias or a street name.
    pub other_name: String,
    /// As typed: `12/3/09`, `2009-03-12`, `2009`.
    pub birth: String,
    /// M or F.
    pub sex: String,
    /// Postcode, whole or its first half.
    pub postcode: String,
    /// House number or name.
    pub house: String,
    /// Street.
    pub street: String,
    /// Telephone number.
    pub phone: String,
    /// NHS number.
    pub nhs: String,
    /// Pupil number.
    pub upn: String,
}

impl Asked {
    /// Whether nothing was asked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default() || self.parts().iter().all(|it| it.trim().is_empty())
    }

    /// Everything typed.
    fn parts(&self) -> [&str; 12] {
        [
            &self.line,
            &self.forenames,
            &self.surname,
            &self.other_name,
            &self.birth,
            &self.sex,
            &self.postcode,
            &self.house,
            &self.street,
            &self.phone,
            &self.nhs,
            &self.upn,
        ]
    }

    /// Whether something is longer than anything one looks for.
    #[must_use]
    pub fn too_long(&self) -> bool {
        self.parts().iter().any(|it| it.chars().count() > 300)
    }
}

/// A question, ready for the engine.
pub(crate) struct Question(Record);

/// The last year by which a year of two digits is read.
fn year(today: Day) -> i16 {
    today.0.year()
}

impl Question {
    pub(crate) fn of(asked: &Asked, today: Day) -> Self {
        let mut it =
            if asked.line.trim().is_empty() { Record::default() } else { matching::typed(&asked.line, year(today)) };
        let put = |into: &mut String, from: &str| {
            if !from.trim().is_empty() {
                from.trim().clone_into(into);
            }
        };
        put(&mut it.forenames, &asked.forenames);
        put(&mut it.surname, &asked.surname);
        put(&mut it.postcode, &asked.postcode);
        put(&mut it.house, &asked.house);
        put(&mut it.street, &asked.street);
        put(&mut it.nhs, &asked.nhs);
        put(&mut it.upn, &asked.upn);
        if !asked.other_name.trim().is_empty() {
            it.other_names.push(asked.other_name.trim().to_owned());
        }
        if !asked.phone.trim().is_empty() {
            it.phones.push(asked.phone.trim().to_owned());
        }
        if !asked.birth.trim().is_empty() {
            it.birth = Birth::read(&asked.birth, year(today));
        }
        it.sex = Sex::read(&asked.sex).or(it.sex);
        Self(it)
    }

    /// Keys with their weights.
    pub(crate) fn keys(&self) -> Vec<(String, f64)> {
        matching::query_keys(&self.0)
    }

    /// Candidates in order, the likeliest first, with words that say why. Those that say too little are left out.
    pub(crate) fn rank(&self, all: Vec<(PersonId, Compared)>, today: Day) -> Vec<(PersonId, Vec<String>)> {
        let all = all.into_iter().map(|(id, it)| (id, it.record(today)));
        let ranked = matching::rank(&self.0, all);
        ranked.into_iter().filter(|(_, it)| it.points > LEAST).map(|(id, it)| (id, it.why)).collect()
    }
}

/// With fewer points a record has nothing to do with the question.
const LEAST: f64 = 0.0;

impl Compared {
    fn record(self, today: Day) -> Record {
        Record {
            forenames: self.forenames,
            surname: self.surname,
            other_names: self.other_names,
            full: String::new(),
            birth: Birth::read(&self.birth, year(today)),
            sex: Sex::read(&self.sex),
            postcode: self.postcode,
            house: self.house,
            street: self.street,
            phones: self.phones,
            nhs: self.nhs,
            upn: self.upn,
            email: self.email,
        }
    }

    /// The keys to keep beside the person.
    pub(crate) fn keys(&self, today: Day) -> Vec<String> {
        matching::keys(&self.clone().record(today))
    }
}
