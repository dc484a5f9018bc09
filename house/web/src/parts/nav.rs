//! Small links around a page: back, breadcrumbs, skip link, phase banner.

use crate::html::Html;
use crate::parts::words::tag_with;

/// Words that lead somewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Link<'a> {
    /// Where to; empty where it is the place itself.
    pub href: &'a str,
    /// What it says.
    pub text: &'a str,
    /// What screen readers hear besides, so that "Change" says what it changes.
    pub hidden: &'a str,
}

impl<'a> Link<'a> {
    /// A link with its words.
    #[must_use]
    pub const fn to(href: &'a str, text: &'a str) -> Self {
        Self { href, text, hidden: "" }
    }
    /// What screen readers hear besides.
    #[must_use]
    pub const fn about(mut self, hidden: &'a str) -> Self {
        self.hidden = hidden;
        self
    }
}

/// The link back to the page before.
#[must_use]
pub fn back_link(href: &str) -> Html {
    back_link_saying(href, "Back")
}

pub(crate) fn back_link_saying(href: &str, text: &str) -> Html {
    let href = if href.is_empty() { "#" } else { href };
    Html::new().raw("<a").href(href).raw(" class=\"govuk-back-link\">").text(text).raw("</a>")
}

/// Where a page stands; the last one without address is the page itself.
#[must_use]
pub fn breadcrumbs(all: &[Link<'_>]) -> Html {
    breadcrumbs_with(all, "", "Breadcrumb")
}

pub(crate) fn breadcrumbs_with(all: &[Link<'_>], classes: &str, label: &str) -> Html {
    let item = |h: Html, it: &Link<'_>| {
        if it.href.is_empty() {
            h.raw("<li class=\"govuk-breadcrumbs__list-item\" aria-current=\"page\">").text(it.text).raw("</li>")
        } else {
            h.raw("<li class=\"govuk-breadcrumbs__list-item\"><a class=\"govuk-breadcrumbs__link\"")
                .href(it.href)
                .raw(">")
                .text(it.text)
                .raw("</a></li>")
        }
    };
    Html::new()
        .raw("<nav")
        .class("govuk-breadcrumbs", &[classes])
        .attr("aria-label", label)
        .raw("><ol class=\"govuk-breadcrumbs__list\">")
        .each(all, item)
        .raw("</ol></nav>")
}

/// The first link of a page, for those who do not use a mouse.
#[must_use]
pub fn skip_link(href: &str, text: &str) -> Html {
    let href = if href.is_empty() { "#content" } else { href };
    Html::new()
        .raw("<a")
        .href(href)
        .raw(" class=\"govuk-skip-link\" data-module=\"govuk-skip-link\">")
        .text(text)
        .raw("</a>")
}

/// Says above every page that this is a demonstration, a training copy or a trial.
#[must_use]
pub fn phase_banner(phase: &str, words: &Html) -> Html {
    Html::new()
        .raw("<div class=\"govuk-phase-banner govuk-width-container\"><p class=\"govuk-phase-banner__content\">")
        .html(&tag_with(phase, &["govuk-phase-banner__content__tag"]))
        .raw("<span class=\"govuk-phase-banner__text\">")
        .html(words)
        .raw("</span></p></div>")
}
