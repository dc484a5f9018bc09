//! What one may see of the answers, what two drafts differ in, and which banners the answers raise.

use std::collections::BTreeSet;

use catalogue::{Catalogue, Form, Part};
use kernel::Day;

use crate::answers::{Answer, Answers};
use crate::fields::name;
use crate::rules::asked::says;
use crate::rules::summary::in_words;
use crate::rules::{asked, which};

/// The answers without those of parts that one may not see (access.md §2). An answer whose question the form does not
/// have is left out too: nobody knows which part it belongs to.
#[must_use]
pub fn parts(form: &Form, answers: &Answers, allowed: &[Part]) -> Answers {
    let mut all = answers.clone();
    all.0.retain(|id, _| form.groups.iter().any(|it| it.id == *id));
    for group in &form.groups {
        for instance in all.0.get_mut(&group.id).into_iter().flatten() {
            instance.retain(|id, _| group.questions.iter().any(|it| it.id == *id && allowed.contains(&it.part)));
        }
    }
    all.0.retain(|_, them| them.iter().any(|it| !it.is_empty()));
    all
}

/// The parts of the record to which the answers belong: each needs its own permission.
#[must_use]
pub fn parts_of(form: &Form, answers: &Answers) -> BTreeSet<Part> {
    let all = form.groups.iter().flat_map(|group| {
        let instances = answers.instances(&group.id);
        group.questions.iter().filter(|it| instances.iter().any(|has| has.contains_key(&it.id))).map(|it| it.part)
    });
    all.collect()
}

/// Words to show on top because of what was answered (*call 999*), each once, in the order of the form.
#[must_use]
pub fn banners(form: &Form, answers: &Answers, today: Day) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for (group, nth, question) in asked(form, answers, today).all(form) {
        let (Some(banner), Some(answer)) = (&question.banner, answers.get(&group.id, nth, &question.id)) else {
            continue;
        };
        if banner.is.iter().any(|code| says(answer, code)) && !all.contains(&banner.words) {
            all.push(banner.words.clone());
        }
    }
    all
}

/// A question to which two drafts give different answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The question, with its instance.
    pub label: String,
    /// The field's name.
    pub field: String,
    /// The answer that is kept now, in words.
    pub kept: Vec<String>,
    /// The answer that was just typed, in words.
    pub typed: Vec<String>,
}

/// Where two drafts of one form differ, in the order of the form: for the page that shows both.
#[must_use]
pub fn differences(form: &Form, kept: &Answers, typed: &Answers, catalogue: &Catalogue) -> Vec<Difference> {
    let blank = Answer::default();
    let mut all = Vec::new();
    for group in &form.groups {
        let many = kept.instances(&group.id).len().max(typed.instances(&group.id).len());
        for nth in 0..many {
            for question in &group.questions {
                let [one, other] = [kept, typed].map(|it| it.get(&group.id, nth, &question.id).unwrap_or(&blank));
                if one != other {
                    all.push(Difference {
                        label: format!("{}{}", which(group, nth, many), question.label),
                        field: name(group, nth, &question.id),
                        kept: in_words(question, one, catalogue),
                        typed: in_words(question, other, catalogue),
                    });
                }
            }
        }
    }
    all
}
