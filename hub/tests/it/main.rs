//! Everything with a database or HTTP: one binary, both engines, one module a room; and the house rules as tests.

#![cfg(test)]

mod administration;
mod canary;
mod door;
mod front_door;
mod kit;
mod narrowing;
mod tidy;
mod trust;
