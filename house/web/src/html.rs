//! Safe HTML. A text becomes HTML only by being escaped, a literal only when it stands in the program: nothing that
//! anybody typed can become markup, so `|safe` is never needed.

use std::fmt::{self, Write as _};

use askama::Template;
use kernel::Refused;

/// HTML that is safe to put into a page as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

/// Attributes of an element, mostly `data-…`: names must be lower-case letters, digits and hyphens, others are left out.
pub type Attributes<'a> = &'a [(&'a str, &'a str)];

/// A text as HTML: everything that could be markup is escaped.
#[must_use]
pub fn text(it: &str) -> Html {
    Html::new().text(it)
}

/// A template of a room, drawn; its own values are escaped by askama.
///
/// # Errors
/// [`Refused::Fault`] when a value refuses to be written.
pub fn draw(template: &impl Template) -> Result<Html, Refused> {
    template.render().map(Html).map_err(|it| Refused::Fault(format!("a page could not be drawn: {it}")))
}

impl Html {
    /// Nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(String::new())
    }

    /// Whether nothing would be shown.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The HTML as it will be sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Adds markup that stands in the program text.
    #[must_use]
    pub fn raw(mut self, literal: &'static str) -> Self {
        self.0.push_str(literal);
        self
    }

    /// Adds a text, escaped; right between tags and inside a quoted attribute.
    #[must_use]
    pub fn text(mut self, it: &str) -> Self {
        escape(&mut self.0, it);
        self
    }

    /// HTML of a fixture; only tests have this.
    #[cfg(test)]
    pub(crate) fn trusted(it: &str) -> Self {
        Self(it.to_owned())
    }

    /// Adds a number.
    #[must_use]
    pub fn number(mut self, it: impl Into<i128>) -> Self {
        let _ = write!(self.0, "{}", it.into());
        self
    }

    /// Adds HTML that is already safe.
    #[must_use]
    pub fn html(mut self, it: &Self) -> Self {
        self.0.push_str(&it.0);
        self
    }

    /// Adds an attribute, also when its value is empty.
    #[must_use]
    pub fn attr(mut self, name: &'static str, value: &str) -> Self {
        let _ = write!(self.0, " {name}=\"");
        escape(&mut self.0, value);
        self.0.push('"');
        self
    }

    /// Adds an attribute unless its value is empty.
    #[must_use]
    pub fn some(self, name: &'static str, value: &str) -> Self {
        if value.is_empty() { self } else { self.attr(name, value) }
    }

    /// Adds an attribute without value when `on`.
    #[must_use]
    pub fn flag(mut self, name: &'static str, on: bool) -> Self {
        if on {
            self.0.push(' ');
            self.0.push_str(name);
        }
        self
    }

    /// Adds `class`, with the further classes that are not empty.
    #[must_use]
    pub fn class(mut self, first: &'static str, more: &[&str]) -> Self {
        let _ = write!(self.0, " class=\"{first}");
        for it in more.iter().map(|it| it.trim()).filter(|it| !it.is_empty()) {
            self.0.push(' ');
            escape(&mut self.0, it);
        }
        self.0.push('"');
        self
    }

    /// Adds `href`. An address with a scheme that could run a script becomes `#`.
    #[must_use]
    pub fn href(self, address: &str) -> Self {
        self.attr("href", if harmless(address) { address } else { "#" })
    }

    /// Adds free attributes; see [`Attributes`].
    #[must_use]
    pub fn attributes(mut self, all: Attributes<'_>) -> Self {
        let fits =
            |it: &str| !it.is_empty() && it.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        for (name, value) in all.iter().filter(|(name, _)| fits(name) && !name.starts_with("on")) {
            let _ = write!(self.0, " {name}=\"");
            escape(&mut self.0, value);
            self.0.push('"');
        }
        self
    }

    /// Goes on in one way or not at all.
    #[must_use]
    pub fn when(self, on: bool, more: impl FnOnce(Self) -> Self) -> Self {
        if on { more(self) } else { self }
    }

    /// Goes on with each of several things.
    #[must_use]
    pub fn each<T>(self, all: impl IntoIterator<Item = T>, mut more: impl FnMut(Self, T) -> Self) -> Self {
        let mut it = self;
        for one in all {
            it = more(it, one);
        }
        it
    }
}

/// Whether an address leads to a page, a file, a mail or a telephone, and not to a script.
fn harmless(address: &str) -> bool {
    // Browsers ignore blanks and control characters inside a scheme, so they are ignored here too.
    let clean: String = address.chars().filter(|it| !it.is_control() && !it.is_whitespace()).take(200).collect();
    match clean.split_once(':') {
        Some((scheme, _)) if !scheme.contains(['/', '?', '#']) => {
            ["http", "https", "mailto", "tel"].contains(&scheme.to_ascii_lowercase().as_str())
        }
        _ => true,
    }
}

fn escape(out: &mut String, it: &str) {
    let mut rest = it;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        out.push_str(match after.as_bytes().first() {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            Some(b'>') => "&gt;",
            Some(b'"') => "&quot;",
            _ => "&#39;",
        });
        rest = &after[1..];
    }
    out.push_str(rest);
}

impl From<&str> for Html {
    fn from(it: &str) -> Self {
        text(it)
    }
}

impl From<String> for Html {
    fn from(it: String) -> Self {
        text(&it)
    }
}

impl From<&String> for Html {
    fn from(it: &String) -> Self {
        text(it)
    }
}

impl FromIterator<Html> for Html {
    fn from_iter<I: IntoIterator<Item = Self>>(all: I) -> Self {
        Self::new().each(all, |all, it| all.html(&it))
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::FastWritable for Html {
    fn write_into(&self, dest: &mut dyn fmt::Write, _: &dyn askama::Values) -> askama::Result<()> {
        dest.write_str(&self.0)?;
        Ok(())
    }
}

impl askama::filters::HtmlSafe for Html {}

impl From<Html> for String {
    fn from(it: Html) -> Self {
        it.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_typed_never_becomes_markup() {
        assert_eq!(text("<b onclick='x'>\"&").as_str(), "&lt;b onclick=&#39;x&#39;&gt;&quot;&amp;");
        assert_eq!(
            Html::new().attributes(&[("onclick", "x"), ("data-a", "\""), ("a b", "x")]).as_str(),
            " data-a=\"&quot;\""
        );
    }

    #[test]
    fn a_link_never_runs_a_script() {
        for bad in [
            "javascript:alert(1)",
            " JavaScript:x",
            "java\nscript:x",
            "data:text/html,x",
            "vbscript:x",
            "\u{1}javascript:x",
        ] {
            assert_eq!(Html::new().href(bad).as_str(), " href=\"#\"", "{bad:?}");
        }
        for good in [
            "/people/HF-4K7M-2QXD",
            "#since",
            "?page=2&from=10:30",
            "https://example.org",
            "tel:+441632960000",
            "a/b:c",
        ] {
            assert_ne!(Html::new().href(good).as_str(), " href=\"#\"", "{good:?}");
        }
    }
}
