//! The cookies of the hub: one for the session, one for the form token of people without a session, one for news.

use axum::http::{HeaderMap, HeaderValue, header};

/// The session's secret. Under TLS with the `__Host-` prefix.
pub const SESSION: &str = "holdfast";
/// A sentence to show on the next page; never anything about a person.
pub const NEWS: &str = "holdfast-news";
/// The form token of people without a session.
pub(crate) const FORM: &str = "holdfast-form";

/// Cookies of a request, and those to set with the answer.
#[derive(Clone, Debug, Default)]
pub struct Cookies {
    pub(crate) got: Vec<(String, String)>,
    tls: bool,
}

fn name(of: &str, tls: bool) -> String {
    if tls { format!("__Host-{of}") } else { of.to_owned() }
}

impl Cookies {
    pub(crate) fn of(headers: &HeaderMap, tls: bool) -> Self {
        let got = headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|it| it.to_str().ok())
            .flat_map(|it| it.split(';'))
            .filter_map(|it| it.trim().split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        Self { got, tls }
    }

    /// The value of one, empty when it was not sent.
    #[must_use]
    pub fn get(&self, of: &str) -> &str {
        let name = name(of, self.tls);
        self.got.iter().find(|it| it.0 == name).map_or("", |it| it.1.as_str())
    }

    /// A header that sets one until the browser closes.
    #[must_use]
    pub fn set(&self, of: &str, value: &str) -> Option<HeaderValue> {
        self.line(of, value, "")
    }

    /// A header that takes one away.
    #[must_use]
    pub fn end(&self, of: &str) -> Option<HeaderValue> {
        self.line(of, "", "; Max-Age=0")
    }

    fn line(&self, of: &str, value: &str, more: &str) -> Option<HeaderValue> {
        let secure = if self.tls { "; Secure" } else { "" };
        let value: String =
            value.chars().filter(|it| it.is_ascii_graphic() && !matches!(it, ';' | ',' | '"' | '\\')).collect();
        let line = format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{more}", name(of, self.tls));
        HeaderValue::from_str(&line).ok()
    }
}
