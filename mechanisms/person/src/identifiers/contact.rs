//! Telephone numbers and e-mail addresses.

use super::{Check, kept};

/// A telephone number: `+44…` for the United Kingdom, `+` and the country's number for others. A number without
/// `+` or `00` is taken as one of the United Kingdom.
#[must_use]
pub fn phone(typed: &str) -> Check {
    const SHAPE: &str = "A telephone number looks like 07700 900123 or +44 7700 900123";
    let typed = kept(typed);
    let mark = |it: char| it.is_whitespace() || matches!(it, '-' | '.' | '(' | ')' | '/' | '\u{2010}'..='\u{2015}');
    let clean: String = typed.chars().filter(|it| !mark(*it)).collect();
    let (abroad, number) = match (clean.strip_prefix('+'), clean.strip_prefix("00")) {
        (Some(number), _) | (None, Some(number)) => (true, number),
        (None, None) => (false, clean.as_str()),
    };
    if number.is_empty() || !number.bytes().all(|it| it.is_ascii_digit()) {
        return Check::doubt(typed, SHAPE);
    }
    let national = match (abroad, number.strip_prefix("44"), number.strip_prefix('0')) {
        (true, Some(rest), _) => rest.strip_prefix('0').unwrap_or(rest),
        (true, None, _) if (7..=15).contains(&number.len()) => return Check::Valid(format!("+{number}")),
        (true, None, _) => return Check::doubt(typed, SHAPE),
        (false, _, Some(rest)) => rest,
        (false, Some(rest), None) if rest.len() == 10 => rest,
        (false, _, None) => return Check::doubt(typed, "A telephone number without its area code"),
    };
    let stored = format!("+44{national}");
    let length_fits = national.len() == 10 || (national.len() == 9 && national.starts_with(['1', '8']));
    if !length_fits {
        return Check::doubt(stored, "This telephone number has too few or too many digits");
    }
    if national.starts_with(['0', '4', '6']) {
        return Check::doubt(stored, "No telephone number of the United Kingdom begins like this");
    }
    Check::Valid(stored)
}

/// As people in the United Kingdom read it: `07700 900123`, `020 7946 0018`, `0113 496 0018`; others as stored.
#[must_use]
pub fn phone_display(stored: &str) -> String {
    let Some(national) =
        stored.strip_prefix("+44").filter(|it| it.len() == 10 && it.bytes().all(|c| c.is_ascii_digit()))
    else {
        return stored.to_owned();
    };
    let in_three = |area: usize| format!("0{} {} {}", &national[..area], &national[area..6], &national[6..]);
    match national.as_bytes() {
        [b'2', ..] => in_three(2),
        [b'1', b'1', ..] | [b'1', _, b'1', ..] | [b'3' | b'8', ..] => in_three(3),
        _ => format!("0{} {}", &national[..4], &national[4..]),
    }
}

/// An e-mail address: one `@`, no spaces, a domain with a dot. The domain is stored in small letters. Whether mail
/// arrives there is another question.
#[must_use]
pub fn email(typed: &str) -> Check {
    const SHAPE: &str = "An e-mail address looks like name@example.org";
    let typed = kept(typed);
    let Some((name, domain)) = typed.rsplit_once('@') else { return Check::doubt(typed, SHAPE) };
    let label = |it: &str| {
        !it.is_empty()
            && it.len() <= 63
            && !it.starts_with('-')
            && !it.ends_with('-')
            && it.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let name_fits = !name.is_empty()
        && name.len() <= 64
        && !name.starts_with('.')
        && !name.ends_with('.')
        && !name.contains("..")
        && !name.chars().any(|it| it.is_whitespace() || it.is_control() || "@,;:<>()[]\\\"".contains(it));
    if name_fits && domain.contains('.') && domain.split('.').all(label) && typed.len() <= 254 {
        Check::Valid(format!("{name}@{}", domain.to_lowercase()))
    } else {
        Check::doubt(typed, SHAPE)
    }
}
