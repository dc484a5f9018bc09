//! What users can rely on of the shipped example district.

use catalogue::{Catalogue, Files, Known, check_files};

#[test]
fn the_example_district_checks_clean() {
    let findings = check_files(&Files::embedded(), &Known::default());
    assert!(findings.is_empty(), "{findings}");
}

#[test]
fn a_catalogue_read_back_from_a_store_is_the_same() {
    let example = Catalogue::embedded();
    assert_eq!(&Catalogue::from_json(&example.to_json()).expect("what was written"), example);
}
