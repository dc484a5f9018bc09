//! The cheapest cells that meet every set found so far.

use microlp::{ComparisonOp, OptimizationDirection, Problem as Programme, SolveOptions, Variable};

/// How many branches are looked at for the cheapest choice; beyond that the best one found stands.
const NODES: u64 = 4000;

/// A choice of cells.
#[derive(Debug, Clone, Default)]
pub(super) struct Choice {
    pub cells: Vec<usize>,
    /// No choice costs less.
    pub at_least: f64,
}

/// The cheapest cells such that each set holds one of them, beside those that are hidden anyway.
pub(super) fn cheapest(sets: &[Vec<usize>], cost: &[f64], already: &[bool]) -> Choice {
    let mut used: Vec<usize> = sets.iter().flatten().copied().collect();
    used.sort_unstable();
    used.dedup();
    let mut programme = Programme::new(OptimizationDirection::Minimize);
    let mut place = vec![usize::MAX; cost.len()];
    let vars: Vec<Variable> = used
        .iter()
        .enumerate()
        .map(|(i, k)| {
            place[*k] = i;
            programme.add_binary_var(cost[*k])
        })
        .collect();
    let mut seen: Vec<&Vec<usize>> = sets.iter().filter(|s| !s.iter().any(|k| already[*k])).collect();
    seen.sort_unstable();
    seen.dedup();
    for set in seen {
        let terms: Vec<(Variable, f64)> = set.iter().map(|k| (vars[place[*k]], 1.0)).collect();
        programme.add_constraint(terms.as_slice(), ComparisonOp::Ge, 1.0);
    }
    let mut options = SolveOptions::default();
    options.node_limit = Some(NODES);
    match programme.solve_with(options).map(|it| it.into_solution()) {
        Ok(Ok(solution)) => {
            let chosen = used.iter().zip(&vars).filter(|(_, v)| solution.var_value(**v) > 0.5).map(|(k, _)| *k);
            let gap = solution.gap().unwrap_or(0.0);
            // All costs are whole, so the bound is the next whole number.
            let at_least = (solution.objective() * (1.0 - gap) - 1e-6).ceil();
            Choice { cells: chosen.collect(), at_least }
        }
        Ok(Err(_)) | Err(_) => Choice::default(),
    }
}
