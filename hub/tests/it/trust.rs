//! Break-glass whole, who looked, and the ledger that somebody outside can check; on both engines.

use door::args;
use ledger::{Bundle, SigningKey, Trusted};
use trust::ledger_room::{NoteVerifier, bundled};

use crate::canary::people::{self, Who, near, one};
use crate::canary::planted::{World, plant};
use crate::kit::{Browser, Hub, Seen, folder, on_both, said};

/// Everybody, and what is planted.
async fn peopled(hub: &Hub) -> (Vec<Who>, World) {
    let all = people::everybody(hub).await;
    let world = plant(hub, &all).await;
    (all, world)
}

fn browser(hub: &Hub, who: &Who) -> Browser {
    Browser::signed_in(hub, &who.secret)
}

const WORDS: &str = "She is in front of me, hurt, and says that she may not go home.";

async fn breaks(browser: &mut Browser, reference: &str) -> Seen {
    let page = browser.get("/glass/new").await;
    let fields = [("reference", reference), ("reason", "attending-now"), ("words", WORDS)];
    browser.submit(&page, "/glass/new", &fields).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_glass_opens_the_record_for_four_hours_to_read_only_and_blocks_the_next_until_it_is_reviewed() {
    on_both(async |hub| {
        let (all, world) = peopled(&hub).await;
        let reference = world.persons[0].reference.to_string();
        let at = format!("/people/{reference}");
        let mut worker = browser(&hub, one(&all, "far-disruption-officer"));
        assert_eq!(worker.get(&at).await.status, 404, "not theirs");
        let done = breaks(&mut worker, &reference).await;
        assert!(done.text().contains("Open until"), "{}", done.text());
        let page = worker.get(&at).await;
        assert!(page.text().contains("Zqsurnameordinaryqz"), "{}", page.text());
        let page = worker.get(&format!("{at}/chronology")).await;
        assert!(page.body.contains("Zqentryhealthordinaryqz"), "health is shown");
        for never in ["Zqentryreferrer", "Zqentryintelligence", "Zqentryinvestigation", "Zqentrylegal"] {
            assert!(!page.body.contains(never), "break-glass never shows {never}");
        }
        let r = hub.house.door.read(&one(&all, "far-disruption-officer").acting).await.unwrap();
        let write = r.could_to(policy::action::WRITE_NOTE, world.persons[0].id).await.unwrap();
        drop(r);
        assert!(!write, "it reads only");
        let again = breaks(&mut worker, &world.persons[2].reference.to_string()).await;
        assert_eq!(again.status, 403, "one that is not reviewed blocks the next: {}", again.text());

        let mut governance = browser(&hub, one(&all, "governance"));
        let day = governance.get("/").await;
        assert!(day.text().contains("1 use waits for your review"), "{}", day.text());
        let page = governance.get("/glass/review").await;
        assert!(page.text().contains("CK-91: due"), "{}", page.text());
        assert!(page.text().contains(WORDS));
        let wrong = governance.submit(&page, "/glass/review", &[("outcome", "not-justified")]).await;
        assert!(wrong.body.contains("Say what you found"), "{}", wrong.text());

        hub.pass_hours(4);
        assert_eq!(worker.get(&at).await.status, 404, "four hours are over");
        let page = governance.get("/glass/review").await;
        let done = governance.submit(&page, "/glass/review", &[("outcome", "justified")]).await;
        assert!(done.text().contains("No use waits for a review"), "{}", done.text());
        let r = hub.house.door.read(&door::Acting::house()).await.unwrap();
        const CLOCKS: &str = "SELECT c.outcome, c.definition FROM clock c JOIN glass g ON g.id = c.subject
            WHERE g.opened IS NOT NULL ORDER BY c.started";
        let clocks: Vec<(String, String)> = r.plain(CLOCKS, vec![]).await.unwrap();
        drop(r);
        assert_eq!(clocks.len(), 2);
        assert!(clocks.iter().all(|it| it.0 == "met" && it.1 == "CK-91"), "{clocks:?}");
        let (person, words) = (world.persons[2].id, WORDS.to_owned());
        let next = trust::glass::BreakGlass { person, reason: "attending-now".to_owned(), words };
        let who = one(&all, "far-disruption-officer");
        assert!(hub.does(&who.acting, next).await.is_ok(), "a reviewed one blocks nothing");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_glass_is_broken_only_by_somebody_who_proved_within_five_minutes_who_they_are() {
    on_both(async |hub| {
        let (_, world) = peopled(&hub).await;
        let reference = world.persons[0].reference.to_string();
        hub.somebody("farofficer", "disruption-officer", "far-police", "police").await;
        let mut worker = Browser::of(&hub);
        worker.sign_in(&hub, "farofficer").await;
        let page = worker.get("/glass/new").await;
        assert!(!page.text().contains("Six digits"), "who has just signed in is not asked: {}", page.text());
        hub.pass_minutes(6);
        let page = worker.get("/glass/new").await;
        assert!(page.text().contains("Six digits from your authenticator app"), "{}", page.text());
        let fields = [("reference", reference.as_str()), ("reason", "attending-now"), ("words", WORDS)];
        let without = worker.submit(&page, "/glass/new", &fields).await;
        assert!(without.text().contains("so that we know that it is still you"), "{}", without.text());
        assert!(without.text().contains(WORDS), "what was typed is kept: {}", without.text());
        let wrong = [fields.as_slice(), &[("code", "000000")]].concat();
        let page = worker.submit(&page, "/glass/new", &wrong).await;
        assert!(page.text().contains("This code is wrong"), "{}", page.text());
        let people = hub::demo::shown(&hub.house).await.unwrap();
        let who = people.into_iter().find(|it| it.name == "farofficer").unwrap();
        let secret = identity::TotpSecret::from_base32(&who.totp_secret).unwrap();
        let code = secret.code(hub.house.door.now());
        let right = [fields.as_slice(), &[("code", &code)]].concat();
        let done = worker.submit(&page, "/glass/new", &right).await;
        assert!(done.text().contains("Open until"), "{}", done.text());
        hub.pass_minutes(6);
        let page = worker.get("/glass/new").await;
        for _ in 0..6 {
            worker.submit(&page, "/glass/new", &wrong).await;
        }
        let code = secret.code(hub.house.door.now());
        let right = [fields.as_slice(), &[("code", &code)]].concat();
        let slowed = worker.submit(&page, "/glass/new", &right).await;
        assert_eq!(slowed.status, 429, "guessing is slowed down as at signing in: {}", slowed.text());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_that_a_glass_opened_names_the_glass_in_the_ledger_and_no_other_page_does() {
    on_both(async |hub| {
        let (all, world) = peopled(&hub).await;
        let reference = world.persons[0].reference.to_string();
        let who = one(&all, "far-disruption-officer");
        let mut worker = browser(&hub, who);
        breaks(&mut worker, &reference).await;
        for end in ["", "/chronology", "/chronology?as=csv"] {
            assert_eq!(worker.get(&format!("/people/{reference}{end}")).await.status, 200);
        }
        let mut mine = browser(&hub, near(&all, "social-worker"));
        mine.get(&format!("/people/{reference}")).await;
        let r = hub.house.door.read(&door::Acting::house()).await.unwrap();
        const SHOWN: &str =
            "SELECT by_user, text FROM ledger_entry WHERE action LIKE '/people/%' AND verdict = 'allowed'";
        let rows: Vec<(kernel::UserId, String)> = r.plain(SHOWN, args![]).await.unwrap();
        assert!(rows.len() >= 4);
        for (by, text) in rows {
            assert_eq!(text.contains("break_glass"), by == who.id(), "{text}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restricted_record_opens_by_glass_only_after_a_manager_of_another_line_said_yes() {
    on_both(async |hub| {
        let (mut all, world) = peopled(&hub).await;
        let team = Some(people::TEAM);
        let asks = people::arrive(&hub, "asks", ("social-worker", "wrenmoor-children"), team, false).await;
        let line = people::arrive(&hub, "line", ("team-manager", "wrenmoor-children"), team, false).await;
        all.push(line.clone());
        let reference = world.persons[1].reference.to_string();
        let mut worker = browser(&hub, &asks);
        let done = breaks(&mut worker, &reference).await;
        assert!(done.text().contains("Waits for a second person"), "{}", done.text());
        assert_eq!(worker.get(&format!("/people/{reference}")).await.status, 404, "it opens nothing yet");
        let mut own_line = browser(&hub, &line);
        let page = own_line.get("/glass/second").await;
        assert!(!page.body.contains(WORDS), "their own manager does not decide: {}", page.text());
        let mut chair = browser(&hub, one(&all, "chair"));
        let page = chair.get("/glass/second").await;
        assert!(page.text().contains(WORDS), "{}", page.text());
        let r = hub.house.door.read(&door::Acting::house()).await.unwrap();
        let found: Option<(trust::glass::GlassId, i64)> =
            r.plain_one("SELECT id, 0 + version FROM glass WHERE words = $1", args![WORDS.to_owned()]).await.unwrap();
        drop(r);
        let yes = trust::glass::SecondGlass { glass: found.unwrap().0, yes: true };
        assert!(hub.does(&line.acting, yes.clone()).await.is_err());
        assert!(hub.does(&asks.acting, yes.clone()).await.is_err());
        hub.does(&one(&all, "chair").acting, yes).await.unwrap();
        let page = worker.get(&format!("/people/{reference}")).await;
        assert!(page.text().contains("Zqsurnamerestrictedqz"), "{}", page.text());
        hub.pass_hours(4);
        assert_eq!(worker.get(&format!("/people/{reference}")).await.status, 404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_glass_needs_a_reason_and_is_not_broken_about_what_one_may_open_or_was_declared_a_conflict() {
    on_both(async |hub| {
        let (all, world) = peopled(&hub).await;
        let mut worker = browser(&hub, near(&all, "police-officer"));
        let page = worker.get("/glass/new").await;
        let wrong = worker.submit(&page, "/glass/new", &[("reference", "?"), ("words", "now")]).await;
        assert!(wrong.body.contains("Error: ") && wrong.body.contains("Type the reference"), "{}", wrong.text());
        let open = breaks(&mut worker, &world.persons[0].reference.to_string()).await;
        assert!(open.text().contains("you may open this record already"), "{}", open.text());
        let mut conflicted = browser(&hub, near(&all, "social-worker"));
        assert_eq!(breaks(&mut conflicted, &world.persons[2].reference.to_string()).await.status, 403);
        for name in ["teacher", "admin", "clerk", "scrutineer", "governance"] {
            let mut browser = browser(&hub, one(&all, name));
            assert_eq!(browser.get("/glass/new").await.status, 403, "{name} does not break the glass");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_looked_is_told_to_scrutiny_and_governance_to_a_manager_of_their_own_team_and_to_everybody_of_themselves() {
    on_both(async |hub| {
        let (all, world) = peopled(&hub).await;
        let reference = world.persons[0].reference.to_string();
        let at = format!("/looked/{reference}");
        let worker = near(&all, "social-worker");
        browser(&hub, worker).get(&format!("/people/{reference}")).await;
        browser(&hub, one(&all, "chair")).get(&format!("/people/{reference}")).await;
        let team = Some(people::TEAM);
        let manager = people::arrive(&hub, "line", ("team-manager", "wrenmoor-children"), team, false).await;
        for name in ["scrutineer", "governance", "far-auditor"] {
            let page = browser(&hub, one(&all, name)).get(&at).await;
            assert!(page.text().contains(&worker.name) && page.text().contains("chair"), "{name}: {}", page.text());
            assert!(!page.body.contains("Zqsurname"), "{name}: no content");
        }
        let page = browser(&hub, &manager).get(&at).await;
        assert!(page.text().contains(&worker.name) && !page.text().contains("chair"), "{}", page.text());
        let page = browser(&hub, one(&all, "chair")).get(&at).await;
        assert!(page.text().contains("chair") && !page.text().contains(&worker.name), "{}", page.text());
        for name in ["teacher", "far-carer"] {
            let page = browser(&hub, one(&all, name)).get(&at).await;
            assert!(matches!(page.status.as_u16(), 403 | 404), "{name}: {}", page.text());
        }
        assert_eq!(browser(&hub, one(&all, "admin")).get(&at).await.status, 403);
        let below = browser(&hub, one(&all, "chair")).get(&format!("/people/{reference}/log")).await;
        assert_eq!((below.at.as_str(), below.status.as_u16()), (at.as_str(), 200), "one address for who looked");
        let page = browser(&hub, one(&all, "chair")).get("/account/access").await;
        assert!(page.text().contains("The record"), "{}", page.text());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn governance_reads_the_ledger_finds_it_whole_and_hears_when_an_entry_was_altered() {
    on_both(async |hub| {
        let (all, _) = peopled(&hub).await;
        signed(&hub).await;
        let mut governance = browser(&hub, one(&all, "governance"));
        let page = governance.get("/ledger?deed=trust.break-glass&how=allowed").await;
        assert!(page.text().contains("2 entries"), "{}", page.text());
        let link = page.body.split("/ledger/entries/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let entry = governance.get(&format!("/ledger/entries/{link}")).await;
        assert!(entry.text().contains("glass-may-be-broken"), "{}", entry.text());
        let page = governance.get("/ledger/verify").await;
        assert!(
            page.text().contains("The ledger is whole") && page.text().contains("Fits the key below"),
            "{}",
            page.text()
        );
        hub.house_does(crate::trust::Alter {}).await.unwrap();
        let page = governance.get("/ledger/verify").await;
        assert!(page.text().contains("the ledger was altered"), "{}", page.text());
        assert_eq!(governance.get("/ledger/bundle").await.status, 409, "what was altered is not given out");
        for name in ["chair", "hubmanager", "scrutineer", "admin"] {
            assert_eq!(browser(&hub, one(&all, name)).get("/ledger").await.status, 403, "{name}");
        }
    })
    .await;
}

/// Changes an entry behind the ledger's back.
#[derive(Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct Alter {}

impl door::Command for Alter {
    const NAME: &'static str = "lantern.alter";
    const WHAT: &'static str = "Alters an entry for a test.";
    type Done = u64;
    async fn carry_out(&self, w: &mut door::Writing) -> Result<u64, kernel::Refused> {
        w.run("UPDATE ledger_entry SET text = REPLACE(text, 'allow', 'deny') WHERE seq = 5", vec![]).await
    }
}

/// Seals and signs the ledger, twice, so that there is something to be consistent with.
pub async fn signed(hub: &Hub) -> SigningKey {
    let key = SigningKey::generate("wrenmoor.example/ledger", [7; 32]).unwrap();
    let door = &hub.house.door;
    let noted = NoteVerifier { verifier_key: key.verifier_key().to_owned() };
    door.act(&door::Acting::operator(), door::Key::none(), noted).await.unwrap();
    door.seal_all().await.unwrap();
    door.checkpoint(&key, key.name()).await.unwrap();
    hub.house_does(person::ForgetSearches {}).await.unwrap();
    door.seal_all().await.unwrap();
    door.checkpoint(&key, key.name()).await.unwrap();
    key
}

/// The verifier that is not ours, built; none where Go or the shared folder is missing.
fn outside() -> Option<std::path::PathBuf> {
    let shared = said("HOLDFAST_SHARED")?;
    let source = std::path::Path::new(&shared).join("tools/ledger-verify/main.go");
    let out = folder().join("ledger-verify");
    let built = std::process::Command::new("go")
        .args(["build", "-o"])
        .arg(&out)
        .arg(&source)
        .env("GO111MODULE", "off")
        .env("GOPATH", "/usr/share/gocode")
        .env("GOCACHE", folder())
        .output();
    let built = built.ok().filter(|it| it.status.success());
    built.map(|_| out)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn our_verifier_and_one_that_is_not_ours_agree_on_a_bundle_and_on_one_that_was_altered() {
    let outside = outside();
    if outside.is_none() {
        assert!(said("CI").is_none(), "CI checks bundles by a verifier that is not ours: Go is missing");
        eprintln!("not run: Go, its sumdb packages or the shared tools are missing");
    }
    on_both(async |hub| {
        let (_, world) = peopled(&hub).await;
        let key = signed(&hub).await;
        let whole = bundled(&hub.house.door, key.verifier_key()).await.unwrap();
        let text = String::from_utf8(whole.clone()).unwrap();
        // Whole words: a signature in Base64 may hold any two letters.
        let left: Vec<_> = world.canaries.iter().filter(|it| text.contains(&it.word)).map(|it| it.kind).collect();
        assert!(left.is_empty(), "no name and no content leaves with the ledger: {left:?}");
        let altered = text.replacen("people.create-person", "people.create-pirate", 1).into_bytes();
        assert_ne!(whole, altered);
        for (bytes, sound) in [(whole, true), (altered, false)] {
            let ours = Bundle::read(&bytes).unwrap();
            let found = ours.verify(&Trusted { verifier_key: Some(key.verifier_key()), checkpoint: None });
            assert_eq!(found.sound(), sound, "{found}");
            if let Some(program) = &outside {
                let file = folder().join("ledger.json");
                std::fs::write(&file, &bytes).unwrap();
                let theirs = std::process::Command::new(program).arg(&file).output().unwrap();
                let said = String::from_utf8_lossy(&theirs.stdout).into_owned();
                assert_eq!(theirs.status.success() && said.contains(", 0 bad"), sound, "the outside verifier: {said}");
            }
        }
    })
    .await;
}
