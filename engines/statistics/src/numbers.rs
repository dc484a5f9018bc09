//! Small sums that several methods share.

/// The mean; none for no values. Worked in two passes, so that equal values have that value as their mean and no point
/// falls off its own line by a rounding error.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "lengths of series are small")]
pub fn mean(of: &[f64]) -> Option<f64> {
    if of.is_empty() {
        return None;
    }
    let n = of.len() as f64;
    let rough = of.iter().sum::<f64>() / n;
    Some(rough + of.iter().map(|v| v - rough).sum::<f64>() / n)
}

/// The median; none for no values.
#[must_use]
pub fn median(of: &[f64]) -> Option<f64> {
    let mut sorted = of.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len();
    match n {
        0 => None,
        n if n % 2 == 1 => Some(sorted[n / 2]),
        n => Some(f64::midpoint(sorted[n / 2 - 1], sorted[n / 2])),
    }
}

/// The distances between neighbours.
#[must_use]
pub fn moving_ranges(of: &[f64]) -> Vec<f64> {
    of.windows(2).map(|w| (w[1] - w[0]).abs()).collect()
}

/// The smallest k for which a binomial count of `n` even coin throws is at most k with the chance asked.
#[must_use]
pub fn even_quantile(chance: f64, n: usize) -> usize {
    #[expect(clippy::cast_precision_loss, reason = "lengths of series are small")]
    let ln_choose = |k: usize| ln_factorial(n as f64) - ln_factorial(k as f64) - ln_factorial((n - k) as f64);
    #[expect(clippy::cast_precision_loss, reason = "lengths of series are small")]
    let floor = -(n as f64) * std::f64::consts::LN_2;
    let mut sum = 0.0;
    for k in 0..=n {
        sum += (ln_choose(k) + floor).exp();
        if sum >= chance * (1.0 - 64.0 * f64::EPSILON) {
            return k;
        }
    }
    n
}

/// The natural logarithm of n! for n of zero or more (Stirling's series after shifting up).
#[must_use]
pub fn ln_factorial(n: f64) -> f64 {
    let (mut x, mut shift) = (n + 1.0, 0.0);
    while x < 10.0 {
        shift += x.ln();
        x += 1.0;
    }
    let i = 1.0 / (x * x);
    let series = (1.0 / 12.0 - i * (1.0 / 360.0 - i * (1.0 / 1260.0 - i / 1680.0))) / x;
    (x - 0.5).mul_add(x.ln(), -x) + 0.5 * std::f64::consts::TAU.ln() + series - shift
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binomial_quantiles_are_those_of_the_tables() {
        assert_eq!(even_quantile(0.05, 19), 6);
        assert_eq!(even_quantile(0.05, 39), 14);
        assert_eq!(even_quantile(0.05, 0), 0);
        assert!((ln_factorial(5.0) - 120.0_f64.ln()).abs() < 1e-12);
        assert!(ln_factorial(0.0).abs() < 1e-12);
    }
}
