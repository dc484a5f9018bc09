//! Forms as data: what is asked, what was answered, what is wrong with it, how it reads; drafts that lose nothing.

mod answers;
mod draw;
mod fields;
pub mod rules;

pub use answers::{Age, Answer, Answers, Evidence, Instance, Not, Said};
pub use draw::{Drawing, draw};
pub use fields::{NOT, Pressed, fields, name, posted};
pub use rules::{SummaryGroup, SummaryRow, asked, banners, check, doubts, language, parts, submitted, summary};
