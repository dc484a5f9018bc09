//! Reads a list-against-index set and measures the search on it. Used by the test and the example.

use std::collections::HashMap;
use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

use matching::{Birth, Memory, Record, Sex};

/// What a set showed.
pub struct Measured {
    /// Questions about people who are in the index.
    pub known: usize,
    /// Of those, how many have the right person first.
    pub first: usize,
    /// Among the first ten.
    pub in_ten: usize,
    /// Among the candidates.
    pub found: usize,
    /// Time of a question, in the middle.
    pub p50: Duration,
    /// Time that one question in a hundred exceeds.
    pub p99: Duration,
    /// Questions whose person is not among the first ten, in words.
    pub missed: Vec<String>,
}

/// An index in memory, questions, and who is who.
pub struct Set {
    /// Records of the index, in order of their number.
    pub index: Rows,
    questions: Rows,
    truth: HashMap<String, String>,
    memory: Memory,
}

/// Ids and records.
pub type Rows = Vec<(String, Record)>;

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

/// What somebody would type of a record into one box: surname, forename, and with `birth` the date as people write it.
pub fn line(it: &Record, birth: bool) -> String {
    let date = match it.birth {
        Birth::Day(year, month, day) if birth => format!("{day}/{month}/{:02}", year % 100),
        Birth::Year(year) if birth => year.to_string(),
        Birth::Day(..) | Birth::Year(_) | Birth::Unknown => String::new(),
    };
    let forename = it.forenames.split(' ').next().unwrap_or("");
    format!("{} {forename} {date}", it.surname)
}

impl Set {
    /// Reads `NAME.index.csv`, `NAME.query.csv` (every `step`-th question) and `NAME.truth.csv`.
    pub fn read(folder: &Path, name: &str, step: usize) -> Result<Self, Box<dyn Error>> {
        let index = rows(&folder.join(format!("{name}.index.csv")))?;
        let questions = rows(&folder.join(format!("{name}.query.csv")))?.into_iter().step_by(step).collect();
        let mut truth = HashMap::new();
        for row in csv::Reader::from_path(folder.join(format!("{name}.truth.csv")))?.records() {
            let row = row?;
            truth.insert(row[0].to_owned(), row[1].to_owned());
        }
        let mut memory = Memory::default();
        for (_, record) in &index {
            memory.add(record);
        }
        Ok(Self { index, questions, truth, memory })
    }

    /// Keys kept, on average.
    pub fn keys_a_record(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "counts of records")]
        let share = self.memory.keys_kept() as f64 / self.index.len().max(1) as f64;
        share
    }

    /// Measures with at most `limit` candidates a question; `ask` makes the question of the record in the set.
    pub fn measure(&self, limit: usize, ask: impl Fn(&Record) -> Record) -> Measured {
        let place: HashMap<&String, usize> =
            self.index.iter().zip(0..).filter_map(|(it, at)| Some((self.truth.get(&it.0)?, at))).collect();
        let (mut known, mut first, mut in_ten, mut found) = (0, 0, 0, 0);
        let (mut times, mut missed) = (Vec::new(), Vec::new());
        for (id, given) in &self.questions {
            let question = ask(given);
            let begun = Instant::now();
            let answers = self.memory.search(&question, limit);
            times.push(begun.elapsed());
            let Some(right) = self.truth.get(id).and_then(|it| place.get(it)) else { continue };
            known += 1;
            let at = answers.iter().position(|(number, _)| number == right);
            first += usize::from(at == Some(0));
            in_ten += usize::from(at.is_some_and(|it| it < 10));
            found += usize::from(at.is_some());
            if at.is_none_or(|it| it >= 10) {
                missed.push(format!("{at:?}\n  asked {question:?}\n  right {:?}", self.index[*right].1));
            }
        }
        times.sort();
        let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default();
        Measured { known, first, in_ten, found, p50: at(50), p99: at(99), missed }
    }
}
