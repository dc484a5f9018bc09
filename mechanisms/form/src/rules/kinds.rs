//! What each sort of answer must look like.

use catalogue::{Audience, Catalogue, Kind, Question, Required};
use kernel::{Day, Ts};

use crate::answers::{Age, Not, Said};
use crate::fields::NOT;
use crate::rules::read::whole;

/// The most characters of one line and of a text, unless the question says otherwise.
const LINE: usize = 200;
const LONG: usize = 10_000;
/// The codes of *how recent*, where the catalogue has no list of that name (forms.md, general rules).
pub(crate) const RECENCY: [(&str, &str); 5] = [
    ("now", "Now"),
    ("3m", "In the last 3 months"),
    ("6m", "3 to 6 months ago"),
    ("12m", "6 to 12 months ago"),
    ("over", "More than 12 months ago"),
];
/// The list of *how recent*.
pub(crate) const RECENCY_LIST: &str = "recency";
/// Nobody lives longer.
const OLDEST: i64 = 120;

type Wrong = Option<(&'static str, String)>;

/// Where the focus goes when nothing was answered: the first box of the question.
pub(super) const fn first_box(kind: Kind) -> &'static str {
    match kind {
        Kind::Day | Kind::Instant | Kind::AgeOrBirth => "-day",
        Kind::Text
        | Kind::Long
        | Kind::Code
        | Kind::Codes
        | Kind::YesNoUnknown
        | Kind::Int
        | Kind::Money
        | Kind::Person
        | Kind::Org
        | Kind::File
        | Kind::Email
        | Kind::Phone
        | Kind::Postcode
        | Kind::NhsNumber
        | Kind::Upn
        | Kind::Rating
        | Kind::Recency => "",
    }
}

/// Where *not known* is answered: among the choices, or in boxes of its own.
pub(crate) const fn not_box(kind: Kind) -> &'static str {
    match kind {
        Kind::Code | Kind::Codes | Kind::YesNoUnknown | Kind::Rating | Kind::Recency => "",
        Kind::Text
        | Kind::Long
        | Kind::Day
        | Kind::Instant
        | Kind::Int
        | Kind::Money
        | Kind::Person
        | Kind::Org
        | Kind::File
        | Kind::Email
        | Kind::Phone
        | Kind::Postcode
        | Kind::NhsNumber
        | Kind::Upn
        | Kind::AgeOrBirth => "-not",
    }
}

/// *Yes*, *no* and *not known*. A member of the public leaves a question empty that need not be answered; where an answer
/// is needed, they may not know.
pub(crate) fn yes_no(audience: Audience, required: &Required) -> Vec<(String, String)> {
    let unknown = match (audience, required) {
        (Audience::Practitioner, _) => Some("Not known"),
        (Audience::Public, Required::Yes | Required::When(_)) => Some("I do not know"),
        (Audience::Public, Required::No) => None,
    };
    let all = [("yes", Some("Yes")), ("no", Some("No")), ("unknown", unknown)];
    all.into_iter().filter_map(|(code, words)| Some((code.to_owned(), words?.to_owned()))).collect()
}

/// *Not known*, *not asked* and *refused* as choices, as far as the list has no such choice of its own; to a member of the
/// public only the last.
pub(crate) fn not_among_choices(
    choices: &[(String, String)],
    may_refuse: bool,
    audience: Audience,
) -> Vec<(String, String)> {
    let work = audience == Audience::Practitioner;
    let has =
        |parts: &[&str]| choices.iter().any(|(_, label)| parts.iter().any(|it| label.to_lowercase().contains(it)));
    let all = [
        (Not::Known, work && !has(&["not known", "unknown"])),
        (Not::Asked, work && !has(&["not asked", "not yet asked"])),
        (Not::Refused, may_refuse && !has(&["declined", "refused", "rather not", "prefer not"])),
    ];
    all.into_iter().filter(|it| it.1).map(|(it, _)| (format!("{NOT}{it}"), it.label().to_owned())).collect()
}

/// What is wrong with an answer that is there.
pub(super) fn wrong(question: &Question, said: &Said, codes: &Catalogue, today: Day) -> Wrong {
    match (question.kind, said) {
        (_, Said::Not(_)) => None,
        (Kind::Codes, Said::Several(them)) => several(question, them, codes, today),
        (Kind::File, Said::Several(_)) => None,
        (Kind::AgeOrBirth, Said::Age(it)) => age(it, today),
        (kind, Said::Words(it)) => words(question, kind, it, codes, today),
        (_, Said::Several(_) | Said::Age(_)) => one("This question takes one answer"),
    }
}

fn one(message: &str) -> Wrong {
    Some(("", message.to_owned()))
}

fn words(question: &Question, kind: Kind, it: &str, codes: &Catalogue, today: Day) -> Wrong {
    let most = |usual| question.max.map_or(usual, |it| usize::try_from(it).unwrap_or(usize::MAX));
    match kind {
        Kind::Text | Kind::Org | Kind::Email | Kind::Phone | Kind::Postcode | Kind::NhsNumber | Kind::Upn => {
            if it.contains('\n') { one("Use one line") } else { long(it, most(LINE)) }
        }
        Kind::Long => long(it, most(LONG)),
        Kind::Day => day(it).map(|(suffix, message)| (suffix, message.to_owned())),
        Kind::Instant => instant(it),
        Kind::Code => code(question, it, codes, today),
        Kind::Codes => several(question, &[it.to_owned()], codes, today),
        Kind::YesNoUnknown if ["yes", "no", "unknown"].contains(&it) => None,
        Kind::YesNoUnknown => one("Select yes, no or not known"),
        Kind::Int => match (whole(it), question.max) {
            (None, _) => one("Enter a whole number, such as 15"),
            (Some(it), Some(most)) if it > i64::from(most) => Some(("", format!("Enter a number of {most} or less"))),
            (Some(_), _) => None,
        },
        Kind::Money => {
            let answer = crate::answers::Answer::words(it);
            if crate::rules::amount(&answer).is_none() { one("Enter an amount, such as 12.50") } else { None }
        }
        Kind::Rating => {
            let most = i64::try_from(question.rubric.len()).unwrap_or_default().max(4) - 1;
            let fits = whole(it).is_some_and(|it| it <= most);
            if fits { None } else { Some(("", format!("Select a rating from 0 to {most}"))) }
        }
        Kind::Recency => match codes.codes(RECENCY_LIST) {
            Some(list) if list.get(it).is_some() => None,
            None if RECENCY.iter().any(|(code, _)| *code == it) => None,
            Some(_) | None => one("Select how long ago"),
        },
        Kind::Person => {
            if it.parse::<kernel::PersonId>().is_ok() || it.parse::<kernel::Reference>().is_ok() {
                None
            } else {
                one("Choose a person of the record, or enter a reference such as HF-4K7M-2QXD")
            }
        }
        Kind::File | Kind::AgeOrBirth => one("This is no answer of its kind"),
    }
}

fn long(it: &str, most: usize) -> Wrong {
    let over = it.chars().count().saturating_sub(most);
    (over > 0).then(|| ("", format!("Use {most} characters or fewer; this is {over} too many")))
}

/// Which box of a day is wrong, and how.
fn day(it: &str) -> Option<(&'static str, &'static str)> {
    if it.parse::<Day>().is_ok() {
        return None;
    }
    let mut parts = it.split('/');
    let [day, month, year] = std::array::from_fn(|_| parts.next().unwrap_or_default());
    Some(match () {
        () if day.is_empty() => ("-day", "The date must include a day"),
        () if month.is_empty() => ("-month", "The date must include a month"),
        () if year.is_empty() => ("-year", "The date must include a year"),
        () if year.len() != 4 => ("-year", "The year must have four digits, such as 2026"),
        () => ("-day", "Enter a real date, such as 27 3 2026"),
    })
}

fn instant(it: &str) -> Wrong {
    if it.parse::<Ts>().is_ok() {
        return None;
    }
    let parts: Vec<&str> = it.splitn(4, '/').collect();
    let date = parts.get(..3).map_or_else(String::new, |it| it.join("/"));
    if !crate::fields::is_real_day(&date) {
        let (suffix, message) = day(&date).unwrap_or(("-day", "Enter a real date, such as 27 3 2026"));
        return Some((suffix, message.to_owned()));
    }
    let time = parts.get(3).copied().unwrap_or_default();
    let message = if time.is_empty() {
        "Enter the time, such as 14:05; about is enough"
    } else {
        "Enter a real time, such as 14:05 or 2:05pm"
    };
    Some(("-time", message.to_owned()))
}

fn code(question: &Question, it: &str, codes: &Catalogue, today: Day) -> Wrong {
    let list = question.codes.as_deref().and_then(|it| codes.codes(it))?;
    if list.on(today).any(|code| code.code == it) {
        return None;
    }
    match list.get(it) {
        Some(old) => Some(("", format!("“{}” is no longer used; select another", old.label))),
        None => one("Select one of the choices given"),
    }
}

fn several(question: &Question, them: &[String], codes: &Catalogue, today: Day) -> Wrong {
    let list = question.codes.as_deref().and_then(|it| codes.codes(it));
    let alone = |it: &&String| it.starts_with(NOT) || list.and_then(|list| list.get(it)).is_some_and(|it| it.alone);
    if let Some(it) = them.iter().find(alone).filter(|_| them.len() > 1) {
        let label =
            list.and_then(|list| list.get(it)).map_or("Not known, not asked or refused", |it| it.label.as_str());
        return Some(("", format!("“{label}” excludes every other choice; select it alone, or the others")));
    }
    if let Some(most) = question.max.filter(|most| them.len() > usize::try_from(*most).unwrap_or(usize::MAX)) {
        return Some(("", format!("Select {most} at most")));
    }
    them.iter().find_map(|it| code(question, it, codes, today))
}

fn age(it: &Age, today: Day) -> Wrong {
    let given = [&it.born, &it.expected, &it.age].into_iter().filter(|it| !it.is_empty()).count();
    if given > 1 {
        return Some(("-day", "Enter only one of date of birth, expected date and estimated age".to_owned()));
    }
    if !it.born.is_empty() {
        return match it.born.parse::<Day>() {
            Err(_) => day(&it.born).map(|(suffix, message)| (suffix, message.to_owned())),
            Ok(born) if born > today => Some(("-day", "The date of birth must be in the past".to_owned())),
            Ok(born) if i64::from(born.age_on(today)) > OLDEST => {
                Some(("-year", format!("The date of birth must be within the last {OLDEST} years")))
            }
            Ok(_) => None,
        };
    }
    if !it.expected.is_empty() {
        return match it.expected.parse::<Day>() {
            Ok(day) if day < today.plus_days(-60) || day > today.plus_days(300) => {
                Some(("-expected-day", "The expected date must be in the next ten months".to_owned()))
            }
            Ok(_) => None,
            Err(_) => Some(("-expected-day", "Enter a real expected date, such as 27 3 2026".to_owned())),
        };
    }
    let fits = whole(&it.age).is_some_and(|it| it <= OLDEST);
    if fits { None } else { Some(("-age", format!("Enter an age in whole years, from 0 to {OLDEST}"))) }
}
