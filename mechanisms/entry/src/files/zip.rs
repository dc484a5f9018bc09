//! The names in an archive, from its central directory. Nothing is ever unpacked.

/// The most names looked at.
const MOST: usize = 10_000;

fn number(bytes: &[u8], at: usize, size: usize) -> Option<usize> {
    let part = bytes.get(at..at.checked_add(size)?)?;
    Some(part.iter().rev().fold(0, |all, it| all << 8 | usize::from(*it)))
}

/// Every name in the archive, or none when its directory cannot be read.
pub(super) fn names(bytes: &[u8]) -> Option<Vec<String>> {
    let tail = bytes.len().saturating_sub(66_000);
    let end = tail + bytes.get(tail..)?.windows(4).rposition(|it| it == b"PK\x05\x06")?;
    let many = number(bytes, end + 10, 2)?.min(MOST);
    let mut at = number(bytes, end + 16, 4)?;
    let mut all = Vec::new();
    for _ in 0..many {
        if bytes.get(at..at.checked_add(4)?)? != b"PK\x01\x02" {
            return None;
        }
        let (name, more, comment) =
            (number(bytes, at + 28, 2)?, number(bytes, at + 30, 2)?, number(bytes, at + 32, 2)?);
        let start = at + 46;
        all.push(String::from_utf8_lossy(bytes.get(start..start + name)?).into_owned());
        at = start + name + more + comment;
    }
    Some(all)
}

/// What an OpenDocument says that it is: its first member, never compressed.
pub(super) fn open_document(bytes: &[u8]) -> Option<&[u8]> {
    if bytes.get(30..38)? != b"mimetype" {
        return None;
    }
    let size = number(bytes, 18, 4)?;
    let start = 38 + number(bytes, 28, 2)?;
    bytes.get(start..start.checked_add(size)?)
}
