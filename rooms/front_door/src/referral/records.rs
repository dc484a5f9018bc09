//! What is kept of a referral.

use door::{Acting, Action, Content, Reading, Refused, Sealed, Writing, args, record};
use kernel::{Json, PersonId, Reference, Ts, UserId};
use policy::{Fact, Facts, action};
use uuid::Uuid;

kernel::ids!(
    /// A referral.
    ReferralId,
    /// Somebody whom a referral names.
    NamedId,
    /// Something said about a referral after it came.
    WordId,
);

kernel::words! {
    /// Where a referral stands (P1; pathway `referral`).
    pub enum State {
        Received = "received" / "Waiting for a decision",
        Decided = "decided" / "Decided",
        Withdrawn = "withdrawn" / "Withdrawn",
        /// A contact about a child with an open referral is no referral of its own (P1, duplicate rule).
        Added = "added" / "Added to an open referral",
    }
}

kernel::words! {
    /// As what a referral names somebody.
    pub enum Role {
        Child = "child" / "Child",
        Adult = "adult" / "Adult",
        Around = "around" / "Around them",
    }
}

kernel::words! {
    /// What was said about a referral after it came.
    pub enum WordKind {
        /// The referrer adds something.
        Added = "added" / "Added by the referrer",
        /// The front door asks the referrer.
        Asked = "asked" / "The front door asks",
        /// The referrer answers.
        Answered = "answered" / "The referrer answers",
        /// Another contact about the same child was added to this referral.
        Joined = "joined" / "Another contact was added",
        /// The referrer has heard nothing and asks what became of it (CK-03).
        Chased = "chased" / "The referrer asks what became of it",
        /// What was done to protect somebody at once (CK-02).
        Protected = "protected" / "Protection at once",
    }
}

record! {
    /// Somebody whom a referral names, and whose record that is.
    pub struct Named in "referral_named" {
        pub id: NamedId,
        pub referral: ReferralId,
        pub sent_by: UserId,
        pub addressed: String,
        pub role: Role,
        /// The place in the answers, beginning with 0.
        pub nth: i64,
        /// The name as the referrer wrote it.
        pub name: String,
        /// The record, once found or made.
        pub person: Option<PersonId>,
        /// Why there is none, where the front door says so.
        pub reason: String,
        pub by_user: Option<UserId>,
        pub by_shown: String,
        pub at: Option<Ts>,
        pub version: i64,
    }
}

record! {
    /// Something said about a referral after it came.
    pub struct Word in "referral_word" {
        pub id: WordId,
        pub referral: ReferralId,
        pub person: Option<PersonId>,
        pub sent_by: UserId,
        pub addressed: String,
        pub kind: WordKind,
        pub words: String,
        pub by_user: UserId,
        pub by_shown: String,
        pub at: Ts,
        /// The other contact, where one was added.
        pub source: Option<ReferralId>,
    }
}

record! {
    /// A referral as it came in, with what the front door made of it.
    pub struct Referral in "referral" {
        pub id: ReferralId,
        pub reference: Reference,
        /// Which form, in which version, it was answered on.
        pub form: String,
        pub form_version: i64,
        pub answers: Json<serde_json::Value>,
        /// Whom it is about, as the referrer wrote it, in a few words.
        pub about: String,
        /// The person of the record, once found or created.
        pub person: Option<PersonId>,
        /// Source by DfE code (codes.md §5); `public` where nobody said.
        pub source: String,
        pub sent_by: UserId,
        pub sent_by_agency: String,
        /// The agency whose queue it is in, where that is not the front door: concerns about adults.
        pub addressed: String,
        /// The open referral to which it was added.
        pub joined: Option<ReferralId>,
        /// When the daily meeting heard its exploitation concern.
        pub heard: Option<Ts>,
        /// When the council had it.
        pub received: Ts,
        pub recorded: Ts,
        /// Somebody may be in danger now.
        pub urgent: bool,
        pub state: State,
        pub owner: Option<UserId>,
        pub owner_shown: String,
        /// A code of `referral-decisions`.
        pub decision: Option<String>,
        /// Exploitation concern, asked beside the decision.
        pub concern: Option<bool>,
        pub rationale: String,
        /// The words meant for the referrer.
        pub outcome_words: String,
        pub decided_by: Option<UserId>,
        pub decided_by_shown: String,
        pub decided: Option<Ts>,
        pub version: i64,
    }
}

/// Who may see a row that belongs to a referral: its author, the agency to which it is addressed, and whoever may see
/// the person.
macro_rules! of_a_referral {
    ($name:ident, $kind:literal, $version:expr, also by $of:ident: $also:expr) => {
        impl Content for $name {
            const SEE: Action = action::SEE_REFERRAL;
            const KIND: &'static str = $kind;
            const PERSON_SQL: &'static str = "t.person";
            const ROW_FACTS: &'static [Fact] = &[Fact::Author, Fact::OwnAgency];
            const ALSO: Option<door::Also> = $also;
            fn also_of(&self) -> Uuid {
                self.$of.0
            }
            fn id(&self) -> Uuid {
                self.id.0
            }
            fn person(&self) -> Option<PersonId> {
                self.person
            }
            fn version(&self) -> Option<i64> {
                $version(self)
            }
            fn row_facts(&self, acting: &Acting) -> Facts {
                let own = acting.principal.in_agency(&self.addressed);
                let author = acting.user_id() == Some(self.sent_by);
                Facts::NONE.with_if(Fact::Author, author).with_if(Fact::OwnAgency, own)
            }
            fn row_fact_sql(fact: Fact) -> Option<&'static str> {
                (fact == Fact::Author)
                    .then_some("t.sent_by = :user")
                    .or((fact == Fact::OwnAgency).then_some("t.addressed IN :agencies"))
            }
        }
    };
}
/// A referral is each of its children's: whoever works with one of them reads it, and what was said of it.
const fn children_of(row: &'static str) -> Option<door::Also> {
    const FROM: &str =
        "FROM referral_named fo WHERE fo.referral = :row AND fo.role <> 'around' AND fo.person IS NOT NULL";
    Some(door::Also { from: FROM, person: "fo.person", row })
}
of_a_referral!(Referral, "referral", |it: &Referral| Some(it.version), also by id: children_of("t.id"));
of_a_referral!(Named, "referral-named", |it: &Named| Some(it.version), also by id: None);
of_a_referral!(Word, "referral-word", |_: &Word| None, also by referral: children_of("t.referral"));

impl Referral {
    /// What was answered.
    #[must_use]
    pub fn said(&self) -> form::Answers {
        serde_json::from_value(self.answers.0.clone()).unwrap_or_default()
    }
    /// The code list of its decisions: a concern about an adult has its own.
    #[must_use]
    pub fn decisions(&self) -> &'static str {
        if self.form == super::queue::ADULT { "adult-concern-decisions" } else { "referral-decisions" }
    }
    /// Its page.
    #[must_use]
    pub fn page(&self) -> String {
        format!("/referrals/{}", self.reference)
    }
}

/// The referral of a reference, sealed.
///
/// # Errors
/// [`Refused::NotFound`] when there is none.
pub async fn by_reference(r: &Reading, typed: &str) -> Result<Sealed<Referral>, Refused> {
    let reference: Reference = typed.parse().map_err(|_| Refused::NotFound)?;
    r.sealed_one("SELECT * FROM referral WHERE reference = $1", args![reference]).await
}

/// The persons whom a referral names, children first; those that the reader may see.
///
/// # Errors
/// When the store refuses.
pub async fn named(r: &Reading, it: ReferralId) -> Result<Vec<Named>, Refused> {
    const OF: &str = "SELECT * FROM referral_named WHERE referral = $1
        ORDER BY CASE WHEN role = 'around' THEN 1 ELSE 0 END, nth, id";
    r.open_all(r.sealed::<Named>(OF, args![it]).await?).await
}

/// What was said about a referral after it came, in order.
///
/// # Errors
/// When the store refuses.
pub async fn words(r: &Reading, it: ReferralId) -> Result<Vec<Word>, Refused> {
    const OF: &str = "SELECT * FROM referral_word WHERE referral = $1 ORDER BY at, id";
    r.open_all(r.sealed::<Word>(OF, args![it]).await?).await
}

/// Opens a referral for one who may see it and may know of everybody whom it is about: a conflict about one of several
/// children, or a restriction, hides the whole. Its author sees it in any case.
///
/// # Errors
/// [`Refused::NotFound`] when there is none, or one may not know of it.
pub async fn opened(r: &Reading, typed: &str) -> Result<Referral, Refused> {
    let it = r.open(by_reference(r, typed).await?).await?;
    if may_know_of_all(r, &it).await? { Ok(it) } else { Err(Refused::NotFound) }
}

/// Whether the reader of a referral that was opened may know of everybody whom it is about, or sent it.
///
/// # Errors
/// When the store refuses.
pub async fn may_know_of_all(r: &Reading, it: &Referral) -> Result<bool, Refused> {
    const WHOM: &str = "SELECT person FROM referral_named WHERE referral = $1 AND person IS NOT NULL";
    if r.acting.user_id() == Some(it.sent_by) {
        return Ok(true);
    }
    let them: Vec<(PersonId,)> = r.plain(WHOM, args![it.id]).await?;
    for (person,) in them {
        if Some(person) != it.person && !r.could_to(action::SEE_POINTER, person).await? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The referral of a reference for something that is to be done to it, by one who may do that and may know of everybody
/// whom it is about: what a conflict or a restriction hides nobody can change either.
///
/// # Errors
/// [`Refused::NotFound`] when there is none, or one may not know of it; [`Refused::MayNot`] when one may see it, but not
/// do this.
pub async fn held(w: &mut Writing, action: Action, reference: Reference, more: Facts) -> Result<Referral, Refused> {
    let sealed = by_reference(w, &reference.to_string()).await?;
    let it = w.may_on(action, &sealed, more).await?.open(sealed)?;
    let whole = w.acting.by == door::By::House || may_know_of_all(w, &it).await?;
    if whole { Ok(it) } else { Err(Refused::NotFound) }
}
