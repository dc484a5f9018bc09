//! Pages of a long list.

use crate::html::Html;
use crate::parts::Link;

/// One place in the row of page numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageItem {
    /// A page.
    Page {
        /// Its number, beginning with 1.
        number: u64,
        /// Its address.
        href: String,
        /// Whether it is the one shown.
        current: bool,
    },
    /// Pages left out.
    Gap,
}

/// Links to other pages of a list, or to the next and the previous of a series.
#[derive(Clone, Debug, Default)]
pub struct Pagination<'a> {
    /// The page before; its words are "Previous page" unless given, `hidden` is the label under it.
    pub previous: Option<Link<'a>>,
    /// The page after; its words are "Next page" unless given, `hidden` is the label under it.
    pub next: Option<Link<'a>>,
    /// The page numbers.
    pub items: Vec<PageItem>,
    /// What the navigation is called; "Pagination" when empty.
    pub label: &'a str,
    /// Further classes.
    pub classes: &'a str,
}

/// Links to the pages of a list: first, last, the current one and its neighbours. Nothing when there is one page.
#[must_use]
pub fn pages(current: u64, last: u64, address: impl Fn(u64) -> String) -> Html {
    if last < 2 {
        return Html::new();
    }
    let current = current.clamp(1, last);
    let mut items = vec![];
    let mut before = 0;
    for number in (1..=last).filter(|it| *it == 1 || *it == last || it.abs_diff(current) <= 1) {
        if number > before + 1 {
            items.push(PageItem::Gap);
        }
        before = number;
        items.push(PageItem::Page { number, href: address(number), current: number == current });
    }
    let (previous, next) = (address(current - 1), address(current + 1));
    pagination(&Pagination {
        previous: (current > 1).then(|| Link::to(&previous, "")),
        next: (current < last).then(|| Link::to(&next, "")),
        items,
        ..Pagination::default()
    })
}

/// Links to other pages, as given.
#[must_use]
pub fn pagination(o: &Pagination<'_>) -> Html {
    let block = o.items.is_empty() && (o.next.is_some() || o.previous.is_some());
    Html::new()
        .raw("<nav")
        .class("govuk-pagination", &[if block { "govuk-pagination--block" } else { "" }, o.classes])
        .attr("aria-label", if o.label.is_empty() { "Pagination" } else { o.label })
        .raw(">")
        .each(&o.previous, |h, it| h.html(&arrow(it, block, true)))
        .when(!o.items.is_empty(), |h| {
            h.raw("<ul class=\"govuk-pagination__list\">").each(&o.items, |h, it| h.html(&number(it))).raw("</ul>")
        })
        .each(&o.next, |h, it| h.html(&arrow(it, block, false)))
        .raw("</nav>")
}

fn number(it: &PageItem) -> Html {
    match it {
        PageItem::Gap => {
            Html::new().raw("<li class=\"govuk-pagination__item govuk-pagination__item--ellipsis\">&ctdot;</li>")
        }
        PageItem::Page { number, href, current } => Html::new()
            .raw("<li")
            .class("govuk-pagination__item", &[if *current { "govuk-pagination__item--current" } else { "" }])
            .raw("><a class=\"govuk-link govuk-pagination__link\"")
            .href(href)
            .attr("aria-label", &format!("Page {number}"))
            .some("aria-current", if *current { "page" } else { "" })
            .raw(">")
            .number(*number)
            .raw("</a></li>"),
    }
}

fn arrow(it: &Link<'_>, block: bool, back: bool) -> Html {
    const BACK: &str = "<svg class=\"govuk-pagination__icon govuk-pagination__icon--prev\" \
        xmlns=\"http://www.w3.org/2000/svg\" height=\"13\" width=\"15\" aria-hidden=\"true\" focusable=\"false\" \
        viewBox=\"0 0 15 13\"><path d=\"m6.5938-0.0078125-6.7266 6.7266 6.7441 6.4062 1.377-1.449-4.1856-3.9768h12.896v-2\
        h-12.984l4.2931-4.293-1.414-1.414z\"></path></svg>";
    const ON: &str = "<svg class=\"govuk-pagination__icon govuk-pagination__icon--next\" \
        xmlns=\"http://www.w3.org/2000/svg\" height=\"13\" width=\"15\" aria-hidden=\"true\" focusable=\"false\" \
        viewBox=\"0 0 15 13\"><path d=\"m8.107-0.0078125-1.4136 1.414 4.2926 4.293h-12.986v2h12.896l-4.1855 3.9766 1.377 \
        1.4492 6.7441-6.4062-6.7246-6.7266z\"></path></svg>";
    let plain = block && it.hidden.is_empty();
    let words = |h: Html| match (it.text.is_empty(), back) {
        (false, _) => h.text(it.text),
        (true, true) => h.raw("Previous<span class=\"govuk-visually-hidden\"> page</span>"),
        (true, false) => h.raw("Next<span class=\"govuk-visually-hidden\"> page</span>"),
    };
    let h = Html::new()
        .raw(if back { "<div class=\"govuk-pagination__prev\">" } else { "<div class=\"govuk-pagination__next\">" })
        .raw("<a class=\"govuk-link govuk-pagination__link\"")
        .href(it.href)
        .attr("rel", if back { "prev" } else { "next" })
        .raw(">")
        .when(block || back, |h| h.raw(if back { BACK } else { ON }))
        .raw("<span")
        .class("govuk-pagination__link-title", &[if plain { "govuk-pagination__link-title--decorated" } else { "" }])
        .raw(">");
    words(h)
        .raw("</span>")
        .when(block && !it.hidden.is_empty(), |h| {
            h.raw("<span class=\"govuk-visually-hidden\">:</span><span class=\"govuk-pagination__link-label\">")
                .text(it.hidden)
                .raw("</span>")
        })
        .when(!block && !back, |h| h.raw(ON))
        .raw("</a></div>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_shows_its_ends_and_the_neighbours_of_the_page() {
        let it = pages(5, 10, |n| format!("?page={n}"));
        let seen: Vec<_> =
            it.as_str().split("aria-label=\"Page ").skip(1).filter_map(|it| it.split('"').next()).collect();
        assert_eq!(seen, ["1", "4", "5", "6", "10"]);
        assert_eq!(it.as_str().matches("&ctdot;").count(), 2);
        assert!(pages(1, 1, |_| String::new()).is_empty());
        assert!(!pages(99, 3, |n| format!("?page={n}")).as_str().contains("rel=\"next\""));
    }
}
