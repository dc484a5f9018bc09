//! Late entry: the last months are always under-counted at the time of asking. The record's own delays, of what has
//! come in so far, tell how much is still to come.

use serde::Serialize;

use crate::chance::Chance;

/// Delays longer than this many days count as never: a year.
const LONGEST: usize = 365;
/// How many times what is still to come is dealt: its 5% and 95% points are then known to within half a point.
const DEALS: usize = 2000;
/// A month counts as provisional while less than this share of it is likely to be in.
const COMPLETE: f64 = 0.995;
/// How much of a month's weight the level of the months before it has: what a month with nothing in yet is judged by.
const PRIOR: f64 = 0.15;

/// One entry: the day it happened and the day it was recorded, both counted from any one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The day it happened.
    pub happened: i64,
    /// The day it was recorded.
    pub recorded: i64,
}

/// A period and what it is likely to come to.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Corrected {
    /// What is recorded so far.
    pub counted: usize,
    /// What it is likely to come to.
    pub expected: f64,
    /// With a chance of 90% it comes to at least this.
    pub low: f64,
    /// And at most this.
    pub high: f64,
    /// Which share is likely to be in.
    pub complete: f64,
    /// Whether the figure is to be shown as provisional.
    pub provisional: bool,
}

/// The share recorded within each number of days, from entries that could only be seen if recorded by the day asked
/// (Lynden-Bell's estimate for right truncation), with the variance of its logarithm.
struct Delays {
    within: Vec<f64>,
    variance: Vec<f64>,
}

impl Delays {
    fn of(entries: &[Entry], asked: i64) -> Self {
        // at_risk[x]: entries with delay <= x that could have been seen with delay x; here[x]: of these, delay = x.
        let (mut here, mut steps) = (vec![0.0; LONGEST + 1], vec![0.0; LONGEST + 2]);
        for it in entries {
            let (Ok(delay), Ok(room)) =
                (usize::try_from(it.recorded - it.happened), usize::try_from(asked - it.happened))
            else {
                continue;
            };
            if delay <= LONGEST && delay <= room {
                here[delay] += 1.0;
                steps[delay] += 1.0;
                steps[room.min(LONGEST) + 1] -= 1.0;
            }
        }
        let (mut within, mut variance) = (vec![1.0; LONGEST + 1], vec![0.0; LONGEST + 1]);
        let mut at_risk = vec![0.0; LONGEST + 1];
        let mut sum = 0.0;
        for x in 0..=LONGEST {
            sum += steps[x];
            at_risk[x] = sum;
        }
        for x in (0..LONGEST).rev() {
            let (n, d): (f64, f64) = (at_risk[x + 1], here[x + 1]);
            let hazard = if n > 0.0 { (d / n).min(1.0 - 0.5 / (n + 1.0)) } else { 0.0 };
            within[x] = within[x + 1] * (1.0 - hazard);
            variance[x] = variance[x + 1] + if n > 0.0 { hazard / (n * (1.0 - hazard)) } else { 0.0 };
        }
        Self { within, variance }
    }

    /// The share of a period that is likely to be in, and the variance of its logarithm; days to come count as empty.
    fn share(&self, from: i64, to: i64, asked: i64) -> (f64, f64) {
        let (mut share, mut variance, mut days) = (0.0, 0.0, 0);
        for day in from..to.min(asked + 1) {
            let room = usize::try_from(asked - day).unwrap_or(0).min(LONGEST);
            share += self.within[room];
            variance += self.within[room] * self.variance[room];
            days += 1;
        }
        if days == 0 { (0.0, 0.0) } else { (share / f64::from(days), variance / share.max(f64::MIN_POSITIVE)) }
    }
}

/// What each period (first day, first day after it) is likely to come to, as known on the day asked. A period that is
/// not over yet is corrected for late entry up to the day asked only.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts of entries")]
pub fn corrected(entries: &[Entry], periods: &[(i64, i64)], asked: i64) -> Vec<Corrected> {
    let seen: Vec<Entry> = entries.iter().copied().filter(|e| e.recorded <= asked).collect();
    let delays = Delays::of(&seen, asked);
    let mut chance = Chance::new(0x4846_4C41_5445);
    let counts: Vec<(usize, f64, f64)> = periods
        .iter()
        .map(|(from, to)| {
            let counted = seen.iter().filter(|e| e.happened >= *from && e.happened < *to).count();
            let (share, variance) = delays.share(*from, *to, asked);
            (counted, share, variance)
        })
        .collect();
    let whole: Vec<f64> = counts.iter().filter(|c| c.1 > 0.9).map(|c| c.0 as f64 / c.1).collect();
    let recent = &whole[whole.len().saturating_sub(12)..];
    let level = crate::numbers::mean(recent).unwrap_or(0.0);
    counts.into_iter().map(|(counted, share, variance)| one(counted, share, variance, level, &mut chance)).collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts of entries")]
fn one(counted: usize, share: f64, variance: f64, level: f64, chance: &mut Chance) -> Corrected {
    let so_far = counted as f64;
    if share >= COMPLETE {
        return Corrected { counted, expected: so_far, low: so_far, high: so_far, complete: share, provisional: false };
    }
    let mut comes: Vec<f64> = (0..DEALS)
        .map(|_| {
            let share = (share.max(1e-6).ln() + variance.sqrt() * chance.normal()).exp().clamp(1e-6, 1.0);
            let rate = chance.gamma(so_far + PRIOR * level + 0.5) / (share + PRIOR);
            so_far + chance.poisson(rate * (1.0 - share))
        })
        .collect();
    comes.sort_by(f64::total_cmp);
    let at = |part: usize| comes[(DEALS * part / 100).min(DEALS - 1)];
    let expected = comes.iter().sum::<f64>() / DEALS as f64;
    Corrected { counted, expected, low: at(5), high: at(95), complete: share, provisional: true }
}
