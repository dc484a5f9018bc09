//! Cedar's answers for one principal and one action, for every combination of the facts that its policies look at.
//!
//! Each policy is put to Cedar alone, once for each combination of the facts that it mentions itself (seldom more than
//! five); the whole then follows from Cedar's rule that some permit and no forbid must be satisfied, and from ours that
//! an error denies. So a grid over a dozen facts costs a hundred questions, not thousands. Tests hold it against
//! [`Policy::decide`], which asks the whole set.

use crate::condition::{Condition, reduced};
use crate::load::Rule;
use crate::{Action, Fact, Facts, Policy, Principal, Problem};

/// More facts than this in the policies of one action would make the grid too large.
const MOST: usize = 16;

pub(crate) struct Grid {
    facts: Vec<Fact>,
    /// The answer for each combination; bit `i` of the index is fact `i`.
    answers: Vec<bool>,
}

/// One policy's answers over the facts that it mentions.
struct Part {
    forbids: bool,
    facts: Vec<Fact>,
    satisfied: Vec<Option<bool>>,
}

/// The combination of facts with this index.
fn combination(facts: &[Fact], index: usize) -> Facts {
    facts.iter().enumerate().filter(|(bit, _)| index >> bit & 1 == 1).map(|(_, it)| *it).collect()
}

impl Part {
    fn index(&self, facts: Facts) -> usize {
        self.facts.iter().enumerate().map(|(bit, it)| usize::from(facts.has(*it)) << bit).sum()
    }
}

impl Grid {
    pub(crate) fn new(policy: &Policy, who: &Principal, action: Action) -> Result<Self, Problem> {
        let Some(slice) = policy.loaded.slices.get(action.0) else {
            return Err(Problem::new("", action.0, "there is no such action"));
        };
        let rules: Vec<&Rule> = slice.rules.iter().map(|it| &policy.loaded.rules[*it]).collect();
        let mentioned = rules.iter().fold(Facts::NONE, |all, it| all.and(it.mentions));
        let facts: Vec<Fact> = mentioned.iter().collect();
        if facts.len() > MOST {
            let message = format!("its policies look at {} facts; at most {MOST} can be narrowed", facts.len());
            return Err(Problem::new("", action.0, message));
        }
        let parts = rules.iter().map(|it| part(policy, who, action, it)).collect::<Result<Vec<_>, _>>()?;
        let answers = (0..1 << facts.len()).map(|index| answer(&parts, combination(&facts, index))).collect();
        Ok(Self { facts, answers })
    }

    pub(crate) fn ever(&self) -> bool {
        self.answers.contains(&true)
    }

    /// The answer for these facts.
    pub(crate) fn at(&self, facts: Facts) -> bool {
        let index = self.facts.iter().enumerate().map(|(bit, it)| usize::from(facts.has(*it)) << bit).sum::<usize>();
        self.answers[index]
    }

    /// The facts that the answer can depend on.
    pub(crate) fn facts(&self) -> &[Fact] {
        &self.facts
    }

    pub(crate) fn narrowed(
        &self,
        action: Action,
        fixed: Facts,
        known: Facts,
        varying: &[Fact],
    ) -> Result<Condition, Problem> {
        let (mut facts, mut answers) = (self.facts.clone(), self.answers.clone());
        for fact in &self.facts {
            if varying.contains(fact) {
                continue;
            }
            let Some(bit) = facts.iter().position(|it| it == fact) else { continue };
            let (without, with) = (half(&answers, bit, false), half(&answers, bit, true));
            if !known.has(*fact) && without != with {
                let message = format!("the list must say whether each row is {fact:?}: the answer depends on it");
                return Err(Problem::new("", action.0, message));
            }
            answers = if fixed.has(*fact) && known.has(*fact) { with } else { without };
            facts.remove(bit);
        }
        Ok(reduced(&facts, &answers))
    }
}

/// The answers where the fact at `bit` has this value; the index loses that bit.
pub(crate) fn half(answers: &[bool], bit: usize, value: bool) -> Vec<bool> {
    answers.iter().enumerate().filter(|(index, _)| (index >> bit & 1 == 1) == value).map(|(_, it)| *it).collect()
}

fn part(policy: &Policy, who: &Principal, action: Action, rule: &Rule) -> Result<Part, Problem> {
    let facts: Vec<Fact> = rule.mentions.iter().collect();
    if facts.len() > MOST {
        return Err(Problem::new(&rule.file, &rule.id, "looks at too many facts"));
    }
    let alone = cedar_policy::PolicySet::from_policies([rule.policy.clone()])
        .map_err(|it| Problem::new(&rule.file, &rule.id, it))?;
    let user = policy.asking.user(who)?;
    let asked = |index| {
        let answer = policy.asking.ask(&user, action, combination(&facts, index), &alone)?;
        let failed = answer.diagnostics().errors().next().is_some();
        Ok((!failed).then(|| answer.diagnostics().reason().next().is_some()))
    };
    let satisfied = (0..1 << facts.len()).map(asked).collect::<Result<Vec<_>, Problem>>()?;
    Ok(Part { forbids: rule.forbids, facts, satisfied })
}

fn answer(parts: &[Part], facts: Facts) -> bool {
    let mut permitted = false;
    for part in parts {
        match (part.satisfied[part.index(facts)], part.forbids) {
            (None, _) | (Some(true), true) => return false,
            (Some(true), false) => permitted = true,
            (Some(false), _) => {}
        }
    }
    permitted
}

/// The policies without which some answer would change.
#[cfg(test)]
pub(crate) fn without_each(
    policy: &Policy,
    who: &Principal,
    action: Action,
) -> Result<std::collections::BTreeSet<String>, Problem> {
    let rules: Vec<&Rule> = policy.loaded.slices[action.0].rules.iter().map(|it| &policy.loaded.rules[*it]).collect();
    let facts: Vec<Fact> = rules.iter().fold(Facts::NONE, |all, it| all.and(it.mentions)).iter().collect();
    let mut parts = rules.iter().map(|it| part(policy, who, action, it)).collect::<Result<Vec<_>, _>>()?;
    let answers = |parts: &[Part]| (0..1 << facts.len()).map(|it| answer(parts, combination(&facts, it))).collect();
    let whole: Vec<bool> = answers(&parts);
    let mut matters = std::collections::BTreeSet::new();
    for (at, rule) in rules.iter().enumerate() {
        let taken = parts.remove(at);
        if answers(&parts) != whole {
            matters.insert(rule.id.clone());
        }
        parts.insert(at, taken);
    }
    Ok(matters)
}
