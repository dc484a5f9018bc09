//! The small parts of a text: headings, paragraphs, links, lists, tags.

use crate::html::Html;
use crate::parts::Link;

/// The colour of a tag. Colour never carries the meaning alone: the tag's words do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colour {
    /// Blue, the usual one.
    #[default]
    Plain,
    /// Nothing to do any more.
    Grey,
    /// Well.
    Green,
    /// A further kind.
    Teal,
    /// A further kind.
    Purple,
    /// A further kind.
    Magenta,
    /// Urgent or wrong.
    Red,
    /// Soon.
    Orange,
    /// Waiting.
    Yellow,
}

impl Colour {
    /// Every colour.
    pub const ALL: &'static [Self] = &[
        Self::Plain,
        Self::Grey,
        Self::Green,
        Self::Teal,
        Self::Purple,
        Self::Magenta,
        Self::Red,
        Self::Orange,
        Self::Yellow,
    ];

    fn class(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Grey => "govuk-tag--grey",
            Self::Green => "govuk-tag--green",
            Self::Teal => "govuk-tag--teal",
            Self::Purple => "govuk-tag--purple",
            Self::Magenta => "govuk-tag--magenta",
            Self::Red => "govuk-tag--red",
            Self::Orange => "govuk-tag--orange",
            Self::Yellow => "govuk-tag--yellow",
        }
    }
}

/// A short word about the state of something.
#[must_use]
pub fn tag(words: &str, colour: Colour) -> Html {
    tag_with(words, &[colour.class()])
}

pub(super) fn tag_with(words: &str, classes: &[&str]) -> Html {
    Html::new().raw("<strong").class("govuk-tag", classes).raw(">").text(words).raw("</strong>")
}

/// A heading: level 1 extra large, 2 medium, 3 and further small.
#[must_use]
pub fn heading(level: u8, words: &str) -> Html {
    let (open, close) = match level {
        0 | 1 => ("<h1 class=\"govuk-heading-l\">", "</h1>"),
        2 => ("<h2 class=\"govuk-heading-m\">", "</h2>"),
        3 => ("<h3 class=\"govuk-heading-s\">", "</h3>"),
        _ => ("<h4 class=\"govuk-heading-s\">", "</h4>"),
    };
    Html::new().raw(open).text(words).raw(close)
}

/// A paragraph of plain text; line breaks in it are kept.
#[must_use]
pub fn paragraph(words: &str) -> Html {
    let lines = words.lines().enumerate();
    Html::new()
        .raw("<p class=\"govuk-body\">")
        .each(lines, |h, (nth, line)| h.when(nth > 0, |h| h.raw("<br>")).text(line))
        .raw("</p>")
}

/// A link.
#[must_use]
pub fn link(to: &Link<'_>) -> Html {
    Html::new()
        .raw("<a class=\"govuk-link\"")
        .href(to.href)
        .raw(">")
        .text(to.text)
        .when(!to.hidden.is_empty(), |h| {
            h.raw("<span class=\"govuk-visually-hidden\"> ").text(to.hidden).raw("</span>")
        })
        .raw("</a>")
}

/// A link that stands on a line of its own.
#[must_use]
pub fn link_line(to: &Link<'_>) -> Html {
    Html::new().raw("<p class=\"govuk-body\">").html(&link(to)).raw("</p>")
}

/// A link to something by its reference, which never breaks at its hyphen.
#[must_use]
pub fn reference_link(href: &str, reference: kernel::Reference) -> Html {
    Html::new().raw("<a class=\"govuk-link hf-reference\"").href(href).raw(">").text(&reference.to_string()).raw("</a>")
}

/// A list with bullets.
#[must_use]
pub fn list(all: impl IntoIterator<Item = Html>) -> Html {
    Html::new()
        .raw("<ul class=\"govuk-list govuk-list--bullet\">")
        .each(all, |h, it| h.raw("<li>").html(&it).raw("</li>"))
        .raw("</ul>")
}
