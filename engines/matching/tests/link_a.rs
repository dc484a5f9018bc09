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
    let set = linkage::Set::read(&folder, "link_a", 5).expect("the set can be read");
    assert!(set.keys_a_record() <= 14.0, "{} keys a record", set.keys_a_record());
    let it = set.measure(100, Clone::clone);
    println!(
        "of {} questions {} first, {} among ten; p50 {:?}, p99 {:?}",
        it.known, it.first, it.in_ten, it.p50, it.p99
    );
    assert!(it.in_ten * 100 >= it.known * 98, "{}", it.missed.first().map_or("", String::as_str));
    assert!(it.first * 100 >= it.known * 95 && it.found >= it.in_ten);
    let it = set.measure(100, |it| matching::typed(&linkage::line(it, true), 2026));
    assert!(it.in_ten * 100 >= it.known * 95, "typed as surname, forename, birth date: {} of {}", it.in_ten, it.known);
}
