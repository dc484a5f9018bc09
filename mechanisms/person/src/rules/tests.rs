use kernel::uuid::Uuid;
use kernel::{Day, PersonId, Ts, UserId, Wrongs};
use proptest::prelude::*;

use super::*;
use crate::{BirthKind, MergeDeed, MergeState};

fn person(n: u8) -> PersonId {
    PersonId(Uuid::from_u128(u128::from(n) + 1))
}

fn day(it: &str) -> Day {
    it.parse().expect("a day")
}

proptest! {
    #[test]
    fn merge_then_unmerge_gives_back_the_same_record(
        before in proptest::collection::vec((0_u8..12, 0_u8..12), 0..12),
        one in (0_u8..12, 0_u8..12),
        after in proptest::collection::vec((0_u8..12, 0_u8..12), 0..6),
    ) {
        let mut roots = Roots((0..12).map(|n| (person(n), person(n))).collect());
        for (keep, other) in before {
            let _ = roots.merge(person(keep), person(other));
        }
        let was = roots.clone();
        if let Ok((keep, other, moved)) = roots.merge(person(one.0), person(one.1)) {
            prop_assert_eq!(was.members(other), moved.clone());
            let joined = roots.clone();
            roots.apart(keep, other, &moved);
            prop_assert_eq!(&roots, &was, "nothing is lost");
            roots.again(keep, other, &moved);
            prop_assert_eq!(&roots, &joined, "an undone unmerge is the merge again");
            // Later merges undone in the order they came, latest last, leave the same too.
            let mut later = Vec::new();
            for (keep, other) in after {
                later.extend(roots.merge(person(keep), person(other)));
            }
            for (keep, other, moved) in later.iter().rev() {
                roots.apart(*keep, *other, moved);
            }
            roots.apart(keep, other, &moved);
            prop_assert_eq!(&roots, &was);
        }
    }

    #[test]
    fn an_early_merge_comes_apart_though_a_later_one_stands(n in 0_u8..4) {
        let mut roots = Roots((0..8).map(|n| (person(n), person(n))).collect());
        let first = roots.merge(person(n), person(6)).expect("two records");
        roots.merge(person(7), person(n)).expect("two records");
        roots.apart(first.0, first.1, &first.2);
        prop_assert_eq!(roots.of(person(6)), person(6));
        prop_assert_eq!(roots.of(person(n)), person(7));
    }

    #[test]
    fn every_person_has_a_root_that_is_its_own_root(merges in proptest::collection::vec((0_u8..12, 0_u8..12), 0..30)) {
        let mut roots = Roots((0..12).map(|n| (person(n), person(n))).collect());
        for (keep, other) in merges {
            let _ = roots.merge(person(keep), person(other));
            for n in 0..12 {
                let root = roots.of(person(n));
                prop_assert_eq!(roots.of(root), root);
            }
        }
    }

    #[test]
    fn looking_at_a_birth_date_never_panics(kind in 0_usize..4, days in proptest::option::of(-60_000_i64..60_000), year in proptest::option::of(any::<i64>())) {
        let today = day("2026-03-28");
        let it = Birth { kind: BirthKind::ALL[kind], day: days.map(|it| today.plus_days(it)), year };
        let mut wrongs = Wrongs::default();
        it.look(today, &mut wrongs);
        let _ = (it.words(), it.age(today), it.is_child(today));
    }
}

#[test]
fn nobody_confirms_their_own_merge_and_none_after_a_day() {
    let (ann, ben) = (UserId(Uuid::from_u128(1)), UserId(Uuid::from_u128(2)));
    let at: Ts = "2026-03-28T09:00:00Z".parse().expect("an instant");
    let go = |state, deed, by, hours| next(state, deed, (ann, at), by, at.plus_hours(hours));
    assert_eq!(go(MergeState::Waiting, MergeDeed::Confirm, ann, 1), Err(MergeNo::Own));
    assert_eq!(go(MergeState::Waiting, MergeDeed::Confirm, ben, 25), Err(MergeNo::Lapsed));
    assert_eq!(go(MergeState::Waiting, MergeDeed::Confirm, ben, 24), Ok(MergeState::Confirmed));
    assert_eq!(go(MergeState::Waiting, MergeDeed::Undo, ann, 1), Ok(MergeState::Undone));
    assert_eq!(go(MergeState::Confirmed, MergeDeed::Undo, ann, 1), Err(MergeNo::State(MergeState::Confirmed)));
    assert_eq!(go(MergeState::UnmergeWaiting, MergeDeed::Undo, ann, 1), Ok(MergeState::Confirmed));
    assert_eq!(go(MergeState::UnmergeWaiting, MergeDeed::Confirm, ben, 1), Ok(MergeState::Unmerged));
}

#[test]
fn a_status_that_ends_on_a_day_may_begin_again_the_next_day() {
    let first = Period { from: day("2026-01-01"), to: Some(day("2026-01-31")) };
    assert!(may_hold(Period { from: day("2026-02-01"), to: None }, &[first]).is_ok());
    assert!(may_hold(Period { from: day("2026-01-31"), to: None }, &[first]).is_err());
    assert!(may_hold(Period { from: day("2025-01-01"), to: None }, &[first]).is_err());
    assert!(may_hold(Period { from: day("2026-03-01"), to: Some(day("2026-02-01")) }, &[]).is_err());
}

#[test]
fn a_child_becomes_an_adult_on_the_eighteenth_birthday() {
    let it = Birth::known(day("2008-02-29"));
    assert_eq!(it.is_child(day("2026-02-28")), Some(true));
    assert_eq!(it.is_child(day("2026-03-01")), Some(false));
    assert_eq!(Birth::unknown().is_child(day("2026-03-01")), None);
    assert_eq!(Birth::estimated(2008).is_child(day("2026-03-01")), None, "17 or 18: nobody can tell");
    assert_eq!(Birth::estimated(2012).age(day("2026-03-01")).to_string(), "about 14 years");
}

#[test]
fn a_record_is_read_as_it_was_before_a_merge() {
    let at = |hour: i64| "2026-03-28T00:00:00Z".parse::<Ts>().expect("an instant").plus_hours(hour);
    let merges = [Joined { moved: vec![person(2)], from: at(2), to: Some(at(5)) }];
    let all = [person(1), person(2)];
    assert_eq!(members_at(person(1), &all, &merges, at(1)), [person(1)]);
    assert_eq!(members_at(person(1), &all, &merges, at(3)), [person(1), person(2)]);
    assert_eq!(members_at(person(1), &all, &merges, at(5)), [person(1)]);
}
