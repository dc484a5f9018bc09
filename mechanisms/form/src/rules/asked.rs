//! Which groups and questions are asked, given the answers so far.

use std::collections::{BTreeMap, BTreeSet};

use catalogue::{Condition, Form, Group, Question};
use kernel::Day;

use crate::answers::{Answer, Answers, Instance, Not, Said};
use crate::rules::read;

/// Conditions on conditions on conditions: deeper than this no form goes, and a circle ends here.
const DEEPEST: u8 = 16;

/// What is asked of a form: groups, and in each instance the questions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    groups: BTreeSet<usize>,
    questions: BTreeSet<(usize, usize, usize)>,
    many: BTreeMap<usize, usize>,
}

impl Asked {
    /// Whether a group is asked.
    #[must_use]
    pub fn group(&self, form: &Form, id: &str) -> bool {
        form.groups.iter().position(|it| it.id == id).is_some_and(|at| self.groups.contains(&at))
    }
    /// Whether a question is asked in an instance of its group.
    #[must_use]
    pub fn question(&self, form: &Form, group: &str, nth: usize, id: &str) -> bool {
        let at = form.groups.iter().position(|it| it.id == group);
        let of = |at: usize| Some((at, form.groups.get(at)?.questions.iter().position(|it| it.id == id)?));
        at.and_then(of).is_some_and(|(at, which)| self.questions.contains(&(at, nth, which)))
    }
    /// The groups that are asked, in order, each with the number of its instances.
    pub fn groups<'a>(&'a self, form: &'a Form) -> impl Iterator<Item = (&'a Group, usize)> {
        self.groups.iter().filter_map(|at| Some((form.groups.get(*at)?, *self.many.get(at)?)))
    }
    /// Every question that is asked, in the order of the form, with the instance it is asked in.
    pub fn all<'a>(&'a self, form: &'a Form) -> impl Iterator<Item = (&'a Group, usize, &'a Question)> {
        self.questions.iter().filter_map(|(at, nth, which)| {
            let group = form.groups.get(*at)?;
            Some((group, *nth, group.questions.get(*which)?))
        })
    }
    /// How many instances of a group are asked.
    #[must_use]
    pub fn many(&self, form: &Form, group: &str) -> usize {
        form.groups.iter().position(|it| it.id == group).and_then(|at| self.many.get(&at)).copied().unwrap_or_default()
    }
}

/// What is asked, given these answers on this day. A repeated group is asked at least as often as it must be.
#[must_use]
pub fn asked(form: &Form, answers: &Answers, today: Day) -> Asked {
    let seen = Seen { form, answers, today };
    let mut all = Asked::default();
    for (at, group) in form.groups.iter().enumerate() {
        if !seen.group(at, 0) {
            continue;
        }
        let many = seen.many(group);
        all.groups.insert(at);
        all.many.insert(at, many);
        for nth in 0..many {
            let which = group.questions.iter().enumerate().filter(|(_, it)| seen.question_when(at, nth, it, 0));
            all.questions.extend(which.map(|(which, _)| (at, nth, which)));
        }
    }
    all
}

/// The answers to what is asked. The rest was typed before another answer made it needless: it stays in the draft, but
/// is not handed in. Instances into which nobody typed, beyond those that must be there, are left out too.
#[must_use]
pub fn submitted(form: &Form, answers: &Answers, today: Day) -> Answers {
    let asked = asked(form, answers, today);
    let mut all = Answers::default();
    for (group, many) in asked.groups(form) {
        let least = group.repeat.as_ref().map_or(1, |it| usize::try_from(it.min).unwrap_or_default());
        let mut instances: Vec<Instance> = (0..many)
            .map(|nth| {
                let had = answers.instances(&group.id).get(nth).cloned().unwrap_or_default();
                let keeps = |id: &String, it: &Answer| !it.is_blank() && asked.question(form, &group.id, nth, id);
                had.into_iter().filter(|(id, it)| keeps(id, it)).collect()
            })
            .collect();
        let mut spare = instances.len().saturating_sub(least);
        instances.retain(|it| {
            let drop = it.is_empty() && spare > 0;
            spare -= usize::from(drop);
            !drop
        });
        if instances.iter().any(|it| !it.is_empty()) {
            all.0.insert(group.id.clone(), instances);
        }
    }
    all
}

/// Whether a condition holds for a form as a whole: of a repeated group, for any of its instances.
#[must_use]
pub fn condition_holds(form: &Form, answers: &Answers, today: Day, condition: &Condition) -> bool {
    Seen { form, answers, today }.holds(condition, usize::MAX, None, 0)
}

/// Whether a condition holds for a question that stands in an instance of a group.
pub(super) fn holds(
    form: &Form,
    answers: &Answers,
    today: Day,
    condition: &Condition,
    group: &str,
    nth: usize,
) -> bool {
    let at = form.groups.iter().position(|it| it.id == group).unwrap_or(usize::MAX);
    Seen { form, answers, today }.holds(condition, at, Some(nth), 0)
}

struct Seen<'a> {
    form: &'a Form,
    answers: &'a Answers,
    today: Day,
}

impl<'a> Seen<'a> {
    fn many(&self, group: &Group) -> usize {
        let had = self.answers.instances(&group.id).len();
        group.repeat.as_ref().map_or(1, |it| had.max(usize::try_from(it.min).unwrap_or_default().min(100)))
    }

    fn group(&self, at: usize, depth: u8) -> bool {
        let when = self.form.groups.get(at).and_then(|it| it.when.as_ref());
        when.is_none_or(|when| depth >= DEEPEST || self.holds(when, at, None, depth + 1))
    }

    fn question_when(&self, at: usize, nth: usize, question: &Question, depth: u8) -> bool {
        question.when.as_ref().is_none_or(|when| depth >= DEEPEST || self.holds(when, at, Some(nth), depth + 1))
    }

    /// The answers that a name means: of the same instance in the same group, of any instance elsewhere. An answer to
    /// what is not asked does not count.
    fn meant(&self, name: &str, at: usize, nth: Option<usize>, depth: u8) -> Vec<(&'a Question, &'a Answer)> {
        let standing = self.form.groups.get(at).map_or("", |it| it.id.as_str());
        let Some((group, question)) = self.form.question(standing, name) else { return vec![] };
        let there = self.form.groups.iter().position(|it| it.id == group.id).unwrap_or(usize::MAX);
        if !self.group(there, depth) {
            return vec![];
        }
        let only = nth.filter(|_| there == at);
        let instances = self.answers.instances(&group.id).iter().enumerate();
        instances
            .filter(|(nth, _)| only.is_none_or(|it| it == *nth) && self.question_when(there, *nth, question, depth))
            .filter_map(|(_, it)| it.get(&question.id).map(|it| (question, it)))
            .filter(|(_, it)| !it.said.is_blank())
            .collect()
    }

    fn holds(&self, condition: &Condition, at: usize, nth: Option<usize>, depth: u8) -> bool {
        match condition {
            Condition::Is { question, is } => {
                self.meant(question, at, nth, depth).iter().any(|(_, it)| is.iter().any(|code| says(it, code)))
            }
            Condition::Answered { question, answered } => self.meant(question, at, nth, depth).is_empty() != *answered,
            Condition::AtLeast { question, at_least } => self
                .meant(question, at, nth, depth)
                .iter()
                .any(|(question, it)| read::number(question.kind, it, self.today).is_some_and(|it| it >= *at_least)),
            Condition::All(of) => of.iter().all(|it| self.holds(it, at, nth, depth)),
            Condition::Any(of) => of.iter().any(|it| self.holds(it, at, nth, depth)),
            Condition::Not(it) => !self.holds(it, at, nth, depth),
        }
    }
}

/// Whether an answer is a code. *Not known* is `unknown`, wherever it was chosen.
pub(super) fn says(answer: &Answer, code: &str) -> bool {
    match &answer.said {
        Said::Words(it) => it == code,
        Said::Several(them) => them.iter().any(|it| it == code),
        Said::Not(Not::Known) => code == "unknown",
        Said::Not(Not::Asked | Not::Refused) | Said::Age(_) => false,
    }
}
