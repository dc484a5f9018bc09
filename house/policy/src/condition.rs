//! The narrowing of a list: a small decision tree over facts, and its SQL.

use crate::grid::half;
use crate::{Fact, Facts};

/// When a row may be shown. Found by asking Cedar, so that it equals Cedar's answer for each row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Every row.
    Always,
    /// No row.
    Never,
    /// It depends on a fact of the row.
    If {
        /// The fact.
        fact: Fact,
        /// What holds where the fact is true.
        then: Box<Condition>,
        /// What holds where it is false.
        otherwise: Box<Condition>,
    },
}

impl Condition {
    /// Whether a row with these facts may be shown.
    #[must_use]
    pub fn holds(&self, facts: Facts) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::If { fact, then, otherwise } => (if facts.has(*fact) { then } else { otherwise }).holds(facts),
        }
    }

    /// The facts that it looks at, so that a list joins no more than it needs.
    #[must_use]
    pub fn facts(&self) -> Facts {
        match self {
            Self::Always | Self::Never => Facts::NONE,
            Self::If { fact, then, otherwise } => then.facts().and(otherwise.facts()).with(*fact),
        }
    }

    /// A boolean SQL expression, whole in brackets. `expression` gives each fact's own static SQL, such as
    /// `person.restricted` or `EXISTS (…)`; it may appear more than once. Where one is NULL, the row is left out unless
    /// the answer is yes either way.
    #[must_use]
    pub fn sql<'a>(&self, expression: &dyn Fn(Fact) -> &'a str) -> String {
        let Self::If { fact, then, otherwise } = self else {
            return if *self == Self::Always { "(1=1)" } else { "(1=0)" }.to_owned();
        };
        let (test, then, otherwise) = grown(expression(*fact).to_owned(), then, otherwise, expression);
        match (then, otherwise) {
            (Self::Always, Self::Never) => format!("({test})"),
            (Self::Never, Self::Always) => format!("(NOT {test})"),
            (Self::Always, other) => format!("({test} OR {})", other.sql(expression)),
            (Self::Never, other) => format!("(NOT {test} AND {})", other.sql(expression)),
            (other, Self::Always) => format!("(NOT {test} OR {})", other.sql(expression)),
            (other, Self::Never) => format!("({test} AND {})", other.sql(expression)),
            (one, other) => {
                format!("(({test} AND {}) OR (NOT {test} AND {}))", one.sql(expression), other.sql(expression))
            }
        }
    }
}

/// Joins tests that lead to the same place (`a AND NOT b`), which keeps the SQL short.
fn grown<'c, 'a>(
    first: String,
    mut then: &'c Condition,
    mut otherwise: &'c Condition,
    expression: &dyn Fn(Fact) -> &'a str,
) -> (String, &'c Condition, &'c Condition) {
    let mut test = format!("({first})");
    loop {
        if let Condition::If { fact, then: inner, otherwise: outer } = then {
            let next = expression(*fact);
            if **outer == *otherwise {
                (test, then) = (format!("({test} AND ({next}))"), inner);
                continue;
            }
            if **inner == *otherwise {
                (test, then) = (format!("({test} AND NOT ({next}))"), outer);
                continue;
            }
        }
        if let Condition::If { fact, then: inner, otherwise: outer } = otherwise {
            let next = expression(*fact);
            if **inner == *then {
                (test, otherwise) = (format!("({test} OR ({next}))"), outer);
                continue;
            }
            if **outer == *then {
                (test, otherwise) = (format!("({test} OR NOT ({next}))"), inner);
                continue;
            }
        }
        return (test, then, otherwise);
    }
}

/// The smallest tree we can see for these answers: a fact that settles one side at once comes first.
pub(crate) fn reduced(facts: &[Fact], answers: &[bool]) -> Condition {
    if answers.iter().all(|it| *it) {
        return Condition::Always;
    }
    if !answers.contains(&true) {
        return Condition::Never;
    }
    let halves: Vec<_> = (0..facts.len()).map(|bit| (half(answers, bit, true), half(answers, bit, false))).collect();
    let uniform = |it: &[bool]| it.windows(2).all(|pair| pair[0] == pair[1]);
    let differs = |bit: &usize| halves[*bit].0 != halves[*bit].1;
    let settles = |bit: &usize| uniform(&halves[*bit].0) || uniform(&halves[*bit].1);
    let bits = || (0..facts.len()).filter(differs);
    // Answers that are not all alike differ in some fact.
    let Some(bit) = bits().find(settles).or_else(|| bits().next()) else { return Condition::Never };
    let rest: Vec<Fact> = facts.iter().copied().filter(|it| *it != facts[bit]).collect();
    let branch = |answers: &[bool]| Box::new(reduced(&rest, answers));
    Condition::If { fact: facts[bit], then: branch(&halves[bit].0), otherwise: branch(&halves[bit].1) }
}
