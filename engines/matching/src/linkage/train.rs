//! Learning without labels.

use super::compare::{Comparing, Found};
use super::hash::mix;
use super::levels::{self, ALL, FIELDS, Field, LEVELS, area, value};
use super::model::{CLASSES, Class, LEAST, Model, log_sum};

/// Rounds of learning.
const ROUNDS: usize = 20;
/// Pairs of any two records from which fuzzy levels are counted.
const CHANCE_PAIRS: usize = 120_000;
/// How many pairs what is known before counts for, and its share in a class however many there are.
const BEFORE: [(f64, f64); 3] = [(40.0, 0.05), (60.0, 0.25), (60.0, 0.5)];

/// Outcomes that occur, and how often.
pub(crate) struct Outcomes(Vec<(u64, i16, u32)>);

impl Outcomes {
    /// Puts outcomes that are alike together; rarity goes by quarters of a bit.
    pub(crate) fn of(found: impl Iterator<Item = Found>) -> Self {
        let mut all: Vec<(u64, i16, u32)> =
            found.map(|it| (it.packed(), (it.rare * 4.0).round().clamp(-30_000.0, 0.0) as i16, 1)).collect();
        all.sort_unstable();
        all.dedup_by(|it, kept| {
            let one = (it.0, it.1) == (kept.0, kept.1);
            if one {
                kept.2 += it.2;
            }
            one
        });
        Self(all)
    }
}

/// Counts how often fuzzy levels come out for any two records.
pub(crate) fn chance(comparing: &Comparing<'_>, across: bool, model: &mut Model) {
    let recs = &comparing.table.recs;
    let count = recs.len();
    let cut = if across { recs.partition_point(|it| it.side == 0) } else { 0 };
    if count < 2 || (across && (cut == 0 || cut == count)) {
        return;
    }
    let mut seen = [[0.0_f64; LEVELS]; FIELDS];
    let mut note = |a: usize, b: usize| {
        let found = comparing.pair(a as u32, b as u32);
        for field in ALL {
            seen[field as usize][usize::from(found.level(field))] += 1.0;
        }
    };
    if !across && count * (count - 1) / 2 <= CHANCE_PAIRS {
        (0..count).for_each(|a| (0..a).for_each(|b| note(a, b)));
    } else {
        for nth in 0..CHANCE_PAIRS as u64 {
            let draw = mix(nth, 0xA5A5_5A5A);
            let (x, y) = ((draw >> 32) as usize, (draw & 0xffff_ffff) as usize);
            let (a, b) = if across { (x % cut, cut + y % (count - cut)) } else { (x % count, y % count) };
            if a != b {
                note(a, b);
            }
        }
    }
    seen[Field::Area as usize][usize::from(area::AT_HOME) + 1..].fill(0.0);
    let shares = &mut model.shares[Class::Chance as usize];
    for field in ALL.into_iter().filter(|it| !matches!(it, Field::National | Field::Education)) {
        let known: f64 = seen[field as usize][1..].iter().sum();
        for (nth, level) in levels::of(field).iter().enumerate().skip(1) {
            let conditional = field == Field::Area && nth > usize::from(area::AT_HOME);
            if !level.chance.is_nan() && known > 0.0 && !conditional {
                // What is known before stands for a few pairs, so that a level that never came keeps a share.
                let before = 2_000.0_f64.min(known);
                shares[field as usize][nth] = (seen[field as usize][nth] + before * level.chance) / (known + before);
            }
        }
    }
    shares[Field::Phone as usize][usize::from(value::NEAR)] = levels::of(Field::Phone)[usize::from(value::NEAR)].chance;
    // Of a number with so many digits two agree, or nearly, by chance so often.
    let digits = comparing.table.national_digits.iter().enumerate().max_by_key(|it| it.1).map_or(10, |it| it.0);
    let same = 10.0_f64.powi(-(digits.clamp(4, 10) as i32));
    shares[Field::National as usize][usize::from(value::SAME)] = same;
    shares[Field::National as usize][usize::from(value::NEAR)] = same * 9.0 * digits as f64;
}

/// Learns the shares of the classes from outcomes, of which each stands for `scale` pairs.
pub(crate) fn learn(model: &mut Model, outcomes: &Outcomes, scale: f64) {
    let before = model.clone();
    for _ in 0..ROUNDS {
        let mut sums = [[[0.0_f64; LEVELS]; FIELDS]; CLASSES];
        let mut totals = [0.0_f64; CLASSES];
        for (levels, rare, count) in &outcomes.0 {
            let found = Found::unpacked(*levels, f32::from(*rare) / 4.0);
            let all = model.classes(&found);
            let sum = log_sum(&all);
            for class in 0..CLASSES - 1 {
                let share = f64::from((all[class] - sum).exp2()) * f64::from(*count);
                if share < 1e-6 {
                    continue;
                }
                totals[class] += share;
                for (field, sums) in sums[class].iter_mut().enumerate() {
                    sums[(levels >> (4 * field) & 15) as usize] += share;
                }
            }
        }
        for class in 0..CLASSES - 1 {
            model.pairs[class] = (totals[class] * scale).max(0.5);
            update(model, &before, class, &sums[class]);
        }
        model.settle();
    }
    model.seen = [[0.0; LEVELS]; FIELDS];
    for (levels, _, count) in &outcomes.0 {
        for (field, seen) in model.seen.iter_mut().enumerate() {
            seen[(levels >> (4 * field) & 15) as usize] += f64::from(*count);
        }
    }
}

/// The shares of a class: what was found, held by what is known before.
fn update(model: &mut Model, before: &Model, class: usize, sums: &[[f64; LEVELS]; FIELDS]) {
    let (pairs, share) = BEFORE[class];
    for (field, sums) in sums.iter().enumerate() {
        // What an area says at the same home is told apart from what it says elsewhere.
        let at_home = usize::from(area::AT_HOME) + 1;
        let parts = if field == Field::Area as usize { [1..at_home, at_home..LEVELS] } else { [1..LEVELS, 0..0] };
        for part in parts {
            let known: f64 = sums[part.clone()].iter().sum();
            let anchor = pairs + share * known;
            for level in part {
                let old = before.shares[class][field][level];
                model.shares[class][field][level] = ((sums[level] + anchor * old) / (known + anchor)).max(LEAST);
            }
        }
    }
}
