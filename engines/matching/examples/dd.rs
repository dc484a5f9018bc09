use matching::command::{How, Task, run};
fn main() { let a: Vec<String> = std::env::args().collect(); let how = How { threads: a[2].parse().unwrap(), ..How::default() };
 let t = if a[1] == "link" { Task::Link { query: a[3].clone().into(), index: a[4].clone().into(), out: a[5].clone().into(), how } } else { Task::Dedupe { file: a[3].clone().into(), out: a[4].clone().into(), pairs: a.get(5).map(Into::into), how } };
 if let Err(e) = run(&t, &mut std::io::stderr()) { eprintln!("{e}"); } }
