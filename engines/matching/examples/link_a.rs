//! Measures the search on a list-against-index set: `cargo run --release -p matching --example link_a -- FOLDER [NAME]
//! [LIMIT] [SHOW]`. SHOW prints that many questions whose person is not among the first ten.

#[path = "../tests/kit/linkage.rs"]
mod linkage;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut words = std::env::args().skip(1);
    let folder = words.next().ok_or("the folder of the set is missing")?;
    let name = words.next().unwrap_or_else(|| "link_a".to_owned());
    let limit = words.next().map_or(Ok(200), |it| it.parse())?;
    let show: usize = words.next().map_or(Ok(0), |it| it.parse())?;
    let it = linkage::measure(std::path::Path::new(&folder), &name, limit)?;
    let share = |n: usize| format!("{n} of {} ({:.2}%)", it.known, 100.0 * n as f64 / it.known.max(1) as f64);
    println!("index {} records, {:.2} keys a record, at most {limit} candidates", it.index, it.keys_a_record);
    println!("among the candidates {}", share(it.found));
    println!("among the first ten {}", share(it.in_ten));
    println!("first {}", share(it.first));
    println!("a question takes {:?} (p50), {:?} (p99)", it.p50, it.p99);
    for missed in it.missed.iter().take(show) {
        println!("{missed}");
    }
    Ok(())
}
