//! Answers read as numbers, days and instants. Nothing here refuses: what cannot be read is none.

use catalogue::{Agency, Catalogue, Kind};
use kernel::{Day, PersonId, Ts};

use crate::answers::{Answer, Said};

/// The age in completed years: as estimated, or by birth date on a day.
#[must_use]
pub fn years(answer: &Answer, on: Day) -> Option<i64> {
    match &answer.said {
        Said::Age(it) => match it.born.parse::<Day>() {
            Ok(born) => Some(born.age_on(on).into()),
            Err(_) => whole(&it.age),
        },
        Said::Words(it) => it.parse::<Day>().ok().map(|born| born.age_on(on).into()),
        Said::Several(_) | Said::Not(_) => None,
    }
}

/// The number that a condition compares: a number, a rating, an age.
pub(super) fn number(kind: Kind, answer: &Answer, on: Day) -> Option<i64> {
    match kind {
        Kind::Int | Kind::Rating => answer.as_words().and_then(whole),
        Kind::Money => amount(answer),
        Kind::AgeOrBirth | Kind::Day => years(answer, on),
        Kind::Text
        | Kind::Long
        | Kind::Instant
        | Kind::Code
        | Kind::Codes
        | Kind::YesNoUnknown
        | Kind::Person
        | Kind::Org
        | Kind::File
        | Kind::Email
        | Kind::Phone
        | Kind::Postcode
        | Kind::NhsNumber
        | Kind::Upn
        | Kind::Recency => None,
    }
}

/// A whole number; blanks and the commas of thousands are forgiven.
pub(super) fn whole(it: &str) -> Option<i64> {
    let digits: String = it.chars().filter(|it| !it.is_whitespace() && *it != ',').collect();
    (!digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit())).then(|| digits.parse().ok()).flatten()
}

/// A rating from 0 up.
#[must_use]
pub fn rating(answer: &Answer) -> Option<i64> {
    answer.as_words().and_then(whole)
}

/// An amount of money in pence: `12`, `12.50`, `£1,200.05`.
#[must_use]
pub fn amount(answer: &Answer) -> Option<i64> {
    let typed = answer.as_words()?.trim_start_matches('£').trim();
    let (pounds, pence) = typed.split_once('.').unwrap_or((typed, "00"));
    let pence = Some(pence).filter(|it| it.len() == 2 && it.bytes().all(|it| it.is_ascii_digit()))?;
    whole(pounds)?.checked_mul(100)?.checked_add(pence.parse().ok()?)
}

/// An instant.
#[must_use]
pub fn instant(answer: &Answer) -> Option<Ts> {
    answer.as_words()?.parse().ok()
}

/// A person of the record.
#[must_use]
pub fn person(answer: &Answer) -> Option<PersonId> {
    answer.as_words()?.parse().ok()
}

/// The agency that was meant: by its code, or by its name however it is written.
#[must_use]
pub fn agency<'c>(catalogue: &'c Catalogue, answer: &Answer) -> Option<&'c Agency> {
    let typed = answer.as_words()?.trim();
    catalogue.agency(typed).or_else(|| {
        let lower = typed.to_lowercase();
        catalogue.agencies.iter().find(|it| it.name.to_lowercase() == lower)
    })
}
