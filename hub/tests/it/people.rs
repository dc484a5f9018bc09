//! People as those who work with them see and keep them: found before made, corrected with both versions kept, merged and
//! taken apart. As pages, on both engines.

use crate::kit::{Browser, Hub, Seen, on_both};
use hub::demo::{Hands, Size, fill};
use kernel::Ts;

/// A hub with the fifteen people of the demonstration.
pub async fn with_people(hub: &Hub) {
    let as_of: Ts = crate::kit::START.parse().unwrap();
    fill(&hub.house, &Hands::on(hub.clock.clone(), 1), Size::Small, as_of).await.unwrap();
}

pub async fn signed_in(hub: &Hub, name: &str) -> Browser {
    let mut browser = Browser::of(hub);
    browser.sign_in(hub, name).await;
    browser
}

/// Searches, finds nobody who is meant, and makes the record. Gives its address.
pub async fn makes(browser: &mut Browser, forenames: &str, surname: &str, born: (&str, &str, &str)) -> String {
    let page = browser.get("/people").await;
    let page = browser.submit(&page, "/people", &[("line", &format!("{forenames} {surname}"))]).await;
    assert!(page.at.starts_with("/people/found/"), "{}: {}", page.at, page.text());
    let page = browser.get(&format!("/people/new?searched={}", page.at.rsplit('/').next().unwrap())).await;
    let fields = [
        ("forenames", forenames),
        ("surname", surname),
        ("birth.kind", "known"),
        ("birth.day-day", born.0),
        ("birth.day-month", born.1),
        ("birth.day-year", born.2),
        ("sex", "M"),
        ("none_of_these", "yes"),
    ];
    let page = browser.submit(&page, "/people/new", &fields).await;
    assert!(page.at.starts_with("/people/HF-"), "{}: {}", page.at, page.text());
    page.at
}

/// Fills in one of the forms of a person's page.
pub async fn fills(browser: &mut Browser, at: &str, form: &str, fields: &[(&str, &str)]) -> Seen {
    let to = format!("{at}/{form}");
    let page = browser.get(&to).await;
    assert_eq!(page.status, 200, "{to}: {}", page.text());
    browser.submit(&page, &to, fields).await
}

/// The first link of the page whose address has this in it.
pub fn link(page: &Seen, part: &str) -> String {
    let from = page.body.split("href=\"").skip(1).filter_map(|it| it.split('"').next());
    from.map(str::to_owned).find(|it| it.contains(part)).unwrap_or_else(|| panic!("no {part} on {}", page.text()))
}

/// The hidden fields of the form in which these words stand, with others that somebody fills in.
pub fn in_form(page: &Seen, words: &str, typed: &[(&str, &str)]) -> Vec<(String, String)> {
    let forms = page.body.split("<form").skip(1).filter_map(|it| it.split("</form>").next());
    let form = forms.into_iter().find(|it| it.contains(words)).unwrap_or_else(|| panic!("{words}: {}", page.text()));
    let value =
        |it: &str, name: &str| it.split_once(&format!("{name}=\""))?.1.split_once('"').map(|it| it.0.to_owned());
    let hidden = form.split("type=\"hidden\"").skip(1).filter_map(|it| Some((value(it, "name")?, value(it, "value")?)));
    let typed = typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    hidden.chain(typed).collect()
}

/// The social worker works with them from today on.
pub async fn allocated(hub: &Hub, at: &str) {
    let mut manager = signed_in(hub, "teammanager").await;
    let fields = [
        ("account", "socialworker"),
        ("role", "allocated"),
        ("from-day", "1"),
        ("from-month", "11"),
        ("from-year", "2026"),
    ];
    let page = fills(&mut manager, at, "worker", &fields).await;
    assert!(page.text().contains("Wren Wickersley"), "{}", page.text());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_nobody_is_made_before_somebody_looked_whether_they_are_known() {
    on_both(async |hub| {
        with_people(&hub).await;
        let mut screener = signed_in(&hub, "screener").await;
        assert_eq!(screener.get("/people/new").await.status, 404, "a new record needs a search");
        let kai = makes(&mut screener, "Kai", "Fernsby", ("12", "3", "2011")).await;
        let page = screener.get("/people").await;
        let page = screener.submit(&page, "/people", &[("line", "fernsbey kai 12/3/11")]).await;
        assert!(page.text().contains("Kai Fernsby") && page.text().contains("12 March 2011"), "{}", page.text());
        assert!(!page.at.contains("fernsb"), "no name stands in an address: {}", page.at);
        let made = screener.get(&format!("/people/new?searched={}", page.at.rsplit('/').next().unwrap())).await;
        let fields = [("forenames", "Kai"), ("surname", "Fernsby"), ("birth.kind", "unknown"), ("sex", "M")];
        let page = screener.submit(&made, "/people/new", &fields).await;
        assert_eq!(page.status, 422);
        assert!(page.text().contains("none of these"), "{}", page.text());
        let mut teacher = signed_in(&hub, "teacher").await;
        assert!(matches!(teacher.get(&kai).await.status.as_u16(), 403 | 404), "a referrer opens no records");
        let mut worker = signed_in(&hub, "socialworker").await;
        let page = worker.get("/people").await;
        let page = worker.submit(&page, "/people", &[("line", "Kai Fernsby")]).await;
        assert!(page.text().contains("Known: ask") && !page.text().contains("Fernsby"), "{}", page.text());
        assert_eq!(worker.get(&kai).await.status, 404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_a_page_shows_statuses_places_family_and_workers_with_their_days() {
    on_both(async |hub| {
        with_people(&hub).await;
        let mut screener = signed_in(&hub, "screener").await;
        let kai = makes(&mut screener, "Kai", "Fernsby", ("12", "3", "2011")).await;
        let began = [("from-day", "2"), ("from-month", "11"), ("from-year", "2026")];
        let plan = [&[("status", "CPP"), ("category", "NEG")][..], &began].concat();
        let page = fills(&mut screener, &kai, "status", &plan).await;
        assert!(page.text().contains("from 2 November 2026"), "{}", page.text());
        let home =
            [&[("kind", "placement"), ("provider", "Heron House"), ("postcode", "BD99 9ZZZ")][..], &began].concat();
        let page = fills(&mut screener, &kai, "address", &home).await;
        assert!(
            page.text().contains("Heron House") && page.text().contains("doubtful"),
            "warned, not blocked: {}",
            page.text()
        );
        let page = fills(&mut screener, &kai, "number", &[("scheme", "nhs"), ("value", "943 476 5918")]).await;
        assert!(page.text().contains("943 476 5918") && page.text().contains("doubtful"), "{}", page.text());
        let mother = [("name", "Maud Fernsby"), ("kind", "mother"), ("responsibility", "yes"), ("lives_with", "no")];
        let page = fills(&mut screener, &kai, "relation", &mother).await;
        assert!(page.text().contains("parental responsibility: yes"), "{}", page.text());
        let page = fills(&mut screener, &kai, "name", &[("kind", "street"), ("forenames", "Kestrel")]).await;
        assert!(page.text().contains("Street name Kestrel"), "{}", page.text());
        let dog = [
            ("text", "A large dog"),
            ("review-day", "4"),
            ("review-month", "12"),
            ("review-year", "2026"),
            ("seen_by", "see-identity"),
        ];
        let page = fills(&mut screener, &kai, "warning", &dog).await;
        assert!(page.text().contains("A large dog"), "{}", page.text());
        allocated(&hub, &kai).await;
        let mut worker = signed_in(&hub, "socialworker").await;
        let page = worker.get(&kai).await;
        for words in ["Heron House", "A large dog", "Maud Fernsby", "Wren Wickersley", "Kestrel", "What is due"] {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        let at = link(&screener.get(&kai).await, "/details/status/");
        let page = screener.get(&at).await;
        let end = [("do", "end"), ("to-day", "4"), ("to-month", "11"), ("to-year", "2026")];
        let page = screener.submit(&page, &at, &end[1..]).await;
        assert!(page.text().contains("2 November 2026 to 4 November 2026"), "{}", page.text());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_a_record_is_read_as_it_was_known_on_a_day() {
    on_both(async |hub| {
        with_people(&hub).await;
        let mut screener = signed_in(&hub, "screener").await;
        let kai = makes(&mut screener, "Kai", "Fernsby", ("12", "3", "2011")).await;
        hub.pass_hours(48);
        let mut screener = signed_in(&hub, "screener").await;
        let page = screener.get(&format!("{kai}/change")).await;
        let new = [
            ("forenames", "Kai"),
            ("surname", "Larkspur"),
            ("birth.kind", "known"),
            ("birth.day-day", "12"),
            ("birth.day-month", "3"),
            ("birth.day-year", "2012"),
            ("sex", "M"),
        ];
        let page = screener.submit(&page, &format!("{kai}/change"), &new).await;
        assert!(page.text().contains("Kai Larkspur") && page.text().contains("12 March 2012"), "{}", page.text());
        let then = screener.get(&format!("{kai}?on=2026-11-04")).await;
        assert!(then.text().contains("Name Kai Fernsby"), "{}", then.text());
        assert!(then.text().contains("12 March 2011"), "{}", then.text());
        let before = screener.get(&format!("{kai}?on=2026-11-01")).await;
        assert!(before.text().contains("Nothing was known of them then"), "{}", before.text());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_who_saves_second_sees_both_versions_and_loses_nothing() {
    on_both(async |hub| {
        with_people(&hub).await;
        let mut screener = signed_in(&hub, "screener").await;
        let kai = makes(&mut screener, "Kai", "Fernsby", ("12", "3", "2011")).await;
        let mut chair = signed_in(&hub, "chair").await;
        let to = format!("{kai}/change");
        let (one, other) = (screener.get(&to).await, chair.get(&to).await);
        let born = [("birth.kind", "estimated"), ("birth.year", "2011"), ("sex", "M")];
        let first = [&[("forenames", "Kai"), ("surname", "Larkspur")][..], &born].concat();
        let second = [&[("forenames", "Kai Rowan"), ("surname", "Fernsby")][..], &born].concat();
        assert_eq!(screener.submit(&one, &to, &first).await.status, 200);
        let page = chair.submit(&other, &to, &second).await;
        assert_eq!(page.status, 409);
        for words in ["Kai Rowan", "Larkspur", "Sorrel Scarfell", "Somebody changed this first"] {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        let page = chair.submit(&page, &to, &[]).await;
        assert!(page.text().contains("Kai Rowan Fernsby"), "what was written can be saved after all: {}", page.text());
        let history = chair.get(&format!("{kai}/history")).await;
        assert!(history.text().contains("Larkspur"), "and the other version is kept: {}", history.text());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_traits_are_chosen_from_the_list_of_their_kind_and_a_missing_answer_is_told_at_its_own_field() {
    on_both(async |hub| {
        with_people(&hub).await;
        let mut screener = signed_in(&hub, "screener").await;
        let at = makes(&mut screener, "Quillon", "Zephyrson", ("27", "3", "2011")).await;
        let list = hub.house.catalogue().codes("religion").unwrap().codes.clone();
        let code = list.last().unwrap();
        let page = screener.get(&format!("{at}/trait")).await;
        assert!(list.iter().all(|it| page.body.contains(&it.label)), "{}", page.text());
        let page = screener.submit(&page, &format!("{at}/trait"), &[("kind", "religion")]).await;
        assert!(page.body.contains("href=\"#value-religion\"") && page.text().contains("Choose or write an answer"));
        let fields = [("kind", "religion"), ("value-religion", code.code.as_str()), ("value-gender", "other")];
        let page = screener.submit(&page, &format!("{at}/trait"), &fields).await;
        assert!(page.text().contains(&code.label), "{}", page.text());
    })
    .await;
}
