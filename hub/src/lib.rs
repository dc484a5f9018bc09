//! The hub: every room under one roof, and the wiring.

pub mod cli;
pub mod demo;
pub mod machine;
pub mod openapi;
pub mod reactions;
pub mod rooms;
pub mod router;
pub mod serve;
pub mod start;
