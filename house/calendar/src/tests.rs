use kernel::{Day, Ts};
use proptest::prelude::*;

use super::*;

fn calendar() -> Calendar {
    let ew = include_str!("../testdata/bank_holidays_ew.csv");
    let uk = include_str!("../testdata/bank_holidays_uk_extra.csv");
    Calendar::from_csv(ew, uk, "2026-11").expect("the table")
}

fn day(it: &str) -> Day {
    it.parse().expect("a day")
}

fn ts(it: &str) -> Ts {
    it.parse().expect("an instant")
}

fn wd(n: i64) -> Length {
    Length::new(n, Unit::WorkingDays)
}

#[test]
fn every_vector_of_the_specification_holds() {
    let calendar = calendar();
    let mut tried = 0;
    for row in include_str!("../testdata/clock_vectors.csv").lines().skip(1) {
        let [kind, start, n, unit, expected] = row.split(',').collect::<Vec<_>>()[..] else { panic!("{row}") };
        assert_eq!(plus(&calendar, n.parse().expect("a number"), unit, start, kind).as_deref(), Ok(expected), "{row}");
        tried += 1;
    }
    assert_eq!(tried, 23);
}

#[test]
fn the_table_of_part_4_holds() {
    let calendar = calendar();
    let rows = [
        ("2025-12-19", ["2025-12-22", "2025-12-30", "2026-01-07", "2026-01-14", "2026-01-21", "2026-02-25"]),
        ("2026-04-01", ["2026-04-02", "2026-04-10", "2026-04-17", "2026-04-24", "2026-05-01", "2026-06-09"]),
        ("2026-05-01", ["2026-05-05", "2026-05-11", "2026-05-18", "2026-05-26", "2026-06-02", "2026-07-07"]),
        ("2022-09-09", ["2022-09-12", "2022-09-16", "2022-09-26", "2022-10-03", "2022-10-10", "2022-11-14"]),
    ];
    for (start, dues) in rows {
        for (n, due) in [1, 5, 10, 15, 20, 45].into_iter().zip(dues) {
            assert_eq!(calendar.due(day(start), wd(n), Kind::Ew).day(), day(due), "{start} and {n} working days");
            assert_eq!(calendar.working_days_between(day(start), day(due), Kind::Ew), n);
        }
    }
}

#[test]
fn seventy_two_hours_last_seventy_two_hours_when_the_clocks_change() {
    let calendar = calendar();
    let due = calendar.due(ts("2026-03-27T18:30:00Z"), Length::new(72, Unit::Hours), Kind::Hour);
    assert_eq!(due.deadline().rfc3339(), "2026-03-30T19:30:00+01:00");
    assert!(due.why.iter().any(|it| it.contains("clocks change")), "{:?}", due.why);
    assert_eq!(plus(&calendar, 72, "h", "2026-03-27T18:30", "HOUR").as_deref(), Ok("2026-03-30T19:30:00+01:00"));
    assert_eq!(plus(&calendar, 72, "h", "2026-10-24T18:30", "HOUR").as_deref(), Ok("2026-10-27T17:30:00+00:00"));
    assert_eq!(
        plus(&calendar, -1, "h", "2026-03-29T02:00:00+01:00", "HOUR").as_deref(),
        Ok("2026-03-29T00:00:00+00:00")
    );
}

#[test]
fn a_deadline_is_the_last_second_of_its_day_in_london() {
    let calendar = calendar();
    let due = calendar.due(ts("2026-05-01T22:59:59Z"), wd(1), Kind::Ew);
    assert_eq!(due.deadline().rfc3339(), "2026-05-05T23:59:59+01:00");
    let after_midnight = calendar.due(ts("2026-05-01T23:00:00Z"), wd(1), Kind::Ew);
    assert_eq!(after_midnight.day(), day("2026-05-05"), "received on Saturday by London's clock: still Tuesday");
}

#[test]
fn the_reasons_can_be_read_aloud() {
    let why = calendar().due(day("2025-12-19"), wd(10), Kind::Ew).why;
    assert_eq!(
        why,
        [
            "Day 0 is Friday 19 December 2025",
            "Working day 1 is Monday 22 December 2025",
            "Saturdays and Sundays do not count",
            "25 and 26 December 2025 are bank holidays",
            "1 January 2026 is a bank holiday",
            "Working day 10 is Wednesday 7 January 2026",
            "It is due by the end of Wednesday 7 January 2026",
        ]
    );
    let why = calendar().due(day("2026-12-29"), Length::new(-5, Unit::ClearDays), Kind::Clear).why;
    assert_eq!(
        why,
        [
            "The day itself, Tuesday 29 December 2026, does not count",
            "Saturdays and Sundays do not count",
            "25 and 28 December 2026 are bank holidays",
            "The 5 clear days run from Friday 18 December 2026 to Thursday 24 December 2026",
            "The latest working day before them is Thursday 17 December 2026",
            "It is due by the end of Thursday 17 December 2026",
        ]
    );
    let why = calendar().due(day("2026-05-05"), wd(1), Kind::Ew).why;
    assert_eq!(
        why,
        [
            "Day 0 is Tuesday 5 May 2026",
            "Working day 1 is Wednesday 6 May 2026",
            "It is due by the end of Wednesday 6 May 2026"
        ]
    );
}

#[test]
fn months_go_to_the_corresponding_date_or_the_last_of_the_month() {
    let calendar = calendar();
    for (start, n, due) in [
        ("2025-11-30", 3, "2026-02-28"),
        ("2026-01-15", 3, "2026-04-15"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
    ] {
        assert_eq!(plus(&calendar, n, "mo", start, "DAY").as_deref(), Ok(due));
    }
    assert_eq!(plus(&calendar, 8, "d", "2026-12-20", "DAY").as_deref(), Ok("2026-12-28"));
}

#[test]
fn freedom_of_information_leaves_out_the_holidays_of_all_nations() {
    let calendar = calendar();
    assert_eq!(plus(&calendar, 1, "wd", "2026-06-12", "UK").as_deref(), Ok("2026-06-16"));
    assert_eq!(plus(&calendar, 1, "wd", "2026-06-12", "EW").as_deref(), Ok("2026-06-15"));
    assert_eq!(
        calendar.holiday(day("2026-06-15"), Kind::Uk),
        Some("Scotland's participation in the FIFA World Cup final")
    );
}

#[test]
fn nonsense_is_answered_in_words() {
    let calendar = calendar();
    for (n, unit, start, kind) in [
        (1, "weeks", "2026-01-01", "EW"),
        (1, "wd", "yesterday", "EW"),
        (1, "wd", "2026-02-30", "EW"),
        (1, "wd", "2026-02-20", "FR"),
        (1, "wd", "2026-02-20", "DAY"),
        (1, "wd", "2035-02-20", "EW"),
        (i64::MAX, "wd", "2026-02-20", "EW"),
    ] {
        assert!(plus(&calendar, n, unit, start, kind).is_err(), "{n} {unit} {start} {kind}");
    }
    assert!(Calendar::from_csv("date,name\n2026-13-01,x", "", "").is_err());
    assert!(calendar.due(day("2035-02-20"), wd(1), Kind::Ew).beyond_table);
}

#[test]
fn amber_comes_after_four_fifths_of_the_working_time() {
    let calendar = calendar();
    let from = ts("2026-03-27T18:30:00Z");
    assert_eq!(calendar.amber(from, from.plus_hours(72), Kind::Hour).seconds_since(from), 72 * 3600 * 4 / 5);
    // Friday noon, one working day: 12 hours of Friday and Monday; four fifths of 36 hours are at 16:48 on Monday.
    let friday = ts("2026-01-09T12:00:00Z");
    let due = calendar.due(friday, wd(1), Kind::Ew).deadline();
    let amber = calendar.amber(friday, due, Kind::Ew);
    assert_eq!(amber.day(), day("2026-01-12"));
    assert_eq!(amber.rfc3339(), "2026-01-12T16:47:59+00:00");
    assert_eq!(calendar.amber(due, friday, Kind::Ew), friday, "a deadline already passed is amber at once");
}

#[test]
fn periods_are_londons_and_have_keys() {
    let month = Step::Month.containing(day("2026-07-14"));
    assert_eq!((month.key.as_str(), month.start.to_string().as_str()), ("2026-07", "2026-06-30T23:00:00.000000Z"));
    assert!(!month.holds(month.end) && month.holds(month.start));
    assert_eq!(Step::Quarter.containing(day("2014-04-01")).key, "2014/15-Q1");
    assert_eq!(Step::Quarter.containing(day("2015-03-31")).key, "2014/15-Q4");
    assert_eq!(Step::FinancialYear.containing(day("2000-03-31")).key, "1999/00");
    assert_eq!(Step::FinancialYear.containing(day("2026-03-31")).first, day("2025-04-01"));
    let school = Step::AcademicYear.containing(day("2026-08-31"));
    assert_eq!((school.key.as_str(), school.first, school.last), ("2025/26", day("2025-09-01"), day("2026-08-31")));
    let keys: Vec<_> = Step::Month.over(day("2025-11-15"), day("2026-02-01")).map(|it| it.key).collect();
    assert_eq!(keys, ["2025-11", "2025-12", "2026-01", "2026-02"]);
    assert_eq!(Step::Month.over(day("2026-02-01"), day("2025-02-01")).count(), 0);
    for bad in ["", "2026", "2026-13", "2014/15-Q5", "2014/16-Q1", "2014/15-Q-", "äöüß/ä", "2014/15-Qä"] {
        assert_eq!(Step::Quarter.by_key(bad), None, "{bad}");
    }
}

fn any_day() -> impl Strategy<Value = Day> {
    (0_i64..5_000).prop_map(|n| day("2015-06-01").plus_days(n))
}

fn any_unit() -> impl Strategy<Value = Unit> {
    proptest::sample::select(Unit::ALL)
}

proptest! {
    #[test]
    fn a_longer_length_is_never_due_earlier(start in any_day(), a in -60_i64..60, more in 0_i64..60, unit in any_unit()) {
        let calendar = calendar();
        for kind in [Kind::Ew, Kind::Uk, Kind::Clear] {
            let early = calendar.due(start, Length::new(a, unit), kind);
            let late = calendar.due(start, Length::new(a + more, unit), kind);
            prop_assert!(early.deadline() <= late.deadline());
        }
    }

    #[test]
    fn a_working_day_deadline_is_a_working_day(start in any_day(), n in 1_i64..80) {
        let calendar = calendar();
        for kind in [Kind::Ew, Kind::Uk] {
            let due = calendar.due(start, wd(n), kind).day();
            prop_assert!(calendar.is_working_day(due, kind));
            prop_assert_eq!(calendar.working_days_between(start, due, kind), n);
            prop_assert!(calendar.is_working_day(calendar.due(start, wd(-n), kind).day(), kind));
        }
    }

    #[test]
    fn two_steps_are_one(start in any_day(), a in 0_i64..60, b in 0_i64..60) {
        let calendar = calendar();
        for unit in [Unit::WorkingDays, Unit::Days] {
            let first = calendar.due(start, Length::new(a, unit), Kind::Ew).day();
            let both = calendar.due(first, Length::new(b, unit), Kind::Ew).day();
            prop_assert_eq!(both, calendar.due(start, Length::new(a + b, unit), Kind::Ew).day());
        }
    }

    #[test]
    fn amber_lies_between_start_and_deadline(start in any_day(), hour in 0_i8..24, n in 1_i64..50) {
        let calendar = calendar();
        let from = start.at(hour, 0);
        let due = calendar.due(from, wd(n), Kind::Ew).deadline();
        let amber = calendar.amber(from, due, Kind::Ew);
        prop_assert!(from <= amber && amber <= due);
        prop_assert!(calendar.is_working_day(amber.plus_seconds(-1).day(), Kind::Ew));
    }

    #[test]
    fn every_day_lies_in_the_period_of_its_key(at in any_day()) {
        for step in Step::ALL {
            let period = step.containing(at);
            prop_assert!(period.first <= at && at <= period.last && period.holds(at.start()));
            prop_assert_eq!(step.by_key(&period.key), Some(period));
        }
    }

    #[test]
    fn any_text_is_read_or_refused_without_a_panic(text in ".{0,30}", n in any::<i64>(), unit in ".{0,5}") {
        let calendar = calendar();
        let _ = plus(&calendar, n, &unit, &text, "EW");
        let _ = plus(&calendar, n, "wd", "9999-12-30", "EW");
        for step in Step::ALL {
            let _ = step.by_key(&text);
        }
    }
}
