//! The check of a whole paper: its claims, and how it is built.

use serde::Serialize;

use crate::claims::{Claim, Kind, Verdict, claims};
use crate::slips::slips;

/// Something to look at before a paper goes out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// The line on which its sentence begins, from 1.
    pub line: usize,
    /// Which rule found it.
    pub rule: &'static str,
    /// The sentence.
    pub sentence: String,
    /// What is printed.
    pub printed: String,
    /// What it should be, where that can be worked out.
    pub computed: Option<String>,
    /// Why, in one sentence.
    pub explanation: String,
}

/// What is wrong with a paper, or cannot be checked, in the order of its lines.
#[must_use]
pub fn check(lines: &[String]) -> Vec<Finding> {
    let mut all: Vec<Finding> = claims(&lines.join("\n")).iter().filter_map(finding).collect();
    all.extend(slips(lines));
    all.sort_by_key(|it| it.line);
    all
}

const fn rule(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::PctChange => ("percentage_change", "change"),
        Kind::Difference => ("difference", "difference"),
        Kind::Total => ("total", "total"),
        Kind::Share => ("share", "share"),
        Kind::Average => ("average", "average"),
        Kind::OneInN => ("one_in_n", "share"),
        Kind::FractionWord => ("fraction", "share"),
        Kind::Times => ("times", "ratio"),
        Kind::Points => ("points", "change"),
        Kind::Rate => ("rate", "rate"),
        Kind::PctSum => ("shares_sum", "sum of the percentages"),
    }
}

fn finding(it: &Claim) -> Option<Finding> {
    let (rule, name) = rule(it.kind);
    let from = it.inputs.iter().map(|v| v.to_string()).collect::<Vec<_>>().join(", ");
    let percent = matches!(it.kind, Kind::PctChange | Kind::Share | Kind::FractionWord | Kind::PctSum);
    let show = |v: f64| if percent { format!("{v}%") } else { v.to_string() };
    let (rule, computed, explanation) = match it.verdict {
        Verdict::Consistent => return None,
        Verdict::Inconsistent => {
            let right = it.correct.map(show);
            let so = right.clone().map_or_else(String::new, |r| format!(" is {r}"));
            (rule, right, format!("The {name} worked out from {from}{so}, not {}.", show(it.stated)))
        }
        Verdict::CannotCheck => {
            let missing = if from.is_empty() {
                "the figures behind it are".to_owned()
            } else {
                format!("beside {from} the other figure is")
            };
            ("base_not_printed", None, format!("The {name} cannot be checked: {missing} not printed."))
        }
    };
    Some(Finding {
        line: it.line,
        rule,
        sentence: it.sentence.clone(),
        printed: show(it.stated),
        computed,
        explanation,
    })
}
