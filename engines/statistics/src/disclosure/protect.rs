//! Which cells to hide so that nobody is given away, at the least cost.
//!
//! A cell that is pinned gives a set of cells of which at least one must be hidden too. The cheapest choice that meets
//! all sets found so far is a lower bound of the cost; where it pins nothing it is the best there is. Otherwise it
//! shows further sets (implicit hitting set; compare Fischetti and Salazar 2001).

use std::collections::BTreeSet;

use serde::Serialize;

use super::audit::{Audit, audit};
use super::bounds::{Bounds, Fits};
use super::master::cheapest;
use super::moves::Moves;
use super::problem::Problem;
use super::set::{Set, parse};
use crate::chance::Chance;

/// How often the cheapest choice is worked out anew.
const ROUNDS: usize = 60;
/// How many tests of single cells one protection may take: keeps it under five seconds on the largest set tried.
const TESTS: usize = 12_000;

/// A set's protection.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Protection {
    /// The cells to hide, by name.
    pub hidden: Vec<String>,
    /// What hiding them costs: three to the power of the dimensions that a cell does not name, for each.
    pub cost: f64,
    /// No choice of cells can cost less than this.
    pub at_least: f64,
    /// Cells that stay open to insiders (or to all) whatever is hidden.
    pub unprotected: Vec<String>,
    /// Whether the rule that zeros are always shown had to be given up, so that a hidden cell may be none.
    pub zeros_too: bool,
}

/// A cell that has to stay open, to an attacker who may know another.
type Need = (usize, Option<usize>);

struct Search {
    problem: Problem,
    moves: Moves,
    counts: Vec<f64>,
    cost: Vec<f64>,
    /// May be hidden.
    able: Vec<bool>,
    needs: Vec<Need>,
    hopeless: BTreeSet<Need>,
    cuts: Vec<Vec<usize>>,
    primary: Vec<bool>,
    chance: Chance,
    tests: usize,
}

/// Chooses the cells to hide in a set of true counts. Where that is not possible while zeros are always shown (a total
/// that leaves each hidden cell at its least gives all of them away), zeros are hidden too.
///
/// # Errors
/// In words, where a cell has no true count or the counts contradict each other.
pub fn protect(set: &Set) -> Result<Protection, String> {
    let shown = protect_under(set)?;
    if shown.unprotected.is_empty() || !set.rule.zero_published {
        return Ok(shown);
    }
    let hidden = protect_under(&zeros_too(set))?;
    Ok(if hidden.unprotected.len() < shown.unprotected.len() {
        Protection { zeros_too: true, ..hidden }
    } else {
        shown
    })
}

/// The set under a rule that lets zeros be hidden.
pub(super) fn zeros_too(set: &Set) -> Set {
    let mut it = set.clone();
    it.rule.zero_published = false;
    it
}

fn protect_under(set: &Set) -> Result<Protection, String> {
    let mut search = Search::of(set)?;
    let (mut best, mut at_least) = (search.settle(set, search.primary.clone())?, 0.0);
    for _ in 0..ROUNDS {
        let choice = cheapest(&search.cuts, &search.cost, &search.primary);
        let mut hidden = search.primary.clone();
        choice.cells.iter().for_each(|k| hidden[*k] = true);
        at_least = choice.at_least.max(0.0) + search.price(&search.primary);
        if at_least + 1e-6 >= search.price(&best) || search.tests > TESTS {
            break;
        }
        let whole = search.settle(set, hidden)?;
        if search.price(&whole) < search.price(&best) {
            best = whole;
        }
    }
    if at_least + 1e-6 < search.price(&best) {
        let spared = search.spare(best.clone());
        if spared != best && search.gives_away(set, &spared)?.is_none() {
            best = spared;
        }
    }
    Ok(search.told(&best, at_least))
}

impl Search {
    fn of(set: &Set) -> Result<Self, String> {
        let problem = Problem::of(set);
        let n = problem.keys.len();
        let mut published = vec![false; n];
        for (table, of) in set.tables.iter().flat_map(|t| t.cells.iter().map(move |c| (t, c))) {
            let key = set.key(table, of);
            let at = problem.find(&key).ok_or_else(|| format!("{key}: no such cell"))?;
            if !of.get("v").is_some_and(serde_json::Value::is_number) || problem.lo[at] < problem.hi[at] {
                return Err(format!("{}: {key} has no single true count", set.id));
            }
            published[at] = true;
        }
        let counts = Bounds::of(&problem, &[]).and_then(|b| b.table()).map_err(|e| format!("{}: {}", set.id, e.0))?;
        let least = if set.rule.zero_published { 1.0 } else { 0.0 };
        let primary: Vec<bool> = (0..n).map(|k| published[k] && set.rule.sensitive(counts[k])).collect();
        let dims = set.tables.iter().map(|t| t.dims.len()).max().unwrap_or(0);
        let named = |k: usize| parse(&problem.keys[k]).1.len();
        let cost = (0..n).map(|k| 3_f64.powi(i32::try_from(dims - named(k).min(dims)).unwrap_or(0))).collect();
        let able = (0..n).map(|k| published[k] && (primary[k] || named(k) > 0 && counts[k] >= least)).collect();
        let floor: Vec<f64> = (0..n).map(|k| if published[k] { least } else { 0.0 }).collect();
        let moves = Moves::of(&problem, &counts, &floor, &published);
        let mut needs: Vec<Need> = (0..n).filter(|k| primary[*k]).map(|k| (k, None)).collect();
        if set.rule.insider {
            let ones: Vec<usize> = (0..n).filter(|k| primary[*k] && counts[*k] <= 1.0).collect();
            for who in ones {
                needs.extend((0..n).filter(|k| primary[*k] && *k != who).map(|k| (k, Some(who))));
            }
        }
        let (hopeless, cuts) = (BTreeSet::new(), Vec::new());
        let chance = Chance::new(0x4846_5344_4331);
        Ok(Self { problem, moves, counts, cost, able, needs, hopeless, cuts, primary, chance, tests: 0 })
    }

    fn price(&self, hidden: &[bool]) -> f64 {
        hidden.iter().zip(&self.cost).filter(|(h, _)| **h).map(|(_, c)| c).sum::<f64>() + 0.0
    }

    fn pinned(&mut self, hidden: &[bool], need: Need) -> Option<Vec<usize>> {
        self.tests += 1;
        self.moves.pinned(hidden, need.0, need.1)
    }

    /// Hides more until nothing is pinned, noting the sets met, then shows again what need not be hidden.
    fn complete(&mut self, mut hidden: Vec<bool>) -> Vec<bool> {
        let mut start = 0;
        loop {
            let all = self.needs.len();
            let open = (0..all)
                .map(|i| (start + i) % all)
                .find(|i| !self.hopeless.contains(&self.needs[*i]) && self.pinned(&hidden, self.needs[*i]).is_some());
            let Some(at) = open else { break };
            let need = self.needs[at];
            start = at;
            let cut = self.cut(&hidden, need);
            let Some(next) = self.pick(&cut) else {
                self.hopeless.insert(need);
                continue;
            };
            self.cuts.push(cut);
            hidden[next] = true;
        }
        hidden
    }

    /// The cell of a set that meets most sets found so far for its cost.
    fn pick(&self, cut: &[usize]) -> Option<usize> {
        let recent = &self.cuts[self.cuts.len().saturating_sub(200)..];
        let worth = |k: &usize| (1 + recent.iter().filter(|c| c.contains(k)).count()) as f64 / self.cost[*k];
        cut.iter().copied().max_by(|a, b| worth(a).total_cmp(&worth(b)))
    }

    /// A smallest set of cells of which one must be hidden: all others are hidden and the count is still pinned.
    fn cut(&mut self, hidden: &[bool], need: Need) -> Vec<usize> {
        let mut hidden = hidden.to_vec();
        let Some(first) = self.pinned(&hidden, need) else { return Vec::new() };
        let may = |it: &Self, k: usize| it.able[k] && Some(k) != need.1;
        let widen = |it: &Self, hidden: &mut [bool], pins: &[usize]| {
            for (k, hide) in hidden.iter_mut().enumerate() {
                *hide |= may(it, k) && !pins.contains(&k);
            }
        };
        let mut pins: Vec<usize> = first.into_iter().filter(|k| may(self, *k)).collect();
        widen(self, &mut hidden, &pins);
        let mut kept = Vec::new();
        // The cheapest are tried first: a set of dear cells says more about the cost.
        while let Some(next) = self.cheapest_of(&pins) {
            pins.retain(|k| *k != next);
            hidden[next] = true;
            match self.pinned(&hidden, need) {
                Some(still) => {
                    pins.retain(|k| still.contains(k));
                    let both: Vec<usize> = pins.iter().chain(&kept).copied().collect();
                    widen(self, &mut hidden, &both);
                }
                None => {
                    hidden[next] = false;
                    kept.push(next);
                }
            }
        }
        kept.sort_unstable();
        kept
    }

    fn cheapest_of(&mut self, pins: &[usize]) -> Option<usize> {
        let low = pins.iter().map(|k| self.cost[*k]).fold(f64::INFINITY, f64::min);
        let all: Vec<usize> = pins.iter().copied().filter(|k| self.cost[*k] <= low).collect();
        all.get(self.chance.below(all.len())).copied()
    }

    /// Shows again what need not be hidden, dearest first.
    fn spare(&mut self, mut hidden: Vec<bool>) -> Vec<bool> {
        let mut extra: Vec<usize> = (0..hidden.len()).filter(|k| hidden[*k] && !self.primary[*k]).collect();
        extra.sort_by(|a, b| self.cost[*b].total_cmp(&self.cost[*a]));
        for k in extra {
            hidden[k] = false;
            let needs = self.needs.clone();
            let all = needs.into_iter().filter(|n| !self.hopeless.contains(n)).collect::<Vec<_>>();
            if all.into_iter().any(|need| self.pinned(&hidden, need).is_some()) {
                hidden[k] = true;
            }
        }
        hidden
    }

    /// A choice that gives nothing away, from a choice that may. Whole numbers can pin what real numbers leave open, so
    /// the attacker has the last word.
    fn settle(&mut self, set: &Set, from: Vec<bool>) -> Result<Vec<bool>, String> {
        let mut hidden = self.complete(from);
        while let Some(need) = self.gives_away(set, &hidden)? {
            let cut = self.whole_cut(set, &hidden, need);
            match self.pick(&cut) {
                Some(next) => {
                    self.cuts.push(cut);
                    hidden[next] = true;
                }
                None => {
                    self.hopeless.insert(need);
                }
            }
            hidden = self.complete(hidden);
        }
        Ok(hidden)
    }

    /// The first cell that the attacker works out.
    fn gives_away(&self, set: &Set, hidden: &[bool]) -> Result<Option<Need>, String> {
        let verdict = audit(&self.published(set, hidden));
        match &verdict.error {
            Some(error) => Err(format!("{}: {error}", set.id)),
            None => Ok(self.leaks(set, &verdict).into_iter().find(|need| !self.hopeless.contains(need))),
        }
    }

    /// As `cut`, by whole numbers.
    fn whole_cut(&mut self, set: &Set, hidden: &[bool], need: Need) -> Vec<usize> {
        let mut hidden = hidden.to_vec();
        let mut options: Vec<usize> =
            (0..hidden.len()).filter(|k| self.able[*k] && !hidden[*k] && Some(*k) != need.1).collect();
        let mut kept = Vec::new();
        while let Some(next) = self.cheapest_of(&options) {
            options.retain(|k| *k != next);
            hidden[next] = true;
            self.tests += 10;
            if self.open(set, &hidden, need) {
                hidden[next] = false;
                kept.push(next);
            }
        }
        kept.sort_unstable();
        kept
    }

    fn told(&self, hidden: &[bool], at_least: f64) -> Protection {
        let names = |it: &mut dyn Iterator<Item = usize>| it.map(|k| self.problem.keys[k].clone()).collect::<Vec<_>>();
        let mut unprotected = names(&mut self.hopeless.iter().map(|n| n.0));
        unprotected.dedup();
        let cost = self.price(hidden);
        Protection {
            hidden: names(&mut (0..hidden.len()).filter(|k| hidden[*k])),
            cost,
            at_least,
            unprotected,
            zeros_too: false,
        }
    }

    fn leaks(&self, set: &Set, verdict: &Audit) -> Vec<Need> {
        let find = |key: &String| self.problem.find(key);
        let plain =
            verdict.exact.iter().chain(&verdict.narrow).chain(&verdict.difference).filter_map(find).map(|k| (k, None));
        let insiders = verdict.insider.iter().filter(|_| set.rule.insider);
        plain.chain(insiders.filter_map(|it| Some((find(&it.learns)?, find(&it.who))))).collect()
    }

    /// Whether a count stays open in whole numbers.
    fn open(&self, set: &Set, hidden: &[bool], (at, known): Need) -> bool {
        let problem = Problem::of(&self.published(set, hidden));
        let Some(here) = problem.find(&self.problem.keys[at]) else { return false };
        let fixed: Vec<(usize, f64)> =
            known.and_then(|k| Some((problem.find(&self.problem.keys[k])?, 1.0))).into_iter().collect();
        let bounds = Bounds::of(&problem, &fixed).and_then(|b| b.interval(here, &mut Fits::default()));
        bounds.is_ok_and(|it| it.int.1 - it.int.0 >= set.rule.min_width)
    }

    fn published(&self, set: &Set, hidden: &[bool]) -> Set {
        let names: BTreeSet<&str> =
            (0..hidden.len()).filter(|k| hidden[*k]).map(|k| self.problem.keys[k].as_str()).collect();
        let mut out = super::hide(set, &|key| names.contains(key));
        if set.rule.insider {
            out.truth = Some(self.problem.keys.iter().cloned().zip(self.counts.iter().copied()).collect());
        }
        out
    }
}
