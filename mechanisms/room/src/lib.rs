//! What a room may register, and how a request visits one.
//!
//! A room is a constant: routes with their actions, navigation, commands, migrations, policy, panels. The hub lists the
//! rooms; nothing registers itself behind anybody's back.

mod answer;
mod arriving;
mod cookies;
mod day;
mod export;
mod fresh;
mod house;
pub mod import;
mod leaving;
mod listing;
mod posted;
mod route;
mod visit;

pub use answer::{Answer, Refusal};
pub use cookies::{Cookies, NEWS, SESSION};
pub use day::{DayPart, Tell};
pub use export::{Export, ExportRow, Exported, Stretch};
pub use fresh::fresh;
pub use house::{House, Settings};
pub use import::{Import, ImportColumn, Line, Look, Looked, Trouble};
pub use listing::{Listing, Pages};
pub use posted::{Posted, PostedFile};
pub use route::{Answers, Open, Route};
pub use visit::{Needs, Visit, guard};

use door::{Action, CommandEntry, FactSql, Listener, Migration};
use futures_util::future::BoxFuture;
use kernel::{PersonId, Refused, UserId};
use web::Html;

/// Where a panel stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// On a person's page.
    Person,
    /// On *my day*.
    Day,
    /// On the account page.
    Account,
    /// Beside somebody of whom a search may only say that they are known.
    Pointer,
}

/// A part of a page that another room shows: the room that knows registers it, the page asks.
pub struct Panel {
    /// Where it stands.
    pub place: Place,
    /// Smaller is higher up.
    pub order: u8,
    /// Draws it; empty HTML for nothing to show.
    pub draw: Draw,
}

/// What a room answers when another asks through its registration.
pub type Told<'a, T> = BoxFuture<'a, Result<T, Refused>>;

/// How a panel is drawn, about one person or about none.
pub type Draw = for<'a> fn(&'a Visit, &'a door::Reading, Option<PersonId>) -> BoxFuture<'a, Result<Html, Refused>>;

/// One thing that somebody owns, as far as the reader may see it.
#[derive(Clone, Debug)]
pub struct OwnedThing {
    /// What it is called: a reference, never a name.
    pub words: String,
    /// Where it is handed over; empty where it has no page of its own.
    pub href: String,
    /// What there is to know: when it is due, in which role.
    pub note: String,
}

/// How many there are, and those that the reader may see.
pub type OwnedThings = (i64, Vec<OwnedThing>);

/// What somebody owns of one sort: the room that knows registers it, the page of a leaver or an absence asks.
pub struct Owned {
    /// The sort, in the plural: `Referrals`.
    pub what: &'static str,
    /// How many there are, and those that the reader may see.
    pub by: for<'a> fn(&'a door::Reading, UserId) -> Told<'a, OwnedThings>,
}

/// Something that a search found: an address and what people read of it. It was opened, so it is in the page's entry of
/// the ledger.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Hit {
    /// Where it is.
    pub href: String,
    /// What it is called.
    pub title: String,
    /// A line more.
    pub words: String,
}

/// What a search found: the first hits, of how many. Narrowed before anything was counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Hits {
    /// The first.
    pub first: Vec<Hit>,
    /// Of how many.
    pub total: i64,
}

/// How somebody who is signed in proves once more who they are, by a code of their app, before something that another
/// at their desk must not do (ASVS 7.5.3): the room that keeps sign-ins registers it, others ask [`Visit::prove`].
pub type Proof = for<'a> fn(&'a Visit, &'a str) -> Told<'a, bool>;

/// What a record is called and where it is, for those who may open it: a clock says what it is about without knowing the
/// room that has it.
pub struct Subject {
    /// The kind of the record, as happenings name it: `referral`.
    pub kind: &'static str,
    /// Finds it; none where there is none, or the reader may not open it.
    pub find: for<'a> fn(&'a door::Reading, uuid::Uuid) -> Told<'a, Option<Hit>>,
}

/// A part of the search page: the room that has the records registers it, the search page asks.
pub struct Search {
    /// What is found, such as "Referrals".
    pub title: &'static str,
    /// Smaller is higher up.
    pub order: u8,
    /// Finds what a line of words means to this reader; so many at most.
    pub find: for<'a> fn(&'a door::Reading, &'a Visit, &'a str, i64) -> Told<'a, Hits>,
}

/// What the house does by itself every so often. It may run in several processes at once, and again at every start.
pub struct Job {
    /// What it is called in the log.
    pub name: &'static str,
    /// How often, in hours.
    pub every_hours: u64,
    /// Does it.
    pub run: for<'a> fn(&'a House) -> BoxFuture<'a, Result<(), Refused>>,
}

/// An entry of the navigation, shown to those who may open it.
#[derive(Clone, Copy, Debug)]
pub struct Nav {
    /// The address.
    pub href: &'static str,
    /// Its words.
    pub label: &'static str,
    /// Who sees it: those whom policy ever allows this.
    pub action: Action,
    /// Smaller is further left.
    pub order: u8,
}

/// What a room registers. Rooms fill in what they have: `Room { name: "missing", …, ..Room::EMPTY }`.
pub struct Room {
    /// The crate's name, used in names of commands and happenings.
    pub name: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// Its addresses.
    pub routes: fn() -> Vec<Route>,
    /// Its entries in the navigation.
    pub nav: &'static [Nav],
    /// Everything that can be done in it.
    pub commands: &'static [CommandEntry],
    /// Names of its happenings.
    pub happenings: &'static [&'static str],
    /// Its tables.
    pub migrations: &'static [Migration],
    /// Actions of its own, beside the shared ones.
    pub actions: &'static [Action],
    /// Its Cedar policies.
    pub policy: &'static str,
    /// Facts about persons that it knows.
    pub facts: &'static [FactSql],
    /// Listeners to every happening.
    pub listeners: &'static [Listener],
    /// Its parts on other rooms' pages.
    pub panels: &'static [Panel],
    /// What its panels on *my day* say, for programs.
    pub day: &'static [Tell],
    /// Kinds of files that it takes in.
    pub imports: &'static [Import],
    /// Lists that can be taken out.
    pub exports: &'static [Export],
    /// What somebody may own in it.
    pub owned: &'static [Owned],
    /// Its parts of the search page.
    pub searches: &'static [Search],
    /// What the house does for it every so often.
    pub jobs: &'static [Job],
    /// The kinds of records that others refer to.
    pub subjects: &'static [Subject],
    /// How somebody proves once more who they are; one room's.
    pub proof: Option<Proof>,
}

fn no_routes() -> Vec<Route> {
    Vec::new()
}

impl Room {
    /// A room that registers nothing.
    pub const EMPTY: Self = Self {
        name: "",
        title: "",
        routes: no_routes,
        nav: &[],
        commands: &[],
        happenings: &[],
        migrations: &[],
        actions: &[],
        policy: "",
        facts: &[],
        listeners: &[],
        panels: &[],
        day: &[],
        imports: &[],
        exports: &[],
        owned: &[],
        searches: &[],
        jobs: &[],
        subjects: &[],
        proof: None,
    };
}
