//! Forms as data: what is asked, what was answered, what is wrong with it, how it reads; drafts that lose nothing.

mod answers;
mod fields;
pub mod rules;

pub use answers::{Age, Answer, Answers, Evidence, Instance, Not, Said};
pub use fields::{NOT, Pressed, fields, name, posted};
pub use rules::{asked, banners, check, doubts, language, parts, submitted, summary};
