//! access.md §3, row by row: who may, with which facts, and that nobody else may.

use super::{every_action, everybody, may, policy, with};
use crate::{Action, Fact, Facts, Role, Sort, action};

const FRONT: &str = "screener front-door-manager";
const CASE: &str = "team-manager hub-manager";
const LINE: &str = "front-door-manager team-manager hub-manager adult-lead";
const WORKERS: &str = "social-worker missing-coordinator police-officer intelligence-officer disruption-officer \
                       adult-social-worker adult-lead health-practitioner education-officer youth-worker vcs-worker";
const OTHERS: &str = "referrer analyst panel-member mace-co-chair business-support committee-officer \
                      partnership-manager scrutineer governance";

/// Action · facts that suffice (`+` both) · roles. Several lines for one action add up.
fn rows() -> Vec<(&'static str, &'static str, String)> {
    let known = format!("{FRONT} {CASE} {WORKERS}");
    // The auditor writes nothing; the administrator gives, but neither sees nor writes content.
    let writing = format!("{known} {OTHERS}");
    let staff = format!("{writing} admin auditor");
    let mut rows = vec![
        ("refer", "", format!("{writing} admin the-public")),
        ("ask-advice submit-intelligence", "", format!("{writing} admin")),
        ("add-to-referral withdraw-referral copy-referral", "author", writing.clone()),
        ("take-referral hand-over-referral return-referral decide-referral ask-referrer log-advice", "", FRONT.into()),
        ("decide-as-manager", "", "front-door-manager".into()),
        ("ask-known", "", known.clone()),
        ("answer-known", "my_team", known.clone()),
        (
            "create-person change-person link-persons merge-persons unmerge-persons confirm-merge move-entry",
            "",
            format!("{FRONT} team-manager"),
        ),
        ("restrict-person", "", "hub-manager governance".into()),
        ("assess", "", "screener".into()),
        ("assess", "mine", WORKERS.into()),
        ("write-note write-plan add-action", "mine", known.clone()),
        ("do-action ask-extension give-late-reason", "mine", writing.clone()),
        ("extend-clock", "my_team", LINE.into()),
        ("authorise-assessment", "", "team-manager".into()),
        ("allocate hand-over approve", "", CASE.into()),
        ("accept", "mine", known.clone()),
        ("confirm-level open-episode close-episode", "", "hub-manager".into()),
        ("chair confirm-level open-episode close-episode", "listed", "front-door-manager mace-co-chair".into()),
        ("tick-review sign-report", "", "hub-manager".into()),
        ("minute", "", "business-support committee-officer".into()),
        ("minute", "listed", writing),
        ("nominate", "", LINE.into()),
        ("nominate", "mine", WORKERS.into()),
        ("decide-mace", "listed", "mace-co-chair".into()),
        ("sanitise", "", "intelligence-officer".into()),
    ];
    rows.extend([
        ("break-glass", "", known),
        ("second-glass", "", LINE.into()),
        ("review-glass", "", "governance".into()),
        ("use-day declare-conflict", "", staff.clone()),
        ("search export", "", staff.replace("admin ", "")),
        ("approve-export", "", format!("{LINE} governance")),
        ("propose-import propose-config", "", "hub-manager".into()),
        ("import apply-config propose-user reset-sign-in", "", "admin the-operator".into()),
        ("disable-user end-sessions", "", "admin the-operator".into()),
        ("confirm-user disable-user end-sessions", "own_agency", format!("{LINE} partnership-manager")),
        ("confirm-user", "no_manager", "admin the-operator".into()),
        ("back-up", "", "the-operator".into()),
        ("read-ledger review-access", "", "governance auditor".into()),
        ("verify-ledger", "", "governance auditor the-operator".into()),
        ("set-retention erase answer-subject", "", "governance".into()),
        ("confirm-erasure", "", "governance hub-manager".into()),
    ]);
    rows
}

const FACTS: [Fact; 6] = [Fact::Mine, Fact::MyTeam, Fact::Author, Fact::OwnAgency, Fact::Listed, Fact::NoManager];

fn written(action: Action, role: &str, facts: Facts) -> bool {
    rows().iter().filter(|(actions, _, _)| actions.split(' ').any(|it| it == action.0)).any(|(_, needed, roles)| {
        let needed = needed.split('+').filter(|it| !it.is_empty());
        let met = needed.map(|it| it.parse::<Fact>().expect("a fact")).all(|it| facts.has(it));
        let second = action == action::SECOND_GLASS && facts.has(Fact::MyTeam);
        met && !second && roles.split_whitespace().any(|it| it == role)
    })
}

#[test]
fn each_action_is_for_the_roles_of_its_row_and_for_nobody_else() {
    for action in every_action().filter(|it| !it.0.starts_with("see-")) {
        for (name, who) in everybody().into_iter().filter(|(it, _)| *it != "the house") {
            let role = match name {
                "the public" => "the-public",
                "the operator" => "the-operator",
                seated => seated,
            };
            for facts in super::some_of(&FACTS) {
                let found = policy().decide(&who, action, facts);
                let held: Vec<_> = facts.iter().collect();
                assert_eq!(found.allowed, written(action, role, facts), "{role}, {action}, {held:?}: {found:?}");
            }
        }
    }
}

#[test]
fn every_doing_stands_in_a_row() {
    let rows = rows();
    for action in every_action().filter(|it| !it.0.starts_with("see-")) {
        assert!(rows.iter().any(|(names, _, _)| names.split(' ').any(|it| it == action.0)), "{action}");
    }
    for (_, _, roles) in &rows {
        for role in roles.split_whitespace() {
            assert!(role.starts_with("the-") || role.parse::<Role>().is_ok(), "{role}");
        }
    }
}

#[test]
fn a_decision_that_the_rule_keeps_for_the_manager_is_not_the_screeners() {
    let facts = [Fact::NeedsManager];
    assert!(!may(&with(&["screener"]), action::DECIDE_REFERRAL, &facts));
    assert!(may(&with(&["front-door-manager"]), action::DECIDE_REFERRAL, &facts));
    let words = &policy().decide(&with(&["screener"]), action::DECIDE_REFERRAL, Facts::of(&facts)).words;
    assert!(words.contains("learning disability"), "{words}");
}

#[test]
fn who_confirms_a_restricted_break_glass_manages_another_line() {
    let manager = with(&["team-manager"]);
    assert!(may(&manager, action::SECOND_GLASS, &[Fact::Restricted]));
    assert!(!may(&manager, action::SECOND_GLASS, &[Fact::Restricted, Fact::MyTeam]));
    assert!(!may(&manager, action::SECOND_GLASS, &[Fact::OwnAction]));
}

#[test]
fn an_unreviewed_break_glass_blocks_the_next_and_a_bulk_export_waits_for_approval() {
    let who = with(&["social-worker"]);
    for action in [action::BREAK_GLASS, action::EXPORT] {
        assert!(may(&who, action, &[]));
        assert!(!may(&who, action, &[Fact::Outstanding]));
    }
}

#[test]
fn the_house_writes_what_follows_and_decides_nothing() {
    let house = crate::Principal::house();
    assert!(may(&house, action::ADD_ACTION, &[Fact::Restricted, Fact::Elsewhere]));
    assert!(may(&house, action::SEE_RECORD, &[]));
    for action in every_action() {
        let first = action.0.split('-').next().unwrap_or_default();
        let decides = [
            "decide",
            "confirm",
            "approve",
            "authorise",
            "break",
            "second",
            "open",
            "close",
            "restrict",
            "sign",
            "tick",
            "sanitise",
            "extend",
            "erase",
        ];
        if decides.contains(&first) || action == action::REVIEW_GLASS {
            assert!(!policy().ever(&house, action), "{action}");
        }
        if matches!(action.sort(), Sort::Run | Sort::Give) {
            assert!(!policy().ever(&house, action), "{action}");
        }
    }
}
