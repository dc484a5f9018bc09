//! Administration: who has an account, how they sign in, and their sessions.

pub mod account;
pub mod configuration;
pub mod enrol;
mod migrations;
pub mod sign_in;
pub mod statements;
pub mod users;

use door::CommandEntry;
use policy::action;
use room::{Nav, Open, Owned, Panel, Place, Room, Route};

/// The room.
pub const ROOM: Room = Room {
    name: "administration",
    title: "Accounts",
    routes,
    nav: &[
        Nav { href: "/", label: "My day", action: action::USE_DAY, order: 10 },
        Nav { href: "/users", label: "Users", action: action::CONFIRM_USER, order: 80 },
        // Disjoint roles: the hub manager proposes, the administrator applies.
        Nav { href: "/configuration", label: "Configuration", action: action::APPLY_CONFIG, order: 85 },
        Nav { href: "/configuration", label: "Configuration", action: action::PROPOSE_CONFIG, order: 85 },
        Nav { href: "/account", label: "Account", action: action::USE_DAY, order: 90 },
    ],
    commands: COMMANDS,
    migrations: migrations::ALL,
    panels: &[
        Panel { place: Place::Day, order: 70, draw: users::covered_panel },
        Panel { place: Place::Day, order: 80, draw: users::waiting_panel },
    ],
    day: &[users::covered_told, users::waiting],
    owned: &[
        Owned { what: "Open duties", by: users::duties },
        Owned { what: "People they work with", by: users::people },
    ],
    proof: Some(sign_in::again::prove),
    ..Room::EMPTY
};

/// Those that carry hashes and secrets of the sign-in itself are not for the JSON interface.
const COMMANDS: &[CommandEntry] = &[
    CommandEntry::of::<users::InviteUser>(),
    CommandEntry::of::<users::ChangeUser>(),
    CommandEntry::of::<users::ProposeSeat>(),
    CommandEntry::of::<users::ConfirmSeat>(),
    CommandEntry::of::<users::EndSeat>(),
    CommandEntry::of::<users::SuspendUser>(),
    CommandEntry::of::<users::RestoreUser>(),
    CommandEntry::of::<users::LeaveUser>(),
    CommandEntry::of::<users::EndSessions>(),
    CommandEntry::of::<users::SetAbsence>(),
    CommandEntry::of::<users::EndAbsence>(),
];

fn routes() -> Vec<Route> {
    let mut all = sign_in_routes();
    all.extend(user_routes());
    all.extend(open_routes());
    all
}

fn open_routes() -> Vec<Route> {
    let words = Open::ToAll("the partnership's own statements, at the foot of every page");
    vec![
        Route::get("/configuration", action::USE_DAY, configuration::pages::standing),
        Route::get("/api/v1/configuration", action::USE_DAY, configuration::api::list)
            .says("Every version of the configuration, the one in force first.")
            .lists::<configuration::api::VersionRow>(),
        Route::get("/api/v1/configuration/{nth}", action::USE_DAY, configuration::api::one)
            .says("One version of the configuration: what it changed, and what stood on its first day.")
            .answers::<configuration::api::VersionOne>(),
        Route::get("/configuration/{nth}", action::USE_DAY, configuration::pages::version),
        Route::open("/privacy", words, statements::privacy),
        Route::open("/accessibility", words, statements::accessibility),
        Route::open("/cookies", words, statements::cookies),
    ]
}

fn user_routes() -> Vec<Route> {
    use action::{CONFIRM_USER, DISABLE_USER, END_SESSIONS, PROPOSE_USER, RESET_SIGN_IN, USE_DAY};
    vec![
        Route::get("/users", CONFIRM_USER, users::users),
        Route::post("/users/find", CONFIRM_USER, users::find),
        Route::get("/users/new", PROPOSE_USER, users::invite_form),
        Route::post("/users/new", PROPOSE_USER, users::invite),
        Route::get("/users/{id}", CONFIRM_USER, users::one),
        Route::get("/users/{id}/seat", PROPOSE_USER, users::seat_form),
        Route::post("/users/{id}/seat", PROPOSE_USER, users::propose_seat),
        Route::get("/users/{id}/change", PROPOSE_USER, users::change_form),
        Route::post("/users/{id}/change", PROPOSE_USER, users::change),
        Route::post("/users/{id}/address", PROPOSE_USER, users::new_address),
        Route::post("/users/{id}/reset", RESET_SIGN_IN, users::reset),
        Route::post("/users/{id}/suspend", DISABLE_USER, users::suspend),
        Route::post("/users/{id}/restore", CONFIRM_USER, users::restore),
        Route::get("/users/{id}/leave", DISABLE_USER, users::leave_form),
        Route::post("/users/{id}/leave", DISABLE_USER, users::leave),
        Route::post("/users/{id}/sessions", END_SESSIONS, users::end_sessions),
        Route::get("/users/{id}/cover", USE_DAY, users::cover_form),
        Route::post("/users/{id}/cover", USE_DAY, users::cover),
        Route::post("/users/absences/{id}/end", USE_DAY, users::cancel_cover),
        Route::post("/users/seats/{id}/confirm", CONFIRM_USER, users::confirm_seat),
        Route::post("/users/seats/{id}/end", DISABLE_USER, users::end_seat),
        Route::get("/api/v1/users", CONFIRM_USER, users::users_json)
            .says("Users whom you may see, by name, with the seats that they hold.")
            .lists::<users::api::UserRow>()
            .asks(users::api::ASKS),
        Route::get("/api/v1/users/{id}", CONFIRM_USER, users::api::one)
            .says("One user, with every seat that they hold or held.")
            .answers::<users::api::UserRow>(),
    ]
}

fn sign_in_routes() -> Vec<Route> {
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
        Route::get("/", action::USE_DAY, sign_in::day::page),
        Route::get("/api/v1/day", action::USE_DAY, sign_in::day::api)
            .says("What waits for you today, under the headings of the page.")
            .answers::<sign_in::day::Day>(),
        Route::open("/account", own, account::pages::account),
        Route::open("/api/v1/account", own, account::api::own)
            .says("Your own account: your seats, and where you are signed in.")
            .answers::<account::api::Own>(),
        Route::open_post("/account/end", own, account::pages::end_session),
        Route::open("/account/password", own, account::pages::password_form),
        Route::open_post("/account/password", own, account::pages::password),
        Route::open("/account/codes", own, account::pages::codes_form),
        Route::open_post("/account/codes", own, account::pages::codes),
        Route::open("/account/token", own, account::pages::token_form),
        Route::open_post("/account/token", own, account::pages::token),
    ]
}
