//! A form as a page: every question that is asked, drawn with the house's components. It works without JavaScript.

use catalogue::{Catalogue, Form, Group, Kind, Question, Required};
use kernel::{Day, Wrongs};
use web::{Button, Checkboxes, Choice, DateInput, Fieldset, FileUpload, Html, Input, Radios, Select, Size, Textarea, Tone, Typed};

use crate::answers::Answers;
use crate::fields::{fields, name};
use crate::rules::{asked, banners};

/// Lists longer than this are a select with suggestions, not radios.
const RADIOS: usize = 8;

/// What a drawing needs beside the form.
pub struct Drawing<'a> {
    /// The configuration, for code lists and banners' words.
    pub catalogue: &'a Catalogue,
    /// Today, by the hub's clock.
    pub today: Day,
    /// What is wrong with what was typed.
    pub wrongs: &'a Wrongs,
}

/// The questions of a form with what was answered; the caller puts `<form>`, token and buttons around them.
#[must_use]
pub fn draw(form: &Form, answers: &Answers, d: &Drawing<'_>) -> Html {
    let typed = Typed::of(fields(form, answers)).with_wrongs(d.wrongs.clone());
    let shown = asked(form, answers, d.today);
    let mut all = Html::new();
    for it in banners(form, answers, d.today) {
        if let Some(words) = d.catalogue.words(&it, d.today) {
            all = all.html(&web::warning_text(&format!("{}: {}", words.title, words.text)));
        }
    }
    for group in form.groups.iter().filter(|it| shown.group(form, &it.id)) {
        all = all.html(&web::heading(2, &group.title));
        if let Some(intro) = &group.intro {
            all = all.html(&web::paragraph(intro));
        }
        let many = shown.many(form, &group.id).max(least(group));
        for nth in 0..many {
            all = all.html(&instance(group, nth, many, &typed, d, &|question| shown.question(form, &group.id, nth, question)));
        }
        if let Some(repeat) = &group.repeat {
            let add = format!("add.{}", group.id);
            let words = if many == 0 { format!("Add a {}", repeat.one) } else { format!("Add another {}", repeat.one) };
            all = all.html(&web::hidden(&format!("{}.count", group.id), &many.to_string()));
            all = all.html(&web::button(&Button { text: &words, tone: Tone::Secondary, name: &add, value: "1", ..Button::default() }));
        }
    }
    all
}

fn least(group: &Group) -> usize {
    group.repeat.as_ref().map_or(1, |it| usize::try_from(it.min).unwrap_or_default())
}

fn instance(group: &Group, nth: usize, many: usize, typed: &Typed, d: &Drawing<'_>, shown: &dyn Fn(&str) -> bool) -> Html {
    let mut inner = Html::new();
    for it in group.questions.iter().filter(|it| shown(&it.id)) {
        inner = inner.html(&question(group, nth, it, typed, d));
    }
    let Some(repeat) = &group.repeat else { return inner };
    let mut one = repeat.one.chars();
    let title = format!("{}{} {}", one.next().map(|it| it.to_uppercase().to_string()).unwrap_or_default(), one.as_str(), nth + 1);
    if many > least(group) {
        let (remove, words) = (format!("remove.{}.{nth}", group.id), format!("Remove {} {}", repeat.one, nth + 1));
        inner = inner.html(&web::button(&Button { text: &words, tone: Tone::Secondary, name: &remove, value: "1", ..Button::default() }));
    }
    web::fieldset(&Fieldset { legend: &title, size: Size::M, ..Fieldset::default() }, &inner)
}

fn label(it: &Question) -> String {
    match it.required {
        Required::Yes | Required::When(_) => it.label.clone(),
        Required::No => format!("{} (optional)", it.label),
    }
}

fn question(group: &Group, nth: usize, it: &Question, typed: &Typed, d: &Drawing<'_>) -> Html {
    let (name, label) = (name(group, nth, &it.id), label(it));
    let hint = it.hint.as_deref().unwrap_or("");
    let line = |kind: &'static str, inputmode: &'static str, width: u8| {
        web::input(&Input { hint, kind, inputmode, width, ..Input::of(typed, &name, &label) })
    };
    match it.kind {
        Kind::Text | Kind::Person | Kind::Org => line("text", "", 0),
        Kind::Long => {
            let max = it.max.unwrap_or(0);
            web::textarea(&Textarea { hint, max, rows: 5, threshold: 75, ..Textarea::of(typed, &name, &label) })
        }
        Kind::Day => web::date_input(&DateInput { hint, ..DateInput::of(typed, &name, &label) }),
        Kind::Instant => instant(&name, &label, hint, typed),
        Kind::Code | Kind::Codes | Kind::YesNoUnknown | Kind::Rating | Kind::Recency => choices(&name, &label, hint, it, typed, d),
        Kind::Int => line("text", "numeric", 5),
        Kind::Money => web::input(&Input { hint, prefix: "£", inputmode: "decimal", width: 10, ..Input::of(typed, &name, &label) }),
        Kind::File => web::file_upload(&FileUpload { name: &name, label: &label, hint, error: typed.error(&name), ..FileUpload::default() }),
        Kind::Email => line("email", "", 0),
        Kind::Phone => line("tel", "", 20),
        Kind::Postcode => line("text", "", 10),
        Kind::NhsNumber => line("text", "numeric", 20),
        Kind::Upn => line("text", "", 20),
        Kind::AgeOrBirth => age(&name, &label, hint, typed),
    }
}

fn instant(name: &str, label: &str, hint: &str, typed: &Typed) -> Html {
    let time = format!("{name}-time");
    let inner = web::date_input(&DateInput { hint, ..DateInput::of(typed, name, "Day") })
        .html(&web::input(&Input { hint: "For example 14:30", width: 5, ..Input::of(typed, &time, "Time") }));
    web::fieldset(&Fieldset { legend: label, size: Size::S, ..Fieldset::default() }, &inner)
}

fn age(name: &str, label: &str, hint: &str, typed: &Typed) -> Html {
    let estimated = format!("{name}-age");
    let inner = web::date_input(&DateInput { hint, ..DateInput::of(typed, name, "Date of birth") })
        .html(&web::input(&Input { width: 3, inputmode: "numeric", ..Input::of(typed, &estimated, "Or about how old, in years") }));
    web::fieldset(&Fieldset { legend: label, size: Size::S, ..Fieldset::default() }, &inner)
}

fn choices(name: &str, label: &str, hint: &str, it: &Question, typed: &Typed, d: &Drawing<'_>) -> Html {
    let rated: Vec<(String, String)> = (0..4_usize)
        .map(|n| (n.to_string(), it.rubric.get(n).map_or_else(|| n.to_string(), |words| format!("{n}: {words}"))))
        .collect();
    let list = it.codes.as_deref().or(if it.kind == Kind::Recency { Some("recency") } else { None });
    let codes: Vec<(&str, &str)> = match (it.kind, list.and_then(|list| d.catalogue.codes(list))) {
        (Kind::YesNoUnknown, _) => vec![("yes", "Yes"), ("no", "No"), ("unknown", "Not known")],
        (Kind::Rating, _) => rated.iter().map(|(n, words)| (n.as_str(), words.as_str())).collect(),
        (_, Some(list)) => list.on(d.today).map(|it| (it.code.as_str(), it.label.as_str())).collect(),
        (_, None) => vec![],
    };
    let short = codes.len() <= RADIOS;
    let choices = Choice::all(codes);
    if it.kind == Kind::Codes {
        return web::checkboxes(&Checkboxes { hint, small: !short, ..Checkboxes::of(typed, name, label, choices) });
    }
    if short {
        return web::radios(&Radios { hint, inline: it.kind == Kind::YesNoUnknown, ..Radios::of(typed, name, label, choices) });
    }
    web::select(&Select { hint, blank: true, suggests: true, ..Select::of(typed, name, label, choices) })
}
