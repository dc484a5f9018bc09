//! The front door's tables.

use door::Migration;

/// In order; each is applied once.
pub const ALL: &[Migration] = &[REFERRAL, NAMED];

const REFERRAL: Migration = Migration {
    name: "0001_referral",
    sql: "
CREATE TABLE referral (
    id UUID PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    form TEXT NOT NULL,
    form_version BIGINT NOT NULL,
    answers JSONB NOT NULL,
    about TEXT NOT NULL,
    person UUID,
    source TEXT NOT NULL,
    sent_by UUID NOT NULL,
    sent_by_agency TEXT NOT NULL,
    received TIMESTAMPTZ NOT NULL,
    recorded TIMESTAMPTZ NOT NULL,
    urgent BOOLEAN NOT NULL,
    state TEXT NOT NULL,
    owner UUID,
    owner_shown TEXT NOT NULL,
    decision TEXT,
    concern BOOLEAN,
    rationale TEXT NOT NULL,
    outcome_words TEXT NOT NULL,
    decided_by UUID,
    decided_by_shown TEXT NOT NULL,
    decided TIMESTAMPTZ,
    version BIGINT NOT NULL
);
CREATE INDEX referral_state ON referral (state, urgent, received);
CREATE INDEX referral_sent_by ON referral (sent_by, received);",
};

const NAMED: Migration = Migration {
    name: "0002_named",
    sql: "
ALTER TABLE referral ADD COLUMN addressed TEXT NOT NULL DEFAULT '';
ALTER TABLE referral ADD COLUMN joined UUID;
ALTER TABLE referral ADD COLUMN heard TIMESTAMPTZ;
CREATE TABLE referral_named (
    id UUID PRIMARY KEY,
    referral UUID NOT NULL REFERENCES referral (id),
    sent_by UUID NOT NULL,
    addressed TEXT NOT NULL,
    role TEXT NOT NULL,
    nth BIGINT NOT NULL,
    name TEXT NOT NULL,
    person UUID,
    reason TEXT NOT NULL,
    by_user UUID,
    by_shown TEXT NOT NULL,
    at TIMESTAMPTZ,
    version BIGINT NOT NULL
);
CREATE INDEX referral_named_referral ON referral_named (referral, role, nth);
CREATE INDEX referral_named_person ON referral_named (person) WHERE person IS NOT NULL;
CREATE TABLE referral_word (
    id UUID PRIMARY KEY,
    referral UUID NOT NULL REFERENCES referral (id),
    person UUID,
    sent_by UUID NOT NULL,
    addressed TEXT NOT NULL,
    kind TEXT NOT NULL,
    words TEXT NOT NULL,
    by_user UUID NOT NULL,
    by_shown TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    source UUID
);
CREATE INDEX referral_word_referral ON referral_word (referral, at);
CREATE TABLE saved_queue (
    id UUID PRIMARY KEY,
    by_user UUID NOT NULL,
    name TEXT NOT NULL,
    asked TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL
);
CREATE INDEX saved_queue_by ON saved_queue (by_user, at);
CREATE TABLE advice (
    id UUID PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    form TEXT NOT NULL,
    form_version BIGINT NOT NULL,
    answers JSONB NOT NULL,
    topic TEXT NOT NULL,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    outcome TEXT NOT NULL,
    person UUID,
    asked_at TIMESTAMPTZ NOT NULL,
    follow_up DATE,
    logged_by UUID NOT NULL,
    logged_by_shown TEXT NOT NULL,
    recorded TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX advice_asked ON advice (asked_at);",
};
