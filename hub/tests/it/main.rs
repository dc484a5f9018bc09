//! Everything with a database or HTTP: one binary, both engines, one module a room; and the house rules as tests.

#![cfg(test)]

mod administration;
mod api;
mod door;
mod front_door;
mod kit;
mod tidy;
mod users;
