//! The files of the tree, and Rust files parsed without their tests.

use std::fs;
use std::path::{Path, PathBuf};

use syn::spanned::Spanned;

/// One text file: its path from the root of the tree, with `/`, and what is in it.
pub struct Source {
    pub path: String,
    pub text: String,
}

/// Folders that are made, not written.
const MADE: [&str; 8] = ["target", "node_modules", "dist", ".git", "data", "data.filling", "shots", "snapshots"];

/// The root of the tree.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("hub stands in the tree").to_owned()
}

/// Every text file whose path is wanted.
pub fn files(wanted: impl Fn(&str) -> bool) -> Vec<Source> {
    let mut all = Vec::new();
    walk(&root(), &root(), &wanted, &mut all);
    all.sort_by(|a, b| a.path.cmp(&b.path));
    all
}

fn walk(root: &Path, folder: &Path, wanted: &impl Fn(&str) -> bool, all: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).expect("a folder of the tree").flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        if path.is_dir() {
            // `data` is made only at the root: a crate may well have a folder of that name.
            let made = MADE.iter().any(|it| name == *it) && (name != "data" || folder == root);
            if !made {
                walk(root, &path, wanted, all);
            }
            continue;
        }
        let path = path.strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/");
        if wanted(&path)
            && let Ok(text) = fs::read_to_string(root.join(&path))
        {
            all.push(Source { path, text });
        }
    }
}

/// Whether a path is a test's: it may be longer, and may do what the house may not.
pub fn is_test(path: &str) -> bool {
    path.contains("/tests/")
        || path.ends_with("/tests.rs")
        || path.starts_with("benches/")
        || path.starts_with("prove/")
}

/// Every Rust file of the product, parsed, with its tests taken out.
pub fn rust(wanted: impl Fn(&str) -> bool) -> Vec<(Source, syn::File)> {
    files(|path| path.ends_with(".rs") && !is_test(path) && wanted(path))
        .into_iter()
        .map(|source| {
            let file = parsed(&source.path, &source.text);
            (source, file)
        })
        .collect()
}

/// A Rust text parsed, without what is there for tests only.
pub fn parsed(path: &str, text: &str) -> syn::File {
    let mut file = syn::parse_file(text).unwrap_or_else(|wrong| panic!("{path}: {wrong}"));
    file.items = without_tests(file.items);
    file
}

fn without_tests(items: Vec<syn::Item>) -> Vec<syn::Item> {
    let mut kept = Vec::new();
    for mut item in items {
        if for_tests(attributes(&item)) {
            continue;
        }
        if let syn::Item::Mod(module) = &mut item
            && let Some((_, inner)) = &mut module.content
        {
            *inner = without_tests(std::mem::take(inner));
        }
        kept.push(item);
    }
    kept
}

/// How many lines of a Rust text are there for tests only.
pub fn lines_for_tests(text: &str) -> usize {
    let Ok(file) = syn::parse_file(text) else { return 0 };
    let tests = file.items.iter().filter(|it| for_tests(attributes(it)));
    tests.map(|it| it.span().end().line + 1 - it.span().start().line).sum()
}

/// The attributes of an item, whatever it is.
pub fn attributes(item: &syn::Item) -> &[syn::Attribute] {
    match item {
        syn::Item::Const(it) => &it.attrs,
        syn::Item::Enum(it) => &it.attrs,
        syn::Item::Fn(it) => &it.attrs,
        syn::Item::Impl(it) => &it.attrs,
        syn::Item::Macro(it) => &it.attrs,
        syn::Item::Mod(it) => &it.attrs,
        syn::Item::Static(it) => &it.attrs,
        syn::Item::Struct(it) => &it.attrs,
        syn::Item::Trait(it) => &it.attrs,
        syn::Item::Type(it) => &it.attrs,
        syn::Item::Union(it) => &it.attrs,
        syn::Item::Use(it) => &it.attrs,
        _ => &[],
    }
}

fn for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|it| {
        let test = it.path().segments.last().is_some_and(|last| last.ident == "test");
        let cfg_test = it.path().is_ident("cfg")
            && matches!(&it.meta, syn::Meta::List(list) if list.tokens.to_string().starts_with("test"));
        test || cfg_test
    })
}

/// The line on which something begins.
pub fn line(of: &impl Spanned) -> usize {
    of.span().start().line
}
