//! Files: kept in the database in chunks, so that one backup holds everything; typed by what is in them, never by their
//! name; given out only to be saved, never shown in the browser.

mod keep;
mod kinds;
mod record;
mod serve;
mod zip;

pub use keep::{CHUNK, ForgetUnfinishedFiles, Upload, file_limit, keep_file};
pub use kinds::{Media, safe_name, sniff};
pub use record::{File, FileId, FileOf};
pub(crate) use serve::carry;
pub use serve::{Found, adopt, files_of, open_file};
