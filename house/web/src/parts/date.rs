//! A date in three boxes.

use crate::asked::Typed;
use crate::html::Html;
use crate::parts::field::{Fieldset, Size, fieldset, hint_and_error, label_with, open_group};
use crate::parts::input::{Control, control, or};

/// A date in three boxes, sent as `NAME-day`, `NAME-month` and `NAME-year`.
#[derive(Clone, Copy, Debug, Default)]
pub struct DateInput<'a> {
    /// What the three names begin with.
    pub name: &'a str,
    /// Its id, when it is not the name.
    pub id: &'a str,
    /// The question; without it there is no fieldset.
    pub legend: &'a str,
    /// How large the legend is.
    pub size: Size,
    /// Whether the legend is the page's heading.
    pub heading: bool,
    /// Help under the legend, such as "For example, 27 3 2026".
    pub hint: &'a str,
    /// What is wrong with the date.
    pub error: Option<&'a str>,
    /// Which boxes are wrong: day, month, year. All, when there is an error and none is named.
    pub wrong: [bool; 3],
    /// Day, month and year as they were typed.
    pub values: [&'a str; 3],
    /// A birthday, which the browser may fill in (only of the person who types).
    pub birthday: bool,
    /// Further classes.
    pub classes: &'a str,
    /// Further classes of the group.
    pub group_classes: &'a str,
    /// Ids of elements that describe it.
    pub described_by: &'a str,
}

impl<'a> DateInput<'a> {
    /// A date that shows again what was typed and which box was wrong.
    #[must_use]
    pub fn of(typed: &'a Typed, name: &'a str, legend: &'a str) -> Self {
        let (values, wrong) = typed.date(name);
        Self { name, legend, values, wrong, error: typed.error(name), ..Self::default() }
    }
}

/// A date in three boxes with its legend, hint and error.
#[must_use]
pub fn date_input(o: &DateInput<'_>) -> Html {
    let id = or(o.id, o.name);
    let (before, described) = hint_and_error(id, o.hint, o.error, o.described_by);
    let parts = [("day", "Day", 2, "bday-day"), ("month", "Month", 2, "bday-month"), ("year", "Year", 4, "bday-year")];
    let none_named = !o.wrong.contains(&true);
    let inner = before
        .raw("<div")
        .class("govuk-date-input", &[o.classes])
        .some("id", id)
        .raw(">")
        .each(parts.iter().zip(o.values).zip(o.wrong), |h, (((part, label, width, fills), value), wrong)| {
            let name = if o.name.is_empty() { (*part).to_owned() } else { format!("{}-{part}", o.name) };
            let wrong = wrong || (o.error.is_some() && none_named);
            let size = if *width == 4 { "govuk-input--width-4" } else { "govuk-input--width-2" };
            let field = Control {
                name: &name,
                id: &format!("{id}-{part}"),
                classes: &["govuk-date-input__input", if wrong { "govuk-input--error" } else { "" }, size],
                value,
                inputmode: "numeric",
                autocomplete: if o.birthday { fills } else { "" },
                ..Control::default()
            };
            h.raw("<div class=\"govuk-date-input__item\">")
                .html(&open_group(false, "", &[]))
                .html(&label_with(field.id, label, "govuk-date-input__label", false))
                .html(&control(&field))
                .raw("</div></div>")
        })
        .raw("</div>");
    let legend = Fieldset {
        legend: o.legend,
        size: o.size,
        heading: o.heading,
        described_by: &described,
        role: "group",
        classes: "",
    };
    let inner = if o.legend.is_empty() { inner } else { fieldset(&legend, &inner) };
    open_group(o.error.is_some(), o.group_classes, &[]).html(&inner).raw("</div>")
}
