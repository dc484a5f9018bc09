use door::Via;
use kernel::Refused;

use super::house::{Place, person};
use crate::{
    AskExtension, Clock, GiveLateReason, GrantExtension, HandOverClock, Outcome, Standing, TakeClock, asked_of_me,
    counts, mine, one, reasons_owed, unowned, why,
};

async fn only(place: &Place, definition: &str) -> Clock {
    let mut all = place.clocks(definition).await;
    assert_eq!(all.len(), 1, "{definition}: {all:?}");
    all.remove(0)
}

#[tokio::test]
async fn a_return_interview_is_due_72_hours_after_the_child_is_back_even_when_recorded_late() {
    let place = Place::at("2026-03-28T14:00:00Z").await;
    place.tell("missing.returned", 1, Some("2026-03-28T02:00:00Z")).await;
    let it = only(&place, "CK-35").await;
    assert_eq!(it.due_words(), "31 March 2026, 3:00am"); // the clocks went forward in between
    assert_eq!(it.person, Some(person(1)));
    let r = place.door.read(&door::Acting::house()).await.unwrap();
    let why = why(&r, &it).await.unwrap().join("\n");
    assert!(why.contains("CK-35, Independent return interview"), "{why}");
    assert!(why.contains("The clocks change in between"), "{why}");
    assert!(why.contains("Missing"), "who answers: {why}");
}

#[tokio::test]
async fn a_declined_interview_stays_a_duty_until_the_parent_was_heard() {
    let place = Place::at("2026-03-28T14:00:00Z").await;
    place.tell("missing.returned", 1, None).await;
    place.tell("return-interview.declined", 1, Some("2026-03-29T10:00:00Z")).await;
    let it = only(&place, "CK-35").await;
    assert_eq!(it.outcome, Outcome::Open);
    assert_eq!(it.still_missing(catalogue::Catalogue::embedded()), vec!["parent.heard"]);
    place.tell("parent.heard", 2, None).await;
    assert_eq!(only(&place, "CK-35").await.outcome, Outcome::Open, "another episode's parent changes nothing");
    place.now_is("2026-04-05T09:00:00Z");
    place.tell("parent.heard", 1, Some("2026-03-30T10:00:00Z")).await;
    let it = only(&place, "CK-35").await;
    assert_eq!((it.outcome, it.stopped), (Outcome::Met, Some("2026-03-30T10:00:00Z".parse().unwrap())));
    place.tell("return-interview.held", 1, Some("2026-03-29T10:00:00Z")).await;
    assert_eq!(only(&place, "CK-35").await, it, "what ended is never moved");
}

#[tokio::test]
async fn a_duty_is_on_the_day_of_those_whose_seat_answers_until_one_takes_it() {
    let place = Place::at("2026-03-28T14:00:00Z").await;
    let first = place.hires(1, "missing-coordinator", "wrenmoor-children", "council-children", None).await;
    let second = place.hires(2, "missing-coordinator", "wrenmoor-children", "council-children", None).await;
    let police = place.hires(3, "missing-coordinator", "moorland-police", "police", None).await;
    place.tell("missing.returned", 1, None).await;
    let it = only(&place, "CK-35").await;
    let on_day = async |who| {
        let r = place.door.read(&place.door.user(who, Via::Page).await.unwrap()).await.unwrap();
        mine(&r, (50, 0)).await.unwrap().rows.iter().filter(|it| it.definition == "CK-35").count()
    };
    assert_eq!((on_day(first).await, on_day(second).await, on_day(police).await), (1, 1, 0));
    assert_eq!(place.does(police, TakeClock { clock: it.id }).await, Err(Refused::NotFound));
    place.does(first, TakeClock { clock: it.id }).await.unwrap();
    assert_eq!((on_day(first).await, on_day(second).await), (1, 0));
    let r = place.door.read(&place.as_user(first).await).await.unwrap();
    assert_eq!(
        one(&r, it.id).await.unwrap().owner,
        Some(first),
        "one's own duty opens though its person may not be seen"
    );
    let r = place.door.read(&place.as_user(police).await).await.unwrap();
    assert_eq!(one(&r, it.id).await, Err(Refused::NotFound));
    drop(r);
    place.does(first, HandOverClock { clock: it.id, to: Some(second) }).await.unwrap();
    assert_eq!((on_day(first).await, on_day(second).await), (0, 1));
}

#[tokio::test]
async fn what_ended_late_stays_late_and_asks_its_owner_for_a_reason() {
    let place = Place::at("2026-03-20T09:00:00Z").await;
    let who = place.hires(1, "missing-coordinator", "wrenmoor-children", "council-children", None).await;
    place.tell("missing.returned", 1, None).await;
    place.now_is("2026-03-24T09:00:00Z");
    assert_eq!(only(&place, "CK-35").await.standing(place.door.now()), Standing::Red);
    place.tell("return-interview.held", 1, None).await;
    let it = only(&place, "CK-35").await;
    assert_eq!(it.outcome, Outcome::Late);
    let r = place.door.read(&place.as_user(who).await).await.unwrap();
    assert_eq!(reasons_owed(&r, (50, 0)).await.unwrap().rows.len(), 1);
    assert_eq!(counts(&r).await.unwrap().reasons, 1);
    drop(r);
    let give = |reason: &str, words: &str| GiveLateReason { clock: it.id, reason: reason.into(), words: words.into() };
    let Err(Refused::Wrong(wrong)) = place.does(who, give("nobody-knows", " ")).await else { panic!("refused") };
    assert!(wrong.of("reason").is_some() && wrong.of("words").is_some());
    place.does(who, give("child-refused", "Two visits were refused")).await.unwrap();
    let it = only(&place, "CK-35").await;
    assert_eq!((it.outcome, it.late_reason.as_deref()), (Outcome::Late, Some("child-refused")));
    let r = place.door.read(&place.as_user(who).await).await.unwrap();
    assert_eq!(reasons_owed(&r, (50, 0)).await.unwrap().rows.len(), 0);
}

#[tokio::test]
async fn a_later_day_is_granted_by_another_and_only_where_the_source_allows_it() {
    let place = Place::at("2026-03-20T09:00:00Z").await;
    let worker =
        place.hires(1, "social-worker", "wrenmoor-children", "council-children", Some("exploitation-hub")).await;
    let manager =
        place.hires(2, "hub-manager", "wrenmoor-children", "council-children", Some("exploitation-hub")).await;
    let council = place.hires(3, "missing-coordinator", "wrenmoor-children", "council-children", None).await;
    place.tell("missing.returned", 1, None).await;
    let statutory = only(&place, "CK-35").await;
    let ask =
        |clock, due: &str| AskExtension { clock, due: due.parse().unwrap(), evidence: "The family is away".into() };
    let refused = place.does(council, ask(statutory.id, "2026-03-30")).await;
    assert!(matches!(&refused, Err(Refused::Rule { reason, .. }) if reason.contains("statutory")), "{refused:?}");
    place.tell_with("assessment.level-set", 9, None, &[("level", "2"), ("worker", &worker.to_string())]).await;
    let local = only(&place, "CK-28").await;
    assert_eq!((local.owner, local.due_words()), (Some(worker), "Wednesday 25 March 2026".to_owned()));
    let asked = place.does(worker, ask(local.id, "2026-03-27")).await.unwrap();
    assert!(matches!(place.does(worker, ask(local.id, "2026-03-28")).await, Err(Refused::Conflict(_))));
    let grant = GrantExtension { extension: asked, words: "Agreed".into() };
    assert!(place.does(worker, grant.clone()).await.is_err(), "nobody grants their own");
    let r = place.door.read(&place.as_user(manager).await).await.unwrap();
    let waiting = asked_of_me(&r).await.unwrap().len();
    drop(r);
    let _ = waiting;
    place.does(manager, grant).await.unwrap();
    let it = only(&place, "CK-28").await;
    assert_eq!(it.due_words(), "Friday 27 March 2026");
    let r = place.door.read(&door::Acting::house()).await.unwrap();
    let why = why(&r, &it).await.unwrap().join("\n");
    assert!(why.contains("Wednesday 25 March 2026") && why.contains("asked for and granted"), "{why}");
}

#[tokio::test]
async fn one_meeting_ends_the_old_turn_and_begins_the_next() {
    let place = Place::at("2026-03-02T09:00:00Z").await;
    place.tell_with("panels.mace-held", 5, None, &[("panel", "mace")]).await;
    place.now_is("2026-04-14T09:00:00Z");
    place.tell_with("panels.mace-held", 6, None, &[("panel", "mace")]).await;
    let all = place.clocks("CK-24").await;
    assert_eq!(all.iter().map(|it| it.outcome).collect::<Vec<_>>(), vec![Outcome::Late, Outcome::Open]);
    assert_eq!(all[1].due_words(), "Tuesday 26 May 2026");
}

#[tokio::test]
async fn a_higher_level_makes_a_stricter_duty_and_a_lower_one_none() {
    let place = Place::at("2026-03-02T09:00:00Z").await;
    place.tell_with("assessment.level-set", 1, None, &[("level", "2")]).await;
    place.tell_with("assessment.level-set", 2, None, &[("level", "1")]).await;
    assert_eq!(place.clocks("CK-28").await.len(), 1);
    place.tell_with("assessment.level-set", 3, None, &[("level", "3")]).await;
    let all = place.clocks("CK-28").await;
    assert_eq!(all.len(), 2);
    place.tell("plans.safety-plan-shared", 4, None).await;
    assert!(place.clocks("CK-28").await.iter().all(|it| it.outcome == Outcome::Met));
    place.tell("assessment.episode-closed", 4, None).await;
    assert!(place.clocks("CK-22").await.iter().all(|it| it.outcome == Outcome::Void));
}

#[tokio::test]
async fn a_subject_access_request_waits_while_the_requester_clarifies() {
    let place = Place::at("2026-03-02T09:00:00Z").await;
    place.tell("trust.access-requested", 1, None).await;
    assert_eq!(only(&place, "CK-97").await.due_words(), "Thursday 2 April 2026");
    place.now_is("2026-03-10T09:00:00Z");
    place.tell_with("trust.clarification-asked", 1, None, &[]).await;
    place.now_is("2026-05-10T09:00:00Z");
    assert_eq!(only(&place, "CK-97").await.standing(place.door.now()), Standing::Paused);
    place.tell("trust.clarification-given", 1, Some("2026-03-20T09:00:00Z")).await;
    let it = only(&place, "CK-97").await;
    assert_eq!(it.due_words(), "Sunday 12 April 2026");
    assert_eq!(it.first_due.map(|it| it.day().to_string()).as_deref(), Some("2026-04-02"));
}

#[tokio::test]
async fn imported_history_gets_its_outcome_from_its_own_dates_and_owes_no_reason() {
    let place = Place::at("2026-03-02T09:00:00Z").await;
    let who = place.hires(1, "missing-coordinator", "wrenmoor-children", "council-children", None).await;
    place.imports("2024-01-01T09:00:00Z", Some("2024-01-03T09:00:00Z")).await;
    place.imports("2024-02-01T09:00:00Z", Some("2024-02-09T09:00:00Z")).await;
    let all = place.clocks("CK-35").await;
    assert_eq!(all.iter().map(|it| it.outcome).collect::<Vec<_>>(), vec![Outcome::Met, Outcome::Late]);
    let r = place.door.read(&place.as_user(who).await).await.unwrap();
    assert_eq!(reasons_owed(&r, (50, 0)).await.unwrap().rows.len(), 0);
}

#[tokio::test]
async fn a_duty_for_which_nobody_answers_today_is_listed_for_managers() {
    let place = Place::at("2026-03-02T09:00:00Z").await;
    let manager = place.hires(2, "hub-manager", "wrenmoor-children", "council-children", None).await;
    place.tell("missing.returned", 1, None).await;
    let r = place.door.read(&place.as_user(manager).await).await.unwrap();
    let them: Vec<String> = unowned(&r, (50, 0)).await.unwrap().rows.into_iter().map(|it| it.definition).collect();
    assert!(them.contains(&"CK-35".to_owned()), "{them:?}");
    drop(r);
    place.hires(1, "missing-coordinator", "wrenmoor-children", "council-children", None).await;
    let r = place.door.read(&place.as_user(manager).await).await.unwrap();
    let them: Vec<String> = unowned(&r, (50, 0)).await.unwrap().rows.into_iter().map(|it| it.definition).collect();
    assert!(!them.contains(&"CK-35".to_owned()), "{them:?}");
}
