//! Referrals between the front door and those who refer: whose record it is, what was asked and added, what came before.

use crate::front_door::{link_to, public_refers, reference, with_people};
use crate::kit::{Browser, Hub, on_both};
use door::{Key, Via, args};
use front_door::referral::Refer;
use kernel::{Reference, UserId};

/// A whole referral about two children and their mother, sent by the teacher.
pub async fn teacher_refers(hub: &Hub, forename: &str, danger: &str) -> Reference {
    let none = serde_json::json!({ "not": "known" });
    let child = |name: &str, born: &str| {
        serde_json::json!({ "forename": name, "surname": "Zephyrson", "born": { "born": born }, "sex": "M",
            "ethnicity": none, "first_language": none, "disability": ["NONE"], "send": "no", "postcode": "ZZ99 3WZ" })
    };
    let answers = serde_json::json!({
        "urgent": [{ "immediate_danger": danger, "police_told": "no", "same_day": "no" }],
        "referrer": [{ "name": "T. Thistlewood", "role": "Teacher", "agency": "hollinbeck-academy", "phone": "01632 960123",
            "email": "duty@hollinbeck.example", "not_named": "no", "wants_feedback": "yes", "source": "2A",
            "concern_at": "2026-11-03T10:00:00Z" }],
        "children": [child(forename, "2011-03-27"), child("Sibling", "2013-05-01")],
        "people": [{ "name": "Marigold Zephyrson", "relationship": "mother", "responsibility": "yes", "lives_with": "yes",
            "risk_child": "no", "risk_staff": "no" }],
        "carers": [{ "looked_after": "no" }],
        "concern": [{ "what": { "said": "Comes in with a second phone.", "evidence": { "what": "Seen", "who": "Tutor" } } }],
        "history": [{ "early_help": "no", "cin": "no", "cpp": "no", "cla": "no", "youth_justice": "no", "police": "no", "health": "no" }],
        "consent": [{ "parent_told": "yes", "parent_agrees": "yes", "child_told": "yes", "child_agrees": "yes" }],
    });
    let r = hub.house.door.read(&door::Acting::house()).await.unwrap();
    let (id,): (UserId,) =
        r.plain_one("SELECT id FROM account WHERE name = $1", args!["teacher".to_owned()]).await.unwrap().unwrap();
    drop(r);
    let teacher = hub.house.door.user(id, Via::Page).await.unwrap();
    hub.house.door.act(&teacher, Key::none(), Refer { form: "referral".into(), answers }).await.unwrap()
}

/// Links the first one still to be linked, by a button of that page, and gives the referral's page.
pub async fn links(screener: &mut Browser, at: &str, nth: usize, make: bool) -> crate::kit::Seen {
    let page = screener.get(at).await;
    let begins = format!("href=\"{at}/people/");
    let id: Vec<&str> = page.body.split(&begins).skip(1).map(|it| it.split('"').next().unwrap()).collect();
    let named = format!("{at}/people/{}", id[nth]);
    let page = screener.get(&named).await;
    screener.submit(&page, &format!("{named}/{}", if make { "create" } else { "link" }), &[]).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_contact_about_a_child_with_an_open_referral_becomes_added_information() {
    on_both(async |hub| {
        with_people(&hub).await;
        let first = format!("/referrals/{}", reference(&public_refers(&hub).await.1.text()));
        hub.pass_hours(2);
        let second = format!("/referrals/{}", reference(&public_refers(&hub).await.1.text()));
        let mut screener = Browser::of(&hub);
        screener.sign_in(&hub, "screener").await;
        let page = links(&mut screener, &first, 0, true).await;
        assert!(page.text().contains("first referral about them here"), "{}", page.text());
        let page = screener.get(&second).await;
        let named = link_to(&page, &format!("{second}/people/"));
        let page = screener.get(&named).await;
        assert!(
            page.text().contains("People who may be meant") && page.text().contains("This is them"),
            "{}",
            page.text()
        );
        let page = screener.submit(&page, &format!("{named}/link"), &[]).await;
        let first_reference = first.rsplit('/').next().unwrap();
        assert!(page.text().contains(&format!("Add this to {first_reference}")), "{}", page.text());
        let fields = [("decision", "advice"), ("rationale", "x"), ("concern", "no"), ("outcome_words", "x")];
        let page = screener.submit(&page, &format!("{second}/decision"), &fields).await;
        assert_eq!(page.status, 422);
        assert!(page.text().contains("add this to it instead of deciding it"), "{}", page.text());
        let page = screener.submit(&page, &format!("{second}/join"), &[]).await;
        assert_eq!(page.at, first);
        assert!(page.text().contains("Another contact was added"), "{}", page.text());
        let page = screener.get(&second).await;
        assert!(page.text().contains("Added to an open referral"), "{}", page.text());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_re_referral_within_twelve_months_is_shown_and_the_child_has_it_on_the_chronology() {
    on_both(async |hub| {
        with_people(&hub).await;
        let first = format!("/referrals/{}", teacher_refers(&hub, "Quillon", "no").await);
        let mut screener = Browser::of(&hub);
        screener.sign_in(&hub, "screener").await;
        let mut page = screener.get(&first).await;
        for nth in 0..3 {
            page = links(&mut screener, &first, nth, true).await;
        }
        let record = link_to(&page, "/people/HF-");
        let fields = [
            ("decision", "advice"),
            ("rationale", "Talked to school."),
            ("concern", "no"),
            ("outcome_words", "Thank you."),
        ];
        let page = screener.submit(&page, &format!("{first}/decision"), &fields).await;
        assert!(page.text().contains("Advice given"), "{}", page.text());
        let chronology = screener.get(&format!("{record}/chronology")).await;
        assert!(chronology.text().contains("A referral came"), "{}", chronology.text());
        assert!(chronology.text().contains("A referral was decided: advice"), "{}", chronology.text());
        let person = screener.get(&record).await;
        assert!(
            person.text().contains("Mother Marigold Zephyrson ; parental responsibility: yes"),
            "the mother is related: {}",
            person.text()
        );
        hub.pass_hours(24 * 100);
        let mut screener = Browser::of(&hub);
        screener.sign_in(&hub, "screener").await;
        let second = format!("/referrals/{}", teacher_refers(&hub, "Quillon", "no").await);
        let page = links(&mut screener, &second, 0, false).await;
        assert!(page.text().contains("Re-referral: the one before came on 4 November 2026"), "{}", page.text());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_front_door_asks_the_referrer_answers_and_neither_learns_more_than_they_may() {
    on_both(async |hub| {
        with_people(&hub).await;
        let at = format!("/referrals/{}", teacher_refers(&hub, "Quillon", "no").await);
        let (mut screener, mut teacher) = (Browser::of(&hub), Browser::of(&hub));
        screener.sign_in(&hub, "screener").await;
        teacher.sign_in(&hub, "teacher").await;
        let page = screener.get(&at).await;
        let page = screener.submit(&page, &format!("{at}/ask"), &[("ask", "Which phone number?")]).await;
        assert!(page.text().contains("The front door asks"), "{}", page.text());
        let mine = teacher.get("/referrals/mine").await;
        assert!(mine.text().contains("The front door asks you something"), "{}", mine.text());
        let page = teacher.get(&at).await;
        assert!(
            page.text().contains("Which phone number?") && !page.text().contains("Sorrel Scarfell"),
            "{}",
            page.text()
        );
        let page = teacher.submit(&page, &format!("{at}/add"), &[("words", "")]).await;
        assert_eq!(page.status, 422);
        let page = teacher.submit(&page, &format!("{at}/add"), &[("words", "It ends in 123.")]).await;
        assert!(page.text().contains("The referrer answers"), "{}", page.text());
        let copy = teacher.get(&format!("{at}/copy")).await;
        assert!(copy.text().contains("It ends in 123.") && !copy.text().contains("Withdraw"), "{}", copy.text());
        let page = screener.get(&at).await;
        assert!(page.text().contains("It ends in 123."));
        let mut nurse = Browser::of(&hub);
        nurse.sign_in(&hub, "nurse").await;
        let page = nurse.get(&format!("{at}/copy")).await;
        assert!(matches!(page.status.as_u16(), 403 | 404));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_clocks_of_a_referral_start_by_configuration_and_stop_when_it_is_decided() {
    on_both(async |hub| {
        with_people(&hub).await;
        let at = format!("/referrals/{}", teacher_refers(&hub, "Quillon", "yes").await);
        let mut screener = Browser::of(&hub);
        screener.sign_in(&hub, "screener").await;
        let page = screener.get(&at).await;
        let due = "Decide the next step on a referral and tell the referrer Due Thursday 5 November 2026";
        assert!(page.text().contains(due), "{}", page.text());
        assert!(page.text().contains("Immediate protection Due 4 November 2026, 10:00am"), "{}", page.text());
        let page =
            screener.submit(&page, &format!("{at}/protection"), &[("protection", "Police took powers at 9:20.")]).await;
        assert!(page.text().contains("10:00am · Met"), "{}", page.text());
        hub.pass_hours(24 * 3);
        let mut screener = Browser::of(&hub);
        screener.sign_in(&hub, "chair").await;
        let page = screener.get(&at).await;
        assert!(page.text().contains("Thursday 5 November 2026 · Overdue"), "{}", page.text());
        for nth in 0..2 {
            links(&mut screener, &at, nth, true).await;
        }
        let page = screener.get(&at).await;
        let fields = [
            ("decision", "s17_assessment"),
            ("rationale", "Harm."),
            ("concern", "yes"),
            ("outcome_words", "Thank you."),
        ];
        let page = screener.submit(&page, &format!("{at}/decision"), &fields).await;
        assert!(page.text().contains("Thursday 5 November 2026 · Late"), "{}", page.text());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_referral_handed_over_has_its_new_owner_and_a_conflict_about_one_child_hides_the_whole() {
    on_both(async |hub| {
        with_people(&hub).await;
        let at = format!("/referrals/{}", teacher_refers(&hub, "Quillon", "no").await);
        let mut screener = Browser::of(&hub);
        screener.sign_in(&hub, "screener").await;
        let page = links(&mut screener, &at, 1, true).await;
        let to =
            page.body.split("(front-door manager)").next().unwrap().rsplit("value=\"").next().unwrap()[..36].to_owned();
        let page = screener.submit(&page, &format!("{at}/hand-over"), &[("to", &to)]).await;
        assert!(page.text().contains("Owner Corin Copperdale"), "{}", page.text());
        let r = hub.house.door.read(&door::Acting::house()).await.unwrap();
        let (person,): (kernel::PersonId,) = r
            .plain_one("SELECT person FROM referral_named WHERE name = $1", args!["Sibling Zephyrson".to_owned()])
            .await
            .unwrap()
            .unwrap();
        let (id,): (UserId,) =
            r.plain_one("SELECT id FROM account WHERE name = $1", args!["screener".to_owned()]).await.unwrap().unwrap();
        drop(r);
        let who = hub.house.door.user(id, Via::Page).await.unwrap();
        hub.does(&who, person::DeclareConflict { person, why: "A neighbour.".into(), to: None }).await.unwrap();
        let page = screener.get(&at).await;
        assert_eq!(page.status, 404, "{}", page.text());
        let queue = screener.get("/referrals").await;
        assert!(!queue.body.contains("Zephyrson"), "{}", queue.text());
        let referral: Reference = at.rsplit('/').next().unwrap().parse().unwrap();
        let takes = hub.does(&who, front_door::referral::TakeReferral { referral }).await;
        assert!(matches!(takes, Err(kernel::Refused::NotFound)), "nor is anything done to it: {takes:?}");
        let asks = front_door::referral::AskReferrer { referral, words: "Who?".to_owned() };
        assert!(matches!(hub.does(&who, asks).await, Err(kernel::Refused::NotFound)));
    })
    .await;
}

/// The record of somebody whom a referral names.
async fn record_of(hub: &Hub, name: &str) -> kernel::PersonId {
    let r = hub.house.door.read(&door::Acting::house()).await.unwrap();
    let found: Option<(kernel::PersonId,)> =
        r.plain_one("SELECT person FROM referral_named WHERE name = $1", args![name.to_owned()]).await.unwrap();
    found.unwrap().0
}

async fn acting(hub: &Hub, name: &str) -> door::Acting {
    let r = hub.house.door.read(&door::Acting::house()).await.unwrap();
    let (id,): (UserId,) =
        r.plain_one("SELECT id FROM account WHERE name = $1", args![name.to_owned()]).await.unwrap().unwrap();
    drop(r);
    hub.house.door.user(id, Via::Page).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_works_with_a_younger_sibling_reads_the_referral_of_both_unless_the_elder_is_kept_from_them() {
    on_both(async |hub| {
        with_people(&hub).await;
        let at = format!("/referrals/{}", teacher_refers(&hub, "Quillon", "no").await);
        let mut screener = Browser::of(&hub);
        screener.sign_in(&hub, "screener").await;
        for nth in 0..2 {
            links(&mut screener, &at, nth, true).await;
        }
        let (elder, younger) = (record_of(&hub, "Quillon Zephyrson").await, record_of(&hub, "Sibling Zephyrson").await);
        let mut worker = Browser::of(&hub);
        worker.sign_in(&hub, "socialworker").await;
        assert_eq!(worker.get(&at).await.status, 404, "who works with neither does not know of it");
        let who = acting(&hub, "socialworker").await;
        let new = person::NewWorker {
            worker: who.user_id(),
            name: String::new(),
            role: "joint".into(),
            agency: "wrenmoor-children".into(),
            team: None,
            contact: String::new(),
            from: hub.house.door.now().day(),
            to: None,
            leads: false,
        };
        let manager = acting(&hub, "hubmanager").await;
        hub.does(&manager, person::SetWorker { person: younger, new }).await.unwrap();
        let page = worker.get(&at).await;
        assert!(page.text().contains("Comes in with a second phone."), "{}", page.text());
        let told = worker.get(&format!("/api/v1{at}")).await;
        assert_eq!(told.status, 200, "{}", told.body);
        let restrict = person::RestrictPerson {
            person: elder,
            reason: "A relative of staff.".into(),
            named: vec![manager.user_id().unwrap()],
            to: None,
        };
        hub.does(&manager, restrict).await.unwrap();
        assert_eq!(worker.get(&at).await.status, 404, "one child who is kept from them hides the whole");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_partner_reads_by_a_link_is_looked_at_again_for_names_when_the_child_is_on_record() {
    on_both(async |hub| {
        with_people(&hub).await;
        let referral = teacher_refers(&hub, "Quillon", "no").await;
        let at = format!("/referrals/{referral}");
        let screener = acting(&hub, "screener").await;
        let subject = {
            let r = hub.house.door.read(&screener).await.unwrap();
            front_door::referral::opened(&r, &referral.to_string()).await.unwrap().id.0
        };
        let new = |words: &str| action::NewAction {
            words: words.to_owned(),
            subject_kind: "referral".to_owned(),
            subject,
            link: at.clone(),
            person: None,
            owner: action::Owner::Partner { name: "Larchway".to_owned(), mail: "desk@larchway.example".to_owned() },
            due: "2026-11-11".parse().unwrap(),
        };
        let named = hub.does(&screener, action::SetAction { action: new("Ring Quillon's key worker") }).await.unwrap();
        let plain = hub.does(&screener, action::SetAction { action: new("Keep the room free") }).await.unwrap();
        let (mut browser, mut chair) = (Browser::of(&hub), Browser::of(&hub));
        browser.sign_in(&hub, "screener").await;
        chair.sign_in(&hub, "chair").await;
        links(&mut chair, &at, 0, true).await;
        let page = browser.get(&format!("/actions/{named}")).await;
        assert!(page.text().contains("The words name somebody who is on record now"), "{}", page.text());
        let r = hub.house.door.read(&door::Acting::house()).await.unwrap();
        let outside: Vec<(Reference,)> = r
            .plain("SELECT reference FROM action WHERE partner_mail IS NOT NULL AND subject = $1", args![subject])
            .await
            .unwrap();
        assert_eq!(outside, [(plain,)], "the partner's link to the other words opens nothing any more");
        drop(r);
        let seen = browser.get("/api/v1/notices").await.body;
        assert!(seen.contains(&named.to_string()), "whoever set it hears that it is theirs again: {seen}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_due_about_a_referral_stands_on_the_childs_page_once_it_is_linked_and_leaves_it_when_it_was_a_mistake()
{
    on_both(async |hub| {
        with_people(&hub).await;
        let referral = teacher_refers(&hub, "Quillon", "yes").await;
        let at = format!("/referrals/{referral}");
        let whom = async || {
            const DUE: &str = "SELECT (SELECT COUNT(*) FROM clock c JOIN referral r ON r.id = c.subject
                WHERE r.reference = $1 AND c.person IS NULL), (SELECT COUNT(*) FROM clock c JOIN referral r
                ON r.id = c.subject JOIN person p ON p.id = c.person WHERE r.reference = $1
                AND p.forenames = $2)";
            let r = hub.house.door.read(&door::Acting::house()).await.unwrap();
            let them = async |name: &str| -> (i64, i64) {
                r.plain_one(DUE, args![referral.to_string(), name.to_owned()]).await.unwrap().unwrap()
            };
            (them("Quillon").await, them("Sibling").await.1)
        };
        let ((nobody, one), other) = whom().await;
        assert!(nobody >= 3 && one == 0 && other == 0, "{nobody} {one} {other}");
        let mut screener = Browser::of(&hub);
        screener.sign_in(&hub, "screener").await;
        let page = links(&mut screener, &at, 0, true).await;
        let record = link_to(&page, "/people/HF-");
        assert_eq!(whom().await, ((0, nobody), 0), "every duty is about the child who was linked");
        let person = screener.get(&record).await;
        assert!(person.text().contains("Decide the next step on a referral"), "{}", person.text());
        let page = links(&mut screener, &at, 1, true).await;
        assert_eq!(whom().await, ((0, nobody), 0), "the first child keeps them");
        let named = link_to(&page, &format!("{at}/people/"));
        let page = screener.get(&named).await;
        screener.submit(&page, &format!("{named}/leave"), &[("reason", "It was somebody else.")]).await;
        assert_eq!(whom().await, ((0, 0), nobody), "the other child has them now");
        let person = screener.get(&record).await;
        assert!(!person.text().contains("Decide the next step on a referral"), "{}", person.text());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_old_referral_reads_on_when_a_file_raised_its_forms_version_in_place() {
    on_both(async |hub| {
        with_people(&hub).await;
        let at = format!("/referrals/{}", teacher_refers(&hub, "Quillon", "no").await);
        let mut newer = (*hub.house.catalogue()).clone();
        for form in newer.forms.iter_mut().filter(|it| it.id == "referral") {
            form.version += 100;
            form.groups.truncate(1);
        }
        hub.house.current.set(newer);
        let mut screener = Browser::of(&hub);
        screener.sign_in(&hub, "screener").await;
        let page = screener.get(&at).await;
        assert!(page.text().contains("Comes in with a second phone."), "{}", page.text());
    })
    .await;
}
