//! What everybody may rely on of the door, on both engines.

use std::sync::Arc;

use door::{Account, AccountState, Acting, Key, Verdict, args};
use kernel::{PersonId, Refused};
use policy::action;
use uuid::Uuid;

use crate::kit::{Hub, Reword, Sight, Sighting, on_both};

fn kai() -> PersonId {
    PersonId(Uuid::from_u128(0x1234))
}

async fn screener(hub: &Hub) -> Acting {
    hub.somebody("screener", "screener", "x-children", "council-children").await
}

fn sight(words: &str) -> Sight {
    Sight { person: kai(), words: words.into(), fails: false }
}

async fn count(hub: &Hub, who: &Acting) -> i64 {
    let r = hub.house.door.read(who).await.unwrap();
    r.how_many::<Sighting>(action::SEE_RECORD, "FROM sighting t", |q| q).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_is_kept_whole_or_not_at_all_and_its_key_makes_it_happen_once() {
    on_both(async |hub| {
        let who = screener(&hub).await;
        let key = Key("form-1".into());
        let first = hub.house.door.act(&who, key.clone(), sight("at the station")).await.unwrap();
        let again = hub.house.door.act(&who, key, sight("at the station")).await.unwrap();
        assert_eq!(first, again);
        let failed = hub.does(&who, Sight { fails: true, ..sight("nowhere") }).await;
        assert!(matches!(failed, Err(Refused::Rule { .. })));
        assert_eq!(count(&hub, &who).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_people_editing_the_second_is_told_and_nothing_is_lost() {
    on_both(async |hub| {
        let who = screener(&hub).await;
        let sighting = hub.does(&who, sight("red coat")).await.unwrap();
        hub.does(&who, Reword { sighting, version: 1, words: "blue coat".into() }).await.unwrap();
        let second = hub.does(&who, Reword { sighting, version: 1, words: "green coat".into() }).await;
        assert_eq!(second, Err(Refused::Stale));
        let r = hub.house.door.read(&who).await.unwrap();
        let page =
            r.page::<Sighting>(action::SEE_RECORD, "FROM sighting t", |q| q, "ORDER BY t.id", (10, 0)).await.unwrap();
        assert_eq!((page.total, page.rows[0].words.as_str()), (1, "blue coat"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_not_is_refused_and_the_refusal_is_in_the_ledger() {
    on_both(async |hub| {
        let admin = hub.somebody("admin", "admin", "x-it", "council-other").await;
        assert!(matches!(hub.does(&admin, sight("nothing")).await, Err(Refused::MayNot(_))));
        assert_eq!(count(&hub, &admin).await, 0);
        let r = hub.house.door.read(&Acting::house()).await.unwrap();
        let rows: Vec<(String, Verdict)> = r
            .plain("SELECT action, verdict FROM ledger_entry WHERE by_user = $1", args![admin.recorded_as()])
            .await
            .unwrap();
        assert_eq!(rows, [("lantern.sight".to_owned(), Verdict::Refused)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_leaves_only_with_its_entry_and_the_tree_proves_it() {
    on_both(async |hub| {
        let who = screener(&hub).await;
        hub.does(&who, sight("by the canal")).await.unwrap();
        let r = hub.house.door.read(&who).await.unwrap();
        let page =
            r.page::<Sighting>(action::SEE_RECORD, "FROM sighting t", |q| q, "ORDER BY t.id", (10, 0)).await.unwrap();
        assert_eq!(page.rows.len(), 1);
        hub.house.door.leave(r, "/lantern").await.unwrap();
        let sealing = hub.house.door.seal_all().await.unwrap();
        let leaves = hub.house.door.leaves(0, 100).await.unwrap();
        assert_eq!(leaves.len() as u64, sealing.size);
        let view = leaves.iter().find(|it| it.contains("\"/lantern\"")).unwrap();
        assert!(view.contains(&kai().to_string()) && view.contains("see-record"), "{view}");
        let key = ledger::SigningKey::generate("calderbrook", [7; 32]).unwrap();
        let note = hub.house.door.checkpoint(&key, "calderbrook").await.unwrap();
        let head = ledger::verify_checkpoint(key.verifier_key(), &note.note).unwrap();
        assert_eq!(head.size, sealing.size);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_leaver_is_out_at_the_next_request() {
    on_both(async |hub| {
        let who = screener(&hub).await;
        hub.does(&who, sight("one")).await.unwrap();
        hub.house_does(Leave { user: who.user_id().unwrap() }).await.unwrap();
        assert!(matches!(hub.does(&who, sight("two")).await, Err(Refused::MayNot(_))));
    })
    .await;
}

/// Somebody leaves.
#[derive(Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
struct Leave {
    user: kernel::UserId,
}

impl door::Command for Leave {
    const NAME: &'static str = "lantern.leave";
    const WHAT: &'static str = "Somebody leaves.";
    type Done = ();
    async fn carry_out(&self, w: &mut door::Writing) -> Result<(), Refused> {
        let old = w
            .plain_one::<Account>("SELECT * FROM account WHERE id = $1", args![self.user])
            .await?
            .ok_or(Refused::NotFound)?;
        w.change(&old, &Account { state: AccountState::Left, ..old.clone() }).await
    }
}

/// Thirty-two clients write eight times each, all at once; those fail of which it is said. How many are kept.
async fn at_once(hub: Hub, fails: fn(i32, i32) -> bool) -> i64 {
    let who = screener(&hub).await;
    let hub = Arc::new(hub);
    let tasks: Vec<_> = (0..32)
        .map(|n| {
            let (hub, who) = (hub.clone(), who.clone());
            tokio::spawn(async move {
                for m in 0..8 {
                    let fails = fails(n, m);
                    let done = hub.does(&who, Sight { fails, ..sight(&format!("{n} {m}")) }).await;
                    assert_eq!(done.is_err(), fails, "{done:?}");
                }
            })
        })
        .collect();
    for it in tasks {
        it.await.unwrap();
    }
    count(&hub, &who).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thirty_two_clients_at_once_are_all_served_and_none_is_refused_as_locked() {
    on_both(async |hub| {
        assert_eq!(at_once(hub, |_, _| false).await, 256);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_that_fails_after_it_wrote_leaves_nothing_and_those_beside_it_are_kept_once() {
    on_both(async |hub| {
        assert_eq!(at_once(hub, |n, m| (n + m) % 4 == 0).await, 192);
    })
    .await;
}
