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
#[must_use]
pub fn encode(it: &str) -> String {
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

/// The reverse of [`encode`], forgiving: what is no valid escape stays as it is, what is no UTF-8 is replaced.
#[must_use]
pub fn decode(it: &str) -> String {
    let (bytes, mut out, mut at) = (it.as_bytes(), Vec::with_capacity(it.len()), 0);
    while at < bytes.len() {
        let escaped = (bytes[at] == b'%').then(|| it.get(at + 1..at + 3)).flatten();
        match escaped.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// A posted form's fields, in order (`application/x-www-form-urlencoded`).
#[must_use]
pub fn parse_form(body: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(body);
    // No store keeps U+0000 in a text, and nobody types it.
    let word = |it: &str| decode(&it.replace('+', " ")).replace('\0', "");
    text.split('&')
        .filter(|it| !it.is_empty())
        .map(|it| {
            it.split_once('=').map_or_else(|| (word(it), String::new()), |(name, value)| (word(name), word(value)))
        })
        .collect()
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
    fn what_was_encoded_comes_back_whole() {
        let it = "Zoë & Łukasz = 50% + more";
        assert_eq!(decode(&encode(it)), it);
        assert_eq!(
            parse_form(b"a=x+y%26z&b=&c&a=2"),
            [("a", "x y&z"), ("b", ""), ("c", ""), ("a", "2")].map(|(n, v)| (n.to_owned(), v.to_owned()))
        );
        assert_eq!(decode("100%"), "100%");
    }

    #[test]
    fn an_address_keeps_what_was_asked_and_nothing_leads_elsewhere() {
        assert_eq!(address("/a?b=1", &[("c", "x y&z"), ("d", "")]), "/a?b=1&c=x%20y%26z");
        assert_eq!(own_path("/people/HF-4K7M-2QXD?x=1"), "/people/HF-4K7M-2QXD?x=1");
        for bad in ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x", "/a\r\nb", ""] {
            assert_eq!(own_path(bad), "/", "{bad:?}");
        }
    }
}
