//! Reads a list-against-index set and measures the search on it. Used by the test and the example.

use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

use matching::{Birth, Memory, Record, Sex};

/// What a set showed.
pub struct Measured {
    pub index: usize,
    pub known: usize,
    pub first: usize,
    pub in_ten: usize,
    pub found: usize,
    pub keys_a_record: f64,
    pub p50: Duration,
    pub p99: Duration,
    pub missed: Vec<String>,
}

type Rows = Vec<(String, Record)>;

fn rows(path: &Path) -> Result<Rows, Box<dyn Error>> {
    let mut reader = csv::Reader::from_path(path)?;
    let columns: HashMap<String, usize> = reader.headers()?.iter().map(str::to_owned).zip(0..).collect();
    let mut out = Vec::new();
    for row in reader.records() {
        let row = row?;
        let of = |name: &str| columns.get(name).and_then(|it| row.get(*it)).unwrap_or("").to_owned();
        let record = Record {
            forenames: format!("{} {}", of("forename"), of("middle_names")),
            surname: of("surname"),
            full: of("full_name"),
            birth: Birth::read(&of("dob"), 2026),
            sex: Sex::read(&of("sex")),
            postcode: of("postcode"),
            house: of("house"),
            street: of("street"),
            phones: vec![of("phone")],
            nhs: of("national_id"),
            upn: of("education_id"),
            email: of("email"),
            ..Record::default()
        };
        out.push((of("record_id"), record));
    }
    Ok(out)
}

/// Measures with at most `limit` candidates a question.
pub fn measure(folder: &Path, name: &str, limit: usize) -> Result<Measured, Box<dyn Error>> {
    let index = rows(&folder.join(format!("{name}.index.csv")))?;
    let questions = rows(&folder.join(format!("{name}.query.csv")))?;
    let mut truth = HashMap::new();
    for row in csv::Reader::from_path(folder.join(format!("{name}.truth.csv")))?.records() {
        let row = row?;
        truth.insert(row[0].to_owned(), row[1].to_owned());
    }
    let indexed: HashSet<&String> = index.iter().filter_map(|it| truth.get(&it.0)).collect();
    let mut memory = Memory::default();
    for (_, record) in &index {
        memory.add(record);
    }
    let (mut known, mut first, mut in_ten, mut found) = (0, 0, 0, 0);
    let (mut times, mut missed) = (Vec::new(), Vec::new());
    for (id, question) in &questions {
        let begun = Instant::now();
        let answers = memory.search(question, limit);
        times.push(begun.elapsed());
        let Some(person) = truth.get(id).filter(|it| indexed.contains(it)) else { continue };
        known += 1;
        let place = answers.iter().position(|(number, _)| truth.get(&index[*number].0) == Some(person));
        first += usize::from(place == Some(0));
        in_ten += usize::from(place.is_some_and(|it| it < 10));
        found += usize::from(place.is_some());
        if place.is_none_or(|it| it >= 10) {
            let right = index.iter().find(|it| truth.get(&it.0) == Some(person));
            missed.push(format!("{place:?}\n  asked {question:?}\n  right {:?}", right.map(|it| &it.1)));
        }
    }
    times.sort();
    let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default();
    #[expect(clippy::cast_precision_loss, reason = "counts of records")]
    let keys_a_record = memory.keys_kept() as f64 / index.len().max(1) as f64;
    Ok(Measured { index: index.len(), known, first, in_ten, found, keys_a_record, p50: at(50), p99: at(99), missed })
}
