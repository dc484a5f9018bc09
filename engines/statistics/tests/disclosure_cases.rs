//! The attacker gives the verdicts of the labelled cases.

#[path = "kit/shared.rs"]
mod shared;
#[path = "kit/verdicts.rs"]
mod verdicts;

use shared::{cases, each};
use statistics::disclosure::{Set, audit};

#[test]
fn the_attacker_gives_the_known_verdict_on_every_case_in_under_a_second() {
    for file in ["hand", "enumerated", "published"] {
        let Some(all) = cases(&format!("disclosure/{file}_cases.json")) else { return };
        let mut slowest = 0.0_f64;
        for case in each(&all) {
            let set: Set = serde_json::from_value(case.clone()).expect("the case can be read");
            let begun = std::time::Instant::now();
            let got = audit(&set);
            slowest = slowest.max(begun.elapsed().as_secs_f64());
            let off = verdicts::audit_differs(&case["expected"], &got);
            assert!(off.is_empty(), "{}: {off:?} {got:?} {:?}", set.id, case["expected"]);
        }
        println!("{file}: {} cases, slowest {slowest:.3} s", each(&all).len());
        assert!(slowest < if cfg!(debug_assertions) { 60.0 } else { 5.0 });
    }
}
