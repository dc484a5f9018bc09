//! Two versions of a catalogue, told apart in words that an officer can read before applying the newer.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::Catalogue;

kernel::words! {
    /// What happened to an entry.
    pub enum ChangeKind {
        /// It is new.
        Added = "added" / "Added",
        /// It is gone.
        Removed = "removed" / "Removed",
        /// It reads otherwise.
        Changed = "changed" / "Changed",
    }
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What happened.
    pub kind: ChangeKind,
    /// The entry: `clock CK-35`, `form referral, group children, question born`.
    pub thing: String,
    /// What happened to it, in words: `length was 72 h, is now 48 h`.
    pub words: String,
}

impl std::fmt::Display for Change {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.thing, self.words)
    }
}

/// The lists of a catalogue and of its entries: key, what one entry is called, and what names it.
const NOUNS: [(&str, &str, &[&str]); 27] = [
    ("councils", "council", &["ons"]),
    ("agencies", "agency", &["code", "from"]),
    ("teams", "team", &["code"]),
    ("posts", "post", &["code", "from"]),
    ("roles", "role", &["code", "from"]),
    ("sharing", "sharing agreement", &["id", "from"]),
    ("ward_sets", "ward set", &["id"]),
    ("wards", "ward", &["code"]),
    ("calendars", "calendar", &["name", "from"]),
    ("holidays", "holiday", &["day"]),
    ("clocks", "clock", &["id", "from"]),
    ("code_lists", "code list", &["name", "from"]),
    ("codes", "code", &["code"]),
    ("forms", "form", &["id", "from"]),
    ("groups", "group", &["id"]),
    ("questions", "question", &["id"]),
    ("instruments", "instrument", &["id", "from"]),
    ("sections", "section", &["id"]),
    ("items", "item", &["id"]),
    ("levels", "level", &["level"]),
    ("bands", "band", &["least"]),
    ("flags", "flag", &["id"]),
    ("pathways", "pathway", &["id", "from"]),
    ("states", "state", &["id"]),
    ("transitions", "step", &["id"]),
    ("words", "words", &["id", "from"]),
    ("language", "phrase", &["avoid"]),
];

/// What an entry is called in words, whichever of these it has.
const TITLES: [&str; 5] = ["name", "title", "label", "better", "purpose"];

/// What changed from the older version to the newer, in the order of the catalogue.
#[must_use]
pub fn diff(old: &Catalogue, new: &Catalogue) -> Vec<Change> {
    let (old, new) = (serde_json::to_value(old).unwrap_or_default(), serde_json::to_value(new).unwrap_or_default());
    let mut changes = Vec::new();
    compare("", "", &old, &new, &mut changes);
    changes
}

fn compare(thing: &str, key: &str, old: &Value, new: &Value, changes: &mut Vec<Change>) {
    if old == new {
        return;
    }
    let noun = NOUNS.iter().find(|(list, ..)| *list == key);
    match (old, new, noun) {
        (Value::Array(old), Value::Array(new), Some((_, noun, names))) => {
            entries(thing, noun, names, old, new, changes)
        }
        (Value::Object(old), Value::Object(new), _) if descends(key) => fields(thing, key, old, new, changes),
        _ => {
            let thing = if thing.is_empty() { "partnership" } else { thing };
            let words = format!("{} was {}, is now {}", key.replace('_', " "), said(old), said(new));
            changes.push(Change { kind: ChangeKind::Changed, thing: thing.to_owned(), words });
        }
    }
}

/// Whether the fields of an object are compared one by one; a condition or a length is compared whole.
fn descends(key: &str) -> bool {
    ["", "partnership", "contact", "thresholds", "session", "public_form", "maps_to", "outlines", "accountable"]
        .contains(&key)
        || NOUNS.iter().any(|(list, ..)| *list == key)
}

fn fields(thing: &str, key: &str, old: &Map<String, Value>, new: &Map<String, Value>, changes: &mut Vec<Change>) {
    if key == "outlines" {
        let count = old.keys().chain(new.keys()).filter(|code| old.get(*code) != new.get(*code)).count();
        let words = format!("{count} outlines changed");
        return changes.push(Change { kind: ChangeKind::Changed, thing: thing.to_owned(), words });
    }
    let added = new.keys().filter(|it| !old.contains_key(*it));
    for field in old.keys().chain(added) {
        let of = |map: &Map<String, Value>| map.get(field).cloned().unwrap_or_default();
        compare(thing, field, &of(old), &of(new), changes);
    }
}

fn named(it: &Value, names: &[&str]) -> Vec<String> {
    names.iter().map(|name| plain(it.get(name).unwrap_or(&Value::Null))).collect()
}

fn entries(thing: &str, noun: &str, names: &[&str], old: &[Value], new: &[Value], changes: &mut Vec<Change>) {
    let first = |it: &Value| named(it, &names[..1]).concat();
    // An entry that is alone of its name on both sides is the same one, even when its first day moved.
    let alone = |of: &[Value], it: &Value| of.iter().filter(|other| first(other) == first(it)).count() == 1;
    let pair = |it: &Value, of: &[Value], back: &[Value]| {
        of.iter().position(|other| named(other, names) == named(it, names)).or_else(|| {
            let both = alone(of, it) && alone(back, it);
            of.iter().position(|other| both && first(other) == first(it))
        })
    };
    let mut order = Vec::new();
    for it in old {
        let here = join(thing, &format!("{noun} {}", first(it)));
        match pair(it, new, old) {
            Some(index) => {
                order.push(index);
                compare(&here, list_of(noun), it, &new[index], changes);
            }
            None => {
                changes.push(Change { kind: ChangeKind::Removed, thing: here, words: format!("removed{}", titled(it)) })
            }
        }
    }
    for it in new.iter().filter(|it| pair(it, old, new).is_none()) {
        let here = join(thing, &format!("{noun} {}", first(it)));
        changes.push(Change { kind: ChangeKind::Added, thing: here, words: format!("added{}", titled(it)) });
    }
    if !order.is_sorted() {
        let words = format!("the order of {noun} entries changed");
        changes.push(Change {
            kind: ChangeKind::Changed,
            thing: if thing.is_empty() { noun.into() } else { thing.into() },
            words,
        });
    }
}

fn list_of(noun: &str) -> &'static str {
    NOUNS.iter().find(|(_, it, _)| *it == noun).map_or("", |(list, ..)| list)
}

fn join(thing: &str, more: &str) -> String {
    if thing.is_empty() { more.to_owned() } else { format!("{thing}, {more}") }
}

fn titled(it: &Value) -> String {
    let title = TITLES.iter().find_map(|title| it.get(title)?.as_str()).map(|title| format!(": {title}"));
    let from = it.get("from").and_then(Value::as_str).map(|from| format!(" (from {from})"));
    format!("{}{}", title.unwrap_or_default(), from.unwrap_or_default())
}

fn plain(it: &Value) -> String {
    it.as_str().map_or_else(|| it.to_string(), str::to_owned)
}

/// A value as people read it in a sentence.
fn said(it: &Value) -> String {
    let text = match it {
        Value::Null => "nothing".to_owned(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) if text.is_empty() => "empty".to_owned(),
        Value::String(text) => format!("{text:?}"),
        Value::Array(list) if list.is_empty() => "nothing".to_owned(),
        Value::Array(list) => list.iter().map(said).collect::<Vec<_>>().join(", "),
        Value::Object(map) => said_object(map),
    };
    if text.chars().count() <= 160 { text } else { format!("{}…", text.chars().take(160).collect::<String>()) }
}

fn said_object(map: &Map<String, Value>) -> String {
    if let Some(groups) = map.get("any").and_then(Value::as_array).filter(|_| map.len() == 1) {
        let group = |it: &Value| {
            it.as_array().map(|all| all.iter().map(said).collect::<Vec<_>>().join(" and ")).unwrap_or(said(it))
        };
        return groups.iter().map(group).collect::<Vec<_>>().join(" or ");
    }
    let filled = map.iter().filter(|(_, it)| !it.is_null() && it.as_object().is_none_or(|it| !it.is_empty()));
    let parts: Vec<String> =
        filled.map(|(key, it)| if key == "on" { plain(it) } else { format!("{key} {}", said(it)) }).collect();
    parts.join(", ")
}
