//! *My day* as data: what the panels of the page say, for programs.

use door::Reading;
use schemars::JsonSchema;
use serde::Serialize;
use web::{Html, Link};

use crate::{Hit, Told, Visit};

/// A part of *my day*, under its heading on the page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DayPart {
    /// Its heading.
    pub title: String,
    /// What there is to know, in a sentence; may be empty.
    pub words: String,
    /// How many wait; those that this user may see.
    pub total: i64,
    /// The page that has all of them; empty for none.
    pub href: String,
    /// The first.
    pub first: Vec<Hit>,
}

/// Tells the parts of one room, each under the heading that its panel has; none where nothing waits.
pub type Tell = for<'a> fn(&'a Visit, &'a Reading) -> Told<'a, Vec<DayPart>>;

impl DayPart {
    /// Draws it: heading, sentence, the first, and the way to all.
    #[must_use]
    pub fn drawn(&self, all: &str) -> Html {
        let one = |it: &Hit| match it.href.is_empty() {
            true => web::text(&it.title).text(&it.words),
            false => web::link(&Link::to(&it.href, &it.title)).text(&it.words),
        };
        web::heading(2, &self.title)
            .when(!self.words.is_empty(), |h| h.html(&web::paragraph(&self.words)))
            .when(!self.first.is_empty(), |h| h.html(&web::list(self.first.iter().map(one))))
            .when(!self.href.is_empty(), |h| h.html(&web::link_line(&Link::to(&self.href, all))))
    }
}
