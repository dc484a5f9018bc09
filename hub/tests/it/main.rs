//! Everything with a database or HTTP: one binary, both engines, one module a room; and the house rules as tests.

#![cfg(test)]

mod administration;
mod api;
mod canary;
mod door;
mod duties;
mod exchange;
mod front_door;
mod kit;
mod referrals;
mod tidy;
mod users;
