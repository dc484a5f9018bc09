//! The hub: every room under one roof, and the wiring.

pub mod api;
pub mod cli;
pub mod demo;
pub mod machine;
pub mod mail;
pub mod openapi;
pub mod reactions;
pub mod rooms;
pub mod router;
pub mod serve;
pub mod start;
