//! One router of every room's routes, each behind the guard with what it needs.

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use room::{House, Needs, Open, Route, guard};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

/// Every route of every room.
#[must_use]
pub fn routes(house: &House) -> Vec<Route> {
    house.rooms.iter().flat_map(|it| (it.routes)()).collect()
}

/// The whole hub as one service.
pub fn router(house: House) -> Router {
    let mut all: Router<House> = Router::new();
    for route in routes(&house) {
        let needs = Arc::new(Needs::from(&route));
        let path = route.path;
        all = all.route(path, route.into_handler().route_layer(from_fn_with_state((house.clone(), needs), guard)));
    }
    let everybody = Arc::new(Needs {
        needs: Err(Open::ToSignedIn("nothing is there, and a stranger need not know that")),
        method: "GET",
    });
    let fallback = axum::handler::Handler::layer(missing, from_fn_with_state((house.clone(), everybody), guard));
    let fallback = axum::handler::Handler::with_state(fallback, house.clone());
    all.route("/healthz", get(|| async { "ready" }))
        .merge(web::asset_routes())
        .merge(crate::api::routes(&house))
        .method_not_allowed_fallback(crate::api::no_such_method)
        .fallback_service(fallback)
        .layer(CatchPanicLayer::new())
        .layer(CompressionLayer::new())
        .layer(axum::extract::DefaultBodyLimit::max(60_000_000))
        .with_state(house)
}

/// An address that no room has: drawn like every refusal, by the guard.
async fn missing() -> room::Refusal {
    kernel::Refused::NotFound.into()
}
