//! The right person is among the first ten, on a set made by others' rules and kept outside the project.

#[path = "kit/linkage.rs"]
mod linkage;

#[test]
fn the_right_person_is_among_the_first_ten() {
    #[expect(clippy::disallowed_methods, reason = "where the shared data lies is told to tests by the environment")]
    let shared = std::env::var("HOLDFAST_SHARED").unwrap_or_else(|_| "../../../shared".to_owned());
    let folder = std::path::Path::new(&shared).join("data/linkage");
    if !folder.join("link_a.index.csv").exists() {
        println!("not run: the_right_person_is_among_the_first_ten (no link_a in the folder of HOLDFAST_SHARED)");
        return;
    }
    let it = linkage::measure(&folder, "link_a", 200).expect("the set can be read");
    println!(
        "{} records, {:.2} keys each; of {} questions {} first, {} among ten, {} among the candidates; p50 {:?}, p99 {:?}",
        it.index, it.keys_a_record, it.known, it.first, it.in_ten, it.found, it.p50, it.p99
    );
    assert!(it.keys_a_record <= 14.0);
    assert!(it.in_ten * 100 >= it.known * 95, "{}", it.missed.first().map_or("", String::as_str));
    assert!(it.found >= it.in_ten && it.in_ten >= it.first);
}
