//! No SQL is ever built from input: outside `store` and `policy`, which compose static parts, statements are texts.

use proc_macro2::TokenTree;
use syn::visit::{self, Visit};

use super::sources::{self, line};
use super::{Found, none};

#[test]
fn no_statement_is_built_from_input() {
    let composes = |path: &str| {
        ["house/store/", "house/policy/", "house/door/"].iter().any(|it| path.starts_with(it))
            || path.contains("/fixtures/")
    };
    let all = sources::rust(|path| !composes(path));
    let found: Vec<Found> = all.iter().flat_map(|(source, file)| built(&source.path, file)).collect();
    none("SQL is text with bound values, never put together", &found);
}

fn built(path: &str, file: &syn::File) -> Vec<Found> {
    let mut at = Statements { path, found: Vec::new() };
    at.visit_file(file);
    at.found
}

/// Whether a text reads like a statement or a part of one.
fn is_sql(text: &str) -> bool {
    const WORDS: [&str; 13] = [
        "SELECT ",
        "INSERT INTO",
        "UPDATE ",
        "DELETE FROM",
        " FROM ",
        "WHERE ",
        " AND ",
        "ORDER BY",
        "GROUP BY",
        "JOIN ",
        "CREATE TABLE",
        "ALTER TABLE",
        "DROP TABLE",
    ];
    WORDS.iter().any(|it| text.contains(it))
}

struct Statements<'a> {
    path: &'a str,
    found: Vec<Found>,
}

impl Statements<'_> {
    /// The door hands the policy's narrowing to the store.
    fn narrows(&self) -> bool {
        self.path.starts_with("house/door/")
    }

    fn tell(&mut self, line: usize, how: &str) {
        self.found.push(Found::new(self.path, line, how));
    }
}

impl<'ast> Visit<'ast> for Statements<'_> {
    fn visit_macro(&mut self, it: &'ast syn::Macro) {
        let name = it.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
        if matches!(name.as_str(), "format" | "write" | "writeln" | "format_args") {
            let first = it.tokens.clone().into_iter().find_map(|token| match token {
                TokenTree::Literal(it) => syn::parse_str::<syn::LitStr>(&it.to_string()).ok(),
                _ => None,
            });
            if first.is_some_and(|it| is_sql(&it.value()) && it.value().contains('{')) {
                self.tell(line(it), &format!("a statement in `{name}!`"));
            }
        }
        visit::visit_macro(self, it);
    }

    fn visit_expr_binary(&mut self, it: &'ast syn::ExprBinary) {
        if matches!(it.op, syn::BinOp::Add(_) | syn::BinOp::AddAssign(_)) && (has_sql(&it.left) || has_sql(&it.right)) {
            self.tell(line(it), "a statement put together with `+`");
        }
        visit::visit_expr_binary(self, it);
    }

    fn visit_expr_path(&mut self, it: &'ast syn::ExprPath) {
        if goes_round(&it.path) && !self.narrows() {
            self.tell(line(it), "a statement that is not a text of the program");
        }
    }

    fn visit_expr_method_call(&mut self, it: &'ast syn::ExprMethodCall) {
        if (it.method == "and_made" && !self.narrows()) || it.method == "leak" {
            self.tell(line(it), &format!("`{}`: only store, policy and door put static parts together", it.method));
        }
        let joins = it.method == "push_str" && it.args.iter().any(has_sql);
        let fills_in = (it.method == "replace" || it.method == "replacen") && has_sql(&it.receiver);
        if joins || fills_in {
            self.tell(line(it), &format!("a statement put together with `{}`", it.method));
        }
        visit::visit_expr_method_call(self, it);
    }
}

/// The two ways round `&'static str`: heads that the door makes out of static parts, and leaking a text.
fn goes_round(path: &syn::Path) -> bool {
    let names: Vec<String> = path.segments.iter().map(|it| it.ident.to_string()).collect();
    matches!(names.as_slice(), [.., owner, last] if (owner == "Query" && last == "made") || last == "leak")
}

/// Whether an expression is, or is made straight from, a text that reads like SQL.
fn has_sql(it: &syn::Expr) -> bool {
    match it {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => is_sql(&text.value()),
        syn::Expr::MethodCall(it) => has_sql(&it.receiver),
        syn::Expr::Reference(it) => has_sql(&it.expr),
        syn::Expr::Paren(it) => has_sql(&it.expr),
        _ => false,
    }
}

#[test]
fn a_statement_built_from_input_is_found() {
    let text = "
        fn a(it: &str) { format!(\"SELECT x FROM y WHERE z = {it}\"); }
        fn b(it: &str) { let _ = \"SELECT x FROM y\".to_owned() + it; }
        fn c(sql: &mut String) { sql.push_str(\" ORDER BY x\"); }
        fn d(it: &str) { ask(\"SELECT x FROM y WHERE z = $1\", &[it]); format!(\"{it} was updated\"); }
        fn e(it: &str) { let _ = \"SELECT x FROM T\".replace(\"T\", it); }
        fn f(it: String) { Query::made(it, vec![]); }
        fn g(it: String) { let it: &'static str = Box::leak(it.into()); }
    ";
    let lines: Vec<usize> = built("x.rs", &sources::parsed("x.rs", text)).iter().map(|it| it.line).collect();
    assert_eq!(lines, [2, 3, 4, 6, 7, 8]);
}
