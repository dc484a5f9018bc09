//! References that people read: `HF-4K7M-2QXD` (codes.md §13). Seven random symbols of Crockford's base 32 and a
//! Luhn mod 32 check symbol; input forgives case, I and L for 1, O for 0, and missing hyphens.

use std::fmt;
use std::str::FromStr;

use crate::{BadValue, Stored, Value};

const SYMBOLS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A reference that people read, write down and say on the telephone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference([u8; 8]);

/// Why something typed is not a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadReference {
    /// Not `HF-` and eight symbols.
    #[error("a reference looks like HF-4K7M-2QXD: HF and eight letters or digits")]
    Shape,
    /// The check symbol does not fit: most likely a slip in writing it down.
    #[error("this reference has a slip in it: please check it against the letter or message it came in")]
    Check,
}

impl Reference {
    /// From randomness handed in by the caller; 35 of the bits are used.
    #[must_use]
    pub fn from_random(random: u64) -> Self {
        let mut digits = [0_u8; 8];
        for (nth, digit) in digits.iter_mut().take(7).enumerate() {
            *digit = ((random >> (5 * nth)) & 31) as u8;
        }
        digits[7] = check_of(&digits);
        Self(digits)
    }

    /// The eight symbols without prefix or hyphen, as used in addresses.
    #[must_use]
    pub fn symbols(self) -> String {
        self.0.iter().map(|it| char::from(SYMBOLS[usize::from(*it)])).collect()
    }
}

/// Luhn mod 32 over the first seven digits: from the right, every other digit counts double.
fn check_of(digits: &[u8; 8]) -> u8 {
    let sum: u32 = digits[..7]
        .iter()
        .rev()
        .enumerate()
        .map(|(nth, digit)| {
            let it = u32::from(*digit) * if nth % 2 == 0 { 2 } else { 1 };
            it / 32 + it % 32
        })
        .sum();
    ((32 - sum % 32) % 32) as u8
}

impl FromStr for Reference {
    type Err = BadReference;
    fn from_str(typed: &str) -> Result<Self, BadReference> {
        let clean: String =
            typed.chars().filter(|it| !it.is_whitespace() && *it != '-').map(|it| it.to_ascii_uppercase()).collect();
        let symbols = if clean.len() == 10 { clean.strip_prefix("HF") } else { Some(clean.as_str()) };
        let symbols = symbols.filter(|it| it.len() == 8).ok_or(BadReference::Shape)?;
        let mut digits = [0_u8; 8];
        for (digit, symbol) in digits.iter_mut().zip(symbols.bytes()) {
            let symbol = match symbol {
                b'I' | b'L' => b'1',
                b'O' => b'0',
                other => other,
            };
            let at = SYMBOLS.iter().position(|it| *it == symbol).ok_or(BadReference::Shape)?;
            *digit = at as u8;
        }
        if check_of(&digits) == digits[7] { Ok(Self(digits)) } else { Err(BadReference::Check) }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = self.symbols();
        write!(f, "HF-{}-{}", &all[..4], &all[4..])
    }
}

impl fmt::Debug for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Stored for Reference {
    fn put(&self) -> Value {
        Value::Text(self.to_string())
    }
    fn take(it: Value) -> Result<Self, BadValue> {
        match &it {
            Value::Text(text) => text.parse().map_err(|_| BadValue::new("a reference", &it)),
            other => Err(BadValue::new("a reference", other)),
        }
    }
}

impl serde::Serialize for Reference {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Reference {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}

impl schemars::JsonSchema for Reference {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Reference".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^HF-[0-9A-Z]{4}-[0-9A-Z]{4}$", "examples": ["HF-4K7M-2QXD"] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_specification_hold() {
        for good in ["HF-4K7M-2QXD", "HF-7T3H-B9CA", "HF-0000-001Y", "hf4k7m2qxd", "4K7M 2QXD"] {
            let it: Reference = good.parse().unwrap_or_else(|e| panic!("{good}: {e}"));
            assert_eq!(it.to_string().parse::<Reference>(), Ok(it));
        }
        assert_eq!("HF-4K7M-2QX8".parse::<Reference>(), Err(BadReference::Check));
        assert_eq!("HF-4K7M".parse::<Reference>(), Err(BadReference::Shape));
        assert_eq!("HF-OOOO-OOLY".parse::<Reference>().map(|it| it.to_string()), Ok("HF-0000-001Y".to_owned()));
    }

    #[test]
    fn every_made_reference_is_valid() {
        for n in 0..10_000_u64 {
            let it = Reference::from_random(n.wrapping_mul(0x9E37_79B9_7F4A_7C15));
            assert_eq!(it.to_string().parse(), Ok(it));
        }
    }
}
