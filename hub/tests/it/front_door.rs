//! The front door, from sending to decision, as people see it and on both engines.

use crate::kit::{Browser, Hub, Seen, on_both};
use hub::demo::{Hands, Size, fill};
use kernel::{Reference, Ts};

/// A hub with the fifteen people of the demonstration and a queue.
pub async fn with_people(hub: &Hub) {
    let as_of: Ts = crate::kit::START.parse().unwrap();
    let hands = Hands::on(hub.clock.clone(), 1);
    fill(&hub.house, &hands, Size::Few, as_of).await.unwrap();
}

pub async fn public_refers(hub: &Hub) -> (Browser, Seen) {
    let mut anybody = Browser::of(hub);
    let page = anybody.get("/refer").await;
    assert!(page.text().contains("999"), "the 999 words stand first");
    let fields = [
        ("urgent.immediate_danger", "no"),
        ("concern.about", "child"),
        ("concern.what", "Waits alone at the bus station every night <b>late</b>."),
        ("children.0.forename", "Quillon"),
        ("children.0.surname", "Zephyrson"),
        ("children.count", "1"),
        ("referrer.contact", "no"),
    ];
    let done = anybody.submit(&page, "/refer", &fields).await;
    (anybody, done)
}

/// The first link of a page that begins so.
pub fn link_to(page: &Seen, begins: &str) -> String {
    let at =
        page.body.find(&format!("href=\"{begins}")).unwrap_or_else(|| panic!("no link to {begins}: {}", page.text()));
    page.body[at + 6..].split('"').next().unwrap().to_owned()
}

pub fn reference(text: &str) -> Reference {
    let at = text.find("HF-").unwrap_or_else(|| panic!("no reference in {text}"));
    text[at..at + 12].parse().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_public_sends_is_in_the_queue_is_decided_and_is_in_the_ledger() {
    on_both(async |hub| {
        with_people(&hub).await;
        let (_, done) = public_refers(&hub).await;
        let reference = reference(&done.text());
        let mut screener = Browser::of(&hub);
        let day = screener.sign_in(&hub, "screener").await;
        assert!(day.text().contains("waiting for a decision"), "{}", day.text());
        let queue = screener.get("/referrals").await;
        assert!(queue.text().contains("Quillon Zephyrson"), "{}", queue.text());
        let at = format!("/referrals/{reference}");
        let page = screener.get(&at).await;
        assert!(page.text().contains("Waits alone at the bus station every night <b>late</b>."));
        let page = screener.submit(&page, &format!("{at}/take"), &[]).await;
        assert!(page.text().contains("Sorrel Scarfell"), "{}", page.text());
        let page =
            screener.submit(&page, &format!("{at}/decision"), &[("decision", "advice"), ("rationale", "")]).await;
        assert_eq!(page.status, 422);
        assert!(page.text().contains("Enter the reason for the decision"), "{}", page.text());
        assert!(page.text().contains("Link Quillon Zephyrson to a record, or say why there is none"));
        let named = link_to(&page, &format!("{at}/people/"));
        let page = screener.get(&named).await;
        let page = screener.submit(&page, &format!("{named}/create"), &[]).await;
        assert!(page.text().contains("Record HF-"), "{}", page.text());
        let fields = [
            ("decision", "advice"),
            ("rationale", "Known to the school."),
            ("concern", "yes"),
            ("outcome_words", "Thank you."),
        ];
        let page = screener.submit(&page, &format!("{at}/decision"), &fields).await;
        assert!(page.text().contains("listed for the next daily meeting"), "{}", page.text());
        hub.house.door.seal_all().await.unwrap();
        let leaves = hub.house.door.leaves(0, 100_000).await.unwrap();
        let decided = leaves.iter().filter(|it| it.contains("front_door.decide-referral") && it.contains("\"allow\""));
        assert!(decided.count() > 1);
        assert!(
            !leaves.iter().any(|it| it.contains("Quillon") || it.contains("bus station")),
            "no name or content in the ledger"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_with_mistakes_keeps_everything_that_was_typed() {
    on_both(async |hub| {
        let mut anybody = Browser::of(&hub);
        let page = anybody.get("/refer").await;
        let page = anybody.submit(&page, "/refer", &[("concern.where", "Behind the <old> mill")]).await;
        assert_eq!(page.status, 422);
        assert!(page.body.contains("Error: "), "the title says that there is an error");
        assert!(
            page.body.contains("Behind the &lt;old&gt; mill") || page.body.contains("Behind the &#60;old&#62; mill")
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn others_do_not_learn_that_a_referral_exists() {
    on_both(async |hub| {
        with_people(&hub).await;
        let (_, done) = public_refers(&hub).await;
        let at = format!("/referrals/{}", reference(&done.text()));
        for name in ["teacher", "nurse", "admin", "scrutineer", "youthworker", "clerk"] {
            let mut browser = Browser::of(&hub);
            browser.sign_in(&hub, name).await;
            let page = browser.get(&at).await;
            assert!(matches!(page.status.as_u16(), 403 | 404), "{name}: {} {}", page.status, page.text());
            assert!(!page.body.contains("Quillon"), "{name}");
            let queue = browser.get("/referrals").await;
            assert!(!queue.body.contains("Quillon"), "{name}");
        }
        let mut nobody = Browser::of(&hub);
        let page = nobody.get(&at).await;
        assert!(page.at.starts_with("/sign-in"), "{}", page.at);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_password_an_unknown_name_and_a_used_code_open_nothing() {
    on_both(async |hub| {
        with_people(&hub).await;
        let mut browser = Browser::of(&hub);
        let page = browser.get("/sign-in").await;
        let wrong = browser.submit(&page, "/sign-in", &[("user", "screener"), ("password", "no")]).await;
        let unknown = browser.submit(&page, "/sign-in", &[("user", "nobody"), ("password", "no")]).await;
        assert!(wrong.text().contains("The user name or the password is wrong"), "{}", wrong.text());
        assert_eq!(wrong.text().replace("screener", ""), unknown.text().replace("nobody", ""));
        let page = browser.get("/referrals").await;
        assert!(page.at.starts_with("/sign-in"));
        let forged = browser.post("/refer", &[("csrf".to_owned(), "guess".to_owned())]).await;
        assert_eq!(forged.status, 409, "a form without our token is refused");
    })
    .await;
}
