//! Shares in per cent and in words.

use super::change::round;
use super::{Found, Kind, Reading, Verdict, holds, verdict};
use crate::tokens::{Hedge, Number, Unit};

/// Share words and their percentage; the second word where there is one.
const FRACTIONS: [(&str, &str, f64); 16] = [
    ("two", "thirds", 200.0 / 3.0),
    ("two-thirds", "", 200.0 / 3.0),
    ("three", "quarters", 75.0),
    ("three-quarters", "", 75.0),
    ("two", "fifths", 40.0),
    ("three", "fifths", 60.0),
    ("four", "fifths", 80.0),
    ("two-fifths", "", 40.0),
    ("quarter", "", 25.0),
    ("third", "", 100.0 / 3.0),
    ("half", "", 50.0),
    ("fifth", "", 20.0),
    ("sixth", "", 100.0 / 6.0),
    ("eighth", "", 12.5),
    ("tenth", "", 10.0),
    ("one-third", "", 100.0 / 3.0),
];

impl Reading {
    pub(super) fn shares(&mut self) {
        for percent in self.percents() {
            if self.used[percent.at] {
                continue;
            }
            match self.part_and_whole(percent) {
                (Some(part), Some(whole)) if whole.it.value > 0.0 => self.share(percent, part, whole),
                (Some(part), None) if self.of_a_whole(percent) => {
                    self.claim(Kind::Share, percent.it.value, &[part.it.value], Verdict::CannotCheck, None);
                    self.use_up(&[percent]);
                }
                (None, Some(whole)) => {
                    self.claim(Kind::Share, percent.it.value, &[whole.it.value], Verdict::CannotCheck, None);
                    self.use_up(&[percent]);
                }
                (Some(_) | None, _) => {}
            }
        }
    }

    fn share(&mut self, percent: Found, part: Found, whole: Found) {
        let correct = part.it.value / whole.it.value * 100.0;
        let right = holds(percent.it, percent.it.value, correct);
        let inputs = [part.it.value, whole.it.value];
        self.claim(Kind::Share, percent.it.value, &inputs, verdict(right), Some(round(correct)));
        self.use_up(&[percent]);
    }

    /// Whether a percentage is said to be one of something that is not counted.
    fn of_a_whole(&self, percent: Found) -> bool {
        self.word(percent.at + 1) == "of"
            && matches!(self.word(percent.at + 2), "all" | "the" | "our" | "total" | "those")
    }

    /// The counts a percentage is made of: `a of the N (x%)`, `of N, a (x%)`, `x% of the N (a)`, `a, or x% of the N`.
    fn part_and_whole(&self, percent: Found) -> (Option<Found>, Option<Found>) {
        let counts = self.counts();
        let whole_after = self.whole_of(percent.at, &counts);
        let before: Vec<Found> = counts.iter().copied().filter(|n| n.at < percent.at).collect();
        if let Some(whole) = whole_after {
            let inside =
                counts.iter().copied().find(|n| n.at > whole.at && n.at <= whole.at + 6 && self.mark(n.at - 1, '('));
            let beside = before.last().copied().filter(|n| percent.at - n.at <= 5 && n.it.value <= whole.it.value);
            let bracket = counts.iter().copied().find(|n| n.at == percent.at + 2 && self.mark(n.at - 1, '('));
            return (inside.or(bracket).or(beside), Some(whole));
        }
        // `x% (a of N)`, `x% (a)`
        if self.mark(percent.at + 1, '(') {
            if let Some(part) = counts.iter().copied().find(|n| n.at == percent.at + 2) {
                let whole = self.whole_of(part.at, &counts).or_else(|| self.base(part, &counts));
                return (Some(part), whole);
            }
        }
        let Some(part) = self.part(percent, &before) else { return (None, None) };
        let whole = self.whole_of(part.at, &counts).filter(|w| w.at < percent.at).or_else(|| self.base(part, &counts));
        match whole {
            // `a of the N (x%)`: the nearest count before is the whole itself.
            None => {
                let head = before.iter().rev().nth(1).copied().filter(|n| self.is_whole_of(part, *n));
                head.map_or((Some(part), None), |head| (Some(head), Some(part)))
            }
            Some(whole) => (Some(part), Some(whole)),
        }
    }

    /// The count just before a percentage in brackets or after `or`.
    fn part(&self, percent: Found, before: &[Found]) -> Option<Found> {
        let tied = percent.at > 0
            && (self.mark(percent.at - 1, '(')
                || matches!(self.word(percent.at - 1), "or" | "representing" | "equivalent" | "is"));
        let of_all = self.of_a_whole(percent);
        let last = before.iter().rev().copied();
        let mut last = last.filter(|n| (tied || of_all) && percent.at - n.at <= 14);
        let nearest = last.next()?;
        let second = before.iter().rev().nth(1).copied();
        Some(second.filter(|head| self.is_whole_of(nearest, *head) && !of_all).unwrap_or(nearest))
    }

    /// Whether a count is the whole of another that stands before it: `a of the N`, `a out of N`.
    fn is_whole_of(&self, whole: Found, part: Found) -> bool {
        whole.at > part.at
            && whole.at - part.at <= 5
            && (part.at..whole.at).any(|i| self.word(i) == "of")
            && part.it.value <= whole.it.value
    }

    /// The whole that follows: `of the N`, `out of N`.
    fn whole_of(&self, at: usize, counts: &[Found]) -> Option<Found> {
        let of = (at + 1..at + 4).find(|i| self.word(*i) == "of")?;
        counts.iter().copied().find(|n| n.at > of && n.at <= of + 4)
    }

    /// The whole said before: `Of N …`, `There were N …`, in this sentence or the one before.
    fn base(&self, part: Found, counts: &[Found]) -> Option<Found> {
        let fits = |n: &&Found| n.it.value >= part.it.value && n.at != part.at;
        let of = counts.iter().find(|n| n.at > 0 && n.at <= 4 && (0..n.at).any(|i| self.word(i) == "of"));
        let first = counts.iter().filter(|n| n.at < part.at).find(fits);
        let all_earlier =
            first.filter(|f| counts.iter().all(|n| n.at >= part.at || n.it.value <= f.it.value || n.at == f.at));
        of.filter(|n| n.at != part.at)
            .or(all_earlier)
            .or_else(|| self.before.iter().rev().find(|n| n.it.value >= part.it.value))
            .copied()
    }

    pub(super) fn fractions(&mut self) {
        for at in 0..self.tokens.len() {
            let (first, second) = (self.word(at), self.word(at + 1));
            let spelt = self.number(at).filter(|n| n.it.value <= 4.0 && n.it.places == 0);
            let found = FRACTIONS.iter().find(|(a, b, _)| {
                let number = spelt.is_some_and(|n| {
                    *a == match n.it.value as u8 {
                        2 => "two",
                        3 => "three",
                        4 => "four",
                        _ => "",
                    }
                });
                if b.is_empty() { *a == first } else { number && *b == second }
            });
            let Some((_, b, stated)) = found else { continue };
            let end = at + usize::from(!b.is_empty());
            if b.is_empty() && !self.is_share_word(at) {
                continue;
            }
            if let Some(it) = spelt {
                self.use_up(&[it]);
            }
            self.fraction(at, end, *stated);
        }
    }

    /// `a quarter`, `one third`, `half of`; not `the third`, `half a day`.
    fn is_share_word(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map_or("", |i| self.word(i));
        match self.word(at) {
            "half" => self.word(at + 1) == "of" || self.mark(at + 1, '('),
            it if it.contains('-') => true,
            _ => {
                matches!(before, "a" | "one" | "nearly" | "almost")
                    && (self.mark(at + 1, '(') || self.word(at + 1) == "of")
            }
        }
    }

    fn fraction(&mut self, at: usize, end: usize, stated: f64) {
        let counts = self.counts();
        let percent = self.number(end + 2).filter(|n| n.it.unit == Unit::Percent && self.mark(end + 1, '('));
        let near = |n: &&Found| n.at > end && n.at <= end + 12 && self.mark(n.at - 1, '(');
        let part = counts.iter().find(near).copied();
        let beside = part.filter(|p| p.at == end + 2).map_or(end, |p| p.at);
        let whole = self
            .whole_of(beside, &counts)
            .or_else(|| part.and_then(|p| counts.iter().copied().rfind(|n| n.at < p.at && n.it.value > p.it.value)));
        let whole =
            whole.or_else(|| part.and_then(|p| self.before.iter().rev().find(|n| n.it.value > p.it.value).copied()));
        let word = |n: usize| at.checked_sub(n).map_or("", |i| self.word(i));
        let skip = usize::from(matches!(word(1), "a" | "one"));
        let hedge = match word(1 + skip) {
            "over" | "than" if word(2 + skip) != "less" => Hedge::Over,
            "nearly" | "almost" | "under" => Hedge::Nearly,
            _ => Hedge::Exact,
        };
        // A share in words is meant to a twentieth of itself, at least two points.
        let number = Number { value: stated, places: 0, unit: Unit::Percent, sign: 0, hedge };
        let meant = |correct: f64| match hedge {
            Hedge::Exact | Hedge::About => (correct - stated).abs() <= (0.05 * stated).max(2.0),
            Hedge::Nearly | Hedge::Over => holds(number, stated, correct),
        };
        match (part, whole, percent) {
            (Some(part), Some(whole), _) => {
                let correct = part.it.value / whole.it.value * 100.0;
                let inputs = [part.it.value, whole.it.value];
                self.claim(Kind::FractionWord, round(stated), &inputs, verdict(meant(correct)), Some(round(correct)));
                self.use_up(&[part]);
            }
            (_, _, Some(percent)) => {
                let correct = percent.it.value;
                self.claim(Kind::FractionWord, round(stated), &[correct], verdict(meant(correct)), Some(correct));
                self.use_up(&[percent]);
            }
            (Some(_) | None, _, None) => {}
        }
    }
}
