//! The same search without a database, under the same limits: for tests, benches and lists that fit into memory.

use std::collections::HashMap;

use crate::compare::{Ready, compared};
use crate::{Match, Record, keys, query_keys, wider_keys};

/// At most this many people are taken from one key: a name that thousands bear says little by itself.
pub const PEOPLE_A_KEY: usize = 400;

/// With fewer candidates than this the question is asked again with [`wider_keys`].
pub const ENOUGH: usize = 20;

/// Records with their keys, in memory.
#[derive(Default)]
pub struct Memory {
    people: Vec<Ready>,
    by_key: HashMap<String, Vec<u32>>,
    kept: usize,
}

impl Memory {
    /// Adds a record; its number is the count of records before it.
    pub fn add(&mut self, record: &Record) {
        let number = u32::try_from(self.people.len()).unwrap_or(u32::MAX);
        for key in keys(record) {
            self.by_key.entry(key).or_default().push(number);
            self.kept += 1;
        }
        self.people.push(Ready::of(record));
    }

    /// Keys kept for all records together.
    #[must_use]
    pub fn keys_kept(&self) -> usize {
        self.kept
    }

    /// How many records there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.people.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// The numbers of the records whose keys weigh most, at most `limit`: what one SQL query would give.
    #[must_use]
    pub fn candidates(&self, question: &Record, limit: usize) -> Vec<usize> {
        let mut weights: HashMap<u32, f64> = HashMap::new();
        self.gather(query_keys(question), &mut weights);
        if weights.len() < ENOUGH {
            self.gather(wider_keys(question), &mut weights);
        }
        let mut all: Vec<(u32, f64)> = weights.into_iter().collect();
        all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        all.truncate(limit);
        all.into_iter().filter_map(|it| usize::try_from(it.0).ok()).collect()
    }

    fn gather(&self, asked: Vec<(String, f64)>, weights: &mut HashMap<u32, f64>) {
        for (key, weight) in asked {
            for number in self.by_key.get(&key).into_iter().flatten().take(PEOPLE_A_KEY) {
                *weights.entry(*number).or_default() += weight;
            }
        }
    }

    /// Candidates in order, the likeliest first: their numbers and what they have in common with the question.
    #[must_use]
    pub fn search(&self, question: &Record, limit: usize) -> Vec<(usize, Match)> {
        let ready = Ready::of(question);
        let found = self.candidates(question, limit).into_iter();
        let mut out: Vec<(usize, Match)> =
            found.filter_map(|it| Some((it, compared(&ready, self.people.get(it)?)))).collect();
        out.sort_by(|a, b| b.1.points.total_cmp(&a.1.points));
        out
    }
}
