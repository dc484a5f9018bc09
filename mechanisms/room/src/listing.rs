//! A part of a list as JSON: the same rows, the same count and the same pages as people see.

use door::Listed;
use schemars::JsonSchema;
use serde::Serialize;

/// The last page that anybody asks for.
const LAST: i64 = 10_000;

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Listing<T> {
    /// The rows of this page, in the order of the page that people see.
    pub rows: Vec<T>,
    /// How many there are on all pages; nothing is counted that this user may not see.
    pub total: i64,
    /// Which page this is, beginning with 1.
    pub page: i64,
    /// The number of the next page; none after the last.
    pub next: Option<i64>,
}

/// Which page of a list is asked for: `?page=2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pages {
    page: i64,
    size: i64,
}

impl Pages {
    /// What every list with pages asks in its address.
    pub const ASKS: &'static [(&'static str, &'static str)] = &[("page", "Which page, beginning with 1.")];

    /// The page that an address asks for, of so many rows each; what is no page is the first.
    #[must_use]
    pub fn asked(questions: &[(String, String)], size: i64) -> Self {
        let page = questions.iter().find(|it| it.0 == "page").and_then(|it| it.1.parse().ok()).unwrap_or(1);
        Self { page: i64::clamp(page, 1, LAST), size }
    }

    /// How many rows, and how many before them.
    #[must_use]
    pub const fn part(self) -> (i64, i64) {
        (self.size, (self.page - 1) * self.size)
    }

    /// The page with its rows, of so many in all.
    #[must_use]
    pub fn listing<T>(self, rows: Vec<T>, total: i64) -> Listing<T> {
        let next = (self.page * self.size < total).then_some(self.page + 1);
        Listing { rows, total, page: self.page, next }
    }

    /// The same of what policy listed.
    pub fn listed<T, U>(self, all: Listed<T>, one: impl Fn(&T) -> U) -> Listing<U> {
        self.listing(all.rows.iter().map(one).collect(), all.total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_page_names_no_next_one_and_what_is_no_page_is_the_first() {
        let asked = |it: &str| Pages::asked(&[("page".to_owned(), it.to_owned())], 10);
        assert_eq!((asked("2").part(), asked("x").part(), asked("-4").part()), ((10, 10), (10, 0), (10, 0)));
        assert_eq!(asked("1").listing(vec![(); 10], 11).next, Some(2));
        assert_eq!(asked("2").listing(vec![()], 11).next, None);
        assert_eq!(asked("1").listing(vec![(); 10], 10).next, None);
    }
}
