//! Trust: break-glass with its review (CK-91), the ledger as people read it, who looked at a person, and one's own
//! access history.
//!
//! The ledger itself is the door's; this room only shows and verifies it. A break-glass reads and never writes: it is a
//! fact of the person for whoever broke it, and policy does the rest.

pub mod api;
pub mod glass;
pub mod ledger_room;
pub mod looked;
mod migrations;

use door::CommandEntry;
use policy::action;
use room::{Listing, Nav, Panel, Place, Room, Route};

/// The room.
pub const ROOM: Room = Room {
    name: "trust",
    title: "Ledger and break-glass",
    routes,
    nav: &[
        Nav { href: "/ledger", label: "Ledger", action: action::READ_LEDGER, order: 70 },
        Nav { href: "/glass", label: "Break-glass", action: action::BREAK_GLASS, order: 75 },
        Nav { href: "/glass/review", label: "Break-glass to review", action: action::REVIEW_GLASS, order: 75 },
    ],
    commands: &[
        CommandEntry::of::<glass::BreakGlass>(),
        CommandEntry::of::<glass::SecondGlass>(),
        CommandEntry::of::<glass::EndGlass>(),
        CommandEntry::of::<glass::ReviewGlass>(),
    ],
    happenings: &["trust.glass-asked", "trust.glass-broken", "trust.glass-reviewed"],
    migrations: migrations::ALL,
    facts: glass::FACTS,
    panels: &[
        Panel { place: Place::Day, order: 5, draw: glass::panels::day },
        Panel { place: Place::Person, order: 90, draw: looked::panel },
        Panel { place: Place::Pointer, order: 10, draw: glass::panels::pointer },
        Panel { place: Place::Account, order: 10, draw: looked::account_panel },
    ],
    day: &[glass::panels::tell],
    ..Room::EMPTY
};

fn routes() -> Vec<Route> {
    use glass::pages as broken;
    use ledger_room::pages as read;
    vec![
        Route::get("/glass", action::BREAK_GLASS, broken::mine),
        Route::get("/glass/new", action::BREAK_GLASS, broken::form),
        Route::post("/glass/new", action::BREAK_GLASS, broken::send),
        Route::post("/glass/end", action::BREAK_GLASS, broken::end),
        Route::get("/glass/second", action::SECOND_GLASS, broken::to_second),
        Route::post("/glass/second", action::SECOND_GLASS, broken::second),
        Route::get("/glass/review", action::REVIEW_GLASS, broken::to_review),
        Route::post("/glass/review", action::REVIEW_GLASS, broken::review),
        Route::get("/ledger", action::READ_LEDGER, read::list),
        Route::get("/audit", action::READ_LEDGER, read::list),
        Route::get("/ledger/verify", action::VERIFY_LEDGER, read::verify),
        Route::get("/ledger/bundle", action::VERIFY_LEDGER, read::bundle),
        Route::get("/ledger/entries/{id}", action::READ_LEDGER, read::one),
        Route::get("/looked", action::SEE_LOOKED, looked::ask),
        Route::get("/looked/{reference}", action::SEE_LOOKED, looked::at_person),
        Route::get("/people/{reference}/log", action::SEE_LOOKED, looked::from_record),
        Route::get("/api/v1/ledger", action::READ_LEDGER, api::entries)
            .says("The ledger, the latest first, by the filters of its page.")
            .lists::<api::LedgerRow>()
            .asks(api::LEDGER_ASKS),
        Route::get("/api/v1/ledger/entries/{id}", action::READ_LEDGER, api::entry)
            .says("One entry of the ledger, as it is signed.")
            .answers::<api::EntryOne>(),
        Route::get("/api/v1/ledger/verify", action::VERIFY_LEDGER, api::verify)
            .says("Whether the ledger is whole, and its last checkpoint.")
            .answers::<api::Whole>(),
        Route::get("/api/v1/account/access", action::SEE_LOOKED, api::own_access)
            .says("What the ledger holds of you, the latest first.")
            .lists::<api::OwnRow>(),
        Route::get("/api/v1/looked/{reference}", action::SEE_LOOKED, api::looked)
            .says("Who looked at a record, as far as you may see.")
            .lists::<api::LookedRow>(),
        Route::get("/api/v1/glass", action::BREAK_GLASS, api::own_glass)
            .says("Your own uses of break-glass, the latest first.")
            .answers::<Listing<api::GlassRow>>(),
        Route::get("/api/v1/glass/second", action::SECOND_GLASS, api::second_glass)
            .says("Uses of break-glass that wait for a second person.")
            .answers::<Listing<api::GlassRow>>(),
        Route::get("/api/v1/glass/review", action::REVIEW_GLASS, api::unreviewed_glass)
            .says("Uses of break-glass that wait for their review, the oldest first.")
            .answers::<Listing<api::GlassRow>>(),
        Route::get("/account/access", action::SEE_LOOKED, looked::own),
    ]
}
