use matching::command::{How, Task, run};
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let how = How { threads: a[2].parse().unwrap(), ..How::default() };
    let t = match a[1].as_str() {
        "link" => Task::Link { query: a[3].clone().into(), index: a[4].clone().into(), out: a[5].clone().into(), how },
        "serve" => {
            Task::ServeBench { index: a[3].clone().into(), query: a[4].clone().into(), out: a.get(5).map(Into::into) }
        }
        _ => Task::Dedupe { file: a[3].clone().into(), out: a[4].clone().into(), pairs: a.get(5).map(Into::into), how },
    };
    if let Err(e) = run(&t, &mut std::io::stdout(), &mut std::io::stderr()) {
        eprintln!("{e}");
    }
}
