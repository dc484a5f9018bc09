//! Words about a child that blame the child, and numbers that look wrong: a warning, never a refusal.

use catalogue::{Form, Kind, Phrase};

use crate::answers::{Answer, Answers, Said};
use crate::fields::name;

/// A phrase to avoid that was found in an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The field's name.
    pub field: String,
    /// The phrase.
    pub phrase: String,
    /// Better words.
    pub better: String,
    /// Why.
    pub why: String,
}

/// A number or address that looks wrong; kept as it was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// The field's name.
    pub field: String,
    /// What does not fit, as a sentence without a full stop.
    pub why: &'static str,
}

/// Every phrase of the word list that the free texts of a form use (forms.md: language check), each once a field.
#[must_use]
pub fn language(form: &Form, answers: &Answers, phrases: &[Phrase]) -> Vec<Warning> {
    let mut all = Vec::new();
    every(form, answers, |field, kind, answer| {
        if matches!(kind, Kind::Text | Kind::Long) {
            all.extend(phrases_in(field, answer.as_words().unwrap_or_default(), phrases));
        }
        let evidence = &answer.evidence;
        for (suffix, text) in [("what", &evidence.what), ("who", &evidence.who), ("when", &evidence.when)] {
            all.extend(phrases_in(&format!("{field}-evidence-{suffix}"), text, phrases));
        }
    });
    all
}

/// The phrases that one text uses, as whole words, in whatever case and with whatever blanks between them.
#[must_use]
pub fn phrases_in(field: &str, text: &str, phrases: &[Phrase]) -> Vec<Warning> {
    let padded = format!(" {} ", plain(text));
    let used = |it: &&Phrase| {
        let avoid = plain(&it.avoid);
        !avoid.is_empty() && padded.contains(&format!(" {avoid} "))
    };
    phrases
        .iter()
        .filter(used)
        .map(|it| Warning {
            field: field.to_owned(),
            phrase: it.avoid.clone(),
            better: it.better.clone(),
            why: it.why.clone(),
        })
        .collect()
}

/// Lower-case words with one blank between them; an apostrophe is part of its word.
fn plain(it: &str) -> String {
    let lower = it.to_lowercase().replace('’', "'");
    let words = lower.split(|it: char| !it.is_alphanumeric() && it != '\'').map(|it| it.trim_matches('\''));
    words.filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What looks wrong with numbers, postcodes and addresses. It never stops a referral: what was told is kept.
#[must_use]
pub fn doubts(form: &Form, answers: &Answers) -> Vec<Doubt> {
    use person::identifiers as look;
    let mut all = Vec::new();
    every(form, answers, |field, kind, answer| {
        let Some(typed) = answer.as_words() else { return };
        let check = match kind {
            Kind::NhsNumber => look::nhs(typed),
            Kind::Upn => look::upn(typed),
            Kind::Postcode => look::postcode(typed),
            Kind::Phone => look::phone(typed),
            Kind::Email => look::email(typed),
            Kind::Text
            | Kind::Long
            | Kind::Day
            | Kind::Instant
            | Kind::Code
            | Kind::Codes
            | Kind::YesNoUnknown
            | Kind::Int
            | Kind::Money
            | Kind::Person
            | Kind::Org
            | Kind::File
            | Kind::AgeOrBirth
            | Kind::Rating
            | Kind::Recency => return,
        };
        all.extend(check.why().map(|why| Doubt { field: field.to_owned(), why }));
    });
    all
}

fn every(form: &Form, answers: &Answers, mut look: impl FnMut(&str, Kind, &Answer)) {
    for group in &form.groups {
        for (nth, instance) in answers.instances(&group.id).iter().enumerate() {
            for question in &group.questions {
                if let Some(answer) = instance.get(&question.id).filter(|it| !matches!(it.said, Said::Not(_))) {
                    look(&name(group, nth, &question.id), question.kind, answer);
                }
            }
        }
    }
}
