//! What happened, and what follows from it: listeners of the mechanisms for every happening, typed reactions of the hub.

use std::any::{Any, TypeId};
use std::collections::HashMap;

use futures_util::future::{BoxFuture, FutureExt as _};
use kernel::{Marking, PersonId, Refused, Ts};
use policy::Action;
use serde::Serialize;
use uuid::Uuid;

use crate::Writing;

/// Something that happened. Its fields are what clocks' conditions may look at.
pub trait Happening: Any + Serialize + Send + Sync {
    /// `room.thing-verb`, the name that configuration uses.
    const NAME: &'static str;
    /// The persons whom it is about, the first one foremost.
    fn persons(&self) -> Vec<PersonId>;
    /// The record it happened to: kind and id.
    fn subject(&self) -> (&'static str, Uuid);
    /// When it was so, where that differs from now.
    fn happened(&self) -> Option<Ts> {
        None
    }
    /// Its line on the chronology, if it has one.
    fn line(&self) -> Option<Line> {
        None
    }
}

/// A line on a person's chronology.
#[derive(Clone, Debug)]
pub struct Line {
    /// What one must be allowed to see it.
    pub see: Action,
    /// One plain sentence.
    pub text: String,
    /// Its protective marking.
    pub marking: Marking,
}

/// A happening with its type erased: what listeners get.
#[derive(Clone, Debug)]
pub struct Happened {
    /// Its name.
    pub name: &'static str,
    /// The persons whom it is about.
    pub persons: Vec<PersonId>,
    /// The record it happened to.
    pub subject: (&'static str, Uuid),
    /// When it was so.
    pub at: Ts,
    /// When we learned it.
    pub recorded: Ts,
    /// Imported history: it is told as it was, and starts no duty.
    pub history: bool,
    /// Its fields.
    pub fields: serde_json::Map<String, serde_json::Value>,
    /// Its line on the chronology.
    pub line: Option<Line>,
}

impl Happened {
    pub(crate) fn of<H: Happening>(it: &H, recorded: Ts, history: bool) -> Self {
        let fields = match serde_json::to_value(it) {
            Ok(serde_json::Value::Object(map)) => map,
            _ => serde_json::Map::new(),
        };
        Self {
            name: H::NAME,
            persons: it.persons(),
            subject: it.subject(),
            at: it.happened().unwrap_or(recorded),
            recorded,
            history,
            fields,
            line: it.line(),
        }
    }
}

/// A mechanism that hears of every happening: chronology, clocks, search.
pub type Listener = for<'a> fn(&'a mut Writing, &'a Happened) -> BoxFuture<'a, Result<(), Refused>>;

/// `async fn(&mut Writing, &H) -> Result<(), Refused>`, for any lifetime, with a future that may move between threads.
pub trait Reaction<'a, H: 'a>: Send + Sync {
    /// Its future.
    type Done: Future<Output = Result<(), Refused>> + Send + 'a;
    /// Runs it.
    fn call(&self, w: &'a mut Writing, it: &'a H) -> Self::Done;
}

impl<'a, H: 'a, F, D> Reaction<'a, H> for F
where
    F: Fn(&'a mut Writing, &'a H) -> D + Send + Sync,
    D: Future<Output = Result<(), Refused>> + Send + 'a,
{
    type Done = D;
    fn call(&self, w: &'a mut Writing, it: &'a H) -> D {
        self(w, it)
    }
}

type Erased = Box<
    dyn for<'a> Fn(&'a mut Writing, &'a (dyn Any + Send + Sync)) -> BoxFuture<'a, Result<(), Refused>> + Send + Sync,
>;

/// Whether anything follows from a happening: for the test that nothing was forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Follows {
    /// A reaction is registered.
    Reaction,
    /// It was decided that none is needed, with the reason.
    Nothing(&'static str),
}

/// What the hub does because something happened: together, the procedure.
#[derive(Default)]
pub struct Reactions {
    all: HashMap<TypeId, Vec<Erased>>,
    named: Vec<(&'static str, Follows)>,
}

impl Reactions {
    /// Registers a reaction to happenings of its type.
    #[must_use]
    pub fn on<H: Happening>(mut self, reaction: impl for<'a> Reaction<'a, H> + 'static) -> Self {
        let erased: Erased = Box::new(move |w, it| match it.downcast_ref::<H>() {
            Some(it) => reaction.call(w, it).boxed(),
            None => async { Err(Refused::Fault("a happening was filed under another type".to_owned())) }.boxed(),
        });
        self.all.entry(TypeId::of::<H>()).or_default().push(erased);
        self.named.push((H::NAME, Follows::Reaction));
        self
    }

    /// Says that nothing but clocks follows, and why.
    #[must_use]
    pub fn nothing_follows<H: Happening>(mut self, why: &'static str) -> Self {
        self.named.push((H::NAME, Follows::Nothing(why)));
        self
    }

    /// Every happening that was decided about.
    #[must_use]
    pub fn decided(&self) -> &[(&'static str, Follows)] {
        &self.named
    }

    /// Adds another list.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        for (ty, them) in other.all {
            self.all.entry(ty).or_default().extend(them);
        }
        self.named.extend(other.named);
        self
    }

    pub(crate) async fn run<H: Happening>(&self, w: &mut Writing, it: &H) -> Result<(), Refused> {
        for reaction in self.all.get(&TypeId::of::<H>()).into_iter().flatten() {
            reaction(w, it).await?;
        }
        Ok(())
    }
}
