//! Questions composed of static SQL and bound values. No part of a statement ever comes from input.

use std::borrow::Cow;

use kernel::Value;

/// A question under way: `Query::new("SELECT … WHERE person = {}", args![id]).and("kind = {}", args![kind])`.
/// `{}` stands for the next value; it becomes `$1`, `$2`, …
#[derive(Clone, Debug)]
pub struct Query {
    select: Cow<'static, str>,
    conditions: Vec<String>,
    tail: String,
    values: Vec<Value>,
    tail_values: Vec<Value>,
}

/// Replaces each `{}` of a static part by the next number.
fn numbered(part: &str, from: usize) -> (String, usize) {
    let mut out = String::with_capacity(part.len() + 8);
    let mut n = from;
    let mut rest = part;
    while let Some(at) = rest.find("{}") {
        out.push_str(&rest[..at]);
        n += 1;
        out.push('$');
        out.push_str(&n.to_string());
        rest = &rest[at + 2..];
    }
    out.push_str(rest);
    (out, n)
}

impl Query {
    /// The head of a question: everything before `WHERE`, with the values of its `{}`.
    #[must_use]
    pub fn new(select: &'static str, values: Vec<Value>) -> Self {
        let (select, n) = numbered(select, 0);
        debug_assert_eq!(n, values.len(), "a value for each {{}}");
        Self { select: select.into(), conditions: Vec::new(), tail: String::new(), values, tail_values: Vec::new() }
    }

    /// A head made by the door out of static parts (a list's narrowing and facts), with the values of its `{}`.
    #[must_use]
    pub fn made(select: String, values: Vec<Value>) -> Self {
        let (select, n) = numbered(&select, 0);
        debug_assert_eq!(n, values.len(), "a value for each {{}}");
        Self { select: select.into(), conditions: Vec::new(), tail: String::new(), values, tail_values: Vec::new() }
    }

    /// One more condition that must hold.
    #[must_use]
    pub fn and(self, part: &'static str, values: Vec<Value>) -> Self {
        self.and_made(part, values)
    }

    /// A condition made by the policy's narrowing out of static parts.
    #[must_use]
    pub fn and_made(mut self, part: &str, values: Vec<Value>) -> Self {
        let (text, n) = numbered(part, self.values.len());
        debug_assert_eq!(n, self.values.len() + values.len(), "a value for each {{}} in {part}");
        self.conditions.push(text);
        self.values.extend(values);
        self
    }

    /// A condition put together of static parts.
    #[must_use]
    pub fn and_condition(self, it: &Condition) -> Self {
        self.and_made(&it.text, it.values.clone())
    }

    /// A condition only when there is something to ask for.
    #[must_use]
    pub fn and_if<T: kernel::Stored>(self, part: &'static str, value: Option<T>) -> Self {
        match value {
            Some(value) => self.and(part, vec![value.put()]),
            None => self,
        }
    }

    /// A column is one of these values; of none, no row is meant.
    #[must_use]
    pub fn among(self, column: &'static str, values: Vec<Value>) -> Self {
        if values.is_empty() {
            return self.and("1 = 0", values);
        }
        let marks = vec!["{}"; values.len()].join(", ");
        self.and_made(&format!("{column} IN ({marks})"), values)
    }

    /// What comes after the conditions: GROUP BY, ORDER BY, LIMIT.
    #[must_use]
    pub fn tail(mut self, part: &'static str, values: Vec<Value>) -> Self {
        self.tail.push(' ');
        self.tail.push_str(part);
        self.tail_values.extend(values);
        self
    }

    /// The text and its values.
    #[must_use]
    pub fn done(self) -> (String, Vec<Value>) {
        let mut sql = self.select.into_owned();
        for (nth, it) in self.conditions.iter().enumerate() {
            sql.push_str(if nth == 0 { " WHERE (" } else { " AND (" });
            sql.push_str(it);
            sql.push(')');
        }
        let mut values = self.values;
        let (tail, _) = numbered(&self.tail, values.len());
        sql.push_str(&tail);
        values.extend(self.tail_values);
        (sql, values)
    }
}

impl From<Query> for (Cow<'static, str>, Vec<Value>) {
    fn from(it: Query) -> Self {
        let (sql, values) = it.done();
        (sql.into(), values)
    }
}

/// A condition put together of static parts, each with its values: how a mechanism says what a list is narrowed to
/// without ever putting input into a statement.
#[derive(Clone, Debug)]
pub struct Condition {
    text: String,
    values: Vec<Value>,
}

impl Condition {
    /// One part, with a value for each `{}`.
    #[must_use]
    pub fn of(part: &'static str, values: Vec<Value>) -> Self {
        Self { text: part.to_owned(), values }
    }

    /// Both hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.joined("AND", other)
    }

    /// One of them holds.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.joined("OR", other)
    }

    fn joined(mut self, word: &str, other: Self) -> Self {
        self.text = format!("({} {word} {})", self.text, other.text);
        self.values.extend(other.values);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_numbered_in_the_order_in_which_they_are_put() {
        let (sql, values) = Query::new("SELECT a FROM t JOIN u ON u.x = {}", vec![Value::Int(1)])
            .and("b = {} OR c = {}", vec![Value::Int(2), Value::Int(3)])
            .and_if::<i64>("d = {}", None)
            .and("e IS NULL", vec![])
            .tail("ORDER BY a LIMIT {}", vec![Value::Int(4)])
            .done();
        assert_eq!(
            sql,
            "SELECT a FROM t JOIN u ON u.x = $1 WHERE (b = $2 OR c = $3) AND (e IS NULL) ORDER BY a LIMIT $4"
        );
        assert_eq!(values.len(), 4);
        let (sql, _) = Query::new("SELECT a FROM t", vec![]).among("b", vec![Value::Int(1), Value::Int(2)]).done();
        assert_eq!(sql, "SELECT a FROM t WHERE (b IN ($1, $2))");
    }
}
