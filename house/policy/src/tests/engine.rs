//! Loading, remembering, narrowing: what holds whatever the policies say.

use proptest::prelude::*;

use super::{every_action, everybody, policy, with};
use crate::{Action, Condition, Fact, Facts, Policy, Principal, Role, action, shared};

fn principal() -> impl Strategy<Value = Principal> {
    let names: Vec<_> = Role::ALL.iter().map(|it| it.as_str()).chain(["unheard-of"]).collect();
    let seats = prop::collection::vec(prop::sample::select(names), 0..4);
    prop_oneof![
        20 => (seats, prop::bool::weighted(0.95)).prop_map(|(roles, standing)| {
            let who = with(&roles);
            Principal::new(who.user(), who.seats().to_vec(), standing)
        }),
        1 => Just(Principal::public()),
        1 => Just(Principal::house()),
        1 => Just(Principal::operator()),
    ]
}

fn facts() -> impl Strategy<Value = Facts> {
    (0..=Facts::ALL.0).prop_map(Facts)
}

fn any_action() -> impl Strategy<Value = Action> {
    prop::sample::select(every_action().collect::<Vec<_>>())
}

/// What a database would answer: the SQL's own words evaluated, with the fact's name as its expression.
fn evaluate(sql: &str, facts: Facts) -> bool {
    let spaced = sql.replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let value = either(&words, &mut at, facts);
    assert_eq!(at, words.len(), "left over in {sql}");
    value
}

fn either(words: &[&str], at: &mut usize, facts: Facts) -> bool {
    let mut value = both(words, at, facts);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        value |= both(words, at, facts);
    }
    value
}

fn both(words: &[&str], at: &mut usize, facts: Facts) -> bool {
    let mut value = one(words, at, facts);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        value &= one(words, at, facts);
    }
    value
}

fn one(words: &[&str], at: &mut usize, facts: Facts) -> bool {
    *at += 1;
    match words[*at - 1] {
        "NOT" => !one(words, at, facts),
        "(" => {
            let value = either(words, at, facts);
            assert_eq!(words[*at], ")");
            *at += 1;
            value
        }
        "1=1" => true,
        "1=0" => false,
        name => facts.has(name.parse().expect("a fact")),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn a_narrowing_equals_the_decision_for_every_row(
        who in principal(), action in any_action(), fixed in facts(), varying in facts(),
        rows in prop::collection::vec(facts(), 12)
    ) {
        let varied: Vec<Fact> = varying.iter().collect();
        let known = Facts(Facts::ALL.0 & !varying.0);
        let condition = policy().narrowing(&who, action, fixed, known, &varied).expect("a condition");
        let sql = condition.sql(&|it| it.as_str());
        prop_assert!(condition.facts().iter().all(|it| varying.has(it)));
        for row in rows {
            let all = Facts(fixed.0 & known.0 | row.0 & varying.0);
            let decided = policy().decide(&who, action, all).allowed;
            prop_assert_eq!(condition.holds(row), decided, "{:?} {} {:?}", who, action, all);
            prop_assert_eq!(evaluate(&sql, row), decided, "{} on {:?}", sql, row);
        }
    }

    #[test]
    fn leaving_out_policies_of_other_actions_changes_no_answer(
        who in principal(), action in any_action(), facts in facts()
    ) {
        let whole = cedar_policy::PolicySet::from_policies(policy().rules().iter().map(|it| it.policy.clone()));
        let user = policy().asking.user(&who).expect("a user");
        let answer = policy().asking.ask(&user, action, facts, &whole.expect("a set")).expect("an answer");
        let allowed = answer.decision() == cedar_policy::Decision::Allow;
        prop_assert_eq!(allowed, policy().decide(&who, action, facts).allowed);
    }

    #[test]
    fn a_narrowing_that_leaves_facts_open_is_refused_or_right_whatever_they_are(
        who in principal(), action in any_action(), fixed in facts(), known in facts(), varying in facts(),
        rows in prop::collection::vec(facts(), 6)
    ) {
        let varied: Vec<Fact> = varying.iter().collect();
        if let Ok(condition) = policy().narrowing(&who, action, fixed, known, &varied) {
            for row in rows {
                let settled = known.0 & !varying.0;
                let all = Facts(fixed.0 & settled | row.0 & !settled);
                prop_assert_eq!(condition.holds(all), policy().decide(&who, action, all).allowed);
            }
        }
    }
}

#[test]
fn a_list_that_forgets_whether_a_person_is_restricted_is_refused() {
    let known = Facts::ALL.without(Fact::Restricted).without(Fact::Mine);
    let asked = |varying: &[Fact]| {
        policy().narrowing(&with(&["social-worker"]), action::SEE_RECORD, Facts::NONE, known, varying)
    };
    let problem = asked(&[Fact::Mine]).expect_err("a refusal");
    assert!(problem.message.contains("Restricted"), "{problem}");
    assert!(asked(&[Fact::Mine, Fact::Restricted]).is_ok());
}

#[test]
fn the_condition_for_a_social_workers_list_is_short() {
    let varying =
        [Fact::Conflict, Fact::Elsewhere, Fact::Restricted, Fact::Named, Fact::Mine, Fact::Glass, Fact::GlassSeconded];
    let known = Facts(Facts::ALL.0 & !Facts::of(&varying).0);
    let asked = |role: &str, action| {
        policy().narrowing(&with(&[role]), action, Facts::NONE, known, &varying).expect("a condition")
    };
    let sql = asked("social-worker", action::SEE_RECORD).sql(&|it| it.as_str());
    assert_eq!(
        sql,
        "(NOT ((conflict) OR (elsewhere)) AND (((mine) AND (NOT ((restricted) AND NOT (named)) \
         OR (((glass) AND (glass_seconded))))) OR (NOT (mine) AND ((glass) AND (NOT (((restricted) AND NOT (named)) \
         AND NOT (glass_seconded)))))))"
    );
    assert_eq!(*asked("referrer", action::SEE_RECORD), Condition::Never);
    assert_eq!(asked("referrer", action::SEE_RECORD).sql(&|it| it.as_str()), "(1=0)");
    let search = policy().narrowing(&with(&["screener"]), action::USE_DAY, Facts::NONE, Facts::ALL, &[]);
    assert_eq!(search.expect("a condition").sql(&|it| it.as_str()), "(1=1)");
}

#[test]
fn every_policy_changes_some_decision() {
    let lapsed = Principal::new(Principal::PUBLIC, with(&["screener"]).seats().to_vec(), false);
    let both = [with(&["admin", "social-worker"]), with(&["auditor", "hub-manager"])];
    let people: Vec<Principal> = everybody().into_iter().map(|(_, who)| who).chain([lapsed]).chain(both).collect();
    let mut idle: Vec<&str> = policy().rules().iter().map(|it| it.id.as_str()).collect();
    for (action, who) in every_action().flat_map(|it| people.iter().map(move |who| (it, who))) {
        let matters = crate::grid::without_each(policy(), who, action).expect("answers");
        idle.retain(|id| !matters.contains(*id));
    }
    assert!(idle.is_empty(), "these could go and nobody would notice: {idle:?}");
}

#[test]
fn a_decision_names_its_policies_and_says_them_in_words() {
    let yes = policy().decide(&with(&["screener"]), action::SEE_RECORD, Facts::NONE);
    assert_eq!(yes.because, ["front-door-sees-all"]);
    let no = policy().decide(&with(&["screener"]), action::SEE_RECORD, Facts::of(&[Fact::Conflict]));
    assert_eq!(no.because, ["conflict-nothing"]);
    assert_eq!(no.words, "A conflict of interest was declared about this person.");
    let none = policy().decide(&with(&["referrer"]), action::SEE_RECORD, Facts::NONE);
    assert!(none.because.is_empty() && none.words.starts_with("No rule lets them"), "{none:?}");
}

#[test]
fn what_one_may_not_know_of_is_not_found() {
    use kernel::Refused;
    let refusal = |facts: &[Fact]| {
        let (who, facts) = (with(&["social-worker"]), Facts::of(facts));
        policy().refusal(&who, action::SEE_RECORD, facts, action::SEE_POINTER)
    };
    assert!(matches!(refusal(&[]), Refused::MayNot(_)));
    for hidden in [Fact::Restricted, Fact::Conflict, Fact::Elsewhere] {
        assert_eq!(refusal(&[hidden]), Refused::NotFound);
    }
}

#[test]
fn an_explanation_says_what_decided_and_what_would_change_it() {
    let said = policy().explain(&with(&["social-worker"]), action::SEE_RECORD, Facts::of(&[Fact::Restricted]));
    assert!(said.contains("Refused: read assessments"), "{said}");
    assert!(said.contains("restricted-nothing"), "{said}");
    assert!(said.contains("It would be allowed if: it is yours"), "{said}");
    let never = policy().explain(&with(&["analyst"]), action::SEE_RECORD, Facts::NONE);
    assert!(never.contains("the role does not have it"), "{never}");
    assert!(policy().explain(&with(&["screener"]), action::SEE_RECORD, Facts::NONE).starts_with("Allowed: read"));
}

const ALL_MAY: &str = "@id(\"all\") @words(\"All may.\") permit (principal, action, resource);";

#[test]
fn a_policy_that_fails_denies() {
    let failing = "@id(\"fails\") @words(\"Fails.\") forbid (principal, action, resource)
        when { 9223372036854775807 + (if resource.mine then 1 else 0) < 0 };";
    let policy = Policy::new(&[("a", ALL_MAY), ("b", failing)], &[]).expect("valid");
    let who = with(&["screener"]);
    assert!(policy.decide(&who, action::SEARCH, Facts::NONE).allowed);
    let failed = policy.decide(&who, action::SEARCH, Facts::of(&[Fact::Mine]));
    assert!(!failed.allowed && failed.words.contains("failed"), "{failed:?}");
    let known = Facts::ALL.without(Fact::Mine);
    let condition = policy.narrowing(&who, action::SEARCH, Facts::NONE, known, &[Fact::Mine]).expect("a condition");
    assert!(condition.holds(Facts::NONE) && !condition.holds(Facts::of(&[Fact::Mine])));
}

#[test]
fn an_action_that_nobody_registered_is_denied_even_where_all_may() {
    let policy = Policy::new(&[("a", ALL_MAY)], &[Action("hold-interview")]).expect("valid");
    let who = with(&["screener"]);
    assert!(policy.decide(&who, Action("hold-interview"), Facts::NONE).allowed);
    assert!(!policy.decide(&who, Action("hold-nothing"), Facts::NONE).allowed);
    assert!(policy.narrowing(&who, Action("hold-nothing"), Facts::NONE, Facts::ALL, &[]).is_err());
    assert_eq!(policy.action("hold-interview"), Some(Action("hold-interview")));
}

#[test]
fn a_rooms_own_action_comes_under_the_shared_forbids() {
    let room = "@id(\"anybody-holds\") @words(\"Anybody holds.\")
        permit (principal, action in [Action::\"hold-interview\", Action::\"see-interview\"], resource);";
    let files: Vec<_> = shared().iter().copied().chain([("missing/policy.cedar", room)]).collect();
    let (hold, see) = (Action("hold-interview"), Action("see-interview"));
    let policy = Policy::new(&files, &[hold, see]).expect("valid");
    let may = |role: &str, action, facts: &[Fact]| policy.decide(&with(&[role]), action, Facts::of(facts)).allowed;
    assert!(may("social-worker", hold, &[]) && may("social-worker", see, &[]));
    assert!(!may("social-worker", see, &[Fact::Restricted]));
    assert!(!may("auditor", hold, &[]) && may("auditor", see, &[]));
    assert!(!may("admin", hold, &[]) && !may("admin", see, &[]));
}

#[test]
fn faulty_policies_are_refused_with_file_and_id() {
    let cases = [
        ("permit (principal, action, resource);", "needs @id"),
        ("@id(\"x\") permit (principal, action, resource);", "needs @id"),
        ("permit (principal, action", "unexpected end"),
        ("@id(\"x\") @words(\"w\") permit (principal, action == Action::\"nought\", resource);", "nought"),
        ("@id(\"x\") @words(\"w\") permit (principal, action, resource) when { resource.colour };", "colour"),
        ("@id(\"x\") @words(\"w\") permit (principal, action, resource) when { principal.roles == 3 };", "x"),
        ("@id(\"x\") @words(\"w\") permit (principal == ?principal, action, resource);", "templates"),
        ("@id(\"x\") @words(\"w\") permit (principal, action, resource) when { false };", "x"),
    ];
    for (text, says) in cases {
        let problems = Policy::new(&[("room.cedar", text)], &[]).expect_err(text);
        let said = problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        assert!(said.contains("room.cedar") && said.contains(says), "{text}\n{said}");
    }
    let twice = Policy::new(&[("a", ALL_MAY), ("b", ALL_MAY)], &[]).expect_err("a refusal");
    assert!(twice[0].message.contains("twice"), "{twice:?}");
    assert!(Policy::new(&[], &[Action("every-see")]).is_err());
    assert!(Policy::new(&[], &[Action("Two words")]).is_err());
}

#[test]
fn the_hash_follows_the_rules_and_not_their_order() {
    let mut files = shared().to_vec();
    assert_eq!(policy().hash().len(), 64);
    files.reverse();
    assert_eq!(Policy::new(&files, &[]).expect("valid").hash(), policy().hash());
    files.pop();
    assert_ne!(Policy::new(&files, &[]).expect("valid").hash(), policy().hash());
}

#[test]
fn policies_that_look_at_agencies_tell_them_apart_and_others_share_what_is_remembered() {
    let police = "@id(\"p\") @words(\"Police.\") permit (principal, action, resource)
        when { principal.agency_kinds.contains(\"police\") };";
    let policy = Policy::new(&[("a", police)], &[]).expect("valid");
    let at = |kind: &str| {
        let mut seat = super::seat("referrer");
        seat.agency_kind = kind.to_owned();
        seat.agency = format!("agency {kind}");
        Principal::new(Principal::PUBLIC, vec![seat], true)
    };
    assert!(policy.decide(&at("police"), action::SEARCH, Facts::NONE).allowed);
    assert!(!policy.decide(&at("nhs"), action::SEARCH, Facts::NONE).allowed);
    let shared = Policy::new(&[("a", ALL_MAY)], &[]).expect("valid");
    shared.decide(&at("police"), action::SEARCH, Facts::NONE);
    shared.decide(&at("nhs"), action::SEARCH, Facts::NONE);
    assert_eq!((policy.remembered(), shared.remembered()), (2, 1));
}

#[test]
fn what_is_remembered_is_bounded() {
    let memo = crate::memo::Memo::new(64);
    for it in 0..10_000 {
        memo.put(it, it);
    }
    assert!(memo.len() <= 64 + 16);
    assert_eq!(memo.get(&9_999), Some(9_999));
}

#[test]
fn the_schema_for_reviewers_is_the_one_in_force() {
    assert!(
        policy().schema() == include_str!("../../../../policies/schema.cedarschema"),
        "policies/schema.cedarschema is not what Policy::schema() says:\n{}",
        policy().schema()
    );
}
