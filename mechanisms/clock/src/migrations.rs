//! Tables of clocks.

use door::Migration;

/// In order; each is applied once.
pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "0001_clock", sql: FIRST },
    Migration {
        name: "0002_day",
        // A day's page asks for the most urgent open ones of somebody, and for those that ended late without a reason.
        sql: "
DROP INDEX clock_due;
CREATE INDEX clock_due ON clock (outcome, measures_only, due_instant, id);
CREATE INDEX clock_role ON clock (role, outcome, owner);",
    },
];

const FIRST: &str = "
CREATE TABLE clock (
    id UUID PRIMARY KEY,
    definition TEXT NOT NULL,
    definition_from DATE NOT NULL,
    about_key TEXT NOT NULL,
    person UUID,
    subject_kind TEXT NOT NULL,
    subject UUID NOT NULL,
    started TIMESTAMPTZ NOT NULL,
    started_by TEXT NOT NULL,
    recorded TIMESTAMPTZ NOT NULL,
    length TEXT,
    due_day DATE,
    due_at TIMESTAMPTZ,
    due_instant TIMESTAMPTZ,
    first_due TIMESTAMPTZ,
    amber_at TIMESTAMPTZ,
    at_least BOOLEAN NOT NULL,
    measures_only BOOLEAN NOT NULL,
    imported BOOLEAN NOT NULL,
    extended BOOLEAN NOT NULL,
    outcome TEXT NOT NULL,
    stopped TIMESTAMPTZ,
    stopped_by TEXT,
    paused_since TIMESTAMPTZ,
    waiting JSONB NOT NULL,
    role TEXT,
    agency_kind TEXT,
    agency TEXT,
    team TEXT,
    owner UUID,
    calendar_version TEXT NOT NULL,
    why JSONB NOT NULL,
    late_reason TEXT,
    late_words TEXT,
    late_by UUID,
    version BIGINT NOT NULL
);
CREATE INDEX clock_about ON clock (definition, about_key);
CREATE INDEX clock_person ON clock (person);
CREATE INDEX clock_subject ON clock (subject);
CREATE INDEX clock_owner ON clock (owner, outcome);
CREATE INDEX clock_due ON clock (outcome, due_instant);
CREATE TABLE clock_recount (
    id UUID PRIMARY KEY,
    clock UUID NOT NULL REFERENCES clock (id),
    at TIMESTAMPTZ NOT NULL,
    because TEXT NOT NULL,
    calendar_version TEXT NOT NULL,
    was_due TIMESTAMPTZ,
    now_due TIMESTAMPTZ,
    why JSONB NOT NULL
);
CREATE INDEX clock_recount_clock ON clock_recount (clock, at);
CREATE TABLE clock_extension (
    id UUID PRIMARY KEY,
    clock UUID NOT NULL REFERENCES clock (id),
    person UUID,
    agency TEXT,
    team TEXT,
    asked_by UUID NOT NULL,
    asked_at TIMESTAMPTZ NOT NULL,
    wanted DATE NOT NULL,
    evidence TEXT NOT NULL,
    was_due TIMESTAMPTZ,
    state TEXT NOT NULL,
    decided_by UUID,
    decided_at TIMESTAMPTZ,
    decided_words TEXT,
    version BIGINT NOT NULL
);
CREATE INDEX clock_extension_clock ON clock_extension (clock, asked_at);
CREATE INDEX clock_extension_state ON clock_extension (state, team);";
