//! A partnership changes by files alone; the change is told in words, and old records stay readable.

use catalogue::{Catalogue, ChangeKind, Files, Known, accept, diff};

fn edited(edits: &[(&str, &str, &str)]) -> Files {
    let mut files = Files::embedded();
    for (file, old, new) in edits {
        let text = files.0.get_mut(*file).unwrap_or_else(|| panic!("{file} is there"));
        assert!(text.contains(old), "{file} holds {old}");
        *text = text.replacen(old, new, 1);
    }
    files
}

fn words(files: &Files) -> Vec<String> {
    let accepted = accept(files, Some(Catalogue::embedded()), &Known::default()).unwrap_or_else(|all| panic!("{all}"));
    accepted.changes.iter().map(ToString::to_string).collect()
}

fn refused(files: &Files) -> String {
    accept(files, Some(Catalogue::embedded()), &Known::default()).expect_err("it must be refused").to_string()
}

#[test]
fn the_same_files_change_nothing() {
    assert_eq!(words(&Files::embedded()), Vec::<String>::new());
}

#[test]
fn an_agency_is_added_by_files_alone() {
    let mut files = Files::embedded();
    let more = "\n[[agency]]\ncode = \"new-start\"\nname = \"New Start\"\nkind = \"vcs\"\nfrom = \"2027-01-01\"\n\
        contact = { mailbox = \"duty@new-start.example\", out_of_hours = \"Leave a message.\" }\n";
    files.0.get_mut("agencies.toml").expect("agencies").push_str(more);
    assert_eq!(words(&files), ["agency new-start: added: New Start (from 2027-01-01)"]);
    let new = Catalogue::from_files(&files).expect("clean");
    assert!(new.agency("new-start").is_some() && Catalogue::embedded().agency("new-start").is_none());
}

#[test]
fn a_code_is_added_and_another_ended_by_files_alone() {
    let files = edited(&[(
        "codes/missing.toml",
        "{ code = \"boredom\", label = \"Boredom\" }",
        "{ code = \"boredom\", label = \"Boredom\", to = \"2026-12-31\" },\n  { code = \"bullying\", label = \"Bullying\" }",
    )]);
    assert_eq!(
        words(&files),
        [
            "code list push-reasons, code boredom: to was nothing, is now \"2026-12-31\"",
            "code list push-reasons, code bullying: added: Bullying",
        ]
    );
}

#[test]
fn a_question_is_added_with_a_new_version_by_files_alone() {
    let question = "  { id = \"colour\", label = \"What was its colour?\", kind = \"text\" },\n  { id = \"outcome\"";
    let once = [("forms/advice.toml", "  { id = \"outcome\"", question)];
    let told = refused(&edited(&once));
    assert!(told.contains("forms/advice.toml:4: wrong: form advice asks otherwise"), "{told}");
    assert!(told.contains("write version = 2"), "{told}");
    let files = edited(&[once[0], ("forms/advice.toml", "version = 1", "version = 2")]);
    let words = words(&files);
    assert!(
        words.contains(&"form advice, group given, question colour: added: What was its colour?".to_owned()),
        "{words:#?}"
    );
    assert!(words.contains(&"form advice: version was 1, is now 2".to_owned()), "{words:#?}");
}

#[test]
fn an_instrument_and_a_clock_are_added_by_files_alone() {
    let mut files = Files::embedded();
    let mut own = files.0["instruments/f2-c.toml"].replace("id = \"F2-C\"", "id = \"OURS\"");
    own = own.replace("title = \"Checklist for a referral\"", "title = \"Our own checklist\"");
    files.0.insert("instruments/ours.toml".into(), own);
    let clock = "[[clock]]\nid = \"CK-W1\"\nname = \"Call the school back\"\nlength = \"2 wd\"\n\
        accountable = { words = \"screener\", role = \"screener\", kind = \"council-children\" }\n\
        starts = { on = \"front_door.referral-received\", when = { source = \"2A\" } }\nstops = \"front_door.referrer-told\"\n\
        about = \"referral\"\nfrom = \"2027-01-01\"\n";
    files.0.insert("clocks/ours.toml".into(), clock.into());
    assert_eq!(
        words(&files),
        [
            "clock CK-W1: added: Call the school back (from 2027-01-01)",
            "instrument OURS: added: Our own checklist (from 2010-01-01)"
        ]
    );
}

#[test]
fn a_changed_clock_is_told_with_what_it_was() {
    let files = edited(&[
        ("clocks/rights.toml", "length = \"2 wd\"", "length = \"1 wd\""),
        (
            "clocks/rights.toml",
            "stops = \"trust.glass-reviewed\"",
            "stops = [ \"trust.glass-reviewed\", \"trust.glass-closed\" ]",
        ),
    ]);
    assert_eq!(
        words(&files),
        [
            "clock CK-91: length was \"2 wd\", is now \"1 wd\"",
            "clock CK-91: stops was trust.glass-reviewed, is now trust.glass-reviewed or trust.glass-closed",
        ]
    );
}

#[test]
fn thresholds_words_and_holidays_are_told_too() {
    let files = edited(&[
        ("partnership.toml", "bulk_export = 200", "bulk_export = 100"),
        (
            "calendars/bank_holidays_ew.csv",
            "2027-12-28,Boxing Day (observed)\n",
            "2027-12-28,Boxing Day (observed)\n2027-06-07,A day of thanks\n",
        ),
        ("language.toml", "avoid = \"wrong crowd\"", "avoid = \"the wrong crowd\""),
    ]);
    let words = words(&files).join("\n");
    for part in [
        "partnership: bulk export was 200, is now 100",
        "calendar EW, holiday 2027-06-07: added: A day of thanks",
        "phrase wrong crowd: removed",
        "phrase the wrong crowd: added",
    ] {
        assert!(words.contains(part), "{part} is not in\n{words}");
    }
}

#[test]
fn what_records_hold_is_ended_and_never_taken_away() {
    let told = refused(&edited(&[("codes/missing.toml", "  { code = \"boredom\", label = \"Boredom\" },\n", "")]));
    assert!(
        told.contains("code \"boredom\" of push-reasons is gone, but records hold it; put it back and end it"),
        "{told}"
    );
    let told = refused(&edited(&[("agencies.toml", "code = \"moorland-fire\"", "code = \"moorland-fires\"")]));
    assert!(told.contains("agency \"moorland-fire\" is gone"), "{told}");
    assert!(told.contains("a code does not change"), "{told}");
}

#[test]
fn a_version_kept_by_a_store_is_untouched_by_the_next() {
    let kept = Catalogue::embedded().to_json();
    let files = edited(&[
        ("forms/advice.toml", "label = \"Who asked?\"", "label = \"Who called?\""),
        ("forms/advice.toml", "version = 1", "version = 2"),
    ]);
    let new = Catalogue::from_files(&files).expect("clean");
    let old = Catalogue::from_json(&kept).expect("what was kept");
    let label = |of: &Catalogue, version| {
        let form = of.form_version("advice", version)?;
        form.question("asked", "name").map(|(_, it)| it.label.clone())
    };
    assert_eq!(label(&old, 1).as_deref(), Some("Who asked?"));
    assert_eq!(label(&new, 2).as_deref(), Some("Who called?"));
    assert_ne!(old.mark(), new.mark());
    assert!(diff(&old, &new).iter().all(|it| it.kind == ChangeKind::Changed));
}
