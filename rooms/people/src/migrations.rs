//! Tables of the room.

use door::Migration;

/// In order; each is applied once.
pub const ALL: &[Migration] = &[Migration {
    name: "0001_known_question",
    sql: "
CREATE TABLE known_question (
    id UUID PRIMARY KEY,
    person UUID NOT NULL,
    agency TEXT NOT NULL,
    team TEXT,
    words TEXT NOT NULL,
    urgent BOOLEAN NOT NULL,
    asked_by UUID NOT NULL,
    asked_shown TEXT NOT NULL,
    asked_at TIMESTAMPTZ NOT NULL,
    state TEXT NOT NULL,
    outcome TEXT NOT NULL,
    answer TEXT NOT NULL,
    answered_by UUID,
    answered_at TIMESTAMPTZ,
    version BIGINT NOT NULL
);
CREATE INDEX known_question_team ON known_question (state, team, asked_at);
CREATE INDEX known_question_by ON known_question (asked_by, asked_at);",
}];
