//! A partnership's dated configuration: load, check, diff, apply.
//!
//! One folder of small TOML files says who the agencies are, which clocks run, what the forms ask and how codes read.
//! [`Catalogue::load`] reads it whole or says everything that is wrong with it; [`diff()`] tells two versions apart in
//! words. A store keeps each applied version as JSON, so that an old record is read with the version it was made with.

#[macro_use]
mod dated;
mod check;
mod diff;
mod embedded;
mod files;
mod findings;
mod load;
mod model;
mod near;
mod read;
mod whole;

pub use check::Known;
pub use dated::{Confidence, Dated};
pub use diff::{Change, ChangeKind, diff};
pub use files::Files;
pub use findings::{Finding, Findings, Gravity};
pub use load::{Accepted, accept, check, check_files, check_with};
pub use model::agency::{Agency, AgencyContact, Post, Role, Team};
pub use model::area::{Outline, Ward, WardSet};
pub use model::calendar::{Calendar, CalendarKind, Holiday};
pub use model::clock::{Accountable, ByField, Clock, Length, Stops, Trigger, Unit};
pub use model::code::{Code, CodeList};
pub use model::form::{Audience, Banner, Condition, Form, Group, Kind, Part, Question, Repeat, Required};
pub use model::instrument::{
    Answering, Band, FLAGS, Flag, Instrument, Item, Level, Points, Rating, Section, Suggestion, Test, When,
};
pub use model::partnership::{Contact, Council, Partnership, PublicForm, SessionTimes, Sharing, Thresholds};
pub use model::pathway::{Pathway, State, Transition};
pub use model::words::{Phrase, Words, WordsKind};
pub use whole::{Catalogue, Current, Derived};
