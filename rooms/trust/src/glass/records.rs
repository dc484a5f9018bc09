//! What is kept of a break-glass, and the facts that it makes.

use door::{Acting, Content, Fact, FactSql, Facts, Plain, record};
use kernel::{Json, PersonId, Reference, Ts, UserId};
use policy::{Action, action};
use uuid::Uuid;

kernel::ids!(
    /// A use of break-glass.
    GlassId,
);

record! {
    /// One use of break-glass: who, about whom, why, for how long, and what the review found (CK-91).
    pub struct Glass in "glass" {
        pub id: GlassId,
        pub reference: Reference,
        pub person: PersonId,
        pub by_user: UserId,
        pub by_shown: String,
        /// The teams of whoever asks, when they asked: a second person is of another line.
        pub by_teams: Json<Vec<String>>,
        /// A code of `break-glass-reasons`.
        pub reason: String,
        pub words: String,
        pub asked: Ts,
        /// Of a restricted person: it opens nothing before a second person says yes.
        pub waits_for_second: bool,
        pub seconded_by: Option<UserId>,
        pub seconded_shown: String,
        pub seconded_at: Option<Ts>,
        /// From when it opens the record; none while it waits.
        pub opened: Option<Ts>,
        /// When it runs out.
        pub ends: Ts,
        /// When it was ended before that.
        pub ended: Option<Ts>,
        pub reviewed_by: Option<UserId>,
        pub reviewed_shown: String,
        pub reviewed_at: Option<Ts>,
        /// A code of `break-glass-reviews`.
        pub outcome: String,
        pub review_words: String,
        pub version: i64,
    }
}

/// Its reason may tell of the person: the one who broke it reads it on their own list, otherwise who reviews it or is
/// asked for the second yes.
impl Content for Glass {
    const SEE: Action = action::REVIEW_GLASS;
    const KIND: &'static str = "glass";
    const PERSON_SQL: &'static str = "t.person";
    const ROW_FACTS: &'static [Fact] = &[Fact::OwnAction, Fact::MyTeam];
    fn id(&self) -> Uuid {
        self.id.0
    }
    fn person(&self) -> Option<PersonId> {
        Some(self.person)
    }
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
    fn row_facts(&self, acting: &Acting) -> Facts {
        Facts::NONE
            .with_if(Fact::OwnAction, acting.user_id() == Some(self.by_user))
            .with_if(Fact::MyTeam, self.by_teams.0.iter().any(|it| acting.principal.in_team(it)))
    }
    fn row_fact_sql(fact: Fact) -> Option<&'static str> {
        match fact {
            Fact::OwnAction => Some("t.by_user = :user"),
            Fact::MyTeam => Some(
                "EXISTS (SELECT 1 FROM glass_team gt JOIN seat gs ON gs.team = gt.team WHERE gt.glass = t.id
                 AND gs.holder = :user AND gs.confirmed_by IS NOT NULL AND gs.holds_from <= :today
                 AND (gs.holds_to IS NULL OR gs.holds_to >= :today))",
            ),
            Fact::Mine
            | Fact::Author
            | Fact::OwnAgency
            | Fact::Restricted
            | Fact::Named
            | Fact::Conflict
            | Fact::Elsewhere
            | Fact::Basis
            | Fact::Glass
            | Fact::GlassSeconded
            | Fact::Listed
            | Fact::Sampled
            | Fact::NeedsManager
            | Fact::Reason
            | Fact::Summary
            | Fact::Unnamed
            | Fact::Outstanding
            | Fact::NoManager => None,
        }
    }
}

record! {
    /// A team of whoever asked, for narrowing lists.
    pub struct GlassTeam in "glass_team" {
        pub glass: GlassId,
        pub team: String,
    }
}
impl Plain for GlassTeam {}

/// What a live break-glass makes so of a person, for whoever broke it.
pub const FACTS: &[FactSql] = &[
    FactSql { fact: Fact::Glass, sql: LIVE, which: Some(WHICH) },
    FactSql { fact: Fact::GlassSeconded, sql: SECONDED, which: None },
];

const LIVE: &str = "EXISTS (SELECT 1 FROM person fa JOIN person fb ON fb.root = fa.root
 JOIN glass fg ON fg.person = fb.id AND fg.by_user = :user
 WHERE fa.id = :person AND fg.opened IS NOT NULL AND fg.opened <= :now AND fg.ends > :now AND fg.ended IS NULL)";

const SECONDED: &str = "EXISTS (SELECT 1 FROM person fa JOIN person fb ON fb.root = fa.root
 JOIN glass fg ON fg.person = fb.id AND fg.by_user = :user AND fg.seconded_by IS NOT NULL
 WHERE fa.id = :person AND fg.opened IS NOT NULL AND fg.opened <= :now AND fg.ends > :now AND fg.ended IS NULL)";

const WHICH: &str = "SELECT fg.id FROM person fa JOIN person fb ON fb.root = fa.root
 JOIN glass fg ON fg.person = fb.id AND fg.by_user = :user
 WHERE fa.id = :person AND fg.opened IS NOT NULL AND fg.opened <= :now AND fg.ends > :now AND fg.ended IS NULL
 ORDER BY fg.opened DESC LIMIT 1";
