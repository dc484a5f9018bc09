//! A new word must stop the build wherever somebody has to decide: no `_ =>` in a match on our own enums.
//! By names, not by types: an arm that names `Level::High` makes the match one on our `Level`.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::visit::{self, Visit};

use super::sources::{self, line};
use super::{Found, none};

/// Our enums by name; several crates may each have one of the same name.
type Enums = HashMap<String, Vec<HashSet<String>>>;

#[test]
fn every_case_of_our_own_words_is_matched() {
    let all = sources::rust(|_| true);
    let mut enums = Enums::new();
    for (_, file) in &all {
        declared(quote::ToTokens::to_token_stream(file), &mut enums);
    }
    let found: Vec<Found> = all.iter().flat_map(|(source, file)| wild(&source.path, file, &enums)).collect();
    none("no `_ =>` in a match on our own enums", &found);
}

/// Every `enum Name { … }`, also inside what a macro is given.
fn declared(tokens: TokenStream, enums: &mut Enums) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (nth, token) in tokens.iter().enumerate() {
        if let TokenTree::Group(it) = token {
            declared(it.stream(), enums);
        }
        if let (TokenTree::Ident(word), Some(TokenTree::Ident(name))) = (token, tokens.get(nth + 1))
            && word == "enum"
            && let Some(body) = tokens[nth..].iter().take(12).find_map(braces)
        {
            enums.entry(name.to_string()).or_default().push(variants(body));
        }
    }
}

fn braces(token: &TokenTree) -> Option<TokenStream> {
    match token {
        TokenTree::Group(it) if it.delimiter() == Delimiter::Brace => Some(it.stream()),
        _ => None,
    }
}

fn variants(body: TokenStream) -> HashSet<String> {
    let mut found = HashSet::new();
    let mut awaited = true;
    for token in body {
        match token {
            TokenTree::Punct(it) if it.as_char() == ',' => awaited = true,
            TokenTree::Ident(it) if awaited => {
                found.insert(it.to_string());
                awaited = false;
            }
            _ => {}
        }
    }
    found
}

fn wild(path: &str, file: &syn::File, enums: &Enums) -> Vec<Found> {
    let mut foreign = HashSet::new();
    for item in &file.items {
        if let syn::Item::Use(it) = item {
            imported(&it.tree, None, &mut foreign);
        }
    }
    let mut at = Matches { path, enums, foreign, selves: Vec::new(), found: Vec::new() };
    at.visit_file(file);
    at.found
}

/// Names that a file imports from crates that are not ours, such as `serde_json::Value`.
fn imported(tree: &syn::UseTree, root: Option<&str>, foreign: &mut HashSet<String>) {
    const OTHERS: [&str; 14] = [
        "std",
        "core",
        "serde_json",
        "toml",
        "toml_edit",
        "axum",
        "cedar_policy",
        "tokio",
        "rusqlite",
        "tokio_postgres",
        "jiff",
        "lettre",
        "clap",
        "syn",
    ];
    match tree {
        syn::UseTree::Path(it) => {
            let first = it.ident.to_string();
            imported(&it.tree, Some(root.unwrap_or(&first)), foreign);
        }
        syn::UseTree::Group(it) => it.items.iter().for_each(|item| imported(item, root, foreign)),
        syn::UseTree::Name(it) if root.is_some_and(|it| OTHERS.contains(&it)) => {
            foreign.insert(it.ident.to_string());
        }
        syn::UseTree::Rename(it) if root.is_some_and(|it| OTHERS.contains(&it)) => {
            foreign.insert(it.rename.to_string());
        }
        syn::UseTree::Name(_) | syn::UseTree::Rename(_) | syn::UseTree::Glob(_) => {}
    }
}

struct Matches<'a> {
    path: &'a str,
    enums: &'a Enums,
    foreign: HashSet<String>,
    selves: Vec<String>,
    found: Vec<Found>,
}

impl<'ast> Visit<'ast> for Matches<'_> {
    fn visit_item_impl(&mut self, it: &'ast syn::ItemImpl) {
        let name = match &*it.self_ty {
            syn::Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
            _ => None,
        };
        self.selves.push(name.unwrap_or_default());
        visit::visit_item_impl(self, it);
        self.selves.pop();
    }

    fn visit_expr_match(&mut self, it: &'ast syn::ExprMatch) {
        let catch_all = it.arms.iter().find(|arm| matches!(arm.pat, syn::Pat::Wild(_)) && arm.guard.is_none());
        if let Some(arm) = catch_all {
            let mut named = Vec::new();
            it.arms.iter().for_each(|arm| cases(&arm.pat, &mut named));
            if let Some(name) = self.ours(named) {
                self.found.push(Found::new(self.path, line(&arm.pat), format!("`_` in a match on `{name}`")));
            }
        }
        visit::visit_expr_match(self, it);
    }
}

impl Matches<'_> {
    /// The enum of ours that the cases belong to, if all of one type's cases are there.
    fn ours(&self, cases: Vec<(String, String)>) -> Option<String> {
        let mut by_type: HashMap<String, HashSet<String>> = HashMap::new();
        for (name, case) in cases {
            let name = if name == "Self" { self.selves.last().cloned().unwrap_or_default() } else { name };
            by_type.entry(name).or_default().insert(case);
        }
        let ours = |(name, cases): &(String, HashSet<String>)| {
            !self.foreign.contains(name)
                && self.enums.get(name).is_some_and(|all| all.iter().any(|it| cases.is_subset(it)))
        };
        by_type.into_iter().find(ours).map(|(name, _)| name)
    }
}

/// The `Type::Case` that a pattern names, also behind `&`, `|`, `@`, `Some`, `Ok` and `Err`.
fn cases(pattern: &syn::Pat, into: &mut Vec<(String, String)>) {
    match pattern {
        syn::Pat::Or(it) => it.cases.iter().for_each(|case| cases(case, into)),
        syn::Pat::Reference(it) => cases(&it.pat, into),
        syn::Pat::Paren(it) => cases(&it.pat, into),
        syn::Pat::Ident(syn::PatIdent { subpat: Some((_, inner)), .. }) => cases(inner, into),
        syn::Pat::TupleStruct(it) if it.path.segments.len() == 1 => {
            it.elems.iter().for_each(|inner| cases(inner, into))
        }
        syn::Pat::TupleStruct(it) => case_of(&it.path, into),
        syn::Pat::Struct(it) => case_of(&it.path, into),
        syn::Pat::Path(it) => case_of(&it.path, into),
        _ => {}
    }
}

fn case_of(path: &syn::Path, into: &mut Vec<(String, String)>) {
    let names: Vec<String> = path.segments.iter().map(|it| it.ident.to_string()).collect();
    if let [before @ .., name, case] = names.as_slice() {
        let foreign =
            before.first().is_some_and(|it| matches!(it.as_str(), "serde_json" | "std" | "toml" | "toml_edit" | "syn"));
        if !foreign {
            into.push((name.clone(), case.clone()));
        }
    }
}

#[test]
fn a_catch_all_on_our_own_words_is_found_and_others_are_not() {
    let text = "
        use serde_json::Value;
        words! { pub enum Level { Low = \"low\", High = \"high\" / \"High\" } }
        enum Answer { Yes, No { why: u8 } }
        enum Value2 { Null }
        fn a(it: Level) -> u8 { match it { Level::Low => 1, _ => 2 } }
        fn b(it: Option<Answer>) -> u8 { match it { Some(Answer::Yes) => 1, _ => 2 } }
        fn c(it: &Value) -> u8 { match it { Value::Null => 1, _ => 2 } }
        fn d(it: Level) -> u8 { match it { Level::Low => 1, Level::High => 2 } }
        fn e(it: u8) -> u8 { match it { 1 => 1, _ => 2 } }
        impl Answer { fn f(&self) -> u8 { match self { Self::No { .. } => 1, _ => 2 } } }
    ";
    let file = sources::parsed("x.rs", text);
    let mut enums = Enums::new();
    declared(quote::ToTokens::to_token_stream(&file), &mut enums);
    enums.insert("Value".to_owned(), vec![HashSet::from(["Null".to_owned()])]);
    let lines: Vec<usize> = wild("x.rs", &file, &enums).iter().map(|it| it.line).collect();
    assert_eq!(lines, [6, 7, 11]);
}
