//! Answers in words, for *check your answers* and for the record as it was handed in.

use catalogue::{Catalogue, CodeList, Form, Group, Kind, Part, Question};
use kernel::{Day, Ts};

use crate::answers::{Age, Answer, Answers, Said};
use crate::fields::name;
use crate::rules::{amount, asked, capital, kinds};

/// The answers of one instance of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummaryGroup {
    /// The group's id.
    pub group: String,
    /// Which instance.
    pub nth: usize,
    /// The group's title; with the number where there are several.
    pub title: String,
    /// Its rows.
    pub rows: Vec<SummaryRow>,
}

/// One question and what was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummaryRow {
    /// The question.
    pub label: String,
    /// The answer in words, a line each; none where nothing was answered.
    pub value: Vec<String>,
    /// The field's name, to which *Change* leads.
    pub field: String,
    /// Which part of the record it belongs to.
    pub part: Part,
}

/// Every question that is asked with its answer in words. A question without an answer is shown with none.
#[must_use]
pub fn summary(form: &Form, answers: &Answers, catalogue: &Catalogue, today: Day) -> Vec<SummaryGroup> {
    let asked = asked(form, answers, today);
    let mut all = Vec::new();
    for (group, many) in asked.groups(form) {
        for nth in 0..many {
            let questions = group.questions.iter().filter(|it| asked.question(form, &group.id, nth, &it.id));
            let rows: Vec<_> = questions.map(|it| row(group, nth, it, answers, catalogue)).collect();
            if !rows.is_empty() {
                all.push(SummaryGroup { group: group.id.clone(), nth, title: title(group, nth, many), rows });
            }
        }
    }
    all
}

fn title(group: &Group, nth: usize, many: usize) -> String {
    match &group.repeat {
        Some(it) if many > 1 => format!("{} {}", capital(&it.one), nth + 1),
        Some(_) | None => group.title.clone(),
    }
}

fn row(group: &Group, nth: usize, question: &Question, answers: &Answers, catalogue: &Catalogue) -> SummaryRow {
    let answer = answers.get(&group.id, nth, &question.id);
    SummaryRow {
        label: question.label.clone(),
        value: answer.map_or_else(Vec::new, |it| in_words(question, it, catalogue)),
        field: name(group, nth, &question.id),
        part: question.part,
    }
}

/// An answer as people read it, a line each.
pub(super) fn in_words(question: &Question, answer: &Answer, catalogue: &Catalogue) -> Vec<String> {
    let list = question.codes.as_deref().and_then(|it| catalogue.codes(it));
    let mut lines = match &answer.said {
        Said::Not(it) => vec![it.label().to_owned()],
        Said::Age(it) => age(it),
        Said::Several(them) if question.kind == Kind::File => vec![files(them.len())],
        Said::Several(them) => them.iter().map(|it| label(list, it)).collect(),
        Said::Words(it) if it.is_empty() => vec![],
        Said::Words(it) => words(question, answer, it, list, catalogue),
    };
    let evidence = &answer.evidence;
    for (what, text) in [("Shown by", &evidence.what), ("Said by", &evidence.who), ("When", &evidence.when)] {
        if !text.is_empty() {
            lines.push(format!("{what}: {text}"));
        }
    }
    lines
}

fn files(many: usize) -> String {
    match many {
        0 => String::new(),
        1 => "1 file".to_owned(),
        many => format!("{many} files"),
    }
}

fn label(list: Option<&CodeList>, code: &str) -> String {
    list.map_or(code, |list| list.label(code)).to_owned()
}

fn words(
    question: &Question,
    answer: &Answer,
    it: &str,
    list: Option<&CodeList>,
    catalogue: &Catalogue,
) -> Vec<String> {
    match question.kind {
        Kind::Code | Kind::Codes => vec![label(list, it)],
        Kind::YesNoUnknown => vec![yes_no(it).to_owned()],
        Kind::Day => vec![day(it)],
        Kind::Instant => vec![it.parse::<Ts>().map_or_else(|_| it.replace('/', " "), Ts::words)],
        Kind::Money => {
            vec![amount(answer).map_or_else(|| it.to_owned(), |it| format!("£{}.{:02}", it / 100, it % 100))]
        }
        Kind::Rating => {
            let words = it.parse::<usize>().ok().and_then(|nth| question.rubric.get(nth));
            vec![words.map_or_else(|| it.to_owned(), |words| format!("{it}: {words}"))]
        }
        Kind::Recency => vec![match catalogue.codes(kinds::RECENCY_LIST) {
            Some(list) => list.label(it).to_owned(),
            None => kinds::RECENCY.iter().find(|(code, _)| *code == it).map_or(it, |(_, label)| label).to_owned(),
        }],
        Kind::Org => vec![catalogue.agency(it).map_or(it, |it| it.name.as_str()).to_owned()],
        Kind::Text
        | Kind::Long
        | Kind::Int
        | Kind::Person
        | Kind::File
        | Kind::Email
        | Kind::Phone
        | Kind::Postcode
        | Kind::NhsNumber
        | Kind::Upn
        | Kind::AgeOrBirth => it.lines().map(str::to_owned).collect(),
    }
}

fn yes_no(it: &str) -> &str {
    match it {
        "yes" => "Yes",
        "no" => "No",
        "unknown" => "Not known",
        other => other,
    }
}

fn day(it: &str) -> String {
    it.parse::<Day>().map_or_else(|_| it.replace('/', " "), Day::words)
}

fn age(it: &Age) -> Vec<String> {
    let born = (!it.born.is_empty()).then(|| format!("Born {}", day(&it.born)));
    let expected = (!it.expected.is_empty()).then(|| format!("Expected {}", day(&it.expected)));
    let age = (!it.age.is_empty()).then(|| format!("About {} years old", it.age));
    [born, expected, age].into_iter().flatten().collect()
}
