use proptest::prelude::*;

use super::*;

fn person(forenames: &str, surname: &str, birth: &str) -> Record {
    let (forenames, surname) = (forenames.to_owned(), surname.to_owned());
    Record { forenames, surname, birth: Birth::read(birth, 2026), ..Record::default() }
}

/// Whether a question would fetch the record at all.
fn meets(question: &Record, record: &Record) -> bool {
    let kept = keys(record);
    [query_keys(question), wider_keys(question)].concat().iter().any(|(key, _)| kept.contains(key))
}

fn best(question: &Record, among: &[Record]) -> usize {
    rank(question, among.iter().cloned().enumerate())[0].0
}

#[test]
fn spellings_that_sound_alike_are_found() {
    for (one, other) in [
        ("Smith", "Smyth"),
        ("Stephen", "Steven"),
        ("Catherine", "Katherine"),
        ("Łukasz", "Lukas"),
        ("Siân", "Sian"),
        ("Philip", "Fillip"),
        ("Zara", "Sara"),
        ("O'Hara", "OHara"),
        ("Knowles", "Nowles"),
    ] {
        assert_eq!(sound(&fold(one).replace('\'', "")), sound(&fold(other)), "{one} and {other}");
        let (one, other) = (person(one, "", ""), person(other, "", ""));
        assert!(meets(&one, &other) && meets(&other, &one));
    }
    assert_ne!(sound("Baker"), sound("Carter"));
}

#[test]
fn a_person_is_found_whatever_single_thing_went_wrong() {
    let kept = Record {
        postcode: "ZY3 4AB".to_owned(),
        house: "Flat 2, 14".to_owned(),
        street: "Windmill Road".to_owned(),
        ..person("Rowan", "Tansley", "2009-03-12")
    };
    for asked in [
        person("Tansley", "Rowan", "2009-03-12"),
        person("Rowen", "Tanzley", "2009-12-03"),
        person("Rowan", "Tansley", "2008-03-12"),
        person("Other", "Tansley", "2009-03-12"),
        person("Rowan", "Other", "2009"),
        person("", "", "2009-03-13"),
        Record { full: "tansley rowan".to_owned(), ..Record::default() },
        Record { postcode: "zy34ab".to_owned(), ..Record::default() },
        Record { house: "14".to_owned(), street: "Windmill Rd".to_owned(), ..Record::default() },
    ] {
        assert!(meets(&asked, &kept), "{asked:?}");
    }
    assert!(keys(&kept).len() <= KEYS_A_RECORD);
}

#[test]
fn numbers_are_compared_whatever_their_spacing() {
    let kept = Record { nhs: "999 000 0018".to_owned(), phones: vec!["07700 900123".to_owned()], ..Record::default() };
    for asked in [
        Record { nhs: "9990000018".to_owned(), ..Record::default() },
        Record { phones: vec!["+44 7700 900123".to_owned()], ..Record::default() },
    ] {
        assert!(meets(&asked, &kept));
        assert!(compare(&asked, &kept).points > 3.0);
    }
}

#[test]
fn the_person_comes_before_the_twin_and_the_namesake() {
    let home = |it: Record| Record {
        postcode: "ZY3 4AB".to_owned(),
        house: "14".to_owned(),
        street: "Windmill Road".to_owned(),
        phones: vec!["07700900123".to_owned()],
        ..it
    };
    let people = [
        home(person("Hazel", "Tansley", "2009-03-12")),
        home(person("Rowan", "Tansley", "1979-08-02")),
        person("Rowan", "Tansley", "2009-03-12"),
    ];
    assert_eq!(best(&home(person("Rowen", "Tansley", "2009-03-12")), &people), 2);
    let twin = compare(&home(person("Rowan", "Tansley", "2009-03-12")), &people[0]);
    assert!(twin.why.iter().any(|it| it.contains("perhaps a twin")), "{:?}", twin.why);
    let parent = compare(&home(person("Rowan", "Tansley", "2009-03-12")), &people[1]);
    assert!(parent.why.iter().any(|it| it == "birth dates a generation apart"), "{:?}", parent.why);
}

#[test]
fn a_parents_number_on_a_childs_record_does_not_make_them_one() {
    let number = |it: Record| Record { nhs: "9990000018".to_owned(), ..it };
    let child = person("Rowan", "Tansley", "2009-03-12");
    let parent = number(person("Hazel", "Tansley", "1979-08-02"));
    assert_eq!(best(&number(child.clone()), &[parent.clone(), child.clone()]), 1);
    assert!(compare(&number(child), &parent).why.iter().any(|it| it.contains("may be a parent's")));
}

#[test]
fn reasons_are_plain_words_with_the_strongest_first() {
    let one = Record { sex: Sex::read("F"), ..person("Hazel Ann", "Tansley", "2009-03-12") };
    let other = Record { sex: Sex::read("female"), ..person("Hazle", "Tansley", "12/03/2009") };
    assert_eq!(
        compare(&one, &other).why,
        ["same birth date", "same surname", "forename spelt almost alike", "same sex"]
    );
    let other = person("Tansley", "Hazel", "2009-12-03");
    assert_eq!(
        compare(&one, &other).why,
        [
            "birth date with day and month swapped",
            "same surname",
            "same forename",
            "forename and surname stand the other way round"
        ]
    );
}

#[test]
fn names_are_alike_as_people_write_them() {
    let words = |a: &str, b: &str| compare(&person(a, "", ""), &person(b, "", "")).why.join("; ");
    assert_eq!(words("Alexander", "Alex"), "forename could be a short form");
    assert_eq!(words("Alexander", "A"), "the initial fits");
    assert_eq!(words("Anne-Marie", "Annemarie"), "forename spelt almost alike");
    assert_eq!(words("Hazel Ann", "Ann"), "the forename is a second name of the other");
    assert_eq!(words("Mr Rowan", "Rowan"), "same forename");
    assert_eq!(words("Rowan", "Hazel"), "another forename");
    let alias = Record { other_names: vec!["Robin Fenn".to_owned()], ..person("Rowan", "Tansley", "") };
    assert!(compare(&person("Robin", "Fenn", ""), &alias).points > 8.0);
    assert!(meets(&person("Robin", "Fenn", ""), &alias));
}

#[test]
fn one_line_is_taken_apart() {
    let it = typed("smyth jon 12/3/09 ZY3", 2026);
    assert_eq!((it.full.as_str(), it.birth, it.postcode.as_str()), ("smyth jon", Birth::Day(2009, 3, 12), "ZY3"));
    let it = typed("Tansley, Rowan; 12th March 1979 zy3 4ab 07700 900 123", 2026);
    assert_eq!((it.full.as_str(), it.birth), ("Tansley Rowan", Birth::Day(1979, 3, 12)));
    assert_eq!((it.postcode.as_str(), it.phones), ("ZY34AB", vec!["07700900123".to_owned()]));
    let it = typed("999 000 0018 rowan@example.org A950000178301 2009", 2026);
    assert_eq!(
        (it.nhs.as_str(), it.email.as_str(), it.upn.as_str()),
        ("9990000018", "rowan@example.org", "A950000178301")
    );
    assert_eq!((it.birth, it.full.as_str()), (Birth::Year(2009), ""));
    assert_eq!(typed("", 2026), Record::default());
    assert_eq!(typed("tansley 31/12/79", 2026).birth, Birth::Day(1979, 12, 31));
}

#[test]
fn what_one_types_finds_whom_one_means() {
    let mut memory = Memory::default();
    for it in [
        person("Hazel", "Fenn", "2009-03-12"),
        person("Jonathan", "Smith", "2009-03-12"),
        person("Rowan", "Smith", "2011-01-05"),
    ] {
        memory.add(&it);
    }
    assert_eq!(memory.search(&typed("smyth jon 12/3/09 ZY3", 2026), 10)[0].0, 1);
    assert_eq!(memory.search(&typed("rowen smith", 2026), 10)[0].0, 2);
    assert_eq!(memory.search(&typed("fenn", 2026), 10)[0].0, 0);
    assert!(memory.search(&typed("", 2026), 10).is_empty());
}

fn any_record() -> impl Strategy<Value = Record> {
    let text = || "\\PC{0,12}|[A-Za-z' -]{0,14}|[0-9 +/]{0,13}";
    (
        (text(), text(), text(), text()),
        (text(), text(), text(), text()),
        (text(), text(), 1850_i16..2100, 0_u8..40, 0_u8..40),
    )
        .prop_map(|(a, b, (c, nhs, year, month, day))| Record {
            forenames: a.0,
            surname: a.1,
            full: a.2,
            other_names: vec![a.3],
            postcode: b.0,
            house: b.1,
            street: b.2,
            phones: vec![b.3],
            birth: if month > 13 { Birth::Year(year) } else { Birth::Day(year, month, day) },
            nhs,
            upn: c.clone(),
            email: c,
            sex: None,
        })
}

proptest! {
    #[test]
    fn nothing_that_is_typed_panics(line in "\\PC{0,60}|[a-z0-9/@+. -]{0,60}") {
        let it = typed(&line, 2026);
        let _ = (keys(&it), query_keys(&it), compare(&it, &it));
    }

    #[test]
    fn a_record_meets_itself_and_the_order_of_two_does_not_matter(one in any_record(), other in any_record()) {
        let kept = keys(&one);
        prop_assert!(kept.len() <= KEYS_A_RECORD);
        let asked = [query_keys(&one), wider_keys(&one)].concat();
        prop_assert!(kept.iter().all(|key| asked.iter().any(|(it, _)| it == key)), "{:?} {:?}", kept, asked);
        let (there, back) = (compare(&one, &other), compare(&other, &one));
        prop_assert!((there.points - back.points).abs() < 1e-9, "{:?} {:?}", there, back);
    }

    #[test]
    fn order_of_candidates_does_not_change_who_is_first(one in any_record(), others in proptest::collection::vec(any_record(), 1..6)) {
        let points = |list: Vec<Record>| rank(&one, list.into_iter().enumerate()).first().map(|it| it.1.points);
        let back: Vec<Record> = others.iter().rev().cloned().collect();
        prop_assert_eq!(points(others), points(back));
    }
}
