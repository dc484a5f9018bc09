//! Dates written out in papers.

use crate::tokens::MONTHS;

/// A day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Date {
    pub year: i32,
    pub month: usize,
    pub day: i32,
}

const WEEKDAYS: [&str; 7] = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

impl Date {
    /// `2017-01-24`.
    pub(crate) fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// The weekday's name (Sakamoto's count).
    pub(crate) fn weekday(self) -> &'static str {
        const SHIFT: [i32; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
        let year = if self.month < 3 { self.year - 1 } else { self.year };
        let shift = SHIFT.get(self.month.wrapping_sub(1)).copied().unwrap_or(0);
        let at = (year + year / 4 - year / 100 + year / 400 + shift + self.day).rem_euclid(7);
        WEEKDAYS[usize::try_from(at).unwrap_or(0)]
    }
}

/// The dates of a line in order (`24 January 2017`, `5th November 2019`), with the weekday written before each, if any.
pub(crate) fn dates(line: &str) -> Vec<(Date, Option<&'static str>)> {
    let words: Vec<String> = line
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | ';'))
        .filter(|w| !w.is_empty())
        .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
        .collect();
    let mut all = Vec::new();
    for (i, word) in words.iter().enumerate() {
        let Some(month) = MONTHS.iter().position(|m| m == word) else { continue };
        let day = i.checked_sub(1).and_then(|at| number(&words[at])).filter(|d| (1..=31).contains(d));
        let year = words.get(i + 1).and_then(|w| number(w)).filter(|y| (1900..2100).contains(y));
        if let (Some(day), Some(year)) = (day, year) {
            let before = i.checked_sub(2).map(|at| words[at].as_str());
            let weekday = WEEKDAYS.iter().find(|w| before == Some(**w)).copied();
            all.push((Date { year, month: month + 1, day }, weekday));
        }
    }
    all
}

fn number(word: &str) -> Option<i32> {
    let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
    let rest = &word[digits.len()..];
    matches!(rest, "" | "st" | "nd" | "rd" | "th").then(|| digits.parse().ok()).flatten()
}
