//! What must hold between the entries of a catalogue.

use crate::findings::Findings;
use crate::read::Read;

/// What the program knows beside the files: the rooms that are installed and the happenings each announces.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The names of the installed rooms, as happenings begin with them.
    pub rooms: Vec<String>,
    /// The happenings they announce: `room.thing-verb`.
    pub happenings: Vec<String>,
}

/// Runs every check.
pub fn all(_read: &Read<'_>, _known: &Known, _findings: &mut Findings) {}
