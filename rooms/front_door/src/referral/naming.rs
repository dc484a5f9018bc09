//! Whom a referral names, as its answers say: for search before create, and for the record that is then made.

use form::{Age, Answer, Answers, Instance, Said};
use kernel::Day;
use person::{
    Asked, Birth, BirthKind, ContactKind, NewAddress, NewContact, NewIdentifier, NewName, NewPerson, NewTrait,
    Particulars, TraitKind, YesNo,
};

use super::Role;

/// The group of the form in which somebody stands.
const fn group(role: Role) -> &'static str {
    match role {
        Role::Child => "children",
        Role::Adult => "adults",
        Role::Around => "people",
    }
}

fn part<'a>(it: &'a Instance, id: &str) -> &'a str {
    it.get(id).and_then(Answer::as_words).unwrap_or("").trim()
}

/// The answers about one of them.
#[must_use]
pub fn instance(answers: &Answers, role: Role, nth: i64) -> Instance {
    let nth = usize::try_from(nth).unwrap_or(usize::MAX);
    answers.instances(group(role)).get(nth).cloned().unwrap_or_default()
}

/// Forenames and surname: two fields of a child, one of somebody around them.
fn names(it: &Instance, role: Role) -> (String, String) {
    match role {
        Role::Child | Role::Adult => (part(it, "forename").to_owned(), part(it, "surname").to_owned()),
        Role::Around => {
            let whole = part(it, "name");
            let (first, last) = whole.rsplit_once(' ').unwrap_or((whole, ""));
            (first.to_owned(), last.to_owned())
        }
    }
}

/// Everybody whom the answers name: as what, at which place, by which name.
#[must_use]
pub fn everybody(answers: &Answers) -> Vec<(Role, i64, String)> {
    let mut all = Vec::new();
    for role in Role::ALL {
        for (nth, it) in (0..).zip(answers.instances(group(*role))) {
            let (first, last) = names(it, *role);
            let name = format!("{first} {last}").trim().to_owned();
            let known = !name.is_empty() || it.values().any(|it| !it.is_blank());
            let name = if name.is_empty() { "Name not known".to_owned() } else { name };
            if known {
                all.push((*role, nth, name));
            }
        }
    }
    all
}

/// Whom a referral is about, in a few words.
#[must_use]
pub fn about(answers: &Answers) -> String {
    let all = everybody(answers).into_iter().filter(|it| it.0 != Role::Around).map(|it| it.2);
    let names: Vec<String> = all.filter(|it| it != "Name not known").collect();
    if names.is_empty() { "Somebody whose name is not known".to_owned() } else { names.join(", ") }
}

fn age(it: &Instance) -> Age {
    match it.get("born").map(|it| &it.said) {
        Some(Said::Age(age)) => age.clone(),
        Some(Said::Words(_) | Said::Several(_) | Said::Not(_)) | None => Age::default(),
    }
}

/// The birth as it was told; an age gives the year.
fn birth(it: &Instance, today: Day) -> Birth {
    let age = age(it);
    if let Ok(day) = age.born.parse() {
        return Birth::known(day);
    }
    if let Ok(day) = age.expected.parse() {
        return Birth { kind: BirthKind::Expected, day: Some(day), year: None };
    }
    let years = age.age.trim().parse::<i64>().ok().filter(|it| (0..=120).contains(it));
    years.map_or_else(Birth::unknown, |years| Birth::estimated(i64::from(today.0.year()) - years))
}

/// The birth in words.
#[must_use]
pub fn birth_words(it: &Instance, today: Day) -> String {
    birth(it, today).words()
}

/// What to search for before a record is made.
#[must_use]
pub fn asked(it: &Instance, role: Role, today: Day) -> Asked {
    let (forenames, surname) = names(it, role);
    let birth = match birth(it, today) {
        Birth { day: Some(day), .. } => day.to_string(),
        Birth { year: Some(year), .. } => year.to_string(),
        Birth { .. } => String::new(),
    };
    let sex = Some(part(it, "sex")).filter(|it| matches!(*it, "M" | "F")).unwrap_or_default();
    Asked {
        forenames,
        surname,
        birth,
        sex: sex.to_owned(),
        other_name: part(it, "other_names").split(',').next().unwrap_or_default().trim().to_owned(),
        postcode: part(it, "postcode").to_owned(),
        phone: part(it, "phones").split(',').next().unwrap_or_default().trim().to_owned(),
        nhs: part(it, "nhs_number").to_owned(),
        upn: part(it, "upn").to_owned(),
        ..Asked::default()
    }
}

/// The record that is made when nobody found is meant: what the referrer told, and nothing else.
#[must_use]
pub fn new_person(it: &Instance, role: Role, today: Day) -> NewPerson {
    let (forenames, surname) = names(it, role);
    let unnamed = forenames.is_empty() && surname.is_empty();
    let sex = Some(part(it, "sex")).filter(|it| !it.is_empty()).unwrap_or("U");
    let particulars = Particulars {
        forenames,
        surname,
        known_as: if unnamed { "Name not known".to_owned() } else { String::new() },
        birth: birth(it, today),
        sex: sex.to_owned(),
        died: None,
    };
    let identifiers = [("nhs", "nhs_number"), ("upn", "upn")]
        .into_iter()
        .filter(|(_, id)| !part(it, id).is_empty())
        .map(|(scheme, id)| NewIdentifier { scheme: scheme.to_owned(), value: part(it, id).to_owned() })
        .collect();
    NewPerson {
        particulars,
        names: other_names(it),
        identifiers,
        address: address(it),
        contacts: contacts(it),
        traits: traits(it),
        lead: None,
    }
}

fn listed(it: &Instance, id: &str) -> Vec<String> {
    let all = part(it, id).split([',', ';', '\n']).map(|it| it.trim().chars().take(100).collect::<String>());
    all.filter(|it| !it.is_empty()).take(10).collect()
}

fn other_names(it: &Instance) -> Vec<NewName> {
    let one = |name: String| NewName {
        kind: "alias".to_owned(),
        forenames: name,
        surname: String::new(),
        from: None,
        to: None,
    };
    listed(it, "other_names").into_iter().map(one).collect()
}

fn address(it: &Instance) -> Option<NewAddress> {
    let lines: Vec<&str> = part(it, "address").split([',', '\n']).map(str::trim).filter(|it| !it.is_empty()).collect();
    let value = serde_json::json!({
        "kind": "home",
        "street": lines.first().map(|it| it.chars().take(100).collect::<String>()).unwrap_or_default(),
        "town": lines.get(1..).unwrap_or_default().join(", ").chars().take(60).collect::<String>(),
        "postcode": part(it, "postcode").chars().take(10).collect::<String>(),
        "uprn": part(it, "uprn"),
    });
    let any = !lines.is_empty() || !part(it, "postcode").is_empty();
    any.then(|| serde_json::from_value(value).ok()).flatten()
}

fn contacts(it: &Instance) -> Vec<NewContact> {
    let one = |value: String| {
        let kind =
            if value.starts_with("07") || value.starts_with("+447") { ContactKind::Mobile } else { ContactKind::Phone };
        NewContact { kind, value, service: String::new(), note: "As the referrer gave it".to_owned() }
    };
    listed(it, "phones").into_iter().map(one).collect()
}

fn traits(it: &Instance) -> Vec<NewTrait> {
    let one = |kind, value: &str, said_by: &str| NewTrait {
        kind,
        value: value.to_owned(),
        words: String::new(),
        said_by: said_by.to_owned(),
        as_given: String::new(),
        from: None,
    };
    let single = [
        (TraitKind::Ethnicity, "ethnicity"),
        (TraitKind::Language, "first_language"),
        (TraitKind::Religion, "religion"),
    ];
    let mut all: Vec<NewTrait> = single
        .into_iter()
        .filter(|(_, id)| !part(it, id).is_empty())
        .map(|(kind, id)| one(kind, part(it, id), if id == "ethnicity" { part(it, "ethnicity_said_by") } else { "" }))
        .collect();
    let disability = it.get("disability").map(Answer::codes).unwrap_or_default();
    all.extend(disability.into_iter().map(|code| one(TraitKind::Disability, code, "")));
    all
}

/// What the referrer said that somebody is to the children: a code of `relationship-types`, and four answers.
#[must_use]
pub fn relation(it: &Instance) -> (String, [YesNo; 4]) {
    let answer = |id: &str| match part(it, id) {
        "yes" => YesNo::Yes,
        "no" => YesNo::No,
        "unknown" => YesNo::Unknown,
        _ => YesNo::NotAsked,
    };
    let four = ["responsibility", "lives_with", "risk_child", "risk_staff"].map(answer);
    (part(it, "relationship").to_owned(), four)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said() -> Answers {
        serde_json::from_str(
            r#"{"children":[{"forename":"Ada","surname":"Larkspur","born":{"born":"2012-05-01"},"sex":"F",
            "other_names":"Addy, Lark","phones":"07700 900123"},{"forename":"Kai","born":{"age":"9"}}],
            "people":[{"name":"Rowan Del Larkspur","relationship":"mother","lives_with":"yes"}]}"#,
        )
        .expect("answers")
    }

    #[test]
    fn everybody_whom_a_referral_names_is_listed_children_first() {
        let all: Vec<_> = everybody(&said()).into_iter().map(|it| (it.0, it.2)).collect();
        assert_eq!(all[0], (Role::Child, "Ada Larkspur".to_owned()));
        assert_eq!(all[1], (Role::Child, "Kai".to_owned()));
        assert_eq!(all[2], (Role::Around, "Rowan Del Larkspur".to_owned()));
        assert_eq!(about(&said()), "Ada Larkspur, Kai");
        assert_eq!(about(&Answers::default()), "Somebody whose name is not known");
    }

    #[test]
    fn what_the_referrer_told_becomes_a_search_and_a_record() {
        let today: Day = "2026-03-01".parse().expect("day");
        let ada = instance(&said(), Role::Child, 0);
        let it = asked(&ada, Role::Child, today);
        assert_eq!(
            (it.surname.as_str(), it.birth.as_str(), it.other_name.as_str()),
            ("Larkspur", "2012-05-01", "Addy")
        );
        let new = new_person(&ada, Role::Child, today);
        assert_eq!((new.names.len(), new.contacts.len(), new.particulars.sex.as_str()), (2, 1, "F"));
        let kai = instance(&said(), Role::Child, 1);
        assert_eq!(new_person(&kai, Role::Child, today).particulars.birth.year, Some(2017));
        let mother = instance(&said(), Role::Around, 0);
        assert_eq!(asked(&mother, Role::Around, today).forenames, "Rowan Del");
        assert_eq!(relation(&mother).1[1], YesNo::Yes);
    }
}
