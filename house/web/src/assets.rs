//! Style, scripts and icon: built from npm into `assets/dist`, embedded, and kept by browsers for ever under a version.

use std::sync::OnceLock;

use axum::Router;
use axum::extract::{Path, RawQuery};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rust_embed::Embed;

#[derive(Embed)]
#[folder = "assets/dist"]
#[exclude = "fonts/*"]
#[allow_missing = true]
struct Dist;

type Manifest = Vec<(String, String)>;

/// Which file has which version. Debug builds read it anew, so that a changed style needs no rebuild.
fn version(name: &str) -> Option<String> {
    static KNOWN: OnceLock<Manifest> = OnceLock::new();
    let read = || -> Manifest {
        let file = Dist::get("manifest.json");
        let json =
            file.and_then(|it| serde_json::from_slice::<serde_json::Map<_, _>>(&it.data).ok()).unwrap_or_default();
        json.into_iter().filter_map(|(name, it)| it.as_str().map(|it| (name, it.to_owned()))).collect()
    };
    let fresh;
    let known = if cfg!(debug_assertions) {
        fresh = read();
        &fresh
    } else {
        KNOWN.get_or_init(read)
    };
    known.iter().find(|it| it.0 == name).map(|it| it.1.clone())
}

/// The address of a built file, with its version: `/assets/app.css?v=0123456789ab`. Without version where nothing is built.
#[must_use]
pub fn asset(name: &str) -> String {
    version(name).map_or_else(|| format!("/assets/{name}"), |it| format!("/assets/{name}?v={it}"))
}

/// Whether style and scripts are there. A release must not be made without them.
#[must_use]
pub fn assets_built() -> bool {
    version("app.css").is_some() && version("app.js").is_some()
}

/// The route of the built files; for everybody, signed in or not.
pub fn asset_routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/assets/{*name}", get(serve))
}

async fn serve(Path(name): Path<String>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let Some(known) = version(&name) else { return StatusCode::NOT_FOUND.into_response() };
    let Some(file) = Dist::get(&name) else { return StatusCode::NOT_FOUND.into_response() };
    let tag = format!("\"{known}\"");
    // Under its version, or under a name that holds its hash, a file can never change.
    let forever = query.as_deref() == Some(&format!("v={known}")) || hashed(&name);
    let cache = if forever { "public, max-age=31536000, immutable" } else { "no-cache" };
    let common = [
        (CACHE_CONTROL, cache.to_owned()),
        (ETAG, tag.clone()),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (VARY, "accept-encoding".to_owned()),
    ];
    let seen = headers.get(IF_NONE_MATCH).and_then(|it| it.to_str().ok()).unwrap_or_default();
    // A compressing layer may mark the tag as weak; it still names the same file.
    if seen.split(',').any(|it| it.trim().trim_start_matches("W/") == tag) {
        return (StatusCode::NOT_MODIFIED, common).into_response();
    }
    (common, [(CONTENT_TYPE, kind(&name))], file.data).into_response()
}

fn hashed(name: &str) -> bool {
    let hash = name.rsplit_once('-').and_then(|(_, it)| it.split_once('.')).map_or("", |it| it.0);
    hash.len() == 8 && hash.bytes().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit())
}

fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |it| it.1) {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_named_by_its_hash_is_kept_for_ever_and_others_only_under_their_version() {
        assert!(hashed("autocomplete-2WELXDNO.js"));
        assert!(!hashed("app.js"));
        assert!(!hashed("not-a-hash.js"));
        assert_eq!(asset("none.css"), "/assets/none.css");
    }

    #[test]
    fn the_lock_file_names_no_registry() {
        let lock = include_str!("../assets/package-lock.json");
        assert!(!lock.contains("\"resolved\""), "run npm with the .npmrc that stands beside it");
    }

    #[tokio::test]
    async fn a_browser_keeps_a_file_under_its_version_for_ever_and_asks_again_without() {
        let Some(known) = version("app.css") else {
            println!("NOT RUN: a_browser_keeps_a_file_under_its_version_for_ever (assets are not built)");
            assert!(std::env::var_os("CI").is_none(), "build the assets first");
            return;
        };
        let get = |query: Option<String>, headers| serve(Path("app.css".to_owned()), RawQuery(query), headers);
        let it = get(Some(format!("v={known}")), HeaderMap::new()).await;
        assert_eq!(it.status(), StatusCode::OK);
        assert_eq!(it.headers()["content-type"], "text/css; charset=utf-8");
        assert!(it.headers()["cache-control"].to_str().is_ok_and(|it| it.contains("immutable")));
        let stale = get(Some("v=000000000000".to_owned()), HeaderMap::new()).await;
        assert_eq!(stale.headers()["cache-control"], "no-cache");
        let mut seen = HeaderMap::new();
        seen.insert(IF_NONE_MATCH, format!("\"x\", W/\"{known}\"").parse().expect("a header"));
        assert_eq!(get(None, seen).await.status(), StatusCode::NOT_MODIFIED);
        let none = serve(Path("../Cargo.toml".to_owned()), RawQuery(None), HeaderMap::new()).await;
        assert_eq!(none.status(), StatusCode::NOT_FOUND);
    }
}
