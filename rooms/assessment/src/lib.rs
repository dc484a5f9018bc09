//! Assessment: instruments as data, assessments of exploitation with their levels, and what is found over all of them (F2).
//!
//! A worker proposes a level with a reason, a team manager authorises it (never their own), the daily meeting confirms it
//! later: three things, kept apart. What an instrument's rule suggests is printed with the rule and is never the level.

pub mod assessment;
pub mod episode;
pub mod indicators;
pub mod level;
mod migrations;

use door::CommandEntry;
use policy::action;
use room::{Nav, Panel, Place, Room, Route, Subject};

/// The room.
pub const ROOM: Room = Room {
    name: "assessment",
    title: "Assessment",
    routes,
    nav: &[Nav { href: "/assessments", label: "Assessments", action: action::SEE_RECORD, order: 24 }],
    commands: &[
        CommandEntry::of::<assessment::BeginAssessment>(),
        CommandEntry::of::<assessment::ProposeAssessment>(),
        CommandEntry::of::<assessment::AuthoriseAssessment>(),
        CommandEntry::of::<assessment::ReturnAssessment>(),
        CommandEntry::of::<assessment::WithdrawAssessment>(),
    ],
    happenings: &[
        "assessment.submitted",
        "assessment.returned",
        "assessment.withdrawn",
        "assessment.authorised",
        "assessment.level-set",
        "assessment.episode-opened",
        "assessment.episode-closed",
    ],
    migrations: migrations::ALL,
    imports: episode::import::IMPORTS,
    panels: &[
        Panel { place: Place::Day, order: 12, draw: assessment::subject::day },
        Panel { place: Place::Person, order: 30, draw: level::pages::panel },
    ],
    day: &[assessment::subject::waiting],
    subjects: &[Subject { kind: "assessment", find: assessment::subject::find }],
    ..Room::EMPTY
};

fn routes() -> Vec<Route> {
    use assessment::{api, fill, list, one, start};
    vec![
        Route::get("/assessments", action::SEE_RECORD, list::list),
        Route::get("/assessments/new", action::ASSESS, start::ask),
        Route::post("/assessments/new", action::ASSESS, start::post),
        Route::get("/assessments/indicators", action::SEE_LISTS_BEHIND, indicators::pages::page),
        Route::get("/assessments/{reference}", action::SEE_RECORD, one::one),
        Route::get("/assessments/{reference}/write", action::ASSESS, fill::tasks),
        Route::get("/assessments/{reference}/write/check", action::ASSESS, fill::check),
        Route::get("/assessments/{reference}/write/{part}", action::ASSESS, fill::leaf),
        Route::post("/assessments/{reference}/write/{part}", action::ASSESS, fill::post),
        Route::post("/assessments/{reference}/draft", action::ASSESS, fill::autosave),
        Route::post("/assessments/{reference}/propose", action::ASSESS, fill::propose),
        Route::post("/assessments/{reference}/withdraw", action::ASSESS, one::withdraw),
        Route::post("/assessments/{reference}/authorise", action::AUTHORISE_ASSESSMENT, one::authorise),
        Route::post("/assessments/{reference}/return", action::AUTHORISE_ASSESSMENT, one::give_back),
        Route::get("/people/{reference}/assessments", action::SEE_RECORD, level::pages::page),
        Route::get("/api/v1/assessments", action::SEE_RECORD, api::list)
            .says("Exploitation assessments, the latest first, by the filters of their page.")
            .lists::<api::AssessmentRow>()
            .asks(api::ASKS),
        Route::get("/api/v1/assessments/indicators", action::SEE_LISTS_BEHIND, indicators::pages::api)
            .says("How often each indicator is found over all authorised assessments that you may see behind numbers.")
            .answers::<indicators::Indicators>()
            .asks(indicators::pages::ASKS),
        Route::get("/api/v1/assessments/{reference}", action::SEE_RECORD, api::one)
            .says("One exploitation assessment: what was found, proposed, suggested and authorised.")
            .answers::<api::AssessmentOne>(),
        Route::get("/api/v1/people/{reference}/assessments", action::SEE_RECORD, level::pages::api)
            .says("The assessments and levels of a person over time.")
            .answers::<level::pages::LevelsOne>(),
    ]
}
