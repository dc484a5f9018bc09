//! The front door's desk: the queue with its filters and exports, advice, and the list for the daily meeting.

use crate::front_door::{link_to, public_refers, reference, with_people};
use crate::kit::{Browser, on_both};
use crate::referrals::teacher_refers;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_queue_has_urgent_ones_on_top_and_an_export_says_what_the_screen_says() {
    on_both(async |hub| {
        with_people(&hub).await;
        let waits = reference(&public_refers(&hub).await.1.text()).to_string();
        let urgent = teacher_refers(&hub, "Perdita", "yes").await.to_string();
        let mut it = Browser::of(&hub);
        it.sign_in(&hub, "screener").await;
        let page = it.get("/referrals?urgency=urgent&owner=nobody").await;
        assert!(page.body.contains(&urgent) && !page.body.contains(&waits), "{}", page.text());
        assert!(page.text().contains("Urgent only") && page.text().contains("5 November 2026"), "{}", page.text());
        let csv = it.get("/referrals?urgency=urgent&owner=nobody&as=csv").await;
        assert!(csv.body.starts_with("reference,about,urgent,received,waiting,due,owner,state"), "{}", csv.body);
        let shown = page.body.matches("href=\"/referrals/HF-").count();
        assert_eq!(csv.body.matches("HF-").count(), shown, "{}", csv.body);
        let page = it.submit(&page, "/referrals/searches", &[("name", "Mine to grab")]).await;
        assert!(
            page.text().contains("Your kept searches (1)") && page.at.contains("urgency=urgent"),
            "{}",
            page.text()
        );
        let mut chair = Browser::of(&hub);
        chair.sign_in(&hub, "chair").await;
        assert!(!chair.get("/referrals").await.text().contains("Mine to grab"), "another's search is theirs");
        let all = it.get("/referrals").await;
        assert!(all.body.find(&urgent).unwrap() < all.body.find(&waits).unwrap_or(usize::MAX), "urgent on top");
        let old = it.get("/referrals?age=week").await;
        assert!(!old.body.contains(&urgent), "{}", old.text());
        for name in ["teacher", "socialworker", "clerk"] {
            let mut other = Browser::of(&hub);
            other.sign_in(&hub, name).await;
            let page = other.get("/referrals?state=all&as=csv").await;
            assert!(!page.body.contains(&urgent), "{name}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_concern_decided_waits_for_the_daily_meeting_until_its_chair_says_it_was_heard() {
    on_both(async |hub| {
        with_people(&hub).await;
        let number = reference(&public_refers(&hub).await.1.text()).to_string();
        let at = format!("/referrals/{number}");
        let mut it = Browser::of(&hub);
        it.sign_in(&hub, "screener").await;
        let page = it.get(&at).await;
        let named = link_to(&page, &format!("{at}/people/"));
        let page = it.get(&named).await;
        let page = it.submit(&page, &format!("{named}/leave"), &[("reason", "")]).await;
        assert_eq!(page.status, 422, "{}", page.text());
        let page = it.submit(&page, &format!("{named}/leave"), &[("reason", "No name that can be found.")]).await;
        assert!(page.text().contains("No record, with reason"), "{}", page.text());
        let fields = [
            ("decision", "no_further_action"),
            ("rationale", "Looked."),
            ("concern", "yes"),
            ("outcome_words", "Thank you."),
        ];
        it.submit(&page, &format!("{at}/decision"), &fields).await;
        let list = it.get("/concerns/waiting").await;
        assert!(list.body.contains(&number) && !list.body.contains(">Heard<"), "{}", list.text());
        let mut chair = Browser::of(&hub);
        chair.sign_in(&hub, "chair").await;
        let list = chair.get("/concerns/waiting").await;
        let list = chair.submit(&list, &format!("/concerns/waiting/{number}"), &[]).await;
        assert!(!list.body.contains(&number), "{}", list.text());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn advice_is_logged_with_its_answer_and_what_was_typed_survives_a_mistake() {
    on_both(async |hub| {
        with_people(&hub).await;
        let mut it = Browser::of(&hub);
        it.sign_in(&hub, "screener").await;
        let page = it.get("/advice/new").await;
        let asked = [
            ("asked.how", "phone"),
            ("asked.at-day", "4"),
            ("asked.at-month", "11"),
            ("asked.at-year", "2026"),
            ("asked.at-time", "8:30"),
            ("asked.topic", "online"),
            ("asked.question", "Pictures were shared in a class <chat>."),
        ];
        let page = it.submit(&page, "/advice/new", &asked).await;
        assert_eq!(page.status, 422);
        assert!(
            page.body.contains("Error: ") && page.text().contains("Pictures were shared in a class <chat>."),
            "{}",
            page.text()
        );
        let given = [
            ("given.advice", "Keep the phone, call the parents."),
            ("given.outcome", "reassured"),
            ("given.follow_up", "no"),
        ];
        let page = it.submit(&page, "/advice/new", &[&asked[..], &given[..]].concat()).await;
        assert!(
            page.text().contains("The advice is logged") && page.text().contains("call the parents"),
            "{}",
            page.text()
        );
        let at = format!("/referrals/{}", teacher_refers(&hub, "Quillon", "no").await);
        let linked = crate::referrals::links(&mut it, &at, 0, true).await;
        let person = link_to(&linked, "/people/HF-").rsplit('/').next().unwrap().to_owned();
        let page = it.get("/advice/new").await;
        let about = |whom: &'static str| [&asked[..], &given[..], &[("asked.person", whom)]].concat();
        let page = it.submit(&page, "/advice/new", &about("HF-4K7M-2QXD")).await;
        assert!(page.text().contains("Enter the reference of a record that you may open"), "{}", page.text());
        let typed = person.to_lowercase();
        let whom = [&asked[..], &given[..], &[("asked.person", typed.as_str())]].concat();
        let page = it.submit(&page, "/advice/new", &whom).await;
        assert!(page.text().contains("The advice is logged"), "{}", page.text());
        let r = hub.house.door.read(&::door::Acting::house()).await.unwrap();
        const ABOUT: &str = "SELECT COUNT(*) FROM advice a JOIN person p ON p.id = a.person WHERE p.reference = $1";
        let about: Option<(i64,)> = r.plain_one(ABOUT, ::door::args![person]).await.unwrap();
        drop(r);
        assert_eq!(about, Some((1,)), "by the reference that people read");
        let list = it.get("/advice").await;
        assert!(list.text().contains("Harm online") && list.text().contains("Sorrel Scarfell"), "{}", list.text());
        let mut teacher = Browser::of(&hub);
        teacher.sign_in(&hub, "teacher").await;
        assert_eq!(teacher.get("/advice").await.status, 403);
    })
    .await;
}
