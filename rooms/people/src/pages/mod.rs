//! The pages of the room.

mod aside;
pub mod change;
pub mod chronology;
pub mod detail;
pub mod entries;
pub mod find;
pub mod guard;
pub mod known;
pub(crate) mod lines;
pub mod merges;
pub mod note;
pub mod one;
pub mod search;
mod stale;
mod traits;

use kernel::{Reference, Refused, Wrongs};
use room::Visit;
use web::{Button, Html};

/// A reference of an address.
pub(crate) fn reference(typed: &str) -> Result<Reference, Refused> {
    typed.parse().map_err(|_| Refused::NotFound)
}

/// The person of a reference that was typed into a field.
pub(crate) async fn person_at(visit: &Visit, typed: &str, field: &str) -> Result<person::Person, Refused> {
    let Ok(reference) = typed.trim().parse::<Reference>() else {
        return Err(Refused::wrong(field, "Enter a reference, such as HF-4K7M-2QXD"));
    };
    let r = visit.read().await?;
    match person::by_reference(&r, reference).await {
        Err(Refused::NotFound) => {
            Err(Refused::wrong(field, "There is no record with this reference that you may open"))
        }
        other => other,
    }
}

/// A posted form around its fields, with token, key and a button.
pub(crate) fn form(visit: &Visit, action: &str, fields: &Html, send: &str) -> Html {
    let button = web::button(&Button { text: send, once: Some(true), ..Button::default() });
    Html::new()
        .raw("<form method=\"post\" novalidate")
        .attr("action", action)
        .raw(">")
        .html(&visit.form_start())
        .html(fields)
        .html(&button)
        .raw("</form>")
}

/// The same for a form with files.
pub(crate) fn form_with_files(visit: &Visit, action: &str, fields: &Html, send: &str) -> Html {
    let button = web::button(&Button { text: send, once: Some(true), ..Button::default() });
    Html::new()
        .raw("<form method=\"post\" enctype=\"multipart/form-data\" novalidate")
        .attr("action", action)
        .raw(">")
        .html(&visit.form_start())
        .html(fields)
        .html(&button)
        .raw("</form>")
}

/// What was typed wrongly, or the refusal itself.
pub(crate) fn wrongs(it: Refused) -> Result<Wrongs, Refused> {
    match it {
        Refused::Wrong(all) => Ok(all),
        other => Err(other),
    }
}

/// Choices of a code list, on a day.
pub(crate) fn choices<'a>(catalogue: &'a catalogue::Catalogue, list: &str, on: kernel::Day) -> Vec<web::Choice<'a>> {
    let codes = catalogue.codes(list).into_iter().flat_map(|it| it.on(on));
    codes.map(|it| web::Choice::of(&it.code, &it.label)).collect()
}
