//! What an attacker learns from a publication set: the verdict before anything leaves the building.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::bounds::{Bounds, Contradiction, Fits, Interval};
use super::problem::Problem;
use super::set::Set;

/// One who knows the only person in a cell and what they can work out from it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Insider {
    /// The cell of one that they know.
    pub who: String,
    /// The cell they work out.
    pub learns: String,
    /// Its count.
    pub value: f64,
}

/// A known group that is all in one category.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AllIn {
    /// The group.
    pub group: String,
    /// The dimension along which it is all in one.
    pub dim: String,
    /// The one.
    pub all_in: String,
    /// The least and the most it can count.
    pub size: (f64, Option<f64>),
}

/// The verdict on a publication set.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Audit {
    /// The set's id.
    pub id: String,
    /// Each hidden cell: why it is hidden, and the least and the most it can be.
    pub cells: Map<String, Value>,
    /// Hidden cells that are worked out and must not be known.
    pub exact: Vec<String>,
    /// Hidden cells that are worked out too nearly.
    pub narrow: Vec<String>,
    /// Differences between publications that must not be known.
    pub difference: Vec<String>,
    /// What insiders work out.
    pub insider: Vec<Insider>,
    /// Groups that are all in one category (told apart: nothing need be hidden for it).
    pub group: Vec<AllIn>,
    /// Why the published figures cannot all be true.
    pub error: Option<String>,
    /// Whether nobody is given away; none where the figures contradict each other.
    pub safe: Option<bool>,
}

/// Attacks a publication set with linear and whole-number bounds.
#[must_use]
pub fn audit(set: &Set) -> Audit {
    let problem = Problem::of(set);
    let mut it = Audit { id: set.id.clone(), ..Audit::default() };
    match attack(set, &problem, &mut it) {
        Ok(()) => {
            let silent = it.exact.is_empty() && it.narrow.is_empty() && it.difference.is_empty();
            it.safe = Some(silent && it.insider.is_empty());
        }
        Err(Contradiction(what)) => it.error = Some(what),
    }
    it
}

fn attack(set: &Set, problem: &Problem, it: &mut Audit) -> Result<(), Contradiction> {
    let rule = &set.rule;
    let bounds = Bounds::of(problem, &[])?;
    let mut fits = Fits::default();
    let mut known: Vec<(f64, f64)> = problem.lo.iter().copied().zip(problem.hi.iter().copied()).collect();
    for (at, why) in &problem.hidden {
        let Interval { lp, int } = bounds.interval(*at, &mut fits)?;
        known[*at] = int;
        let key = &problem.keys[*at];
        let open = |v: f64| v.is_finite().then_some(v);
        let bounds = json!({"lp": [open(lp.0), open(lp.1)], "int": [open(int.0), open(int.1)], "why": why});
        it.cells.insert(key.clone(), bounds);
        let alone = int.0 >= int.1;
        match (why == "difference", alone) {
            (true, true) if rule.sensitive(int.0) => it.difference.push(key.clone()),
            (true, _) => {}
            (false, true) if rule.sensitive(int.0) => it.exact.push(key.clone()),
            (false, true) => {}
            (false, false) if int.1.is_finite() && int.1 - int.0 < rule.min_width && int.0 <= rule.high => {
                it.narrow.push(key.clone());
            }
            (false, false) => {}
        }
    }
    groups(problem, &known, it);
    if let Some(truth) = &set.truth {
        for (at, _) in &problem.hidden {
            let one = truth.get(&problem.keys[*at]).is_some_and(|v| v.to_bits() == 1.0_f64.to_bits());
            if one && known[*at].0 < known[*at].1 {
                let near = |other: usize| bounds.together(*at, other) && known[other].0 < known[other].1;
                insiders(set, problem, *at, &near, &mut fits, it);
            }
        }
    }
    Ok(())
}

fn groups(problem: &Problem, known: &[(f64, f64)], it: &mut Audit) {
    for group in &problem.groups {
        let (low, high) = known[group.whole];
        let some: Vec<usize> = group.parts.iter().copied().filter(|p| known[*p].1 != 0.0).collect();
        if let (true, [one], true) = (low >= 1.0, some.as_slice(), group.parts.len() > 1) {
            it.group.push(AllIn {
                group: problem.keys[group.whole].clone(),
                dim: group.dim.clone(),
                all_in: problem.keys[*one].clone(),
                size: (low, high.is_finite().then_some(high)),
            });
        }
    }
}

/// What the one person in a cell can work out about others; a fixed value that contradicts the rest tells nothing.
fn insiders(set: &Set, problem: &Problem, who: usize, near: &dyn Fn(usize) -> bool, fits: &mut Fits, it: &mut Audit) {
    let fixed = [(who, 1.0)];
    let Ok(bounds) = Bounds::of(problem, &fixed) else { return };
    let mut found = Vec::new();
    for (at, why) in &problem.hidden {
        if *at == who || why == "difference" || !near(*at) || fits.differ(&fixed, *at) {
            continue;
        }
        let Ok(interval) = bounds.interval(*at, fits) else { return };
        let (low, high) = interval.int;
        if low >= high && set.rule.sensitive(low) {
            let key = |at: usize| problem.keys[at].clone();
            found.push(Insider { who: key(who), learns: key(*at), value: low });
        }
    }
    it.insider.extend(found);
}
