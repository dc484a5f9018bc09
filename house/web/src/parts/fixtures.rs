//! Our components against the fixtures that govuk-frontend ships: the same options must give the same HTML, attribute by
//! attribute (order of attributes, order of classes and white space aside).

mod draw;
mod left_out;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::Path;

use scraper::{ElementRef, Html as Parsed};
use serde_json::Value;

use left_out::LEFT_OUT;

/// A fixture's options; notes which were read, so that none is passed over in silence.
struct Options<'a> {
    all: &'a Value,
    read: RefCell<BTreeSet<String>>,
}

impl<'a> Options<'a> {
    fn at(&self, path: &str) -> &'a Value {
        self.read.borrow_mut().insert(path.to_owned());
        path.split('.').fold(self.all, |at, part| at.get(part).unwrap_or(&Value::Null))
    }
    fn has(&self, path: &str) -> bool {
        truthy(self.at(path))
    }
    fn text(&self, path: &str) -> &'a str {
        self.at(path).as_str().unwrap_or("")
    }
    fn flag(&self, path: &str) -> Option<bool> {
        self.at(path).as_bool()
    }
    fn number(&self, path: &str) -> u64 {
        let it = self.at(path);
        it.as_u64().or_else(|| it.as_str().and_then(|it| it.parse().ok())).unwrap_or(0)
    }
    fn items(&self, path: &str) -> Vec<Options<'a>> {
        let all = self.at(path).as_array().map(Vec::as_slice).unwrap_or_default();
        all.iter().filter(|it| truthy(it)).map(|all| Options { all, read: RefCell::default() }).collect()
    }
    /// What an item read counts as read of the list.
    fn took(&self, path: &str, items: &[Options<'_>]) {
        for item in items {
            self.read.borrow_mut().extend(item.read.borrow().iter().map(|it| format!("{path}[].{it}")));
        }
    }
    fn attributes(&self) -> Vec<(&'a str, &'a str)> {
        let all = self.at("attributes").as_object();
        for name in all.into_iter().flat_map(|it| it.keys()) {
            self.read.borrow_mut().insert(format!("attributes.{name}"));
        }
        all.into_iter().flatten().map(|(name, it)| (name.as_str(), draw::spoken(it))).collect()
    }
}

fn truthy(it: &Value) -> bool {
    match it {
        Value::Null => false,
        Value::Bool(it) => *it,
        Value::String(it) => !it.is_empty(),
        Value::Number(_) | Value::Array(_) | Value::Object(_) => true,
    }
}

/// Every option of a fixture as a path: `items[].label.text`. Containers count only through what they hold.
fn paths(it: &Value, at: &str, out: &mut BTreeSet<String>) {
    match it {
        Value::Object(all) => {
            for (name, it) in all.iter().filter(|it| !matches!(it.1, Value::Array(all) if !all.iter().any(truthy))) {
                paths(it, &if at.is_empty() { name.clone() } else { format!("{at}.{name}") }, out);
            }
        }
        Value::Array(all) => all.iter().filter(|it| truthy(it)).for_each(|it| paths(it, &format!("{at}[]"), out)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            out.insert(at.to_owned());
        }
    }
}

/// HTML in one spelling: attributes and classes sorted, white space collapsed and, between elements, dropped.
fn spelled(html: &str) -> String {
    let mut out = String::new();
    spell(Parsed::parse_fragment(html).root_element(), &mut out);
    out
}

fn spell(element: ElementRef<'_>, out: &mut String) {
    let it = element.value();
    let mut all: Vec<_> = it.attrs().map(|(name, value)| (name, one_spelling(name, value))).collect();
    all.sort();
    out.push_str(&format!("<{}", it.name()));
    for (name, value) in all {
        out.push_str(&format!(" {name}={value:?}"));
    }
    out.push_str(">\n");
    for child in element.children() {
        if let Some(words) = child.value().as_text() {
            // Inside a textarea every blank counts; elsewhere a browser shows several as one.
            let tidy = words.split_whitespace().collect::<Vec<_>>().join(" ");
            out.push_str(if it.name() == "textarea" { words } else { &tidy });
            if !tidy.is_empty() {
                out.push('\n');
            }
        } else if let Some(child) = ElementRef::wrap(child) {
            spell(child, out);
        }
    }
    out.push_str(&format!("</{}>\n", it.name()));
}

fn one_spelling(name: &str, value: &str) -> String {
    let mut words: Vec<_> = value.split_whitespace().collect();
    if name == "class" {
        words.sort_unstable();
    }
    words.join(" ")
}

/// Which fixtures of a component agree, which were left out by which rows of the table, which differ.
#[derive(Default)]
struct Outcome {
    agree: usize,
    rows: BTreeSet<usize>,
    differ: Vec<String>,
}

/// Whether a row of the table is about an option: about it, about what it stands in, or about its ending.
fn covers(row: &str, path: &str) -> bool {
    if let Some(end) = row.strip_prefix('*') {
        return path.split('.').any(|part| part == end);
    }
    path == row || path.strip_prefix(row).is_some_and(|rest| rest.starts_with(['.', '[']))
}

fn compare(component: &str, json: &Value, out: &mut Outcome) {
    for fixture in json["fixtures"].as_array().into_iter().flatten() {
        let name = fixture["name"].as_str().unwrap_or("");
        let options = Options { all: &fixture["options"], read: RefCell::default() };
        let drawn = draw::component(component, &options);
        let mut given = BTreeSet::new();
        paths(options.all, "", &mut given);
        let unread: Vec<_> = given.difference(&options.read.borrow()).cloned().collect();
        let rows = LEFT_OUT.iter().enumerate().filter(|(_, row)| {
            (row.0 == "any" || row.0 == component) && (row.1 == name || unread.iter().any(|path| covers(row.1, path)))
        });
        let rows: Vec<_> = rows.map(|it| it.0).collect();
        if !rows.is_empty() {
            out.rows.extend(rows);
            continue;
        }
        if !unread.is_empty() {
            out.differ.push(format!(
                "{component}, {name}: option {} is neither drawn nor left out with a reason",
                unread.join(", ")
            ));
            continue;
        }
        let (wanted, got) = (spelled(fixture["html"].as_str().unwrap_or("")), spelled(drawn.as_str()));
        if wanted == got {
            out.agree += 1;
        } else {
            out.differ.push(format!("{component}, {name}:\n--- wanted\n{wanted}\n--- drawn\n{got}"));
        }
    }
}

#[test]
fn components_draw_what_the_fixtures_of_govuk_frontend_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/node_modules/govuk-frontend/dist/govuk/components");
    if !folder.exists() {
        println!(
            "NOT RUN: components_draw_what_the_fixtures_of_govuk_frontend_say (needs `npm ci` in house/web/assets)"
        );
        assert!(std::env::var_os("CI").is_none(), "the fixtures are needed here: run `npm ci` in house/web/assets");
        return;
    }
    let mut out = Outcome::default();
    for component in draw::COMPONENTS {
        let file = folder.join(component).join("fixtures.json");
        let json = std::fs::read_to_string(&file).expect("a fixture file");
        compare(component, &serde_json::from_str(&json).expect("JSON"), &mut out);
    }
    assert!(out.differ.is_empty(), "{} differ\n{}", out.differ.len(), out.differ.join("\n\n"));
    let idle: Vec<_> = LEFT_OUT.iter().enumerate().filter(|(nth, _)| !out.rows.contains(nth)).map(|it| it.1).collect();
    assert!(idle.is_empty(), "these rows leave nothing out any more: {idle:?}");
    println!("{} fixtures agree", out.agree);
    assert!(out.agree >= 400, "only {} fixtures agree", out.agree);
}
