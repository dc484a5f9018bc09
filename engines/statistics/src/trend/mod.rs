//! *Has it plateaued?* A verdict on a monthly series: stable, rising, falling, plateaued, levelled, or cannot tell yet.

mod fit;
mod shapes;
mod words;

use serde::{Deserialize, Serialize};

use shapes::{Shape, shapes};

/// How sure a verdict must be to be given: a change is said only where it is likelier than all else together, no change
/// already where it is the likeliest and not far from a third. On the 1,200 series of examples/trend_rates.rs these bars
/// are right in 90% with 1.8% false alarms; a half for both is right in 87%, a third for both alarms in 5%.
const SURE: f64 = 0.5;
const SURE_STABLE: f64 = 0.3;
/// Below this many months no verdict is given: a year, so that a season cannot pass for a trend.
const FEWEST: usize = 12;
/// How many more months are looked ahead for a verdict.
const AHEAD: [usize; 6] = [2, 4, 6, 9, 12, 18];

/// What a series does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// No lasting change.
    Stable,
    /// Still rising.
    Rising,
    /// Still falling.
    Falling,
    /// It rose and has held since.
    PlateauedAfterRise,
    /// It fell and has held since.
    LevelledAfterFall,
    /// The months so far do not decide it.
    CannotTell,
}

/// The verdicts that shapes can have.
const VERDICTS: [Verdict; 5] =
    [Verdict::Stable, Verdict::Rising, Verdict::Falling, Verdict::PlateauedAfterRise, Verdict::LevelledAfterFall];

/// A monthly series.
#[derive(Debug, Clone, Deserialize)]
pub struct Case {
    /// What the answer is known by.
    pub id: String,
    /// The counts, month after month.
    pub values: Vec<f64>,
    /// The first month, `2021-04`.
    #[serde(default)]
    pub start: Option<String>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trend {
    /// The case's id.
    pub id: String,
    /// What the series does.
    pub verdict: Verdict,
    /// The first month (`2022-01`) of the present state; none where it has always been so or cannot be told.
    pub since: Option<String>,
    /// In one plain sentence.
    pub statement: String,
    /// The likeliest verdict, also where it is not sure enough to be given.
    pub leaning: Verdict,
    /// How sure it is, from 0 to 1.
    pub sure: f64,
    /// How many more months are likely to decide it, where it cannot be told yet.
    pub months_needed: Option<usize>,
    /// The month that stands out, where one does.
    pub exceptional: Option<String>,
    /// Whether a yearly season was taken out.
    pub season: bool,
}

/// The verdict on a series.
///
/// # Errors
/// In words, where a value is no count or the first month cannot be read.
pub fn trend(case: &Case) -> Result<Trend, String> {
    if let Some(bad) = case.values.iter().find(|v| !v.is_finite() || **v < 0.0) {
        return Err(format!("{}: {bad} is no count", case.id));
    }
    let start = case.start.as_deref().map(words::Month::read).transpose().map_err(|e| format!("{}: {e}", case.id))?;
    let n = case.values.len();
    let month = |i: usize| start.map(|it| it.plus(i).to_string());
    let total: f64 = case.values.iter().sum();
    if n < FEWEST || total <= 0.0 {
        let needed = FEWEST.saturating_sub(n).max(1);
        let statement = if n < FEWEST {
            format!("Cannot tell yet: {n} months are too few; {needed} more are needed.")
        } else {
            "No events were recorded in any month.".to_owned()
        };
        let verdict = if n < FEWEST { Verdict::CannotTell } else { Verdict::Stable };
        return Ok(Trend {
            id: case.id.clone(),
            verdict,
            since: None,
            statement,
            leaning: verdict,
            sure: 0.0,
            months_needed: (n < FEWEST).then_some(needed),
            exceptional: None,
            season: false,
        });
    }
    let all = shapes(&case.values);
    let (leaning, sure) = likeliest(&all);
    let best = best_of(&all, leaning);
    let (verdict, needed) =
        if sure < bar(leaning) { (Verdict::CannotTell, Some(needed(&case.values, best))) } else { (leaning, None) };
    let since = words::since(best).filter(|_| verdict != Verdict::CannotTell);
    Ok(Trend {
        id: case.id.clone(),
        verdict,
        since: since.and_then(month),
        statement: words::statement(verdict, best, needed, start, &case.values, sure >= SURE),
        leaning,
        sure,
        months_needed: needed,
        exceptional: best.and_then(|it| it.exceptional).and_then(month),
        season: best.is_some_and(|it| it.season),
    })
}

const fn bar(verdict: Verdict) -> f64 {
    if matches!(verdict, Verdict::Stable) { SURE_STABLE } else { SURE }
}

/// The likeliest verdict and its share of all weight.
fn likeliest(all: &[Shape]) -> (Verdict, f64) {
    let top = all.iter().map(|it| it.weight).fold(f64::NEG_INFINITY, f64::max);
    let share =
        |of: Verdict| -> f64 { all.iter().filter(|it| it.verdict == of).map(|it| (it.weight - top).exp()).sum() };
    let whole: f64 = VERDICTS.iter().map(|v| share(*v)).sum();
    let best = VERDICTS.iter().map(|v| (*v, share(*v) / whole)).max_by(|a, b| a.1.total_cmp(&b.1));
    best.unwrap_or((Verdict::CannotTell, 0.0))
}

fn best_of(all: &[Shape], verdict: Verdict) -> Option<&Shape> {
    all.iter().filter(|it| it.verdict == verdict).max_by(|a, b| a.weight.total_cmp(&b.weight))
}

/// How many more months would decide it if the likeliest shape goes on.
fn needed(values: &[f64], best: Option<&Shape>) -> usize {
    let most = AHEAD[AHEAD.len() - 1];
    let Some(best) = best else { return most };
    let n = best.means.len();
    let (last, before) = (best.means[n - 1], best.means[n.saturating_sub(4)]);
    let moving = matches!(best.verdict, Verdict::Rising | Verdict::Falling);
    let factor = if moving && before > 0.0 { (last / before).powf(1.0 / 3.0) } else { 1.0 };
    AHEAD
        .into_iter()
        .find(|more| {
            let mut longer = values.to_vec();
            let mut mean = last;
            for _ in 0..*more {
                mean *= factor;
                longer.push(mean.round());
            }
            let (verdict, sure) = likeliest(&shapes(&longer));
            sure >= bar(verdict)
        })
        .unwrap_or(most)
}
