//! Whole lists without the hub: `cargo run --release -p matching --example lists -- dedupe LIST CLUSTERS [PAIRS]`,
//! `… link QUERY INDEX PAIRS`, `… explain LIST LEFT RIGHT PICTURE`, `… serve-bench INDEX QUERY`.

use std::path::PathBuf;

use matching::command::{How, Task, run};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let how = How { threads: std::thread::available_parallelism().map_or(1, usize::from), ..How::default() };
    let path = |it: &str| PathBuf::from(it);
    let task = match words.as_slice() {
        ["dedupe", file, out, rest @ ..] => {
            Task::Dedupe { file: path(file), out: path(out), pairs: rest.first().map(PathBuf::from), how }
        }
        ["link", query, index, out] => Task::Link { query: path(query), index: path(index), out: path(out), how },
        ["explain", file, left, right, out] => Task::Explain {
            file: path(file),
            left: (*left).to_owned(),
            right: (*right).to_owned(),
            out: Some(path(out)),
            how,
        },
        ["serve-bench", index, query] => Task::ServeBench { index: path(index), query: path(query), out: None },
        _ => return Err("say dedupe, link, explain or serve-bench and its files".into()),
    };
    Ok(run(&task, &mut std::io::stdout(), &mut std::io::stderr())?)
}
