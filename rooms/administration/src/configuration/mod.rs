//! Configuration as it stands and stood: every version that was applied is kept whole, so that an old record is read
//! with the version it was made with. Files are checked and applied at the command line; the pages show.

pub mod api;
mod commands;
pub mod pages;
mod records;

pub use commands::{Applied, ApplyConfiguration, BeginConfiguration};
pub use records::{Configuration, TABLE};

use catalogue::Catalogue;
use door::{Acting, Door, Key, Reading, args};
use kernel::Refused;

/// The version in force; none before the first start.
pub(crate) async fn newest(r: &Reading) -> Result<Option<Configuration>, Refused> {
    r.plain_one("SELECT * FROM configuration ORDER BY nth DESC LIMIT 1", args![]).await
}

/// What the version in force says, where the store keeps one.
///
/// # Errors
/// When the store refuses, or what it kept cannot be read.
pub async fn stored(door: &Door) -> Result<Option<Catalogue>, Refused> {
    let r = door.read(&Acting::house()).await?;
    match newest(&r).await? {
        Some(it) => it.catalogue().map(Some),
        None => Ok(None),
    }
}

/// The configuration that holds when a hub is opened: the stored one, or this one, which is then kept as the first.
///
/// # Errors
/// When the store refuses.
pub async fn opened(door: &Door, begin: &Catalogue) -> Result<Catalogue, Refused> {
    if let Some(kept) = stored(door).await? {
        return Ok(kept);
    }
    let first = BeginConfiguration { text: begin.to_json() };
    door.act(&Acting::house(), Key::none(), first).await?;
    Ok(begin.clone())
}

/// The number of the version in force, to see whether another was applied meanwhile.
///
/// # Errors
/// When the store refuses.
pub async fn number(door: &Door) -> Result<i64, Refused> {
    let r = door.read(&Acting::house()).await?;
    let found: Option<(Option<i64>,)> = r.plain_one("SELECT MAX(nth) FROM configuration", args![]).await?;
    Ok(found.and_then(|it| it.0).unwrap_or_default())
}
