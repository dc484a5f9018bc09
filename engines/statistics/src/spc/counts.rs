//! Charts for single values, counts, rates, shares and rare events.

use serde::{Deserialize, Serialize};

use super::runs::{Runs, RunsMethod, runs};
use crate::numbers::{mean, median, moving_ranges};

/// The mean distance of two neighbours of a normal series, in sigma.
const PAIR: f64 = 1.128;
/// The longest moving range that is usual, times the mean range.
const RANGE_LIMIT: f64 = 3.267;
/// Days between rare events become nearly normal by this root (Nelson 1994).
const NEARLY_NORMAL: f64 = 3.6;

/// A chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Chart {
    /// A run chart: the median, no limits.
    Run,
    /// Single values.
    #[serde(alias = "xmr")]
    I,
    /// Moving ranges.
    Mr,
    /// Counts.
    C,
    /// Counts out of changing numbers.
    U,
    /// U with the spread as found (Laney).
    #[serde(rename = "up", alias = "uprime")]
    UPrime,
    /// Shares.
    P,
    /// P with the spread as found (Laney).
    #[serde(rename = "pp", alias = "pprime")]
    PPrime,
    /// Cases between rare events.
    G,
    /// Time between rare events.
    T,
}

/// What is to be drawn.
#[derive(Debug, Clone, Default)]
pub struct Counted {
    /// The values in order of time.
    pub values: Vec<f64>,
    /// What they are counted out of.
    pub denominators: Option<Vec<f64>>,
    /// The points (from 1) after which a new baseline starts.
    pub parts: Vec<usize>,
    /// Limits from this many first points only.
    pub freeze: Option<usize>,
    /// Points (from 1) that do not count.
    pub exclude: Vec<usize>,
    /// Leave out exceptional moving ranges.
    pub screen: bool,
    /// The figure is printed times this.
    pub multiply: f64,
    /// The rule for runs.
    pub runs: RunsMethod,
}

/// A chart of counts, one entry a point.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CountChart {
    /// What is drawn: the count, rate or share.
    pub y: Vec<Option<f64>>,
    /// The middle line.
    pub cl: Vec<Option<f64>>,
    /// The lower limit.
    pub lcl: Vec<Option<f64>>,
    /// The upper limit.
    pub ucl: Vec<Option<f64>>,
    /// The lower limit at two sigma.
    pub lcl95: Vec<Option<f64>>,
    /// The upper limit at two sigma.
    pub ucl95: Vec<Option<f64>>,
    /// Outside the limits.
    pub sigma_signal: Vec<bool>,
    /// The part's runs are unusual.
    pub runs_signal: Vec<bool>,
    /// The part's longest run.
    pub longest_run: Vec<usize>,
    /// The longest that is usual.
    pub longest_run_max: Vec<usize>,
    /// The part's crossings.
    pub crossings: Vec<usize>,
    /// The fewest that is usual.
    pub crossings_min: Vec<usize>,
    /// The part's points off the line.
    pub n_useful: Vec<usize>,
}

/// One part between two baselines, with what counts of it.
struct Part<'a> {
    values: &'a [f64],
    denominators: Option<&'a [f64]>,
    /// For limits.
    base: Vec<bool>,
    screen: bool,
}

/// A part's line, the sigma of each point, and how drawn figures come from worked ones.
struct Lines {
    y: Vec<Option<f64>>,
    middle: f64,
    /// The line that is drawn and about which runs are counted, where it is not the middle.
    drawn: Option<f64>,
    sigma: Option<Vec<f64>>,
    lowest: Option<f64>,
    highest: Option<f64>,
    root: Option<f64>,
}

/// Draws a chart.
///
/// # Errors
/// In words, where denominators are missing, too few or not above zero.
pub fn count_chart(chart: Chart, it: &Counted) -> Result<CountChart, String> {
    let n = it.values.len();
    if let Some(all) = &it.denominators {
        if all.len() != n {
            return Err(format!("{} denominators for {n} values", all.len()));
        }
        if all.iter().any(|d| !d.is_finite() || *d <= 0.0) {
            return Err("a denominator must be above zero".to_owned());
        }
    } else if matches!(chart, Chart::U | Chart::UPrime | Chart::P | Chart::PPrime) {
        return Err("this chart needs denominators".to_owned());
    }
    let mut ends: Vec<usize> = it.parts.iter().copied().filter(|&e| e > 0 && e < n).collect();
    ends.push(n);
    ends.sort_unstable();
    ends.dedup();
    let mut drawn = CountChart::default();
    let mut from = 0;
    for to in ends {
        if to > from {
            let counts = |i: usize| !it.exclude.contains(&(i + 1));
            let part = Part {
                values: &it.values[from..to],
                denominators: it.denominators.as_ref().map(|d| &d[from..to]),
                base: (from..to).map(|i| counts(i) && it.freeze.is_none_or(|f| i < f)).collect(),
                screen: it.screen,
            };
            let included: Vec<bool> = (from..to).map(counts).collect();
            draw(&mut drawn, &lines(chart, &part), &included, it);
        }
        from = to;
    }
    Ok(drawn)
}

fn draw(out: &mut CountChart, of: &Lines, included: &[bool], it: &Counted) {
    let line = of.drawn.unwrap_or(of.middle);
    let seen: Vec<f64> = of.y.iter().zip(included).filter(|(_, inc)| **inc).filter_map(|(y, _)| *y).collect();
    let found: Runs = runs(&seen, line, it.runs);
    let times = |v: f64| v * it.multiply;
    let limit = |i: usize, sigmas: f64| -> Option<f64> {
        let bare = of.sigma.as_ref()?[i].mul_add(sigmas, of.middle);
        let held = bare.max(of.lowest.unwrap_or(f64::NEG_INFINITY)).min(of.highest.unwrap_or(f64::INFINITY));
        Some(times(of.root.map_or(held, |root| held.max(0.0).powf(root))))
    };
    let line = times(of.root.filter(|_| of.drawn.is_none()).map_or(line, |root| line.max(0.0).powf(root)));
    for (i, y) in of.y.iter().enumerate() {
        let y = y.map(|y| times(of.root.map_or(y, |_| it_back(y, of.root))));
        let (low, high) = (limit(i, -3.0), limit(i, 3.0));
        out.sigma_signal.push(y.is_some_and(|y| low.is_some_and(|l| y < l) || high.is_some_and(|h| y > h)));
        out.y.push(y);
        out.cl.push(Some(line));
        out.lcl.push(low);
        out.ucl.push(high);
        // Days between events have no lower limit at two sigma where it would lie below zero.
        let below_zero = of.root.is_some() && of.sigma.as_ref().is_some_and(|s| of.middle < 2.0 * s[i]);
        out.lcl95.push(limit(i, -2.0).filter(|_| !below_zero));
        out.ucl95.push(limit(i, 2.0));
        out.runs_signal.push(found.signal);
        out.longest_run.push(found.longest);
        out.longest_run_max.push(found.longest_max);
        out.crossings.push(found.crossings);
        out.crossings_min.push(found.crossings_min);
        out.n_useful.push(found.useful);
    }
}

fn it_back(y: f64, root: Option<f64>) -> f64 {
    root.map_or(y, |root| y.powf(root))
}

fn lines(chart: Chart, part: &Part) -> Lines {
    let based = |of: &[f64]| -> Vec<f64> { of.iter().zip(&part.base).filter(|(_, b)| **b).map(|(v, _)| *v).collect() };
    let rate: Vec<f64> = match part.denominators {
        Some(all) => part.values.iter().zip(all).map(|(v, d)| v / d).collect(),
        None => part.values.to_vec(),
    };
    let bare = |y: &[f64], middle: f64, sigma: Option<Vec<f64>>| Lines {
        y: y.iter().map(|v| Some(*v)).collect(),
        middle,
        drawn: None,
        sigma,
        lowest: None,
        highest: None,
        root: None,
    };
    let even = |s: f64| Some(vec![s; part.values.len()]);
    let spread = |y: &[f64]| range_of(&based(y), part.screen).map(|r| r / PAIR);
    let or_zero = |it: Option<f64>| it.unwrap_or(0.0);
    match chart {
        Chart::Run => bare(&rate, or_zero(median(&based(&rate))), None),
        Chart::I => {
            let middle = or_zero(mean(&based(&rate)));
            bare(&rate, middle, spread(&rate).and_then(even))
        }
        Chart::Mr => moving(&rate, &part.base),
        Chart::C => {
            let middle = or_zero(mean(&based(&rate)));
            Lines { lowest: Some(0.0), ..bare(&rate, middle, even(middle.max(0.0).sqrt())) }
        }
        Chart::U | Chart::UPrime | Chart::P | Chart::PPrime => proportion(chart, part, bare, &rate),
        Chart::G => {
            let base = based(&rate);
            let middle = or_zero(mean(&base));
            let sigma = (middle * (middle + 1.0)).max(0.0).sqrt();
            Lines { lowest: Some(0.0), drawn: median(&base), ..bare(&rate, middle, even(sigma)) }
        }
        Chart::T => {
            let y: Vec<f64> = rate.iter().map(|v| v.max(0.0).powf(1.0 / NEARLY_NORMAL)).collect();
            let middle = or_zero(mean(&based(&y)));
            let sigma = spread(&y).and_then(even);
            Lines { lowest: Some(0.0), root: Some(NEARLY_NORMAL), ..bare(&y, middle, sigma) }
        }
    }
}

fn proportion(chart: Chart, part: &Part, bare: impl Fn(&[f64], f64, Option<Vec<f64>>) -> Lines, rate: &[f64]) -> Lines {
    let all = part.denominators.unwrap_or_default();
    let sum = |of: &[f64]| -> f64 { of.iter().zip(&part.base).filter(|(_, b)| **b).map(|(v, _)| v).sum() };
    let middle = if sum(all) > 0.0 { sum(part.values) / sum(all) } else { 0.0 };
    let share = matches!(chart, Chart::P | Chart::PPrime);
    let variance = if share { middle * (1.0 - middle) } else { middle };
    let mut sigma: Vec<f64> = all.iter().map(|d| (variance.max(0.0) / d).sqrt()).collect();
    if matches!(chart, Chart::UPrime | Chart::PPrime) {
        let far: Vec<f64> = rate
            .iter()
            .zip(&sigma)
            .zip(&part.base)
            .filter(|((_, s), b)| **b && **s > 0.0)
            .map(|((y, s), _)| (y - middle) / s)
            .collect();
        let more = range_of(&far, part.screen).map_or(1.0, |r| r / PAIR);
        sigma.iter_mut().for_each(|s| *s *= more);
    }
    let highest = share.then_some(1.0);
    Lines { lowest: Some(0.0), highest, ..bare(rate, middle, Some(sigma)) }
}

fn moving(rate: &[f64], base: &[bool]) -> Lines {
    let ranges = moving_ranges(rate);
    let based: Vec<f64> = ranges.iter().zip(base.iter().skip(1)).filter(|(_, b)| **b).map(|(r, _)| *r).collect();
    let middle = mean(&based).unwrap_or(0.0);
    let y: Vec<Option<f64>> = std::iter::once(None).chain(ranges.into_iter().map(Some)).take(rate.len()).collect();
    let sigma = vec![middle * (RANGE_LIMIT - 1.0) / 3.0; y.len()];
    Lines { y, middle, drawn: None, sigma: Some(sigma), lowest: Some(0.0), highest: None, root: None }
}

/// The mean moving range, exceptional ones left out where asked.
fn range_of(base: &[f64], screen: bool) -> Option<f64> {
    super::xmr::mean_range(base, screen)
}

/// Rounded to the nearest whole number, halves to the even one.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small numbers of zero or more")]
pub(super) fn round_half_even(it: f64) -> usize {
    it.max(0.0).round_ties_even() as usize
}
