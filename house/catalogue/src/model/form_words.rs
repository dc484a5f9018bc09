//! How conditions and `required` are written in a file and in JSON.

use serde::{Deserialize, Serialize};

use super::clock_words::values;
use super::form::{Condition, Required};

/// A condition as written: exactly one of its shapes.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawCondition {
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "values")]
    is: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answered: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at_least: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    all: Option<Vec<RawCondition>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    any: Option<Vec<RawCondition>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not: Option<Box<RawCondition>>,
}

const SHAPES: &str = "a condition is { question = \"group.question\", is = [\"…\"] }, or { question, answered = true }, \
                      or { question, at_least = 18 }, or one of all = [ … ], any = [ … ], not = { … }";

impl TryFrom<RawCondition> for Condition {
    type Error = String;
    fn try_from(it: RawCondition) -> Result<Self, String> {
        let many = |of: Vec<RawCondition>| of.into_iter().map(Self::try_from).collect::<Result<Vec<_>, _>>();
        match it {
            RawCondition {
                question: Some(question),
                is,
                answered: None,
                at_least: None,
                all: None,
                any: None,
                not: None,
            } if !is.is_empty() => Ok(Self::Is { question, is }),
            RawCondition { question: Some(question), is, answered, at_least, all: None, any: None, not: None }
                if is.is_empty() =>
            {
                match (answered, at_least) {
                    (Some(answered), None) => Ok(Self::Answered { question, answered }),
                    (None, Some(at_least)) => Ok(Self::AtLeast { question, at_least }),
                    (None, None) | (Some(_), Some(_)) => Err(SHAPES.into()),
                }
            }
            RawCondition { question: None, all: Some(of), any: None, not: None, .. } if !of.is_empty() => {
                many(of).map(Self::All)
            }
            RawCondition { question: None, all: None, any: Some(of), not: None, .. } if !of.is_empty() => {
                many(of).map(Self::Any)
            }
            RawCondition { question: None, all: None, any: None, not: Some(of), .. } => {
                Self::try_from(*of).map(|of| Self::Not(Box::new(of)))
            }
            RawCondition { .. } => Err(SHAPES.into()),
        }
    }
}

impl From<Condition> for RawCondition {
    fn from(it: Condition) -> Self {
        let many = |of: Vec<Condition>| Some(of.into_iter().map(Self::from).collect());
        match it {
            Condition::Is { question, is } => Self { question: Some(question), is, ..Self::default() },
            Condition::Answered { question, answered } => {
                Self { question: Some(question), answered: Some(answered), ..Self::default() }
            }
            Condition::AtLeast { question, at_least } => {
                Self { question: Some(question), at_least: Some(at_least), ..Self::default() }
            }
            Condition::All(of) => Self { all: many(of), ..Self::default() },
            Condition::Any(of) => Self { any: many(of), ..Self::default() },
            Condition::Not(of) => Self { not: Some(Box::new(Self::from(*of))), ..Self::default() },
        }
    }
}

/// `required` as written: yes, no, true, false, or a condition.
#[derive(Clone, Serialize, Deserialize)]
#[serde(
    untagged,
    expecting = "needs \"yes\", \"no\", or a condition such as { question = \"kind\", is = [\"EX-CSE\"] }"
)]
pub enum RawRequired {
    /// `true` or `false`.
    Truth(bool),
    /// `"yes"` or `"no"`.
    Word(String),
    /// When a condition holds.
    When(RawCondition),
}

impl TryFrom<RawRequired> for Required {
    type Error = String;
    fn try_from(it: RawRequired) -> Result<Self, String> {
        match it {
            RawRequired::Truth(true) => Ok(Self::Yes),
            RawRequired::Truth(false) => Ok(Self::No),
            RawRequired::When(when) => Condition::try_from(when).map(Self::When),
            RawRequired::Word(word) if word == "yes" => Ok(Self::Yes),
            RawRequired::Word(word) if word == "no" => Ok(Self::No),
            RawRequired::Word(word) => Err(format!("{word:?} is neither \"yes\" nor \"no\" nor a condition")),
        }
    }
}

impl From<Required> for RawRequired {
    fn from(it: Required) -> Self {
        match it {
            Required::No => Self::Word("no".into()),
            Required::Yes => Self::Word("yes".into()),
            Required::When(when) => Self::When(when.into()),
        }
    }
}
