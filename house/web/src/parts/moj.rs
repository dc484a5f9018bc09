//! Components of the Ministry of Justice's library: timeline, banner, badge, filter, sub-navigation, identity bar.

use kernel::Ts;

use crate::html::Html;
use crate::parts::{Colour, Link};

/// Something on a timeline.
#[derive(Clone, Debug, Default)]
pub struct Happened<'a> {
    /// What happened.
    pub title: Html,
    /// Who recorded it.
    pub by: &'a str,
    /// When, for machines; none where only a day or less is known.
    pub at: Option<Ts>,
    /// When, in words.
    pub when: &'a str,
    /// What is known of it.
    pub description: Html,
    /// Further classes.
    pub classes: &'a str,
}

/// A timeline, newest first as a rule.
#[must_use]
pub fn timeline(all: &[Happened<'_>]) -> Html {
    let item = |h: Html, it: &Happened<'_>| {
        h.raw("<div")
            .class("moj-timeline__item", &[it.classes])
            .raw("><div class=\"moj-timeline__header\"><h2 class=\"moj-timeline__title\">")
            .html(&it.title)
            .raw("</h2>")
            .when(!it.by.is_empty(), |h| h.raw(" <p class=\"moj-timeline__byline\">by ").text(it.by).raw("</p>"))
            .raw("</div><p class=\"moj-timeline__date\">")
            .when(it.at.is_some(), |h| {
                h.raw("<time").some("datetime", &it.at.map(Ts::rfc3339).unwrap_or_default()).raw(">")
            })
            .text(it.when)
            .when(it.at.is_some(), |h| h.raw("</time>"))
            .raw("</p>")
            .when(!it.description.is_empty(), |h| {
                h.raw("<div class=\"moj-timeline__description\">").html(&it.description).raw("</div>")
            })
            .raw("</div>")
    };
    Html::new().raw("<div class=\"moj-timeline\">").each(all, item).raw("</div>")
}

/// What a banner says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// Something was done.
    Success,
    /// Something needs care: a warning about a person or a place.
    Warning,
    /// Something to know.
    Information,
}

/// A banner on the record itself, such as a warning note. `about` is what it says in plain words: two banners of a page are
/// told apart by it.
#[must_use]
pub fn banner(says: Says, about: &str, content: &Html) -> Html {
    let (class, kind, icon) = match says {
        Says::Success => ("moj-banner--success", "success", "M25,6.2L8.7,23.2L0,14.1l4-4.2l4.7,4.9L21,2L25,6.2z"),
        Says::Warning => (
            "moj-banner--warning",
            "warning",
            "M13.6,15.4h-2.3v-4.5h2.3V15.4z M13.6,19.8h-2.3v-2.2h2.3V19.8z M0,23.2h25L12.5,2L0,23.2z",
        ),
        Says::Information => (
            "moj-banner--information",
            "information",
            "M13.7,18.5h-2.4v-2.4h2.4V18.5z M12.5,13.7c-0.7,0-1.2-0.5-1.2-1.2V7.7c0-0.7,0.5-1.2,1.2-1.2s1.2,0.5,1.2,1.2v4.8 \
             C13.7,13.2,13.2,13.7,12.5,13.7z M12.5,0.5c-6.6,0-12,5.4-12,12s5.4,12,12,12s12-5.4,12-12S19.1,0.5,12.5,0.5z",
        ),
    };
    Html::new()
        .raw("<div")
        .class("moj-banner", &[class])
        .raw(" role=\"region\"")
        .attr("aria-label", &format!("{kind}: {about}"))
        .raw("><svg class=\"moj-banner__icon\" fill=\"currentColor\" role=\"presentation\" focusable=\"false\"")
        .raw(" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 25 25\" height=\"25\" width=\"25\"><path")
        .attr("d", icon)
        .raw("/></svg><div class=\"moj-banner__message\">")
        .html(content)
        .raw("</div></div>")
}

/// A badge: a status that stands beside a name.
#[must_use]
pub fn badge(words: &str, colour: Colour) -> Html {
    let class = match colour {
        Colour::Plain | Colour::Teal => "moj-badge--blue",
        Colour::Grey => "moj-badge--grey",
        Colour::Green => "moj-badge--green",
        Colour::Purple | Colour::Magenta => "moj-badge--purple",
        Colour::Red | Colour::Orange | Colour::Yellow => "moj-badge--red",
    };
    Html::new().raw("<span").class("moj-badge", &[class]).raw(">").text(words).raw("</span>")
}

/// One filter that is set, with the address that takes it away.
#[derive(Clone, Copy, Debug, Default)]
pub struct FilterTag<'a> {
    /// What is filtered, such as "Status".
    pub what: &'a str,
    /// By which word.
    pub text: &'a str,
    /// The address without this filter.
    pub remove: &'a str,
}

/// The panel beside a list.
#[derive(Clone, Debug, Default)]
pub struct Filter<'a> {
    /// Where the form goes.
    pub action: &'a str,
    /// Whether it is posted: for names, birth dates and free text, which never stand in an address.
    pub post: bool,
    /// Hidden fields: the CSRF token where it is posted, sorting and the like.
    pub hidden: Html,
    /// The fields.
    pub fields: Html,
    /// What is set.
    pub set: Vec<FilterTag<'a>>,
    /// The address with nothing set.
    pub clear: &'a str,
}

/// The panel beside a list; folded on a telephone unless something is set.
#[must_use]
pub fn filter(o: &Filter<'_>) -> Html {
    let tag = |h: Html, it: &FilterTag<'_>| {
        h.raw("<li><a class=\"moj-filter__tag\"")
            .href(it.remove)
            .raw("><span class=\"govuk-visually-hidden\">Remove this filter: ")
            .text(it.what)
            .raw("</span> ")
            .text(it.text)
            .raw("</a></li>")
    };
    let chosen = |h: Html| {
        h.raw("<div class=\"moj-filter__selected\"><div class=\"moj-filter__selected-heading\">")
            .raw("<div class=\"moj-filter__heading-title\"><h2 class=\"govuk-heading-s\">Selected filters</h2></div>")
            .raw(" <div class=\"moj-filter__heading-action\"><p>")
            .raw("<a class=\"govuk-link govuk-link--no-visited-state\"")
            .href(o.clear)
            .raw(">Clear filters</a></p></div></div><ul class=\"moj-filter-tags\">")
            .each(&o.set, tag)
            .raw("</ul></div>")
    };
    Html::new()
        .raw("<details class=\"hf-filter moj-filter\" open")
        .flag("data-filtering", !o.set.is_empty())
        .raw("><summary>Filter</summary><div class=\"moj-filter__content\">")
        .when(!o.set.is_empty(), chosen)
        .raw("<form class=\"moj-filter__options\"")
        .attr("method", if o.post { "post" } else { "get" })
        .attr("action", o.action)
        .raw(">")
        .html(&o.hidden)
        .raw("<button type=\"submit\" class=\"govuk-button\" data-module=\"govuk-button\">Apply filters</button>")
        .html(&o.fields)
        .raw("</form></div></details>")
}

/// Pages of one thing: `current` is the address of the one shown.
#[must_use]
pub fn sub_navigation(label: &str, current: &str, all: &[Link<'_>]) -> Html {
    let item = |h: Html, it: &Link<'_>| {
        h.raw("<li class=\"moj-sub-navigation__item\"><a class=\"moj-sub-navigation__link\"")
            .some("aria-current", if it.href == current { "page" } else { "" })
            .href(it.href)
            .raw(">")
            .text(it.text)
            .raw("</a></li>")
    };
    Html::new()
        .raw("<nav class=\"moj-sub-navigation\"")
        .attr("aria-label", label)
        .raw("><ul class=\"moj-sub-navigation__list\">")
        .each(all, item)
        .raw("</ul></nav>")
}

/// Whose record this is, at the top of every page about a person; `actions` are links or buttons.
#[must_use]
pub fn identity_bar(who: &Html, actions: &[Html]) -> Html {
    Html::new()
        .raw("<div class=\"moj-identity-bar\"><div class=\"moj-identity-bar__container\">")
        .raw("<div class=\"moj-identity-bar__details\"><span class=\"moj-identity-bar__title\">")
        .html(who)
        .raw("</span></div> ")
        .when(!actions.is_empty(), |h| {
            h.raw("<div class=\"moj-identity-bar__actions\">")
                .each(actions, |h, it| h.raw("<div class=\"moj-identity-bar__menu\">").html(it).raw("</div>"))
                .raw("</div>")
        })
        .raw("</div></div>")
}
