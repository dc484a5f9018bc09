//! access.md §2, cell by cell.

use super::{every_action, policy, some_of, with};
use crate::{Action, Fact, Facts, Principal, Role, Sort};

/// The columns of the table, each with its roles. The later personas stand beside it.
const COLUMNS: [&[&str]; 16] = [
    &["referrer"],
    &["screener", "front-door-manager"],
    &["social-worker"],
    &["team-manager", "hub-manager"],
    &["police-officer", "disruption-officer"],
    &["intelligence-officer"],
    &["health-practitioner"],
    &["education-officer", "youth-worker", "vcs-worker"],
    &["adult-lead", "adult-social-worker"],
    &["panel-member"],
    &["mace-co-chair"],
    &["scrutineer", "auditor"],
    &["governance"],
    &["missing-coordinator"],
    &["committee-officer"],
    &["admin", "analyst", "business-support", "partnership-manager"],
];

/// The rows. A cell lists what suffices, parted by commas; `a+b` means both; `-` is *no*. `own` is left out where the
/// footnote [`OWN`] gives it to everybody. `listed summary` of the table is `listed+summary`; *with reason* is `reason`.
const TABLE: &str = "
see-pointer       | -      | all     | all          | all     | all  | all  | all               | all               | all          | listed         | listed         | sampled | reason | all  | -   | -
see-flag          | -      | all     | mine         | all     | mine | mine | mine,basis        | mine,basis        | mine         | listed         | listed         | sampled | reason | mine | -   | -
see-identity      | -      | all     | mine         | all     | mine | mine | mine              | mine              | mine         | listed         | listed         | sampled | reason | mine | -   | -
see-whereabouts   | -      | all     | mine         | all     | mine | mine | mine+basis        | mine+basis        | mine         | -              | -              | -       | reason | mine | -   | -
see-statuses      | -      | all     | mine         | all     | mine | mine | mine              | mine              | mine         | listed         | listed         | sampled | reason | mine | -   | -
see-referral      | -      | all     | mine         | all     | mine | mine | mine+basis        | mine+basis        | mine         | listed+summary | listed+summary | sampled | reason | mine | -   | -
see-outcome       | -      | all     | mine         | all     | mine | mine | mine+basis        | mine+basis        | mine         | listed+summary | listed+summary | sampled | reason | mine | -   | -
see-record        | -      | all     | mine         | all     | mine | mine | mine+basis,agency | mine+basis,agency | mine         | listed         | listed         | sampled | reason | mine | -   | -
see-health        | agency | -       | mine+summary | summary | -    | -    | mine              | -                 | mine+summary | listed+summary | listed+summary | -       | reason | -    | -   | -
see-education     | agency | summary | mine         | all     | mine | mine | agency            | agency            | -            | listed+summary | listed+summary | sampled | reason | -    | -   | -
see-investigation | -      | -       | mine+summary | summary | mine | mine | -                 | -                 | -            | -              | listed         | -       | -      | -    | -   | -
see-intelligence  | -      | -       | -            | team    | -    | all  | -                 | -                 | -            | -              | -              | -       | -      | -    | -   | -
see-sanitised     | -      | -       | -            | -       | mine | all  | -                 | -                 | -            | -              | -              | -       | -      | -    | -   | -
see-legal         | -      | -       | mine         | all     | -    | -    | -                 | -                 | -            | -              | -              | -       | all    | -    | -   | -
see-conflict      | -      | -       | -            | all     | -    | -    | -                 | -                 | -            | -              | -              | -       | -      | -    | -   | -
see-part-two      | -      | -       | -            | own     | -    | -    | -                 | -                 | -            | listed         | listed         | all     | all    | -    | all | -
see-lists-behind  | -      | all     | mine         | all     | mine | mine | -                 | -                 | mine         | -              | -              | -       | -      | -    | -   | -
see-looked        | -      | -       | -            | team    | -    | -    | -                 | -                 | -            | -              | -              | all     | all    | -    | -   | -
see-aggregate     | all    | all     | all          | all     | all  | all  | all               | all               | all          | all            | all            | all     | all    | all  | all | all
";

/// What everybody but the administrator sees of what they made themselves.
const OWN: [&str; 7] = [
    "see-identity",
    "see-whereabouts",
    "see-referral",
    "see-referrer",
    "see-outcome",
    "see-intelligence",
    "see-looked",
];

const GRANTING: [Fact; 10] = [
    Fact::Mine,
    Fact::MyTeam,
    Fact::Author,
    Fact::OwnAgency,
    Fact::Basis,
    Fact::Listed,
    Fact::Sampled,
    Fact::Reason,
    Fact::Summary,
    Fact::Unnamed,
];

fn word(it: &str, facts: Facts) -> bool {
    let fact = match it.trim() {
        "all" => return true,
        "-" => return false,
        "mine" => Fact::Mine,
        "basis" => Fact::Basis,
        "summary" => Fact::Summary,
        "listed" => Fact::Listed,
        "sampled" => Fact::Sampled,
        "reason" => Fact::Reason,
        "agency" => Fact::OwnAgency,
        "team" => Fact::MyTeam,
        "own" => Fact::Author,
        other => panic!("the table says {other:?}"),
    };
    facts.has(fact)
}

fn cell(it: &str, facts: Facts) -> bool {
    it.split(',').any(|one| one.split('+').all(|part| word(part, facts)))
}

fn rows() -> impl Iterator<Item = (Action, Vec<&'static str>)> {
    TABLE.trim().lines().map(|row| {
        let mut cells = row.split('|').map(str::trim);
        let action = cells.next().and_then(Action::shared).unwrap_or_else(|| panic!("no such action: {row}"));
        (action, cells.collect())
    })
}

fn holds(role: &str, who: &Principal, action: Action, written: &dyn Fn(Facts) -> bool) {
    for facts in some_of(&GRANTING) {
        let own = OWN.contains(&action.0) && facts.has(Fact::Author) && role != "admin";
        let found = policy().decide(who, action, facts);
        let held: Vec<_> = facts.iter().collect();
        assert_eq!(found.allowed, written(facts) || own, "{role}, {action}, {held:?}: {found:?}");
    }
}

#[test]
fn each_cell_of_the_viewing_table_is_what_the_rules_decide() {
    for (action, cells) in rows() {
        assert_eq!(cells.len(), COLUMNS.len(), "{action}");
        for (cell_text, roles) in cells.iter().zip(COLUMNS) {
            for role in roles {
                holds(role, &with(&[role]), action, &|facts| cell(cell_text, facts));
            }
        }
    }
}

#[test]
fn who_referred_is_seen_by_few_when_they_asked_not_to_be_named_and_else_by_who_reads_the_referral() {
    let (_, referral) = rows().find(|(it, _)| it.0 == "see-referral").expect("the row");
    let unnamed = ["-", "all", "-", "all", "-", "-", "-", "-", "-", "-", "-", "-", "reason", "-", "-", "-"];
    for ((open, closed), roles) in referral.iter().zip(unnamed).zip(COLUMNS) {
        // A panel's summary names no referrer.
        let open = if open.contains("summary") { "-" } else { open };
        for role in roles {
            let written = |facts: Facts| cell(if facts.has(Fact::Unnamed) { closed } else { open }, facts);
            holds(role, &with(&[role]), crate::action::SEE_REFERRER, &written);
        }
    }
}

#[test]
fn the_operation_log_is_for_the_administrator_governance_and_the_auditor() {
    for role in Role::ALL {
        let written = matches!(role, Role::Admin | Role::Governance | Role::Auditor);
        holds(role.as_str(), &with(&[role.as_str()]), crate::action::SEE_OPERATIONS, &|_| written);
    }
}

#[test]
fn the_table_has_every_role_and_every_part() {
    let mut roles: Vec<_> = COLUMNS.iter().flat_map(|it| it.iter().copied()).collect();
    let mut all: Vec<_> = Role::ALL.iter().map(|it| it.as_str()).collect();
    roles.sort_unstable();
    all.sort_unstable();
    assert_eq!(roles, all);
    for action in every_action().filter(|it| it.0.starts_with("see-")) {
        let tested = rows().any(|(it, _)| it == action) || ["see-referrer", "see-operations"].contains(&action.0);
        assert!(tested, "{action} is not in the table");
    }
}

#[test]
fn the_public_and_the_operator_see_tables_and_no_person() {
    for who in [Principal::public(), Principal::operator()] {
        for action in every_action().filter(|it| it.sort() == Sort::See) {
            assert!(!policy().ever(&who, action), "{who:?} {action}");
        }
        assert!(policy().decide(&who, crate::action::SEE_AGGREGATE, Facts::NONE).allowed);
    }
}

#[test]
fn who_sees_identity_sees_the_pointer_and_who_sees_statuses_sees_the_flag() {
    use crate::action::{SEE_FLAG, SEE_IDENTITY, SEE_POINTER, SEE_STATUSES};
    for role in Role::ALL {
        let who = with(&[role.as_str()]);
        for facts in some_of(&GRANTING).into_iter().filter(|it| !it.has(Fact::Author)) {
            for (more, less) in [(SEE_IDENTITY, SEE_POINTER), (SEE_STATUSES, SEE_FLAG), (SEE_FLAG, SEE_POINTER)] {
                let allowed = |action| policy().decide(&who, action, facts).allowed;
                assert!(!allowed(more) || allowed(less), "{role}: {more} without {less}");
            }
        }
    }
}
