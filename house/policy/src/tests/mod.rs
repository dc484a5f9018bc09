//! The rules held against the table of access.md, written down here a second time, independent of the policies.

mod doing;
mod engine;
mod forbidden;
mod viewing;

use kernel::UserId;

use crate::{Action, Fact, Facts, Policy, Principal, Role, Seat, action, shared};

/// The shared rules, read once for all tests.
fn policy() -> &'static Policy {
    static POLICY: std::sync::OnceLock<Policy> = std::sync::OnceLock::new();
    POLICY.get_or_init(|| {
        Policy::new(shared(), &[])
            .unwrap_or_else(|all| panic!("{}", all.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")))
    })
}

fn seat(role: &str) -> Seat {
    Seat { role: role.to_owned(), agency: "an-agency".to_owned(), agency_kind: "other".to_owned(), team: None }
}

/// A user in good standing with these roles.
fn with(roles: &[&str]) -> Principal {
    Principal::new(UserId(kernel::uuid::Uuid::nil()), roles.iter().map(|it| seat(it)).collect(), true)
}

fn may(who: &Principal, action: Action, facts: &[Fact]) -> bool {
    policy().decide(who, action, Facts::of(facts)).allowed
}

/// Every single role, and the three that hold no seat.
fn everybody() -> Vec<(&'static str, Principal)> {
    let special = [
        ("the public", Principal::public()),
        ("the house", Principal::house()),
        ("the operator", Principal::operator()),
    ];
    Role::ALL.iter().map(|it| (it.as_str(), with(&[it.as_str()]))).chain(special).collect()
}

fn every_action() -> impl Iterator<Item = Action> {
    action::SHARED.iter().map(|(it, _, _)| *it)
}

/// Every set of at most two of these facts, and of all but at most one.
fn some_of(facts: &[Fact]) -> Vec<Facts> {
    let all = Facts::of(facts);
    let mut sets = vec![Facts::NONE, all];
    for (i, a) in facts.iter().enumerate() {
        sets.extend([Facts::of(&[*a]), all.without(*a)]);
        sets.extend(facts.iter().skip(i + 1).map(|b| Facts::of(&[*a, *b])));
    }
    sets
}
