//! A write is a value: page, JSON interface, command line, import, demo and test hand the same command to the door.

use futures_util::future::{BoxFuture, FutureExt as _};
use kernel::Refused;
use schemars::JsonSchema;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{Acting, Door, Key, Writing};

/// One thing that can be done. It may run twice (PostgreSQL retries), so it waits for nothing but the database.
pub trait Command: Serialize + DeserializeOwned + JsonSchema + Clone + Send + Sync + 'static {
    /// `room.verb-thing`, in the ledger and in the interface.
    const NAME: &'static str;
    /// What it does, in one plain sentence, for the interface's description and the command line.
    const WHAT: &'static str;
    /// What it answers.
    type Done: Serialize + DeserializeOwned + JsonSchema + Clone + Send + Sync + 'static;

    /// Carries it out. Asks policy through [`Writing::may`] before it changes anything.
    fn carry_out(&self, w: &mut Writing) -> impl Future<Output = Result<Self::Done, Refused>> + Send;

    /// Whether an answer is remembered for its idempotency key. Secrets shown once are not.
    const REMEMBERED: bool = true;
}

/// A command as the hub lists it, its type erased: for the JSON interface, its description, and tests that walk all.
pub struct CommandEntry {
    /// Its name.
    pub name: &'static str,
    /// What it does.
    pub what: &'static str,
    /// The shape of its body.
    pub body: fn(&mut schemars::SchemaGenerator) -> schemars::Schema,
    /// The shape of its answer.
    pub answer: fn(&mut schemars::SchemaGenerator) -> schemars::Schema,
    /// Parses a JSON body and carries the command out.
    pub run: Run,
}

/// How a command of any kind is carried out from its JSON body.
pub type Run = for<'a> fn(&'a Door, &'a Acting, Key, Value) -> BoxFuture<'a, Result<Value, Refused>>;

impl CommandEntry {
    /// The entry of a command.
    #[must_use]
    pub const fn of<C: Command>() -> Self {
        Self {
            name: C::NAME,
            what: C::WHAT,
            body: |all| all.subschema_for::<C>(),
            answer: |all| all.subschema_for::<C::Done>(),
            run: |door, acting, key, body| {
                async move {
                    let command: C = serde_json::from_value(body).map_err(|e| Refused::wrong("", e.to_string()))?;
                    let done = door.act(acting, key, command).await?;
                    serde_json::to_value(done).map_err(|e| Refused::Fault(e.to_string()))
                }
                .boxed()
            },
        }
    }
}
