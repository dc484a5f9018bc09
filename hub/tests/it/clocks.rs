//! Duties: why a day, a reason for being late, a later day where its source allows one; on both engines.

use crate::kit::{Browser, Hub, Seen, on_both};
use crate::people::{signed_in, with_people};

/// The social worker refers a child: the chair answers for CK-01, the social worker for CK-03.
async fn refers(hub: &Hub) -> Browser {
    with_people(hub).await;
    let worker = signed_in(hub, "socialworker").await;
    let mut anybody = Browser::of(hub);
    let page = anybody.get("/refer").await;
    let fields = [
        ("urgent.immediate_danger", "no"),
        ("concern.about", "child"),
        ("concern.what", "Waits alone at the bus station every night."),
        ("children.0.forename", "Quillon"),
        ("children.0.surname", "Zephyrson"),
        ("children.count", "1"),
        ("referrer.contact", "no"),
    ];
    anybody.submit(&page, "/refer", &fields).await;
    worker
}

/// Opens the first of one's duties that is called so.
async fn opens(browser: &mut Browser, name: &str) -> Seen {
    for page in 1..20 {
        let list = browser.get(&format!("/clocks?page={page}")).await;
        let lines = list.body.split("href=\"/clocks/").skip(1);
        let found = lines.filter_map(|it| it.split_once("\">")).find(|it| it.1.starts_with(name));
        if let Some((id, _)) = found {
            return browser.get(&format!("/clocks/{id}")).await;
        }
    }
    panic!("no duty {name}")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn duties_every_date_says_why_and_a_late_one_needs_a_reason() {
    on_both(async |hub| {
        refers(&hub).await;
        hub.pass_hours(24 * 9);
        let mut chair = signed_in(&hub, "chair").await;
        let day = chair.get("/").await;
        assert!(day.text().contains("What is due") && day.text().contains("overdue"), "{}", day.text());
        let page = opens(&mut chair, "Decide the next step").await;
        for words in ["Why this date", "Working day 1 is", "Overdue", "Referral HF-", "lets nobody extend it"] {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        assert!(!page.text().contains("Ask for a later day"), "{}", page.text());
        let to = format!("{}/reason", page.at);
        let wrong = chair.submit(&page, &to, &[("reason", "staffing"), ("words", "")]).await;
        assert_eq!(wrong.status, 422);
        let page = chair.submit(&page, &to, &[("reason", "staffing"), ("words", "Two of three were ill.")]).await;
        assert!(page.text().contains("Staffing: Two of three were ill."), "{}", page.text());
        assert!(page.text().contains("Overdue"), "a reason never turns late into met");
        let mut teacher = signed_in(&hub, "youthworker").await;
        assert_eq!(teacher.get(&page.at).await.status, 404, "another's duty is not to be found");
    })
    .await;
}

/// A manager at the teacher's school.
async fn head(hub: &Hub) -> Browser {
    let mut random = |to: &mut [u8]| to.fill(7);
    let password = hub::demo::password("head");
    let command = administration::sign_in::DemoEnrol {
        name: "head".to_owned(),
        shown_as: "Hesper Hartshead (head)".to_owned(),
        role: "team-manager".to_owned(),
        agency: ("hollinbeck-academy".to_owned(), "school".to_owned()),
        password_hash: hub.house.hashing.hash(password.clone(), &mut random).await.unwrap(),
        password_shown: password,
        totp_secret: identity::TotpSecret::new(&mut random).to_base32(),
        from: "2020-01-01".parse().unwrap(),
    };
    hub.house_does(command).await.unwrap();
    signed_in(hub, "head").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn duties_a_later_day_is_asked_for_where_the_source_allows_it_and_somebody_else_decides() {
    on_both(async |hub| {
        with_people(&hub).await;
        let mut teacher = signed_in(&hub, "teacher").await;
        let page = opens(&mut teacher, "Referrer chases silence").await;
        assert!(
            page.text().contains("Referrer chases silence") && page.text().contains("Ask for a later day"),
            "{}",
            page.text()
        );
        let to = format!("{}/extension", page.at);
        let early = [("due-day", "1"), ("due-month", "1"), ("due-year", "2026"), ("evidence", "The office is closed.")];
        let refused = teacher.submit(&page, &to, &early).await;
        assert_eq!(refused.status, 409, "{}", refused.text());
        let later =
            [("due-day", "20"), ("due-month", "11"), ("due-year", "2026"), ("evidence", "The office is closed.")];
        let page = teacher.submit(&page, &to, &later).await;
        assert!(
            page.text().contains("Decision Asked") && !page.text().contains("Grant the later day"),
            "{}",
            page.text()
        );
        let mut head = head(&hub).await;
        let day = head.get("/").await;
        assert!(day.text().contains("Later days that wait for you"), "{}", day.text());
        let there = head.get(&page.at).await;
        let to = link_of_form(&there, "/clocks/extensions/");
        let wrong = head.submit(&there, &to, &[("grant", "no"), ("decision_words", "")]).await;
        assert_eq!(wrong.status, 422);
        let done = head.submit(&there, &to, &[("grant", "yes"), ("decision_words", "Until they are back.")]).await;
        assert!(done.text().contains("Granted by Hesper Hartshead"), "{}", done.text());
        let page = teacher.get(&page.at).await;
        assert!(page.text().contains("Due Friday 20 November 2026"), "{}", page.text());
        assert!(
            page.text().contains("A later day was asked for and granted"),
            "why this date says so: {}",
            page.text()
        );
    })
    .await;
}

/// The address of the first form that leads there.
fn link_of_form(page: &Seen, part: &str) -> String {
    let all = page.body.split("action=\"").skip(1).filter_map(|it| it.split('"').next());
    all.map(str::to_owned).find(|it| it.contains(part)).unwrap_or_else(|| panic!("no form to {part}: {}", page.text()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn duties_of_nobody_are_on_the_day_of_managers() {
    on_both(async |hub| {
        refers(&hub).await;
        let mut manager = signed_in(&hub, "hubmanager").await;
        let day = manager.get("/").await;
        assert_eq!(day.status, 200, "{}", day.text());
        let list = manager.get("/clocks").await;
        assert_eq!(list.status, 200);
    })
    .await;
}
