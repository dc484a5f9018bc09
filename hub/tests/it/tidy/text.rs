//! What the texts of the tree may hold: pages that escape, lock files without addresses, nothing of somebody's own
//! machine, nothing unfinished or switched off.

use super::sources::{self, Source};
use super::{Found, none};

/// Finds every line of the sources that `offends`; it says what is wrong.
fn lines(all: &[Source], offends: impl Fn(&str) -> Option<String>) -> Vec<Found> {
    let mut found = Vec::new();
    for source in all {
        for (nth, line) in source.text.lines().enumerate() {
            if let Some(what) = offends(line) {
                found.push(Found::new(&source.path, nth + 1, what));
            }
        }
    }
    found
}

/// Ends of file names that hold text written by people.
const WRITTEN: [&str; 16] = [
    ".rs", ".toml", ".md", ".html", ".js", ".mjs", ".json", ".scss", ".sql", ".sh", ".cedar", ".service", ".yml",
    ".txt", ".csv", ".npmrc",
];

fn written(path: &str) -> bool {
    let plain = path.starts_with("scripts/") || path.starts_with(".ci/") || path == "Makefile";
    plain || WRITTEN.iter().any(|it| path.ends_with(it))
}

#[test]
fn pages_escape_everything() {
    let pages = sources::files(|path| path.contains("/templates/"));
    none("`|safe` never appears in a page: components return safe HTML", &lines(&pages, unescaped));
}

fn unescaped(line: &str) -> Option<String> {
    let close: String = line.chars().filter(|it| !it.is_whitespace()).collect();
    (close.contains("|safe") || close.contains("escape=\"none\"") || close.contains("autoescapefalse"))
        .then(|| line.trim().to_owned())
}

#[test]
fn lock_files_of_npm_name_no_registry() {
    let locks = sources::files(|path| path.ends_with("package-lock.json"));
    let mut found = lines(&locks, |line| line.contains("\"resolved\"").then(|| "an address of a registry".to_owned()));
    for lock in &locks {
        let npmrc = sources::root().join(lock.path.replace("package-lock.json", ".npmrc"));
        let settings = std::fs::read_to_string(npmrc).unwrap_or_default();
        for setting in ["omit-lockfile-registry-resolved=true", "ignore-scripts=true"] {
            if !settings.lines().any(|line| line.trim() == setting) {
                found.push(Found::new(&lock.path, 1, format!("its .npmrc does not say {setting}")));
            }
        }
    }
    none("npm lock files hold versions and sums, no addresses", &found);
}

#[test]
fn nothing_of_a_developers_own_machine_is_in_the_tree() {
    let all = sources::files(written);
    none("no path or tool of a developer's own machine", &lines(&all, of_one_machine));
}

fn of_one_machine(line: &str) -> Option<String> {
    // Written in two halves, so that this file does not offend itself.
    const OWN: [&str; 8] = [
        concat!("/wo", "rk/"),
        concat!("/ro", "ot/"),
        concat!("/ho", "me/"),
        concat!("/Us", "ers/"),
        concat!("/fa", "rm/"),
        concat!(" fa", "rm-"),
        concat!("registry.npm", "js.org"),
        concat!(".lib", "rary/"),
    ];
    OWN.iter().find(|it| line.contains(*it)).map(|it| format!("`{}`", it.trim()))
}

#[test]
fn nothing_is_unfinished_or_switched_off() {
    let all = sources::files(|path| [".rs", ".mjs", ".js", ".html"].iter().any(|it| path.ends_with(it)));
    none("nothing unfinished, no test switched off", &lines(&all, unfinished));
}

fn unfinished(line: &str) -> Option<String> {
    const SIGNS: [&str; 8] = [
        concat!("to", "do!("),
        concat!("unimple", "mented!("),
        concat!("db", "g!("),
        concat!("#[ign", "ore"),
        concat!("test.on", "ly("),
        concat!("test.sk", "ip("),
        concat!("FIX", "ME"),
        concat!("TO", "DO"),
    ];
    SIGNS.iter().find(|it| line.contains(*it)).map(ToString::to_string)
}

#[test]
fn texts_that_offend_are_found() {
    assert!(unescaped("<p>{{ it | safe }}</p>").is_some() && unescaped("<p>{{ it }} is safe</p>").is_none());
    assert!(
        of_one_machine(concat!("see /ho", "me/ann/notes")).is_some() && of_one_machine("see docs/running.md").is_none()
    );
    assert!(unfinished(concat!("    to", "do!()")).is_some() && unfinished("a list of what to do!").is_none());
}
