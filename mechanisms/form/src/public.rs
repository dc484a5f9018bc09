//! Drafts of people without an account: whoever holds the token that their browser was given, holds the draft.

use door::{Command, Facts, Plain, Reading, Refused, Writing, args};
use kernel::{Json, Ts};
use policy::action::REFER;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::Answers;
use crate::draft::{DraftId, Saved, begun, expiry};

door::record! {
    /// A public form that somebody has begun. Only the hash of its token is kept.
    pub struct PublicDraft in "public_draft" {
        pub id: DraftId,
        pub token_hash: Vec<u8>,
        pub form: String,
        pub form_version: i64,
        pub answers: Json<Answers>,
        pub page: String,
        pub begun: Ts,
        pub saved: Ts,
        pub expires: Ts,
        pub version: i64,
    }
}

impl Plain for PublicDraft {}

fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(format!("holdfast public draft {token}")).to_vec()
}

/// The fewest characters of a token: 128 bits in hexadecimal digits.
const TOKEN: usize = 32;
const ONE: &str = "SELECT * FROM public_draft WHERE token_hash = $1 AND expires > $2";

/// The draft that belongs to a token, if its time has not passed.
///
/// # Errors
/// When the store refuses.
pub async fn public_draft(r: &Reading, token: &str) -> Result<Option<PublicDraft>, Refused> {
    r.plain_one(ONE, args![hash(token), r.now]).await
}

/// Saves a draft of the public form. The page makes the token from the door's randomness and keeps it in a cookie.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SavePublicDraft {
    /// The token.
    pub token: String,
    /// The version that was seen; none: begin one.
    pub version: Option<i64>,
    /// The form's id.
    pub form: String,
    /// The answers so far.
    pub answers: Answers,
    /// The page on which they are.
    pub page: String,
}

impl Command for SavePublicDraft {
    const NAME: &'static str = "use.save-public-draft";
    const WHAT: &'static str = "Saves what somebody without an account has typed into the public form so far.";
    type Done = Saved;

    async fn carry_out(&self, w: &mut Writing) -> Result<Saved, Refused> {
        w.may(REFER, None, Facts::NONE).await?;
        if self.token.len() < TOKEN {
            return Err(Refused::wrong("token", "The token is too short"));
        }
        let (now, expires) = (w.now, expiry(w));
        let old = public_draft(w, &self.token).await?;
        match (old, self.version) {
            (Some(old), Some(version)) if old.version == version => {
                let new = PublicDraft {
                    answers: Json(self.answers.clone()),
                    page: self.page.clone(),
                    saved: now,
                    expires,
                    ..old.clone()
                };
                w.change(&old, &new).await?;
                Ok(Saved { draft: old.id, version: version + 1, saved: now, expires })
            }
            (Some(_), _) => Err(Refused::Stale),
            (None, _) => {
                let form = begun(w, &self.form).await?;
                w.run("DELETE FROM public_draft WHERE token_hash = $1", args![hash(&self.token)]).await?;
                let it = PublicDraft {
                    id: w.new_id(),
                    token_hash: hash(&self.token),
                    form: form.id,
                    form_version: form.version.into(),
                    answers: Json(self.answers.clone()),
                    page: self.page.clone(),
                    begun: now,
                    saved: now,
                    expires,
                    version: 1,
                };
                w.keep(&it).await?;
                Ok(Saved { draft: it.id, version: 1, saved: now, expires })
            }
        }
    }
}

/// Throws the draft of a token away: it was submitted, or its writer asks for it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ForgetPublicDraft {
    /// The token.
    pub token: String,
}

impl Command for ForgetPublicDraft {
    const NAME: &'static str = "use.forget-public-draft";
    const WHAT: &'static str = "Throws away the draft of somebody without an account.";
    type Done = ();

    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        w.may(REFER, None, Facts::NONE).await?;
        finish_public(w, &self.token).await
    }
}

/// The same inside the command that submits.
///
/// # Errors
/// When the store refuses.
pub async fn finish_public(w: &mut Writing, token: &str) -> Result<(), Refused> {
    w.run("DELETE FROM public_draft WHERE token_hash = $1", args![hash(token)]).await.map(|_| ())
}
