//! The least and the most each unknown can be: over real numbers, then over whole numbers.

use microlp::{ComparisonOp, Error, OptimizationDirection, Problem as Programme, Variable};

use super::problem::{Problem, Sum};

/// What an unknown can be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Interval {
    pub lp: (f64, f64),
    pub int: (f64, f64),
}

/// What is published cannot all be true, or a bound could not be worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Contradiction(pub String);

/// Tables of whole numbers found to fit what is published: each shows some values of all unknowns to be possible.
#[derive(Debug, Clone, Default)]
pub(super) struct Fits {
    all: Vec<Vec<f64>>,
}

impl Fits {
    /// Whether two fitting tables differ in one unknown, among those that hold the fixed values.
    pub(super) fn differ(&self, fixed: &[(usize, f64)], at: usize) -> bool {
        let mut first = None;
        self.all.iter().filter(|t| fixed.iter().all(|(k, v)| t[*k].to_bits() == v.to_bits())).any(|t| {
            let held = *first.get_or_insert(t[at]);
            held.to_bits() != t[at].to_bits()
        })
    }

    pub(super) fn keep(&mut self, table: Vec<f64>) {
        self.all.push(table);
    }
}

/// Unknowns that hang together by sums, with what is fixed taken out.
struct Piece {
    vars: Vec<usize>,
    sums: Vec<Sum>,
}

/// A problem with some unknowns fixed, in pieces.
pub(super) struct Bounds {
    lo: Vec<f64>,
    hi: Vec<f64>,
    pieces: Vec<Piece>,
    /// The piece of each unknown that is free.
    piece: Vec<Option<usize>>,
}

impl Bounds {
    pub(super) fn of(problem: &Problem, fixed: &[(usize, f64)]) -> Result<Self, Contradiction> {
        let (mut lo, mut hi) = (problem.lo.clone(), problem.hi.clone());
        for (k, v) in fixed {
            lo[*k] = lo[*k].max(*v);
            hi[*k] = hi[*k].min(*v);
        }
        if let Some(bad) = (0..lo.len()).find(|k| lo[*k] > hi[*k]) {
            return Err(Contradiction(format!("contradiction at {}", problem.keys[bad])));
        }
        let free: Vec<bool> = (0..lo.len()).map(|k| lo[k] < hi[k]).collect();
        let mut parent: Vec<usize> = (0..lo.len()).collect();
        let mut reduced = Vec::new();
        for sum in &problem.sums {
            let known: f64 = sum.terms.iter().filter(|(k, _)| !free[*k]).map(|(k, a)| a * lo[*k]).sum();
            let terms: Vec<(usize, f64)> = sum.terms.iter().copied().filter(|(k, a)| free[*k] && *a != 0.0).collect();
            let Some((first, _)) = terms.first().copied() else {
                if known < sum.lo - 1e-7 || known > sum.hi + 1e-7 {
                    let what: Vec<&str> = sum.terms.iter().map(|(k, _)| problem.keys[*k].as_str()).collect();
                    return Err(Contradiction(format!("published figures contradict each other: {}", what.join(", "))));
                }
                continue;
            };
            for (k, _) in &terms {
                let (a, b) = (root(&mut parent, first), root(&mut parent, *k));
                parent[b] = a;
            }
            reduced.push(Sum { terms, lo: sum.lo - known, hi: sum.hi - known });
        }
        let mut pieces: Vec<Piece> = Vec::new();
        let mut of_root = vec![None; lo.len()];
        let mut piece = vec![None; lo.len()];
        for k in (0..lo.len()).filter(|k| free[*k]) {
            let at = root(&mut parent, k);
            let number = *of_root[at].get_or_insert_with(|| {
                pieces.push(Piece { vars: Vec::new(), sums: Vec::new() });
                pieces.len() - 1
            });
            pieces[number].vars.push(k);
            piece[k] = Some(number);
        }
        for sum in reduced {
            if let Some(number) = sum.terms.first().and_then(|(k, _)| piece[*k]) {
                pieces[number].sums.push(sum);
            }
        }
        Ok(Self { lo, hi, pieces, piece })
    }

    /// One table of whole numbers that fits.
    pub(super) fn table(&self) -> Result<Vec<f64>, Contradiction> {
        let mut all = self.lo.clone();
        for piece in &self.pieces {
            let (_, table) = self.extreme(piece, piece.vars[0], OptimizationDirection::Minimize, true)?;
            for (k, v) in piece.vars.iter().zip(table.unwrap_or_default()) {
                all[*k] = v.round() + 0.0;
            }
        }
        Ok(all)
    }

    /// Whether two unknowns hang together.
    pub(super) fn together(&self, one: usize, other: usize) -> bool {
        self.piece[one].is_some() && self.piece[one] == self.piece[other]
    }

    /// What one unknown can be. Whole tables found on the way are kept.
    pub(super) fn interval(&self, at: usize, fits: &mut Fits) -> Result<Interval, Contradiction> {
        let Some(number) = self.piece[at] else {
            let known = (self.lo[at], self.hi[at]);
            return Ok(Interval { lp: known, int: known });
        };
        let piece = &self.pieces[number];
        let (low, low_table) = self.extreme(piece, at, OptimizationDirection::Minimize, false)?;
        let (high, high_table) = self.extreme(piece, at, OptimizationDirection::Maximize, false)?;
        // Adding nothing turns minus zero into zero.
        let mut int = ((low - 1e-6).ceil() + 0.0, if high.is_finite() { (high + 1e-6).floor() + 0.0 } else { high });
        let mut reached = (false, !high.is_finite());
        for table in [low_table, high_table].into_iter().flatten() {
            if table.iter().all(|v| (v - v.round()).abs() < 1e-6) {
                let table = self.whole(piece, &table);
                reached.0 |= table[at] <= int.0;
                reached.1 |= table[at] >= int.1;
                fits.keep(table);
            }
        }
        for (done, direction, side) in [
            (reached.0, OptimizationDirection::Minimize, &mut int.0),
            (reached.1, OptimizationDirection::Maximize, &mut int.1),
        ] {
            if !done {
                let (value, table) = self.extreme(piece, at, direction, true)?;
                *side = value.round() + 0.0;
                if let Some(table) = table {
                    fits.keep(self.whole(piece, &table));
                }
            }
        }
        Ok(Interval { lp: (low, high), int })
    }

    /// A piece's table among all unknowns; those of other pieces stay open (not a number).
    fn whole(&self, piece: &Piece, of: &[f64]) -> Vec<f64> {
        let known = |k: usize| if self.piece[k].is_none() { self.lo[k] } else { f64::NAN };
        let mut all: Vec<f64> = (0..self.lo.len()).map(known).collect();
        for (k, v) in piece.vars.iter().zip(of) {
            all[*k] = v.round() + 0.0;
        }
        all
    }

    fn extreme(
        &self,
        piece: &Piece,
        at: usize,
        direction: OptimizationDirection,
        whole: bool,
    ) -> Result<(f64, Option<Vec<f64>>), Contradiction> {
        let minimum = matches!(direction, OptimizationDirection::Minimize);
        let mut programme = Programme::new(direction);
        let mut place = vec![usize::MAX; self.lo.len()];
        let vars: Vec<Variable> = piece
            .vars
            .iter()
            .enumerate()
            .map(|(i, k)| {
                place[*k] = i;
                let cost = f64::from(u8::from(*k == at));
                let (lo, hi) = (self.lo[*k], self.hi[*k]);
                if whole {
                    #[expect(clippy::cast_possible_truncation, reason = "held within the range before")]
                    let held = |v: f64| v.clamp(0.0, 2e9) as i32;
                    programme.add_integer_var(cost, (held(lo), held(hi)))
                } else {
                    programme.add_var(cost, (lo, hi))
                }
            })
            .collect();
        for sum in &piece.sums {
            let terms: Vec<(Variable, f64)> = sum.terms.iter().map(|(k, a)| (vars[place[*k]], *a)).collect();
            if sum.lo.to_bits() == sum.hi.to_bits() {
                programme.add_constraint(terms.as_slice(), ComparisonOp::Eq, sum.lo);
                continue;
            }
            if sum.lo.is_finite() {
                programme.add_constraint(terms.as_slice(), ComparisonOp::Ge, sum.lo);
            }
            if sum.hi.is_finite() {
                programme.add_constraint(terms.as_slice(), ComparisonOp::Le, sum.hi);
            }
        }
        match programme.solve().map(|it| it.into_solution()) {
            Ok(Ok(solution)) => {
                let table: Vec<f64> = vars.iter().map(|v| solution.var_value(*v)).collect();
                Ok((solution.objective(), Some(table)))
            }
            Err(Error::Unbounded) => Ok((if minimum { f64::NEG_INFINITY } else { f64::INFINITY }, None)),
            Err(Error::Infeasible) => Err(Contradiction("no table fits what is published".to_owned())),
            Ok(Err(_)) => Err(Contradiction("the search for bounds was broken off".to_owned())),
            Err(e) => Err(Contradiction(format!("the bounds cannot be worked out: {e}"))),
        }
    }
}

fn root(parent: &mut [usize], of: usize) -> usize {
    let mut at = of;
    while parent[at] != at {
        parent[at] = parent[parent[at]];
        at = parent[at];
    }
    at
}
