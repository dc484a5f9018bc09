//! The parts that stand on every page: header, navigation, footer. No crown: this is not GOV.UK.

use crate::html::Html;
use crate::parts::Link;
use crate::parts::input::or;

/// The bar at the very top.
#[derive(Clone, Copy, Debug, Default)]
pub struct Header<'a> {
    /// Where its name leads; `/` when empty.
    pub url: &'a str,
    /// The name of the partnership or the service.
    pub name: &'a str,
    /// Further classes of the width container.
    pub container_classes: &'a str,
}

/// The bar at the very top with the service's name.
#[must_use]
pub fn generic_header(o: &Header<'_>) -> Html {
    Html::new()
        .raw("<div class=\"govuk-generic-header\"><div")
        .class("govuk-generic-header__container", &[or(o.container_classes, "govuk-width-container")])
        .raw("><div class=\"govuk-generic-header__logo\"><a")
        .href(or(o.url, "/"))
        .raw(" class=\"govuk-generic-header__homepage-link\">")
        .text(o.name)
        .raw("</a></div></div></div>")
}

/// One entry of the navigation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NavItem {
    /// Where it leads; plain words when empty.
    pub href: String,
    /// What it says.
    pub label: String,
    /// Whether the page itself is this entry.
    pub current: bool,
    /// Whether the page stands below this entry.
    pub active: bool,
}

impl NavItem {
    /// An entry.
    #[must_use]
    pub fn to(href: impl Into<String>, label: impl Into<String>) -> Self {
        Self { href: href.into(), label: label.into(), ..Self::default() }
    }
}

/// The navigation of the service.
#[derive(Clone, Copy, Debug, Default)]
pub struct ServiceNavigation<'a> {
    /// The service's name; none when empty.
    pub name: &'a str,
    /// Where the name leads.
    pub url: &'a str,
    /// The entries, already narrowed to what this user may open.
    pub items: &'a [NavItem],
    /// What the navigation is called; "Menu" when empty.
    pub label: &'a str,
    /// What the button on a telephone says; "Menu" when empty.
    pub button: &'a str,
    /// What the button is called for screen readers, when not as it says.
    pub button_label: &'a str,
    /// The list's id; `navigation` when empty.
    pub id: &'a str,
    /// Whether a telephone folds it; from two entries on when `None`.
    pub folds: Option<bool>,
    /// Further classes.
    pub classes: &'a str,
}

/// The navigation of the service, folded behind a button on a telephone where scripts run.
#[must_use]
pub fn service_navigation(o: &ServiceNavigation<'_>) -> Html {
    let open =
        |h: Html| h.class("govuk-service-navigation", &[o.classes]).raw(" data-module=\"govuk-service-navigation\">");
    let named = !o.name.is_empty();
    let h = if named {
        open(Html::new().raw("<section aria-label=\"Service information\""))
    } else {
        open(Html::new().raw("<div"))
    };
    let h = h
        .raw("<div class=\"govuk-width-container\"><div class=\"govuk-service-navigation__container\">")
        .when(named, |h| {
            let h = h.raw("<span class=\"govuk-service-navigation__service-name\">");
            if o.url.is_empty() {
                h.raw("<span class=\"govuk-service-navigation__text\">").text(o.name).raw("</span></span>")
            } else {
                h.raw("<a")
                    .href(o.url)
                    .raw(" class=\"govuk-service-navigation__link\">")
                    .text(o.name)
                    .raw("</a></span>")
            }
        })
        .when(!o.items.is_empty(), |h| h.html(&entries(o)))
        .raw("</div></div>");
    if named { h.raw("</section>") } else { h.raw("</div>") }
}

fn entries(o: &ServiceNavigation<'_>) -> Html {
    let button = or(o.button, "Menu");
    let id = or(o.id, "navigation");
    let item = |h: Html, it: &NavItem| {
        let on = it.active || it.current;
        let words = |h: Html| {
            if on {
                h.raw("<strong class=\"govuk-service-navigation__active-fallback\">").text(&it.label).raw("</strong>")
            } else {
                h.text(&it.label)
            }
        };
        let current = match (it.current, it.active) {
            (true, _) => "page",
            (false, true) => "true",
            (false, false) => "",
        };
        let h = h
            .raw("<li")
            .class("govuk-service-navigation__item", &[if on { "govuk-service-navigation__item--active" } else { "" }])
            .raw(">");
        let h = if it.href.is_empty() {
            words(h.raw("<span class=\"govuk-service-navigation__text\"").some("aria-current", current).raw(">"))
                .raw("</span>")
        } else {
            let h = h.raw("<a class=\"govuk-service-navigation__link\"").href(&it.href).some("aria-current", current);
            words(h.raw(">")).raw("</a>")
        };
        h.raw("</li>")
    };
    Html::new()
        .raw("<nav")
        .attr("aria-label", or(o.label, button))
        .raw(" class=\"govuk-service-navigation__wrapper\">")
        .when(o.folds.unwrap_or(o.items.len() > 1), |h| {
            h.raw("<button type=\"button\"")
                .raw(" class=\"govuk-service-navigation__toggle govuk-js-service-navigation-toggle\"")
                .attr("aria-controls", id)
                .some("aria-label", if o.button_label == button { "" } else { o.button_label })
                .raw(" hidden aria-hidden=\"true\">")
                .text(button)
                .raw("</button>")
        })
        .raw("<ul class=\"govuk-service-navigation__list\"")
        .attr("id", id)
        .raw(">")
        .each(o.items, item)
        .raw("</ul></nav>")
}

/// The search field in the header: posted, so that no name stands in an address or a log; it needs no script.
#[must_use]
pub fn header_search(token: &Html, key: &str) -> Html {
    Html::new()
        .raw("<form class=\"hf-search\" role=\"search\" aria-label=\"Everything\" method=\"post\" action=\"/search\"")
        .raw(" data-suggest=\"/search/suggest\">")
        .html(token)
        .html(&crate::parts::hidden("key", key))
        .raw("<label class=\"govuk-visually-hidden\" for=\"hf-search\">Search people, referrals and records</label>")
        .raw("<input class=\"govuk-input hf-search__input\" id=\"hf-search\" name=\"line\" type=\"search\"")
        .raw(" autocomplete=\"off\" spellcheck=\"false\" placeholder=\"Name or reference\">")
        .raw("<button class=\"govuk-button hf-search__button\" type=\"submit\">Search</button></form>")
}

/// The links at the foot of every page, and a line of words. No crest, no Crown copyright.
#[must_use]
pub fn footer(links: &[Link<'_>], words: &str) -> Html {
    let item = |h: Html, it: &Link<'_>| {
        h.raw("<li class=\"govuk-footer__inline-list-item\"><a class=\"govuk-footer__link\"")
            .href(it.href)
            .raw(">")
            .text(it.text)
            .raw("</a></li>")
    };
    Html::new()
        .raw("<div class=\"govuk-footer\"><div class=\"govuk-width-container\"><div class=\"govuk-footer__meta\">")
        .raw("<div class=\"govuk-footer__meta-item govuk-footer__meta-item--grow\">")
        .when(!links.is_empty(), |h| {
            h.raw("<h2 class=\"govuk-visually-hidden\">Support links</h2><ul class=\"govuk-footer__inline-list\">")
                .each(links, item)
                .raw("</ul>")
        })
        .when(!words.is_empty(), |h| h.raw("<div class=\"govuk-footer__meta-custom\">").text(words).raw("</div>"))
        .raw("</div></div></div></div>")
}
