//! Separation of duties and everything that no grant overcomes, for every role, action and many facts.

use proptest::prelude::*;

use super::{every_action, everybody, may, policy, with};
use crate::{Action, Fact, Facts, Principal, Role, Seat, Sort, action};

fn facts() -> impl Strategy<Value = Facts> {
    (0..=Facts::ALL.0).prop_map(Facts)
}

fn any_action() -> impl Strategy<Value = Action> {
    prop::sample::select(every_action().collect::<Vec<_>>())
}

fn roles() -> impl Strategy<Value = Vec<&'static str>> {
    let names: Vec<_> = Role::ALL.iter().map(|it| it.as_str()).chain(["unheard-of"]).collect();
    prop::collection::vec(prop::sample::select(names), 1..4)
}

fn seated(roles: &[&str], standing: bool) -> Principal {
    let who = with(roles);
    Principal::new(who.user(), who.seats().to_vec(), standing)
}

/// What a live break-glass shows (access.md §3): never intelligence, never who referred.
const THROUGH_GLASS: [Action; 10] = [
    action::SEE_POINTER,
    action::SEE_FLAG,
    action::SEE_IDENTITY,
    action::SEE_WHEREABOUTS,
    action::SEE_STATUSES,
    action::SEE_REFERRAL,
    action::SEE_OUTCOME,
    action::SEE_RECORD,
    action::SEE_HEALTH,
    action::SEE_EDUCATION,
];

fn allowed(who: &Principal, action: Action, facts: Facts) -> bool {
    policy().decide(who, action, facts).allowed
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn without_standing_there_is_nothing(roles in roles(), action in any_action(), facts in facts()) {
        prop_assert!(!allowed(&seated(&roles, false), action, facts));
    }

    #[test]
    fn a_declared_conflict_leaves_nothing_of_the_person(roles in roles(), action in any_action(), facts in facts()) {
        let own_pages = [action::USE_DAY, action::DECLARE_CONFLICT].contains(&action);
        prop_assert!(own_pages || !allowed(&with(&roles), action, facts.with(Fact::Conflict)));
    }

    #[test]
    fn what_is_marked_for_others_is_absent(roles in roles(), action in any_action(), facts in facts()) {
        prop_assert!(!allowed(&with(&roles), action, facts.with(Fact::Elsewhere)));
    }

    #[test]
    fn a_restricted_person_is_seen_by_the_named_or_through_a_seconded_glass(
        roles in roles(), action in any_action(), facts in facts()
    ) {
        let facts = facts.with(Fact::Restricted).without(Fact::Named);
        let glass = facts.has(Fact::Glass) && facts.has(Fact::GlassSeconded) && THROUGH_GLASS.contains(&action);
        if action.sort() == Sort::See && !glass {
            prop_assert!(!allowed(&with(&roles), action, facts));
        }
        let about_access = [action::BREAK_GLASS, action::SECOND_GLASS, action::REVIEW_GLASS];
        let mended = action == action::RESTRICT_PERSON && roles.contains(&"governance");
        if action.sort() == Sort::Write && !about_access.contains(&action) && !mended {
            prop_assert!(!allowed(&with(&roles), action, facts));
        }
    }

    #[test]
    fn for_the_named_a_restricted_person_is_like_any_other(roles in roles(), action in any_action(), facts in facts()) {
        let facts = facts.with(Fact::Named);
        let who = with(&roles);
        prop_assert_eq!(
            allowed(&who, action, facts.with(Fact::Restricted)),
            allowed(&who, action, facts.without(Fact::Restricted))
        );
    }

    #[test]
    fn break_glass_adds_reading_of_the_record_and_nothing_else(
        roles in roles(), action in any_action(), facts in facts()
    ) {
        let without = facts.without(Fact::Glass).without(Fact::GlassSeconded);
        let with_glass = facts.with(Fact::Glass).with(Fact::GlassSeconded);
        let who = with(&roles);
        if !THROUGH_GLASS.contains(&action) {
            prop_assert_eq!(allowed(&who, action, without), allowed(&who, action, with_glass));
        }
    }

    #[test]
    fn the_administrator_sees_and_writes_no_content_whatever_else_they_are(
        mut roles in roles(), action in any_action(), facts in facts()
    ) {
        roles.push("admin");
        if matches!(action.sort(), Sort::See | Sort::Write) {
            prop_assert!(!allowed(&with(&roles), action, facts));
        }
    }

    #[test]
    fn the_auditor_writes_nothing_whatever_else_they_are(
        mut roles in roles(), action in any_action(), facts in facts()
    ) {
        roles.push("auditor");
        let writes = matches!(action.sort(), Sort::Write | Sort::Give | Sort::Run);
        if writes && action != action::DECLARE_CONFLICT {
            prop_assert!(!allowed(&with(&roles), action, facts));
        }
    }

    #[test]
    fn nobody_approves_their_own(roles in roles(), facts in facts()) {
        let approving = [
            action::DECIDE_REFERRAL, action::DECIDE_AS_MANAGER, action::CONFIRM_MERGE, action::AUTHORISE_ASSESSMENT,
            action::APPROVE, action::CONFIRM_LEVEL, action::EXTEND_CLOCK, action::SECOND_GLASS, action::REVIEW_GLASS,
            action::APPROVE_EXPORT, action::APPLY_CONFIG, action::CONFIRM_USER, action::CONFIRM_ERASURE,
            action::SANITISE, action::REVIEW_ACCESS,
        ];
        for action in approving {
            prop_assert!(!allowed(&with(&roles), action, facts.with(Fact::OwnAction).without(Fact::NoManager)));
        }
    }

    #[test]
    fn a_second_role_takes_nothing_away_but_the_administrators_and_the_auditors(
        one in roles(), other in roles(), action in any_action(), facts in facts()
    ) {
        let both: Vec<_> = one.iter().chain(&other).copied().filter(|it| !["admin", "auditor"].contains(it)).collect();
        let one: Vec<_> = one.into_iter().filter(|it| !["admin", "auditor"].contains(it)).collect();
        prop_assert!(!allowed(&with(&one), action, facts) || allowed(&with(&both), action, facts));
    }
}

#[test]
fn an_unknown_role_gets_nothing_and_cannot_pose_as_the_house() {
    for role in ["unheard-of", "staff", "manager", "worker", "the-house", "the-operator", "the-public", ""] {
        let who = with(&[role]);
        for action in every_action() {
            assert!(!policy().ever(&who, action), "{role:?} {action}");
        }
    }
}

#[test]
fn nobody_without_a_seat_may_do_anything() {
    let nobody = Principal::new(Principal::PUBLIC, Vec::<Seat>::new(), true);
    assert!(every_action().all(|it| !policy().ever(&nobody, it)));
}

#[test]
fn an_agency_without_a_manager_can_be_given_its_first_users_by_the_administrator_alone() {
    let admin = with(&["admin"]);
    assert!(may(&admin, action::CONFIRM_USER, &[Fact::NoManager, Fact::OwnAction]));
    assert!(!may(&admin, action::CONFIRM_USER, &[Fact::OwnAction]));
    assert!(!may(&with(&["hub-manager"]), action::CONFIRM_USER, &[Fact::OwnAgency, Fact::OwnAction]));
}

#[test]
fn break_glass_shows_each_part_of_the_record_to_practitioners_and_managers_only() {
    for (name, who) in everybody().into_iter().filter(|(it, _)| *it != "the house") {
        let practises = name
            .parse::<Role>()
            .is_ok_and(|it| it.groups().iter().any(|group| ["worker", "front-door", "case-manager"].contains(group)));
        for part in THROUGH_GLASS {
            assert_eq!(may(&who, part, &[Fact::Glass]), practises || may(&who, part, &[]), "{name} {part}");
        }
    }
}

#[test]
fn break_glass_opens_health_for_a_practitioner_and_needs_a_second_person_for_the_restricted() {
    for role in ["social-worker", "youth-worker", "police-officer", "screener", "team-manager", "adult-lead"] {
        let who = with(&[role]);
        assert!(!may(&who, action::SEE_HEALTH, &[]), "{role}");
        assert!(may(&who, action::SEE_HEALTH, &[Fact::Glass]), "{role}");
        assert!(!may(&who, action::SEE_RECORD, &[Fact::Glass, Fact::Restricted]), "{role}");
        assert!(may(&who, action::SEE_RECORD, &[Fact::Glass, Fact::GlassSeconded, Fact::Restricted]), "{role}");
    }
    for (name, who) in everybody() {
        let practises = policy().ever(&who, action::BREAK_GLASS);
        let sees = may(&who, action::SEE_HEALTH, &[Fact::Glass]);
        assert!(practises || !sees || name == "the house", "{name} sees through a glass that they may not break");
    }
}
