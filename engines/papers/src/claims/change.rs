//! Changes: in per cent, in points, in numbers.

use super::{Found, Kind, Reading, Verdict, holds, verdict};
use crate::tokens::Unit;

const UP: [&str; 24] = [
    "increase",
    "increased",
    "increases",
    "increasing",
    "rise",
    "rose",
    "risen",
    "rising",
    "growth",
    "grew",
    "grown",
    "up",
    "more",
    "higher",
    "gain",
    "uplift",
    "climbed",
    "jumped",
    "surge",
    "extra",
    "additional",
    "above",
    "greater",
    "rises",
];
const DOWN: [&str; 22] = [
    "decrease",
    "decreased",
    "decreases",
    "fall",
    "fell",
    "fallen",
    "falls",
    "reduction",
    "reduced",
    "drop",
    "dropped",
    "decline",
    "declined",
    "down",
    "fewer",
    "less",
    "lower",
    "cut",
    "decreasing",
    "falling",
    "dropping",
    "below",
];
const NOUNS: [&str; 15] = [
    "increase",
    "increases",
    "rise",
    "growth",
    "gain",
    "uplift",
    "surge",
    "decrease",
    "decreases",
    "fall",
    "reduction",
    "drop",
    "decline",
    "cut",
    "rises",
];
const PASSING: [&str; 18] = [
    "about",
    "around",
    "some",
    "just",
    "over",
    "nearly",
    "almost",
    "approximately",
    "only",
    "a",
    "an",
    "the",
    "further",
    "under",
    "roughly",
    "than",
    "slightly",
    "more",
];
const FORECAST: [&str; 9] =
    ["forecast", "guide", "expected", "projected", "predicted", "anticipated", "estimated", "projection", "planned"];

fn direction(word: &str) -> i8 {
    if UP.contains(&word) { 1 } else { -i8::from(DOWN.contains(&word)) }
}

/// From what to what.
enum Pair {
    Both(Found, Found),
    Base(Found),
    Neither,
}

impl Reading {
    pub(super) fn changes(&mut self) {
        let mut last = 0;
        for at in 0..self.tokens.len() {
            let Some(stated) = self.number(at).filter(|n| !self.used[at] && self.is_amount(*n)) else { continue };
            let found = self.change_at(at, last);
            if found == 0 {
                continue;
            }
            last = found;
            self.change(stated, found);
        }
    }

    fn is_amount(&self, it: Found) -> bool {
        matches!(it.it.unit, Unit::Count | Unit::Percent | Unit::Points)
    }

    /// Whether a number states a change, and which way: after a noun (`an increase of`), before one (`a 12% rise`,
    /// `25 fewer`), after a verb (`fell by`), or by its sign.
    fn change_at(&self, at: usize, last: i8) -> i8 {
        let Some(Found { it, .. }) = self.number(at) else { return 0 };
        let percent = it.unit != Unit::Count;
        if it.sign != 0 && percent {
            return it.sign;
        }
        let mut back = at;
        while back > 0
            && (PASSING.contains(&self.word(back - 1)) && direction(self.word(back - 1)) == 0 || self.hedged(back))
        {
            back -= 1;
        }
        let word = |n: usize| back.checked_sub(n).map_or("", |i| self.word(i));
        match word(1) {
            "of" => {
                if NOUNS.contains(&word(2)) {
                    return direction(word(2));
                }
                if word(2) == "and" && last != 0 && percent {
                    return last;
                }
            }
            "by" => {
                if let Some(way) = (2..7).map(|n| direction(word(n))).find(|d| *d != 0) {
                    return way;
                }
            }
            verb if percent
                && direction(verb) != 0
                && !matches!(verb, "more" | "less" | "above" | "below")
                && !matches!(word(2), "made" | "make" | "makes" | "making") =>
            {
                return direction(verb);
            }
            _ => {}
        }
        self.before_its_noun(at, percent)
    }

    fn hedged(&self, at: usize) -> bool {
        at > 1 && self.word(at - 1) == "than" && matches!(self.word(at - 2), "more" | "less")
            || matches!(self.word(at - 1), "more" | "less") && self.word(at) == "than"
    }

    fn before_its_noun(&self, at: usize, percent: bool) -> i8 {
        let near = if matches!(self.word(at + 1), "year-on-year" | "overall" | "annual" | "percentage" | "point") {
            2
        } else {
            1
        };
        let next = direction(self.word(at + near));
        if next == 0 || self.word(at + near) == "up" {
            return 0;
        }
        let compared =
            (at + 2..at + 12).any(|i| matches!(self.word(i), "than" | "from" | "on" | "compared" | "over" | "since"));
        let noun = matches!(
            self.word(at + near),
            "increase" | "rise" | "decrease" | "fall" | "reduction" | "drop" | "decline"
        );
        if percent || compared || noun { next } else { 0 }
    }

    fn change(&mut self, stated: Found, way: i8) {
        let sign = f64::from(way);
        let points = stated.it.unit == Unit::Points;
        let shares = self.moved(Unit::Percent, stated.at);
        if let (true, Some((a, b))) = (stated.it.unit != Unit::Count, shares) {
            let (from, to) = (a.it.value, b.it.value);
            let correct = if points { (to - from).abs() } else { (to - from) / from * 100.0 };
            let size = if points { stated.it.value } else { sign * stated.it.value };
            let right = holds(stated.it, size, correct) && (to - from) * sign >= 0.0;
            let correct = if points { correct } else { correct.abs() };
            self.claim(Kind::Points, stated.it.value, &[from, to], verdict(right), Some(round(correct)));
            self.use_up(&[stated, a, b]);
            return;
        }
        if points {
            self.claim(Kind::Points, stated.it.value, &[], Verdict::CannotCheck, None);
            self.use_up(&[stated]);
            return;
        }
        let percent = stated.it.unit == Unit::Percent;
        let kind = if percent { Kind::PctChange } else { Kind::Difference };
        let printed = if percent { sign * stated.it.value } else { stated.it.value };
        let pair = self.pair(stated);
        match pair {
            Pair::Both(a, b) if !self.forecast(stated.at) && (a.it.value != 0.0 || !percent) => {
                let (from, to) = (a.it.value, b.it.value);
                let correct = if percent { (to - from) / from * 100.0 } else { (to - from).abs() };
                let right = holds(stated.it, printed, correct) && (to - from) * sign >= 0.0;
                self.claim(kind, printed, &[from, to], verdict(right), Some(round(correct)));
                self.use_up(&[stated]);
            }
            Pair::Both(a, _) | Pair::Base(a) if percent => {
                self.claim(kind, printed, &[a.it.value], Verdict::CannotCheck, None);
                self.use_up(&[stated]);
            }
            Pair::Neither if percent => {
                self.claim(kind, printed, &[], Verdict::CannotCheck, None);
                self.use_up(&[stated]);
            }
            Pair::Both(..) | Pair::Base(_) | Pair::Neither => {}
        }
    }

    /// Whether the clause before a place speaks of what is to come.
    fn forecast(&self, at: usize) -> bool {
        let from = (0..at).rev().find(|i| self.mark(*i, ';')).unwrap_or(0);
        (from..at).any(|i| FORECAST.contains(&self.word(i)) || matches!(self.word(i), "will" | "would"))
    }

    /// `from A to B`, the last of several (`to B in 2019 and C in 2020`).
    fn moved(&self, unit: Unit, stated: usize) -> Option<(Found, Found)> {
        let all: Vec<Found> = self.numbers(unit).into_iter().filter(|n| n.at != stated).collect();
        let after = |word: &str, from: usize| {
            let places = (from..self.tokens.len()).filter(|i| self.word(*i) == word);
            places.filter_map(|i| all.iter().find(|n| n.at > i && n.at <= i + 3).copied()).next()
        };
        let a = after("from", 0)?;
        let b = after("to", a.at)?;
        let later = all.iter().rev().find(|n| n.at > b.at && n.at < stated && self.word(n.at - 1) == "and");
        let chained = later.filter(|n| (b.at..n.at).all(|i| !self.mark(i, ';')));
        Some((a, chained.copied().unwrap_or(b)))
    }

    fn pair(&self, stated: Found) -> Pair {
        if (stated.at..stated.at + 3).any(|i| self.word(i) == "since") {
            return Pair::Neither;
        }
        if let Some((a, b)) = self.moved(Unit::Count, stated.at) {
            return Pair::Both(a, b);
        }
        let all: Vec<Found> = self.counts().into_iter().filter(|n| n.at != stated.at).collect();
        let before: Vec<Found> = all.iter().copied().filter(|n| n.at < stated.at).collect();
        if let Some(base) = self.compared(stated.at, &all) {
            let beside = all.iter().copied().find(|n| n.at > base.at && self.bracketed(n.at));
            let other =
                beside.or_else(|| before.last().copied()).or_else(|| all.iter().copied().find(|n| n.at > base.at));
            return other.or_else(|| self.before.last().copied()).map_or(Pair::Base(base), |it| Pair::Both(base, it));
        }
        match (before.as_slice(), self.before.as_slice()) {
            ([.., a, b], _) => self.by_year(*a, *b),
            ([b], [.., a]) => Pair::Both(*a, *b),
            ([], [.., a, b]) => self.plain(*a, *b),
            ([one], []) => match all.iter().copied().find(|n| n.at > stated.at) {
                Some(later) => self.by_year(*one, later),
                None => Pair::Base(*one),
            },
            ([], _) => match all.as_slice() {
                [a, b, ..] => self.by_year(*a, *b),
                [a] => Pair::Base(*a),
                [] => Pair::Neither,
            },
        }
    }

    const fn plain(&self, a: Found, b: Found) -> Pair {
        Pair::Both(a, b)
    }

    fn bracketed(&self, at: usize) -> bool {
        at > 0 && self.mark(at - 1, '(') || at > 1 && self.mark(at - 2, '(')
    }

    /// What a change is measured on: `on the A`, `compared with A`, `than the A`.
    fn compared(&self, at: usize, all: &[Found]) -> Option<Found> {
        let end = (at + 1..self.tokens.len()).find(|i| self.mark(*i, ';')).unwrap_or(self.tokens.len());
        let to = (at + 1..end).take(14).find(|i| {
            matches!(self.word(*i), "on" | "from" | "compared" | "against" | "over" | "than" | "versus" | "vs")
        })?;
        let and = (at + 1..to).any(|i| self.word(i) == "and" || self.number(i).is_some_and(|n| self.is_amount(n)));
        all.iter().copied().find(|n| !and && n.at > to && n.at <= to + 7)
    }

    /// In the order of the years beside them, otherwise as printed.
    fn by_year(&self, a: Found, b: Found) -> Pair {
        let year = |of: Found, until: usize| {
            (of.at + 1..until.min(of.at + 9))
                .find_map(|i| self.number(i).filter(|n| n.it.unit == Unit::Year).map(|n| n.it.value))
        };
        match (year(a, b.at), year(b, self.tokens.len())) {
            (Some(first), Some(second)) if first > second => Pair::Both(b, a),
            _ => Pair::Both(a, b),
        }
    }
}

/// To two places, as findings print it.
pub(super) fn round(it: f64) -> f64 {
    (it * 100.0).round() / 100.0
}
