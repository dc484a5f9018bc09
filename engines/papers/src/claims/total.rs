//! Wholes and their parts, and percentages that should make a hundred.

use super::change::round;
use super::{Found, Kind, Reading, Verdict, verdict};

const MADE_OF: [&str; 9] =
    ["made", "comprising", "comprised", "consisting", "consisted", "split", "broken", "namely", "divided"];
const REST: [&str; 9] = ["not", "remaining", "remainder", "other", "others", "rest", "neither", "without", "unknown"];

impl Reading {
    pub(super) fn totals(&mut self) {
        let counts = self.counts();
        if counts.len() < 3 {
            return;
        }
        if let Some(total) = self.said_total(&counts) {
            let parts: Vec<Found> = counts.iter().copied().filter(|n| n.at < total.at).collect();
            if parts.len() >= 2 && self.listed(&parts) {
                return self.total(total, &parts);
            }
        }
        for (i, whole) in counts.iter().enumerate() {
            let later = &counts[i + 1..];
            let Some(first) = later.first().filter(|_| later.len() >= 2) else { return };
            let between = |test: &dyn Fn(usize) -> bool| (whole.at..first.at).any(test);
            let made = between(&|at| MADE_OF.contains(&self.word(at)));
            let colon = between(&|at| self.mark(at, ':'));
            let of = whole.at > 0 && whole.at <= 4 && (0..whole.at).any(|at| self.word(at) == "of");
            if !(made || colon || of) {
                continue;
            }
            let parts = self.list(later);
            if parts.len() >= 2 && (made || self.whole_list(*whole, &parts, colon)) {
                return self.total(*whole, &parts);
            }
        }
    }

    /// `a total of N`, `N in total`, `making N in all`, after its parts.
    fn said_total(&self, counts: &[Found]) -> Option<Found> {
        let last = counts.last()?;
        let word = |n: usize| last.at.checked_sub(n).map_or("", |i| self.word(i));
        let before = word(1) == "of" && word(2) == "total"
            || word(1) == "total"
            || matches!(word(1), "making" | "totalling" | "totaling");
        let after = (last.at + 1..last.at + 5).any(|i| {
            self.word(i) == "in" && matches!(self.word(i + 1), "total" | "all") || self.word(i) == "altogether"
        });
        (before || after).then_some(*last)
    }

    /// Counts joined by commas and `and` in one clause.
    fn listed(&self, parts: &[Found]) -> bool {
        parts.windows(2).all(|w| {
            let joined =
                (w[0].at + 1..w[1].at).any(|i| self.mark(i, ',') || self.word(i) == "and" || self.word(i) == "plus");
            joined && (w[0].at..w[1].at).all(|i| !self.mark(i, ';') || !self.mark(i, '.'))
        })
    }

    /// The counts of one list: each after a comma, semicolon or `and`, none in brackets, to the last one after `and`.
    fn list(&self, later: &[Found]) -> Vec<Found> {
        let mut parts: Vec<Found> = Vec::new();
        for it in later {
            let inside = it.at > 0 && self.mark(it.at - 1, '(');
            let from = parts.last().map_or(it.at, |last| last.at + 1);
            let joined = parts.is_empty()
                || (from..it.at).any(|i| {
                    self.mark(i, ',') || self.mark(i, ';') || matches!(self.word(i), "and" | "plus" | "while")
                });
            if !inside && joined {
                parts.push(*it);
            }
        }
        parts
    }

    /// Whether a list is meant to be the whole: it adds up, or there are three parts that nearly do, or two of which one
    /// is the rest.
    fn whole_list(&self, whole: Found, parts: &[Found], colon: bool) -> bool {
        let sum: f64 = parts.iter().map(|p| p.it.value).sum();
        let near = (sum - whole.it.value).abs() <= 0.25 * whole.it.value;
        let last = parts.last().map_or(0, |p| p.at);
        let rest = (parts[0].at..self.tokens.len().min(last + 8)).any(|i| REST.contains(&self.word(i)));
        let smaller = parts.iter().all(|p| p.it.value <= whole.it.value);
        (sum - whole.it.value).abs() < 0.5
            || near && smaller && (parts.len() >= 3 || rest || colon)
            || colon && parts.len() >= 3
    }

    fn total(&mut self, whole: Found, parts: &[Found]) {
        let inputs: Vec<f64> = parts.iter().map(|p| p.it.value).collect();
        let sum: f64 = inputs.iter().sum();
        // Each rounded figure may be off by half its base.
        #[expect(clippy::cast_precision_loss, reason = "a handful of parts")]
        let slack = self.rounded.map_or(0.0, |base| base / 2.0 * (inputs.len() + 1) as f64);
        let right = (sum - whole.it.value).abs() <= slack + 1e-6;
        self.claim(Kind::Total, whole.it.value, &inputs, verdict(right), Some(round(sum)));
        self.use_up(parts);
        self.use_up(&[whole]);
    }

    /// Three or more percentages of one thing, none of them a change or worked out from counts.
    pub(super) fn sums_of_percentages(&mut self) {
        let parts = self.percents();
        let lone = parts.iter().all(|p| p.at == 0 || !self.mark(p.at - 1, '('));
        let shares = self.claims.iter().any(|c| matches!(c.kind, Kind::Share | Kind::PctChange | Kind::Points));
        let moved = self.has(&["from", "since", "target", "compared"]);
        if parts.len() < 3 || !lone || shares || moved {
            return;
        }
        let inputs: Vec<f64> = parts.iter().map(|p| p.it.value).collect();
        let sum: f64 = inputs.iter().sum();
        if !(80.0..=120.0).contains(&sum) {
            return;
        }
        let places = parts.iter().map(|p| p.it.places).max().unwrap_or(0);
        #[expect(clippy::cast_precision_loss, reason = "a handful of parts")]
        let slack = 0.5 * 10_f64.powi(-places) * inputs.len() as f64;
        let right = (sum - 100.0).abs() <= slack + 1e-6;
        let verdict: Verdict = verdict(right);
        self.claim(Kind::PctSum, 100.0, &inputs, verdict, Some(round(sum)));
        self.use_up(&parts);
    }
}
