//! Making Data Count's XmR chart: mean ± 2.66 × mean moving range, its four rules in their order, its icons.

use serde::{Deserialize, Serialize};

use super::Options;
use crate::numbers::{mean, moving_ranges};

/// 3 / 1.128: what turns a mean moving range into three sigma (Shewhart's constant for pairs).
const THREE_SIGMA: f64 = 2.66;
/// Moving ranges at or above this many times their mean are left out once (Nelson 1982).
const EXCEPTIONAL_RANGE: f64 = 3.267;
/// A group below this many points has trial limits only (Making Data Count).
const FULL_GROUP: usize = 13;

/// Which direction is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More is better.
    #[default]
    Increase,
    /// Fewer is better.
    Decrease,
    /// Neither.
    Neutral,
}

/// How an XmR chart is to be drawn.
#[derive(Debug, Clone, Default)]
pub struct XmrOptions {
    /// Indexes (from 0) at which a new baseline starts.
    pub rebase: Vec<usize>,
    /// Limits from this many first points of each group only.
    pub fix_after: Option<usize>,
    /// The direction that is better.
    pub direction: Direction,
    /// Leave out exceptional moving ranges once.
    pub screen: bool,
    /// The figure to be reached.
    pub target: Option<f64>,
}

impl From<&Options> for XmrOptions {
    fn from(it: &Options) -> Self {
        Self {
            rebase: it.rebase_index.clone(),
            fix_after: it.fix_after_n_points,
            direction: it.improvement_direction,
            screen: it.screen_outliers,
            target: it.target,
        }
    }
}

/// An XmR chart, one entry a point.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Xmr {
    /// The number of the baseline the point belongs to.
    pub group: Vec<usize>,
    /// The middle line.
    pub mean: Vec<f64>,
    /// The lower process limit; none where it is undefined.
    pub lpl: Vec<Option<f64>>,
    /// The upper process limit; none where it is undefined.
    pub upl: Vec<Option<f64>>,
    /// -1 below, 0 on, 1 above the middle line.
    pub relative_to_mean: Vec<i8>,
    /// Outside the limits.
    pub outside_limits: Vec<Option<bool>>,
    /// In the outer third inside the limits.
    pub close_to_limits: Vec<Option<bool>>,
    /// The first rule that the point meets, in Making Data Count's words.
    pub special_cause_type: Vec<&'static str>,
    /// What the point's colour says.
    pub point_type: Vec<&'static str>,
    /// Whether its group is too short for more than trial limits.
    pub short_group: Vec<bool>,
    /// The variation icon: the last point's type.
    pub latest_point_type: Option<&'static str>,
    /// The assurance icon, where there is a target and a better direction.
    pub assurance_type: Option<&'static str>,
}

/// Draws an XmR chart.
#[must_use]
pub fn xmr(values: &[f64], options: &XmrOptions) -> Xmr {
    let mut it = Xmr::default();
    let mut starts: Vec<usize> = options.rebase.iter().copied().filter(|&at| at < values.len()).collect();
    starts.sort_unstable();
    starts.dedup();
    let first = usize::from(starts.first() == Some(&0));
    if first == 0 && !values.is_empty() {
        starts.insert(0, 0);
    }
    for (n, &from) in starts.iter().enumerate() {
        let to = starts.get(n + 1).copied().unwrap_or(values.len());
        draw_group(&mut it, n + first, &values[from..to], options);
    }
    it.latest_point_type = it.point_type.last().copied();
    it.assurance_type = assurance(&it, options);
    it
}

fn draw_group(it: &mut Xmr, number: usize, values: &[f64], options: &XmrOptions) {
    let n = values.len();
    let base = &values[..options.fix_after.unwrap_or(n).min(n)];
    let Some(middle) = mean(base) else { return };
    let width = mean_range(base, options.screen).map(|r| r * THREE_SIGMA);
    let side: Vec<i8> = values.iter().map(|v| if *v > middle { 1 } else { -i8::from(*v < middle) }).collect();
    let outside: Vec<Option<bool>> = values.iter().map(|v| width.map(|w| *v > middle + w || *v < middle - w)).collect();
    let close: Vec<Option<bool>> = values
        .iter()
        .zip(&outside)
        .map(|(v, out)| {
            let near = width? * 2.0 / 3.0;
            Some(*out == Some(false) && (*v > middle + near || *v < middle - near))
        })
        .collect();
    let causes = causes(values, &side, &outside, &close);
    it.group.extend(std::iter::repeat_n(number, n));
    it.mean.extend(std::iter::repeat_n(middle, n));
    it.lpl.extend(std::iter::repeat_n(width.map(|w| middle - w), n));
    it.upl.extend(std::iter::repeat_n(width.map(|w| middle + w), n));
    it.point_type.extend(causes.iter().map(|cause| point_type(*cause, options.direction)));
    it.special_cause_type.extend(causes.iter().map(|cause| cause.map_or("Common Cause", |(name, _)| name)));
    it.short_group.extend(std::iter::repeat_n(n < FULL_GROUP, n));
    it.relative_to_mean.extend(side);
    it.outside_limits.extend(outside);
    it.close_to_limits.extend(close);
}

/// The mean moving range; none where no moving range is left.
pub(super) fn mean_range(base: &[f64], screen: bool) -> Option<f64> {
    let ranges = moving_ranges(base);
    let all = mean(&ranges)?;
    if !screen {
        return Some(all);
    }
    let kept: Vec<f64> = ranges.into_iter().filter(|r| *r < EXCEPTIONAL_RANGE * all).collect();
    mean(&kept)
}

/// The rule each point meets first (outside, trend, two in three, one side), with the direction it points to.
fn causes(
    values: &[f64],
    side: &[i8],
    outside: &[Option<bool>],
    close: &[Option<bool>],
) -> Vec<Option<(&'static str, i8)>> {
    let n = values.len();
    let steps: Vec<i8> = values.windows(2).map(|w| if w[1] > w[0] { 1 } else { -i8::from(w[1] < w[0]) }).collect();
    let (mut trend, mut near, mut run) = (vec![0_i8; n], vec![0_i8; n], vec![0_i8; n]);
    for i in 0..n {
        if i >= 6 && steps[i - 6] != 0 && steps[i - 6..i].iter().all(|s| *s == steps[i - 6]) {
            trend[i - 6..=i].fill(steps[i - 6]);
        }
        if i >= 6 && side[i] != 0 && side[i - 6..=i].iter().all(|s| *s == side[i]) {
            run[i - 6..=i].fill(side[i]);
        }
        if i >= 2 && side[i] != 0 && side[i - 2..=i].iter().all(|s| *s == side[i]) {
            let flagged = (i - 2..=i).filter(|&j| close[j] == Some(true)).collect::<Vec<_>>();
            if flagged.len() >= 2 {
                flagged.iter().for_each(|&j| near[j] = side[i]);
            }
        }
    }
    let named =
        |at: i8, high: &'static str, low: &'static str| (at != 0).then_some((if at > 0 { high } else { low }, at));
    (0..n)
        .map(|i| {
            let out = if outside[i] == Some(true) { side[i] } else { 0 };
            named(out, "Above UCL", "Below LCL")
                .or_else(|| named(trend[i], "7 Point Trend (Increasing)", "7 Point Trend (Decreasing)"))
                .or_else(|| named(near[i], "2 in 3 Above CL", "2 in 3 Below CL"))
                .or_else(|| named(run[i], "7 Points Above CL", "7 Points Below CL"))
        })
        .collect()
}

const fn point_type(cause: Option<(&'static str, i8)>, direction: Direction) -> &'static str {
    match (cause, direction) {
        (None, _) => "common_cause",
        (Some((_, at)), Direction::Neutral) if at > 0 => "special_cause_neutral_high",
        (Some(_), Direction::Neutral) => "special_cause_neutral_low",
        (Some((_, at)), Direction::Increase) if at > 0 => "special_cause_improvement",
        (Some((_, at)), Direction::Decrease) if at < 0 => "special_cause_improvement",
        (Some(_), Direction::Increase | Direction::Decrease) => "special_cause_concern",
    }
}

fn assurance(it: &Xmr, options: &XmrOptions) -> Option<&'static str> {
    let (target, lower, upper) = (options.target?, (*it.lpl.last()?)?, (*it.upl.last()?)?);
    let (above, below) = match options.direction {
        Direction::Neutral => return None,
        Direction::Increase => ("consistent_fail", "consistent_pass"),
        Direction::Decrease => ("consistent_pass", "consistent_fail"),
    };
    Some(match target {
        t if t > upper => above,
        t if t < lower => below,
        _ => "inconsistent",
    })
}
