//! Duties: every clock with *why this date*, the reason for being late, a later day where its source allows one.
//!
//! On *my day* it shows what is due, what is late, what waits for a decision, and what nobody answers for; on a person's
//! page the clocks that run about them. Which clocks there are is configuration; the rules are the mechanism `clock`.

mod api;
mod deeds;
mod pages;
mod panels;

use policy::action;
use room::{Nav, Panel, Place, Room, Route};

/// The room.
pub const ROOM: Room = Room {
    name: "duties",
    title: "Duties",
    routes,
    nav: &[Nav { href: "/clocks", label: "Duties", action: action::DO_ACTION, order: 5 }],
    commands: clock::COMMANDS,
    happenings: clock::HAPPENINGS,
    panels: &[
        Panel { place: Place::Day, order: 5, draw: panels::day },
        Panel { place: Place::Person, order: 5, draw: panels::person },
    ],
    ..Room::EMPTY
};

fn routes() -> Vec<Route> {
    vec![
        Route::get("/clocks", action::USE_DAY, pages::list),
        Route::get("/clocks/{clock}", action::USE_DAY, pages::one),
        Route::post("/clocks/{clock}/{deed}", action::USE_DAY, deeds::post),
        Route::post("/clocks/extensions/{extension}", action::EXTEND_CLOCK, deeds::decide),
        Route::get("/api/v1/clocks", action::USE_DAY, api::mine).says("Your open duties, the most urgent first."),
        Route::get("/api/v1/clocks/{clock}", action::USE_DAY, api::one).says("One duty, with why it is due then."),
    ]
}
