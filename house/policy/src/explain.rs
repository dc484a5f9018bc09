//! `holdfast policy explain`: the decision in words, for those who run the hub.

use crate::{Action, Fact, Facts, Policy, Principal};

impl Policy {
    /// The decision, the policies that decided it, the facts that held, and, when it was refused, what would change it.
    /// For the command line and the audit pages: it says more than the one who was refused may know.
    pub fn explain(&self, who: &Principal, action: Action, facts: Facts) -> String {
        let decision = self.decide(who, action, facts);
        let roles = who.roles().collect::<Vec<_>>().join(", ");
        let held = facts.iter().map(Fact::label).collect::<Vec<_>>().join("; ");
        let mut lines = vec![
            format!("{}: {}", if decision.allowed { "Allowed" } else { "Refused" }, action.words()),
            decision.words.clone(),
            format!("Policies: {}", or_none(&decision.because.join(", "))),
            format!("Roles: {}", or_none(&roles)),
            format!("Facts: {}", or_none(&held)),
        ];
        if !decision.allowed {
            lines.push(match self.nearest(who, action, facts) {
                Some(changes) => format!("It would be allowed if: {changes}"),
                None => "Nothing about the thing would change that: the role does not have it.".to_owned(),
            });
        }
        lines.push(format!("Policy set: {}", self.hash()));
        lines.join("\n")
    }

    /// The fewest changes to the facts (at most three) that would allow it, in words.
    fn nearest(&self, who: &Principal, action: Action, facts: Facts) -> Option<String> {
        let grid = self.grid(who, action).ok()?;
        let all = grid.facts();
        let flipped = |some: &[Fact]| Facts(some.iter().fold(facts.0, |it, fact| it ^ Facts::NONE.with(*fact).0));
        let found = (1..=3).find_map(|count| choices(all, count).into_iter().find(|some| grid.at(flipped(some))))?;
        let said = |it: &Fact| if facts.has(*it) { format!("not: {}", it.label()) } else { it.label().to_owned() };
        Some(found.iter().map(said).collect::<Vec<_>>().join("; and "))
    }
}

fn or_none(text: &str) -> &str {
    if text.is_empty() { "none" } else { text }
}

/// Every way to choose `count` of the facts.
fn choices(facts: &[Fact], count: usize) -> Vec<Vec<Fact>> {
    if count == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for (at, first) in facts.iter().enumerate() {
        for mut rest in choices(&facts[at + 1..], count - 1) {
            rest.insert(0, *first);
            all.push(rest);
        }
    }
    all
}
