//! The one integration-test binary: everything with HTTP or a database, and the house rules.

mod tidy;
