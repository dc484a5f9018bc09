//! The right person is among the first ten, through door and store, on the set of others (see data/linkage).

use std::collections::HashMap;

use person::{Asked, ContactKind, Found, NewAddress, NewContact, NewIdentifier, NewPerson, search};

use crate::kit::{Kit, named};

/// Queries asked; with each comes its person and a few hundred others.
const QUERIES: usize = 150;
const OTHERS: usize = 1_500;

type Row = HashMap<String, String>;

fn rows(text: &str) -> Vec<Row> {
    let mut lines = text.lines().map(cells);
    let head = lines.next().unwrap_or_default();
    lines.map(|it| head.iter().cloned().zip(it).collect()).collect()
}

/// Cells of a line of CSV.
fn cells(line: &str) -> Vec<String> {
    let (mut out, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => out.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    out.push(cell);
    out
}

fn new(it: &Row) -> NewPerson {
    let get = |name: &str| it.get(name).cloned().unwrap_or_default();
    let mut new = named(&format!("{} {}", get("forename"), get("middle_names")), &get("surname"), &get("dob"));
    if new.particulars.surname.is_empty() && new.particulars.forenames.trim().is_empty() {
        new.particulars.known_as = "unknown".to_owned();
    }
    if new.particulars.birth.day.is_some_and(|it| it > "2026-11-04".parse().expect("a day")) {
        new.particulars.birth = person::Birth::unknown();
    }
    new.particulars.sex = get("sex").to_uppercase();
    let number = |scheme: &str, value: String| NewIdentifier { scheme: scheme.to_owned(), value };
    let numbers = [number("nhs", get("national_id")), number("upn", get("education_id"))];
    new.identifiers = numbers.into_iter().filter(|it| !it.value.is_empty()).collect();
    let place =
        NewAddress { house: get("house"), street: get("street"), town: get("town"), ..crate::home(&get("postcode")) };
    new.address = Some(place).filter(|it| !format!("{}{}{}", it.street, it.town, it.postcode).is_empty());
    if !get("phone").is_empty() {
        new.contacts = vec![NewContact {
            kind: ContactKind::Mobile,
            value: get("phone"),
            service: String::new(),
            note: String::new(),
        }];
    }
    new
}

fn asked(it: &Row) -> Asked {
    let get = |name: &str| it.get(name).cloned().unwrap_or_default();
    Asked {
        forenames: format!("{} {}", get("forename"), get("middle_names")).trim().to_owned(),
        surname: get("surname"),
        birth: get("dob"),
        sex: get("sex"),
        postcode: get("postcode"),
        house: get("house"),
        street: get("street"),
        phone: get("phone"),
        nhs: get("national_id"),
        upn: get("education_id"),
        ..Asked::default()
    }
}

#[tokio::test]
async fn the_right_person_is_among_the_first_ten_through_the_store() {
    #[expect(clippy::disallowed_methods, reason = "where the shared data lies is told to tests by the environment")]
    let shared = std::env::var("HOLDFAST_SHARED").unwrap_or_else(|_| "../../../shared".to_owned());
    let read = |name: &str| std::fs::read_to_string(format!("{shared}/data/linkage/link_a.{name}.csv"));
    let (Ok(index), Ok(query), Ok(truth)) = (read("index"), read("query"), read("truth")) else {
        println!("not run: the_right_person_is_among_the_first_ten_through_the_store (no link_a in HOLDFAST_SHARED)");
        return;
    };
    let truth: HashMap<String, String> =
        truth.lines().filter_map(|it| it.split_once(',')).map(|(a, b)| (a.into(), b.into())).collect();
    let index: Vec<Row> = rows(&index);
    let by_person: HashMap<&String, &Row> = index.iter().map(|it| (&truth[&it["record_id"]], it)).collect();
    let queries: Vec<Row> =
        rows(&query).into_iter().filter(|it| by_person.contains_key(&truth[&it["record_id"]])).take(QUERIES).collect();
    let kit = Kit::new().await;
    let ann = kit.somebody("ann", "screener", crate::COUNCIL, Some("front-door")).await;
    let mut known = HashMap::new();
    for it in queries.iter().map(|it| by_person[&truth[&it["record_id"]]]).chain(index.iter().take(OTHERS)) {
        let person = &truth[&it["record_id"]];
        if !known.contains_key(person) {
            known.insert(person.clone(), kit.makes(&ann, new(it)).await.person);
        }
    }
    let mut in_ten = 0;
    for it in &queries {
        let right = known[&truth[&it["record_id"]]];
        let r = kit.door.read(&ann).await.expect("a reading");
        let found = search(&r, &asked(it)).await.expect("a search");
        assert!(found.len() <= 10);
        in_ten += usize::from(found.iter().any(|it| matches!(it, Found::Open { person, .. } if person.id == right)));
    }
    println!("{in_ten} of {} among ten", queries.len());
    assert!(in_ten * 100 >= queries.len() * 80, "{in_ten} of {}", queries.len());
}
