//! The pages around the questions.

use catalogue::{Catalogue, Form};
use kernel::{Day, Wrongs};
use web::{Button, Card, Colour, Html, Link, Row, SummaryList, Task, Tone};

use crate::answers::Answers;
use crate::draw::{Sheet, Status};
use crate::rules::{Difference, SummaryGroup};

/// What a drawing needs beside the form.
pub struct Drawing<'a> {
    /// The configuration, for code lists and banners' words.
    pub catalogue: &'a Catalogue,
    /// Today, by the hub's clock.
    pub today: Day,
    /// What is wrong with what was typed.
    pub wrongs: &'a Wrongs,
}

/// A whole form on one page, banners first; the caller puts `<form>`, token and buttons around it. [`form_tag`] does so.
#[must_use]
pub fn draw(form: &Form, answers: &Answers, d: &Drawing<'_>) -> Html {
    let sheet = Sheet::new(form, answers, d.catalogue, d.today).with_wrongs(d.wrongs.clone());
    sheet.banners().html(&sheet.questions(&[]))
}

/// The form element around questions: what is pressed by Enter is *continue*, never *remove*. `start` are the hidden
/// fields that every form begins with, and the draft with its version; `autosave` is the address that keeps the draft
/// while somebody types, empty for none; `go` are the words of the button.
#[must_use]
pub fn form_tag(sheet: &Sheet<'_>, action: &str, autosave: &str, start: &Html, inner: &Html, go: &str) -> Html {
    let save = Button {
        text: "Save and come back later",
        tone: Tone::Secondary,
        name: "save",
        value: "1",
        ..Button::default()
    };
    let go = Button { text: go, name: "continue", value: "1", once: Some(true), ..Button::default() };
    let buttons = if autosave.is_empty() { vec![web::button(&go)] } else { vec![web::button(&go), web::button(&save)] };
    Html::new()
        .raw("<form method=\"post\"")
        .attr("action", action)
        .some("enctype", if sheet.takes_files() { "multipart/form-data" } else { "" })
        .some("data-autosave", autosave)
        .raw(" novalidate>")
        .raw("<button type=\"submit\" class=\"govuk-visually-hidden\" tabindex=\"-1\" aria-hidden=\"true\"")
        .raw(" name=\"continue\" value=\"1\">Continue</button>")
        .html(start)
        .html(inner)
        .html(&web::button_group(&buttons))
        .raw("</form>")
}

/// The groups of a long form with how far each has come; `href` gives the address of a group's page.
#[must_use]
pub fn task_list(sheet: &Sheet<'_>, href: impl Fn(&str) -> String) -> Html {
    let groups = sheet.groups();
    let hrefs: Vec<_> = groups.iter().map(|it| href(&it.id)).collect();
    let tasks: Vec<_> = groups
        .iter()
        .zip(&hrefs)
        .map(|(group, href)| {
            let status = match sheet.status(group) {
                Status::Completed => web::text("Completed"),
                Status::Begun => web::tag("In progress", Colour::Teal),
                Status::NotBegun => web::tag("Not yet started", Colour::Plain),
                Status::Optional => web::tag("Optional", Colour::Grey),
            };
            Task { title: &group.title, href, status, ..Task::default() }
        })
        .collect();
    web::task_list("form", &tasks)
}

/// *Check your answers*, or a form as it was handed in: a card for each group. `change` gives the address at which an
/// answer is changed, by group and field; none where it no longer can be.
#[must_use]
pub fn check_answers(groups: &[SummaryGroup], change: impl Fn(&str, &str) -> Option<String>) -> Html {
    let one = |h: Html, group: &SummaryGroup| {
        let hrefs: Vec<_> = group.rows.iter().map(|it| change(&group.group, &it.field)).collect();
        let rows = group.rows.iter().zip(&hrefs).map(|(it, href)| {
            let value = if it.value.is_empty() { web::text("No answer") } else { lines(&it.value) };
            let row = Row::of(&it.label, value);
            match href {
                Some(href) => row.action(Link { href, text: "Change", hidden: &it.label }),
                None => row,
            }
        });
        let card = Some(Card { title: &group.title, ..Card::default() });
        h.html(&web::summary_list(&SummaryList { rows: rows.collect(), card, ..SummaryList::default() }))
    };
    Html::new().each(groups, one)
}

fn lines(them: &[String]) -> Html {
    Html::new().each(them.iter().enumerate(), |h, (nth, it)| h.when(nth > 0, |h| h.raw("<br>")).text(it))
}

/// What the draft holds now and what was just typed, where they differ: for `web::something_changed` or a page of its
/// own. Each is the question, the kept answer and the typed one, in words.
#[must_use]
pub fn differs(them: &[Difference]) -> Vec<(String, String, String)> {
    let words = |it: &[String]| if it.is_empty() { "No answer".to_owned() } else { it.join("\n") };
    them.iter().map(|it| (it.label.clone(), words(&it.kept), words(&it.typed))).collect()
}
