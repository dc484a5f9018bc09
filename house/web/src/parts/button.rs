//! Buttons, and links that look like them.

use crate::html::{Attributes, Html};

/// What a button means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// The main thing to do on the page.
    #[default]
    Main,
    /// Something else that one may do.
    Secondary,
    /// Something that cannot easily be taken back.
    Warning,
    /// On a dark ground.
    Inverse,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Self::Main => "",
            Self::Secondary => "govuk-button--secondary",
            Self::Warning => "govuk-button--warning",
            Self::Inverse => "govuk-button--inverse",
        }
    }
}

/// A button.
#[derive(Clone, Copy, Debug, Default)]
pub struct Button<'a> {
    /// What it says.
    pub text: &'a str,
    /// What it means.
    pub tone: Tone,
    /// The name of the value it sends.
    pub name: &'a str,
    /// The value it sends.
    pub value: &'a str,
    /// `submit` when empty, or `button`, `reset`.
    pub kind: &'a str,
    /// Where a link leads; a button when empty.
    pub href: &'a str,
    /// A start button, with an arrow.
    pub start: bool,
    /// A second click within a second is ignored.
    pub once: Option<bool>,
    /// Its id.
    pub id: &'a str,
    /// Cannot be pressed.
    pub disabled: bool,
    /// Further classes.
    pub classes: &'a str,
    /// Further attributes.
    pub attributes: Attributes<'a>,
}

/// A button that sends its form. Posts that change something should set `once`.
#[must_use]
pub fn button(o: &Button<'_>) -> Html {
    let common = |h: Html| {
        h.class("govuk-button", &[o.tone.class(), o.classes, if o.start { "govuk-button--start" } else { "" }])
            .raw(" data-module=\"govuk-button\"")
            .attributes(o.attributes)
            .some("id", o.id)
            .raw(">")
            .text(o.text)
            .when(o.start, |h| {
                h.raw(
                    "<svg class=\"govuk-button__start-icon\" xmlns=\"http://www.w3.org/2000/svg\" width=\"17.5\" \
                     height=\"19\" viewBox=\"0 0 33 40\" aria-hidden=\"true\" focusable=\"false\">\
                     <path fill=\"currentColor\" d=\"M0 0h13l20 20-20 20H0l20-20z\"/></svg>",
                )
            })
    };
    if o.href.is_empty() {
        let h = Html::new()
            .raw("<button")
            .attr("type", if o.kind.is_empty() { "submit" } else { o.kind })
            .some("value", o.value)
            .some("name", o.name)
            .when(o.disabled, |h| h.raw(" disabled aria-disabled=\"true\""));
        let h = match o.once {
            Some(once) => h.attr("data-prevent-double-click", if once { "true" } else { "false" }),
            None => h,
        };
        common(h).raw("</button>")
    } else {
        common(Html::new().raw("<a").href(o.href).raw(" role=\"button\" draggable=\"false\"")).raw("</a>")
    }
}

/// A link that looks like a button: for going somewhere, never for changing something.
#[must_use]
pub fn link_button(href: &str, text: &str, tone: Tone) -> Html {
    button(&Button { text, href, tone, ..Button::default() })
}

/// Buttons and links side by side.
#[must_use]
pub fn button_group(all: &[Html]) -> Html {
    Html::new().raw("<div class=\"govuk-button-group\">").each(all, |h, it| h.html(it)).raw("</div>")
}
