//! The decision, remembered across requests.

use std::sync::Arc;

use cedar_policy::Decision as CedarDecision;
use kernel::Refused;

use crate::ask::Asking;
use crate::condition::Condition;
use crate::grid::Grid;
use crate::load::{Loaded, load, schema_text};
use crate::memo::Memo;
use crate::{Action, Facts, Principal, Problem, Rule};

/// What was decided, and by which policies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Whether it may be done.
    pub allowed: bool,
    /// Ids of the policies that decided, sorted: those that permit, or those that forbid; none where nothing grants it.
    pub because: Vec<String>,
    /// The same in words.
    pub words: String,
}

type Asked = (u128, Action, Facts);
type Narrowed = (u128, Action, Facts, Facts, Facts);

/// The rules in force. Immutable; share one in an `Arc`.
pub struct Policy {
    pub(crate) loaded: Loaded,
    pub(crate) asking: Asking,
    decisions: Memo<Asked, Arc<Decision>>,
    grids: Memo<(u128, Action), Arc<Grid>>,
    conditions: Memo<Narrowed, Arc<Condition>>,
}

impl std::fmt::Debug for Policy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Policy({} rules, {})", self.loaded.rules.len(), self.loaded.hash)
    }
}

impl Policy {
    /// Reads the policies (file name and text), with the actions that rooms add to the shared ones.
    ///
    /// # Errors
    /// Everything that is wrong: what Cedar cannot read, what fails strict validation or can never apply, a policy
    /// without `@id` or `@words`, an id used twice.
    pub fn new(files: &[(&str, &str)], actions: &[Action]) -> Result<Self, Vec<Problem>> {
        let loaded = load(files, actions)?;
        let asking = Asking::new().map_err(|it| vec![it])?;
        let (decisions, grids, conditions) = (Memo::new(65_536), Memo::new(2_048), Memo::new(8_192));
        Ok(Self { loaded, asking, decisions, grids, conditions })
    }

    /// The SHA-256 of schema and policies, in hex; the ledger keeps it with each decision.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.loaded.hash
    }

    /// The rules in force, by file and id.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.loaded.rules
    }

    /// The action of that name, shared or a room's.
    #[must_use]
    pub fn action(&self, name: &str) -> Option<Action> {
        self.loaded.actions.get(name).copied()
    }

    /// Every action, by name.
    pub fn actions(&self) -> impl Iterator<Item = Action> {
        self.loaded.actions.values().copied()
    }

    /// The Cedar schema in force, as text.
    #[must_use]
    pub fn schema(&self) -> String {
        schema_text(self.actions())
    }

    /// May they do it to a thing of which these facts hold? An action that is not registered, and any error: no.
    pub fn decide(&self, who: &Principal, action: Action, facts: Facts) -> Arc<Decision> {
        let key = (self.key(who), action, facts);
        if let Some(known) = self.decisions.get(&key) {
            return known;
        }
        self.decisions.put(key, Arc::new(self.asked(who, action, facts)))
    }

    /// The refusal to answer with, once [`decide`](Self::decide) said no. What they may not know of is *not found*:
    /// they know of it where `known_by`, the action that shows that the thing exists, is allowed with the same facts
    /// (for a person [`SEE_POINTER`](crate::action::SEE_POINTER)).
    pub fn refusal(&self, who: &Principal, action: Action, facts: Facts, known_by: Action) -> Refused {
        if action != known_by && self.decide(who, known_by, facts).allowed {
            return Refused::MayNot(self.decide(who, action, facts).words.clone());
        }
        Refused::NotFound
    }

    pub(crate) fn key(&self, who: &Principal) -> u128 {
        who.key(self.loaded.kinds_matter, self.loaded.agencies_matter)
    }

    fn asked(&self, who: &Principal, action: Action, facts: Facts) -> Decision {
        let no = |words: String| Decision { allowed: false, because: Vec::new(), words };
        let Some(slice) = self.loaded.slices.get(action.0) else {
            return no(format!("There is no action named {action}."));
        };
        let answer = self.asking.user(who).and_then(|user| self.asking.ask(&user, action, facts, &slice.set));
        let answer = match answer {
            Ok(answer) => answer,
            Err(it) => return no(format!("The policies could not be asked ({it}).")),
        };
        // A policy that fails is skipped by Cedar, so that a failing forbid would let through: any failure is a no.
        if let Some(it) = answer.diagnostics().errors().next() {
            return no(format!("A policy failed ({it})."));
        }
        let mut because: Vec<String> = answer.diagnostics().reason().map(ToString::to_string).collect();
        because.sort();
        if because.is_empty() {
            return no(format!("No rule lets them {}.", action.words()));
        }
        let words: Vec<&str> = because.iter().filter_map(|id| self.words(id)).collect();
        Decision { allowed: answer.decision() == CedarDecision::Allow, words: words.join(" "), because }
    }

    fn words(&self, id: &str) -> Option<&str> {
        self.loaded.rules.iter().find(|it| it.id == id).map(|it| it.words.as_str())
    }

    /// Whether there are any facts with which they may do it: for navigation, never instead of [`decide`](Self::decide).
    pub fn ever(&self, who: &Principal, action: Action) -> bool {
        self.grid(who, action).is_ok_and(|it| it.ever())
    }

    /// The condition on the `varying` facts that equals [`decide`](Self::decide) for every row of a list, where the
    /// facts of the mask `known` have the values in `fixed`.
    ///
    /// # Errors
    /// When the answer depends on a fact that is neither known nor varying (so that a list that forgets
    /// [`Fact::Restricted`](crate::Fact::Restricted) cannot leak), on an unknown action, or when a policy fails.
    pub fn narrowing(
        &self,
        who: &Principal,
        action: Action,
        fixed: Facts,
        known: Facts,
        varying: &[crate::Fact],
    ) -> Result<Arc<Condition>, Problem> {
        let mask: Facts = varying.iter().copied().collect();
        let key = (self.key(who), action, Facts(fixed.0 & known.0), known, mask);
        if let Some(found) = self.conditions.get(&key) {
            return Ok(found);
        }
        let condition = self.grid(who, action)?.narrowed(action, fixed, known, varying)?;
        Ok(self.conditions.put(key, Arc::new(condition)))
    }

    pub(crate) fn grid(&self, who: &Principal, action: Action) -> Result<Arc<Grid>, Problem> {
        let key = (self.key(who), action);
        if let Some(found) = self.grids.get(&key) {
            return Ok(found);
        }
        Ok(self.grids.put(key, Arc::new(Grid::new(self, who, action)?)))
    }

    #[cfg(test)]
    pub(crate) fn remembered(&self) -> usize {
        self.decisions.len()
    }
}
