//! A publication set as files hand it in: rule, codes, tables, facts, and the true counts where they are known.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

/// What is published together, or had been published before.
#[derive(Debug, Clone, Deserialize)]
pub struct Set {
    /// What the set is known by.
    #[serde(default)]
    pub id: String,
    /// What counts as giving somebody away.
    #[serde(default)]
    pub rule: Rule,
    /// The categories of each dimension.
    #[serde(default)]
    pub codes: BTreeMap<String, Codes>,
    /// The tables.
    #[serde(default)]
    pub tables: Vec<Table>,
    /// Other things said.
    #[serde(default)]
    pub facts: Vec<Fact>,
    /// The true counts by cell, where they are known.
    #[serde(default)]
    pub truth: Option<BTreeMap<String, f64>>,
    /// Whether linked tables over one population are taken as margins of one table.
    #[serde(default = "yes")]
    pub joint: bool,
}

const fn yes() -> bool {
    true
}

/// What counts as giving somebody away.
#[derive(Debug, Clone, Deserialize)]
#[serde(default)]
pub struct Rule {
    /// The smallest count that must not be known.
    pub low: f64,
    /// The largest count that must not be known.
    pub high: f64,
    /// Zeros are always shown, so that a hidden cell is one at least.
    pub zero_published: bool,
    /// How far apart the least and the most that is possible must lie.
    pub min_width: f64,
    /// What each marker is known to mean.
    pub markers: BTreeMap<String, Range>,
    /// Also protect against those who know the one person in a cell of one.
    pub insider: bool,
}

impl Default for Rule {
    fn default() -> Self {
        let markers = BTreeMap::new();
        Self { low: 1.0, high: 5.0, zero_published: true, min_width: 1.0, markers, insider: false }
    }
}

impl Rule {
    /// Whether a count must not be known.
    #[must_use]
    pub fn sensitive(&self, count: f64) -> bool {
        self.low <= count && count <= self.high
    }
}

/// The least and the most that something is known to be.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub struct Range {
    /// At least.
    #[serde(default)]
    pub lo: Option<f64>,
    /// At most.
    #[serde(default)]
    pub hi: Option<f64>,
}

/// The categories of a dimension.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Codes {
    /// What all together is called.
    #[serde(default)]
    pub total: Option<String>,
    /// Each category that is made of others.
    #[serde(default)]
    pub tree: Map<String, Value>,
}

impl Codes {
    /// The parts of a category; none where it is not made of others.
    #[must_use]
    pub fn parts(&self, of: &str) -> Vec<String> {
        let all = self.tree.get(of).and_then(Value::as_array);
        all.map(|all| all.iter().map(text).collect()).unwrap_or_default()
    }

    /// The categories that are not made of others, in order.
    #[must_use]
    pub fn leaves(&self) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for part in self.tree.values().filter_map(Value::as_array).flatten().map(text) {
            if !self.tree.contains_key(&part) && !all.contains(&part) {
                all.push(part);
            }
        }
        all
    }
}

/// A table.
#[derive(Debug, Clone, Deserialize)]
pub struct Table {
    /// Who is counted.
    pub population: String,
    /// By what.
    pub dims: Vec<String>,
    /// Counts are rounded to the nearest of these (halves up).
    #[serde(default)]
    pub round: Option<f64>,
    /// Whether a rounded 0 may be more than none.
    #[serde(default)]
    pub round_zero: bool,
    /// The cells: each dimension's category, and `v`.
    pub cells: Vec<Map<String, Value>>,
}

/// Something said beside the tables.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fact {
    /// One cell as a percentage of another.
    Percent {
        /// The cell above the line.
        num: String,
        /// The cell below.
        den: String,
        /// The percentage printed.
        value: f64,
        /// To how many decimal places.
        #[serde(default)]
        dp: i32,
    },
    /// A sum of multiples of cells.
    Linear {
        /// Cells and what they are multiplied by.
        terms: Vec<(String, f64)>,
        /// At least.
        #[serde(default)]
        lo: Option<f64>,
        /// At most.
        #[serde(default)]
        hi: Option<f64>,
    },
    /// Everybody counted in one population is counted in another.
    Subset {
        /// The one.
        small: String,
        /// The other.
        large: String,
        /// Those in the other only.
        diff: String,
    },
}

/// A category or marker as words.
pub(super) fn text(it: &Value) -> String {
    it.as_str().map_or_else(|| it.to_string(), str::to_owned)
}

/// The name of a cell: `population|age=10-12;sex=Male`, totals left out.
pub(super) fn cell(population: &str, mut at: Vec<(String, String)>) -> String {
    at.sort();
    let parts: Vec<String> = at.into_iter().map(|(d, c)| format!("{d}={c}")).collect();
    format!("{population}|{}", parts.join(";"))
}

/// The population and the categories of a cell's name.
pub(super) fn parse(key: &str) -> (String, Vec<(String, String)>) {
    let (population, rest) = key.split_once('|').unwrap_or((key, ""));
    let at = rest.split(';').filter_map(|it| it.split_once('=')).map(|(d, c)| (d.to_owned(), c.to_owned()));
    (population.to_owned(), at.collect())
}

impl Set {
    /// What all together is called in a dimension.
    #[must_use]
    pub fn total(&self, dim: &str) -> String {
        self.codes.get(dim).and_then(|it| it.total.clone()).unwrap_or_else(|| "Total".to_owned())
    }

    /// The name of a table's cell.
    #[must_use]
    pub fn key(&self, table: &Table, of: &Map<String, Value>) -> String {
        let at = table.dims.iter().map(|d| (d.clone(), of.get(d).map(text).unwrap_or_default()));
        cell(&table.population, at.filter(|(d, c)| *c != self.total(d)).collect())
    }
}
