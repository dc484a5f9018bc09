//! Two values side by side: identifiers, birth dates, texts.

use super::clean;
use super::levels::{birth, value};
use super::likeness::lines_near;

/// The rarest of the values that two records share, whichever stands first.
pub(crate) fn rarest<'a>(shared: impl Iterator<Item = &'a u32>, often: impl Fn(u32) -> f32) -> Option<f32> {
    shared.map(|it| often(*it)).reduce(f32::min)
}

/// Whether two texts are alike, or one holds the other.
pub(crate) fn contained(a: &str, b: &str) -> bool {
    lines_near(a, b) || (a.len().min(b.len()) >= 4 && (a.contains(b) || b.contains(a)))
}

pub(crate) fn identifier(values: [u64; 2], fails: bool) -> u8 {
    match clean::slips(values[0], values[1]) {
        0 => value::SAME,
        1 => value::NEAR,
        _ if fails => value::FAILS,
        _ => value::OTHER,
    }
}

/// How two different birth dates stand to each other.
pub(crate) fn births(a: u32, b: u32) -> u8 {
    let parts = |it: u32| ((it >> 16) as i32, (it >> 8 & 255) as i32, (it & 255) as i32);
    let ((ya, ma, da), (yb, mb, db)) = (parts(a), parts(b));
    let years = (ya - yb).abs();
    let by_year = match years {
        0 => birth::SAME_YEAR,
        1 => birth::NEXT_YEAR,
        2..14 => birth::SOME_YEARS,
        _ => birth::GENERATION,
    };
    let vague = |m: i32, d: i32| (m, d) == (0, 0) || (m, d) == (1, 1);
    if years == 0 && (vague(ma, da) || vague(mb, db)) {
        return birth::YEAR_ONLY;
    }
    if ma == 0 || mb == 0 {
        return by_year;
    }
    if years == 0 && ma == db && da == mb {
        return birth::SWAPPED;
    }
    if one_slip(digits(ya, ma, da), digits(yb, mb, db)) && years < 90 {
        return birth::SLIP;
    }
    let days = ((ya - yb) * 365 + (ma - mb) * 30 + da - db).abs();
    match (years, ma == mb, da == db) {
        (_, true, true) => {
            if years <= 11 {
                birth::BIRTHDAY
            } else {
                birth::BIRTHDAY_FAR
            }
        }
        (0, true, _) => birth::SAME_MONTH,
        _ if days <= 45 => birth::NEAR_DAYS,
        _ => by_year,
    }
}

fn digits(year: i32, month: i32, day: i32) -> [u8; 8] {
    let digit = |it: i32| it.rem_euclid(10) as u8;
    [
        digit(year / 1000),
        digit(year / 100),
        digit(year / 10),
        digit(year),
        digit(month / 10),
        digit(month),
        digit(day / 10),
        digit(day),
    ]
}

fn one_slip(a: [u8; 8], b: [u8; 8]) -> bool {
    let mut differ = (0..8).filter(|at| a[*at] != b[*at]);
    match (differ.next(), differ.next(), differ.next()) {
        (Some(at), None, _) => at > 1,
        (Some(i), Some(j), None) => j == i + 1 && a[i] == b[j] && a[j] == b[i],
        _ => false,
    }
}
