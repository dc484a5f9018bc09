//! Drafts: saved as one types, kept through time-out and restart, never lost to another tab.

use catalogue::{Catalogue, Form, Part};
use door::{Acting, Action, Command, CommandEntry, Content, Fact, Facts, Reading, Refused, Writing, args};
use entry::{SEES, See, see_of};
use kernel::{Json, PersonId, Ts, UserId};
use policy::action::{BACK_UP, SEE_REFERRAL, USE_DAY};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::versions::keep_version;
use crate::{Answers, ForgetPublicDraft, SavePublicDraft};

kernel::ids!(
    /// A draft.
    DraftId,
);

door::record! {
    /// A form that somebody has begun.
    pub struct Draft in "draft" {
        pub id: DraftId,
        /// The form's id, and the version in which it was begun.
        pub form: String,
        pub form_version: i64,
        /// Whose it is; nobody else sees it.
        pub owner: UserId,
        /// Whom it is about, where that is known.
        pub person: Option<PersonId>,
        /// The record that it belongs to, such as the referral to which it adds.
        pub subject: Option<Uuid>,
        /// What one must be allowed to see.
        pub see: See,
        pub answers: Json<Answers>,
        /// The page on which its owner stopped.
        pub page: String,
        pub begun: Ts,
        pub saved: Ts,
        /// When it is thrown away, unless it is saved again.
        pub expires: Ts,
        pub version: i64,
    }
}

impl Content for Draft {
    const SEE: Action = SEE_REFERRAL;
    const KIND: &'static str = "draft";
    const PERSON_SQL: &'static str = "t.person";
    const ROW_FACTS: &'static [Fact] = &[Fact::Author];
    const SEES: Option<(&'static str, &'static [Action])> = Some(("t.see", SEES));

    fn id(&self) -> Uuid {
        self.id.0
    }
    fn person(&self) -> Option<PersonId> {
        self.person
    }
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
    fn row_facts(&self, acting: &Acting) -> Facts {
        Facts::NONE.with_if(Fact::Author, self.owner == acting.recorded_as())
    }
    fn row_fact_sql(fact: Fact) -> Option<&'static str> {
        (fact == Fact::Author).then_some("t.owner = :user")
    }
    fn see(&self) -> Action {
        self.see.0
    }
}

/// Every command of this mechanism.
pub const COMMANDS: &[CommandEntry] = &[
    CommandEntry::of::<SaveDraft>(),
    CommandEntry::of::<DiscardDraft>(),
    CommandEntry::of::<ForgetDrafts>(),
    CommandEntry::of::<SavePublicDraft>(),
    CommandEntry::of::<ForgetPublicDraft>(),
];

/// How long a draft is kept that nobody touches, without a configuration; days.
const KEPT: i64 = 28;

/// Saves a draft, or begins one. Sent every few seconds while somebody types.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveDraft {
    /// The draft with the version that was seen; none: begin one.
    pub draft: Option<(DraftId, i64)>,
    /// The form's id.
    pub form: String,
    /// The answers so far, right or wrong.
    pub answers: Answers,
    /// The page on which its owner is.
    pub page: String,
    /// Whom it is about, where that is known. Kept from the beginning.
    #[serde(default)]
    pub person: Option<PersonId>,
    /// The record that it belongs to. Kept from the beginning.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub subject: Option<Uuid>,
    /// Which part of the record it belongs to. Kept from the beginning.
    #[serde(default)]
    pub part: Part,
}

/// A draft as it was saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Saved {
    /// The draft.
    pub draft: DraftId,
    /// The version to send with the next saving.
    pub version: i64,
    /// When it was saved.
    pub saved: Ts,
    /// When it is thrown away, unless it is saved again.
    pub expires: Ts,
}

impl Saved {
    /// What the page's script is answered: when it was saved, and the hidden fields to send next.
    #[must_use]
    pub fn for_page(&self) -> serde_json::Value {
        let at = self.saved.london();
        serde_json::json!({
            "at": format!("{}:{:02}", at.hour(), at.minute()),
            "set": { "draft": self.draft.to_string(), "version": self.version.to_string() },
        })
    }
}

/// The configuration in force, or the one that ships where none was handed over.
pub(crate) fn catalogue(w: &Reading) -> std::sync::Arc<Catalogue> {
    w.configuration().ok().unwrap_or_else(|| std::sync::Arc::new(Catalogue::embedded().clone()))
}

/// When a draft saved now is thrown away.
pub(crate) fn expiry(w: &Reading) -> Ts {
    let days = w.configuration().ok().map_or(KEPT, |it| i64::from(it.partnership.thresholds.draft_keep_days));
    w.now.plus_hours(days.clamp(1, 3650) * 24)
}

/// The form as it is asked today, its version kept for later.
pub(crate) async fn begun(w: &mut Writing, form: &str) -> Result<Form, Refused> {
    let today = w.now.day();
    let form = crate::find(&catalogue(w), form, today).ok_or(Refused::NotFound)?;
    keep_version(w, &form).await?;
    Ok(form)
}

async fn my_own(w: &mut Writing, id: DraftId) -> Result<Draft, Refused> {
    let sql = "SELECT * FROM draft WHERE id = $1 AND owner = $2";
    let sealed = w.sealed_one::<Draft>(sql, args![id, w.acting.recorded_as()]).await?;
    let permit = w.may_on(USE_DAY, &sealed, Facts::NONE.with(Fact::Author)).await?;
    permit.open(sealed)
}

impl Command for SaveDraft {
    const NAME: &'static str = "use.save-draft";
    const WHAT: &'static str = "Saves what somebody has typed into a form so far, or begins a draft.";
    type Done = Saved;

    async fn carry_out(&self, w: &mut Writing) -> Result<Saved, Refused> {
        let (now, expires) = (w.now, expiry(w));
        let Some((id, version)) = self.draft else {
            w.may(USE_DAY, self.person, Facts::NONE.with(Fact::Author)).await?;
            let form = begun(w, &self.form).await?;
            let it = Draft {
                id: w.new_id(),
                form: form.id,
                form_version: form.version.into(),
                owner: w.acting.recorded_as(),
                person: self.person,
                subject: self.subject,
                see: See(see_of(self.part)),
                answers: Json(self.answers.clone()),
                page: self.page.clone(),
                begun: now,
                saved: now,
                expires,
                version: 1,
            };
            w.keep(&it).await?;
            w.about("draft", it.id.0, self.person.as_slice());
            return Ok(Saved { draft: it.id, version: 1, saved: now, expires });
        };
        let old = my_own(w, id).await?;
        if old.version != version {
            return Err(Refused::Stale); // another tab was quicker; the page shows both
        }
        let new =
            Draft { answers: Json(self.answers.clone()), page: self.page.clone(), saved: now, expires, ..old.clone() };
        w.change(&old, &new).await?;
        Ok(Saved { draft: id, version: version + 1, saved: now, expires })
    }
}

/// Throws a draft of one's own away.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DiscardDraft {
    /// The draft.
    pub draft: DraftId,
}

impl Command for DiscardDraft {
    const NAME: &'static str = "use.discard-draft";
    const WHAT: &'static str = "Throws away a draft of one's own.";
    type Done = ();

    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        my_own(w, self.draft).await?;
        finish(w, self.draft).await
    }
}

/// Takes a draft away because it was submitted: call it in the command that submits. Asks no policy, but only one's own
/// draft goes. Its files are handed on before by [`entry::adopt`].
///
/// # Errors
/// When the store refuses.
pub async fn finish(w: &mut Writing, draft: DraftId) -> Result<(), Refused> {
    let owner = w.acting.recorded_as();
    w.run("DELETE FROM draft WHERE id = $1 AND owner = $2", args![draft, owner]).await.map(|_| ())
}

/// Throws away drafts that nobody touched for as long as the configuration says. The house does it by itself.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ForgetDrafts {}

impl Command for ForgetDrafts {
    const NAME: &'static str = "use.forget-drafts";
    const WHAT: &'static str = "Throws away drafts that nobody has touched for long.";
    type Done = u64;

    async fn carry_out(&self, w: &mut Writing) -> Result<u64, Refused> {
        w.may(BACK_UP, None, Facts::NONE).await?;
        let mine = w.run("DELETE FROM draft WHERE expires < $1", args![w.now]).await?;
        let public = w.run("DELETE FROM public_draft WHERE expires < $1", args![w.now]).await?;
        Ok(mine + public)
    }
}

/// One's own drafts, the last one first: `limit` of them, and how many there are.
///
/// # Errors
/// When the store refuses.
pub async fn my_drafts(r: &Reading, limit: i64) -> Result<door::Listed<Draft>, Refused> {
    let (owner, now) = (r.acting.recorded_as(), r.now);
    let mine = |query: door::Query| query.and("t.owner = {}", args![owner]).and("t.expires > {}", args![now]);
    r.page::<Draft>(SEE_REFERRAL, "FROM draft t", mine, "ORDER BY t.saved DESC, t.id", (limit, 0)).await
}

/// One's own draft that belongs to a record, the one saved last; none where there is none, or its time has passed.
///
/// # Errors
/// When the store refuses.
pub async fn my_draft_of(r: &Reading, subject: Uuid) -> Result<Option<Draft>, Refused> {
    const OF: &str = "SELECT * FROM draft WHERE subject = $1 AND owner = $2 AND expires > $3 ORDER BY saved DESC, id";
    let them = r.sealed::<Draft>(OF, args![subject, r.acting.recorded_as(), r.now]).await?;
    Ok(r.open_all(them).await?.into_iter().next())
}

/// One's own draft, as it was last saved.
///
/// # Errors
/// [`Refused::NotFound`] when there is none, it is another's, its time has passed, or the person may no longer be seen.
pub async fn my_draft(r: &Reading, id: DraftId) -> Result<Draft, Refused> {
    let sql = "SELECT * FROM draft WHERE id = $1 AND owner = $2 AND expires > $3";
    let sealed = r.sealed_one::<Draft>(sql, args![id, r.acting.recorded_as(), r.now]).await?;
    r.open(sealed).await
}
