//! Tables of actions.

use door::Migration;

/// In order; each is applied once.
pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "0001_action", sql: FIRST },
    Migration {
        name: "0002_purpose",
        sql: "
ALTER TABLE action ADD COLUMN purpose TEXT NOT NULL DEFAULT '';
UPDATE action SET purpose = 'missing-assessment' WHERE subject_kind = 'referral'
    AND words LIKE 'See whether the exploitation assessment came with %';
UPDATE action SET purpose = 'tell-referrer' WHERE subject_kind = 'referral'
    AND words LIKE 'A mail about % did not arrive. Tell the referrer in another way.';",
    },
];

const FIRST: &str = "
CREATE TABLE action (
    id UUID PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    words TEXT NOT NULL,
    link TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject UUID NOT NULL,
    person UUID,
    role TEXT,
    agency_kind TEXT,
    agency TEXT,
    team TEXT,
    owner UUID,
    partner TEXT,
    partner_mail TEXT,
    due DATE NOT NULL,
    amber DATE NOT NULL,
    state TEXT NOT NULL,
    evidence TEXT NOT NULL,
    ended TIMESTAMPTZ,
    ended_by UUID,
    set_by UUID NOT NULL,
    set_at TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX action_owner ON action (owner, state);
CREATE INDEX action_role ON action (role, state);
CREATE INDEX action_person ON action (person);
CREATE INDEX action_subject ON action (subject);
CREATE INDEX action_set_by ON action (set_by, state);
CREATE TABLE action_step (
    id UUID PRIMARY KEY,
    action UUID NOT NULL REFERENCES action (id),
    at TIMESTAMPTZ NOT NULL,
    by_user UUID NOT NULL,
    what TEXT NOT NULL,
    words TEXT NOT NULL,
    role TEXT,
    agency TEXT,
    team TEXT,
    owner UUID,
    partner TEXT,
    due DATE NOT NULL
);
CREATE INDEX action_step_action ON action_step (action, at);";
