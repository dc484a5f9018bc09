//! The exchange: files that come in, and lists that go out.
//!
//! What can come in and go out, the rooms that keep the records register ([`room::Import`], [`room::Export`]). Here a
//! file is looked at whole, kept in small changes and counted; a list is narrowed as on its screen, written down, and of
//! over 200 persons given only when a second person agrees (access.md §3).

pub mod export;
pub mod import;
mod migrations;

use door::CommandEntry;
use policy::action;
use room::{Listing, Nav, Open, Room, Route};

/// The room.
pub const ROOM: Room = Room {
    name: "exchange",
    title: "Imports and exports",
    routes,
    nav: &[
        Nav { href: "/imports", label: "Imports", action: action::PROPOSE_IMPORT, order: 80 },
        Nav { href: "/imports", label: "Imports", action: action::IMPORT, order: 80 },
        Nav { href: "/exports", label: "Exports", action: action::EXPORT, order: 81 },
    ],
    commands: &[CommandEntry::of::<export::DecideExport>(), CommandEntry::of::<import::WithdrawImport>()],
    migrations: migrations::ALL,
    ..Room::EMPTY
};

fn routes() -> Vec<Route> {
    use export::pages as exports;
    use import::pages as imports;
    const TWO: &str = "the hub manager proposes and the administrator applies: the page asks policy for either";
    vec![
        Route::open("/imports", Open::ToSignedIn(TWO), imports::list),
        Route::post("/imports", action::PROPOSE_IMPORT, imports::propose),
        Route::open("/imports/{import}", Open::ToSignedIn(TWO), imports::one),
        Route::get("/imports/{import}/bad-rows", action::PROPOSE_IMPORT, imports::bad_rows),
        Route::post("/imports/{import}/withdraw", action::PROPOSE_IMPORT, imports::withdraw),
        Route::post("/imports/{import}/apply", action::IMPORT, imports::apply),
        Route::open("/api/v1/imports", Open::ToSignedIn(TWO), import::api::list)
            .says("The latest imports, the newest first.")
            .answers::<Listing<import::api::ImportRow>>(),
        Route::open("/api/v1/imports/{import}", Open::ToSignedIn(TWO), import::api::one)
            .says("One import, with what checking it found.")
            .answers::<import::api::ImportOne>(),
        Route::get("/api/v1/exports", action::EXPORT, export::api::list)
            .says("Lists that you may take out, and requests for large ones.")
            .answers::<export::api::Exports>(),
        Route::post("/api/v1/exports", action::EXPORT, export::api::take)
            .says("Takes a list out: its rows, or the request that waits for a second person.")
            .takes::<export::api::TakeOut>()
            .answers::<export::api::TakenOut>(),
        Route::get("/exports", action::EXPORT, exports::list),
        Route::post("/exports", action::EXPORT, exports::take),
        Route::post("/exports/{reference}/decision", action::APPROVE_EXPORT, exports::decide),
    ]
}
