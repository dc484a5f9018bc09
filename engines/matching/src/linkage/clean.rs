//! Cleaning: what a field holds, whatever the system it came from makes of it.

use crate::text::{compact, digits, fold};

/// Letters of a field beyond which nothing is kept.
pub(crate) const LONGEST: usize = 120;

/// A birth date as written: year, month and day in one number; month and day are nought where only the year is
/// known. It may be a date that never was. Nought is *not recorded*.
pub(crate) fn date(text: &str) -> u32 {
    let text = text.trim();
    let part = |it: &str| -> Option<u32> {
        (!it.is_empty() && it.len() <= 4 && it.bytes().all(|b| b.is_ascii_digit())).then(|| it.parse().ok()).flatten()
    };
    let mut parts = [0_u32; 3];
    let mut count = 0;
    let (mut first, mut last) = (0, 0);
    let day = text.split(['T', ' ']).next().unwrap_or("");
    for it in day.split(['-', '/', '.']) {
        let Some(value) = part(it).filter(|_| count < 3) else { return 0 };
        if count == 0 {
            first = it.len();
        }
        last = it.len();
        parts[count] = value;
        count += 1;
    }
    let packed = |y: u32, m: u32, d: u32| if y == 0 || m > 99 || d > 99 { 0 } else { y << 16 | m << 8 | d };
    match (count, first, last) {
        (1, 4, _) => packed(parts[0], 0, 0),
        (1, ..) if day.len() == 8 => 0,
        (3, 4, _) => packed(parts[0], parts[1], parts[2]),
        (3, _, 4) => packed(parts[2], parts[1], parts[0]),
        (2, 4, _) => packed(parts[0], 0, 0),
        _ => 0,
    }
}

/// 1 for male, 2 for female, nought for anything else.
pub(crate) fn sex(text: &str) -> u8 {
    match text.trim().as_bytes().first().map(u8::to_ascii_lowercase) {
        Some(b'm' | b'1') => 1,
        Some(b'f' | b'w' | b'2') => 2,
        Some(_) | None => 0,
    }
}

/// The last twelve letters and digits of an identifier as a number, so that one slip stays one slip. Identifiers of
/// one digit repeated (`0000000000`) say nothing.
pub(crate) fn number(text: &str) -> u64 {
    let mut buffer = [0_u8; 12];
    let mut count = 0;
    let mut same = true;
    for it in text.bytes().rev().filter(u8::is_ascii_alphanumeric).take(12) {
        buffer[count] = it.to_ascii_uppercase();
        same &= buffer[count] == buffer[0];
        count += 1;
    }
    if count < 4 || same {
        return 0;
    }
    buffer[..count].iter().rev().fold(0, |sum, it| {
        let place = if it.is_ascii_digit() { it - b'0' + 1 } else { it - b'A' + 11 };
        sum * 37 + u64::from(place)
    })
}

/// The last nine digits of a telephone number, so that `+44 7…` and `07…` are one.
pub(crate) fn phone(text: &str) -> u64 {
    let all = digits(text);
    if all.len() < 6 { 0 } else { number(&all[all.len().saturating_sub(9)..]) }
}

/// Digits of two packed numbers that differ: 0 the same, 1 one slip (one place, or two neighbours swapped), 2 more.
pub(crate) fn slips(mut a: u64, mut b: u64) -> u8 {
    if a == b {
        return 0;
    }
    let mut places = [(0, 0, 0); 3];
    let mut found = 0;
    let mut at = 0;
    while (a != 0 || b != 0) && found < 3 {
        let (x, y) = (a % 37, b % 37);
        if x != y {
            places[found] = (at, x, y);
            found += 1;
        }
        a /= 37;
        b /= 37;
        at += 1;
    }
    match found {
        1 => 1,
        2 if places[0].0 + 1 == places[1].0 && places[0].1 == places[1].2 && places[0].2 == places[1].1 => 1,
        _ => 2,
    }
}

/// Whether an NHS number of ten digits fails its check digit (Modulus 11, NHS Data Dictionary). Other lengths have
/// none.
pub(crate) fn nhs_fails(text: &str) -> bool {
    let all = digits(text);
    if all.len() != 10 {
        return false;
    }
    let sum: u32 = all.bytes().take(9).zip(2..=10).map(|(b, n)| u32::from(b - b'0') * (12 - n)).sum();
    let check = match 11 - sum % 11 {
        11 => 0,
        other => other,
    };
    check != u32::from(all.as_bytes()[9] - b'0')
}

/// Whether a unique pupil number of thirteen signs fails its check letter (Department for Education, UPN guide).
pub(crate) fn upn_fails(text: &str) -> bool {
    const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRTUVWXYZ";
    let all = compact(text);
    let bytes = all.as_bytes();
    if bytes.len() != 13 || !bytes[1..].iter().all(u8::is_ascii_digit) {
        return false;
    }
    let sum: usize = bytes[1..].iter().zip(2..).map(|(b, n)| usize::from(b - b'0') * n).sum();
    bytes[0] != LETTERS[sum % 23]
}

/// A postcode without its space.
pub(crate) fn postcode(text: &str) -> String {
    let mut out = compact(text);
    out.truncate(10);
    out
}

/// The first half of a postcode of the United Kingdom; other codes have none but themselves.
pub(crate) fn outward(code: &str) -> &str {
    let bytes = code.as_bytes();
    let tail = |at: usize| bytes.get(at..).unwrap_or(&[]);
    let inward =
        |it: &[u8]| matches!(it, [n, a, b] if n.is_ascii_digit() && a.is_ascii_alphabetic() && b.is_ascii_alphabetic());
    if bytes.len() >= 5 && inward(tail(bytes.len() - 3)) { &code[..code.len() - 3] } else { code }
}

/// House: its last number (with its letter), else its words.
pub(crate) fn house(text: &str) -> String {
    let last = text.rsplit([',', ' ']).find(|it| it.bytes().any(|b| b.is_ascii_digit()));
    match last {
        Some(it) => compact(it).to_ascii_lowercase(),
        None => line(text),
    }
}

/// Kinds of street, whose spelling and abbreviation say nothing.
const KINDS: [&str; 24] = [
    "road", "rd", "street", "st", "avenue", "ave", "av", "crescent", "cres", "close", "cl", "drive", "dr", "lane",
    "ln", "place", "pl", "terrace", "terr", "court", "ct", "grove", "way", "gardens",
];

/// A street without its kind.
pub(crate) fn street(text: &str) -> String {
    let all = line(text);
    let words: Vec<&str> = all.split(' ').collect();
    match words.split_last() {
        Some((last, before)) if !before.is_empty() && KINDS.contains(last) => before.join(" "),
        Some(_) | None => all,
    }
}

/// A line of text folded, with single spaces and without signs.
pub(crate) fn line(text: &str) -> String {
    let folded = fold(text);
    let mut out = String::with_capacity(folded.len());
    for word in folded.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The beginning of a text, at most `most` letters long.
pub(crate) fn cut(text: &str, most: usize) -> &str {
    match text.char_indices().nth(most) {
        Some((at, _)) => &text[..at],
        None => text,
    }
}
