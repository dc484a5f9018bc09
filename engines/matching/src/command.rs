//! `holdfast match`: lists in, clusters or pairs out.

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::linkage::blocks;
use crate::linkage::levels::{self, ALL};
use crate::linkage::model::probability;
use crate::linkage::run::{self};
use crate::linkage::table::Table;
use crate::linkage::{clusters, read};

/// dedupe
pub fn dedupe(file: &Path, out: &Path, pairs: Option<&PathBuf>, threads: usize) -> Result<(), Box<dyn std::error::Error>> {
    let t0 = std::time::Instant::now();
    let mut table = Table::default();
    read::file(file, &mut table, 0)?;
    table.settle()?;
    eprintln!("read {:?}", t0.elapsed());
    let found = blocks::find(&table, false, threads);
    eprintln!("blocks {:?} {} bound {}", t0.elapsed(), found.len(), found.bound);
    let run::Weighing { trained, pairs: edges } = run::learn_and_weigh(&table, &found, false, threads);
    eprintln!("trained {:?} {:?} names {}", t0.elapsed(), trained.model.pairs, trained.learned_names.len());
    if std::env::args().any(|it| it == "-v") {
        for f in ALL {
            for (n, l) in levels::of(f).iter().enumerate().skip(1) {
                let s = |c: usize| trained.model.shares[c][f as usize][n];
                eprintln!("{:12} {:14} S {:.5} H {:.5} W {:.5} C {:.7} seen {}", levels::named(f).0, l.name, s(0), s(1), s(2), s(3), trained.model.seen[f as usize][n]);
            }
        }
        for (a, b, n) in trained.learned_names.iter().take(60) {
            eprint!("{}={}({n}) ", table.names.text(*a), table.names.text(*b));
        }
    }
    eprintln!("kept {}", edges.len());
    drop(found);
    let comparing = trained.comparing(&table);
    let of = clusters::find(&comparing, &trained.model, &edges, 0.0, table.len());
    eprintln!("clusters {:?}", t0.elapsed());
    let mut w = std::io::BufWriter::new(std::fs::File::create(out)?);
    writeln!(w, "record_id,cluster_id")?;
    for (n, c) in of.iter().enumerate() {
        writeln!(w, "{},{}", table.ids[n], table.ids[*c as usize])?;
    }
    if let Some(p) = pairs {
        let mut w = std::io::BufWriter::new(std::fs::File::create(p)?);
        writeln!(w, "left_id,right_id,probability,weight,evidence")?;
        for e in &edges {
            let f = comparing.pair(e.a, e.b);
            let ev: Vec<String> = ALL.iter().filter(|it| f.level(**it) != 0).map(|it| format!("{}:{}", levels::named(*it).0, levels::of(*it)[usize::from(f.level(*it))].name)).collect();
            writeln!(w, "{},{},{:.9},{:.3},{}", table.ids[e.a as usize], table.ids[e.b as usize], probability(e.bits), e.bits, ev.join(";"))?;
        }
    }
    Ok(())
}
