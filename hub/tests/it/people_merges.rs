//! Two records of one person, one record of two, and people whom not everybody may see; on both engines.

use crate::kit::{Browser, Hub, on_both};
use crate::people::{fills, in_form, link, makes, signed_in, with_people};

async fn two(hub: &Hub) -> (Browser, String, String) {
    with_people(hub).await;
    let mut screener = signed_in(hub, "screener").await;
    let kai = makes(&mut screener, "Kai", "Fernsby", ("12", "3", "2011")).await;
    let other = makes(&mut screener, "Cai", "Fernsbey", ("12", "3", "2011")).await;
    (screener, kai, other)
}

fn reference(at: &str) -> &str {
    at.rsplit('/').next().unwrap()
}

async fn merged(screener: &mut Browser, kai: &str, other: &str) {
    let page = screener.get(&format!("{kai}/merge?other={}", reference(other))).await;
    assert!(page.text().contains("Cai Fernsbey") && page.text().contains("Stays on top"), "{}", page.text());
    let page = screener.submit(&page, &format!("{kai}/merge"), &[("reason", "records-agree")]).await;
    assert!(page.text().contains("Merged, waits for a second person"), "{}", page.text());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_merges_need_a_second_person_within_a_day() {
    on_both(async |hub| {
        let (mut screener, kai, other) = two(&hub).await;
        merged(&mut screener, &kai, &other).await;
        let page = screener.get(&other).await;
        assert!(
            page.text().contains("Kai Fernsby") && page.text().contains("Cai Fernsbey"),
            "one record: {}",
            page.text()
        );
        let own = screener.get(&format!("{kai}/history")).await;
        assert!(!own.text().contains("Confirm the merge"), "not by whoever asked: {}", own.text());
        let mut chair = signed_in(&hub, "chair").await;
        let day = chair.get("/").await;
        assert!(day.text().contains("Merges that wait for you"), "{}", day.text());
        let page = chair.get(&link(&day, "/history")).await;
        let page = chair.submit(&page, "/people/merges/confirm", &[]).await;
        assert!(page.text().contains("Merged") && !page.text().contains("waits for"), "{}", page.text());
        let (a, b) = (
            makes(&mut screener, "Lee", "Oakes", ("1", "1", "2010")).await,
            makes(&mut screener, "Leigh", "Oakes", ("1", "1", "2010")).await,
        );
        let page = screener.get(&format!("{a}/merge?other={}", reference(&b))).await;
        screener.submit(&page, &format!("{a}/merge"), &[("reason", "same-person-known")]).await;
        hub.pass_hours(25);
        hub::serve::run_due(&hub.house, &mut Vec::new()).await;
        let mut screener = signed_in(&hub, "screener").await;
        let page = screener.get(&b).await;
        assert!(page.text().contains("Leigh Oakes"), "what nobody confirmed within a day came apart: {}", page.text());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_merges_are_taken_apart_and_what_was_made_in_between_is_assigned_by_a_person() {
    on_both(async |hub| {
        let (mut screener, kai, other) = two(&hub).await;
        merged(&mut screener, &kai, &other).await;
        let mut chair = signed_in(&hub, "chair").await;
        let page = chair.get(&format!("{kai}/history")).await;
        chair.submit(&page, "/people/merges/confirm", &[]).await;
        fills(&mut screener, &kai, "name", &[("kind", "street"), ("forenames", "Kestrel")]).await;
        let page = screener.get(&format!("{kai}/history")).await;
        let page = screener.submit(&page, "/people/merges/apart", &[("reason", "twins")]).await;
        assert!(
            page.text().contains("To whom does this belong?") && page.text().contains("Kestrel"),
            "{}",
            page.text()
        );
        let apart = screener.get(&other).await;
        assert!(
            apart.text().contains("Cai Fernsbey") && !apart.text().contains("Name Kai Fernsby"),
            "{}",
            apart.text()
        );
        let fields = in_form(&page, "Cai Fernsbey (HF-", &[]);
        let page = screener.post("/people/merges/assign", &fields).await;
        assert!(!page.text().contains("To whom does this belong?"), "{}", page.text());
        let apart = screener.get(&other).await;
        assert!(apart.text().contains("Kestrel"), "it went where a person said: {}", apart.text());
        assert!(!screener.get(&kai).await.text().contains("Kestrel"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_merges_aside_a_restricted_person_is_absent_for_everybody_not_named() {
    on_both(async |hub| {
        let (mut screener, kai, _) = two(&hub).await;
        let mut manager = signed_in(&hub, "hubmanager").await;
        let page =
            fills(&mut manager, &kai, "restrict", &[("reason", "Relative of staff"), ("named", "nobodyhere")]).await;
        assert_eq!(page.status, 422);
        assert!(page.text().contains("There is no user name nobodyhere"), "{}", page.text());
        let page = fills(&mut manager, &kai, "restrict", &[("reason", "Relative of staff"), ("named", "chair")]).await;
        assert!(page.text().contains("Restricted to those named"), "{}", page.text());
        assert_eq!(screener.get(&kai).await.status, 404);
        let page = screener.get("/people").await;
        let page = screener.submit(&page, "/people", &[("line", "Kai Fernsby 12/3/2011")]).await;
        assert!(!page.text().contains(reference(&kai)), "{}", page.text());
        let mut chair = signed_in(&hub, "chair").await;
        assert!(chair.get(&kai).await.text().contains("Restricted"));
        let mut governance = signed_in(&hub, "governance").await;
        let form = governance.get(&format!("{kai}/restrict")).await;
        assert!(form.text().contains("Lift the restriction") && !form.text().contains("Fernsby"), "{}", form.text());
        let fields = in_form(&form, "Why is it lifted?", &[("lift_reason", "No longer at risk")]);
        let page = governance.post(&format!("{kai}/restrict"), &fields).await;
        assert!(page.text().contains("lifted"), "{}", page.text());
        assert_eq!(screener.get(&kai).await.status, 200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_merges_aside_who_declares_a_conflict_sees_nothing_from_then_on() {
    on_both(async |hub| {
        let (mut screener, kai, _) = two(&hub).await;
        let page = fills(&mut screener, &kai, "conflict", &[("why", "A neighbour")]).await;
        assert!(page.text().contains("you see nothing of this person"), "{}", page.text());
        assert_eq!(screener.get(&kai).await.status, 404);
        let mut chair = signed_in(&hub, "chair").await;
        assert_eq!(chair.get(&kai).await.status, 200);
    })
    .await;
}
