//! An action that was set before anybody knew whom it was about, or about the wrong person.

use door::{Writing, args};
use kernel::{PersonId, Refused};
use policy::Principal;
use uuid::Uuid;

use crate::happenings::ActionHandedOver;
use crate::record::{Row, State, What};
use crate::set::{names_one_of, step};

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
    unnamed(w, of, persons).await
}

/// What a partner outside would read by a link may name nobody: an action whose words turn out to do so goes back to
/// whoever set it, and the partner's link opens nothing any more.
async fn unnamed(w: &mut Writing, of: (&str, Uuid), persons: &[PersonId]) -> Result<(), Refused> {
    const OUTSIDE: &str = "SELECT * FROM action WHERE subject_kind = $1 AND subject = $2 AND partner_mail IS NOT NULL
        AND state = $3 ORDER BY set_at, id";
    const WHY: &str =
        "The words name somebody who is on record now. A partner reads words by a link: set it anew without the name.";
    let outside: Vec<Row> = w.plain(OUTSIDE, args![of.0.to_owned(), of.1, State::Open]).await?;
    for old in outside {
        let old = old.decided();
        if !names_one_of(w, &old.words, persons).await? {
            continue;
        }
        let (partner, partner_mail, owner) = (None, None, Some(old.set_by));
        let new = crate::record::Action { partner, partner_mail, owner, ..old.clone() };
        w.change(&old, &new).await?;
        step(w, &new, Principal::HOUSE, What::HandedOver, WHY).await?;
        w.happened(ActionHandedOver::of(&new)).await?;
    }
    Ok(())
}
