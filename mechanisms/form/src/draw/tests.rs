use std::collections::HashSet;

use catalogue::{Catalogue, Form, Kind};
use kernel::Day;
use scraper::{ElementRef, Html as Page, Selector};

use super::*;
use crate::answers::{Answer, Answers};
use crate::fields::posted;
use crate::rules::{check, differences, summary};

fn today() -> Day {
    "2026-03-28".parse().expect("a day")
}

fn forms() -> &'static [Form] {
    &Catalogue::embedded().forms
}

fn all(page: &Page, what: &str) -> Vec<String> {
    let (selector, attribute) = what.split_once('@').expect("selector@attribute");
    let selector = Selector::parse(selector).expect("a selector");
    page.select(&selector).filter_map(|it| it.value().attr(attribute)).map(str::to_owned).collect()
}

/// What a browser without scripts would send when *continue* is pressed.
fn sent(page: &Page) -> Vec<(String, String)> {
    let selector = Selector::parse("input, textarea, select").expect("a selector");
    let value = |it: ElementRef<'_>| {
        let name = it.value().attr("name")?.to_owned();
        let kind = it.value().attr("type").unwrap_or_default();
        match (it.value().name(), kind) {
            ("input", "radio" | "checkbox") if it.value().attr("checked").is_none() => None,
            ("input", "file") => None,
            ("input", _) => Some((name, it.value().attr("value").unwrap_or_default().to_owned())),
            ("textarea", _) => Some((name, it.text().collect())),
            _ => {
                let chosen = Selector::parse("option[selected]").expect("a selector");
                Some((
                    name,
                    it.select(&chosen).next().and_then(|it| it.value().attr("value")).unwrap_or_default().to_owned(),
                ))
            }
        }
    };
    page.select(&selector).filter_map(value).collect()
}

/// Something for every question, so that as much as can be is on the page.
fn filled(form: &Form) -> Answers {
    let mut it = Answers::default();
    for group in &form.groups {
        for nth in 0..if group.repeat.as_ref().is_some_and(|it| it.max > 1) { 2 } else { 1 } {
            for question in &group.questions {
                let first = question
                    .codes
                    .as_deref()
                    .and_then(|it| Catalogue::embedded().codes(it))
                    .and_then(|it| it.on(today()).next());
                let first = first.map_or_else(String::new, |it| it.code.clone());
                let words = match question.kind {
                    Kind::Codes => {
                        let said = crate::Said::Several(vec![first]);
                        it.put(&group.id, nth, &question.id, Answer { said, ..Answer::default() });
                        continue;
                    }
                    Kind::AgeOrBirth => {
                        let said = crate::Said::Age(crate::Age { born: "2007-03-27".into(), ..crate::Age::default() });
                        it.put(&group.id, nth, &question.id, Answer { said, ..Answer::default() });
                        continue;
                    }
                    Kind::File => continue,
                    Kind::Code => first,
                    Kind::YesNoUnknown => "yes".into(),
                    Kind::Day => "2026-03-01".into(),
                    Kind::Instant => "2026-03-01T14:05:00.000000Z".into(),
                    Kind::Rating | Kind::Int => "2".into(),
                    Kind::Recency => "now".into(),
                    Kind::Text
                    | Kind::Long
                    | Kind::Money
                    | Kind::Person
                    | Kind::Org
                    | Kind::Email
                    | Kind::Phone
                    | Kind::Postcode
                    | Kind::NhsNumber
                    | Kind::Upn => "Words & <more>".into(),
                };
                it.put(&group.id, nth, &question.id, Answer::words(words));
            }
        }
    }
    it
}

fn page(sheet: &Sheet<'_>) -> Page {
    let form = form_tag(sheet, "/refer", "/drafts/1", &web::hidden("csrf", "x"), &sheet.questions(&[]), "Continue");
    Page::parse_document(form.as_str())
}

#[test]
fn a_page_posted_without_scripts_gives_back_every_answer() {
    for form in forms() {
        let answers = filled(form);
        let sheet = Sheet::new(form, &answers, Catalogue::embedded(), today());
        let page = page(&sheet);
        let back = posted(form, &sent(&page), &answers);
        assert_eq!(back, answers, "{}", form.id);
        // And nothing but what is not on the page came from what was kept.
        let asked = sheet.asked.all(form).map(|(group, nth, question)| (group.id.as_str(), nth, question.id.as_str()));
        let fresh = posted(form, &sent(&page), &Answers::default());
        for (group, nth, question) in asked {
            assert_eq!(
                fresh.get(group, nth, question),
                answers.get(group, nth, question),
                "{}: {group}.{nth}.{question}",
                form.id
            );
        }
    }
}

#[test]
fn every_field_has_one_label_and_no_id_is_used_twice() {
    for form in forms() {
        let answers = filled(form);
        let page = page(&Sheet::new(form, &answers, Catalogue::embedded(), today()));
        let ids = all(&page, "[id]@id");
        let mut seen = HashSet::new();
        for id in &ids {
            assert!(seen.insert(id), "{}: {id} is used twice", form.id);
        }
        let labels: HashSet<_> = all(&page, "label@for").into_iter().collect();
        for id in all(&page, "input:not([type=hidden]), textarea, select@id") {
            assert!(labels.contains(&id), "{}: {id} has no label", form.id);
        }
        for described in all(&page, "[aria-describedby]@aria-describedby").iter().flat_map(|it| it.split(' ')) {
            assert!(seen.contains(&described.to_owned()), "{}: {described} describes and is not there", form.id);
        }
    }
}

#[test]
fn every_mistake_leads_to_a_field_that_is_on_the_page() {
    for form in forms() {
        let mut answers = Answers::default();
        if let Some(group) = form.groups.iter().find(|it| it.repeat.is_some()) {
            answers.put(&group.id, 1, "surname", Answer::words("Second"));
        }
        let wrongs = check(form, &answers, Catalogue::embedded(), today());
        let page = page(&Sheet::new(form, &answers, Catalogue::embedded(), today()).with_wrongs(wrongs.clone()));
        let ids: HashSet<_> = all(&page, "[id]@id").into_iter().collect();
        for it in &wrongs.0 {
            assert!(ids.contains(&it.field), "{}: {} leads nowhere", form.id, it.field);
        }
        let errors = page.select(&Selector::parse(".govuk-error-message").expect("a selector")).count();
        assert!(errors >= wrongs.0.len(), "{}: every mistake stands beside its field", form.id);
    }
}

#[test]
fn a_long_form_is_a_task_list_and_the_answers_are_checked_before_they_go() {
    let Some(form) = forms().iter().find(|it| it.id == "referral") else { return };
    let blank = Answers::default();
    let sheet = Sheet::new(form, &blank, Catalogue::embedded(), today());
    assert!(sheet.is_long());
    let tasks = task_list(&sheet, |group| format!("/refer/{group}"));
    assert!(
        tasks.as_str().contains("Not yet started") && tasks.as_str().contains(&format!("/refer/{}", form.groups[0].id))
    );
    let answers = filled(form);
    let rows = summary(form, &answers, Catalogue::embedded(), today());
    let html = check_answers(&rows, |group, field| Some(format!("/refer/{group}#{field}")));
    assert!(html.as_str().contains("Words &amp; &lt;more&gt;") && !html.as_str().contains("<more>"));
    assert!(html.as_str().contains(">Change<"));
    assert_eq!(differs(&differences(form, &answers, &answers, Catalogue::embedded())), []);
}

#[test]
fn immediate_danger_shows_its_banner_first() {
    let Some(form) =
        forms().iter().find(|it| it.groups.iter().flat_map(|it| &it.questions).any(|it| it.banner.is_some()))
    else {
        return;
    };
    let answers = filled(form);
    let sheet = Sheet::new(form, &answers, Catalogue::embedded(), today());
    assert!(sheet.banners().as_str().contains("999"), "{}", sheet.banners().as_str());
    assert!(Sheet::new(form, &Answers::default(), Catalogue::embedded(), today()).banners().is_empty());
}

#[test]
fn questions_that_an_answer_brings_up_are_asked_before_anybody_is_scolded() {
    let Some(form) = forms().iter().find(|it| it.id == "referral") else { return };
    let answers = filled(form);
    let groups: Vec<&str> = form.groups.iter().map(|it| it.id.as_str()).collect();
    let sheet = Sheet::new(form, &answers, Catalogue::embedded(), today());
    assert!(!sheet.brought_up(&sent(&page(&sheet)), &groups));
    assert!(sheet.brought_up(&[], &groups));
}

#[test]
fn a_member_of_the_public_is_offered_neither_not_asked_nor_not_known_and_may_say_that_they_do_not_know() {
    for form in forms() {
        let answers = filled(form);
        let page = page(&Sheet::new(form, &answers, Catalogue::embedded(), today()));
        let values = all(&page, "input@value");
        let words: String = page.root_element().text().collect();
        let offered = |it: &str| values.iter().any(|value| value == it) || it.contains(' ') && words.contains(it);
        let work = form.audience == catalogue::Audience::Practitioner;
        assert_eq!(form.id == "referral-public", !work, "{} says who fills it in", form.id);
        if work {
            continue;
        }
        for it in ["-known", "-asked", "known", "asked", "Not asked", "Not known"] {
            assert!(!offered(it), "{} offers {it}", form.id);
        }
        // Where an answer is needed.
        let unknown = all(&page, "input[value=unknown]@name");
        assert_eq!(unknown, ["urgent.immediate_danger"], "{}", form.id);
        assert!(words.contains("I do not know"));
    }
}
