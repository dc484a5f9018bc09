//! Which chart suits the data, and why, in a sentence.

use serde::Serialize;

use super::counts::Chart;
use crate::numbers::mean;

/// The chart chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// Which.
    pub chart: Chart,
    /// Why, in one sentence for the page.
    pub because: String,
}

/// Below this mean a month three-sigma limits on counts cry wolf: days between events say more. A c-chart's chance of
/// a false signal in 24 unchanged months is 16% at a mean of 1 and 17% at 2; by simulation (tests/error_rates.rs).
const RARE: f64 = 5.0;
/// From this mean a month Making Data Count's own chart holds, as boards know it.
const COMMON: f64 = 10.0;
/// Counts spread this many times wider than chance are over-dispersed: the 99% point of 24 months is 1.8.
const WIDE: f64 = 1.8;

/// Chooses a chart for monthly counts, out of numbers where they are given; `share`: each counted one is one of those.
#[must_use]
pub fn choose(values: &[f64], denominators: Option<&[f64]>, share: bool) -> Choice {
    let it = |chart, because: String| Choice { chart, because };
    let Some(middle) = mean(values) else {
        return it(Chart::Run, "There are no figures yet, so only their line can be drawn.".to_owned());
    };
    if values.iter().any(|v| v.fract() != 0.0 || *v < 0.0) {
        let because =
            "The figures are measured, not counted, so each is compared with the usual step from one to the next.";
        return it(Chart::I, because.to_owned());
    }
    if middle < RARE {
        let because = format!(
            "With {middle:.1} a month the events are too rare for monthly limits, so the days between them are drawn (or \
             use quarters)."
        );
        return it(Chart::T, because);
    }
    let changing = denominators.is_some_and(|d| {
        let (low, high) = d.iter().fold((f64::INFINITY, 0.0_f64), |(l, h), v| (l.min(*v), h.max(*v)));
        high > low * 1.25
    });
    let wide = spread(values, denominators, share) > WIDE;
    match (denominators.is_some() && (changing || share), share, wide) {
        (true, true, false) => {
            it(Chart::P, "Each figure is a share of a known number, so limits follow that number.".into())
        }
        (true, true, true) => {
            let because =
                "The shares vary more than chance alone would make them, so limits are widened to the spread found.";
            it(Chart::PPrime, because.into())
        }
        (true, false, false) => {
            it(Chart::U, "The numbers at risk change from month to month, so rates are drawn.".into())
        }
        (true, false, true) => {
            let because =
                "The rates vary more than chance alone would make them, so limits are widened to the spread found.";
            it(Chart::UPrime, because.into())
        }
        (false, _, _) if middle >= COMMON || wide => {
            let because =
                format!("With {middle:.0} a month the chart that boards know (XmR, Making Data Count) holds.");
            it(Chart::I, because)
        }
        (false, _, _) => {
            it(Chart::C, format!("With {middle:.1} a month these are counts that vary as chance makes them."))
        }
    }
}

/// How many times wider than chance neighbours differ: the mean squared step over what chance gives.
fn spread(values: &[f64], denominators: Option<&[f64]>, share: bool) -> f64 {
    let ones = vec![1.0; values.len()];
    let all = denominators.filter(|d| d.len() == values.len()).unwrap_or(&ones);
    let middle = values.iter().sum::<f64>() / all.iter().sum::<f64>().max(f64::MIN_POSITIVE);
    let unit = if share { middle * (1.0 - middle) } else { middle };
    let steps: Vec<f64> = values
        .windows(2)
        .zip(all.windows(2))
        .map(|(v, d)| (v[1] / d[1] - v[0] / d[0]).powi(2) / (unit.max(f64::MIN_POSITIVE) * (1.0 / d[0] + 1.0 / d[1])))
        .collect();
    mean(&steps).unwrap_or(1.0)
}
