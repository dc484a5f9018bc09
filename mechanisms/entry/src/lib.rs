//! A person's chronology across agencies: what happened, when, and who may see it; notes, corrections, entries moved from
//! the wrong person, files, and the words by which they are found.
//!
//! An entry is never changed. A correction or a move puts a new row in its place, so that the chronology can be read as
//! it was known on any day.

mod bytes;
mod commands;
mod files;
mod happenings;
mod history;
mod line;
mod marked;
mod migrations;
mod record;
mod rules;
mod search;
mod see;
#[cfg(test)]
mod tests;

pub use bytes::Base64;
pub use commands::{COMMANDS, CorrectEntry, MoveEntry, NewEntry, Noted, WriteNote, keep};
pub use files::{
    CHUNK, File, FileId, FileOf, ForgetUnfinishedFiles, Found, Media, Upload, adopt, file_limit, files_of, keep_file,
    open_file, safe_name, sniff,
};
pub use happenings::{EntryCorrected, EntryMoved, NoteWritten};
pub use history::{Asked, COLUMNS, Order, authors, cells, entry, found, found_of, history, kind_words, versions};
pub use line::chronology;
pub use migrations::MIGRATIONS;
pub use record::{Entry, EntryId};
pub use rules::{Closed, may_correct};
pub use search::{index, matching, words_of};
pub use see::{SEES, See, see_of};
