//! `holdfast match`: lists in, clusters or pairs out. The hub's command line hands its arguments on to [`run`].

mod serve;

use std::fmt::{self, Write as _};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::linkage::compare::Detailed;
use crate::linkage::model::probability;
use crate::linkage::picture::escaped;
use crate::linkage::read::{self, Unread};
use crate::linkage::report::{self, Told as Report};
use crate::linkage::run::{self, Trained, Weighed, Weighing};
use crate::linkage::table::Table;
use crate::linkage::{answers, blocks, clusters, explain};

/// What to do.
#[derive(Clone, Debug)]
pub enum Task {
    /// Finds the records of one list that are one person.
    Dedupe {
        /// The list, a CSV file.
        file: PathBuf,
        /// Where the clusters go: `record_id,cluster_id`.
        out: PathBuf,
        /// Where the pairs go.
        pairs: Option<PathBuf>,
        /// How it is done.
        how: How,
    },
    /// Finds the person of each record of a list in another.
    Link {
        /// The records asked about.
        query: PathBuf,
        /// The records known.
        index: PathBuf,
        /// Where the pairs go.
        out: PathBuf,
        /// How it is done.
        how: How,
    },
    /// Tells why two records of a list are one person or not.
    Explain {
        /// The list, a CSV file; the model is learned from it.
        file: PathBuf,
        /// The `record_id` of the one.
        left: String,
        /// The `record_id` of the other.
        right: String,
        /// Where the picture goes: `.svg`, or `.html` with the table below it.
        out: Option<PathBuf>,
        /// How it is done.
        how: How,
    },
    /// Measures look-ups one at a time in an index held in memory.
    ServeBench {
        /// The records known.
        index: PathBuf,
        /// The records asked about.
        query: PathBuf,
        /// Where the best answers go, if anywhere, as those of a linkage.
        out: Option<PathBuf>,
    },
}

/// How it is done.
#[derive(Clone, Debug)]
pub struct How {
    /// From which probability on two records are one person.
    pub threshold: f64,
    /// How many threads work; the answer does not depend on it.
    pub threads: usize,
    /// Where the report of what was learned goes, as one HTML file.
    pub report: Option<PathBuf>,
}

impl Default for How {
    fn default() -> Self {
        Self { threshold: 0.5, threads: 1, report: None }
    }
}

impl How {
    /// The threshold in bits.
    fn cut(&self) -> f32 {
        let it = self.threshold.clamp(1e-6, 1.0 - 1e-6);
        (it / (1.0 - it)).log2() as f32
    }
}

/// Why it was not done.
#[derive(Debug)]
pub enum Failed {
    /// What was given cannot be used: what, where, how to mend it.
    Input(String),
    /// An answer could not be written.
    Output(String),
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(why) | Self::Output(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for Failed {}

impl From<Unread> for Failed {
    fn from(it: Unread) -> Self {
        Self::Input(it.0)
    }
}

/// Does it. `answer` gets what is asked for where no file is named, `told` gets progress.
///
/// # Errors
/// What cannot be read or written.
pub fn run(task: &Task, answer: &mut dyn Write, told: &mut dyn Write) -> Result<(), Failed> {
    match task {
        Task::Dedupe { file, out, pairs, how } => dedupe(file, out, pairs.as_deref(), how, told),
        Task::Link { query, index, out, how } => link(query, index, out, how, told),
        Task::Explain { file, left, right, out, how } => explained(file, [left, right], out.as_deref(), how, answer),
        Task::ServeBench { index, query, out } => serve::bench(index, query, out.as_deref(), answer),
    }
}

fn table(files: &[(&Path, u8)]) -> Result<Table, Failed> {
    let mut table = Table::default();
    for (file, side) in files {
        read::file(file, &mut table, *side)?;
    }
    if table.len() > blocks::MOST {
        return Err(Failed::Input(format!(
            "{} records: at most {} can be matched in one go",
            table.len(),
            blocks::MOST
        )));
    }
    table.settle().map_err(|id| Failed::Input(format!("record_id {id:?} occurs twice: give each record its own")))?;
    Ok(table)
}

fn dedupe(file: &Path, out: &Path, pairs: Option<&Path>, how: &How, told: &mut dyn Write) -> Result<(), Failed> {
    let table = table(&[(file, 0)])?;
    let _ = writeln!(told, "{} records read", table.len());
    let found = blocks::find(&table, false, how.threads);
    let _ = writeln!(told, "{} pairs to compare", found.len());
    let Weighing { trained, pairs: weighed } = run::learn_and_weigh(&table, &found, false, how.threads);
    let comparing = trained.comparing(&table);
    let done = clusters::find(&comparing, &trained.model, &weighed, how.cut());
    let _ = writeln!(told, "{} pairs are one person", done.pairs.len());
    let report = Report {
        table: &table,
        trained: &trained,
        found: &found,
        weighed: &weighed,
        clusters: Some(&done),
        cut: how.cut(),
    };
    write_report(&report, how)?;
    drop(found);
    written(out, |file| {
        writeln!(file, "record_id,cluster_id")?;
        for (id, of) in table.ids.iter().zip(&done.of) {
            writeln!(file, "{},{}", quoted(id), quoted(&table.ids[*of as usize]))?;
        }
        Ok(())
    })?;
    match pairs {
        Some(pairs) => written(pairs, |file| write_pairs(file, &table, &trained, &closed(weighed, &done, how.cut()))),
        None => Ok(()),
    }
}

/// Pairs and clusters say the same: a pair within a cluster weighs at least what its clusters were joined by, one
/// across clusters stays below the cut.
fn closed(weighed: Vec<Weighed>, done: &clusters::Clusters, cut: f32) -> Vec<Told> {
    let mut joined = done.pairs.iter().peekable();
    let mut out = Vec::with_capacity(weighed.len());
    for it in weighed {
        while let Some(pair) = joined.next_if(|pair| (pair.a, pair.b) < (it.a, it.b)) {
            out.push(Told { pair: *pair, beside: "cluster:joined" });
        }
        match joined.next_if(|pair| (pair.a, pair.b) == (it.a, it.b)) {
            Some(pair) => {
                let bits = (it.bits.max(cut) + pair.bits) / 2.0;
                out.push(Told { pair: Weighed { bits: bits.max(cut + 0.001), ..it }, beside: "cluster:joined" });
            }
            None => out.push(Told { pair: Weighed { bits: it.bits.min(cut - 0.001), ..it }, beside: "cluster:apart" }),
        }
    }
    out.extend(joined.map(|pair| Told { pair: *pair, beside: "cluster:joined" }));
    out
}

/// A pair as it is told, and what beside its fields makes its weight: its cluster, or rivals.
struct Told {
    pair: Weighed,
    beside: &'static str,
}

fn link(query: &Path, index: &Path, out: &Path, how: &How, told: &mut dyn Write) -> Result<(), Failed> {
    let table = table(&[(index, 0), (query, 1)])?;
    let _ = writeln!(told, "{} records read", table.len());
    let found = blocks::find(&table, true, how.threads);
    let _ = writeln!(told, "{} pairs to compare", found.len());
    let Weighing { trained, pairs } = run::learn_and_weigh(&table, &found, true, how.threads);
    let report =
        Report { table: &table, trained: &trained, found: &found, weighed: &pairs, clusters: None, cut: how.cut() };
    write_report(&report, how)?;
    drop(found);
    let best = answers::best(&trained.comparing(&table), &trained.model, pairs);
    let turned: Vec<Told> =
        best.iter().map(|it| Told { pair: Weighed { a: it.b, b: it.a, bits: it.bits }, beside: "rivals:" }).collect();
    written(out, |file| write_pairs(file, &table, &trained, &turned))
}

fn write_report(it: &Report<'_>, how: &How) -> Result<(), Failed> {
    match &how.report {
        Some(path) => written(path, |file| file.write_all(report::html(it).as_bytes())),
        None => Ok(()),
    }
}

fn explained(
    file: &Path,
    ids: [&String; 2],
    out: Option<&Path>,
    how: &How,
    answer: &mut dyn Write,
) -> Result<(), Failed> {
    let table = table(&[(file, 0)])?;
    let place = |id: &String| {
        let found = table.ids.binary_search_by(|it| (**it).cmp(id.as_str()));
        found.map_err(|_| Failed::Input(format!("{}: no record has the record_id {id:?}", file.display())))
    };
    let [a, b] = [place(ids[0])?, place(ids[1])?];
    let found = blocks::find(&table, false, how.threads);
    let trained = run::learn_and_weigh(&table, &found, false, how.threads).trained;
    let detailed: Detailed = trained.comparing(&table).records(&table.recs[a], &table.recs[b]);
    let why = explain::of(&trained.model, &detailed);
    answer
        .write_all(why.text().as_bytes())
        .map_err(|e| Failed::Output(format!("the answer cannot be written: {e}")))?;
    let Some(out) = out else { return Ok(()) };
    let page = out.extension().is_some_and(|it| it == "html");
    let text = if page {
        format!(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Two records</title></head><body>\
             <h1>{} and {}</h1>{}{}</body></html>\n",
            escaped(ids[0]),
            escaped(ids[1]),
            why.svg(),
            why.table()
        )
    } else {
        why.svg()
    };
    written(out, |file| file.write_all(text.as_bytes()))
}

fn write_pairs(file: &mut dyn Write, table: &Table, trained: &Trained, pairs: &[Told]) -> io::Result<()> {
    writeln!(file, "left_id,right_id,probability,weight,evidence")?;
    let comparing = trained.comparing(table);
    for it in pairs {
        let (a, b) = (it.pair.a, it.pair.b);
        let detailed: Detailed = comparing.records(&table.recs[a as usize], &table.recs[b as usize]);
        let why = explain::of(&trained.model, &detailed);
        let mut evidence = why.to_string();
        let bits = it.pair.bits;
        if (bits - why.bits).abs() > 0.005 {
            let _ = write!(evidence, ";{}:{:+.2}", it.beside, bits - why.bits);
        }
        let ids = [quoted(&table.ids[a as usize]), quoted(&table.ids[b as usize])];
        writeln!(file, "{},{},{:.9},{bits:.3},{}", ids[0], ids[1], probability(bits), evidence)?;
    }
    Ok(())
}

/// An id as CSV wants it.
fn quoted(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\"")).into()
    } else {
        text.into()
    }
}

/// Writes a file as a whole: beside its place first, so that nothing is ever half written.
fn written(to: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failed> {
    let failed = |e: io::Error| Failed::Output(format!("{}: cannot be written: {e}", to.display()));
    if !to.parent().is_none_or(|it| it.as_os_str().is_empty() || it.is_dir()) {
        return Err(failed(io::Error::other("there is no such folder")));
    }
    // A pipe or a device is written as it is.
    let plain = std::fs::metadata(to).map_or(true, |it| it.is_file());
    let beside = if plain { to.with_added_extension("part") } else { to.to_owned() };
    let mut file = BufWriter::with_capacity(1 << 18, File::create(&beside).map_err(failed)?);
    write(&mut file).and_then(|()| file.flush()).map_err(failed)?;
    drop(file);
    if plain { std::fs::rename(&beside, to).map_err(failed) } else { Ok(()) }
}
