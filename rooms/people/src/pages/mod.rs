//! The pages of the room.

pub mod change;
pub mod find;
pub mod known;
pub mod one;

use kernel::{Reference, Refused, Wrongs};
use room::Visit;
use web::{Button, Html};

/// A reference of an address.
pub(crate) fn reference(typed: &str) -> Result<Reference, Refused> {
    typed.parse().map_err(|_| Refused::NotFound)
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
