//! Administration: who has an account, how they sign in, and their sessions.

pub mod enrol;
mod migrations;
pub mod sign_in;

use door::CommandEntry;
use policy::action;
use room::{Nav, Open, Room, Route};

/// The room.
pub const ROOM: Room = Room {
    name: "administration",
    title: "Accounts",
    routes,
    nav: &[
        Nav { href: "/", label: "My day", action: action::USE_DAY, order: 10 },
        Nav { href: "/account", label: "Account", action: action::USE_DAY, order: 90 },
    ],
    commands: COMMANDS,
    migrations: migrations::ALL,
    ..Room::EMPTY
};

/// None of these is for the JSON interface: they carry hashes and secrets of the sign-in itself.
const COMMANDS: &[CommandEntry] = &[];

fn routes() -> Vec<Route> {
    use sign_in::pages;
    let all = Open::ToAll("signing in comes before everything");
    let own = Open::ToSignedIn("one's own session");
    let ticket = Open::ToAll("the one-time address is the proof");
    vec![
        Route::open("/first-run/{token}", ticket, enrol::pages::form),
        Route::open_post("/first-run/{token}", ticket, enrol::pages::finish),
        Route::open("/invitation/{token}", ticket, enrol::pages::form),
        Route::open_post("/invitation/{token}", ticket, enrol::pages::finish),
        Route::open("/sign-in", all, pages::password_form),
        Route::open_post("/sign-in", all, pages::password),
        Route::open("/sign-in/code", all, pages::code_form),
        Route::open_post("/sign-in/code", all, pages::code),
        Route::open_post("/sign-out", own, pages::sign_out),
        Route::open("/session", own, pages::keep_alive),
        Route::get("/", action::USE_DAY, pages::day),
        Route::open("/account", own, pages::account),
        Route::open_post("/account/end", own, pages::end_session),
    ]
}
