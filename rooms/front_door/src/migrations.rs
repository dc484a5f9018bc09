//! The front door's tables.

use door::Migration;

/// In order; each is applied once.
pub const ALL: &[Migration] = &[
    Migration {
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
    },
    Migration {
        name: "0002_contact_kind",
        sql: "ALTER TABLE referral ADD COLUMN contact_kind TEXT NOT NULL DEFAULT 'referral';",
    },
];
