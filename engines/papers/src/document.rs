//! The lines of a paper, whatever it was written with.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;
use scraper::{Html, Node};

/// A document larger than this when unpacked is refused: sixty-four megabytes.
const LARGEST: u64 = 64 << 20;

const BLOCKS: [&str; 22] = [
    "p",
    "div",
    "br",
    "li",
    "ul",
    "ol",
    "tr",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "section",
    "article",
    "header",
    "footer",
    "dt",
    "dd",
    "blockquote",
    "pre",
];

/// The lines of a paper by its file name's ending: txt, md, docx or html.
///
/// # Errors
/// In words, what cannot be read and how to mend it.
pub fn lines(name: &str, bytes: &[u8]) -> Result<Vec<String>, String> {
    let ending = name.rsplit_once('.').map(|(_, e)| e.to_lowercase()).unwrap_or_default();
    let text = || String::from_utf8_lossy(bytes).trim_start_matches('\u{feff}').to_owned();
    let split = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    match ending.as_str() {
        "docx" => word(bytes).map_err(|e| format!("{name} cannot be read as a Word document: {e}")),
        "html" | "htm" => Ok(split(&page(&text()))),
        "md" => Ok(text().lines().map(|line| line.replace("**", "").replace("__", "")).collect()),
        "txt" | "" => Ok(split(&text())),
        other => Err(format!("{name}: .{other} is not read; save it as txt, md, docx or html")),
    }
}

/// The paragraphs of a Word document, one a line.
fn word(bytes: &[u8]) -> Result<Vec<String>, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| e.to_string())?;
    let part = archive.by_name("word/document.xml").map_err(|e| e.to_string())?;
    let mut xml = Vec::new();
    part.take(LARGEST + 1).read_to_end(&mut xml).map_err(|e| e.to_string())?;
    if xml.len() as u64 > LARGEST {
        return Err("it is too large".to_owned());
    }
    let mut reader = Reader::from_reader(xml.as_slice());
    let (mut lines, mut line, mut inside) = (Vec::new(), String::new(), false);
    loop {
        match reader.read_event().map_err(|e| e.to_string())? {
            Event::Start(it) if it.name().as_ref() == b"w:t" => inside = true,
            Event::End(it) if it.name().as_ref() == b"w:t" => inside = false,
            Event::End(it) if it.name().as_ref() == b"w:p" => lines.push(std::mem::take(&mut line)),
            Event::Empty(it) if matches!(it.name().as_ref(), b"w:tab" | b"w:br") => line.push(' '),
            Event::Text(it) if inside => line.push_str(&it.decode().map_err(|e| e.to_string())?),
            Event::GeneralRef(it) if inside => {
                let name = it.decode().map_err(|e| e.to_string())?;
                let plain = quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned);
                let number = || it.resolve_char_ref().ok().flatten().map(String::from);
                line.push_str(&plain.or_else(number).unwrap_or_default());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    lines.push(line);
    Ok(lines)
}

/// The words of a page, a line for each block.
fn page(text: &str) -> String {
    let document = Html::parse_document(text);
    let mut out = String::new();
    let mut stack = vec![(document.tree.root(), false)];
    while let Some((node, closing)) = stack.pop() {
        let block = match node.value() {
            Node::Element(it) if matches!(it.name(), "script" | "style" | "head") => continue,
            Node::Element(it) => BLOCKS.contains(&it.name()),
            Node::Text(words) => {
                let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
                if !words.is_empty() {
                    if !out.is_empty()
                        && !out.ends_with(char::is_whitespace)
                        && !words.starts_with([',', '.', ';', ')', '%'])
                    {
                        out.push(' ');
                    }
                    out.push_str(&words);
                }
                false
            }
            _ => false,
        };
        if block && !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
        if !closing {
            if block {
                stack.push((node, true));
            }
            stack.extend(node.children().rev().map(|child| (child, false)));
        }
    }
    out
}
