//! Reading lists of records: any CSV, within bounded memory.

use std::cell::Cell;
use std::fmt;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::rc::Rc;

use super::clean;
use super::table::{Row, Table};

/// The columns that are read, as contract.md names them; any may be absent, others are left alone.
pub const COLUMNS: [&str; 20] = [
    "record_id",
    "source",
    "forename",
    "middle_names",
    "surname",
    "full_name",
    "dob",
    "sex",
    "house",
    "street",
    "locality",
    "town",
    "region",
    "postcode",
    "national_id",
    "education_id",
    "phone",
    "email",
    "birth_place",
    "occupation",
];

/// Bytes that one row may take up: a quote that is never closed must not fill the memory.
const ROW_BYTES: usize = 32 << 20;

/// Why a list could not be read, in words: where, what, and how to mend it.
#[derive(Debug)]
pub struct Unread(pub String);

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unread {}

/// Stops a row that does not end.
struct Bounded<R> {
    inner: R,
    taken: Rc<Cell<usize>>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(into)?;
        self.taken.set(self.taken.get() + count);
        if self.taken.get() > ROW_BYTES {
            return Err(io::Error::other("a row is longer than 32 MiB: is a quotation mark not closed?"));
        }
        Ok(count)
    }
}

/// Reads a file into the table.
pub(crate) fn file(path: &Path, table: &mut Table, side: u8) -> Result<(), Unread> {
    let name = path.display();
    let file = std::fs::File::open(path).map_err(|e| Unread(format!("{name}: cannot be opened: {e}")))?;
    rows(file, table, side).map_err(|e| Unread(format!("{name}: {e}")))
}

/// Reads a file as a list of rows, each in the order of [`COLUMNS`].
pub(crate) fn list(path: &Path) -> Result<Vec<[String; 20]>, Unread> {
    let name = path.display();
    let file = std::fs::File::open(path).map_err(|e| Unread(format!("{name}: cannot be opened: {e}")))?;
    let mut out = Vec::new();
    each(file, &mut |row| out.push(row.map(str::to_owned))).map_err(|e| Unread(format!("{name}: {e}")))?;
    Ok(out)
}

/// Reads rows into the table.
pub(crate) fn rows(from: impl Read, table: &mut Table, side: u8) -> Result<(), Unread> {
    each(from, &mut |row| table.add(row, side))
}

/// Reads rows. The first names the columns.
fn each(from: impl Read, take: &mut dyn FnMut(&Row<'_>)) -> Result<(), Unread> {
    let taken = Rc::new(Cell::new(0));
    let bounded = Bounded { inner: BufReader::with_capacity(1 << 18, from), taken: Rc::clone(&taken) };
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).has_headers(true).buffer_capacity(1 << 18).from_reader(bounded);
    let header = reader.byte_headers().map_err(|e| Unread(format!("row 1: {e}")))?.clone();
    let places = places(&header)?;
    let mut row = csv::ByteRecord::new();
    let mut nth = 1_u32;
    loop {
        taken.set(0);
        nth += 1;
        match reader.read_byte_record(&mut row) {
            Ok(true) => add(&row, &places, nth, take),
            Ok(false) => return Ok(()),
            Err(e) => return Err(Unread(format!("row {nth}: {e}"))),
        }
    }
}

/// Where each column of [`COLUMNS`] stands.
fn places(header: &csv::ByteRecord) -> Result<[Option<usize>; 20], Unread> {
    let named: Vec<String> = header
        .iter()
        .map(|it| String::from_utf8_lossy(it).trim_start_matches('\u{feff}').trim().to_lowercase())
        .collect();
    let places = COLUMNS.map(|column| named.iter().position(|it| it == column));
    if places.iter().all(Option::is_none) {
        let found: Vec<String> = named.iter().take(8).map(|it| clean::cut(it, 30).to_owned()).collect();
        return Err(Unread(format!(
            "row 1: names no column that is known (found: {}). The first row must name columns such as record_id, \
             forename, surname, dob",
            found.join(", ")
        )));
    }
    Ok(places)
}

fn add(row: &csv::ByteRecord, places: &[Option<usize>; 20], nth: u32, take: &mut dyn FnMut(&Row<'_>)) {
    let own;
    let mut mended: [Option<String>; 20] = Default::default();
    for (place, into) in places.iter().zip(&mut mended) {
        let Some(bytes) = place.and_then(|at| row.get(at)) else { continue };
        if std::str::from_utf8(bytes).is_err() {
            *into = Some(String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).into_owned());
        }
    }
    let mut fields = [""; 20];
    for at in 0..fields.len() {
        let bytes = places[at].and_then(|at| row.get(at)).unwrap_or(b"");
        let text = mended[at].as_deref().unwrap_or_else(|| std::str::from_utf8(bytes).unwrap_or(""));
        fields[at] = if at == 0 { text.trim() } else { clean::cut(text, clean::LONGEST).trim() };
    }
    if fields[0].is_empty() {
        own = format!("row {nth}");
        fields[0] = &own;
    }
    take(&fields);
}
