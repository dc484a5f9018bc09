//! Everything with a database or HTTP: one binary, both engines, one module a room; and the house rules as tests.

#![cfg(test)]

mod account;
mod administration;
mod api;
mod assessment;
mod canary;
mod cli;
mod clocks;
mod configuration;
mod desk;
mod door;
mod duties;
mod exchange;
mod figures;
mod front_door;
mod kit;
mod narrowing;
mod people;
mod people_merges;
mod people_notes;
mod referrals;
mod referring;
mod tidy;
mod tls;
mod trust;
mod users;
