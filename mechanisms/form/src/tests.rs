//! Drafts through the door, on the embedded database, with the policies that ship.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use catalogue::{Catalogue, Current};
use door::{Account, AccountState, Acting, Command, Door, DoorBuilder, Key, Reactions, Refused, Seat, Via, Writing};
use kernel::{Ts, UserId};
use policy::Policy;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::*;

const TEACHER: UserId = UserId(Uuid::from_u128(1));
const NURSE: UserId = UserId(Uuid::from_u128(2));
static NEXT: AtomicU64 = AtomicU64::new(1);

struct Folder(std::path::PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[derive(Clone, Serialize, Deserialize, JsonSchema)]
struct Furnish {}

impl Command for Furnish {
    const NAME: &'static str = "test.furnish";
    const WHAT: &'static str = "";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        for (id, name) in [(TEACHER, "teacher"), (NURSE, "nurse")] {
            let (name, mail) = (name.to_owned(), String::new());
            let (state, created) = (AccountState::Active, w.now);
            let account = Account {
                id,
                shown_as: name.clone(),
                name,
                mail,
                state,
                trained_to: None,
                vetted_to: None,
                created,
                version: 1,
            };
            w.keep(&account).await?;
            let (role, agency, agency_kind) =
                ("referrer".to_owned(), "tarnside-high".to_owned(), "education".to_owned());
            let (holds_from, confirmed_by) = (w.now.day().plus_days(-9), Some(id));
            let seat = Seat {
                id: w.new_id(),
                holder: id,
                role,
                agency,
                agency_kind,
                team: None,
                holds_from,
                holds_to: None,
                proposed_by: None,
                confirmed_by,
                version: 1,
            };
            w.keep(&seat).await?;
        }
        keep_versions(w, Catalogue::embedded()).await?;
        keep_versions(w, Catalogue::embedded()).await
    }
}

async fn open(folder: &Folder, clock: &Arc<AtomicI64>) -> Door {
    let (ticks, seed) = (clock.clone(), AtomicU64::new(NEXT.fetch_add(1, Ordering::Relaxed) << 32));
    let door = DoorBuilder {
        url: format!("sqlite:{}/hub.db", folder.0.display()),
        policy: Arc::new(Policy::new(policy::shared(), &[]).expect("the policies")),
        facts: vec![],
        listeners: vec![],
        reactions: Reactions::default(),
        time: Box::new(move || Ts::from_micros(ticks.fetch_add(1000, Ordering::Relaxed))),
        randomness: Box::new(move |bytes| {
            let n = seed.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            bytes.iter_mut().enumerate().for_each(|(at, it)| *it = (n >> (8 * (at % 8))) as u8 ^ at as u8);
        }),
        basis: Box::new(|_, _| true),
        more: Box::new(Current::new(Catalogue::embedded().clone())),
    };
    door.open(&[("entry", entry::MIGRATIONS), ("form", MIGRATIONS)]).await.expect("a store")
}

async fn hub() -> (Door, Arc<AtomicI64>, Folder) {
    let nth = NEXT.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("holdfast-form-{}-{nth}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let folder = Folder(folder);
    let start: Ts = "2026-03-28T09:00:00Z".parse().expect("an instant");
    let clock = Arc::new(AtomicI64::new(start.micros()));
    let door = open(&folder, &clock).await;
    door.act(&Acting::house(), Key::none(), Furnish {}).await.expect("people");
    (door, clock, folder)
}

fn saving(words: &str, draft: Option<(DraftId, i64)>) -> SaveDraft {
    let mut answers = Answers::default();
    answers.put("concern", 0, "what", Answer::words(words));
    SaveDraft {
        draft,
        form: "referral".into(),
        answers,
        page: "concern".into(),
        person: None,
        subject: None,
        part: catalogue::Part::Referral,
    }
}

async fn saves(door: &Door, who: UserId, it: SaveDraft) -> Result<Saved, Refused> {
    door.act(&door.user(who, Via::Page).await?, Key::none(), it).await
}

#[tokio::test]
async fn a_draft_is_kept_through_a_restart_and_only_its_writer_sees_it() {
    let (door, clock, folder) = hub().await;
    let one = saves(&door, TEACHER, saving("He was", None)).await.expect("saved");
    let two = saves(&door, TEACHER, saving("He was seen", Some((one.draft, one.version)))).await.expect("saved");
    assert_eq!((two.draft, two.version), (one.draft, 2));
    drop(door);
    let door = open(&folder, &clock).await;
    let r = door.read(&door.user(TEACHER, Via::Page).await.expect("teacher")).await.expect("a reading");
    let it = my_draft(&r, one.draft).await.expect("the draft");
    assert_eq!(it.answers.0.words("concern", "what"), Some("He was seen"));
    assert_eq!(my_drafts(&r, 10).await.expect("drafts").total, 1);
    assert_eq!(definition(&r, "referral", 1).await.expect("a form").id, "referral");
    drop(r);
    let r = door.read(&door.user(NURSE, Via::Page).await.expect("nurse")).await.expect("a reading");
    assert_eq!(my_draft(&r, one.draft).await.map(|_| ()), Err(Refused::NotFound));
    assert_eq!(my_drafts(&r, 10).await.expect("drafts").total, 0);
    let stolen = saves(&door, NURSE, saving("x", Some((one.draft, 2)))).await;
    assert_eq!(stolen, Err(Refused::NotFound));
}

#[tokio::test]
async fn a_second_tab_never_overwrites_the_first() {
    let (door, _, _folder) = hub().await;
    let one = saves(&door, TEACHER, saving("One", None)).await.expect("saved");
    saves(&door, TEACHER, saving("Tab one", Some((one.draft, 1)))).await.expect("saved");
    let second = saves(&door, TEACHER, saving("Tab two", Some((one.draft, 1)))).await;
    assert_eq!(second, Err(Refused::Stale));
    let r = door.read(&door.user(TEACHER, Via::Page).await.expect("teacher")).await.expect("a reading");
    assert_eq!(my_draft(&r, one.draft).await.expect("kept").answers.0.words("concern", "what"), Some("Tab one"));
}

#[tokio::test]
async fn a_draft_goes_when_it_is_thrown_away_or_nobody_touches_it() {
    let (door, clock, _folder) = hub().await;
    let one = saves(&door, TEACHER, saving("One", None)).await.expect("saved");
    saves(&door, TEACHER, saving("Two", None)).await.expect("saved");
    let who = door.user(TEACHER, Via::Page).await.expect("teacher");
    door.act(&who, Key::none(), DiscardDraft { draft: one.draft }).await.expect("thrown away");
    let forget = door.act(&Acting::house(), Key::none(), ForgetDrafts {}).await;
    assert_eq!(forget, Ok(0));
    clock.fetch_add(29 * 24 * 3_600_000_000, Ordering::Relaxed);
    assert_eq!(door.act(&Acting::house(), Key::none(), ForgetDrafts {}).await, Ok(1));
}

#[tokio::test]
async fn somebody_without_an_account_keeps_a_draft_by_the_token_of_their_browser() {
    let (door, _, _folder) = hub().await;
    let form = Catalogue::embedded()
        .forms
        .iter()
        .map(|it| it.id.as_str())
        .find(|it| it.contains("public"))
        .unwrap_or("referral");
    let token = "0123456789abcdef0123456789abcdef".to_owned();
    let save = |version, words: &str| SavePublicDraft {
        token: token.clone(),
        version,
        form: form.to_owned(),
        answers: saving(words, None).answers,
        page: String::new(),
    };
    let public = Acting::public();
    assert_eq!(door.act(&public, Key::none(), save(None, "a")).await.expect("saved").version, 1);
    assert_eq!(door.act(&public, Key::none(), save(Some(1), "b")).await.expect("saved").version, 2);
    assert_eq!(door.act(&public, Key::none(), save(Some(1), "c")).await, Err(Refused::Stale));
    let r = door.read(&public).await.expect("a reading");
    assert!(public_draft(&r, &token).await.expect("asked").is_some());
    assert!(public_draft(&r, "ffffffffffffffffffffffffffffffff").await.expect("asked").is_none());
    drop(r);
    door.act(&public, Key::none(), ForgetPublicDraft { token: token.clone() }).await.expect("thrown away");
    let r = door.read(&public).await.expect("a reading");
    assert!(public_draft(&r, &token).await.expect("asked").is_none());
}
