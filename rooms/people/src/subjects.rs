//! What records of this room are called, for clocks and searches of other rooms.

use door::{Reading, args};
use futures_util::future::BoxFuture;
use kernel::Refused;
use room::Hit;
use uuid::Uuid;

use crate::known::Question;

/// A question to the team that knows somebody.
pub fn question(r: &Reading, id: Uuid) -> BoxFuture<'_, Result<Option<Hit>, Refused>> {
    Box::pin(async move {
        let found = match r.sealed_one::<Question>("SELECT * FROM known_question WHERE id = $1", args![id]).await {
            Ok(sealed) => r.open(sealed).await,
            Err(e) => Err(e),
        };
        match found {
            Ok(it) => {
                let title = format!("A question of {}", it.asked_at.words());
                Ok(Some(Hit { href: "/people/known".to_owned(), title, words: String::new() }))
            }
            Err(Refused::NotFound) => Ok(None),
            Err(e) => Err(e),
        }
    })
}

/// An entry of a chronology.
pub fn entry(r: &Reading, id: Uuid) -> BoxFuture<'_, Result<Option<Hit>, Refused>> {
    Box::pin(async move {
        match entry::entry(r, entry::EntryId(id)).await {
            Ok(it) => {
                let whose = person::by_id(r, it.person).await?;
                let href = format!("/people/{}/entries/{}", whose.reference, it.id);
                Ok(Some(Hit { href, title: it.called(), words: String::new() }))
            }
            Err(Refused::NotFound) => Ok(None),
            Err(e) => Err(e),
        }
    })
}
