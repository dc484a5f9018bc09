//! What people rely on of persons, through the door, over a real store.

mod kit;
mod link;

use door::Acting;
use kernel::{Day, Refused};
use kit::{Kit, named};
use person::*;

const COUNCIL: (&str, &str) = ("calderbrook-children", "council-children");
const POLICE: (&str, &str) = ("calderbrook-police", "police");

fn day(it: &str) -> Day {
    it.parse().expect("a day")
}

fn by(surname: &str) -> Asked {
    Asked { surname: surname.to_owned(), ..Asked::default() }
}

async fn found(kit: &Kit, who: &Acting, asked: &Asked) -> Vec<Found> {
    let r = kit.door.read(who).await.expect("a reading");
    search(&r, asked).await.expect("a search")
}

async fn finds(kit: &Kit, who: &Acting, asked: &Asked) -> Vec<String> {
    let word = |it: Found| match it {
        Found::Open { person, .. } => person.name(),
        Found::Pointer(it) => format!("ask {}", it.lead_team.unwrap_or(it.lead_agency)),
    };
    found(kit, who, asked).await.into_iter().map(word).collect()
}

#[tokio::test]
async fn nobody_makes_a_record_without_a_search_of_their_own() {
    let kit = Kit::new().await;
    let ann = kit.somebody("ann", "screener", COUNCIL, Some("front-door")).await;
    let ben = kit.somebody("ben", "screener", COUNCIL, Some("front-door")).await;
    let searched = kit.does(&ben, SaveSearch { asked: by("Varga") }).await.expect("a search");
    let make = |none_of_these| CreatePerson { searched, none_of_these, new: named("Beth", "Varga", "2012-01-21") };
    assert_eq!(kit.does(&ann, make(true)).await, Err(Refused::NotFound), "another's search does not count");
    assert!(matches!(kit.does(&ben, make(false)).await, Err(Refused::Wrong(_))));
    let made = kit.does(&ben, make(true)).await.expect("a record");
    assert_eq!(
        finds(&kit, &ann, &Asked { line: made.reference.to_string(), ..Asked::default() }).await,
        ["Beth Varga"]
    );
    kit.pass_hours(13);
    assert!(matches!(kit.does(&ben, make(true)).await, Err(Refused::Wrong(_))), "yesterday's search does not count");
}

#[tokio::test]
async fn a_search_forgives_spelling_order_and_slips_in_dates() {
    let kit = Kit::new().await;
    let ann = kit.somebody("ann", "screener", COUNCIL, Some("front-door")).await;
    kit.makes(&ann, named("Mohammed", "Hussain", "2011-03-12")).await;
    kit.makes(&ann, named("Kai", "Okafor-Lane", "2010-12-03")).await;
    for line in ["Hussain Mohamed 12/3/11", "mohammed hussein", "Husain 2011-12-03", "Muhammad Hussain 2011"] {
        let asked = Asked { line: line.to_owned(), ..Asked::default() };
        assert_eq!(finds(&kit, &ann, &asked).await.first().map(String::as_str), Some("Mohammed Hussain"), "{line}");
    }
}

#[tokio::test]
async fn what_one_may_not_open_says_only_whom_to_ask() {
    let kit = Kit::new().await;
    let ann = kit.somebody("ann", "screener", COUNCIL, Some("front-door")).await;
    let sue = kit.somebody("sue", "social-worker", COUNCIL, Some("north")).await;
    let boss = kit.somebody("boss", "team-manager", COUNCIL, Some("north")).await;
    let admin = kit.somebody("admin", "admin", COUNCIL, None).await;
    let made = kit.makes(&ann, named("Beth", "Varga", "2012-01-21")).await;
    assert_eq!(finds(&kit, &sue, &by("Varga")).await, ["ask front-door"]);
    let r = kit.door.read(&admin).await.expect("a reading");
    assert!(matches!(search(&r, &by("Varga")).await, Err(Refused::MayNot(_))));
    drop(r);
    let new = NewWorker {
        worker: sue.user_id(),
        name: String::new(),
        role: "allocated".to_owned(),
        agency: String::new(),
        team: None,
        contact: String::new(),
        from: day("2026-11-04"),
        to: None,
        leads: true,
    };
    let works = kit.does(&boss, SetWorker { person: made.person, new }).await.expect("allocated");
    assert_eq!(finds(&kit, &sue, &by("Varga")).await, ["Beth Varga"]);
    kit.does(&boss, EndWorker { works_with: works, to: day("2026-11-04") }).await.expect("ended");
    assert_eq!(finds(&kit, &sue, &by("Varga")).await, ["Beth Varga"], "the last day counts");
    kit.pass_hours(24);
    assert_eq!(finds(&kit, &sue, &by("Varga")).await, ["ask north"]);
}

#[tokio::test]
async fn a_restricted_person_is_absent_for_all_but_those_named() {
    let kit = Kit::new().await;
    let ann = kit.somebody("ann", "screener", COUNCIL, Some("front-door")).await;
    let ben = kit.somebody("ben", "screener", COUNCIL, Some("front-door")).await;
    let hub = kit.somebody("hub", "hub-manager", COUNCIL, None).await;
    let made = kit.makes(&ann, named("Beth", "Varga", "2012-01-21")).await;
    let named_ones = vec![ben.user_id().expect("an account"), hub.user_id().expect("an account")];
    let restrict =
        RestrictPerson { person: made.person, reason: "relative of staff".to_owned(), named: named_ones, to: None };
    assert_eq!(kit.does(&ann, restrict.clone()).await, Err(Refused::NotFound));
    kit.does(&hub, restrict).await.expect("restricted");
    assert!(finds(&kit, &ann, &by("Varga")).await.is_empty());
    assert_eq!(finds(&kit, &ben, &by("Varga")).await, ["Beth Varga"]);
    let lift = LiftRestriction { person: made.person, reason: "moved away".to_owned() };
    kit.does(&hub, lift).await.expect("lifted");
    assert_eq!(finds(&kit, &ann, &by("Varga")).await, ["Beth Varga"]);
    let conflict = DeclareConflict { person: made.person, why: "neighbour".to_owned(), to: None };
    kit.does(&ann, conflict).await.expect("declared");
    assert!(finds(&kit, &ann, &by("Varga")).await.is_empty());
}

#[tokio::test]
async fn a_merge_shows_both_and_an_unmerge_loses_nothing() {
    let kit = Kit::new().await;
    let ann = kit.somebody("ann", "screener", COUNCIL, Some("front-door")).await;
    let ben = kit.somebody("ben", "front-door-manager", COUNCIL, Some("front-door")).await;
    let keep = kit.makes(&ann, named("Beth", "Varga", "2012-01-21")).await;
    let mut second = named("Elisabeth", "Lane", "2012-01-22");
    second.identifiers = vec![NewIdentifier { scheme: "nhs".to_owned(), value: "943 476 5919".to_owned() }];
    let other = kit.makes(&ann, second).await;
    let merged = MergePersons { keep: keep.person, other: other.person, reason: "records-agree".to_owned() };
    let merged = kit.does(&ann, merged).await.expect("merged");
    assert_eq!(finds(&kit, &ann, &by("Lane")).await, ["Beth Varga"], "found by the name of either");
    assert!(matches!(kit.does(&ann, ConfirmMerge { merge: merged.merge }).await, Err(Refused::MayNot(_))));
    kit.does(&ben, ConfirmMerge { merge: merged.merge }).await.expect("confirmed");
    let status = NewStatus {
        status: "CIN".to_owned(),
        category: None,
        legal_status: None,
        responsible_authority: String::new(),
        placing_authority: String::new(),
        from: day("2026-11-01"),
        to: None,
        note: String::new(),
    };
    kit.does(&ann, AddStatus { person: other.person, new: status.clone() }).await.expect("a status");
    let again = kit.does(&ann, AddStatus { person: keep.person, new: status }).await;
    assert!(matches!(again, Err(Refused::Wrong(_))), "one record: one such status");
    kit.pass_hours(2);
    let apart =
        kit.does(&ben, UnmergePersons { merge: merged.merge, reason: "twins".to_owned() }).await.expect("apart");
    assert_eq!((apart.state, apart.to_assign), (MergeState::UnmergeWaiting, 1));
    assert_eq!(finds(&kit, &ann, &by("Lane")).await.first().map(String::as_str), Some("Elisabeth Lane"));
    assign_and_read(&kit, &ann, (keep.person, other.person), merged.merge).await;
    kit.does(&ann, ConfirmMerge { merge: merged.merge }).await.expect("ann confirms what ben asked for");
}

async fn assign_and_read(
    kit: &Kit,
    ann: &Acting,
    (keep, other): (kernel::PersonId, kernel::PersonId),
    merge: uuid::Uuid,
) {
    const OPEN: &str = "SELECT * FROM person_assignment WHERE merge = $1";
    let r = kit.door.read(ann).await.expect("a reading");
    let list: Vec<Assignment> = r.plain(OPEN, door::args![merge]).await.expect("the list");
    drop(r);
    kit.does(ann, AssignAfterUnmerge { assignment: list[0].id, to: other }).await.expect("assigned");
    let r = kit.door.read(ann).await.expect("a reading");
    let now = r.now;
    let (one, two) = (as_known(&r, keep, now).await.expect("one"), as_known(&r, other, now).await.expect("two"));
    assert!(one.statuses.as_ref().is_some_and(Vec::is_empty));
    assert_eq!(two.statuses.map(|it| it.len()), Some(1));
    let numbers = |it: &AsKnown| it.who.as_ref().map_or(0, |it| it.identifiers.len());
    assert_eq!(numbers(&one), 0);
    let then = as_known(&r, keep, list[0].recorded.plus_hours(-1)).await.expect("before");
    assert_eq!(then.members, [keep, other], "an hour before the unmerge they were one");
    assert_eq!(then.statuses.map(|it| it.len()), Some(1));
    let moved: Vec<MovedDetail> =
        r.plain("SELECT * FROM moved_detail WHERE to_person = $1", door::args![other]).await.expect("moved");
    assert_eq!(moved.len(), 1, "both histories show it");
}

#[tokio::test]
async fn an_unconfirmed_merge_lapses_after_a_day() {
    let kit = Kit::new().await;
    let ann = kit.somebody("ann", "screener", COUNCIL, Some("front-door")).await;
    let keep = kit.makes(&ann, named("Beth", "Varga", "2012-01-21")).await;
    let other = kit.makes(&ann, named("Bethan", "Varga", "2012-01-21")).await;
    let merged = MergePersons { keep: keep.person, other: other.person, reason: "same".to_owned() };
    kit.does(&ann, merged).await.expect("merged");
    assert_eq!(kit.does(&Acting::house(), LapseMerges {}).await, Ok(0));
    kit.pass_hours(25);
    assert_eq!(kit.does(&Acting::house(), LapseMerges {}).await, Ok(1));
    assert_eq!(finds(&kit, &ann, &by("Varga")).await.len(), 2);
}

#[tokio::test]
async fn two_who_change_the_same_person_do_not_overwrite_each_other() {
    let kit = Kit::new().await;
    let ann = kit.somebody("ann", "screener", COUNCIL, Some("front-door")).await;
    let made = kit.makes(&ann, named("Beth", "Varga", "2012-01-21")).await;
    let change = |forenames: &str, version| ChangePerson {
        person: made.person,
        version,
        particulars: named(forenames, "Varga", "2012-01-21").particulars,
        lead: None,
        reason: String::new(),
    };
    let before = kit.door.now();
    assert_eq!(kit.does(&ann, change("Bethany", 1)).await, Ok(2));
    assert_eq!(kit.does(&ann, change("Elisabeth", 1)).await, Err(Refused::Stale));
    let r = kit.door.read(&ann).await.expect("a reading");
    let name = |it: AsKnown| it.who.map(|it| it.identities[0].forenames.clone());
    assert_eq!(name(as_known(&r, made.person, before).await.expect("then")).as_deref(), Some("Beth"));
    assert_eq!(name(as_known(&r, made.person, r.now).await.expect("now")).as_deref(), Some("Bethany"));
}

#[tokio::test]
async fn a_number_that_fails_its_check_warns_and_is_kept() {
    let kit = Kit::new().await;
    let ann = kit.somebody("ann", "screener", COUNCIL, Some("front-door")).await;
    let mut new = named("Beth", "Varga", "2012-01-21");
    new.identifiers = vec![NewIdentifier { scheme: "nhs".to_owned(), value: "943 476 5918".to_owned() }];
    let place = NewAddress { kind: AddressKind::Home, ..home("Q9 9ZZ") };
    new.address = Some(place);
    let made = kit.makes(&ann, new).await;
    assert_eq!(made.doubts.len(), 2, "{:?}", made.doubts);
    let police = kit.somebody("pol", "police-officer", POLICE, Some("missing")).await;
    let r = kit.door.read(&police).await.expect("a reading");
    assert!(matches!(as_known(&r, made.person, r.now).await, Err(Refused::NotFound)));
}

fn home(postcode: &str) -> NewAddress {
    NewAddress {
        kind: AddressKind::Home,
        house: "4".to_owned(),
        street: "Mill Lane".to_owned(),
        locality: String::new(),
        town: String::new(),
        postcode: postcode.to_owned(),
        uprn: String::new(),
        ward: None,
        provider: String::new(),
        placing_authority: String::new(),
        responsible_authority: String::new(),
        keep_from: String::new(),
        from: None,
        to: None,
    }
}

#[tokio::test]
async fn a_detail_of_the_wrong_person_is_moved_and_a_mistake_struck_out() {
    let kit = Kit::new().await;
    let ann = kit.somebody("ann", "screener", COUNCIL, Some("front-door")).await;
    let one = kit.makes(&ann, named("Beth", "Varga", "2012-01-21")).await.person;
    let two = kit.makes(&ann, named("Kai", "Lane", "2010-01-21")).await.person;
    let kind = DetailKind::Name;
    let new = NewName {
        kind: "street".to_owned(),
        forenames: "Spider".to_owned(),
        surname: String::new(),
        from: None,
        to: None,
    };
    let row = kit.does(&ann, AddName { person: one, new }).await.expect("a name");
    assert_eq!(finds(&kit, &ann, &by("Spider")).await, ["Beth Varga"]);
    let moved = MoveDetail { kind, row, to: two, reason: "his street name".to_owned() };
    let row = kit.does(&ann, moved.clone()).await.expect("moved");
    assert_eq!(kit.does(&ann, moved).await, Err(Refused::Stale));
    assert_eq!(finds(&kit, &ann, &by("Spider")).await, ["Kai Lane"]);
    let strike = StrikeDetail { kind, row, reason: "misheard".to_owned() };
    kit.does(&ann, strike).await.expect("struck out");
    assert!(finds(&kit, &ann, &by("Spider")).await.is_empty());
    let r = kit.door.read(&ann).await.expect("a reading");
    assert_eq!(history::<PersonName>(&r, &[one, two]).await.expect("history").len(), 2, "history keeps all");
}
