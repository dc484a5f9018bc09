//! Files that come in and lists that go out, as the operator and the pages see it, on both engines.

use std::sync::Arc;

use crate::kit::{Browser, Hub, on_both, said};
use ::door::{Acting, Key, Via};
use exchange::export::{Format, Given, take, write};
use exchange::import::{ALONE, BeginImport, Begun, How, ImportRows, Job, Source, Told, check, kind, own_agency, run};
use hub::demo::{Hands, Size, fill};
use hub::rooms::ROOMS;
use kernel::Ts;
use policy::action;

const PERSONS: &str = "person_ref,forename,surname,dob,sex,ethnicity_dfe,nhs_number,postcode,ward_code
P1,Quill,Mossgarth,2009-05-01,F,WBRI,9434765919,ZZ6 7AN,X05000007
P2,Wren,Dunbrook,2010-11-30,M,WROM,9434765918,,
P3,Idris,\"Fell, the younger\",,F,,,,
";
const STATUSES: &str = "person_ref,status,from_date,to_date
P1,CLA,2018-01-25,2018-11-17
P1,CLA,2018-11-01,
";
const REFERRALS: &str =
    "referral_ref,person_ref,received_at,source_dfe,exploitation_type,contact_kind,decision,decided_at
R1,P1,2016-01-18T12:00:00+00:00,2A,CSE,referral,s17_assessment,2016-01-18T13:00:00+00:00
R2,P2,2016-02-09T19:50:00+00:00,6,CSE,referral,no_further_action,2016-02-29T10:00:00+00:00
R3,P1,2016-02-10T09:00:00+00:00,6,CSE,added_information,already_open,2016-02-10T10:00:00+00:00
R4,P2,2016-03-01T09:00:00+00:00,9,,referral,,
";

fn job(hub: &Hub, name: &str, text: &str) -> Job {
    let source = Source::Bytes(Arc::new(text.as_bytes().to_vec()));
    Job { kind: kind(ROOMS, name).unwrap(), agency: own_agency(&hub.house.catalogue()), source }
}

async fn looked(hub: &Hub, job: &Job) -> Told {
    check(&hub.house.door, &Acting::operator(), &hub.house.catalogue(), job, &|_| {}).await.unwrap()
}

/// Imports as the command line does, and gives new, changed, unchanged.
async fn imported(hub: &Hub, name: &str, text: &str) -> (u64, u64, u64) {
    let job = job(hub, name, text);
    let told = looked(hub, &job).await;
    assert_eq!(told.errors, vec![], "{name}");
    let of = Begun {
        kind: name.to_owned(),
        agency: job.agency.clone(),
        file: "file.csv".to_owned(),
        lines: i64::try_from(told.read).unwrap(),
        doubtful: 0,
    };
    let door = &hub.house.door;
    let import = door.act(&Acting::operator(), Key::none(), BeginImport { of }).await.unwrap();
    let all = run(door, &Acting::operator(), &job, (import, ALONE), &|_| {}).await.unwrap();
    assert_eq!(all, (told.added, told.changed, told.unchanged), "checking {name} foretells what becomes of it");
    all
}

async fn count(hub: &Hub, sql: &'static str) -> i64 {
    let r = hub.house.door.read(&Acting::house()).await.unwrap();
    r.plain::<(i64,)>(sql, vec![]).await.unwrap()[0].0
}

async fn everything(hub: &Hub) -> Vec<i64> {
    let mut all = Vec::new();
    for sql in [
        "SELECT COUNT(*) FROM person",
        "SELECT COUNT(*) FROM person_status",
        "SELECT COUNT(*) FROM person_identifier",
        "SELECT COUNT(*) FROM referral",
        "SELECT COUNT(*) FROM clock",
        "SELECT COUNT(*) FROM entry",
        "SELECT COUNT(*) FROM imported_row",
    ] {
        all.push(count(hub, sql).await);
    }
    all
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_imported_twice_makes_nothing_twice_and_what_its_source_changed_is_changed() {
    on_both(async |hub| {
        assert_eq!(imported(&hub, "persons", PERSONS).await, (3, 0, 0));
        assert_eq!(imported(&hub, "statuses", STATUSES).await, (2, 0, 0));
        assert_eq!(imported(&hub, "referrals", REFERRALS).await, (4, 0, 0));
        let before = everything(&hub).await;
        assert_eq!(before[..4], [3, 2, 5, 4]);
        assert_eq!(imported(&hub, "persons", PERSONS).await, (0, 0, 3));
        assert_eq!(imported(&hub, "statuses", STATUSES).await, (0, 0, 2));
        assert_eq!(imported(&hub, "referrals", REFERRALS).await, (0, 0, 4));
        assert_eq!(everything(&hub).await, before);
        let renamed = PERSONS.replace("Dunbrook", "Dunmoor");
        assert_eq!(imported(&hub, "persons", &renamed).await, (0, 1, 2));
        let ended = STATUSES.replace("2018-11-01,", "2018-11-01,2019-03-01");
        assert_eq!(imported(&hub, "statuses", &ended).await, (0, 1, 1));
        let decided = REFERRALS.replace("9,,referral,,", "9,,referral,advice,2016-03-02T09:00:00+00:00");
        assert_eq!(imported(&hub, "referrals", &decided).await, (0, 1, 3));
        assert_eq!(count(&hub, "SELECT COUNT(*) FROM person WHERE surname = 'Dunmoor'").await, 1);
        assert_eq!(count(&hub, "SELECT COUNT(*) FROM referral WHERE state = 'received'").await, 0);
        assert_eq!(count(&hub, "SELECT COUNT(*) FROM person_status WHERE replaced_at IS NULL").await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_that_stopped_in_the_middle_says_so_and_the_same_file_again_brings_the_rest_once() {
    on_both(async |hub| {
        with_people(&hub).await;
        let before = everything(&hub).await;
        let job = job(&hub, "persons", PERSONS);
        let of = Begun {
            kind: "persons".to_owned(),
            agency: job.agency.clone(),
            file: "file.csv".to_owned(),
            lines: 3,
            doubtful: 0,
        };
        let (door, operator) = (&hub.house.door, Acting::operator());
        let import = door.act(&operator, Key::none(), BeginImport { of }).await.unwrap();
        let cells = ["P1", "Quill", "Mossgarth", "2009-05-01", "F", "WBRI", "9434765919", "ZZ6 7AN", "X05000007"];
        let lines = vec![room::Line { row: 2, cells: cells.map(str::to_owned).into() }];
        let rows = ImportRows { import, agency: job.agency.clone(), lines, how: How(Some(job.kind)) };
        door.act(&operator, Key::none(), rows).await.unwrap();
        hub.pass_minutes(6); // the machine stopped here
        let mut manager = Browser::of(&hub);
        manager.sign_in(&hub, "hubmanager").await;
        let at = format!("/imports/{import}");
        let page = manager.get(&at).await.text();
        assert!(page.contains("State Interrupted") && page.contains("1 of 3 rows were kept"), "{page}");
        assert!(page.contains("Import the same file again") && !page.contains("looks again by itself"), "{page}");
        assert!(manager.get("/imports").await.text().contains("Interrupted"));
        assert_eq!(imported(&hub, "persons", PERSONS).await, (2, 0, 1));
        assert_eq!(everything(&hub).await[0], before[0] + 3, "nobody twice");
        let page = manager.get(&at).await.text();
        assert!(page.contains("Interrupted; a later run brought the rest"), "{page}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clocks_of_imported_history_end_by_its_own_dates_and_nothing_else_follows_from_it() {
    on_both(async |hub| {
        imported(&hub, "persons", PERSONS).await;
        imported(&hub, "referrals", REFERRALS).await;
        let of = |outcome: &str| match outcome {
            "met" => "SELECT COUNT(*) FROM clock WHERE definition = 'CK-01' AND outcome = 'met' AND imported",
            "late" => "SELECT COUNT(*) FROM clock WHERE definition = 'CK-01' AND outcome = 'late' AND imported",
            _ => "SELECT COUNT(*) FROM clock WHERE definition = 'CK-01' AND outcome = 'open' AND imported",
        };
        assert_eq!(count(&hub, of("met")).await, 1, "R1 was decided on its day");
        assert_eq!(count(&hub, of("late")).await, 1, "R2 was decided weeks later");
        assert_eq!(count(&hub, of("open")).await, 1, "R4 still waits; R3 only added to an open one");
        assert_eq!(
            count(&hub, "SELECT COUNT(*) FROM clock WHERE NOT imported").await,
            0,
            "no duty of today begins, also not by the decision to assess"
        );
        let entries =
            "SELECT COUNT(*) FROM entry WHERE source = 'front_door' AND happened < '2017-01-01T00:00:00.000000Z'
            AND recorded < '2017-01-01T00:00:00.000000Z'";
        assert_eq!(count(&hub, entries).await, 6, "four referrals and two decisions stand there at their own time");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_bad_row_keeps_the_whole_file_out_and_every_bad_cell_is_named() {
    on_both(async |hub| {
        let before = everything(&hub).await;
        let bad = "person_ref,forename,surname,dob,sex,ethnicity_dfe,nhs_number,postcode,ward_code
P1,Quill,Mossgarth,2009-05-01,F,WBRI,9434765919,ZZ6 7AN,X05000007
P2,,,2031-02-30,X,WHAT,,,
P1,Again,Samename,,M,,,,
,No,Name,,M,,,,
P5,short
";
        let told = looked(&hub, &job(&hub, "persons", bad)).await;
        let at: Vec<(u64, &str)> = told.errors.iter().map(|it| (it.row, it.column.as_str())).collect();
        let expected = [
            (3, "dob"),
            (3, "ethnicity_dfe"),
            (3, "sex"),
            (3, "surname"),
            (4, "person_ref"),
            (5, "person_ref"),
            (6, ""),
        ];
        assert_eq!(at, expected);
        assert!(told.errors.iter().all(|it| !it.problem.is_empty() && !it.mend.is_empty()));
        assert_eq!((told.read, told.counted.0), (5, 4));
        let orphan = looked(&hub, &job(&hub, "referrals", REFERRALS)).await;
        assert_eq!(orphan.errors.len(), 4, "the persons are not there yet");
        assert_eq!(everything(&hub).await, before, "looking keeps nothing");
        let doubts = looked(&hub, &job(&hub, "persons", PERSONS)).await;
        let doubtful: Vec<(u64, &str)> = doubts.doubts.iter().map(|it| (it.row, it.column.as_str())).collect();
        assert_eq!(doubtful, [(2, "postcode"), (3, "nhs_number")], "a failed check warns and keeps nobody out");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_read_with_its_mark_its_columns_in_any_order_and_refused_without_a_needed_one() {
    on_both(async |hub| {
        let marked = "\u{feff}sex,person_ref,more,surname\r\nF,P9,x,Yarrowby\r\n";
        assert_eq!(imported(&hub, "persons", marked).await, (1, 0, 0));
        let lacking = job(&hub, "persons", "person_ref,surname\nP1,Yarrowby\n");
        let refused =
            check(&hub.house.door, &Acting::operator(), &hub.house.catalogue(), &lacking, &|_| {}).await.unwrap_err();
        let kernel::Refused::Wrong(all) = refused else { panic!("{refused}") };
        assert!(all.0[0].message.contains("column sex"), "{all:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_outside_district_comes_in_whole() {
    let Some(shared) = said("HOLDFAST_SHARED") else {
        eprintln!("not run: HOLDFAST_SHARED is not set");
        return;
    };
    let file =
        |name: &str| std::fs::read_to_string(std::path::Path::new(&shared).join("data/district").join(name)).unwrap();
    on_both(async |hub| {
        for (name, path) in [("persons", "persons.csv"), ("statuses", "statuses.csv"), ("referrals", "referrals.csv")] {
            let text = file(path);
            let rows = text.lines().count() as u64 - 1;
            assert_eq!(imported(&hub, name, &text).await, (rows, 0, 0));
            assert_eq!(imported(&hub, name, &text).await, (0, 0, rows));
        }
        assert_eq!(count(&hub, "SELECT COUNT(*) FROM referral WHERE state <> 'added'").await, 1_144);
    })
    .await;
}

async fn with_people(hub: &Hub) {
    let as_of: Ts = crate::kit::START.parse().unwrap();
    fill(&hub.house, &Hands::on(hub.clock.clone(), 1), Size::Few, as_of).await.unwrap();
}

async fn acting(hub: &Hub, name: &'static str) -> Acting {
    let r = hub.house.door.read(&Acting::house()).await.unwrap();
    let found: Vec<(kernel::UserId,)> =
        r.plain("SELECT id FROM account WHERE name = $1", ::door::args![name.to_owned()]).await.unwrap();
    drop(r);
    hub.house.door.user(found[0].0, Via::CommandLine).await.unwrap()
}

async fn csv_of(hub: &Hub, who: &'static str, list: &str) -> Result<String, kernel::Refused> {
    let acting = acting(hub, who).await;
    let list = exchange::export::kind(ROOMS, list).unwrap();
    match take(&hub.house.door, &acting, list, None, 200).await? {
        Given::Rows(r, rows) => {
            hub.house.door.leave(*r, "export").await?;
            Ok(write(list, &rows, Format::Csv))
        }
        Given::Waits(reference, _) => Err(kernel::Refused::Conflict(reference.to_string())),
    }
}

fn references(text: &str) -> Vec<String> {
    let at = text.match_indices("HF-").filter_map(|(at, _)| text.get(at..at + 12));
    at.map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_is_what_the_screen_lists_for_the_same_user_in_the_same_order() {
    on_both(async |hub| {
        with_people(&hub).await;
        let csv = csv_of(&hub, "screener", "referrals").await.unwrap();
        let mut browser = Browser::of(&hub);
        browser.sign_in(&hub, "screener").await;
        let mut seen = references(&browser.get("/referrals?state=all").await.text());
        let mut page = 2;
        while seen.len() < csv.lines().count() - 1 && page < 9 {
            seen.extend(references(&browser.get(&format!("/referrals?state=all&page={page}")).await.text()));
            page += 1;
        }
        assert!(!seen.is_empty());
        assert_eq!(references(&csv), seen);
        assert_eq!(csv_of(&hub, "youthworker", "referrals").await.unwrap().lines().count(), 1, "not one row");
        assert!(matches!(csv_of(&hub, "admin", "persons").await, Err(kernel::Refused::MayNot(_))));
        hub.house.door.seal_all().await.unwrap();
        let leaves = hub.house.door.leaves(0, 100_000).await.unwrap();
        assert!(leaves.iter().any(|it| it.contains("exchange.take-export")), "who took it out is in the ledger");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_than_two_hundred_people_leave_only_when_a_second_person_agrees() {
    on_both(async |hub| {
        with_people(&hub).await;
        let mut file = "person_ref,forename,surname,sex\n".to_owned();
        for nth in 0..201 {
            file.push_str(&format!("B{nth},Many,Ridgeley,F\n"));
        }
        imported(&hub, "persons", &file).await;
        let Err(kernel::Refused::Conflict(reference)) = csv_of(&hub, "screener", "persons").await else {
            panic!("it left without a second person")
        };
        let Err(kernel::Refused::Conflict(again)) = csv_of(&hub, "screener", "persons").await else {
            panic!("it left at the second try")
        };
        assert_eq!(reference, again, "asking again makes no second request");
        let mut chair = Browser::of(&hub);
        chair.sign_in(&hub, "chair").await;
        let page = chair.get("/exports").await;
        assert!(page.text().contains(&reference), "{}", page.text());
        let page = chair.submit(&page, &format!("/exports/{reference}/decision"), &[("agree", "yes")]).await;
        assert_eq!(page.status, 200, "{}", page.text());
        let csv = csv_of(&hub, "screener", "persons").await.unwrap();
        assert!(csv.lines().count() > 201);
        let Err(kernel::Refused::Conflict(_)) = csv_of(&hub, "teammanager", "persons").await else {
            panic!("the approval is the screener's alone")
        };
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_of_many_people_asks_once_more_who_it_is_on_the_page_and_for_programs() {
    on_both(async |hub| {
        with_people(&hub).await;
        let mut file = "person_ref,forename,surname,sex\n".to_owned();
        for nth in 0..201 {
            file.push_str(&format!("B{nth},Many,Ridgeley,F\n"));
        }
        imported(&hub, "persons", &file).await;
        let mut screener = Browser::of(&hub);
        screener.sign_in(&hub, "screener").await;
        hub.pass_minutes(6);
        let page = screener.get("/exports").await;
        assert!(!page.text().contains("Six digits"), "a short list asks for no code: {}", page.text());
        let short = [("kind", "referrals"), ("format", "csv")];
        assert!(screener.submit(&page, "/exports", &short).await.body.starts_with("reference,"));
        let fields = [("kind", "persons"), ("format", "csv")];
        let without = screener.submit(&page, "/exports", &fields).await;
        assert!(without.text().contains("so that we know that it is still you"), "{}", without.text());
        let take = |code: &str| format!(r#"{{"kind":"persons","code":"{code}"}}"#);
        let post = || axum::http::Request::post("/api/v1/exports").header("content-type", "application/json");
        assert_eq!(screener.call(post(), take("")).await.status(), 422);
        assert_eq!(screener.call(post(), take("000000")).await.status(), 422);
        let people = hub::demo::shown(&hub.house).await.unwrap();
        let who = people.into_iter().find(|it| it.name == "screener").unwrap();
        let secret = identity::TotpSecret::from_base32(&who.totp_secret).unwrap();
        let code = secret.code(hub.house.door.now());
        let right = [fields.as_slice(), &[("code", code.as_str())]].concat();
        let page = screener.submit(&without, "/exports", &right).await;
        assert!(page.text().contains("waits for a second person"), "{}", page.text());
        let told = screener.call(post(), take("")).await;
        assert_eq!(told.status(), 200, "the proof holds for some minutes");
        let mine = screener.get("/api/v1/exports").await.body;
        let mine: serde_json::Value = serde_json::from_str(&mine).unwrap();
        assert_eq!(mine["own"].as_array().map(Vec::len), Some(1), "asked once: {mine}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_hub_manager_sends_a_file_and_the_administrator_applies_it_without_seeing_a_name() {
    on_both(async |hub| {
        with_people(&hub).await;
        let mut manager = Browser::of(&hub);
        manager.sign_in(&hub, "hubmanager").await;
        let bad = PERSONS.replace(",F,WBRI", ",Q,WBRI");
        let page = send(&mut manager, &bad).await;
        let page = settled(&mut manager, &page.at, "Being checked").await;
        assert!(page.contains("Has bad rows") && page.contains("this is no code of the list"), "{page}");
        let page = manager.get("/imports").await;
        let file = ("file", "people.csv", PERSONS.as_bytes());
        let zero = manager.submit_file(&page, "/imports", &[("kind", "per\0sons")], file).await;
        assert_eq!(zero.status, 422, "a zero byte is refused before it comes to a store: {}", zero.text());
        let before = everything(&hub).await;
        let page = send(&mut manager, PERSONS).await;
        let at = page.at.clone();
        let page = settled(&mut manager, &at, "Being checked").await;
        assert!(page.contains("Waits to be applied") && page.contains("9434765918"), "{page}");
        assert_eq!(everything(&hub).await, before, "nothing is kept before it is applied");
        let mut admin = Browser::of(&hub);
        admin.sign_in(&hub, "admin").await;
        let page = admin.get(&at).await;
        assert!(page.text().contains("nhs_number") && !page.body.contains("9434765918"), "no content for admin");
        admin.submit(&page, &format!("{at}/apply"), &[]).await;
        let page = settled(&mut admin, &at, "Under way").await;
        assert!(page.contains("New 3"), "{page}");
        assert_eq!(everything(&hub).await[0], before[0] + 3);
        let list = admin.get("/imports").await.text();
        assert!(list.contains("people.csv") && list.contains("Hollis Heatherbrook"), "{list}");
        let mut teacher = Browser::of(&hub);
        teacher.sign_in(&hub, "teacher").await;
        assert_eq!(teacher.get("/imports").await.status, 403);
        assert!(!hub.house.door.policy().ever(&acting(&hub, "admin").await.principal, action::PROPOSE_IMPORT));
    })
    .await;
}

async fn send(browser: &mut Browser, text: &str) -> crate::kit::Seen {
    let page = browser.get("/imports").await;
    browser.submit_file(&page, "/imports", &[("kind", "persons")], ("file", "people.csv", text.as_bytes())).await
}

/// What the page says once it is no longer in a state.
async fn settled(browser: &mut Browser, at: &str, while_it_says: &str) -> String {
    for _ in 0..400 {
        let page = browser.get(at).await.text();
        if !page.contains(while_it_says) {
            return page;
        }
        tokio::task::yield_now().await;
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("{at} still says {while_it_says}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_seed_and_day_give_the_same_district_with_lateness_and_drafts() {
    on_both(async |hub| {
        with_people(&hub).await;
        let first = csv_of(&hub, "screener", "referrals").await.unwrap();
        assert!(first.lines().count() > 20);
        let other = Hub::on(crate::kit::Engine::Sqlite).await;
        with_people(&other).await;
        assert_eq!(first, csv_of(&other, "screener", "referrals").await.unwrap());
        assert_eq!(count(&hub, "SELECT COUNT(*) FROM person").await, 30);
        assert!(count(&hub, "SELECT COUNT(*) FROM clock WHERE outcome = 'late'").await > 0, "some were late");
        assert!(count(&hub, "SELECT COUNT(*) FROM entry WHERE source = 'note'").await > 0);
        let as_of: Ts = crate::kit::START.parse().unwrap();
        let again = fill(&hub.house, &Hands::on(hub.clock.clone(), 1), Size::Few, as_of).await;
        assert!(matches!(again, Err(kernel::Refused::Conflict(_))), "a store that holds anything is refused");
    })
    .await;
}

const EPISODES: &str = "episode_ref,person_ref,opened_on,closed_on
E1,P1,2015-03-30,
E2,P2,2014-11-13,2014-11-24
";
const LEVELS: &str = "assessment_ref,episode_ref,confirmed_on,level,recorded_at
A1,E1,2015-12-27,1,2015-12-27T10:00:00+00:00
A2,E1,2016-03-14,3,2016-04-20T10:00:00+00:00
";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn imported_levels_keep_both_their_times_and_a_correction_is_another_row() {
    on_both(async |hub| {
        imported(&hub, "persons", PERSONS).await;
        assert_eq!(imported(&hub, "episodes", EPISODES).await, (2, 0, 0));
        let unknown = looked(&hub, &job(&hub, "levels", &LEVELS.replace(",E1,", ",E9,"))).await;
        assert!(unknown.errors.iter().all(|it| it.column == "episode_ref") && unknown.errors.len() == 2);
        let wrong = looked(&hub, &job(&hub, "levels", &LEVELS.replace(",3,", ",4,"))).await;
        assert_eq!(wrong.errors.iter().map(|it| (it.row, it.column.as_str())).collect::<Vec<_>>(), [(3, "level")]);
        assert_eq!(imported(&hub, "levels", LEVELS).await, (2, 0, 0));
        assert_eq!(imported(&hub, "levels", LEVELS).await, (0, 0, 2), "twice the same changes nothing");
        let late =
            "SELECT COUNT(*) FROM risk_level WHERE set_on = '2016-03-14' AND recorded >= '2016-04-20T00:00:00.000000Z'";
        assert_eq!(count(&hub, late).await, 1);
        assert_eq!(imported(&hub, "levels", &LEVELS.replace(",3,", ",2,")).await, (0, 1, 1));
        assert_eq!(count(&hub, "SELECT COUNT(*) FROM risk_level").await, 3, "what was known before stays");
        assert_eq!(count(&hub, "SELECT COUNT(*) FROM risk_level WHERE replaced_at IS NULL").await, 2);
        assert_eq!(
            imported(&hub, "episodes", &EPISODES.replace("2015-03-30,", "2015-03-30,2016-05-01")).await,
            (0, 1, 1)
        );
        assert_eq!(count(&hub, "SELECT COUNT(*) FROM episode WHERE closed_on IS NULL").await, 0);
        assert_eq!(count(&hub, "SELECT COUNT(*) FROM action").await, 0, "history raises no task");
    })
    .await;
}
