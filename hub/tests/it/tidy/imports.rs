//! Who may import whom: engines know nothing of the hub, the house stands in order, one room never sees another,
//! and each heavy library has one owner.

use cargo_metadata::{DependencyKind, MetadataCommand, Package};

use super::{Found, none, sources};

/// The house, downwards: each part may use those before it.
const HOUSE: [&str; 11] =
    ["kernel", "calendar", "catalogue", "store", "policy", "ledger", "door", "web", "identity", "documents", "post"];

/// The mechanisms: each may use the house, the engines and those before it.
const MECHANISMS: [&str; 12] = [
    "person",
    "entry",
    "form",
    "clock",
    "case_state",
    "action",
    "meeting",
    "link",
    "measure",
    "paper",
    "message",
    "room",
];

/// Libraries that only one crate may know, so that they can be replaced there.
const OWNERS: [(&str, &[&str]); 6] = [
    ("store", &["rusqlite", "tokio-postgres", "deadpool-postgres", "tokio-postgres-rustls"]),
    ("policy", &["cedar-policy", "cedar-policy-core"]),
    ("post", &["lettre"]),
    ("identity", &["argon2", "totp-rs", "webauthn-rs", "openidconnect"]),
    ("documents", &["typst", "typst-pdf", "typst-kit", "docx-rs", "rust_xlsxwriter", "calamine"]),
    ("exchange", &["hl7-parser", "quick-xml", "icalendar"]),
];

/// A member of the workspace: the folder it stands in and what it uses of ours and of others.
pub struct Member {
    pub folder: String,
    pub name: String,
    pub manifest: String,
    pub uses: Vec<String>,
    pub uses_in_product: Vec<String>,
}

/// All members of the workspace.
pub fn members() -> Vec<Member> {
    let metadata = MetadataCommand::new().manifest_path(sources::root().join("Cargo.toml")).no_deps().exec();
    metadata.expect("cargo tells the members").packages.iter().map(member).collect()
}

fn member(package: &Package) -> Member {
    let root = sources::root();
    let manifest =
        package.manifest_path.strip_prefix(&root).map_or(package.manifest_path.to_string(), ToString::to_string);
    Member {
        folder: manifest.split('/').next().unwrap_or_default().to_owned(),
        name: package.name.to_string(),
        manifest,
        uses: package.dependencies.iter().map(|it| it.name.clone()).collect(),
        uses_in_product: package
            .dependencies
            .iter()
            .filter(|it| it.kind != DependencyKind::Development)
            .map(|it| it.name.clone())
            .collect(),
    }
}

#[test]
fn nobody_imports_what_they_may_not_know() {
    let members = members();
    none("who may import whom (ARCHITECTURE.md)", &wrong_imports(&members));
}

#[test]
fn each_heavy_library_has_one_owner() {
    let mut found = Vec::new();
    for member in members() {
        for (owner, libraries) in OWNERS {
            let foreign =
                member.uses_in_product.iter().filter(|it| libraries.contains(&it.as_str()) && member.name != owner);
            found.extend(foreign.map(|it| Found::new(&member.manifest, 1, format!("`{it}` belongs to `{owner}`"))));
        }
    }
    none("each heavy library has one owner", &found);
}

#[test]
fn every_library_that_a_crate_names_is_used_there() {
    let mut found = Vec::new();
    for member in members() {
        let folder = member.manifest.trim_end_matches("Cargo.toml").to_owned();
        let texts = sources::files(|path| path.starts_with(&folder) && path.ends_with(".rs"));
        for used in &member.uses {
            let word = used.replace('-', "_");
            if !texts.iter().any(|it| mentions(&it.text, &word)) {
                found.push(Found::new(&member.manifest, 1, format!("`{used}` is not used")));
            }
        }
    }
    none("no crate names a library that it does not use", &found);
}

/// Whether a text holds a word by itself, not as a part of another.
fn mentions(text: &str, word: &str) -> bool {
    let part = |it: Option<char>| it.is_some_and(|it| it.is_alphanumeric() || it == '_');
    text.match_indices(word)
        .any(|(at, _)| !part(text[..at].chars().next_back()) && !part(text[at + word.len()..].chars().next()))
}

fn wrong_imports(members: &[Member]) -> Vec<Found> {
    let mut found = Vec::new();
    for member in members {
        for used in members.iter().filter(|it| member.uses.contains(&it.name)) {
            if let Err(why) = may_import(member, used) {
                found.push(Found::new(&member.manifest, 1, format!("`{}` uses `{}`: {why}", member.name, used.name)));
            }
        }
    }
    found
}

fn may_import(member: &Member, used: &Member) -> Result<(), &'static str> {
    let (folder, other) = (member.folder.as_str(), used.folder.as_str());
    match (folder, other) {
        (_, "hub") if folder != "benches" => Err("nobody knows the wiring"),
        ("hub" | "benches", _) => Ok(()),
        ("engines", _) => Err("an engine knows nothing of the hub and is usable alone"),
        ("house", "house") => before(&HOUSE, &used.name, &member.name, "the house stands in order"),
        ("house", _) => Err("the house knows no engine, no mechanism and no room"),
        ("mechanisms", "mechanisms") => {
            before(&MECHANISMS, &used.name, &member.name, "a mechanism uses those before it")
        }
        ("mechanisms" | "rooms", "rooms") => Err("only the hub sees the rooms"),
        ("mechanisms", "house" | "engines") => Ok(()),
        ("rooms", "house" | "mechanisms" | "engines") => Ok(()),
        ("prove", "house" | "mechanisms") => Ok(()),
        _ => Err("no rule allows it"),
    }
}

fn before(order: &[&str], used: &str, by: &str, why: &'static str) -> Result<(), &'static str> {
    let place = |name: &str| order.iter().position(|it| *it == name);
    match (place(used), place(by)) {
        (Some(used), Some(by)) if used < by => Ok(()),
        (Some(_), Some(_)) => Err(why),
        _ => Err("it has no place in the order yet: say where it stands in this test and in ARCHITECTURE.md"),
    }
}

#[test]
fn a_word_is_told_from_a_part_of_one() {
    assert!(mentions("use toml::Table;", "toml") && !mentions("use toml_edit::Table; my_toml()", "toml"));
}

#[test]
fn a_forbidden_import_is_found() {
    let member = |folder: &str, name: &str, uses: &[&str]| Member {
        folder: folder.to_owned(),
        name: name.to_owned(),
        manifest: format!("{folder}/{name}/Cargo.toml"),
        uses: uses.iter().map(ToString::to_string).collect(),
        uses_in_product: Vec::new(),
    };
    let members = [
        member("engines", "matching", &["kernel"]),
        member("house", "kernel", &["calendar"]),
        member("house", "calendar", &["kernel"]),
        member("house", "store", &["matching", "kernel"]),
        member("mechanisms", "person", &["matching", "entry", "store"]),
        member("mechanisms", "entry", &["person"]),
        member("rooms", "people", &["front_door", "person"]),
        member("rooms", "front_door", &["hub"]),
        member("hub", "hub", &["people", "front_door", "store"]),
    ];
    let found: Vec<String> = wrong_imports(&members).into_iter().map(|it| it.what).collect();
    let pairs: Vec<&str> = found.iter().map(|it| it.split(':').next().unwrap_or_default()).collect();
    let expected = [
        "`matching` uses `kernel`",
        "`kernel` uses `calendar`",
        "`store` uses `matching`",
        "`person` uses `entry`",
        "`people` uses `front_door`",
        "`front_door` uses `hub`",
    ];
    assert_eq!(pairs, expected);
}
