//! The public half of the key that signs the ledger: kept in the store, so that every process and every page names the
//! same one. It is no secret.

use door::{Command, Reading, Refused, Writing, args, record};
use kernel::Ts;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

record! {
    /// A verifier key under which this ledger was signed.
    pub struct Verifier in "ledger_verifier" {
        pub id: Uuid,
        pub verifier_key: String,
        pub since: Ts,
    }
}
impl door::Plain for Verifier {}

/// The newest verifier key; none before the ledger was signed for the first time.
///
/// # Errors
/// When the store refuses.
pub async fn verifier(r: &Reading) -> Result<Option<String>, Refused> {
    const NEWEST: &str = "SELECT * FROM ledger_verifier ORDER BY since DESC, id DESC LIMIT 1";
    Ok(r.plain_one::<Verifier>(NEWEST, vec![]).await?.map(|it| it.verifier_key))
}

/// Notes under which key the ledger is signed. The house does this when it signs.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteVerifier {
    /// The verifier key.
    pub verifier_key: String,
}

impl Command for NoteVerifier {
    const NAME: &'static str = "trust.note-verifier";
    const WHAT: &'static str = "Notes under which key the ledger is signed (the house runs this)";
    type Done = ();

    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        const KNOWN: &str = "SELECT COUNT(*) FROM ledger_verifier WHERE verifier_key = $1";
        w.may(policy::action::VERIFY_LEDGER, None, door::Facts::NONE).await?;
        let known: Option<(i64,)> = w.plain_one(KNOWN, args![self.verifier_key.clone()]).await?;
        if known.is_some_and(|it| it.0 > 0) {
            return Ok(());
        }
        let (id, since) = (w.new_id(), w.now);
        w.about("ledger", id, &[]);
        w.keep(&Verifier { id, verifier_key: self.verifier_key.clone(), since }).await
    }
}
