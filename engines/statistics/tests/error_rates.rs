//! The error rates that the headline promises, on series dealt here.

use statistics::chance::Chance;
use statistics::spc::headline;

fn series(chance: &mut Chance, months: &[f64]) -> Vec<f64> {
    months.iter().map(|mean| chance.poisson(*mean)).collect()
}

#[test]
fn an_unchanged_series_is_called_a_change_at_most_once_in_twenty_at_any_mean() {
    for mean in [0.3, 1.0, 2.0, 5.0, 10.0, 20.0, 36.0, 60.0] {
        let mut chance = Chance::new(17);
        let alarms = (0..400).filter(|_| headline(&series(&mut chance, &[mean; 24])).change).count();
        println!("mean {mean}: {:.1}% of 400", alarms as f64 / 4.0);
        // 5% of 400.
        assert!(alarms <= 22, "mean {mean}: {alarms} of 400");
    }
}

#[test]
fn a_lasting_change_of_one_half_is_found_within_a_year_at_a_mean_of_twenty() {
    for before in [12, 24] {
        for after in [10.0, 30.0] {
            let mut chance = Chance::new(23);
            let months: Vec<f64> = (0..before).map(|_| 20.0).chain((0..12).map(|_| after)).collect();
            let found = (0..400).filter(|_| headline(&series(&mut chance, &months)).change).count();
            println!("{before} months of 20, 12 of {after}: found {:.1}% of 400", found as f64 / 4.0);
            assert!(found >= 380, "{before} months of 20, 12 of {after}: {found} of 400");
        }
    }
}

#[test]
fn counts_that_come_in_clumps_raise_no_more_alarms() {
    for (mean, wide) in [(5.0, 2.0), (20.0, 3.0)] {
        let mut chance = Chance::new(29);
        let clumped = |chance: &mut Chance| -> Vec<f64> {
            (0..24)
                .map(|_| {
                    let rate = (wide - 1.0) * chance.gamma(mean / (wide - 1.0));
                    chance.poisson(rate)
                })
                .collect()
        };
        let alarms = (0..400).filter(|_| headline(&clumped(&mut chance)).change).count();
        println!("mean {mean}, {wide} times as wide: {:.1}% of 400", alarms as f64 / 4.0);
        assert!(alarms <= 40, "mean {mean}: {alarms} of 400");
    }
}
