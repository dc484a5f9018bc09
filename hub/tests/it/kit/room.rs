//! The lantern: a small room that exists only in the tests. It shows that a new room needs no change to the house.

use door::{Action, Command, Content, Happening, Migration, Writing, record};
use kernel::{PersonId, Refused, UserId};
use policy::{Fact, Facts, action};
use room::Room;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Registered like any other room.
pub const LANTERN: Room = Room {
    name: "lantern",
    title: "Lantern",
    migrations: &[Migration {
        name: "0001_sighting",
        sql: "
CREATE TABLE sighting (
    id UUID PRIMARY KEY,
    person UUID NOT NULL,
    by_user UUID NOT NULL,
    words TEXT NOT NULL,
    version BIGINT NOT NULL
);",
    }],
    ..Room::EMPTY
};

record! {
    /// Somebody was seen.
    pub struct Sighting in "sighting" {
        pub id: Uuid,
        pub person: PersonId,
        pub by_user: UserId,
        pub words: String,
        pub version: i64,
    }
}

impl Content for Sighting {
    const SEE: Action = action::SEE_RECORD;
    const KIND: &'static str = "sighting";
    const PERSON_SQL: &'static str = "t.person";
    const ROW_FACTS: &'static [Fact] = &[Fact::Author];
    fn id(&self) -> Uuid {
        self.id
    }
    fn person(&self) -> Option<PersonId> {
        Some(self.person)
    }
    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
    fn row_facts(&self, acting: &door::Acting) -> Facts {
        Facts::NONE.with_if(Fact::Author, acting.user_id() == Some(self.by_user))
    }
    fn row_fact_sql(fact: Fact) -> Option<&'static str> {
        (fact == Fact::Author).then_some("t.by_user = :user")
    }
}

/// Writes down a sighting.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub struct Sight {
    pub person: PersonId,
    pub words: String,
    /// Fails after writing, to show that nothing is kept.
    #[serde(default)]
    pub fails: bool,
}

/// Somebody was sighted.
#[derive(Serialize)]
pub struct Sighted {
    pub person: PersonId,
    pub sighting: Uuid,
}

impl Happening for Sighted {
    const NAME: &'static str = "lantern.sighted";
    fn persons(&self) -> Vec<PersonId> {
        vec![self.person]
    }
    fn subject(&self) -> (&'static str, Uuid) {
        ("sighting", self.sighting)
    }
}

impl Command for Sight {
    const NAME: &'static str = "lantern.sight";
    const WHAT: &'static str = "Writes down that somebody was seen.";
    type Done = Uuid;
    async fn carry_out(&self, w: &mut Writing) -> Result<Uuid, Refused> {
        w.may(action::CREATE_PERSON, Some(self.person), Facts::NONE).await?;
        let by_user = w.acting.recorded_as();
        let it = Sighting { id: w.new_id(), person: self.person, by_user, words: self.words.clone(), version: 1 };
        w.keep(&it).await?;
        if self.fails {
            return Err(Refused::rule("test", "it was to fail"));
        }
        w.happened(Sighted { person: self.person, sighting: it.id }).await?;
        Ok(it.id)
    }
}

/// Changes the words of a sighting, as read in a version.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub struct Reword {
    pub sighting: Uuid,
    pub version: i64,
    pub words: String,
}

impl Command for Reword {
    const NAME: &'static str = "lantern.reword";
    const WHAT: &'static str = "Changes the words of a sighting.";
    type Done = i64;
    async fn carry_out(&self, w: &mut Writing) -> Result<i64, Refused> {
        let sealed =
            w.sealed_one::<Sighting>("SELECT * FROM sighting WHERE id = $1", door::args![self.sighting]).await?;
        let permit = w.may_on(action::CREATE_PERSON, &sealed, Facts::NONE).await?;
        let old = Sighting { version: self.version, ..permit.open(sealed)? };
        w.change(&old, &Sighting { words: self.words.clone(), ..old.clone() }).await?;
        Ok(self.version + 1)
    }
}
