//! What a page has to say: errors, news, warnings, what can be unfolded.

use kernel::Wrongs;

use crate::html::Html;
use crate::parts::Link;

/// The list of everything that is wrong, at the top of a page.
#[derive(Clone, Debug, Default)]
pub struct ErrorSummary<'a> {
    /// "There is a problem" when empty.
    pub title: &'a str,
    /// A sentence under the title.
    pub description: &'a str,
    /// Each mistake, with the address of its field (`#since-day`).
    pub errors: Vec<Link<'a>>,
    /// Whether the focus stays where it is.
    pub keep_focus: Option<bool>,
}

/// The list of everything that is wrong. The focus moves to it.
#[must_use]
pub fn error_summary(o: &ErrorSummary<'_>) -> Html {
    let item = |h: Html, it: &Link<'_>| {
        let h = h.raw("<li>");
        let h = if it.href.is_empty() {
            h.text(it.text)
        } else {
            h.raw("<a").href(it.href).raw(">").text(it.text).raw("</a>")
        };
        h.raw("</li>")
    };
    Html::new()
        .raw("<div class=\"govuk-error-summary\"")
        .some("data-disable-auto-focus", o.keep_focus.map_or("", |it| if it { "true" } else { "false" }))
        .raw(" data-module=\"govuk-error-summary\"><div role=\"alert\"><h2 class=\"govuk-error-summary__title\">")
        .text(if o.title.is_empty() { "There is a problem" } else { o.title })
        .raw("</h2><div class=\"govuk-error-summary__body\">")
        .when(!o.description.is_empty(), |h| h.raw("<p>").text(o.description).raw("</p>"))
        .when(!o.errors.is_empty(), |h| {
            h.raw("<ul class=\"govuk-list govuk-error-summary__list\">").each(&o.errors, item).raw("</ul>")
        })
        .raw("</div></div></div>")
}

/// The error summary of a form; nothing when nothing is wrong. A mistake without field has no link.
#[must_use]
pub fn summary_of_errors(wrongs: &Wrongs) -> Html {
    if wrongs.is_empty() {
        return Html::new();
    }
    let hrefs: Vec<_> =
        wrongs.0.iter().map(|it| if it.field.is_empty() { String::new() } else { format!("#{}", it.field) }).collect();
    let errors = hrefs.iter().zip(&wrongs.0).map(|(href, it)| Link::to(href, &it.message)).collect();
    error_summary(&ErrorSummary { errors, ..ErrorSummary::default() })
}

/// News at the top of a page: what was done, or what one should know.
#[derive(Clone, Copy, Debug, Default)]
pub struct Notification<'a> {
    /// "Success" or "Important" when empty.
    pub title: &'a str,
    /// Whether something has been done as asked; then it is read out at once.
    pub success: bool,
    /// The id of the title, where a page has two.
    pub id: &'a str,
}

/// News at the top of a page. A single sentence goes in as [`banner_sentence`].
#[must_use]
pub fn notification_banner(o: &Notification<'_>, content: &Html) -> Html {
    let id = if o.id.is_empty() { "govuk-notification-banner-title" } else { o.id };
    let (class, role, title) = if o.success {
        ("govuk-notification-banner--success", "alert", "Success")
    } else {
        ("", "region", "Important")
    };
    Html::new()
        .raw("<div")
        .class("govuk-notification-banner", &[class])
        .attr("role", role)
        .attr("aria-labelledby", id)
        .raw(" data-module=\"govuk-notification-banner\"><div class=\"govuk-notification-banner__header\"><h2")
        .raw(" class=\"govuk-notification-banner__title\"")
        .attr("id", id)
        .raw(">")
        .text(if o.title.is_empty() { title } else { o.title })
        .raw("</h2></div><div class=\"govuk-notification-banner__content\">")
        .html(content)
        .raw("</div></div>")
}

/// The sentence of a notification banner.
#[must_use]
pub fn banner_sentence(words: &str) -> Html {
    Html::new().raw("<p class=\"govuk-notification-banner__heading\">").text(words).raw("</p>")
}

/// Something that has consequences.
#[must_use]
pub fn warning_text(words: &str) -> Html {
    warning_called("Warning", words)
}

pub(crate) fn warning_called(called: &str, words: &str) -> Html {
    Html::new()
        .raw("<div class=\"govuk-warning-text\"><span class=\"govuk-warning-text__icon\" aria-hidden=\"true\">!</span>")
        .raw("<strong class=\"govuk-warning-text__text\"><span class=\"govuk-visually-hidden\">")
        .text(called)
        .raw("</span> ")
        .text(words)
        .raw("</strong></div>")
}

/// A part that stands out from the text around it.
#[must_use]
pub fn inset_text(inner: &Html) -> Html {
    Html::new().raw("<div class=\"govuk-inset-text\">").html(inner).raw("</div>")
}

/// A part that can be unfolded; it stands open when `open`.
#[must_use]
pub fn details(summary: &str, inner: &Html, open: bool) -> Html {
    details_with("", summary, inner, open)
}

pub(crate) fn details_with(id: &str, summary: &str, inner: &Html, open: bool) -> Html {
    Html::new()
        .raw("<details")
        .some("id", id)
        .raw(" class=\"govuk-details\"")
        .flag("open", open)
        .raw("><summary class=\"govuk-details__summary\"><span class=\"govuk-details__summary-text\">")
        .text(summary)
        .raw("</span></summary><div class=\"govuk-details__text\">")
        .html(inner)
        .raw("</div></details>")
}

/// The panel of a confirmation page: what was done, and its reference.
#[must_use]
pub fn panel(title: &str, body: &Html) -> Html {
    Html::new()
        .raw("<div class=\"govuk-panel govuk-panel--confirmation\"><h1 class=\"govuk-panel__title\">")
        .text(title)
        .raw("</h1>")
        .when(!body.is_empty(), |h| h.raw("<div class=\"govuk-panel__body\">").html(body).raw("</div>"))
        .raw("</div>")
}
