//! Whether a hidden count can be anything but what it is, and if not, which published cells pin it down.
//!
//! The true counts fit what is published. A hidden count is open if the hidden counts can move away from the truth
//! together so that all sums still hold. Where they cannot, some combination of the sums (Farkas) shows it, and the
//! published cells in that combination are those of which at least one has to be hidden too.

use super::problem::Problem;

const SMALL: f64 = 1e-9;
/// More steps than any of these small programmes needs; reached only by rounding errors, and then taken as open.
const STEPS: usize = 2000;

/// How an unknown may move while it is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Move {
    Free,
    Up,
    Down,
}

/// The sums of a publication around its true counts.
#[derive(Debug, Clone)]
pub(super) struct Moves {
    /// Rows of the sums after everything that is always free has been taken out.
    rows: Vec<Vec<f64>>,
    /// How each column may move while hidden.
    how: Vec<Move>,
    /// Columns that are always hidden and bounded: slack of inequalities, cells of a joint table that are none.
    always: Vec<usize>,
}

impl Moves {
    /// `counts`: a table that fits; `least`: what a hidden cell is known to be at least; `cells`: the columns that are
    /// published unless hidden.
    pub(super) fn of(problem: &Problem, counts: &[f64], least: &[f64], cells: &[bool]) -> Self {
        let n = counts.len();
        let slack: Vec<usize> = (0..problem.sums.len()).filter(|s| problem.sums[*s].lo < problem.sums[*s].hi).collect();
        let mut how: Vec<Move> =
            (0..n).map(|k| if counts[k] <= least[k] + SMALL { Move::Up } else { Move::Free }).collect();
        let mut always: Vec<usize> = (0..n).filter(|k| !cells[*k]).collect();
        let mut rows: Vec<Vec<f64>> = Vec::new();
        for (s, sum) in problem.sums.iter().enumerate() {
            let mut row = vec![0.0; n + slack.len()];
            sum.terms.iter().for_each(|(k, a)| row[*k] += a);
            if let Some(place) = slack.iter().position(|it| *it == s) {
                row[n + place] = -1.0;
            }
            rows.push(row);
        }
        for (place, s) in slack.iter().enumerate() {
            let sum = &problem.sums[*s];
            let now: f64 = sum.terms.iter().map(|(k, a)| a * counts[*k]).sum();
            how.push(match (now <= sum.lo + SMALL, now >= sum.hi - SMALL) {
                (true, _) => Move::Up,
                (false, true) => Move::Down,
                (false, false) => Move::Free,
            });
            always.push(n + place);
        }
        let mut it = Self { rows, how, always: Vec::new() };
        for k in &always {
            if it.how[*k] == Move::Free {
                let mut live: Vec<usize> = (0..it.rows.len()).collect();
                eliminate(&mut it.rows, &mut live, *k);
                it.rows = live.into_iter().map(|r| std::mem::take(&mut it.rows[r])).collect();
            } else {
                it.always.push(*k);
            }
        }
        it
    }

    /// None where the count at `at` can move; otherwise the columns that pin it, of which one must be hidden too.
    /// `known` is a cell that the attacker knows although it is hidden.
    pub(super) fn pinned(&self, hidden: &[bool], at: usize, known: Option<usize>) -> Option<Vec<usize>> {
        let is_hidden = |k: usize| k < hidden.len() && hidden[k] && k != at && Some(k) != known;
        let mut rows = self.rows.clone();
        let mut live: Vec<usize> = (0..rows.len()).collect();
        for k in 0..hidden.len() {
            if is_hidden(k) && self.how[k] == Move::Free {
                eliminate(&mut rows, &mut live, k);
            }
        }
        live.retain(|r| rows[*r].iter().any(|v| v.abs() > SMALL));
        if live.iter().all(|r| rows[*r][at].abs() <= SMALL) {
            return None;
        }
        let bound: Vec<usize> = (0..hidden.len())
            .filter(|k| is_hidden(*k) && self.how[*k] != Move::Free)
            .chain(self.always.iter().copied())
            .collect();
        let directions: &[f64] = match self.how[at] {
            Move::Free => &[1.0, -1.0],
            Move::Up => &[1.0],
            Move::Down => &[-1.0],
        };
        let mut pins = vec![false; self.how.len()];
        for direction in directions {
            let proof = self.blocked(&rows, &live, &bound, at, *direction)?;
            for (k, pin) in pins.iter_mut().enumerate() {
                *pin |= match self.how[k] {
                    Move::Free => proof[k].abs() > SMALL,
                    Move::Up => proof[k] > SMALL,
                    Move::Down => proof[k] < -SMALL,
                };
            }
        }
        Some((0..hidden.len()).filter(|k| pins[*k] && !hidden[*k]).collect())
    }

    /// None where bounded columns can move so that the count moves in a direction; otherwise the sums' combination that
    /// shows why not (first phase of the simplex method, Bland's rule).
    fn blocked(
        &self,
        rows: &[Vec<f64>],
        live: &[usize],
        bound: &[usize],
        at: usize,
        direction: f64,
    ) -> Option<Vec<f64>> {
        let width = self.how.len();
        // A column that moves down is written as minus itself, which moves up.
        let sign = |k: usize| if k < width && self.how[k] == Move::Down { -1.0 } else { 1.0 };
        let mut table: Vec<Vec<f64>> = live
            .iter()
            .map(|r| {
                let right = -direction * rows[*r][at];
                let flip = if right < 0.0 { -1.0 } else { 1.0 };
                let row = rows[*r].iter().chain(std::iter::once(&right));
                row.enumerate().map(|(k, v)| v * flip * sign(k)).collect()
            })
            .collect();
        let mut want: Vec<f64> = (0..=width).map(|k| table.iter().map(|row| row[k]).sum()).collect();
        for _ in 0..STEPS {
            if want[width] <= SMALL {
                return None;
            }
            let Some(enter) = bound.iter().copied().find(|k| want[*k] > SMALL) else {
                want.iter_mut().enumerate().for_each(|(k, v)| *v *= sign(k));
                return Some(want);
            };
            let leave = (0..table.len()).filter(|r| table[*r][enter] > SMALL).min_by(|a, b| {
                let ratio = |r: &usize| table[*r][width] / table[*r][enter];
                ratio(a).total_cmp(&ratio(b))
            })?;
            let pivot = table[leave][enter];
            table[leave].iter_mut().for_each(|v| *v /= pivot);
            let row = table[leave].clone();
            for (r, other) in table.iter_mut().enumerate() {
                if r != leave {
                    subtract(other, &row, enter);
                }
            }
            subtract(&mut want, &row, enter);
        }
        None
    }
}

fn subtract(from: &mut [f64], row: &[f64], at: usize) {
    let times = from[at];
    if times.abs() > 1e-12 {
        from.iter_mut().zip(row).for_each(|(f, v)| *f -= times * v);
        from[at] = 0.0;
    }
}

/// Takes a free column out of the live rows, with the row that it then explains.
fn eliminate(rows: &mut [Vec<f64>], live: &mut Vec<usize>, column: usize) {
    let best = live.iter().enumerate().max_by(|a, b| rows[*a.1][column].abs().total_cmp(&rows[*b.1][column].abs()));
    let Some((place, &row)) = best.filter(|(_, r)| rows[**r][column].abs() > SMALL) else { return };
    live.swap_remove(place);
    let pivot = rows[row][column];
    let unit: Vec<f64> = rows[row].iter().map(|v| v / pivot).collect();
    for r in live.iter() {
        subtract(&mut rows[*r], &unit, column);
    }
}
