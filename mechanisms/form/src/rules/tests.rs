use catalogue::{Catalogue, Form, Kind, Part, Required};
use kernel::Day;
use proptest::prelude::*;

use super::*;
use crate::answers::{Answer, Answers, Not, Said};
use crate::fields::{Pressed, fields, posted};

fn form() -> Form {
    toml::from_str(
        r#"
id = "worry"
title = "Tell us"
version = 1
from = "2010-01-01"

[[groups]]
id = "urgent"
title = "Now"
questions = [
  { id = "danger", label = "Is anybody in danger now?", kind = "yes_no_unknown", required = "yes", banner = { is = ["yes"], words = "danger-999" } },
  { id = "reference", label = "Police reference", kind = "text", max = 20, required = "yes", when = { question = "danger", is = ["yes", "unknown"] } },
]

[[groups]]
id = "children"
title = "The children"
repeat = { min = 1, max = 3, one = "child", many = "children" }
questions = [
  { id = "forename", label = "First name", kind = "text", required = "yes", part = "identity" },
  { id = "born", label = "Date of birth or age", kind = "age_or_birth", required = "yes", part = "identity" },
  { id = "disability", label = "Disability", kind = "codes", codes = "disability", part = "health" },
  { id = "religion", label = "Religion", kind = "code", codes = "religion", may_refuse = true, part = "identity" },
  { id = "work", label = "Where do they work?", kind = "text", when = { question = "born", at_least = 16 } },
  { id = "nhs", label = "NHS number", kind = "nhs_number", part = "identity" },
]

[[groups]]
id = "care"
title = "Care and support"
when = { question = "children.born", at_least = 18 }
questions = [ { id = "needs", label = "What do they need?", kind = "long", required = "yes" } ]

[[groups]]
id = "concern"
title = "The worry"
questions = [
  { id = "what", label = "What happened?", kind = "long", required = "yes", evidence = true },
  { id = "rating", label = "How worried are you?", kind = "rating", evidence = true },
  { id = "on", label = "Date it happened", kind = "day" },
  { id = "seen", label = "Last seen", kind = "instant" },
  { id = "spent", label = "Money lost", kind = "money" },
  { id = "files", label = "Files", kind = "file" },
]
"#,
    )
    .expect("a form")
}

fn today() -> Day {
    "2026-03-28".parse().expect("a day")
}

fn typed(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn answers(pairs: &[(&str, &str)]) -> Answers {
    posted(&form(), &typed(pairs), &Answers::default())
}

/// What a careful referrer types.
const GOOD: &[(&str, &str)] = &[
    ("urgent.danger", "no"),
    ("children.0.forename", "Kai"),
    ("children.0.born-day", "27"),
    ("children.0.born-month", "march"),
    ("children.0.born-year", "2012"),
    ("concern.what", "Seen in a car"),
    ("concern.what-evidence-who", "A neighbour"),
];

fn with(more: &[(&str, &str)]) -> Answers {
    let mut all: Vec<_> = GOOD.iter().filter(|it| !more.iter().any(|it2| it2.0 == it.0)).copied().collect();
    all.extend(more);
    answers(&all)
}

fn wrong(more: &[(&str, &str)]) -> Vec<String> {
    let them = check(&form(), &with(more), Catalogue::embedded(), today());
    them.0.into_iter().map(|it| format!("{}: {}", it.field, it.message)).collect()
}

#[test]
fn a_careful_referral_has_no_mistakes() {
    assert_eq!(wrong(&[]), [] as [String; 0]);
}

#[test]
fn every_mistake_is_said_at_once_and_names_its_field() {
    let them = check(&form(), &Answers::default(), Catalogue::embedded(), today());
    let said: Vec<_> = them.0.iter().map(|it| (it.field.as_str(), it.message.as_str())).collect();
    assert_eq!(
        said,
        [
            ("urgent.danger", "Answer the question: Is anybody in danger now?"),
            ("children.0.forename", "Enter first name"),
            ("children.0.born-day", "Enter date of birth or age"),
            ("concern.what", "Answer the question: What happened?"),
        ]
    );
}

#[test]
fn a_mistake_says_which_child_it_is_about() {
    let two = wrong(&[("children.1.forename", "Mia"), ("children.1.born-age", "old")]);
    assert_eq!(two, ["children.1.born-age: Child 2: enter an age in whole years, from 0 to 120"]);
}

#[test]
fn what_is_no_real_date_is_kept_as_typed_and_said() {
    assert_eq!(
        wrong(&[("children.0.born-day", "31"), ("children.0.born-month", "2")]),
        ["children.0.born-day: Enter a real date, such as 27 3 2026"]
    );
    let kept = with(&[("children.0.born-day", "31"), ("children.0.born-month", "2")]);
    assert!(fields(&form(), &kept).contains(&("children.0.born-day".to_owned(), "31".to_owned())));
    assert_eq!(
        wrong(&[("concern.on-day", "3"), ("concern.on-year", "2026")]),
        ["concern.on-month: The date must include a month"]
    );
    assert_eq!(
        wrong(&[
            ("concern.seen-day", "3"),
            ("concern.seen-month", "3"),
            ("concern.seen-year", "2026"),
            ("concern.seen-time", "25:00")
        ]),
        ["concern.seen-time: Enter a real time, such as 14:05 or 2:05pm"]
    );
}

#[test]
fn one_of_birth_date_expected_date_and_age() {
    assert_eq!(
        wrong(&[("children.0.born-age", "13")]),
        ["children.0.born-day: Enter only one of date of birth, expected date and estimated age"]
    );
    let unborn = &[("children.0.born-day", ""), ("children.0.born-month", ""), ("children.0.born-year", "")];
    let expected = [
        ("children.0.born-expected-day", "1"),
        ("children.0.born-expected-month", "7"),
        ("children.0.born-expected-year", "2026"),
    ];
    assert_eq!(wrong(&[unborn.as_slice(), &expected].concat()), [] as [String; 0]);
}

#[test]
fn not_knowing_is_an_answer_and_refusing_only_where_one_may() {
    assert_eq!(wrong(&[("children.0.forename", ""), ("children.0.forename-not", "known")]), [] as [String; 0]);
    let it = with(&[("children.0.religion", "-not-refused")]);
    assert_eq!(it.get("children", 0, "religion").map(|it| &it.said), Some(&Said::Not(Not::Refused)));
    assert_eq!(wrong(&[("children.0.religion", "-not-refused")]), [] as [String; 0]);
    assert_eq!(wrong(&[("children.0.disability", "-not-refused")]).len(), 1);
}

#[test]
fn none_of_these_stands_alone() {
    assert_eq!(
        wrong(&[("children.0.disability", "NONE"), ("children.0.disability", "LD")]),
        ["children.0.disability: “No disability” excludes every other choice; select it alone, or the others"]
    );
    assert_eq!(wrong(&[("children.0.disability", "XX")]), ["children.0.disability: Select one of the choices given"]);
}

#[test]
fn a_rating_needs_evidence_from_one_up() {
    assert_eq!(wrong(&[("concern.rating", "0")]), [] as [String; 0]);
    assert_eq!(
        wrong(&[("concern.rating", "2")]),
        ["concern.rating-evidence-what: Say what shows this: How worried are you?"]
    );
    assert_eq!(wrong(&[("concern.rating", "2"), ("concern.rating-evidence-what", "Bruises")]), [] as [String; 0]);
}

#[test]
fn an_adult_among_the_children_brings_the_questions_for_adults() {
    let young = asked(&form(), &with(&[]), today());
    assert!(!young.group(&form(), "care") && !young.question(&form(), "children", 0, "work"));
    let older = with(&[("children.1.forename", "Ola"), ("children.1.born-age", "19")]);
    let it = asked(&form(), &older, today());
    assert!(it.group(&form(), "care"));
    assert!(it.question(&form(), "children", 1, "work") && !it.question(&form(), "children", 0, "work"));
    assert!(check(&form(), &older, Catalogue::embedded(), today()).of("care.needs").is_some());
}

#[test]
fn what_is_no_longer_asked_is_not_handed_in_but_stays_in_the_draft() {
    let it = with(&[("urgent.danger", "yes"), ("urgent.reference", "1234")]);
    assert_eq!(banners(&form(), &it, today()), ["danger-999"]);
    let calmer = posted(&form(), &typed(&[("urgent.danger", "no")]), &it);
    assert_eq!(calmer.words("urgent", "reference"), Some("1234"));
    assert_eq!(submitted(&form(), &calmer, today()).words("urgent", "reference"), None);
    assert!(banners(&form(), &calmer, today()).is_empty());
}

#[test]
fn an_answer_to_a_question_that_is_not_asked_raises_nothing() {
    let mut it = form();
    it.groups[3].when = Some(catalogue::Condition::Is { question: "urgent.reference".into(), is: vec!["1234".into()] });
    let answers = with(&[("urgent.danger", "no"), ("urgent.reference", "1234")]);
    assert!(!asked(&it, &answers, today()).group(&it, "concern"));
}

#[test]
fn a_page_of_a_long_form_never_empties_another() {
    let it = posted(&form(), &typed(&[("concern.what", "More")]), &with(&[]));
    assert_eq!(it.words("children", "forename"), Some("Kai"));
    assert_eq!(it.words("concern", "what"), Some("More"));
    let untick = posted(&form(), &typed(&[("children.0.disability", "")]), &with(&[("children.0.disability", "LD")]));
    assert_eq!(untick.get("children", 0, "disability"), None);
}

#[test]
fn children_are_added_and_taken_away_by_buttons() {
    let form = form();
    let mut it = Answers::default();
    Pressed::of(&typed(&[("add.children", "")])).press(&form, &mut it);
    assert_eq!(it.instances("children").len(), 2, "the one that must be there, and one more");
    it.put("children", 1, "forename", Answer::words("Mia"));
    Pressed::of(&typed(&[("x", "y"), ("remove.children.0", "")])).press(&form, &mut it);
    assert_eq!(it.words("children", "forename"), Some("Mia"));
    for _ in 0..9 {
        Pressed::Add("children".into()).press(&form, &mut it);
    }
    assert_eq!(it.instances("children").len(), 3);
    assert_eq!(submitted(&form, &it, today()).instances("children").len(), 1, "nobody typed into the others");
}

#[test]
fn words_that_blame_a_child_are_warned_about_wherever_they_stand() {
    let phrases = &Catalogue::embedded().language;
    let Some(phrase) = phrases.first() else { return };
    let text = format!("She is, they say, a {}.", phrase.avoid.to_uppercase().replace(' ', "  \n"));
    let it = with(&[("concern.what", &text)]);
    let found = language(&form(), &it, phrases);
    assert_eq!(found.first().map(|it| (it.field.as_str(), &it.phrase)), Some(("concern.what", &phrase.avoid)));
    assert!(phrases_in("x", "prefix-less words", phrases).is_empty());
}

#[test]
fn a_slip_in_a_number_is_a_doubt_and_stops_nothing() {
    let slip = &[("children.0.nhs", "943 476 5918")];
    assert_eq!(wrong(slip), [] as [String; 0]);
    assert_eq!(doubts(&form(), &with(slip)).len(), 1);
}

#[test]
fn nobody_gets_a_part_that_they_may_not_see() {
    let it = with(&[("children.0.disability", "LD")]);
    let seen = parts(&form(), &it, &[Part::Referral, Part::Health]);
    assert_eq!(seen.get("children", 0, "forename"), None);
    assert_eq!(seen.get("children", 0, "disability").map(Answer::codes), Some(vec!["LD"]));
    assert_eq!(parts_of(&form(), &it).into_iter().collect::<Vec<_>>(), [Part::Identity, Part::Referral, Part::Health]);
}

#[test]
fn the_summary_reads_as_people_speak() {
    let it =
        with(&[("children.0.disability", "LD"), ("children.0.religion", "-not-asked"), ("concern.spent", "£1,200.50")]);
    let all = summary(&form(), &it, Catalogue::embedded(), today());
    let rows: Vec<_> = all.iter().flat_map(|it| &it.rows).map(|it| (it.label.as_str(), it.value.join("; "))).collect();
    let of = |label: &str| rows.iter().find(|it| it.0 == label).map(|it| it.1.as_str());
    assert_eq!(of("Date of birth or age"), Some("Born 27 March 2012"));
    assert_eq!(of("Disability"), Some("Learning"));
    assert_eq!(of("Religion"), Some("Not asked"));
    assert_eq!(of("Money lost"), Some("£1200.50"));
    assert_eq!(of("What happened?"), Some("Seen in a car; Said by: A neighbour"));
    assert_eq!(of("Police reference"), None);
}

#[test]
fn two_tabs_are_shown_side_by_side_where_they_differ() {
    let (one, other) = (with(&[]), with(&[("children.0.forename", "Kay")]));
    let them = differences(&form(), &one, &other, Catalogue::embedded());
    assert_eq!(them.len(), 1);
    assert_eq!(
        (them[0].kept.as_slice(), them[0].typed.as_slice()),
        (["Kai".to_owned()].as_slice(), ["Kay".to_owned()].as_slice())
    );
}

fn names() -> Vec<String> {
    let mut all = Vec::new();
    for group in &form().groups {
        for nth in 0..3 {
            for question in &group.questions {
                let name = crate::fields::name(group, nth, &question.id);
                let more = [
                    "",
                    "-day",
                    "-month",
                    "-year",
                    "-time",
                    "-age",
                    "-not",
                    "-expected-day",
                    "-evidence-what",
                    "-evidence-who",
                ];
                all.extend(more.map(|it| format!("{name}{it}")));
            }
        }
        all.extend([format!("{}.count", group.id), format!("add.{}", group.id), format!("remove.{}.0", group.id)]);
    }
    all
}

fn pairs() -> impl Strategy<Value = Vec<(String, String)>> {
    let value = prop_oneof![
        "[ -~é’\\n/]{0,12}",
        prop::sample::select(vec![
            "yes",
            "no",
            "unknown",
            "-not-known",
            "-not-x",
            "known",
            "asked",
            "12",
            "2",
            "29",
            "2012",
            "14:05",
            "2pm",
            "2026-03-27",
            "2026-10-25T01:30:00Z",
            "LD",
            "NONE",
            "99999999999999999999",
            "31/2/2026",
            "3",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec((prop::sample::select(names()), value), 0..40)
}

proptest! {
    #[test]
    fn whatever_is_posted_nothing_breaks_and_the_page_gives_it_back(pairs in pairs()) {
        let form = form();
        let mut it = posted(&form, &pairs, &Answers::default());
        Pressed::of(&pairs).press(&form, &mut it);
        prop_assert_eq!(&posted(&form, &fields(&form, &it), &Answers::default()), &it);
        let json = serde_json::to_string(&it).expect("json");
        prop_assert_eq!(&serde_json::from_str::<Answers>(&json).expect("answers"), &it);
        let _ = check(&form, &it, Catalogue::embedded(), today());
        let _ = summary(&form, &it, Catalogue::embedded(), today());
        let _ = banners(&form, &it, today());
        let _ = doubts(&form, &it);
        let handed = submitted(&form, &it, today());
        prop_assert_eq!(&submitted(&form, &handed, today()), &handed, "what is handed in is asked");
    }

    #[test]
    fn a_check_passes_only_when_every_needed_question_is_answered(gone in prop::collection::btree_set(0_usize..GOOD.len(), 0..4)) {
        let left: Vec<_> = GOOD.iter().enumerate().filter(|it| !gone.contains(&it.0)).map(|it| *it.1).collect();
        let it = answers(&left);
        let form = form();
        let asked = asked(&form, &it, today());
        let lacks = asked.all(&form).any(|(group, nth, question)| {
            let answer = it.get(&group.id, nth, &question.id);
            question.required == Required::Yes && answer.is_none_or(|it| it.said.is_blank())
        });
        let passes = check(&form, &it, Catalogue::embedded(), today()).is_empty();
        prop_assert!(!(passes && lacks));
        prop_assert_eq!(passes, gone.is_empty());
    }

    #[test]
    fn any_json_is_read_or_refused(text in "[\\[\\]{}\",:a-z0-9]{0,40}") {
        let _ = serde_json::from_str::<Answers>(&text);
    }
}

#[test]
fn every_form_of_the_example_is_asked_checked_and_summed_up() {
    let catalogue = Catalogue::embedded();
    for form in &catalogue.forms {
        let wrongs = check(form, &Answers::default(), catalogue, today());
        let needs = asked(form, &Answers::default(), today()).all(form).any(|(_, _, it)| it.required == Required::Yes);
        assert_eq!(wrongs.is_empty(), !needs, "{}", form.id);
        assert!(form.groups.iter().flat_map(|it| &it.questions).all(|it| it.kind != Kind::Code || it.codes.is_some()));
    }
}
