//! Tables of forms: the definitions that were answered, and drafts.

use door::Migration;

/// In order; each is applied once.
pub const MIGRATIONS: &[Migration] = &[Migration {
    name: "0001_form",
    sql: "
CREATE TABLE form_version (
    id UUID PRIMARY KEY,
    form TEXT NOT NULL,
    form_version BIGINT NOT NULL,
    definition JSONB NOT NULL,
    recorded TIMESTAMPTZ NOT NULL,
    UNIQUE (form, form_version)
);
CREATE TABLE draft (
    id UUID PRIMARY KEY,
    form TEXT NOT NULL,
    form_version BIGINT NOT NULL,
    owner UUID NOT NULL,
    person UUID,
    subject UUID,
    see TEXT NOT NULL,
    answers JSONB NOT NULL,
    page TEXT NOT NULL,
    begun TIMESTAMPTZ NOT NULL,
    saved TIMESTAMPTZ NOT NULL,
    expires TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX draft_owner ON draft (owner, saved);
CREATE INDEX draft_expires ON draft (expires);
CREATE TABLE public_draft (
    id UUID PRIMARY KEY,
    token_hash BYTEA NOT NULL UNIQUE,
    form TEXT NOT NULL,
    form_version BIGINT NOT NULL,
    answers JSONB NOT NULL,
    page TEXT NOT NULL,
    begun TIMESTAMPTZ NOT NULL,
    saved TIMESTAMPTZ NOT NULL,
    expires TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX public_draft_expires ON public_draft (expires);",
}];
