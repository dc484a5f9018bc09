//! What is so of a person for a reader: allocated, restricted, in conflict, under a live break-glass.
//!
//! Each fact is one SQL expression, handed in by the mechanism that owns the rows. The same expression answers for one
//! person and narrows a list, so that the two cannot differ.

use kernel::{PersonId, Value};
use policy::{Fact, Facts};
use store::Rows;

use crate::{Acting, refused};

/// One fact about a person, in SQL that gives yes or no. `:person`, `:user`, `:agencies`, `:now` and `:today` stand for
/// the person of the row, the reader, the reader's agency codes, and the time of the reading. It answers alike for every
/// id that was merged into one record.
#[derive(Clone, Copy, Debug)]
pub struct FactSql {
    /// Which fact.
    pub fact: Fact,
    /// Its expression.
    pub sql: &'static str,
    /// Where one use of something makes it so (a break-glass): the question for its id, which the ledger then names.
    pub which: Option<&'static str>,
}

/// Every fact about persons that the hub knows how to ask for.
#[derive(Clone, Debug, Default)]
pub struct PersonFacts(pub(crate) Vec<FactSql>);

impl PersonFacts {
    /// All facts about one person, in one question.
    pub(crate) async fn ask(
        &self,
        rows: &Rows,
        acting: &Acting,
        at: kernel::Ts,
        person: PersonId,
    ) -> Result<Facts, kernel::Refused> {
        if self.0.is_empty() {
            return Ok(Facts::default());
        }
        let parts: Vec<_> = self.0.iter().map(|it| format!("CASE WHEN {} THEN 1 ELSE 0 END", it.sql)).collect();
        let (text, values) = fill(&parts.join(", "), ":one", acting, at, &[("one", person.0)]);
        let found: Vec<Vec<Value>> =
            rows.find(store::Query::made(format!("SELECT {text}"), values)).await.map_err(refused)?;
        let row = found.into_iter().next().unwrap_or_default();
        let yes = |it: &Value| matches!(it, Value::Int(n) if *n != 0);
        Ok(self
            .0
            .iter()
            .zip(row.iter())
            .filter(|(_, it)| yes(it))
            .fold(Facts::default(), |all, (f, _)| all.with(f.fact)))
    }
}

impl PersonFacts {
    /// Which use of something (a break-glass) opened one of these persons for the reader; the first that is found.
    pub(crate) async fn which(
        &self,
        rows: &Rows,
        acting: &Acting,
        at: kernel::Ts,
        persons: &[PersonId],
    ) -> Result<Option<uuid::Uuid>, kernel::Refused> {
        for sql in self.0.iter().filter_map(|it| it.which) {
            for person in persons {
                let (text, values) = fill(sql, ":one", acting, at, &[("one", person.0)]);
                let found: Vec<(uuid::Uuid,)> = rows.find(store::Query::made(text, values)).await.map_err(refused)?;
                if let Some((id,)) = found.first() {
                    return Ok(Some(*id));
                }
            }
        }
        Ok(None)
    }
}

/// Puts the reader's own into an expression: gives text with `{}` and the values in order. `person` is the SQL that
/// stands for `:person`.
pub(crate) fn fill(
    text: &str,
    person: &str,
    acting: &Acting,
    at: kernel::Ts,
    more: &[(&str, uuid::Uuid)],
) -> (String, Vec<Value>) {
    let agencies: Vec<&str> = acting.principal.seats().iter().map(|it| it.agency.as_str()).collect();
    let text = text.replace(":person", person);
    let mut out = String::with_capacity(text.len());
    let mut values = Vec::new();
    let mut rest = text.as_str();
    while let Some(start) = rest.find(':') {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        let end = from[1..].find(|c: char| !c.is_ascii_alphabetic()).map_or(from.len(), |it| it + 1);
        match &from[1..end] {
            "user" => put(&mut out, &mut values, Value::Uuid(acting.recorded_as().0)),
            "now" => put(&mut out, &mut values, Value::Ts(at)),
            "today" => put(&mut out, &mut values, Value::Day(at.day())),
            "agencies" => {
                out.push('(');
                if agencies.is_empty() {
                    out.push_str("NULL");
                }
                for (nth, agency) in agencies.iter().enumerate() {
                    if nth > 0 {
                        out.push_str(", ");
                    }
                    put(&mut out, &mut values, Value::Text((*agency).to_owned()));
                }
                out.push(')');
            }
            other => match more.iter().find(|(name, _)| *name == other) {
                Some((_, id)) => put(&mut out, &mut values, Value::Uuid(*id)),
                None => out.push_str(&from[..end]),
            },
        }
        rest = &from[end..];
    }
    out.push_str(rest);
    (out, values)
}

fn put(out: &mut String, values: &mut Vec<Value>, it: Value) {
    out.push_str("{}");
    values.push(it);
}
