//! Asking Cedar. This is the only place where a question is put to it.

use std::collections::{HashMap, HashSet};
use std::str::FromStr;

use cedar_policy::{
    Authorizer, Context, Entities, Entity, EntityId, EntityTypeName, EntityUid, PolicySet, Request, Response,
    RestrictedExpression,
};

use crate::{Action, Fact, Facts, Principal, Problem};

/// The names that every question uses. All users are `User::"it"` to Cedar, and all things `Thing::"it"`: no policy can
/// tell two of them apart but by what it may know.
pub(crate) struct Asking {
    user: EntityUid,
    thing: EntityUid,
    action_type: EntityTypeName,
    authorizer: Authorizer,
}

impl Asking {
    pub(crate) fn new() -> Result<Self, Problem> {
        let named = |it: &str| EntityTypeName::from_str(it).map_err(|it| Problem::new("", "", it));
        let it = |kind: &str| named(kind).map(|kind| EntityUid::from_type_name_and_id(kind, EntityId::new("it")));
        Ok(Self {
            user: it("User")?,
            thing: it("Thing")?,
            action_type: named("Action")?,
            authorizer: Authorizer::new(),
        })
    }

    /// The principal as Cedar sees them; build once for many questions.
    pub(crate) fn user(&self, who: &Principal) -> Result<Entity, Problem> {
        fn set<'a>(words: impl IntoIterator<Item = &'a str>) -> RestrictedExpression {
            let words = words.into_iter().map(|it| RestrictedExpression::new_string(it.to_owned()));
            RestrictedExpression::new_set(words)
        }
        let attributes = HashMap::from([
            ("roles".to_owned(), set(who.roles.iter().map(String::as_str))),
            ("groups".to_owned(), set(who.groups.iter().copied())),
            ("agency_kinds".to_owned(), set(who.agency_kinds.iter().map(String::as_str))),
            ("agencies".to_owned(), set(who.agencies.iter().map(String::as_str))),
            ("standing".to_owned(), RestrictedExpression::new_bool(who.standing())),
        ]);
        Entity::new(self.user.clone(), attributes, HashSet::new()).map_err(|it| Problem::new("", "", it))
    }

    /// What Cedar answers.
    pub(crate) fn ask(
        &self,
        user: &Entity,
        action: Action,
        facts: Facts,
        set: &PolicySet,
    ) -> Result<Response, Problem> {
        let wrong = |it: &dyn std::fmt::Display| Problem::new("", action.0, it);
        let uid = |name: &str| EntityUid::from_type_name_and_id(self.action_type.clone(), EntityId::new(name));
        let (act, group) = (uid(action.0), uid(action.sort().group()));
        let attributes = Fact::ALL
            .iter()
            .map(|it| (it.as_str().to_owned(), RestrictedExpression::new_bool(facts.has(*it))))
            .collect();
        let thing = Entity::new(self.thing.clone(), attributes, HashSet::new()).map_err(|it| wrong(&it))?;
        let entities = [
            user.clone(),
            thing,
            Entity::new_no_attrs(act.clone(), HashSet::from([group.clone()])),
            Entity::new_no_attrs(group, HashSet::new()),
        ];
        let entities = Entities::from_entities(entities, None).map_err(|it| wrong(&it))?;
        let request = Request::new(self.user.clone(), act, self.thing.clone(), Context::empty(), None);
        Ok(self.authorizer.is_authorized(&request.map_err(|it| wrong(&it))?, set, &entities))
    }
}
