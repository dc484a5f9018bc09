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
            entry[method] = reading(room, it);
        }
    }
    let components = schemas.take_definitions(true);
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Holdfast", "version": "1", "description": "The same rooms, rules and policy as the pages. Every reading and every change is in the ledger." },
        "servers": [{ "url": "/" }],
        "security": [{ "bearer": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": { "bearer": { "type": "http", "scheme": "bearer" } },
            "schemas": components,
            "responses": responses(),
        },
    })
}

/// The address of a command: `/api/v1/front_door/decide-referral`.
#[must_use]
pub fn address(room: &str, command: &str) -> String {
    let verb = command.split_once('.').map_or(command, |it| it.1);
    format!("/api/v1/{room}/{verb}")
}

fn command(room: &Room, it: &door::CommandEntry, schemas: &mut SchemaGenerator) -> Value {
    let mut answers = refusals();
    answers["200"] =
        json!({ "description": "Done.", "content": { "application/json": { "schema": (it.answer)(schemas) } } });
    json!({
        "post": {
            "tags": [room.title],
            "operationId": it.name,
            "summary": it.what,
            "parameters": [{
                "name": "Idempotency-Key", "in": "header", "required": false,
                "description": "The same key gives the same answer, once.",
                "schema": { "type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[!-~]+$" }
            }],
            "requestBody": { "required": true, "content": { "application/json": { "schema": (it.body)(schemas) } } },
            "responses": answers,
        }
    })
}

fn reading(room: &Room, it: &room::Route) -> Value {
    let mut answers = refusals();
    answers["200"] =
        json!({ "description": "What this user may see.", "content": { "application/json": { "schema": {} } } });
    let parameters: Vec<Value> = it
        .path
        .split('/')
        .filter_map(|part| part.strip_prefix('{').and_then(|part| part.strip_suffix('}')))
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
        .collect();
    json!({ "tags": [room.title], "operationId": format!("{} {}", it.method, it.path), "summary": it.what, "parameters": parameters, "responses": answers })
}

fn refusals() -> Value {
    let one = |name: &str| json!({ "$ref": format!("#/components/responses/{name}") });
    json!({ "400": one("Wrong"), "401": one("SignIn"), "403": one("MayNot"), "404": one("NotFound"), "409": one("Conflict"),
            "412": one("Stale"), "413": one("TooLarge"), "415": one("Kind"), "422": one("Wrong"), "429": one("TooMany"), "503": one("Busy") })
}

fn responses() -> Value {
    let one = |words: &str| {
        json!({ "description": words, "content": { "application/problem+json": { "schema": {
        "type": "object", "properties": { "type": { "type": "string" }, "title": { "type": "string" }, "status": { "type": "integer" }, "detail": { "type": "string" } },
        "required": ["title", "status"] } } } })
    };
    json!({
        "Wrong": one("Something in the body is wrong; every mistake is listed."),
        "SignIn": one("No valid bearer token."),
        "MayNot": one("Policy forbids it."),
        "NotFound": one("There is no such thing, or you may not know of it."),
        "Conflict": one("A rule of the work forbids it, or it collides with something."),
        "Stale": one("Somebody changed it first."),
        "TooLarge": one("The body is too large."),
        "Kind": one("The body is not JSON."),
        "TooMany": one("Too many tries."),
        "Busy": one("The store is busy; nothing was changed."),
    })
}
