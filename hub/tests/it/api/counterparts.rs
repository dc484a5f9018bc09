//! What people do on pages, programs do by the JSON interface: every address of a page has a reading of the same address,
//! or stands here with the readings and commands that serve it, or with the reason why none does.

use std::collections::BTreeSet;

/// How a page is served to programs.
enum By {
    /// By these readings and commands, below `/api/v1/`.
    These(&'static [&'static str]),
    /// It is for people only: why.
    Nobody(&'static str),
}

use By::{Nobody, These};

const SIGNS_IN: &str = "people sign in by hand; a program has a token that its owner made";
const WORDS: &str = "words for people, the same for everybody";
const SECRETS: &str = "passwords, codes and tokens change hands only between a person and their browser";
const JUDGED: &str = "an assessment is judged by a person beside its rubric, page by page; a program reads it";
const FILE: &str = "a file is sent and taken by hand, or at the command line";
const CHANGES_PERSON: &[&str] = &[
    "people/change-person",
    "people/add-name",
    "people/add-identifier",
    "people/set-trait",
    "people/add-address",
    "people/add-contact",
    "people/add-status",
    "people/add-relation",
    "people/set-worker",
    "people/add-warning",
];

/// Pages whose address has no reading of its own.
const PAGES: &[(&str, By)] = &[
    ("/", These(&["day"])),
    ("/privacy", Nobody(WORDS)),
    ("/accessibility", Nobody(WORDS)),
    ("/cookies", Nobody(WORDS)),
    ("/first-run/{token}", Nobody(SIGNS_IN)),
    ("/invitation/{token}", Nobody(SIGNS_IN)),
    ("/sign-in", Nobody(SIGNS_IN)),
    ("/sign-in/code", Nobody(SIGNS_IN)),
    ("/sign-out", Nobody(SIGNS_IN)),
    ("/session", Nobody(SIGNS_IN)),
    ("/account/end", Nobody(SECRETS)),
    ("/account/password", Nobody(SECRETS)),
    ("/account/codes", Nobody(SECRETS)),
    ("/account/token", Nobody(SECRETS)),
    ("/users/find", These(&["users"])),
    ("/users/new", These(&["administration/invite-user"])),
    ("/users/{id}/seat", These(&["administration/propose-seat"])),
    ("/users/{id}/change", These(&["administration/change-user"])),
    ("/users/{id}/address", Nobody("an invitation is handed over by whoever made it")),
    ("/users/{id}/reset", Nobody("a new way to sign in is handed over by whoever made it")),
    ("/users/{id}/suspend", These(&["administration/suspend-user"])),
    ("/users/{id}/restore", These(&["administration/restore-user"])),
    ("/users/{id}/leave", These(&["administration/leave-user"])),
    ("/users/{id}/sessions", These(&["administration/end-sessions"])),
    ("/users/{id}/cover", These(&["administration/set-absence"])),
    ("/users/absences/{id}/end", These(&["administration/end-absence"])),
    ("/users/seats/{id}/confirm", These(&["administration/confirm-seat"])),
    ("/users/seats/{id}/end", These(&["administration/end-seat"])),
    (
        "/clocks/{clock}/{deed}",
        These(&["clock/take", "clock/hand-over", "clock/give-late-reason", "clock/ask-extension"]),
    ),
    ("/clocks/extensions/{extension}", These(&["clock/grant-extension", "clock/refuse-extension"])),
    ("/actions/new", These(&["action/set-action"])),
    ("/actions/{reference}/done", These(&["action/do-action"])),
    ("/actions/{reference}/hand-over", These(&["action/hand-over-action"])),
    ("/actions/{reference}/later", These(&["action/extend-action"])),
    ("/actions/{reference}/cancel", These(&["action/cancel-action"])),
    ("/actions/{reference}/reopen", These(&["action/reopen-action"])),
    ("/messages/failed/again", These(&["duties/send-again"])),
    ("/messages/failed/dismiss", These(&["duties/dismiss-mail"])),
    ("/answer/{token}", Nobody("the link in a partner's mail opens one action, once")),
    ("/answered", Nobody(WORDS)),
    ("/imports/{import}/bad-rows", These(&["imports/{import}"])),
    ("/imports/{import}/withdraw", These(&["exchange/withdraw-import"])),
    ("/imports/{import}/apply", Nobody(FILE)),
    ("/exports/{reference}/decision", These(&["exchange/decide-export"])),
    ("/glass/new", These(&["trust/break-glass"])),
    ("/glass/end", These(&["trust/end-glass"])),
    ("/audit", These(&["ledger"])),
    ("/ledger/bundle", Nobody("a file for a verifier that is not ours; `holdfast ledger bundle` writes it too")),
    ("/looked", These(&["looked/{reference}"])),
    ("/people/{reference}/log", These(&["looked/{reference}"])),
    ("/refer", Nobody("the public has no token; a program of an agency refers with front_door/refer")),
    ("/refer/done", Nobody(WORDS)),
    ("/referrals/new", These(&["front_door/refer"])),
    ("/referrals/new/{group}", These(&["front_door/refer"])),
    ("/referrals/new/check", These(&["front_door/refer"])),
    ("/referrals/new/send", These(&["front_door/send-draft"])),
    ("/referrals/new/draft", Nobody("what somebody has half typed is between them and their browser")),
    ("/referrals/new/discard", Nobody("what somebody has half typed is between them and their browser")),
    ("/concerns/adult/new", These(&["front_door/refer"])),
    ("/concerns/adult/new/{group}", These(&["front_door/refer"])),
    ("/concerns/adult/new/check", These(&["front_door/refer"])),
    ("/concerns/adult/new/send", These(&["front_door/send-draft"])),
    ("/concerns/adult/new/draft", Nobody("what somebody has half typed is between them and their browser")),
    ("/concerns/adult/new/discard", Nobody("what somebody has half typed is between them and their browser")),
    ("/advice/new", These(&["front_door/log-advice"])),
    ("/concerns/waiting/{reference}", These(&["front_door/hear-concern"])),
    ("/referrals/searches", These(&["front_door/keep-search"])),
    ("/referrals/searches/away", These(&["front_door/throw-search"])),
    ("/referrals/{reference}/copy", These(&["referrals/{reference}"])),
    ("/referrals/{reference}/files/{file}", Nobody(FILE)),
    ("/referrals/{reference}/take", These(&["front_door/take-referral"])),
    ("/referrals/{reference}/return", These(&["front_door/return-referral"])),
    ("/referrals/{reference}/decision", These(&["front_door/decide-referral"])),
    ("/referrals/{reference}/withdraw", These(&["front_door/withdraw-referral"])),
    ("/referrals/{reference}/people/{named}", These(&["referrals/{reference}", "people/search", "people/found/{id}"])),
    ("/referrals/{reference}/people/{named}/link", These(&["front_door/link-named"])),
    ("/referrals/{reference}/people/{named}/create", These(&["front_door/create-named"])),
    ("/referrals/{reference}/people/{named}/leave", These(&["front_door/leave-unlinked"])),
    ("/referrals/{reference}/ask", These(&["front_door/ask-referrer"])),
    ("/referrals/{reference}/add", These(&["front_door/add-information"])),
    ("/referrals/{reference}/chase", These(&["front_door/chase-referral"])),
    ("/referrals/{reference}/protection", These(&["front_door/record-protection"])),
    ("/referrals/{reference}/hand-over", These(&["front_door/hand-over-referral"])),
    ("/referrals/{reference}/join", These(&["front_door/join-referral"])),
    ("/people", These(&["people/search"])),
    ("/people/new", These(&["people/create-person"])),
    ("/people/known/answer", These(&["people/answer-known"])),
    (
        "/people/merges/{deed}",
        These(&["people/confirm-merge", "people/undo-merge", "people/unmerge-persons", "people/assign-after-unmerge"]),
    ),
    ("/people/{reference}/merge", These(&["people/merge-persons"])),
    ("/people/{reference}/link", These(&["people/link-persons"])),
    ("/people/{reference}/note", These(&["people/write-note"])),
    ("/people/{reference}/restrict", These(&["people/restrict-person", "people/lift-restriction"])),
    ("/people/{reference}/conflict", These(&["people/declare-conflict"])),
    ("/people/{reference}/entries/{entry}/{what}", These(&["people/correct-entry", "people/move-entry"])),
    ("/people/{reference}/files/{file}", Nobody(FILE)),
    (
        "/people/{reference}/details/{kind}/{row}",
        These(&["people/{reference}", "people/strike-detail", "people/move-detail"]),
    ),
    ("/people/{reference}/{what}", These(CHANGES_PERSON)),
    ("/assessments/new", These(&["assessment/begin"])),
    ("/assessments/{reference}/write", Nobody(JUDGED)),
    ("/assessments/{reference}/write/check", Nobody(JUDGED)),
    ("/assessments/{reference}/write/{part}", Nobody(JUDGED)),
    ("/assessments/{reference}/draft", Nobody("what somebody has half typed is between them and their browser")),
    ("/assessments/{reference}/propose", These(&["assessment/propose"])),
    ("/assessments/{reference}/withdraw", These(&["assessment/withdraw"])),
    ("/assessments/{reference}/authorise", These(&["assessment/authorise"])),
    ("/assessments/{reference}/return", These(&["assessment/return"])),
    ("/search", These(&["people/search"])),
    ("/search/suggest", Nobody("suggestions while one types; a program searches")),
];

/// Pages that post to their own address, with the commands that do the same.
const POSTED: &[(&str, By)] = &[
    ("/imports", Nobody(FILE)),
    ("/exports", These(&["exports"])),
    ("/glass/second", These(&["trust/second-glass"])),
    ("/glass/review", These(&["trust/review-glass"])),
    ("/notices", These(&["duties/read-notices"])),
    ("/people/known", These(&["people/ask-known"])),
    ("/people/{reference}/chronology", Nobody("a filter with words in it; a program asks in the address")),
];

#[test]
fn every_page_has_its_reading_or_its_commands_or_a_reason() {
    let document = hub::openapi::document(hub::rooms::ROOMS);
    let paths = document["paths"].as_object().unwrap();
    let has = |path: &str| paths.get(&format!("/api/v1{path}"));
    let routes: Vec<_> = hub::rooms::ROOMS.iter().flat_map(|it| (it.routes)()).collect();
    let pages = routes.iter().filter(|it| !it.path.starts_with("/api/"));
    let mut wrong = BTreeSet::new();
    let mut used: BTreeSet<(&str, &str)> = BTreeSet::new();
    for it in pages {
        let lists: &[(&str, By)] =
            if it.method == "GET" || PAGES.iter().any(|row| row.0 == it.path) { PAGES } else { POSTED };
        let own = it.method == "GET" && has(it.path).is_some_and(|it| it.get("get").is_some());
        match (own, lists.iter().find(|row| row.0 == it.path)) {
            (true, None) => {}
            (true, Some(_)) => drop(wrong.insert(format!("{} has a reading of its own: take its line away", it.path))),
            (false, None) => drop(wrong.insert(format!("{} {} has no counterpart", it.method, it.path))),
            (false, Some((at, by))) => {
                used.insert((at, if lists.len() == PAGES.len() { "page" } else { "posted" }));
                if let These(all) = by {
                    let none = all.iter().filter(|at| has(&format!("/{at}")).is_none());
                    wrong.extend(none.map(|at| format!("{}: there is no {at}", it.path)));
                }
            }
        }
    }
    let lines = PAGES.iter().map(|it| (it.0, "page")).chain(POSTED.iter().map(|it| (it.0, "posted")));
    wrong.extend(lines.filter(|it| !used.contains(it)).map(|it| format!("no page needs the line {}", it.0)));
    let reasons =
        PAGES.iter().chain(POSTED).filter(|it| matches!(it.1, Nobody(why) if why.split(' ').count() > 3)).count();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(reasons <= 34, "{reasons} pages are for people only");
}
