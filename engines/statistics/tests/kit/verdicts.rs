#![allow(dead_code, reason = "each test uses its part")]
//! How answers are held against what was expected.

use std::collections::BTreeMap;

use serde_json::Value;
use statistics::disclosure::{Audit, Set};
use statistics::trend::Verdict;

use super::shared::each;

/// What differs between two answers: numbers to a tolerance, everything else exactly.
pub fn differs(expected: &Value, got: &Value, tolerance: f64) -> bool {
    match (expected.as_f64(), got.as_f64()) {
        (Some(a), Some(b)) => (a - b).abs() > tolerance,
        _ => match (expected.as_array(), got.as_array()) {
            (Some(a), Some(b)) => a.len() != b.len() || a.iter().zip(b).any(|(a, b)| differs(a, b, tolerance)),
            _ => expected != got,
        },
    }
}

/// Accuracy, false alarms on stable series and missed rises, each as a share.
pub fn errors(told: &[(Verdict, Verdict)]) -> (f64, f64, f64) {
    let share = |of: usize, n: usize| of as f64 / n.max(1) as f64;
    let of = |truth: Verdict| told.iter().filter(|it| it.0 == truth).collect::<Vec<_>>();
    let (stable, rising) = (of(Verdict::Stable), of(Verdict::Rising));
    let alarms = stable.iter().filter(|it| !matches!(it.1, Verdict::Stable | Verdict::CannotTell)).count();
    let missed = rising.iter().filter(|it| it.1 != Verdict::Rising).count();
    let right = told.iter().filter(|it| it.0 == it.1).count();
    (share(right, told.len()), share(alarms, stable.len()), share(missed, rising.len()))
}

fn keys(of: &Value) -> Vec<String> {
    let mut all: Vec<String> = each(of).iter().map(|k| k.as_str().unwrap_or_default().to_owned()).collect();
    all.sort();
    all
}

fn sorted<'a>(of: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut all: Vec<String> = of.cloned().collect();
    all.sort();
    all.dedup();
    all
}

/// What differs between an answer and what was expected.
pub fn audit_differs(expected: &Value, got: &Audit) -> Vec<String> {
    let mut off = Vec::new();
    let mut check = |field: &str, right: bool| {
        if expected.get(field).is_some() && !right {
            off.push(field.to_owned());
        }
    };
    check("safe", expected["safe"].as_bool() == got.safe);
    check("exact", keys(&expected["exact"]) == sorted(got.exact.iter()));
    check("difference", keys(&expected["difference"]) == sorted(got.difference.iter()));
    check("narrow", keys(&expected["narrow"]) == sorted(got.narrow.iter()));
    check("insider", keys(&expected["insider"]) == sorted(got.insider.iter().map(|it| &it.learns)));
    check("group", keys(&expected["group"]) == sorted(got.group.iter().map(|it| &it.all_in)));
    check("error", got.error.is_some());
    for (key, bounds) in expected["int"].as_object().into_iter().flatten() {
        let found = &got.cells.get(key).map_or(&Value::Null, |it| &it["int"]);
        let same = each(bounds).iter().zip(each(found)).all(|(a, b)| a.as_f64() == b.as_f64());
        if !same || each(found).len() != 2 {
            off.push(format!("{key}: {bounds} {found}"));
        }
    }
    off
}

/// The true counts of a set by cell.
pub fn truth(set: &Set) -> BTreeMap<String, f64> {
    let cells = set.tables.iter().flat_map(|t| t.cells.iter().map(move |c| (t, c)));
    cells.map(|(table, cell)| (set.key(table, cell), cell["v"].as_f64().unwrap_or(0.0))).collect()
}
