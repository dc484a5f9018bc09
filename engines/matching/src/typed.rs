//! What somebody types into one search box: `smyth jon 12/3/09 ZY3`.

use crate::text::{compact, digits, fold};
use crate::{Birth, Record};

/// Takes a line apart: birth date (`12/3/09`, `12 March 2009`, `2009`), postcode or its first half, NHS number (with
/// or without its spaces), pupil number, telephone number, e-mail address; every other word is a name, in any order.
/// Nothing is refused: what is not understood counts as a name. `this_year` settles years of two digits.
#[must_use]
pub fn typed(line: &str, this_year: i16) -> Record {
    let words: Vec<&str> =
        line.split([' ', '\t', '\n', '\r', ',', ';', '\u{a0}']).filter(|it| !it.is_empty()).take(40).collect();
    let mut out = Record::default();
    let mut names = Vec::new();
    let mut rest = words.as_slice();
    while let Some((word, after)) = rest.split_first() {
        let used = number(rest, &mut out)
            .or_else(|| date(rest, this_year, &mut out))
            .or_else(|| place(rest, &mut out))
            .or_else(|| single(word, this_year, &mut out));
        match used {
            Some(used) => rest = rest.get(used..).unwrap_or(&[]),
            None => {
                names.push(*word);
                rest = after;
            }
        }
    }
    out.full = names.join(" ");
    out
}

/// Words that make up one number: digits that belong together, a telephone number or an NHS number.
fn number(words: &[&str], out: &mut Record) -> Option<usize> {
    let numeric = |it: &&&str| {
        it.chars().all(|c| c.is_ascii_digit() || "+()-".contains(c)) && it.chars().any(|c| c.is_ascii_digit())
    };
    let most = words.iter().take_while(numeric).take(5).count();
    for used in (1..=most).rev() {
        let joined: String = words[..used].concat();
        if used == 1 && Birth::read(&joined, 2099) != Birth::Unknown {
            continue;
        }
        let all = digits(&joined);
        let phone =
            (all.starts_with('0') && (10..=11).contains(&all.len())) || (joined.starts_with('+') && all.len() >= 9);
        if phone {
            out.phones.push(joined);
            return Some(used);
        }
        if all.len() == 10 && out.nhs.is_empty() {
            out.nhs = all;
            return Some(used);
        }
    }
    None
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// `12 March 2009`, `12th Mar 09`.
fn date(words: &[&str], this_year: i16, out: &mut Record) -> Option<usize> {
    let [day, month, year, ..] = words else { return None };
    let day = day.trim_end_matches(|it: char| it.is_ascii_alphabetic());
    let month = fold(month);
    let month = MONTHS.iter().position(|it| month.starts_with(it)).map(|it| it + 1)?;
    let birth = Birth::read(&format!("{day}/{month}/{year}"), this_year);
    if birth == Birth::Unknown || out.birth != Birth::Unknown {
        return None;
    }
    out.birth = birth;
    Some(3)
}

/// A postcode in one word or two, or its first half.
fn place(words: &[&str], out: &mut Record) -> Option<usize> {
    if !out.postcode.is_empty() {
        return None;
    }
    let first = compact(words.first()?);
    let second = words.get(1).map(|it| compact(it)).unwrap_or_default();
    if is_outward(&first) && is_inward(&second) {
        out.postcode = first + &second;
        return Some(2);
    }
    let whole = first.len() >= 5 && is_outward(&first[..first.len() - 3]) && is_inward(&first[first.len() - 3..]);
    if whole || is_outward(&first) {
        out.postcode = first;
        return Some(1);
    }
    None
}

fn single(word: &str, this_year: i16, out: &mut Record) -> Option<usize> {
    let birth = Birth::read(word, this_year);
    if birth != Birth::Unknown && out.birth == Birth::Unknown {
        out.birth = birth;
        return Some(1);
    }
    let code = compact(word);
    let pupil = code.len() == 13
        && code.as_bytes()[0].is_ascii_alphabetic()
        && code.bytes().skip(1).take(11).all(|it| it.is_ascii_digit());
    if pupil && out.upn.is_empty() {
        out.upn = code;
        return Some(1);
    }
    if word.contains('@') && out.email.is_empty() {
        word.clone_into(&mut out.email);
        return Some(1);
    }
    None
}

/// One or two letters, a digit, perhaps a digit or letter more.
fn is_outward(it: &str) -> bool {
    let (letter, digit) = (u8::is_ascii_uppercase, u8::is_ascii_digit);
    match it.as_bytes() {
        [a, n] => letter(a) && digit(n),
        [a, b, n] => letter(a) && (letter(b) && digit(n) || digit(b) && n.is_ascii_alphanumeric()),
        [a, b, n, m] => letter(a) && letter(b) && digit(n) && m.is_ascii_alphanumeric(),
        _ => false,
    }
}

fn is_inward(it: &str) -> bool {
    matches!(it.as_bytes(), [n, a, b] if n.is_ascii_digit() && a.is_ascii_uppercase() && b.is_ascii_uppercase())
}
