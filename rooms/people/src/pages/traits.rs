//! Ethnicity, language and other traits: each kind with the answers of its own list.

use door::Key;
use kernel::{PersonId, Refused, Wrong, Wrongs};
use person::{NewTrait, SetTrait, TraitKind};
use room::{Posted, Visit};
use web::{Choice, Html, Input, Radios, Select, Typed};

use super::choices;

/// The field of a kind's answer: each kind has its own, so that no answer of another kind is sent with it.
fn field(kind: TraitKind) -> String {
    format!("value-{}", kind.as_str())
}

/// The questions: the kind, and below it its answer, chosen from its code list where it has one.
pub(super) fn fields(visit: &Visit, typed: &Typed) -> Html {
    let kinds = TraitKind::ALL.iter().map(|kind| {
        let name = field(*kind);
        let answer = match kind.list() {
            Some(list) => {
                let all = choices(&visit.catalogue, list, visit.now().day());
                web::select(&Select {
                    blank: true,
                    suggests: all.len() > 20,
                    ..Select::of(typed, &name, "Answer", all)
                })
            }
            None => web::input(&Input::of(typed, &name, "Answer")),
        };
        Choice::of(kind.as_str(), kind.label()).reveals(answer)
    });
    let said_by = choices(&visit.catalogue, "ethnicity-said-by", visit.now().day());
    web::radios(&Radios::of(typed, "kind", "What does it tell?", kinds.collect()))
        .html(&web::input(&Input::of(typed, "words", "In their own words")))
        .html(&web::select(&Select { blank: true, ..Select::of(typed, "said_by", "Who said it?", said_by) }))
}

/// Records it; what is wrong with the answer stands at the field of its kind.
pub(super) async fn set(visit: &Visit, key: Key, person: PersonId, posted: &Posted) -> Result<(), Refused> {
    let asked = posted.asked();
    let kind = asked.word::<TraitKind>("kind", "what it tells");
    let kind = asked.done(|| kind.it())?;
    let new = NewTrait {
        kind,
        value: posted.raw(&field(kind)).trim().to_owned(),
        words: posted.raw("words").to_owned(),
        said_by: posted.raw("said_by").to_owned(),
        as_given: String::new(),
        from: None,
    };
    match visit.act(key, SetTrait { person, new }).await {
        Ok(_) => Ok(()),
        Err(Refused::Wrong(all)) => {
            let at = |it: Wrong| if it.field == "value" { Wrong { field: field(kind), ..it } } else { it };
            Err(Refused::Wrong(Wrongs(all.0.into_iter().map(at).collect())))
        }
        Err(other) => Err(other),
    }
}
