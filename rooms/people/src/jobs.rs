//! What the house does for this room by itself.

use door::{Acting, Key};
use futures_util::future::BoxFuture;
use kernel::Refused;
use room::{House, Job};

/// Merges that no second person confirmed lapse; searches are forgotten after two weeks.
pub const ALL: &[Job] = &[
    Job { name: "merges lapse", every_hours: 1, run: lapse },
    Job { name: "searches are forgotten", every_hours: 24, run: forget },
];

fn lapse(house: &House) -> BoxFuture<'_, Result<(), Refused>> {
    Box::pin(async { house.door.act(&Acting::house(), Key::none(), person::LapseMerges {}).await.map(|_| ()) })
}

fn forget(house: &House) -> BoxFuture<'_, Result<(), Refused>> {
    Box::pin(async { house.door.act(&Acting::house(), Key::none(), person::ForgetSearches {}).await.map(|_| ()) })
}
