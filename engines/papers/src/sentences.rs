//! Sentences with the line on which each begins.

/// A sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// The line, from 1.
    pub line: usize,
    /// The words.
    pub text: String,
}

/// Words after which a full stop does not end a sentence.
const SHORT: [&str; 12] = ["no", "nos", "e.g", "i.e", "mr", "mrs", "ms", "dr", "st", "para", "approx", "cf"];

/// The sentences of a text. A line that is empty, or that starts a list, starts a sentence.
#[must_use]
pub fn sentences(text: &str) -> Vec<Sentence> {
    let mut all: Vec<Sentence> = Vec::new();
    let mut now = Sentence { line: 1, text: String::new() };
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || starts_item(line) {
            close(&mut all, &mut now);
        }
        if now.text.is_empty() {
            now.line = number + 1;
        }
        if !now.text.is_empty() {
            now.text.push(' ');
        }
        let chars: Vec<char> = line.chars().collect();
        for (i, c) in chars.iter().enumerate() {
            now.text.push(*c);
            if ends(&chars, i, &now.text) {
                close(&mut all, &mut now);
                now.line = number + 1;
            }
        }
    }
    close(&mut all, &mut now);
    all
}

fn starts_item(line: &str) -> bool {
    let bullet = line.starts_with(['•', '·', '▪', '–', '-', '*', '#', '|']);
    let numbered = line.split_whitespace().next().is_some_and(|it| {
        let bare = it.trim_matches(|c| c == '(' || c == ')');
        it.len() > bare.len() && bare.len() <= 4
            || bare.contains('.') && bare.chars().all(|c| c.is_ascii_digit() || c == '.')
    });
    bullet || numbered
}

fn ends(chars: &[char], at: usize, text: &str) -> bool {
    let next = chars[at + 1..].iter().find(|c| !matches!(c, '"' | '”' | '’' | ')'));
    match chars[at] {
        '?' | '!' => next.is_none_or(|c| c.is_whitespace()),
        '.' => {
            let after = chars[at + 1..].iter().find(|c| !c.is_whitespace());
            let spaced = next.is_none_or(|c| c.is_whitespace());
            let last = text.trim_end_matches('.').rsplit(|c: char| c.is_whitespace() || c == '(').next();
            let short = last.is_some_and(|it| SHORT.contains(&it.to_lowercase().as_str()));
            spaced && !short && after.is_none_or(|c| !c.is_lowercase())
        }
        _ => false,
    }
}

fn close(all: &mut Vec<Sentence>, now: &mut Sentence) {
    let text = now.text.trim();
    if !text.is_empty() {
        all.push(Sentence { line: now.line, text: text.to_owned() });
    }
    now.text.clear();
}
