//! How often trend verdicts are right, on series dealt here (and on a file of labelled series where one is named).
//! cargo run --release -p statistics --example trend_rates [CASES.json]

use std::collections::BTreeMap;
use std::fmt::Write;

use statistics::chance::Chance;
use statistics::trend::{Case, Verdict, trend};

#[path = "../tests/kit/dealt.rs"]
mod dealt;

fn main() {
    let mut told = Vec::new();
    if let Some(file) = std::env::args().nth(1) {
        let text = std::fs::read_to_string(file).expect("the file can be read");
        let all: Vec<serde_json::Value> = serde_json::from_str(&text).expect("the file is JSON");
        for it in all {
            let truth: Verdict = serde_json::from_value(it["truth"].clone()).expect("a label");
            let kind = it["kind"].as_str().unwrap_or("").to_owned();
            told.push((kind, truth, serde_json::from_value::<Case>(it).expect("a case")));
        }
    } else {
        let mut chance = Chance::new(2026);
        for i in 0..1200 {
            let (kind, truth, values) = dealt::series(&mut chance, i % 12);
            told.push((kind.to_owned(), truth, Case { id: format!("{kind}-{i}"), values, start: None }));
        }
    }
    let begun = std::time::Instant::now();
    let answers: Vec<_> = told.iter().map(|(_, _, case)| trend(case).expect("a verdict")).collect();
    let said = rates(&told.iter().zip(&answers).map(|(t, a)| (t.0.as_str(), t.1, a.verdict)).collect::<Vec<_>>());
    println!("{said}\n{} series in {:?}", told.len(), begun.elapsed());
    for ((kind, truth, case), it) in told.iter().zip(&answers) {
        if it.verdict != *truth && std::env::args().nth(2).is_some() {
            println!("{kind} {} said {:?} {:.2}: {} {:?}", case.id, it.verdict, it.sure, it.statement, case.values);
        }
    }
}

/// How often verdicts were right, by kind, and the two costly errors.
fn rates(told: &[(&str, Verdict, Verdict)]) -> String {
    let percent = |of: usize, n: usize| 100.0 * of as f64 / n.max(1) as f64;
    let mut kinds: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (kind, truth, said) in told {
        let it = kinds.entry(kind).or_default();
        it.0 += usize::from(truth == said);
        it.1 += 1;
    }
    let right = told.iter().filter(|(_, t, s)| t == s).count();
    let of = |truth: Verdict| told.iter().filter(move |(_, t, _)| *t == truth).collect::<Vec<_>>();
    let stable = of(Verdict::Stable);
    let moved = stable.iter().filter(|(_, _, s)| !matches!(s, Verdict::Stable | Verdict::CannotTell)).count();
    let rising = of(Verdict::Rising);
    let missed = rising.iter().filter(|(_, _, s)| *s != Verdict::Rising).count();
    let unsure = told.iter().filter(|(_, _, s)| *s == Verdict::CannotTell).count();
    let mut text = format!(
        "accuracy {:.3}, false alarm on stable {:.1}%, missed rise {:.1}%, cannot tell {:.1}%",
        right as f64 / told.len().max(1) as f64,
        percent(moved, stable.len()),
        percent(missed, rising.len()),
        percent(unsure, told.len())
    );
    for (kind, (right, n)) in kinds {
        let _ = write!(text, "\n  {kind:<15} {right} of {n}");
    }
    text
}
