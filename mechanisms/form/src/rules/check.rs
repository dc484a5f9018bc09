//! What is wrong with the answers, all at once, each mistake with its field and how to mend it.

use catalogue::{Catalogue, Form, Group, Kind, Question, Required};
use kernel::{Day, Wrongs};

use crate::answers::{Answer, Answers, Not, Said};
use crate::fields::name;
use crate::rules::{asked, capital, kinds, which};

/// Everything that is wrong with the answers on a day. Only what is asked is looked at. A doubtful telephone number,
/// postcode or NHS number is no mistake: see [`super::doubts`].
#[must_use]
pub fn check(form: &Form, answers: &Answers, codes: &Catalogue, today: Day) -> Wrongs {
    let asked = asked(form, answers, today);
    let mut wrongs = Wrongs::default();
    for (group, many) in asked.groups(form) {
        number(group, answers, &mut wrongs);
        for nth in 0..many {
            for question in group.questions.iter().filter(|it| asked.question(form, &group.id, nth, &it.id)) {
                let blank = Answer::default();
                let answer = answers.get(&group.id, nth, &question.id).unwrap_or(&blank);
                let needed = needed(form, answers, today, group, nth, question);
                let prefix = which(group, nth, many);
                if let Some((suffix, message)) = wrong(question, answer, needed, codes, today) {
                    let field = format!("{}{suffix}", name(group, nth, &question.id));
                    wrongs.add(field, if prefix.is_empty() { message } else { format!("{prefix}{}", small(&message)) });
                }
            }
        }
    }
    wrongs
}

fn number(group: &Group, answers: &Answers, wrongs: &mut Wrongs) {
    let Some(repeat) = &group.repeat else { return };
    let had = answers.instances(&group.id).len();
    let [least, most] = [repeat.min, repeat.max].map(|it| usize::try_from(it).unwrap_or(usize::MAX));
    if had > most {
        wrongs.add(format!("add.{}", group.id), format!("{} at most; take some away", capital(&count(most, repeat))));
    } else if had < least && group.questions.is_empty() {
        wrongs.add(format!("add.{}", group.id), format!("Add at least {}", count(least, repeat)));
    }
}

fn count(many: usize, of: &catalogue::Repeat) -> String {
    if many == 1 { format!("one {}", of.one) } else { format!("{many} {}", of.many) }
}

fn needed(form: &Form, answers: &Answers, today: Day, group: &Group, nth: usize, question: &Question) -> bool {
    // An instance beyond those that must be there, into which nobody typed, is not handed in.
    let least = group.repeat.as_ref().map_or(1, |it| usize::try_from(it.min).unwrap_or_default());
    let typed = answers.instances(&group.id).get(nth).is_some_and(|it| it.values().any(|it| !it.is_blank()));
    if nth >= least && !typed {
        return false;
    }
    match &question.required {
        Required::No => false,
        Required::Yes => true,
        Required::When(it) => asked::holds(form, answers, today, it, &group.id, nth),
    }
}

/// The suffix of the field to which the mistake leads, and the message.
fn wrong(
    question: &Question,
    answer: &Answer,
    needed: bool,
    codes: &Catalogue,
    today: Day,
) -> Option<(&'static str, String)> {
    if answer.said.is_blank() {
        let orphan = !answer.is_blank();
        return (needed || orphan).then(|| (kinds::first_box(question.kind), missing(question)));
    }
    if let Said::Not(it) = &answer.said {
        let allowed = *it != Not::Refused || question.may_refuse;
        let no = || (kinds::not_box(question.kind), "Only what may be refused can be answered so".to_owned());
        return (!allowed).then(no);
    }
    kinds::wrong(question, &answer.said, codes, today).or_else(|| unshown(question, answer))
}

/// Evidence that a question asks for and that is missing (F2: required for a rating of 1 or more).
fn unshown(question: &Question, answer: &Answer) -> Option<(&'static str, String)> {
    let says = |it: &str| answer.as_words() == Some(it);
    let (text, positive) = match question.kind {
        Kind::Rating => (false, !says("0")),
        Kind::YesNoUnknown => (false, says("yes")),
        Kind::Text | Kind::Long => (true, true),
        Kind::Day
        | Kind::Instant
        | Kind::Code
        | Kind::Codes
        | Kind::Int
        | Kind::Money
        | Kind::Person
        | Kind::Org
        | Kind::File
        | Kind::Email
        | Kind::Phone
        | Kind::Postcode
        | Kind::NhsNumber
        | Kind::Upn
        | Kind::AgeOrBirth
        | Kind::Recency => (false, true),
    };
    let evidence = &answer.evidence;
    match (text, question.evidence && positive) {
        (_, false) => None,
        // A text says itself what was seen; who said so may be missing.
        (true, true) if evidence.who.is_empty() => {
            Some(("-evidence-who", format!("Say who saw or said it: {}", question.label)))
        }
        (false, true) if evidence.what.is_empty() => {
            Some(("-evidence-what", format!("Say what shows this: {}", question.label)))
        }
        (_, true) => None,
    }
}

fn missing(question: &Question) -> String {
    let label = question.label.trim();
    if label.ends_with('?') {
        return format!("Answer the question: {label}");
    }
    let verb = match question.kind {
        Kind::Code | Kind::Codes | Kind::YesNoUnknown | Kind::Rating | Kind::Recency => "Select",
        Kind::File => "Add",
        Kind::Text
        | Kind::Long
        | Kind::Day
        | Kind::Instant
        | Kind::Int
        | Kind::Money
        | Kind::Person
        | Kind::Org
        | Kind::Email
        | Kind::Phone
        | Kind::Postcode
        | Kind::NhsNumber
        | Kind::Upn
        | Kind::AgeOrBirth => "Enter",
    };
    format!("{verb} {}", small(label))
}

/// "Date of birth" → "date of birth", but "NHS number" stays.
fn small(it: &str) -> String {
    let mut letters = it.chars();
    let Some(first) = letters.next() else { return String::new() };
    let rest = letters.as_str();
    if rest.chars().next().is_some_and(char::is_uppercase) {
        it.to_owned()
    } else {
        first.to_lowercase().chain(rest.chars()).collect()
    }
}
