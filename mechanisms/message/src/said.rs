//! What a message may say. There is no way to put text that somebody typed into one: a template's id and the base of a
//! link are texts of the program, everything else is a reference or an id.

use catalogue::{Catalogue, Words};
use kernel::{Day, Reference};
use uuid::Uuid;

/// The id of a text of the configuration (`words/`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template(pub(crate) &'static str);

impl Template {
    /// A text of the configuration, by its id.
    #[must_use]
    pub const fn of(id: &'static str) -> Self {
        Self(id)
    }
    /// Its id.
    #[must_use]
    pub const fn id(self) -> &'static str {
        self.0
    }
}

/// Where a message leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// Nowhere: whoever reads it has no account.
    Nowhere,
    /// A page of the hub: `/notices`.
    Page(&'static str),
    /// The page of a record: `/referrals` and its reference.
    Of(&'static str, Reference),
    /// A page for somebody without an account. Its token is made when the mail leaves; only a hash of it is kept.
    Ticket {
        /// The page below which the token stands: `/answer`.
        page: &'static str,
        /// The one thing that the token is good for.
        purpose: &'static str,
        /// The record it is about.
        subject: Uuid,
        /// Days for which it holds from when the mail leaves.
        days: i64,
    },
}

impl Link {
    /// The path that is kept; of a ticket the page without its token.
    pub(crate) fn path(&self) -> String {
        match self {
            Self::Nowhere => String::new(),
            Self::Page(page) | Self::Ticket { page, .. } => (*page).to_owned(),
            Self::Of(page, reference) => format!("{page}/{reference}"),
        }
    }
}

/// What a message says: a text of the partnership, a reference and a link. Nothing else fits in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// Which text.
    pub template: Template,
    /// The reference that people read.
    pub reference: Reference,
    /// Where it leads.
    pub link: Link,
}

/// How many things are due, for the one text that says so. Numbers; of whom or what has no room here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct Counts {
    /// Past their last day.
    pub late: i64,
    /// Due soon.
    pub soon: i64,
}

/// A text filled in: what leaves the house.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
}

/// Fills a text in. Where the configuration no longer has it, the reference and the link are all that is said.
pub(crate) fn fill(
    catalogue: &Catalogue,
    template: &str,
    on: Day,
    (reference, link): (&str, &str),
    counts: Counts,
) -> Letter {
    let partnership = &catalogue.partnership;
    let (late, soon) = (counts.late.to_string(), counts.soon.to_string());
    let fill = [
        ("reference", reference),
        ("hub", partnership.hub.as_str()),
        ("phone", partnership.contact.phone.as_str()),
        ("link", link),
        ("late", late.as_str()),
        ("soon", soon.as_str()),
    ];
    match catalogue.words(template, on) {
        Some(words) => {
            let title = Words { text: words.title.clone(), ..words.clone() };
            Letter { subject: title.with(&fill), text: words.with(&fill) }
        }
        None => Letter { subject: reference.to_owned(), text: format!("{reference}\n\n{link}") },
    }
}
