//! The figure check finds the claims of the labelled texts and judges them right.

use papers::{Verdict, claims};
use serde_json::Value;

fn cases() -> Option<Value> {
    #[expect(clippy::disallowed_methods, reason = "where the shared data lies is told to tests by the environment")]
    let shared = std::env::var("HOLDFAST_SHARED").unwrap_or_else(|_| "../../../shared".to_owned());
    let file = std::path::Path::new(&shared).join("data/statistics/figures/cases.json");
    let Ok(text) = std::fs::read_to_string(file) else {
        println!("not run: no figures in the folder of HOLDFAST_SHARED");
        return None;
    };
    Some(serde_json::from_str(&text).expect("the cases are JSON"))
}

#[test]
fn the_claims_of_the_labelled_texts_are_found_and_judged_right() {
    let Some(all) = cases() else { return };
    let (mut expected, mut found, mut right, mut hand, mut hand_right, mut alarms) = (0, 0, 0, 0, 0, 0);
    for case in all.as_array().into_iter().flatten() {
        let text = case["text"].as_str().unwrap_or_default();
        let mut open: Vec<&Value> = case["claims"].as_array().map(|all| all.iter().collect()).unwrap_or_default();
        expected += open.len();
        let by_hand = case["source"] != "generated";
        let wrong = open.iter().any(|c| c["verdict"] == "inconsistent");
        let mut told_wrong = false;
        for claim in claims(text) {
            found += 1;
            told_wrong |= claim.verdict == Verdict::Inconsistent;
            let kind = serde_json::to_value(claim.kind).expect("a kind");
            let verdict = match claim.verdict {
                Verdict::Consistent => "consistent",
                Verdict::Inconsistent => "inconsistent",
                Verdict::CannotCheck => "uncheckable",
            };
            let inputs =
                |c: &Value| c["inputs"].as_array().map(|i| i.iter().filter_map(Value::as_f64).collect::<Vec<_>>());
            let same = |c: &&Value| {
                c["kind"] == kind
                    && c["verdict"] == verdict
                    && c["stated"].as_f64() == Some(claim.stated)
                    && inputs(c) == Some(claim.inputs.clone())
            };
            match open.iter().position(same) {
                Some(at) => {
                    open.remove(at);
                    right += 1;
                }
                None => println!("{}: not expected {claim:?}", case["id"]),
            }
        }
        for claim in open {
            println!("{}: not found {claim} in {text}", case["id"]);
        }
        if by_hand && wrong {
            hand += 1;
            hand_right += usize::from(told_wrong);
        }
        alarms += usize::from(by_hand && !wrong && told_wrong);
    }
    let (recall, precision) = (right as f64 / expected as f64, right as f64 / found as f64);
    println!(
        "{expected} claims: recall {recall:.3}, precision {precision:.3}; by hand {hand_right} of {hand} wrong texts, {alarms} false alarms"
    );
    assert!(recall >= 0.97 && precision >= 0.98 && hand_right * 10 >= hand * 9 && alarms == 0);
}
