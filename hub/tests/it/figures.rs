//! The commands for figures and papers, as an outside check calls them: the binary, its stdout and its exit code.

use serde_json::Value;

use crate::cli::holdfast;
use crate::kit::folder;

/// Writes a file and runs a command on it.
fn run(args: &[&str], name: &str, words: &str) -> (i32, Value) {
    let file = folder().join(name);
    std::fs::write(&file, words).unwrap();
    let out = holdfast(&[args, &[file.to_str().unwrap()]].concat());
    (out.status.code().unwrap_or(-1), serde_json::from_slice(&out.stdout).unwrap_or(Value::Null))
}

#[test]
fn series_are_drawn_and_judged_from_the_command_line() {
    let (code, told) = run(&["spc"], "cases.json", r#"[{"id": "a", "values": [4, 9]}]"#);
    assert_eq!((code, told[0]["id"].as_str(), told[0]["mean"][0].as_f64()), (0, Some("a"), Some(6.5)), "{told}");
    let (code, told) = run(&["trend"], "cases.json", r#"[{"id": "a", "values": [4, 9], "start": "2026-01"}]"#);
    assert_eq!((code, told[0]["verdict"].as_str()), (0, Some("cannot_tell")), "{told}");
    let (code, _) = run(&["trend"], "cases.json", "{}");
    assert_eq!(code, 2);
}

#[test]
fn a_protected_set_holds_no_true_count_of_what_it_hides() {
    let set = r#"{"id": "s", "codes": {"sex": {"tree": {"Total": ["F", "M", "X"]}}}, "base": [{"n": 3}], "truth": {"p|": 60},
        "tables": [{"population": "p", "dims": ["sex"], "cells": [{"sex": "F", "v": 3}, {"sex": "M", "v": 40},
        {"sex": "X", "v": 17}, {"sex": "Total", "v": 60}]}]}"#;
    let (code, told) = run(&["protect"], "set.json", set);
    assert_eq!(code, 0, "{told}");
    let cells = told["tables"][0]["cells"].as_array().unwrap();
    assert_eq!(cells.iter().filter(|c| c["v"] == "c").count(), 2, "{told}");
    assert!(cells[0]["v"] == "c" && told.get("truth").is_none() && told.get("base").is_none(), "{told}");
}

#[test]
fn a_paper_is_read_and_its_slip_is_found() {
    let paper = "Recommended -\n(1) That it be noted.\n\nThe hub received 713 referrals in 2015/16, an average of 54 a month.\n";
    let (code, told) = run(&["paper", "read"], "paper.txt", paper);
    assert_eq!((code, told["recommendations"][0]["line"].as_u64()), (0, Some(2)), "{told}");
    let (code, told) = run(&["paper", "check"], "paper.txt", paper);
    assert_eq!(
        (code, told[0]["rule"].as_str(), told[0]["computed"].as_str()),
        (1, Some("average"), Some("59.42")),
        "{told}"
    );
    let (code, told) =
        run(&["paper", "check"], "texts.json", r#"[{"id": "t", "text": "Of 60 cases, 45 (80%) were closed."}]"#);
    assert_eq!((code, told[0]["claims"][0]["verdict"].as_str()), (0, Some("inconsistent")), "{told}");
}
