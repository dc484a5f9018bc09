//! The lines of a paper, whatever it was written with.

use std::io::{Cursor, Read};

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

/// The paragraphs of a Word document, one a line. Its XML is read as a page is: what stands in `w:t`, a line for each
/// `w:p`.
fn word(bytes: &[u8]) -> Result<Vec<String>, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| e.to_string())?;
    let part = archive.by_name("word/document.xml").map_err(|e| e.to_string())?;
    let mut xml = Vec::new();
    part.take(LARGEST + 1).read_to_end(&mut xml).map_err(|e| e.to_string())?;
    if xml.len() as u64 > LARGEST {
        return Err("it is too large".to_owned());
    }
    let xml = String::from_utf8_lossy(&xml).replace("<w:tab/>", " ").replace("<w:br/>", " ");
    let mut out = String::new();
    walk(&xml, &mut |name| name == "w:p", &mut |words, parent| {
        if parent == "w:t" {
            out.push_str(words);
        } else if words == "\n" && parent.is_empty() && !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
    });
    Ok(out.lines().map(str::to_owned).collect())
}

/// The words of a page, a line for each block.
fn page(text: &str) -> String {
    let mut out = String::new();
    walk(text, &mut |name| BLOCKS.contains(&name), &mut |words, parent| {
        if parent.is_empty() {
            if !out.is_empty() && !out.ends_with('\n') {
                out.push('\n');
            }
            return;
        }
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let tight =
            words.starts_with([',', '.', ';', ')', '%']) || out.is_empty() || out.ends_with(char::is_whitespace);
        if !words.is_empty() && !tight {
            out.push(' ');
        }
        out.push_str(&words);
    });
    out
}

/// Tells all words of a page in order with the name of the element they stand in, and a line's end (with no name) where
/// a block begins or ends.
fn walk(text: &str, block: &mut dyn FnMut(&str) -> bool, tell: &mut dyn FnMut(&str, &str)) {
    let document = Html::parse_document(text);
    let mut stack = vec![(document.tree.root(), String::from("html"), false)];
    while let Some((node, parent, closing)) = stack.pop() {
        if let Node::Text(words) = node.value() {
            tell(words, &parent);
            continue;
        }
        let name = node.value().as_element().map_or("", |it| it.name()).to_owned();
        if matches!(name.as_str(), "script" | "style" | "head") {
            continue;
        }
        if block(&name) {
            tell("\n", "");
            if !closing {
                stack.push((node, parent, true));
            }
        }
        if !closing {
            stack.extend(node.children().rev().map(|child| (child, name.clone(), false)));
        }
    }
}
