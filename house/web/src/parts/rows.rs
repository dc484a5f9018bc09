//! Lists of facts and lists of tasks.

use crate::html::Html;
use crate::parts::{Link, link};

/// What one may do with a row: "Change", and what it changes for screen readers.
pub type Action<'a> = Link<'a>;

/// One fact.
#[derive(Clone, Debug, Default)]
pub struct Row<'a> {
    /// What it is.
    pub key: &'a str,
    /// What is known.
    pub value: Html,
    /// What one may do with it.
    pub actions: Vec<Action<'a>>,
    /// Further classes.
    pub classes: &'a str,
}

impl<'a> Row<'a> {
    /// A fact without actions.
    #[must_use]
    pub fn of(key: &'a str, value: impl Into<Html>) -> Self {
        Self { key, value: value.into(), ..Self::default() }
    }
    /// With something one may do with it.
    #[must_use]
    pub fn action(mut self, it: Action<'a>) -> Self {
        self.actions.push(it);
        self
    }
}

/// A frame around a list of facts.
#[derive(Clone, Debug, Default)]
pub struct Card<'a> {
    /// Its heading.
    pub title: &'a str,
    /// What one may do with the whole.
    pub actions: Vec<Action<'a>>,
}

/// A list of facts.
#[derive(Clone, Debug, Default)]
pub struct SummaryList<'a> {
    /// The facts.
    pub rows: Vec<Row<'a>>,
    /// A frame around it.
    pub card: Option<Card<'a>>,
    /// Further classes, such as `govuk-summary-list--no-border`.
    pub classes: &'a str,
}

/// A list of facts.
#[must_use]
pub fn summary_list(o: &SummaryList<'_>) -> Html {
    let any = o.rows.iter().any(|it| !it.actions.is_empty());
    let title = o.card.as_ref().map_or("", |it| it.title);
    let row = |h: Html, it: &Row<'_>| {
        let none = if any && it.actions.is_empty() { "govuk-summary-list__row--no-actions" } else { "" };
        h.raw("<div")
            .class("govuk-summary-list__row", &[none, it.classes])
            .raw("><dt class=\"govuk-summary-list__key\">")
            .text(it.key)
            .raw("</dt><dd class=\"govuk-summary-list__value\">")
            .html(&it.value)
            .raw("</dd>")
            .when(!it.actions.is_empty(), |h| {
                h.raw("<dd class=\"govuk-summary-list__actions\">").html(&actions(&it.actions, title)).raw("</dd>")
            })
            .raw("</div>")
    };
    let inner =
        Html::new().raw("<dl").class("govuk-summary-list", &[o.classes]).raw(">").each(&o.rows, row).raw("</dl>");
    let Some(card) = &o.card else { return inner };
    Html::new()
        .raw("<div class=\"govuk-summary-card\"><div class=\"govuk-summary-card__title-wrapper\">")
        .when(!card.title.is_empty(), |h| {
            h.raw("<h2 class=\"govuk-summary-card__title\">").text(card.title).raw("</h2>")
        })
        .html(&card_actions(card))
        .raw("</div><div class=\"govuk-summary-card__content\">")
        .html(&inner)
        .raw("</div></div>")
}

fn action(it: &Action<'_>, title: &str) -> Html {
    let mut hidden = it.hidden.to_owned();
    if !title.is_empty() {
        hidden.push_str(if hidden.is_empty() { "(" } else { " (" });
        hidden.push_str(title);
        hidden.push(')');
    }
    link(&Link { hidden: &hidden, ..*it })
}

fn actions(all: &[Action<'_>], title: &str) -> Html {
    match all {
        [one] => action(one, title),
        _ => Html::new()
            .raw("<ul class=\"govuk-summary-list__actions-list\">")
            .each(all, |h, it| {
                h.raw("<li class=\"govuk-summary-list__actions-list-item\">").html(&action(it, title)).raw("</li>")
            })
            .raw("</ul>"),
    }
}

fn card_actions(card: &Card<'_>) -> Html {
    match card.actions.as_slice() {
        [] => Html::new(),
        [one] => {
            Html::new().raw("<div class=\"govuk-summary-card__actions\">").html(&action(one, card.title)).raw("</div>")
        }
        all => Html::new()
            .raw("<ul class=\"govuk-summary-card__actions\">")
            .each(all, |h, it| {
                h.raw("<li class=\"govuk-summary-card__action\">").html(&action(it, card.title)).raw("</li>")
            })
            .raw("</ul>"),
    }
}

/// One task of a list.
#[derive(Clone, Debug, Default)]
pub struct Task<'a> {
    /// What is to be done.
    pub title: &'a str,
    /// Where; plain words when empty, for what cannot be started yet.
    pub href: &'a str,
    /// Help under it.
    pub hint: &'a str,
    /// How it stands: plain words or a [`crate::tag`].
    pub status: Html,
    /// Whether it cannot be started yet.
    pub waits: bool,
}

/// What is to be done, each with how it stands. `prefix` begins the ids; `task-list` when empty.
#[must_use]
pub fn task_list(prefix: &str, all: &[Task<'_>]) -> Html {
    let prefix = if prefix.is_empty() { "task-list" } else { prefix };
    let task = |h: Html, (nth, it): (usize, &Task<'_>)| {
        let (hint, status) = (format!("{prefix}-{}-hint", nth + 1), format!("{prefix}-{}-status", nth + 1));
        let described = if it.hint.is_empty() { status.clone() } else { format!("{hint} {status}") };
        let h = h
            .raw("<li")
            .class("govuk-task-list__item", &[if it.href.is_empty() { "" } else { "govuk-task-list__item--with-link" }])
            .raw("><div class=\"govuk-task-list__name-and-hint\">");
        let h = if it.href.is_empty() {
            h.raw("<div>").text(it.title).raw("</div>")
        } else {
            h.raw("<a class=\"govuk-link govuk-task-list__link\"")
                .href(it.href)
                .attr("aria-describedby", &described)
                .raw(">")
                .text(it.title)
                .raw("</a>")
        };
        h.when(!it.hint.is_empty(), |h| {
            h.raw("<div").attr("id", &hint).raw(" class=\"govuk-task-list__hint\">").text(it.hint).raw("</div>")
        })
        .raw("</div><div")
        .class("govuk-task-list__status", &[if it.waits { "govuk-task-list__status--cannot-start-yet" } else { "" }])
        .attr("id", &status)
        .raw(">")
        .html(&it.status)
        .raw("</div></li>")
    };
    Html::new().raw("<ul class=\"govuk-task-list\">").each(all.iter().enumerate(), task).raw("</ul>")
}
