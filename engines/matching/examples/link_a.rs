//! Measures the search on a list-against-index set: `cargo run --release -p matching --example link_a -- FOLDER [NAME]
//! [LIMIT] [SHOW]`. SHOW prints that many questions whose person is not among the first ten.

#[path = "../tests/kit/linkage.rs"]
mod linkage;

use matching::Record;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut words = std::env::args().skip(1);
    let folder = words.next().ok_or("the folder of the set is missing")?;
    let name = words.next().unwrap_or_else(|| "link_a".to_owned());
    let limit = words.next().map_or(Ok(200), |it| it.parse())?;
    let show: usize = words.next().map_or(Ok(0), |it| it.parse())?;
    let folder = std::path::Path::new(&folder);
    println!("at most {limit} candidates");
    let begun = std::time::Instant::now();
    let set = linkage::Set::read(folder, &name, 1)?;
    let it = set.measure(limit, Clone::clone);
    println!(
        "{} records, {:.2} keys a record, loaded and asked in {:?}",
        set.index.len(),
        set.keys_a_record(),
        begun.elapsed()
    );
    say("the whole record", &it);
    for missed in it.missed.iter().take(show) {
        println!("{missed}");
    }
    let typed = |birth| move |it: &Record| matching::typed(&linkage::line(it, birth), 2026);
    say("typed: surname forename birth date", &set.measure(limit, typed(true)));
    say("typed: surname forename", &set.measure(limit, typed(false)));
    Ok(())
}

fn say(what: &str, it: &linkage::Measured) {
    let share = |n: usize| format!("{n} ({:.2}%)", 100.0 * n as f64 / it.known.max(1) as f64);
    println!(
        "{what}: of {} known people {} first, {} among ten, {} among the candidates; p50 {:?}, p99 {:?}",
        it.known,
        share(it.first),
        share(it.in_ten),
        share(it.found),
        it.p50,
        it.p99
    );
}
