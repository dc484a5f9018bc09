//! Radios and checkboxes, with parts that appear when a choice is made.

use crate::asked::Typed;
use crate::html::{Attributes, Html};
use crate::parts::field::{Fieldset, Size, fieldset, hint_and_error, hint_with, label_with, open_group};
use crate::parts::input::or;

/// One thing that can be chosen.
#[derive(Clone, Debug, Default)]
pub struct Choice<'a> {
    /// What is sent.
    pub value: &'a str,
    /// What people read.
    pub text: &'a str,
    /// Help under it.
    pub hint: &'a str,
    /// What appears when it is chosen.
    pub conditional: Html,
    /// Chosen or not, whatever the field's value says.
    pub checked: Option<bool>,
    /// Cannot be chosen.
    pub disabled: bool,
    /// Checkboxes: choosing it takes back all others ("none of these").
    pub exclusive: bool,
    /// Not a choice but a word between choices, such as "or".
    pub divider: &'a str,
    /// Its id, when it is not made from the field's.
    pub id: &'a str,
    /// Checkboxes: its own name.
    pub name: &'a str,
}

impl<'a> Choice<'a> {
    /// A choice with its words.
    #[must_use]
    pub fn of(value: &'a str, text: &'a str) -> Self {
        Self { value, text, ..Self::default() }
    }
    /// Choices from pairs of value and words, as a catalogue's code list gives them.
    #[must_use]
    pub fn all(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<Self> {
        pairs.into_iter().map(|(value, text)| Self::of(value, text)).collect()
    }
    /// Yes, no and not known: the three answers to most questions about a child.
    #[must_use]
    pub fn yes_no_unknown() -> Vec<Self> {
        Self::all([("yes", "Yes"), ("no", "No"), ("unknown", "Not known")])
    }
    /// With help under it.
    #[must_use]
    pub fn hint(mut self, words: &'a str) -> Self {
        self.hint = words;
        self
    }
    /// With a part that appears when it is chosen.
    #[must_use]
    pub fn reveals(mut self, part: Html) -> Self {
        self.conditional = part;
        self
    }
}

/// One out of several.
#[derive(Clone, Debug, Default)]
pub struct Radios<'a> {
    /// The name under which it is sent; ids are made from it unless `id` is given.
    pub name: &'a str,
    /// The beginning of the ids.
    pub id: &'a str,
    /// The question; without it there is no fieldset.
    pub legend: &'a str,
    /// How large the legend is.
    pub size: Size,
    /// Whether the legend is the page's heading.
    pub heading: bool,
    /// Help under the legend.
    pub hint: &'a str,
    /// What is wrong with the choice.
    pub error: Option<&'a str>,
    /// The value chosen.
    pub value: &'a str,
    /// What can be chosen.
    pub choices: Vec<Choice<'a>>,
    /// Side by side; for two short choices.
    pub inline: bool,
    /// Smaller, for filters.
    pub small: bool,
    /// Further classes.
    pub classes: &'a str,
    /// Further classes of the group.
    pub group_classes: &'a str,
    /// Ids of elements that describe it.
    pub described_by: &'a str,
    /// Further attributes.
    pub attributes: Attributes<'a>,
}

impl<'a> Radios<'a> {
    /// Radios that show again what was chosen and what was wrong with it.
    #[must_use]
    pub fn of(typed: &'a Typed, name: &'a str, legend: &'a str, choices: Vec<Choice<'a>>) -> Self {
        Self { name, legend, value: typed.get(name), error: typed.error(name), choices, ..Self::default() }
    }
}

/// Several out of several.
#[derive(Clone, Debug, Default)]
pub struct Checkboxes<'a> {
    /// The name under which each is sent; ids are made from it unless `id` is given.
    pub name: &'a str,
    /// The beginning of the ids.
    pub id: &'a str,
    /// The question; without it there is no fieldset.
    pub legend: &'a str,
    /// How large the legend is.
    pub size: Size,
    /// Whether the legend is the page's heading.
    pub heading: bool,
    /// Help under the legend.
    pub hint: &'a str,
    /// What is wrong with the choice.
    pub error: Option<&'a str>,
    /// The values chosen.
    pub values: Vec<&'a str>,
    /// What can be chosen.
    pub choices: Vec<Choice<'a>>,
    /// Smaller, for filters.
    pub small: bool,
    /// Further classes.
    pub classes: &'a str,
    /// Further classes of the group.
    pub group_classes: &'a str,
    /// Ids of elements that describe it.
    pub described_by: &'a str,
    /// Further attributes.
    pub attributes: Attributes<'a>,
}

impl<'a> Checkboxes<'a> {
    /// Checkboxes that show again what was chosen and what was wrong with it.
    #[must_use]
    pub fn of(typed: &'a Typed, name: &'a str, legend: &'a str, choices: Vec<Choice<'a>>) -> Self {
        Self { name, legend, values: typed.all(name), error: typed.error(name), choices, ..Self::default() }
    }
}

/// Radios with their legend, hint and error.
#[must_use]
pub fn radios(o: &Radios<'_>) -> Html {
    let id = or(o.id, o.name);
    let (before, described) = hint_and_error(id, o.hint, o.error, o.described_by);
    let layout = [if o.inline { "govuk-radios--inline" } else { "" }, if o.small { "govuk-radios--small" } else { "" }];
    let inner = before
        .raw("<div")
        .class("govuk-radios", &[layout[0], layout[1], o.classes])
        .attributes(o.attributes)
        .raw(" data-module=\"govuk-radios\">")
        .each(o.choices.iter().enumerate(), |h, (nth, it)| {
            let checked = it.checked.unwrap_or(!o.value.is_empty() && it.value == o.value);
            h.html(&choice(it, &Kind::RADIO, &numbered(id, nth, it), o.name, checked, ""))
        })
        .raw("</div>");
    let legend = Fieldset {
        legend: o.legend,
        size: o.size,
        heading: o.heading,
        described_by: &described,
        ..Fieldset::default()
    };
    wrap(o.error.is_some(), o.group_classes, &legend, inner)
}

/// Checkboxes with their legend, hint and error.
#[must_use]
pub fn checkboxes(o: &Checkboxes<'_>) -> Html {
    let id = or(o.id, o.name);
    let (before, described) = hint_and_error(id, o.hint, o.error, o.described_by);
    // Without a fieldset nothing else would read out hint and error, so each box refers to what was given for all.
    let each_described = if o.legend.is_empty() { described.as_str() } else { "" };
    let inner = before
        .raw("<div")
        .class("govuk-checkboxes", &[if o.small { "govuk-checkboxes--small" } else { "" }, o.classes])
        .attributes(o.attributes)
        .raw(" data-module=\"govuk-checkboxes\">")
        .each(o.choices.iter().enumerate(), |h, (nth, it)| {
            let checked = it.checked.unwrap_or(o.values.contains(&it.value));
            h.html(&choice(it, &Kind::CHECKBOX, &numbered(id, nth, it), or(it.name, o.name), checked, each_described))
        })
        .raw("</div>");
    let legend = Fieldset {
        legend: o.legend,
        size: o.size,
        heading: o.heading,
        described_by: &described,
        ..Fieldset::default()
    };
    wrap(o.error.is_some(), o.group_classes, &legend, inner)
}

/// The first id carries no number, so that the error summary can lead to it.
fn numbered(id: &str, nth: usize, it: &Choice<'_>) -> String {
    match (it.id.is_empty(), nth) {
        (false, _) => it.id.to_owned(),
        (true, 0) => id.to_owned(),
        (true, _) => format!("{id}-{}", nth + 1),
    }
}

fn wrap(wrong: bool, classes: &str, legend: &Fieldset<'_>, inner: Html) -> Html {
    let inner = if legend.legend.is_empty() { inner } else { fieldset(legend, &inner) };
    open_group(wrong, classes, &[]).html(&inner).raw("</div>")
}

/// Where radios and checkboxes differ.
struct Kind {
    divider: &'static str,
    item: &'static str,
    input: &'static str,
    kind: &'static str,
    label: &'static str,
    hint: &'static str,
    conditional: &'static str,
    closed: &'static str,
}

impl Kind {
    const RADIO: Self = Self {
        divider: "<div class=\"govuk-radios__divider\">",
        item: "<div class=\"govuk-radios__item\">",
        input: "govuk-radios__input",
        kind: "radio",
        label: "govuk-radios__label",
        hint: "govuk-radios__hint",
        conditional: "govuk-radios__conditional",
        closed: "govuk-radios__conditional--hidden",
    };
    const CHECKBOX: Self = Self {
        divider: "<div class=\"govuk-checkboxes__divider\">",
        item: "<div class=\"govuk-checkboxes__item\">",
        input: "govuk-checkboxes__input",
        kind: "checkbox",
        label: "govuk-checkboxes__label",
        hint: "govuk-checkboxes__hint",
        conditional: "govuk-checkboxes__conditional",
        closed: "govuk-checkboxes__conditional--hidden",
    };
}

fn choice(it: &Choice<'_>, kind: &Kind, id: &str, name: &str, checked: bool, described: &str) -> Html {
    if !it.divider.is_empty() {
        return Html::new().raw(kind.divider).text(it.divider).raw("</div>");
    }
    let conditional = format!("conditional-{id}");
    let hint = format!("{id}-item-hint");
    let described = if it.hint.is_empty() { described.to_owned() } else { format!("{described} {hint}") };
    Html::new()
        .raw(kind.item)
        .raw("<input")
        .class(kind.input, &[])
        .attr("id", id)
        .attr("name", name)
        .attr("type", kind.kind)
        .attr("value", it.value)
        .flag("checked", checked)
        .flag("disabled", it.disabled)
        .some("data-aria-controls", if it.conditional.is_empty() { "" } else { &conditional })
        .some("data-behaviour", if it.exclusive { "exclusive" } else { "" })
        .some("aria-describedby", described.trim())
        .raw(">")
        .html(&label_with(id, it.text, kind.label, false))
        .when(!it.hint.is_empty(), |h| h.html(&hint_with(&hint, it.hint, kind.hint)))
        .raw("</div>")
        .when(!it.conditional.is_empty(), |h| {
            h.raw("<div")
                .class(kind.conditional, &[if checked { "" } else { kind.closed }])
                .attr("id", &conditional)
                .raw(">")
                .html(&it.conditional)
                .raw("</div>")
        })
}
