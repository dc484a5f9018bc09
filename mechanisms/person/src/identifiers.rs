//! Numbers, postcodes, telephone numbers and e-mail addresses: what their form says (codes.md §13-14).
//!
//! A check never refuses: what a worker was told is kept as it was told, and a doubt is shown beside it. A wrong
//! digit on a referral must not stop the referral.

mod contact;
mod postcode;

pub use contact::{email, phone, phone_display};
pub use postcode::{Precision, coarsened, postcode, postcode_display};

/// What looking at the form of an identifier tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Check {
    /// The form and check digit fit; in the one spelling to store and compare.
    Valid(String),
    /// Something does not fit: kept all the same.
    Doubtful {
        /// What to store: the usual spelling where the shape allows it, else what was typed, trimmed.
        stored: String,
        /// What does not fit, as a sentence without a full stop.
        why: &'static str,
    },
}

impl Check {
    /// What to store, whatever the outcome.
    #[must_use]
    pub fn stored(&self) -> &str {
        match self {
            Self::Valid(it) => it,
            Self::Doubtful { stored, .. } => stored,
        }
    }

    /// The doubt, if there is one.
    #[must_use]
    pub fn why(&self) -> Option<&'static str> {
        match self {
            Self::Valid(_) => None,
            Self::Doubtful { why, .. } => Some(why),
        }
    }

    /// Whether form and check digit fit.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        matches!(self, Self::Valid(_))
    }

    fn doubt(stored: impl Into<String>, why: &'static str) -> Self {
        Self::Doubtful { stored: stored.into(), why }
    }
}

kernel::words! {
    /// Whose numbering an identifier belongs to (codes.md §13).
    pub enum Scheme {
        /// Ten digits, Modulus 11.
        Nhs = "nhs" / "NHS number",
        /// A letter and twelve characters, Modulus 23.
        Upn = "upn" / "Unique pupil number",
        /// Ten digits, Modulus 11 of its own kind.
        Uln = "uln" / "Unique learner number",
        /// `YYYY/NNNNNNNX`, Modulus 23.
        Pnc = "pnc" / "PNC ID",
        /// Two letters, six digits, a suffix.
        Nino = "nino" / "National Insurance number",
        /// No check digit known.
        Nrm = "nrm" / "National referral mechanism reference",
        /// One to twelve digits.
        Uprn = "uprn" / "Unique property reference number",
        /// The force's own format, at most 20 characters.
        Crime = "crime" / "Crime, occurrence or custody reference",
        /// Six digits.
        Urn = "urn" / "School reference number",
        /// At most 20 letters and digits, never reused.
        LaChild = "la-child" / "Council's child identifier",
    }
}

impl Scheme {
    /// Looks at the form of an identifier of this scheme.
    #[must_use]
    pub fn check(self, typed: &str) -> Check {
        match self {
            Self::Nhs => nhs(typed),
            Self::Upn => upn(typed),
            Self::Uln => uln(typed),
            Self::Pnc => pnc(typed),
            Self::Nino => nino(typed),
            Self::Nrm => free(typed, 40, "A referral reference has at most 40 characters"),
            Self::Uprn => digits(typed, 1..=12, "A property reference has 1 to 12 digits"),
            Self::Crime => free(typed, 20, "A crime, occurrence or custody reference has at most 20 characters"),
            Self::Urn => digits(typed, 6..=6, "A school reference number has 6 digits"),
            Self::LaChild => la_child(typed),
        }
    }

    /// As people read it: NHS numbers 3-3-4, National Insurance numbers in pairs, everything else as stored.
    #[must_use]
    pub fn display(self, stored: &str) -> String {
        let groups: &[usize] = match self {
            Self::Nhs if stored.len() == 10 => &[3, 3, 4],
            Self::Nino if stored.len() == 9 => &[2, 2, 2, 2, 1],
            Self::Nino if stored.len() == 8 => &[2, 2, 2, 2],
            Self::Nhs | Self::Upn | Self::Uln | Self::Pnc | Self::Nino => &[],
            Self::Nrm | Self::Uprn | Self::Crime | Self::Urn | Self::LaChild => &[],
        };
        if groups.is_empty() || !stored.bytes().all(|it| it.is_ascii_alphanumeric()) {
            return stored.to_owned();
        }
        let mut rest = stored;
        let mut parts = Vec::new();
        for size in groups {
            let (part, after) = rest.split_at((*size).min(rest.len()));
            parts.push(part);
            rest = after;
        }
        parts.join(" ")
    }
}

/// NHS number: Modulus 11 with weights 10 to 2; a check value of 10 means that there is no such number.
#[must_use]
pub fn nhs(typed: &str) -> Check {
    let clean = compact(typed);
    let Some(digits) = digits_of(&clean, 10) else {
        return Check::doubt(kept(typed), "An NHS number has 10 digits");
    };
    if digits.windows(2).all(|it| it[0] == it[1]) {
        return Check::doubt(clean, "The same digit ten times is a filler, not an NHS number");
    }
    match 11 - weighted(&digits) % 11 {
        10 => Check::doubt(clean, "No NHS number begins with these nine digits: one of them is wrong"),
        check if check % 11 == digits[9] => Check::Valid(clean),
        _ => Check::doubt(clean, "The last digit does not fit the others: one of them is wrong"),
    }
}

/// The letters that a UPN can begin with, in the order of their check value.
const UPN_LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRTUVWXYZ";

/// Unique pupil number: the first letter checks the twelve characters after it; a letter at the end marks a temporary
/// number. Council codes are not checked against a list, as pseudo codes are allowed.
#[must_use]
pub fn upn(typed: &str) -> Check {
    let clean = compact(typed);
    let bytes = clean.as_bytes();
    let place = |it: u8| UPN_LETTERS.iter().position(|letter| *letter == it);
    let shape = bytes.len() == 13
        && place(bytes[0]).is_some()
        && bytes[1..12].iter().all(u8::is_ascii_digit)
        && (bytes[12].is_ascii_digit() || place(bytes[12]).is_some());
    if !shape {
        return Check::doubt(
            kept(typed),
            "A pupil number is a letter and 12 digits (the last can be a letter); I, O and S do not occur",
        );
    }
    let value = |it: u8| if it.is_ascii_digit() { usize::from(it - b'0') } else { place(it).unwrap_or(0) };
    let sum: usize = bytes[1..].iter().zip(2..).map(|(it, weight)| value(*it) * weight).sum();
    if UPN_LETTERS[sum % 23] == bytes[0] {
        Check::Valid(clean)
    } else {
        Check::doubt(clean, "The first letter does not fit the digits: one of them is wrong")
    }
}

/// Unique learner number: ten digits, check digit 10 less the remainder; 9999999999 stands for "not known".
#[must_use]
pub fn uln(typed: &str) -> Check {
    let clean = compact(typed);
    let Some(digits) = digits_of(&clean, 10) else {
        return Check::doubt(kept(typed), "A learner number has 10 digits");
    };
    if clean == "9999999999" {
        return Check::doubt(clean, "9999999999 stands for a learner number that is not known");
    }
    match weighted(&digits) % 11 {
        0 => Check::doubt(clean, "No learner number begins with these nine digits: one of them is wrong"),
        rest if 10 - rest == digits[9] => Check::Valid(clean),
        _ => Check::doubt(clean, "The last digit does not fit the others: one of them is wrong"),
    }
}

/// The check letters of PNC IDs, by remainder.
const PNC_LETTERS: &[u8] = b"ZABCDEFGHJKLMNPQRTUVWXY";

/// PNC ID `YYYY/NNNNNNNX`; a year of two digits from 40 on is read as 19xx, and a serial without its leading zeros
/// gets them.
#[must_use]
pub fn pnc(typed: &str) -> Check {
    const SHAPE: &str = "A PNC ID looks like 2019/1234567J";
    let clean: String = upper(typed);
    let parts = clean.split_once('/').or_else(|| clean.is_ascii().then(|| clean.split_at(clean.len().min(4))));
    let Some((year, serial)) = parts else { return Check::doubt(kept(typed), SHAPE) };
    let numeric = |it: &str| !it.is_empty() && it.bytes().all(|c| c.is_ascii_digit());
    let letter = serial.chars().last().filter(|it| it.is_ascii_uppercase());
    let (Some(letter), true) = (letter, numeric(year)) else { return Check::doubt(kept(typed), SHAPE) };
    let number = &serial[..serial.len() - 1];
    let year = match year.len() {
        4 => year.to_owned(),
        2 if year >= "40" => format!("19{year}"),
        2 => format!("20{year}"),
        _ => return Check::doubt(kept(typed), SHAPE),
    };
    if !numeric(number) || number.len() > 7 {
        return Check::doubt(kept(typed), SHAPE);
    }
    let stored = format!("{year}/{number:0>7}{letter}");
    let value: u64 = format!("{}{number:0>7}", &year[2..]).parse().unwrap_or(0);
    let fits = usize::try_from(value % 23).is_ok_and(|it| char::from(PNC_LETTERS[it]) == letter);
    if fits {
        Check::Valid(stored)
    } else {
        Check::doubt(stored, "The last letter does not fit the digits: one of them is wrong")
    }
}

/// National Insurance number; the suffix may be missing. Temporary numbers (TN) are doubtful.
#[must_use]
pub fn nino(typed: &str) -> Check {
    let clean = compact(typed);
    let bytes = clean.as_bytes();
    let shape = matches!(bytes.len(), 8 | 9)
        && bytes[..2].iter().all(u8::is_ascii_uppercase)
        && bytes[2..8].iter().all(u8::is_ascii_digit)
        && bytes.get(8).is_none_or(u8::is_ascii_uppercase);
    if !shape {
        return Check::doubt(
            kept(typed),
            "A National Insurance number is two letters, six digits and a letter from A to D",
        );
    }
    if bytes.get(8).is_some_and(|it| *it > b'D') {
        return Check::doubt(clean, "A National Insurance number ends in a letter from A to D");
    }
    if clean.starts_with("TN") {
        return Check::doubt(clean, "Numbers that begin with TN are temporary");
    }
    let never = b"DFIQUV";
    let not_given = ["BG", "GB", "KN", "NK", "NT", "ZZ"].contains(&&clean[..2]);
    if never.contains(&bytes[0]) || never.contains(&bytes[1]) || bytes[1] == b'O' || not_given {
        return Check::doubt(clean, "No National Insurance number begins with these two letters");
    }
    Check::Valid(clean)
}

fn la_child(typed: &str) -> Check {
    let clean = compact(typed);
    if (1..=20).contains(&clean.len()) && clean.bytes().all(|it| it.is_ascii_alphanumeric()) {
        Check::Valid(clean)
    } else {
        Check::doubt(kept(typed), "A council's child identifier has at most 20 letters and digits")
    }
}

fn digits(typed: &str, sizes: std::ops::RangeInclusive<usize>, why: &'static str) -> Check {
    let clean = compact(typed);
    if sizes.contains(&clean.len()) && clean.bytes().all(|it| it.is_ascii_digit()) {
        Check::Valid(clean)
    } else {
        Check::doubt(kept(typed), why)
    }
}

fn free(typed: &str, longest: usize, why: &'static str) -> Check {
    let it = kept(typed);
    if it.is_empty() || it.chars().count() > longest { Check::doubt(it, why) } else { Check::Valid(it) }
}

/// As typed, without space around it and with single spaces inside.
fn kept(typed: &str) -> String {
    typed.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn upper(typed: &str) -> String {
    typed.chars().filter(|it| !it.is_whitespace()).map(|it| it.to_ascii_uppercase()).collect()
}

/// Capital letters, without spaces and the marks people put between groups.
fn compact(typed: &str) -> String {
    upper(typed).chars().filter(|it| !matches!(it, '-' | '.' | '/' | '\u{2010}'..='\u{2015}')).collect()
}

fn digits_of(clean: &str, count: usize) -> Option<Vec<u32>> {
    let digits: Vec<u32> = clean.chars().map(|it| it.to_digit(10)).collect::<Option<_>>()?;
    (digits.len() == count).then_some(digits)
}

/// The first nine digits times 10 down to 2.
fn weighted(digits: &[u32]) -> u32 {
    digits.iter().take(9).zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum()
}

#[cfg(test)]
mod tests;
