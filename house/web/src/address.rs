//! Addresses with their questions.

/// A path with these questions added; those with an empty value are left out. Never for names, birth dates or free text:
/// what is personal is posted, not put into an address (ASVS 14.2.1).
#[must_use]
pub fn address(path: &str, questions: &[(&str, &str)]) -> String {
    let mut it = path.to_owned();
    for (name, value) in questions.iter().filter(|it| !it.1.is_empty()) {
        it.push(if it.contains('?') { '&' } else { '?' });
        it.push_str(&encode(name));
        it.push('=');
        it.push_str(&encode(value));
    }
    it
}

/// Percent-encoding of everything but letters, digits and `-._~`.
pub(crate) fn encode(it: &str) -> String {
    let mut out = String::with_capacity(it.len());
    for byte in it.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Where to go after signing in or choosing: a path of this hub, never another host. `/` when it is neither.
#[must_use]
pub fn own_path(asked: &str) -> &str {
    let ours = asked.starts_with('/') && !asked.starts_with("//") && !asked.contains(['\\', '\r', '\n', '\t']);
    if ours { asked } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_keeps_what_was_asked_and_nothing_leads_elsewhere() {
        assert_eq!(address("/a?b=1", &[("c", "x y&z"), ("d", "")]), "/a?b=1&c=x%20y%26z");
        assert_eq!(own_path("/people/HF-4K7M-2QXD?x=1"), "/people/HF-4K7M-2QXD?x=1");
        for bad in ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x", "/a\r\nb", ""] {
            assert_eq!(own_path(bad), "/", "{bad:?}");
        }
    }
}
