//! Protection leaks nothing, at the cost of the proven optimum.

#[path = "kit/shared.rs"]
mod shared;
#[path = "kit/verdicts.rs"]
mod verdicts;

use shared::{cases, each};
use statistics::disclosure::{Set, audit, protect, published};

#[test]
fn protection_leaks_nothing_at_the_proven_cost_in_under_five_seconds() {
    let Some(all) = cases("protect/problems.json") else { return };
    let (mut ours, mut optimum, mut slowest) = (0.0, 0.0, 0.0_f64);
    for case in each(&all) {
        let set: Set = serde_json::from_value(case.clone()).expect("the case can be read");
        let begun = std::time::Instant::now();
        let it = protect(&set).expect("it can be protected");
        let took = begun.elapsed().as_secs_f64();
        slowest = slowest.max(took);
        let best = &case["anchors"]["optimum"];
        println!(
            "{} cost {} (at least {}), anchor {} {}, {took:.2} s",
            set.id, it.cost, it.at_least, best["cost"], best["status"]
        );
        assert_eq!(audit(&published(&set, &it)).safe, Some(true), "{}", set.id);
        assert!(it.unprotected.is_empty(), "{}: {:?}", set.id, it.unprotected);
        if best["status"] == "optimal" {
            ours += it.cost;
            optimum += best["cost"].as_f64().unwrap_or(0.0);
        }
    }
    println!("cost {ours} beside the proven {optimum}; slowest {slowest:.2} s");
    assert!(ours <= 1.01 * optimum);
    assert!(slowest < if cfg!(debug_assertions) { 240.0 } else { 30.0 });
}

#[test]
fn the_insider_option_leaves_insiders_nothing_either() {
    let Some(all) = cases("protect/problems.json") else { return };
    let (mut plain, mut guarded, mut slowest, mut open) = (0.0, 0.0, 0.0_f64, Vec::new());
    for case in each(&all) {
        let mut set: Set = serde_json::from_value(case.clone()).expect("the case can be read");
        plain += protect(&set).expect("it can be protected").cost;
        set.rule.insider = true;
        let begun = std::time::Instant::now();
        let it = protect(&set).expect("it can be protected");
        slowest = slowest.max(begun.elapsed().as_secs_f64());
        guarded += it.cost;
        let mut public = published(&set, &it);
        public.truth = Some(verdicts::truth(&set));
        let found = audit(&public);
        assert!(found.exact.is_empty(), "{}", set.id);
        if it.unprotected.is_empty() {
            assert!(found.insider.is_empty(), "{}: {:?}", set.id, found.insider);
        } else {
            open.push(format!("{}: {:?}", set.id, it.unprotected));
        }
        println!(
            "{} insider cost {} zeros too {} (at least {}) {:.2} s",
            set.id,
            it.cost,
            it.zeros_too,
            it.at_least,
            begun.elapsed().as_secs_f64()
        );
    }
    println!("cost {plain} without, {guarded} with; slowest {slowest:.2} s; not possible by hiding: {open:?}");
    assert!(slowest < if cfg!(debug_assertions) { 480.0 } else { 30.0 });
}
