//! The person's page.
