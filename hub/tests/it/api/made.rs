//! Bodies made at random from the description's schemas, with ids that earlier answers told.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// Randomness that is the same for a seed, and what was learnt so far.
pub struct Maker {
    state: u64,
    document: Value,
    pub ids: Vec<String>,
    pub references: Vec<String>,
    /// Words besides its own.
    pub texts: Vec<String>,
    /// What a field of a name holds, three times of four, whatever its schema would take.
    pub named: BTreeMap<&'static str, Vec<Value>>,
}

impl Maker {
    pub fn new(seed: u64, document: Value) -> Self {
        let (ids, references, texts) = (vec![], vec![], vec![]);
        Self { state: seed | 1, document, ids, references, texts, named: BTreeMap::new() }
    }

    pub fn below(&mut self, many: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        usize::try_from(self.state % (many.max(1) as u64)).unwrap()
    }

    fn pick<'a>(&mut self, all: &'a [Value]) -> &'a Value {
        &all[self.below(all.len())]
    }

    /// Remembers every id and reference in an answer, so that later bodies name real things.
    pub fn learn(&mut self, it: &Value) {
        match it {
            Value::String(text) if text.len() == 36 && text.parse::<uuid::Uuid>().is_ok() => {
                self.ids.push(text.clone());
            }
            Value::String(text) if text.starts_with("HF-") => self.references.push(text.clone()),
            Value::Array(all) => all.iter().for_each(|it| self.learn(it)),
            Value::Object(all) => all.values().for_each(|it| self.learn(it)),
            _ => {}
        }
    }

    /// A known id, or one that nothing has.
    pub fn id(&mut self) -> String {
        if !self.ids.is_empty() && self.below(4) > 0 {
            let nth = self.below(self.ids.len());
            return self.ids[nth].clone();
        }
        uuid::Uuid::from_u128(u128::from(self.state) << 64 | 0x8000_0000_0000_0000_0000).to_string()
    }

    /// A known reference, or one that nothing has.
    pub fn reference(&mut self) -> String {
        if !self.references.is_empty() && self.below(4) > 0 {
            let nth = self.below(self.references.len());
            return self.references[nth].clone();
        }
        kernel::Reference::from_random(self.state).to_string()
    }

    fn words(&mut self) -> Value {
        const WORDS: &[&str] = &[
            "",
            "Wren",
            "front-door",
            "2026-11-01",
            "Ünïcode – “quoted”",
            "a\u{0}b",
            "' OR 1=1 --",
            "<b>",
            "999",
            "09:30",
            "-1",
            "social_worker",
            "child",
            "high",
            "\u{202e}x",
            "yes",
        ];
        match self.below(20) {
            0 => json!("x".repeat(5_000)),
            1..10 if !self.texts.is_empty() => {
                let nth = self.below(self.texts.len());
                json!(self.texts[nth])
            }
            _ => json!(WORDS[self.below(WORDS.len())]),
        }
    }

    fn text(&mut self, schema: &Value) -> Value {
        match schema["format"].as_str() {
            Some("uuid") => json!(self.id()),
            Some("date") => {
                json!(
                    ["2026-11-04", "1999-12-31", "2012-02-29", "9999-12-31", "-009999-01-02", "0000-01-01"]
                        [self.below(6)]
                )
            }
            Some("date-time") => {
                json!(["2026-11-04T09:00:00Z", "1900-01-01T00:00:00Z", "2030-10-25T01:30:00+01:00"][self.below(3)])
            }
            _ if schema["pattern"].as_str().is_some_and(|it| it.starts_with("^HF-")) => json!(self.reference()),
            _ => self.words(),
        }
    }

    fn number(&mut self, schema: &Value) -> Value {
        let some = [0, 1, 2, 17, 2026, -1, i64::from(i32::MAX), i64::MAX, i64::MIN];
        let it = some[self.below(some.len())];
        let it = schema["minimum"].as_i64().map_or(it, |least| it.max(least));
        json!(schema["maximum"].as_i64().map_or(it, |most| it.min(most)))
    }

    fn object(&mut self, schema: &Value, depth: usize) -> Value {
        let mut all = Map::new();
        let required: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        for (name, of) in schema["properties"].as_object().into_iter().flatten() {
            if required.contains(&name.as_str()) || (depth < 6 && self.below(3) > 0) {
                let it = match self.named.get(name.as_str()).cloned() {
                    Some(known) if self.below(4) > 0 => self.pick(&known).clone(),
                    _ => self.make(of, depth + 1),
                };
                all.insert(name.clone(), it);
            }
        }
        if schema["additionalProperties"].is_object() && depth < 4 {
            let it = self.make(&schema["additionalProperties"], depth + 1);
            all.insert("another".to_owned(), it);
        }
        Value::Object(all)
    }

    /// A value of a schema.
    pub fn make(&mut self, schema: &Value, depth: usize) -> Value {
        if let Some(at) = schema["$ref"].as_str() {
            let it = self.document.pointer(at.trim_start_matches('#')).unwrap_or_else(|| panic!("{at} is nowhere"));
            return self.make(&it.clone(), depth);
        }
        if let Some(all) = schema["enum"].as_array() {
            return self.pick(all).clone();
        }
        if schema.get("const").is_some() {
            return schema["const"].clone();
        }
        for key in ["oneOf", "anyOf"] {
            if let Some(all) = schema[key].as_array() {
                let one = self.pick(all).clone();
                let mut made = self.make(&one, depth);
                if let (Value::Object(made), true) = (&mut made, schema.get("properties").is_some()) {
                    if let Value::Object(own) = self.object(schema, depth) {
                        made.extend(own);
                    }
                }
                return made;
            }
        }
        if let Some(one) = schema["allOf"].as_array().and_then(|it| it.first()) {
            return self.make(&one.clone(), depth);
        }
        let kind = match &schema["type"] {
            Value::Array(all) => self.pick(all).clone(),
            other => other.clone(),
        };
        match kind.as_str() {
            Some("string") => self.text(schema),
            Some("integer" | "number") => self.number(schema),
            Some("boolean") => json!(self.below(2) == 0),
            Some("array") => {
                let many = if depth > 5 { 0 } else { self.below(3) };
                (0..many).map(|_| self.make(&schema["items"], depth + 1)).collect()
            }
            Some("null") => Value::Null,
            Some("object") => self.object(schema, depth),
            _ => self.words(),
        }
    }

    /// Breaks a body a little: a field of another kind, one that nobody knows, or one gone.
    pub fn break_a_little(&mut self, it: &mut Value) {
        let Some(fields) = it.as_object_mut() else { return };
        let names: Vec<String> = fields.keys().cloned().collect();
        match (self.below(3), names.is_empty()) {
            (0, _) | (_, true) => {
                fields.insert("nobody-knows-this".into(), json!([1]));
            }
            (1, false) => {
                let odd = [json!(null), json!({}), json!([]), json!(1e308), json!(true), json!("")];
                let odd = self.pick(&odd).clone();
                fields.insert(names[self.below(names.len())].clone(), odd);
            }
            _ => {
                fields.remove(&names[self.below(names.len())]);
            }
        }
    }
}
