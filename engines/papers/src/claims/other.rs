//! One in so many, doubled and halved, averages, rates.

use super::change::round;
use super::{Found, Kind, Reading, Verdict, half, holds, verdict};
use crate::tokens::{Hedge, Unit};

/// How many there are in a year.
const PERIODS: [(&str, f64); 7] = [
    ("month", 12.0),
    ("week", 52.0),
    ("fortnight", 26.0),
    ("quarter", 4.0),
    ("day", 365.0),
    ("term", 3.0),
    ("year", 1.0),
];

const FACTORS: [(&str, f64); 10] = [
    ("doubled", 2.0),
    ("double", 2.0),
    ("doubling", 2.0),
    ("trebled", 3.0),
    ("tripled", 3.0),
    ("quadrupled", 4.0),
    ("halved", 0.5),
    ("halving", 0.5),
    ("treble", 3.0),
    ("triple", 3.0),
];

impl Reading {
    pub(super) fn one_in_n(&mut self) {
        for at in 0..self.tokens.len() {
            let one = self.word(at) == "one"
                || self.number(at).is_some_and(|n| n.it.unit == Unit::Count && (n.it.value - 1.0).abs() < 1e-9);
            let Some(n) = self.number(at + 2).filter(|n| one && self.word(at + 1) == "in" && n.it.unit == Unit::Count)
            else {
                continue;
            };
            let percent = (at + 3..at + 7).find_map(|i| self.number(i).filter(|p| p.it.unit == Unit::Percent));
            let whole = self.counts().into_iter().rfind(|c| c.at != n.at && c.at < at);
            let part = self.number(at + 4).filter(|p| p.it.unit == Unit::Count && self.mark(at + 3, '('));
            let correct = 100.0 / n.it.value;
            let mut spent = vec![n];
            spent.extend(self.number(at));
            if let Some(percent) = percent {
                let near = holds(percent.it, percent.it.value, correct) || self.words_for(n.it.value, percent.it.value);
                self.claim(Kind::OneInN, percent.it.value, &[n.it.value], verdict(near), Some(round(correct)));
                spent.push(percent);
            } else if let (Some(part), Some(whole)) = (part, whole) {
                let found = whole.it.value / part.it.value;
                let right = (found - n.it.value).abs() <= 0.5;
                self.claim(
                    Kind::OneInN,
                    n.it.value,
                    &[part.it.value, whole.it.value],
                    verdict(right),
                    Some(round(found)),
                );
                spent.push(part);
            }
            self.use_up(&spent);
        }
    }

    /// Whether one in n is the nearest way to say a percentage: nearer than one in n-1 or n+1.
    fn words_for(&self, n: f64, percent: f64) -> bool {
        percent > 0.0 && (100.0 / percent - n).abs() < 0.35
    }

    pub(super) fn times(&mut self) {
        for at in 0..self.tokens.len() {
            let Some((_, factor)) = FACTORS.iter().find(|(w, _)| *w == self.word(at)) else { continue };
            let counts = self.counts();
            let from = (0..self.tokens.len()).find(|i| self.word(*i) == "from");
            let pair = from.and_then(|f| {
                let mut after = counts.iter().copied().filter(|n| n.at > f);
                Some((after.next()?, after.next()?))
            });
            let plain = || match counts.as_slice() {
                [a, b] => Some((*a, *b)),
                _ => None,
            };
            let Some((a, b)) = pair.or_else(plain).filter(|(a, _)| a.it.value > 0.0) else { continue };
            let ratio = b.it.value / a.it.value;
            let word = |n: usize| at.checked_sub(n).map_or("", |i| self.word(i));
            let hedge = match (word(2), word(1)) {
                ("more", "than") | (_, "over") => Hedge::Over,
                ("less", "than") | (_, "nearly" | "almost") => Hedge::Nearly,
                _ => Hedge::About,
            };
            let right = match hedge {
                Hedge::Over if *factor < 1.0 => ratio <= *factor,
                Hedge::Over => ratio >= *factor,
                Hedge::Nearly if *factor < 1.0 => ratio > *factor && ratio <= factor * 1.2,
                Hedge::Nearly => ratio < *factor && ratio >= factor * 0.85,
                Hedge::Exact | Hedge::About => (ratio - factor).abs() <= 0.1 * factor,
            };
            let correct = (ratio * 1000.0).round() / 1000.0;
            self.claim(Kind::Times, *factor, &[a.it.value, b.it.value], verdict(right), Some(correct));
            self.use_up(&[a, b]);
        }
    }

    /// The period after a number: `a month`, `per week`, `each year`, `monthly`.
    fn period(&self, at: usize) -> Option<f64> {
        let named = |w: &str| PERIODS.iter().find(|(p, _)| *p == w).map(|(_, n)| *n);
        (at + 1..at + 5).find_map(|i| match self.word(i) {
            "a" | "per" | "each" | "every" => named(self.word(i + 1)),
            "monthly" => Some(12.0),
            "weekly" => Some(52.0),
            "fortnightly" => Some(26.0),
            _ => None,
        })
    }

    pub(super) fn averages(&mut self) {
        for stated in self.counts() {
            let said = (stated.at.saturating_sub(5)..stated.at + 9)
                .any(|i| matches!(self.word(i), "average" | "averaging" | "mean" | "averaged" | "averages"));
            let equal = stated.at > 0 && matches!(self.word(stated.at - 1), "or" | "about" | "equivalent");
            let Some(in_year) = self.period(stated.at).filter(|n| *n > 1.0 && (said || equal)) else { continue };
            let counts = self.counts();
            let before = counts.iter().copied().rfind(|n| n.at + 1 < stated.at);
            let after = counts.iter().copied().find(|n| n.at > stated.at && self.period(n.at).is_none());
            let from_before = self.before.last().copied();
            let Some(total) = before.or(after).or(from_before).filter(|t| t.it.value > stated.it.value || said) else {
                continue;
            };
            let periods = self.span().unwrap_or(in_year);
            let correct = total.it.value / periods;
            let right = holds(stated.it, stated.it.value, correct);
            self.claim(
                Kind::Average,
                stated.it.value,
                &[total.it.value, periods],
                verdict(right),
                Some(round(correct)),
            );
            self.use_up(&[stated]);
        }
    }

    /// How many periods a total is said to cover: `in six months`, `over 8 weeks`.
    fn span(&self) -> Option<f64> {
        (1..self.tokens.len()).find_map(|at| {
            let it = self.number(at).filter(|n| n.it.unit == Unit::None)?;
            let long = matches!(self.word(at + 1), "months" | "weeks" | "days" | "quarters" | "fortnights");
            let lead = matches!(self.word(at - 1), "in" | "over" | "the" | "first" | "last" | "past" | "during");
            (long && lead).then_some(it.it.value)
        })
    }

    /// The same rate said for two lengths of time.
    pub(super) fn rates(&mut self) {
        let rated: Vec<(Found, f64)> =
            self.counts().into_iter().filter_map(|n| self.period(n.at).map(|p| (n, p))).collect();
        let [(a, short), (b, long)] = rated.as_slice() else { return };
        let ((a, short), (b, long)) = if short >= long { ((a, short), (b, long)) } else { ((b, long), (a, short)) };
        if short <= long {
            return;
        }
        let times = short / long;
        let correct = a.it.value * times;
        let slack = half(b.it) + half(a.it).min(0.01 * a.it.value) * times;
        let right = (b.it.value - correct).abs() <= slack;
        let found: Verdict = verdict(right);
        self.claim(Kind::Rate, b.it.value, &[a.it.value, times], found, Some(round(correct)));
        self.use_up(&[*a, *b]);
    }
}
