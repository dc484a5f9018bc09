//! Every library's licence is one that deny.toml allows.

use std::collections::HashSet;

use cargo_metadata::MetadataCommand;

use super::{Found, none, sources};

#[test]
fn licences_of_all_libraries_are_allowed() {
    let allowed = allowed();
    let platform = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    let metadata = MetadataCommand::new()
        .manifest_path(sources::root().join("Cargo.toml"))
        .other_options(["--locked".to_owned(), "--offline".to_owned(), "--filter-platform".to_owned(), platform])
        .exec()
        .expect("cargo tells what the lock file names");
    let resolved = metadata.resolve.as_ref().expect("a resolved tree");
    let used: HashSet<_> = resolved.nodes.iter().map(|it| &it.id).collect();
    let mut found = Vec::new();
    for package in metadata.packages.iter().filter(|it| used.contains(&it.id)) {
        let licence = package.license.clone().unwrap_or_default();
        if !fits(&licence, &allowed) {
            found.push(Found::new("Cargo.lock", 1, format!("{} {}: `{licence}`", package.name, package.version)));
        }
    }
    none("licences are those of deny.toml", &found);
}

#[test]
fn licences_of_what_pages_are_made_with_are_allowed() {
    let allowed = allowed();
    let mut found = Vec::new();
    for lock in sources::files(|path| path.ends_with("package-lock.json")) {
        let json: serde_json::Value = serde_json::from_str(&lock.text).expect("a lock file is JSON");
        let packages = json["packages"].as_object().into_iter().flatten().filter(|(name, _)| !name.is_empty());
        for (name, package) in packages {
            let licence = package["license"].as_str().unwrap_or_default();
            if !fits(licence, &allowed) {
                found.push(Found::new(&lock.path, 1, format!("{name}: `{licence}`")));
            }
        }
    }
    none("licences of npm packages are those of deny.toml", &found);
}

fn allowed() -> HashSet<String> {
    let text = std::fs::read_to_string(sources::root().join("deny.toml")).expect("deny.toml");
    let table: toml::Table = text.parse().expect("deny.toml is TOML");
    let list = table["licenses"]["allow"].as_array().expect("a list of licences");
    list.iter().filter_map(|it| it.as_str().map(str::to_owned)).collect()
}

/// Whether a licence expression (SPDX, or the older `A/B`) can be met with what is allowed.
fn fits(expression: &str, allowed: &HashSet<String>) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    !words.is_empty() && any(&words, &mut at, allowed) && at == words.len()
}

fn any(words: &[&str], at: &mut usize, allowed: &HashSet<String>) -> bool {
    let mut fits = every(words, at, allowed);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        fits |= every(words, at, allowed);
    }
    fits
}

fn every(words: &[&str], at: &mut usize, allowed: &HashSet<String>) -> bool {
    let mut fits = one(words, at, allowed);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        fits &= one(words, at, allowed);
    }
    fits
}

fn one(words: &[&str], at: &mut usize, allowed: &HashSet<String>) -> bool {
    let Some(word) = words.get(*at) else { return false };
    *at += 1;
    if *word == "(" {
        let fits = any(words, at, allowed);
        *at += 1;
        return fits;
    }
    if words.get(*at) == Some(&"WITH") {
        let whole = format!("{word} WITH {}", words.get(*at + 1).unwrap_or(&""));
        *at += 2;
        return allowed.contains(&whole);
    }
    allowed.contains(*word)
}

#[test]
fn a_licence_that_is_not_allowed_is_found() {
    let allowed: HashSet<String> = ["MIT", "Apache-2.0", "Unicode-3.0"].map(str::to_owned).into();
    for good in ["MIT", "GPL-3.0 OR MIT", "MIT/Apache-2.0", "(MIT OR GPL-2.0) AND Unicode-3.0"] {
        assert!(fits(good, &allowed), "{good}");
    }
    for bad in ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT OR Apache-2.0) AND LGPL-2.1", "Apache-2.0 WITH Other-exception"]
    {
        assert!(!fits(bad, &allowed), "{bad}");
    }
}
