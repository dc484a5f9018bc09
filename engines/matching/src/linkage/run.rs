//! From records to pairs with weights.

use super::blocks::{self, Blocks};
use super::compare::Comparing;
use super::frequency::Frequencies;
use super::hash;
use super::likeness::{Learned, pair};
use super::model::{Class, Model};
use super::table::Table;
use super::train::{self, Outcomes};
use super::levels::{Field, given};

/// Pairs from which is learned, at most.
const SAMPLE: usize = 400_000;
/// Pairs below this weight, in bits, are not kept.
pub(crate) const KEPT: f32 = -8.0;

/// A pair with its weight in bits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Weighed {
    pub(crate) a: u32,
    pub(crate) b: u32,
    pub(crate) bits: f32,
}

/// All that was learned of a table.
pub(crate) struct Trained {
    pub(crate) model: Model,
    pub(crate) often: Frequencies,
    pub(crate) learned: Learned,
    /// Names that were learned to be one, most often seen first.
    pub(crate) learned_names: Vec<(u32, u32, u32)>,
    pub(crate) newest: u32,
}

impl Trained {
    pub(crate) fn comparing<'a>(&'a self, table: &'a Table) -> Comparing<'a> {
        Comparing { table, often: &self.often, learned: &self.learned, newest: self.newest }
    }
}

/// Learns from the pairs of a table.
pub(crate) fn train(table: &Table, found: &Blocks, across: bool) -> Trained {
    let count = table.len() as f64;
    let queries = table.recs.iter().filter(|it| it.side == 1).count() as f64;
    let pairs = if across { queries * (count - queries) } else { count * (count - 1.0) / 2.0 };
    let records = if across { queries } else { count };
    let step = found.len().div_ceil(SAMPLE).max(1);
    let sample: Vec<(u32, u32)> = (0..found.len())
        .map(|nth| found.pair(nth))
        .filter(|it| step == 1 || hash::mix(u64::from(it.0), u64::from(it.1)) % step as u64 == 0)
        .map(|it| (it.0, it.1))
        .collect();
    let mut out = Trained {
        model: Model::before(records, pairs.max(1.0)),
        often: Frequencies::of(table, 0.0),
        learned: Learned::default(),
        learned_names: Vec::new(),
        newest: table.newest_year(),
    };
    let mut model = out.model.clone();
    train::chance(&out.comparing(table), across, &mut model);
    for round in 0..2 {
        let comparing = out.comparing(table);
        let outcomes = Outcomes::of(sample.iter().map(|it| comparing.pair(it.0, it.1)));
        let mut now = model.clone();
        train::learn(&mut now, &outcomes, step as f64);
        if round == 0 {
            let again = if across { 0.0 } else { 2.0 * now.pairs[Class::Same as usize] / count.max(1.0) };
            let names = learn_names(&comparing, &now, &sample);
            out.often = Frequencies::of(table, again);
            out.learned = names.iter().map(|it| (pair(it.0, it.1), ())).collect();
            out.learned_names = names;
        }
        out.model = now;
    }
    out
}

/// Forenames that often stand where all else says one person: pet forms, families of spelling.
fn learn_names(comparing: &Comparing<'_>, model: &Model, sample: &[(u32, u32)]) -> Vec<(u32, u32, u32)> {
    let mut counts: std::collections::BTreeMap<(u32, u32), (f64, u32)> = std::collections::BTreeMap::new();
    let mut often: hash::ByHash<f64> = hash::ByHash::default();
    let mut all = 0.0;
    for (a, b) in sample {
        let found = comparing.pair(*a, *b);
        let level = found.level(Field::Given);
        if !matches!(level, given::WEAK | given::OTHER) {
            continue;
        }
        // What the rest says, without the forename.
        let levels = found.packed() & !15;
        let rest = model.weight(&super::compare::Found::unpacked(levels, found.rare));
        if rest < 2.0 {
            continue;
        }
        let first = |at: u32| comparing.table.names_of(&comparing.table.recs[at as usize]).0[0];
        let (x, y) = (first(*a), first(*b));
        let entry = counts.entry((x.min(y), x.max(y))).or_default();
        entry.1 += 1;
        all += 1.0;
        for name in [x, y] {
            *often.entry(u64::from(name)).or_default() += 1.0;
        }
    }
    let expected = |x: u32, y: u32| {
        let share = |it: u32| often.get(&u64::from(it)).copied().unwrap_or(0.0);
        share(x) * share(y) / (2.0 * f64::max(all, 1.0))
    };
    let mut out: Vec<(u32, u32, u32)> = counts
        .into_iter()
        .filter(|((x, y), (_, count))| *count >= 2 && f64::from(*count) >= 3.0 * expected(*x, *y) + 1.0)
        .map(|((x, y), (_, count))| (x, y, count))
        .collect();
    out.sort_by(|a, b| b.2.cmp(&a.2).then((a.0, a.1).cmp(&(b.0, b.1))));
    out
}

/// Weighs all pairs; those that could be one person are kept, in order.
pub(crate) fn weigh(table: &Table, found: &Blocks, trained: &Trained, threads: usize) -> Vec<Weighed> {
    let threads = threads.max(1);
    let part = found.len().div_ceil(threads).max(1);
    let comparing = trained.comparing(table);
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..threads)
            .map(|nth| {
                let comparing = &comparing;
                scope.spawn(move || {
                    let range = (nth * part).min(found.len())..((nth + 1) * part).min(found.len());
                    range
                        .filter_map(|at| {
                            let (a, b, _) = found.pair(at);
                            let bits = trained.model.weight(&comparing.pair(a, b));
                            (bits > KEPT).then_some(Weighed { a, b, bits })
                        })
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        all.into_iter().flat_map(|it| it.join().unwrap_or_default()).collect()
    })
}
