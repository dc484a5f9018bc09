//! What was learned and found, as one HTML file: weights, frequencies, blocking, calibration, clusters worth a look.

use std::fmt::Write as _;

use super::blocks::{Blocks, KINDS};
use super::clusters::Clusters;
use super::levels::{self, ALL};
use super::model::probability;
use super::picture::escaped;
use super::run::{Trained, Weighed};
use super::table::Table;

const HEAD: &str = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Matching report</title><style>\
body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#111}\
table{border-collapse:collapse;margin:1rem 0}th,td{border:1px solid #767676;padding:.2rem .5rem;text-align:left}\
td.n{text-align:right}</style></head><body><h1>Matching report</h1>";

/// What the report is about.
pub(crate) struct Told<'a> {
    pub(crate) table: &'a Table,
    pub(crate) trained: &'a Trained,
    pub(crate) found: &'a Blocks,
    pub(crate) weighed: &'a [Weighed],
    pub(crate) clusters: Option<&'a Clusters>,
    pub(crate) cut: f32,
}

/// The report.
pub(crate) fn html(it: &Told<'_>) -> String {
    let mut out = String::from(HEAD);
    overview(it, &mut out);
    weights(it, &mut out);
    names(it, &mut out);
    blocking(it, &mut out);
    calibration(it, &mut out);
    if let Some(clusters) = it.clusters {
        worth_a_look(it, clusters, &mut out);
    }
    out.push_str("</body></html>\n");
    out
}

fn overview(it: &Told<'_>, out: &mut String) {
    let pairs = it.trained.model.pairs;
    let _ = write!(
        out,
        "<p>{} records. {} pairs were compared. Among all pairs the model sees {:.0} of one person, {:.0} of two people \
         of one household, {:.0} of twins.</p>",
        it.table.len(),
        it.found.len(),
        pairs[0],
        pairs[1],
        pairs[2]
    );
}

fn weights(it: &Told<'_>, out: &mut String) {
    out.push_str(
        "<h2>Weights</h2><p>Shares of pairs in which both records have the field. Bits are the logarithm (base 2) of \
         <em>one person</em> over <em>any two</em>; where it says <em>by value</em> the rarity of the value decides. A \
         level marked <em>not seen</em> did not come out in training: what is known before holds.</p>",
    );
    for field in ALL {
        if it.table.filled[field as usize] == 0 {
            continue;
        }
        let filled = 100.0 * f64::from(it.table.filled[field as usize]) / it.table.len().max(1) as f64;
        let _ = write!(
            out,
            "<h3>{} (recorded in {filled:.0}%)</h3><table><tr><th>Finding</th><th>One person</th><th>Household</th>\
             <th>Twins</th><th>Any two</th><th>Bits</th></tr>",
            levels::named(field).1
        );
        for (nth, level) in levels::of(field).iter().enumerate().skip(1) {
            let share = |class: usize| it.trained.model.shares[class][field as usize][nth];
            let seen = it.trained.model.seen[field as usize][nth] > 0.0;
            let by_value = level.chance.is_nan();
            let (any, bits) = if by_value {
                ("by value".to_owned(), "by value".to_owned())
            } else {
                (format!("{:.6}", share(3)), format!("{:+.1}", (share(0) / share(3)).log2()))
            };
            let _ = write!(
                out,
                "<tr><td>{}{}</td><td class=\"n\">{:.4}</td><td class=\"n\">{:.4}</td><td class=\"n\">{:.4}</td>\
                 <td class=\"n\">{any}</td><td class=\"n\">{bits}</td></tr>",
                escaped(level.words),
                if seen { "" } else { " (not seen)" },
                share(0),
                share(1),
                share(2)
            );
        }
        out.push_str("</table>");
    }
}

fn names(it: &Told<'_>, out: &mut String) {
    out.push_str("<h2>Names</h2><p>Forenames that these data show to be one, with the families that show it:</p><p>");
    for (a, b, families) in it.trained.learned_names.iter().take(200) {
        let (a, b) = (it.table.names.text(*a), it.table.names.text(*b));
        let _ = write!(out, "{} = {} ({families}); ", escaped(a), escaped(b));
    }
    out.push_str("</p><p>Most frequent surnames: ");
    let words = &it.table.name_words;
    let mut often: Vec<u32> = (1..words.len() as u32).filter(|id| words[*id as usize].as_family > 1).collect();
    often.sort_by_key(|id| (std::cmp::Reverse(words[*id as usize].as_family), *id));
    for id in often.into_iter().take(20) {
        let _ = write!(out, "{} ({}); ", escaped(it.table.names.text(id)), words[id as usize].as_family);
    }
    out.push_str("</p>");
}

/// Pairs of one person that no key found, at least, by those that one and two kinds found (Chao 1987).
fn missed(it: &Told<'_>) -> (f64, f64) {
    let (mut once, mut twice, mut all, mut at) = (0.0_f64, 0.0_f64, 0.0_f64, 0);
    for pair in it.weighed.iter().filter(|pair| pair.bits > it.cut) {
        while at < it.found.len() && (it.found.pair(at).0, it.found.pair(at).1) < (pair.a, pair.b) {
            at += 1;
        }
        if at < it.found.len() {
            let kinds = it.found.pair(at).2.count_ones();
            all += 1.0;
            once += f64::from(u8::from(kinds == 1));
            twice += f64::from(u8::from(kinds == 2));
        }
    }
    (once * once / (2.0 * twice.max(1.0)), all)
}

fn blocking(it: &Told<'_>, out: &mut String) {
    let (missed, all) = missed(it);
    let _ = write!(
        out,
        "<h2>Blocking</h2><p>A block holds at most {} records. From how many kinds of key found each pair, at least \
         {missed:.0} pairs of one person were found by none (Chao's lower bound): {:.2}% of recall given up.</p><table>\
         <tr><th>Key</th><th>Pairs in blocks too big, not compared for this key</th></tr>",
        it.found.bound,
        100.0 * missed / (all + missed).max(1.0)
    );
    for kind in KINDS {
        let _ =
            write!(out, "<tr><td>{}</td><td class=\"n\">{}</td></tr>", kind.words(), it.found.given_up[kind as usize]);
    }
    out.push_str("</table>");
}

fn calibration(it: &Told<'_>, out: &mut String) {
    out.push_str(
        "<h2>Calibration</h2><p>Pairs by weight, and how many of them the model takes for one person. Many pairs near \
         nought mean that the data do not settle them.</p><table><tr><th>Bits</th><th>Pairs</th><th>One person</th></tr>",
    );
    let mut bins = [(0_u64, 0.0_f64); 15];
    for pair in it.weighed {
        let bin = ((pair.bits + 12.0) / 2.0).clamp(0.0, 14.0) as usize;
        bins[bin].0 += 1;
        bins[bin].1 += probability(pair.bits);
    }
    for (nth, (pairs, one)) in bins.iter().enumerate() {
        let from = nth as i32 * 2 - 12;
        let upto = if nth == 14 { "and more".to_owned() } else { format!("to {:+}", from + 2) };
        let _ =
            write!(out, "<tr><td>{from:+} {upto}</td><td class=\"n\">{pairs}</td><td class=\"n\">{one:.0}</td></tr>");
    }
    out.push_str("</table>");
}

fn worth_a_look(it: &Told<'_>, clusters: &Clusters, out: &mut String) {
    let mut sizes: std::collections::BTreeMap<u32, u32> = std::collections::BTreeMap::new();
    clusters.of.iter().for_each(|of| *sizes.entry(*of).or_default() += 1);
    let id = |at: u32| escaped(&it.table.ids[at as usize]);
    let mut largest: Vec<(u32, u32)> = sizes.iter().map(|it| (*it.1, *it.0)).filter(|it| it.0 > 1).collect();
    largest.sort_by(|a, b| b.cmp(a));
    let _ = write!(out, "<h2>Clusters worth a look</h2><p>{} people. The largest clusters:</p><ul>", sizes.len());
    for (size, of) in largest.iter().take(10) {
        let _ = write!(out, "<li>{} with {size} records</li>", id(*of));
    }
    out.push_str("</ul><p>Joined with the least weight:</p><ul>");
    let mut weak: Vec<&Weighed> = clusters.pairs.iter().collect();
    weak.sort_by(|a, b| a.bits.total_cmp(&b.bits).then((a.a, a.b).cmp(&(b.a, b.b))));
    for pair in weak.iter().take(20) {
        let _ = write!(out, "<li>{} and {}: {:+.1} bits</li>", id(pair.a), id(pair.b), pair.bits);
    }
    out.push_str("</ul><p>Alike, and yet kept apart:</p><ul>");
    let apart = |pair: &&Weighed| clusters.of[pair.a as usize] != clusters.of[pair.b as usize] && pair.bits > it.cut;
    let mut split: Vec<&Weighed> = it.weighed.iter().filter(apart).collect();
    split.sort_by(|a, b| b.bits.total_cmp(&a.bits).then((a.a, a.b).cmp(&(b.a, b.b))));
    for pair in split.iter().take(20) {
        let _ = write!(out, "<li>{} and {}: {:+.1} bits</li>", id(pair.a), id(pair.b), pair.bits);
    }
    out.push_str("</ul>");
}
