//! Letters: one spelling for comparing, a sound for finding, a likeness between two words.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Small letters without accents; letters that have no plain base are written as people write them on a keyboard
/// without them.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    for it in text.nfkd().filter(|it| !is_combining_mark(*it)).flat_map(char::to_lowercase) {
        match it {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'þ' => out.push_str("th"),
            'ð' | 'đ' => out.push('d'),
            'ł' => out.push('l'),
            'ø' => out.push('o'),
            'ı' => out.push('i'),
            'ħ' => out.push('h'),
            'ŋ' => out.push('n'),
            other => out.push(other),
        }
    }
    out
}

/// Words that stand before or after a name and belong to nobody.
const TITLES: [&str; 12] = ["mr", "mrs", "miss", "ms", "dr", "master", "sir", "lady", "prof", "rev", "jr", "snr"];

/// The words of a name, folded, without titles where anything else is left. Apostrophes join, all else parts.
pub(crate) fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let all: Vec<String> = folded
        .split(|it: char| !(it.is_alphanumeric() || is_apostrophe(it)))
        .map(|it| it.chars().filter(|c| !is_apostrophe(*c)).take(40).collect::<String>())
        .filter(|it| !it.is_empty())
        .collect();
    let kept: Vec<String> = all.iter().filter(|it| !TITLES.contains(&it.as_str())).cloned().collect();
    if kept.is_empty() { all } else { kept }
}

fn is_apostrophe(it: char) -> bool {
    matches!(it, '\'' | '\u{2018}' | '\u{2019}' | '\u{2bc}' | '`')
}

/// How a word roughly sounds: its first letter's class and its consonants, with letters that are often written for
/// one another in one class. Meant for finding only: words that differ can sound alike.
#[must_use]
pub fn sound(word: &str) -> String {
    let letters: Vec<char> = fold(word).chars().filter(|it| it.is_alphanumeric()).collect();
    let mut out = String::with_capacity(letters.len());
    let mut before = ' ';
    let mut at = 0;
    while let Some(&it) = letters.get(at) {
        let next = letters.get(at + 1).copied().unwrap_or(' ');
        let (code, used) = class(it, next, at == 0);
        if code == '.' {
            if at == 0 {
                out.push('a');
            }
            if it != 'h' {
                before = ' ';
            }
        } else {
            if code != before {
                out.push(code);
            }
            before = code;
        }
        at += used;
    }
    out
}

/// The class of a letter (`.` for what is not heard) and how many letters it takes up.
fn class(it: char, next: char, first: bool) -> (char, usize) {
    match (it, next) {
        ('p', 'h') => ('f', 2),
        ('s' | 'c', 'h') | ('c' | 's', 'z') => ('s', 2),
        ('k' | 'g', 'h') => (if it == 'k' { 'k' } else { 'g' }, 2),
        ('d' | 't', 'h') => ('t', 2),
        ('c', 'k') => ('k', 2),
        ('k', 'n') | ('w', 'r') if first => (next, 2),
        ('c', 'e' | 'i' | 'y') => ('s', 1),
        ('c' | 'q' | 'k', _) => ('k', 1),
        ('s' | 'z' | 'x', _) => ('s', 1),
        ('d' | 't', _) => ('t', 1),
        ('f' | 'v' | 'w', _) => ('f', 1),
        ('h', _) if first => ('h', 1),
        ('a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h', _) => ('.', 1),
        (other, _) => (other, 1),
    }
}

/// Letters of a word beyond which nothing is compared.
const LETTERS: usize = 40;

/// How alike two folded words are, from 0 to 1: the share of letters left when slips (a letter missing, too many,
/// wrong, or two swapped) are taken off. Words of very different length are not alike at all.
pub(crate) fn alike(a: &str, b: &str) -> f64 {
    if a == b {
        return 1.0;
    }
    let (mut one, mut other) = (['\0'; LETTERS], ['\0'; LETTERS]);
    let (a, b) = (letters(a, &mut one), letters(b, &mut other));
    let longest = a.len().max(b.len());
    if a.is_empty() || b.is_empty() || a.len().abs_diff(b.len()) * 2 > longest {
        return 0.0;
    }
    1.0 - as_f64(slips(a, b)) / as_f64(longest)
}

fn letters<'a>(word: &str, into: &'a mut [char; LETTERS]) -> &'a [char] {
    let mut count = 0;
    for (place, letter) in into.iter_mut().zip(word.chars()) {
        *place = letter;
        count += 1;
    }
    &into[..count]
}

/// Optimal string alignment distance of at most [`LETTERS`] letters.
fn slips(a: &[char], b: &[char]) -> usize {
    let mut rows = [[0_usize; LETTERS + 1]; 3];
    for (nth, it) in rows[0].iter_mut().enumerate() {
        *it = nth;
    }
    for i in 1..=a.len() {
        let (row, one, two) = (i % 3, (i - 1) % 3, (i + 1) % 3);
        rows[row][0] = i;
        for j in 1..=b.len() {
            let change = rows[one][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = change.min(rows[one][j] + 1).min(rows[row][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[two][j - 2] + 1);
            }
            rows[row][j] = least;
        }
    }
    rows[a.len() % 3][b.len()]
}

/// Whether two strings of digits differ by one digit or by two neighbours swapped.
pub(crate) fn one_slip(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let differ: Vec<usize> = (0..a.len()).filter(|at| a[*at] != b[*at]).collect();
    match differ.as_slice() {
        [_] => true,
        [i, j] => *j == i + 1 && a[*i] == b[*j] && a[*j] == b[*i],
        _ => false,
    }
}

/// Letters and digits only, in capitals.
pub(crate) fn compact(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|it| it.to_ascii_uppercase()).collect()
}

/// Digits only.
pub(crate) fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn as_f64(n: usize) -> f64 {
    u32::try_from(n).map_or(f64::MAX, f64::from)
}
