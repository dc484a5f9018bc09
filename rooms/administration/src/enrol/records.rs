//! Tickets, recovery codes, absences, and the place of the council's own provider.

use door::{Migration, Plain, record};
use kernel::{Day, Ts, UserId};
use uuid::Uuid;

kernel::words! {
    /// What a ticket is for.
    pub enum TicketKind {
        /// Makes the first administrator.
        FirstRun = "first-run" / "First run",
        /// Somebody was invited and confirmed.
        Invitation = "invitation" / "Invitation",
        /// Password and factor are set anew, after proof at the level of an invitation.
        Reset = "reset" / "New sign-in",
    }
}

record! {
    /// Leave to set one's own password and factor, once. Only the hash of its token is kept.
    pub struct Ticket in "ticket" {
        pub id: Uuid,
        pub kind: TicketKind,
        pub account: Option<UserId>,
        pub token_hash: String,
        /// The secret that the page offers to the app; it becomes the account's when a code proves it.
        pub totp_secret: String,
        pub made: Ts,
        pub expires: Ts,
        pub used: Option<Ts>,
    }
}
impl Plain for Ticket {}

record! {
    /// A code for the day the telephone is lost: its hash. Used ones stay, to be counted.
    pub struct RecoveryCode in "recovery_code" {
        pub id: Uuid,
        pub account: UserId,
        pub hash: String,
        pub used: Option<Ts>,
    }
}
impl Plain for RecoveryCode {}

record! {
    /// Who covers for somebody from day to day. What the other may see does not change: policy knows no cover.
    pub struct Absence in "absence" {
        pub id: Uuid,
        pub holder: UserId,
        pub cover: UserId,
        pub holds_from: Day,
        pub holds_to: Day,
    }
}
impl Plain for Absence {}

/// The tables. `identity_link` is the seam for the council's own provider: an account is known there by issuer and
/// subject (ASVS 6.8.1), never by its mail.
pub const TABLES: Migration = Migration {
    name: "0002_enrolment",
    sql: "
CREATE TABLE ticket (
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL,
    account UUID,
    token_hash TEXT NOT NULL UNIQUE,
    totp_secret TEXT NOT NULL,
    made TIMESTAMPTZ NOT NULL,
    expires TIMESTAMPTZ NOT NULL,
    used TIMESTAMPTZ
);
CREATE INDEX ticket_account ON ticket (account);
CREATE TABLE recovery_code (
    id UUID PRIMARY KEY,
    account UUID NOT NULL,
    hash TEXT NOT NULL,
    used TIMESTAMPTZ
);
CREATE INDEX recovery_code_account ON recovery_code (account);
CREATE TABLE absence (
    id UUID PRIMARY KEY,
    holder UUID NOT NULL,
    cover UUID NOT NULL,
    holds_from DATE NOT NULL,
    holds_to DATE NOT NULL
);
CREATE INDEX absence_holder ON absence (holder, holds_from);
CREATE TABLE identity_link (
    account UUID NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    PRIMARY KEY (issuer, subject)
);",
};
