//! Series dealt with a known truth: twelve kinds, of any length from two to five years, spread wider than chance.

use statistics::chance::Chance;
use statistics::trend::Verdict;

/// A series of a kind (0 to 11), its name and its truth.
#[expect(clippy::cast_precision_loss, reason = "lengths of series are small")]
pub fn series(chance: &mut Chance, kind: usize) -> (&'static str, Verdict, Vec<f64>) {
    use Verdict::{Falling, LevelledAfterFall, PlateauedAfterRise, Rising, Stable};
    let n = 24 + chance.below(37);
    let between = |chance: &mut Chance, low: f64, high: f64| low + (high - low) * chance.share();
    let rare = matches!(kind, 10 | 11);
    let level = if rare { between(chance, 0.6, 3.0) } else { between(chance, 15.0, 200.0) };
    let even = rare || chance.share() < 0.6;
    let wide = if even { 1.0 } else { between(chance, 1.2, 4.0) };
    let factor = if rare { between(chance, 2.5, 5.0) } else { between(chance, 1.4, 2.2) };
    let hold = (9 + chance.below(16)).min(n - 10);
    let bend = (n - hold) as f64;
    let phase = between(chance, 0.0, 12.0);
    let odd = chance.below(n);
    let share = |t: f64, from: f64, to: f64| ((t - from) / (to - from)).clamp(0.0, 1.0);
    let linear = chance.share() < 0.5;
    let grown = move |part: f64| if linear { 1.0 + (factor - 1.0) * part } else { factor.powf(part) };
    let whole = (n - 1) as f64;
    let (name, truth): (_, Verdict) = [
        ("flat", Stable),
        ("season", Stable),
        ("spike", Stable),
        ("step_up", PlateauedAfterRise),
        ("ramp_then_flat", PlateauedAfterRise),
        ("ramp_up", Rising),
        ("flat_then_rise", Rising),
        ("step_down", LevelledAfterFall),
        ("fall_then_flat", LevelledAfterFall),
        ("ramp_down", Falling),
        ("rare_flat", Stable),
        ("rare_step", PlateauedAfterRise),
    ][kind];
    let mean = |t: usize| {
        let x = t as f64;
        level
            * match kind {
                1 => 1.0 + 0.3 * (std::f64::consts::TAU * (x + phase) / 12.0).sin(),
                2 if t == odd => 2.3,
                3 | 11 if x < bend => 1.0,
                3 | 11 => factor,
                4 => grown(share(x, 0.0, bend)),
                5 => grown(share(x, 0.0, whole)),
                6 => grown(share(x, bend - 1.0, whole)),
                7 if x < bend => 1.0,
                7 => 1.0 / factor,
                8 => grown(share(x, 0.0, bend)).recip(),
                9 => grown(share(x, 0.0, whole)).recip(),
                _ => 1.0,
            }
    };
    let values = (0..n)
        .map(|t| {
            let rate = mean(t);
            let rate = if wide > 1.0 { (wide - 1.0) * chance.gamma(rate / (wide - 1.0)) } else { rate };
            chance.poisson(rate)
        })
        .collect();
    (name, truth, values)
}
