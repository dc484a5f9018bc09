//! Control charts: Making Data Count's XmR with its rules and icons, and the charts for counts, shares and rare events.

mod choice;
mod counts;
mod headline;
mod runs;
mod xmr;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub use choice::{Choice, choose};
pub use counts::{Chart, CountChart, Counted, count_chart};
pub use headline::{Headline, headline};
pub use runs::{Runs, RunsMethod};
pub use xmr::{Direction, Xmr, XmrOptions, xmr};

/// One series to be drawn, as files hand it in.
#[derive(Debug, Clone, Deserialize)]
pub struct Case {
    /// What the answer is known by.
    pub id: String,
    /// The chart asked for; Making Data Count's XmR where none is.
    #[serde(default)]
    pub chart: Option<Chart>,
    /// The values in order of time.
    pub values: Vec<f64>,
    /// What the values are counted out of, as many as values.
    #[serde(default)]
    pub denominators: Option<Vec<f64>>,
    /// A group for each value where limits are worked out for each group by itself.
    #[serde(default)]
    pub groupings: Option<Vec<i64>>,
    /// How the chart is to be drawn.
    #[serde(default)]
    pub options: Options,
}

/// How a chart is to be drawn; what one chart does not know it leaves unread.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Options {
    /// XmR: the indexes (from 0) at which a new baseline starts.
    pub rebase_index: Vec<usize>,
    /// XmR: limits from this many first points only.
    pub fix_after_n_points: Option<usize>,
    /// XmR: the direction that is better.
    pub improvement_direction: Direction,
    /// XmR: leave out moving ranges that are themselves exceptional, once.
    pub screen_outliers: bool,
    /// XmR: the figure to be reached.
    pub target: Option<f64>,
    /// Counts: the baseline is split after these points (from 1).
    pub part_after: Option<OneOrMore>,
    /// Counts: limits from this many first points only.
    pub freeze_after: Option<usize>,
    /// Counts: points (from 1) that do not count for limits and runs.
    pub exclude: Vec<usize>,
    /// Counts: leave out moving ranges that are themselves exceptional.
    pub screen_moving_ranges: bool,
    /// Counts: the figure is printed times this (1,000 for a rate per thousand).
    pub multiply: Option<f64>,
    /// Counts: which rule for runs.
    pub runs_method: RunsMethod,
    /// Limits only: whether exceptional moving ranges stay in. Files that hold this key (or groups) ask for limits only.
    #[serde(deserialize_with = "present")]
    pub outliers_in_limits: Option<Option<bool>>,
}

fn present<'de, D: serde::Deserializer<'de>>(it: D) -> Result<Option<Option<bool>>, D::Error> {
    Option::deserialize(it).map(Some)
}

/// A number, or several.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub enum OneOrMore {
    /// One.
    One(usize),
    /// Several.
    More(Vec<usize>),
}

impl OneOrMore {
    fn all(&self) -> Vec<usize> {
        match self {
            Self::One(it) => vec![*it],
            Self::More(all) => all.clone(),
        }
    }
}

/// The answer for one series: its id and the chart's fields.
///
/// # Errors
/// In words, where the series cannot be drawn: denominators are missing, too few or not above zero.
pub fn answer(case: &Case) -> Result<Value, String> {
    let wrong = |what: &str| format!("{}: {what}", case.id);
    if let Some(bad) = case.values.iter().find(|v| !v.is_finite()) {
        return Err(wrong(&format!("{bad} is no figure")));
    }
    let mut answer = match case.chart {
        None => {
            let options = XmrOptions::from(&case.options);
            serde_json::to_value(xmr(&case.values, &options)).map_err(|e| wrong(&e.to_string()))?
        }
        Some(_) if case.options.outliers_in_limits.is_some() => limits_only(case).map_err(|e| wrong(&e))?,
        Some(chart) => {
            let counted = Counted::from(case);
            let it = count_chart(chart, &counted).map_err(|e| wrong(&e))?;
            serde_json::to_value(it).map_err(|e| wrong(&e.to_string()))?
        }
    };
    if let Value::Object(fields) = &mut answer {
        fields.shift_insert(0, "id".to_owned(), json!(case.id));
    }
    Ok(answer)
}

/// The limits at two and three sigma for each group by itself, shares in per cent.
fn limits_only(case: &Case) -> Result<Value, String> {
    let chart = case.chart.unwrap_or(Chart::I);
    let groups = case.groupings.clone().unwrap_or_else(|| vec![0; case.values.len()]);
    if groups.len() != case.values.len() {
        return Err(format!("{} groups for {} values", groups.len(), case.values.len()));
    }
    let starts = (1..groups.len()).filter(|&i| groups[i] != groups[i - 1]).collect();
    let mut counted = Counted::from(case);
    counted.parts = starts;
    counted.multiply = if matches!(chart, Chart::P | Chart::PPrime) { 100.0 } else { 1.0 };
    counted.screen = case.options.outliers_in_limits == Some(Some(false));
    let it = count_chart(chart, &counted)?;
    Ok(json!({"ul99": it.ucl, "ul95": it.ucl95, "ll95": it.lcl95, "ll99": it.lcl}))
}

impl From<&Case> for Counted {
    fn from(case: &Case) -> Self {
        Self {
            values: case.values.clone(),
            denominators: case.denominators.clone(),
            parts: case.options.part_after.as_ref().map(OneOrMore::all).unwrap_or_default(),
            freeze: case.options.freeze_after,
            exclude: case.options.exclude.clone(),
            screen: case.options.screen_moving_ranges,
            multiply: case.options.multiply.unwrap_or(1.0),
            runs: case.options.runs_method,
        }
    }
}
