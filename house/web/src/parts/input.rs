//! Fields for words: one line, many lines, a password, a hidden value.

use crate::asked::Typed;
use crate::html::{Attributes, Html};
use crate::parts::field::{Group, Size, group, hint_with};

/// A field of one line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Input<'a> {
    /// The name under which it is sent; also its id unless `id` says otherwise.
    pub name: &'a str,
    /// Its id, when it is not the name.
    pub id: &'a str,
    /// The question.
    pub label: &'a str,
    /// How large the label is.
    pub size: Size,
    /// Whether the label is the page's heading.
    pub heading: bool,
    /// Help under the label.
    pub hint: &'a str,
    /// What is wrong with the value.
    pub error: Option<&'a str>,
    /// What is in it.
    pub value: &'a str,
    /// `text` when empty, or `email`, `tel`, `search`, `number`, `time`.
    pub kind: &'a str,
    /// What stands before it, such as `£`.
    pub prefix: &'a str,
    /// What stands after it, such as `days`.
    pub suffix: &'a str,
    /// What a browser may fill in (WCAG 1.3.5), such as `email`; `off` for anything about a child.
    pub autocomplete: &'a str,
    /// Which keyboard a telephone shows, such as `numeric`.
    pub inputmode: &'a str,
    /// Width in characters: 2, 3, 4, 5, 10, 20 or 30; full when 0.
    pub width: u8,
    /// Whether the browser checks spelling; as it likes when `None`.
    pub spellcheck: Option<bool>,
    /// Further classes of the control.
    pub classes: &'a str,
    /// Further classes of the group.
    pub group_classes: &'a str,
    /// Ids of elements that describe it.
    pub described_by: &'a str,
    /// Further attributes of the control.
    pub attributes: Attributes<'a>,
}

impl<'a> Input<'a> {
    /// A field that shows again what was typed and what was wrong with it.
    #[must_use]
    pub fn of(typed: &'a Typed, name: &'a str, label: &'a str) -> Self {
        Self { name, label, value: typed.get(name), error: typed.error(name), ..Self::default() }
    }
}

pub(super) fn or<'a>(it: &'a str, other: &'a str) -> &'a str {
    if it.is_empty() { other } else { it }
}

fn width(characters: u8) -> &'static str {
    match characters {
        0 => "",
        1 | 2 => "govuk-input--width-2",
        3 => "govuk-input--width-3",
        4 => "govuk-input--width-4",
        5..=9 => "govuk-input--width-5",
        10..=19 => "govuk-input--width-10",
        20..=29 => "govuk-input--width-20",
        _ => "govuk-input--width-30",
    }
}

/// What belongs to the control itself; shared with the date and the password.
#[derive(Clone, Copy, Default)]
pub(super) struct Control<'a> {
    pub name: &'a str,
    pub id: &'a str,
    pub kind: &'a str,
    pub classes: &'a [&'a str],
    pub wrong: bool,
    pub value: &'a str,
    pub described: &'a str,
    pub autocomplete: &'a str,
    pub autocapitalize: &'a str,
    pub inputmode: &'a str,
    pub spellcheck: Option<bool>,
    pub attributes: Attributes<'a>,
}

pub(super) fn control(o: &Control<'_>) -> Html {
    let spelling = o.spellcheck.map_or("", |it| if it { "true" } else { "false" });
    let mut classes = o.classes.to_vec();
    if o.wrong {
        classes.push("govuk-input--error");
    }
    Html::new()
        .raw("<input")
        .class("govuk-input", &classes)
        .attr("id", or(o.id, o.name))
        .attr("name", o.name)
        .attr("type", or(o.kind, "text"))
        .some("spellcheck", spelling)
        .some("value", o.value)
        .some("aria-describedby", o.described)
        .some("autocomplete", o.autocomplete)
        .some("autocapitalize", o.autocapitalize)
        .some("inputmode", o.inputmode)
        .attributes(o.attributes)
        .raw(">")
}

/// A field of one line with its label, hint and error.
#[must_use]
pub fn input(o: &Input<'_>) -> Html {
    let affix = |h: Html, open: &'static str, words: &str| h.raw(open).text(words).raw("</div>");
    let field = Group {
        id: or(o.id, o.name),
        label: o.label,
        size: o.size,
        heading: o.heading,
        hint: o.hint,
        error: o.error,
        described_by: o.described_by,
        classes: o.group_classes,
        attributes: &[],
    };
    group(&field, |described| {
        let control = control(&Control {
            name: o.name,
            id: o.id,
            kind: o.kind,
            classes: &[width(o.width), o.classes],
            wrong: o.error.is_some(),
            value: o.value,
            described,
            autocomplete: o.autocomplete,
            inputmode: o.inputmode,
            spellcheck: o.spellcheck,
            attributes: o.attributes,
            ..Control::default()
        });
        if o.prefix.is_empty() && o.suffix.is_empty() {
            return control;
        }
        Html::new()
            .raw("<div class=\"govuk-input__wrapper\">")
            .when(!o.prefix.is_empty(), |h| {
                affix(h, "<div class=\"govuk-input__prefix\" aria-hidden=\"true\">", o.prefix)
            })
            .html(&control)
            .when(!o.suffix.is_empty(), |h| {
                affix(h, "<div class=\"govuk-input__suffix\" aria-hidden=\"true\">", o.suffix)
            })
            .raw("</div>")
    })
}

/// A field of many lines; counts characters or words when it has a limit.
#[derive(Clone, Copy, Debug, Default)]
pub struct Textarea<'a> {
    /// The name under which it is sent; also its id unless `id` says otherwise.
    pub name: &'a str,
    /// Its id, when it is not the name.
    pub id: &'a str,
    /// The question.
    pub label: &'a str,
    /// How large the label is.
    pub size: Size,
    /// Whether the label is the page's heading.
    pub heading: bool,
    /// Help under the label.
    pub hint: &'a str,
    /// What is wrong with the value.
    pub error: Option<&'a str>,
    /// What is in it.
    pub value: &'a str,
    /// Lines shown; 5 when 0.
    pub rows: u16,
    /// The most characters; no limit when 0.
    pub max: u32,
    /// The most words; no limit when 0.
    pub max_words: u32,
    /// Count only from this share of the limit on, in per cent.
    pub threshold: u8,
    /// Whether the browser checks spelling.
    pub spellcheck: Option<bool>,
    /// What a browser may fill in.
    pub autocomplete: &'a str,
    /// Further classes of the control.
    pub classes: &'a str,
    /// Further classes of the group.
    pub group_classes: &'a str,
    /// Ids of elements that describe it.
    pub described_by: &'a str,
    /// Further attributes of the control.
    pub attributes: Attributes<'a>,
}

impl<'a> Textarea<'a> {
    /// A field that shows again what was typed and what was wrong with it.
    #[must_use]
    pub fn of(typed: &'a Typed, name: &'a str, label: &'a str) -> Self {
        Self { name, label, value: typed.get(name), error: typed.error(name), ..Self::default() }
    }
}

/// A field of many lines with its label, hint and error.
#[must_use]
pub fn textarea(o: &Textarea<'_>) -> Html {
    let id = or(o.id, o.name);
    let counts = o.max > 0 || o.max_words > 0;
    let info = format!("{id}-info");
    let (limit, unit) = if o.max_words > 0 { (o.max_words, "words") } else { (o.max, "characters") };
    let (max, threshold) = (limit.to_string(), o.threshold.to_string());
    let mut attributes = vec![];
    if counts {
        attributes.push(("data-module", "govuk-character-count"));
        attributes.push((if o.max_words > 0 { "data-maxwords" } else { "data-maxlength" }, max.as_str()));
        if o.threshold > 0 {
            attributes.push(("data-threshold", threshold.as_str()));
        }
        if o.max_words > 0 {
            attributes.push(("data-count-type", "words"));
        }
    }
    let group_classes =
        if counts { format!("govuk-character-count {}", o.group_classes) } else { o.group_classes.to_owned() };
    let described = [if counts { info.as_str() } else { "" }, o.described_by].join(" ");
    let field = Group {
        id,
        label: o.label,
        size: o.size,
        heading: o.heading,
        hint: o.hint,
        error: o.error,
        described_by: described.trim(),
        classes: &group_classes,
        attributes: &attributes,
    };
    group(&field, |described| {
        let words = format!("You can enter up to {limit} {unit}");
        lines(o, id, counts, described)
            .when(counts, |h| h.html(&hint_with(&info, &words, "govuk-character-count__message")))
    })
}

fn lines(o: &Textarea<'_>, id: &str, counts: bool, described: &str) -> Html {
    let wrong = if o.error.is_some() { "govuk-textarea--error" } else { "" };
    Html::new()
        .raw("<textarea")
        .class("govuk-textarea", &[wrong, if counts { "govuk-js-character-count" } else { "" }, o.classes])
        .attr("id", id)
        .attr("name", o.name)
        .raw(" rows=\"")
        .number(if o.rows == 0 { 5 } else { o.rows })
        .raw("\"")
        .some("spellcheck", o.spellcheck.map_or("", |it| if it { "true" } else { "false" }))
        .some("aria-describedby", described)
        .some("autocomplete", o.autocomplete)
        .attributes(o.attributes)
        .raw(">")
        // The parser drops the first line break after the tag; without this one, a text that begins with one loses it.
        .when(o.value.starts_with('\n'), |h| h.raw("\n"))
        .text(o.value)
        .raw("</textarea>")
}

/// A field for a password, with a button that shows it. It is never filled in again by the server.
#[derive(Clone, Copy, Debug, Default)]
pub struct PasswordInput<'a> {
    /// The name under which it is sent; also its id unless `id` says otherwise.
    pub name: &'a str,
    /// Its id, when it is not the name.
    pub id: &'a str,
    /// The question.
    pub label: &'a str,
    /// How large the label is.
    pub size: Size,
    /// Whether the label is the page's heading.
    pub heading: bool,
    /// Help under the label.
    pub hint: &'a str,
    /// What is wrong with it.
    pub error: Option<&'a str>,
    /// `current-password` when empty; `new-password` where one is chosen.
    pub autocomplete: &'a str,
    /// Further classes of the control.
    pub classes: &'a str,
    /// Ids of elements that describe it.
    pub described_by: &'a str,
    /// Further attributes of the control.
    pub attributes: Attributes<'a>,
}

/// A field for a password; pasting is allowed, and so is a password manager.
#[must_use]
pub fn password_input(o: &PasswordInput<'_>) -> Html {
    let id = or(o.id, o.name);
    let field = Group {
        id,
        label: o.label,
        size: o.size,
        heading: o.heading,
        hint: o.hint,
        error: o.error,
        described_by: o.described_by,
        classes: "govuk-password-input",
        attributes: &[("data-module", "govuk-password-input")],
    };
    group(&field, |described| {
        let control = control(&Control {
            name: o.name,
            id,
            kind: "password",
            classes: &["govuk-password-input__input govuk-js-password-input-input", o.classes],
            wrong: o.error.is_some(),
            described,
            autocomplete: or(o.autocomplete, "current-password"),
            autocapitalize: "none",
            spellcheck: Some(false),
            attributes: o.attributes,
            ..Control::default()
        });
        Html::new()
            .raw("<div class=\"govuk-input__wrapper govuk-password-input__wrapper\">")
            .html(&control)
            .raw(
                "<button type=\"button\" class=\"govuk-button govuk-button--secondary govuk-password-input__toggle \
                 govuk-js-password-input-toggle\" data-module=\"govuk-button\"",
            )
            .attr("aria-controls", id)
            .raw(" aria-label=\"Show password\" hidden>Show</button></div>")
    })
}

/// A value that is sent without being shown.
#[must_use]
pub fn hidden(name: &str, value: &str) -> Html {
    Html::new().raw("<input type=\"hidden\"").attr("name", name).attr("value", value).raw(">")
}
