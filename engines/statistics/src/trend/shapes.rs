//! The shapes a series may have, and how likely each is given the series.
//!
//! Each shape is fitted at each month at which it may bend; its weight is its likelihood with the spread as found,
//! less what its freedom costs (Schwarz 1978), times how likely it was before. Weights of one verdict are added up
//! over all months of bending, so that not knowing exactly when does not count against knowing what.

use super::Verdict;
use super::fit::{Fit, fit, unit_deviance};

/// The fewest months of a last stretch that is called flat, risen or falling: a half year.
const LAST: usize = 6;
/// The fewest months of a first stretch.
const FIRST: usize = 4;
/// From this many months on a yearly season may be part of a series.
const SEASON_FROM: usize = 24;
/// How likely a yearly season and an exceptional month are before the series is seen.
const SEASON: f64 = 0.25;
const EXCEPTIONAL: f64 = 0.1;

/// How a series moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Flat,
    Step,
    Ramp,
    RampThenFlat,
    FlatThenRamp,
}

/// One shape fitted.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    pub family: Family,
    /// The month (from 0) at which it bends: the first of the new level, the first of the flat, the last before the ramp.
    pub bend: usize,
    pub season: bool,
    pub exceptional: Option<usize>,
    pub verdict: Verdict,
    /// The logarithm of its weight.
    pub weight: f64,
    pub means: Vec<f64>,
}

/// How a ramp is bent: by equal parts (a share more each month), or by equal steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bow {
    Parts,
    StepsUp,
    StepsDown,
}

/// One shape before it is fitted.
#[derive(Clone, Copy)]
struct Form {
    family: Family,
    bend: usize,
    bow: Bow,
    season: bool,
}

/// All shapes of a series, fitted and weighed.
pub(super) fn shapes(values: &[f64]) -> Vec<Shape> {
    let n = values.len();
    let bends: Vec<usize> = (FIRST..=n.saturating_sub(LAST)).collect();
    let bows = [Bow::Parts, Bow::StepsUp, Bow::StepsDown];
    let families: [(Family, &[usize], &[Bow]); 5] = [
        (Family::Flat, &[0], &bows[..1]),
        (Family::Step, &bends, &bows[..1]),
        (Family::Ramp, &[0], &bows),
        (Family::RampThenFlat, &bends, &bows),
        (Family::FlatThenRamp, &bends, &bows),
    ];
    let mut all = Vec::new();
    for (family, bends, bows) in families {
        #[expect(clippy::cast_precision_loss, reason = "lengths of series are small")]
        let prior = before(family) - ((bends.len() * bows.len()).max(1) as f64).ln();
        for (bend, bow) in bends.iter().flat_map(|bend| bows.iter().map(|bow| (*bend, *bow))) {
            for season in [false, true] {
                if season && n < SEASON_FROM {
                    continue;
                }
                let prior = prior + if season { SEASON.ln() } else { (1.0 - SEASON).ln() };
                weigh(values, Form { family, bend, bow, season }, prior, &mut all);
            }
        }
    }
    all
}

/// The logarithm of how likely a family is before the series is seen: flat a third, what bends and then holds a half
/// as likely again as what still moves.
fn before(family: Family) -> f64 {
    match family {
        Family::Flat => 0.34_f64,
        Family::Step => 0.22,
        Family::RampThenFlat | Family::Ramp => 0.15,
        Family::FlatThenRamp => 0.14,
    }
    .ln()
}

fn weigh(values: &[f64], form: Form, prior: f64, all: &mut Vec<Shape>) {
    let n = values.len();
    let columns = columns(form, n);
    let everything = vec![true; n];
    let plain = fit(values, &columns, &everything, None);
    let worst = plain
        .means
        .iter()
        .zip(values)
        .map(|(m, v)| unit_deviance(*v, *m))
        .enumerate()
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map_or(0, |(i, _)| i);
    let mut but_one = everything.clone();
    but_one[worst] = false;
    let without = fit(values, &columns, &but_one, Some(&plain.means));
    #[expect(clippy::cast_precision_loss, reason = "lengths of series are small")]
    let elsewhere = (n as f64).ln();
    for (it, exceptional, prior) in
        [(plain, None, prior + (1.0 - EXCEPTIONAL).ln()), (without, Some(worst), prior + EXCEPTIONAL.ln() - elsewhere)]
    {
        let Form { family, bend, season, .. } = form;
        let fitted = prior + likelihood(&it, &columns, exceptional.is_some());
        for (up, weight) in changes(&it, &columns, exceptional.is_some(), fitted) {
            let verdict = verdict(family, up);
            all.push(Shape { family, bend, season, exceptional, verdict, weight, means: it.means.clone() });
        }
    }
}

const fn verdict(family: Family, up: bool) -> Verdict {
    match (family, up) {
        (Family::Flat, _) => Verdict::Stable,
        (Family::Step | Family::RampThenFlat, true) => Verdict::PlateauedAfterRise,
        (Family::Step | Family::RampThenFlat, false) => Verdict::LevelledAfterFall,
        (Family::Ramp | Family::FlatThenRamp, true) => Verdict::Rising,
        (Family::Ramp | Family::FlatThenRamp, false) => Verdict::Falling,
    }
}

/// The spread as found, never below chance's own.
#[expect(clippy::cast_precision_loss, reason = "lengths of series are small")]
fn spread(it: &Fit, freedom: usize) -> f64 {
    (it.deviance / (it.means.len() as f64 - freedom as f64).max(1.0)).max(1.0)
}

/// The logarithm of the likelihood with the spread as found, less the cost of freedom (Schwarz's) for all but the change.
#[expect(clippy::cast_precision_loss, reason = "lengths of series are small")]
fn likelihood(it: &Fit, columns: &[Vec<f64>], exceptional: bool) -> f64 {
    let n = it.means.len() as f64;
    let freedom = columns.len() + usize::from(exceptional);
    let spread = spread(it, freedom);
    let rest = (freedom - usize::from(changes_level(columns))) as f64;
    -0.5 * (n * spread.ln() + it.deviance / spread) - 0.5 * rest * n.ln()
}

/// A level and a season make an odd number of columns; a change makes it even.
const fn changes_level(columns: &[Vec<f64>]) -> bool {
    columns.len().is_multiple_of(2)
}

/// Up and down with the logarithm of their weights: over all sizes of change, how likely the size was before the series
/// was seen times how well it fits (nearly normal about the best fit).
fn changes(it: &Fit, columns: &[Vec<f64>], exceptional: bool, fitted: f64) -> Vec<(bool, f64)> {
    if !changes_level(columns) {
        return vec![(true, fitted)];
    }
    let (low, high) = columns[1].iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(*v), h.max(*v)));
    let reach = high - low;
    let best = it.effects.get(1).map_or(0.0, |e| e * reach);
    let variance = (it.variance * reach * reach * spread(it, columns.len() + usize::from(exceptional))).max(1e-6);
    [true, false]
        .into_iter()
        .map(|up| {
            let near = if up { best } else { -best };
            // The finer of the density's own scale and the fit's decides the grid.
            let width = (variance.sqrt() / 2.0).clamp(0.005, 0.05);
            let from = (near - 10.0 * width.max(variance.sqrt())).max(0.0);
            let to = (near + 10.0 * variance.sqrt()).clamp(from + width, from + 3.0);
            let mut sum = 0.0;
            let mut size = from + width / 2.0;
            while size < to {
                sum += (likely_change(size) - (size - near).powi(2) / (2.0 * variance)).exp() * width;
                size += width;
            }
            (up, fitted + sum.max(1e-300).ln())
        })
        .collect()
}

/// The logarithm of how likely a change of this size (in natural logarithms, either way) is before the series is seen.
/// What a board calls a change is seldom below a fifth and seldom above fourfold: a gamma density of shape 4 and
/// mean 0.7, which is a doubling.
fn likely_change(size: f64) -> f64 {
    const SCALE: f64 = 0.175;
    3.0 * size.max(1e-9).ln() - size / SCALE - 4.0 * SCALE.ln() - 6.0_f64.ln() - std::f64::consts::LN_2
}

/// What the mean is made of: a level, the shape, and the season as one wave a year.
#[expect(clippy::cast_precision_loss, reason = "lengths of series are small")]
fn columns(form: Form, n: usize) -> Vec<Vec<f64>> {
    let over = |of: &dyn Fn(usize) -> f64| -> Vec<f64> { (0..n).map(of).collect() };
    let bowed = |share: f64| match form.bow {
        Bow::Parts => share,
        Bow::StepsUp => (1.0 + share).ln(),
        Bow::StepsDown => -(1.0 - share / 2.0).ln(),
    };
    let mut all = vec![over(&|_| 1.0)];
    let (last, bend) = ((n - 1).max(1) as f64, form.bend);
    match form.family {
        Family::Flat => {}
        Family::Step => all.push(over(&|t| f64::from(u8::from(t >= bend)))),
        Family::Ramp => all.push(over(&|t| bowed(t as f64 / last))),
        Family::RampThenFlat => all.push(over(&|t| bowed(t.min(bend) as f64 / bend as f64))),
        Family::FlatThenRamp => all.push(over(&|t| bowed(t.saturating_sub(bend) as f64 / (last - bend as f64)))),
    }
    if form.season {
        let turn = std::f64::consts::TAU / 12.0;
        all.push(over(&|t| (turn * t as f64).sin()));
        all.push(over(&|t| (turn * t as f64).cos()));
    }
    all
}
