//! People in memory, asked one at a time: candidates in well under a millisecond, with reasons.

use super::block_keys::base;
use super::blocks::Kind;
use super::clean;
use super::compare::{Comparing, Detailed, Found};
use super::explain::{self, Explained};
use super::frequency::Frequencies;
use super::hash::{ByHash, mix};
use super::likeness::Learned;
use super::model::{Model, probability};
use super::read::{self, Unread};
use super::table::{Rec, Row, Table};
use super::train;

/// People that a key may lead to; a key that leads to more is made finer.
const BOUND: u32 = 80;
/// People that a finer key may lead to.
const FINER: usize = 160;
/// Candidates of one question that are compared.
const MOST: usize = 1500;

/// A candidate.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The `record_id`.
    pub id: String,
    /// What speaks for one person against all else, in bits.
    pub bits: f32,
    /// The same as a probability.
    pub probability: f64,
    /// What speaks for and against.
    pub why: Explained,
}

/// Keys that lead to places: buckets of a power of two, so that a key costs no memory of its own. Two keys that meet
/// in a bucket cost a comparison, no more.
#[derive(Default)]
struct Buckets {
    starts: Vec<u32>,
    places: Vec<u32>,
}

impl Buckets {
    fn bucket(&self, key: u64) -> usize {
        (key >> 20) as usize & (self.starts.len() - 2)
    }

    /// Room for so many entries.
    fn sized(entries: usize) -> Self {
        let buckets = (entries / 2).next_power_of_two().max(16);
        Self { starts: vec![0; buckets + 1], places: Vec::new() }
    }

    fn at(&self, key: u64) -> &[u32] {
        let it = self.bucket(key);
        self.places.get(self.starts[it] as usize..self.starts[it + 1] as usize).unwrap_or(&[])
    }

    /// Turns counts into places to write to.
    fn settle(&mut self) {
        let mut sum = 0;
        for it in &mut self.starts {
            let count = *it;
            *it = sum;
            sum += count;
        }
        self.places = vec![u32::MAX; sum as usize];
    }
}

/// People in memory.
pub struct Index {
    table: Table,
    often: Frequencies,
    learned: Learned,
    model: Model,
    newest: u32,
    keys: Buckets,
    finer: Buckets,
    /// Buckets whose keys lead to too many.
    big: Vec<u64>,
    /// Keys of people who came later.
    added: ByHash<Vec<u32>>,
    gone: std::collections::HashSet<u32>,
    seen: Vec<u32>,
}

impl Index {
    /// Reads people from a file as [`super::read::COLUMNS`] names their columns.
    ///
    /// # Errors
    /// What cannot be read.
    pub fn read(path: &std::path::Path) -> Result<Self, Unread> {
        let mut table = Table::default();
        read::file(path, &mut table, 0)?;
        table.settle().map_err(|id| Unread(format!("{}: record_id {id:?} occurs twice", path.display())))?;
        Ok(Self::of(table))
    }

    /// An index with nobody in it.
    #[must_use]
    pub fn empty() -> Self {
        let mut table = Table::default();
        let _ = table.settle();
        Self::of(table)
    }

    pub(crate) fn of(table: Table) -> Self {
        let count = table.len() as f64;
        let often = Frequencies::of(&table, 0.0);
        let (learned, newest) = (Learned::default(), table.newest_year());
        let mut model = Model::before(1.0, count.max(1.0));
        train::chance(&Comparing { table: &table, often: &often, learned: &learned, newest }, false, &mut model);
        // One question: about somebody known in one of two cases, with a relative or two in the list.
        model.pairs[..3].copy_from_slice(&[0.5, 1.0, 0.01]);
        model.settle();
        let mut out = Self {
            table,
            often,
            learned,
            model,
            newest,
            keys: Buckets::default(),
            finer: Buckets::default(),
            big: Vec::new(),
            added: ByHash::default(),
            gone: std::collections::HashSet::new(),
            seen: Vec::new(),
        };
        out.lay();
        out
    }

    /// Lays the keys of all people.
    fn lay(&mut self) {
        let table = &self.table;
        let mut own = Vec::new();
        let each = |own: &mut Vec<u64>, take: &mut dyn FnMut(u32, u64)| {
            for (at, it) in table.recs.iter().enumerate() {
                keys_of(table, it, own);
                own.iter().for_each(|key| take(at as u32, *key));
            }
        };
        let mut entries = 0;
        each(&mut own, &mut |_, _| entries += 1);
        let mut keys = Buckets::sized(entries);
        each(&mut own, &mut |_, key| {
            let it = keys.bucket(key);
            keys.starts[it] += 1;
        });
        let mut big = vec![0_u64; keys.starts.len() / 64 + 1];
        for (it, count) in keys.starts.iter_mut().enumerate() {
            if *count > BOUND {
                big[it / 64] |= 1 << (it % 64);
                *count = 0;
            }
        }
        keys.settle();
        let mut next = keys.starts.clone();
        each(&mut own, &mut |at, key| {
            let it = keys.bucket(key);
            if big[it / 64] >> (it % 64) & 1 == 0 {
                keys.places[next[it] as usize] = at;
                next[it] += 1;
            }
        });
        drop(next);
        (self.keys, self.big) = (keys, big);
        self.lay_finer();
    }

    fn lay_finer(&mut self) {
        let mut entries: Vec<(u32, u32)> = Vec::new();
        let mut own = Vec::new();
        for (at, it) in self.table.recs.iter().enumerate() {
            self.finer_keys(&self.table, it, &mut own);
            entries.extend(own.iter().map(|key| ((*key >> 20) as u32, at as u32)));
        }
        let mut finer = Buckets::sized(entries.len());
        let mask = finer.starts.len() - 2;
        entries.iter().for_each(|it| finer.starts[it.0 as usize & mask] += 1);
        for count in &mut finer.starts {
            if *count > FINER as u32 {
                *count = 0;
            }
        }
        let fits: Vec<bool> = finer.starts.iter().map(|it| *it > 0).collect();
        finer.settle();
        let mut next = finer.starts.clone();
        for (key, at) in entries {
            let it = key as usize & mask;
            if fits[it] {
                finer.places[next[it] as usize] = at;
                next[it] += 1;
            }
        }
        self.finer = finer;
    }

    fn is_big(&self, key: u64) -> bool {
        let it = self.keys.bucket(key);
        self.big[it / 64] >> (it % 64) & 1 == 1
    }

    /// The finer keys of a record, for those of its keys that lead to too many.
    fn finer_keys(&self, table: &Table, it: &Rec, out: &mut Vec<u64>) {
        out.clear();
        let mut keys = Vec::new();
        for kind in ASKED {
            keys.clear();
            base(table, it, kind, &mut keys);
            keys.retain(|key| self.is_big(mix(*key, kind as u64)));
            for key in &keys {
                finer(table, it, kind, |part| out.push(mix(mix(*key, kind as u64), part)));
            }
        }
        out.sort_unstable();
        out.dedup();
    }

    /// Adds a person who came later: found from the next question on. Its fields stand in the order of
    /// [`read::COLUMNS`].
    pub fn add(&mut self, row: &[&str; 20]) {
        let row: Row<'_> = row.map(|it| clean::cut(it, clean::LONGEST));
        self.table.add(&row, 0);
        let at = self.table.len() as u32 - 1;
        let it = self.table.recs[at as usize];
        let mut keys = Vec::new();
        keys_of(&self.table, &it, &mut keys);
        let mut finer = Vec::new();
        self.finer_keys(&self.table, &it, &mut finer);
        for key in keys.into_iter().chain(finer) {
            self.added.entry(key).or_default().push(at);
        }
    }

    /// Leaves a person out of all answers from now on, as [`Index::add`] with the new state follows a change.
    pub fn forget(&mut self, id: &str) {
        let all = self.table.ids.iter().enumerate().filter(|it| &**it.1 == id);
        self.gone.extend(all.map(|it| it.0 as u32));
    }

    /// How many people there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.table.len() - self.gone.len()
    }

    /// Whether there is nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Memory of the index in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let buckets = [&self.keys, &self.finer].map(|it| (it.starts.capacity() + it.places.capacity()) * 4);
        let added: usize = self.added.values().map(|it| 40 + it.capacity() * 4).sum();
        self.table.bytes() + buckets.iter().sum::<usize>() + self.big.capacity() * 8 + added + self.seen.capacity() * 4
    }

    /// The people whom a record could be about, likeliest first, at most `limit`.
    pub fn look_up(&mut self, row: &[&str; 20], limit: usize) -> Vec<Answer> {
        let row: Row<'_> = row.map(|it| clean::cut(it, clean::LONGEST));
        let mut table = std::mem::take(&mut self.table);
        let out = table.with(&row, |table, asked| {
            let mut seen = std::mem::take(&mut self.seen);
            self.candidates(table, asked, &mut seen);
            let comparing = Comparing { table, often: &self.often, learned: &self.learned, newest: self.newest };
            let mut best: Vec<(f32, u32, Found)> = seen
                .iter()
                .map(|at| {
                    let found = comparing.records(asked, &table.recs[*at as usize]);
                    (self.model.weight(&found), *at, found)
                })
                .collect();
            self.seen = seen;
            best.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            best.truncate(limit);
            let told = |(bits, at, _): &(f32, u32, Found)| {
                let rec = &table.recs[*at as usize];
                let detailed: Detailed = comparing.records(asked, rec);
                Answer {
                    id: table.ids[*at as usize].to_string(),
                    bits: *bits,
                    probability: probability(*bits),
                    why: explain::of(&self.model, &detailed),
                }
            };
            best.iter().map(told).collect()
        });
        self.table = table;
        out
    }

    fn candidates(&self, table: &Table, asked: &Rec, seen: &mut Vec<u32>) {
        seen.clear();
        let (mut keys, mut finer) = (Vec::new(), Vec::new());
        keys_of(table, asked, &mut keys);
        self.finer_keys(table, asked, &mut finer);
        for key in &keys {
            if !self.is_big(*key) {
                seen.extend(self.keys.at(*key));
            }
        }
        for key in &finer {
            seen.extend(self.finer.at(*key).iter().take(FINER));
        }
        if !self.added.is_empty() {
            for key in keys.iter().chain(&finer) {
                seen.extend(self.added.get(key).into_iter().flatten().take(FINER));
            }
        }
        seen.sort_unstable();
        // What several keys lead to comes first where there are too many.
        if seen.len() > MOST {
            let mut counted: Vec<(usize, u32)> = seen.chunk_by(|a, b| a == b).map(|it| (it.len(), it[0])).collect();
            counted.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
            counted.truncate(MOST);
            *seen = counted.into_iter().map(|it| it.1).collect();
        } else {
            seen.dedup();
        }
        let count = table.len() as u32 - 1;
        seen.retain(|it| *it < count && (self.gone.is_empty() || !self.gone.contains(it)));
    }
}

/// The kinds of key that the index holds.
const ASKED: [Kind; 8] = [
    Kind::Numbers,
    Kind::Phone,
    Kind::Email,
    Kind::Birth,
    Kind::NameAndYear,
    Kind::TwoNames,
    Kind::NameAndPlace,
    Kind::Home,
];

/// What makes a key finer that leads to too many.
fn finer(table: &Table, it: &Rec, kind: Kind, mut take: impl FnMut(u64)) {
    let (given, _, family) = table.names_of(it);
    let main = || given.first().into_iter().chain(family.last());
    let heard = |name: &u32| u64::from(table.name_words[*name as usize].sound) | 1 << 40;
    let year = u64::from(it.dob >> 16);
    match kind {
        Kind::Birth | Kind::Home | Kind::Phone => main().for_each(|name| take(heard(name))),
        Kind::NameAndYear | Kind::NameAndPlace => {
            let both = main().map(heard).fold(0, |sum, it| sum ^ it);
            take(both | 1 << 41);
            if it.home != 0 {
                take(u64::from(it.home) | 1 << 42);
            }
            let district = table.outwards.get(it.postcode as usize).copied().unwrap_or(0);
            if kind == Kind::NameAndYear && district != 0 {
                take(u64::from(district) | 1 << 43);
            }
        }
        Kind::TwoNames => {
            if it.postcode != 0 {
                take(u64::from(table.outwards[it.postcode as usize]) | 1 << 43);
            }
            if year != 0 {
                take(year | 1 << 44);
            }
            if it.town != 0 {
                take(u64::from(it.town) | 1 << 45);
            }
        }
        Kind::Numbers | Kind::Email | Kind::NameAndBirthday | Kind::Postcode | Kind::NameAndOther | Kind::Name => {}
    }
}

/// The keys of a record, each told apart by its kind.
fn keys_of(table: &Table, it: &Rec, out: &mut Vec<u64>) {
    out.clear();
    let mut own = Vec::new();
    for kind in ASKED {
        own.clear();
        base(table, it, kind, &mut own);
        out.extend(own.iter().map(|key| mix(*key, kind as u64)));
    }
    out.sort_unstable();
    out.dedup();
}
