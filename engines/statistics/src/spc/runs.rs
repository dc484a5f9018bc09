//! Runs rules for a middle line: the longest run on one side and the number of crossings (Anhøj and Olesen 2014).

use serde::{Deserialize, Serialize};

use super::counts::round_half_even;
use crate::numbers::even_quantile;

/// Which rule tells an unusual run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunsMethod {
    /// Longest run above log2(n) + 3, or fewer crossings than the 5% point of even coin throws.
    #[default]
    Anhoej,
    /// The box of both with the most power at a shift of 0.8 sigma among those right in at least 92.5% of steady series.
    Bestbox,
    /// The best box with its corners cut as far as 92.5% allows.
    Cutbox,
}

/// What the runs say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Runs {
    /// The longest run on one side of the line.
    pub longest: usize,
    /// The longest that is usual.
    pub longest_max: usize,
    /// How often the line is crossed.
    pub crossings: usize,
    /// The fewest that is usual.
    pub crossings_min: usize,
    /// Points off the line.
    pub useful: usize,
    /// Whether the pattern is unusual.
    pub signal: bool,
}

/// The runs of the values about a line, points on it left out.
#[must_use]
pub fn runs(values: &[f64], line: f64, method: RunsMethod) -> Runs {
    let sides: Vec<bool> = values.iter().filter(|v| **v != line).map(|v| *v > line).collect();
    let useful = sides.len();
    if useful == 0 {
        return Runs::default();
    }
    let (mut longest, mut run, mut crossings) = (1, 1, 0);
    for pair in sides.windows(2) {
        if pair[0] == pair[1] {
            run += 1;
        } else {
            crossings += 1;
            run = 1;
        }
        longest = longest.max(run);
    }
    let (longest_max, crossings_min) = anhoej(useful);
    let plain = Runs { longest, longest_max, crossings, crossings_min, useful, signal: false };
    match method {
        RunsMethod::Anhoej => Runs { signal: longest > longest_max || crossings < crossings_min, ..plain },
        RunsMethod::Bestbox | RunsMethod::Cutbox => boxed(plain, method),
    }
}

/// The longest usual run and the fewest usual crossings of `n` points off the line.
fn anhoej(n: usize) -> (usize, usize) {
    #[expect(clippy::cast_precision_loss, reason = "lengths of series are small")]
    let longest = round_half_even((n as f64).log2()) + 3;
    (longest, even_quantile(0.05, n.saturating_sub(1)))
}

/// The shift, in sigma, that a best box is chosen to find, and the share of steady series it must leave in peace.
const SHIFT_ABOVE: f64 = 0.788_144_601_416_603_4; // the normal distribution at 0.8
const SPECIFIC: f64 = 0.925;

fn boxed(plain: Runs, method: RunsMethod) -> Runs {
    let n = plain.useful;
    if !(10..=100).contains(&n) {
        return Runs { signal: plain.longest > plain.longest_max || plain.crossings < plain.crossings_min, ..plain };
    }
    let (steady, shifted) = (Joint::new(n, 0.5), Joint::new(n, SHIFT_ABOVE));
    let mut best = (f64::INFINITY, 0, n);
    for least in 0..n {
        for most in 1..=n {
            if steady.inside(least, most) >= SPECIFIC {
                let missed = shifted.inside(least, most);
                if missed < best.0 {
                    best = (missed, least, most);
                }
                break;
            }
        }
    }
    let (_, least, most) = best;
    let mut signal = plain.longest > most || plain.crossings < least;
    if method == RunsMethod::Cutbox && !signal {
        signal = cut(&steady, &shifted, (least, most)).contains(&(plain.crossings, plain.longest));
    }
    // What is printed beside the chart stays the plain rule's.
    Runs { signal, ..plain }
}

/// The cells on the border of a box that can go while enough steady series stay inside, most telling first.
fn cut(steady: &Joint, shifted: &Joint, (least, most): (usize, usize)) -> Vec<(usize, usize)> {
    let mut inside = steady.inside(least, most);
    let (mut gone, mut row, mut column) = (Vec::new(), most, least);
    loop {
        let candidates = [(least, row), (column, most)];
        let tell = |it: &(usize, usize)| shifted.at(it.0, it.1) / steady.at(it.0, it.1).max(1e-300);
        let next = candidates
            .into_iter()
            .filter(|it| !gone.contains(it) && it.1 >= 1 && it.0 < steady.n)
            .filter(|it| inside - steady.at(it.0, it.1) >= SPECIFIC)
            .max_by(|a, b| tell(a).total_cmp(&tell(b)));
        let Some(it) = next else { return gone };
        inside -= steady.at(it.0, it.1);
        gone.push(it);
        if it == (least, row) {
            row -= 1;
        }
        if it == (column, most) {
            column += 1;
        }
    }
}

/// The joint chance of crossings and longest run of n points, each above the line with the same chance.
struct Joint {
    n: usize,
    /// By crossings, then longest run.
    chance: Vec<f64>,
}

impl Joint {
    /// By the length of the last run: the first run of length k, then a run of the other side, and so on.
    fn new(n: usize, above: f64) -> Self {
        let mut it = Self { n, chance: vec![0.0; n * (n + 1)] };
        for most in 1..=n {
            let within = Self::at_most(n, above, most);
            for (c, p) in within.iter().enumerate() {
                it.chance[c * (n + 1) + most] = *p;
            }
        }
        for c in 0..n {
            for most in (2..=n).rev() {
                it.chance[c * (n + 1) + most] -= it.chance[c * (n + 1) + most - 1];
            }
        }
        it
    }

    /// The chance of each number of crossings with no run longer than `most`.
    fn at_most(n: usize, above: f64, most: usize) -> Vec<f64> {
        // ends[side][m][c]: the first m points end in a finished run of that side, with c crossings before.
        let mut ends = vec![vec![vec![0.0; n]; n + 1]; 2];
        for m in 1..=n {
            for side in 0..2 {
                let p: f64 = if side == 1 { above } else { 1.0 - above };
                let mut power = 1.0;
                for length in 1..=most.min(m) {
                    power *= p;
                    let before = m - length;
                    if before == 0 {
                        ends[side][m][0] += power;
                    } else {
                        for c in 1..n.min(before + 1) {
                            ends[side][m][c] += power * ends[1 - side][before][c - 1];
                        }
                    }
                }
            }
        }
        (0..n).map(|c| ends[0][n][c] + ends[1][n][c]).collect()
    }

    fn at(&self, crossings: usize, longest: usize) -> f64 {
        self.chance[crossings * (self.n + 1) + longest]
    }

    /// The chance of at least so many crossings and no run longer than `most`.
    fn inside(&self, least: usize, most: usize) -> f64 {
        (least..self.n).map(|c| (1..=most).map(|l| self.at(c, l)).sum::<f64>()).sum()
    }
}
