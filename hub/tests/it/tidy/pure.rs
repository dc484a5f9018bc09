//! `rules.rs` holds decisions: values in, a decision with its reason out. No waiting, no clock, no database.

use proc_macro2::{TokenStream, TokenTree};

use super::imports::{Member, members};
use super::{Found, none, sources};

/// What a rule may use beside the mechanisms' and engines' words.
const ALLOWED: [&str; 8] = ["kernel", "calendar", "catalogue", "serde", "serde_json", "schemars", "thiserror", "jiff"];

/// Parts of the standard library that reach outside.
const OUTSIDE: [&str; 7] = ["fs", "net", "env", "process", "thread", "io", "time"];

/// Words that wait, and words that ask what time it is or for chance.
const FORBIDDEN: [&str; 6] = ["async", "await", "now", "now_v7", "new_v4", "getrandom"];

#[test]
fn rules_take_values_and_return_decisions() {
    let members = members();
    let mut found = Vec::new();
    for (source, _) in sources::rust(|path| path.ends_with("/rules.rs") || path.contains("/rules/")) {
        let owner = members.iter().find(|it| source.path.starts_with(it.manifest.trim_end_matches("Cargo.toml")));
        let forbidden = owner.map(|it| forbidden_crates(it, &members)).unwrap_or_default();
        impure(&source.path, &source.text, &forbidden, &mut found);
    }
    none("rules wait for nothing, read no clock and know no database", &found);
}

/// What a crate uses that its rules may not.
fn forbidden_crates(owner: &Member, members: &[Member]) -> Vec<String> {
    let of_words =
        |name: &str| members.iter().any(|it| it.name == name && (it.folder == "mechanisms" || it.folder == "engines"));
    let used = owner.uses.iter().filter(|it| !ALLOWED.contains(&it.as_str()) && !of_words(it));
    used.map(|it| it.replace('-', "_")).collect()
}

fn impure(path: &str, text: &str, forbidden: &[String], found: &mut Vec<Found>) {
    let file = sources::parsed(path, text);
    for item in &file.items {
        let tokens: TokenStream = quote::ToTokens::to_token_stream(item);
        tokens_of(path, tokens, forbidden, found);
    }
}

fn tokens_of(path: &str, tokens: TokenStream, forbidden: &[String], found: &mut Vec<Found>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (nth, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(it) => tokens_of(path, it.stream(), forbidden, found),
            TokenTree::Ident(it) => {
                let word = it.to_string();
                let begins_path = is_colons(&tokens, nth + 1) && !is_colons(&tokens, nth.wrapping_sub(2));
                let after_path = is_colons(&tokens, nth.wrapping_sub(2));
                let of_std = after_path && OUTSIDE.contains(&word.as_str()) && is_std(&tokens, nth);
                let called = FORBIDDEN.contains(&word.as_str()) && (word.starts_with('a') || after_path);
                if called || of_std || (begins_path && forbidden.contains(&word)) {
                    found.push(Found::new(path, it.span().start().line, format!("`{word}`")));
                }
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

fn is_colons(tokens: &[TokenTree], at: usize) -> bool {
    let colon = |token: Option<&TokenTree>| matches!(token, Some(TokenTree::Punct(it)) if it.as_char() == ':');
    colon(tokens.get(at)) && colon(tokens.get(at.wrapping_add(1)))
}

fn is_std(tokens: &[TokenTree], at: usize) -> bool {
    at >= 3 && matches!(&tokens[at - 3], TokenTree::Ident(it) if it == "std")
}

#[test]
fn a_rule_that_waits_or_looks_at_a_clock_is_found() {
    let text = "
        use std::time::Instant;
        use std::fmt;
        use store::Select;
        pub fn decide(now: Ts) -> bool { now > Ts::now() }
        pub async fn waits() { other().await }
        #[cfg(test)] mod tests { fn f() { store::x() } }
    ";
    let mut found = Vec::new();
    impure("rules.rs", text, &["store".to_owned()], &mut found);
    let words: Vec<&str> = found.iter().map(|it| it.what.as_str()).collect();
    assert_eq!(words, ["`time`", "`store`", "`now`", "`async`", "`await`"]);
}
