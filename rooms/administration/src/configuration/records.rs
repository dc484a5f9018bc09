//! What the store keeps of each version.

use catalogue::Catalogue;
use door::{Migration, Plain, record};
use kernel::{Json, Refused, Ts, UserId};
use uuid::Uuid;

record! {
    /// One version of the configuration, whole.
    pub struct Configuration in "configuration" {
        pub id: Uuid,
        /// The first is 1.
        pub nth: i64,
        /// The mark of its content: the same content has the same mark on every machine.
        pub mark: String,
        /// The catalogue as JSON.
        pub text: String,
        /// What it changed, in words.
        pub changes: Json<Vec<String>>,
        pub applied: Ts,
        pub applied_by: UserId,
    }
}
impl Plain for Configuration {}

impl Configuration {
    /// What it says.
    ///
    /// # Errors
    /// [`Refused::Fault`] when it cannot be read.
    pub fn catalogue(&self) -> Result<Catalogue, Refused> {
        Catalogue::from_json(&self.text).map_err(Refused::Fault)
    }
}

/// The table.
pub const TABLE: Migration = Migration {
    name: "0003_configuration",
    sql: "
CREATE TABLE configuration (
    id UUID PRIMARY KEY,
    nth BIGINT NOT NULL UNIQUE,
    mark TEXT NOT NULL,
    text TEXT NOT NULL,
    changes JSONB NOT NULL,
    applied TIMESTAMPTZ NOT NULL,
    applied_by UUID NOT NULL
);",
};
