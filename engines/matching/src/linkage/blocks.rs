//! Which pairs are compared: those that share a key, in blocks of bounded size. A block that is too big is split by
//! further fields; what is too big even then keeps its neighbours only, and is told ([`Blocks::given_up`]).

use super::block_keys::{base, refined, written};
use super::hash::mix;
use super::levels::Field;
use super::table::Table;

/// The kinds of key. None of them needs a birth date alone, and each field can be missing or wrong in some of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Kind {
    Numbers,
    Phone,
    Email,
    Birth,
    NameAndYear,
    NameAndBirthday,
    TwoNames,
    NameAndPlace,
    Home,
    Postcode,
    NameAndOther,
    Name,
}

pub(crate) const KINDS: [Kind; 12] = [
    Kind::Numbers,
    Kind::Phone,
    Kind::Email,
    Kind::Birth,
    Kind::NameAndYear,
    Kind::NameAndBirthday,
    Kind::TwoNames,
    Kind::NameAndPlace,
    Kind::Home,
    Kind::Postcode,
    Kind::NameAndOther,
    Kind::Name,
];

impl Kind {
    /// In words, for the report.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Numbers => "national or education identifier",
            Self::Phone => "telephone",
            Self::Email => "e-mail",
            Self::Birth => "birth date, day and month in either order",
            Self::NameAndYear => "a name and the birth year",
            Self::NameAndBirthday => "a name and two parts of the birth date",
            Self::TwoNames => "two names in any order, as they sound",
            Self::NameAndPlace => "a name and the postcode district or town",
            Self::Home => "house and street",
            Self::Postcode => "postcode",
            Self::NameAndOther => "a name and birth place or occupation",
            Self::Name => "a rare name",
        }
    }
}

/// Bits for a record's place in the table.
const PLACE: u32 = 26;
const PLACES: u64 = (1 << PLACE) - 1;

/// The most records that one task can hold.
pub(crate) const MOST: usize = PLACES as usize;

/// The pairs to compare.
pub(crate) struct Blocks {
    /// Each once, in order: left, right, kinds of key they share.
    pairs: Vec<u64>,
    /// Pairs in blocks that were too big, by kind: not compared unless another key finds them.
    pub(crate) given_up: [u64; 12],
    /// Records that a block may hold.
    pub(crate) bound: usize,
}

impl Blocks {
    pub(crate) fn len(&self) -> usize {
        self.pairs.len()
    }

    /// The nth pair and how many kinds of key found it.
    pub(crate) fn pair(&self, nth: usize) -> (u32, u32, u16) {
        let it = self.pairs[nth];
        ((it >> (PLACE + 12)) as u32, (it >> 12 & PLACES) as u32, (it & 0xfff) as u16)
    }
}

/// How many records a block may hold: many where there are few records, few where there are many.
fn bound(records: usize) -> usize {
    let scaled = 55.0 * (25_000.0 / records.max(1) as f64).powf(0.75);
    (scaled as usize).clamp(6, 150)
}

/// The same for kinds of key that rarely find a pair that no other kind finds.
fn bound_of(kind: Kind, records: usize) -> usize {
    if weak(kind) { (1_400_000 / records.max(1)).clamp(4, bound(records)) } else { bound(records) }
}

/// Kinds whose pairs other kinds mostly find too, where birth dates are known.
fn weak(kind: Kind) -> bool {
    match kind {
        Kind::NameAndYear | Kind::NameAndPlace | Kind::Home | Kind::Postcode | Kind::NameAndOther => true,
        Kind::Numbers
        | Kind::Phone
        | Kind::Email
        | Kind::Birth
        | Kind::NameAndBirthday
        | Kind::TwoNames
        | Kind::Name => false,
    }
}

/// From so many records on, the blocks of weak kinds are not split further.
const LONG: usize = 300_000;

/// Finds the pairs. `across`: only pairs of different sides.
pub(crate) fn find(table: &Table, across: bool, threads: usize) -> Blocks {
    let bound = bound(table.len());
    let mut out = Blocks { pairs: Vec::new(), given_up: [0; 12], bound };
    let mut waiting: Vec<Kind> = KINDS.to_vec();
    while !waiting.is_empty() {
        let now: Vec<Kind> = waiting.drain(..threads.clamp(1, waiting.len())).collect();
        let found: Vec<(Kind, Vec<u64>, u64)> = std::thread::scope(|scope| {
            let all: Vec<_> = now
                .iter()
                .map(|kind| scope.spawn(|| of_kind(table, *kind, across, bound_of(*kind, table.len()))))
                .collect();
            all.into_iter()
                .zip(&now)
                .map(|(it, kind)| {
                    let (pairs, given_up) = it.join().unwrap_or_default();
                    (*kind, pairs, given_up)
                })
                .collect()
        });
        for (kind, pairs, given_up) in found {
            out.given_up[kind as usize] = given_up;
            out.pairs.extend(pairs);
        }
        merge(&mut out.pairs);
    }
    out.pairs.shrink_to_fit();
    out
}

/// Puts pairs in order and those that occur again into one, with all their kinds.
fn merge(pairs: &mut Vec<u64>) {
    pairs.sort_unstable();
    pairs.dedup_by(|it, kept| {
        let one = *it >> 12 == *kept >> 12;
        if one {
            *kept |= *it;
        }
        one
    });
}

/// The pairs of one kind of key.
fn of_kind(table: &Table, kind: Kind, across: bool, bound: usize) -> (Vec<u64>, u64) {
    let mut keys = Vec::new();
    let mut entries: Vec<u64> = Vec::with_capacity(table.len());
    for (at, it) in table.recs.iter().enumerate() {
        keys.clear();
        base(table, it, kind, &mut keys);
        enter(&mut keys, at, &mut entries);
    }
    let mut gather = Gather { table, across, bound, mark: 1 << kind as u64, pairs: Vec::new(), given_up: 0 };
    let mut finer: Vec<u64> = Vec::new();
    let skip = weak(kind) && table.len() > LONG && table.filled[Field::Birth as usize] as usize * 2 > table.len();
    gather.blocks(&mut entries, &mut |key, block, gather| {
        if skip {
            gather.neighbours(block);
            return;
        }
        for entry in block {
            let at = (entry & PLACES) as usize;
            keys.clear();
            refined(table, &table.recs[at], kind, &mut keys);
            for it in &mut keys {
                *it = mix(key, *it);
            }
            enter(&mut keys, at, &mut finer);
        }
    });
    drop(entries);
    gather.blocks(&mut finer, &mut |_, block, gather| gather.neighbours(block));
    merge(&mut gather.pairs);
    (gather.pairs, gather.given_up)
}

fn enter(keys: &mut Vec<u64>, at: usize, entries: &mut Vec<u64>) {
    keys.sort_unstable();
    keys.dedup();
    entries.extend(keys.iter().map(|it| it & !PLACES | at as u64));
}

struct Gather<'a> {
    table: &'a Table,
    across: bool,
    bound: usize,
    mark: u64,
    pairs: Vec<u64>,
    given_up: u64,
}

impl Gather<'_> {
    /// Takes all pairs of the blocks that are small enough; hands the others on.
    fn blocks(&mut self, entries: &mut [u64], big: &mut dyn FnMut(u64, &[u64], &mut Self)) {
        entries.sort_unstable();
        for block in entries.chunk_by(|a, b| a >> PLACE == b >> PLACE) {
            let size = block.len();
            if size < 2 {
                continue;
            }
            // Places are in order, so the side of the index comes first.
            let cut = if self.across { block.partition_point(|it| self.side(*it) == 0) } else { 0 };
            let (fits, none) = if self.across {
                (cut * (size - cut) <= self.bound * self.bound, cut == 0 || cut == size)
            } else {
                (size <= self.bound, false)
            };
            if none {
                continue;
            }
            if !fits {
                big(block[0] >> PLACE, block, self);
            } else if self.across {
                for a in &block[..cut] {
                    block[cut..].iter().for_each(|b| self.take(*a, *b));
                }
            } else {
                for (nth, a) in block.iter().enumerate() {
                    block[nth + 1..].iter().for_each(|b| self.take(*a, *b));
                }
            }
        }
    }

    fn side(&self, entry: u64) -> u8 {
        self.table.recs[(entry & PLACES) as usize].side
    }

    fn take(&mut self, a: u64, b: u64) {
        let (a, b) = (a & PLACES, b & PLACES);
        let (a, b) = if a < b { (a, b) } else { (b, a) };
        self.pairs.push(a << (PLACE + 12) | b << 12 | self.mark);
    }

    /// In a block that is still too big each record meets those beside it in the order of what is written: copies
    /// always meet.
    fn neighbours(&mut self, block: &[u64]) {
        const REACH: usize = 1;
        let mut order: Vec<(u64, u64)> =
            block.iter().map(|it| (written(self.table, (*it & PLACES) as usize), *it)).collect();
        order.sort_unstable();
        let mut met = 0;
        for (nth, (_, a)) in order.iter().enumerate() {
            for (_, b) in order[nth + 1..].iter().take(REACH) {
                if !self.across || self.side(*a) != self.side(*b) {
                    self.take(*a, *b);
                    met += 1;
                }
            }
        }
        let size = order.len() as u64;
        self.given_up += (size * (size - 1) / 2).saturating_sub(met);
    }
}
