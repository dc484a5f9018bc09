//! The chronology through the door, on the embedded database, with the policies that ship.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use catalogue::{Catalogue, Current, Part};
use door::{
    Account, AccountState, Acting, Command, Content, Door, DoorBuilder, Fact, FactSql, Happening, Key, Line, Migration,
    Reactions, Refused, Seat, Via, Writing,
};
use kernel::{Handling, Marking, PersonId, Ts, UserId};
use policy::Policy;
use policy::action::{SEE_RECORD, SEE_REFERRAL, WRITE_NOTE};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::*;

const PEOPLE: &[Migration] = &[Migration {
    name: "0001_people",
    sql: "
CREATE TABLE person (
    id UUID PRIMARY KEY,
    root UUID NOT NULL
);
CREATE TABLE works (
    person UUID NOT NULL,
    holder UUID NOT NULL
);",
}];

const KAI: PersonId = PersonId(Uuid::from_u128(1));
const MIA: PersonId = PersonId(Uuid::from_u128(2));
/// Kai, recorded twice and merged.
const KAY: PersonId = PersonId(Uuid::from_u128(3));

static POLICY: OnceLock<Arc<Policy>> = OnceLock::new();
static NEXT: AtomicU64 = AtomicU64::new(1);

struct Hub {
    door: Door,
    clock: Arc<AtomicI64>,
    folder: std::path::PathBuf,
}

impl Drop for Hub {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn ts(it: &str) -> Ts {
    it.parse().expect("an instant")
}

/// Puts the people of the tests in.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
struct Furnish {}

/// Somebody refers Kai.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
struct ReferKai {}

#[derive(Serialize)]
struct Referred {}

impl Happening for Referred {
    const NAME: &'static str = "front_door.referral-received";
    fn persons(&self) -> Vec<PersonId> {
        vec![KAI, KAI]
    }
    fn subject(&self) -> (&'static str, Uuid) {
        ("referral", Uuid::from_u128(77))
    }
    fn line(&self) -> Option<Line> {
        Some(Line { see: SEE_REFERRAL, text: "A referral came in".into(), marking: Marking::Sensitive })
    }
}

impl Command for ReferKai {
    const NAME: &'static str = "test.refer";
    const WHAT: &'static str = "";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        w.may(WRITE_NOTE, Some(KAI), door::Facts::NONE).await?;
        w.happened(Referred {}).await
    }
}

/// Role, agency, kind, and whom they work with.
const STAFF: [(&str, &str, &str, &str, &[PersonId]); 8] = [
    ("socialworker", "social-worker", "wrenmoor-children", "council-children", &[KAI]),
    ("teammanager", "team-manager", "wrenmoor-children", "council-children", &[]),
    ("screener", "screener", "wrenmoor-children", "council-children", &[]),
    ("officer", "police-officer", "moorland-police", "police", &[KAI]),
    ("nurse", "health-practitioner", "wrenmoor-hospitals", "nhs", &[KAI, MIA]),
    ("teacher", "referrer", "tarnside-high", "education", &[]),
    ("admin", "admin", "wrenmoor-governance", "council-other", &[]),
    ("otherworker", "social-worker", "wrenmoor-children", "council-children", &[MIA]),
];

fn user(name: &str) -> UserId {
    let nth = STAFF.iter().position(|it| it.0 == name).expect("one of the staff");
    UserId(Uuid::from_u128(1000 + nth as u128))
}

impl Command for Furnish {
    const NAME: &'static str = "test.furnish";
    const WHAT: &'static str = "";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        for (id, root) in [(KAI, KAI), (MIA, MIA), (KAY, KAI)] {
            w.run("INSERT INTO person (id, root) VALUES ($1, $2)", door::args![id, root]).await?;
        }
        for (name, role, agency, kind, persons) in STAFF {
            let holder = user(name);
            let account = Account {
                id: holder,
                name: name.into(),
                shown_as: format!("The {name}"),
                mail: String::new(),
                state: AccountState::Active,
                trained_to: None,
                vetted_to: None,
                created: w.now,
                version: 1,
            };
            w.keep(&account).await?;
            let seat = Seat {
                id: w.new_id(),
                holder,
                role: role.into(),
                agency: agency.into(),
                agency_kind: kind.into(),
                team: None,
                holds_from: ts("2020-01-01T00:00:00Z").day(),
                holds_to: None,
                proposed_by: None,
                confirmed_by: Some(holder),
                version: 1,
            };
            w.keep(&seat).await?;
            for person in persons {
                w.run("INSERT INTO works (person, holder) VALUES ($1, $2)", door::args![*person, holder]).await?;
            }
        }
        Ok(())
    }
}

async fn hub() -> Hub {
    let nth = NEXT.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("holdfast-entry-{}-{nth}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let clock = Arc::new(AtomicI64::new(ts("2026-03-28T09:00:00Z").micros()));
    let (ticks, seed) = (clock.clone(), AtomicU64::new(nth << 32));
    let mine = FactSql {
        fact: Fact::Mine,
        sql: "EXISTS (SELECT 1 FROM works k WHERE k.person = :person AND k.holder = :user)",
        which: None,
    };
    let policy = POLICY.get_or_init(|| Arc::new(Policy::new(policy::shared(), &[]).expect("the policies")));
    let door = DoorBuilder {
        url: format!("sqlite:{}/hub.db", folder.display()),
        policy: policy.clone(),
        facts: vec![mine],
        listeners: vec![chronology],
        reactions: Reactions::default(),
        time: Box::new(move || Ts::from_micros(ticks.fetch_add(1000, Ordering::Relaxed))),
        randomness: Box::new(move |bytes| {
            let n = seed.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            bytes.iter_mut().enumerate().for_each(|(at, it)| *it = (n >> (8 * (at % 8))) as u8 ^ at as u8);
        }),
        basis: Box::new(|_, _| true),
        more: Box::new(Current::new(Catalogue::embedded().clone())),
    };
    let door = door.open(&[("test", PEOPLE), ("entry", MIGRATIONS)]).await.expect("a store");
    door.act(&Acting::house(), Key::none(), Furnish {}).await.expect("people");
    Hub { door, clock, folder }
}

impl Hub {
    async fn who(&self, name: &str) -> Acting {
        self.door.user(user(name), Via::Page).await.expect("an account")
    }
    async fn act<C: Command>(&self, name: &str, command: C) -> Result<C::Done, Refused> {
        self.door.act(&self.who(name).await, Key::none(), command).await
    }
    async fn titles(&self, name: &str, person: PersonId, what: &Asked) -> Vec<String> {
        let r = self.door.read(&self.who(name).await).await.expect("a reading");
        let all = history(&r, person, what, Order::Oldest, (100, 0)).await.expect("a page");
        assert_eq!(all.total, all.rows.len() as i64, "the count is of what is shown");
        all.rows.into_iter().map(|it| it.title).collect()
    }
    async fn writes(&self, name: &str, title: &str) -> EntryId {
        self.act(name, note(title)).await.unwrap_or_else(|e| panic!("{name} {title}: {e}")).entry
    }
    fn later(&self, hours: i64) -> Ts {
        let now = self.clock.fetch_add(hours * 3_600_000_000, Ordering::Relaxed);
        Ts::from_micros(now)
    }
}

fn note(title: &str) -> WriteNote {
    WriteNote {
        person: KAI,
        kind: "visit".into(),
        happened: ts("2026-03-27T15:00:00Z"),
        title: title.into(),
        text: format!("{title}: seen at home, O'Brien Road"),
        part: Part::Casework,
        marking: Marking::Sensitive,
        handling: Handling::default(),
    }
}

fn only_for(agency: &str, until: Option<&str>) -> Handling {
    Handling { agencies: vec![agency.into()], until: until.map(|it| it.parse().expect("a day")), do_not: String::new() }
}

/// An agency of the example partnership, so that marks are of agencies that exist.
fn agencies() -> (String, String) {
    let of = |kind: &str| Catalogue::embedded().agencies.iter().find(|it| it.kind == kind).expect("one").code.clone();
    (of("police"), of("nhs"))
}

#[tokio::test]
async fn a_note_is_on_the_chronology_of_everybody_who_may_see_the_record() {
    let hub = hub().await;
    hub.writes("socialworker", "First visit").await;
    hub.act("socialworker", ReferKai {}).await.expect("referred");
    assert_eq!(hub.titles("socialworker", KAI, &Asked::default()).await, ["First visit", "A referral came in"]);
    assert_eq!(hub.titles("screener", KAY, &Asked::default()).await.len(), 2, "of everybody merged");
    assert_eq!(hub.titles("teacher", KAI, &Asked::default()).await, [] as [&str; 0]);
    assert_eq!(hub.titles("admin", KAI, &Asked::default()).await, [] as [&str; 0]);
    assert_eq!(
        hub.act("teacher", note("x")).await.map(|_| ()),
        Err(Refused::NotFound),
        "whoever may not know is told nothing"
    );
    assert!(matches!(hub.act("otherworker", note("x")).await, Err(Refused::MayNot(_))));
}

#[tokio::test]
async fn filters_order_paging_words_and_count_agree() {
    let hub = hub().await;
    for (nth, title) in ["One", "Two", "Three"].into_iter().enumerate() {
        let happened = ts("2026-03-20T10:00:00Z").plus_hours(24 * nth as i64);
        let kind = if nth == 1 { "call" } else { "visit" };
        hub.act("socialworker", WriteNote { happened, kind: kind.into(), ..note(title) }).await.expect("a note");
    }
    hub.writes("officer", "Police note").await;
    let of = |what: Asked| {
        let hub = &hub;
        async move { hub.titles("teammanager", KAI, &what).await }
    };
    assert_eq!(of(Asked { kinds: vec!["call".into()], ..Asked::default() }).await, ["Two"]);
    assert_eq!(of(Asked { kinds: vec!["call".into(), "visit".into()], ..Asked::default() }).await.len(), 4);
    assert_eq!(of(Asked { agencies: vec!["moorland-police".into()], ..Asked::default() }).await, ["Police note"]);
    let (from, to) = (Some(ts("2026-03-21T00:00:00Z")), Some(ts("2026-03-22T00:00:00Z")));
    assert_eq!(of(Asked { from, to, ..Asked::default() }).await, ["Two"]);
    assert_eq!(of(Asked { words: "thr home".into(), ..Asked::default() }).await, ["Three"]);
    assert_eq!(of(Asked { words: "OBRIEN polic".into(), ..Asked::default() }).await, ["Police note"]);
    assert_eq!(of(Asked { words: "%".into(), ..Asked::default() }).await, [] as [&str; 0]);
    let r = hub.door.read(&hub.who("teammanager").await).await.expect("a reading");
    let page = history(&r, KAI, &Asked::default(), Order::Newest, (1, 1)).await.expect("a page");
    assert_eq!((page.total, page.rows[0].title.as_str()), (4, "Three"));
    let (kinds, by) = found_of(&r, KAI).await.expect("filters");
    assert_eq!(kinds, [("call".to_owned(), 1), ("visit".to_owned(), 3)]);
    assert_eq!(by.len(), 2);
    let names = authors(&r, &page.rows).await.expect("names");
    let row = cells(&page.rows[0], Catalogue::embedded(), &names);
    assert_eq!((row[2].as_str(), row[6].as_str()), ("Visit", "The socialworker"));
}

#[tokio::test]
async fn a_correction_takes_the_place_of_the_note_and_the_old_words_stay_readable() {
    let hub = hub().await;
    let old = hub.writes("socialworker", "Wrong words").await;
    let before = hub.later(1);
    let correct = |entry| CorrectEntry {
        entry,
        happened: ts("2026-03-27T16:00:00Z"),
        title: "Right words".into(),
        text: "It was at four".into(),
        marking: Marking::Official,
        handling: Handling::default(),
        reason: "The time was wrong".into(),
    };
    let new = hub.act("socialworker", correct(old)).await.expect("corrected").entry;
    assert_eq!(hub.titles("teammanager", KAI, &Asked::default()).await, ["Right words"]);
    assert_eq!(
        hub.titles("teammanager", KAI, &Asked { known_at: Some(before), ..Asked::default() }).await,
        ["Wrong words"]
    );
    let r = hub.door.read(&hub.who("teammanager").await).await.expect("a reading");
    let it = entry(&r, new).await.expect("the entry");
    assert_eq!((it.marking, it.replaces, it.because.as_str()), (Marking::Sensitive, Some(old), "The time was wrong"));
    assert!(matches!(hub.act("socialworker", correct(old)).await, Err(Refused::Rule { .. })), "corrected already");
}

#[tokio::test]
async fn an_entry_on_the_wrong_child_is_moved_and_both_histories_show_it() {
    let hub = hub().await;
    let wrong = hub.writes("socialworker", "Mia was seen").await;
    let before = hub.later(1);
    let moving = MoveEntry { entry: wrong, to: MIA, reason: "Two children of one name".into() };
    assert!(matches!(hub.act("socialworker", moving.clone()).await, Err(Refused::MayNot(_))));
    assert!(
        matches!(hub.act("screener", MoveEntry { to: KAY, ..moving.clone() }).await, Err(Refused::Wrong(_))),
        "the same child"
    );
    let new = hub.act("screener", moving).await.expect("moved").entry;
    assert_eq!(hub.titles("screener", MIA, &Asked::default()).await, ["Mia was seen"]);
    assert_eq!(hub.titles("screener", KAI, &Asked::default()).await, ["An entry was moved away"]);
    assert_eq!(
        hub.titles("screener", KAI, &Asked { known_at: Some(before), ..Asked::default() }).await,
        ["Mia was seen"]
    );
    let r = hub.door.read(&hub.who("screener").await).await.expect("a reading");
    let it = entry(&r, new).await.expect("the entry");
    assert_eq!((it.moved_from, it.author, it.recorded_by), (Some(KAI), user("socialworker"), user("screener")));
    assert_eq!(hub.titles("screener", KAI, &Asked { words: "mia".into(), ..Asked::default() }).await, [] as [&str; 0]);
}

#[tokio::test]
async fn what_is_marked_for_certain_agencies_is_absent_for_others_until_its_day_has_passed() {
    let hub = hub().await;
    let (police, _) = agencies();
    let marked = WriteNote { handling: only_for(&police, Some("2026-03-30")), ..note("Covert") };
    let id = hub.act("officer", marked).await.expect("a note").entry;
    for name in ["socialworker", "teammanager", "screener", "nurse"] {
        assert_eq!(hub.titles(name, KAI, &Asked::default()).await, [] as [&str; 0], "{name}");
        assert_eq!(hub.titles(name, KAI, &Asked { words: "covert".into(), ..Asked::default() }).await, [] as [&str; 0]);
        let r = hub.door.read(&hub.who(name).await).await.expect("a reading");
        assert_eq!(entry(&r, id).await.map(|_| ()), Err(Refused::NotFound), "{name}");
        assert!(found_of(&r, KAI).await.expect("filters").0.is_empty());
    }
    assert_eq!(hub.titles("officer", KAI, &Asked::default()).await, ["Covert"], "its makers see it");
    hub.later(24 * 3);
    assert_eq!(hub.titles("teammanager", KAI, &Asked::default()).await, ["Covert"], "the mark lapsed");
    let unknown = WriteNote { handling: only_for("nobody-such", None), ..note("x") };
    assert!(matches!(hub.act("officer", unknown).await, Err(Refused::Wrong(_))));
}

#[tokio::test]
async fn a_list_shows_exactly_what_opening_one_by_one_would() {
    let hub = hub().await;
    let (police, nhs) = agencies();
    let marks = [
        Handling::default(),
        only_for(&police, None),
        only_for(&nhs, Some("2026-03-28")),
        only_for(&police, Some("2026-03-29")),
    ];
    let mut all = Vec::new();
    for author in ["socialworker", "officer", "nurse"] {
        for part in [
            Part::Casework,
            Part::Health,
            Part::Education,
            Part::Legal,
            Part::Investigation,
            Part::Identity,
            Part::Referral,
        ] {
            for handling in &marks {
                let it = WriteNote { part, handling: handling.clone(), ..note(&format!("{author} {part}")) };
                all.push(hub.act(author, it).await.expect("a note").entry);
            }
        }
    }
    for hours in [0, 24, 48] {
        hub.later(hours);
        for (name, ..) in STAFF {
            let r = hub.door.read(&hub.who(name).await).await.expect("a reading");
            let page = history(&r, KAI, &Asked::default(), Order::Oldest, (1000, 0)).await.expect("a page");
            let listed: Vec<_> = page.rows.iter().map(|it| it.id).collect();
            let mut opened = Vec::new();
            for id in &all {
                if entry(&r, *id).await.is_ok() {
                    opened.push(*id);
                }
            }
            assert_eq!(listed, opened, "{name} after {hours} hours");
            assert_eq!(page.total, opened.len() as i64);
        }
    }
}

fn upload(name: &str, bytes: Vec<u8>, of: Uuid) -> Upload {
    Upload {
        of: FileOf { kind: "entry", id: of, field: "files".into() },
        person: Some(KAI),
        part: Part::Casework,
        marking: Marking::Sensitive,
        handling: Handling::default(),
        name: name.into(),
        bytes,
    }
}

#[tokio::test]
async fn a_file_is_kept_in_chunks_and_given_back_whole_to_those_who_may_see_it() {
    let hub = hub().await;
    let id = hub.writes("socialworker", "With a file").await;
    let mut bytes = b"%PDF-1.7\n".to_vec();
    bytes.extend((0..700_000_u32).map(|it| (it % 251) as u8));
    let who = hub.who("socialworker").await;
    let limit = file_limit(Catalogue::embedded());
    let file = keep_file(&hub.door, &who, upload("../Body map.exe", bytes.clone(), id.0), limit).await.expect("kept");
    let r = hub.door.read(&hub.who("teammanager").await).await.expect("a reading");
    let found = open_file(&r, file).await.expect("the file");
    assert_eq!((found.name.as_str(), found.media, found.bytes == bytes), ("Body map.exe.pdf", Media::Pdf, true));
    assert_eq!(files_of(&r, "entry", id.0).await.expect("files").len(), 1);
    let (chunks,): (i64,) =
        r.plain_one("SELECT COUNT(*) FROM file_chunk", vec![]).await.expect("asked").expect("a count");
    assert_eq!(chunks, 3);
    let other = hub.door.read(&hub.who("otherworker").await).await.expect("a reading");
    assert_eq!(open_file(&other, file).await.map(|_| ()), Err(Refused::NotFound));
    let wrong = |it: Result<FileId, Refused>| match it {
        Err(Refused::Wrong(them)) => them.of("files").unwrap_or_default().to_owned(),
        other => panic!("{other:?}"),
    };
    let large = keep_file(&hub.door, &who, upload("a.pdf", bytes, id.0), 1024 * 512).await;
    assert_eq!(wrong(large), "The file must be 0 MB or smaller");
    assert!(wrong(keep_file(&hub.door, &who, upload("a.pdf", b"MZ".to_vec(), id.0), limit).await).contains("program"));
    let moving = MoveEntry { entry: id, to: MIA, reason: "Wrong child".into() };
    hub.act("screener", moving).await.expect("moved");
    let r = hub.door.read(&hub.who("otherworker").await).await.expect("a reading");
    assert!(open_file(&r, file).await.is_ok(), "the file went with its note");
}

#[tokio::test]
async fn a_file_that_never_arrived_whole_is_not_seen_and_thrown_away_after_a_day() {
    let hub = hub().await;
    let id = hub.writes("socialworker", "With a file").await;
    let who = hub.who("socialworker").await;
    let file = keep_file(&hub.door, &who, upload("a.txt", b"Words".to_vec(), id.0), 1 << 20).await.expect("kept");
    hub.door.act(&Acting::house(), Key::none(), Unfinish {}).await.expect("undone");
    let r = hub.door.read(&who).await.expect("a reading");
    assert!(files_of(&r, "entry", id.0).await.expect("files").is_empty());
    assert_eq!(open_file(&r, file).await.map(|_| ()), Err(Refused::NotFound));
    drop(r);
    let house = Acting::house();
    let forget = || hub.door.act(&house, Key::none(), ForgetUnfinishedFiles {});
    assert_eq!(forget().await, Ok(0));
    hub.later(25);
    assert_eq!(forget().await, Ok(1));
}

/// As if the last step had never come.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
struct Unfinish {}

impl Command for Unfinish {
    const NAME: &'static str = "test.unfinish";
    const WHAT: &'static str = "";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        w.run("UPDATE file SET complete = $1", door::args![false]).await.map(|_| ())
    }
}

#[test]
fn every_part_of_the_record_is_seen_by_an_action_that_entries_know() {
    assert!(Part::ALL.iter().all(|it| SEES.contains(&see_of(*it))));
    assert_eq!(Entry::SEE, SEE_RECORD);
}
