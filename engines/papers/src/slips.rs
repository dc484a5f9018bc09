//! Slips in how a paper is built: numbers used twice, references that lead nowhere, dates that cannot be.

use std::collections::BTreeMap;

use crate::check::Finding;
use crate::days::dates;
use crate::read::meeting;
use crate::sentences::sentences;

/// The slips of a paper.
pub(crate) fn slips(lines: &[String]) -> Vec<Finding> {
    let mut all = numbered_twice(lines);
    let text = lines.join("\n");
    let numbers: Vec<&str> = lines.iter().filter_map(|l| number(l)).collect();
    let held = meeting(lines);
    for sentence in sentences(&text) {
        let (line, words) = (sentence.line, sentence.text.as_str());
        let mut push = |rule, printed: String, computed: Option<String>, explanation: String| {
            all.push(Finding { line, rule, sentence: words.to_owned(), printed, computed, explanation });
        };
        for at in named(words, "appendix") {
            let heading = format!("appendix {}", at.to_lowercase());
            let attached =
                lines.iter().any(|l| l.trim().trim_start_matches(['#', '*', ' ']).to_lowercase().starts_with(&heading));
            if !attached {
                push(
                    "appendix_missing",
                    format!("Appendix {at}"),
                    None,
                    format!("Appendix {at} is referred to but not attached."),
                );
            }
        }
        let own = !words.contains("of the report") && !words.contains("Schedule") && !words.contains("Act ");
        for at in named(words, "paragraph").into_iter().filter(|at| own && at.contains('.') && numbers.len() > 2) {
            if !numbers.contains(&at.as_str()) {
                push(
                    "reference_missing",
                    format!("paragraph {at}"),
                    None,
                    format!("There is no paragraph {at} in this paper."),
                );
            }
        }
        if words.contains("12A") {
            for at in
                named(words, "paragraph").into_iter().filter(|at| at.parse::<u32>().is_ok_and(|n| n == 0 || n > 7))
            {
                let why = "Part 1 of Schedule 12A (Local Government Act 1972) has paragraphs 1 to 7.".to_owned();
                push("exempt_paragraph", format!("paragraph {at}"), None, why);
            }
        }
        for (day, weekday) in dates(words) {
            if let Some(said) = weekday.filter(|w| *w != day.weekday()) {
                let right = day.weekday().to_owned();
                push("weekday", said.to_owned(), Some(right.clone()), format!("{} is a {right}.", day.iso()));
            }
            let future =
                ["will be held", "will take place", "is planned for", "is due"].iter().any(|w| words.contains(w));
            if let Some(held) = held.filter(|held| future && day < *held) {
                let why =
                    format!("{} lies before the meeting on {} but is spoken of as to come.", day.iso(), held.iso());
                push("date_past", day.iso(), None, why);
            }
        }
    }
    all
}

/// The number of a numbered paragraph, `2.18`.
fn number(line: &str) -> Option<&str> {
    let first = line.split_whitespace().next()?.trim_end_matches('.');
    let (a, b) = first.split_once('.')?;
    let digits = |it: &str| !it.is_empty() && it.len() <= 3 && it.chars().all(|c| c.is_ascii_digit());
    (digits(a) && b.split('.').all(digits) && line.split_whitespace().count() > 1).then_some(first)
}

fn numbered_twice(lines: &[String]) -> Vec<Finding> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut all = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some(it) = number(line) else { continue };
        if let Some(first) = seen.get(it) {
            all.push(Finding {
                line: at + 1,
                rule: "number_twice",
                sentence: line.trim().to_owned(),
                printed: it.to_owned(),
                computed: None,
                explanation: format!("Paragraph {it} is already on line {first}."),
            });
        } else {
            seen.insert(it, at + 1);
        }
    }
    all
}

/// What follows a naming word: `Appendix 2`, `paragraph 2.18`.
fn named(words: &str, name: &str) -> Vec<String> {
    let all: Vec<&str> = words.split_whitespace().collect();
    let pairs = all.windows(2).filter(|w| {
        let bare = w[0].trim_matches(|c: char| !c.is_alphanumeric());
        bare.eq_ignore_ascii_case(name)
    });
    pairs
        .map(|w| w[1].trim_matches(|c: char| !c.is_alphanumeric()).to_owned())
        .filter(|it| {
            it.len() <= 6
                && (it.starts_with(|c: char| c.is_ascii_digit()) || it.len() == 1 && it.chars().all(char::is_uppercase))
        })
        .collect()
}
