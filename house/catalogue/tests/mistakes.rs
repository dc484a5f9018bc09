//! Whoever edits the files is told every mistake: the file, the line, what is wrong and how to mend it.

use catalogue::{Catalogue, Files, Finding, Gravity, Known, check_files};

/// The example with one text replaced in one file.
fn with(file: &str, old: &str, new: &str) -> Files {
    let mut files = Files::embedded();
    let text = files.0.get_mut(file).unwrap_or_else(|| panic!("{file} is there"));
    assert!(text.contains(old), "{file} holds {old}");
    *text = text.replacen(old, new, 1);
    files
}

/// What is found, and the line in which the new text stands.
fn found(file: &str, old: &str, new: &str) -> (Vec<Finding>, usize) {
    let files = with(file, old, new);
    let marker = new.lines().last().unwrap_or_default();
    let line = files.0[file].lines().position(|it| !marker.is_empty() && it.contains(marker)).map_or(0, |it| it + 1);
    (check_files(&files, &Known::default()).0, line)
}

/// One mistake is found, in its file and line, with these words in problem and mend.
#[track_caller]
fn expect(file: &str, old: &str, new: &str, problem: &str, mend: &str) {
    let (all, line) = found(file, old, new);
    let hit = all.iter().find(|it| it.problem.contains(problem) && it.mend.contains(mend) && it.file == file);
    let Some(hit) = hit else { panic!("{problem:?} / {mend:?} is not among {all:#?}") };
    assert_eq!(hit.gravity, Gravity::Wrong);
    assert!(!hit.mend.is_empty());
    assert_eq!(hit.line, line, "{hit}");
}

#[test]
fn a_misspelt_key_is_refused_with_the_key_that_was_meant() {
    expect(
        "agencies.toml",
        "name = \"Moorland Police\"",
        "nmae = \"Moorland Police\"",
        "\"nmae\" is not known",
        "\"name\"?",
    );
    expect(
        "partnership.toml",
        "bulk_export = 200",
        "bulk_exports = 200",
        "\"bulk_exports\" is not known",
        "\"bulk_export\"?",
    );
    expect("forms/note.toml", "title = \"The call\"", "titel = \"The call\"", "\"titel\" is not known", "\"title\"?");
}

#[test]
fn all_mistakes_of_all_files_are_told_at_once() {
    let mut files = with("agencies.toml", "kind = \"police\"", "knid = \"police\"");
    for (file, old, new) in [
        ("agencies.toml", "kind = \"fire\"", "kind = 7"),
        ("posts.toml", "role = \"screener\"", "role = \"screener\""),
        ("clocks/missing.toml", "length = \"72 h\"", "length = \"72 hours\""),
        ("forms/note.toml", "kind = \"instant\"", "kind = \"instnat\""),
    ] {
        let text = files.0.get_mut(file).expect("the file");
        *text = text.replacen(old, new, 1);
    }
    let all = check_files(&files, &Known::default());
    let places: Vec<&str> = all.0.iter().map(|it| it.file.as_str()).collect();
    for file in ["agencies.toml", "clocks/missing.toml", "forms/note.toml"] {
        assert!(places.contains(&file), "{all}");
    }
    assert_eq!(places.iter().filter(|it| **it == "agencies.toml").count(), 2, "{all}");
    assert!(all.0.iter().all(|it| it.line > 0), "{all}");
    assert!(all.to_string().contains("did you mean \"kind\"?"), "{all}");
    assert!(all.to_string().contains("did you mean \"instant\"?"), "{all}");
}

#[test]
fn a_missing_key_a_wrong_sort_of_value_and_broken_toml_are_told_by_line() {
    let (all, _) = found("posts.toml", "title = \"MACE business support\"\n", "");
    assert!(all.iter().any(|it| it.problem.contains("\"title\" is missing") && it.line > 1), "{all:#?}");
    expect("partnership.toml", "idle_minutes = 15", "idle_minutes = \"15\"", "expected u32", "whole number");
    expect(
        "agencies.toml",
        "from = \"2010-01-01\"",
        "from = 2010-01-01",
        "a date must be written as text",
        "in quotes",
    );
    expect("agencies.toml", "from = \"2010-01-01\"", "from = \"2010-13-01\"", "2010-13-01", "\"2026-04-01\"");
    let all = check_files(&with("roles.toml", "code = \"screener\"", "code = \"screener"), &Known::default());
    assert!(all.0.iter().any(|it| it.file == "roles.toml" && it.line > 1 && it.problem.contains("no TOML")), "{all}");
}

#[test]
fn a_file_that_no_part_reads_is_told() {
    let mut files = Files::embedded();
    files.0.insert("agency.toml".into(), String::new());
    files.0.insert("notes.txt".into(), String::new());
    files.0.remove("partnership.toml");
    let all = check_files(&files, &Known::default()).to_string();
    assert!(
        all.contains("agency.toml: wrong: no part of the catalogue has this name; did you mean \"agencies.toml\"?"),
        "{all}"
    );
    assert!(all.contains("notes.txt: warning: nothing reads this file"), "{all}");
    files.0.remove("agency.toml");
    let all = check_files(&files, &Known::default()).to_string();
    assert!(all.contains("partnership.toml: wrong: the partnership itself is missing"), "{all}");
}

#[test]
fn people_who_do_not_exist_are_told() {
    expect(
        "posts.toml",
        "role = \"hub-manager\"",
        "role = \"hub-manger\"",
        "no role \"hub-manger\"",
        "\"hub-manager\"?",
    );
    expect(
        "posts.toml",
        "agency = \"moorland-police\"",
        "agency = \"moreland-police\"",
        "no agency",
        "\"moorland-police\"?",
    );
    expect(
        "posts.toml",
        "team = \"missing\"",
        "team = \"mising\"",
        "no team of moorland-police \"mising\"",
        "\"missing\"?",
    );
    expect(
        "posts.toml",
        "role = \"mace-co-chair\"",
        "role = \"governance\"",
        "is not held at an agency of kind",
        "add \"council-children\"",
    );
    expect("agencies.toml", "kind = \"police\"", "kind = \"polise\"", "no kind of agency \"polise\"", "\"police\"?");
    expect(
        "agencies.toml",
        "mailbox = \"adult-mash@wrenmoor.example\", phone",
        "mailbox = \"adult-mash\", phone",
        "no email address",
        "name@example.org",
    );
    expect("sharing.toml", "basis = \"CARE2014\"", "basis = \"CARE2041\"", "no lawful basis", "\"CARE2014\"?");
}

#[test]
fn mistakes_in_clocks_are_told() {
    let file = "clocks/rights.toml";
    expect(file, "length = \"2 wd\"", "length = \"2 days\"", "no length", "such as \"45 wd\"");
    expect(file, "length = \"20 wd UK\"", "length = \"20 wd UX\"", "no calendar \"UX\"", "UK");
    expect(
        file,
        "starts = \"trust.glass-broken\"",
        "starts = \"Glass broken\"",
        "no happening's name",
        "room.thing-verb",
    );
    expect(file, "starts = \"trust.glass-broken\"", "starts = []", "nothing starts", "name a happening");
    expect(file, "stops = \"trust.glass-reviewed\"", "stops = { all = [] }", "stops nothing", "");
    expect(file, "about = \"glass\"", "about = \"glass\"\npausable = true", "do not agree", "pauses");
    expect(file, "about = \"glass\"", "about = \"glass\"\namber = 0", "no share of the time", "1 to 100");
    expect(file, "role = \"governance\"", "role = \"governence\"", "no role", "\"governance\"?");
    expect(
        file,
        "about = \"glass\"\n",
        "about = \"glass\"\nto = \"2001-01-01\"\n",
        "ends before it begins",
        "`from` or later",
    );
}

#[test]
fn two_definitions_of_one_clock_must_not_hold_on_one_day() {
    let (all, _) = found("clocks/front_door.toml", "to = \"2026-03-18\"", "to = \"2026-03-19\"");
    let hit =
        all.iter().find(|it| it.problem.contains("clock CK-01 stands twice for 2026-03-19")).expect("the overlap");
    assert!(hit.mend.contains("to = \"2026-03-18\""), "{hit}");
}

#[test]
fn a_clock_may_name_only_what_the_installed_rooms_announce() {
    let known = Known {
        rooms: vec!["trust".into()],
        happenings: vec!["trust.glass-broken".into(), "trust.glass-reviewd".into()],
    };
    let all = check_files(&Files::embedded(), &known);
    let hit = all
        .0
        .iter()
        .find(|it| it.problem.contains("\"trust.glass-reviewed\" ever happens"))
        .expect("the unknown happening");
    assert_eq!((hit.gravity, hit.mend.as_str()), (Gravity::Wrong, "did you mean \"trust.glass-reviewd\"?"));
    let later =
        all.0.iter().find(|it| it.problem.contains("\"missing\" is not installed yet")).expect("the room to come");
    assert_eq!(later.gravity, Gravity::Warning);
}

#[test]
fn mistakes_in_code_lists_are_told() {
    let file = "codes/person.toml";
    let (all, _) =
        found(file, "{ code = \"F\", label", "{ code = \"M\", label = \"Again\" },\n  { code = \"F\", label");
    assert!(
        all.iter().any(|it| it.problem.contains("\"M\" stands twice in sex") && it.mend.contains("never used again")),
        "{all:#?}"
    );
    expect(file, "label = \"Male\"", "label = \"\"", "this is empty", "for people to read");
    expect(file, "{ code = \"U\", label", "{ code = \" U\", label", "cannot be used as a code", "without spaces");
    expect(
        "codes/status.toml",
        "to = \"2021-03-31\"",
        "from = \"2022-01-01\", to = \"2021-03-31\"",
        "ends before it begins",
        "later",
    );
}

#[test]
fn mistakes_in_forms_are_told() {
    let file = "forms/referral.toml";
    expect(file, "codes = \"ethnicity\"", "codes = \"etnicity\"", "no code list \"etnicity\"", "\"ethnicity\"?");
    expect(file, "kind = \"phone\"", "kind = \"phnoe\"", "none of the words", "\"phone\"?");
    expect(file, "words = \"danger-999\"", "words = \"danger\"", "no words \"danger\"", "one of");
    expect(
        file,
        "when = { question = \"police_told\", is",
        "when = { question = \"police_tolt\", is",
        "no question",
        "\"police_told\"?",
    );
    expect(
        file,
        "question = \"looked_after\", is = [\"yes\"]",
        "question = \"looked_after\", is = [\"yess\"]",
        "no answer to looked_after",
        "\"yes\"?",
    );
    expect(
        file,
        "required = { question = \"types\", answered = true }",
        "required = \"maybe\"",
        "neither \"yes\" nor \"no\"",
        "",
    );
    expect(
        file,
        "repeat = { min = 1, max = 12",
        "repeat = { min = 13, max = 12",
        "cannot be asked so often",
        "at most max",
    );
    let (old, new) = ("id = \"phone\", label = \"Tel", "id = \"name\", label = \"Tel");
    expect(file, old, new, "question \"name\" stands twice in referrer", "id of its own");
    expect(
        file,
        "question = \"children.born\", at_least = 18",
        "question = \"children.surname\", at_least = 18",
        "no number or age",
        "answered",
    );
    let (all, _) = found(file, ", kind = \"code\", codes = \"sex\"", ", kind = \"code\"");
    assert!(all.iter().any(|it| it.problem.contains("sex names no code list")), "{all:#?}");
}

#[test]
fn mistakes_in_instruments_are_told() {
    expect("instruments/f2-a.toml", "items = [\"1\"], at_least", "items = [\"15\"], at_least", "no item \"15\"", "");
    expect(
        "instruments/f2-a.toml",
        "question = \"exploited.now\"",
        "question = \"exploited.nwo\"",
        "no question of the form assessment",
        "\"exploited.now\"?",
    );
    expect("instruments/f2-a.toml", "review = \"CK-22\"", "review = \"CK-99\"", "no clock \"CK-99\"", "CK-");
    expect(
        "instruments/f2-b.toml",
        "least = 11, most = 15",
        "least = 12, most = 15",
        "gap or overlap",
        "one above the last",
    );
    expect(
        "instruments/f2-b.toml",
        "{ answer = \"ever\", points = 1 }",
        "{ answer = \"both\", points = 1 }",
        "earns no points",
        "ever",
    );
    expect(
        "instruments/f2-c.toml",
        "after = \"consulted\"",
        "after = \"consultd\"",
        "no group of its form \"consultd\"",
        "",
    );
    expect("instruments/f2-b.toml", "id = \"under-13\"", "id = \"under-12\"", "no flag \"under-12\"", "under-13");
    let (all, _) = found("codes/exploitation.toml", "name = \"indicator-periods\"", "name = \"indicator-times\"");
    let told = all.iter().find(|it| it.problem.contains("no code list indicator-periods")).expect("told");
    assert!(told.file == "instruments/f2-b.toml" && told.line > 0, "{told}");
    let (all, _) = found("instruments/f2-c.toml", "{ level = 3, label = \"High\" },", "");
    assert!(all.iter().any(|it| it.problem.contains("level 3 has not exactly one word")), "{all:#?}");
}

#[test]
fn mistakes_in_pathways_and_words_are_told() {
    let file = "pathways/known-ask-us.toml";
    expect(file, "begins = \"asked\"", "begins = \"ask\"", "no state \"ask\"", "asked");
    expect(
        file,
        "to = \"refused\", who = [\"front-door-manager\"",
        "to = \"refused\", who = [\"front-door\"",
        "no role \"front-door\"",
        "",
    );
    expect(
        file,
        "label = \"Withdrawn\", ends = true",
        "label = \"Withdrawn\", ends = false",
        "stay in \"withdrawn\" for ever",
        "ends = true",
    );
    expect(file, "codes = \"refusal-reasons\"", "codes = \"refusal-reason\"", "no code list", "\"refusal-reasons\"?");
    let file = "words/mails.toml";
    let (all, _) = found(file, "{hub} has received {reference}.", "{hub} has received {reference} about {child}.");
    assert!(
        all.iter().any(|it| it.problem.contains("no placeholder \"child\"") && it.mend.contains("reference")),
        "{all:#?}"
    );
    expect("language.toml", "avoid = \"promiscuous\"", "avoid = \"Promiscuous\"", "has capitals", "lower case");
    let (all, _) = found("words/referrers.toml", "id = \"outcome-advice\"", "id = \"outcome-advise\"");
    assert!(all.iter().any(|it| it.problem.contains("no words for the decision \"advice\"")), "{all:#?}");
}

#[test]
fn mistakes_in_tables_are_told() {
    expect(
        "calendars/bank_holidays_ew.csv",
        "2026-12-25,Christmas Day",
        "2026-25-12,Christmas Day",
        "is no day",
        "2026-12-25",
    );
    expect(
        "calendars.toml",
        "\"calendars/bank_holidays_ew.csv\"]",
        "\"calendars/bank_holiday_ew.csv\"]",
        "no file",
        "bank_holidays_ew.csv",
    );
    expect("wards.toml", "code = \"X05090003\"", "code = \"X0509003\"", "no ward code", "nine letters");
    let (all, _) = found("wards.geojson", "X05090004", "X05090099");
    assert!(all.iter().any(|it| it.problem.contains("no ward of this set")), "{all:#?}");
    let (all, _) = found("wards.geojson", "\"Polygon\"", "\"Point\"");
    assert!(all.iter().any(|it| it.file == "wards.geojson" && it.problem.contains("cannot be read")), "{all:#?}");
}

#[test]
fn a_folder_that_is_not_there_is_a_finding_and_not_a_crash() {
    let all = Catalogue::load(std::path::Path::new("no/such/folder")).expect_err("nothing to load");
    assert!(all.to_string().contains("cannot be read"), "{all}");
}

#[test]
fn no_text_however_broken_makes_the_check_crash() {
    let example = Files::embedded();
    for (file, text) in &example.0 {
        for cut in (0..text.len()).step_by(text.len() / 3 + 1).filter(|it| text.is_char_boundary(*it)) {
            let mut files = example.clone();
            files.0.insert(file.clone(), text[..cut].to_owned());
            drop(check_files(&files, &Known::default()));
        }
    }
}
