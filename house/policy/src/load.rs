//! Reading policies: each needs an id and words, and must pass Cedar's strict validation without a warning.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::str::FromStr;

use cedar_policy::{
    ActionConstraint, Effect, PolicyId, PolicySet, Schema, ValidationError, ValidationMode, ValidationWarning,
    Validator,
};
use kernel::serde_json;
use sha2::{Digest, Sha256};

use crate::{Action, Fact, Facts, Sort, action};

/// What is wrong with a policy, or with a question put to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file's name; empty where it is not a file's fault.
    pub file: String,
    /// The policy's id; empty where none is meant.
    pub policy: String,
    /// What is wrong.
    pub message: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for part in [&self.file, &self.policy].into_iter().filter(|it| !it.is_empty()) {
            write!(f, "{part}: ")?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for Problem {}

impl Problem {
    pub(crate) fn new(file: &str, policy: &str, message: impl ToString) -> Self {
        Self { file: file.to_owned(), policy: policy.to_owned(), message: message.to_string() }
    }
}

/// One policy, for the page that shows the rules in force.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its `@id`, by which the ledger names it.
    pub id: String,
    /// Its `@words`.
    pub words: String,
    /// The file it is from.
    pub file: String,
    /// Whether it forbids; otherwise it permits.
    pub forbids: bool,
    pub(crate) mentions: Facts,
    pub(crate) policy: cedar_policy::Policy,
}

/// The policies that can apply to one action, with the action's entity.
pub(crate) struct Slice {
    pub(crate) rules: Vec<usize>,
    pub(crate) set: PolicySet,
}

pub(crate) struct Loaded {
    pub(crate) actions: BTreeMap<&'static str, Action>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) slices: BTreeMap<&'static str, Slice>,
    pub(crate) hash: String,
    pub(crate) kinds_matter: bool,
    pub(crate) agencies_matter: bool,
}

/// Parses, validates and slices; every problem at once.
pub(crate) fn load(files: &[(&str, &str)], more: &[Action]) -> Result<Loaded, Vec<Problem>> {
    let actions: BTreeMap<_, _> =
        action::SHARED.iter().map(|(it, _, _)| *it).chain(more.iter().copied()).map(|it| (it.0, it)).collect();
    let mut problems: Vec<_> = actions.keys().filter(|it| !well_named(it)).map(|it| badly_named(it)).collect();
    let text = schema_text(actions.values().copied());
    let schema = match Schema::from_cedarschema_str(&text) {
        Ok((schema, _)) => Some(schema),
        Err(it) => {
            problems.push(Problem::new("schema", "", it));
            None
        }
    };
    let mut rules = Vec::new();
    for (file, text) in files {
        match read(file, text) {
            Ok(found) => rules.extend(found),
            Err(found) => problems.extend(found),
        }
    }
    problems.extend(twice(&rules));
    if let Some(schema) = schema.filter(|_| problems.is_empty()) {
        problems.extend(invalid(&rules, schema));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let slices = actions.values().map(|it| slice(*it, &rules).map(|found| (it.0, found))).collect::<Result<_, _>>();
    let slices = slices.map_err(|it| vec![it])?;
    let attributes: BTreeSet<String> = rules.iter().flat_map(|it| strings(&it.policy)).collect();
    let hash = hash(&text, files);
    let (kinds_matter, agencies_matter) = (attributes.contains("agency_kinds"), attributes.contains("agencies"));
    Ok(Loaded { actions, rules, slices, hash, kinds_matter, agencies_matter })
}

fn well_named(name: &str) -> bool {
    let plain = !name.is_empty() && name.chars().all(|it| it.is_ascii_lowercase() || it == '-' || it.is_ascii_digit());
    plain && !name.starts_with("every-")
}

fn badly_named(name: &str) -> Problem {
    Problem::new("", "", format!("{name:?} is not an action's name: lower-case words with hyphens, not `every-…`"))
}

/// The Cedar schema for these actions: one type of principal, one of thing, a group of actions for each [`Sort`].
pub(crate) fn schema_text(actions: impl Iterator<Item = Action>) -> String {
    let mut it = String::from(
        "entity User {\n  roles: Set<String>,\n  groups: Set<String>,\n  agency_kinds: Set<String>,\n  \
         agencies: Set<String>,\n  standing: Bool,\n};\n\nentity Thing {\n",
    );
    for fact in Fact::ALL {
        let _ = writeln!(it, "  {fact}: Bool, // {}", fact.label());
    }
    it.push_str("};\n\n");
    for sort in Sort::ALL {
        let _ = writeln!(it, "action \"{}\";", sort.group());
    }
    for action in actions {
        let group = action.sort().group();
        let _ = write!(it, "\n// {}", action.words());
        let _ =
            write!(it, "\naction \"{action}\" in [\"{group}\"] appliesTo {{ principal: User, resource: Thing }};\n");
    }
    it
}

fn read(file: &str, text: &str) -> Result<Vec<Rule>, Vec<Problem>> {
    let set = PolicySet::from_str(text).map_err(|it| vec![Problem::new(file, "", it)])?;
    let (mut rules, mut problems) = (Vec::new(), Vec::new());
    problems.extend(set.templates().map(|it| Problem::new(file, it.id().as_ref(), "templates are not used here")));
    for policy in set.policies() {
        let note = |key: &str| policy.annotation(key).map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned);
        match (note("id"), note("words")) {
            (Some(id), Some(words)) => {
                let policy = policy.new_id(PolicyId::new(&id));
                let said = strings(&policy);
                let mentions = Fact::ALL.iter().copied().filter(|it| said.contains(it.as_str())).collect();
                let forbids = policy.effect() == Effect::Forbid;
                rules.push(Rule { id, words, file: file.to_owned(), forbids, mentions, policy });
            }
            (id, _) => {
                let near = policy.to_string().lines().take(3).collect::<Vec<_>>().join(" ");
                let id = id.unwrap_or_default();
                problems.push(Problem::new(file, &id, format!("needs @id(\"…\") and @words(\"…\"): {near}")));
            }
        }
    }
    rules.sort_by(|a, b| a.id.cmp(&b.id));
    if problems.is_empty() { Ok(rules) } else { Err(problems) }
}

fn twice(rules: &[Rule]) -> Vec<Problem> {
    let mut seen = BTreeSet::new();
    rules
        .iter()
        .filter(|it| !seen.insert(&it.id))
        .map(|it| Problem::new(&it.file, &it.id, "the id is used twice"))
        .collect()
}

/// Strict validation; a warning (such as a policy that can never apply) counts as a problem.
fn invalid(rules: &[Rule], schema: Schema) -> Vec<Problem> {
    let set = match PolicySet::from_policies(rules.iter().map(|it| it.policy.clone())) {
        Ok(set) => set,
        Err(it) => return vec![Problem::new("", "", it)],
    };
    let result = Validator::new(schema).validate(&set, ValidationMode::Strict);
    let file = |id: &PolicyId| rules.iter().find(|it| it.policy.id() == id).map_or("", |it| it.file.as_str());
    let error = |it: &ValidationError| Problem::new(file(it.policy_id()), it.policy_id().as_ref(), it);
    let warning = |it: &ValidationWarning| Problem::new(file(it.policy_id()), it.policy_id().as_ref(), it);
    result.validation_errors().map(error).chain(result.validation_warnings().map(warning)).collect()
}

/// The policies whose scope lets the action in. The others cannot be satisfied by it, so that Cedar's answer on the
/// slice is its answer on the whole (a test compares both).
fn slice(action: Action, rules: &[Rule]) -> Result<Slice, Problem> {
    let names = [action.0, action.sort().group()];
    let meant = |uid: &cedar_policy::EntityUid| names.contains(&uid.id().unescaped());
    let applies = |rule: &Rule| match rule.policy.action_constraint() {
        ActionConstraint::Any => true,
        ActionConstraint::In(uids) => uids.iter().any(meant),
        ActionConstraint::Eq(uid) => uid.id().unescaped() == action.0,
    };
    let chosen: Vec<usize> = (0..rules.len()).filter(|it| applies(&rules[*it])).collect();
    let set = PolicySet::from_policies(chosen.iter().map(|it| rules[*it].policy.clone()))
        .map_err(|it| Problem::new("", action.0, it))?;
    Ok(Slice { rules: chosen, set })
}

/// Every string in the policy, attribute names among them: a superset of what it can look at.
fn strings(policy: &cedar_policy::Policy) -> BTreeSet<String> {
    fn walk(it: &serde_json::Value, found: &mut BTreeSet<String>) {
        match it {
            serde_json::Value::String(text) => {
                found.insert(text.clone());
            }
            serde_json::Value::Array(items) => items.iter().for_each(|it| walk(it, found)),
            serde_json::Value::Object(items) => items.values().for_each(|it| walk(it, found)),
            serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {}
        }
    }
    let mut found = BTreeSet::new();
    match policy.to_json() {
        Ok(json) => walk(&json, &mut found),
        // Not to be seen through: then it may look at everything.
        Err(_) => {
            found.extend(Fact::ALL.iter().map(|it| it.as_str()).chain(["agencies", "agency_kinds"]).map(str::to_owned))
        }
    }
    found
}

fn hash(schema: &str, files: &[(&str, &str)]) -> String {
    let mut sha = Sha256::new();
    let sorted: BTreeSet<_> = files.iter().collect();
    for part in [schema].into_iter().chain(sorted.into_iter().flat_map(|(name, text)| [*name, *text])) {
        sha.update((part.len() as u64).to_le_bytes());
        sha.update(part);
    }
    sha.finalize().iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
