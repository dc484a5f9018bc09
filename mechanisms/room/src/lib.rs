//! What a room may register, and how a request visits one.
//!
//! A room is a constant: routes with their actions, navigation, commands, migrations, policy, panels. The hub lists the
//! rooms; nothing registers itself behind anybody's back.

mod answer;
mod arriving;
mod cookies;
mod export;
mod house;
pub mod import;
mod posted;
mod route;
mod visit;

pub use answer::{Answer, Refusal};
pub use cookies::{Cookies, NEWS, SESSION};
pub use export::{Export, ExportRow, Exported, Stretch};
pub use house::{House, Settings};
pub use import::{Import, ImportColumn, Line, Look, Looked, Trouble};
pub use posted::{Posted, PostedFile};
pub use route::{Open, Route};
pub use visit::{Needs, Visit, guard};

use door::{Action, CommandEntry, FactSql, Listener, Migration};
use futures_util::future::BoxFuture;
use kernel::{PersonId, Refused};
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
}

/// A part of a page that another room shows: the room that knows registers it, the page asks.
pub struct Panel {
    /// Where it stands.
    pub place: Place,
    /// Smaller is higher up.
    pub order: u8,
    /// Draws it; empty HTML for nothing to show.
    pub draw: for<'a> fn(&'a Visit, &'a door::Reading, Option<PersonId>) -> BoxFuture<'a, Result<Html, Refused>>,
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
    /// Kinds of files that it takes in.
    pub imports: &'static [Import],
    /// Lists that can be taken out.
    pub exports: &'static [Export],
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
        imports: &[],
        exports: &[],
    };
}
