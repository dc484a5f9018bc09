//! An action that was set before anybody knew whom it was about, or about the wrong person.

use door::{Writing, args};
use kernel::{PersonId, Refused};
use uuid::Uuid;

use crate::record::Row;

/// Says whom a record is about from now on, the foremost first. Each action that came from it and is about none of them
/// (any more) is about the foremost one; nobody, where there is none. From then on it stands on that person's page, and
/// who may see it goes by that person.
///
/// # Errors
/// When the store refuses.
pub async fn now_about(w: &mut Writing, of: (&str, Uuid), persons: &[PersonId]) -> Result<(), Refused> {
    const CAME: &str = "SELECT * FROM action WHERE subject_kind = $1 AND subject = $2 ORDER BY set_at, id";
    let foremost = persons.first().copied();
    let all: Vec<Row> = w.plain(CAME, args![of.0.to_owned(), of.1]).await?;
    for old in all.into_iter().filter(|it| it.person.is_none_or(|it| !persons.contains(&it)) && it.person != foremost) {
        let old = old.decided();
        w.change(&old, &crate::record::Action { person: foremost, ..old.clone() }).await?;
    }
    Ok(())
}
