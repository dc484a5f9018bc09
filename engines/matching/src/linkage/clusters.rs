//! Clusters that no single record can chain together: average linkage over all pairs of a group.

use super::compare::Comparing;
use super::model::Model;
use super::run::Weighed;

/// Records of a group that are put side by side all with all; a bigger group is first cut at higher weights.
const GROUP: usize = 300;
/// Bits beyond which a single pair says no more against one person: a record that is badly wrong disagrees with
/// everything.
const AGAINST: f32 = -5.0;
/// Bits beyond which a single pair says no more for one person.
const FOR: f32 = 14.0;

/// The cluster of each record (the place of its first record), and its pairs with the mean weight at which their
/// clusters were joined.
pub(crate) fn find(comparing: &Comparing<'_>, model: &Model, edges: &[Weighed], cut: f32) -> Clusters {
    let mut out = Clusters { of: (0..comparing.table.len() as u32).collect(), pairs: Vec::new() };
    let strong: Vec<Weighed> = edges.iter().filter(|it| it.bits > cut).copied().collect();
    let mut waiting = vec![(strong, cut)];
    while let Some((edges, at)) = waiting.pop() {
        for group in groups(edges) {
            if group.records.len() <= GROUP {
                link(comparing, model, &group.records, cut, &mut out);
            } else {
                let higher = at + 2.0;
                waiting.push((group.edges.into_iter().filter(|it| it.bits > higher).collect(), higher));
            }
        }
    }
    out.pairs.sort_unstable_by_key(|it| (it.a, it.b));
    out
}

/// What came out.
pub(crate) struct Clusters {
    /// For each record the place of the first record of its cluster.
    pub(crate) of: Vec<u32>,
    /// All pairs within clusters, in order.
    pub(crate) pairs: Vec<Weighed>,
}

struct Group {
    records: Vec<u32>,
    edges: Vec<Weighed>,
}

/// Connected groups of edges.
fn groups(edges: Vec<Weighed>) -> Vec<Group> {
    let mut records: Vec<u32> = edges.iter().flat_map(|it| [it.a, it.b]).collect();
    records.sort_unstable();
    records.dedup();
    let place = |it: u32| records.binary_search(&it).unwrap_or(0);
    let mut root: Vec<u32> = (0..records.len() as u32).collect();
    fn top(root: &mut [u32], mut at: u32) -> u32 {
        while root[at as usize] != at {
            root[at as usize] = root[root[at as usize] as usize];
            at = root[at as usize];
        }
        at
    }
    for it in &edges {
        let (x, y) = (top(&mut root, place(it.a) as u32), top(&mut root, place(it.b) as u32));
        root[x.max(y) as usize] = x.min(y);
    }
    let mut number = vec![u32::MAX; records.len()];
    let mut out: Vec<Group> = Vec::new();
    for at in 0..records.len() as u32 {
        let it = top(&mut root, at) as usize;
        if number[it] == u32::MAX {
            number[it] = out.len() as u32;
            out.push(Group { records: Vec::new(), edges: Vec::new() });
        }
        out[number[it] as usize].records.push(records[at as usize]);
    }
    for it in edges {
        let group = number[top(&mut root, place(it.a) as u32) as usize];
        out[group as usize].edges.push(it);
    }
    out
}

/// Joins the two clusters whose pairs weigh most on average, until none is above the cut.
fn link(comparing: &Comparing<'_>, model: &Model, records: &[u32], cut: f32, out: &mut Clusters) {
    let count = records.len();
    let mut sums = vec![0.0_f32; count * count];
    for i in 0..count {
        for j in i + 1..count {
            let bits = model.weight(&comparing.pair(records[i], records[j])).clamp(AGAINST, FOR);
            sums[i * count + j] = bits;
            sums[j * count + i] = bits;
        }
    }
    let mut sizes = vec![1.0_f32; count];
    let mut live: Vec<usize> = (0..count).collect();
    let mut members: Vec<Vec<u32>> = records.iter().map(|it| vec![*it]).collect();
    loop {
        let mut best = (cut, 0, 0);
        for (nth, i) in live.iter().enumerate() {
            for j in &live[nth + 1..] {
                let mean = sums[i * count + j] / (sizes[*i] * sizes[*j]);
                if mean > best.0 {
                    best = (mean, *i, *j);
                }
            }
        }
        let (bits, i, j) = best;
        if i == j {
            break;
        }
        for k in &live {
            if *k != i && *k != j {
                sums[i * count + k] += sums[j * count + k];
                sums[k * count + i] = sums[i * count + k];
            }
        }
        sizes[i] += sizes[j];
        live.retain(|it| *it != j);
        let joined = std::mem::take(&mut members[j]);
        for a in &members[i] {
            out.pairs.extend(joined.iter().map(|b| Weighed { a: *a.min(b), b: *a.max(b), bits }));
        }
        members[i].extend(joined);
    }
    for it in &members {
        let first = it.iter().min().copied();
        it.iter().for_each(|at| out.of[*at as usize] = first.unwrap_or(*at));
    }
}
