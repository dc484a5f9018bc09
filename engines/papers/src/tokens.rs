//! The words, numbers and marks of a sentence, and what each number is: a count, a percentage, a year, or none of these.

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// People, incidents, things.
    Count,
    /// Per cent.
    Percent,
    /// Percentage points.
    Points,
    /// A year; the value orders years.
    Year,
    /// A reference, a date, an age, a telephone number, a length of time: nothing to reckon with.
    None,
}

/// How a number is hedged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hedge {
    /// Exactly this, as printed.
    Exact,
    /// About.
    About,
    /// Just under.
    Nearly,
    /// Just over, or any more.
    Over,
}

/// A number as printed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number {
    /// Its value.
    pub value: f64,
    /// How many decimal places are printed.
    pub places: i32,
    /// What it counts.
    pub unit: Unit,
    /// -1 or 1 where a sign is printed, otherwise 0.
    pub sign: i8,
    /// How it is hedged.
    pub hedge: Hedge,
}

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub enum Token {
    /// A word in small letters, and whether it began with a capital.
    Word(String, bool),
    /// A number.
    Number(Number),
    /// A mark.
    Mark(char),
}

const WORDS: [(&str, f64); 27] = [
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("sixteen", 16.0),
    ("seventeen", 17.0),
    ("eighteen", 18.0),
    ("nineteen", 19.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
    ("none", 0.0),
];

pub(crate) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Words after which a number names something.
const NAMING: [&str; 36] = [
    "section",
    "sections",
    "regulation",
    "regulations",
    "paragraph",
    "paragraphs",
    "para",
    "paras",
    "appendix",
    "appendices",
    "page",
    "pages",
    "room",
    "act",
    "item",
    "minute",
    "table",
    "figure",
    "article",
    "schedule",
    "chapter",
    "rule",
    "no",
    "number",
    "tel",
    "telephone",
    "contact",
    "document",
    "version",
    "phase",
    "tier",
    "level",
    "year",
    "stage",
    "option",
    "objective",
];

const SPANS: [&str; 16] = [
    "month",
    "months",
    "week",
    "weeks",
    "day",
    "days",
    "year",
    "years",
    "hour",
    "hours",
    "minute",
    "minutes",
    "month's",
    "months'",
    "years'",
    "fortnights",
];

/// The tokens of a sentence.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let mut all = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        if c.is_ascii_digit() {
            at = number(&chars, at, &mut all);
        } else if c.is_alphabetic() {
            let from = at;
            while at < chars.len() && (chars[at].is_alphanumeric() || "'’-".contains(chars[at])) {
                at += 1;
            }
            let word: String = chars[from..at].iter().collect::<String>().replace('’', "'");
            words(&word, &mut all);
        } else {
            if !c.is_whitespace() {
                all.push(Token::Mark(if matches!(c, '–' | '—' | '−') { '-' } else { c }));
            }
            at += 1;
        }
    }
    settle(&mut all);
    all
}

fn words(word: &str, all: &mut Vec<Token>) {
    let low = word.to_lowercase();
    let plain = |value| Number { value, places: 0, unit: Unit::Count, sign: 0, hedge: Hedge::Exact };
    let of = |it: &str| WORDS.iter().find(|(w, _)| *w == it).map(|(_, v)| *v);
    match low.split_once('-').map(|(ten, one)| (of(ten), if one == "one" { Some(1.0) } else { of(one) })) {
        Some((Some(ten), Some(one))) if ten >= 20.0 && one < 10.0 => all.push(Token::Number(plain(ten + one))),
        _ => match of(&low) {
            Some(value) => all.push(Token::Number(plain(value))),
            None => all.push(Token::Word(low, word.chars().next().is_some_and(char::is_uppercase))),
        },
    }
}

/// Reads a number; one with a leading zero, a slash, a range or a following letter is no count.
fn number(chars: &[char], from: usize, all: &mut Vec<Token>) -> usize {
    let mut at = from;
    let digit = |i: usize| chars.get(i).is_some_and(char::is_ascii_digit);
    let (mut text, mut comma) = (String::new(), false);
    while at < chars.len() {
        let c = chars[at];
        let thousands = c == ',' && digit(at + 1) && digit(at + 2) && digit(at + 3) && !digit(at + 4);
        if c.is_ascii_digit() || c == '.' && digit(at + 1) && !text.contains('.') {
            text.push(c);
        } else if thousands {
            comma = true;
        } else {
            break;
        }
        at += 1;
    }
    let value: f64 = text.parse().unwrap_or(0.0);
    let places = text.split_once('.').map_or(0, |(_, d)| i32::try_from(d.len()).unwrap_or(0));
    let mut unit = Unit::Count;
    let next = chars.get(at).copied().unwrap_or(' ');
    let joined = matches!(next, '/' | '-' | '–') && digit(at + 1);
    if joined && !comma && (1900.0..2100.0).contains(&value) {
        unit = Unit::Year;
        at += 1;
        while digit(at) {
            at += 1;
        }
    } else if joined {
        unit = Unit::None;
        while at < chars.len() && (chars[at].is_ascii_digit() || matches!(chars[at], '/' | '-' | '–')) {
            at += 1;
        }
    } else if next == '%' {
        unit = Unit::Percent;
        at += 1;
    } else if next == '.' && digit(at + 1)
        || next.is_alphabetic()
        || text.len() > 1 && text.starts_with('0') && places == 0
    {
        unit = Unit::None;
        while at < chars.len() && (chars[at].is_alphanumeric() || chars[at] == '.' && digit(at + 1)) {
            at += 1;
        }
    } else if !comma && places == 0 && text.len() == 4 && (1990.0..2040.0).contains(&value) {
        unit = Unit::Year;
    } else if text.len() >= 6 && !comma && places == 0 {
        unit = Unit::None;
    }
    all.push(Token::Number(Number { value, places, unit, sign: 0, hedge: Hedge::Exact }));
    at
}

/// The word at a place, empty where there is none.
#[must_use]
pub fn word(all: &[Token], at: usize) -> &str {
    if let Some(Token::Word(word, _)) = all.get(at) { word } else { "" }
}

/// Gives each number its meaning from its neighbours.
fn settle(all: &mut Vec<Token>) {
    let mut at = 0;
    while at < all.len() {
        let Token::Number(mut it) = all[at] else {
            at += 1;
            continue;
        };
        let next = word(all, at + 1).to_owned();
        let after = word(all, at + 2).to_owned();
        let back = |n: usize| at.checked_sub(n).map(|i| word(all, i).to_owned()).unwrap_or_default();
        let (before, two) = (back(1), back(2));
        let capital = matches!(all.get(at + 1), Some(Token::Word(_, true)));
        if it.unit == Unit::Count || it.unit == Unit::Percent {
            match (next.as_str(), after.as_str()) {
                ("per", "cent") => (it.unit, _) = (Unit::Percent, all.drain(at + 1..at + 3)),
                ("percent", _) => (it.unit, _) = (Unit::Percent, all.drain(at + 1..at + 2)),
                ("percentage", "points" | "point") => (it.unit, _) = (Unit::Points, all.drain(at + 1..at + 3)),
                ("points" | "point", _) if it.unit == Unit::Percent => {
                    (it.unit, _) = (Unit::Points, all.drain(at + 1..at + 2));
                }
                _ => {}
            }
        }
        if it.unit == Unit::Count {
            let named = NAMING.contains(&before.as_str()) || two == "contact" || MONTHS.contains(&next.as_str());
            let aged = matches!(before.as_str(), "aged" | "age" | "ages") || next.starts_with("year-old");
            let span = SPANS.contains(&next.as_str());
            let place = before == "at" && capital;
            let ordinal = matches!(next.as_str(), "point" | "times" | "per");
            let money = matches!(at.checked_sub(1).and_then(|i| all.get(i)), Some(Token::Mark('£')));
            if named || aged || span || place || ordinal && next == "point" || money {
                it.unit = Unit::None;
            }
        }
        let mark = |back: usize, is: char| matches!(at.checked_sub(back).and_then(|i| all.get(i)), Some(Token::Mark(c)) if *c == is);
        it.sign = if mark(1, '+') { 1 } else { -i8::from(mark(1, '-') && mark(2, '(')) };
        it.hedge = hedge(&before, &two);
        all[at] = Token::Number(it);
        at += 1;
    }
}

fn hedge(before: &str, two: &str) -> Hedge {
    match (two, before) {
        ("more" | "greater" | "higher", "than")
        | ("just" | "well" | "slightly", "over")
        | (_, "over" | "exceeding") => Hedge::Over,
        ("just" | "slightly", "under" | "below") | ("less" | "fewer", "than") | (_, "nearly" | "almost" | "under") => {
            Hedge::Nearly
        }
        (_, "about" | "around" | "approximately" | "roughly" | "some" | "circa") => Hedge::About,
        _ => Hedge::Exact,
    }
}
