//! Files and functions stay short enough to be read in one go.

use syn::visit::{self, Visit};

use super::sources::{self, Source};
use super::{Found, none};

const FILE: usize = 400;
const FUNCTION: usize = 60;
const TESTS_AND_GENERATED: usize = 800;

#[test]
fn no_file_is_longer_than_can_be_read_in_one_go() {
    const WRITTEN: [&str; 8] = [".rs", ".html", ".js", ".mjs", ".ts", ".scss", ".sql", ".sh"];
    let all = sources::files(|path| WRITTEN.iter().any(|it| path.ends_with(it)) || path.starts_with("scripts/"));
    let found: Vec<Found> = all.iter().filter_map(too_long).collect();
    none("files have at most 400 lines, tests and generated code 800", &found);
}

#[test]
fn no_function_is_longer_than_a_page() {
    let mut found = Vec::new();
    for (source, file) in sources::rust(|_| true) {
        if !generated(&source) {
            found.extend(long_functions(&source.path, &file));
        }
    }
    none("functions have at most 60 lines", &found);
}

fn generated(source: &Source) -> bool {
    source.text.lines().take(5).any(|line| line.contains("@generated"))
}

fn too_long(source: &Source) -> Option<Found> {
    let lines = source.text.lines().count();
    if lines <= FILE {
        return None;
    }
    let lenient = sources::is_test(&source.path)
        || source.path.contains("/fixtures/")
        || source.path.starts_with("journeys/")
        || generated(source);
    let tests = if source.path.ends_with(".rs") { sources::lines_for_tests(&source.text) } else { 0 };
    let fits = lines <= TESTS_AND_GENERATED && (lenient || lines - tests <= FILE);
    let what = format!("{lines} lines, {tests} of them tests");
    (!fits).then(|| Found::new(&source.path, FILE, what))
}

fn long_functions(path: &str, file: &syn::File) -> Vec<Found> {
    let mut at = Functions { path, found: Vec::new() };
    at.visit_file(file);
    at.found
}

struct Functions<'a> {
    path: &'a str,
    found: Vec<Found>,
}

impl Functions<'_> {
    fn measure(&mut self, signature: &syn::Signature, body: &syn::Block) {
        let begins = signature.fn_token.span.start().line;
        let lines = body.brace_token.span.close().end().line + 1 - begins;
        if lines > FUNCTION {
            self.found.push(Found::new(self.path, begins, format!("`{}` has {lines} lines", signature.ident)));
        }
    }
}

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item_fn(&mut self, it: &'ast syn::ItemFn) {
        self.measure(&it.sig, &it.block);
        visit::visit_item_fn(self, it);
    }
    fn visit_impl_item_fn(&mut self, it: &'ast syn::ImplItemFn) {
        self.measure(&it.sig, &it.block);
        visit::visit_impl_item_fn(self, it);
    }
    fn visit_trait_item_fn(&mut self, it: &'ast syn::TraitItemFn) {
        if let Some(body) = &it.default {
            self.measure(&it.sig, body);
        }
        visit::visit_trait_item_fn(self, it);
    }
}

#[test]
fn a_long_function_and_a_long_file_are_found() {
    let body = "    let _ = 1;\n".repeat(60);
    let text = format!("fn long() {{\n{body}}}\n#[cfg(test)]\nmod tests {{\nfn also_long() {{\n{body}}}\n}}\n");
    let found = long_functions("x.rs", &sources::parsed("x.rs", &text));
    assert_eq!(found.iter().map(|it| (it.line, it.what.as_str())).collect::<Vec<_>>(), [(1, "`long` has 62 lines")]);

    let of = |path: &str, lines: usize| too_long(&Source { path: path.to_owned(), text: "\n".repeat(lines) }).is_some();
    assert!(!of("house/x/src/lib.rs", 400) && of("house/x/src/lib.rs", 401));
    assert!(!of("hub/tests/it/x.rs", 800) && of("hub/tests/it/x.rs", 801));
}
