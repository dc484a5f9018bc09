//! What signing in keeps. None of it is about a child.

use door::{Plain, record};
use kernel::{Ts, UserId};
use uuid::Uuid;

record! {
    /// The secrets of an account.
    pub struct Credential in "credential" {
        pub account: UserId,
        /// Argon2id, in PHC's spelling.
        pub password_hash: String,
        /// The TOTP secret in base 32.
        pub totp_secret: String,
        /// The step of the last code that was used: a code works once.
        pub last_step: Option<i64>,
        pub changed: Ts,
    }
}
impl Plain for Credential {}

record! {
    /// One failed try, about an account name or an address.
    pub struct Failure in "sign_in_failure" {
        pub id: Uuid,
        /// `account:NAME` or `address:IP`.
        pub about: String,
        pub at: Ts,
    }
}
impl Plain for Failure {}

record! {
    /// A sign-in of which the password was right and the code is awaited. Kept here, not in the browser.
    pub struct Half in "sign_in_half" {
        pub id: Uuid,
        pub secret_hash: String,
        pub account: UserId,
        pub at: Ts,
    }
}
impl Plain for Half {}

record! {
    /// A person of a demonstration, with what is needed to sign in as them. Only a demonstration's store has any.
    pub struct DemoPerson in "demo_person" {
        pub name: String,
        pub shown_as: String,
        pub password: String,
        pub totp_secret: String,
    }
}
impl Plain for DemoPerson {}
