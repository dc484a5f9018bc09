//! The attacker gives the verdicts of the labelled cases.

#[path = "kit/shared.rs"]
mod shared;

use serde_json::Value;
use shared::{cases, each};
use statistics::disclosure::{Audit, Set, audit};

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
fn differs(expected: &Value, got: &Audit) -> Vec<String> {
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

#[test]
fn the_attacker_gives_the_known_verdict_on_every_case_in_under_a_second() {
    for file in ["hand", "enumerated", "published"] {
        let Some(all) = cases(&format!("disclosure/{file}_cases.json")) else { return };
        let mut slowest = 0.0_f64;
        for case in each(&all) {
            let set: Set = serde_json::from_value(case.clone()).expect("the case can be read");
            let begun = std::time::Instant::now();
            let got = audit(&set);
            slowest = slowest.max(begun.elapsed().as_secs_f64());
            let off = differs(&case["expected"], &got);
            assert!(off.is_empty(), "{}: {off:?} {got:?} {:?}", set.id, case["expected"]);
        }
        println!("{file}: {} cases, slowest {slowest:.3} s", each(&all).len());
        assert!(slowest < if cfg!(debug_assertions) { 20.0 } else { 1.0 });
    }
}
