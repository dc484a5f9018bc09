//! Two records side by side: points that put likely ones first, and what speaks for and against, in plain words.

use crate::names::{self, Form, Likeness};
use crate::text::{alike, compact, digits, fold, one_slip, words};
use crate::{Birth, Record, Sex, keys::phone_tail};

/// What two records have in common.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Match {
    /// For putting the candidates of one question in order, and for nothing else: not a probability, not a score of a
    /// person.
    pub points: f64,
    /// What speaks for and against, the strongest first, each a phrase such as `same birth date`.
    pub why: Vec<String>,
}

/// A record made ready for comparing.
pub(crate) struct Ready {
    forms: Vec<Form>,
    birth: Birth,
    birth_digits: Option<String>,
    sex: Option<Sex>,
    postcode: String,
    house: String,
    street: String,
    phones: Vec<String>,
    nhs: String,
    upn: String,
    email: String,
}

impl Ready {
    pub(crate) fn of(it: &Record) -> Self {
        let house = digits(it.house.rsplit(',').next().unwrap_or(""));
        let nhs = digits(&it.nhs);
        let upn = compact(&it.upn);
        Self {
            forms: names::forms(it),
            birth: it.birth,
            birth_digits: it.birth.digits(),
            sex: it.sex,
            postcode: compact(&it.postcode),
            house: if house.is_empty() { words(&it.house).join(" ") } else { house },
            street: words(&it.street).join(" "),
            phones: it.phones.iter().filter_map(|it| phone_tail(it)).collect(),
            nhs: if nhs.len() == 10 { nhs } else { String::new() },
            upn: if upn.len() == 13 { upn } else { String::new() },
            email: if it.email.contains('@') { fold(it.email.trim()) } else { String::new() },
        }
    }
}

/// Adds up what is found; keeps the phrases in order of weight.
#[derive(Default)]
struct Sum {
    points: f64,
    found: Vec<(f64, &'static str)>,
}

impl Sum {
    fn add(&mut self, points: f64, why: &'static str) {
        self.points += points;
        self.say(points, why);
    }

    /// Says why without counting it: it is counted elsewhere.
    fn say(&mut self, points: f64, why: &'static str) {
        if !why.is_empty() {
            self.found.push((points, why));
        }
    }

    fn done(mut self) -> Match {
        self.found.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
        Match { points: self.points, why: self.found.into_iter().map(|it| it.1.to_owned()).collect() }
    }
}

/// Compares two records. The order of the two does not matter.
#[must_use]
pub fn compare(one: &Record, other: &Record) -> Match {
    compared(&Ready::of(one), &Ready::of(other))
}

/// Puts candidates in order, the likeliest first; those alike stay in the order given.
#[must_use]
pub fn rank<I>(question: &Record, candidates: impl IntoIterator<Item = (I, Record)>) -> Vec<(I, Match)> {
    let question = Ready::of(question);
    let mut out: Vec<(I, Match)> =
        candidates.into_iter().map(|(id, it)| (id, compared(&question, &Ready::of(&it)))).collect();
    out.sort_by(|a, b| b.1.points.total_cmp(&a.1.points));
    out
}

/// How much of what a common home says is taken back where another forename suggests two people of one family.
const FAMILY_SHARE: f64 = 0.75;

pub(crate) fn compared(one: &Ready, other: &Ready) -> Match {
    let mut sum = Sum::default();
    let named = names::best(&one.forms, &other.forms);
    sum.points += named.points();
    sum.say(named.given.given_points(), named.given.given_words());
    sum.say(named.family.family_points(), named.family.family_words());
    if named.swapped {
        sum.say(0.3, "forename and surname stand the other way round");
    }
    let birth = birth(one, other);
    sum.add(birth.points(), birth.words());
    let before = sum.points;
    let home = home(one, other, &mut sum);
    let phone = phone(one, other, &mut sum);
    let household = (sum.points - before).max(0.0);
    match (one.sex, other.sex) {
        (Some(a), Some(b)) if a != b => sum.add(-2.0, "other sex"),
        (Some(_), Some(_)) => sum.add(0.3, "same sex"),
        (None, _) | (_, None) => {}
    }
    let other_person = named.given == Likeness::Different && birth.speaks_against();
    number((&one.nhs, &other.nhs), other_person, &NHS, &mut sum);
    number((&one.upn, &other.upn), other_person, &UPN, &mut sum);
    if !one.email.is_empty() && one.email == other.email {
        sum.add(5.0, "same e-mail address");
    }
    // Two of one family share home and telephone anyway: with another forename these say little about the person.
    if named.given == Likeness::Different && named.family.fits() && (home || phone) {
        let less = -2.0 - FAMILY_SHARE * household;
        sum.add(less, "perhaps a twin, brother, sister or parent: one home, another forename");
    }
    sum.done()
}

/// How two birth dates stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Births {
    Unknown,
    Same,
    SameNewYear,
    Swapped,
    OneSlip,
    SameYear,
    OneKnowsTheYear,
    SameMonthAndDay,
    YearNear,
    SomeYears,
    Generation,
}

impl Births {
    fn points(self) -> f64 {
        match self {
            Self::Unknown => 0.0,
            Self::Same => 8.0,
            Self::SameNewYear => 4.0,
            Self::Swapped => 5.5,
            Self::OneSlip => 5.0,
            Self::SameYear => -0.5,
            Self::OneKnowsTheYear => 2.5,
            Self::SameMonthAndDay => 1.0,
            Self::YearNear => -2.0,
            Self::SomeYears => -4.0,
            Self::Generation => -6.0,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Unknown => "",
            Self::Same => "same birth date",
            Self::SameNewYear => "same birth date, but 1 January, which often stands for the year alone",
            Self::Swapped => "birth date with day and month swapped",
            Self::OneSlip => "birth date differs by one slip",
            Self::SameYear => "born in the same year, on another day",
            Self::OneKnowsTheYear => "same birth year; one record has only the year",
            Self::SameMonthAndDay => "same birthday, another year",
            Self::YearNear => "birth dates about a year apart",
            Self::SomeYears => "birth dates some years apart",
            Self::Generation => "birth dates a generation apart",
        }
    }

    fn speaks_against(self) -> bool {
        match self {
            Self::SameYear | Self::SameMonthAndDay | Self::YearNear | Self::SomeYears | Self::Generation => true,
            Self::Unknown | Self::Same | Self::SameNewYear | Self::Swapped | Self::OneSlip | Self::OneKnowsTheYear => {
                false
            }
        }
    }
}

fn birth(one: &Ready, other: &Ready) -> Births {
    let (Some(a), Some(b)) = (one.birth.year(), other.birth.year()) else { return Births::Unknown };
    let apart = (i32::from(a) - i32::from(b)).abs();
    let by_year = match apart {
        0 => Births::SameYear,
        1 => Births::YearNear,
        2..14 => Births::SomeYears,
        _ => Births::Generation,
    };
    let (Birth::Day(_, month, day), Birth::Day(_, other_month, other_day)) = (one.birth, other.birth) else {
        return if apart == 0 { Births::OneKnowsTheYear } else { by_year };
    };
    if one.birth == other.birth {
        return if one.birth.is_new_year() { Births::SameNewYear } else { Births::Same };
    }
    if apart == 0 && (one.birth.is_new_year() || other.birth.is_new_year()) {
        return Births::OneKnowsTheYear;
    }
    if apart == 0 && month == other_day && day == other_month {
        return Births::Swapped;
    }
    let slip = matches!((&one.birth_digits, &other.birth_digits), (Some(a), Some(b)) if one_slip(a, b));
    if slip {
        Births::OneSlip
    } else if month == other_month && day == other_day {
        Births::SameMonthAndDay
    } else {
        by_year
    }
}

/// Whether home speaks for one household.
fn home(one: &Ready, other: &Ready, sum: &mut Sum) -> bool {
    let outward = |it: &str| if it.len() >= 5 { it[..it.len() - 3].to_owned() } else { it.to_owned() };
    let (a, b) = (one.postcode.as_str(), other.postcode.as_str());
    let same_code = a.len() >= 5 && a == b;
    if a.is_empty() || b.is_empty() {
    } else if same_code {
        sum.add(3.5, "same postcode");
    } else if a.len() >= 5 && b.len() >= 5 && one_slip(a, b) {
        sum.add(2.0, "postcode differs by one slip");
    } else if outward(a) == outward(b) {
        sum.add(1.0, "same postcode district");
    } else {
        sum.add(-0.4, "another postcode");
    }
    if one.street.is_empty() || other.street.is_empty() {
        return same_code;
    }
    let street = alike(&one.street, &other.street).max(first_word_alike(&one.street, &other.street));
    let same_house = !one.house.is_empty() && one.house == other.house;
    if street >= 0.8 && same_house {
        sum.add(3.5, "same house and street");
        return true;
    }
    if street >= 0.8 {
        sum.add(1.0, "same street");
    }
    same_code && same_house
}

/// Abbreviations of "Road" and the like make whole streets look less alike than they are.
fn first_word_alike(a: &str, b: &str) -> f64 {
    let first = |it: &str| it.split(' ').find(|it| it.len() > 2).unwrap_or("").to_owned();
    let (a, b) = (first(a), first(b));
    if a.is_empty() { 0.0 } else { alike(&a, &b) * 0.95 }
}

fn phone(one: &Ready, other: &Ready, sum: &mut Sum) -> bool {
    let any = |test: fn(&str, &str) -> bool| one.phones.iter().any(|a| other.phones.iter().any(|b| test(a, b)));
    if any(|a, b| a == b) {
        sum.add(4.5, "same telephone number");
        return true;
    }
    if any(one_slip) {
        sum.add(2.5, "telephone number differs by one slip");
    }
    false
}

/// What two identifiers of one scheme say.
struct Says {
    same: (f64, &'static str),
    borrowed: &'static str,
    slip: (f64, &'static str),
    other: (f64, &'static str),
}

const NHS: Says = Says {
    same: (12.0, "same NHS number"),
    borrowed: "same NHS number, but name and birth date differ: it may be a parent's",
    slip: (5.0, "NHS number differs by one slip"),
    other: (-7.0, "another NHS number"),
};

const UPN: Says = Says {
    same: (12.0, "same pupil number"),
    borrowed: "same pupil number, but name and birth date differ: it may be a brother's or sister's",
    slip: (5.0, "pupil number differs by one slip"),
    other: (-5.0, "another pupil number"),
};

fn number((a, b): (&str, &str), other_person: bool, says: &Says, sum: &mut Sum) {
    if a.is_empty() || b.is_empty() {
    } else if a == b && other_person {
        sum.add(3.0, says.borrowed);
    } else if a == b {
        sum.add(says.same.0, says.same.1);
    } else if one_slip(a, b) {
        sum.add(says.slip.0, says.slip.1);
    } else {
        sum.add(says.other.0, says.other.1);
    }
}
