//! The tables of this room.

use door::Migration;

/// In order; each is applied once.
pub const ALL: &[Migration] = &[Migration {
    name: "0001_glass",
    sql: "
CREATE TABLE glass (
    id UUID PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    person UUID NOT NULL,
    by_user UUID NOT NULL,
    by_shown TEXT NOT NULL,
    by_teams JSONB NOT NULL,
    reason TEXT NOT NULL,
    words TEXT NOT NULL,
    asked TIMESTAMPTZ NOT NULL,
    waits_for_second BOOLEAN NOT NULL,
    seconded_by UUID,
    seconded_shown TEXT NOT NULL,
    seconded_at TIMESTAMPTZ,
    opened TIMESTAMPTZ,
    ends TIMESTAMPTZ NOT NULL,
    ended TIMESTAMPTZ,
    reviewed_by UUID,
    reviewed_shown TEXT NOT NULL,
    reviewed_at TIMESTAMPTZ,
    outcome TEXT NOT NULL,
    review_words TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX glass_person ON glass (person, by_user);
CREATE INDEX glass_by_user ON glass (by_user, asked);
CREATE INDEX glass_unreviewed ON glass (opened) WHERE reviewed_at IS NULL;
CREATE TABLE glass_team (
    glass UUID NOT NULL,
    team TEXT NOT NULL,
    PRIMARY KEY (glass, team)
);
CREATE TABLE ledger_verifier (
    id UUID PRIMARY KEY,
    verifier_key TEXT NOT NULL UNIQUE,
    since TIMESTAMPTZ NOT NULL
);",
}];
