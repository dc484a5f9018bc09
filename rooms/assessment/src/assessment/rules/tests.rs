use catalogue::Catalogue;
use form::{Answer, Answers};
use proptest::prelude::*;

use super::*;

fn day() -> Day {
    "2026-11-04".parse().expect("day")
}

fn shipped(id: &str) -> (&'static Instrument, Form) {
    let c = Catalogue::embedded();
    let it = c.instrument(id, day()).expect("instrument");
    (it, form::of_instrument(c, it, day()).expect("form"))
}

fn rated(ratings: &[i64]) -> Answers {
    let mut all = Answers::default();
    for (nth, rating) in ratings.iter().enumerate() {
        all.put(&form::item_group(&(nth + 1).to_string()), 0, "rating", Answer::words(rating.to_string()));
    }
    all
}

fn suggested(id: &str, answers: &Answers) -> Suggested {
    let (it, form) = shipped(id);
    suggest(it, &form, answers, day())
}

#[test]
fn the_fourteen_domains_suggest_by_their_printed_rule() {
    let level = |ratings: &[i64]| suggested("F2-A", &rated(ratings)).level;
    assert_eq!(level(&[0; 14]), Some(0));
    assert_eq!(level(&[1]), Some(1));
    assert_eq!(level(&[2]), Some(1), "one domain at 2 alone suggests 1");
    assert_eq!(level(&[0, 2, 2]), Some(2));
    assert_eq!(level(&[0, 0, 0, 3]), Some(3));
    assert_eq!(level(&[2, 0, 0, 0, 0, 2]), Some(3), "adults at 2 with missing at 2");
    assert_eq!(level(&[0, 0, 0, 0, 0, 2]), Some(1), "adults at 2 without missing");
}

#[test]
fn exploited_now_suggests_the_highest_level_and_says_why() {
    let mut answers = rated(&[0; 14]);
    answers.put("exploited", 0, "type", Answer::words("EX-CSE"));
    answers.put("exploited", 0, "now", Answer::words("suspected"));
    assert_eq!(suggested("F2-A", &answers).level, Some(0));
    answers.put("exploited", 1, "now", Answer::words("yes"));
    let it = suggested("F2-A", &answers);
    assert_eq!((it.level, it.why.as_str()), (Some(3), "the child is being exploited now"));
}

#[test]
fn the_scored_instrument_adds_five_for_now_one_for_earlier_and_six_for_both() {
    let put = |answers: &mut Answers, section: &str, item: &str, said: &str| {
        answers.put(&form::section_group(section), 0, item, Answer::words(said));
    };
    let mut answers = Answers::default();
    let it = |answers: &Answers| {
        let it = suggested("F2-B", answers);
        (it.total, it.level)
    };
    assert_eq!(it(&answers), (Some(0), Some(0)));
    put(&mut answers, "significant", "S1", "six_months");
    assert_eq!(it(&answers), (Some(5), Some(0)));
    put(&mut answers, "significant", "S2", "earlier");
    assert_eq!(it(&answers), (Some(6), Some(1)));
    put(&mut answers, "significant", "S1", "both");
    assert_eq!(it(&answers), (Some(7), Some(1)));
    for item in ["V1", "V2", "V3", "V4"] {
        put(&mut answers, "vulnerability", item, "yes");
    }
    assert_eq!(it(&answers), (Some(11), Some(2)));
    for item in ["M1", "M2", "M3", "M4", "M5"] {
        put(&mut answers, "moderate", item, "yes");
    }
    assert_eq!(it(&answers), (Some(16), Some(3)));
    put(&mut answers, "moderate", "M5", "unknown");
    assert_eq!(it(&answers), (Some(15), Some(2)));
}

#[test]
fn the_checklist_shows_its_total_and_suggests_nothing() {
    let mut answers = Answers::default();
    answers.put("item-C1", 0, "rating", Answer::words("3"));
    answers.put("item-C2", 0, "rating", Answer::words("2"));
    let it = suggested("F2-C", &answers);
    assert_eq!((it.level, it.total), (None, Some(5)));
}

#[test]
fn a_level_that_differs_needs_a_reason() {
    let it = |proposed, suggested, level, reason| may_authorise(Authorising { proposed, suggested, level, reason });
    assert_eq!(it(2, Some(2), 2, ""), Ok(()));
    assert!(it(2, Some(3), 2, " ").is_err(), "the worker and the rule differ");
    assert!(it(2, Some(3), 3, "").is_err(), "the manager and the worker differ");
    assert_eq!(it(2, Some(3), 3, "The pattern is old and known."), Ok(()));
    assert!(it(2, None, 1, "").is_err());
    assert_eq!(it(2, None, 2, ""), Ok(()));
    assert!(it(2, None, 9, "x").is_err());
}

#[test]
fn flags_say_when_the_record_cannot_tell() {
    let (it, _) = shipped("F2-A");
    let known =
        Known { age: Some(12), learning: true, highest: Some(3), looked_after: Some(false), ..Known::default() };
    let raised: Vec<_> = flags(it, known).into_iter().map(|it| (it.id, it.raised)).collect();
    let expected = [
        ("under-13", Some(true)),
        ("learning-disability", Some(true)),
        ("looked-after", Some(false)),
        ("previous-high", Some(true)),
        ("missing-often", None),
    ];
    assert_eq!(raised, expected.map(|it| (it.0.to_owned(), it.1)));
    assert_eq!(flags(it, Known::default())[0].raised, None, "no birth date, no answer");
}

#[test]
fn fewer_than_two_agencies_need_a_reason() {
    let mut answers = Answers::default();
    answers.put("consulted", 0, "agency", Answer::words("moorland-police"));
    assert!(!unconsulted(&answers).is_empty());
    answers.put("consulted", 1, "agency", Answer::words("hollinbeck-academy"));
    assert!(unconsulted(&answers).is_empty());
    let mut alone = Answers::default();
    alone.put("header", 0, "few_consulted", Answer::words("urgent"));
    assert!(unconsulted(&alone).is_empty());
}

proptest! {
    #[test]
    fn a_higher_rating_never_suggests_a_lower_level(ratings in prop::collection::vec(0_i64..4, 14), nth in 0_usize..14) {
        let before = suggested("F2-A", &rated(&ratings)).level;
        let mut more = ratings.clone();
        more[nth] = (more[nth] + 1).min(3);
        prop_assert!(suggested("F2-A", &rated(&more)).level >= before);
    }

    #[test]
    fn vulnerabilities_never_count(ratings in prop::collection::vec(0_i64..4, 14), ticks in prop::collection::vec(0_usize..3, 21)) {
        let (it, _) = shipped("F2-A");
        let mut answers = rated(&ratings);
        let plain = suggested("F2-A", &answers);
        let context = it.sections.iter().find(|it| it.id == "vulnerabilities").expect("section");
        for (item, tick) in context.items.iter().zip(&ticks) {
            answers.put("section-vulnerabilities", 0, &item.id, Answer::words(["yes", "no", "unknown"][*tick]));
        }
        prop_assert_eq!(suggested("F2-A", &answers), plain);
    }

    #[test]
    fn a_change_is_up_one_way_and_down_the_other(before in 0_i64..4, now in 0_i64..4) {
        let back = match change(Some(before), Some(now)) {
            Some(Change::Up) => Some(Change::Down),
            Some(Change::Down) => Some(Change::Up),
            other => other,
        };
        prop_assert_eq!(change(Some(now), Some(before)), back);
        prop_assert_eq!(change(None, Some(now)), None);
    }
}
