//! People: search before create, the person's page, statuses, merge and unmerge, *known: ask this team*.
//!
//! Names and birth dates never stand in an address: a search is posted and kept, its address names only the search.
//! Who may only know that somebody is known asks the team (CK-92); nothing else about them leaves this room.

pub mod api;
mod exports;
mod imports;
mod jobs;
pub mod known;
mod migrations;
pub mod pages;
mod panels;
pub mod past;
mod subjects;

use door::CommandEntry;
use policy::action;
use room::{Listing, Nav, Panel, Place, Room, Route, Search, Subject};

/// The room.
pub const ROOM: Room = Room {
    name: "people",
    title: "People",
    routes,
    nav: &[
        Nav { href: "/people", label: "People", action: action::SEARCH, order: 10 },
        Nav { href: "/search", label: "Search", action: action::SEARCH, order: 40 },
    ],
    commands: COMMANDS,
    happenings: HAPPENINGS,
    migrations: migrations::ALL,
    facts: person::FACTS,
    imports: imports::IMPORTS,
    exports: exports::EXPORTS,
    panels: &[Panel { place: Place::Day, order: 20, draw: panels::day }],
    day: &[panels::tell],
    searches: &[Search { title: "Entries of chronologies", order: 20, find: pages::search::entries }],
    jobs: jobs::ALL,
    subjects: &[
        Subject { kind: "question", find: subjects::question },
        Subject { kind: "entry", find: subjects::entry },
    ],
    ..Room::EMPTY
};

const COMMANDS: &[CommandEntry] = &[
    CommandEntry::of::<person::SaveSearch>(),
    CommandEntry::of::<person::ForgetSearches>(),
    CommandEntry::of::<person::CreatePerson>(),
    CommandEntry::of::<person::ChangePerson>(),
    CommandEntry::of::<person::AddName>(),
    CommandEntry::of::<person::AddIdentifier>(),
    CommandEntry::of::<person::SetTrait>(),
    CommandEntry::of::<person::StrikeDetail>(),
    CommandEntry::of::<person::MoveDetail>(),
    CommandEntry::of::<person::AddAddress>(),
    CommandEntry::of::<person::EndAddress>(),
    CommandEntry::of::<person::AddContactPoint>(),
    CommandEntry::of::<person::EndContactPoint>(),
    CommandEntry::of::<person::AddStatus>(),
    CommandEntry::of::<person::EndStatus>(),
    CommandEntry::of::<person::AddRelation>(),
    CommandEntry::of::<person::EndRelation>(),
    CommandEntry::of::<person::SetWorker>(),
    CommandEntry::of::<person::EndWorker>(),
    CommandEntry::of::<person::AddWarning>(),
    CommandEntry::of::<person::ReviewWarning>(),
    CommandEntry::of::<person::RestrictPerson>(),
    CommandEntry::of::<person::LiftRestriction>(),
    CommandEntry::of::<person::DeclareConflict>(),
    CommandEntry::of::<person::LinkPersons>(),
    CommandEntry::of::<person::MergePersons>(),
    CommandEntry::of::<person::ConfirmMerge>(),
    CommandEntry::of::<person::UndoMerge>(),
    CommandEntry::of::<person::UnmergePersons>(),
    CommandEntry::of::<person::AssignAfterUnmerge>(),
    CommandEntry::of::<person::LapseMerges>(),
    CommandEntry::of::<entry::WriteNote>(),
    CommandEntry::of::<entry::CorrectEntry>(),
    CommandEntry::of::<entry::MoveEntry>(),
    CommandEntry::of::<entry::ForgetUnfinishedFiles>(),
    CommandEntry::of::<known::AskKnown>(),
    CommandEntry::of::<known::AnswerKnown>(),
    CommandEntry::of::<known::WithdrawKnown>(),
];

const HAPPENINGS: &[&str] = &[
    "people.person-created",
    "people.person-changed",
    "people.detail-changed",
    "people.whereabouts-changed",
    "people.status-began",
    "people.status-ended",
    "people.flag-changed",
    "people.relation-changed",
    "people.worker-set",
    "people.worker-ended",
    "people.warning-added",
    "people.warning-reviewed",
    "people.person-restricted",
    "people.restriction-lifted",
    "people.conflict-declared",
    "people.persons-linked",
    "people.persons-merged",
    "people.merge-confirmed",
    "people.persons-parted",
    "people.persons-rejoined",
    "people.entry-assigned",
    "people.detail-moved",
    "people.note-written",
    "people.entry-corrected",
    "people.entry-moved",
    "people.known-asked",
    "people.known-answered",
    "people.known-withdrawn",
];

fn routes() -> Vec<Route> {
    let mut all = pages();
    all.extend(readings());
    all
}

fn pages() -> Vec<Route> {
    use pages::{change, chronology, detail, entries, find, guard, known, merges, note, one, search};
    vec![
        Route::get("/people", action::SEARCH, find::ask),
        Route::post("/people", action::SEARCH, find::post),
        Route::get("/people/found/{id}", action::SEARCH, find::found),
        Route::get("/people/new", action::CREATE_PERSON, find::new),
        Route::post("/people/new", action::CREATE_PERSON, find::make),
        Route::get("/people/known", action::ASK_KNOWN, known::list),
        Route::post("/people/known", action::ASK_KNOWN, known::ask),
        Route::post("/people/known/answer", action::ANSWER_KNOWN, known::answer),
        Route::post("/people/merges/{deed}", action::MERGE_PERSONS, merges::deed),
        Route::get("/people/{reference}", action::SEE_IDENTITY, one::overview),
        Route::get("/people/{reference}/chronology", action::SEE_RECORD, chronology::page),
        Route::post("/people/{reference}/chronology", action::SEE_RECORD, chronology::filter),
        Route::get("/people/{reference}/history", action::SEE_IDENTITY, merges::page),
        Route::get("/people/{reference}/merge", action::MERGE_PERSONS, merges::ask),
        Route::post("/people/{reference}/merge", action::MERGE_PERSONS, merges::merge),
        Route::get("/people/{reference}/link", action::LINK_PERSONS, merges::link),
        Route::post("/people/{reference}/link", action::LINK_PERSONS, merges::linked_to),
        Route::get("/people/{reference}/note", action::WRITE_NOTE, note::ask),
        Route::post("/people/{reference}/note", action::WRITE_NOTE, note::post),
        Route::get("/people/{reference}/restrict", action::RESTRICT_PERSON, guard::restrict),
        Route::post("/people/{reference}/restrict", action::RESTRICT_PERSON, guard::restricted),
        Route::get("/people/{reference}/conflict", action::DECLARE_CONFLICT, guard::conflict),
        Route::post("/people/{reference}/conflict", action::DECLARE_CONFLICT, guard::declared),
        Route::get("/people/{reference}/entries/{entry}", action::SEE_RECORD, entries::page),
        Route::get("/people/{reference}/entries/{entry}/{what}", action::SEE_RECORD, entries::ask),
        Route::post("/people/{reference}/entries/{entry}/{what}", action::SEE_RECORD, entries::post),
        Route::get("/people/{reference}/files/{file}", action::SEE_RECORD, entries::file),
        Route::get("/people/{reference}/details/{kind}/{row}", action::SEE_IDENTITY, detail::page),
        Route::post("/people/{reference}/details/{kind}/{row}", action::SEE_IDENTITY, detail::post),
        Route::get("/people/{reference}/{what}", action::SEE_IDENTITY, change::ask),
        Route::post("/people/{reference}/{what}", action::SEE_IDENTITY, change::post),
        Route::get("/search", action::SEARCH, search::ask),
        Route::post("/search", action::SEARCH, search::post),
        Route::post("/search/suggest", action::SEARCH, search::suggest),
        Route::get("/search/{id}", action::SEARCH, search::found),
    ]
}

fn readings() -> Vec<Route> {
    use pages::{chronology, known, search};
    vec![
        Route::get("/api/v1/search/{id}", action::SEARCH, search::found_json)
            .says("What a saved search finds: people, referrals, entries; narrowed to what you may see.")
            .answers::<search::FoundParts>(),
        Route::get("/api/v1/people/found/{id}", action::SEARCH, api::found)
            .says("What a saved search finds, ten at most.")
            .answers::<api::FoundPeople>(),
        Route::get("/api/v1/people/known", action::ASK_KNOWN, known::api)
            .says("Questions to your team about somebody known, and those that you asked.")
            .answers::<Listing<known::QuestionRow>>(),
        Route::get("/api/v1/people/{reference}", action::SEE_IDENTITY, api::one)
            .says("One person, as known now or on a day.")
            .answers::<api::PersonOne>()
            .asks(api::ASKS),
        Route::get("/api/v1/people/{reference}/chronology", action::SEE_RECORD, chronology::api)
            .says("The chronology of a person, by the filters of its page.")
            .lists::<chronology::EntryRow>()
            .asks(chronology::ASKS),
        Route::get("/api/v1/people/{reference}/history", action::SEE_IDENTITY, past::history)
            .says("Merges of a record, what was said of other records, and names as they were recorded.")
            .answers::<past::History>(),
        Route::get("/api/v1/people/{reference}/entries/{entry}", action::SEE_RECORD, past::one)
            .says("One entry of a chronology, with its versions and files.")
            .answers::<past::EntryOne>(),
    ]
}
