//! Claims that a text makes about its own numbers, and whether they hold.

mod change;
mod other;
mod share;
mod total;

use serde::Serialize;

use crate::sentences::sentences;
use crate::tokens::{Hedge, Number, Token, Unit, tokens, word};

/// What a claim says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A change in per cent.
    PctChange,
    /// A difference of two counts.
    Difference,
    /// A whole and its parts.
    Total,
    /// A part of a whole in per cent.
    Share,
    /// A mean a month, week or year.
    Average,
    /// One in so many.
    OneInN,
    /// A share in words.
    FractionWord,
    /// Doubled, halved, three times.
    Times,
    /// A change in percentage points.
    Points,
    /// The same rate over another length of time.
    Rate,
    /// Percentages that should make a hundred.
    PctSum,
}

/// Whether a claim holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It holds as printed.
    Consistent,
    /// It does not.
    Inconsistent,
    /// The text does not print what is needed.
    CannotCheck,
}

/// A claim.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Claim {
    /// What it says.
    pub kind: Kind,
    /// The figure stated.
    pub stated: f64,
    /// The figures it is worked out from.
    pub inputs: Vec<f64>,
    /// Whether it holds.
    pub verdict: Verdict,
    /// What it should be, where that can be worked out.
    pub correct: Option<f64>,
    /// The line on which its sentence begins.
    #[serde(skip)]
    pub line: usize,
    /// Its sentence.
    #[serde(skip)]
    pub sentence: String,
}

/// A sentence being read: its tokens, which numbers are spoken for, and the counts of the sentence before where this one
/// points back to it.
struct Reading {
    tokens: Vec<Token>,
    used: Vec<bool>,
    before: Vec<Found>,
    /// Roundings are announced.
    rounded: Option<f64>,
    claims: Vec<Claim>,
}

/// A number at its place.
#[derive(Debug, Clone, Copy)]
struct Found {
    at: usize,
    it: Number,
}

/// The claims of a text, in order.
#[must_use]
pub fn claims(text: &str) -> Vec<Claim> {
    let mut all = Vec::new();
    let mut before: Vec<Found> = Vec::new();
    let low = text.to_lowercase();
    for sentence in sentences(text) {
        let tokens = tokens(&sentence.text);
        let back =
            matches!(word(&tokens, 0), "this" | "these" | "it" | "they" | "which" | "of" | "that" | "the" | "there");
        let mut it = Reading {
            used: vec![false; tokens.len()],
            before: if back { before.clone() } else { Vec::new() },
            rounded: rounding(&low),
            claims: Vec::new(),
            tokens,
        };
        before = it.counts();
        it.one_in_n();
        it.times();
        it.averages();
        it.rates();
        it.changes();
        it.fractions();
        it.shares();
        it.totals();
        it.sums_of_percentages();
        all.extend(it.claims.into_iter().map(|c| Claim { line: sentence.line, sentence: sentence.text.clone(), ..c }));
    }
    all
}

/// To what figures are said to be rounded (`rounded to 5`), or that they may not add up because of it.
fn rounding(low: &str) -> Option<f64> {
    let said =
        low.contains("round") && (low.contains("may not") || low.contains("do not") || low.contains("might not"));
    let base = low.split("rounded to").nth(1).and_then(|rest| {
        let digits: String =
            rest.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
        let near = rest.find(|c: char| c.is_ascii_digit()).is_some_and(|at| at < 25);
        digits.parse().ok().filter(|_| near)
    });
    base.or(said.then_some(1.0))
}

impl Reading {
    fn word(&self, at: usize) -> &str {
        word(&self.tokens, at)
    }

    fn mark(&self, at: usize, is: char) -> bool {
        matches!(self.tokens.get(at), Some(Token::Mark(c)) if *c == is)
    }

    fn numbers(&self, of: Unit) -> Vec<Found> {
        let all = self.tokens.iter().enumerate();
        let all = all.filter_map(|(at, token)| {
            let Token::Number(it) = token else { return None };
            (it.unit == of && !self.used[at]).then_some(Found { at, it: *it })
        });
        all.collect()
    }

    fn counts(&self) -> Vec<Found> {
        self.numbers(Unit::Count)
    }

    fn percents(&self) -> Vec<Found> {
        self.numbers(Unit::Percent)
    }

    fn number(&self, at: usize) -> Option<Found> {
        let Some(Token::Number(it)) = self.tokens.get(at) else { return None };
        Some(Found { at, it: *it })
    }

    fn has(&self, words: &[&str]) -> bool {
        (0..self.tokens.len()).any(|i| words.contains(&self.word(i)))
    }

    fn use_up(&mut self, all: &[Found]) {
        for it in all {
            if let Some(used) = self.used.get_mut(it.at) {
                *used = true;
            }
        }
    }

    fn claim(&mut self, kind: Kind, stated: f64, inputs: &[f64], verdict: Verdict, correct: Option<f64>) {
        let inputs = inputs.to_vec();
        self.claims.push(Claim { kind, stated, inputs, verdict, correct, line: 0, sentence: String::new() });
    }
}

/// Half of the last place printed.
fn half(it: Number) -> f64 {
    0.5 * 10_f64.powi(-it.places) + 1e-9
}

/// Whether a stated figure is what is worked out, to the places printed and by its hedge.
fn holds(stated: Number, size: f64, correct: f64) -> bool {
    let near = half(stated);
    let apart = correct - size;
    match stated.hedge {
        Hedge::Exact => apart.abs() <= near,
        Hedge::About => apart.abs() <= near.max(0.1 * size.abs()),
        Hedge::Nearly => apart <= near && apart >= -(0.12 * size.abs()).max(near),
        Hedge::Over => apart >= -near && apart <= (0.25 * size.abs()).max(near),
    }
}

const fn verdict(holds: bool) -> Verdict {
    if holds { Verdict::Consistent } else { Verdict::Inconsistent }
}
