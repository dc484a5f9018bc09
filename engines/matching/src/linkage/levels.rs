//! What is compared, and the levels each comparison can come out at. A level is a finding in words; what it weighs is
//! learned ([`super::train`]).

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Field {
    Given,
    Family,
    Middle,
    Birth,
    Sex,
    Home,
    Area,
    National,
    Education,
    Phone,
    Email,
    BirthPlace,
    Occupation,
}

/// How many fields there are.
pub(crate) const FIELDS: usize = 13;

/// Levels that a field can have, *not recorded* included.
pub(crate) const LEVELS: usize = 16;

pub(crate) const ALL: [Field; FIELDS] = [
    Field::Given,
    Field::Family,
    Field::Middle,
    Field::Birth,
    Field::Sex,
    Field::Home,
    Field::Area,
    Field::National,
    Field::Education,
    Field::Phone,
    Field::Email,
    Field::BirthPlace,
    Field::Occupation,
];

/// A level of a field: its short name for files, words for people, and how often it comes out for two records of one
/// person, of two people of one household, and of twins, before anything is learned: shares of the pairs in which
/// both records have the field. `chance` is the share among any two people; `NAN` where it is counted by value.
pub(crate) struct Level {
    pub(crate) name: &'static str,
    pub(crate) words: &'static str,
    pub(crate) same: f64,
    pub(crate) household: f64,
    pub(crate) twins: f64,
    pub(crate) chance: f64,
}

const fn level(name: &'static str, words: &'static str, shares: [f64; 4]) -> Level {
    Level { name, words, same: shares[0], household: shares[1], twins: shares[2], chance: shares[3] }
}

/// Counted by value.
const C: f64 = f64::NAN;

/// *Not recorded* on a side: says nothing.
const NONE: Level = level("none", "not recorded on one side", [1.0, 1.0, 1.0, 1.0]);

pub(crate) mod given {
    pub(crate) const NONE: u8 = 0;
    pub(crate) const SAME: u8 = 1;
    pub(crate) const LEARNED: u8 = 2;
    pub(crate) const NEAR: u8 = 3;
    pub(crate) const SECOND: u8 = 4;
    pub(crate) const INITIAL: u8 = 5;
    pub(crate) const WEAK: u8 = 6;
    pub(crate) const OTHER: u8 = 7;
    pub(crate) const SWAPPED: u8 = 8;
    pub(crate) const SWAPPED_NEAR: u8 = 9;
    pub(crate) const CROSS: u8 = 10;
    pub(crate) const BEGINS: u8 = 11;
}

pub(crate) mod family {
    pub(crate) const NONE: u8 = 0;
    pub(crate) const SAME: u8 = 1;
    pub(crate) const NEAR: u8 = 2;
    pub(crate) const PART: u8 = 3;
    pub(crate) const WEAK: u8 = 4;
    pub(crate) const OTHER: u8 = 5;
    pub(crate) const OTHER_WOMAN: u8 = 6;
    pub(crate) const SECOND: u8 = 7;
}

pub(crate) mod middle {
    pub(crate) const SAME: u8 = 1;
    pub(crate) const NEAR: u8 = 2;
    pub(crate) const OTHER: u8 = 3;
}

pub(crate) mod birth {
    pub(crate) const NONE: u8 = 0;
    pub(crate) const SAME: u8 = 1;
    pub(crate) const SAME_NEW_YEAR: u8 = 2;
    pub(crate) const SWAPPED: u8 = 3;
    pub(crate) const SLIP: u8 = 4;
    pub(crate) const YEAR_ONLY: u8 = 5;
    pub(crate) const SAME_MONTH: u8 = 6;
    pub(crate) const SAME_YEAR: u8 = 7;
    pub(crate) const BIRTHDAY: u8 = 8;
    pub(crate) const NEXT_YEAR: u8 = 9;
    pub(crate) const SOME_YEARS: u8 = 10;
    pub(crate) const GENERATION: u8 = 11;
    pub(crate) const NEAR_DAYS: u8 = 12;
    pub(crate) const SAME_GROWN: u8 = 13;
    pub(crate) const BIRTHDAY_FAR: u8 = 14;
}

pub(crate) mod home {
    pub(crate) const SAME: u8 = 1;
    pub(crate) const NEAR: u8 = 2;
    pub(crate) const STREET: u8 = 3;
    pub(crate) const OTHER: u8 = 4;
}

pub(crate) mod area {
    pub(crate) const SAME: u8 = 1;
    pub(crate) const NEAR: u8 = 2;
    pub(crate) const DISTRICT: u8 = 3;
    pub(crate) const TOWN: u8 = 4;
    pub(crate) const OTHER: u8 = 5;
    /// Added to the levels above where the home is the same: then an area says little more.
    pub(crate) const AT_HOME: u8 = 5;
}

/// Levels of identifiers, telephone numbers, e-mail addresses, birth places and occupations.
pub(crate) mod value {
    pub(crate) const SAME: u8 = 1;
    pub(crate) const NEAR: u8 = 2;
    pub(crate) const OTHER: u8 = 3;
    /// Another identifier, but one of the two fails its check digit.
    pub(crate) const FAILS: u8 = 4;
}

/// The levels of a field, *not recorded* first.
pub(crate) fn of(field: Field) -> &'static [Level] {
    match field {
        Field::Given => &GIVEN,
        Field::Family => &FAMILY,
        Field::Middle => &MIDDLE,
        Field::Birth => &BIRTH,
        Field::Sex => &SEX,
        Field::Home => &HOME,
        Field::Area => &AREA,
        Field::National => &NATIONAL,
        Field::Education => &EDUCATION,
        Field::Phone => &PHONE,
        Field::Email => &EMAIL,
        Field::BirthPlace => &BIRTH_PLACE,
        Field::Occupation => &OCCUPATION,
    }
}

/// The name of a field in files and in words.
pub(crate) fn named(field: Field) -> (&'static str, &'static str) {
    match field {
        Field::Given => ("forename", "Forename"),
        Field::Family => ("surname", "Surname"),
        Field::Middle => ("middle_names", "Further names"),
        Field::Birth => ("dob", "Birth date"),
        Field::Sex => ("sex", "Sex"),
        Field::Home => ("home", "House and street"),
        Field::Area => ("area", "Postcode and town"),
        Field::National => ("national_id", "National identifier"),
        Field::Education => ("education_id", "Pupil number"),
        Field::Phone => ("phone", "Telephone"),
        Field::Email => ("email", "E-mail"),
        Field::BirthPlace => ("birth_place", "Birth place"),
        Field::Occupation => ("occupation", "Occupation"),
    }
}

static GIVEN: [Level; 12] = [
    NONE,
    level("same", "same", [0.76, 0.03, 0.01, C]),
    level("learned", "spelt otherwise, as others in these data are", [0.03, 0.001, 0.001, C]),
    level("near", "spelt almost alike", [0.07, 0.012, 0.02, 0.006]),
    level("second", "one's forename is a further name of the other", [0.02, 0.012, 0.006, C]),
    level("initial", "the initial fits", [0.02, 0.004, 0.004, 0.002]),
    level("weak", "a little alike", [0.035, 0.06, 0.08, 0.04]),
    level("other", "another one", [0.035, 0.87, 0.87, 0.95]),
    level("swapped", "forename and surname stand the other way round", [0.015, 0.001, 0.001, C]),
    level("swapped_near", "the other way round and spelt almost alike", [0.005, 0.001, 0.001, 1e-6]),
    level("cross", "stands in the other's surname box", [0.01, 0.002, 0.002, C]),
    level("begins", "begins alike", [0.015, 0.04, 0.04, 0.03]),
];

static FAMILY: [Level; 8] = [
    NONE,
    level("same", "same", [0.82, 0.74, 0.93, C]),
    level("near", "spelt almost alike", [0.08, 0.06, 0.05, 0.002]),
    level("part", "one of two surnames is the same", [0.02, 0.03, 0.005, C]),
    level("weak", "a little alike", [0.015, 0.02, 0.002, 0.012]),
    level("other", "another one", [0.03, 0.12, 0.01, 0.9]),
    level("other_woman", "another one, of a woman: it may have changed", [0.025, 0.02, 0.001, 0.08]),
    level("second", "stands among the other's forenames", [0.01, 0.01, 0.002, C]),
];

static MIDDLE: [Level; 4] = [
    NONE,
    level("same", "same", [0.78, 0.04, 0.04, C]),
    level("near", "initial or spelling fits", [0.16, 0.08, 0.08, 0.07]),
    level("other", "others", [0.06, 0.88, 0.88, 0.93]),
];

static BIRTH: [Level; 15] = [
    NONE,
    level("same", "same", [0.43, 0.001, 0.80, C]),
    level("same_new_year", "same, but 1 January, which often stands for the year alone", [0.02, 0.001, 0.006, C]),
    level("swapped", "day and month swapped", [0.012, 0.0004, 0.002, 3e-5]),
    level("slip", "one slip of the pen", [0.05, 0.012, 0.012, 1e-3]),
    level("year_only", "same year, one has only the year", [0.025, 0.002, 0.008, 5e-4]),
    level("same_month", "same month, another day", [0.006, 0.002, 0.001, 1e-3]),
    level("same_year", "same year, another day", [0.006, 0.015, 0.0005, 0.012]),
    level("birthday", "same birthday, another year", [0.006, 0.002, 0.0005, 2e-3]),
    level("next_year", "about a year apart", [0.002, 0.10, 0.0005, 0.026]),
    level("some_years", "2 to 13 years apart", [0.004, 0.46, 0.0005, 0.28]),
    level("generation", "14 years or more apart", [0.001, 0.40, 0.0005, 0.67]),
    level("near_days", "some days or weeks apart", [0.006, 0.004, 0.001, 0.003]),
    level("same_grown", "same", [0.43, 0.001, 0.17, C]),
    level("birthday_far", "same birthday, the year far apart", [0.001, 0.002, 0.0002, 0.002]),
];

static SEX: [Level; 3] =
    [NONE, level("same", "same", [0.993, 0.46, 0.55, 0.5]), level("other", "another one", [0.007, 0.54, 0.45, 0.5])];

static HOME: [Level; 5] = [
    NONE,
    level("same", "same house and street", [0.68, 0.84, 0.82, C]),
    level("near", "same house, street spelt almost alike", [0.08, 0.07, 0.07, 1e-5]),
    level("street", "same street, another house", [0.02, 0.01, 0.01, 2e-3]),
    level("other", "another home", [0.22, 0.08, 0.10, 0.99]),
];

static AREA: [Level; 11] = [
    NONE,
    level("same", "same postcode", [0.42, 0.3, 0.3, C]),
    level("near", "postcode with one slip", [0.06, 0.05, 0.05, 2e-4]),
    level("district", "same postcode district", [0.07, 0.15, 0.15, 0.01]),
    level("town", "same town", [0.2, 0.2, 0.2, 0.08]),
    level("other", "another town", [0.25, 0.3, 0.3, 0.9]),
    level("home_same", "same postcode, as the home says already", [0.88, 0.88, 0.88, 0.02]),
    level("home_near", "postcode with one slip at the same home", [0.05, 0.05, 0.05, 0.005]),
    level("home_district", "same postcode district at the same home", [0.03, 0.03, 0.03, 0.02]),
    level("home_town", "same town at the same home", [0.03, 0.03, 0.03, 0.10]),
    level("home_other", "house and street of one name in another town", [0.01, 0.01, 0.01, 0.85]),
];

static NATIONAL: [Level; 5] = [
    NONE,
    level("same", "same", [0.975, 0.002, 0.002, 1e-9]),
    level("near", "one slip", [0.018, 1e-6, 1e-6, 1e-7]),
    level("other", "another one", [0.004, 0.99, 0.99, 0.99]),
    level("fails", "another one, but one fails its check digit", [0.003, 0.008, 0.008, 0.01]),
];

static EDUCATION: [Level; 5] = [
    NONE,
    level("same", "same", [0.975, 0.0005, 0.0005, 1e-9]),
    level("near", "one slip", [0.018, 1e-4, 1e-3, 1e-6]),
    level("other", "another one", [0.004, 0.99, 0.99, 0.99]),
    level("fails", "another one, but one fails its check letter", [0.003, 0.008, 0.008, 0.01]),
];

static PHONE: [Level; 4] = [
    NONE,
    level("same", "same", [0.72, 0.42, 0.75, C]),
    level("near", "one slip", [0.02, 0.01, 0.02, 1e-7]),
    level("other", "another one", [0.26, 0.57, 0.23, 1.0]),
];

static EMAIL: [Level; 4] = [
    NONE,
    level("same", "same", [0.75, 0.1, 0.1, C]),
    level("near", "almost the same", [0.13, 0.01, 0.01, 1e-5]),
    level("other", "another one", [0.12, 0.89, 0.89, 1.0]),
];

static BIRTH_PLACE: [Level; 4] = [
    NONE,
    level("same", "same", [0.75, 0.55, 0.95, C]),
    level("near", "almost the same", [0.08, 0.08, 0.03, 0.005]),
    level("other", "another one", [0.17, 0.37, 0.02, 0.98]),
];

static OCCUPATION: [Level; 4] = [
    NONE,
    level("same", "same", [0.7, 0.08, 0.2, C]),
    level("near", "almost the same", [0.06, 0.03, 0.03, 0.01]),
    level("other", "another one", [0.24, 0.89, 0.77, 0.95]),
];
