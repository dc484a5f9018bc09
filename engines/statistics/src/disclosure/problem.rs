//! What an attacker can write down: unknown whole numbers, what each can be at least and at most, and the sums that hold.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::set::{Fact, Range, Set, Table, cell, parse, text};

/// More cells of a joint table than this are not written down.
const JOINT: usize = 6000;

/// A sum of multiples of unknowns with its bounds.
#[derive(Debug, Clone)]
pub(super) struct Sum {
    pub terms: Vec<(usize, f64)>,
    pub lo: f64,
    pub hi: f64,
}

/// A cell and its parts along one dimension.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub whole: usize,
    pub dim: String,
    pub parts: Vec<usize>,
}

/// All an attacker knows.
#[derive(Debug, Clone, Default)]
pub(super) struct Problem {
    pub keys: Vec<String>,
    index: HashMap<String, usize>,
    pub lo: Vec<f64>,
    pub hi: Vec<f64>,
    /// What is not plainly published, in order, and why.
    pub hidden: Vec<(usize, String)>,
    is_hidden: HashSet<usize>,
    pub sums: Vec<Sum>,
    pub groups: Vec<Group>,
}

impl Problem {
    pub(super) fn of(set: &Set) -> Self {
        let mut it = Self::default();
        for table in &set.tables {
            it.table(set, table);
        }
        it.margins(set);
        if set.joint {
            it.joint(set);
        }
        for fact in &set.facts {
            it.fact(fact);
        }
        it
    }

    pub(super) fn find(&self, key: &str) -> Option<usize> {
        self.index.get(key).copied()
    }

    fn var(&mut self, key: &str, lo: f64, hi: f64) -> usize {
        let at = self.find(key).unwrap_or_else(|| {
            self.index.insert(key.to_owned(), self.keys.len());
            self.keys.push(key.to_owned());
            self.lo.push(0.0);
            self.hi.push(f64::INFINITY);
            self.keys.len() - 1
        });
        self.lo[at] = self.lo[at].max(lo);
        self.hi[at] = self.hi[at].min(hi);
        at
    }

    fn any(&mut self, key: &str) -> usize {
        self.var(key, 0.0, f64::INFINITY)
    }

    fn hide(&mut self, at: usize, why: &str) {
        if self.is_hidden.insert(at) {
            self.hidden.push((at, why.to_owned()));
        }
    }

    fn mark(&mut self, at: usize) {
        if self.lo[at] < self.hi[at] {
            self.hide(at, "unpublished");
        }
    }

    fn equal(&mut self, whole: usize, parts: &[usize]) {
        let mut terms = vec![(whole, -1.0)];
        terms.extend(parts.iter().map(|p| (*p, 1.0)));
        self.sums.push(Sum { terms, lo: 0.0, hi: 0.0 });
    }

    fn table(&mut self, set: &Set, table: &Table) {
        for of in &table.cells {
            let key = set.key(table, of);
            match (of.get("v").unwrap_or(&Value::Null), table.round) {
                (Value::Object(range), _) => {
                    let bound = |name: &str| range.get(name).and_then(Value::as_f64);
                    let at = self.var(&key, bound("lo").unwrap_or(0.0), bound("hi").unwrap_or(f64::INFINITY));
                    self.hide(at, "range");
                }
                (Value::Number(v), round) => self.number(&key, v.as_f64().unwrap_or(0.0), round, table.round_zero),
                (marker, _) => {
                    let marker = text(marker);
                    let least = if set.rule.zero_published { 1.0 } else { 0.0 };
                    let known = set.rule.markers.get(&marker).copied().unwrap_or_else(Range::default);
                    let at = self.var(&key, known.lo.unwrap_or(least), known.hi.unwrap_or(f64::INFINITY));
                    self.hide(at, &marker);
                }
            }
        }
    }

    fn number(&mut self, key: &str, v: f64, round: Option<f64>, round_zero: bool) {
        match round.filter(|b| *b > 0.0) {
            Some(_) if v == 0.0 && !round_zero => {
                self.var(key, 0.0, 0.0);
            }
            Some(base) => {
                let at = self.var(key, (v - base / 2.0).ceil().max(0.0), (v + base / 2.0).ceil() - 1.0);
                self.hide(at, &format!("~{base}"));
            }
            None => {
                self.var(key, v, v);
            }
        }
    }

    /// A whole is the sum of its parts wherever all its parts are in some table.
    fn margins(&mut self, set: &Set) {
        let mut seen = HashSet::new();
        for table in &set.tables {
            for of in &table.cells {
                let key = set.key(table, of);
                let (population, at) = parse(&key);
                for dim in &table.dims {
                    let total = set.total(dim);
                    let here = at.iter().find(|(d, _)| d == dim).map_or(total.as_str(), |(_, c)| c.as_str());
                    let parts = set.codes.get(dim).map(|codes| codes.parts(here)).unwrap_or_default();
                    let found: Option<Vec<usize>> = parts
                        .into_iter()
                        .map(|part| {
                            let mut of: Vec<_> = at.iter().filter(|(d, _)| d != dim).cloned().collect();
                            of.push((dim.clone(), part));
                            self.find(&cell(&population, of))
                        })
                        .collect();
                    if let (Some(parts), Some(whole)) = (found.filter(|p| !p.is_empty()), self.find(&key)) {
                        if seen.insert((whole, dim.clone())) {
                            self.equal(whole, &parts);
                            self.groups.push(Group { whole, dim: dim.clone(), parts });
                        }
                    }
                }
            }
        }
    }

    /// Linked tables over one population are margins of one table of whole numbers: the attacker knows that it exists.
    fn joint(&mut self, set: &Set) {
        let mut populations: Vec<&str> = Vec::new();
        for table in &set.tables {
            if !populations.contains(&table.population.as_str()) {
                populations.push(&table.population);
            }
        }
        for population in populations {
            let tables: Vec<&Table> = set.tables.iter().filter(|t| t.population == population).collect();
            let mut shapes: Vec<Vec<String>> = tables.iter().map(|t| sorted(&t.dims)).collect();
            shapes.sort();
            shapes.dedup();
            let mut dims: Vec<String> = shapes.concat();
            dims.sort();
            dims.dedup();
            let leaves: Vec<Vec<String>> =
                dims.iter().map(|d| set.codes.get(d).map(super::set::Codes::leaves).unwrap_or_default()).collect();
            let size = leaves.iter().map(Vec::len).try_fold(1_usize, usize::checked_mul).unwrap_or(usize::MAX);
            if shapes.len() < 2 || size == 0 || size > JOINT {
                continue;
            }
            self.join(population, &tables, &dims, &leaves);
        }
    }

    fn join(&mut self, population: &str, tables: &[&Table], dims: &[String], leaves: &[Vec<String>]) {
        let mut combinations: Vec<Vec<String>> = vec![Vec::new()];
        for of in leaves {
            combinations = combinations
                .into_iter()
                .flat_map(|c| of.iter().map(move |leaf| [c.clone(), vec![leaf.clone()]].concat()))
                .collect();
        }
        let vars: Vec<usize> = combinations
            .iter()
            .map(|c| {
                let at = dims.iter().cloned().zip(c.iter().cloned()).collect();
                self.any(&format!("~{}", cell(population, at)))
            })
            .collect();
        for table in tables {
            let mut by: HashMap<Vec<(String, String)>, Vec<usize>> = HashMap::new();
            let mut order = Vec::new();
            for (c, var) in combinations.iter().zip(&vars) {
                let all = dims.iter().cloned().zip(c.iter().cloned());
                let at: Vec<(String, String)> = all.filter(|(d, _)| table.dims.contains(d)).collect();
                let entry = by.entry(at.clone()).or_default();
                if entry.is_empty() {
                    order.push(at);
                }
                entry.push(*var);
            }
            for at in order {
                if let (Some(whole), Some(parts)) = (self.find(&cell(population, at.clone())), by.get(&at)) {
                    self.equal(whole, parts);
                }
            }
        }
    }

    fn fact(&mut self, fact: &Fact) {
        match fact {
            Fact::Percent { num, den, value, dp } => {
                let half = 0.5 * 10_f64.powi(-dp);
                let (n, d) = (self.any(num), self.any(den));
                self.mark(n);
                self.mark(d);
                let open = f64::INFINITY;
                self.sums.push(Sum { terms: vec![(n, 100.0), (d, -(value - half))], lo: 0.0, hi: open });
                self.sums.push(Sum { terms: vec![(n, 100.0), (d, -(value + half))], lo: -open, hi: 0.0 });
                self.sums.push(Sum { terms: vec![(d, 1.0), (n, -1.0)], lo: 0.0, hi: open });
            }
            Fact::Linear { terms, lo, hi } => {
                let mut sum: Vec<(usize, f64)> = Vec::new();
                for (key, times) in terms {
                    let at = self.any(key);
                    self.mark(at);
                    match sum.iter_mut().find(|(k, _)| *k == at) {
                        Some(it) => it.1 += times,
                        None => sum.push((at, *times)),
                    }
                }
                let (lo, hi) = (lo.unwrap_or(f64::NEG_INFINITY), hi.unwrap_or(f64::INFINITY));
                self.sums.push(Sum { terms: sum, lo, hi });
            }
            Fact::Subset { small, large, diff } => self.subset(small, large, diff),
        }
    }

    fn subset(&mut self, small: &str, large: &str, diff: &str) {
        for at in 0..self.keys.len() {
            let (population, of) = parse(&self.keys[at]);
            if self.keys[at].starts_with('~') || population != small {
                continue;
            }
            if let Some(big) = self.find(&cell(large, of.clone())) {
                let rest = self.any(&cell(diff, of));
                self.hide(rest, "difference");
                self.sums.push(Sum { terms: vec![(big, 1.0), (at, -1.0), (rest, -1.0)], lo: 0.0, hi: 0.0 });
            }
        }
        for group in self.groups.clone() {
            if parse(&self.keys[group.whole]).0 != small {
                continue;
            }
            let rest = |it: usize| self.find(&cell(diff, parse(&self.keys[it]).1));
            let parts: Option<Vec<usize>> = group.parts.iter().map(|p| rest(*p)).collect();
            if let (Some(whole), Some(parts)) = (rest(group.whole), parts) {
                self.equal(whole, &parts);
                self.groups.push(Group { whole, dim: group.dim.clone(), parts });
            }
        }
    }
}

fn sorted(of: &[String]) -> Vec<String> {
    let mut all = of.to_vec();
    all.sort();
    all
}
