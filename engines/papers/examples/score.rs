//! The figure check on the labelled texts beside its anchors. `make bench-statistics` runs it.

use std::time::Instant;

use papers::{Verdict, claims};
use serde_json::Value;

fn main() {
    #[expect(clippy::disallowed_methods, reason = "where the shared data lies is told by the environment")]
    let shared = std::env::var("HOLDFAST_SHARED").unwrap_or_else(|_| "../shared".to_owned());
    let file = std::path::Path::new(&shared).join("data/statistics/figures/cases.json");
    let Ok(text) = std::fs::read_to_string(file) else {
        println!("not run: no figures in the folder of HOLDFAST_SHARED");
        return;
    };
    let all: Vec<Value> = serde_json::from_str(&text).expect("the cases are JSON");
    let (mut expected, mut found, mut right, mut hand, mut hand_right, mut alarms) = (0, 0, 0, 0, 0, 0);
    let begun = Instant::now();
    for case in &all {
        let told = claims(case["text"].as_str().unwrap_or_default());
        let mut open: Vec<&Value> = case["claims"].as_array().map(|all| all.iter().collect()).unwrap_or_default();
        let wrong = open.iter().any(|c| c["verdict"] == "inconsistent");
        let told_wrong = told.iter().any(|c| c.verdict == Verdict::Inconsistent);
        expected += open.len();
        found += told.len();
        for claim in &told {
            let verdict = match claim.verdict {
                Verdict::Consistent => "consistent",
                Verdict::Inconsistent => "inconsistent",
                Verdict::CannotCheck => "uncheckable",
            };
            let kind = serde_json::to_value(claim.kind).expect("a kind");
            let same =
                |c: &&Value| c["kind"] == kind && c["verdict"] == verdict && c["stated"].as_f64() == Some(claim.stated);
            if let Some(at) = open.iter().position(same) {
                open.remove(at);
                right += 1;
            }
        }
        if case["source"] != "generated" {
            hand += usize::from(wrong);
            hand_right += usize::from(wrong && told_wrong);
            alarms += usize::from(!wrong && told_wrong);
        }
    }
    let (recall, precision) = (right as f64 / expected as f64, right as f64 / found as f64);
    let ours = format!("recall {recall:.3}, precision {precision:.3}, by hand {hand_right} of {hand}, {alarms} false");
    let time = format!("{:.3} s", begun.elapsed().as_secs_f64());
    println!(
        "{:<34} | {ours:<58} | {:<52} | {time}",
        "figures/cases", "baseline recall .73, precision .90, by hand 2-5 of 10"
    );
}
