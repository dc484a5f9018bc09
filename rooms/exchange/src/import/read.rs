//! Reads a file row by row: never the whole file at once. Parsing never fails a file for one bad row.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::PathBuf;
use std::sync::Arc;

use csv::{ByteRecord, ReaderBuilder};
use kernel::Refused;
use room::{Import, Line, Trouble};
use sha2::{Digest as _, Sha256};

/// Where the rows come from. They are read twice: to be checked, and to be kept.
#[derive(Clone, Debug)]
pub enum Source {
    /// A file of this machine.
    File(PathBuf),
    /// A file that was sent.
    Bytes(Arc<Vec<u8>>),
}

/// A file open for reading, with the place of each column of its kind.
pub struct Rows {
    csv: csv::Reader<Box<dyn Read + Send>>,
    kind: &'static Import,
    /// For each column of the kind, where it stands in the file.
    places: Vec<Option<usize>>,
    /// How many columns the file has.
    width: usize,
    row: u64,
    record: ByteRecord,
}

/// Bytes of a file with the mark that some programs put first left out.
fn open(from: &Source) -> io::Result<Box<dyn Read + Send>> {
    const MARK: &[u8] = b"\xEF\xBB\xBF";
    match from {
        Source::Bytes(all) => {
            let start = if all.starts_with(MARK) { MARK.len() } else { 0 };
            Ok(Box::new(Sent { all: all.clone(), at: start }))
        }
        Source::File(path) => {
            let mut file = BufReader::with_capacity(1 << 16, File::open(path)?);
            let mut first = Vec::with_capacity(MARK.len());
            file.by_ref().take(MARK.len() as u64).read_to_end(&mut first)?;
            let first = if first == MARK { Vec::new() } else { first };
            Ok(Box::new(io::Cursor::new(first).chain(file)))
        }
    }
}

struct Sent {
    all: Arc<Vec<u8>>,
    at: usize,
}

impl Read for Sent {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let rest = self.all.get(self.at..).unwrap_or_default();
        let many = rest.len().min(into.len());
        into[..many].copy_from_slice(&rest[..many]);
        self.at += many;
        Ok(many)
    }
}

/// What stands at a row: a line, or what is wrong with it as a whole.
pub enum Found {
    /// A row that could be read.
    Line(Line),
    /// A row that could not.
    Bad(Trouble),
}

impl Rows {
    /// Opens a file of a kind.
    ///
    /// # Errors
    /// [`Refused::Wrong`] when it cannot be read, or its header lacks a needed column or has one twice.
    pub fn open(from: &Source, kind: &'static Import) -> Result<Self, Refused> {
        let bytes = open(from).map_err(|e| Refused::wrong("file", format!("The file cannot be read: {e}")))?;
        let mut csv = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
        let mut record = ByteRecord::new();
        let any = csv.read_byte_record(&mut record);
        let any = any.map_err(|e| Refused::wrong("file", format!("Row 1 is no header: {e}")))?;
        if !any {
            return Err(Refused::wrong("file", "The file is empty: row 1 names the columns"));
        }
        let names: Vec<String> = record.iter().map(|it| String::from_utf8_lossy(it).trim().to_lowercase()).collect();
        let mut places = Vec::new();
        for column in kind.columns {
            let at: Vec<usize> = (0..names.len()).filter(|at| names[*at] == column.name).collect();
            match at.as_slice() {
                [] if column.needed => {
                    let all: Vec<_> = kind.columns.iter().map(|it| it.name).collect();
                    let words = format!(
                        "Row 1, column {}: it is missing. The columns of {} are {}",
                        column.name,
                        kind.kind,
                        all.join(", ")
                    );
                    return Err(Refused::wrong("file", words));
                }
                [] => places.push(None),
                [one] => places.push(Some(*one)),
                [_, _, ..] => {
                    let words = format!("Row 1, column {}: it is there twice. Take one out", column.name);
                    return Err(Refused::wrong("file", words));
                }
            }
        }
        Ok(Self { csv, kind, places, width: names.len(), row: 1, record })
    }

    /// The next row; none at the end of the file.
    ///
    /// # Errors
    /// [`Refused::Wrong`] when the file cannot be read on.
    pub fn read(&mut self) -> Result<Option<Found>, Refused> {
        let more = self.csv.read_byte_record(&mut self.record);
        if !more.map_err(|e| Refused::wrong("file", format!("After row {}: {e}", self.row)))? {
            return Ok(None);
        }
        self.row += 1;
        let bad = |column: &str, value: String, problem: String, mend: &str| {
            let (column, mend) = (column.to_owned(), mend.to_owned());
            Ok(Some(Found::Bad(Trouble { row: self.row, column, value, problem, mend })))
        };
        if self.record.len() != self.width {
            let problem = format!("this row has {} cells and the header has {}", self.record.len(), self.width);
            return bad("", String::new(), problem, "give it one cell for each column, and quote cells with commas");
        }
        let mut cells = Vec::with_capacity(self.places.len());
        for (column, at) in self.kind.columns.iter().zip(&self.places) {
            let bytes = at.and_then(|at| self.record.get(at)).unwrap_or_default();
            match std::str::from_utf8(bytes) {
                Ok(text) if !text.contains('\0') => cells.push(text.trim().to_owned()),
                Ok(text) => {
                    return bad(column.name, text.replace('\0', ""), "it holds a zero byte".to_owned(), "take it out");
                }
                Err(_) => {
                    let value = String::from_utf8_lossy(bytes).into_owned();
                    return bad(column.name, value, "this is not UTF-8".to_owned(), "save the file as UTF-8");
                }
            }
        }
        Ok(Some(Found::Line(Line { row: self.row, cells })))
    }
}

/// What a row says, in sixteen bytes: the same again is unchanged.
#[must_use]
pub fn hash(line: &Line) -> [u8; 16] {
    let mut sha = Sha256::new();
    for cell in &line.cells {
        sha.update((cell.len() as u64).to_le_bytes());
        sha.update(cell);
    }
    let mut half = [0; 16];
    half.copy_from_slice(&sha.finalize()[..16]);
    half
}
