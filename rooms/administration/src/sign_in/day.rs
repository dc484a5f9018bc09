//! *My day*: what waits, as every room tells it, on a page and as JSON.

use room::{Answer, DayPart, Place, Visit};
use schemars::JsonSchema;
use serde::Serialize;

/// What waits for somebody.
///
/// # Errors
/// When the store refuses.
pub async fn page(visit: Visit) -> Answer {
    let r = visit.read().await?;
    let mut panels: Vec<_> =
        visit.house.rooms.iter().flat_map(|it| it.panels).filter(|it| it.place == Place::Day).collect();
    panels.sort_by_key(|it| it.order);
    let mut main = web::heading(1, &format!("My day, {}", r.now.day().long_words()));
    let mut any = false;
    for it in panels {
        let part = (it.draw)(&visit, &r, None).await?;
        any = any || !part.is_empty();
        main = main.html(&part);
    }
    if !any {
        main = main.html(&web::paragraph("Nothing is waiting for you."));
    }
    visit.show(r, &visit.page("My day").below("/"), &main).await
}

/// What waits for somebody on a day.
#[derive(Serialize, JsonSchema)]
pub struct Day {
    /// The day, in London.
    pub day: kernel::Day,
    /// What waits, under the headings of the page; what has nothing waiting is left out.
    pub parts: Vec<DayPart>,
}

/// The same as JSON.
///
/// # Errors
/// When the store refuses.
pub async fn api(visit: Visit) -> Answer {
    let r = visit.read().await?;
    let mut parts = Vec::new();
    for tell in visit.house.rooms.iter().flat_map(|it| it.day) {
        parts.extend(tell(&visit, &r).await?);
    }
    let day = r.now.day();
    visit.json(r, &Day { day, parts }).await
}
