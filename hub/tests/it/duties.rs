//! Actions, notices and mails, as people meet them and on both engines.

use std::path::Path;

use action::{Owner, Standing};
use door::{Acting, Via, args};
use front_door::referral::{DecideReferral, LeaveUnlinked, Refer, named, opened};
use hub::demo::{Hands, Size, answers, fill};
use hub::mail::{Mailing, once};
use kernel::Reference;
use message::{Mail, MailState};
use post::{Encryption, Mailer, Settings, Smtp};
use serde_json::json;

use crate::kit::{Browser, Hub, Light, folder, on_both};

/// Words that stand in no message, wherever they were typed.
const CANARIES: [&str; 4] = ["Quillon", "Zephyrson", "Kestrelgate", "ZZ99 3WZ"];

async fn with_people(hub: &Hub) -> Hands {
    let hands = Hands::on(hub.clock.clone(), 1);
    fill(&hub.house, &hands, Size::Few, crate::kit::START.parse().unwrap()).await.unwrap();
    hands
}

async fn persona(hub: &Hub, name: &str) -> Acting {
    let r = hub.house.door.read(&Acting::house()).await.unwrap();
    let id: Option<(kernel::UserId,)> =
        r.plain_one("SELECT id FROM account WHERE name = $1", args![name.to_owned()]).await.unwrap();
    drop(r);
    hub.house.door.user(id.unwrap().0, Via::Page).await.unwrap()
}

/// Mails into a folder.
fn into(folder: &Path) -> Mailing {
    let mailer = Mailer::new(&Settings::Folder(folder.to_owned()), "Hub <hub@wrenmoor.example>").unwrap();
    Mailing { mailer, bounces: Some(folder.join("back")) }
}

/// A server that nobody answers at.
fn nowhere() -> Mailing {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let smtp = Smtp { encryption: Encryption::None, timeout: 2, ..Smtp::new("127.0.0.1", port) };
    Mailing { mailer: Mailer::new(&Settings::Smtp(smtp), "hub@wrenmoor.example").unwrap(), bounces: None }
}

/// Every letter of a folder, with line ends and soft line breaks taken out.
fn letters(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|it| it.path());
    let mails = files.filter(|it| it.extension().is_some_and(|it| it == "eml"));
    mails.map(|it| std::fs::read_to_string(it).unwrap().replace("=\r\n", "").replace("=3D", "=")).collect()
}

async fn mails(hub: &Hub) -> Vec<Mail> {
    let r = hub.house.door.read(&Acting::house()).await.unwrap();
    r.plain("SELECT * FROM mail WHERE state <> 'sent' ORDER BY queued, id", vec![]).await.unwrap()
}

/// A practitioner's referral that worries about exploitation and names a child by the canaries.
async fn teacher_refers(hub: &Hub, hands: &Hands) -> Reference {
    let teacher = persona(hub, "teacher").await;
    let mut said = answers(&hub.house.catalogue(), "referral", hands, hub.house.door.now()).unwrap();
    said["children"][0]["forename"] = json!("Quillon");
    said["children"][0]["surname"] = json!("Zephyrson");
    said["concern"][0]["where"] = json!("Kestrelgate");
    said["referrer"][0]["wants_feedback"] = json!("yes");
    let said = fitting(hub, said);
    hub.does(&teacher, Refer { form: "referral".to_owned(), answers: said }).await.unwrap()
}

/// Codes as the configuration has them today, whatever they are called.
fn fitting(hub: &Hub, mut said: serde_json::Value) -> serde_json::Value {
    let catalogue = hub.house.catalogue();
    let today = hub.house.door.now().day();
    for (question, list, several) in [("types", "exploitation-types", true), ("exploited_now", "exploited-now", false)]
    {
        let code = catalogue.codes(list).unwrap().on(today).next().unwrap().code.clone();
        said["concern"][0][question] = if several { json!([code]) } else { json!(code) };
    }
    said
}

async fn public_refers(hub: &Hub, mail: &str, contact: &str) -> Reference {
    let mut anybody = Browser::of(hub);
    let page = anybody.get("/refer").await;
    let fields = [
        ("urgent.immediate_danger", "no"),
        ("concern.about", "child"),
        ("concern.what", "Waits at Kestrelgate every night."),
        ("children.0.forename", "Quillon"),
        ("children.0.surname", "Zephyrson"),
        ("children.count", "1"),
        ("referrer.contact", contact),
        ("referrer.safe_how", "Mornings only"),
        ("referrer.email", mail),
        ("referrer.wants_feedback", "yes"),
    ];
    let text = anybody.submit(&page, "/refer", &fields).await.text();
    let at = text.find("HF-").unwrap_or_else(|| panic!("no reference in {text}"));
    text[at..at + 12].parse().unwrap()
}

async fn decide(hub: &Hub, referral: Reference) {
    decide_as(hub, referral, "strategy_discussion", true).await;
}

async fn decide_as(hub: &Hub, referral: Reference, decision: &str, concern: bool) {
    let chair = persona(hub, "chair").await;
    let typed = referral.to_string();
    let r = hub.house.door.read(&chair).await.unwrap();
    let it = opened(&r, &typed).await.unwrap();
    let them = named(&r, it.id).await.unwrap();
    drop(r);
    for one in them {
        let reason = "Too little is known to tell who it is.".to_owned();
        hub.does(&chair, LeaveUnlinked { referral, named: one.id, reason }).await.unwrap();
    }
    let r = hub.house.door.read(&chair).await.unwrap();
    let version = opened(&r, &typed).await.unwrap().version;
    drop(r);
    let command = DecideReferral {
        referral,
        version,
        decision: decision.to_owned(),
        concern: Some(concern),
        rationale: "Quillon was seen at Kestrelgate.".to_owned(),
        outcome_words: "We act on what you told us about Quillon.".to_owned(),
    };
    hub.does(&chair, command).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mails_and_notices_carry_a_reference_and_nothing_about_anybody() {
    on_both(async |hub| {
        let hands = with_people(&hub).await;
        let own = teacher_refers(&hub, &hands).await;
        let public = public_refers(&hub, "neighbour@moor.example", "yes").await;
        let shy = public_refers(&hub, "shy@moor.example", "safe-times").await;
        for it in [own, public, shy] {
            decide(&hub, it).await;
        }
        let out = folder();
        assert_eq!(once(&hub.house, &into(&out)).await.unwrap(), 4);
        let all = letters(&out);
        let to = |who: &str| all.iter().filter(|it| it.contains(who)).collect::<Vec<_>>();
        assert_eq!(to("neighbour@moor.example").len(), 2, "the acknowledgement, and that we have acted");
        assert_eq!(to("shy@moor.example").len(), 0, "whoever is safe only at times gets no mail");
        assert!(to("neighbour@moor.example").iter().all(|it| it.contains(&public.to_string()) && !it.contains("http")));
        let links = all.iter().filter(|it| it.contains(&format!("http://127.0.0.1:8080/referrals/{own}")));
        assert_eq!(links.count(), 2, "the practitioner's mails lead to their own referral");
        let r = hub.house.door.read(&Acting::house()).await.unwrap();
        let notices: Vec<message::Notice> = r.plain("SELECT * FROM notice", vec![]).await.unwrap();
        let said = notices.iter().map(|it| it.said(&r).unwrap()).map(|it| format!("{} {}", it.subject, it.text));
        for words in all.iter().cloned().chain(said) {
            for canary in CANARIES {
                assert!(!words.contains(canary), "{canary} in {words}");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_front_door_is_told_of_a_referral_and_a_missing_assessment_is_a_task() {
    on_both(async |hub| {
        let hands = with_people(&hub).await;
        let it = teacher_refers(&hub, &hands).await;
        let mut screener = Browser::of(&hub);
        let day = screener.sign_in(&hub, "screener").await;
        let text = day.text();
        assert!(text.contains(&format!("Something waits for a decision: {it}")), "{text}");
        assert!(text.contains("Your actions") && text.contains(&format!("assessment came with {it}")), "{text}");
        let notices = screener.get("/notices").await;
        assert!(notices.text().contains("New"), "{}", notices.text());
        let notices = screener.submit(&notices, "/notices", &[("notice", "")]).await;
        assert!(!notices.text().contains("New"), "{}", notices.text());
        let mut teacher = Browser::of(&hub);
        teacher.sign_in(&hub, "teacher").await;
        let theirs = teacher.get("/notices").await.text();
        assert!(!theirs.contains("Something waits"), "one's own notices only: {theirs}");
        decide(&hub, it).await;
        assert!(teacher.get("/notices").await.text().contains(&format!("There is a message about {it}")));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_that_cannot_be_sent_is_tried_for_days_then_given_up_on_screen_and_becomes_a_task() {
    on_both(async |hub| {
        with_people(&hub).await;
        let it = public_refers(&hub, "neighbour@moor.example", "yes").await;
        assert_eq!(once(&hub.house, &nowhere()).await.unwrap(), 1);
        let waiting = mails(&hub).await;
        assert_eq!((waiting[0].state, waiting[0].attempts), (MailState::Waiting, 1));
        assert_eq!(once(&hub.house, &nowhere()).await.unwrap(), 0, "not before its time");
        for _ in 0..40 {
            hub.pass_hours(5);
            once(&hub.house, &nowhere()).await.unwrap();
        }
        assert_eq!(mails(&hub).await[0].state, MailState::Failed);
        let mut screener = Browser::of(&hub);
        let day = screener.sign_in(&hub, "screener").await.text();
        assert!(day.contains(&format!("A mail about {it} did not arrive")), "{day}");
        assert!(screener.get("/messages/failed").await.status.as_u16() >= 400, "not for the front door");
        let mut admin = Browser::of(&hub);
        let day = admin.sign_in(&hub, "admin").await.text();
        assert!(day.contains("Mails that did not arrive: 1"), "{day}");
        let page = admin.get("/messages/failed").await;
        let text = page.text();
        assert!(text.contains(&it.to_string()) && text.contains("n…@moor.example"), "{text}");
        assert!(!text.contains("neighbour@"), "{text}");
        let id = mails(&hub).await[0].id.to_string();
        admin.submit(&page, "/messages/failed/again", &[("mail", &id)]).await;
        let out = folder();
        assert_eq!(once(&hub.house, &into(&out)).await.unwrap(), 1);
        assert!(letters(&out)[0].contains(&it.to_string()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_decision_without_a_concern_ends_the_task_for_the_assessment_and_no_other() {
    on_both(async |hub| {
        let hands = with_people(&hub).await;
        let it = teacher_refers(&hub, &hands).await;
        for _ in 0..40 {
            hub.pass_hours(5);
            once(&hub.house, &nowhere()).await.unwrap();
        }
        let mut screener = Browser::of(&hub);
        let day = screener.sign_in(&hub, "screener").await.text();
        let (missing, not_told) = (format!("assessment came with {it}"), format!("A mail about {it} did not arrive"));
        assert!(day.contains(&missing) && day.contains(&not_told), "{day}");
        decide_as(&hub, it, "strategy_discussion", false).await;
        let day = screener.get("/").await.text();
        assert!(!day.contains(&missing), "nobody asks for an assessment any more: {day}");
        assert!(day.contains(&not_told), "the referrer is still to be told: {day}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_has_a_referral_hears_that_the_referrer_wrote_again_and_nothing_of_what() {
    on_both(async |hub| {
        let hands = with_people(&hub).await;
        let it = teacher_refers(&hub, &hands).await;
        let (teacher, screener) = (persona(&hub, "teacher").await, persona(&hub, "screener").await);
        let adds = |words: &str| front_door::referral::AddInformation { referral: it, words: words.to_owned() };
        hub.does(&teacher, adds("Quillon has a second phone.")).await.unwrap();
        let out = folder();
        once(&hub.house, &into(&out)).await.unwrap();
        let told = format!("The referrer wrote again: {it}");
        let written = || letters(&out).into_iter().filter(|it| it.contains("The referrer wrote again")).count();
        assert_eq!(written(), 0, "as long as nobody has taken it, the queue shows it");
        hub.does(&screener, front_door::referral::TakeReferral { referral: it }).await.unwrap();
        hub.does(&screener, front_door::referral::AskReferrer { referral: it, words: "Which?".to_owned() })
            .await
            .unwrap();
        hub.does(&teacher, adds("Quillon's second one.")).await.unwrap();
        once(&hub.house, &into(&out)).await.unwrap();
        assert_eq!(written(), 1);
        let mut browser = Browser::of(&hub);
        browser.sign_in(&hub, "screener").await;
        let notices = browser.get("/notices").await.text();
        assert!(notices.contains(&told), "{notices}");
        let mut chair = Browser::of(&hub);
        chair.sign_in(&hub, "chair").await;
        assert!(!chair.get("/notices").await.text().contains(&told), "only whoever has it");
        for canary in CANARIES {
            assert!(!letters(&out).iter().any(|it| it.contains(canary)) && !notices.contains(canary), "{canary}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_that_comes_back_is_known_again_and_becomes_a_task() {
    on_both(async |hub| {
        with_people(&hub).await;
        let it = public_refers(&hub, "gone@moor.example", "yes").await;
        let out = folder();
        once(&hub.house, &into(&out)).await.unwrap();
        let name = std::fs::read_dir(&out).unwrap().flatten().map(|it| it.path()).find(|it| it.is_file()).unwrap();
        let id = name.file_stem().unwrap().to_string_lossy().into_owned();
        let back = format!(
            "Content-Type: multipart/report; report-type=delivery-status; boundary=B\r\n\r\n--B\r\n\
             Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n\
             Final-Recipient: rfc822; gone@moor.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--B\r\n\
             Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{id}@wrenmoor.example>\r\n\r\n--B--\r\n"
        );
        std::fs::create_dir_all(out.join("back")).unwrap();
        std::fs::write(out.join("back/one.eml"), back).unwrap();
        once(&hub.house, &into(&out)).await.unwrap();
        assert_eq!(mails(&hub).await[0].state, MailState::Bounced);
        assert!(out.join("back/read/one.eml").is_file(), "it is put aside and not read twice");
        let mut screener = Browser::of(&hub);
        let day = screener.sign_in(&hub, "screener").await.text();
        assert!(day.contains(&format!("A mail about {it} did not arrive")), "{day}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_due_is_mailed_once_a_day_to_each_who_answers_for_it_as_counts_without_a_name() {
    on_both(async |hub| {
        let hands = with_people(&hub).await;
        let it = teacher_refers(&hub, &hands).await;
        let out = folder();
        let mails = async |hours: i64| -> Vec<String> {
            hub.pass_hours(hours);
            hub::serve::run_due(&hub.house, &mut Vec::new()).await;
            once(&hub.house, &into(&out)).await.unwrap();
            letters(&out).into_iter().filter(|it| it.contains("Due with you")).collect()
        };
        let to = |all: &[String], who: &str| all.iter().filter(|it| it.contains(&format!("{who}@"))).count();
        let first = mails(24 * 2).await;
        assert_eq!((to(&first, "chair"), to(&first, "screener"), to(&first, "clerk")), (1, 0, 0), "{first:?}");
        let chairs = first.iter().find(|it| it.contains("chair@")).unwrap();
        let (_, late) = chairs.split_once("What you answer for: ").unwrap();
        let late: u32 = late.split(' ').next().unwrap().parse().unwrap();
        let day = Browser::of(&hub).sign_in(&hub, "chair").await.text();
        assert!(late > 0 && day.contains(&format!("{late} overdue")), "CK-01 among them: {chairs} {day}");
        assert!(first.iter().all(|it| it.contains("http://127.0.0.1:8080/")), "{first:?}");
        assert_eq!(mails(1).await.len(), first.len(), "not twice on one day");
        let second = mails(24).await;
        assert_eq!(to(&second, "chair"), 2, "again the next day, as long as it is due");
        assert_eq!(mails(16).await.len(), second.len(), "not in the night");
        let third = mails(7).await;
        assert_eq!(to(&third, "screener"), 1, "the task for the assessment is due soon by now");
        for canary in CANARIES.into_iter().chain([it.to_string().as_str()]) {
            assert!(!third.iter().any(|it| it.contains(canary)), "{canary}");
        }
    })
    .await;
}

async fn sets(browser: &mut Browser, words: &str, who: &[(&str, &str)]) -> crate::kit::Seen {
    let page = browser.get("/actions/new").await;
    let mut fields = vec![("words", words), ("due-day", "11"), ("due-month", "11"), ("due-year", "2026")];
    fields.extend(who);
    browser.submit(&page, "/actions/new", &fields).await
}

fn reference(text: &str) -> Reference {
    let at = text.find("HF-").unwrap_or_else(|| panic!("no reference in {text}"));
    text[at..at + 12].parse().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_action_is_set_handed_over_and_done_with_evidence_and_its_history_tells_it() {
    on_both(async |hub| {
        with_people(&hub).await;
        let mut screener = Browser::of(&hub);
        screener.sign_in(&hub, "screener").await;
        let wrong = sets(&mut screener, "", &[]).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.text().contains("Choose who is to do it"), "{}", wrong.text());
        let teacher = persona(&hub, "teacher").await.recorded_as().to_string();
        let page = sets(&mut screener, "Ring the school", &[("owner", "person"), ("user", &teacher)]).await;
        let it = reference(&page.text());
        let at = format!("/actions/{it}");
        let mut teacher = Browser::of(&hub);
        let day = teacher.sign_in(&hub, "teacher").await.text();
        assert!(day.contains("Ring the school") && day.contains("In time"), "{day}");
        assert!(day.contains(&format!("An action is yours: {it}")), "{day}");
        let page = teacher.get(&at).await;
        let empty = teacher.submit(&page, &format!("{at}/done"), &[("evidence", " ")]).await;
        assert_eq!(empty.status, 422);
        let role = [("owner", "role"), ("role", "screener"), ("words", "You know the head.")];
        teacher.submit(&page, &format!("{at}/hand-over"), &role).await;
        assert_eq!(teacher.get(&at).await.status, 404, "it is no longer theirs");
        let page = screener.get(&at).await;
        let done = screener.submit(&page, &format!("{at}/done"), &[("evidence", "Spoke to the head at 10.")]).await;
        let text = done.text();
        assert!(text.contains("Spoke to the head at 10.") && text.contains("You know the head."), "{text}");
        let twice = action::DoAction { action: it, evidence: "Again".to_owned() };
        let twice = hub.does(&persona(&hub, "screener").await, twice).await;
        assert!(matches!(twice, Err(kernel::Refused::Conflict(_))), "{twice:?}");
        let again = [("reason", "The head left."), ("due-day", "12"), ("due-month", "11"), ("due-year", "2026")];
        let open = screener.submit(&done, &format!("{at}/reopen"), &again).await;
        assert!(open.text().contains("Opened again"), "{}", open.text());
        let mut nurse = Browser::of(&hub);
        nurse.sign_in(&hub, "nurse").await;
        assert_eq!(nurse.get(&at).await.status, 404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_action_gets_a_later_day_from_whoever_set_it_with_a_reason_and_never_from_whoever_does_it() {
    on_both(async |hub| {
        with_people(&hub).await;
        let mut screener = Browser::of(&hub);
        screener.sign_in(&hub, "screener").await;
        let doer = persona(&hub, "teacher").await;
        let who = doer.recorded_as().to_string();
        let page = sets(&mut screener, "Ring the school", &[("owner", "person"), ("user", &who)]).await;
        let it = reference(&page.text());
        let at = format!("/actions/{it}");
        let mut teacher = Browser::of(&hub);
        teacher.sign_in(&hub, "teacher").await;
        assert!(!teacher.get(&at).await.text().contains("Give it a later day"));
        let later = action::ExtendAction { action: it, due: "2026-11-20".parse().unwrap(), reason: "Ill".to_owned() };
        let own = hub.does(&doer, later.clone()).await;
        assert!(matches!(own, Err(kernel::Refused::Rule { .. })), "nobody grants their own: {own:?}");
        let nurse = hub.does(&persona(&hub, "nurse").await, later).await;
        assert!(matches!(nurse, Err(kernel::Refused::NotFound)), "{nurse:?}");
        let to = format!("{at}/later");
        let early = [("later-day", "10"), ("later-month", "11"), ("later-year", "2026"), ("later_reason", "")];
        let wrong = screener.submit(&page, &to, &early).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.text().contains("must be later than 11 November 2026"), "{}", wrong.text());
        assert!(wrong.text().contains("Enter why it may be later"), "{}", wrong.text());
        let day = [("later-day", "20"), ("later-month", "11"), ("later-year", "2026")];
        let reason = [("later_reason", "The school is closed for a week.")];
        let text = screener.submit(&wrong, &to, &[&day[..], &reason[..]].concat()).await.text();
        assert!(text.contains("Friday 20 November 2026") && text.contains("due 11 November 2026"), "{text}");
        assert!(text.contains("Due 20 November 2026 from now on. The school is closed for a week."), "{text}");
        let notices = teacher.get("/notices").await.text();
        assert!(notices.contains(&format!("An action of yours has a later day: {it}")), "{notices}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_action_turns_amber_then_red_on_ones_day() {
    on_both(async |hub| {
        with_people(&hub).await;
        let mut screener = Browser::of(&hub);
        screener.sign_in(&hub, "screener").await;
        let role = [("owner", "role"), ("role", "screener")];
        let it = reference(&sets(&mut screener, "Ring the school", &role).await.text());
        let who = persona(&hub, "screener").await;
        let standing = async || {
            let r = hub.house.door.read(&who).await.unwrap();
            action::one(&r, it).await.unwrap().standing(r.now.day())
        };
        assert_eq!(standing().await, Standing::InTime);
        hub.pass_hours(24 * 6);
        assert_eq!(standing().await, Standing::Amber);
        hub.pass_hours(24 * 2);
        assert_eq!(standing().await, Standing::Red);
        let r = hub.house.door.read(&who).await.unwrap();
        assert_eq!(action::counts(&r).await.unwrap().red, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_partner_without_an_account_answers_by_the_link_in_a_mail_once_and_reads_nothing_else() {
    on_both(async |hub| {
        with_people(&hub).await;
        let mut screener = Browser::of(&hub);
        screener.sign_in(&hub, "screener").await;
        let partner = [("owner", "partner"), ("partner", "Larchway Hostel"), ("partner_mail", "desk@larchway.example")];
        let page = sets(&mut screener, "Keep the room free until Friday", &partner).await;
        let it = reference(&page.text());
        let out = folder();
        once(&hub.house, &into(&out)).await.unwrap();
        let letter = letters(&out).into_iter().find(|it| it.contains("desk@larchway.example")).unwrap();
        assert!(!letter.contains("Keep the room"), "{letter}");
        let link = letter.split("http://127.0.0.1:8080").nth(1).unwrap().split_whitespace().next().unwrap();
        let r = hub.house.door.read(&Acting::house()).await.unwrap();
        let token = link.rsplit('/').next().unwrap().to_owned();
        let kept: Vec<(String,)> = r.plain("SELECT hash FROM mail_ticket", vec![]).await.unwrap();
        assert!(!kept.is_empty() && kept.iter().all(|it| it.0 != token), "only a hash is kept");
        drop(r);
        let mut outside = Browser::of(&hub);
        assert_eq!(outside.get("/answer/guess").await.status, 404);
        let page = outside.get(link).await;
        assert!(page.text().contains("Keep the room free until Friday"), "{}", page.text());
        assert!(page.text().contains("11 November 2026"), "{}", page.text());
        assert_eq!(outside.submit(&page, link, &[("evidence", "")]).await.status, 422);
        let done = outside.submit(&page, link, &[("evidence", "It is kept.")]).await;
        assert!(done.text().contains("Thank you"), "{}", done.text());
        assert_eq!(outside.get(link).await.status, 404, "the link is good for one answer");
        let page = screener.get(&format!("/actions/{it}")).await.text();
        assert!(page.contains("Answered by the partner: done") && page.contains("It is kept."), "{page}");
        let notices = screener.get("/notices").await.text();
        assert!(notices.contains(&format!("An action that you set is done: {it}")), "{notices}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_partners_link_runs_out_and_their_words_may_not_name_the_child() {
    on_both(async |hub| {
        with_people(&hub).await;
        let screener = persona(&hub, "screener").await;
        let lit = lights(&hub, &screener).await;
        let partner = Owner::Partner { name: "Larchway".to_owned(), mail: "desk@larchway.example".to_owned() };
        let due = "2026-11-11".parse().unwrap();
        let new = |words: &str| action::NewAction {
            words: words.to_owned(),
            subject_kind: "person".to_owned(),
            subject: lit.person.0,
            link: String::new(),
            person: Some(lit.person),
            owner: partner.clone(),
            due,
        };
        let named = hub.house_does(action::SetAction { action: new("Tell Quillon's key worker") }).await;
        assert!(matches!(named, Err(kernel::Refused::Wrong(_))), "{named:?}");
        hub.house_does(action::SetAction { action: new("Call us about the room") }).await.unwrap();
        let out = folder();
        once(&hub.house, &into(&out)).await.unwrap();
        let letter = letters(&out).into_iter().find(|it| it.contains("desk@larchway.example")).unwrap();
        let link = letter.split("http://127.0.0.1:8080").nth(1).unwrap().split_whitespace().next().unwrap();
        let mut outside = Browser::of(&hub);
        let page = outside.get(link).await.body;
        for canary in CANARIES {
            assert!(!page.contains(canary), "{canary}");
        }
        hub.pass_hours(24 * 38);
        assert_eq!(outside.get(link).await.status, 404);
    })
    .await;
}

async fn lights(hub: &Hub, who: &Acting) -> crate::kit::Lit {
    let asked = person::Asked { line: "Zephyrson anybody".to_owned(), ..person::Asked::default() };
    let searched = hub.does(who, person::SaveSearch { asked }).await.unwrap();
    let new = json!({ "particulars": {
        "forenames": "Quillon", "surname": "Zephyrson", "known_as": "", "sex": "U",
        "birth": person::Birth::unknown(), "died": null } });
    let new = serde_json::from_value(new).unwrap();
    let answers = json!({ "light": [{ "where": "At the mill" }] });
    hub.does(who, Light { searched, new, answers }).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_room_that_exists_only_here_uses_all_seven_mechanisms_as_they_are() {
    on_both(async |hub| {
        let screener = hub.somebody("screener", "screener", "x-children", "council-children").await;
        let lit = lights(&hub, &screener).await;
        let r = hub.house.door.read(&screener).await.unwrap();
        assert_eq!(person::by_id(&r, lit.person).await.unwrap().id, lit.person, "person");
        let all =
            entry::history(&r, lit.person, &entry::Asked::default(), entry::Order::Newest, (10, 0)).await.unwrap();
        assert!(all.rows.iter().any(|it| it.text == "At the mill"), "entry, with what the form asked");
        assert!(all.rows.iter().any(|it| it.title == "Action set: Look at the lantern"), "the action's own line");
        let clocks = clock::of_subject(&r, "lantern", lit.lantern).await.unwrap();
        assert_eq!((clocks.len(), clocks[0].outcome), (1, clock::Outcome::Open), "clock");
        assert_eq!(case_state::state(&r, lit.lantern).await.unwrap().unwrap().state, "lit", "case_state");
        let mine = action::mine(&r, (10, 0)).await.unwrap();
        assert_eq!((mine.total, mine.rows[0].subject), (1, lit.lantern), "action");
        let notices = message::unread(&r, 10).await.unwrap();
        let said: Vec<String> = notices.iter().map(|it| it.said(&r).unwrap().subject).collect();
        assert!(said.contains(&format!("A lantern is lit: {}", lit.reference)), "message: {said:?}");
        let reference = mine.rows[0].reference;
        drop(r);
        let done = action::DoAction { action: reference, evidence: "It burns.".to_owned() };
        hub.does(&screener, done).await.unwrap();
        let r = hub.house.door.read(&screener).await.unwrap();
        let clocks = clock::of_subject(&r, "lantern", lit.lantern).await.unwrap();
        assert_eq!(
            clocks[0].outcome,
            clock::Outcome::Met,
            "a clock of the configuration hears that the action is done"
        );
        drop(r);
        let out = folder();
        assert_eq!(once(&hub.house, &into(&out)).await.unwrap(), 1);
        assert!(letters(&out)[0].contains("http://127.0.0.1:8080/lanterns"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whose_an_action_is_by_the_list_is_whose_it_is_by_policy() {
    on_both(async |hub| {
        let places = [("x-children", "council-children"), ("y-children", "council-children"), ("z-police", "police")];
        let mut people = Vec::new();
        for (nth, (agency, kind)) in places.iter().enumerate() {
            for role in ["screener", "team-manager"] {
                people.push(hub.somebody(&format!("p{nth}-{role}"), role, agency, kind).await);
            }
        }
        let some = |it: &str| Some(it.to_owned());
        let owners = [
            Owner::Person { user: people[0].recorded_as() },
            Owner::Role { role: "screener".into(), agency_kind: None, agency: None, team: None },
            Owner::Role { role: "screener".into(), agency_kind: some("police"), agency: None, team: None },
            Owner::Role { role: "team-manager".into(), agency_kind: None, agency: some("y-children"), team: None },
            Owner::Role { role: "team-manager".into(), agency_kind: None, agency: None, team: some("a-team") },
            Owner::Partner { name: "Larchway".into(), mail: "desk@larchway.example".into() },
        ];
        for owner in owners {
            let action = action::NewAction {
                words: "Look".into(),
                subject_kind: "test".into(),
                subject: uuid::Uuid::nil(),
                link: String::new(),
                person: None,
                owner,
                due: "2026-11-20".parse().unwrap(),
            };
            hub.house_does(action::SetAction { action }).await.unwrap();
        }
        for who in &people {
            let r = hub.house.door.read(who).await.unwrap();
            let listed = action::mine(&r, (100, 0)).await.unwrap();
            let sealed = r.sealed::<action::Own>("SELECT * FROM action", vec![]).await.unwrap();
            let opened = r.open_all(sealed).await.unwrap();
            let (mut one, mut other): (Vec<_>, Vec<_>) =
                (listed.rows.iter().map(|it| it.id).collect(), opened.iter().map(|it| it.id).collect());
            one.sort();
            other.sort();
            assert_eq!(one, other);
            assert_eq!(listed.total, i64::try_from(listed.rows.len()).unwrap(), "nothing was withheld");
        }
    })
    .await;
}
