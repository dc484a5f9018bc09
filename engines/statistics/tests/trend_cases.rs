//! Verdicts on trends, and the correction for late entry.

#[path = "kit/dealt.rs"]
mod dealt;
#[path = "kit/shared.rs"]
mod shared;
#[path = "kit/verdicts.rs"]
mod verdicts;

use shared::{cases, each};
use statistics::chance::Chance;
use statistics::late::{Entry, corrected};
use statistics::trend::{Case, Verdict, trend};

#[test]
fn verdicts_on_the_labelled_series_are_right() {
    let Some(all) = cases("trend/plateau_cases.json") else { return };
    let told: Vec<(Verdict, Verdict)> = each(&all)
        .iter()
        .map(|it| {
            let case: Case = serde_json::from_value(it.clone()).expect("a case");
            let truth = serde_json::from_value(it["truth"].clone()).expect("a label");
            (truth, trend(&case).expect("a verdict").verdict)
        })
        .collect();
    let (right, alarms, missed) = verdicts::errors(&told);
    println!("accuracy {right:.3}, false alarm {alarms:.3}, missed rise {missed:.3}");
    assert!(right >= 0.94 && alarms <= 0.03 && missed <= 0.06, "{right} {alarms} {missed}");
}

#[test]
fn verdicts_on_series_dealt_here_seldom_cry_wolf() {
    let mut chance = Chance::new(7);
    let told: Vec<(Verdict, Verdict)> = (0..600)
        .map(|i| {
            let (_, truth, values) = dealt::series(&mut chance, i % 12);
            let case = Case { id: i.to_string(), values, start: Some("2023-04".into()) };
            (truth, trend(&case).expect("a verdict").verdict)
        })
        .collect();
    let (right, alarms, missed) = verdicts::errors(&told);
    println!("accuracy {right:.3}, false alarm {alarms:.3}, missed rise {missed:.3}");
    assert!(right >= 0.86 && alarms <= 0.04 && missed <= 0.15, "{right} {alarms} {missed}");
}

#[test]
fn too_few_months_are_told_with_how_many_more_are_needed() {
    let case = Case { id: "short".into(), values: vec![3.0, 5.0, 4.0], start: Some("2026-01".into()) };
    let it = trend(&case).expect("an answer");
    assert_eq!((it.verdict, it.months_needed), (Verdict::CannotTell, Some(9)));
    assert!(it.statement.contains("9 more"), "{}", it.statement);
    assert!(trend(&Case { id: "bad".into(), values: vec![-1.0], start: None }).is_err());
    assert!(trend(&Case { id: "bad".into(), values: vec![1.0], start: Some("April".into()) }).is_err());
}

#[test]
fn a_plateau_says_since_when() {
    let values = (0..36).map(|t: usize| if t < 18 { 40.0 } else { 70.0 } + ((t * 7) % 5) as f64).collect();
    let it = trend(&Case { id: "step".into(), values, start: Some("2023-04".into()) }).expect("an answer");
    assert_eq!(it.verdict, Verdict::PlateauedAfterRise);
    assert_eq!(it.since.as_deref(), Some("2024-10"), "{}", it.statement);
    assert!(it.statement.contains("October 2024"), "{}", it.statement);
}

/// The last two months of many records with a delay of entry: what was counted, expected and came.
fn late(mean: f64, delay: f64, seed: u64) -> (f64, f64, f64) {
    let mut chance = Chance::new(seed);
    let (mut raw, mut mended, mut inside, mut n) = (0.0, 0.0, 0.0, 0.0);
    for _ in 0..150 {
        let mut entries = Vec::new();
        for day in 0..720_i64 {
            for _ in 0..chance.poisson(mean / 30.0) as usize {
                // Half are entered within days, half wait for a weekly or monthly round.
                let scale = if chance.share() < 0.5 { delay / 4.0 } else { delay };
                let wait = (-scale * (1.0 - chance.share()).ln()) as i64;
                entries.push(Entry { happened: day, recorded: day + wait });
            }
        }
        let months: Vec<(i64, i64)> = (0..24).map(|m| (m * 30, m * 30 + 30)).collect();
        let told = corrected(&entries, &months, 719);
        for (month, it) in months.iter().zip(&told).skip(22) {
            let came = entries.iter().filter(|e| e.happened >= month.0 && e.happened < month.1).count() as f64;
            raw += it.counted as f64 - came;
            mended += it.expected - came;
            inside += f64::from(u8::from(came >= it.low && came <= it.high));
            n += 1.0;
        }
    }
    (raw / n, mended / n, inside / n)
}

#[test]
fn the_last_months_are_corrected_for_late_entry_with_an_honest_interval() {
    for (mean, delay) in [(10.0, 20.0), (36.0, 15.0), (60.0, 40.0)] {
        let (raw, mended, inside) = late(mean, delay, 31);
        println!("{mean} a month, delay {delay}: bias {raw:.2} becomes {mended:.2}, 90% interval holds {inside:.3}");
        assert!(mended.abs() <= 0.5 * raw.abs(), "{raw} {mended}");
        assert!(inside >= 0.88, "{inside}");
    }
}
