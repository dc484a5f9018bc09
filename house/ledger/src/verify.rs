//! Checking a bundle: signatures, order, every proof, and the roots computed again from the entries themselves.

use std::collections::BTreeMap;
use std::fmt;

use tlog_tiles::Hash;

use crate::{Bundle, Entry, Head, Tree, check_consistency, check_inclusion, verify_checkpoint};

/// How many findings are listed; all are counted.
const LISTED: usize = 100;

/// What somebody outside holds and believes, against which a bundle is checked. Without it a bundle can only be at
/// one with itself: somebody who has the key can write a new one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Trusted<'a> {
    /// The verifier key as handed over earlier.
    pub verifier_key: Option<&'a str>,
    /// A checkpoint received earlier, such as by mail or in the annual report.
    pub checkpoint: Option<&'a str>,
}

/// A kind of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// The bundle's key is not the one that was handed over.
    Key,
    /// A checkpoint is not one, or is not signed by the key.
    Checkpoint,
    /// Checkpoints or entries are not in order, or those of two logs are mixed.
    Order,
    /// More or fewer entries than were signed.
    Count,
    /// An entry's text is not what the ledger writes, or its number is another.
    Entry,
    /// An inclusion proof does not hold.
    Inclusion,
    /// The entries do not give the root that was signed.
    Root,
    /// A consistency proof does not hold.
    Consistency,
    /// The checkpoint received earlier does not fit these entries.
    Earlier,
}

/// A fault and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong.
    pub fault: Fault,
    /// The number of the entry, or the place of the checkpoint or proof, from 0.
    pub at: u64,
}

/// What a check of a bundle found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// Checkpoints whose signature holds.
    pub checkpoints: u64,
    /// Inclusion proofs that hold.
    pub inclusion: u64,
    /// Consistency proofs that hold.
    pub consistency: u64,
    /// How many faults there are in all.
    pub bad: u64,
    /// The first hundred of them.
    pub listed: Vec<Finding>,
}

impl Findings {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn sound(&self) -> bool {
        self.bad == 0
    }

    fn add(&mut self, fault: Fault, at: u64) {
        self.bad += 1;
        if self.listed.len() < LISTED {
            self.listed.push(Finding { fault, at });
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.at;
        match self.fault {
            Fault::Key => write!(f, "the key is not the one that was handed over"),
            Fault::Checkpoint => write!(f, "checkpoint {at} is not signed by the key"),
            Fault::Order => write!(f, "number {at} is out of order"),
            Fault::Count => write!(f, "there are {at} entries; the last checkpoint signs another number"),
            Fault::Entry => write!(f, "entry {at} is not as the ledger writes it"),
            Fault::Inclusion => write!(f, "entry {at} is not proved to be in the tree"),
            Fault::Root => write!(f, "the entries do not give the root that checkpoint {at} signs"),
            Fault::Consistency => write!(f, "consistency proof {at} does not hold"),
            Fault::Earlier => write!(f, "the checkpoint received earlier does not fit these entries"),
        }
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { checkpoints, inclusion, consistency, bad, .. } = self;
        write!(
            f,
            "{checkpoints} checkpoints, {inclusion} inclusion proofs, {consistency} consistency proofs, {bad} bad"
        )
    }
}

impl Bundle {
    /// Checks everything that the bundle says against itself and against what is trusted.
    #[must_use]
    pub fn verify(&self, trusted: &Trusted<'_>) -> Findings {
        let mut found = Findings::default();
        let key = trusted.verifier_key.map_or(self.vkey.trim(), str::trim);
        if key != self.vkey.trim() {
            found.add(Fault::Key, 0);
        }
        let heads = self.heads(key, &mut found);
        let roots = self.entries(&mut found);
        let count = self.inclusion.len() as u64;
        match heads.last() {
            Some(Some(last)) => {
                if last.size != count {
                    found.add(Fault::Count, count);
                }
                self.proofs(last, &mut found);
            }
            Some(None) => {} // already found: its signature does not hold
            None => found.add(Fault::Count, count),
        }
        for (at, head) in heads.iter().enumerate() {
            if let Some(head) = head
                && roots.get(&head.size).is_some_and(|root| *root != head.root)
            {
                found.add(Fault::Root, at as u64);
            }
        }
        self.between(&heads, &mut found);
        if let Some(earlier) = trusted.checkpoint {
            let fits = verify_checkpoint(key, earlier).is_ok_and(|it| {
                root_at(self, it.size).is_some_and(|root| root == it.root)
                    && heads.iter().flatten().all(|head| head.origin == it.origin)
            });
            if !fits {
                found.add(Fault::Earlier, 0);
            }
        }
        found
    }

    /// Reads every checkpoint; they must be of one log and grow.
    fn heads(&self, key: &str, found: &mut Findings) -> Vec<Option<Head>> {
        let mut before: Option<Head> = None;
        let mut heads = Vec::with_capacity(self.checkpoints.len());
        for (at, text) in self.checkpoints.iter().enumerate() {
            let head = verify_checkpoint(key, text).ok();
            match &head {
                Some(head) => {
                    found.checkpoints += 1;
                    if before.as_ref().is_some_and(|it| it.size > head.size || it.origin != head.origin) {
                        found.add(Fault::Order, at as u64);
                    }
                    before = Some(head.clone());
                }
                None => found.add(Fault::Checkpoint, at as u64),
            }
            heads.push(head);
        }
        heads
    }

    /// Reads every entry and computes the root at each size that a checkpoint could sign.
    fn entries(&self, found: &mut Findings) -> BTreeMap<u64, Hash> {
        let mut tree = Tree::empty();
        let wanted: std::collections::BTreeSet<u64> =
            self.checkpoints.iter().filter_map(|it| it.lines().nth(1)?.parse().ok()).collect();
        let mut roots = BTreeMap::from([(0, tree.root())]);
        for (at, it) in self.inclusion.iter().enumerate() {
            let at = at as u64;
            if it.index != at {
                found.add(Fault::Order, at);
            }
            if !Entry::read(&it.body).is_ok_and(|(seq, _)| seq == Some(at)) {
                found.add(Fault::Entry, at);
            }
            tree.append(&[&it.body]);
            if wanted.contains(&tree.size()) {
                roots.insert(tree.size(), tree.root());
            }
        }
        roots
    }

    fn proofs(&self, last: &Head, found: &mut Findings) {
        for it in &self.inclusion {
            match check_inclusion(&it.proof, it.index, &it.body, last.size, last.root) {
                Ok(()) => found.inclusion += 1,
                Err(_) => found.add(Fault::Inclusion, it.index),
            }
        }
    }

    fn between(&self, heads: &[Option<Head>], found: &mut Findings) {
        for (at, it) in self.consistency.iter().enumerate() {
            let old = heads.get(it.old).and_then(Option::as_ref);
            let new = heads.get(it.new).and_then(Option::as_ref);
            let holds = old.zip(new).is_some_and(|(old, new)| {
                check_consistency(&it.proof, (old.size, old.root), (new.size, new.root)).is_ok()
            });
            if holds { found.consistency += 1 } else { found.add(Fault::Consistency, at as u64) }
        }
    }
}

/// The root over the first entries, or nothing where there are not so many.
fn root_at(bundle: &Bundle, size: u64) -> Option<Hash> {
    let first = bundle.inclusion.get(..usize::try_from(size).ok()?)?;
    let mut tree = Tree::empty();
    for it in first {
        tree.append(&[&it.body]);
    }
    Some(tree.root())
}
