//! Holdfast's own headline: *a change* or *no sign of change*.
//!
//! Given the total, an unchanged series of counts is its events dealt evenly over the months. So the chance of a
//! likeness as uneven as the one found is counted by dealing again and again: right at any mean, however rare.

use serde::Serialize;

use crate::chance::Chance;
use crate::numbers::mean;

/// The chance of *a change* on an unchanged series. The issue allows 5%; three keeps what any one check counts
/// below it too, and still finds a change of one half (tests/error_rates.rs).
pub const FALSE_ALARM: f64 = 0.03;
/// How often the events are dealt again: the 3% point is then known to within half a point.
const DEALS: f64 = 999.0;
/// A lasting change has lasted this many months, and there were as many before it: with three, more places to look cost a
/// point of power at the same false alarms.
const LASTING: usize = 5;

/// What the headline says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Headline {
    /// Whether there was a lasting change.
    pub change: bool,
    /// The index of the first month after it.
    pub since: Option<usize>,
    /// The mean before and after.
    pub means: Option<(f64, f64)>,
    /// The chance of so much unevenness without a change.
    pub chance: f64,
    /// In one sentence.
    pub sentence: String,
}

/// Whether a series of monthly counts shows a lasting change.
#[must_use]
pub fn headline(values: &[f64]) -> Headline {
    let n = values.len();
    let nothing = |chance, sentence: &str| Headline {
        change: false,
        since: None,
        means: None,
        chance,
        sentence: sentence.to_owned(),
    };
    let total: f64 = values.iter().sum();
    if n < 2 * LASTING || total <= 0.0 {
        return nothing(1.0, "No sign of change: there are too few months or events to tell.");
    }
    let found = strongest(values);
    let wide = dispersion(values);
    let mut chance = Chance::new(0x4846_5350_4331);
    let (mut as_uneven, mut dealt) = (1.0, 1.0);
    // Once more deals are as uneven as a verdict allows, the rest cannot turn it.
    while dealt <= DEALS && as_uneven <= FALSE_ALARM * (DEALS + 1.0) {
        if strongest(&deal(&mut chance, n, total, wide)).1 >= found.1 {
            as_uneven += 1.0;
        }
        dealt += 1.0;
    }
    let p = as_uneven / dealt;
    if p > FALSE_ALARM {
        return nothing(p, "No sign of change: the months differ as much as chance alone would make them.");
    }
    let (before, after) = (mean(&values[..found.0]).unwrap_or(0.0), mean(&values[found.0..]).unwrap_or(0.0));
    let word = if after > before { "rose" } else { "fell" };
    let sentence = format!("A change: the monthly mean {word} from {before:.1} to {after:.1}.");
    Headline { change: true, since: Some(found.0), means: Some((before, after)), chance: p, sentence }
}

/// Where a step fits best, and how much likelier it makes the series, against the spread found.
fn strongest(values: &[f64]) -> (usize, f64) {
    let n = values.len();
    let total: f64 = values.iter().sum();
    let mut best = (LASTING, 0.0_f64);
    let mut first = 0.0;
    for (k, value) in values.iter().enumerate() {
        if k >= LASTING && k + LASTING <= n {
            let gain = gain(first, k, total, n);
            if gain > best.1 {
                best = (k, gain);
            }
        }
        first += value;
    }
    (best.0, best.1 / dispersion(values))
}

/// Twice the gain in log likelihood by two means for one.
#[expect(clippy::cast_precision_loss, reason = "lengths of series are small")]
fn gain(first: f64, k: usize, total: f64, n: usize) -> f64 {
    let part = |sum: f64, of: usize| {
        if sum > 0.0 { sum * (sum * n as f64 / (total * of as f64)).ln() } else { 0.0 }
    };
    2.0 * (part(first, k) + part(total - first, n - k))
}

/// How many times wider than chance neighbours differ, one at least: steps between neighbours, so that a lasting
/// change counts only once.
fn dispersion(values: &[f64]) -> f64 {
    let steps: Vec<f64> =
        values.windows(2).filter(|w| w[0] + w[1] > 0.0).map(|w| (w[1] - w[0]).powi(2) / (w[0] + w[1])).collect();
    mean(&steps).unwrap_or(1.0).max(1.0)
}

/// The events dealt evenly over the months; where they come in clumps, in clumps as wide.
fn deal(chance: &mut Chance, n: usize, total: f64, wide: f64) -> Vec<f64> {
    let mut months = vec![0.0; n];
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of events")]
    let events = total.round().max(0.0) as usize;
    if wide <= 1.0 && events <= 20_000 {
        for _ in 0..events {
            months[chance.below(n)] += 1.0;
        }
        return months;
    }
    #[expect(clippy::cast_precision_loss, reason = "lengths of series are small")]
    let middle = total / n as f64;
    for month in &mut months {
        let rate = if wide > 1.0 { (wide - 1.0) * chance.gamma(middle / (wide - 1.0)) } else { middle };
        *month = if rate < 500.0 { chance.poisson(rate) } else { chance.normal().mul_add(rate.sqrt(), rate).max(0.0) };
    }
    months
}
