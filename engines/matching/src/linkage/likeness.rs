//! How two names stand to each other as words.

use super::hash::{self, ByHash};
use super::table::Table;

/// How alike two words are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Alike {
    Not,
    Little,
    Initial,
    Near,
    Learned,
    Same,
}

/// Letters beyond which words are not compared.
const LETTERS: usize = 32;

/// Optimal string alignment distance of two words, up to `most`; `most + 1` where it is more.
pub(crate) fn distance(a: &str, b: &str, most: usize) -> usize {
    let (mut one, mut other) = ([0_u32; LETTERS], [0_u32; LETTERS]);
    let letters = |text: &str, into: &mut [u32; LETTERS]| {
        let mut count = 0;
        for (place, letter) in into.iter_mut().zip(text.chars()) {
            *place = u32::from(letter);
            count += 1;
        }
        count
    };
    let (la, lb) = (letters(a, &mut one), letters(b, &mut other));
    let (mut x, mut y) = (&one[..la], &other[..lb]);
    while let ([p, xs @ ..], [q, ys @ ..]) = (x, y)
        && p == q
    {
        (x, y) = (xs, ys);
    }
    while let ([xs @ .., p], [ys @ .., q]) = (x, y)
        && p == q
    {
        (x, y) = (xs, ys);
    }
    if x.len().abs_diff(y.len()) > most {
        return most + 1;
    }
    aligned(x, y).min(most + 1)
}

fn aligned(x: &[u32], y: &[u32]) -> usize {
    if x.is_empty() || y.is_empty() {
        return x.len().max(y.len());
    }
    let mut rows = [[0_u8; LETTERS + 1]; 3];
    for (nth, it) in rows[0].iter_mut().enumerate().take(y.len() + 1) {
        *it = nth as u8;
    }
    for i in 1..=x.len() {
        let (now, one, two) = (i % 3, (i + 2) % 3, (i + 1) % 3);
        rows[now][0] = i as u8;
        for j in 1..=y.len() {
            let change = rows[one][j - 1] + u8::from(x[i - 1] != y[j - 1]);
            let mut least = change.min(rows[one][j] + 1).min(rows[now][j - 1] + 1);
            if i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1] {
                least = least.min(rows[two][j - 2] + 1);
            }
            rows[now][j] = least;
        }
    }
    usize::from(rows[x.len() % 3][y.len()])
}

/// Whether two lines of text are the same but for a slip in every five letters.
pub(crate) fn lines_near(a: &str, b: &str) -> bool {
    let longest = a.len().max(b.len()).min(LETTERS);
    let most = (longest / 5).max(1);
    if longest <= 2 || a.len().abs_diff(b.len()) > 4 * most {
        return false;
    }
    let letters = |it: &str| it.bytes().fold(0_u64, |sum, b| sum | 1 << (b & 63));
    let apart = (letters(a) ^ letters(b)).count_ones() as usize;
    apart <= 2 * most + 2 && distance(a, b, most) <= most
}

/// Whether two codes are one slip apart: a sign wrong, missing or too many, or two neighbours swapped.
pub(crate) fn codes_near(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a.as_bytes(), b.as_bytes()) } else { (b.as_bytes(), a.as_bytes()) };
    if short.len() < 4 || long.len() - short.len() > 1 {
        return false;
    }
    let from = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let back = short[from..].iter().rev().zip(long[from..].iter().rev()).take_while(|(x, y)| x == y).count();
    let (s, l) = (&short[from..short.len() - back], &long[from..long.len() - back]);
    match (s, l) {
        ([], _) | ([_], [_]) => true,
        ([p, q], [r, t]) => p == t && q == r,
        _ => false,
    }
}

/// Pairs of names that the data showed to be one.
pub(crate) type Learned = ByHash<()>;

/// The key of a pair of names, in whichever order.
pub(crate) fn pair(a: u32, b: u32) -> u64 {
    hash::mix(u64::from(a.min(b)), u64::from(a.max(b)))
}

/// How alike two words of names are.
pub(crate) fn words(table: &Table, learned: &Learned, a: u32, b: u32) -> Alike {
    if a == b {
        return Alike::Same;
    }
    let (x, y) = (table.name_words[a as usize], table.name_words[b as usize]);
    if x.length == 1 || y.length == 1 {
        return if x.initial == y.initial { Alike::Initial } else { Alike::Not };
    }
    if !learned.is_empty() && learned.contains_key(&pair(a, b)) {
        return Alike::Learned;
    }
    let longest = usize::from(x.length.max(y.length));
    let shortest = usize::from(x.length.min(y.length));
    let heard = x.sound == y.sound;
    let apart = (x.letters ^ y.letters).count_ones() as usize;
    let most = (longest * 2 / 5).max(1);
    let (s, t) = (table.names.text(a), table.names.text(b));
    let begins = shortest >= 3 && x.initial == y.initial && (s.starts_with(t) || t.starts_with(s));
    if apart > 2 * most && !heard {
        return if begins { Alike::Little } else { Alike::Not };
    }
    let found = distance(s, t, most);
    let near = match longest {
        0..=2 => found == 1 && x.letters == y.letters,
        3..=5 => found <= 1,
        6..=9 => found <= 2,
        _ => found <= 3,
    };
    if near || (heard && found <= most) {
        Alike::Near
    } else if found <= most || heard || begins {
        Alike::Little
    } else {
        Alike::Not
    }
}
