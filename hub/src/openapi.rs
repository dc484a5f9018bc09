//! The description of the JSON interface, made of what rooms register.

use room::Room;
use schemars::SchemaGenerator;
use serde_json::{Value, json};

/// OpenAPI 3.1 of every command and every reading below `/api/v1`.
#[must_use]
pub fn document(rooms: &[&'static Room]) -> Value {
    let mut schemas = SchemaGenerator::new(schemars::generate::SchemaSettings::draft2020_12().with(|it| {
        it.definitions_path = "/components/schemas".into();
    }));
    let mut paths = serde_json::Map::new();
    for room in rooms {
        for it in room.commands {
            paths.insert(address(room.name, it.name), command(room, it, &mut schemas));
        }
        for it in (room.routes)().iter().filter(|it| it.path.starts_with("/api/v1/")) {
            let method = it.method.to_ascii_lowercase();
            let entry = paths.entry(it.path.to_owned()).or_insert_with(|| json!({}));
            entry[method] = reading(room, it, &mut schemas);
        }
    }
    paths.insert(crate::api::DESCRIPTION.to_owned(), description());
    let mut components = schemas.take_definitions(true);
    components.insert("Problem".to_owned(), problem());
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Holdfast", "version": "1", "description": "The same rooms, rules and policy as the pages. Every reading and every change is in the ledger." },
        "servers": [{ "url": "/" }],
        "security": [{ "bearer": [] }, { "session": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "bearer": { "type": "http", "scheme": "bearer", "description": "A token with the rights of the account that made it." },
                "session": { "type": "apiKey", "in": "cookie", "name": room::SESSION, "description": "The session of a signed-in browser; under TLS its name begins with __Host-." },
            },
            "schemas": components,
            "responses": responses(),
        },
    })
}

/// The address of a command: `/api/v1/front_door/decide-referral`.
#[must_use]
pub fn address(room: &str, command: &str) -> String {
    match command.split_once('.') {
        // Two mechanisms of one room may have the same verb.
        Some((of, verb)) if ["action", "clock"].contains(&of) => format!("/api/v1/{of}/{verb}"),
        Some((_, verb)) => format!("/api/v1/{room}/{verb}"),
        None => format!("/api/v1/{room}/{command}"),
    }
}

/// Whether a command is about one version of something: then `If-Match` may name it.
#[must_use]
pub fn versioned(it: &door::CommandEntry) -> bool {
    let mut all = SchemaGenerator::default();
    let schema = (it.body)(&mut all);
    let named = schema.get("$ref").and_then(Value::as_str).and_then(|it| it.rsplit('/').next()).unwrap_or("");
    let whole = all.definitions().get(named).unwrap_or(schema.as_value());
    whole["properties"].get("version").is_some()
}

fn description() -> Value {
    json!({ "get": {
        "tags": ["Interface"], "operationId": "description", "summary": "This description.", "security": [],
        "responses": { "200": { "description": "OpenAPI 3.1.", "content": { "application/json": { "schema": { "type": "object" } } } } },
    } })
}

fn command(room: &Room, it: &door::CommandEntry, schemas: &mut SchemaGenerator) -> Value {
    let mut parameters = vec![json!({
        "name": "Idempotency-Key", "in": "header", "required": false,
        "description": "The same key gives the same answer, once.",
        "schema": { "type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[!-~]+$" }
    })];
    if versioned(it) {
        parameters.push(json!({
            "name": "If-Match", "in": "header", "required": false,
            "description": "The version that was read; it stands for the one in the body, and 412 says that somebody was quicker.",
            "schema": { "type": "string", "pattern": "^\"[0-9]{1,18}\"$" }
        }));
    }
    let mut answers = refusals();
    answers["200"] =
        json!({ "description": "Done.", "content": { "application/json": { "schema": (it.answer)(schemas) } } });
    json!({
        "post": {
            "tags": [room.title],
            "operationId": it.name,
            "summary": it.what,
            "parameters": parameters,
            "requestBody": { "required": true, "content": { "application/json": { "schema": (it.body)(schemas) } } },
            "responses": answers,
        }
    })
}

fn reading(room: &Room, it: &room::Route, schemas: &mut SchemaGenerator) -> Value {
    let mut answers = refusals();
    let schema = it.answers.map_or_else(|| json!({}), |of| of(schemas).to_value());
    answers["200"] =
        json!({ "description": "What this user may see.", "content": { "application/json": { "schema": schema } } });
    let mut parameters: Vec<Value> = it
        .path
        .split('/')
        .filter_map(|part| part.strip_prefix('{').and_then(|part| part.strip_suffix('}')))
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
        .collect();
    for (name, what) in it.asks {
        let schema = match *name {
            "page" => json!({ "type": "integer", "minimum": 1, "maximum": 10_000 }),
            _ => json!({ "type": "string" }),
        };
        parameters
            .push(json!({ "name": name, "in": "query", "required": false, "description": what, "schema": schema }));
    }
    let mut all = json!({ "tags": [room.title], "operationId": format!("{} {}", it.method, it.path), "summary": it.what, "parameters": parameters, "responses": answers });
    if let Some(of) = it.takes {
        let schema = of(schemas).to_value();
        all["requestBody"] = json!({ "required": true, "content": { "application/json": { "schema": schema } } });
    }
    all
}

fn refusals() -> Value {
    let one = |name: &str| json!({ "$ref": format!("#/components/responses/{name}") });
    json!({ "400": one("Unread"), "401": one("SignIn"), "403": one("MayNot"), "404": one("NotFound"), "409": one("Conflict"),
            "412": one("Stale"), "413": one("TooLarge"), "415": one("Kind"), "422": one("Wrong"), "429": one("TooMany"),
            "500": one("Fault"), "503": one("Busy") })
}

/// RFC 9457, as `web` draws every refusal.
fn problem() -> Value {
    let text = || json!({ "type": "string" });
    let wrong = json!({ "type": "object", "required": ["field", "message"], "properties": { "field": text(), "message": text() } });
    json!({
        "type": "object", "required": ["type", "title", "status"], "additionalProperties": false,
        "properties": { "type": text(), "title": text(), "status": { "type": "integer" }, "detail": text(), "instance": text(),
                        "rule": text(), "errors": { "type": "array", "items": wrong } },
    })
}

fn responses() -> Value {
    let one = |words: &str| {
        let schema = json!({ "$ref": "#/components/schemas/Problem" });
        json!({ "description": words, "content": { "application/problem+json": { "schema": schema } } })
    };
    json!({
        "Unread": one("The request cannot be read: no JSON, or a header that is no such thing."),
        "Wrong": one("Something in the body is wrong; every mistake is listed."),
        "SignIn": one("Neither a valid bearer token nor a session."),
        "MayNot": one("Policy forbids it."),
        "NotFound": one("There is no such thing, or you may not know of it."),
        "Conflict": one("A rule of the work forbids it, or it collides with something."),
        "Stale": one("Somebody changed it first."),
        "TooLarge": one("The body is too large."),
        "Kind": one("The body is not JSON."),
        "TooMany": one("Too many tries."),
        "Fault": one("A fault of the program; nothing was changed. It should never happen."),
        "Busy": one("The store is busy; nothing was changed."),
    })
}
