//! A mean that is a product of effects, fitted to counts (a Poisson model with a logarithmic link).

/// The most effects one model has.
pub(super) const MOST: usize = 8;

/// A fitted mean.
#[derive(Debug, Clone)]
pub(super) struct Fit {
    /// Twice the log likelihood short of a mean that equals each count.
    pub deviance: f64,
    /// The effects, in the order of the columns.
    pub effects: Vec<f64>,
    /// The mean of each month.
    pub means: Vec<f64>,
    /// The variance of the second effect (the change), at chance's own spread.
    pub variance: f64,
}

/// Fits by repeated weighted least squares; months with no weight do not count.
pub(super) fn fit(values: &[f64], columns: &[Vec<f64>], counts: &[bool], start: Option<&[f64]>) -> Fit {
    let p = columns.len().min(MOST);
    let mut eta: Vec<f64> = match start {
        Some(means) => means.iter().map(|m| m.max(1e-4).ln()).collect(),
        None => values.iter().map(|v| (v + 0.5).ln()).collect(),
    };
    let mut effects = vec![0.0; p];
    let (mut last, mut variance) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..25 {
        let Some((next, its)) = step(values, &columns[..p], counts, &eta) else { break };
        (effects, variance) = (next, its);
        for (i, e) in eta.iter_mut().enumerate() {
            let sum: f64 = columns[..p].iter().zip(&effects).map(|(c, b)| c[i] * b).sum();
            *e = sum.clamp(-9.0, 20.0);
        }
        let now = deviance(values, &eta, counts);
        if (last - now).abs() < 1e-5 * (1.0 + now.abs()) {
            break;
        }
        last = now;
    }
    Fit { deviance: deviance(values, &eta, counts), effects, means: eta.into_iter().map(f64::exp).collect(), variance }
}

/// The share of one month in the deviance.
pub(super) fn unit_deviance(value: f64, mean: f64) -> f64 {
    let log = if value > 0.0 { value * (value / mean).ln() } else { 0.0 };
    2.0 * (log - (value - mean))
}

fn deviance(values: &[f64], eta: &[f64], counts: &[bool]) -> f64 {
    let all = values.iter().zip(eta).zip(counts);
    all.filter(|(_, c)| **c).map(|((v, e), _)| unit_deviance(*v, e.exp())).sum()
}

/// One step: weighted least squares on the working values, by Cholesky; the effects and the variance of the second.
fn step(values: &[f64], columns: &[Vec<f64>], counts: &[bool], eta: &[f64]) -> Option<(Vec<f64>, f64)> {
    let p = columns.len();
    let mut square = [[0.0; MOST]; MOST];
    let mut right = [0.0; MOST];
    for (i, (value, e)) in values.iter().zip(eta).enumerate() {
        if !counts[i] {
            continue;
        }
        let mean = e.exp();
        let working = e + (value - mean) / mean;
        for a in 0..p {
            let weighted = mean * columns[a][i];
            right[a] += weighted * working;
            for b in 0..=a {
                square[a][b] += weighted * columns[b][i];
            }
        }
    }
    for a in 0..p {
        square[a][a] += 1e-6;
        for b in 0..=a {
            let dot: f64 = (0..b).map(|c| square[a][c] * square[b][c]).sum();
            let left = square[a][b] - dot;
            if a == b {
                if left <= 0.0 {
                    return None;
                }
                square[a][a] = left.sqrt();
            } else {
                square[a][b] = left / square[b][b];
            }
        }
    }
    let down = |mut right: [f64; MOST]| {
        for a in 0..p {
            let dot: f64 = (0..a).map(|c| square[a][c] * right[c]).sum();
            right[a] = (right[a] - dot) / square[a][a];
        }
        right
    };
    let mut second = [0.0; MOST];
    second[1] = 1.0;
    let variance = down(second)[..p].iter().map(|z| z * z).sum();
    right = down(right);
    for a in (0..p).rev() {
        let dot: f64 = (a + 1..p).map(|c| square[c][a] * right[c]).sum();
        right[a] = (right[a] - dot) / square[a][a];
    }
    Some((right[..p].to_vec(), variance))
}
