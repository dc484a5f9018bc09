//! Everything with a database or HTTP: one binary, both engines, one module a room; and the house rules as tests.

#![cfg(test)]

mod administration;
mod api;
mod canary;
mod clocks;
mod desk;
mod door;
mod duties;
mod front_door;
mod kit;
mod narrowing;
mod referrals;
mod people;
mod people_merges;
mod people_notes;
mod referring;
mod tidy;
mod users;
mod trust;
