//! Forms as data: what is asked, what was answered, what is wrong with it, how it reads and looks; drafts that lose
//! nothing.

mod answers;
mod draft;
pub mod draw;
mod fields;
mod instrument;
mod migrations;
mod public;
pub mod rules;
#[cfg(test)]
mod tests;
mod versions;

pub use answers::{Age, Answer, Answers, Evidence, Instance, Not, Said};
pub use draft::{
    COMMANDS, DiscardDraft, Draft, DraftId, ForgetDrafts, SaveDraft, Saved, finish, my_draft, my_draft_of, my_drafts,
};
pub use draw::{Drawing, Sheet, draw};
pub use fields::{NOT, Pressed, fields, name, on_page, posted};
pub use instrument::{find, instrument_form, item_group, of_instrument, section_group};
pub use migrations::MIGRATIONS;
pub use public::{ForgetPublicDraft, PublicDraft, SavePublicDraft, finish_public, public_draft};
pub use rules::{
    SummaryGroup, SummaryRow, asked, banners, check, condition_holds, doubts, language, parts, submitted, summary,
};
pub use versions::{FormVersion, definition, keep_version, keep_versions};
