//! What was answered: by group, by instance of a repeated group, by question. What is not a real date or number is
//! kept as it was typed, so that no draft ever loses a word; [`crate::check`] says later what is wrong with it.

use std::collections::BTreeMap;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// Every answer to a form: group id → instances (one where the group is not repeated) → question id → answer.
/// A group or question without an answer is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(pub BTreeMap<String, Vec<Instance>>);

/// The answers of one instance of a group, by question.
pub type Instance = BTreeMap<String, Answer>;

/// One answer, with what shows that it is so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// What was said.
    pub said: Said,
    /// What shows it, where the question asks for it.
    pub evidence: Evidence,
}

/// What was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// Words, a code, a number, or a date: `2026-03-28`, an instant in UTC; as typed where it is none of these.
    Words(String),
    /// Several codes, or the ids of several files.
    Several(Vec<String>),
    /// A birth date, an expected date or an estimated age; one of them, though more may have been typed.
    Age(Age),
    /// There is no answer, and why. The three are different answers everywhere (forms.md, general rules).
    Not(Not),
}

kernel::words! {
    /// Why there is no answer.
    pub enum Not {
        Known = "known" / "Not known",
        Asked = "asked" / "Not asked",
        Refused = "refused" / "Refused to say",
    }
}

/// A birth date, expected date or estimated age, each as typed or in ISO form; empty where nothing was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Age {
    /// Date of birth.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub born: String,
    /// Expected date of birth of an unborn child.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub expected: String,
    /// Estimated age in completed years.
    #[serde(skip_serializing_if = "String::is_empty", deserialize_with = "number_or_words")]
    pub age: String,
}

/// What shows that an answer is so: what, who said it, when (forms.md, general rules).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Evidence {
    /// What was seen, heard or read.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub what: String,
    /// Who said or saw it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub who: String,
    /// When; in the teller's words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub when: String,
}

impl Default for Said {
    fn default() -> Self {
        Self::Words(String::new())
    }
}

impl Said {
    /// Whether nothing was said at all; *not known* is an answer.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Words(it) => it.is_empty(),
            Self::Several(them) => them.is_empty(),
            Self::Age(it) => *it == Age::default(),
            Self::Not(_) => false,
        }
    }
}

impl Answer {
    /// An answer in words, without evidence.
    #[must_use]
    pub fn words(it: impl Into<String>) -> Self {
        Self { said: Said::Words(it.into()), evidence: Evidence::default() }
    }
    /// Whether there is neither an answer nor evidence.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.said.is_blank() && self.evidence == Evidence::default()
    }
    /// The words of the answer, where it has some: text, code, number, date.
    #[must_use]
    pub fn as_words(&self) -> Option<&str> {
        match &self.said {
            Said::Words(it) if !it.is_empty() => Some(it),
            Said::Words(_) | Said::Several(_) | Said::Age(_) | Said::Not(_) => None,
        }
    }
    /// The codes of the answer: several, or the one.
    #[must_use]
    pub fn codes(&self) -> Vec<&str> {
        match &self.said {
            Said::Words(it) if !it.is_empty() => vec![it],
            Said::Several(them) => them.iter().map(String::as_str).collect(),
            Said::Words(_) | Said::Age(_) | Said::Not(_) => vec![],
        }
    }
}

impl Answers {
    /// The instances of a group; none when it was not answered.
    #[must_use]
    pub fn instances(&self, group: &str) -> &[Instance] {
        self.0.get(group).map_or(&[], Vec::as_slice)
    }
    /// An answer, of an instance of a group.
    #[must_use]
    pub fn get(&self, group: &str, nth: usize, question: &str) -> Option<&Answer> {
        self.0.get(group)?.get(nth)?.get(question)
    }
    /// The words of an answer of a group that is asked once.
    #[must_use]
    pub fn words(&self, group: &str, question: &str) -> Option<&str> {
        self.get(group, 0, question)?.as_words()
    }
    /// Puts an answer in; missing instances before it are made.
    pub fn put(&mut self, group: &str, nth: usize, question: &str, answer: Answer) {
        let all = self.0.entry(group.to_owned()).or_default();
        while all.len() <= nth {
            all.push(Instance::new());
        }
        if let Some(it) = all.get_mut(nth) {
            it.insert(question.to_owned(), answer);
        }
    }
}

impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let said = match &self.said {
            Said::Words(it) => Value::String(it.clone()),
            Said::Several(them) => them.iter().cloned().map(Value::String).collect(),
            Said::Age(it) => serde_json::to_value(it).map_err(serde::ser::Error::custom)?,
            Said::Not(it) => Value::Object(Map::from_iter([("not".to_owned(), it.as_str().into())])),
        };
        if self.evidence == Evidence::default() {
            return said.serialize(s);
        }
        let evidence = serde_json::to_value(&self.evidence).map_err(serde::ser::Error::custom)?;
        Map::from_iter([("said".to_owned(), said), ("evidence".to_owned(), evidence)]).serialize(s)
    }
}

impl<'de> Deserialize<'de> for Answer {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let it = Value::deserialize(d)?;
        let Value::Object(mut map) = it else {
            return said(it).map(|said| Self { said, evidence: Evidence::default() });
        };
        let evidence = match map.remove("evidence") {
            None | Some(Value::Null) => Evidence::default(),
            Some(Value::String(what)) => Evidence { what, ..Evidence::default() },
            Some(other) => serde_json::from_value(other).map_err(D::Error::custom)?,
        };
        let inner = match map.remove("said") {
            Some(it) if map.is_empty() => it,
            Some(_) => return Err(D::Error::custom("beside \"said\" only \"evidence\" may stand")),
            None if map.is_empty() => Value::String(String::new()),
            None => Value::Object(map),
        };
        Ok(Self { said: said(inner)?, evidence })
    }
}

fn said<E: serde::de::Error>(it: Value) -> Result<Said, E> {
    Ok(match it {
        Value::String(it) => Said::Words(it),
        Value::Number(it) => Said::Words(it.to_string()),
        Value::Bool(it) => Said::Words(if it { "yes" } else { "no" }.to_owned()),
        Value::Null => Said::default(),
        Value::Array(them) => {
            let one = |it| match it {
                Value::String(it) => Ok(it),
                _ => Err(E::custom("several answers are a list of codes")),
            };
            Said::Several(them.into_iter().map(one).collect::<Result<_, _>>()?)
        }
        Value::Object(map) => match map.get("not") {
            Some(Value::String(it)) if map.len() == 1 => Said::Not(it.parse().map_err(E::custom)?),
            Some(_) => return Err(E::custom("\"not\" is \"known\", \"asked\" or \"refused\"")),
            None => Said::Age(serde_json::from_value(Value::Object(map)).map_err(E::custom)?),
        },
    })
}

fn number_or_words<'de, D: Deserializer<'de>>(d: D) -> Result<String, D::Error> {
    match Value::deserialize(d)? {
        Value::String(it) => Ok(it),
        Value::Number(it) => Ok(it.to_string()),
        _ => Err(D::Error::custom("an age is a number")),
    }
}

impl schemars::JsonSchema for Answers {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Answers".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "object",
            "description": "By group, a list of instances (one where the group is not repeated); in each, by question, the answer.",
            "additionalProperties": { "type": "array", "items": { "type": "object", "additionalProperties": {
                "description": "Words, a code, a number or a date; a list of codes; {\"not\": \"known\" | \"asked\" | \"refused\"}; \
                    {\"born\"}, {\"expected\"} or {\"age\"}; or {\"said\": any of these, \"evidence\": {\"what\", \"who\", \"when\"}}."
            } } },
            "examples": [{ "children": [{ "forename": "Kai", "born": { "age": 14 }, "disability": ["NONE"], "religion": { "not": "asked" } }] }]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn not_known_not_asked_and_refused_are_three_answers_and_evidence_stands_beside() {
        let text = r#"{"a":[{"x":{"not":"known"},"y":{"not":"asked"},"z":{"not":"refused"},"n":3,"b":true,
            "born":{"age":14},"s":{"said":["A","B"],"evidence":{"what":"seen","who":"a teacher"}}}]}"#;
        let it: Answers = serde_json::from_str(text).expect("answers");
        assert_eq!(it.get("a", 0, "x").map(|it| &it.said), Some(&Said::Not(Not::Known)));
        assert_eq!(it.get("a", 0, "n").and_then(Answer::as_words), Some("3"));
        assert_eq!(it.get("a", 0, "b").and_then(Answer::as_words), Some("yes"));
        let again: Answers = serde_json::from_value(serde_json::to_value(&it).expect("json")).expect("answers");
        assert_eq!(again, it);
        assert!(serde_json::from_str::<Answers>(r#"{"a":[{"x":{"not":"sure"}}]}"#).is_err());
    }
}
