//! What may be a sign-in name.

/// A sign-in name in small letters: letters, digits, dots and hyphens, beginning with a letter.
///
/// # Errors
/// What is wrong and how to mend it.
pub fn sign_in_name(typed: String) -> Result<String, &'static str> {
    let name = typed.to_lowercase();
    let fits = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '.' || it == '-';
    if name.len() >= 2 && name.chars().all(fits) && name.starts_with(|it: char| it.is_ascii_lowercase()) {
        Ok(name)
    } else {
        Err("Use two or more letters, digits, dots and hyphens, beginning with a letter")
    }
}

#[cfg(test)]
mod tests {
    use super::sign_in_name;

    #[test]
    fn a_sign_in_name_is_small_and_plain() {
        assert_eq!(sign_in_name("R.Okoro-2".into()), Ok("r.okoro-2".into()));
        for bad in ["", "a", "2ab", "a b", "é.x", "account:x"] {
            assert!(sign_in_name(bad.into()).is_err(), "{bad}");
        }
    }
}
