//! A choice out of a long list, and files.

use crate::asked::Typed;
use crate::html::{Attributes, Html};
use crate::parts::Choice;
use crate::parts::field::{Group, Size, group};
use crate::parts::input::or;

/// A choice out of a list; radios are better up to about seven choices.
#[derive(Clone, Debug, Default)]
pub struct Select<'a> {
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
    /// What is wrong with the choice.
    pub error: Option<&'a str>,
    /// The value chosen.
    pub value: &'a str,
    /// What can be chosen; hints and conditional parts are not shown in a select.
    pub choices: Vec<Choice<'a>>,
    /// Begins with an empty choice, so that nothing is chosen unless somebody chooses.
    pub blank: bool,
    /// Becomes a field with suggestions where scripts run.
    pub suggests: bool,
    /// Further classes of the control.
    pub classes: &'a str,
    /// Further classes of the group.
    pub group_classes: &'a str,
    /// Ids of elements that describe it.
    pub described_by: &'a str,
    /// Further attributes of the control.
    pub attributes: Attributes<'a>,
}

impl<'a> Select<'a> {
    /// A choice that shows again what was chosen and what was wrong with it, beginning with an empty choice.
    #[must_use]
    pub fn of(typed: &'a Typed, name: &'a str, label: &'a str, choices: Vec<Choice<'a>>) -> Self {
        let (value, error) = (typed.get(name), typed.error(name));
        Self { name, label, value, error, choices, blank: true, ..Self::default() }
    }
}

/// A select with its label, hint and error.
#[must_use]
pub fn select(o: &Select<'_>) -> Html {
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
    let option = |h: Html, it: &Choice<'_>| {
        let chosen = it.checked.unwrap_or(!o.value.is_empty() && it.value == o.value);
        h.raw("<option")
            .attr("value", it.value)
            .flag("selected", chosen)
            .flag("disabled", it.disabled)
            .raw(">")
            .text(it.text)
            .raw("</option>")
    };
    group(&field, |described| {
        Html::new()
            .raw("<select")
            .class("govuk-select", &[o.classes, if o.error.is_some() { "govuk-select--error" } else { "" }])
            .attr("id", field.id)
            .attr("name", o.name)
            .some("aria-describedby", described)
            .flag("data-autocomplete", o.suggests)
            .attributes(o.attributes)
            .raw(">")
            .when(o.blank, |h| h.raw("<option value=\"\"></option>"))
            .each(&o.choices, option)
            .raw("</select>")
    })
}

/// A field for files.
#[derive(Clone, Copy, Debug, Default)]
pub struct FileUpload<'a> {
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
    /// Help under the label: kinds and the largest size.
    pub hint: &'a str,
    /// What is wrong with the file.
    pub error: Option<&'a str>,
    /// Several files at once.
    pub multiple: bool,
    /// Cannot be used.
    pub disabled: bool,
    /// Further classes of the control.
    pub classes: &'a str,
    /// Further classes of the group.
    pub group_classes: &'a str,
    /// Ids of elements that describe it.
    pub described_by: &'a str,
    /// Further attributes, such as `accept`.
    pub attributes: Attributes<'a>,
}

/// A field for files with its label, hint and error; its form must be `multipart/form-data`.
#[must_use]
pub fn file_upload(o: &FileUpload<'_>) -> Html {
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
        Html::new()
            .raw("<input")
            .class("govuk-file-upload", &[o.classes, if o.error.is_some() { "govuk-file-upload--error" } else { "" }])
            .attr("id", field.id)
            .attr("name", o.name)
            .raw(" type=\"file\"")
            .flag("disabled", o.disabled)
            .flag("multiple", o.multiple)
            .some("aria-describedby", described)
            .attributes(o.attributes)
            .raw(">")
    })
}
