//! Look-ups one at a time, measured.

use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use super::{Failed, quoted, written};
use crate::Index;
use crate::linkage::read;

/// Loads the index once, asks each query by itself, prints the times as JSON.
pub(super) fn bench(index: &Path, query: &Path, out: Option<&Path>, answer: &mut dyn Write) -> Result<(), Failed> {
    let begun = Instant::now();
    let mut index = Index::read(index)?;
    let load = begun.elapsed();
    let questions = read::list(query)?;
    let mut times: Vec<Duration> = Vec::with_capacity(questions.len());
    let mut lines: Vec<String> = Vec::new();
    let begun = Instant::now();
    for row in &questions {
        let row: [&str; 20] = std::array::from_fn(|at| row[at].as_str());
        let asked = Instant::now();
        let found = index.look_up(&row, 10);
        times.push(asked.elapsed());
        if out.is_some() {
            for it in found {
                let ids = (quoted(row[0]), quoted(&it.id));
                lines.push(format!("{},{},{:.9},{:.3},{}", ids.0, ids.1, it.probability, it.bits, it.why));
            }
        }
    }
    let whole = begun.elapsed();
    if let Some(out) = out {
        written(out, |file| {
            writeln!(file, "left_id,right_id,probability,weight,evidence")?;
            lines.iter().try_for_each(|line| writeln!(file, "{line}"))
        })?;
    }
    times.sort_unstable();
    let at = |share: f64| -> f64 {
        let nth = ((times.len() as f64 * share).ceil() as usize).clamp(1, times.len().max(1)) - 1;
        times.get(nth).map_or(0.0, |it| it.as_secs_f64() * 1e6)
    };
    let rate = times.len() as f64 / whole.as_secs_f64().max(1e-9);
    writeln!(
        answer,
        "{{\"records\": {}, \"queries\": {}, \"p50\": {:.1}, \"p95\": {:.1}, \"p99\": {:.1}, \"max\": {:.1}, \
         \"records_per_second\": {rate:.0}, \"load_seconds\": {:.3}, \"peak_memory_mib\": {:.1}, \
         \"index_bytes_a_record\": {:.0}}}",
        index.len(),
        times.len(),
        at(0.5),
        at(0.95),
        at(0.99),
        at(1.0),
        load.as_secs_f64(),
        peak_mib(),
        index.bytes() as f64 / index.len().max(1) as f64,
    )
    .map_err(|e| Failed::Output(format!("the answer cannot be written: {e}")))
}

/// The most memory that the process had, in MiB, where the system tells it; else nought.
fn peak_mib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:")).unwrap_or("");
    line.trim().trim_end_matches("kB").trim().parse::<f64>().unwrap_or(0.0) / 1024.0
}
