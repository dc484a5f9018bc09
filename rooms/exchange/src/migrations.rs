//! The exchange's tables: imports, what their rows became, files that wait, exports that wait for a second person.

use door::Migration;

/// In order; each is applied once.
pub const ALL: &[Migration] = &[Migration {
    name: "0001_import_and_export",
    sql: "
CREATE TABLE import (
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL,
    agency TEXT NOT NULL,
    file TEXT NOT NULL,
    state TEXT NOT NULL,
    asked_by UUID NOT NULL,
    asked_at TIMESTAMPTZ NOT NULL,
    applied_by UUID,
    applied_at TIMESTAMPTZ,
    ended TIMESTAMPTZ,
    lines BIGINT NOT NULL,
    done_lines BIGINT NOT NULL,
    added BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    wrong BIGINT NOT NULL,
    doubtful BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX import_asked ON import (asked_at);
CREATE TABLE import_trouble (
    import UUID NOT NULL,
    nth BIGINT NOT NULL,
    line BIGINT NOT NULL,
    named TEXT NOT NULL,
    value TEXT NOT NULL,
    problem TEXT NOT NULL,
    mend TEXT NOT NULL,
    wrong BOOLEAN NOT NULL,
    PRIMARY KEY (import, nth)
);
CREATE TABLE import_part (
    import UUID NOT NULL,
    nth BIGINT NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (import, nth)
);
CREATE TABLE imported_row (
    kind TEXT NOT NULL,
    agency TEXT NOT NULL,
    source TEXT NOT NULL,
    hash BYTEA NOT NULL,
    record UUID NOT NULL,
    PRIMARY KEY (kind, agency, source)
);
CREATE TABLE export_request (
    id UUID PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    as_of DATE,
    persons BIGINT NOT NULL,
    asked_by UUID NOT NULL,
    asked_by_shown TEXT NOT NULL,
    asked_at TIMESTAMPTZ NOT NULL,
    state TEXT NOT NULL,
    decided_by UUID,
    decided_at TIMESTAMPTZ,
    version BIGINT NOT NULL
);
CREATE INDEX export_request_asked ON export_request (asked_by, kind);
CREATE INDEX export_request_state ON export_request (state, asked_at);",
}];
