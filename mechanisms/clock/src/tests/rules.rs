use catalogue::{Catalogue, Stops, Trigger};
use kernel::{Day, Ts};
use proptest::prelude::*;
use serde_json::json;

use crate::rules::*;
use crate::{Heard, Outcome, due_by_definition};

fn fields(it: serde_json::Value) -> Fields {
    match it {
        serde_json::Value::Object(map) => map,
        other => panic!("{other} is no object"),
    }
}

fn on(name: &str) -> Trigger {
    Trigger { on: name.to_owned(), when: std::collections::BTreeMap::new(), at: None }
}

fn when(name: &str, field: &str, values: &[&str]) -> Trigger {
    let mut it = on(name);
    it.when.insert(field.to_owned(), values.iter().map(|it| (*it).to_owned()).collect());
    it
}

fn ts(it: &str) -> Ts {
    it.parse().unwrap()
}

fn day(it: &str) -> Day {
    it.parse().unwrap()
}

#[test]
fn a_condition_holds_for_text_numbers_lists_and_yes_said_in_either_way() {
    let level = when("assessment.level-set", "level", &["3"]);
    assert!(fires(&level, "assessment.level-set", &fields(json!({ "level": 3 }))));
    assert!(fires(&level, "assessment.level-set", &fields(json!({ "level": "3" }))));
    assert!(!fires(&level, "assessment.level-set", &fields(json!({ "level": 2 }))));
    assert!(!fires(&level, "assessment.level-set", &fields(json!({}))));
    assert!(!fires(&level, "assessment.submitted", &fields(json!({ "level": 3 }))));
    let kinds = when("assessment.level-set", "types", &["EX-CSE", "EX-CSE-ON"]);
    assert!(fires(&kinds, "assessment.level-set", &fields(json!({ "types": ["EX-CCE", "EX-CSE"] }))));
    assert!(!fires(&kinds, "assessment.level-set", &fields(json!({ "types": ["EX-CCE"] }))));
    let danger = when("front_door.referral-received", "immediate_danger", &["yes"]);
    assert!(fires(&danger, "front_door.referral-received", &fields(json!({ "immediate_danger": true }))));
}

#[test]
fn a_declined_interview_ends_the_duty_only_once_the_parent_was_heard_too_in_either_order() {
    let stops = Stops { any: vec![vec![on("held")], vec![on("declined"), on("parent.heard")]] };
    let none = Fields::new();
    for (first, second) in [("declined", "parent.heard"), ("parent.heard", "declined")] {
        let one = heard(&stops, &[], first, &none, ts("2026-03-28T10:00:00Z"), true);
        assert_eq!(complete(&stops, &one), None);
        assert_eq!(missing(&stops, &one), vec![second]);
        let both = heard(&stops, &one, second, &none, ts("2026-03-29T10:00:00Z"), true);
        assert_eq!(complete(&stops, &both).map(|it| it.0), Some(ts("2026-03-29T10:00:00Z")));
    }
    let held = heard(&stops, &[], "held", &none, ts("2026-03-28T10:00:00Z"), true);
    assert!(complete(&stops, &held).is_some());
    let before = heard(&stops, &[], "held", &none, ts("2026-03-28T10:00:00Z"), false);
    assert_eq!(complete(&stops, &before), None, "what was so before the clock began does not end it");
}

#[test]
fn the_last_day_counts_to_its_last_second_and_the_first_of_the_next_is_late() {
    let due = Some(day("2026-03-31"));
    assert_eq!(outcome(due, None, false, ts("2026-03-31T22:59:59.5Z")), Outcome::Met); // 23:59:59 in London
    assert_eq!(outcome(due, None, false, ts("2026-03-31T23:00:00Z")), Outcome::Late);
    let at = Some(ts("2026-03-31T02:00:00Z"));
    assert_eq!(outcome(None, at, false, ts("2026-03-31T02:00:00Z")), Outcome::Met);
    assert_eq!(outcome(None, at, false, ts("2026-03-31T02:00:01Z")), Outcome::Late);
    assert_eq!(outcome(None, None, false, ts("2026-03-31T02:00:01Z")), Outcome::Met);
}

#[test]
fn a_recovery_period_that_ends_too_early_is_not_kept() {
    let due = Some(day("2026-03-31"));
    assert_eq!(outcome(due, None, true, ts("2026-03-30T10:00:00Z")), Outcome::Late);
    assert_eq!(outcome(due, None, true, ts("2026-04-02T10:00:00Z")), Outcome::Met);
}

#[test]
fn a_clock_is_green_then_amber_then_red_and_waits_while_it_is_paused() {
    let hands = |paused| Hands {
        outcome: Outcome::Open,
        amber_at: Some(ts("2026-03-30T00:00:00Z")),
        due: Some(ts("2026-03-31T22:59:59Z")),
        at_least: false,
        paused,
    };
    assert_eq!(standing(hands(false), ts("2026-03-29T00:00:00Z")), Standing::OnTime);
    assert_eq!(standing(hands(false), ts("2026-03-30T00:00:00Z")), Standing::Amber);
    assert_eq!(standing(hands(false), ts("2026-03-31T22:59:59.9Z")), Standing::Amber);
    assert_eq!(standing(hands(false), ts("2026-03-31T23:00:00Z")), Standing::Red);
    assert_eq!(standing(hands(true), ts("2026-04-30T23:00:00Z")), Standing::Paused);
    let least = Hands { at_least: true, ..hands(false) };
    assert_eq!(standing(least, ts("2026-04-30T23:00:00Z")), Standing::OnTime);
}

#[test]
fn a_statutory_clock_cannot_be_extended_and_a_local_one_only_to_a_later_day() {
    let c = Catalogue::embedded();
    let today = day("2026-03-20");
    let (due, later) = (Some(day("2026-03-24")), day("2026-03-27"));
    let statutory = c.clock("CK-35", today).unwrap();
    let refused = may_extend(statutory, Outcome::Open, due, None, later).unwrap_err();
    assert!(refused.contains("statutory"), "{refused}");
    let local = c.clock("CK-37", today).unwrap();
    assert_eq!(may_extend(local, Outcome::Open, due, None, later), Ok(()));
    assert!(may_extend(local, Outcome::Open, due, None, day("2026-03-24")).is_err());
    assert!(may_extend(local, Outcome::Met, due, None, later).is_err());
    assert!(may_extend(local, Outcome::Open, due, Some(day("2026-03-26")), later).unwrap_err().contains("26 March"));
}

#[test]
fn the_command_line_tells_due_days_by_definition() {
    let c = Catalogue::embedded();
    assert_eq!(due_by_definition(c, "CK-35", "2026-03-27T18:30").as_deref(), Ok("2026-03-30T19:30:00+01:00"));
    assert_eq!(due_by_definition(c, "CK-01", "2026-04-02").as_deref(), Ok("2026-04-07")); // over Easter
    assert_eq!(due_by_definition(c, "ck-05", "2025-12-19").as_deref(), Ok("2026-02-25"));
    assert!(due_by_definition(c, "CK-00", "2026-04-02").unwrap_err().contains("no clock"));
    assert!(due_by_definition(c, "CK-81", "2026-04-02").unwrap_err().contains("no number"));
    assert!(due_by_definition(c, "CK-35", "soon").is_err());
}

proptest! {
    #[test]
    fn the_order_in_which_things_are_recorded_does_not_matter(mut order in Just(vec![0_usize, 1, 2]).prop_shuffle(), at in prop::array::uniform3(0_i64..1_000_000)) {
        let stops = Stops { any: vec![vec![on("a"), on("b")], vec![on("b"), on("c")]] };
        let names = ["a", "b", "c"];
        let all = |order: &[usize]| order.iter().fold(Vec::<Heard>::new(), |all, nth| {
            heard(&stops, &all, names[*nth], &Fields::new(), Ts::from_micros(at[*nth] * 1_000_000), true)
        });
        let one = complete(&stops, &all(&order)).map(|it| it.0);
        order.sort_unstable();
        prop_assert_eq!(one, complete(&stops, &all(&order)).map(|it| it.0));
    }

    #[test]
    fn a_reason_never_turns_late_into_met_and_a_later_end_never_helps(due in 0_i64..2_000, ended in 0_i64..2_000, more in 0_i64..500) {
        let at = |n: i64| Ts::from_micros(1_700_000_000_000_000 + n * 3_600_000_000);
        let first = outcome(None, Some(at(due)), false, at(ended));
        let later = outcome(None, Some(at(due)), false, at(ended + more));
        prop_assert!(first == Outcome::Met || later == Outcome::Late);
    }

    #[test]
    fn once_red_a_clock_stays_red_until_it_ends(due in 0_i64..2_000, now in 0_i64..2_000, more in 0_i64..500) {
        let at = |n: i64| Ts::from_micros(1_700_000_000_000_000 + n * 3_600_000_000);
        let hands = Hands { outcome: Outcome::Open, amber_at: Some(at(due - 10)), due: Some(at(due)), at_least: false, paused: false };
        if standing(hands, at(now)) == Standing::Red {
            prop_assert_eq!(standing(hands, at(now + more)), Standing::Red);
        }
    }

    #[test]
    fn a_second_start_makes_a_duty_only_where_it_is_due_earlier(open in 0_i64..1_000, new in 0_i64..1_000) {
        let at = |n: i64| Some(Ts::from_micros(n));
        prop_assert_eq!(another(&[at(open)], at(new)), new < open);
        prop_assert!(another(&[], at(new)));
    }
}
