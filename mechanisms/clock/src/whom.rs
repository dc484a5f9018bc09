//! A duty that began before anybody knew whom it was about, or about the wrong person.

use door::{Writing, args};
use kernel::{PersonId, Refused};
use uuid::Uuid;

use crate::listen::definition_of;
use crate::record::Row;

/// Says whom a record is about from now on, the foremost first. Each of the duties that it started, ended ones too,
/// that is about none of them (any more) is about the foremost one; nobody, where there is none. From then on they stand
/// on that person's page, and who may see them goes by that person. Nothing is counted anew.
///
/// # Errors
/// When the store refuses.
pub async fn now_about(w: &mut Writing, of: (&str, Uuid), persons: &[PersonId]) -> Result<(), Refused> {
    const STARTED: &str = "SELECT * FROM clock WHERE subject_kind = $1 AND subject = $2 ORDER BY started, id";
    let foremost = persons.first().copied();
    let all: Vec<Row> = w.plain(STARTED, args![of.0.to_owned(), of.1]).await?;
    let c = w.configuration()?;
    for old in all.into_iter().filter(|it| it.person.is_none_or(|it| !persons.contains(&it)) && it.person != foremost) {
        let definition = definition_of(&c, &old.definition, old.definition_from, old.started);
        let mut new = Row { person: foremost, ..old.clone() };
        // A stop about a person finds it by the person; by the record, as long as nobody is known.
        let by_person = definition.is_some_and(|it| it.about == "person");
        let keyed = old.person.map_or(old.subject, |it| it.0).to_string();
        if by_person && old.about_key == keyed {
            new.about_key = foremost.map_or(old.subject, |it| it.0).to_string();
        }
        w.change(&old, &new).await?;
        w.run("UPDATE clock_extension SET person = $2 WHERE clock = $1", args![old.id, foremost]).await?;
    }
    Ok(())
}
