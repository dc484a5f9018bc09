//! The score on every labelled case set beside its anchor, with times and memory. `make bench-statistics` runs it.

use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;
use serde_json::Value;
use statistics::chance::Chance;
use statistics::trend::Verdict;
use statistics::{disclosure, spc, trend};

#[path = "../tests/kit/shared.rs"]
mod shared;
#[path = "../tests/kit/verdicts.rs"]
mod verdicts;

use shared::{cases, each};

fn main() {
    row("set", "ours", "anchor", "time (slowest one)");
    charts();
    headlines();
    trends();
    audits();
    protections();
    if let Some(peak) = peak() {
        println!("peak memory {peak} MiB");
    }
}

fn row(set: &str, ours: &str, anchor: &str, time: &str) {
    println!("{set:<34} | {ours:<58} | {anchor:<52} | {time}");
}

fn case<T: DeserializeOwned>(of: &Value) -> T {
    serde_json::from_value(of.clone()).expect("the case can be read")
}

/// All the time it took and the slowest one.
#[derive(Default)]
struct Clock {
    all: Duration,
    slowest: Duration,
}

impl Clock {
    fn time<T>(&mut self, of: impl FnOnce() -> T) -> T {
        let begun = Instant::now();
        let it = of();
        let took = begun.elapsed();
        self.all += took;
        self.slowest = self.slowest.max(took);
        it
    }

    fn words(&self) -> String {
        format!("{:.3} s ({:.3} s)", self.all.as_secs_f64(), self.slowest.as_secs_f64())
    }
}

fn charts() {
    for (name, anchor, tolerance) in [
        ("xmr", "NHSRplotthedots 0.2.2: every case equal", 1e-6),
        ("count_chart", "qicharts2: every case equal", 1e-6),
        ("powerbi", "PowerBI-SPC: every case to 2 places", 0.01),
    ] {
        let Some(all) = cases(&format!("spc/{name}_cases.json")) else { continue };
        let (mut right, mut points, mut clock) = (0, 0, Clock::default());
        for it in each(&all) {
            let asked: spc::Case = case(it);
            points += asked.values.len();
            let answer = clock.time(|| spc::answer(&asked)).expect("it can be drawn");
            let fields = it["expected"].as_object().expect("expected fields");
            right += usize::from(fields.iter().all(|(k, v)| {
                // One reference series is printed one point longer than its values.
                let printed = each(v).iter().take(each(&answer[k]).len()).cloned().collect::<Vec<_>>();
                let expected = if tolerance > 1e-3 { Value::from(printed) } else { v.clone() };
                !verdicts::differs(&expected, &answer[k], tolerance)
            }));
        }
        let ours = format!("{right} of {} cases, {points} points, within {tolerance}", each(&all).len());
        row(&format!("spc/{name}_cases"), &ours, anchor, &clock.words());
    }
}

/// How many series are dealt for each rate.
const SERIES: u32 = 400;

fn headlines() {
    let mut clock = Clock::default();
    let mut share = |months: &[f64], seed: u64| {
        let mut chance = Chance::new(seed);
        let hits = (0..SERIES).filter(|_| {
            let values: Vec<f64> = months.iter().map(|m| chance.poisson(*m)).collect();
            clock.time(|| spc::headline(&values)).change
        });
        100.0 * hits.count() as f64 / f64::from(SERIES)
    };
    let means = [0.3, 1.0, 2.0, 5.0, 10.0, 36.0, 60.0];
    let alarms: Vec<String> = means.iter().map(|mean| format!("{:.1}", share(&[*mean; 24], 101))).collect();
    let changed = |to: f64| [[20.0; 12], [to; 12]].concat();
    let found = format!("found: down {:.1}%, up {:.1}%", share(&changed(10.0), 103), share(&changed(30.0), 107));
    row(
        "headline, no change, 0.3 to 60",
        &format!("false % {}", alarms.join(" ")),
        "at most 5; MDC 81 46 32 26 23 19 18",
        &clock.words(),
    );
    row("headline, one half at 20, a year on", &found, "at least 95%", "");
}

fn trends() {
    let Some(all) = cases("trend/plateau_cases.json") else { return };
    let mut clock = Clock::default();
    let told: Vec<(Verdict, Verdict)> = each(&all)
        .iter()
        .map(|it| {
            let asked: trend::Case = case(it);
            (case(&it["truth"]), clock.time(|| trend::trend(&asked)).expect("a verdict").verdict)
        })
        .collect();
    let (right, alarms, missed) = verdicts::errors(&told);
    let unsure = told.iter().filter(|t| t.1 == Verdict::CannotTell).count();
    let ours =
        format!("accuracy {right:.3}, false {:.1}%, missed {:.1}%, unsure {unsure}", 100.0 * alarms, 100.0 * missed);
    row("trend/plateau_cases", &ours, "PELT .84, 13%, 35%; reference .97, 2%, 8%", &clock.words());
}

fn audits() {
    for name in ["hand", "enumerated", "published"] {
        let Some(all) = cases(&format!("disclosure/{name}_cases.json")) else { continue };
        let (mut right, mut clock) = (0, Clock::default());
        for it in each(&all) {
            let set: disclosure::Set = case(it);
            let got = clock.time(|| disclosure::audit(&set));
            right += usize::from(verdicts::audit_differs(&it["expected"], &got).is_empty());
        }
        let ours = format!("{right} of {} verdicts equal", each(&all).len());
        row(&format!("disclosure/{name}_cases"), &ours, "attack.py: every verdict, each under 1 s", &clock.words());
    }
}

fn protections() {
    let Some(all) = cases("protect/problems.json") else { return };
    for insider in [false, true] {
        let (mut clock, mut leaks, mut insiders, mut zeros) = (Clock::default(), 0, 0, 0);
        let (mut ours, mut proven, mut gauss, mut whole) = (0.0, 0.0, 0.0, 0.0);
        for it in each(&all) {
            let mut set: disclosure::Set = case(it);
            set.rule.insider = insider;
            let found = clock.time(|| disclosure::protect(&set)).expect("it can be protected");
            let mut public = disclosure::published(&set, &found);
            leaks += usize::from(disclosure::audit(&public).safe != Some(true));
            zeros += usize::from(found.zeros_too);
            public.truth = Some(verdicts::truth(&set));
            insiders += usize::from(!disclosure::audit(&public).insider.is_empty());
            whole += found.cost;
            let anchors = &it["anchors"];
            if anchors["optimum"]["status"] == "optimal" {
                ours += found.cost;
                proven += anchors["optimum"]["cost"].as_f64().unwrap_or(0.0);
                gauss += anchors["gauss_interval"]["cost"].as_f64().unwrap_or(0.0);
            }
        }
        let (name, anchor) = if insider {
            ("protect/problems, insider option", "the optimum leaks to insiders in 37 of 58".to_owned())
        } else {
            ("protect/problems", format!("proven optimum {proven}; GaussSuppression {gauss}, leaks in 1 of 6"))
        };
        let told = format!("cost {ours} ({whole} all), {leaks} leak, insiders in {insiders}, zeros hidden in {zeros}");
        row(name, &told, &anchor, &clock.words());
    }
}

/// The most memory this process has held, in MiB, where the system tells.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM"))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib / 1024)
}
