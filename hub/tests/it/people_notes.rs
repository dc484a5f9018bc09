//! Notes on somebody's chronology: written, corrected, moved, found, taken out; on both engines.

use crate::kit::{Browser, Hub, Seen, on_both};
use crate::people::{allocated, fills, link, makes, signed_in, with_people};

/// A child with whom the social worker works.
async fn child(hub: &Hub) -> (Browser, String) {
    with_people(hub).await;
    let mut screener = signed_in(hub, "screener").await;
    let kai = makes(&mut screener, "Kai", "Fernsby", ("12", "3", "2011")).await;
    allocated(hub, &kai).await;
    (signed_in(hub, "socialworker").await, kai)
}

async fn writes(browser: &mut Browser, at: &str, title: &str, text: &str) -> Seen {
    let fields = [
        ("kind", "visit"),
        ("happened-day", "3"),
        ("happened-month", "11"),
        ("happened-year", "2026"),
        ("happened-time", "4.30pm"),
        ("title", title),
        ("text", text),
        ("part", "casework"),
        ("marking", "official-sensitive"),
    ];
    fills(browser, at, "note", &fields).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_notes_a_note_is_written_and_corrected_and_both_versions_are_kept() {
    on_both(async |hub| {
        let (mut worker, kai) = child(&hub).await;
        let page = writes(&mut worker, &kai, "Seen at home", "").await;
        assert_eq!(page.status, 422);
        assert!(page.text().contains("Write what happened") && page.body.contains("Seen at home"), "{}", page.text());
        let page = writes(&mut worker, &kai, "Seen at home", "Kai was calm. <b>Mother</b> was out.").await;
        assert!(
            page.text().contains("<b>Mother</b> was out.") && page.text().contains("3 November 2026, 4:30pm"),
            "{}",
            page.text()
        );
        let first = page.at.clone();
        let to = format!("{first}/correct");
        let (form, second_tab) = (worker.get(&to).await, worker.get(&to).await);
        let now = [
            ("happened-day", "3"),
            ("happened-month", "11"),
            ("happened-year", "2026"),
            ("happened-time", "16:30"),
            ("title", "Seen at home"),
            ("text", "Kai was calm. Father was out."),
            ("marking", "official-sensitive"),
            ("reason", "It was the father"),
        ];
        let page = worker.submit(&form, &to, &now).await;
        assert!(
            page.text().contains("Father was out") && page.text().contains("Mother"),
            "both versions: {}",
            page.text()
        );
        assert!(page.text().contains("Corrected because It was the father"), "{}", page.text());
        let old = worker.get(&first).await;
        assert!(old.text().contains("This version was corrected"), "{}", old.text());
        let again = worker.submit(&second_tab, &to, &now).await;
        assert_eq!(again.status, 409, "a version is corrected once: {}", again.text());
        let twice = worker.submit(&form, &to, &now).await;
        assert_eq!(twice.at, page.at, "the same form sent twice corrects once: {}", twice.text());
        let now = worker.get(&format!("{kai}/chronology")).await;
        assert!(now.text().contains("Father was out") && !now.text().contains("Mother"), "{}", now.text());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_notes_an_entry_on_the_wrong_child_is_moved_and_both_histories_show_it() {
    on_both(async |hub| {
        let (mut worker, kai) = child(&hub).await;
        let entry = writes(&mut worker, &kai, "Seen at school", "Wore the green coat.").await.at;
        hub.pass_minutes(1); // A code serves once.
        let mut screener = signed_in(&hub, "screener").await;
        let lee = makes(&mut screener, "Lee", "Fernsby", ("1", "7", "2012")).await;
        let to = format!("{entry}/move");
        let form = screener.get(&to).await;
        let page = screener.submit(&form, &to, &[("to", "HF-0000-0000"), ("reason", "Brothers")]).await;
        assert_eq!(page.status, 422);
        let right = lee.rsplit('/').next().unwrap();
        let page = screener.submit(&form, &to, &[("to", right), ("reason", "It was the brother")]).await;
        assert!(page.text().contains("An entry was moved away"), "{}", page.text());
        assert!(!page.text().contains("green coat"), "{}", page.text());
        let there = screener.get(&format!("{lee}/chronology")).await;
        assert!(there.text().contains("green coat") && there.text().contains("It was the brother"), "{}", there.text());
        let moved = there.body.split(">Seen at school<").next().and_then(|it| it.rsplit("href=\"").next()).unwrap();
        let page = screener.get(moved.split('"').next().unwrap()).await;
        assert!(page.text().contains("by mistake and was moved here"), "{}", page.text());
        assert_eq!(
            worker.get(&page.at).await.status,
            404,
            "whoever works with the wrong child only does not follow it"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_notes_the_chronology_is_filtered_by_kind_days_and_words_and_its_file_says_the_same() {
    on_both(async |hub| {
        let (mut worker, kai) = child(&hub).await;
        writes(&mut worker, &kai, "Seen at home", "The heron stood, \"by\" the pond.").await;
        writes(&mut worker, &kai, "Seen at school", "Wore the green coat.").await;
        let at = format!("{kai}/chronology");
        let page = worker.get(&at).await;
        assert!(page.text().contains("heron") && page.text().contains("green coat"), "{}", page.text());
        let found = worker.submit(&page, &at, &[("look_for", "hero")]).await;
        assert!(found.text().contains("heron") && !found.text().contains("green coat"), "{}", found.text());
        assert!(!found.at.contains("hero"), "words stand in no address: {}", found.at);
        let visits = worker.get(&format!("{at}?kind=visit&to=2026-11-03")).await;
        assert!(visits.text().contains("2 entries"), "{}", visits.text());
        let none = worker.get(&format!("{at}?kind=visit&to=2026-11-02")).await;
        assert!(none.text().contains("No entry with these filters"), "{}", none.text());
        let before = worker.get(&format!("{at}?on=2026-11-03")).await;
        assert!(!before.text().contains("heron"), "not known yet: {}", before.text());
        let csv = worker.get(&format!("{at}?kind=visit&as=csv")).await;
        let lines: Vec<&str> = csv.body.split("\r\n").filter(|it| !it.is_empty()).collect();
        assert_eq!(lines.len(), 3, "{}", csv.body);
        assert!(lines[0].starts_with("happened,recorded,kind,title,text"), "{}", lines[0]);
        assert!(csv.body.contains("\"The heron stood, \"\"by\"\" the pond.\""), "{}", csv.body);
        let first = lines[1].split(',').next().unwrap();
        assert!(visits.body.contains(&format!("datetime=\"{first}\"")), "the screen says the same: {first}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_notes_search_finds_people_referrals_and_words_only_for_those_who_may_see_them() {
    on_both(async |hub| {
        let (mut worker, kai) = child(&hub).await;
        writes(&mut worker, &kai, "Seen at home", "Spoke of the zeppelinade.").await;
        let search = async |browser: &mut Browser, words: &str| {
            let page = browser.get("/search").await;
            browser.submit(&page, "/search", &[("line", words)]).await
        };
        let page = search(&mut worker, "zeppelin").await;
        assert!(
            page.text().contains("Entries of chronologies (1)") && page.text().contains("Seen at home"),
            "{}",
            page.text()
        );
        assert!(!page.at.contains("zeppelin"), "{}", page.at);
        for other in ["officer", "youthworker", "cochair", "teacher", "scrutineer"] {
            let mut browser = signed_in(&hub, other).await;
            let page = search(&mut browser, "zeppelin").await;
            assert!(!page.text().contains("Seen at home") && !page.text().contains("(1)"), "{other}: {}", page.text());
        }
        let mut admin = signed_in(&hub, "admin").await;
        assert_eq!(admin.get("/search").await.status, 403);
        let page = search(&mut worker, kai.rsplit('/').next().unwrap()).await;
        assert!(page.text().contains("Kai Fernsby"), "a reference is found: {}", page.text());
        hub.pass_minutes(1); // A code serves once.
        let mut screener = signed_in(&hub, "screener").await;
        let queue = screener.get("/referrals").await;
        let referral = link(&queue, "/referrals/HF-");
        let page = search(&mut screener, referral.rsplit('/').next().unwrap()).await;
        assert!(page.text().contains("Referrals (1)"), "{}", page.text());
        let suggested = screener.submit(&page, "/search", &[("line", "x")]).await;
        assert!(suggested.text().contains("Nothing was found"), "{}", suggested.text());
    })
    .await;
}
