//! The front door: referrals from practitioners and the public, the queue, and the decision (P1).
//!
//! A referral comes in by a form, is taken, and is decided with a reason by a named person. The exploitation concern is
//! asked beside the decision, whatever the decision is. The referrer hears what was decided in words meant for them.

pub mod advice;
mod migrations;
pub mod referral;

use door::CommandEntry;
use policy::action;
use room::{Listing, Nav, Open, Panel, Place, Room, Route};

/// The room.
pub const ROOM: Room = Room {
    name: "front_door",
    title: "Front door",
    routes,
    nav: &[
        Nav { href: "/referrals", label: "Referrals", action: action::LOG_ADVICE, order: 20 },
        Nav { href: "/concerns/adults", label: "Adult concerns", action: action::TAKE_REFERRAL, order: 21 },
        Nav { href: "/concerns/waiting", label: "Daily meeting list", action: action::LOG_ADVICE, order: 22 },
        Nav { href: "/advice", label: "Advice", action: action::LOG_ADVICE, order: 23 },
        Nav { href: "/referrals/new", label: "Make a referral", action: action::ASK_ADVICE, order: 30 },
        Nav { href: "/referrals/mine", label: "My referrals", action: action::ASK_ADVICE, order: 31 },
    ],
    commands: &[
        CommandEntry::of::<referral::Refer>(),
        CommandEntry::of::<referral::SendDraft>(),
        CommandEntry::of::<referral::TakeReferral>(),
        CommandEntry::of::<referral::ReturnReferral>(),
        CommandEntry::of::<referral::DecideReferral>(),
        CommandEntry::of::<referral::WithdrawReferral>(),
        CommandEntry::of::<referral::LinkNamed>(),
        CommandEntry::of::<referral::CreateNamed>(),
        CommandEntry::of::<referral::LeaveUnlinked>(),
        CommandEntry::of::<referral::HandOverReferral>(),
        CommandEntry::of::<referral::JoinReferral>(),
        CommandEntry::of::<referral::AskReferrer>(),
        CommandEntry::of::<referral::AddInformation>(),
        CommandEntry::of::<referral::ChaseReferral>(),
        CommandEntry::of::<referral::RecordProtection>(),
        CommandEntry::of::<referral::HearConcern>(),
        CommandEntry::of::<advice::LogAdvice>(),
        CommandEntry::of::<referral::KeepQueue>(),
        CommandEntry::of::<referral::ThrowQueue>(),
    ],
    happenings: &[
        "front_door.referral-received",
        "front_door.referral-decided",
        "front_door.referrer-told",
        "front_door.referral-withdrawn",
        "front_door.referral-linked",
        "front_door.referral-unlinked",
        "front_door.referral-joined",
        "front_door.referral-handed-over",
        "front_door.referral-chased",
        "front_door.information-added",
        "front_door.referrer-asked",
        "front_door.referrer-answered",
        "front_door.protection-recorded",
        "front_door.concern-heard",
        "front_door.advice-logged",
    ],
    migrations: migrations::ALL,
    policy: include_str!("../policy.cedar"),
    panels: &[
        Panel { place: Place::Day, order: 10, draw: referral::mine::waiting_panel },
        Panel { place: Place::Person, order: 40, draw: referral::mine::person_panel },
    ],
    day: &[referral::mine::waiting],
    owned: &[room::Owned { what: "Referrals", by: referral::owned::owned }],
    searches: &[room::Search { title: "Referrals", order: 10, find: referral::finds::found }],
    subjects: &[room::Subject { kind: "referral", find: referral::finds::subject }],
    imports: referral::import::IMPORTS,
    exports: referral::export::EXPORTS,
    ..Room::EMPTY
};

fn routes() -> Vec<Route> {
    use referral::{drafts, files, linking, mine, pages, queue, refer, sections, talking, waiting};
    let mut all = vec![
        Route::open("/refer", Open::ToAll("the public refers without an account (P1)"), refer::public_form),
        Route::open_post("/refer", Open::ToAll("the public refers without an account (P1)"), refer::public_send),
        Route::open("/refer/done", Open::ToAll("the acknowledgement of a public referral"), refer::public_done),
        Route::get("/referrals/new", action::ASK_ADVICE, sections::open),
        Route::get("/referrals/new/check", action::ASK_ADVICE, sections::check),
        Route::post("/referrals/new/send", action::ASK_ADVICE, sections::send),
        Route::post("/referrals/new/draft", action::ASK_ADVICE, drafts::autosave),
        Route::post("/referrals/new/discard", action::ASK_ADVICE, drafts::discard),
        Route::get("/referrals/new/{group}", action::ASK_ADVICE, sections::one),
        Route::post("/referrals/new/{group}", action::ASK_ADVICE, sections::post),
        Route::get("/concerns/adult/new", action::ASK_ADVICE, sections::open),
        Route::get("/concerns/adult/new/check", action::ASK_ADVICE, sections::check),
        Route::post("/concerns/adult/new/send", action::ASK_ADVICE, sections::send),
        Route::post("/concerns/adult/new/draft", action::ASK_ADVICE, drafts::autosave),
        Route::post("/concerns/adult/new/discard", action::ASK_ADVICE, drafts::discard),
        Route::get("/concerns/adult/new/{group}", action::ASK_ADVICE, sections::one),
        Route::post("/concerns/adult/new/{group}", action::ASK_ADVICE, sections::post),
        Route::get("/referrals/mine", action::ASK_ADVICE, mine::mine),
        Route::get("/referrals", action::TAKE_REFERRAL, queue::queue),
        Route::get("/advice", action::LOG_ADVICE, advice::pages::list),
        Route::get("/advice/new", action::LOG_ADVICE, advice::pages::new),
        Route::post("/advice/new", action::LOG_ADVICE, advice::pages::post),
        Route::get("/advice/{reference}", action::LOG_ADVICE, advice::pages::one),
        Route::get("/concerns/waiting", action::SEE_REFERRAL, waiting::list),
        Route::post("/concerns/waiting/{reference}", action::CHAIR, waiting::heard),
        Route::get("/concerns/adults", action::TAKE_REFERRAL, queue::adults),
        Route::post("/referrals/searches", action::USE_DAY, queue::keep),
        Route::post("/referrals/searches/away", action::USE_DAY, queue::away),
        Route::get("/referrals/{reference}/copy", action::SEE_REFERRAL, mine::copy),
        Route::get("/referrals/{reference}", action::SEE_REFERRAL, pages::one),
        Route::get("/referrals/{reference}/files/{file}", action::SEE_REFERRAL, files::one),
        Route::post("/referrals/{reference}/take", action::TAKE_REFERRAL, pages::take),
        Route::post("/referrals/{reference}/return", action::RETURN_REFERRAL, pages::give_back),
        Route::post("/referrals/{reference}/decision", action::DECIDE_REFERRAL, pages::decide),
        Route::post("/referrals/{reference}/withdraw", action::WITHDRAW_REFERRAL, pages::withdraw),
        Route::get("/referrals/{reference}/people/{named}", action::TAKE_REFERRAL, linking::one),
        Route::post("/referrals/{reference}/people/{named}/link", action::TAKE_REFERRAL, linking::link),
        Route::post("/referrals/{reference}/people/{named}/create", action::CREATE_PERSON, linking::create),
        Route::post("/referrals/{reference}/people/{named}/leave", action::TAKE_REFERRAL, linking::leave),
        Route::post("/referrals/{reference}/ask", action::ASK_REFERRER, talking::ask),
        Route::post("/referrals/{reference}/add", action::ADD_TO_REFERRAL, talking::add),
        Route::post("/referrals/{reference}/chase", action::ADD_TO_REFERRAL, talking::chase),
        Route::post("/referrals/{reference}/protection", action::DECIDE_REFERRAL, talking::protect),
        Route::post("/referrals/{reference}/hand-over", action::HAND_OVER_REFERRAL, talking::hand_over),
        Route::post("/referrals/{reference}/join", action::DECIDE_REFERRAL, talking::join),
    ];
    all.extend(readings());
    all
}

/// What is read as JSON.
fn readings() -> Vec<Route> {
    use referral::api;
    vec![
        Route::get("/api/v1/referrals", action::TAKE_REFERRAL, api::list)
            .says("The queue of referrals, by the filters of its page.")
            .lists::<api::ReferralRow>()
            .asks(api::ASKS),
        Route::get("/api/v1/concerns/adults", action::TAKE_REFERRAL, api::adults)
            .says("The queue of concerns about adults (F14a), by the filters of its page.")
            .lists::<api::ReferralRow>()
            .asks(api::ASKS),
        Route::get("/api/v1/referrals/mine", action::ASK_ADVICE, api::own)
            .says("Your own referrals, the latest first, with what you are told.")
            .lists::<api::ReferralRow>(),
        Route::get("/api/v1/concerns/waiting", action::SEE_REFERRAL, api::concerns)
            .says("Decided exploitation concerns that wait for the next daily meeting.")
            .answers::<Listing<api::ReferralRow>>(),
        Route::get("/api/v1/advice", action::LOG_ADVICE, advice::api::list)
            .says("Advice given, the latest first.")
            .lists::<advice::api::AdviceRow>(),
        Route::get("/api/v1/advice/{reference}", action::LOG_ADVICE, advice::api::one)
            .says("One call for advice, with what was answered.")
            .answers::<advice::api::AdviceRow>(),
        Route::get("/api/v1/referrals/{reference}", action::SEE_REFERRAL, api::one)
            .says("One referral, with those whom it names and what was said.")
            .answers::<api::ReferralOne>(),
    ]
}
