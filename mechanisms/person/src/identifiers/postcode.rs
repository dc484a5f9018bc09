//! Postcodes (codes.md §14): stored without a space, shown with one, and shown coarser where a view asks for it.

use super::{Check, compact, kept};

kernel::words! {
    /// How much of a postcode a view shows.
    pub enum Precision {
        /// `ZY3 4AB`.
        Full = "full" / "whole postcode",
        /// `ZY3 4`: some thousands of homes.
        Sector = "sector" / "postcode sector",
        /// `ZY3`: a part of a town.
        District = "district" / "postcode district",
    }
}

/// Stands for no fixed abode, and for an address not known: valid though no such place exists.
const STANDING_FOR: [&str; 3] = ["ZZ993VZ", "ZZ993WZ", "GIR0AA"];

/// A postcode; the first half alone is kept and said to be only that.
#[must_use]
pub fn postcode(typed: &str) -> Check {
    let clean = compact(typed);
    if STANDING_FOR.contains(&clean.as_str()) {
        return Check::Valid(clean);
    }
    if is_outward(&clean) {
        return Check::doubt(clean, "Only the first half of a postcode");
    }
    match halves(&clean) {
        Some((outward, inward)) if is_outward(outward) && is_inward(inward) => Check::Valid(clean),
        Some(_) => Check::doubt(clean, "No such postcode can exist: a letter or digit is wrong"),
        None => Check::doubt(kept(typed), "A postcode looks like ZY3 4AB"),
    }
}

/// With one space before the last three characters; anything else as stored.
#[must_use]
pub fn postcode_display(stored: &str) -> String {
    match halves(stored) {
        Some((outward, inward)) => format!("{outward} {inward}"),
        None => stored.to_owned(),
    }
}

/// As much of a stored postcode as the view may show; nothing where it has no such part, so that a slip in a postcode
/// cannot show more than was meant. No fixed abode and not known are shown whole: they tell no place.
#[must_use]
pub fn coarsened(stored: &str, precision: Precision) -> String {
    if precision == Precision::Full || stored.starts_with("ZZ99") {
        return postcode_display(stored);
    }
    if is_outward(stored) {
        return stored.to_owned();
    }
    let Some((outward, inward)) = halves(stored).filter(|(outward, inward)| is_outward(outward) && is_inward(inward))
    else {
        return String::new();
    };
    match precision {
        Precision::Full | Precision::District => outward.to_owned(),
        Precision::Sector => format!("{outward} {}", &inward[..1]),
    }
}

/// Both halves of something with the shape of a postcode, whether or not it can exist.
fn halves(clean: &str) -> Option<(&str, &str)> {
    let shape =
        (5..=7).contains(&clean.len()) && clean.bytes().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit());
    let (outward, inward) = shape.then(|| clean.split_at(clean.len() - 3))?;
    (outward.as_bytes()[0].is_ascii_uppercase() && inward.as_bytes()[0].is_ascii_digit()).then_some((outward, inward))
}

fn is_inward(it: &str) -> bool {
    let letters = |it: &u8| it.is_ascii_uppercase() && !b"CIKMOV".contains(it);
    matches!(it.as_bytes(), [digit, a, b] if digit.is_ascii_digit() && letters(a) && letters(b))
}

/// `A9`, `A99`, `AA9`, `AA99`, `A9A` or `AA9A`, with the letters that occur at each place.
fn is_outward(it: &str) -> bool {
    let first = |it: &u8| it.is_ascii_uppercase() && !b"QVX".contains(it);
    let second = |it: &u8| it.is_ascii_uppercase() && !b"IJZ".contains(it);
    let digit = u8::is_ascii_digit;
    match it.as_bytes() {
        [a, n] => first(a) && digit(n),
        [a, b, n] if digit(n) && second(b) => first(a),
        [a, n, m] => first(a) && digit(n) && (digit(m) || b"ABCDEFGHJKPSTUW".contains(m)),
        [a, b, n, m] => first(a) && second(b) && digit(n) && (digit(m) || b"ABEHMNPRVWXY".contains(m)),
        _ => false,
    }
}
