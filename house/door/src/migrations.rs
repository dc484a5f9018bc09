//! The house's own tables: accounts, seats, sessions, remembered answers, the ledger.

use store::Migration;

/// In order; each is applied once.
pub const MIGRATIONS: &[Migration] = &[FIRST, WITHOUT_LEASE];

/// One sealer at a time is kept by the store's own lock: nothing ever took a lease.
const WITHOUT_LEASE: Migration = Migration { name: "0002_without_lease", sql: "DROP TABLE ledger_lease;" };

const FIRST: Migration = Migration {
    name: "0001_accounts_and_ledger",
    sql: "
CREATE TABLE account (
    id UUID PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    shown_as TEXT NOT NULL,
    mail TEXT NOT NULL,
    state TEXT NOT NULL,
    trained_to DATE,
    vetted_to DATE,
    created TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL
);
CREATE TABLE seat (
    id UUID PRIMARY KEY,
    holder UUID NOT NULL REFERENCES account (id),
    role TEXT NOT NULL,
    agency TEXT NOT NULL,
    agency_kind TEXT NOT NULL,
    team TEXT,
    holds_from DATE NOT NULL,
    holds_to DATE,
    proposed_by UUID,
    confirmed_by UUID,
    version BIGINT NOT NULL
);
CREATE INDEX seat_holder ON seat (holder, holds_from);
CREATE INDEX seat_role ON seat (role, agency);
CREATE TABLE session (
    id UUID PRIMARY KEY,
    secret_hash TEXT NOT NULL UNIQUE,
    holder UUID NOT NULL REFERENCES account (id),
    kind TEXT NOT NULL,
    begun TIMESTAMPTZ NOT NULL,
    last_used TIMESTAMPTZ NOT NULL,
    ends TIMESTAMPTZ NOT NULL,
    proved TIMESTAMPTZ NOT NULL,
    device TEXT NOT NULL,
    ended TIMESTAMPTZ
);
CREATE INDEX session_holder ON session (holder);
CREATE TABLE done (
    key TEXT NOT NULL,
    by_user UUID NOT NULL,
    name TEXT NOT NULL,
    answer JSONB NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (key, by_user)
);
CREATE TABLE ledger_entry (
    id UUID PRIMARY KEY,
    seq BIGINT,
    at TIMESTAMPTZ NOT NULL,
    by_user UUID NOT NULL,
    action TEXT NOT NULL,
    resource_kind TEXT NOT NULL,
    resource UUID,
    verdict TEXT NOT NULL,
    cause UUID,
    text TEXT NOT NULL
);
CREATE INDEX ledger_unsealed ON ledger_entry (id) WHERE seq IS NULL;
CREATE INDEX ledger_seq ON ledger_entry (seq) WHERE seq IS NOT NULL;
CREATE INDEX ledger_by_user ON ledger_entry (by_user, at);
CREATE TABLE ledger_person (
    entry UUID NOT NULL,
    person UUID NOT NULL,
    at TIMESTAMPTZ NOT NULL
);
CREATE INDEX ledger_person_at ON ledger_person (person, at);
CREATE TABLE ledger_reason (
    entry UUID PRIMARY KEY,
    salt BYTEA NOT NULL,
    words TEXT NOT NULL
);
CREATE TABLE ledger_hash (
    at_index BIGINT PRIMARY KEY,
    hash BYTEA NOT NULL
);
CREATE TABLE ledger_checkpoint (
    size BIGINT PRIMARY KEY,
    note TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL
);
CREATE TABLE ledger_lease (
    one BIGINT PRIMARY KEY,
    holder TEXT NOT NULL,
    until TIMESTAMPTZ NOT NULL
);",
};
