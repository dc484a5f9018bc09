//! Headers that keep a browser from doing what a page did not ask for (trust.md 5.1: ASVS 3.2.1, 3.4.1, 3.4.3 to 3.4.8,
//! 14.3.2).

/// A header as name and value.
pub type Header = (&'static str, String);

/// The headers of every page. `nonce` is new for each answer (at least 128 random bits, base64 or hex); `tls` is whether
/// people reach the hub through TLS, directly or by a proxy: only then may HSTS be said.
#[must_use]
pub fn page_headers(nonce: &str, tls: bool) -> Vec<Header> {
    // A nonce with other characters could add directives of its own; then no script runs at all.
    let plain = !nonce.is_empty() && nonce.bytes().all(|it| it.is_ascii_alphanumeric() || b"+/=-_".contains(&it));
    let scripts = if plain { format!("'nonce-{nonce}' 'strict-dynamic'") } else { "'none'".to_owned() };
    let mut all = vec![
        (
            "content-security-policy",
            format!(
                "default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                 object-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
            ),
        ),
        ("cache-control", "no-store".to_owned()),
    ];
    all.extend(common_headers(tls));
    all
}

/// The headers of answers that are not pages: JSON, files, redirects.
#[must_use]
pub fn common_headers(tls: bool) -> Vec<Header> {
    let mut all = vec![
        ("x-content-type-options", "nosniff".to_owned()),
        // Not `no-referrer`: that makes browsers send `Origin: null` with our own forms, and the origin check needs it.
        ("referrer-policy", "same-origin".to_owned()),
        ("cross-origin-opener-policy", "same-origin".to_owned()),
        ("cross-origin-resource-policy", "same-origin".to_owned()),
        ("x-frame-options", "DENY".to_owned()),
        ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()".to_owned()),
    ];
    if tls {
        all.push(("strict-transport-security", "max-age=63072000; includeSubDomains".to_owned()));
    }
    all
}

/// The headers of a file that is handed out: saved under this name, never shown or run as a page of ours.
#[must_use]
pub fn download_headers(name: &str, kind: &str, tls: bool) -> Vec<Header> {
    let ascii: String =
        name.chars().map(|it| if it.is_ascii_alphanumeric() || "-_. ".contains(it) { it } else { '_' }).collect();
    let disposition = format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{}", crate::address::encode(name));
    let mut all = vec![
        ("content-type", kind.to_owned()),
        ("content-disposition", disposition),
        ("content-security-policy", "default-src 'none'; sandbox".to_owned()),
        ("cache-control", "no-store".to_owned()),
    ];
    all.extend(common_headers(tls));
    all
}

/// The header by which signing out empties what the browser kept (ASVS 14.3.1).
#[must_use]
pub fn sign_out_header() -> Header {
    ("clear-site-data", "\"cache\", \"cookies\", \"storage\"".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of<'a>(all: &'a [Header], name: &str) -> &'a str {
        all.iter().find(|it| it.0 == name).map_or("", |it| it.1.as_str())
    }

    #[test]
    fn only_scripts_that_the_page_names_may_run() {
        let all = page_headers("YWJjZA==", true);
        let policy = of(&all, "content-security-policy");
        assert!(policy.contains("script-src 'nonce-YWJjZA==' 'strict-dynamic';"));
        assert!(!policy.contains("unsafe"));
        assert_eq!(of(&all, "cache-control"), "no-store");
        let odd = page_headers("x'; script-src *", false);
        assert!(of(&odd, "content-security-policy").contains("script-src 'none';"));
        assert_eq!(of(&odd, "strict-transport-security"), "");
    }

    #[test]
    fn the_name_of_a_file_cannot_add_a_header() {
        let all = download_headers("plan\r\nset-cookie: x\".pdf", "application/pdf", false);
        let it = of(&all, "content-disposition");
        assert!(!it.contains(['\r', '\n']));
        assert_eq!(it.matches('"').count(), 2);
    }
}
