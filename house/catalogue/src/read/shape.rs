//! Reads typed entries out of a file and goes on after a mistake, so that all of them are told at once.

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeValue, ValueDeserializer};

use super::source::Source;
use crate::findings::Findings;
use crate::near;

/// The most mistakes told of one file.
const MOST: usize = 40;

/// Reads the whole of a file as one shape. After a mistake the entry that holds it is left out and the rest is read
/// again, so a result is to be trusted only when nothing was found.
pub fn read<T: DeserializeOwned>(source: &Source<'_>, findings: &mut Findings) -> Option<T> {
    let mut content = source.content();
    for _ in 0..MOST {
        let error = match T::deserialize(ValueDeserializer::from(content.clone())) {
            Ok(it) => return Some(it),
            Err(error) => error,
        };
        let span = error.span().unwrap_or(content.span());
        let Told { problem, mend, meant } = in_words(error.message(), value_at(&content, &span));
        findings.wrong((source.file.to_owned(), source.line_at(span.start)), problem, mend);
        if !leave_out(&mut content, &span, meant.as_deref()) {
            return None;
        }
    }
    None
}

/// A mistake in words.
struct Told {
    problem: String,
    mend: String,
    /// The key that was meant by an unknown one.
    meant: Option<String>,
}

/// Mends an unknown key whose meaning is plain; else takes away the smallest entry of a list, or else the key of a table, in which the mistake stands.
fn leave_out(value: &mut Spanned<DeValue<'_>>, span: &Range<usize>, meant: Option<&str>) -> bool {
    match value.get_mut() {
        DeValue::Array(list) => {
            let Some(index) = list.iter().position(|it| contains(it, span)) else { return false };
            if leave_out(&mut list.as_mut()[index], span, meant) {
                return true;
            }
            let is_entry = list[index].get_ref().is_table();
            if is_entry {
                *list = list.iter().enumerate().filter(|(n, _)| *n != index).map(|(_, it)| it.clone()).collect();
            }
            is_entry
        }
        DeValue::Table(table) => {
            if table.iter_mut().any(|(_, it)| leave_out(it, span, meant)) {
                return true;
            }
            let unknown = table.keys().find(|key| key.span() == *span).cloned();
            let Some((key, it)) = unknown.and_then(|key| table.remove_entry(&key)) else { return false };
            if let Some(meant) = meant.filter(|meant| !table.contains_key(*meant)) {
                table.insert(Spanned::new(key.span(), meant.to_owned().into()), it);
            }
            true
        }
        DeValue::String(_) | DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {
            false
        }
    }
}

/// Whether something stands within a value; a table under a header is more than its header.
fn contains(value: &Spanned<DeValue<'_>>, span: &Range<usize>) -> bool {
    holds(&value.span(), span)
        || match value.get_ref() {
            DeValue::Array(list) => list.iter().any(|it| contains(it, span)),
            DeValue::Table(table) => table.iter().any(|(key, it)| holds(&key.span(), span) || contains(it, span)),
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_) => false,
        }
}

fn holds(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// The value that stands exactly at a span.
fn value_at<'a, 'i>(value: &'a Spanned<DeValue<'i>>, span: &Range<usize>) -> Option<&'a DeValue<'i>> {
    if value.span() == *span {
        return Some(value.get_ref());
    }
    match value.get_ref() {
        DeValue::Array(list) => list.iter().find_map(|it| value_at(it, span)),
        DeValue::Table(table) => table.values().find_map(|it| value_at(it, span)),
        DeValue::String(_) | DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {
            None
        }
    }
}

/// What the reader says, in words for somebody who edits the file, with a way to mend it.
fn in_words(message: &str, value: Option<&DeValue<'_>>) -> Told {
    let message = message.lines().next().unwrap_or_default();
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let known = || quoted.iter().skip(1).copied().collect::<Vec<_>>();
    let first = quoted.first().copied().unwrap_or_default();
    let told = |problem: String, mend: String| Told { problem, mend, meant: None };
    if message.starts_with("unknown field") {
        let meant = near::nearest(first, known()).map(str::to_owned);
        return Told {
            problem: format!("the key {first:?} is not known here"),
            mend: near::mend(first, known()),
            meant,
        };
    }
    if message.starts_with("unknown variant") {
        return told(format!("{first:?} is none of the words that may stand here"), near::mend(first, known()));
    }
    if message.starts_with("missing field") {
        return told(format!("the key {first:?} is missing"), format!("add {first} = … to this entry"));
    }
    if value.is_some_and(DeValue::is_datetime) {
        return told("a date must be written as text".into(), "put it in quotes, such as \"2026-04-01\"".into());
    }
    if let Some((problem, mend)) = message.split_once(": write ") {
        return told(problem.into(), format!("write {mend}"));
    }
    if message.starts_with("needs ") {
        return told("this cannot be read".into(), format!("it {message}"));
    }
    if let Some(text) = value.and_then(DeValue::as_str).filter(|_| message.contains("parse")) {
        return told(format!("{text:?} is no day"), "write a day as \"2026-04-01\"".into());
    }
    told(message.to_owned(), mend_of(message).into())
}

fn mend_of(message: &str) -> &'static str {
    let expected = message.rsplit("expected ").next().unwrap_or_default();
    match expected.split_whitespace().last().unwrap_or_default() {
        "string" => "put it in quotes",
        "u8" | "u32" | "u64" => "write a whole number, 0 or more, without quotes",
        "i64" => "write a whole number without quotes",
        "sequence" => "write a list: [ … ]",
        "boolean" => "write true or false",
        "map" => "write a table: { … }",
        _ => "write it as the message says",
    }
}
