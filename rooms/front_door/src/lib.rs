//! The front door: referrals from practitioners and the public, the queue, and the decision (P1).
//!
//! A referral comes in by a form, is taken, and is decided with a reason by a named person. The exploitation concern is
//! asked beside the decision, whatever the decision is. The referrer hears what was decided in words meant for them.

mod migrations;
pub mod referral;

use door::CommandEntry;
use policy::action;
use room::{Nav, Open, Panel, Place, Room, Route};

/// The room.
pub const ROOM: Room = Room {
    name: "front_door",
    title: "Front door",
    routes,
    nav: &[
        Nav { href: "/referrals", label: "Referrals", action: action::TAKE_REFERRAL, order: 20 },
        Nav { href: "/referrals/new", label: "Make a referral", action: action::ASK_ADVICE, order: 30 },
        Nav { href: "/referrals/mine", label: "My referrals", action: action::ASK_ADVICE, order: 31 },
    ],
    commands: &[
        CommandEntry::of::<referral::Refer>(),
        CommandEntry::of::<referral::TakeReferral>(),
        CommandEntry::of::<referral::ReturnReferral>(),
        CommandEntry::of::<referral::DecideReferral>(),
        CommandEntry::of::<referral::WithdrawReferral>(),
    ],
    happenings: &[
        "front_door.referral-received",
        "front_door.referral-decided",
        "front_door.referrer-told",
        "front_door.referral-withdrawn",
        "front_door.information-imported",
    ],
    migrations: migrations::ALL,
    panels: &[Panel { place: Place::Day, order: 10, draw: referral::pages::waiting_panel }],
    imports: referral::import::IMPORTS,
    exports: referral::export::EXPORTS,
    ..Room::EMPTY
};

fn routes() -> Vec<Route> {
    use referral::{api, drafts, files, pages, refer};
    vec![
        Route::open("/refer", Open::ToAll("the public refers without an account (P1)"), refer::public_form),
        Route::open_post("/refer", Open::ToAll("the public refers without an account (P1)"), refer::public_send),
        Route::open("/refer/done", Open::ToAll("the acknowledgement of a public referral"), refer::public_done),
        Route::get("/referrals/new", action::ASK_ADVICE, drafts::open),
        Route::post("/referrals/new/draft", action::ASK_ADVICE, drafts::autosave),
        Route::post("/referrals/new/discard", action::ASK_ADVICE, drafts::discard),
        Route::post("/referrals/new", action::ASK_ADVICE, refer::send),
        Route::get("/referrals/mine", action::ASK_ADVICE, pages::mine),
        Route::get("/referrals", action::TAKE_REFERRAL, pages::queue),
        Route::get("/referrals/{reference}", action::SEE_REFERRAL, pages::one),
        Route::get("/referrals/{reference}/files/{file}", action::SEE_REFERRAL, files::one),
        Route::post("/referrals/{reference}/take", action::TAKE_REFERRAL, pages::take),
        Route::post("/referrals/{reference}/return", action::RETURN_REFERRAL, pages::give_back),
        Route::post("/referrals/{reference}/decision", action::DECIDE_REFERRAL, pages::decide),
        Route::post("/referrals/{reference}/withdraw", action::WITHDRAW_REFERRAL, pages::withdraw),
        Route::get("/api/v1/referrals", action::SEE_REFERRAL, api::list)
            .says("Referrals that you may read, newest first."),
        Route::get("/api/v1/referrals/{reference}", action::SEE_REFERRAL, api::one).says("One referral."),
    ]
}
