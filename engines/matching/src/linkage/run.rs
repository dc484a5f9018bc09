//! From records to pairs with weights.

use std::collections::{BTreeMap, BTreeSet};

use super::blocks::Blocks;
use super::compare::Comparing;
use super::frequency::Frequencies;
use super::hash;
use super::levels::{Field, given};
use super::likeness::{Learned, pair};
use super::model::{Class, Model};
use super::table::Table;
use super::train::{self, Outcomes};

/// Pairs from which is learned, at most.
const SAMPLE: usize = 400_000;
/// Pairs below this weight, in bits, are not kept.
pub(crate) const KEPT: f32 = -12.0;

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

/// What came of a table: what was learned, and the pairs that could be one person, in order.
pub(crate) struct Weighing {
    pub(crate) trained: Trained,
    pub(crate) pairs: Vec<Weighed>,
}

/// Learns from the pairs of a table and weighs them.
pub(crate) fn learn_and_weigh(table: &Table, found: &Blocks, across: bool, threads: usize) -> Weighing {
    let count = table.len() as f64;
    let queries = table.recs.iter().filter(|it| it.side == 1).count() as f64;
    let pairs = if across { queries * (count - queries) } else { count * (count - 1.0) / 2.0 };
    let records = if across { queries } else { count };
    let step = found.len().div_ceil(SAMPLE).max(1);
    let sample: Vec<(u32, u32)> = (0..found.len())
        .map(|nth| found.pair(nth))
        .filter(|it| step == 1 || hash::mix(u64::from(it.0), u64::from(it.1)).is_multiple_of(step as u64))
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
    let learn = |out: &Trained| {
        let comparing = out.comparing(table);
        let outcomes = Outcomes::of(sample.iter().map(|it| comparing.pair(it.0, it.1)));
        let mut now = model.clone();
        train::learn(&mut now, &outcomes, step as f64);
        now
    };
    out.model = learn(&out);
    let all = (0..found.len()).map(|it| found.pair(it)).map(|it| (it.0, it.1)).collect::<Vec<_>>();
    let kept = weigh(table, &all, &out, threads);
    drop(all);
    let names = learn_names(&out.comparing(table), &out.model, &kept);
    let again = if across { 0.0 } else { 2.0 * out.model.pairs[Class::Same as usize] / count.max(1.0) };
    out.often = Frequencies::of(table, again);
    out.learned = names.iter().map(|it| (pair(it.0, it.1), ())).collect();
    out.learned_names = names;
    out.model = learn(&out);
    let kept: Vec<(u32, u32)> = kept.iter().map(|it| (it.a, it.b)).collect();
    let pairs = weigh(table, &kept, &out, threads);
    Weighing { trained: out, pairs }
}

/// Forenames that often stand where all else says one person: pet forms, families of spelling.
fn learn_names(comparing: &Comparing<'_>, model: &Model, kept: &[Weighed]) -> Vec<(u32, u32, u32)> {
    let mut counts: BTreeMap<(u32, u32), BTreeSet<u32>> = BTreeMap::new();
    let mut often: hash::ByHash<f64> = hash::ByHash::default();
    let mut all = 0.0;
    for Weighed { a, b, .. } in kept {
        let found = comparing.pair(*a, *b);
        let level = found.level(Field::Given);
        if !matches!(level, given::WEAK | given::OTHER | given::BEGINS) {
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
        // Two of one family count once, however many records they have.
        let family = comparing.table.names_of(&comparing.table.recs[*a as usize]).2.first();
        let heard = family.map_or(0, |it| comparing.table.name_words[*it as usize].sound);
        if counts.entry((x.min(y), x.max(y))).or_default().insert(heard) {
            all += 1.0;
            for name in [x, y] {
                *often.entry(u64::from(name)).or_default() += 1.0;
            }
        }
    }
    let expected = |x: u32, y: u32| {
        let share = |it: u32| often.get(&u64::from(it)).copied().unwrap_or(0.0);
        share(x) * share(y) / (2.0 * f64::max(all, 1.0))
    };
    let mut out: Vec<(u32, u32, u32)> = counts
        .into_iter()
        .map(|((x, y), families)| (x, y, families.len() as u32))
        .filter(|(x, y, count)| surprising(f64::from(*count), expected(*x, *y)))
        .collect();
    out.sort_by(|a, b| b.2.cmp(&a.2).then((a.0, a.1).cmp(&(b.0, b.1))));
    out
}

/// Whether something that is expected so often by chance came more often than chance gives.
fn surprising(count: f64, expected: f64) -> bool {
    let expected = expected.max(1e-4);
    count >= 2.0 && count * (count / expected).ln() - (count - expected) > 6.0
}

/// Weighs all pairs; those that could be one person are kept, in order.
pub(crate) fn weigh(table: &Table, pairs: &[(u32, u32)], trained: &Trained, threads: usize) -> Vec<Weighed> {
    let threads = threads.max(1);
    let part = pairs.len().div_ceil(threads).max(1);
    let comparing = trained.comparing(table);
    let one = |part: &[(u32, u32)]| -> Vec<Weighed> {
        let weighed =
            part.iter().map(|(a, b)| Weighed { a: *a, b: *b, bits: trained.model.weight(&comparing.pair(*a, *b)) });
        weighed.filter(|it| it.bits > KEPT).collect()
    };
    std::thread::scope(|scope| {
        let all: Vec<_> = pairs.chunks(part).map(|part| scope.spawn(|| one(part))).collect();
        all.into_iter().flat_map(|it| it.join().unwrap_or_default()).collect()
    })
}
