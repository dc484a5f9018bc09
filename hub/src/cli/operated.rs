//! What the operator does at the command line is in the ledger like every other act.

use door::{Acting, Command, Door, Key, Writing};
use kernel::Refused;
use policy::{Facts, action};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The operator used the ledger's tools.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UseLedger {}

impl Command for UseLedger {
    const NAME: &'static str = "operator.use-ledger";
    const WHAT: &'static str = "Writes down that the operator read or signed the ledger at the command line.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        w.may(action::VERIFY_LEDGER, None, Facts::NONE).await.map(drop)
    }
}

/// The operator asked what policy decides.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExplainPolicy {}

impl Command for ExplainPolicy {
    const NAME: &'static str = "operator.explain-policy";
    const WHAT: &'static str = "Writes down that the operator asked what policy decides for somebody.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        w.may(action::SEE_OPERATIONS, None, Facts::NONE).await.map(drop)
    }
}

/// The operator copied the store.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BackUp {}

impl Command for BackUp {
    const NAME: &'static str = "operator.back-up";
    const WHAT: &'static str = "Writes down that the operator copied the store.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        w.may(action::BACK_UP, None, Facts::NONE).await.map(drop)
    }
}

/// Writes it down, as the operator.
///
/// # Errors
/// When policy or the store refuses.
pub async fn noted<C: Command<Done = ()>>(door: &Door, it: C) -> Result<(), Refused> {
    door.act(&Acting::operator(), Key::none(), it).await
}
