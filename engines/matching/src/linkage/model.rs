//! What a level weighs: the shares of each class, and the weight of a pair.

use super::compare::Found;
use super::levels::{self, ALL, FIELDS, LEVELS};

/// What two records can be to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Class {
    Same,
    Household,
    Twins,
    Chance,
}

pub(crate) const CLASSES: usize = 4;

/// The least share that a level is given.
pub(crate) const LEAST: f64 = 1e-10;

/// Shares of levels by class, and how many pairs of each class there are.
#[derive(Clone)]
pub(crate) struct Model {
    /// Shares, before logarithms: class, field, level.
    pub(crate) shares: [[[f64; LEVELS]; FIELDS]; CLASSES],
    /// Pairs of each class among all pairs, compared or not.
    pub(crate) pairs: [f64; CLASSES],
    /// Pairs in training that came out at a level.
    pub(crate) seen: [[f64; LEVELS]; FIELDS],
    logs: [[[f32; LEVELS]; FIELDS]; CLASSES],
    priors: [f32; CLASSES],
}

impl Model {
    /// What holds before anything is learned, for a list of so many pairs.
    pub(crate) fn before(records: f64, pairs: f64) -> Self {
        let mut shares = [[[0.0; LEVELS]; FIELDS]; CLASSES];
        for field in ALL {
            for (nth, it) in levels::of(field).iter().enumerate() {
                let chance = if it.chance.is_nan() { 1.0 } else { it.chance };
                for (class, share) in [it.same, it.household, it.twins, chance].into_iter().enumerate() {
                    shares[class][field as usize][nth] = share;
                }
            }
        }
        let mut out = Self {
            shares,
            pairs: [records * 0.4, records * 0.4, records * 0.004, pairs],
            seen: [[0.0; LEVELS]; FIELDS],
            logs: [[[0.0; LEVELS]; FIELDS]; CLASSES],
            priors: [0.0; CLASSES],
        };
        out.settle();
        out
    }

    /// Works out the logarithms once.
    pub(crate) fn settle(&mut self) {
        for class in 0..CLASSES {
            self.priors[class] = self.pairs[class].max(1e-9).log2() as f32;
            for field in 0..FIELDS {
                for level in 0..LEVELS {
                    let share = if level == 0 { 1.0 } else { self.shares[class][field][level] };
                    self.logs[class][field][level] = share.max(LEAST).log2() as f32;
                }
            }
        }
    }

    /// Logarithms of how likely the outcome is in each class, with the number of pairs of the class.
    pub(crate) fn classes(&self, found: &Found) -> [f32; CLASSES] {
        let mut out = self.priors;
        let mut levels = found.packed();
        for field in 0..FIELDS {
            let level = (levels & 15) as usize;
            levels >>= 4;
            if level != 0 {
                for (class, sum) in out.iter_mut().enumerate() {
                    *sum += self.logs[class][field][level];
                }
            }
        }
        out[Class::Chance as usize] += found.rare;
        out
    }

    /// Logarithms of the shares of a level in two classes: one person, and chance.
    pub(crate) fn sides(&self, field: usize, level: u8) -> (f32, f32) {
        let level = usize::from(level);
        (self.logs[0][field][level], self.logs[CLASSES - 1][field][level])
    }

    /// What holds before any field is looked at, in bits: one person against chance.
    pub(crate) fn before_fields(&self) -> f32 {
        self.priors[0] - self.priors[CLASSES - 1]
    }

    /// Bits for *the same person* against all else.
    pub(crate) fn weight(&self, found: &Found) -> f32 {
        let all = self.classes(found);
        all[0] - log_sum(&all[1..])
    }
}

/// The logarithm of a sum, of logarithms, base 2.
pub(crate) fn log_sum(all: &[f32]) -> f32 {
    let most = all.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    if most == f32::NEG_INFINITY { most } else { most + all.iter().map(|it| (it - most).exp2()).sum::<f32>().log2() }
}

/// The probability that a weight in bits stands for.
pub(crate) fn probability(bits: f32) -> f64 {
    1.0 / (1.0 + (-f64::from(bits)).exp2())
}
