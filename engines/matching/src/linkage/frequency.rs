//! How often a value turns up in somebody else's record: what agreement on it is worth.

use super::dict::{Dict, Numbers};
use super::table::Table;

/// A value that only one person has still turns up in another's record this often, in records.
const LEAST: f64 = 0.3;
/// Days on which somebody may be born, for a list of all ages.
const BIRTH_DAYS: f64 = 365.25 * 80.0;

/// Logarithms by the number of a value. A value that came later counts as the rarest.
pub(crate) struct Logs(Vec<f32>);

impl Logs {
    pub(crate) fn of(&self, id: u32) -> f32 {
        self.0.get(id as usize).or(self.0.first()).copied().unwrap_or(-10.0)
    }
}

/// Logarithms, base 2, of the share of other people's records with a value, by the value's number.
pub(crate) struct Frequencies {
    pub(crate) given: Logs,
    pub(crate) family: Logs,
    pub(crate) home: Logs,
    pub(crate) postcode: Logs,
    pub(crate) place: Logs,
    pub(crate) phone: Logs,
    pub(crate) email: Logs,
    pub(crate) birth_place: Logs,
    pub(crate) occupation: Logs,
    births: f64,
    again: f64,
}

impl Frequencies {
    /// Counts. `again`: how many further records of the same person a record has, on average; they are no other
    /// people and are taken off.
    pub(crate) fn of(table: &Table, again: f64) -> Self {
        let filled = |field: super::levels::Field| f64::from(table.filled[field as usize].max(2));
        let share = |count: u32, all: f64, least: f64| -> f32 {
            ((f64::from(count) - 1.0 - again).max(least) / all).min(1.0).log2() as f32
        };
        let dict = |it: &Dict, field, least| -> Logs {
            Logs((0..it.len() as u32).map(|id| share(it.count(id), filled(field), least)).collect())
        };
        let numbers = |it: &Numbers, field, least| -> Logs {
            Logs((0..it.len() as u32).map(|id| share(it.count(id), filled(field), least)).collect())
        };
        use super::levels::Field;
        let word = |count: fn(&super::table::Word) -> u32, field| -> Logs {
            Logs(table.name_words.iter().map(|it| share(count(it), filled(field), LEAST)).collect())
        };
        Self {
            given: word(|it| it.as_given, Field::Given),
            family: word(|it| it.as_family, Field::Family),
            home: numbers(&table.homes, Field::Home, LEAST),
            postcode: dict(&table.postcodes, Field::Area, LEAST),
            place: dict(&table.places, Field::Area, LEAST),
            phone: numbers(&table.phones, Field::Phone, 0.03),
            email: dict(&table.emails, Field::Email, 0.03),
            birth_place: dict(&table.birth_places, Field::BirthPlace, LEAST),
            occupation: dict(&table.occupations, Field::Occupation, LEAST),
            births: filled(Field::Birth),
            again,
        }
    }

    /// Of a birth date. No date is rarer than a day of a long life.
    pub(crate) fn birth(&self, table: &Table, date: u32) -> f32 {
        let count = f64::from(table.dates.count_of(u64::from(date)));
        ((count - 1.0 - self.again).max(0.0) / self.births).clamp(1.0 / BIRTH_DAYS, 1.0).log2() as f32
    }
}
