//! What people owe each other: duties (clocks), actions, notices, and mails that did not arrive.
//!
//! Every clock answers *why this date*; being late needs a reason; a later day only where its source allows one.
//! An action is done by a person, by whoever holds a role, or by a partner outside, who answers by the link in a mail
//! and reads nothing there but the action's words and its day. A notice says that something waits. Who runs the hub
//! sees the mails that failed.

pub mod actions;
pub mod answer;
mod clocks;
mod day;
mod due;
pub mod mails;
pub mod notices;
mod panels;

use door::CommandEntry;
use policy::action::{ADD_ACTION, DO_ACTION, EXTEND_CLOCK, USE_DAY};
use room::{Nav, Open, Panel, Place, Room, Route};

/// The room.
pub const ROOM: Room = Room {
    name: "duties",
    title: "Duties, actions and notices",
    routes,
    nav: &[
        Nav { href: "/clocks", label: "Duties", action: DO_ACTION, order: 12 },
        Nav { href: "/actions", label: "Actions", action: USE_DAY, order: 15 },
        Nav { href: "/messages/failed", label: "Mail", action: message::RUN_MAIL, order: 80 },
    ],
    commands: COMMANDS,
    happenings: HAPPENINGS,
    actions: &[message::RUN_MAIL],
    policy: include_str!("policy.cedar"),
    panels: &[
        Panel { place: Place::Day, order: 3, draw: panels::notices },
        Panel { place: Place::Day, order: 5, draw: clocks::panels::day },
        Panel { place: Place::Day, order: 6, draw: panels::actions },
        Panel { place: Place::Day, order: 90, draw: panels::mails },
        Panel { place: Place::Person, order: 5, draw: clocks::panels::person },
        Panel { place: Place::Person, order: 40, draw: panels::of_person },
    ],
    day: &[day::notices, day::clocks, day::actions, day::mails],
    jobs: due::JOBS,
    ..Room::EMPTY
};

const COMMANDS: &[CommandEntry] = &[
    CommandEntry::of::<clock::TakeClock>(),
    CommandEntry::of::<clock::HandOverClock>(),
    CommandEntry::of::<clock::GiveLateReason>(),
    CommandEntry::of::<clock::AskExtension>(),
    CommandEntry::of::<clock::GrantExtension>(),
    CommandEntry::of::<clock::RefuseExtension>(),
    CommandEntry::of::<clock::RecountClocks>(),
    CommandEntry::of::<action::SetAction>(),
    CommandEntry::of::<action::HandOverAction>(),
    CommandEntry::of::<action::ExtendAction>(),
    CommandEntry::of::<action::DoAction>(),
    CommandEntry::of::<action::CancelAction>(),
    CommandEntry::of::<action::ReopenAction>(),
    CommandEntry::of::<message::ReadNotices>(),
    CommandEntry::of::<message::SendAgain>(),
    CommandEntry::of::<message::DismissMail>(),
];

const HAPPENINGS: &[&str] = &[
    "clock.extension-asked",
    "clock.extension-decided",
    "action.set",
    "action.handed-over",
    "action.extended",
    "action.done",
    "action.cancelled",
    "action.reopened",
    "message.mail-sent",
    "message.mail-failed",
];

fn routes() -> Vec<Route> {
    use actions::{change, list, new, one};
    let ticket = Open::ToAll("the link in the mail is the proof, and opens one action's words and day");
    use clocks::{api, deeds, pages};
    vec![
        Route::get("/clocks", USE_DAY, pages::list),
        Route::get("/clocks/{clock}", USE_DAY, pages::one),
        Route::post("/clocks/{clock}/{deed}", USE_DAY, deeds::post),
        Route::post("/clocks/extensions/{extension}", EXTEND_CLOCK, deeds::decide),
        Route::get("/api/v1/clocks", USE_DAY, api::mine)
            .says("Your open duties, the most urgent first.")
            .lists::<api::ClockRow>(),
        Route::get("/api/v1/clocks/{clock}", USE_DAY, api::one)
            .says("One duty, with why it is due then.")
            .answers::<api::ClockOne>(),
        Route::get("/api/v1/actions", USE_DAY, actions::api::list)
            .says("Your actions, the most urgent first.")
            .lists::<actions::api::ActionRow>()
            .asks(actions::api::ASKS),
        Route::get("/api/v1/actions/{reference}", USE_DAY, actions::api::one)
            .says("One action, with its history.")
            .answers::<actions::api::ActionOne>(),
        Route::get("/api/v1/notices", USE_DAY, notices::api)
            .says("Your notices, the latest first.")
            .lists::<notices::NoticeRow>(),
        Route::get("/actions", USE_DAY, list::page),
        Route::get("/actions/new", ADD_ACTION, new::ask),
        Route::post("/actions/new", ADD_ACTION, new::set),
        Route::get("/actions/{reference}", USE_DAY, one::page),
        Route::post("/actions/{reference}/done", DO_ACTION, change::done),
        Route::post("/actions/{reference}/hand-over", USE_DAY, change::hand_over),
        Route::post("/actions/{reference}/later", USE_DAY, change::later),
        Route::post("/actions/{reference}/cancel", USE_DAY, change::cancel),
        Route::post("/actions/{reference}/reopen", USE_DAY, change::reopen),
        Route::get("/notices", USE_DAY, notices::page),
        Route::post("/notices", USE_DAY, notices::read),
        Route::get("/messages/failed", message::RUN_MAIL, mails::page),
        Route::get("/api/v1/messages/failed", message::RUN_MAIL, mails::api)
            .says("Mails that did not arrive, and how many wait.")
            .answers::<mails::Failed>(),
        Route::post("/messages/failed/again", message::RUN_MAIL, mails::again),
        Route::post("/messages/failed/dismiss", message::RUN_MAIL, mails::dismiss),
        Route::open("/answer/{token}", ticket, answer::page),
        Route::open_post("/answer/{token}", ticket, answer::send),
        Route::open("/answered", Open::ToAll("thanks a partner, and holds nothing"), answer::thanks),
    ]
}
