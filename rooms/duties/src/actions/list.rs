//! One's own actions.

use action::Action;
use axum::extract::Query as Ask;
use door::Reading;
use kernel::Refused;
use policy::action::ADD_ACTION;
use room::{Answer, Visit};
use web::{Cell, Html, Link, Table, Tone};

use super::{owner_words, tag};

/// Rows a page.
pub(super) const SIZE: i64 = 50;

/// Which list was asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    Mine,
    Set,
    Ended,
}

impl Which {
    const ALL: [(Self, &'static str, &'static str); 3] = [
        (Self::Mine, "/actions", "Yours to do"),
        (Self::Set, "/actions?show=set", "Set by you"),
        (Self::Ended, "/actions?show=ended", "Done and cancelled"),
    ];
    pub(super) fn asked(questions: &[(String, String)]) -> Self {
        match questions.iter().find(|it| it.0 == "show").map_or("", |it| it.1.as_str()) {
            "set" => Self::Set,
            "ended" => Self::Ended,
            _ => Self::Mine,
        }
    }
    /// The actions of this list, a part of them.
    pub(super) async fn found(self, r: &Reading, part: (i64, i64)) -> Result<door::Listed<Action>, Refused> {
        match self {
            Self::Mine => action::mine(r, part).await,
            Self::Set => action::set_by_me(r, part).await,
            Self::Ended => action::done_by_me(r, part).await,
        }
    }
    fn address(self) -> &'static str {
        Self::ALL.iter().find(|it| it.0 == self).map_or("/actions", |it| it.1)
    }
    fn empty(self) -> &'static str {
        match self {
            Self::Mine => "Nothing is yours to do.",
            Self::Set => "Nothing that you set for others is open.",
            Self::Ended => "Nothing has ended yet.",
        }
    }
}

/// One's own actions: to do, set for others, or ended.
///
/// # Errors
/// When the store refuses.
pub async fn page(visit: Visit, Ask(questions): Ask<Vec<(String, String)>>) -> Answer {
    let which = Which::asked(&questions);
    let number: i64 = questions.iter().find(|it| it.0 == "page").and_then(|it| it.1.parse().ok()).unwrap_or(1);
    let offset = SIZE * (number.clamp(1, 10_000) - 1);
    let r = visit.read().await?;
    let found = which.found(&r, (SIZE, offset)).await?;
    let links: Vec<Link<'_>> = Which::ALL.iter().map(|it| Link::to(it.1, it.2)).collect();
    let mut main = web::heading(1, "Actions").html(&web::sub_navigation("Actions", which.address(), &links));
    if found.rows.is_empty() {
        main = main.html(&web::paragraph(which.empty()));
    } else {
        main = main.html(&table(&visit, &r, &found.rows).await?);
    }
    let current = u64::try_from(offset / SIZE + 1).unwrap_or(1);
    let last = u64::try_from((found.total + SIZE - 1) / SIZE).unwrap_or(1).max(1);
    if last > 1 {
        let joint = if which == Which::Mine { "?" } else { "&" };
        main = main.html(&web::pages(current, last, |nth| format!("{}{joint}page={nth}", which.address())));
    }
    if visit.door().policy().ever(&visit.acting.principal, ADD_ACTION) {
        main = main.html(&web::link_button("/actions/new", "Set an action", Tone::Secondary));
    }
    let page = visit.page("Actions").below("/actions").marked(kernel::Marking::Sensitive).wide();
    visit.show(r, &page, &main).await
}

/// Actions as a table: what, by when, how it stands, who.
///
/// # Errors
/// When the store refuses.
pub async fn table(visit: &Visit, r: &Reading, all: &[Action]) -> Result<Html, Refused> {
    let mut rows: Vec<Vec<Cell>> = Vec::with_capacity(all.len());
    for it in all {
        let to = web::reference_link(&format!("/actions/{}", it.reference), it.reference);
        rows.push(vec![
            to.into(),
            web::text(&it.words).into(),
            web::text(&it.due.words()).raw("<br>").html(&tag(it, visit)).into(),
            web::text(&owner_words(visit, r, it).await?).into(),
        ]);
    }
    let head = ["Reference", "What", "Due", "Who"].map(|it| Cell::from(web::text(it))).to_vec();
    let drawn = web::table(&Table {
        caption: "Actions",
        caption_classes: "govuk-visually-hidden",
        head,
        rows,
        first_is_head: true,
        classes: "govuk-table--small-text-until-tablet",
    });
    Ok(web::scrolling("Actions", &drawn))
}
