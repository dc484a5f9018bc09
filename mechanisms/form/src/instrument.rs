//! An instrument as a form: its header and closing questions with its own items between them, so that what is asked of
//! a child is drafted, checked, kept in versions and read like every other form.

use catalogue::{Answering, Catalogue, Condition, Dated as _, Form, Group, Instrument, Item, Kind, Part, Question};
use catalogue::{Required, Section};
use kernel::Day;

/// What an instrument's form is called: this and the instrument's id.
const PREFIX: &str = "instrument:";
/// The code list of items that are asked for two periods.
const PERIODS: &str = "indicator-periods";

/// The id of an instrument's form.
#[must_use]
pub fn instrument_form(instrument: &str) -> String {
    format!("{PREFIX}{instrument}")
}

/// The group in which a rated item stands.
#[must_use]
pub fn item_group(item: &str) -> String {
    format!("item-{item}")
}

/// The group in which the items of a section stand that are ticked and not rated.
#[must_use]
pub fn section_group(section: &str) -> String {
    format!("section-{section}")
}

/// A form as it is asked on a day: one of the forms, or an instrument with its header and closing questions.
#[must_use]
pub fn find(catalogue: &Catalogue, id: &str, on: Day) -> Option<Form> {
    match id.strip_prefix(PREFIX) {
        Some(of) => of_instrument(catalogue, catalogue.instrument(of, on)?, on),
        None => catalogue.form(id, on).cloned(),
    }
}

/// An instrument with its header and closing questions, as they are asked on a day; none when the configuration has no
/// such form. Its version tells both versions: that of the instrument, and that of the form.
#[must_use]
pub fn of_instrument(catalogue: &Catalogue, it: &Instrument, on: Day) -> Option<Form> {
    let mut form = catalogue.form(&it.form, on)?.clone();
    let after = it.after.as_ref().and_then(|after| form.groups.iter().position(|group| group.id == *after));
    let at = after.map_or(0, |at| at + 1);
    let own: Vec<Group> = it.sections.iter().flat_map(|section| groups(it, section)).collect();
    form.groups.splice(at..at, own);
    form.version = it.version.saturating_mul(1000).saturating_add(form.version);
    form.id = instrument_form(&it.id);
    form.title.clone_from(&it.title);
    form.intro.clone_from(&it.intro);
    form.from = it.from().max(form.from);
    Some(form)
}

fn groups(it: &Instrument, section: &Section) -> Vec<Group> {
    match section.answering {
        Answering::Rating => section.items.iter().map(|item| rated(it, section, item)).collect(),
        Answering::Ever | Answering::SixMonths | Answering::TwoPeriods | Answering::Context => vec![ticked(section)],
    }
}

fn question(id: &str, label: &str, kind: Kind) -> Question {
    Question {
        id: id.to_owned(),
        label: label.to_owned(),
        hint: None,
        kind,
        required: Required::No,
        when: None,
        codes: None,
        max: None,
        evidence: false,
        may_refuse: false,
        part: Part::Casework,
        banner: None,
        rubric: Vec::new(),
    }
}

fn at_least(least: i64) -> Condition {
    Condition::AtLeast { question: "rating".to_owned(), at_least: least }
}

/// A rated item: the rubric beside it, how recent it is, what shows it, and an analysis from a rating on.
fn rated(it: &Instrument, section: &Section, item: &Item) -> Group {
    let rubric = if item.rubric.is_empty() {
        it.scale.iter().map(|rating| rating.words.clone().unwrap_or_else(|| rating.label.clone())).collect()
    } else {
        item.rubric.clone()
    };
    let rating = Question {
        required: Required::Yes,
        evidence: section.evidence_from.is_some(),
        rubric,
        hint: item.looks_for.clone(),
        ..question("rating", &format!("Rating: {}", item.title), Kind::Rating)
    };
    let recency = Question {
        required: Required::When(at_least(1)),
        hint: Some("Needed from a rating of 1 up".to_owned()),
        ..question("recency", &format!("How recent is it? {}", item.title), Kind::Recency)
    };
    let mut questions = vec![rating, recency];
    if let Some(from) = section.analysis_from {
        questions.push(Question {
            required: Required::When(at_least(from)),
            hint: Some(format!("What it means for this child; needed from a rating of {from} up")),
            max: Some(3000),
            ..question("analysis", &format!("Analysis: {}", item.title), Kind::Long)
        });
    }
    let number = if item.id.bytes().all(|it| it.is_ascii_digit()) { format!("{}. ", item.id) } else { String::new() };
    Group {
        id: item_group(&item.id),
        title: format!("{number}{}", item.title),
        intro: None,
        repeat: None,
        when: None,
        questions,
    }
}

/// A section whose items are present or not. *Not known* is an answer; context may be left out but where it is asked of
/// every child.
fn ticked(section: &Section) -> Group {
    let one = |item: &Item| {
        let (kind, codes) = match section.answering {
            Answering::TwoPeriods => (Kind::Code, Some(PERIODS.to_owned())),
            Answering::Rating | Answering::Ever | Answering::SixMonths | Answering::Context => {
                (Kind::YesNoUnknown, None)
            }
        };
        let required =
            if section.answering != Answering::Context || item.required { Required::Yes } else { Required::No };
        Question {
            codes,
            required,
            evidence: section.evidence_from.is_some(),
            hint: item.looks_for.clone(),
            ..question(&item.id, &item.title, kind)
        }
    };
    let mut questions: Vec<Question> = section.items.iter().map(one).collect();
    if section.answering != Answering::Context && section.evidence_from.is_none() {
        let hint = "For what is present: what was seen or said, who said so, and when";
        questions.push(Question {
            hint: Some(hint.to_owned()),
            max: Some(5000),
            ..question("shown", &format!("What shows it? {}", section.title), Kind::Long)
        });
    }
    Group {
        id: section_group(&section.id),
        title: section.title.clone(),
        intro: Some(section.intro.clone().unwrap_or_else(|| format!("{}.", section.answering.label()))),
        repeat: None,
        when: None,
        questions,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped() -> (&'static Catalogue, Day) {
        (Catalogue::embedded(), "2026-11-04".parse().expect("day"))
    }

    #[test]
    fn every_shipped_instrument_is_a_form_whose_every_item_is_asked_once() {
        let (c, on) = shipped();
        for it in &c.instruments {
            let form = find(c, &instrument_form(&it.id), on).expect("form");
            let items: usize = it.sections.iter().map(|it| it.items.len()).sum();
            let asked = |item: &Item| {
                let rated = form.question(&item_group(&item.id), "rating").is_some();
                let ticked = it.sections.iter().any(|s| form.question(&section_group(&s.id), &item.id).is_some());
                usize::from(rated) + usize::from(ticked)
            };
            assert_eq!(it.sections.iter().flat_map(|it| &it.items).map(asked).sum::<usize>(), items, "{}", it.id);
            let mut ids: Vec<&str> = form.groups.iter().map(|it| it.id.as_str()).collect();
            ids.sort_unstable();
            let many = ids.len();
            ids.dedup();
            assert_eq!(ids.len(), many, "no group of {} stands twice", it.id);
        }
    }

    #[test]
    fn the_rubric_stands_beside_each_rated_item_and_evidence_is_asked() {
        let (c, on) = shipped();
        let form = find(c, "instrument:F2-A", on).expect("form");
        let (_, rating) = form.question("item-1", "rating").expect("rating");
        assert_eq!(rating.rubric.len(), 4);
        assert!(rating.evidence);
        assert!(form.question("item-1", "recency").is_some() && form.question("item-1", "analysis").is_some());
    }

    #[test]
    fn what_is_no_instrument_is_a_form_as_ever() {
        let (c, on) = shipped();
        assert_eq!(find(c, "referral", on).as_ref(), c.form("referral", on));
        assert_eq!(find(c, "instrument:F9-Z", on), None);
    }
}
