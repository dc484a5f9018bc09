//! Tabs: for parts of one thing, never to hide what must be read. There is no accordion: the package's own script gives its
//! buttons names that differ from what they show (WCAG 2.5.3); [`crate::details`] does the same work.

use crate::html::Html;

/// One tab with its panel.
#[derive(Clone, Debug, Default)]
pub struct Tab<'a> {
    /// The id of the panel, so that an address can lead to it.
    pub id: &'a str,
    /// What the tab says.
    pub label: &'a str,
    /// What the panel shows.
    pub panel: Html,
}

/// Parts of one thing of which one is shown; all are shown without scripts and on paper.
#[must_use]
pub fn tabs(title: &str, all: &[Tab<'_>]) -> Html {
    let tab = |h: Html, (nth, it): (usize, &Tab<'_>)| {
        h.raw("<li")
            .class("govuk-tabs__list-item", &[if nth == 0 { "govuk-tabs__list-item--selected" } else { "" }])
            .raw("><a class=\"govuk-tabs__tab\"")
            .attr("href", &format!("#{}", it.id))
            .raw(">")
            .text(it.label)
            .raw("</a></li>")
    };
    let panel = |h: Html, (nth, it): (usize, &Tab<'_>)| {
        h.raw("<div")
            .class("govuk-tabs__panel", &[if nth == 0 { "" } else { "govuk-tabs__panel--hidden" }])
            .attr("id", it.id)
            .raw(">")
            .html(&it.panel)
            .raw("</div>")
    };
    Html::new()
        .raw("<div class=\"govuk-tabs\" data-module=\"govuk-tabs\"><h2 class=\"govuk-tabs__title\">")
        .text(if title.is_empty() { "Contents" } else { title })
        .raw("</h2>")
        .when(!all.is_empty(), |h| {
            h.raw("<ul class=\"govuk-tabs__list\">")
                .each(all.iter().enumerate(), tab)
                .raw("</ul>")
                .each(all.iter().enumerate(), panel)
        })
        .raw("</div>")
}
