//! The short ways in which a clock's file may say what starts and stops it, read into one plain form.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

use super::clock::Trigger;

/// A happening by its name alone, or with conditions.
#[derive(Deserialize)]
#[serde(untagged, expecting = "needs a happening's name such as \"missing.returned\", or { on = \"…\", when = { … } }")]
pub enum OneTrigger {
    /// Its name.
    Name(String),
    /// Its name with conditions.
    Full(Trigger),
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "needs a happening's name, { on = \"…\", when = { … } }, or a list of them")]
enum SomeTriggers {
    One(OneTrigger),
    Many(Vec<OneTrigger>),
}

/// One way in which a clock may stop.
#[derive(Deserialize)]
#[serde(untagged, expecting = "needs a happening's name, or { all = [ \"…\", \"…\" ] }")]
pub enum Branch {
    /// One happening.
    One(OneTrigger),
    /// All of some.
    All(All),
    /// All of a bare list, as JSON spells it.
    Group(Vec<OneTrigger>),
}

/// Happenings that are all needed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct All {
    all: Vec<OneTrigger>,
}

/// Ways of which one suffices.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Any {
    any: Vec<Branch>,
}

/// What may stand after `stops =`.
#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "needs a happening's name, a list, { any = [ … ] } or { all = [ … ] }; inside any, { all = [ … ] } needs all of its own"
)]
pub enum RawStops {
    /// One happening.
    One(OneTrigger),
    /// Any of a list.
    AnyOf(Vec<OneTrigger>),
    /// Any of some groups.
    Groups(Any),
    /// All of a list.
    Together(All),
}

impl From<OneTrigger> for Trigger {
    fn from(it: OneTrigger) -> Self {
        match it {
            OneTrigger::Name(on) => Self { on, when: BTreeMap::new(), at: None },
            OneTrigger::Full(it) => it,
        }
    }
}

fn all(of: Vec<OneTrigger>) -> Vec<Trigger> {
    of.into_iter().map(Trigger::from).collect()
}

impl RawStops {
    /// As groups of which one suffices.
    ///
    /// # Errors
    /// In words, when a group is empty: it would stop the clock at once, or never.
    pub fn groups(self) -> Result<Vec<Vec<Trigger>>, String> {
        let groups: Vec<Vec<Trigger>> = match self {
            Self::One(it) => vec![vec![it.into()]],
            Self::AnyOf(list) => list.into_iter().map(|it| vec![it.into()]).collect(),
            Self::Together(it) => vec![all(it.all)],
            Self::Groups(it) => it.any.into_iter().map(branch).collect(),
        };
        if groups.iter().any(Vec::is_empty) {
            Err("an empty list of happenings stops nothing".into())
        } else {
            Ok(groups)
        }
    }
}

fn branch(it: Branch) -> Vec<Trigger> {
    match it {
        Branch::One(one) => vec![one.into()],
        Branch::All(of) => all(of.all),
        Branch::Group(of) => all(of),
    }
}

/// One happening or a list of them.
pub fn triggers<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Trigger>, D::Error> {
    Ok(match SomeTriggers::deserialize(from)? {
        SomeTriggers::One(one) => vec![one.into()],
        SomeTriggers::Many(many) => all(many),
    })
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "needs text, a number, or true or false")]
enum Scalar {
    Text(String),
    Whole(i64),
    Truth(bool),
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "needs a value or a list of values")]
enum Scalars {
    One(Scalar),
    Many(Vec<Scalar>),
}

impl From<Scalar> for String {
    fn from(it: Scalar) -> Self {
        match it {
            Scalar::Text(it) => it,
            Scalar::Whole(it) => it.to_string(),
            Scalar::Truth(it) => it.to_string(),
        }
    }
}

impl From<Scalars> for Vec<String> {
    fn from(it: Scalars) -> Self {
        match it {
            Scalars::One(one) => vec![one.into()],
            Scalars::Many(many) => many.into_iter().map(String::from).collect(),
        }
    }
}

/// Conditions on fields: `{ level = 3 }` or `{ level = ["2", "3"] }`.
pub fn whens<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<String, Vec<String>>, D::Error> {
    let raw = BTreeMap::<String, Scalars>::deserialize(from)?;
    Ok(raw.into_iter().map(|(field, is)| (field, is.into())).collect())
}

/// A value or a list of values, as text.
pub fn values<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    Scalars::deserialize(from).map(Vec::from)
}
