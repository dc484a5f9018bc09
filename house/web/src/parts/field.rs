//! What every field has: label, hint, error, and the group that ties them together for screen readers.

use crate::html::{Attributes, Html};

/// How large a label or legend is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Size {
    /// As the text around it.
    #[default]
    Plain,
    /// Small and bold.
    S,
    /// Medium.
    M,
    /// Large.
    L,
    /// Extra large, for a page that asks one thing.
    Xl,
}

impl Size {
    fn label(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::S => "govuk-label--s",
            Self::M => "govuk-label--m",
            Self::L => "govuk-label--l",
            Self::Xl => "govuk-label--xl",
        }
    }
    fn legend(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::S => "govuk-fieldset__legend--s",
            Self::M => "govuk-fieldset__legend--m",
            Self::L => "govuk-fieldset__legend--l",
            Self::Xl => "govuk-fieldset__legend--xl",
        }
    }
}

/// The label of the field with this id; as the page's heading when `heading`. Nothing without words.
#[must_use]
pub fn label(field: &str, words: &str, size: Size, heading: bool) -> Html {
    label_with(field, words, size.label(), heading)
}

pub(super) fn label_with(field: &str, words: &str, classes: &str, heading: bool) -> Html {
    if words.is_empty() {
        return Html::new();
    }
    Html::new()
        .when(heading, |h| h.raw("<h1 class=\"govuk-label-wrapper\">"))
        .raw("<label")
        .class("govuk-label", &[classes])
        .some("for", field)
        .raw(">")
        .text(words)
        .raw("</label>")
        .when(heading, |h| h.raw("</h1>"))
}

/// A hint under a label.
#[must_use]
pub fn hint(id: &str, words: &str) -> Html {
    hint_with(id, words, "")
}

pub(super) fn hint_with(id: &str, words: &str, classes: &str) -> Html {
    Html::new().raw("<div").some("id", id).class("govuk-hint", &[classes]).raw(">").text(words).raw("</div>")
}

/// The message of a field that is wrong, said as "Error: …" to screen readers.
#[must_use]
pub fn error_message(id: &str, words: &str) -> Html {
    Html::new()
        .raw("<p")
        .some("id", id)
        .raw(" class=\"govuk-error-message\"><span class=\"govuk-visually-hidden\">Error:</span> ")
        .text(words)
        .raw("</p>")
}

/// Fields that belong together under one legend.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fieldset<'a> {
    /// What the fields are about.
    pub legend: &'a str,
    /// How large the legend is.
    pub size: Size,
    /// Whether the legend is the page's heading.
    pub heading: bool,
    /// Ids of elements that describe the fields.
    pub described_by: &'a str,
    /// An ARIA role, such as `group`.
    pub role: &'static str,
    /// Further classes.
    pub classes: &'a str,
}

/// A fieldset around fields.
#[must_use]
pub fn fieldset(o: &Fieldset<'_>, inner: &Html) -> Html {
    let legend = |h: Html| {
        let h = h.raw("<legend").class("govuk-fieldset__legend", &[o.size.legend()]).raw(">");
        let h = if o.heading {
            h.raw("<h1 class=\"govuk-fieldset__heading\">").text(o.legend).raw("</h1>")
        } else {
            h.text(o.legend)
        };
        h.raw("</legend>")
    };
    Html::new()
        .raw("<fieldset")
        .class("govuk-fieldset", &[o.classes])
        .some("role", o.role)
        .some("aria-describedby", o.described_by)
        .raw(">")
        .when(!o.legend.is_empty(), legend)
        .html(inner)
        .raw("</fieldset>")
}

/// What the group around one control needs to know.
#[derive(Clone, Copy, Default)]
pub(super) struct Group<'a> {
    pub id: &'a str,
    pub label: &'a str,
    pub size: Size,
    pub heading: bool,
    pub hint: &'a str,
    pub error: Option<&'a str>,
    pub described_by: &'a str,
    pub classes: &'a str,
    pub attributes: Attributes<'a>,
}

/// Hint and error with their ids, and the list of ids that describe the control.
pub(super) fn hint_and_error(id: &str, hint: &str, error: Option<&str>, described_by: &str) -> (Html, String) {
    let mut described = described_by.to_owned();
    let mut h = Html::new();
    let mut add = |suffix: &str| {
        let it = format!("{id}-{suffix}");
        if !described.is_empty() {
            described.push(' ');
        }
        described.push_str(&it);
        it
    };
    if !hint.is_empty() {
        h = h.html(&self::hint(&add("hint"), hint));
    }
    if let Some(words) = error {
        h = h.html(&error_message(&add("error"), words));
    }
    (h, described)
}

/// Opens the group; the caller closes it.
pub(super) fn open_group(error: bool, classes: &str, attributes: Attributes<'_>) -> Html {
    let wrong = if error { "govuk-form-group--error" } else { "" };
    Html::new().raw("<div").class("govuk-form-group", &[wrong, classes]).attributes(attributes).raw(">")
}

/// Label, hint, error and the control that `draw` makes of the ids that describe it.
pub(super) fn group(o: &Group<'_>, draw: impl FnOnce(&str) -> Html) -> Html {
    let (before, described) = hint_and_error(o.id, o.hint, o.error, o.described_by);
    open_group(o.error.is_some(), o.classes, o.attributes)
        .html(&label(o.id, o.label, o.size, o.heading))
        .html(&before)
        .html(&draw(&described))
        .raw("</div>")
}
