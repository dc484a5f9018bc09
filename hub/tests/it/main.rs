//! Everything with a database or HTTP: one binary, both engines, one module a room; and the house rules as tests.

mod administration;
mod door;
mod exchange;
mod front_door;
mod kit;
mod tidy;
