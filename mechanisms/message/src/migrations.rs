//! Tables of messages.

use door::Migration;

/// In order; each is applied once.
pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "0001_message", sql: FIRST },
    Migration {
        name: "0002_counts",
        sql: "
ALTER TABLE mail ADD COLUMN late BIGINT NOT NULL DEFAULT 0;
ALTER TABLE mail ADD COLUMN soon BIGINT NOT NULL DEFAULT 0;
CREATE INDEX mail_account ON mail (to_account, queued);",
    },
    Migration {
        name: "0003_newest",
        // The newest unread ones, and whether one of the same was said already, without looking through all.
        sql: "
DROP INDEX notice_recipient;
CREATE INDEX notice_recipient ON notice (recipient, read_at, made, id);
DROP INDEX notice_subject;
CREATE INDEX notice_subject ON notice (subject, template, recipient);",
    },
];

const FIRST: &str = "
CREATE TABLE mail (
    id UUID PRIMARY KEY,
    to_account UUID,
    to_address TEXT,
    template TEXT NOT NULL,
    reference TEXT NOT NULL,
    link TEXT NOT NULL,
    ticket_purpose TEXT,
    ticket_subject UUID,
    ticket_days BIGINT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject UUID NOT NULL,
    queued TIMESTAMPTZ NOT NULL,
    due TIMESTAMPTZ NOT NULL,
    attempts BIGINT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    ended TIMESTAMPTZ,
    leased TIMESTAMPTZ,
    version BIGINT NOT NULL
);
CREATE INDEX mail_due ON mail (state, due);
CREATE INDEX mail_subject ON mail (subject);
CREATE TABLE mail_ticket (
    hash TEXT PRIMARY KEY,
    mail UUID NOT NULL REFERENCES mail (id),
    purpose TEXT NOT NULL,
    subject UUID NOT NULL,
    made TIMESTAMPTZ NOT NULL,
    expires TIMESTAMPTZ NOT NULL,
    used TIMESTAMPTZ
);
CREATE INDEX mail_ticket_subject ON mail_ticket (purpose, subject);
CREATE TABLE notice (
    id UUID PRIMARY KEY,
    recipient UUID NOT NULL,
    template TEXT NOT NULL,
    reference TEXT NOT NULL,
    link TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject UUID NOT NULL,
    made TIMESTAMPTZ NOT NULL,
    read_at TIMESTAMPTZ,
    version BIGINT NOT NULL
);
CREATE INDEX notice_recipient ON notice (recipient, read_at);
CREATE INDEX notice_subject ON notice (subject);";
