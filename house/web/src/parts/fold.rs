//! Tabs and accordions: for parts of one thing, never to hide what must be read.

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

/// One section of an accordion.
#[derive(Clone, Debug, Default)]
pub struct Section<'a> {
    /// Its heading.
    pub heading: &'a str,
    /// A line under the heading.
    pub summary: &'a str,
    /// What it holds.
    pub content: Html,
    /// Whether it stands open at first.
    pub open: bool,
}

/// Sections that can be folded.
#[must_use]
pub fn accordion(id: &str, all: &[Section<'_>]) -> Html {
    let section = |h: Html, (nth, it): (usize, &Section<'_>)| {
        let part = |what: &str| format!("{id}-{what}-{}", nth + 1);
        h.raw("<div")
            .class("govuk-accordion__section", &[if it.open { "govuk-accordion__section--expanded" } else { "" }])
            .raw("><div class=\"govuk-accordion__section-header\"><h2 class=\"govuk-accordion__section-heading\">")
            .raw("<span class=\"govuk-accordion__section-button\"")
            .attr("id", &part("heading"))
            .raw(">")
            .text(it.heading)
            .raw("</span></h2>")
            .when(!it.summary.is_empty(), |h| {
                h.raw("<div class=\"govuk-accordion__section-summary govuk-body\"")
                    .attr("id", &part("summary"))
                    .raw(">")
                    .text(it.summary)
                    .raw("</div>")
            })
            .raw("</div><div")
            .attr("id", &part("content"))
            .raw(" class=\"govuk-accordion__section-content\">")
            .html(&it.content)
            .raw("</div></div>")
    };
    Html::new()
        .raw("<div class=\"govuk-accordion\" data-module=\"govuk-accordion\"")
        .attr("id", id)
        .raw(">")
        .each(all.iter().enumerate(), section)
        .raw("</div>")
}
