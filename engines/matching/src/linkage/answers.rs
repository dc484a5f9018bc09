//! Answers of a linkage: the best candidates of each query.

use super::compare::Comparing;
use super::model::{Model, log_sum};
use super::run::Weighed;

/// Candidates that are told for a query.
const TOLD: usize = 10;

/// The candidates of each query, in the order of the queries, best first, at most ten of each. A candidate's weight
/// is what speaks for it against all else, the other candidates included: of two that look alike neither is sure.
/// Candidates that are one person themselves are no rivals.
pub(crate) fn best(comparing: &Comparing<'_>, model: &Model, mut pairs: Vec<Weighed>) -> Vec<Weighed> {
    pairs.sort_unstable_by(|x, y| x.b.cmp(&y.b).then(y.bits.total_cmp(&x.bits)).then(x.a.cmp(&y.a)));
    let mut out = Vec::new();
    for of in pairs.chunk_by(|x, y| x.b == y.b) {
        let of = &of[..of.len().min(2 * TOLD)];
        let mut mine: Vec<Weighed> = of.iter().map(|it| rivalled(comparing, model, it, of)).collect();
        mine.sort_by(|x, y| y.bits.total_cmp(&x.bits).then(x.a.cmp(&y.a)));
        out.extend(mine.into_iter().take(TOLD));
    }
    out
}

fn rivalled(comparing: &Comparing<'_>, model: &Model, it: &Weighed, all: &[Weighed]) -> Weighed {
    let mut against = vec![0.0_f32];
    for rival in all.iter().filter(|rival| rival.a != it.a && rival.bits > -4.0) {
        if it.bits < -8.0 || model.weight(&comparing.pair(it.a, rival.a)) < 0.0 {
            against.push(rival.bits);
        }
    }
    Weighed { bits: it.bits - log_sum(&against), ..*it }
}
