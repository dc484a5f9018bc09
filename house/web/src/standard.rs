//! Pages that every room shares: refusals, signing in and out, and the partnership's own statements.

use axum::http::StatusCode;
use kernel::Wrongs;

use crate::html::Html;
use crate::parts::{
    Button, Cell, Link, Table, Tone, button, button_group, heading, link, link_button, list, paragraph, table,
};

/// A page ready to be shown: status, title and content. The title is also its heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The HTTP status.
    pub status: StatusCode,
    /// The title.
    pub title: String,
    /// The content, beginning with the heading.
    pub main: Html,
}

fn shown(status: StatusCode, title: &str, body: Html) -> Shown {
    let main = Html::new()
        .raw("<div class=\"govuk-grid-row\"><div class=\"govuk-grid-column-two-thirds\">")
        .html(&heading(1, title))
        .html(&body)
        .raw("</div></div>");
    Shown { status, title: title.to_owned(), main }
}

fn paragraphs(all: &[&str]) -> Html {
    all.iter().filter(|it| !it.is_empty()).map(|it| paragraph(it)).collect()
}

/// Nothing here, or nothing that this user may know of: the two look the same.
#[must_use]
pub fn not_found() -> Shown {
    let body = paragraphs(&[
        "There is nothing at this address, or nothing that you may know of.",
        "If you typed the address, check it. If you followed a link, it may be old.",
    ]);
    shown(StatusCode::NOT_FOUND, "Page not found", body.html(&link_button("/", "Go to my day", Tone::Secondary)))
}

/// Known to exist, but policy forbids this; `ask` says whom to ask.
#[must_use]
pub fn may_not(why: &str, ask: &str) -> Shown {
    let body = paragraphs(&[why, "That you tried has been recorded, as everything is.", ask]);
    shown(StatusCode::FORBIDDEN, "You may not do this", body)
}

/// A rule of the work forbids it; the rule's name leads to it in the procedure.
#[must_use]
pub fn rule_says_no(rule: &str, reason: &str) -> Shown {
    let rule = if rule.is_empty() { String::new() } else { format!("The rule is {rule}. Nothing was changed.") };
    shown(StatusCode::CONFLICT, "This cannot be done now", paragraphs(&[reason, &rule]))
}

/// It would collide with something that exists.
#[must_use]
pub fn conflict(with: &str) -> Shown {
    shown(StatusCode::CONFLICT, "This exists already", paragraphs(&[with, "Nothing was changed."]))
}

/// One line of two versions of the same thing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Differs<'a> {
    /// What it is.
    pub label: &'a str,
    /// What you wrote.
    pub yours: &'a str,
    /// What is there now.
    pub theirs: &'a str,
}

/// Somebody changed it first: both versions side by side, nothing of either lost. `who` says who changed it and when;
/// `newer` is the address of the new version; `again` is a form (token, hidden fields with what was typed, the new version)
/// that a button sends after all, empty where that makes no sense.
#[must_use]
pub fn something_changed(all: &[Differs<'_>], who: &str, newer: &str, again: &Html) -> Shown {
    let row = |it: &Differs<'_>| {
        let classes = if it.yours == it.theirs { "" } else { "hf-differs__cell" };
        let cell = |words: &str| Cell { html: lines(words), classes: classes.to_owned(), ..Cell::default() };
        vec![Cell::from(it.label), cell(it.yours), cell(it.theirs)]
    };
    let versions = table(&Table {
        caption: "What you wrote and what is there now",
        caption_classes: "govuk-table__caption--m",
        head: vec!["Part".into(), "What you wrote".into(), "What is there now".into()],
        rows: all.iter().map(row).collect(),
        first_is_head: true,
        classes: "",
    });
    let body = paragraphs(&[who, "Nothing of yours was stored. Compare both, then decide."])
        .html(&versions)
        .html(&button_group(&[link_button(newer, "Start again from the new version", Tone::Main), again.clone()]));
    let main = Html::new().html(&heading(1, "Somebody changed this first")).html(&body);
    Shown { status: StatusCode::CONFLICT, title: "Somebody changed this first".to_owned(), main }
}

fn lines(words: &str) -> Html {
    let lines = words.lines().enumerate();
    Html::new().each(lines, |h, (nth, it)| h.when(nth > 0, |h| h.raw("<br>")).text(it))
}

pub(crate) fn stale_without_versions(newer: &str) -> Shown {
    let body = paragraphs(&[
        "Somebody changed it while you were working on it. Nothing of yours was stored.",
        "Look at the new version, then decide again. Your browser’s back button brings back what you typed.",
    ]);
    let on = if newer.is_empty() { Html::new() } else { link_button(newer, "See the new version", Tone::Main) };
    shown(StatusCode::CONFLICT, "Somebody changed this first", body.html(&on))
}

pub(crate) fn wrong_without_form(wrongs: &Wrongs) -> Shown {
    let all = list(wrongs.0.iter().map(|it| crate::text(&it.message)));
    shown(StatusCode::UNPROCESSABLE_ENTITY, "Some answers are not right yet", all)
}

/// Too many tries from here.
#[must_use]
pub fn too_many(seconds: i64) -> Shown {
    let wait = match seconds {
        ..=1 => "Try again in a second.".to_owned(),
        2..=90 => format!("Try again in {seconds} seconds."),
        _ => format!("Try again in {} minutes.", (seconds + 59) / 60),
    };
    shown(StatusCode::TOO_MANY_REQUESTS, "Too many tries", paragraphs(&["There were too many tries from here.", &wait]))
}

/// The store is busy or out of reach.
#[must_use]
pub fn busy() -> Shown {
    let body = paragraphs(&[
        "The record cannot be reached just now. Nothing was changed, and nothing is lost.",
        "Wait a moment, then load this page again. If a child is in danger, do not wait: call 999.",
    ]);
    shown(StatusCode::SERVICE_UNAVAILABLE, "Please try again in a moment", body)
}

/// A fault of the program, with the request's id that the log has too.
#[must_use]
pub fn fault(request: &str) -> Shown {
    let id = if request.is_empty() {
        String::new()
    } else {
        format!("If it happens again, tell your administrator this number: {request}")
    };
    let body = paragraphs(&["It is our fault, not yours. Nothing was changed. Try again.", &id]);
    shown(StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong here", body)
}

/// The page needs somebody to be signed in; `back` is the address to come back to.
#[must_use]
pub fn sign_in_needed(back: &str) -> Shown {
    let to = crate::address("/sign-in", &[("next", crate::own_path(back))]);
    let body = paragraphs(&["Sign in to see this page."]).html(&link_button(&to, "Sign in", Tone::Main));
    shown(StatusCode::UNAUTHORIZED, "Sign in", body)
}

/// After signing out, or when the session has ended.
#[must_use]
pub fn signed_out(ended: bool) -> Shown {
    let why = if ended { "You were signed out because nothing was done for a while." } else { "You have signed out." };
    let body = paragraphs(&[why, "If others use this computer, close the browser too."]).html(&link_button(
        "/sign-in",
        "Sign in again",
        Tone::Secondary,
    ));
    shown(StatusCode::OK, "You are signed out", body)
}

/// Asks once more before something that cannot easily be taken back. `form` holds the token and hidden fields.
#[must_use]
pub fn confirm(question: &str, words: &[&str], action: &str, form: &Html, yes: &str, back: &str) -> Shown {
    let sure = button(&Button { text: yes, tone: Tone::Warning, once: Some(true), ..Button::default() });
    let body = paragraphs(words)
        .raw("<form method=\"post\"")
        .attr("action", action)
        .raw(">")
        .html(form)
        .html(&button_group(&[sure, link(&Link::to(back, "Go back"))]))
        .raw("</form>");
    shown(StatusCode::OK, question, body)
}

/// A page of plain words: accessibility statement, privacy notice, cookies. A paragraph that begins with `# ` is a heading;
/// lines that begin with `- ` are a list. The words are the partnership's, from its configuration.
#[must_use]
pub fn statement(title: &str, words: &[String]) -> Shown {
    let body = words.iter().map(|it| {
        if let Some(words) = it.strip_prefix("# ") {
            return heading(2, words);
        }
        let points: Vec<_> = it.lines().filter_map(|it| it.strip_prefix("- ")).collect();
        if !points.is_empty() && points.len() == it.lines().count() {
            return list(points.into_iter().map(crate::text));
        }
        paragraph(it)
    });
    shown(StatusCode::OK, title, body.collect())
}

/// What the hub itself keeps in a browser; true of the program as shipped.
#[must_use]
pub fn cookies() -> Shown {
    statement(
        "Cookies",
        &[
            "This service keeps small files (cookies) in your browser. Each is needed for what you do here; there are no others, and nobody follows you.".to_owned(),
            "- holdfast: that you are signed in, until you sign out, close the browser or the session ends\n- holdfast-half: that your password was right, for the ten minutes in which you may enter your code\n- holdfast-form: that a form you send came from this service, while you are not signed in\n- holdfast-news: one sentence for the next page, such as “Your password is changed”; it is gone once shown".to_owned(),
            "Where people reach this service through a secure connection, the names begin with __Host-. No script of anybody else runs on these pages.".to_owned(),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_versions_are_shown_and_what_differs_is_marked() {
        let all = [
            Differs { label: "Level", yours: "high", theirs: "medium" },
            Differs { label: "Reason", yours: "same", theirs: "same" },
        ];
        let it = something_changed(&all, "Changed by A. Sample", "/x", &Html::new());
        assert_eq!(it.status, StatusCode::CONFLICT);
        assert_eq!(it.main.as_str().matches("hf-differs__cell").count(), 2);
        assert!(it.main.as_str().contains("high") && it.main.as_str().contains("medium"));
    }

    #[test]
    fn a_statement_is_words_only() {
        let it = statement("Privacy", &["# Whom we tell".into(), "- police\n- health <b>".into(), "a - b".into()]);
        assert!(it.main.as_str().contains("<h2 class=\"govuk-heading-m\">Whom we tell</h2>"));
        assert!(it.main.as_str().contains("<li>health &lt;b&gt;</li>"));
        assert!(it.main.as_str().contains("<p class=\"govuk-body\">a - b</p>"));
    }
}
