//! The frame around every page: title, header, navigation, notices, errors, footer.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::{Marking, Ts, Wrongs};

use crate::headers::page_headers;
use crate::html::Html;
use crate::parts::{
    Header, Link, NavItem, Notification, ServiceNavigation, back_link, banner_sentence, breadcrumbs, footer,
    generic_header, header_search, hidden, notification_banner, phase_banner, service_navigation, skip_link,
    summary_of_errors,
};
use crate::{asset, text};

/// Everything that a page has besides its content. The hub fills in who is signed in; a room says title, way back and
/// errors: `page.titled("New referral").back("/referrals").errors(typed.wrongs()).show(main)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// What the page is about; the same words as its heading.
    pub title: String,
    /// The service's name, in the header and behind every title.
    pub service: String,
    /// The navigation, already narrowed to what this user may open.
    pub nav: Vec<NavItem>,
    /// The name of the person who is signed in; empty when nobody is.
    pub user: String,
    /// Who is signed in, as something that changes with the person (never a name), so that a page left open is not carried
    /// on by somebody else.
    pub user_key: String,
    /// The language of the page.
    pub language: &'static str,
    /// The nonce of this answer; the same as in its headers.
    pub nonce: String,
    /// The token that every posted form carries in its field `csrf`.
    pub csrf: String,
    /// The key of the search field in the header, for those who may search; none without the field.
    pub search: Option<String>,
    /// How many notices wait for the user; from 100 on nobody counts.
    pub notices: u32,
    /// Where they are read.
    pub notices_at: String,
    /// Everything that is wrong with what was typed.
    pub wrongs: Wrongs,
    /// News about what was done, in a sentence.
    pub news: String,
    /// The address of the page before; empty for none.
    pub back: String,
    /// Where the page stands: addresses and words; instead of the way back.
    pub crumbs: Vec<(String, String)>,
    /// The protective marking, on the screen and on every printed sheet (ASVS 14.1.2).
    pub mark: Option<Marking>,
    /// Who printed it and when, shown on paper only.
    pub printed: String,
    /// When the session ends unless something is done.
    pub session_ends: Option<Ts>,
    /// The time by the hub's clock at which the page was made.
    pub served: Option<Ts>,
    /// The phase and a sentence, such as "demonstration" and "All people here are invented".
    pub phase: Option<(String, String)>,
    /// The links at the foot.
    pub footer: Vec<(String, String)>,
    /// Whether people reach the hub through TLS.
    pub tls: bool,
    /// Whether the page needs the room of a wide screen.
    pub wide: bool,
}

impl Default for Page {
    fn default() -> Self {
        let links = [("/accessibility", "Accessibility"), ("/cookies", "Cookies"), ("/privacy", "Privacy")];
        Self {
            title: String::new(),
            service: "Holdfast".to_owned(),
            nav: vec![],
            user: String::new(),
            user_key: String::new(),
            language: "en-GB",
            nonce: String::new(),
            csrf: String::new(),
            search: None,
            notices: 0,
            notices_at: "/account".to_owned(),
            wrongs: Wrongs::default(),
            news: String::new(),
            back: String::new(),
            crumbs: vec![],
            mark: None,
            printed: String::new(),
            session_ends: None,
            served: None,
            phase: None,
            footer: links.map(|(href, it)| (href.to_owned(), it.to_owned())).to_vec(),
            tls: false,
            wide: false,
        }
    }
}

#[derive(Template)]
#[template(path = "frame.html")]
struct Frame<'a> {
    page: &'a Page,
    title: String,
    icon: String,
    style: String,
    script: String,
    session: Html,
    skip: Html,
    header: Html,
    navigation: Html,
    phase: Html,
    csrf: Html,
    search: Html,
    before: Html,
    errors: Html,
    news: Html,
    main: &'a Html,
    footer: Html,
}

impl Page {
    /// With this title.
    #[must_use]
    pub fn titled(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }
    /// With a way back.
    #[must_use]
    pub fn back(mut self, address: impl Into<String>) -> Self {
        self.back = address.into();
        self
    }
    /// With a further step of where the page stands.
    #[must_use]
    pub fn crumb(mut self, address: impl Into<String>, words: impl Into<String>) -> Self {
        self.crumbs.push((address.into(), words.into()));
        self
    }
    /// With what is wrong: the summary stands on top and the title begins with "Error: ".
    #[must_use]
    pub fn errors(mut self, wrongs: &Wrongs) -> Self {
        self.wrongs = wrongs.clone();
        self
    }
    /// With news about what was done.
    #[must_use]
    pub fn news(mut self, sentence: impl Into<String>) -> Self {
        self.news = sentence.into();
        self
    }
    /// With a protective marking.
    #[must_use]
    pub fn marked(mut self, mark: Marking) -> Self {
        self.mark = Some(mark);
        self
    }
    /// With the room of a wide screen: lists, chronologies, meetings.
    #[must_use]
    pub fn wide(mut self) -> Self {
        self.wide = true;
        self
    }
    /// The entry of the navigation below which the page stands, by its address.
    #[must_use]
    pub fn below(mut self, address: &str) -> Self {
        for it in &mut self.nav {
            it.active = it.href == address;
        }
        self
    }

    /// The hidden field that every posted form begins with.
    #[must_use]
    pub fn token(&self) -> Html {
        hidden("csrf", &self.csrf)
    }

    /// The whole page around its content.
    #[must_use]
    pub fn render(&self, main: &Html) -> String {
        let frame = Frame {
            page: self,
            title: self.full_title(),
            icon: asset("favicon.svg"),
            style: asset("app.css"),
            script: asset("app.js"),
            session: self.session(),
            skip: skip_link("#main-content", "Skip to main content"),
            header: generic_header(&Header { name: &self.service, ..Header::default() }),
            navigation: if self.nav.is_empty() {
                Html::new()
            } else {
                service_navigation(&ServiceNavigation { items: &self.nav, ..ServiceNavigation::default() })
            },
            phase: self.phase.as_ref().map_or_else(Html::new, |(phase, words)| phase_banner(phase, &text(words))),
            csrf: self.token(),
            search: self.search.as_deref().map_or_else(Html::new, |key| header_search(&self.token(), key)),
            before: self.before(),
            errors: summary_of_errors(&self.wrongs),
            news: self.told(),
            main,
            footer: footer(&links(&self.footer), ""),
        };
        // Only a writer that fails could make this fail, and a string never does.
        frame.render().unwrap_or_default()
    }

    /// The page as an answer, with its headers.
    #[must_use]
    pub fn show(&self, main: &Html) -> Response {
        let status = if self.wrongs.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        self.show_as(status, main)
    }

    /// The page as an answer with another status than 200 (or 422, where something typed is wrong).
    #[must_use]
    pub fn show_as(&self, status: StatusCode, main: &Html) -> Response {
        let mut it = (status, [("content-type", "text/html; charset=utf-8")], self.render(main)).into_response();
        crate::set_headers(&mut it, page_headers(&self.nonce, self.tls));
        it
    }

    fn full_title(&self) -> String {
        let error = if self.wrongs.is_empty() { "" } else { "Error: " };
        match self.title.as_str() {
            "" => format!("{error}{}", self.service),
            title => format!("{error}{title} – {}", self.service),
        }
    }

    fn before(&self) -> Html {
        if !self.crumbs.is_empty() {
            return breadcrumbs(&links(&self.crumbs));
        }
        if self.back.is_empty() {
            return Html::new();
        }
        // A landmark of its own, so that nothing on the page stands outside of all.
        Html::new().raw("<nav aria-label=\"Back\">").html(&back_link(&self.back)).raw("</nav>")
    }

    fn told(&self) -> Html {
        if self.news.is_empty() {
            return Html::new();
        }
        notification_banner(&Notification { success: true, ..Notification::default() }, &banner_sentence(&self.news))
    }

    fn session(&self) -> Html {
        let (Some(ends), Some(served)) = (self.session_ends, self.served) else { return Html::new() };
        Html::new()
            .attr("data-session-ends", &ends.rfc3339())
            .attr("data-served", &served.rfc3339())
            .attr("data-session-url", "/session")
            .attr("data-sign-in", "/sign-in")
            .attr("data-user", &self.user_key)
    }
}

fn links(all: &[(String, String)]) -> Vec<Link<'_>> {
    all.iter().map(|(href, it)| Link::to(href, it)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paragraph;

    #[test]
    fn a_page_with_mistakes_says_so_in_its_title_and_on_top() {
        let mut wrongs = Wrongs::default();
        wrongs.add("since-day", "Enter a real date");
        let page = Page { nonce: "abc".into(), ..Page::default() }.titled("Report <missing>").errors(&wrongs);
        let html = page.render(&paragraph("Hello"));
        assert!(html.contains("<title>Error: Report &#60;missing&#62; – Holdfast</title>"), "{html}");
        assert!(html.contains("<a href=\"#since-day\">Enter a real date</a>"));
        assert_eq!(page.show(&Html::new()).status(), StatusCode::UNPROCESSABLE_ENTITY);
    }

    #[test]
    fn a_page_is_never_kept_by_the_browser_and_names_its_scripts() {
        let it = Page { nonce: "abc".into(), ..Page::default() }.show(&Html::new());
        assert_eq!(it.headers()["cache-control"], "no-store");
        assert_eq!(it.headers()["content-type"], "text/html; charset=utf-8");
        assert!(it.headers()["content-security-policy"].to_str().is_ok_and(|it| it.contains("'nonce-abc'")));
    }

    #[test]
    fn a_marked_page_carries_its_marking_and_who_is_signed_in_can_sign_out() {
        let page = Page { user: "R. Okoro".into(), csrf: "t\"k".into(), ..Page::default() }.marked(Marking::Sensitive);
        let html = page.render(&Html::new());
        assert!(html.contains("<p class=\"hf-mark\">OFFICIAL-SENSITIVE</p>"));
        assert!(html.contains("<input type=\"hidden\" name=\"csrf\" value=\"t&quot;k\">"));
        assert!(!Page::default().render(&Html::new()).contains("Sign out"));
    }
}
