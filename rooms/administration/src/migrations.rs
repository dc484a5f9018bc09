//! Administration's tables. Secrets stand apart from accounts.

use door::Migration;

/// In order; each is applied once.
pub const ALL: &[Migration] = &[
    crate::enrol::TABLES,
    crate::configuration::TABLE,
    Migration {
        name: "0001_sign_in",
        sql: "
CREATE TABLE credential (
    account UUID PRIMARY KEY,
    password_hash TEXT NOT NULL,
    totp_secret TEXT NOT NULL,
    last_step BIGINT,
    changed TIMESTAMPTZ NOT NULL
);
CREATE TABLE sign_in_failure (
    id UUID PRIMARY KEY,
    about TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL
);
CREATE INDEX sign_in_failure_about ON sign_in_failure (about, at);
CREATE TABLE sign_in_half (
    id UUID PRIMARY KEY,
    secret_hash TEXT NOT NULL UNIQUE,
    account UUID NOT NULL,
    at TIMESTAMPTZ NOT NULL
);
CREATE TABLE demo_person (
    name TEXT PRIMARY KEY,
    shown_as TEXT NOT NULL,
    password TEXT NOT NULL,
    totp_secret TEXT NOT NULL
);",
    },
];
