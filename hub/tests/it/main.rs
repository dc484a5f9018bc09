//! Everything with a database or HTTP: one binary, both engines, one module a room; and the house rules as tests.

#![cfg(test)]

mod account;
mod administration;
mod api;
mod cli;
mod configuration;
mod door;
mod front_door;
mod kit;
mod tidy;
mod users;
