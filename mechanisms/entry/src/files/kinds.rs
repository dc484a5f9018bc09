//! What a file is, by its content; and a name that no machine stumbles over.

use crate::files::zip;

kernel::words! {
    /// What may be attached. The spelling is the media type under which it is given out.
    pub enum Media {
        Pdf = "application/pdf" / "PDF",
        Png = "image/png" / "PNG picture",
        Jpeg = "image/jpeg" / "JPEG picture",
        Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document" / "Word document",
        Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" / "Excel workbook",
        Odt = "application/vnd.oasis.opendocument.text" / "OpenDocument text",
        Ods = "application/vnd.oasis.opendocument.spreadsheet" / "OpenDocument spreadsheet",
        Text = "text/plain" / "Text",
    }
}

impl Media {
    /// The endings that fit, the usual one first.
    #[must_use]
    pub const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Odt => &["odt"],
            Self::Ods => &["ods"],
            Self::Text => &["txt", "csv", "md", "log"],
        }
    }
}

const WHAT: &str = "The file must be a PDF, Word, Excel, OpenDocument or text file, or a JPEG or PNG picture";
const PROGRAM: &str = "The file is a program or script; programs cannot be attached";
const MACROS: &str = "The file has macros in it; save it without macros, or as a PDF";
const MAIL: &str = "The file is an e-mail; save it as a PDF, and attach what was attached to it by itself";
const OLD: &str =
    "The file has an old Office format or is an Outlook message; save it as a PDF, or in the newer format";
const PAGE: &str = "The file is a web page; save it as a PDF";
const EMPTY: &str = "The file is empty";

/// What a file is, by its content alone.
///
/// # Errors
/// Why it cannot be attached, and what to do instead.
pub fn sniff(bytes: &[u8]) -> Result<Media, &'static str> {
    let begins = |with: &[u8]| bytes.starts_with(with);
    match () {
        () if bytes.is_empty() => Err(EMPTY),
        () if begins(b"%PDF-") => Ok(Media::Pdf),
        () if begins(b"\x89PNG\r\n\x1a\n") => Ok(Media::Png),
        () if begins(b"\xff\xd8\xff") => Ok(Media::Jpeg),
        () if begins(b"PK\x03\x04") => archive(bytes),
        () if begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") || begins(b"{\\rtf") => Err(OLD),
        () if begins(b"MZ") || begins(b"\x7fELF") || begins(b"#!") || is_mach(bytes) => Err(PROGRAM),
        () => text(bytes),
    }
}

fn is_mach(bytes: &[u8]) -> bool {
    const SIGNS: [[u8; 4]; 5] = [
        [0xfe, 0xed, 0xfa, 0xce],
        [0xfe, 0xed, 0xfa, 0xcf],
        [0xce, 0xfa, 0xed, 0xfe],
        [0xcf, 0xfa, 0xed, 0xfe],
        [0xca, 0xfe, 0xba, 0xbe],
    ];
    SIGNS.iter().any(|it| bytes.starts_with(it))
}

fn archive(bytes: &[u8]) -> Result<Media, &'static str> {
    let names = zip::names(bytes).ok_or(WHAT)?;
    let has = |part: &str| names.iter().any(|it| it.starts_with(part));
    if names.iter().any(|it| it.to_lowercase().ends_with("vbaproject.bin")) || has("Basic/") || has("Scripts/") {
        return Err(MACROS);
    }
    match zip::open_document(bytes) {
        Some(b"application/vnd.oasis.opendocument.text") => return Ok(Media::Odt),
        Some(b"application/vnd.oasis.opendocument.spreadsheet") => return Ok(Media::Ods),
        Some(_) | None => {}
    }
    match (has("[Content_Types].xml"), has("word/"), has("xl/")) {
        (true, true, _) => Ok(Media::Docx),
        (true, false, true) => Ok(Media::Xlsx),
        (true, false, false) | (false, _, _) => Err(WHAT),
    }
}

fn text(bytes: &[u8]) -> Result<Media, &'static str> {
    let text = std::str::from_utf8(bytes).map_err(|_| WHAT)?;
    if text.chars().any(|it| it.is_control() && !matches!(it, '\n' | '\r' | '\t' | '\u{c}')) {
        return Err(WHAT);
    }
    let start: String =
        text.trim_start_matches('\u{feff}').trim_start().chars().take(200).collect::<String>().to_lowercase();
    if ["<!doctype", "<html", "<svg", "<?xml", "<script", "<head", "<body", "<!--"]
        .iter()
        .any(|it| start.starts_with(it))
    {
        return Err(PAGE);
    }
    if ["@echo", "<?php", "<%"].iter().any(|it| start.starts_with(it)) {
        return Err(PROGRAM);
    }
    let heads = ["received:", "mime-version:", "message-id:", "return-path:", "delivered-to:", "x-mailer:"];
    let mail = |line: &str| heads.iter().any(|it| line.to_lowercase().starts_with(it));
    if text.lines().take(60).any(mail) { Err(MAIL) } else { Ok(Media::Text) }
}

/// A name without folders, hidden signs or a misleading ending, for a file of this kind.
#[must_use]
pub fn safe_name(name: &str, media: Media) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    // Signs that turn the direction of writing round make `exe.fdp` look like a PDF.
    let turns = |it: char| matches!(it, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    let kept = last.chars().filter(|it| !it.is_control() && !turns(*it));
    let clean: String = kept.map(|it| if "<>:\"|?*".contains(it) { '_' } else { it }).collect();
    let trimmed = clean.trim_matches(|it: char| it == '.' || it.is_whitespace());
    let (stem, ending) = match trimmed.rsplit_once('.') {
        Some((stem, ending)) if (1..=5).contains(&ending.len()) && !stem.is_empty() => (stem, ending.to_lowercase()),
        Some(_) | None => (trimmed, String::new()),
    };
    let fits = media.endings().contains(&ending.as_str());
    let stem: String = if fits { stem } else { trimmed }.chars().take(100).collect();
    let stem = stem.trim_end_matches(|it: char| it == '.' || it.is_whitespace());
    let ending = if fits { ending.as_str() } else { media.endings().first().copied().unwrap_or("bin") };
    let reserved = ["con", "prn", "aux", "nul"].contains(&stem.to_lowercase().as_str());
    match (stem.is_empty(), reserved) {
        (true, _) => format!("file.{ending}"),
        (false, true) => format!("_{stem}.{ending}"),
        (false, false) => format!("{stem}.{ending}"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A small archive with empty members.
    fn zip_of(names: &[&str]) -> Vec<u8> {
        let (mut all, mut directory) = (Vec::new(), Vec::new());
        for name in names {
            let at = u32::try_from(all.len()).expect("small");
            let size = u16::try_from(name.len()).expect("short").to_le_bytes();
            all.extend([b"PK\x03\x04".as_slice(), &[0; 22], &size, &[0; 2], name.as_bytes()].concat());
            directory.extend(
                [b"PK\x01\x02".as_slice(), &[0; 24], &size, &[0; 12], &at.to_le_bytes(), name.as_bytes()].concat(),
            );
        }
        let (many, at) =
            (u16::try_from(names.len()).expect("few").to_le_bytes(), u32::try_from(all.len()).expect("small"));
        let size = u32::try_from(directory.len()).expect("small");
        all.extend(directory);
        all.extend(
            [b"PK\x05\x06".as_slice(), &[0; 4], &many, &many, &size.to_le_bytes(), &at.to_le_bytes(), &[0; 2]].concat(),
        );
        all
    }

    #[test]
    fn a_file_is_what_is_in_it_whatever_its_name() {
        assert_eq!(sniff(b"%PDF-1.7\n"), Ok(Media::Pdf));
        assert_eq!(sniff(b"\x89PNG\r\n\x1a\n\0"), Ok(Media::Png));
        assert_eq!(sniff(b"\xff\xd8\xff\xe0"), Ok(Media::Jpeg));
        assert_eq!(sniff("Seen at 9, naïve".as_bytes()), Ok(Media::Text));
        assert_eq!(sniff(&zip_of(&["[Content_Types].xml", "word/document.xml"])), Ok(Media::Docx));
        assert_eq!(sniff(&zip_of(&["[Content_Types].xml", "xl/workbook.xml"])), Ok(Media::Xlsx));
    }

    #[test]
    fn programs_mails_web_pages_macros_and_other_archives_are_refused_with_what_to_do_instead() {
        for (bytes, why) in [
            (b"MZ\x90\0".to_vec(), PROGRAM),
            (b"\x7fELF".to_vec(), PROGRAM),
            (b"#!/bin/sh\n".to_vec(), PROGRAM),
            (b" <svg onload=x>".to_vec(), PAGE),
            (b"From: a\r\nMIME-Version: 1.0\r\n".to_vec(), MAIL),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), OLD),
            (zip_of(&["[Content_Types].xml", "word/vbaProject.bin"]), MACROS),
            (zip_of(&["a.exe"]), WHAT),
            (b"GIF89a\0\0".to_vec(), WHAT),
            (b"PK\x03\x04".to_vec(), WHAT),
            (vec![], EMPTY),
        ] {
            assert_eq!(sniff(&bytes), Err(why), "{}", String::from_utf8_lossy(&bytes));
        }
    }

    #[test]
    fn a_name_is_made_safe() {
        assert_eq!(safe_name("C:\\Users\\x\\Body map.PDF", Media::Pdf), "Body map.pdf");
        assert_eq!(safe_name("../../etc/passwd", Media::Text), "passwd.txt");
        assert_eq!(safe_name("virus.exe", Media::Pdf), "virus.exe.pdf");
        assert_eq!(safe_name("photo\u{202e}gpj.exe", Media::Png), "photogpj.exe.png");
        assert_eq!(safe_name("...", Media::Jpeg), "file.jpg");
        assert_eq!(safe_name("con.txt", Media::Text), "_con.txt");
    }

    proptest! {
        #[test]
        fn no_bytes_and_no_name_break_it(bytes in prop::collection::vec(any::<u8>(), 0..300), name in ".{0,150}") {
            let _ = sniff(&bytes);
            let _ = sniff(&[b"PK\x03\x04".as_slice(), &bytes, b"PK\x05\x06", &bytes].concat());
            let safe = safe_name(&name, Media::Pdf);
            prop_assert!(safe.ends_with(".pdf") && !safe.contains(['/', '\\', '\0', '"']) && !safe.starts_with('.'));
        }
    }
}
