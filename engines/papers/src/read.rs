//! What a committee paper or its minutes say: recommendations, resolutions, actions, questions, exempt parts, figures.

use serde::Serialize;

use crate::days::{Date, dates};
use crate::sentences::sentences;
use crate::tokens::{Token, Unit, tokens};

/// A passage and its line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// The line on which it begins, from 1.
    pub line: usize,
    /// Its words.
    pub text: String,
}

/// A figure and its line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// The line on which its sentence begins, from 1.
    pub line: usize,
    /// Its value.
    pub value: f64,
    /// `count`, `percent` or `points`.
    pub unit: &'static str,
    /// Its sentence.
    pub text: String,
}

/// What a paper says.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Paper {
    /// Its title.
    pub title: Option<String>,
    /// The committee it goes to.
    pub committee: Option<String>,
    /// The day of the meeting, `2017-01-24`.
    pub meeting_date: Option<String>,
    /// What is recommended.
    pub recommendations: Vec<Item>,
    /// What members tabled at the meeting.
    pub tabled: Vec<Item>,
    /// What was resolved.
    pub resolutions: Vec<Item>,
    /// Who is to act.
    pub actions: Vec<Item>,
    /// What was asked.
    pub questions: Vec<Item>,
    /// What is not for publication, and by which paragraph.
    pub exempt: Vec<Item>,
    /// Its figures.
    pub figures: Vec<Figure>,
}

/// The passage a line belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Other,
    Recommended,
    Tabled,
    Resolved,
}

/// Reads a paper from its lines.
#[must_use]
pub fn read(lines: &[String]) -> Paper {
    let mut it = Paper { title: title(lines), committee: committee(lines), ..Paper::default() };
    it.meeting_date = meeting(lines).map(Date::iso);
    let mut part = Part::Other;
    let mut listed = false;
    for (at, raw) in lines.iter().enumerate() {
        let line = bare(raw);
        let low = line.to_lowercase();
        if line.is_empty() {
            continue;
        }
        if let Some((next, rest)) = heading(&line, &low) {
            (part, listed) = (next, false);
            if !rest.is_empty() {
                push(&mut it, part, at + 1, &rest, true, &mut listed);
            }
            continue;
        }
        if let Some(rest) = after(&line, &low, &["action:", "action -", "action –", "actions:"]) {
            part = Part::Other;
            it.actions.push(Item { line: at + 1, text: rest });
            continue;
        }
        if ends(&line, &low) {
            part = Part::Other;
        }
        push(&mut it, part, at + 1, &line, item(raw), &mut listed);
    }
    let text = lines.join("\n");
    for sentence in sentences(&text) {
        asked(&mut it, sentence.line, &sentence.text);
        exempt(&mut it, sentence.line, &sentence.text);
        figures(&mut it, sentence.line, &sentence.text);
    }
    it
}

/// A line without its bullet, number signs and outer spaces; non-breaking spaces are spaces.
fn bare(raw: &str) -> String {
    let spaced = raw.replace('\u{a0}', " ");
    let line = spaced.trim().trim_start_matches(['#', '•', '·', '▪', '*', '|', '>']).trim();
    let line = line.strip_prefix("o ").unwrap_or(line);
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a line begins a numbered or lettered item.
fn item(raw: &str) -> bool {
    let line = raw.trim();
    let first = line.split_whitespace().next().unwrap_or("");
    let inner = first.trim_matches(|c: char| matches!(c, '(' | ')' | '.'));
    let marked = first.len() > inner.len() || inner.contains('.');
    let numbered = !inner.is_empty() && inner.chars().all(|c| c.is_ascii_digit() || c == '.');
    let lettered = inner.len() == 1 && inner.chars().all(char::is_alphabetic);
    marked && (numbered || lettered)
        || first.starts_with(|c: char| c.is_ascii_digit()) && first.contains('.') && numbered
}

/// A heading that opens a passage, with what follows it on its line.
fn heading(line: &str, low: &str) -> Option<(Part, String)> {
    let numbered = low.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ' ');
    let skipped = low.len() - numbered.len();
    let tail = |word: &str| -> Option<String> {
        let rest = numbered.strip_prefix(word)?;
        let dashed = rest.trim_start().starts_with(['-', '–', ':', '—']);
        let alone = rest.trim().trim_matches(['-', '–', ':', '.', '—', '(', ')']).trim().is_empty();
        let kept = line.get(skipped + word.len()..).unwrap_or("").trim_start_matches([' ', '-', '–', ':', '—']).trim();
        (dashed || alone).then(|| if alone { String::new() } else { kept.to_owned() })
    };
    for word in ["recommended", "recommendations", "recommendation", "options and recommendations"] {
        if let Some(rest) = tail(word) {
            return Some((Part::Recommended, rest));
        }
    }
    for word in ["resolved", "resolutions", "resolution", "it was resolved", "decision", "decisions"] {
        if let Some(rest) = tail(word) {
            return Some((Part::Resolved, rest));
        }
    }
    let tabled = low.contains("recommendations were tabled") || low.contains("following recommendations were proposed");
    tabled.then(|| (Part::Tabled, String::new()))
}

/// Whether a line ends a passage of recommendations or resolutions.
fn ends(line: &str, low: &str) -> bool {
    let contact =
        line.starts_with('(') && line.ends_with(')') && line.chars().any(|c| c.is_ascii_digit()) && line.len() < 120;
    let opens =
        ["minutes:", "minutes", "overview and scrutiny", "appendices", "appendix", "background documents", "note:"];
    contact || opens.iter().any(|word| low.starts_with(word)) || heading_like(line)
}

/// A short line in capitals, or numbered with a title in capitals.
fn heading_like(line: &str) -> bool {
    let letters: Vec<char> = line.chars().filter(|c| c.is_alphabetic()).collect();
    letters.len() > 4 && letters.iter().all(|c| c.is_uppercase()) && line.len() < 120
}

fn push(it: &mut Paper, part: Part, line: usize, text: &str, starts: bool, listed: &mut bool) {
    let to = match part {
        Part::Other => return,
        Part::Recommended => &mut it.recommendations,
        Part::Tabled => &mut it.tabled,
        Part::Resolved => &mut it.resolutions,
    };
    // Where items are numbered, other lines go on with the one before; elsewhere each line is one.
    *listed |= starts;
    match to.last_mut() {
        Some(last) if *listed && !starts && part != Part::Tabled => {
            last.text.push(' ');
            last.text.push_str(text);
        }
        _ => to.push(Item { line, text: text.to_owned() }),
    }
}

fn after(line: &str, low: &str, words: &[&str]) -> Option<String> {
    let found = words.iter().find(|w| low.starts_with(**w))?;
    line.get(found.len()..).map(|rest| rest.trim().to_owned()).filter(|rest| !rest.is_empty())
}

fn asked(it: &mut Paper, line: usize, text: &str) {
    let low = text.to_lowercase();
    let indirect = [
        "asked whether",
        "asked if",
        "asked how",
        "asked what",
        "asked why",
        "asked when",
        "asked who",
        "queried",
        "enquired",
    ];
    if text.trim_end_matches(['"', '”', ')']).ends_with('?') || indirect.iter().any(|w| low.contains(w)) {
        it.questions.push(Item { line, text: bare(text) });
    }
}

fn exempt(it: &mut Paper, line: usize, text: &str) {
    let low = text.to_lowercase();
    let signs = [
        "not for publication",
        "schedule 12a",
        "exempt information",
        "exclusion of the public",
        "exclude the public",
        "press and public",
    ];
    if signs.iter().any(|w| low.contains(w)) {
        it.exempt.push(Item { line, text: bare(text) });
    }
}

fn figures(it: &mut Paper, line: usize, text: &str) {
    for token in tokens(text) {
        let Token::Number(number) = token else { continue };
        let unit = match number.unit {
            Unit::Count => "count",
            Unit::Percent => "percent",
            Unit::Points => "points",
            Unit::Year | Unit::None => continue,
        };
        it.figures.push(Figure { line, value: number.value, unit, text: bare(text) });
    }
}

fn title(lines: &[String]) -> Option<String> {
    let words: Vec<String> = lines.iter().map(|l| bare(l)).filter(|l| !l.is_empty()).collect();
    let follows = words.iter().position(|l| l.eq_ignore_ascii_case("agenda item")).and_then(|at| words.get(at + 1));
    let subject = words.iter().position(|l| l.to_lowercase().starts_with("subject"));
    let subject = subject.and_then(|at| {
        let rest = words[at].split_once(':').map(|(_, rest)| rest.trim().to_owned()).filter(|r| !r.is_empty());
        rest.or_else(|| words.get(at + 1).cloned())
    });
    let marked = lines.iter().find(|l| l.trim_start().starts_with("# ")).map(|l| bare(l));
    follows
        .cloned()
        .or(subject)
        .or(marked)
        .or_else(|| words.iter().find(|l| heading_like(l)).cloned())
        .or_else(|| words.first().cloned())
}

/// The committee: what a meeting is said to be of, or the body named most often.
fn committee(lines: &[String]) -> Option<String> {
    let words: Vec<String> = lines.iter().map(|l| bare(l)).collect();
    let meeting = words.iter().find_map(|line| {
        let at = line.to_lowercase().find("meeting of ")? + "meeting of ".len();
        let rest = line.get(at..)?.trim_start_matches("the ").trim();
        let end = [" to be held", " held", " on ", ","].iter().filter_map(|e| rest.find(e)).min().unwrap_or(rest.len());
        let name = rest.get(..end)?.trim().trim_end_matches('.');
        BODIES.iter().any(|b| name.ends_with(b)).then(|| name.to_owned())
    });
    meeting.or_else(|| {
        let named: Vec<String> = words.iter().flat_map(|line| bodies(line)).collect();
        let often = |name: &String| named.iter().filter(|n| *n == name).count();
        let most = named.iter().map(often).max()?;
        named.iter().find(|n| often(n) == most).cloned()
    })
}

const BODIES: [&str; 6] = ["Committee", "Executive", "Cabinet", "Panel", "Board", "Council"];

/// The bodies a line names: capitalised words up to Committee, Executive, Cabinet or Panel, two words at least.
fn bodies(line: &str) -> Vec<String> {
    let words: Vec<&str> = line.split(' ').collect();
    let plain = |w: &str| w.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let mut all = Vec::new();
    for (end, word) in words.iter().enumerate() {
        let members = words.get(end + 1).is_some_and(|next| plain(next).starts_with("Member"));
        if members || !matches!(plain(word).as_str(), "Committee" | "Executive" | "Cabinet" | "Panel") {
            continue;
        }
        let joins = |w: &str| matches!(w, "and" | "&" | "of" | "for");
        let mut from = end;
        while from > 0 {
            let before = words[from - 1];
            let closed = before.ends_with(['.', ';', ':', ')']) || before.starts_with('(');
            let name = plain(before);
            let capital = name.starts_with(char::is_uppercase)
                && !matches!(name.as_str(), "The" | "That" | "This" | "A" | "Chief");
            if closed || !(capital || joins(&name) && from > 1) {
                break;
            }
            from -= 1;
        }
        while from < end && joins(&plain(words[from])) {
            from += 1;
        }
        let chief = from > 0 && plain(words[from - 1]) == "Chief";
        if from < end && !chief {
            all.push(
                words[from..=end]
                    .iter()
                    .map(|w| w.trim_matches(|c: char| matches!(c, ',' | '.' | ':' | ';')))
                    .collect::<Vec<_>>()
                    .join(" "),
            );
        }
    }
    all
}

/// The day of the meeting.
pub(crate) fn meeting(lines: &[String]) -> Option<Date> {
    lines.iter().find_map(|line| {
        let low = line.to_lowercase();
        let said = ["to be held on", "meeting held on", "held on", "meeting date", "date of meeting", "meeting:"];
        let at = said.iter().filter_map(|w| low.find(w)).min()?;
        dates(low.get(at..)?).first().map(|(day, _)| *day)
    })
}
