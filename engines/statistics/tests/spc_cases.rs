//! Control charts give the limits and flags of the labelled cases.

#[path = "kit/shared.rs"]
mod shared;
#[path = "kit/verdicts.rs"]
mod verdicts;

use shared::{cases, each};

/// How many cases of a file agree, and what differs in the others.
pub fn score(file: &str, tolerance: f64) -> Option<(usize, usize, Vec<String>)> {
    let all = cases(file)?;
    let (mut right, mut wrong) = (0, Vec::new());
    for case in each(&all) {
        let asked: statistics::spc::Case = serde_json::from_value(case.clone()).expect("the case can be read");
        let answer = statistics::spc::answer(&asked).expect("the case can be drawn");
        let fields = case["expected"].as_object().expect("expected fields");
        let off: Vec<&String> =
            fields.iter().filter(|(k, v)| verdicts::differs(v, &answer[*k], tolerance)).map(|(k, _)| k).collect();
        if off.is_empty() {
            right += 1;
        } else {
            wrong.push(format!("{} {off:?}", asked.id));
        }
    }
    Some((right, each(&all).len(), wrong))
}

#[test]
fn xmr_limits_flags_and_icons_are_those_of_making_data_count() {
    let Some((right, of, wrong)) = score("spc/xmr_cases.json", 1e-6) else { return };
    assert_eq!(right, of, "{wrong:#?}");
}

#[test]
fn charts_of_counts_give_the_limits_and_runs_of_the_cases() {
    let Some((right, of, wrong)) = score("spc/count_chart_cases.json", 1e-6) else { return };
    assert_eq!(right, of, "{wrong:#?}");
}

#[test]
fn limits_alone_are_those_of_the_cases_as_far_as_they_are_printed() {
    let Some(all) = cases("spc/powerbi_cases.json") else { return };
    for case in each(&all) {
        let asked: statistics::spc::Case = serde_json::from_value(case.clone()).expect("the case can be read");
        let answer = statistics::spc::answer(&asked).expect("the case can be drawn");
        for (field, expected) in case["expected"].as_object().expect("expected fields") {
            // One reference series is printed one point longer than its values.
            let pairs = each(expected).iter().zip(each(&answer[field]));
            let off = pairs.filter(|(a, b)| (a.as_f64().unwrap_or(-1.0) - b.as_f64().unwrap_or(-2.0)).abs() > 0.01);
            assert_eq!(off.count(), 0, "{} {field}: {} {}", asked.id, expected, answer[field]);
        }
    }
}
