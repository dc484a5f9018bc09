//! Holds a value against a schema of the description. It knows the words that our types make, and fails on any other; a
//! property that the schema does not name is wrong.

use serde_json::{Map, Value};

/// What is wrong with a value, if anything.
pub fn wrong(document: &Value, schema: &Value, value: &Value, at: &str) -> Option<String> {
    let mut named = Vec::new();
    let found = check(document, schema, value, at, &mut named);
    found.or_else(|| unnamed(document, schema, value, at))
}

fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str() {
        Some(at) => document.pointer(at.trim_start_matches('#')).unwrap_or_else(|| panic!("no schema at {at}")),
        None => schema,
    }
}

fn is(kind: &str, value: &Value) -> bool {
    match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("the type {other}"),
    }
}

const WORDS: &[&str] = &[
    "$ref",
    "type",
    "properties",
    "required",
    "items",
    "enum",
    "const",
    "anyOf",
    "oneOf",
    "allOf",
    "format",
    "pattern",
    "description",
    "title",
    "additionalProperties",
    "minimum",
    "maximum",
    "default",
    "prefixItems",
    "minItems",
    "maxItems",
    "minLength",
    "maxLength",
    "examples",
];

fn check(document: &Value, schema: &Value, value: &Value, at: &str, depth: &mut Vec<()>) -> Option<String> {
    depth.push(());
    assert!(depth.len() < 10_000, "{at}: the schema has no end");
    if let Some(all) = schema.as_object() {
        let strange: Vec<_> = all.keys().filter(|it| !WORDS.contains(&it.as_str())).collect();
        assert!(strange.is_empty(), "{at}: the test does not know {strange:?}");
    }
    if schema.get("$ref").is_some() {
        if let Some(it) = check(document, resolved(document, schema), value, at, depth) {
            return Some(it);
        }
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        _ => vec![],
    };
    if !types.is_empty() && !types.iter().any(|it| is(it, value)) {
        return Some(format!("{at}: {value} is no {types:?}"));
    }
    if schema["enum"].as_array().is_some_and(|all| !all.contains(value)) {
        return Some(format!("{at}: {value} is none of {}", schema["enum"]));
    }
    if schema.get("const").is_some_and(|it| it != value) {
        return Some(format!("{at}: {value} is not {}", schema["const"]));
    }
    shaped(schema, value, at).or_else(|| inside(document, schema, value, at, depth))
}

/// Times, days and ids.
fn shaped(schema: &Value, value: &Value, at: &str) -> Option<String> {
    let text = value.as_str()?;
    let fits = match schema["format"].as_str()? {
        "date-time" => text.parse::<kernel::Ts>().is_ok(),
        "date" => text.parse::<kernel::Day>().is_ok(),
        "uuid" => text.parse::<uuid::Uuid>().is_ok(),
        _ => true,
    };
    (!fits).then(|| format!("{at}: {text} is no {}", schema["format"]))
}

fn inside(document: &Value, schema: &Value, value: &Value, at: &str, depth: &mut Vec<()>) -> Option<String> {
    for (word, all) in [("anyOf", true), ("oneOf", true), ("allOf", false)] {
        let Some(them) = schema[word].as_array() else { continue };
        let found: Vec<_> = them.iter().map(|it| check(document, it, value, at, depth)).collect();
        let fits = found.iter().filter(|it| it.is_none()).count();
        if (all && fits == 0) || (!all && fits < them.len()) {
            return Some(format!("{at}: {found:?}"));
        }
    }
    if let Some(all) = value.as_array() {
        return all.iter().enumerate().find_map(|(nth, it)| {
            let schema = schema.get("items")?;
            check(document, schema, it, &format!("{at}[{nth}]"), depth)
        });
    }
    let fields = value.as_object()?;
    let mut needed = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    if let Some(lost) = needed.find(|it| !fields.contains_key(*it)) {
        return Some(format!("{at}: there is no {lost}"));
    }
    fields.iter().find_map(|(name, it)| {
        let schema = schema["properties"].get(name)?;
        check(document, schema, it, &format!("{at}.{name}"), depth)
    })
}

/// Every property that a schema names, also by its parts.
fn properties<'a>(document: &'a Value, schema: &'a Value, into: &mut Map<String, Value>) {
    let schema = resolved(document, schema);
    for (name, it) in schema["properties"].as_object().into_iter().flatten() {
        into.insert(name.clone(), it.clone());
    }
    for word in ["anyOf", "oneOf", "allOf"] {
        schema[word].as_array().into_iter().flatten().for_each(|it| properties(document, it, into));
    }
}

fn array_of<'a>(document: &'a Value, schema: &'a Value) -> Option<&'a Value> {
    let schema = resolved(document, schema);
    let parts = ["anyOf", "oneOf", "allOf"].iter().flat_map(|it| schema[*it].as_array().into_iter().flatten());
    schema.get("items").or_else(|| parts.into_iter().find_map(|it| array_of(document, it)))
}

/// A property that the description does not tell of.
fn unnamed(document: &Value, schema: &Value, value: &Value, at: &str) -> Option<String> {
    match value {
        Value::Array(all) => {
            let of = array_of(document, schema)?;
            all.iter().enumerate().find_map(|(nth, it)| unnamed(document, of, it, &format!("{at}[{nth}]")))
        }
        Value::Object(fields) => {
            let mut named = Map::new();
            properties(document, schema, &mut named);
            if named.is_empty() {
                return None; // it tells of no shape at all
            }
            fields.iter().find_map(|(name, it)| match named.get(name) {
                Some(schema) => unnamed(document, schema, it, &format!("{at}.{name}")),
                None => Some(format!("{at}: nothing tells of {name}")),
            })
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}
